"""What the templates of rows need beside the row: labels, addresses, times."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from samspil.desk.fields import REASONS
from samspil.values.codes import AMOUNT_KINDS, STAGES, TOPICS
from samspil.vocabulary.danish import format_number
from samspil.vocabulary.texts import say
from samspil.vocabulary.themes import describe, label, short_label
from samspil.web.dress import show_moment
from samspil.web.keys import keys_of, shown
from samspil.workbench.views import PageView

MOVES = ("start-earlier", "start-later", "end-earlier", "end-later")  # of a quote's edges, by the digits 1 to 4


def words_of(field: str, ids: Sequence[str] | None, short: bool = False) -> list[str]:
    """Labels of a list of ids of 'themes' or 'topics'."""
    kind = field.removesuffix("s")
    return [short_label(kind, one) if short else label(kind, one) for one in ids or ()]


def reason_words(reason: str) -> str:
    """A reason's code in words; a person's own words as they are."""
    return say(f"web_rows.reason_{reason}") if reason in REASONS else reason


def when(at: str) -> str:
    """A time of the trail, in the server's time zone."""
    return show_moment(datetime.fromisoformat(at).timestamp()) if at else ""


def sum_typed(value: int | str | None) -> str:
    """A sum in a form: with points, or as somebody typed it."""
    return value if isinstance(value, str) else "" if value is None else format_number(value)


def all_years(years: Sequence[int], amount: Mapping[str, Any]) -> list[int]:
    """The horizon and every other year of an amount."""
    return sorted({*years, *(int(year) for year in amount["profile"])})


def pairs(values: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Options whose value is what is shown."""
    return [(value, value) for value in values]


def labels_of(kind: str, ids: Iterable[str]) -> list[tuple[str, str]]:
    """Options of a kind of id."""
    return [(one, short_label(kind, one)) for one in ids]


def page_address(path: str, query: str, source: PageView | None) -> Callable[[int], str]:
    """Addresses of other pages of the source beside a row."""
    return lambda page: f"{path}?{query}{'&' if query else ''}source={source.sha256 if source else ''}&turn={page}"


def source_address(source: PageView) -> Callable[[int], str]:
    """Addresses of other pages of a source."""
    return lambda page: f"/sources/{source.sha256}/{page}?"


CODES: Mapping[str, Any] = {"stages": STAGES, "topics": TOPICS, "kinds": AMOUNT_KINDS, "reasons": [r for r in REASONS if r != "gone"]}
WORDS: Mapping[str, Any] = {
    "label": label,
    "short": short_label,
    "describe": describe,
    "keys_of": keys_of,
    "shown": shown,
    "words_of": words_of,
    "reason_words": reason_words,
    "when": when,
    "all_years": all_years,
    "sum_typed": sum_typed,
    "pairs": pairs,
    "labels_of": labels_of,
    "page_address": page_address,
    "source_address": source_address,
    "moves": MOVES,
}
