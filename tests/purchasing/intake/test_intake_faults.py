"""Faults planted one at a time in a correct workbook are named, each at its place and with a remedy; the correct one has none."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from faults import CELLS, COLUMNS, FILES, PERSONAL, SHAPES

from samspil.cli.main import main
from samspil.purchases import Reading, read_given
from samspil.purchasing.intake.findings import Finding
from samspil.purchasing.intake.reading import Intake, read_files
from samspil.purchasing.intake.templates import make_templates
from samspil.purchasing.synthetic import make_portfolio

NAME = "indkoeb.xlsx"
LINES = 60


@pytest.fixture(scope="module")
def correct() -> bytes:
    return make_templates("xlsx", make_portfolio(1, 8, LINES)[0])[NAME]


def planted(correct: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook with one change."""
    book = openpyxl.load_workbook(io.BytesIO(correct))
    change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(data: bytes, name: str = NAME) -> Intake:
    intake = read_files([(name, data)])
    for count in intake.counts:
        assert count.rows == count.read + count.refused, count
    for finding in intake.findings:
        assert finding.message, finding
        assert finding.remedy, finding
    return intake


def find(intake: Intake, key: str) -> list[Finding]:
    return [finding for finding in intake.findings if finding.key == key]


def test_the_correct_workbook_has_no_fault(correct: bytes) -> None:
    intake = read(correct)
    assert intake.findings == ()
    assert {count.refused for count in intake.counts} == {0}
    assert intake.portfolio is not None
    assert len(intake.portfolio.placements) == LINES


def test_saving_it_elsewhere_changes_nothing(correct: bytes) -> None:
    """What openpyxl writes again is as correct: the faults below are those planted and no others."""
    assert read(planted(correct, lambda _book: None)).findings == ()


@pytest.mark.parametrize(("sheet", "cell", "value", "key", "place"), [row[1:] for row in CELLS], ids=[row[0] for row in CELLS])
def test_a_fault_in_a_cell_is_named_at_its_place(correct: bytes, sheet: str, cell: str, value: Any, key: str, place: str) -> None:
    def change(book: Any) -> None:
        if not isinstance(value, str | datetime):
            book[sheet][cell].number_format = "General"  # openpyxl would write a number in a date's cell as a date
        book[sheet][cell] = ("nej" if book[sheet][cell].value == "ja" else "ja") if value == "TURN" else value

    found = find(read(planted(correct, change)), key)
    assert [finding.place for finding in found][:1] == [f"{NAME}, {sheet}, {place or cell}"], found
    assert found[0].column or sheet == "Om data"


