"""The order of the queue: what a check by a person is worth (docs/workbench.md)."""

from samspil.values.desk import OPEN, RowState

_LARGE_DKK = 10_000_000


def worth_of(state: RowState) -> float:
    """Between 0 (decided, or sure and small) and about 4: uncertainty, money, and a new reading that differs. Headline-deciding rows and rows on which
    two readings disagree are raised by `raise_worth` when a run comes in.
    """
    if state.differs:
        return 3.0 + _money(state)
    if state.state != OPEN:
        return 0.0
    return 2.0 * (1.0 - state.confidence) + _money(state) + float(state.proposal.get("check_worth", 0.0))


def _money(state: RowState) -> float:
    """0 to 1 by the largest sum; 0.5 more for an ambiguous one."""
    amounts = state.fields["amounts"].value or []
    largest = max((abs(int(amount.get("dkk", 0))) for amount in amounts), default=0)
    return min(1.0, largest / _LARGE_DKK) + 0.5 * any(amount.get("ambiguous") for amount in amounts)
