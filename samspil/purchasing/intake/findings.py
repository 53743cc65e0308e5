"""What is wrong with a file of purchasing data: where, what and what to do. Keys and numbers here; the words are in the catalogue `purchasing_findings`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from samspil.vocabulary.texts import say

# What came of it: the whole file refused, a sheet or column not read, a row refused; kept, but to be looked at; said for information.
FILE, SHEET, ROW, DOUBT, NOTE = "file", "sheet", "row", "doubt", "note"
LEVELS = (FILE, SHEET, ROW, DOUBT, NOTE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `cell`: 'B7', '7' for a row, '' for a sheet or file; `value`: as it stands, '' where it may tell of a person; `detail`: what the text needs;
    `more`: how many like it in the same column are counted but not listed.
    """

    key: str
    level: str
    file: str
    sheet: str = ""
    cell: str = ""
    column: str = ""
    value: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)
    more: int = 0

    @property
    def place(self) -> str:
        """'indkoeb.xlsx, Ophold, B7'."""
        return ", ".join(part for part in (self.file, self.sheet, self.cell) if part)

    @property
    def message(self) -> str:
        """What is wrong, in the language in use."""
        return say(f"purchasing_findings.{self.key}", column=self.column, value=self.value, **self.detail)

    @property
    def remedy(self) -> str:
        """What to do."""
        return say(f"purchasing_findings.{self.key}_remedy", column=self.column, value=self.value, **self.detail)

    def line(self) -> str:
        """All of it in one line."""
        more = say("purchasing_findings.more", count=self.more) if self.more else ""
        return " ".join(part for part in (f"{self.place}:", self.message, self.remedy, more) if part)

    def as_json(self) -> dict[str, object]:
        """For programs: codes and words."""
        return {
            "key": self.key,
            "level": self.level,
            "file": self.file,
            "sheet": self.sheet,
            "cell": self.cell,
            "column": self.column,
            "value": self.value,
            "detail": dict(self.detail),
            "more": self.more,
            "message": self.message,
            "remedy": self.remedy,
        }


def letter(number: int) -> str:
    """A column's letters from its number (0 is A, 26 is AA)."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
