"""The judge over a small corpus: nothing is read by a model that has seen its municipality, and every breakdown counts the same initiatives."""

import json
import os
from pathlib import Path

import pytest
from small_corpus import BODY, MUNICIPALITIES, WordReader, write_corpus

pytest.importorskip("sklearn", reason="training needs the train extra")

from samspil import judging
from samspil.errors import CorpusError, OutputError
from samspil.initiatives.training import unseen
from samspil.judging import Judge, Task
from samspil.review.judge.breakdown import PARTS, break_down, count_traps_taken, count_wrong_kinds
from samspil.review.judge.errors import describe_mistake, list_mistakes
from samspil.review.judge.sections import as_markdown, list_overview, list_sections
from samspil.review.quality import Quality, write_quality
from samspil.vocabulary.texts import use_language


def measure(folder: Path, folds: int | None = 2, keep: Path | None = None, workers: int = 1) -> tuple[Quality, list[str]]:
    said: list[str] = []
    return Judge(Task(folder, folds, keep, workers), said.append).measure_corpus(), said


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


@pytest.fixture
def quality(corpus: Path, words: type[WordReader]) -> Quality:
    return measure(corpus)[0]


@pytest.mark.parametrize(("folds", "parts"), [(2, 2), (3, 3), (9, 4), (0, 4), (None, 4)])
def test_no_municipality_stands_on_both_sides(corpus: Path, words: type[WordReader], folds: int | None, parts: int) -> None:
    quality, said = measure(corpus, folds)
    assert quality["folds"] == parts
    assert len(words.readings) == len(MUNICIPALITIES)
    assert len({seen for seen, _text in words.readings}) == parts
    for seen, text in words.readings:
        assert not any(f"{name} Kommune" in text for name in seen)
    assert f"{parts} dele" in said[0]
    assert sum("er læst" in line for line in said) == parts


