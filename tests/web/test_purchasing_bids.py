"""Bids in a tender in the browser: the evaluation of the command, bad sheets and fields refused, nothing kept."""

import io
from typing import Any

import openpyxl
import pytest
from markupsafe import escape

from samspil.purchasing.bids import tables
from samspil.store.desk.desk import Desk, read_events
from samspil.workbench.purchasing import bids
from tests.web.conftest import Browser, ClientAs
from tests.web.purchases import HOSTILE

SHEET = bids.EXAMPLE.encode("utf-8-sig")


def ask(browser: Browser, content: bytes = SHEET, name: str = "bud.csv", **fields: Any) -> Any:
    return browser.post("/purchasing/bids", data={"form_token": browser.form_token, **fields}, files={"file": (name, content)})


@pytest.mark.parametrize("model", ["relative", "linear", "minmax", "oslo", "commission"])
def test_the_page_shows_what_the_command_works_out(client_as: ClientAs, model: str) -> None:
    page = ask(client_as("coder"), model=model)
    assert page.status_code == 200
    done = bids.evaluate("bud.csv", io.BytesIO(SHEET), {"model": model}).done
    for line in tables.lines_of(done):
        assert escape(line) in page.text
    for row in tables.results_table(done).rows:
        assert f"<td>{row[1]}</td>" in page.text


def test_what_is_typed_goes_before_the_sheet(client_as: ClientAs) -> None:
    typed: dict[str, Any] = {"model": "linear", "price_weight": "1000", "k": "0,5"}
    page = ask(client_as("coder"), **typed).text
    assert escape(tables.lines_of(bids.evaluate("bud.csv", io.BytesIO(SHEET), typed).done)[0]) in page
    assert bids.evaluate("bud.csv", io.BytesIO(SHEET), typed).done.winners == ("Eksempel A",)
    assert 'value="0,5"' in page
    steep, flat = ({"model": "linear", "k": k} for k in ("0,2", "2"))
    results = [tables.results_table(bids.evaluate("b.csv", io.BytesIO(SHEET), typed).done).rows for typed in (steep, flat)]
    assert results[0] != results[1]


def test_the_workbook_has_every_table(client_as: ClientAs) -> None:
    answer = ask(client_as("coder"), do="xlsx")
    assert "evaluering.xlsx" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(book.sheetnames) == 5
    assert "Eksempel B" in [cell.value for row in book.worksheets[0].iter_rows() for cell in row]


@pytest.mark.parametrize(
    ("content", "name", "fields"),
    [
        (b"", "bud.csv", {}),
        (SHEET.replace(b"1000000", b"0"), "bud.csv", {}),
        (SHEET.replace(b"1000000", b"mange"), "bud.csv", {}),
        (SHEET.replace(b"Pris", b"Beloeb"), "bud.csv", {}),
        (SHEET.replace(b"Eksempel A", b"0101701234"), "bud.csv", {}),
        (SHEET, "bud.exe", {}),
        (SHEET, "bud.toml", {}),
        (b"PK\x03\x04 not a workbook", "bud.xlsx", {}),
        (SHEET, "bud.csv", {"model": "unknown"}),
        (SHEET, "bud.csv", {"k": "x"}),
        (SHEET, "bud.csv", {"k": "nan"}),
        (SHEET, "bud.csv", {"price_weight": "-1"}),
    ],
)
def test_what_is_wrong_is_said_and_no_figure_given(client_as: ClientAs, content: bytes, name: str, fields: dict[str, str]) -> None:
    page = ask(client_as("coder"), content, name, **fields)
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert 'id="answer"' not in page.text
    assert "0101701234" not in page.text


def test_markup_in_a_sheet_is_text(client_as: ClientAs) -> None:
    name = HOSTILE.replace(";", "").replace('"', "")
    page = ask(client_as("coder"), SHEET.replace(b"Eksempel A", name.encode()))
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


def test_readers_are_refused_and_nothing_is_kept(desk: Desk, client_as: ClientAs) -> None:
    assert client_as("reader").get("/purchasing/bids").status_code == 403
    assert ask(client_as("reader")).status_code == 403
    with desk.reading() as connection:
        before = len(list(read_events(connection)))
    assert ask(client_as("coder")).status_code == 200
    with desk.reading() as connection:
        assert len(list(read_events(connection))) == before


def test_the_example_can_be_fetched_and_sent_back(client_as: ClientAs) -> None:
    content = client_as("coder").get("/purchasing/bids/example.csv").content
    assert ask(client_as("coder"), content).status_code == 200
