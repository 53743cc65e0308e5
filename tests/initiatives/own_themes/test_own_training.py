"""Training an own theme: the same bytes each time, an estimate no better than its examples, and clear refusals."""

import builtins
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from own_example import EXAMPLE

from samspil.cli import main as cli
from samspil.initiatives.corpus import read_corpus
from samspil.initiatives.own_themes.errors import ThemeError
from samspil.initiatives.own_themes.examples import read_example
from samspil.initiatives.own_themes.folder import read_theme
from samspil.initiatives.own_themes.model import decode_model, encode_model, read_all_trained, read_trained
from samspil.initiatives.own_themes.reader import OwnReader
from samspil.initiatives.own_themes.training.background import ENOUGH_PASSAGES, Background, read_background, write_background
from samspil.initiatives.own_themes.training.estimate import Found, estimate_quality
from samspil.initiatives.own_themes.training.train import train_folder
from samspil.initiatives.reader import LinearReader

Small = Callable[..., Path]
ROOT = EXAMPLE.parents[1]


def test_the_same_folder_gives_the_same_bytes(small: Small, shipped: LinearReader, little_background: Background) -> None:
    folder = small()
    first, second = (encode_model(train_folder(folder, shipped, little_background)) for _ in range(2))
    assert first == second
    assert decode_model(first).theme.id == "skolestruktur"


def test_few_examples_give_rows_but_no_figures(small: Small, shipped: LinearReader, little_background: Background) -> None:
    model = train_folder(small(texts=3), shipped, little_background)
    estimate = model.facts["estimate"]
    assert not estimate["enough"]
    assert "precision" not in estimate
    assert (estimate["files"], estimate["initiatives"]) == (3, 10)


def test_too_few_to_learn_from(small: Small, shipped: LinearReader) -> None:
    with pytest.raises(ThemeError, match="2 eksempler med temaet er for få"):
        train_folder(small(texts=2), shipped, [])


def found(name: str, labelled: int, shown: int, right: int, *, example: bool = True) -> Found:
    return Found(name, example, labelled, shown, right, right, 0, 500)


def test_perfect_results_on_few_texts_keep_a_wide_interval() -> None:
    estimate = estimate_quality([found(f"{n}", 3, 3, 3) for n in range(6)])
    assert (estimate["precision"]["right"], estimate["precision"]["of"], estimate["precision"]["high"]) == (18, 18, 1.0)
    assert 0.8 < estimate["precision"]["low"] < 0.93
    assert estimate["presence_recall"]["low"] < 0.75


def test_initiatives_of_one_file_are_not_taken_for_independent() -> None:
    """Half of the files all right, half all wrong: the files decide how much is known, not the 60 initiatives."""
    mixed = [found(f"{n}", 10, 10, 10 if n % 2 else 0) for n in range(6)]
    even = [found(f"{n}", 10, 10, 5) for n in range(6)]
    wide, narrow = (estimate_quality(texts)["recall"] for texts in (mixed, even))
    assert wide["high"] - wide["low"] > 1.8 * (narrow["high"] - narrow["low"])


def test_rows_in_other_texts_count_against_presence() -> None:
    texts = [found(f"{n}", 3, 3, 3) for n in range(6)] + [found(f"x{n}", 0, n % 2, 0, example=False) for n in range(4)]
    estimate = estimate_quality(texts)
    assert (estimate["presence_precision"]["right"], estimate["presence_precision"]["of"]) == (6, 8)
    assert (estimate["precision"]["right"], estimate["precision"]["of"]) == (18, 20)
    assert (estimate["precision_examples"]["right"], estimate["precision_examples"]["of"]) == (18, 18)
    assert estimate["false_per_1000_words"] == 1.0


def test_the_example_is_read_well_enough(trained: Path, shipped: LinearReader) -> None:
    """Two texts that were never trained on: rows come out, most of them right."""
    theme, model = read_theme(trained), decode_model((trained / "theme.npz").read_bytes())
    reader = OwnReader(model, shipped)
    shown = right = labelled = 0
    for file in sorted((EXAMPLE / "held-out").glob("*.md")):
        text = read_example(file, theme)
        proposals = reader.propose(text.passages)
        gold = [{n for n, marks in enumerate(text.marks) if name in marks} for name in text.labels]
        shown, labelled = shown + len(proposals), labelled + len(gold)
        right += sum(any(2 * len(one & set(p.passages)) >= 0.5 * (len(one) + len(p.passages)) for p in proposals) for one in gold)
    assert labelled == 6
    assert right / labelled >= 0.5
    assert right / shown >= 0.6


