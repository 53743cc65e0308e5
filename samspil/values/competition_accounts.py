"""What a kept file of municipal accounts says of itself: what kind, from which files, in which unit they were, what was chosen and left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ACCOUNTS, BUDGET = "accounts", "budget"
KINDS = (ACCOUNTS, BUDGET)
FORM = 1  # of the kept file


@dataclass(frozen=True, slots=True)
class AccountFile:
    """A file of the bank that was taken in. `read_on`: the day the bank was asked, as '2026-04-30', else the file's day."""

    name: str
    sha256: str
    read_on: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What stands beside the amounts of a kept file.

    `table`: the bank's ('REGK100'); `unit_read`: the unit of the files ('LOBM'), amounts are kroner; `missing`: cells without a figure ('..');
    `chosen`: dimension -> what was taken of it, in words; `detail`: 'function' or 'main_account' (REGK11: then a function is '0' ... '6');
    `lacks`: columns the table had not ('owner', 'art', 'dranst'), empty in every row; `notes`: (key of competition_import.toml, what fills it in).
    """

    kind: str
    table: str
    unit_read: str
    files: tuple[AccountFile, ...]
    source: str
    example: bool = False
    missing: int = 0
    chosen: Mapping[str, str] = field(default_factory=dict)
    detail: str = "function"
    lacks: tuple[str, ...] = ()
    notes: tuple[tuple[str, Mapping[str, str]], ...] = ()
    form: int = FORM
