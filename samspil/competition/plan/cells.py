"""One cell of the list of contracts becomes one value, and one contract is held against itself. What can be read in two ways is refused, never guessed."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from samspil.competition.errors import CompetitionError, complain
from samspil.competition.plan.columns import Column, label, list_codes, plain, read_codes
from samspil.competition.user_table import Day, Record, is_empty, read_number, read_text, show
from samspil.values.competition_plan import Contract

ROOM = "competition_plan"
FIRST, LAST = date(1990, 1, 1), date(2079, 12, 31)
MOST_MONTHS, MOST_YEARS, MOST_PARTS = 240, 40, 30
LEAST_VALUE = Decimal(1000)  # below it a sum is in another unit, or no contract
MOST_VALUE = Decimal(10) ** 11
# The divisions of CPV 2008 (regulation 213/2008).
_DIVISIONS = frozenset(
    [
        "03",
        "09",
        "14",
        "15",
        "16",
        "18",
        "19",
        "22",
        "24",
        "30",
        "31",
        "32",
        "33",
        "34",
        "35",
        "37",
        "38",
        "39",
        "41",
        "42",
        "43",
        "44",
        "45",
        "48",
        "50",
        "51",
        "55",
        "60",
        "63",
        "64",
        "65",
        "66",
        "70",
        "71",
        "72",
        "73",
        "75",
        "76",
        "77",
        "79",
        "80",
        "85",
        "90",
        "92",
        "98",
    ]
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_DANISH = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_ID = re.compile(r"[^\W_][\w./+\- ]{0,39}")
_YES, _NO = frozenset(("ja", "yes", "x", "true", "sand", "1")), frozenset(("nej", "no", "false", "falsk", "0"))
_KRONER = frozenset(("dkk", "kr", "kroner", "danske kroner"))
Check = tuple[str, str, bool, Mapping[str, object]]  # kind, column, whether the row is refused, what its text needs


class Doubt(Exception):  # noqa: N818 - no error of the row's: the cell is left out and that is said
    """`kind`: key of a finding; `values`: what its text needs."""

    def __init__(self, kind: str, **values: object) -> None:
        super().__init__(kind)
        self.kind, self.values = kind, values


def refuse(kind: str, record: Record, column: Column, **values: object) -> CompetitionError:
    """A row's fault: 'finding_KIND' of the catalogue."""
    error = complain(f"{ROOM}.finding_{kind}", record.place(column.key), column=column.heading, **values)
    error.kind = kind
    return error


def read_cell(record: Record, column: Column) -> Any:
    """The value, None for an empty cell that may be empty. Raises CompetitionError (the row cannot stand), Doubt (the cell is left out)."""
    if is_empty(record.cells.get(column.key)):
        if column.required:
            raise refuse("missing", record, column)
        return None
    return _READERS[column.shape.partition(":")[0]](record, column)


def _text(record: Record, column: Column) -> str:
    return read_text(record, column.key)


def _id(record: Record, column: Column) -> str:
    cell = record.cells[column.key]
    whole = isinstance(cell, float) and cell.is_integer()
    text = str(int(cell)) if isinstance(cell, float) and whole else read_text(record, column.key)
    if not _ID.fullmatch(text):
        raise refuse("bad_id", record, column, given=show(text, 40))
    return text


def _date(record: Record, column: Column) -> date:
    cell = record.cells[column.key]
    text = cell.iso if isinstance(cell, Day) else str(cell).strip()
    found = None
    if match := _ISO.fullmatch(text):
        found = _make_date(int(match[1]), int(match[2]), int(match[3]))
    elif match := _DANISH.fullmatch(text):
        found = _make_date(int(match[3]), int(match[2]), int(match[1]))
    elif re.fullmatch(r"\d{5}(?:\.0+)?", text):
        raise refuse("date_as_number", record, column, given=text[:5])
    if found is None:
        raise refuse("bad_date", record, column, given=show(text, 40))
    return found


def _make_date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if FIRST <= found <= LAST else None


def _money(record: Record, column: Column) -> Decimal:
    found = read_number(record, column.key, money=True) or Decimal(0)
    if found <= 0:
        raise refuse("no_kroner", record, column, given=str(found))
    if not LEAST_VALUE <= found <= MOST_VALUE:
        raise refuse("odd_kroner", record, column, given=str(found))
    return found.quantize(Decimal("0.01")).normalize() + 0


def _number(record: Record, column: Column) -> Decimal:
    found = read_number(record, column.key) or Decimal(0)
    if not 0 < found <= MOST_YEARS:
        raise refuse("bad_years", record, column, given=str(found), most=MOST_YEARS)
    return found


