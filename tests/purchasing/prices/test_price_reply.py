"""The right of reply: out, filled in by openpyxl as a supplier would, and in again; every way an answer can be wrong; nothing overwritten, no person let in."""

import functools
import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from price_values import dressed

from samspil.errors import NothingReadError, OutputError, UsageError
from samspil.publish.purchasing.reply_xlsx import reply_to_xlsx
from samspil.purchasing.prices.model import PEERS
from samspil.purchasing.prices.negotiation import build_list
from samspil.purchasing.prices.reply import ReplySheet, make_sheet, parse_sheet, sheet_to_json
from samspil.purchasing.prices.reply_read import Reading, describe_fault, read_reply_file
from samspil.purchasing.prices.words import describe_answer
from samspil.replying import _write_new, gather_replies, list_sheets, send_sheet, take_reply

DAY, LATER = date(2026, 1, 15), date(2026, 2, 1)
KEY, KNOWN, STANCE, CORRECTION, COMMENT = "A", "E", "G", "H", "I"
PERSONAL = "Jens Hansen 010190-1234"


@pytest.fixture
def sheet() -> ReplySheet:
    whole = dressed()
    return make_sheet(whole, "L1", DAY, entries=build_list(whole, benchmark=PEERS).entries)


def row_of(sheet: ReplySheet, field: str) -> int:
    """The row of the first line about a field; the heading is row 1."""
    return next(number for number, line in enumerate(sheet.lines, start=2) if line.field == field)


def fill(content: bytes, change: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book.worksheets[1])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def write_cells(cells: Mapping[str, object], page: Any) -> None:
    for cell, value in cells.items():
        page[cell] = value


def read(sheet: ReplySheet, **cells: object) -> Reading:
    """The sheet with cells written in it, read as the child does."""
    content = fill(reply_to_xlsx(sheet), functools.partial(write_cells, cells))
    from samspil.purchasing.prices.reply_read import parse_reading

    answer = read_reply_file(content, {"name": "svar.xlsx", "sheet": sheet_to_json(sheet)}, None)
    return parse_reading(json.loads(json.dumps(answer)))


def test_the_sheet_says_what_is_known(sheet: ReplySheet) -> None:
    known = {(line.kind, line.field): line.known for line in sheet.lines}
    assert known["offers", "occupancy"] == "80 %"
    assert known["tariffs", "price_dkk"] == "1.240,00 kr."
    assert known["contracts", "expires"] == "30.6.2026"
    assert known["placements", "paid_dkk"] == "130.000,00 kr."
    assert "1.200,50" in known["compared", "compared"]
    assert len({line.key for line in sheet.lines}) == len(sheet.lines)
    assert {line.offer for line in sheet.lines} == {"T1"}


def test_same_sheet_same_bytes_and_json_round_trip(sheet: ReplySheet) -> None:
    assert reply_to_xlsx(sheet) == reply_to_xlsx(sheet)
    assert parse_sheet(json.loads(json.dumps(sheet_to_json(sheet)))) == sheet


def test_known_cells_are_locked_and_answers_are_open(sheet: ReplySheet) -> None:
    page = openpyxl.load_workbook(io.BytesIO(reply_to_xlsx(sheet))).worksheets[1]
    assert page.protection.sheet
    assert [page[f"{column}2"].protection.locked for column in (KEY, KNOWN, STANCE, CORRECTION, COMMENT)] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_unanswered_comes_back_unanswered(sheet: ReplySheet) -> None:
    found = read(sheet)
    assert (found.answers, found.faults, found.personal) == ((), (), ())
    assert len(found.unanswered) == len(sheet.lines)


