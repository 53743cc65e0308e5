"""A region's page: how many of its municipalities have agreed on each theme, and what each municipality has, year by year."""

from dataclasses import dataclass

from samspil.publish.site.model import FOUND, NONE, Place, Site, SiteYear
from samspil.publish.site.trends import Cell, Column, place_cells, region_columns, region_members


@dataclass(frozen=True, slots=True)
class RegionYear:
    """`places`: the region's municipalities at the beginning of the year; `read`: how many of them; `themes`: theme -> those with an initiative."""

    year: SiteYear
    places: tuple[Place, ...]
    read: int
    themes: dict[str, tuple[Place, ...]]


@dataclass(frozen=True, slots=True)
class RegionView:
    """All of a region's page; `years` ascending, those in which the region exists; `matrix`: (municipality, cell per reviewed year)."""

    region: str
    years: tuple[RegionYear, ...]
    places: tuple[Place, ...]
    columns: dict[str, list[Column]]
    matrix: tuple[tuple[Place, list[Cell]], ...]


def view_region(site: Site, region: str) -> RegionView:
    """Counts and lists from the same rows."""
    members = [(year, tuple(region_members(site, year, region))) for year in site.years]
    years = tuple(_view_year(site, year, places) for year, places in members if places and year.overview)
    inside = {place.code for _year, places in members for place in places}
    places = tuple(place for place in site.places if place.code in inside)
    columns = {theme: region_columns(site, region, theme, "") for theme in site.themes}
    numbers = {part.year.year for part in years}
    matrix = tuple((place, [cell for cell in place_cells(site, place) if cell.year in numbers]) for place in places)
    return RegionView(region, years, places, columns, matrix)


def _view_year(site: Site, year: SiteYear, places: tuple[Place, ...]) -> RegionYear:
    read = sum(year.state(place.code) in (FOUND, NONE) for place in places)
    themes: dict[str, tuple[Place, ...]] = {}
    for theme in site.themes:
        if group := year.group(theme):
            codes = {row.municipality_code for row in group.rows}
            themes[theme] = tuple(place for place in places if place.code in codes)
    return RegionYear(year, places, read, themes)
