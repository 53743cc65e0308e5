"""The join that the doors open: an accounts file, reviews made before, and the library of cases become one `Exposure`."""

from collections.abc import Sequence
from pathlib import Path

from samspil.cases.casebook import read_library
from samspil.cases.matching.many import Shelf
from samspil.collection import open_collection
from samspil.errors import UsageError
from samspil.exposure.figures import Wish, read_figures
from samspil.exposure.join import build_exposure, read_words
from samspil.publish import links
from samspil.similar import find_similar
from samspil.values.competition_beside import Exposure, ReviewSource
from samspil.values.review import Review
from samspil.vocabulary.municipalities import find_by_code, find_by_name, suggest
from samspil.vocabulary.texts import say

_ROOM = "competition_beside"


def open_exposure(accounts: Path, places: Sequence[Path] = (), wish: Wish | None = None, budget_year: int | None = None) -> Exposure:
    """All that stands beside the accounts of one year. `places`: outputs of `samspil review`; none: plans are not known.

    `budget_year`: which of several reviews; None: the latest. Raises CompetitionError, UsageError (no review there, no such year), CaseError.
    """
    figures = read_figures(accounts, wish)
    review, source = find_review(places, budget_year) if places else (None, None)
    shelf = find_similar(review) if review else Shelf(tuple(read_library()))
    return build_exposure(figures, read_words(review, shelf, source), source.year if source else None)


def find_review(places: Sequence[Path], budget_year: int | None) -> tuple[Review, ReviewSource]:
    """The review of the year asked for and where its own report lies. Raises UsageError."""
    found: dict[int, tuple[Review, Path]] = {}
    for place in places:
        found |= {year: (review, place) for year, review in open_collection([place]).reviews.items()}
    if not found:
        raise UsageError(say(f"{_ROOM}.no_review_found"), remedy=say(f"{_ROOM}.no_review_found_remedy"))
    year = max(found) if budget_year is None else budget_year
    if year not in found:
        known = ", ".join(map(str, sorted(found)))
        raise UsageError(say("collection.no_year", year=year, years=known), remedy=say("collection.no_year_remedy"))
    review, place = found[year]
    return review, _find_source(year, place)


def _find_source(year: int, place: Path) -> ReviewSource:
    """The report that was written beside the review, and its pages that quotes and cases may lead to."""
    folder = (place if place.is_dir() else place.parent) / "report"
    if not (folder / "index.html").is_file():
        return ReviewSource(year)
    pages = [f"{part}/{file.name}" for part in (links.SOURCES, links.CASES) for file in (folder / part).glob("*.html")]
    return ReviewSource(year, str(folder.resolve()), frozenset(pages))


def find_code(given: str) -> str:
    """The code of a municipality by name or code. Raises UsageError with the nearest names."""
    found = find_by_code(given.strip()) if given.strip().isdigit() else find_by_name(given)
    if found is None:
        near = ", ".join(one.name for one in suggest(given))
        told = say(f"{_ROOM}.unknown_municipality_near", names=near) if near else ""
        message = say(f"{_ROOM}.unknown_municipality", given=given[:60], near=told)
        raise UsageError(message, place="--municipality", remedy=say(f"{_ROOM}.unknown_municipality_remedy"))
    return found.code
