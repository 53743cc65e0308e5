"""Faults planted in a correct, made-up workbook: what is changed, and what must be said about it where. One row per kind of fault.

`CELLS`: sheet, cell, what is put there, key of the finding, and where it must point when not at that cell. `SHAPES`: faults of the workbook itself.
`FILES`: faults of files that are no workbooks. `PERSONAL`: personal data, none of it about anybody: CPR numbers are of the made-up kind.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

S, F, T, P, K, V, R, C, B = "Leverandører", "Tilbud", "Takster", "Ophold", "Kontrakter", "Tilsyn", "Resultater", "Egen kapacitet", "Behov"

CELLS: tuple[tuple[str, str, str, Any, str, str], ...] = (
    # name, sheet, cell, value, key, place when another
    ("missing value", P, "G3", None, "missing", ""),
    ("negative days", P, "G3", -5, "negative", ""),
    ("days above 366", P, "G3", 400, "out_of_range", ""),
    ("days that are text", P, "G3", "tolv", "not_number", ""),
    ("days with a half", P, "G3", 12.5, "not_whole", ""),
    ("366 days in a common year", P, "G3", 366, "too_many_days", ""),
    ("days beyond the stay", P, "G3", 365, "days_beyond_stay", ""),
    ("paid but no days", P, "G3", 0, "paid_without_days", ""),
    ("price 0", P, "H3", 0, "zero_price", ""),
    ("negative price", P, "H3", -100.5, "negative", ""),
    ("price per day in the column of the whole", P, "H3", 1.99, "other_unit", ""),
    ("a month's price in the wrong size", P, "H3", 99_000_000, "other_unit", ""),
    ("thousands or decimals, point", P, "H3", "1.234", "ambiguous_point", ""),
    ("thousands or decimals, comma", P, "H3", "1,234", "ambiguous_comma", ""),
    ("decimal point", P, "H3", "418540.50", "decimal_point", ""),
    ("English thousands", P, "H3", "418,540.50", "decimal_point", ""),
    ("a date in a column of kroner", P, "H3", datetime(2024, 1, 2), "date_for_number", ""),
    ("an error of the spreadsheet", P, "H3", "#REF!", "error_value", ""),
    ("a formula without a result", P, "H3", "=G3*1985", "formula", ""),
    ("a date for a year", P, "F3", datetime(2024, 1, 2), "date_for_year", ""),
    ("a year of two digits", P, "F3", 24, "out_of_range", ""),
    ("a price year far away", P, "I3", 2012, "odd_price_year", ""),
    ("add-on above the price", P, "J3", 99_000_000, "add_on_above", ""),
    ("a date as a number", P, "L3", 45678, "date_as_number", ""),
    ("a date of two-digit year", P, "L3", "01-02-24", "short_year", ""),
    ("the month first", P, "L3", "02/28/2024", "month_first", ""),
    ("a date that is none", P, "L3", "31-02-2024", "no_such_date", ""),
    ("a date in words", P, "L3", "forår", "bad_date", ""),
    ("a time of day", P, "L3", datetime(2022, 1, 2, 14, 30), "time_in_date", ""),
    ("began after the year", P, "L3", datetime(2031, 1, 2), "outside_year", ""),
    ("ended before it began", P, "M3", datetime(2001, 1, 2), "ends_first", ""),
    ("an offer not listed", P, "B3", "T99999", "offer_unlisted", ""),
    ("a paragraph the offer is not approved for", P, "C3", "SEL § 96", "not_approved_for", ""),
    ("no paragraph at all", P, "C3", "særlig aftale", "bad_paragraph", ""),
    ("two paragraphs in one", P, "C3", "§§ 107 og 108", "bad_paragraph", ""),
    ("a paragraph of before the reform", P, "C3", "SEL § 66, stk. 1, nr. 5", "paragraph_unclear", ""),
    ("a target group misspelt", P, "D3", "autsime", "near_code", ""),
    ("a target group not known", P, "D3", "xyz", "bad_code", ""),
    ("a target group not the offer's", P, "D3", "demens", "other_group", ""),
    ("a level above 4", P, "E3", 7, "out_of_range", ""),
    ("own against the offer", P, "N3", "TURN", "own_differs", ""),
    ("neither yes nor no", P, "N3", "måske", "bad_bool", ""),
    ("a doubled key", P, "A4", "P00001", "doubled_key", ""),
    ("a key with blanks", P, "A3", "linje nr 3", "bad_id", ""),
    ("share as percent", S, "F3", 66, "share_as_percent", ""),
    ("no share", S, "F3", 6600, "bad_share", ""),
    ("a CVR number of seven digits", S, "D3", "1234567", "bad_cvr", ""),
    ("a form of ownership misspelt", S, "C3", "privta", "near_code", ""),
    ("a supplier not listed", F, "B3", "L999", "supplier_unlisted", ""),
    ("age turned around", F, "O3", 3, "ends_first", ""),
    ("more free than places", F, "AB3", 4000, "more_than_places", ""),
    ("no municipality", F, "G3", "Andeby", "bad_municipality", ""),
    ("no P number", F, "H3", "12345", "bad_pnumber", ""),
    ("conditions far too long", F, "L3", "ok " * 80, "too_long", ""),
    ("a month's price as a day's", T, "E3", 99_000_000, "other_unit", ""),
    ("a unit not known", T, "F3", "kvartal", "bad_code", ""),
    ("valid to before valid from", T, "K3", datetime(2001, 1, 1), "ends_first", ""),
    ("a contract that ends first", K, "E3", datetime(2001, 1, 1), "ends_first", ""),
    ("a score of 7", V, "C3", 7, "out_of_range", ""),
    ("a theme misspelt", V, "B3", "kompetancer", "near_code", ""),
    ("more days than places hold", C, "E3", 3_000_000, "too_many_days", ""),
    ("need out of order", B, "C3", 900_000, "not_in_order", "D3"),
    ("a municipality that is none", "Om data", "A2", "Andeby", "bad_municipality", ""),
)


def _heading(sheet: str, cell: str, name: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet][cell] = name

    return change


def _insert_row(sheet: str, row: int, *cells: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet].insert_rows(row)
        for index, value in enumerate(cells, start=1):
            book[sheet].cell(row, index, value)

    return change


def _append(sheet: str, *cells: Any) -> Callable[[Any], None]:
    def change(book: Any) -> None:
        book[sheet].append(cells)

    return change


def _double_row(book: Any) -> None:
    book[P].append([cell.value for cell in book[P][3]])


def _same_line(book: Any) -> None:
    book[P].append(["P99999", *[cell.value for cell in book[P][3]][1:]])


def _merge(book: Any) -> None:
    book[P].merge_cells("C3:C5")


def _hide_row(book: Any) -> None:
    book[P].row_dimensions[4].hidden = True


def _hide_sheet(book: Any) -> None:
    book[V].sheet_state = "hidden"


def _copy_sheet(book: Any) -> None:
    book.copy_worksheet(book[P]).title = "Ophold kopi"


def _other_sheet(book: Any) -> None:
    book.create_sheet("Regnskab").append(["Konto", "Kroner"])
    book["Regnskab"].append(["4010", 5])


def _column(name: str | None, *values: Any) -> Callable[[Any], None]:
    """A further column on the sheet of placements."""

    def change(book: Any) -> None:
        sheet = book[P]
        index = 18
        sheet.cell(1, index, name)
        for row, value in enumerate(values, start=2):
            sheet.cell(row, index, value)

    return change


def _drop_column(book: Any) -> None:
    book[P].delete_cols(8)


def _stray(book: Any) -> None:
    book[P]["A1048000"] = "P1"


def _comment(book: Any) -> None:
    from openpyxl.comments import Comment

    book[P]["G3"].comment = Comment("set", "os")


SHAPES: tuple[tuple[str, Callable[[Any], None], str, str], ...] = (
    ("a heading renamed", _heading(P, "H1", "Betalte kr"), "missing_column_near", "Ophold, 1"),
    ("a column gone", _drop_column, "missing_column", "Ophold, 1"),
    ("a column twice", _heading(P, "J1", "Betalt"), "doubled_column", "Ophold, J1"),
    ("a column nobody knows", _column("Kontonummer", 1, 2, 3), "unknown_column", "Ophold, R1"),
    ("a heading nearly right", _heading(P, "J1", "Tilæg"), "unknown_column_near", "Ophold, J1"),
    ("cells without a heading", _column(None, 1, 2), "no_heading", "Ophold, R1"),
    ("rows above the headings", _insert_row(P, 1, "Ophold i Eksempelkommunen"), "rows_above", "Ophold, 2"),
    (
        "a second row of headings",
        _insert_row(P, 2, "id", "id", "tekst", "tekst", "tal", "år", "dage", "kr.", "år", "kr."),
        "second_heading",
        "Ophold, 2",
    ),
    ("headings repeated", _insert_row(P, 9, "Linje-id", "Tilbuds-id", "Paragraf", "Målgruppe"), "repeated_heading", "Ophold, 9"),
    ("a total at the end", _append(P, "I alt", None, None, None, None, None, 9999, 1e7), "total_row", "Ophold, 62"),
    ("a row twice", _double_row, "doubled_row", "Ophold, A62"),
    ("a line under two keys", _same_line, "same_line", "Ophold, A62"),
    ("merged cells", _merge, "merged_cells", "Ophold, C3:C5"),
    ("a hidden row", _hide_row, "hidden_rows", "Ophold, 4"),
    ("a hidden sheet", _hide_sheet, "hidden_sheet", "Tilsyn"),
    ("a sheet copied", _copy_sheet, "copied_sheet", "Ophold kopi"),
    ("a sheet nobody knows", _other_sheet, "unknown_sheet", "Regnskab"),
    ("a cell far outside", _stray, "stray_cell", ""),
    ("a comment on a cell", _comment, "cell_comments", "Ophold"),
)

_HEAD = "Paragraf;År;Lavt;Mest sandsynligt;Højt\r\n"
_ROW = "SEL § 107;2027;95;104,5;113\r\n"
FILES: tuple[tuple[str, str, bytes, str], ...] = (
    # name, file name, bytes, key
    ("empty", "behov.csv", b"", "empty_file"),
    ("cp1252", "behov.csv", (_HEAD + _ROW).encode("cp1252"), "cp1252"),
    ("UTF-16", "behov.csv", (_HEAD + _ROW).encode("utf-16"), "utf16"),
    ("no encoding", "behov.csv", _HEAD.encode() + bytes(range(0x81, 0xA0)) + b"\r\n", "wrong_encoding"),
    ("binary", "behov.csv", _HEAD.encode() + b"\0\1\2", "binary_text"),
    ("comma", "behov.csv", (_HEAD + 'SEL § 107;2027;95;"104,5";113\r\n').replace(";", ",").encode(), "comma_separated"),
    ("an open quote", "behov.csv", (_HEAD + '"SEL § 107;2027;95;104,5;113\r\n').encode(), "broken_csv"),
    ("an old workbook", "behov.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "locked_or_old"),
    ("half a workbook", "behov.xlsx", b"PK\x03\x04" + bytes(600), "broken_workbook"),
    ("a PDF", "behov.pdf", b"%PDF-1.7 ...", "no_table"),
    ("headings of another table", "behov.csv", b"Konto;Kroner\r\n1;2\r\n", "no_headings"),
    ("a point for a comma", "behov.csv", (_HEAD + "SEL § 107;2027;95;104.5;113\r\n").encode(), "decimal_point"),
)

PERSONAL: tuple[tuple[str, str, Any, str], ...] = (
    # name, cell on the sheet of placements, what is put there, key
    ("CPR with hyphen", "Q3", "010199-1234", "personal_cpr"),
    ("CPR without hyphen", "Q3", "0101991234", "personal_cpr"),
    ("CPR as a number without its zero", "Q3", 101010007, "personal_cpr"),
    ("CPR as a number", "Q3", 3112991234, "personal_cpr"),
    ("CPR with blanks", "C3", "01 01 99 1234", "personal_cpr"),
    ("CPR with points and four-digit year", "D3", "01.01.1999-1234", "personal_cpr"),
    ("CPR in a key", "A3", "P-010199-1234", "personal_cpr"),
    ("CPR in a column of kroner", "H3", "010199-1234", "personal_cpr"),
    ("CPR for want of a real one", "Q3", "610199-1234", "personal_cpr"),
    ("CPR with wide digits", "Q3", "０１０１９９－１２３４", "personal_cpr"),
    ("CPR with a sign that cannot be seen", "Q3", "010\u200b199-1234", "personal_cpr"),
    ("a name", "D3", "Mette Testholm Hansen", "personal_person_name"),
    ("a name turned around", "Q3", "Rasmussen, Oliver", "personal_person_name"),
    ("a given name as a key", "A3", "Mette", "personal_person_name"),
    ("an e-mail address", "Q3", "en.person@eksempel.dk", "personal_contact"),
    ("a telephone number", "Q3", "+45 12 34 56 78", "personal_phone"),
    ("an address", "Q3", "Opdigtetvej 12, 2. tv", "personal_address"),
    ("a text about a citizen", "D3", "Borgeren har boet her siden foråret", "personal_prose"),
    ("a long text", "P3", "der er aftalt et længere forløb med mange møder og en plan for hele året", "personal_prose"),
)
# Columns with these headings and anything in them.
COLUMNS = ("Navn", "CPR-nr.", "Borgers navn", "Bemærkninger", "Telefon", "Adresse", "Fødselsdato", "E-mail")