@pytest.mark.parametrize(("change", "key", "place"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_a_fault_in_the_shape_is_named(correct: bytes, change: Callable[[Any], None], key: str, place: str) -> None:
    found = find(read(planted(correct, change)), key)
    assert [finding.place for finding in found][:1] == [f"{NAME}, {place}" if place else NAME], found


@pytest.mark.parametrize(("name", "data", "key"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_a_fault_in_a_file_is_named(name: str, data: bytes, key: str) -> None:
    assert [finding.file for finding in find(read(data, name), key)] == [name]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("damage", [b"\xff" * 40, bytes(40), b"\x07" + bytes(39)], ids=["ones", "noughts", "unknown block"])
def test_a_damaged_part_of_a_workbook_is_named(correct: bytes, part: str, damage: bytes) -> None:
    """The bytes of the stream itself are spoilt: what zlib says is no reason to give up without a word."""
    with zipfile.ZipFile(io.BytesIO(correct)) as book:
        start = book.getinfo(part).header_offset + 30 + len(part)
    assert [finding.file for finding in find(read(correct[:start] + damage + correct[start + len(damage) :]), "broken_workbook")] == [NAME]


def test_fifty_kinds_of_faults_are_planted() -> None:
    keys = {row[4] for row in CELLS} | {row[2] for row in SHAPES} | {row[3] for row in FILES} | {row[3] for row in PERSONAL}
    assert len(keys) >= 50, len(keys)


@pytest.mark.parametrize(("cell", "value", "key"), [row[1:] for row in PERSONAL], ids=[row[0] for row in PERSONAL])
def test_personal_data_refuse_the_file_and_are_not_shown(
    correct: bytes, cell: str, value: Any, key: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def change(book: Any) -> None:
        book["Ophold"][cell] = value
        book["Takster"]["E3"] = -7  # other faults are not told of a refused file

    data = planted(correct, change)
    intake = read(data)
    assert intake.portfolio is None
    assert [(finding.key, finding.place) for finding in intake.findings] == [(key, f"{NAME}, Ophold, {cell}")]
    assert str(value) not in repr(intake)
    (tmp_path / NAME).write_bytes(data)
    for option in ("--limit=0", "--json"):
        assert main(["purchasing", "check", str(tmp_path / NAME), option]) == 2
    shown = capfd.readouterr()
    assert cell in shown.out
    for text in (str(value), *[word for word in str(value).split() if len(word) > 5]):
        assert text not in shown.out + shown.err
    assert [path.name for path in tmp_path.rglob("*")] == [NAME]


@pytest.mark.parametrize("heading", COLUMNS)
def test_columns_about_persons_are_refused_when_filled(correct: bytes, heading: str) -> None:
    def change(book: Any) -> None:
        book["Ophold"]["R1"] = heading
        book["Ophold"]["R3"] = "x1"

    intake = read(planted(correct, change))
    assert intake.portfolio is None
    assert [(finding.key, finding.cell) for finding in intake.findings] == [("personal_person_column", "R1")]


def test_an_empty_column_about_persons_is_only_unknown(correct: bytes) -> None:
    intake = read(planted(correct, lambda book: book["Ophold"].__setitem__("R1", "Bemærkninger")))
    assert [finding.key for finding in intake.findings] == ["unknown_column"]


@pytest.mark.parametrize("name", ["010199-1234.csv", "Mette Hansen.csv"])
def test_a_file_name_is_not_shown_either(name: str) -> None:
    reading = read_given([(name, "Paragraf;År;Lavt;Mest sandsynligt;Højt\r\nSEL § 107;2027;95;104;113\r\n".encode())])
    assert reading.kept is None
    assert [finding.key for finding in reading.findings] == ["personal_file_name"]
    assert name.removesuffix(".csv") not in str(reading.as_json())


def test_personal_data_hide_nowhere(correct: bytes) -> None:
    """Names of sheets, comments, sheets nobody knows, hidden ones, and the template's own help."""

    def comment(book: Any) -> None:
        from openpyxl.comments import Comment

        book["Ophold"]["G3"].comment = Comment("ring til Mette Hansen", "os")

    def sheet(book: Any) -> None:
        book.create_sheet("010199-1234").append(["a", "b"])

    def hidden(book: Any) -> None:
        book.create_sheet("Andet").append(["010199-1234"])
        book["Andet"].sheet_state = "hidden"

    for change in (comment, sheet, hidden, lambda book: book["Hjælp"].__setitem__("A200", "010199-1234")):
        intake = read(planted(correct, change))
        assert intake.portfolio is None
        assert "010199" not in repr(intake)
        assert "Mette" not in repr(intake)


def test_a_column_of_given_names_is_refused(correct: bytes) -> None:
    def change(book: Any) -> None:
        for row, name in enumerate(("Ref", "Pernille", "Mette", "Rasmus"), start=1):
            book["Ophold"].cell(row, 18, name)

    assert [finding.key for finding in read(planted(correct, change)).findings] == ["personal_person_name"]


def test_organisations_may_be_called_after_people(correct: bytes) -> None:
    def change(book: Any) -> None:
        book["Leverandører"]["B3"] = "Familieplejen Mette Hansen"
        book["Tilbud"]["C3"] = "Peter Hansens Hus, Nørregade 12"

    assert read(planted(correct, change)).findings == ()


def test_values_of_text_are_not_repeated(correct: bytes) -> None:
    """A name that no list knows may stand in any cell: text is never said back."""

    def change(book: Any) -> None:
        for cell in ("A3", "C4", "D5", "G6", "H7", "L8", "N9"):
            book["Ophold"][cell] = "Zxqvy Wumblefrotz"

    intake = read(planted(correct, change))
    assert len([finding for finding in intake.findings if finding.level == "row"]) >= 7
    assert "Wumblefrotz" not in repr(intake.findings)


def test_the_reader_runs_in_a_child(correct: bytes) -> None:
    reading = read_given([(NAME, correct)])
    assert isinstance(reading, Reading)
    assert reading.exit_code == 0
    assert reading.portfolio.placements[0].place is not None
