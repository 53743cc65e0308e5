"""Bad files: each is refused with its place and a remedy; nothing is guessed. Files go through the child that reads a user's."""

from typing import Any

import pytest
from green_tables import FACTOR_HEAD, SPEND_HEAD, factors, spending, workbook

from samspil.competition.errors import CompetitionError
from samspil.competition.green.reading import read_levels, read_spending
from samspil.table_files import MOST_BYTES, open_table, read_table

GOOD = "A;Vej;1000;2025;;"


@pytest.mark.parametrize(
    ("rows", "kind", "place"),
    [
        (["A;Vej;-1000;2025;;"], "negative", ":2 (beløb)"),
        (["A;Vej;\u22121000;2025;;"], "negative", ":2 (beløb)"),
        (["A;Vej;1000;2025;-5;liter"], "negative", ":2 (antal)"),
        (["A;Vej;;2025;;"], "no_value", ":2 (beløb)"),
        (["A;;1000;2025;;"], "no_value", ":2 (kategori)"),
        (["A;Vej;1.234;2025;;"], "ambiguous_point", ":2 (beløb)"),
        (["A;Vej;1,234;2025;;"], "ambiguous_comma", ":2 (beløb)"),
        (["A;Vej;1234.50;2025;;"], "decimal_point", ":2 (beløb)"),
        (["A;Vej;1,234,567.89;2025;;"], "decimal_point", ":2 (beløb)"),
        (["A;Vej;1.23.456;2025;;"], "not_number", ":2 (beløb)"),
        (["A;Vej;12 34;2025;;"], "not_number", ":2 (beløb)"),
        (["A;Vej;tusind;2025;;"], "not_number", ":2 (beløb)"),
        (["A;Vej;NaN;2025;;"], "not_number", ":2 (beløb)"),
        (["A;Vej;1e400;2025;;"], "not_number", ":2 (beløb)"),
        (["A;Vej;99999999999999;2025;;"], "not_number", ":2 (beløb)"),
        (["A;Vej;=1+1;2025;;"], "not_number", ":2 (beløb)"),
        (["A;Vej;٣٤;2025;;"], "not_number", ":2 (beløb)"),
        (["A;Vej;1000;25;;"], "bad_year", ":2 (år)"),
        (["A;Vej;1000;2025/26;;"], "bad_year", ":2 (år)"),
        (["A;Vej;1000;;;"], "bad_year", ":2 (år)"),
        (["A;Vej;1000;2025;5;"], "quantity_unit", ":2 (enhed)"),
        (["A;Vej;1000;2025;;liter"], "quantity_unit", ":2 (antal)"),
        ([GOOD, "a ;VEJ;500;2025;;"], "purchase_twice", ":3"),
        (["A;Vej;1000;2025;;;7"], "cells", ":2"),
        (["A;Vej;1000,50;2025"], "", ""),
        (["=cmd|' /C calc'!A0;Vej;1000;2025;;"], "formula_text", ":2 (indkøb)"),
        (["A;@SUM(A1);1000;2025;;"], "formula_text", ":2 (kategori)"),
        (["A;" + "x" * 201 + ";1000;2025;;"], "bad_text", ":2 (kategori)"),
        (["A;Vej\x07;1000;2025;;"], "bad_text", ":2 (kategori)"),
        ([], "no_rows", ":1"),
    ],
)
def test_spend_rows(rows: list[str], kind: str, place: str) -> None:
    if not kind:
        assert spending(*rows).lines[0].amount == pytest.approx(1000.5)
        return
    with pytest.raises(CompetitionError) as refused:
        spending(*rows)
    assert refused.value.kind == f"error_{kind}"
    assert refused.value.place == f"forbrug.csv{place}"
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("indkøb;kategori;beløb;antal;enhed", "no_column"),
        ("indkøb;kategori;beløb (1.000 kr.);år;antal;enhed", "thousands"),
        ("indkøb;kategori;mio. kr.;år;antal;enhed", "thousands"),
        ("indkøb;kategori;beløb i t.kr.;år;antal;enhed", "no_column"),
        ("indkøb;kategori;beløb;beløb;år;enhed", "column_twice"),
        ("indkøb;kategori;beløb;kroner;år;enhed", "column_twice"),
        ("", "no_column"),
    ],
)
def test_headings(head: str, kind: str) -> None:
    with pytest.raises(CompetitionError) as refused:
        spending(GOOD, head=head)
    assert refused.value.kind == f"error_{kind}"


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("Vej;0,08;ton CO2e/kr.;2025;;;1,5;K", "other_mass"),
        ("Vej;80;g CO2e/kr.;2025;;;1,5;K", "other_mass"),
        ("Vej;0,08;kg CO2/kr.;2025;;;1,5;K", "other_mass"),
        ("Vej;0,08;kg/kr.;2025;;;1,5;K", "bad_unit"),
        ("Vej;0,08;kr.;2025;;;1,5;K", "bad_unit"),
        ("Vej;80000;kg CO2e/mio. kr.;2025;;;1,5;K", "other_money"),
        ("Vej;0,6;kg CO2e/euro;2025;;;1,5;K", "other_money"),
        ("Vej;0;kg CO2e/kr.;2025;;;1,5;K", "factor_nought"),
        ("Vej;-0,08;kg CO2e/kr.;2025;;;1,5;K", "factor_nought"),
        ("Vej;;kg CO2e/kr.;2025;;;1,5;K", "no_value"),
        ("Vej;0.08;kg CO2e/kr.;2025;;;1,5;K", "decimal_point"),
        ("Vej;0,08;kg CO2e/kr.;;;;1,5;K", "no_price_year"),
        ("Vej;3,2;kg CO2e/liter;2025;;;1,5;K", "price_year_of_unit"),
        ("Vej;0,08;kg CO2e/kr.;2025;;;;K", "no_width"),
        ("Vej;0,08;kg CO2e/kr.;2025;0,05;;;K", "no_width"),
        ("Vej;0,08;kg CO2e/kr.;2025;0,05;0,1;1,5;K", "two_widths"),
        ("Vej;0,08;kg CO2e/kr.;2025;0,09;0,1;;K", "bad_width"),
        ("Vej;0,08;kg CO2e/kr.;2025;0;0,1;;K", "bad_width"),
        ("Vej;0,08;kg CO2e/kr.;2025;0,08;0,08;;K", "bad_width"),
        ("Vej;0,08;kg CO2e/kr.;2025;0,0001;80;;K", "bad_width"),
        ("Vej;0,08;kg CO2e/kr.;2025;;;1;K", "bad_gsd"),
        ("Vej;0,08;kg CO2e/kr.;2025;;;15;K", "bad_gsd"),
        ("Vej;0,08;kg CO2e/kr.;2025;;;1,5;", "no_value"),
    ],
)
def test_factor_rows(row: str, kind: str) -> None:
    with pytest.raises(CompetitionError) as refused:
        factors(row)
    assert refused.value.kind == f"error_{kind}"
    assert refused.value.place.startswith("faktorer.csv:2")


