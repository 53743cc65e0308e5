"""The training corpus: enough of everything, nothing written twice, nothing of the test material, labels that hold."""

import re
from collections import Counter
from pathlib import Path

import pytest

from samspil.errors import CorpusError
from samspil.initiatives.corpus import LabelledText, read_corpus, read_labelled
from samspil.values.codes import STAGES, THEMES, TOPICS
from samspil.vocabulary.municipalities import find_by_name

FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "agreements"
KEPT_OUT = FOLDER.with_name("kept-out")
HELD_OUT = {"Greve", "Herning", "Odsherred", "Svendborg", "Tårnby", "Viborg"}  # the development set's


@pytest.fixture(scope="module")
def corpus() -> list[LabelledText]:
    return read_corpus(FOLDER)


@pytest.fixture(scope="module")
def kept_out() -> list[LabelledText]:
    return read_corpus(KEPT_OUT)


def marked(corpus: list[LabelledText]) -> int:
    return sum(bool(marks) and passage.kind != "row" for text in corpus for passage, marks in zip(text.passages, text.marks, strict=True))


def test_there_is_enough_of_everything(corpus: list[LabelledText]) -> None:
    """The figures that docs/datasheet.md states as least."""
    assert len(corpus) >= 120
    assert sum(passage.kind in {"sentence", "item"} for text in corpus for passage in text.passages) >= 4000
    assert marked(corpus) >= 1200
    assert sum(bool(trap) for text in corpus for trap in text.traps) >= 1500


def test_every_theme_topic_and_stage_is_there_often(corpus: list[LabelledText]) -> None:
    labels = [label for text in corpus for label in text.labels.values()]
    for theme in THEMES:
        assert sum(theme in label.themes for label in labels) >= 150, theme
    for topic in TOPICS:
        assert sum(topic in label.topics for label in labels) >= 40, topic
    for stage in STAGES:
        assert sum(label.stage == stage for label in labels) >= 50, stage


def test_every_initiative_has_evidence(corpus: list[LabelledText], kept_out: list[LabelledText]) -> None:
    for text in [*corpus, *kept_out]:
        assert set(text.labels) == set().union(*text.marks), text.file


def test_municipalities_are_known_and_none_is_held_out(corpus: list[LabelledText], kept_out: list[LabelledText]) -> None:
    for text in [*corpus, *kept_out]:
        found = find_by_name(text.municipality)
        assert found is not None, text.file
        assert found.name not in HELD_OUT, text.file


def test_every_text_says_that_it_is_fictional() -> None:
    for file in [*FOLDER.glob("*.md"), *KEPT_OUT.glob("*.md")]:
        assert "Fiktivt dokument" in file.read_text(encoding="utf-8"), file.name


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[n : n + 4]) for n in range(len(words) - 3)}


def is_formal(text: str) -> bool:
    """Lists of parties and dates of readings are alike in every agreement."""
    return bool(re.search(r"Venstre|Socialdemokrati|behandl\w+ budgettet|stigende til", text))


def test_nothing_is_written_twice(corpus: list[LabelledText], kept_out: list[LabelledText]) -> None:
    """No two sentences share more than 60 % of their four-word sequences (party lists apart)."""
    seen: dict[tuple[str, ...], list[int]] = {}
    sentences = [
        p.text
        for text in [*corpus, *kept_out]
        for p in text.passages
        if p.kind in {"sentence", "item"} and len(p.text) >= 60 and not is_formal(p.text)
    ]
    doubled = []
    for number, sentence in enumerate(sentences):
        own = shingles(sentence)
        shared = Counter(other for shingle in own for other in seen.get(shingle, ()))
        if shared and shared.most_common(1)[0][1] > 0.6 * len(own):
            doubled.append((sentence, sentences[shared.most_common(1)[0][0]]))
        for shingle in own:
            seen.setdefault(shingle, []).append(number)
    assert not doubled


def told(texts: list[LabelledText]) -> list[str]:
    """Sentences that say something of their own: no figures, at least nine words."""
    sentences = [passage.text for text in texts for passage in text.passages if passage.kind in {"sentence", "item"}]
    return [sentence for sentence in sentences if not any(char.isdigit() for char in sentence) and len(shingles(sentence)) >= 6]


def overlapping(corpus: list[LabelledText], others: list[LabelledText]) -> list[tuple[str, str]]:
    """Corpus sentences that share more than half of their four-word sequences with a sentence of the others."""
    places: dict[tuple[str, ...], set[str]] = {}
    for sentence in told(others):
        for shingle in shingles(sentence):
            places.setdefault(shingle, set()).add(sentence)
    found = []
    for sentence in told(corpus):
        own = shingles(sentence)
        shared = Counter(other for shingle in own for other in places.get(shingle, ()))
        if shared and shared.most_common(1)[0][1] > 0.5 * len(own):
            found.append((sentence, shared.most_common(1)[0][0]))
    return found


def test_nothing_stands_in_the_development_set_too(corpus: list[LabelledText], devset: Path) -> None:
    assert overlapping(corpus, read_corpus(devset / "src")) == []


def test_no_kept_out_text_is_trained_on(corpus: list[LabelledText], kept_out: list[LabelledText]) -> None:
    assert len(kept_out) == 36
    assert not {text.writer for text in corpus} & {text.writer for text in kept_out}
    assert overlapping(kept_out, corpus) == []


def test_little_stands_in_the_samples_too(corpus: list[LabelledText]) -> None:
    """The samples measure quality as well; three ordinary sentences (islands, handicap, a pool in November) came out alike, none of them evidence."""
    assert len(overlapping(corpus, read_corpus(FOLDER.parents[1] / "samples-src"))) <= 3


BROKEN = {
    "no front matter": ("# Title\n", "no front matter"),
    "broken yaml": ("---\nmunicipality: [\n---\ntext\n", "not YAML"),
    "missing key": ("---\nmunicipality: Greve\n---\ntext\n", "budget_year"),
    "unknown theme": (
        "---\nmunicipality: Greve\nbudget_year: 2026\ninitiatives:\n  a1: {themes: [sport], stage: decided}\n---\n{{a1|Text.}}\n",
        "sport",
    ),
    "unknown stage": (
        "---\nmunicipality: Greve\nbudget_year: 2026\ninitiatives:\n  a1: {themes: [tendering], stage: soon}\n---\n{{a1|Text.}}\n",
        "soon",
    ),
    "mark without label": ("---\nmunicipality: Greve\nbudget_year: 2026\n---\n{{a1|Text.}}\n", "a1"),
    "label without mark": (
        "---\nmunicipality: Greve\nbudget_year: 2026\ninitiatives:\n  a1: {themes: [tendering], stage: decided}\n---\nText.\n",
        "a1",
    ),
    "mark not closed": ("---\nmunicipality: Greve\nbudget_year: 2026\n---\n\nOne.\n\n{{a1|Text.\n", "not closed"),
    "unknown amount key": (
        "---\nmunicipality: Greve\nbudget_year: 2026\ninitiatives:\n  a1: {themes: [tendering], stage: decided, amounts: [{kr: 5}]}\n---\n{{a1|Text.}}\n",
        "kr",
    ),
}


@pytest.mark.parametrize(("text", "named"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "broken.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        read_labelled(file)
    assert "broken.md" in str(caught.value)
    assert named in str(caught.value)


def test_the_line_of_an_open_mark_is_named(tmp_path: Path) -> None:
    file = tmp_path / "open.md"
    file.write_text("---\nmunicipality: Greve\nbudget_year: 2026\n---\n\nOne.\n\n{{a1|Text.\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"open\.md:8"):
        read_labelled(file)
