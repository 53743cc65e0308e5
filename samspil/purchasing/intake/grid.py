"""A sheet as it was handed in: cells with their place, and what the eye does not see at once (hidden rows, merged cells, formulas without a result)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from samspil.purchasing.intake.cells import Raw

MOST_BYTES = 60 * 1_000_000  # of one file; unpacked at most MOST_UNPACKED
MOST_UNPACKED = 400 * 1_000_000
MOST_CELLS = 6_000_000
MOST_COLUMNS = 300
MOST_SHEETS = 60


@dataclass(frozen=True, slots=True)
class Grid:
    """`rows`: all rows from the first, each a list of cells. Marks are by row and column, both from 0.

    `formulas`: formulas that carry no result; `errors`: '#REF!' and its like; `merged`: areas (first row, first column, last row, last column);
    `hidden`: hidden rows; `comments`: cells with a comment and its text (looked at for personal data only).
    """

    file: str
    sheet: str
    rows: Sequence[Sequence[Raw]]
    visible: bool = True
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: tuple[int, ...] = ()
    comments: tuple[str, ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = ()  # keys of the catalogue: 'cp1252', 'comma_separated'


class UnreadableError(Exception):
    """A file that gives no grid: `args[0]` is a key of the catalogue, `args[1]` what its text needs."""

    @property
    def key(self) -> str:
        """Of `purchasing_findings`."""
        return str(self.args[0])

    @property
    def detail(self) -> dict[str, str]:
        """For its text."""
        return dict(self.args[1]) if len(self.args) > 1 else {}
