"""A comparison in a few figures: undertakings by what became of them, promised kroner by what is said of them now."""

from collections import Counter
from dataclasses import dataclass

from samspil.review.years.money import KINDS
from samspil.values.comparison import STATUSES, Comparison, Promise

_ANSWERED = frozenset(("kept", "more", "less", "other_kind"))
_GONE = frozenset(("stopped", "not_mentioned"))


@dataclass(slots=True)
class PromiseSum:
    """Promised kroner of one kind and year. `promised` is the sum of `answered` (the later agreement states a sum), `silent` (it names the undertaking without a sum
    of that year), `gone` (stopped or not mentioned again) and `open` (unread, unclear or ambiguous). `stated`: what is stated for the answered ones."""

    kind: str
    year: int
    promised: int = 0
    answered: int = 0
    stated: int = 0
    silent: int = 0
    gone: int = 0
    open: int = 0


def count_statuses(comparison: Comparison, theme: str = "") -> dict[str, int]:
    """Status -> undertakings; of one theme, or of all (each once)."""
    found = Counter(fate.status for fate in comparison.fates if not theme or theme in fate.themes)
    return {status: found[status] for status in STATUSES}


def add_promises(comparison: Comparison) -> list[PromiseSum]:
    """One sum per kind and year, allocations first."""
    sums: dict[tuple[str, int], PromiseSum] = {}
    for promise in (promise for fate in comparison.fates for promise in fate.promises):
        _add(sums.setdefault((promise.kind, promise.year), PromiseSum(promise.kind, promise.year)), promise)
    return [sums[key] for key in sorted(sums, key=lambda key: (KINDS.index(key[0]), key[1]))]


def _add(row: PromiseSum, promise: Promise) -> None:
    row.promised += promise.promised
    if promise.outcome in _ANSWERED:
        row.answered += promise.promised
        row.stated += promise.stated or 0
    elif promise.outcome == "not_stated":
        row.silent += promise.promised
    elif promise.outcome in _GONE:
        row.gone += promise.promised
    else:
        row.open += promise.promised
