"""Purchasing in the browser: who may see it, data brought and refused, what pages show, and nothing kept or told that must not be."""

import hashlib
import io
import logging
import re
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa

from samspil.store.desk import purchasing as kept
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, read_events
from samspil.values.desk import PURCHASE
from samspil.web.lines import READER
from samspil.web.routes import ROUTES
from samspil.workbench.move import move
from samspil.workbench.purchasing import data as sets
from tests.web.conftest import Browser, ClientAs
from tests.web.purchases import HOSTILE, hostile_portfolio, lay_purchases, make_workbook

CPR, NAME = "0101701234", "Frederikke Overgaard Lindholm"
PAGES = ("", "/suppliers", "/negotiation", "/contracts", "/choose", "/make-or-buy", "/self-sufficiency")
Opened = Callable[[str], Browser]


def send(browser: Browser, content: bytes, name: str = "indkoeb.xlsx") -> Any:
    """Bring a file as the form does."""
    return browser.post("/purchasing/data", data={"form_token": browser.form_token}, files={"file": (name, content)})


@pytest.fixture
def filled(desk: Desk, client_as: ClientAs) -> ClientAs:
    """Browsers over a desk with the data on it."""
    person = client_as("curator").person
    assert person
    lay_purchases(desk, person)
    return client_as


def count(desk: Desk) -> int:
    with desk.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(tables.portfolio)).scalar() or 0)


def trail(desk: Desk) -> list[dict[str, Any]]:
    with desk.reading() as connection:
        return [dict(event.content) for event in read_events(connection) if event.kind == PURCHASE]


def everything(desk: Desk, folder: Path) -> bytes:
    """All bytes of the store, packed content unpacked beside them."""
    raw = b"".join(file.read_bytes() for file in folder.glob("desk.sqlite*"))
    with desk.reading() as connection:
        packed = connection.execute(sa.select(tables.portfolio.c.content)).scalars().all()
    return raw + b"".join(zlib.decompress(bytes(one)) for one in packed)


def test_no_page_on_purchasing_is_for_readers() -> None:
    """Negotiated prices: a reader of the desk meets none, not even an empty page."""
    lines = [line for line in ROUTES if line.path.startswith("/purchasing")]
    assert len(lines) > 15
    assert READER not in {line.role for line in lines}
    assert {line.role for line in lines if "data" in line.path or "repl" in line.path or "papers" in line.path} == {"curator", "admin"}


def test_a_reader_is_told_of_nothing(filled: ClientAs) -> None:
    reader = filled("reader")
    for path in PAGES:
        answer = reader.get(f"/purchasing{path}")
        assert answer.status_code == 403
        assert "Eksempel" not in answer.text
    assert 'href="/purchasing"' not in reader.get("/").text


def test_files_are_checked_kept_and_known_again(desk: Desk, client_as: ClientAs) -> None:
    browser = client_as("curator")
    answer = send(browser, make_workbook())
    assert (answer.status_code, answer.headers["location"]) == (303, "/purchasing?set=1")
    assert send(browser, make_workbook()).headers["location"] == "/purchasing?set=1"
    assert count(desk) == 1
    [brought] = trail(desk)
    assert brought == {"what": "brought", "portfolio": 1, "sha256": sets.list_data(desk)[0].sha256}
    found = sets.find_data(desk)
    assert found
    assert sets.open_portfolio(desk, found).suppliers[1].name == HOSTILE


def test_findings_are_shown_by_cell_and_kept_without_values(desk: Desk, client_as: ClientAs) -> None:
    """A price of nought in a row: named with its place; the rest is kept."""
    content = find_cell("placements", "days", "minus fyrre")
    browser = client_as("curator")
    answer = send(browser, content)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/purchasing/data?set=1"
    page = browser.get("/purchasing/data?set=1").text
    place = sets.list_data(desk)[0].findings[0].place
    assert place in page
    assert all(one.value == "" for one in sets.list_data(desk)[0].findings)