@pytest.mark.parametrize(
    ("field", "cells", "stance", "correction"),
    [
        ("occupancy", {STANCE: "enig"}, "agree", ""),
        ("occupancy", {STANCE: "Uenig", COMMENT: "Vi har flere ledige pladser"}, "disagree", ""),
        ("occupancy", {STANCE: "disagree"}, "disagree", ""),
        ("occupancy", {STANCE: "rettelse", CORRECTION: "97,5 %"}, "correction", "97,5 %"),
        ("occupancy", {CORRECTION: 0.975}, "correction", "97,5 %"),
        ("price_dkk", {STANCE: "rettelse", CORRECTION: "1.234,50"}, "correction", "1.234,50 kr."),
        ("places", {STANCE: "rettelse", CORRECTION: 22}, "correction", "22"),
        ("expires", {STANCE: "rettelse", CORRECTION: "31-12-2027"}, "correction", "31.12.2027"),
        ("expires", {STANCE: "rettelse", CORRECTION: date(2027, 12, 31)}, "correction", "31.12.2027"),
        ("on_file", {STANCE: "rettelse", CORRECTION: "nej"}, "correction", "nej"),
        ("tariff", {COMMENT: "Taksten dækker også nattevagt"}, "comment", ""),
    ],
)
def test_answers_are_read(sheet: ReplySheet, field: str, cells: dict[str, object], stance: str, correction: str) -> None:
    row = row_of(sheet, field)
    found = read(sheet, **{f"{column}{row}": value for column, value in cells.items()})
    assert found.faults == ()
    (answer,) = found.answers
    assert (answer.key, answer.stance, answer.correction, answer.comment) == (
        sheet.lines[row - 2].key, stance, correction, cells.get(COMMENT, ""),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "cells", "fault", "column"),
    [
        ("occupancy", {STANCE: "måske"}, "bad_stance", STANCE),
        ("occupancy", {COMMENT: "Se venligst vores takst"}, "no_stance", STANCE),
        ("occupancy", {STANCE: "rettelse"}, "no_correction", CORRECTION),
        ("occupancy", {STANCE: "enig", CORRECTION: "0,9"}, "correction_unasked", CORRECTION),
        ("occupancy", {STANCE: "rettelse", CORRECTION: "97,5"}, "bad_correction", CORRECTION),
        ("occupancy", {STANCE: "rettelse", CORRECTION: "-0,5"}, "outside", CORRECTION),
        ("price_dkk", {STANCE: "rettelse", CORRECTION: "1.234"}, "bad_correction", CORRECTION),
        ("price_dkk", {STANCE: "rettelse", CORRECTION: "-5"}, "outside", CORRECTION),
        ("places", {STANCE: "rettelse", CORRECTION: "mange"}, "bad_correction", CORRECTION),
        ("places", {STANCE: "rettelse", CORRECTION: 9999}, "outside", CORRECTION),
        ("expires", {STANCE: "rettelse", CORRECTION: 45678}, "bad_correction", CORRECTION),
        ("score", {STANCE: "rettelse", CORRECTION: 7}, "outside", CORRECTION),
        ("compared", {STANCE: "rettelse", CORRECTION: "1000"}, "cannot_correct", CORRECTION),
        ("occupancy", {STANCE: "uenig", COMMENT: "tal " * 300}, "long_comment", COMMENT),
        ("occupancy", {KNOWN: "99 %"}, "changed_known", KNOWN),
        ("occupancy", {KEY: "0000000000-0001-abcdef"}, "other_sheet", KEY),
        ("occupancy", {KEY: None, STANCE: "enig"}, "no_key", KEY),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_cell(
    sheet: ReplySheet, field: str, cells: dict[str, object], fault: str, column: str
) -> None:
    row = row_of(sheet, field)
    found = read(sheet, **{f"{name}{row}": value for name, value in cells.items()})
    assert found.answers == ()
    assert (found.faults[0].key, found.faults[0].cell) == (fault, f"{column}{row}")
    assert all(describe_fault(each) for each in found.faults)
    key = sheet.lines[row - 2].key
    assert key in found.unanswered


def test_changed_doubled_and_missing_keys(sheet: ReplySheet) -> None:
    changed = read(sheet, A2=sheet.lines[0].key[:-1] + "x")
    assert [each.key for each in changed.faults] == ["changed_key", "missing_line"]
    doubled = read(sheet, A3=sheet.lines[0].key)
    assert [each.key for each in doubled.faults] == ["doubled_key", "missing_line"]


@pytest.mark.parametrize("cell", ["I2", "H2", "G2", "I40", "M5", "E2"])
def test_personal_data_are_named_by_kind_and_never_shown(sheet: ReplySheet, cell: str) -> None:
    found = read(sheet, **{cell: PERSONAL})
    assert [kind for _cell, kind in found.personal] == ["cpr"]
    assert found.personal[0][0].endswith(cell)
    assert found.answers == ()
    assert "Hansen" not in repr(found)


def test_a_refused_answer_leaves_nothing_behind(sheet: ReplySheet, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = send_sheet(sheet, tmp_path / "svar")
    file = tmp_path / "svar.xlsx"
    file.write_bytes(fill(out.read_bytes(), lambda page: page.__setitem__("I2", PERSONAL)))
    with pytest.raises(NothingReadError) as refused:
        take_reply(file, tmp_path / "svar", LATER)
    told = str(refused.value) + repr(refused.value) + repr(refused.value.__context__) + "".join(capsys.readouterr())
    kept = b"".join(each.read_bytes() for each in (tmp_path / "svar").rglob("*") if each.is_file())
    assert "CPR" in told
    for secret in ("Hansen", "010190", "1234"):
        assert secret not in told
    assert b"Hansen" not in kept
    assert sorted(each.name for each in out.parent.iterdir()) == ["out.json", "out.xlsx"]


def test_both_versions_stay(sheet: ReplySheet, tmp_path: Path) -> None:
    folder = tmp_path / "svar"
    out = send_sheet(sheet, folder)
    sent = out.read_bytes()
    row = row_of(sheet, "occupancy")
    for number, text in enumerate(("90 %", "91 %"), start=1):
        file = tmp_path / f"svar{number}.xlsx"
        changes = {f"{STANCE}{row}": "rettelse", f"{CORRECTION}{row}": text, f"{COMMENT}{row}": "Nye tal"}
        file.write_bytes(fill(sent, functools.partial(write_cells, changes)))
        kept = take_reply(file, folder, LATER)
        assert (kept.number, kept.file.name, kept.file.read_bytes()) == (number, f"in-{number:03}.xlsx", file.read_bytes())
    assert out.read_bytes() == sent
    (held,) = list_sheets(folder)
    assert [len(each.reading.answers) for each in held.replies] == [1, 1]
    replies = gather_replies(folder)
    (answer,) = replies.answers["T1"]
    assert (answer.correction, answer.known, replies.on["T1"]) == ("91 %", "80 %", LATER)
    words = describe_answer(answer)
    assert words.startswith("Leverandøren oplyser")
    assert "rettelse til 91 %" in words
    entry = build_list(dressed(), benchmark=PEERS, replies=replies).entries[0]
    assert entry.offer != "T1" or entry.answers == (answer,)


def test_never_overwritten(sheet: ReplySheet, tmp_path: Path) -> None:
    out = send_sheet(sheet, tmp_path)
    before = out.read_bytes()
    with pytest.raises(UsageError, match="allerede"):
        send_sheet(sheet, tmp_path)
    with pytest.raises(OutputError, match="findes allerede"):
        _write_new(out, b"andet")
    assert out.read_bytes() == before
    assert not list(out.parent.glob(".samspil*"))


def test_the_same_answer_twice_is_one(sheet: ReplySheet, tmp_path: Path) -> None:
    out = send_sheet(sheet, tmp_path / "svar")
    file = tmp_path / "svar.xlsx"
    file.write_bytes(fill(out.read_bytes(), lambda page: page.__setitem__("G2", "enig")))
    take_reply(file, tmp_path / "svar", LATER)
    with pytest.raises(UsageError, match="allerede gemt"):
        take_reply(file, tmp_path / "svar", LATER)


def test_a_kept_file_that_was_changed_is_found(sheet: ReplySheet, tmp_path: Path) -> None:
    out = send_sheet(sheet, tmp_path)
    out.write_bytes(out.read_bytes() + b" ")
    with pytest.raises(UsageError, match="hash"):
        list_sheets(tmp_path)


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"not a workbook", NothingReadError), (b"", NothingReadError), (b"PK\x03\x04broken", NothingReadError), (None, UsageError)],
)
def test_bad_files(sheet: ReplySheet, tmp_path: Path, content: bytes | None, error: type[Exception]) -> None:
    send_sheet(sheet, tmp_path / "svar")
    file = tmp_path / "svar.xlsx"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(error):
        take_reply(file, tmp_path / "svar", LATER)


def test_an_answer_to_a_sheet_of_another_folder(sheet: ReplySheet, tmp_path: Path) -> None:
    file = tmp_path / "svar.xlsx"
    file.write_bytes(reply_to_xlsx(sheet))
    with pytest.raises(UsageError, match="ingen sendte ark"):
        take_reply(file, tmp_path / "tom", LATER)
    send_sheet(make_sheet(dressed(), "L2", DAY), tmp_path / "svar")
    with pytest.raises(UsageError, match="hører ikke til"):
        take_reply(file, tmp_path / "svar", LATER)


@pytest.mark.parametrize("supplier", ["L404", ""])
def test_unknown_supplier(supplier: str) -> None:
    with pytest.raises(UsageError, match="ingen leverandør"):
        make_sheet(dressed(), supplier, DAY)


def test_money_is_shown_to_the_ore() -> None:
    from samspil.purchasing.prices.words import write_kroner, write_ore

    assert write_ore(Decimal("-1234.5")).replace("\u00a0", " ") == "−1.234,50 kr."
    assert write_kroner(Decimal("1234567.49")).replace("\u00a0", " ") == "1.234.567 kr."
