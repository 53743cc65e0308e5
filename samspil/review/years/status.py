"""What became of an undertaking that stands in both agreements, by the order of the codebook's stages (docs/compare.md, 'Rules')."""

from collections.abc import Sequence

from samspil.review.years.money import changed
from samspil.values.codes import STAGES
from samspil.values.comparison import CARRIED_ON, CHANGED, REACHED, STOPPED
from samspil.values.initiative import Initiative

_RANK = {stage: rank for rank, stage in enumerate(STAGES) if stage != "stopped"}  # considered < planned < decided < underway < completed


def stage_of(initiatives: Sequence[Initiative]) -> str:
    """The furthest stage of the parts; 'stopped' only when all are; '' when none is known."""
    known = [initiative.stage for initiative in initiatives if initiative.stage]
    going = [stage for stage in known if stage != "stopped"]
    return max(going, key=_RANK.__getitem__) if going else (known[0] if known else "")


def judge(earlier: Sequence[Initiative], later: Sequence[Initiative], later_year: int) -> tuple[str, tuple[str, ...]]:
    """Status and what changed ('stage', 'amount').

    stopped: the later agreement says so. reached: what was planned or decided is under way or completed, what was under way is completed. changed: another
    stage otherwise, or other sums. carried on: the rest.
    """
    before, after = stage_of(earlier), stage_of(later)
    moved = bool(before and after) and before != after
    changes = (("stage",) if moved else ()) + (("amount",) if changed(earlier, later, later_year) else ())
    if after == "stopped":
        return STOPPED, changes
    if is_reached(before, after):
        return REACHED, changes
    return (CHANGED if changes else CARRIED_ON), changes


def is_reached(before: str, after: str) -> bool:
    """Whether the later stage is what the earlier one promised."""
    return (before in {"planned", "decided"} and after in {"underway", "completed"}) or (before == "underway" and after == "completed")