def find_cell(kind: str, field: str, value: object) -> bytes:
    """The workbook with a value under a column's heading, in the second row of data."""
    from samspil.purchasing.intake.columns import read_kinds

    column = read_kinds()[kind].find(field)
    book = openpyxl.load_workbook(io.BytesIO(make_workbook()))
    for page in book.worksheets:
        for row in page.iter_rows(min_row=1, max_row=4):
            for cell in row:
                if str(cell.value or "").strip(" *") == column.da and page.title == read_kinds()[kind].da:
                    page.cell(cell.row + 2, cell.column).value = value
                    stream = io.BytesIO()
                    book.save(stream)
                    return stream.getvalue()
    raise AssertionError(f"no column {column.da}")


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [("placements", "key", CPR), ("placements", "key", "010170-1234"), ("offers", "conditions", f"Særligt for {NAME}, {CPR}")],
)
def test_personal_data_are_refused_and_are_nowhere(
    desk: Desk, client_as: ClientAs, tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: str, field: str, value: str
) -> None:
    """The whole file; the value stands in no answer, no log and no store."""
    caplog.set_level(logging.DEBUG)
    answer = send(client_as("curator"), find_cell(kind, field, value))
    assert answer.status_code == 422
    assert count(desk) == 0
    assert trail(desk) == []
    shown = answer.text + caplog.text + everything(desk, tmp_path).decode("latin-1")
    for secret in (CPR, "010170-1234", NAME):
        assert secret not in shown


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 not a zip", b"a;b\n1;2\n", bytes(range(256)) * 50])
def test_files_that_cannot_be_read_are_refused_with_a_reason(desk: Desk, client_as: ClientAs, content: bytes) -> None:
    answer = send(client_as("curator"), content)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert count(desk) == 0


def test_names_that_are_markup_stay_text(filled: ClientAs) -> None:
    supplier = hostile_portfolio().suppliers[1].id
    curator = filled("curator")
    for path in (*PAGES, f"/suppliers/{supplier}", "/data", "/data?set=1", "/replies"):
        text = curator.get(f"/purchasing{path}").text
        assert HOSTILE not in text, path
        assert "<img src=x" not in text, path
        assert "49 " not in re.findall(r"&amp; (.{3})", text)
    assert "&lt;script&gt;" in curator.get(f"/purchasing/suppliers/{supplier}").text


def test_downloads_are_those_of_the_commands(filled: ClientAs) -> None:
    """The same writers: a workbook is read, numbers are numbers; documents and calendar are what they say."""
    browser = filled("coder")
    for path, start in (
        ("/files/figures.xlsx", b"PK"),
        ("/files/portfolio.docx", b"PK"),
        ("/files/suppliers.docx", b"PK"),
        ("/negotiation/list.xlsx?target=5,4", b"PK"),
        ("/contracts/xlsx", b"PK"),
        ("/contracts/ics", b"BEGIN:VCALENDAR"),
    ):
        answer = browser.get(f"/purchasing{path}")
        assert answer.status_code == 200, path
        assert answer.content.startswith(start), path
        assert "attachment" in answer.headers["content-disposition"]
    assert browser.get("/purchasing/files/other.exe").status_code == 404
    assert browser.get("/purchasing/contracts/exe").status_code == 404
    from samspil.publish.purchasing.figures_sheets import to_xlsx
    from samspil.purchasing.figures.portfolio import build_figures

    assert browser.get("/purchasing/files/figures.xlsx").content == to_xlsx(build_figures(hostile_portfolio()))


@pytest.mark.parametrize(
    "query", ["?year=1999", "?set=77", "?set=99999999999999999999&year=x", "/suppliers/nobody", "/suppliers/..%2f..%2fetc"]
)
def test_what_is_not_there_is_told(filled: ClientAs, query: str) -> None:
    assert filled("coder").get(f"/purchasing{query}").status_code in (200, 404)


def test_a_target_is_held_against_the_list(filled: ClientAs) -> None:
    browser = filled("coder")
    assert "5,4 mio. kr." in browser.get("/purchasing/negotiation?target=5,4").text
    for bad in ("0", "-1", "mange", "1.000.000,5", "٣"):
        assert browser.get("/purchasing/negotiation", params={"target": bad}).status_code == 422
    peers = browser.get("/purchasing/negotiation?benchmark=peers")
    assert peers.status_code == 200


def test_a_set_removed_is_gone(desk: Desk, filled: ClientAs, tmp_path: Path) -> None:
    """By an admin only; neither in the tables nor in the file's bytes. The trail knows number and hash."""
    content = packed(desk)
    assert content[:200] in everything(desk, tmp_path)
    assert filled("curator").send_form("/purchasing/data/remove", set=1).status_code == 403
    assert filled("admin").send_form("/purchasing/data/remove", set=1).status_code == 303
    assert count(desk) == 0
    assert content[:200] not in b"".join(file.read_bytes() for file in tmp_path.glob("desk.sqlite*"))
    assert trail(desk)[-1]["what"] == "removed"
    assert "Eksempel" not in filled("coder").get("/purchasing").text
    assert filled("coder").get("/purchasing?set=1").status_code == 404
    assert filled("admin").send_form("/purchasing/data/remove", set=1).status_code == 404
    person = filled("curator").person
    assert person
    assert lay_purchases(desk, person) == 2


