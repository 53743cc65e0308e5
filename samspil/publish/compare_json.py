"""`compare.json`: two years compared as plain values (docs/compare.md, 'Files'): keys in a fixed order, lists sorted, same input same bytes."""

import json
from collections.abc import Mapping
from pathlib import Path

from samspil import __version__
from samspil.publish.contract import Json, initiative_to_json
from samspil.publish.files import write_bytes
from samspil.review.years.summary import PromiseSum, add_promises, count_statuses
from samspil.values.codes import MUNICIPALITIES_IN_DENMARK
from samspil.values.comparison import Comparison, Count, Fate, Promise
from samspil.values.initiative import Initiative


def comparison_to_json(comparison: Comparison) -> Json:
    """The whole comparison."""
    return summary_to_json(comparison) | {
        "fates": [fate_to_json(fate) for fate in comparison.fates],
        "trends": [count_to_json(count) for count in comparison.counts],
    }


def summary_to_json(comparison: Comparison) -> Json:
    """What fits on a screen: the years, who was read, and how many undertakings became what, in all and by theme."""
    themes = {theme: count_statuses(comparison, theme) for theme in comparison.themes}
    return {
        "samspil": {
            "version": __version__,
            "earlier": comparison.earlier_year,
            "later": comparison.later_year,
            "years": list(comparison.years),
            "published": list(comparison.published),
            "fictional": comparison.fictional,
        },
        "coverage": {
            "of": MUNICIPALITIES_IN_DENMARK,
            "read_both": list(comparison.read_both),
            "only_earlier": list(comparison.only_earlier),
            "only_later": list(comparison.only_later),
        },
        "summary": {
            "all": count_statuses(comparison),
            "themes": themes,
            "promises": [_sum_to_json(row) for row in add_promises(comparison)],
        },
    }


def _sum_to_json(row: PromiseSum) -> Json:
    sums = ("promised", "answered", "stated", "silent", "gone", "open")
    return {"kind": row.kind, "year": row.year, **{f"{name}_dkk": getattr(row, name) for name in sums}}


def fate_to_json(fate: Fate) -> Json:
    """One undertaking with both sides in full."""
    return {
        "municipality": fate.municipality,
        "municipality_code": fate.municipality_code,
        "themes": list(fate.themes),
        "status": fate.status,
        "changes": list(fate.changes),
        "chance": fate.chance,
        "reason": fate.reason,
        "near": list(fate.near),
        "earlier": [_side_to_json(initiative) for initiative in fate.earlier],
        "later": [_side_to_json(initiative) for initiative in fate.later],
        "promises": [promise_to_json(promise) for promise in fate.promises],
    }


def _side_to_json(initiative: Initiative) -> Json:
    return initiative_to_json(initiative) | {"published": initiative.reader == "published"}


def promise_to_json(promise: Promise) -> Json:
    """Kroner promised for one year beside what the later agreement states."""
    return {
        "kind": promise.kind,
        "year": promise.year,
        "promised_dkk": promise.promised,
        "stated_dkk": promise.stated,
        "difference_dkk": promise.difference,
        "outcome": promise.outcome,
        "assumed": promise.assumed,
        "price_level_earlier": promise.price_levels[0],
        "price_level_later": promise.price_levels[1],
        "also": list(promise.also),
    }


def count_to_json(count: Count) -> Json:
    """One figure of a trend."""
    return {
        "theme": count.theme,
        "year": count.year,
        "division": count.division,
        "group": count.group,
        "borders": count.borders,
        "municipalities": count.municipalities,
        "read": count.read,
        "of": count.of,
        "published": count.published,
    }


def write_json(content: Mapping[str, object], path: Path) -> None:
    """UTF-8, one blank of indentation, newline at the end. Raises OutputError."""
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    write_bytes(path, (text + "\n").encode("utf-8", errors="replace"))
