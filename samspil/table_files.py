"""A user's small table, CSV or workbook, opened in a child that can be killed and given to the rooms as plain cells."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from samspil.competition.user_table import Cell, Day, UserTable, blame
from samspil.engines.pool import run_all
from samspil.folder import show_path
from samspil.jobs import TABLE, make_job
from samspil.vocabulary.system import read_small
from samspil.vocabulary.texts import language, read_catalogue

MOST_BYTES = 10_000_000


def open_table(file: Path) -> tuple[UserTable, ...]:
    """The sheets of the file. Raises CompetitionError naming file and remedy."""
    name = show_path(file)
    return read_table(read_small(file, MOST_BYTES, blame), name)


def read_table(data: bytes, name: str) -> tuple[UserTable, ...]:
    """The same of bytes, as they come from a browser. Raises CompetitionError."""
    _key, answer = next(iter(run_all([make_job(name, TABLE, data, {"name": name})], 1)))
    if answer.answer is None:
        raise blame("stopped", name, detail=answer.failure)
    if "error" in answer.answer:
        key, detail = answer.answer["error"]
        raise blame("unreadable_table", name, detail=_explain(str(key), detail))
    return tuple(_table(sheet, name) for sheet in answer.answer["sheets"])


def _explain(key: str, detail: Mapping[str, str]) -> str:
    """Why the file is no table, in a few words."""
    texts = read_catalogue(language(), "competition_green")
    return texts.get(f"table_{key}", texts["table_other"]).format(**{"sheet": "", "cell": "", "row": "", "most": "", **detail})


def _table(sheet: Mapping[str, Any], name: str) -> UserTable:
    formulas, errors = (frozenset((row, column) for row, column in sheet[key]) for key in ("formulas", "errors"))
    return UserTable(
        name, sheet["sheet"], [[_cell(cell) for cell in row] for row in sheet["rows"]], formulas, errors, tuple(sheet["hidden"])
    )


def _cell(cell: Any) -> Cell:
    return Day(cell["date"]) if isinstance(cell, dict) else cell
