"""The user's list of contracts becomes contracts, and findings where it cannot: every row is read, refused or a sum, and the counts say so."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from samspil.competition.errors import CompetitionError
from samspil.competition.plan.cells import Doubt, check_contract, read_cell
from samspil.competition.plan.columns import Column, headings, list_columns, plain
from samspil.competition.user_table import Record, UserTable, is_empty, show
from samspil.values.competition_plan import Contract
from samspil.vocabulary.texts import say

ROOM = "competition_plan"
FILE, ROW, NOTE = "file", "row", "note"  # nothing read, a row refused, read and said
MOST_ROWS = 5_000
_LOOKED_AT = 15
_LEAST_KNOWN = 3
_TELLING = {"id", "title", "end"}  # one of them: the template's own sheet of code lists has headings of columns too
_NEAR = 0.78
_TOTALS = re.compile(r"(i alt|ialt|sum|total|totalt|samlet|subtotal|in all)\b")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: `kind` for programs, words in the language in use. Never a text of the user's longer than a cell."""

    kind: str
    level: str
    place: str
    message: str
    remedy: str = ""

    def line(self) -> str:
        """All of it in one line."""
        return " ".join(part for part in (f"{self.place}:", self.message, self.remedy) if part)


@dataclass(frozen=True, slots=True)
class Intake:
    """`rows` = contracts read + `refused` + `totals`."""

    contracts: tuple[Contract, ...]
    findings: tuple[Finding, ...]
    rows: int
    refused: int
    totals: int = 0


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet whose headings were found: `head` from 0, columns by index."""

    table: UserTable
    head: int
    columns: Mapping[int, Column]


def tell(kind: str, level: str, place: str, **values: object) -> Finding:
    """A finding with its words: 'finding_KIND' and 'finding_KIND_remedy'."""
    key = f"{ROOM}.finding_{kind}"
    return Finding(kind, level, place, say(key, **values), say(f"{key}_remedy", **values))


def read_contracts(tables: Sequence[UserTable]) -> Intake:
    """All contracts of the visible sheets that have the headings. A sheet without them is left out and named when no sheet has them."""
    findings: list[Finding] = []
    sheets = [sheet for table in tables if (sheet := _open(table, findings))]
    if not sheets:
        file = tables[0].file if tables else ""
        if not any(each.level == FILE for each in findings):
            findings.append(tell("no_headings", FILE, file, columns=", ".join(c.heading for c in list_columns() if c.required)))
        return Intake((), tuple(findings), 0, 0)
    contracts: list[Contract] = []
    rows = refused = totals = 0
    for sheet in sheets:
        for number, record in _records(sheet, findings):
            rows += 1
            found = _read_row(sheet, number, record, findings)
            totals += found == "total"
            refused += found is None
            contracts += [found] if isinstance(found, Contract) else []
    kept = _drop_doubles(contracts, findings)
    if not rows:
        findings.append(tell("no_rows", FILE, _where(sheets[0].table, sheets[0].head)))
    return Intake(tuple(kept), tuple(findings), rows, refused + len(contracts) - len(kept), totals)


def _open(table: UserTable, findings: list[Finding]) -> _Sheet | None:
    known = headings()
    keys = [{known[plain(cell)].key for cell in row if plain(cell) in known} for row in table.rows[:_LOOKED_AT]]
    best, row = max(((len(found), -number) for number, found in enumerate(keys) if found & _TELLING), default=(0, 0))
    if best < _LEAST_KNOWN:
        return None
    if table.rows and len(table.hidden) == len(table.rows):
        findings.append(tell("hidden_sheet", NOTE, _sheet_name(table)))
        return None
    return _map(table, -row, findings)


def _map(table: UserTable, head: int, findings: list[Finding]) -> _Sheet | None:
    columns: dict[int, Column] = {}
    for index, cell in enumerate(table.rows[head]):
        column = headings().get(plain(cell)) if not is_empty(cell) else None
        if column and column in columns.values():
            findings.append(tell("doubled_column", FILE, _where(table, head), column=column.heading))
            return None
        if column:
            columns[index] = column
        elif not is_empty(cell):
            near = get_close_matches(plain(cell), [name for name, one in headings().items() if one not in columns.values()], 1, _NEAR)
            kind, values = ("unknown_column_near", {"near": headings()[near[0]].heading}) if near else ("unknown_column", {})
            findings.append(tell(kind, NOTE, _where(table, head), column=show(str(cell), 40), **values))
    missing = [column.heading for column in list_columns() if column.required and column not in columns.values()]
    if missing:
        findings.append(tell("missing_column", FILE, _where(table, head), columns=", ".join(missing)))
        return None
    return _Sheet(table, head, columns)


def _records(sheet: _Sheet, findings: list[Finding]) -> Iterator[tuple[int, Record]]:
    """Rows with anything in them under the headings."""
    titles = {column.key: column.heading for column in sheet.columns.values()}
    hidden = [row + 1 for row in sheet.table.hidden if row > sheet.head]
    if hidden:
        findings.append(tell("hidden_rows", NOTE, _sheet_name(sheet.table), rows=", ".join(map(str, hidden[:10])), count=len(hidden)))
    count = 0
    for number in range(sheet.head + 1, len(sheet.table.rows)):
        row = sheet.table.rows[number]
        if all(map(is_empty, row)) and not any(place[0] == number for place in sheet.table.formulas | sheet.table.errors):
            continue
        count += 1
        if count > MOST_ROWS:
            findings.append(tell("too_many_rows", FILE, _where(sheet.table, number), most=MOST_ROWS))
            return
        cells = {column.key: row[index] if index < len(row) else None for index, column in sheet.columns.items()}
        yield number, Record(_where(sheet.table, number), cells, titles)


def _read_row(sheet: _Sheet, number: int, record: Record, findings: list[Finding]) -> Contract | str | None:
    """The contract, 'total', or None with findings."""
    first = next((cell for cell in sheet.table.rows[number] if not is_empty(cell)), "")
    if _TOTALS.match(plain(first)) and (is_empty(record.cells.get("end")) or is_empty(record.cells.get("title"))):
        findings.append(tell("total_row", NOTE, record.where))
        return "total"
    values: dict[str, Any] = {}
    wrong = _bad_cells(sheet, number, record)
    for column in sheet.columns.values():
        try:
            values[column.key] = None if column.key in wrong else read_cell(record, column)
        except CompetitionError as error:
            wrong[column.key] = Finding(error.kind, ROW, error.place, error.message, error.remedy)
        except Doubt as doubt:
            findings.append(tell(doubt.kind, NOTE, record.place(column.key), **doubt.values))
            values[column.key] = None
    if wrong:
        findings += wrong.values()
        return None
    contract = _make(values, record.where)
    kinds = list(check_contract(contract, str(values.get("currency") or "DKK")))
    findings += [tell(kind, ROW if refuses else NOTE, record.place(key), **detail) for kind, key, refuses, detail in kinds]
    return None if any(refuses for _kind, _key, refuses, _detail in kinds) else contract


def _bad_cells(sheet: _Sheet, number: int, record: Record) -> dict[str, Finding]:
    """Formulas without a result and error values."""
    found = {}
    for index, column in sheet.columns.items():
        if (number, index) in sheet.table.formulas:
            found[column.key] = tell("formula", ROW, record.place(column.key))
        elif (number, index) in sheet.table.errors:
            found[column.key] = tell("error_cell", ROW, record.place(column.key))
    return found


def _make(values: Mapping[str, Any], where: str) -> Contract:
    names = {name for name in Contract.__slots__ if name not in ("id", "title", "end", "place")}
    given = {name: value for name, value in values.items() if name in names and value not in (None, "")}
    return replace(Contract(values["id"], values["title"], values["end"]), place=where, **given)


def _drop_doubles(contracts: Sequence[Contract], findings: list[Finding]) -> list[Contract]:
    """Of rows with the same id none is kept, unless they are the same row twice."""
    first: dict[str, Contract] = {}
    bad: set[str] = set()
    for each in contracts:
        key = each.id.casefold()
        if key not in first:
            first[key] = each
            continue
        same = replace(each, place="") == replace(first[key], place="")
        findings.append(
            tell("doubled_row" if same else "doubled_id", NOTE if same else ROW, each.place, first=first[key].place, id=each.id)
        )
        if not same:
            bad.add(key)
    return [each for key, each in first.items() if key not in bad]


def _sheet_name(table: UserTable) -> str:
    return f"{table.file}, {show(table.sheet)}" if table.sheet else table.file


def _where(table: UserTable, row: int) -> str:
    return f"{_sheet_name(table)}:{row + 1}"
