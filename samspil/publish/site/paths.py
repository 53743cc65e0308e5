"""Names of the site's pages and anchors. Nothing from a document, an article or a file name goes into them unchanged."""

from collections.abc import Mapping
from dataclasses import dataclass

from samspil.publish import links
from samspil.publish.links import safe_name
from samspil.values.initiative import Initiative
from samspil.vocabulary.municipalities import fold_name

FRONT, SEARCH, METHOD = "index.html", "soeg.html", "metode.html"
YEARS, PLACES, REGIONS, THEMES, FIGURES, DATA = "aar", "kommuner", "regioner", "temaer", "tal", "data"
ASSETS = "assets"
INDEX = f"{ASSETS}/search-index.js"


def name_slug(name: str) -> str:
    """A name as part of an address: 'Høje-Taastrup' -> 'hoeje-taastrup'; '' when no letter is left."""
    return safe_name(fold_name(name)).strip("-")


def year_file(year: int) -> str:
    return f"{YEARS}/{year}.html"


def place_file(slug: str) -> str:
    return f"{PLACES}/{slug}.html"


def region_file(region: str) -> str:
    return f"{REGIONS}/{name_slug(region)}.html"


def theme_file(theme: str) -> str:
    return f"{THEMES}/{safe_name(theme)}.html"


def figures_file(year: int, theme: str) -> str:
    """The rows behind a theme's kroner and bars in one year; `links.ALL` for all themes together."""
    return f"{FIGURES}/{year}-{safe_name(theme)}.html"


def initiative_anchor(year: int, initiative: Initiative) -> str:
    """Anchor on the municipality's page; years may share ids."""
    return f"i-{year}-{safe_name(initiative.id)}"


def year_anchor(year: int, theme: str = "") -> str:
    """Anchor of a year, or of a theme within it, on a municipality's or region's page."""
    return f"{year}-{safe_name(theme)}" if theme else f"aar-{year}"


def published_anchor(year: int, review: int, table: int = 0, row: int = 0) -> str:
    """Anchor of a published review (numbered from 1 within its year), of its table, of a row: each counted from 1."""
    return "-".join(["u", str(year), *(str(part) for part in (review, table, row) if part)])


@dataclass(frozen=True, slots=True)
class YearLinks:
    """Stands in for `samspil.publish.links` in the report's templates, so that a year's coverage, headlines, kroner and charts lead into the site.

    `root`: from the page to the site's first page ('../'); `sources`: digest of a file -> the page of the municipality whose agreement it is.
    """

    year: int
    root: str
    sources: Mapping[str, str]
    SECTIONS: Mapping[str, str]
    ALL: str

    def figures_file(self, theme: str) -> str:
        return self.root + figures_file(self.year, theme)

    def source_file(self, sha256: str) -> str:
        return self.root + self.sources.get(sha256, year_file(self.year))


def year_links(year: int, root: str, sources: Mapping[str, str]) -> YearLinks:
    """The links of one year's part of a page."""
    return YearLinks(year, root, sources, links.SECTIONS, links.ALL)
