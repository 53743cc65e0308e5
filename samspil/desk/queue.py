"""The order of the queue: what a check by a person is worth (docs/workbench.md)."""

from samspil.values.desk import OPEN, RowState

DIFFERS = 3.0  # the least that a row is worth of which a new reading differs
_LARGE_DKK = 10_000_000
_WEIGHS = 0.5
_BY_SECOND = ("only_model", "differs_themes", "differs_stage", "ocr_amount")


def worth_of(state: RowState) -> float:
    """Between 0 (decided, or sure and small) and about 4: uncertainty, money, and a new reading that differs. Headline-deciding rows and rows on which
    two readings disagree are raised by `raise_worth` when a run comes in.
    """
    if state.differs:
        return DIFFERS + _money(state)
    if state.state != OPEN:
        return 0.0
    return 2.0 * (1.0 - state.confidence) + _money(state) + float(state.proposal.get("check_worth", 0.0))


def list_reasons(state: RowState) -> list[str]:
    """Why an open row is to be looked at before others: 'decides', 'only_model', 'differs_themes', 'differs_stage', 'ocr_amount', 'uncertain', 'large_sum',
    'ambiguous'; the parts of `worth_of` that weigh at least half a point."""
    if state.state != OPEN or state.differs:
        return []
    amounts = state.fields["amounts"].value or []
    largest = max((abs(int(amount.get("dkk", 0))) for amount in amounts), default=0)
    found = ["decides"] if state.proposal.get("check_decides") else []
    found += [reason for reason in _BY_SECOND if reason in state.proposal.get("check_reasons", ())]
    facts = {
        "uncertain": 2.0 * (1.0 - state.confidence) >= _WEIGHS,
        "large_sum": largest / _LARGE_DKK >= _WEIGHS,
        "ambiguous": any(amount.get("ambiguous") for amount in amounts),
    }
    return found + [name for name, holds in facts.items() if holds]


def _money(state: RowState) -> float:
    """0 to 1 by the largest sum; 0.5 more for an ambiguous one."""
    amounts = state.fields["amounts"].value or []
    largest = max((abs(int(amount.get("dkk", 0))) for amount in amounts), default=0)
    return min(1.0, largest / _LARGE_DKK) + 0.5 * any(amount.get("ambiguous") for amount in amounts)