def test_estimate_of_the_example_says_what_it_rests_on(trained: Path, shipped: LinearReader) -> None:
    facts = read_trained(trained, shipped.name).facts
    assert (facts["examples"], facts["initiatives"], facts["estimate"]["files"]) == (14, 48, 14)
    for name in ("precision", "precision_examples", "recall", "stage", "presence_precision", "presence_recall"):
        figure = facts["estimate"][name]
        assert 0 <= figure["low"] < figure["right"] / figure["of"] <= figure["high"] <= 1
        assert figure["high"] - figure["low"] > 0.08, "14 texts cannot say more"
    assert facts["estimate"]["precision_examples"]["right"] / facts["estimate"]["precision_examples"]["of"] > 0.75
    assert facts["estimate"]["recall"]["right"] / facts["estimate"]["recall"]["of"] > 0.5


def test_a_model_that_does_not_fit_is_refused_with_the_command(trained: Path, small: Small, shipped: LinearReader) -> None:
    folder, data = small(), (trained / "theme.npz").read_bytes()
    for content, what in [
        (None, "ikke trænet endnu"),
        (b"", "kan ikke bruges"),
        (data[:-200], "kan ikke bruges"),
        (_with(data, features="anden"), "andet ordforråd"),
        (_with(data, format=0), "format 0"),
        (_with(data, reader="linear-gammel"), "oven på linear-gammel"),
        (_with(data, theme=json.loads(_facts(data))["theme"] | {"sha256": "0"}), "er ændret, siden"),
    ]:
        (folder / "theme.npz").write_bytes(content) if content is not None else None
        with pytest.raises(ThemeError) as caught:
            read_trained(folder, shipped.name)
        assert what in caught.value.message
        assert caught.value.remedy == f"Kør: samspil train --theme {folder}"


def test_a_theme_cannot_be_given_twice(trained: Path, shipped: LinearReader) -> None:
    with pytest.raises(ThemeError, match="angivet to gange"):
        read_all_trained([trained, trained], shipped.name)


def _facts(data: bytes) -> bytes:
    import io

    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return bytes(arrays["facts"].tobytes())


def _with(data: bytes, **facts: Any) -> bytes:
    """The model file with other facts."""
    import io

    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        content = {name: arrays[name] for name in arrays.files}
    content["facts"] = np.frombuffer(json.dumps({**json.loads(content["facts"].tobytes()), **facts}).encode(), dtype=np.uint8)
    out = io.BytesIO()
    np.savez_compressed(out, **content)
    return out.getvalue()


def test_without_scikit_learn_the_user_is_told(small: Small, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import sys

    for name in [name for name in sys.modules if name.startswith("samspil.initiatives.own_themes.training")]:
        monkeypatch.delitem(sys.modules, name)
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.split(".", maxsplit=1)[0] in {"sklearn", "scipy"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name="sklearn")
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    assert cli.main(["train", "--theme", str(small())]) == 1
    assert "pip install 'samspil[train]'" in capsys.readouterr().err


def test_the_background_is_of_the_corpus() -> None:
    """Its texts stand in the corpus, passage for passage; `tools/own_themes_page.py --background` makes it anew."""
    corpus = {text.file: [passage.text for passage in text.passages] for text in read_corpus(ROOT / "corpus/agreements")}
    known = {name: [passage.text for passage in passages] for name, passages in read_background()}
    assert sum(len(passages) for passages in known.values()) >= ENOUGH_PASSAGES
    same = sum(corpus.get(name) == passages for name, passages in known.items())
    assert same >= 0.9 * len(known), "python tools/own_themes_page.py --background"


def test_making_the_background_again_gives_the_same_bytes(tmp_path: Path) -> None:
    texts = read_corpus(ROOT / "corpus/agreements")[:3]
    for name in ("a", "b"):
        write_background(texts, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_figures_of_the_docs_are_measured(trained: Path, shipped: LinearReader) -> None:
    """Word for word with the model they were made with; with a later one, today's shares must lie within the intervals told."""
    import sys

    sys.path.insert(0, str(ROOT / "tools"))
    from own_themes_page import BLOCK, PAGE, make_block

    told = BLOCK.search(PAGE.read_text(encoding="utf-8"))
    assert told, "python tools/own_themes_page.py"
    model = decode_model((trained / "theme.npz").read_bytes())
    if f"the model {shipped.name}." in told[0]:
        assert told[0] == make_block(model), "python tools/own_themes_page.py"
    ends = re.findall(r"; (\d+)-(\d+) %\)", told[0])
    assert len(ends) == 6
    for name, (low, high) in zip(
        ("presence_precision", "presence_recall", "precision", "precision_examples", "recall", "stage"), ends, strict=True
    ):
        figure = model.facts["estimate"][name]
        assert int(low) <= 100 * figure["right"] / figure["of"] <= int(high), f"{name}: python tools/own_themes_page.py"
