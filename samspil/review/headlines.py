"""Headlines: distinct municipalities per theme and kroner per year, by the codebook's rules for what is added and what is only shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from samspil.review.intervals import ErrorCounts, estimate_true_count
from samspil.values.amount import Amount
from samspil.values.codes import MUNICIPALITIES_IN_DENMARK, THEMES, horizon
from samspil.values.initiative import Initiative
from samspil.values.review import Headline


def count_headlines(
    initiatives: Sequence[Initiative], read: int, budget_year: int, quality: Mapping[str, Any] | None = None, own: Sequence[str] = ()
) -> dict[str, Headline]:
    """One headline per theme, in the codebook's order. An initiative with two themes counts in both. `quality` gives the error rates of intervals; `own`: the user's themes, after the five."""
    errors = {theme: _errors(counts) for theme, counts in (quality or {}).get("themes", {}).items()}
    return {
        theme: _headline([item for item in initiatives if theme in item.themes], read, budget_year, errors.get(theme))
        for theme in (*THEMES, *own)
    }


def _errors(counts: Mapping[str, int]) -> ErrorCounts:
    return ErrorCounts(counts["true_positive"], counts["false_positive"], counts["false_negative"], counts["true_negative"])


def _headline(initiatives: Sequence[Initiative], read: int, budget_year: int, errors: ErrorCounts | None) -> Headline:
    amounts = [amount for item in initiatives for amount in item.amounts]
    found = len({item.municipality for item in initiatives})
    return Headline(
        municipalities=found,
        read=read,
        of=MUNICIPALITIES_IN_DENMARK,
        interval=estimate_true_count(found, read, errors) if read else None,
        allocation_dkk=add_years((a for a in amounts if a.kind == "allocation"), budget_year),
        saving_dkk=add_years((a for a in amounts if a.kind == "saving"), budget_year),
        ambiguous=sum(is_unplaced(amount) for amount in amounts),
    )


def add_years(amounts: Iterable[Amount], budget_year: int) -> dict[int, int]:
    """Kroner in each year of the horizon; 'heraf' and ambiguous sums are never added, years outside the horizon are left out."""
    sums = dict.fromkeys(horizon(budget_year), 0)
    for amount in amounts:
        if not amount.part_of and not amount.ambiguous:
            for year, dkk in amount.profile.items():
                if year in sums:
                    sums[year] += dkk
    return sums


def is_unplaced(amount: Amount) -> bool:
    """A sum that is named beside the totals because no year can be given to it."""
    return not amount.part_of and amount.kind != "other" and (amount.ambiguous or not amount.profile)
