"""How well unseen texts were read: the figures of docs/quality.md, the error rates behind the intervals, and which initiatives were found.

Only readings by a model that has not seen the text's municipality may come in here.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from samspil.initiatives.corpus import LabelledText
from samspil.initiatives.drafts import amounts_of
from samspil.initiatives.reader import Proposal
from samspil.review.evaluate import Evaluation, Row, evaluate
from samspil.review.judge.layout import WORDINGS
from samspil.review.judge.outcomes import (
    Reading,
    confuse_stages,
    count_traps,
    describe_outcomes,
    describe_spurious,
    describe_texts,
    read_table,
)
from samspil.values.codes import THEMES

Quality = dict[str, Any]
BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
SURE = 0.95  # from this confidence a row is called 'sikker'


def measure_quality(readings: Sequence[Reading], limit: float, gold: Sequence[Row] | None = None) -> Quality:
    """All figures over unseen readings; proposals below `limit` are not rows.

    `gold`: the labels, one agreement per text with the text's file for municipality, where their evidence is given as texts; None: as marked.
    """
    gold = [gold_of(reading.text) for reading in readings] if gold is None else gold
    rows = {reading.text.file: [row_of(reading.text, p) for p in reading.proposals if p.confidence >= limit] for reading in readings}
    result = evaluate(gold, [row for given in rows.values() for row in given])
    texts, outcomes, spurious = (
        describe_texts(readings),
        describe_outcomes(readings, gold, result),
        describe_spurious(readings, result),
    )
    told = read_table(outcomes)
    return {
        "texts": len(readings),
        "initiatives": len(told),
        "figures": _figures(result),
        "themes": {theme: _theme_counts(gold, rows, result, theme) for theme in THEMES},
        "stages": confuse_stages(told),
        "wording": _wording(told),
        "kinds": _by_writer(readings, gold, rows),
        "spurious_per_1000_words": 1000 * len(result.spurious) / max(1, _distractor_words(texts)),
        "distractor": _count_distractor(texts, spurious),
        "calibration": _calibration(result),
        "found": sorted(f"{gold_row['file']}:{gold_row['id']}" for gold_row, _ in result.matched),
        "texts_read": texts,
        "traps": count_traps(readings),
        "outcomes": outcomes,
        "spurious": spurious,
    }


def write_quality(quality: Quality) -> str:
    """quality.json: figures spread over lines, tables with a row per line. The same figures give the same text."""
    tables = {name: value for name, value in quality.items() if isinstance(value, dict) and "columns" in value}
    rest = json.dumps({name: value for name, value in quality.items() if name not in tables}, ensure_ascii=False, indent=1)
    parts = [rest.removesuffix("\n}")]
    for name, table in tables.items():
        rows = ",\n".join(f"  {_on_one_line(row)}" for row in table["rows"])
        parts.append(f' "{name}": {{"columns": {_on_one_line(table["columns"])}, "rows": [\n{rows}\n ]}}')
    return ",\n".join(parts) + "\n}\n"


def _on_one_line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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
        "numbers": (*proposal.passages, *proposal.rows),
        "evidence": [{"quote": passage.text} for passage in (*told, *rows)],
        "amounts": [asdict(amount) for amount in amounts_of(told, rows, text.budget_year)],
    }


def _figures(result: Evaluation) -> dict[str, Any]:
    rates = {name: asdict(getattr(result, name)) for name in ("presence", "initiatives", "amounts")}
    topics = [set(a.get("topics") or ()) == set(b["topics"]) for a, b in result.matched if "technology" in a["themes"]]
    return rates | {"stage": result.stage, "profiles": result.profiles, "topics": sum(topics) / max(1, len(topics))}


def _theme_counts(gold: Sequence[Row], rows: Mapping[str, Sequence[Row]], result: Evaluation, theme: str) -> dict[str, int]:
    """Texts by what was said of the theme (for the intervals), and initiatives matched, missed and spurious.

    Found and missed: texts that have the theme. Since nearly every text has every theme, what would be said of one without it is judged by the rows that
    have no counterpart among the labels: a text with such a row of the theme would have been a false positive, any other a true negative.
    """
    counts = {"true_positive": 0, "false_positive": 0, "false_negative": 0, "true_negative": 0}
    wrong = {row["municipality"] for row in result.spurious if theme in row["themes"]}
    for agreement in gold:
        file = agreement["municipality"]
        if any(theme in label["themes"] for label in agreement["initiatives"]):
            said = any(theme in row["themes"] for row in rows[file])
            counts["true_positive" if said else "false_negative"] += 1
        counts["false_positive" if file in wrong else "true_negative"] += 1
    matched = sum(theme in row["themes"] for row, _ in result.matched)
    missed, spurious = (sum(theme in row["themes"] for row in part) for part in (result.missed, result.spurious))
    return counts | {"matched": matched, "missed": missed, "spurious": spurious}


def _wording(outcomes: Sequence[Row]) -> dict[str, dict[str, int]]:
    """Initiatives with an obvious word of their theme, with another of its vocabulary, and with none: how many, how many found."""
    parts = {name: [row["found"] for row in outcomes if row["wording"] == name] for name in WORDINGS}
    return {name: {"labelled": len(found), "found": sum(found)} for name, found in parts.items()}


def _by_writer(readings: Sequence[Reading], gold: Sequence[Row], rows: Mapping[str, Sequence[Row]]) -> dict[str, dict[str, float]]:
    """Figures for the texts of each writer: voices, layouts and lengths differ most between them."""
    writers = sorted({reading.text.writer for reading in readings})
    parts = {writer: [n for n, reading in enumerate(readings) if reading.text.writer == writer] for writer in writers}
    results = {
        writer: evaluate([gold[n] for n in numbers], [row for n in numbers for row in rows[readings[n].text.file]])
        for writer, numbers in parts.items()
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


def _distractor_words(texts: Mapping[str, Any]) -> int:
    return sum(row["distractor_words"] for row in read_table(texts))


def _count_distractor(texts: Mapping[str, Any], spurious: Mapping[str, Any]) -> dict[str, Any]:
    """False initiatives that rest on distractor text alone, against its words (docs/evaluation.md)."""
    words, false = _distractor_words(texts), sum(row["distractor"] for row in read_table(spurious))
    return {"words": words, "false": false, "per_1000_words": 1000 * false / max(1, words)}


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
