"""What can be wrong with a file of statistics, or with asking the bank for one."""

from collections.abc import Sequence

from samspil.errors import SamspilError
from samspil.values.statistics import ERROR, TableFinding
from samspil.vocabulary.texts import say


class StatbankError(SamspilError):
    """A file of statistics is refused. `kind` is the catalogue's key; `findings`: all that is wrong, where there is more than one thing."""

    def __init__(self, kind: str, message: str, *, place: str = "", remedy: str = "", findings: Sequence[TableFinding] = ()) -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.kind = kind
        self.findings = tuple(findings)


class SelectError(StatbankError):
    """A selection would add up figures that overlap, or names what the table has not."""


class FetchError(StatbankError):
    """The bank could not be asked, or what it answered is not whole."""


def complain(key: str, place: str = "", error: type[StatbankError] = StatbankError, **values: object) -> StatbankError:
    """The error of a text in the catalogue: `statbank.KEY` and `statbank.KEY_remedy`, filled in with the same values."""
    return error(key, say(f"statbank.{key}", **values), place=place, remedy=say(f"statbank.{key}_remedy", **values))


def find(key: str, weight: str, file: str, place: str, **values: object) -> TableFinding:
    """A finding told by the same texts as `complain`."""
    return TableFinding(key, weight, file, place, say(f"statbank.{key}", **values), say(f"statbank.{key}_remedy", **values))


def refuse_all(findings: Sequence[TableFinding], error: type[StatbankError] = StatbankError) -> None:
    """Raise one error that names the first five of the faults and keeps them all; nothing when there is none."""
    faults = [finding for finding in findings if finding.weight == ERROR]
    if not faults:
        return
    first = faults[0]
    message = first.what
    if len(faults) > 1:
        told = [f"{fault.place}: {fault.what}" for fault in faults[1:5]]
        rest = [say("statbank.and_more", count=len(faults) - 5)] if len(faults) > 5 else []
        message = "\n  ".join([first.what, *told, *rest])
    place = ":".join(part for part in (first.file, first.place) if part)
    raise error(first.kind, message, place=place, remedy=first.remedy, findings=faults)


def shorten(words: Sequence[str], most: int = 6) -> str:
    """'a, b, c ...': at most so many, and no word above 40 signs."""
    shown = [word if len(word) <= 40 else f"{word[:39]}…" for word in words[:most]]
    return ", ".join(shown) + (" …" if len(words) > most else "")