def test_figures(quality: Quality) -> None:
    """In each of four texts two of three are found, one with the wrong stage, and one row is too much."""
    assert quality["figures"]["initiatives"] == pytest.approx({"precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3})
    assert quality["figures"]["stage"] == 0.5
    assert quality["wording"] == {
        "obvious": {"labelled": 8, "found": 8},
        "vocabulary": {"labelled": 0, "found": 0},
        "indirect": {"labelled": 4, "found": 0},
    }
    assert quality["distractor"]["false"] == 4
    assert quality["distractor"]["words"] == sum(26 + name.count(" ") for name in MUNICIPALITIES)
    assert quality["traps"] == {"udbud_supply": 4}
    assert count_traps_taken(quality) == {"udbud_supply": (4, 4)}
    assert count_wrong_kinds(quality) == (0, 0)


@pytest.mark.parametrize("by", PARTS)
def test_every_breakdown_counts_the_same_initiatives(quality: Quality, by: str) -> None:
    tallies = break_down(quality, by)
    expected = {"labelled": 12, "found": 8, "spurious": 4} if by != "topic" else {"labelled": 4, "found": 4, "spurious": 0}
    assert {name: sum(getattr(tally, name) for tally in tallies.values()) for name in expected} == expected


def test_parts(quality: Quality) -> None:
    assert {part: (t.labelled, t.found, t.spurious) for part, t in break_down(quality, "theme").items()} == {
        "tendering": (4, 4, 4),
        "technology": (4, 4, 0),
        "insourcing": (4, 0, 0),
    }
    assert {part: (t.labelled, t.stage_right) for part, t in break_down(quality, "stage").items()} == {
        "considered": (4, 0),
        "decided": (4, 4),
        "underway": (4, 0),
    }
    assert {part: t.labelled for part, t in break_down(quality, "layout").items()} == {"prose": 8, "heading": 4}
    money = break_down(quality, "theme")["tendering"]
    assert (money.amounts, money.amounts_right, money.laid_out) == (4, 4, 4)


def test_errors_by_municipality(quality: Quality) -> None:
    """In the order of the Danish alphabet: Aa is the last letter."""
    mistakes = list_mistakes(quality)
    assert [one.municipality for one in mistakes if one.kind == "missed"] == ["Greve", "Herning", "Viborg", "Aabenraa"]
    assert [one.kind for one in mistakes[:3]] == ["missed", "spurious", "stage"]
    lines = [describe_mistake(one) for one in mistakes[:3]]
    assert "Det belyses, om vi kan klare" in lines[0]
    assert "rigt udbud af fritidsaktiviteter" in lines[1]
    assert "i tekst uden initiativer" in lines[1]
    assert "»Besluttet«" in lines[2]
    assert "»I gang«" in lines[2]


def test_an_interrupted_measurement_goes_on(corpus: Path, words: type[WordReader], tmp_path: Path) -> None:
    whole, _ = measure(corpus, 0, tmp_path / "parts")
    files = sorted((tmp_path / "parts").glob("*.json"))
    assert len(files) == 4
    files[1].unlink()
    files[2].write_text("{", encoding="utf-8")  # as if the disk had been full
    words.readings.clear()
    again, said = measure(corpus, 0, tmp_path / "parts")
    assert len(words.readings) == 2
    assert sum("gemt fra før" in line for line in said) == 2
    assert write_quality(again) == write_quality(whole)


@pytest.mark.parametrize("is_kept", [False, True])
def test_parts_at_the_same_time_give_the_same(corpus: Path, words: type[WordReader], tmp_path: Path, is_kept: bool) -> None:
    """Three at a time: what copies of this process read is not read here, and nothing of theirs is left behind unless it was asked for."""
    keep = tmp_path / "parts" if is_kept else None
    one_by_one, _ = measure(corpus, 0)
    words.readings.clear()
    together, _ = measure(corpus, 0, keep, workers=3)
    assert write_quality(together) == write_quality(one_by_one)
    assert len(words.readings) == (1 if hasattr(os, "fork") else 4)
    assert len(list(tmp_path.glob("parts/*.json"))) == (4 if is_kept else 0)


def test_what_goes_wrong_in_a_part_beside_is_told_here(corpus: Path, words: type[WordReader], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_texts: object, _facts: object) -> None:
        raise ValueError("a class without examples")

    monkeypatch.setattr(unseen, "train_layers", fail)
    with pytest.raises(CorpusError, match="tilbage at træne på"):
        measure(corpus, 0, workers=2)


def test_kept_parts_of_another_corpus_are_passed_over(corpus: Path, words: type[WordReader], tmp_path: Path) -> None:
    measure(corpus, 2, tmp_path / "parts")
    (corpus / "t0.md").write_text((corpus / "t0.md").read_text(encoding="utf-8").replace("foråret", "sommeren"), encoding="utf-8")
    words.readings.clear()
    measure(corpus, 2, tmp_path / "parts")
    assert len(words.readings) == len(MUNICIPALITIES)


def test_a_folder_that_cannot_hold_parts_is_named(corpus: Path, words: type[WordReader], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="file"):
        measure(corpus, 2, tmp_path / "file")


def test_kept_figures_are_used_for_the_same_corpus(corpus: Path, words: type[WordReader], monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where corpus, code and parts are those of the training."""
    quality, _ = measure(corpus, None)
    monkeypatch.setattr(judging, "read_quality", lambda: quality)
    words.readings.clear()
    for folds, trained in ((None, False), (5, False), (2, True)):
        words.readings.clear()
        again, _ = measure(corpus, folds)
        assert bool(words.readings) == trained
        assert trained or again == quality
    (corpus / "t9.md").write_text((corpus / "t0.md").read_text(encoding="utf-8"), encoding="utf-8")
    words.readings.clear()
    measure(corpus, None)
    assert words.readings


def test_the_file_is_the_same_again_and_small(quality: Quality, corpus: Path, words: type[WordReader]) -> None:
    text = write_quality(quality)
    assert json.loads(text) == json.loads(json.dumps(quality))
    assert text == write_quality(measure(corpus)[0])
    rows = len(quality["outcomes"]["rows"]) + len(quality["spurious"]["rows"])
    assert len(text.encode()) < 8_000 + 400 * rows


@pytest.mark.parametrize("language", ["da", "en"])
def test_sections_in_both_languages(quality: Quality, language: str) -> None:
    use_language(language)
    lines = as_markdown([list_overview({"corpus": quality}), *list_sections(quality)])
    for line in lines:
        assert "{" not in line
    tables = [len(line.split(" | ")) for line in lines if line.startswith("| ")]
    assert len(set(tables)) > 1
    assert any("0,667" in line for line in lines) == (language == "da")


def test_weaknesses_follow_the_figures(corpus: Path, words: type[WordReader]) -> None:
    """Twenty-four texts: enough to name what is read worst."""
    write_corpus(corpus, [*MUNICIPALITIES, *(f"Prøveby {n}" for n in range(20))])
    quality, _ = measure(corpus)
    weak = list_sections(quality)[-1].remarks
    assert any("Hjemtagning: 24 af 24 initiativer overset" in line for line in weak), weak
    assert any("overses 24 af 24 initiativer (100 pct.)" in line and "0 pct." in line for line in weak), weak
    assert any("»I gang«: 0 af 24 rigtige; oftest siges »Besluttet« i stedet (24)" in line for line in weak), weak
    assert any("udbud_supply (24)" in line for line in weak), weak


def test_figures_of_an_earlier_version_say_so(quality: Quality) -> None:
    """A quality.json from before the outcomes were kept."""
    old = {name: value for name, value in quality.items() if name not in {"outcomes", "spurious", "texts_read", "traps", "distractor"}}
    lines = as_markdown([list_overview({"corpus": old}), *list_sections(old)])
    assert sum("Ikke målt" in line for line in lines) == len(PARTS) + 3
    assert any("ikke målt" in line for line in lines)
    assert list_mistakes(old) == []


BROKEN = [
    ("no texts", {}, "holds no labelled agreements", "corpus"),
    ("one municipality", {"t0.md": "Greve", "t1.md": "Greve"}, "for få kommuner", ""),
    ("two municipalities", {"t0.md": "Greve", "t1.md": "Viborg"}, "for få kommuner", ""),
]


@pytest.mark.parametrize(("what", "files", "words_shown", "place"), BROKEN, ids=[one[0] for one in BROKEN])
def test_too_little(tmp_path: Path, words: type[WordReader], what: str, files: dict[str, str], words_shown: str, place: str) -> None:
    folder = write_corpus(tmp_path / "corpus", list(files.values()))
    with pytest.raises(CorpusError) as caught:
        measure(folder)
    assert words_shown in caught.value.message
    assert place in caught.value.place


DAMAGE = [
    ("stage: underway", "stage: running", "unknown stage 'running'", "t1.md:7: a2"),
    ("topics: [automation]", "topics: [robots]", "unknown topic 'robots'", "t1.md:7: a2"),
    ("themes: [tendering]", "themes: [udbud]", "unknown theme 'udbud'", "t1.md:6: a1"),
    ("fortsætter.}}", "fortsætter.", "not closed", "t1.md:20"),
    ("{{a3|", "{{a7|", "a3, a7", "t1.md:"),
    ("budget_year: 2026", "budget_year: i år", "i år", "t1.md:1"),
    ("dkk: 500000", "dkk: meget", "meget", "t1.md:1"),
    ("kind: saving", "kind: spare", "unknown amount kind 'spare'", "t1.md:6: a1"),
]


@pytest.mark.parametrize(("before", "after", "words_shown", "place"), DAMAGE, ids=[one[1] for one in DAMAGE])
def test_a_broken_text_is_named(corpus: Path, words: type[WordReader], before: str, after: str, words_shown: str, place: str) -> None:
    file = corpus / "t1.md"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        measure(corpus)
    assert words_shown in str(caught.value)
    assert place in caught.value.place


def test_the_words_counted_as_distractors() -> None:
    """The expectation of `test_figures`, from the text itself: the three passages that belong to no initiative."""
    lines = [line for line in BODY.splitlines() if line.startswith(("Cykel", "- Svøm", "{{{{x1"))]
    counted = sum(len(line.replace("{{{{x1|", "").replace("}}}}", "").removeprefix("- ").split()) for line in lines)
    assert counted == 26
