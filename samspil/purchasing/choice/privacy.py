"""Nobody's identity: every text that comes in is looked at before it is used. The detector is INTAKE's; another one may be given."""

from typing import Protocol

from samspil.purchasing.choice.errors import complain
from samspil.purchasing.intake.personal import PROSE, find_in_text

_TOLD = ("cpr", "person_name", "contact", "address")


class Detector(Protocol):
    """Says what kind of personal data a text holds ('cpr', 'person_name', 'contact', 'address' ...), '' for none."""

    def __call__(self, text: str) -> str: ...


def detect(text: str) -> str:
    """CPR numbers, names of persons, ways to reach them. A sentence about 'the citizen' is no identity, and grounds cannot do without."""
    found = find_in_text(text, prose=False)
    return "" if found == PROSE else found


def refuse_personal(text: str, place: str, detector: Detector = detect) -> None:
    """Raises ChoiceError with the place and the kind, never with the text itself."""
    kind = detector(text)
    if kind:
        raise complain(error_key(kind), place)


def error_key(kind: str) -> str:
    """Of the error's text; kinds that have none of their own share one."""
    return f"personal_{kind if kind in _TOLD else 'other'}"