def test_a_category_twice() -> None:
    """Two factors of the same unit are refused whatever the letters' case; another unit is another factor."""
    with pytest.raises(CompetitionError) as refused:
        factors("Vej;0,08;kg CO2e/kr.;2025;;;1,5;K", "VEJ ;0,09;kg CO₂e pr. krone;2024;;;1,5;K")
    assert (refused.value.kind, refused.value.place) == ("error_category_twice", "faktorer.csv:3")
    assert len(factors("Vej;0,08;kg CO2e/kr.;2025;;;1,5;K", "Vej;3;kg CO2e/ton;;2;4;;K").factors) == 2


@pytest.mark.parametrize(
    ("text", "kg"),
    [("0,00012", "0.00012"), ("1,2E-4", "0.00012"), ("1.234,5", "1234.5"), ("1 234,5", "1234.5"), ("12", "12"), ("1\u00a0234", "1234")],
)
def test_numbers_as_danes_write_them(text: str, kg: str) -> None:
    assert str(factors(f"Vej;{text};kg CO2e/kr.;2025;;;1,5;K").factors[0].kg.normalize()) == kg


def test_commas_between_cells_and_in_numbers() -> None:
    """Separated by commas with decimal commas: more cells than headings."""
    with pytest.raises(CompetitionError) as refused:
        read_spending(read_table(b"kategori,bel\xc3\xb8b,\xc3\xa5r\nVej,1000,50,2025\n", "f.csv"))
    assert refused.value.kind == "error_cells"


