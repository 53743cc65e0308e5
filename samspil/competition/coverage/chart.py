"""Functions that the chart of accounts has in some years only: `data/chart.toml`."""

import functools
import tomllib
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import NamedTuple

from samspil.values.competition_findings import NOTE, ODD, AccountFinding


class Span(NamedTuple):
    """First and last year a function exists; `status`: 'public' or 'to be verified'."""

    since: int
    until: int
    status: str


@functools.cache
def read_chart() -> dict[str, Span]:
    """Function -> the years it exists, for those that do not exist in all."""
    text = resources.files("samspil.competition.coverage").joinpath("data/chart.toml").read_text(encoding="utf-8")
    spans = {}
    for entry in tomllib.loads(text)["functions"]:
        span = Span(int(entry.get("since", 0)), int(entry.get("until", 9999)), str(entry["status"]))
        spans.update(dict.fromkeys(entry["codes"], span))
    return spans


def find_wrong_years(held: Sequence[tuple[int, str]]) -> Iterator[AccountFinding]:
    """A finding per year with functions that do not exist in it; a note only where the chart's change is still to be verified."""
    chart = read_chart()
    wrong: dict[int, list[str]] = {}
    for year, function in held:
        span = chart.get(function)
        if span and not span.since <= year <= span.until:
            wrong.setdefault(year, []).append(function)
    for year, functions in sorted(wrong.items()):
        sure = any(chart[function].status == "public" for function in functions)
        yield AccountFinding("function_year", ODD if sure else NOTE, year=year, words={"functions": tuple(functions)})