def _months(record: Record, column: Column) -> int:
    found = read_number(record, column.key) or Decimal(0)
    if found != found.to_integral_value() or not 0 <= found <= MOST_MONTHS:
        raise refuse("bad_months", record, column, given=str(found), most=MOST_MONTHS)
    return int(found)


def _yes(record: Record, column: Column) -> bool:
    cell = record.cells[column.key]
    word = plain(str(int(cell)) if isinstance(cell, int | float) else cell)
    if word not in _YES | _NO:
        raise refuse("bad_yes", record, column, given=show(str(cell), 40))
    return word in _YES


def _code(record: Record, column: Column) -> str:
    text = plain(read_text(record, column.key))
    known = read_codes(column.codes)
    if text in known:
        return known[text]
    near = get_close_matches(text, known, 1, 0.72)
    choices = ", ".join(label(column.codes, code) for code in list_codes(column.codes))
    given = show(read_text(record, column.key), 40)
    if near:
        raise refuse("near_code", record, column, given=given, near=label(column.codes, known[near[0]]), choices=choices)
    raise refuse("bad_code", record, column, given=given, choices=choices)


def _currency(record: Record, column: Column) -> str:
    text = read_text(record, column.key)
    return "DKK" if plain(text) in _KRONER else show(text, 10)


def _cpv(record: Record, column: Column) -> str:
    cell = record.cells[column.key]
    text = f"{int(cell):08}" if isinstance(cell, int | float) and not isinstance(cell, bool) else str(cell).strip()
    match = re.fullmatch(r"(\d{8})(?:-\d)?", text)
    if not match or match[1][:2] not in _DIVISIONS:
        raise Doubt("bad_cpv", given=show(text, 40))
    return match[1]


def _nuts(record: Record, column: Column) -> str:
    text = read_text(record, column.key).upper()
    if not re.fullmatch(r"DK0?\d?\d?", text):
        raise Doubt("bad_nuts", given=show(text, 40))
    return text


def _parts(record: Record, column: Column) -> tuple[tuple[str, Decimal | None], ...]:
    found = []
    for part in read_text(record, column.key).split(";"):
        name, sign, value = (piece.strip() for piece in part.partition("="))
        if not name and not sign:
            continue
        if not name:
            raise refuse("bad_parts", record, column, given=show(part, 40))
        found.append((name, _part_value(record, column, value) if sign else None))
    if len(found) > MOST_PARTS or len({plain(name) for name, _value in found}) < len(found):
        raise refuse("bad_parts", record, column, given=show(found[0][0], 40))
    return tuple(found)


def _part_value(record: Record, column: Column, text: str) -> Decimal:
    value = read_number(Record(record.where, {column.key: text}, record.titles), column.key, money=True)
    if value is None or value <= 0:
        raise refuse("bad_parts", record, column, given=show(text, 40))
    return value


_READERS: Mapping[str, Callable[[Record, Column], Any]] = {
    "text": _text,
    "id": _id,
    "date": _date,
    "money": _money,
    "number": _number,
    "months": _months,
    "yes": _yes,
    "code": _code,
    "currency": _currency,
    "cpv": _cpv,
    "nuts": _nuts,
    "parts": _parts,
}


def check_contract(contract: Contract, currency: str) -> Iterator[Check]:
    """What does not fit within one row."""
    if currency != "DKK":
        yield "other_currency", "currency", True, {"given": currency}
    if contract.start and contract.start > contract.end:
        yield "ends_first", "end", True, {"start": contract.start.isoformat(), "end": contract.end.isoformat()}
    if contract.new_start and contract.new_start <= contract.end:
        yield "starts_early", "new_start", False, {"new_start": contract.new_start.isoformat(), "end": contract.end.isoformat()}
    if contract.extend and not contract.extension_months:
        yield "nothing_to_extend", "extend", True, {}
    if contract.notice_months and not contract.extension_months:
        yield "notice_without", "notice_months", False, {}
    yield from _check_values(contract)
    if contract.cpv and (contract.cpv[:2] == "45") != (contract.nature == "works"):
        yield "cpv_nature", "cpv", False, {"cpv": contract.cpv}


def _check_values(contract: Contract) -> Iterator[Check]:
    years = contract.new_years
    value = contract.value if contract.value is not None else contract.annual_value * years if contract.annual_value and years else None
    if (
        contract.value is not None
        and contract.annual_value
        and years
        and abs(contract.value - contract.annual_value * years) > contract.value / 4
    ):
        told = contract.annual_value * years
        yield "values_differ", "value", False, {"value": contract.value, "told": told}
    given = sum((part for _name, part in contract.parts if part is not None), Decimal(0))
    whole = bool(contract.parts) and all(part is not None for _name, part in contract.parts)
    if given and (value is None or given > value or (whole and given != value)):
        yield "parts_sum", "parts", True, {"given": given, "value": value if value is not None else "?"}
