"""The person's own choice and grounds, also when it is another than the first. Nobody is named: the unit and the role are enough, and the note is signed by hand."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from samspil import __version__
from samspil.purchasing.choice.errors import complain
from samspil.purchasing.choice.model import OK, Choice
from samspil.purchasing.choice.privacy import Detector, detect, refuse_personal

MOST_GROUNDS, LEAST_GROUNDS, MOST_UNIT = 4000, 15, 120


@dataclass(frozen=True, slots=True)
class Decision:
    """`offer`: the chosen one's id, '' for none of them; `unit`: who decides, as a unit and role ('Voksenrådgivningen, rådgiver'); `on`: the day."""

    offer: str
    grounds: str
    unit: str
    on: date


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision held against the choice. `deviates`: another than (one of) the first; `verdict`: of the chosen offer's must-haves, '' for none chosen."""

    choice: Choice
    decision: Decision
    deviates: bool
    verdict: str
    rank: int


def decide(choice: Choice, decision: Decision, detector: Detector = detect) -> Decided:
    """Raises ChoiceError: an offer that is not in the data, grounds missing where the choice is not the first, personal data in any text."""
    for text, field in ((decision.grounds, "grounds"), (decision.unit, "unit")):
        for line in text.splitlines():
            refuse_personal(line, field, detector)
        refuse_personal(" ".join(text.split()), field, detector)
    if len(decision.grounds) > MOST_GROUNDS or len(decision.unit) > MOST_UNIT:
        raise complain("too_long", most=MOST_GROUNDS, most_unit=MOST_UNIT)
    verdict = _find_verdict(choice, decision.offer)
    rank = next((each.rank for each in choice.ranked if each.offer == decision.offer), 0)
    deviates = rank != 1
    if (deviates or verdict != OK) and len(decision.grounds.strip()) < LEAST_GROUNDS:
        raise complain("no_grounds", least=LEAST_GROUNDS)
    return Decided(choice, decision, deviates, verdict, rank)


def _find_verdict(choice: Choice, offer: str) -> str:
    if not offer:
        return ""
    try:
        return choice.find(offer).verdict
    except KeyError:
        raise complain("unknown_offer", offer=offer[:40]) from None


def make_log_line(decided: Decided, note: bytes, before: str = "") -> str:
    """A line for the log of decisions: no clock and no person; chained to the line before by its hash, so that a change shows."""
    choice = decided.choice
    line = {
        "version": __version__,
        "inputs_sha256": choice.sha256,
        "note_sha256": hashlib.sha256(note).hexdigest(),
        "on": decided.decision.on.isoformat(),
        "chosen": decided.decision.offer,
        "rank": decided.rank,
        "first": [each.offer for each in choice.ranked if each.rank == 1],
        "deviates": decided.deviates,
        "before_sha256": hashlib.sha256(before.encode()).hexdigest() if before else "",
    }
    return json.dumps(line, ensure_ascii=False, sort_keys=True)
