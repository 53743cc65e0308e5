"""Three fictional years of our own and one that others published, for the tests of the site; hostile strings in all of them."""

import dataclasses
from collections.abc import Sequence

from fictional_review import TWENTY, YEAR, build_review

from samspil.values.amount import Amount
from samspil.values.published import Claim, PublishedReview, PublishedRow, PublishedTable
from samspil.values.review import Review

YEARS = (2025, 2026, 2027)
INITIATIVES = 90  # so many that a municipality has several in a theme
PRINTED = "</script><script>alert(2)</script> Kommunen afsætter 2 mio. kr. til sansestimulerende lysloft.\n\nOgså et afsnit mere."


def build_years(names: Sequence[str] = TWENTY, initiatives: int = INITIATIVES, years: Sequence[int] = YEARS) -> dict[int, Review]:
    """A review per year; in the first one only two thirds of the municipalities are read."""
    few = names[: len(names) * 2 // 3]
    return {year: _move(build_review(few if year == years[0] else names, initiatives), year) for year in years}


def _move(review: Review, year: int) -> Review:
    """The same review for another budget year."""
    step = year - YEAR

    def moved(profile: dict[int, int]) -> dict[int, int]:
        return {each + step: dkk for each, dkk in profile.items()}

    initiatives = tuple(
        dataclasses.replace(
            item, budget_year=year, amounts=tuple(dataclasses.replace(sum_, profile=moved(dict(sum_.profile))) for sum_ in item.amounts)
        )
        for item in review.initiatives
    )
    headlines = {
        theme: dataclasses.replace(line, allocation_dkk=moved(dict(line.allocation_dkk)), saving_dkk=moved(dict(line.saving_dkk)))
        for theme, line in review.headlines.items()
    }
    return dataclasses.replace(review, facts={**review.facts, "budget_year": year}, initiatives=initiatives, headlines=headlines)


def build_published(year: int = 2024) -> PublishedReview:
    """A municipality twice in one table, an unknown name, a table without a theme."""
    rows = (
        PublishedRow("Aabenraa", "0580", "Aabenraa Kommune", PRINTED, "decided", (Amount(2_000_000, "allocation", {year: 2_000_000}),)),
        PublishedRow("", "", "Utopiens <b>Kommune</b>", "Kommunen vil prøve måneraketter."),
        PublishedRow("Aabenraa", "0580", "Aabenraa", "En gentagelse."),
    )
    tables = (
        PublishedTable(1, "Kommuner, der satser på teknologi", "technology", rows),
        PublishedTable(2, "Andet", "", (PublishedRow("Vejle", "0630", "Vejle Kommune", "Noget helt andet."),)),
    )
    claims = (Claim("19 ud af 98 kommuner <em>satser</em> på teknologi.", 19, False, 98, "technology", 1),)
    return PublishedReview(year, tables, claims, "tekst", "artikel<i>.html", "ab" * 32, f"{year}-02-23", ("Artiklen er skåret af.",))
