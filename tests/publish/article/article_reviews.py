"""Reviews whose numbers and rows belong together: invented agreements of real municipalities from all over the country."""

from dataclasses import replace

from fictional_review import YEAR, build_review, read_places

from samspil.review.headlines import count_headlines
from samspil.values.review import Review
from samspil.version import read_quality


def make(year: int = YEAR, names: tuple[str, ...] | None = None, initiatives: int = 120, **options: bool) -> Review:
    """A review of `year` whose headlines are counted by the review room."""
    review = build_review(names or tuple(read_places())[::3][:30], initiatives, **{"hostile": False, "fictional": False, **options})
    return recount(replace(review, facts={**review.facts, "budget_year": year}))


def recount(review: Review) -> Review:
    """The same with headlines that follow from its rows."""
    year = int(str(review.facts["budget_year"]))
    rows = tuple(replace(row, budget_year=year) for row in review.initiatives)
    return replace(review, initiatives=rows, headlines=count_headlines(rows, review.coverage.read, year, read_quality()))
