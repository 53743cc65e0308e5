"""What is known of a budget year: initiatives and who was read, from a review made here or, when the user allows it, from published ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samspil.values.initiative import Evidence, Initiative
from samspil.values.published import PublishedReview, PublishedRow
from samspil.values.review import Review
from samspil.vocabulary.municipalities import find_by_name, read_municipalities

PUBLISHED_READER = "published"
PUBLISHED_CONFIDENCE = 1.0  # somebody published it; how well its stage and amounts were read is another matter


@dataclass(frozen=True, slots=True)
class YearSource:
    """`initiatives` by municipality code; `read`: codes of municipalities whose agreement was read, empty for a published review, which names only those it
    found something in: there absence says nothing."""

    year: int
    initiatives: Mapping[str, tuple[Initiative, ...]]
    read: frozenset[str]
    themes: tuple[str, ...]
    published: bool = False
    fictional: bool = False

    def of(self, code: str) -> tuple[Initiative, ...]:
        """The initiatives of one municipality, in the order of the review."""
        return self.initiatives.get(code, ())


def from_review(review: Review, year: int) -> YearSource:
    """A review made here. Read are all municipalities but the missing ones."""
    missing = {found.code for name in review.coverage.missing if (found := find_by_name(name))}
    read = frozenset(municipality.code for municipality in read_municipalities()) - missing
    return YearSource(year, _group(review.initiatives), read, tuple(review.headlines), fictional=bool(review.facts.get("fictional")))


def from_published(reviews: Sequence[PublishedReview], year: int) -> YearSource:
    """Published reviews of one year: every row of a table with a theme becomes an initiative, marked by its reader 'published'."""
    found: list[Initiative] = []
    for review in reviews:
        for table in review.tables:
            rows = [row for row in table.rows if row.municipality_code and table.theme]
            found += [_as_initiative(review, row, table.theme, table.number, place) for place, row in enumerate(rows, 1)]
    themes = tuple(dict.fromkeys(initiative.themes[0] for initiative in found))
    return YearSource(year, _group(found), frozenset(), themes, published=True)


def _as_initiative(review: PublishedReview, row: PublishedRow, theme: str, table: int, place: int) -> Initiative:
    quote = Evidence(review.file, review.sha256, 1, row.start, row.end, row.text)
    name = f"{PUBLISHED_READER}-{review.year}-{review.sha256[:8]}-{table}-{place}"
    return Initiative(
        name, row.municipality, row.municipality_code, review.year, (theme,), (), row.stage, PUBLISHED_CONFIDENCE, PUBLISHED_READER, (quote,), row.amounts
    )  # fmt: skip


def _group(initiatives: Sequence[Initiative]) -> dict[str, tuple[Initiative, ...]]:
    groups: dict[str, list[Initiative]] = {}
    for initiative in initiatives:
        groups.setdefault(initiative.municipality_code, []).append(initiative)
    return {code: tuple(found) for code, found in groups.items()}
