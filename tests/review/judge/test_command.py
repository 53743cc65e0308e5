"""`samspil evaluate --corpus`: labelled sets as files, output, and wrong use."""

import json
from pathlib import Path
from typing import Any

import pytest
from sklearn.neural_network import MLPClassifier
from small_corpus import WordReader, write_corpus

pytest.importorskip("sklearn", reason="training needs the train extra")

from samspil.cli.main import main
from samspil.cli.quality_tables import print_quality
from samspil.errors import CorpusError
from samspil.initiatives.corpus import read_labelled
from samspil.initiatives.training import fit
from samspil.initiatives.training.train import describe_corpus
from samspil.initiatives.training.unseen import judge_fold
from samspil.review.judge.sections import list_sections
from samspil.version import read_quality
from samspil.vocabulary.texts import use_language

CORPUS = Path(__file__).resolve().parents[3] / "corpus" / "agreements"
TEXT = """Budgetaftale 2026 for {name} Kommune

Rengøringen på rådhuset sendes i udbud i 2026 med en besparelse på 400.000 kr. i 2026.

Der er et rigt udbud af fritidsaktiviteter for børn i hele kommunen.

Robotten i lønkontoret fortsætter.
"""


def gold_of(name: str, file: str) -> dict[str, Any]:
    first = "Rengøringen på rådhuset sendes i udbud i 2026 med en besparelse på 400.000 kr. i 2026."
    amounts = [{"dkk": 400000, "kind": "saving", "profile": {"2026": 400000}}]
    initiatives = [
        {"id": "a1", "themes": ["tendering"], "topics": [], "stage": "decided", "evidence": [first], "amounts": amounts},
        {
            "id": "a2",
            "themes": ["technology"],
            "topics": ["automation"],
            "stage": "underway",
            "evidence": ["Robotten i lønkontoret fortsætter."],
        },
    ]
    return {"file": file, "municipality": name, "budget_year": 2026, "initiatives": initiatives}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


@pytest.fixture
def trial(tmp_path: Path) -> tuple[Path, Path]:
    """A labelled set of two agreements; one municipality is in the corpus."""
    docs = tmp_path / "trial" / "docs"
    docs.mkdir(parents=True)
    gold = []
    for name, file in (("Viborg", "viborg.txt"), ("Odense", "odense.html")):
        body = TEXT.format(name=name)
        html = "".join(f"<p>{part}</p>" for part in body.split("\n\n"))
        page = f"<!doctype html><html lang=da><meta charset=utf-8><title>x</title><body>{html}</body></html>"
        (docs / file).write_text(page if file.endswith("html") else body, encoding="utf-8")
        gold.append(gold_of(name, file))
    (tmp_path / "trial" / "gold.json").write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    return tmp_path / "trial" / "gold.json", docs


def call(*words: object) -> int:
    """The exit code, also of wrong use, which argparse leaves with."""
    try:
        return main([str(word) for word in words])
    except SystemExit as leaving:
        return int(leaving.code or 0)


def test_a_labelled_set_is_read_without_its_municipalities(
    corpus: Path, trial: tuple[Path, Path], words: type[WordReader], capsys: pytest.CaptureFixture[str]
) -> None:
    gold, docs = trial
    assert call("evaluate", "--corpus", corpus, "--folds", 2, "--gold", gold, "--docs", docs, "--json") == 0
    shown = capsys.readouterr()
    measured = json.loads(shown.out)
    assert measured["corpus"]["initiatives"] == 12
    (trial_set,) = measured["sets"]
    assert trial_set["name"] == "trial"
    assert trial_set["overlap"] == ["Viborg"]
    assert trial_set["initiatives"] == 4
    assert trial_set["figures"]["initiatives"]["recall"] == 1.0
    assert trial_set["figures"]["initiatives"]["precision"] == pytest.approx(2 / 3)
    assert trial_set["distractor"]["false"] == 2
    assert {row[5] for row in trial_set["outcomes"]["rows"]} == {"prose"}
    assert "kommunerne Viborg er også i korpus. Deres 1 tekster er holdt ude" in shown.err
    seen = [seen for seen, text in words.readings if "rådhuset" in text]
    assert seen == [("Aabenraa", "Greve", "Herning")] * 2


