"""What the site's pages are made of: the years with what was read in each, and the municipalities. Published reviews stay apart from ours."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from samspil.publish.overview import Group, Overview, build_overview
from samspil.publish.site.paths import initiative_anchor, name_slug, place_file
from samspil.values.codes import READ_VERDICTS, THEMES
from samspil.values.initiative import Initiative
from samspil.values.published import PublishedReview, PublishedRow, PublishedTable
from samspil.values.review import DocumentRecord, Review
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.municipalities import find_by_code, read_municipalities, region_of

FOUND, NONE, UNREAD, ABSENT = (
    "found",
    "none",
    "unread",
    "absent",
)  # what is known of a municipality in a year; ABSENT: no review of that year


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality with its page. `code` of an initiative that names none of the 98 is kept as it is."""

    code: str
    name: str
    slug: str

    @property
    def file(self) -> str:
        return place_file(self.slug)


@dataclass(frozen=True, slots=True)
class PublishedEntry:
    """A row that somebody else published; `review`, `table`, `row` count from 1 and make its anchor."""

    year: int
    review: int
    table: int
    row: int
    source: PublishedReview
    heading: PublishedTable
    entry: PublishedRow


@dataclass(frozen=True, slots=True)
class SiteYear:
    """One budget year. `overview`: None when only others published a review of it. `read`: codes of the municipalities whose agreement was read."""

    year: int
    overview: Overview | None
    read: frozenset[str]
    found: Mapping[str, tuple[Initiative, ...]]
    published: tuple[PublishedReview, ...]

    @property
    def review(self) -> Review | None:
        return self.overview.review if self.overview else None

    def state(self, code: str) -> str:
        """What is known of a municipality in this year."""
        if self.overview is None:
            return ABSENT
        return FOUND if self.found.get(code) else NONE if code in self.read else UNREAD

    def group(self, theme: str) -> Group | None:
        """The theme's initiatives; None when there is no review or the theme was not asked for."""
        return self.overview.groups.get(theme) if self.overview else None

    def records(self, place: Place) -> list[DocumentRecord]:
        """The files of a municipality, read or not."""
        documents = self.overview.coverage.documents if self.overview else []
        return [record for record in documents if record.municipality_code == place.code or record.municipality == place.name]

    def region(self, code: str) -> str:
        """The region a municipality belongs to at the beginning of the budget year; '' for an unknown code."""
        return region_of(code, datetime.date(self.year, 1, 1)) if find_by_code(code) else ""


@dataclass(frozen=True, slots=True)
class Site:
    """All there is to show. `years` ascending; `places` in the Danish alphabet; `themes` in the codebook's order, then the users' own."""

    years: tuple[SiteYear, ...]
    places: tuple[Place, ...]
    themes: tuple[str, ...]

    @property
    def reviewed(self) -> tuple[SiteYear, ...]:
        """The years with a review of ours."""
        return tuple(year for year in self.years if year.overview)

    @property
    def fictional(self) -> bool:
        return any(year.review.facts.get("fictional") for year in self.years if year.review)

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions of all years, in the Danish alphabet."""
        found = {year.region(place.code) for year in self.years for place in self.places} - {""}
        return tuple(sorted(found, key=sort_key))

    def place(self, code: str) -> Place | None:
        return next((place for place in self.places if place.code == code), None)


def build_site(reviews: Mapping[int, Review], published: Sequence[PublishedReview]) -> Site:
    """Everything counted once. `reviews` by budget year."""
    numbers = sorted({*reviews, *(review.year for review in published)})
    years = tuple(_build_year(year, reviews.get(year), [each for each in published if each.year == year]) for year in numbers)
    listed = [theme for year in years if year.overview for theme in year.overview.groups]
    named = [theme for year in years if year.overview for item in year.overview.total.initiatives for theme in item.themes]
    own = [theme for theme in (*listed, *named) if theme not in THEMES]
    return Site(years, _list_places(years), (*THEMES, *dict.fromkeys(own)))


def _build_year(year: int, review: Review | None, published: Iterable[PublishedReview]) -> SiteYear:
    overview = build_overview(review) if review else None
    found: dict[str, list[Initiative]] = {}
    for initiative in overview.total.initiatives if overview else ():
        found.setdefault(initiative.municipality_code, []).append(initiative)
    documents = review.coverage.documents if review else ()
    read = frozenset(record.municipality_code for record in documents if record.verdict in READ_VERDICTS and record.municipality_code)
    ordered = tuple(sorted(published, key=lambda each: (each.published, each.file, each.sha256)))
    return SiteYear(year, overview, read, {code: tuple(those) for code, those in found.items()}, ordered)


def _list_places(years: Iterable[SiteYear]) -> tuple[Place, ...]:
    """The 98, and whatever else an initiative names: no row may be without a page."""
    names = {municipality.code: municipality.name for municipality in read_municipalities()}
    others = {i.municipality_code: i.municipality for year in years for those in year.found.values() for i in those}
    places = [Place(code, name, name_slug(name)) for code, name in names.items()]
    strange = sorted((code, name) for code, name in others.items() if code not in names)
    places += [Place(code, name or code or "–", f"andre-{number}") for number, (code, name) in enumerate(strange, 1)]
    return tuple(sorted(places, key=lambda place: sort_key(place.name)))


def list_published(year: SiteYear) -> list[PublishedEntry]:
    """Every row that others published of that year, doubled ones too, as printed."""
    return [
        PublishedEntry(year.year, r, t, number, review, table, row)
        for r, review in enumerate(year.published, 1)
        for t, table in enumerate(review.tables, 1)
        for number, row in enumerate(table.rows, 1)
    ]


def link_initiative(place: Place, year: int, initiative: Initiative) -> str:
    """From the site's first page to the initiative on its municipality's page."""
    return f"{place.file}#{initiative_anchor(year, initiative)}"
