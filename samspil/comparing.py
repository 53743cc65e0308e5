"""`samspil compare`: two years of a collection compared (docs/compare.md)."""

from samspil.collection import Collection
from samspil.errors import UsageError
from samspil.review.years.compare import compare_years
from samspil.review.years.sources import YearSource, from_published, from_review
from samspil.values.comparison import Comparison
from samspil.vocabulary.texts import say


def compare_collection(collection: Collection, earlier: int, later: int, *, published: bool = False) -> Comparison:
    """Both years compared, with the trends of all years at hand. `published`: a year without a review made here may rest on published ones.

    Raises UsageError when the years are no pair or one of them is not there.
    """
    if earlier >= later:
        raise UsageError(say("compare.wrong_order", earlier=earlier, later=later), remedy=say("compare.wrong_order_remedy"))
    sources = {year: find_source(collection, year, published=published) for year in (earlier, later)}
    years = {*collection.reviews, *(review.year for review in collection.published if published)}
    others = [find_source(collection, year, published=published) for year in sorted(years - set(sources))]
    return compare_years(sources[earlier], sources[later], others)


def find_source(collection: Collection, year: int, *, published: bool) -> YearSource:
    """The review made here; failing that, the published ones, when allowed. They are never mixed. Raises UsageError when there is neither."""
    if year in collection.reviews:
        return from_review(collection.reviews[year], year)
    others = collection.find_published(year)
    if others and not published:
        raise UsageError(say("compare.only_published", year=year), remedy=say("compare.only_published_remedy"))
    if others:
        return from_published(others, year)
    return from_review(collection.require_review(year), year)
