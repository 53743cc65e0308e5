"""Initiatives, reviews and sources for the tests of comparing years."""

from collections.abc import Mapping, Sequence

from samspil.initiatives.amounts import read_amounts
from samspil.review.headlines import count_headlines
from samspil.review.years.sources import YearSource
from samspil.values.amount import Amount
from samspil.values.initiative import Evidence, Initiative
from samspil.values.review import Coverage, DocumentRecord, Review
from samspil.vocabulary.actors import find_actors
from samspil.vocabulary.municipalities import Municipality, find_by_name, read_municipalities


def make(
    name: str,
    year: int,
    text: str,
    stage: str = "decided",
    theme: str = "technology",
    number: int = 1,
    amounts: Sequence[Amount] | None = None,
) -> Initiative:
    """An initiative as the reader would leave it, its amounts read from the words unless given."""
    place = find_by_name(name)
    assert place is not None
    topics = ("welfare_technology",) if theme == "technology" else ()
    quote = Evidence(f"{place.name} {year}.pdf", f"{year}" * 16, number, 10 * number, 10 * number + len(text), text)
    read = tuple(read_amounts([text], year)) if amounts is None else tuple(amounts)
    return Initiative(
        f"{place.code}-{year}-{number}",
        place.name,
        place.code,
        year,
        (theme,),
        topics,
        stage,
        0.9,
        "test-1",
        (quote,),
        read,
        (),
        find_actors(text),
    )


def source(year: int, initiatives: Sequence[Initiative], also_read: Sequence[str] = (), *, published: bool = False) -> YearSource:
    """What is known of a year: read are the municipalities of the initiatives and `also_read`."""
    grouped: dict[str, list[Initiative]] = {}
    for initiative in initiatives:
        grouped.setdefault(initiative.municipality_code, []).append(initiative)
    codes = {find_by_name(name).code for name in also_read} | set(grouped)  # type: ignore[union-attr]
    return YearSource(
        year,
        {code: tuple(found) for code, found in grouped.items()},
        frozenset() if published else frozenset(codes),
        ("technology",),
        published,
    )


def known_place(name: str) -> Municipality:
    place = find_by_name(name)
    assert place, name
    return place


def review(year: int, initiatives: Sequence[Initiative], also_read: Sequence[str] = (), facts: Mapping[str, object] = {}) -> Review:
    """A review by the contract, of the municipalities of the initiatives and `also_read`."""
    names = sorted({initiative.municipality for initiative in initiatives} | set(also_read))
    records = tuple(DocumentRecord(f"{name} {year}.pdf", f"{year}" * 16, name, known_place(name).code, year, 3, "ok", "") for name in names)
    missing = tuple(place.name for place in read_municipalities() if place.name not in names)
    known = {"version": "0.1.0", "codebook": "1", "model": "test-1", "run": "test", "budget_year": year, **facts}
    return Review(
        known, Coverage(98, len(names), records, missing), count_headlines(list(initiatives), len(names), year), tuple(initiatives)
    )
