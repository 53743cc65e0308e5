"""What the green side's reports share: sections with headings of their own catalogue, tonnes and kroner in words, values as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from samspil.publish.purchasing.make_story import Column, Section, Story, Table
from samspil.purchasing.figures.words import write_kroner, write_number
from samspil.vocabulary.texts import say

ROOM = "competition_green"
# Columns that fit on a terminal, by section; all stand in page and workbook.
_NARROW: Mapping[str, Sequence[int]] = {
    "categories": (0, 3, 4, 5, 6),
    "purchases": (0, 8, 9, 10),
    "requirements": (0, 1, 7, 10, 11),
    "missing": (0, 2, 3),
    "years": (0, 1, 2, 3, 4),
}


@dataclass(frozen=True, slots=True)
class GreenSection(Section):
    """A section whose heading is `competition_green.section_KEY`."""

    @property
    def title(self) -> str:
        """Its heading."""
        return say(f"{ROOM}.section_{self.key}")


def column(key: str, style: str = "text", width: int = 16, **values: object) -> Column:
    """A column with its heading of the catalogue."""
    return Column(say(f"{ROOM}.{key}", **values), style, width)


def narrow(story: Story) -> Story:
    """The story with the columns a terminal has room for."""
    return replace(story, sections=tuple(_narrow(section) for section in story.sections))


def _narrow(section: Section) -> Section:
    places = _NARROW.get(section.key)
    if section.table is None or places is None:
        return section
    rows = [[row[place] for place in places] for row in section.table.rows]
    return replace(section, table=Table(tuple(section.table.columns[place] for place in places), rows))


def tonnes(kg: Decimal | float) -> str:
    """Kilograms as tonnes in three or more figures: '4.312', '31,4', '0,52'."""
    number = Decimal(repr(kg)) if isinstance(kg, float) else kg
    number = number / 1000
    digits = 0 if abs(number) >= 100 else 1 if abs(number) >= 10 else 2
    return write_number(number, digits)


def kroner(amount: Decimal) -> str:
    """'1.234.567 kr.'."""
    return write_kroner(amount)


def points(share: Decimal | None) -> Decimal | None:
    """A share's difference as percentage points."""
    return None if share is None else share * 100


def decimal(value: float | None) -> Decimal | None:
    """A drawn figure as a cell."""
    return None if value is None else Decimal(repr(value))


def plain(value: Any) -> Any:
    """Values as JSON: dataclasses by field, Decimals as numbers with all the digits a number of JSON keeps."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
