"""A user's list of contracts: what is read, what is refused, with which place and remedy; nothing silently dropped."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from contract_lists import GOOD, make_book, make_csv, row, take

from samspil.competition.errors import CompetitionError
from samspil.competition.plan.columns import label, list_codes, list_columns, plain, read_codes
from samspil.contract_list import open_contracts
from samspil.publish.competition.plan_template import make_template
from samspil.values.competition_plan import Contract
from samspil.vocabulary.texts import use_language

D = Decimal


def test_a_correct_row() -> None:
    found = take(make_csv([row()]))
    assert found.findings == ()
    assert (found.rows, found.refused) == (1, 0)
    assert found.contracts == (
        Contract(
            "A-1",
            "Rengøring af skoler",
            date(2028, 6, 30),
            date(2024, 7, 1),
            area="cleaning",
            cpv="90919300",
            annual_value=D(3000000),
            new_years=D(4),
            owner="Indkøb",
            place="liste.csv:2",
        ),
    )


WRONG = [
    ({"Slutdato": "30-06-2023"}, "ends_first"),
    ({"Slutdato": ""}, "missing"),
    ({"Slutdato": "31-02-2028"}, "bad_date"),
    ({"Slutdato": "06/30/2028"}, "bad_date"),
    ({"Slutdato": "30-06-28"}, "bad_date"),
    ({"Slutdato": "46934"}, "date_as_number"),
    ({"Slutdato": "snart"}, "bad_date"),
    ({"Slutdato": "30-06-3028"}, "bad_date"),
    ({"Startdato": "juli"}, "bad_date"),
    ({"Titel": ""}, "missing"),
    ({"Titel": '=HYPERLINK("x")'}, "formula_text"),
    ({"Titel": "x" * 300}, "bad_text"),
    ({"Kontrakt-id": ""}, "missing"),
    ({"Kontrakt-id": "<script>"}, "bad_id"),
    ({"Kontrakt-id": "x" * 41}, "bad_id"),
    ({"Art": "tjenesteydelsr"}, "near_code"),
    ({"Art": "gæt"}, "bad_code"),
    ({"Procedure": "hokuspokus"}, "bad_code"),
    ({"Procedure": "begrænst udbud"}, "near_code"),
    ({"Beslutning": "privatisering"}, "bad_code"),
    ({"Serviceområde": "rumfart"}, "bad_code"),
    ({"Årlig værdi": "0"}, "no_kroner"),
    ({"Årlig værdi": "-5000000"}, "no_kroner"),
    ({"Årlig værdi": "3,5"}, "odd_kroner"),  # millions
    ({"Årlig værdi": "1.234"}, "ambiguous_point"),
    ({"Årlig værdi": "1,234"}, "ambiguous_comma"),
    ({"Årlig værdi": "1234567.50"}, "decimal_point"),
    ({"Årlig værdi": "3,000,000"}, "decimal_point"),
    ({"Årlig værdi": "tre mio."}, "not_number"),
    ({"Årlig værdi": "9" * 14}, "not_number"),
    ({"Årlig værdi": "nan"}, "not_number"),
    ({"Anslået værdi": "0,00"}, "no_kroner"),
    ({"Nye år": "0"}, "bad_years"),
    ({"Nye år": "400"}, "bad_years"),
    ({"Valuta": "EUR"}, "other_currency"),
    ({"Valuta": "SEK"}, "other_currency"),
    ({"Kan forlænges (måneder)": "12,5"}, "bad_months"),
    ({"Kan forlænges (måneder)": "-1"}, "bad_months"),
    ({"Forlænges": "måske"}, "bad_yes"),
    ({"Forlænges": "ja"}, "nothing_to_extend"),
    ({"Delaftaler": "Nord = 2000000; Syd = 11000000"}, "parts_sum"),
    ({"Delaftaler": "Nord = 20000000; Syd"}, "parts_sum"),
    ({"Delaftaler": "Nord; Nord"}, "bad_parts"),
    ({"Delaftaler": "Syd; = 2000000"}, "bad_parts"),
    ({"Delaftaler": "= 2000000; Syd"}, "formula_text"),
    ({"Delaftaler": "Nord = 0; Syd"}, "bad_parts"),
]


@pytest.mark.parametrize(("changes", "kind"), WRONG, ids=lambda value: str(value)[:50])
def test_a_row_that_cannot_stand_is_refused_with_place_and_remedy(changes: dict[str, str], kind: str) -> None:
    """One bad row beside a good one: the good one is read, the bad one counted and named."""
    found = take(make_csv([row(), {**GOOD, "Kontrakt-id": "B-2", **changes}]))
    assert [each.id for each in found.contracts] == ["A-1"]
    assert (found.rows, found.refused) == (2, 1)
    refused = [each for each in found.findings if each.level == "row"]
    assert [each.kind.removeprefix("error_") for each in refused] == [kind]
    assert "liste.csv:3" in refused[0].place
    assert refused[0].remedy
    assert refused[0].message


NOTED = [
    ({"CPV": "12345678"}, "bad_cpv"),  # no such division
    ({"CPV": "9091930"}, "bad_cpv"),
    ({"CPV": "rengøring"}, "bad_cpv"),
    ({"CPV": "45233220"}, "cpv_nature"),
    ({"NUTS": "SE224"}, "bad_nuts"),
    ({"Ny start": "01-01-2028"}, "starts_early"),
    ({"Varsel (måneder)": "6"}, "notice_without"),
    ({"Anslået værdi": "30000000"}, "values_differ"),
]


@pytest.mark.parametrize(("changes", "kind"), NOTED, ids=lambda value: str(value)[:50])
def test_what_is_only_said(changes: dict[str, str], kind: str) -> None:
    found = take(make_csv([{**GOOD, **changes}]))
    assert [(each.kind, each.level) for each in found.findings] == [(kind, "note")]
    assert found.findings[0].remedy
    assert len(found.contracts) == 1
    if kind == "bad_cpv":
        assert found.contracts[0].cpv == ""


RIGHT = [
    ({"Årlig værdi": "3.000.000"}, "annual_value", D(3000000)),
    ({"Årlig værdi": "3.000.000,50 kr."}, "annual_value", D("3000000.5")),
    ({"Årlig værdi": "3 000 000"}, "annual_value", D(3000000)),
    ({"Nye år": "2,5"}, "new_years", D("2.5")),
    ({"Slutdato": "2028-06-30"}, "end", date(2028, 6, 30)),
    ({"Slutdato": "30.6.2028"}, "end", date(2028, 6, 30)),
    ({"Valuta": "kr."}, "annual_value", D(3000000)),
    ({"Art": "Light-regimet"}, "nature", "light"),
    ({"Art": "Bygge- og anlæg", "CPV": ""}, "nature", "works"),
    ({"Procedure": "Udbud med forhandling"}, "procedure", "negotiated"),
    ({"Beslutning": "Hjemtagning"}, "way", "insource"),
    ({"Udføres i dag af": "egen"}, "performed_by", "own"),
    ({"CPV": "90919300-5"}, "cpv", "90919300"),
    ({"Grænseoverskridende interesse": "ja"}, "cross_border", True),
    ({"Grænseoverskridende interesse": ""}, "cross_border", None),
    ({"Delaftaler": "Nord; Syd = 2.000.000,00; Vest;"}, "parts", (("Nord", None), ("Syd", D(2000000)), ("Vest", None))),
    ({"Delaftaler": "Nord = 5000000; Syd = 7000000"}, "parts", (("Nord", D(5000000)), ("Syd", D(7000000)))),
    ({"Serviceområde": "Home care"}, "area", "home_care"),
    ({"NUTS": "dk042"}, "nuts", "DK042"),
]


@pytest.mark.parametrize(("changes", "name", "value"), RIGHT, ids=lambda value: str(value)[:50])
def test_the_ways_people_write(changes: dict[str, str], name: str, value: object) -> None:
    found = take(make_csv([{**GOOD, **changes}]))
    assert [each for each in found.findings if each.level != "note"] == []
    assert getattr(found.contracts[0], name) == value


def test_english_headings_and_a_comma_file() -> None:
    names = {"Contract id": "A-1", "Title": "Cleaning", "End date": "2028-06-30", "Nature": "services", "Estimated value": "5000000"}
    found = take(make_csv([names], ","))
    assert [each.value for each in found.contracts] == [D(5000000)]


def test_two_currencies_in_one_list_are_never_added() -> None:
    found = take(make_csv([row(), {**GOOD, "Kontrakt-id": "B", "Valuta": "EUR"}]))
    assert [each.id for each in found.contracts] == ["A-1"]


def test_the_same_key_twice() -> None:
    same = take(make_csv([row(), row()]))
    assert ([each.kind for each in same.findings], len(same.contracts)) == (["doubled_row"], 1)
    other = take(make_csv([row(), row(Titel="Noget andet")]))
    assert ([each.kind for each in other.findings], other.contracts) == (["doubled_id"], ())
    assert (other.rows, other.refused) == (2, 2)


def test_sums_and_blank_rows_are_no_contracts() -> None:
    found = take(make_csv([row(), dict.fromkeys(GOOD, ""), {**dict.fromkeys(GOOD, ""), "Kontrakt-id": "I alt", "Årlig værdi": "3000000"}]))
    assert ([each.kind for each in found.findings], len(found.contracts)) == (["total_row"], 1)
    assert (found.rows, found.refused, found.totals) == (2, 0, 1)


HEADINGS = [
    (lambda rows: [{key: value for key, value in each.items() if key != "Art"} for each in rows], "missing_column", 0),
    (lambda rows: [{"A": "1", "B": "2"}], "no_headings", 0),
    (lambda rows: [{**each, "Nonsens": "1"} for each in rows], "unknown_column", 1),
    (lambda rows: [{**each, "Procedur": "x"} for each in rows], "unknown_column_near", 1),
    (lambda rows: [{**each, "End date": "2028-06-30"} for each in rows], "doubled_column", 0),
]


@pytest.mark.parametrize(("change", "kind", "read"), HEADINGS, ids=lambda value: value if isinstance(value, str) else "")
def test_headings(change: Any, kind: str, read: int) -> None:
    found = take(make_csv(change([row()])))
    assert kind in [each.kind for each in found.findings]
    assert len(found.contracts) == read


def test_only_headings() -> None:
    assert [each.kind for each in take(make_csv([row()]).split(b"\r\n")[0] + b"\r\n").findings] == ["no_rows"]


PERSONAL = ["010180-1234", "0101801234", "Kontakt 010180 1234", "anna.hansen@kommune.example"]


@pytest.mark.parametrize("value", PERSONAL)
@pytest.mark.parametrize("column", ["Titel", "Ansvarlig", "Noter"])
def test_personal_data_refuses_the_file_and_is_not_told(value: str, column: str) -> None:
    found = take(make_csv([row(), {**GOOD, "Kontrakt-id": "B-2", column: value}]))
    assert found.contracts == ()
    assert [each.kind for each in found.findings] == ["personal"]
    assert found.findings[0].place == "liste.csv:3"
    assert value not in found.findings[0].line()


# Workbooks

BOOK = {**GOOD, "Slutdato": date(2028, 6, 30), "Startdato": date(2024, 7, 1), "Årlig værdi": 3000000, "Nye år": 4, "CPV": 90919300}


def test_a_workbook_with_real_dates_and_numbers() -> None:
    found = take(make_book([BOOK]), "liste.xlsx")
    assert found.findings == ()
    one = found.contracts[0]
    assert (one.end, one.annual_value, one.cpv, one.place) == (date(2028, 6, 30), D(3000000), "90919300", "liste.xlsx, Kontrakter:2")


def test_a_formula_without_a_result_is_named() -> None:
    found = take(make_book([{**BOOK, "Årlig værdi": "=1000000*3"}]), "liste.xlsx")
    assert [each.kind for each in found.findings] == ["formula"]
    assert (found.contracts, found.refused) == ((), 1)


def test_an_error_of_the_spreadsheet_is_named() -> None:
    def change(book: Any) -> None:
        cell = book.active.cell(2, list(BOOK).index("Årlig værdi") + 1)
        cell.value, cell.data_type = "#REF!", "e"

    found = take(make_book([BOOK], change), "liste.xlsx")
    assert [each.kind for each in found.findings] == ["error_cell"]


def test_a_hidden_sheet_is_not_read_and_that_is_said() -> None:
    def change(book: Any) -> None:
        hidden = book.copy_worksheet(book.active)
        hidden.title, hidden.sheet_state = "Gammel", "hidden"
        hidden.cell(2, 1).value = "GEMT"

    found = take(make_book([BOOK], change), "liste.xlsx")
    assert [each.id for each in found.contracts] == ["A-1"]
    assert [(each.kind, each.level, each.place) for each in found.findings] == [("hidden_sheet", "note", "liste.xlsx, Gammel")]


def test_hidden_rows_are_read_and_that_is_said() -> None:
    def change(book: Any) -> None:
        book.active.row_dimensions[3].hidden = True

    found = take(make_book([BOOK, {**BOOK, "Kontrakt-id": "B"}], change), "liste.xlsx")
    assert len(found.contracts) == 2
    assert [each.kind for each in found.findings] == ["hidden_rows"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 not a zip", b"%PDF-1.7", b"\x00\x01\x02", b"<html></html>"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(CompetitionError) as refused:
        take(data, "liste.xlsx")
    assert "liste.xlsx" in refused.value.place
    assert refused.value.remedy


# The template and the example


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_filled_template_is_read_back_as_it_was(language: str, suffix: str) -> None:
    example = open_contracts("eksempel").contracts
    use_language(language)
    try:
        found = take(make_template(suffix, example), f"x{suffix}")
    finally:
        use_language("da")
    back = [Contract(**{name: getattr(each, name) for name in Contract.__slots__ if name != "place"}) for each in found.contracts]
    assert [each for each in found.findings if each.level != "note"] == []
    assert back == [Contract(**{name: getattr(each, name) for name in Contract.__slots__ if name != "place"}) for each in example]


def test_an_empty_template_holds_no_contracts() -> None:
    found = take(make_template(".xlsx"), "x.xlsx")
    assert [each.kind for each in found.findings] == ["no_rows"]


def test_the_example_is_marked_and_clean() -> None:
    found = open_contracts("eksempel")
    assert found.findings == ()
    assert len(found.contracts) == 12
    assert all(each.example and "opdigtet" in each.title for each in found.contracts)


def test_every_column_has_heading_help_and_example_and_every_code_its_words() -> None:
    for column in list_columns():
        assert column.da
        assert column.en
        assert column.help_da
        assert column.help_en
        assert column.example
        for code in list_codes(column.codes) if column.codes else ():
            for language in ("da", "en"):
                use_language(language)
                assert read_codes(column.codes)[plain(label(column.codes, code))] == code
    use_language("da")