def test_comments_do_not_decide_the_separator() -> None:
    made = spending(GOOD, head='# a, b, c, d, e, f, "g\n\n' + SPEND_HEAD)
    assert made.lines[0].amount == 1000
    assert made.lines[0].place == "forbrug.csv:4"


@pytest.mark.parametrize("rows", [["2024;100;K", "2024;101;K"], ["2024;0;K"], ["2024;;K"], ["2024;-3;K"], ["2024;100;"]])
def test_bad_index(rows: list[str]) -> None:
    with pytest.raises(CompetitionError):
        read_levels(read_table("\n".join(("år;indeks;kilde", *rows)).encode(), "i.csv"))


HEAD = ["indkøb", "kategori", "beløb", "år"]


def no_result(_book: Any, sheet: Any) -> None:
    sheet["C2"] = "=A1+1"


def error(_book: Any, sheet: Any) -> None:
    sheet["C2"] = "#REF!"
    sheet["C2"].data_type = "e"


def date_cell(_book: Any, sheet: Any) -> None:
    import datetime

    sheet["C2"] = datetime.date(2025, 3, 1)


def truth(_book: Any, sheet: Any) -> None:
    sheet["C2"] = True


def twin(book: Any, _sheet: Any) -> None:
    other = book.create_sheet("Kopi")
    for row in (HEAD, ["B", "Vej", 5, 2025]):
        other.append(row)


@pytest.mark.parametrize(
    ("change", "kind"),
    [(no_result, "formula"), (error, "error_cell"), (date_cell, "date"), (truth, "not_number"), (twin, "two_sheets")],
)
def test_workbooks(change: Any, kind: str) -> None:
    with pytest.raises(CompetitionError) as refused:
        read_spending(read_table(workbook([HEAD, ["A", "Vej", 1000, 2025]], change), "f.xlsx"))
    assert refused.value.kind == f"error_{kind}"
    if kind not in ("two_sheets",):
        assert refused.value.place == "f.xlsx, Forbrug:2 (beløb)"


def test_a_workbook_with_hidden_rows_is_read_and_told() -> None:
    def hide(_book: Any, sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    made = read_spending(read_table(workbook([HEAD, ["A", "Vej", 1000.5, 2025], ["B", "Vej", 1, 2025]], hide), "f.xlsx"))
    assert [float(line.amount) for line in made.lines] == [1000.5, 1]
    assert made.hidden == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"   \n", b"PK\x03\x04 cut", b"%PDF-1.7", b"<html>", b'{"a": 1}', b"\x00\x01\x02", b"\xd0\xcf\x11\xe0locked", b'a;b\n"open;c\n'],
)
def test_files_that_are_no_tables(data: bytes) -> None:
    with pytest.raises(CompetitionError) as refused:
        read_table(data, "f.xlsx")
    assert refused.value.kind == "error_unreadable_table"
    assert "{" not in refused.value.message


def test_a_cut_workbook_is_refused() -> None:
    with pytest.raises(CompetitionError):
        read_table(workbook([HEAD, ["A", "Vej", 1000, 2025]])[:3000], "f.xlsx")


def test_files_that_cannot_be_opened(tmp_path: Any) -> None:
    big = tmp_path / "stor.csv"
    big.write_bytes(b"x" * (MOST_BYTES + 1))
    for file, kind in ((tmp_path / "mangler.csv", "no_file"), (tmp_path, "no_file"), (big, "too_big")):
        with pytest.raises(CompetitionError) as refused:
            open_table(file)
        assert refused.value.kind == f"error_{kind}"


def test_every_heading_of_the_templates_is_read() -> None:
    from samspil.competition.green.reading import FACTORS, SPEND
    from samspil.publish.competition.green_files import FACTOR_HEADS, SPEND_HEADS, make_templates

    assert set(SPEND_HEADS) == {heading.title for heading in SPEND} == set(SPEND_HEAD.split(";"))
    assert set(FACTOR_HEADS) == {heading.title for heading in FACTORS} == set(FACTOR_HEAD.split(";"))
    for name, content in make_templates().items():
        tables = read_table(content, name)
        if name.startswith("eksempel"):
            assert len(tables[0].rows) > 5