def test_what_is_shown(corpus: Path, words: type[WordReader], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert call("evaluate", "--corpus", corpus, "--folds", "each", "--errors", 1, "--workers", 1) == 0
    shown = capsys.readouterr()
    for title in ("Tal i alt", "Efter tema", "Efter ordlyd", "Sikkerhed", "Det, læseren er dårlig til", "Fejl, kommune for kommune"):
        assert title in shown.out
    assert "Overset (4)" in shown.out
    assert "Greve (t0.md; Hjemtagning)" in shown.out
    assert "Herning (t1.md" not in shown.out
    assert "… og 3 til" in shown.out
    assert "Del 4 af 4" in shown.err
    assert call("evaluate", "--corpus", corpus, "--folds", 2, "--errors", 0) == 0
    assert "Fejl, kommune" not in capsys.readouterr().out


WRONG_USE = [
    ([], "GOLD og PREDICTED"),
    (["a.json"], "GOLD og PREDICTED"),
    (["a.json", "b.json", "--corpus", "c"], "GOLD og PREDICTED"),
    (["a.json", "b.json", "--folds", "3"], "--folds kræver --corpus"),
    (["a.json", "b.json", "--gold", "g.json"], "--gold kræver --corpus"),
    (["--corpus", "c", "--gold", "g.json"], "1 --gold og 0 --docs"),
    (["--corpus", "c", "--folds", "1"], "fra 2 eller each"),
    (["--corpus", "c", "--folds", "alle"], "fra 2 eller each"),
    (["--corpus", "c", "--errors", "-1"], "--errors"),
    (["--corpus", "ingen-mappe"], "ingen-mappe"),
]


@pytest.mark.parametrize("language", ["da", "en"])
def test_tables_fit_a_terminal_of_eighty_columns(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures kept from training, with all nine columns: no figure and no head is cut, and a word is broken with a hyphen only."""
    monkeypatch.setenv("COLUMNS", "80")
    use_language(language)
    print_quality(read_quality() or {}, [], 0)
    shown = capsys.readouterr().out
    assert "…" not in shown
    for section in (section for section in list_sections(read_quality() or {}) if section.head):
        lines = shown[shown.index(f"\n{section.title}\n") :].split("\n")
        row = next(line for line in lines if line.startswith(f"{section.rows[0][0]} "))
        assert len(row.rstrip()) <= 80, section.title
        assert row.split()[-1] == section.rows[0][-1].split()[-1]
    assert {"da": "Præci-", "en": "preci-"}[language] in shown


@pytest.mark.parametrize(("given", "shown"), WRONG_USE, ids=[" ".join(one[0]) for one in WRONG_USE])
def test_wrong_use(given: list[str], shown: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("evaluate", *given) == 1
    said = capsys.readouterr().err
    assert shown in said
    assert "Traceback" not in said


def broken(gold: list[dict[str, Any]], change: str) -> object:
    first = gold[0]["initiatives"][0]
    if change == "theme":
        first["themes"] = ["udbud"]
    elif change == "stage":
        first["stage"] = "later"
    elif change == "kind":
        first["amounts"][0]["kind"] = "spare"
    elif change == "evidence":
        del first["evidence"]
    elif change == "doc":
        gold[1]["file"] = "esbjerg.pdf"
    elif change == "twice":
        gold[1]["file"] = gold[0]["file"]
    elif change == "object":
        return {"agreements": gold}
    return gold


BROKEN = [
    ("theme", "Ukendt theme 'udbud' i viborg.txt, a1"),
    ("stage", "Ukendt stage 'later' i viborg.txt, a1"),
    ("kind", "Ukendt amount kind 'spare' i viborg.txt, a1"),
    ("evidence", "ikke den ventede form"),
    ("object", "ikke den ventede form"),
    ("doc", "Aftalen esbjerg.pdf er ikke i mappen"),
    ("twice", "Aftalen viborg.txt står to gange"),
]


@pytest.mark.parametrize(("change", "shown"), BROKEN, ids=[one[0] for one in BROKEN])
def test_a_broken_set_is_named(
    corpus: Path, trial: tuple[Path, Path], words: type[WordReader], capsys: pytest.CaptureFixture[str], change: str, shown: str
) -> None:
    """Before anything is trained."""
    gold, docs = trial
    gold.write_text(json.dumps(broken(json.loads(gold.read_text(encoding="utf-8")), change)), encoding="utf-8")
    assert call("evaluate", "--corpus", corpus, "--gold", gold, "--docs", docs) == 1
    said = capsys.readouterr().err
    assert shown in said
    assert "gold.json" in said
    assert not words.readings


def test_a_document_that_cannot_be_read_is_named(
    corpus: Path, trial: tuple[Path, Path], words: type[WordReader], capsys: pytest.CaptureFixture[str]
) -> None:
    gold, docs = trial
    (docs / "viborg.txt").write_bytes(b"")
    assert call("evaluate", "--corpus", corpus, "--folds", 2, "--gold", gold, "--docs", docs) == 1
    assert "Aftalen viborg.txt kunne ikke læses: Filen er tom." in capsys.readouterr().err


def test_stages_and_amounts_are_listed_of_given_rows(trial: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GOLD PREDICTED: a row with another stage and another sum."""
    gold, _ = trial
    rows = [
        {"municipality": agreement["municipality"], **item, "evidence": [{"quote": text} for text in item["evidence"]]}
        for agreement in json.loads(gold.read_text(encoding="utf-8"))
        for item in agreement["initiatives"]
    ]
    rows[0] |= {"stage": "planned", "amounts": [{"dkk": 300000, "kind": "saving", "profile": {"2026": 300000}}]}
    (tmp_path / "p.json").write_text(json.dumps(rows), encoding="utf-8")
    assert call("evaluate", gold, tmp_path / "p.json") == 0
    shown = capsys.readouterr().out.replace("\xa0", " ")
    assert "Galt stade: Viborg (tendering) stadet blev »Planlagt«, rigtigt er »Besluttet«" in shown
    assert "Gale beløb: Viborg (tendering) mangler 400.000 kr. (Besparelse); for meget 300.000 kr. (Besparelse)" in shown
    assert call("evaluate", gold, tmp_path / "p.json", "--errors", 0) == 0
    assert "Galt stade" not in capsys.readouterr().out


@pytest.fixture
def quick_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Training as it is, but for networks that give up early."""
    real = MLPClassifier
    monkeypatch.setattr(fit, "MLPClassifier", lambda units, **words: real(units, **{**words, "max_iter": 5}))
    monkeypatch.setattr(fit, "_MEMBERS", 1)


def test_one_part_by_a_real_training(quick_networks: None) -> None:
    """Every text of the part is read, each proposal has its figures and its judgement, and confidence is not weighed yet."""
    texts = [read_labelled(file) for file in sorted(CORPUS.glob("w[46]-0[1-2]-*.md"))]
    judged = judge_fold(texts, [0, 1, 1, 1], 0, describe_corpus(texts, CORPUS))
    assert [one.file for one in judged] == [texts[0].file]
    for one in judged:
        assert len(one.proposals) == len(one.figures) == len(one.right)
        assert {len(row) for row in one.figures} <= {10}
        assert len({proposal.confidence for proposal in one.proposals}) <= 1
    with pytest.raises(CorpusError, match="for få"):
        judge_fold(texts[:3], [0, 1, 1], 0, describe_corpus(texts, CORPUS))


def test_an_interrupted_training_ends(quick_networks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """scikit-learn takes Ctrl-C for the end of a network's training and goes on: a model half trained would be measured, kept or shipped."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sklearn.neural_network.MLPClassifier._backprop", interrupt)
    texts = [read_labelled(file) for file in sorted(CORPUS.glob("w[46]-0[1-2]-*.md"))]
    with pytest.raises(KeyboardInterrupt):
        judge_fold(texts, [0, 1, 1, 1], 0, describe_corpus(texts, CORPUS))
