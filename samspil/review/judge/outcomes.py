"""What became of every labelled initiative, and every row nobody labelled: the rows behind the breakdowns and the list of errors.

Kept in quality.json as tables of plain values (`columns`, `rows`), so that all breakdowns can be made again without training.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from samspil.initiatives.corpus import LabelledText
from samspil.initiatives.reader import Proposal
from samspil.review.evaluate import Evaluation, Row, judge_pair
from samspil.review.judge.layout import layout_of, text_layout_of, wording_of
from samspil.values.codes import STAGES

Table = dict[str, list[Any]]
QUOTED = 140  # characters of a quote that are kept

TEXT_COLUMNS = ("file", "municipality", "writer", "layout", "words", "distractor_words")
OUTCOME_COLUMNS = (
    "file",
    "id",
    "themes",
    "topics",
    "stage",
    "layout",
    "wording",
    "found",
    "said_themes",
    "said_topics",
    "said_stage",
    "amounts",
    "amounts_right",
    "laid_out",
    "amounts_missed",
    "amounts_wrong",
    "quote",
)
SPURIOUS_COLUMNS = (
    "file",
    "themes",
    "topics",
    "stage",
    "layout",
    "wording",
    "confidence",
    "distractor",
    "traps",
    "amounts",
    "quote",
)


class Reading(Protocol):
    """A labelled text with the proposals made for it, before any threshold."""

    @property
    def text(self) -> LabelledText: ...

    @property
    def proposals(self) -> tuple[Proposal, ...]: ...


def read_table(table: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The rows of a kept table by column name; [] where it was never measured."""
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]] if table else []


def describe_texts(readings: Sequence[Reading]) -> Table:
    """Each text: whose, by which writer, how laid out, its words, and those of its distractor text (passages that belong to no labelled initiative)."""
    rows = [[*_text_facts(reading.text), *_count_words(reading.text)] for reading in readings]
    return {"columns": list(TEXT_COLUMNS), "rows": rows}


def _text_facts(text: LabelledText) -> tuple[str, str, str, str]:
    return text.file, text.municipality, text.writer, text_layout_of(text.passages)


def _count_words(text: LabelledText) -> tuple[int, int]:
    """Words of all passages but headings, and of those among them without a mark."""
    body = [(len(p.text.split()), marks) for p, marks in zip(text.passages, text.marks, strict=True) if p.kind != "heading"]
    return sum(words for words, _ in body), sum(words for words, marks in body if not marks)


def describe_outcomes(readings: Sequence[Reading], gold: Sequence[Row], result: Evaluation) -> Table:
    """Each labelled initiative in the order of the texts: how it is laid out and worded, whether it was found, and what was said of it."""
    said = {(row["file"], row["id"]): found for row, found in result.matched}
    texts = {reading.text.file: reading.text for reading in readings}
    rows = [
        _outcome(texts[agreement["municipality"]], row, said.get((row["file"], row["id"])))
        for agreement in gold
        for row in agreement["initiatives"]
    ]
    return {"columns": list(OUTCOME_COLUMNS), "rows": rows}


def _outcome(text: LabelledText, gold: Row, found: Row | None) -> list[Any]:
    marked = [n for n, names in enumerate(text.marks) if gold["id"] in names]
    words = " ".join(gold["evidence"])
    amounts = gold.get("amounts") or []
    facts = [
        gold["file"],
        gold["id"],
        list(gold["themes"]),
        list(gold.get("topics") or ()),
        gold["stage"],
        layout_of(text.passages, marked, gold["themes"], amounts=bool(amounts)),
        wording_of(words, gold["themes"]),
    ]
    if found is None:
        missed = sorted([int(a["dkk"]), a["kind"]] for a in amounts)
        return [*facts, False, [], [], "", len(amounts), 0, 0, missed, [], words[:QUOTED]]
    pair = judge_pair(gold, found)
    said = [list(found["themes"]), list(found.get("topics") or ()), found["stage"]]
    right = found["stage"] == gold["stage"] and not pair.missed and not pair.wrong
    missed, wrong = ([list(amount) for amount in part] for part in (pair.missed, pair.wrong))
    return [*facts, True, *said, len(amounts), pair.right, pair.laid_out, missed, wrong, "" if right else words[:QUOTED]]


def describe_spurious(readings: Sequence[Reading], result: Evaluation) -> Table:
    """Each row that no labelled initiative was matched with, in the order of the texts and, within one, of the confidence."""
    order = {reading.text.file: n for n, reading in enumerate(readings)}
    texts = {reading.text.file: reading.text for reading in readings}
    rows = sorted(result.spurious, key=lambda row: (order[row["municipality"]], -row["confidence"], row["numbers"]))
    return {"columns": list(SPURIOUS_COLUMNS), "rows": [_spurious(texts[row["municipality"]], row) for row in rows]}


def _spurious(text: LabelledText, row: Row) -> list[Any]:
    numbers, words = row["numbers"], " ".join(part["quote"] for part in row["evidence"])
    return [
        text.file,
        list(row["themes"]),
        list(row["topics"]),
        row["stage"],
        layout_of(text.passages, numbers, row["themes"], amounts=bool(row["amounts"])),
        wording_of(words, row["themes"]),
        round(row["confidence"], 3),
        not any(text.marks[n] for n in numbers),
        sorted({text.traps[n] for n in numbers} - {""}),
        len(row["amounts"]),
        words[:QUOTED],
    ]


def count_traps(readings: Sequence[Reading]) -> dict[str, int]:
    """How many passages of each kind of hard negative the texts hold."""
    kinds = [trap for reading in readings for trap in reading.text.traps if trap]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def confuse_stages(outcomes: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """For each labelled stage what was said, over initiatives that were found."""
    counts = {stage: dict.fromkeys(STAGES, 0) for stage in STAGES}
    for row in outcomes:
        if row["found"]:
            counts[row["stage"]][row["said_stage"]] += 1
    return counts
