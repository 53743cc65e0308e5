"""A statistical table as Statistics Denmark publishes it: dimensions with codes and texts, cells, and where it came from.

Numbers are kept exactly, as whole millionths (`SCALE`), since kroner must add up. A cell's place is a position in each dimension.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

SCALE = 6  # decimals kept of each number
MISSING = -(2**63)  # stands for '..' among the numbers

NOTE, TRAP, ERROR = "note", "trap", "error"  # told; a choice is needed before sums are right; the file must not be used as it is

# How the file shows a category: '101', '101 København', 'København'.
CODES, CODES_AND_TEXTS, TEXTS = "codes", "codes_and_texts", "texts"


@dataclass(frozen=True, slots=True)
class TableFinding:
    """Something about a file to know before its numbers are used. `place`: a line or a dimension; `kind`: see docs/statbank.md."""

    kind: str
    weight: str
    file: str
    place: str
    what: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A value a dimension can have. `label` is '' where the file gives codes alone."""

    code: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """`code` as in the bank ('OMRÅDE', 'ART'), always in capitals; categories in the file's order."""

    code: str
    categories: tuple[Category, ...]
    label: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the file's order."""
        return tuple(category.code for category in self.categories)

    def label_of(self, code: str) -> str:
        """The text of a code, or the code where there is none."""
        return next((category.label for category in self.categories if category.code == code and category.label), code)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table came from. `id`: the bank's ('FOLK1A') or ''; `read_on`: the day the bank was asked, else the file's day; `language`: 'da' or 'en'.

    `example`: the figures are made up and must be shown as such.
    """

    file: str
    sha256: str
    format: str
    id: str = ""
    title: str = ""
    unit: str = ""
    source: str = ""
    read_on: date | None = None
    updated: str = ""
    language: str = "da"
    presentation: str = CODES
    example: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`positions[d][n]` is the place of cell n in dimension d; `numbers[n]` its value in millionths, or MISSING. `findings`: met while reading."""

    origin: Origin
    dimensions: tuple[Dimension, ...]
    positions: tuple["array[int]", ...]
    numbers: "array[int]"
    findings: tuple[TableFinding, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.numbers)

    def find_dimension(self, code: str) -> Dimension | None:
        """The dimension of that code, if the table has it."""
        return next((dimension for dimension in self.dimensions if dimension.code == code), None)

    def rows(self) -> Iterator[tuple[tuple[str, ...], Decimal | None]]:
        """Codes in the order of the dimensions, and the value; None where the bank has no figure."""
        codes = [dimension.codes for dimension in self.dimensions]
        for number, value in enumerate(self.numbers):
            place = tuple(names[places[number]] for names, places in zip(codes, self.positions, strict=True))
            yield place, read_number(value)


@dataclass(frozen=True, slots=True)
class Driver:
    """What an effect may grow with, for one municipality (four-digit code) on a day. `value` above zero; `example`: made up, shown as 'eksempeltal'."""

    municipality: str
    driver: str
    value: Decimal
    date: date
    source: str
    example: bool = False

    @property
    def year(self) -> int:
        """The year of `date`."""
        return self.date.year


def read_number(value: int) -> Decimal | None:
    """A kept number as a decimal; None for a missing one."""
    return None if value == MISSING else Decimal(value).scaleb(-SCALE).normalize() + 0
