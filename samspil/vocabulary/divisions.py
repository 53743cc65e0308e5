"""How the country is divided: regions and types of municipalities, both by date.

Regions: `municipalities.region_of` (from 1 January 2027 Hovedstaden and Sjælland are Østdanmark). Types: `data/municipality_types.csv`, Statistics
Denmark's grouping 'Kommunegrupper, v1:2018-' (capital, metropolitan, provincial, commuter and rural municipalities, by jobs within reach and by the
size of the largest town). The division is kept by Statistics Denmark; the file follows a public copy of it, all 98 in groups of 24, 3, 16, 24 and 31.
"""

import csv
import datetime
import functools
from collections.abc import Callable
from importlib import resources

from samspil.vocabulary.municipalities import read_municipalities, region_of

REGIONS = ("Hovedstaden", "Sjælland", "Østdanmark", "Syddanmark", "Midtjylland", "Nordjylland")
TYPES = ("hovedstad", "storby", "provinsby", "opland", "land")


@functools.cache
def _types() -> dict[str, tuple[tuple[datetime.date, str], ...]]:
    text = resources.files("samspil.vocabulary").joinpath("data/municipality_types.csv").read_text(encoding="utf-8")
    spans: dict[str, list[tuple[datetime.date, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        spans.setdefault(row["code"], []).append((datetime.date.fromisoformat(row["valid_from"]), row["type"]))
    return {code: tuple(sorted(found)) for code, found in spans.items()}


def type_of(code: str, date: datetime.date) -> str:
    """An id of `TYPES`. Before the grouping began (1 January 2018) its first division is used. Raises KeyError for an unknown code."""
    spans = _types()[code]
    return next((kind for start, kind in reversed(spans) if start <= date), spans[0][1])


@functools.cache
def regions_in(year: int) -> dict[str, tuple[str, ...]]:
    """Region -> codes of its municipalities on 1 January of the year, in the order of `REGIONS`."""
    return _divide(REGIONS, lambda code: region_of(code, datetime.date(year, 1, 1)))


@functools.cache
def types_in(year: int) -> dict[str, tuple[str, ...]]:
    """Type of municipality -> codes, on 1 January of the year, in the order of `TYPES`."""
    return _divide(TYPES, lambda code: type_of(code, datetime.date(year, 1, 1)))


def _divide(names: tuple[str, ...], place: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {name: [] for name in names}
    for municipality in read_municipalities():
        found[place(municipality.code)].append(municipality.code)
    return {name: tuple(codes) for name, codes in found.items() if codes}
