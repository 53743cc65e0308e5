"""A user's list of contracts: the file opened in a child that can be killed, looked at for personal data, and read into contracts with findings."""

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from samspil.competition.plan.intake import FILE, Intake, read_contracts, tell
from samspil.competition.user_table import UserTable, show
from samspil.purchasing.intake.personal import CONTACT, CPR, find_in_number, find_in_text
from samspil.table_files import open_table, read_table

EXAMPLES = ("eksempel", "example")
EXAMPLE_FILE = "kontrakter-eksempel.csv"
_REFUSED = (CPR, CONTACT)


def open_contracts(given: str | Path) -> Intake:
    """The contracts of a file, or of the example that ships ('eksempel'). A file with personal data gives none. Raises CompetitionError (no table)."""
    if str(given) in EXAMPLES:
        return read_list(read_table(read_example(), EXAMPLE_FILE))
    return read_list(open_table(Path(given)))


def read_example() -> bytes:
    """The example's bytes: made-up contracts of no municipality."""
    return resources.files("samspil.competition.plan").joinpath("examples", EXAMPLE_FILE).read_bytes()


def read_list(tables: Sequence[UserTable]) -> Intake:
    """The same of tables. The place of personal data is told, never the data."""
    for table in tables:
        if place := _find_personal(table):
            return Intake((), (tell("personal", FILE, place),), 0, 0)
    return read_contracts(tables)


def _find_personal(table: UserTable) -> str:
    """Where a CPR number or an e-mail address stands; '' for nowhere."""
    for number, row in enumerate(table.rows):
        for cell in row:
            text = isinstance(cell, str) and find_in_text(cell, organisation=True, prose=False) in _REFUSED
            if text or (isinstance(cell, int | float) and not isinstance(cell, bool) and find_in_number(cell, money=True)):
                sheet = f", {show(table.sheet)}" if table.sheet else ""
                return f"{table.file}{sheet}:{number + 1}"
    return ""
