"""A municipality's page: what it has agreed, year by year and theme by theme, and what others have published about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from samspil.publish.site import paths
from samspil.publish.site.model import Place, PublishedEntry, Site, SiteYear
from samspil.publish.site.trends import Cell, place_cells
from samspil.values.initiative import Initiative
from samspil.values.review import DocumentRecord


@dataclass(frozen=True, slots=True)
class ThemePart:
    """A theme's initiatives of one year: `own` are shown here, `shared` under an earlier theme of theirs. `theme` '' for what has none."""

    theme: str
    anchor: str
    own: tuple[Initiative, ...]
    shared: tuple[Initiative, ...]


@dataclass(frozen=True, slots=True)
class PlaceYear:
    """One year of a municipality; `state` as in `model`; `published`: rows of others, never among the themes."""

    year: SiteYear
    state: str
    records: list[DocumentRecord]
    themes: tuple[ThemePart, ...]
    published: tuple[PublishedEntry, ...]

    @property
    def count(self) -> int:
        return sum(len(part.own) for part in self.themes)


@dataclass(frozen=True, slots=True)
class PlaceView:
    """All of a municipality's page. `matrix`: (theme, cell per reviewed year); `since`: the first year of the site's own reviews, else of any."""

    place: Place
    since: int
    regions: tuple[tuple[str, int, int], ...]
    matrix: tuple[tuple[str, list[Cell]], ...]
    years: tuple[PlaceYear, ...]


def view_place(site: Site, place: Place, published: Iterable[PublishedEntry]) -> PlaceView:
    """Newest year first; years in which nobody looked are there too, and say so."""
    mine = [entry for entry in published if entry.entry.municipality_code == place.code]
    years = tuple(_view_year(site, year, place, mine) for year in reversed(site.years))
    matrix = tuple((theme, place_cells(site, place, theme, "")) for theme in site.themes)
    since = (site.reviewed or site.years)[0].year
    return PlaceView(place, since, _regions(site, place), matrix, years)


def _view_year(site: Site, year: SiteYear, place: Place, published: Iterable[PublishedEntry]) -> PlaceYear:
    initiatives = year.found.get(place.code, ())
    themes = tuple(part for theme in (*site.themes, "") if (part := _part(site, year, theme, initiatives)).own or part.shared)
    mine = tuple(entry for entry in published if entry.year == year.year)
    return PlaceYear(year, year.state(place.code), year.records(place), themes, mine)


def _part(site: Site, year: SiteYear, theme: str, initiatives: Iterable[Initiative]) -> ThemePart:
    first = {id(initiative): next((t for t in site.themes if t in initiative.themes), "") for initiative in initiatives}
    own = tuple(initiative for initiative in initiatives if first[id(initiative)] == theme)
    shared = tuple(initiative for initiative in initiatives if theme in initiative.themes and first[id(initiative)] != theme)
    return ThemePart(theme, paths.year_anchor(year.year, theme), own, shared)


def _regions(site: Site, place: Place) -> tuple[tuple[str, int, int], ...]:
    """(region, first year, last year) in the order of the years."""
    spans: dict[str, tuple[int, int]] = {}
    for year in site.years:
        if region := year.region(place.code):
            spans[region] = (spans.get(region, (year.year, 0))[0], year.year)
    return tuple((region, first, last) for region, (first, last) in spans.items())
