"""Trends: distinct municipalities per theme and year, in the whole country, in the municipalities read in both years, by region and by type of municipality.

Always with how many were read: a count that rises because more agreements were read is no trend.
"""

from collections.abc import Iterator, Mapping, Sequence

from samspil.review.years.sources import YearSource
from samspil.values.comparison import Count
from samspil.vocabulary.divisions import regions_in, types_in
from samspil.vocabulary.municipalities import read_municipalities

Groups = Mapping[str, Sequence[str]]


def count_trends(sources: Sequence[YearSource], themes: Sequence[str], panel: frozenset[str], compared: tuple[int, int]) -> Iterator[Count]:
    """All counts, in the order country, panel, regions, types; in each: theme, year, group.

    Regions are those of 1 January of the year; where they changed later (Østdanmark from 2027), the year is counted in the later borders too, so that a series has one
    set of borders (`borders` tells which).
    """
    everybody = {"": [municipality.code for municipality in read_municipalities()]}
    last = max(source.year for source in sources)
    for theme in themes:
        for source in sources:
            yield from _count(source, theme, "country", everybody, source.year)
    for theme in themes:
        for source in sources:
            if source.year in compared and panel:
                yield from _count(source, theme, "panel", {"": sorted(panel)}, source.year)
    for theme in themes:
        for source in sources:
            for borders in sorted({source.year, last} if regions_in(source.year) != regions_in(last) else {source.year}):
                yield from _count(source, theme, "region", regions_in(borders), borders)
    for theme in themes:
        for source in sources:
            yield from _count(source, theme, "type", types_in(source.year), source.year)


def _count(source: YearSource, theme: str, division: str, groups: Groups, borders: int) -> Iterator[Count]:
    for name, codes in groups.items():
        found = sum(any(theme in initiative.themes for initiative in source.of(code)) for code in codes)
        read = None if source.published else sum(code in source.read for code in codes)
        yield Count(theme, source.year, division, name, borders, found, read, len(codes), source.published)