def packed(desk: Desk) -> bytes:
    with desk.reading() as connection:
        return bytes(connection.execute(sa.select(tables.portfolio.c.content)).scalar() or b"")


def test_a_changed_set_is_not_shown(desk: Desk, filled: ClientAs) -> None:
    with desk.writing() as connection:
        connection.execute(sa.update(tables.portfolio).values(content=zlib.compress(b"{}")))
    assert filled("coder").get("/purchasing").status_code == 503


def fill_sheet(content: bytes, comment: str, stance: str = "Uenig") -> bytes:
    """Answer the first line of a reply sheet as a supplier does."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[1]
    heads = {str(cell.value): cell.column for cell in page[1]}
    page.cell(2, next(column for head, column in heads.items() if head.lower().startswith("svar"))).value = stance
    page.cell(2, next(column for head, column in heads.items() if head.lower().startswith("bem"))).value = comment
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def take(browser: Browser, content: bytes) -> Any:
    return browser.post(
        "/purchasing/replies/in", data={"form_token": browser.form_token, "set": "1"}, files={"file": ("svar.xlsx", content)}
    )


def test_a_reply_goes_out_and_comes_in_beside_it(desk: Desk, filled: ClientAs) -> None:
    curator, supplier = filled("curator"), hostile_portfolio().suppliers[1].id
    assert curator.send_form("/purchasing/replies/out", set=1, supplier=supplier).status_code == 303
    assert curator.send_form("/purchasing/replies/out", set=1, supplier=supplier).status_code == 303
    with desk.reading() as connection:
        [out] = kept.list_papers(connection, 1)
    sheet = curator.get(f"/purchasing/papers/{out.id}?set=1").content
    assert hashlib.sha256(sheet).hexdigest() == out.sha256
    answer = fill_sheet(sheet, "Prisen er sat ned fra januar")
    assert take(curator, answer).status_code == 303
    page = curator.get("/purchasing/replies").text
    assert "Prisen er sat ned fra januar" in page
    assert out.sha256[:16] in page
    assert hashlib.sha256(answer).hexdigest()[:16] in page
    assert take(curator, answer).status_code == 422  # the same again
    assert curator.get(f"/purchasing/papers/{out.id}?set=1").content == sheet
    assert [one["what"] for one in trail(desk)] == ["sent", "received"]


def test_an_answer_with_a_person_in_it_is_refused(desk: Desk, filled: ClientAs, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    curator = filled("curator")
    curator.send_form("/purchasing/replies/out", set=1, supplier=hostile_portfolio().suppliers[1].id)
    sheet = curator.get("/purchasing/papers/1?set=1").content
    answer = take(curator, fill_sheet(sheet, f"Gælder borgeren {CPR}"))
    assert answer.status_code == 422
    with desk.reading() as connection:
        assert len(kept.list_papers(connection, 1)) == 1
    assert CPR not in answer.text + caplog.text + everything(desk, tmp_path).decode("latin-1")
    assert take(curator, make_workbook()).status_code == 422
    assert take(curator, b"no workbook").status_code == 422


NEED = {"paragraph": "SEL § 107", "target_groups": "autism", "support_level": "2", "age": "30", "start": "2026-02-01"}


def need() -> dict[str, str]:
    """One that offers of the portfolio meet."""
    offer = next(one for one in hostile_portfolio().offers if one.paragraphs == ("SEL § 107",) and not one.own and one.approved)
    return NEED | {
        "target_groups": offer.target_groups[0],
        "support_level": str(offer.support_from or 1),
        "age": str((offer.age_from or 18) + 1),
    }


def test_a_need_leads_to_offers_and_a_note_that_is_kept_nowhere(desk: Desk, filled: ClientAs, tmp_path: Path) -> None:
    browser = filled("coder")
    answer = browser.send_form("/purchasing/choose", set=1, **need())
    assert answer.status_code == 200
    offers = re.findall(r'name="price:([^"]+)"', answer.text)
    assert offers
    assert browser.send_form("/purchasing/choose", set=1, do="xlsx", **need()).content.startswith(b"PK")
    grounds = "Tilbuddet ligger tættest på netværket, og borgeren har set det."
    note = browser.send_form(
        "/purchasing/choose", set=1, do="note", offer=offers[0], grounds=grounds, unit="Voksenrådgivningen, rådgiver", **need()
    )
    assert note.content.startswith(b"PK")
    assert trail(desk) == [{"what": "noted", "portfolio": 1, "sha256": hashlib.sha256(note.content).hexdigest()}]
    assert b"ttest p" not in everything(desk, tmp_path)


@pytest.mark.parametrize("field", ["wishes", "required_services", "age", "distance_limit_km", "grounds", "unit", "weight:price_day"])
@pytest.mark.parametrize("secret", [CPR, NAME])
def test_persons_in_the_need_or_the_grounds_are_refused_and_not_shown_again(
    desk: Desk, filled: ClientAs, tmp_path: Path, caplog: pytest.LogCaptureFixture, field: str, secret: str
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = filled("coder").send_form("/purchasing/choose", **(need() | {"set": "1", "do": "note", field: secret}))
    assert answer.status_code == 422
    assert secret not in answer.text + caplog.text + everything(desk, tmp_path).decode("latin-1")


@pytest.mark.parametrize(
    ("field", "value"),
    [("paragraph", "SEL § 999"), ("age", "otte"), ("age", "300"), ("start", "i morgen"), ("target_groups", "x"), ("support_level", "9"), ("weight:price_day", "-1"), ("price:nobody", "5")],
)  # fmt: skip
def test_a_need_that_cannot_be_read_is_told(filled: ClientAs, field: str, value: str) -> None:
    answer = filled("coder").send_form("/purchasing/choose", **(need() | {"set": "1", field: value}))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of a page's only large form."""
    import html

    found = {}
    for tag in re.findall(r"<input([^>]*)>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "form_token":
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, inner in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    return found | {
        name: html.unescape(text) for name, text in re.findall(r'<textarea name="([^"]*)"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    }


@pytest.mark.parametrize("path", ["/purchasing/make-or-buy", "/purchasing/self-sufficiency"])
def test_the_examples_are_worked_out_and_keep_nothing(desk: Desk, client_as: ClientAs, path: str) -> None:
    browser = client_as("coder")
    fields = fields_of(browser.get(path).text)
    answer = browser.send_form(path, **fields)
    assert answer.status_code == 200
    assert answer.text.count("<svg") >= 1
    for kind, start in (("xlsx", b"PK"), ("docx", b"PK"), ("html", b"<!doctype html>")):
        assert browser.send_form(path, **fields, do=kind).content.startswith(start)
    assert browser.send_form(path, **(fields | {"title": ""})).status_code == 422
    refused = browser.send_form(path, **(fields | {"title": f"Sagen om {NAME}"}))
    assert refused.status_code == 422
    assert NAME not in refused.text
    assert trail(desk) == []


def test_make_or_buy_gives_no_answer_while_a_line_is_empty(client_as: ClientAs) -> None:
    browser = client_as("coder")
    fields = fields_of(browser.get("/purchasing/make-or-buy").text)
    answer = browser.send_form("/purchasing/make-or-buy", **(fields | {name: "" for name in fields if name.startswith("occupancy.")}))
    assert answer.status_code == 200
    assert "<svg" not in answer.text
    assert "1 oplysninger mangler" in answer.text


def test_another_paragraph_can_be_added(client_as: ClientAs) -> None:
    browser = client_as("coder")
    fields = fields_of(browser.get("/purchasing/self-sufficiency").text)
    assert 'name="1.paragraph"' in browser.send_form("/purchasing/self-sufficiency", **fields, do="more").text


def test_sets_and_papers_move_with_the_desk(desk: Desk, filled: ClientAs, tmp_path: Path) -> None:
    filled("curator").send_form("/purchasing/replies/out", set=1, supplier=hostile_portfolio().suppliers[1].id)
    desk.close()
    assert move(tmp_path / "desk.sqlite", tmp_path / "other.sqlite").rows["purchase_paper"] == 1
    with Desk(tmp_path / "other.sqlite") as other:
        found = sets.find_data(other)
        assert found
        assert sets.open_portfolio(other, found) == hostile_portfolio()


def test_the_store_is_emptied_of_what_was_removed_on_either_database(store_place: str, tmp_path: Path) -> None:
    """SQLite and PostgreSQL alike."""
    from samspil.store.desk import people

    with Desk(store_place) as desk:
        with desk.writing() as connection:
            person = people.add_person(connection, "anne", "Anne", "admin", "x")
        number = lay_purchases(desk, person)
        found = sets.find_data(desk, number)
        assert found
        assert sets.open_portfolio(desk, found) == hostile_portfolio()
        sets.remove(desk, person, number)
        assert sets.list_data(desk) == []
        assert sets.find_data(desk) is None


def test_sqlite_overwrites_what_is_deleted(desk: Desk, filled: ClientAs, tmp_path: Path) -> None:
    filled("admin").send_form("/purchasing/data/remove", set=1)
    desk.close()
    with sqlite3.connect(tmp_path / "desk.sqlite") as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
