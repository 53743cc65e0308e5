"""The cost side that the user gives: `--cost NAME=VALUE`, `NAME=LOW:MIDDLE:HIGH`, or a CSV file `field,low,middle,high,source`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from samspil.cases.transfer.errors import complain
from samspil.cases.transfer.model import Range
from samspil.cases.transfer.numbers import read_given
from samspil.cases.transfer.small_files import read_rows
from samspil.values.case import RECURRENCES
from samspil.vocabulary.texts import say

RECURRENCE = "recurrence"
# name -> (lowest, highest). Kroner in the prices of the effect; discount_rate in per cent a year, real; days a year on which a daily effect falls.
LIMITS: Mapping[str, tuple[Decimal, Decimal]] = {
    "investment": (Decimal(0), Decimal(10) ** 12),
    "yearly_cost": (Decimal(0), Decimal(10) ** 12),
    "discount_rate": (Decimal(0), Decimal(25)),
    "years": (Decimal(1), Decimal(50)),
    "unit_value": (Decimal("0.01"), Decimal(10) ** 9),
    "days": (Decimal(1), Decimal(366)),
}
NEEDED = ("investment", "yearly_cost", "discount_rate", "years")
_WHOLE = ("years", "days")
_KINDS = ("yearly", "one_off")


@dataclass(frozen=True, slots=True)
class Input:
    """A cost input: low, middle, high (equal where no range was given) and its source."""

    name: str
    range: Range
    source: str

    @property
    def has_range(self) -> bool:
        """Is there anything to vary?"""
        return self.range.low != self.range.high


@dataclass(frozen=True, slots=True)
class Costs:
    """What was given. `recurrence`: 'yearly' or 'one_off' where the user says so of an effect that does not tell, else ''."""

    inputs: Mapping[str, Input] = field(default_factory=dict)
    recurrence: str = ""

    def __bool__(self) -> bool:
        return bool(self.inputs or self.recurrence)


def read_costs(words: Iterable[str], files: Iterable[Path] = ()) -> Costs:
    """From the command line and files; an input twice is refused. Raises TransferError."""
    found: dict[str, Input] = {}
    recurrence = ""
    entries = [*_from_words(words), *(entry for file in files for entry in _from_file(file))]
    for name, parts, source, place in entries:
        if name == RECURRENCE:
            recurrence = _check_recurrence(parts, place)
            continue
        if name in found:
            raise complain("given_twice", place, name=name)
        found[name] = Input(name, _read_range(name, parts, place), source)
    return Costs(found, recurrence)


_Entry = tuple[str, list[str], str, str]


def _from_words(words: Iterable[str]) -> Iterable[_Entry]:
    for word in words:
        name, sign, text = word.partition("=")
        if not (sign and text.strip()):
            raise complain("no_equals", "--cost", given=word[:60])
        yield _known(name.strip(), "--cost"), text.split(":"), say("cases_transfer.source_given"), f"--cost {name.strip()}"


def _from_file(file: Path) -> Iterable[_Entry]:
    for row in read_rows(file, ("field", "low", "middle", "high", "source")):
        place = f"{file}:{row.line}"
        name = _known(row.cells["field"], f"{place} (field)")
        if not row.cells["source"]:
            raise complain("no_source", f"{place} (source)")
        parts = [row.cells[column] for column in ("low", "middle", "high")]
        yield name, [parts[1]] if parts[0] == parts[2] == "" else parts, row.cells["source"], f"{place} ({name})"


def _known(name: str, place: str) -> str:
    if name not in (*LIMITS, RECURRENCE):
        raise complain("unknown_name", place, given=name[:60], names=", ".join((*LIMITS, RECURRENCE)))
    return name


def _check_recurrence(parts: list[str], place: str) -> str:
    word = parts[0].strip()
    if len(parts) != 1 or word not in _KINDS or word not in RECURRENCES:
        raise complain("bad_recurrence", place, given=":".join(parts)[:40], names=", ".join(_KINDS))
    return word


def _read_range(name: str, parts: list[str], place: str) -> Range:
    if len(parts) not in (1, 3):
        raise complain("bad_range", place, given=":".join(parts)[:60])
    numbers = [_check_limits(name, read_given(part, place), place) for part in parts]
    low, middle, high = numbers if len(numbers) == 3 else numbers * 3
    if not low <= middle <= high:
        raise complain("bad_order", place, given=":".join(part.strip() for part in parts)[:60])
    return Range(low, middle, high)


def _check_limits(name: str, number: Decimal, place: str) -> Decimal:
    low, high = LIMITS[name]
    whole = name not in _WHOLE or number == int(number)
    if not low <= number <= high or not whole:
        raise complain(f"limits_{name}", place, given=f"{number:f}".replace(".", ","), low=f"{low:f}".replace(".", ","), high=f"{high:f}")
    return number
