"""Numbers of an offer or supplier in their own units, and what a comparison says."""

from decimal import Decimal

from samspil.purchasing.figures.model import Measured, Stats
from samspil.purchasing.figures.quality import RESULTS, differs
from samspil.purchasing.figures.words import tell, write_number, write_percent
from samspil.values.reason import Reason
from samspil.vocabulary.texts import say

PERCENTS = frozenset(
    (
        "occupancy",
        "budgeted_occupancy",
        "educated_share",
        "sick_leave",
        "staff_turnover",
        "surplus_share",
        "solvency",
        "salary_share",
        *RESULTS,
    )
)


def show_measure(name: str, value: Decimal | Reason) -> str:
    """'93,5 %', '4,21', '1,06'; a Reason in words."""
    if isinstance(value, Reason):
        return tell(value)
    return write_percent(value) if name in PERCENTS else write_number(value, 2)


def remark(each: Measured, persons: int | None = None) -> str | Reason | None:
    """Why there is nothing to compare, that a difference says nothing, or of how many citizens a result is told."""
    if isinstance(each.value, Reason):
        return None
    if isinstance(each.peers, Reason):
        return each.peers
    if each.name in RESULTS and persons is not None:
        return say("purchasing_figures.result_persons", persons=persons)
    if each.name == "supervision" and isinstance(each.peers, Stats) and not differs(each.value, each.peers.median):
        return say("purchasing_figures.peers_same")
    return None
