"""How well unseen texts were read: the figures of docs/quality.md, the error rates behind the intervals, and which initiatives were found.

Only readings by a model that has not seen the text's municipality may come in here.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any, Protocol

from samspil.initiatives.corpus import LabelledText
from samspil.initiatives.drafts import amounts_of
from samspil.initiatives.reader import Proposal
from samspil.review.evaluate import Evaluation, evaluate
from samspil.values.codes import STAGES, THEMES

Quality = dict[str, Any]
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
SURE = 0.95  # from this confidence a row is called 'sikker'

# The words everybody looks for first; an initiative without any of its theme's is worded indirectly.
OBVIOUS = {
    "tendering": re.compile(r"udbud|udlicit|konkurrenceudsæt|\bop[psi]\b|partnerskab", re.I),
    "technology": re.compile(r"velfærdstekno|kunstig intelligens|\bai\b|digital|robot|automatis|\brpa\b", re.I),
    "friplejehjem": re.compile(r"fripleje", re.I),
    "green_procurement": re.compile(
        r"(grøn|klima|bæredygtig)\w*.{0,40}(indkøb|udbud|krav)|(indkøb|udbud|krav).{0,40}(grøn|klima|co2|bæredygtig)", re.I | re.S
    ),
    "insourcing": re.compile(r"hjemtag|hjemtræk|selvforsyn|insourc", re.I),
}


class Reading(Protocol):
    """A labelled text with the proposals made for it, before any threshold."""

    @property
    def text(self) -> LabelledText: ...

    @property
    def proposals(self) -> tuple[Proposal, ...]: ...


def measure_quality(readings: Sequence[Reading], limit: float) -> Quality:
    """All figures over unseen readings; proposals below `limit` are not rows."""
    gold = [gold_of(reading.text) for reading in readings]
    rows = {reading.text.file: [row_of(reading.text, p) for p in reading.proposals if p.confidence >= limit] for reading in readings}
    result = evaluate(gold, [row for given in rows.values() for row in given])
    return {
        "texts": len(readings),
        "initiatives": sum(len(reading.text.labels) for reading in readings),
        "figures": _figures(result),
        "themes": {theme: _theme_counts(readings, rows, result, theme) for theme in THEMES},
        "stages": _stages(result),
        "wording": _wording(readings, result),
        "kinds": _by_writer(readings, rows),
        "spurious_per_1000_words": _spurious_rate(readings, result),
        "calibration": _calibration(result),
        "found": sorted(f"{gold_row['file']}:{gold_row['id']}" for gold_row, _ in result.matched),
    }


def gold_of(text: LabelledText) -> dict[str, Any]:
    """A labelled text in the shape of gold labels; each text counts as an agreement of its own."""
    return {"municipality": text.file, "budget_year": text.budget_year, "initiatives": [_gold_row(text, name) for name in text.labels]}


def _gold_row(text: LabelledText, name: str) -> dict[str, Any]:
    label = text.labels[name]
    evidence = [passage.text for passage, marks in zip(text.passages, text.marks, strict=True) if name in marks]
    return {
        "file": text.file,
        "id": name,
        "themes": label.themes,
        "topics": label.topics,
        "stage": label.stage,
        "evidence": evidence,
        "amounts": [asdict(amount) for amount in label.amounts],
    }


def row_of(text: LabelledText, proposal: Proposal) -> dict[str, Any]:
    """A proposal in the shape of initiatives.json, as far as it is compared."""
    told, rows = ([text.passages[n] for n in numbers] for numbers in (proposal.passages, proposal.rows))
    return {
        "municipality": text.file,
        "themes": proposal.themes,
        "topics": proposal.topics,
        "stage": proposal.stage,
        "confidence": proposal.confidence,
        "evidence": [{"quote": passage.text} for passage in (*told, *rows)],
        "amounts": [asdict(amount) for amount in amounts_of(told, rows, text.budget_year)],
    }


def _figures(result: Evaluation) -> dict[str, Any]:
    rates = {name: asdict(getattr(result, name)) for name in ("presence", "initiatives", "amounts")}
    topics = [set(a.get("topics") or ()) == set(b["topics"]) for a, b in result.matched if "technology" in a["themes"]]
    return rates | {"stage": result.stage, "profiles": result.profiles, "topics": sum(topics) / max(1, len(topics))}


def _theme_counts(
    readings: Sequence[Reading], rows: Mapping[str, Sequence[Mapping[str, Any]]], result: Evaluation, theme: str
) -> dict[str, int]:
    """Texts by what was said of the theme (for the intervals), and initiatives matched, missed and spurious.

    Found and missed: texts that have the theme. Since nearly every text has every theme, what would be said of one without it is judged by the rows that
    have no counterpart among the labels: a text with such a row of the theme would have been a false positive, any other a true negative.
    """
    counts = {"true_positive": 0, "false_positive": 0, "false_negative": 0, "true_negative": 0}
    wrong = {row["municipality"] for row in result.spurious if theme in row["themes"]}
    for reading in readings:
        if any(theme in label.themes for label in reading.text.labels.values()):
            said = any(theme in row["themes"] for row in rows[reading.text.file])
            counts["true_positive" if said else "false_negative"] += 1
        counts["false_positive" if reading.text.file in wrong else "true_negative"] += 1
    matched = sum(theme in gold["themes"] for gold, _ in result.matched)
    missed, spurious = (sum(theme in row["themes"] for row in part) for part in (result.missed, result.spurious))
    return counts | {"matched": matched, "missed": missed, "spurious": spurious}


def _stages(result: Evaluation) -> dict[str, dict[str, int]]:
    """For each labelled stage what was said, over matched initiatives."""
    return {
        stage: {said: sum(a["stage"] == stage and b["stage"] == said for a, b in result.matched) for said in STAGES} for stage in STAGES
    }


def _wording(readings: Sequence[Reading], result: Evaluation) -> dict[str, dict[str, int]]:
    """Initiatives with and without an obvious word of their theme: how many, how many found."""
    found = {(gold["file"], gold["id"]) for gold, _ in result.matched}
    counts = {"obvious": {"labelled": 0, "found": 0}, "indirect": {"labelled": 0, "found": 0}}
    for reading in readings:
        for row in gold_of(reading.text)["initiatives"]:
            words = " ".join(row["evidence"])
            kind = "obvious" if any(OBVIOUS[theme].search(words) for theme in row["themes"] if theme in OBVIOUS) else "indirect"
            counts[kind]["labelled"] += 1
            counts[kind]["found"] += (row["file"], row["id"]) in found
    return counts


def _by_writer(readings: Sequence[Reading], rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, dict[str, float]]:
    """Figures for the texts of each writer: voices, layouts and lengths differ most between them."""
    writers = sorted({reading.text.writer for reading in readings})
    parts = {writer: [reading.text for reading in readings if reading.text.writer == writer] for writer in writers}
    results = {
        writer: evaluate([gold_of(t) for t in texts], [row for t in texts for row in rows[t.file]]) for writer, texts in parts.items()
    }
    return {
        writer: {
            "texts": len(parts[writer]),
            "presence": r.presence.f1,
            "initiatives": r.initiatives.f1,
            "amounts": r.amounts.f1,
            "stage": r.stage,
        }
        for writer, r in results.items()
    }


def _spurious_rate(readings: Sequence[Reading], result: Evaluation) -> float:
    """Wrongly given initiatives per thousand words of text that belongs to none."""
    words = sum(
        len(passage.text.split())
        for reading in readings
        for passage, marks in zip(reading.text.passages, reading.text.marks, strict=True)
        if not marks
    )
    return 1000 * len(result.spurious) / max(1, words)


def _calibration(result: Evaluation) -> dict[str, Any]:
    """Share of right rows by confidence, the expected calibration error, and the precision of the band called 'sikker'."""
    judged = [(row["confidence"], True) for _, row in result.matched] + [(row["confidence"], False) for row in result.spurious]
    bins, error = [], 0.0
    for low, high in pairwise(BINS):
        part = [(c, ok) for c, ok in judged if low <= c < high or (high == 1.0 and c == 1.0)]
        right, mean = sum(ok for _, ok in part), sum(c for c, _ in part) / max(1, len(part))
        bins.append({"from": low, "to": high, "rows": len(part), "right": right})
        error += abs(right / max(1, len(part)) - mean) * len(part) / max(1, len(judged))
    sure = [ok for c, ok in judged if c >= SURE]
    return {"bins": bins, "expected_error": error, "sure_from": SURE, "sure_rows": len(sure), "sure_right": sum(sure)}
