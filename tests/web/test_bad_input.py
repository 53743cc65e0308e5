"""The table of bad input: each is answered with 4xx and a clear Danish sentence, as a page and to programs, and not one cell of the store is changed."""

import hashlib
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from samspil.store.desk import tables
from samspil.store.desk.desk import Desk
from samspil.workbench.wishes import get_row
from tests.desk.row_desk import fill
from tests.web.conftest import Browser, ClientAs

ROW = "0320-2026-00"
Ask = Callable[[Browser, Desk], Any]


@pytest.fixture
def desk(store_place: str, tmp_path: Path) -> Iterator[Desk]:
    """Three small agreements, in a file and on a PostgreSQL server in turn."""
    with Desk(store_place) as opened:
        fill(opened)
        yield opened


def fingerprint(desk: Desk) -> str:
    """Of every cell of every table, but for when a session was last used, and for pictures of pages, which are drawn when they are looked at."""
    digest = hashlib.sha256()
    with desk.reading() as connection:
        for table in (one for one in tables.metadata.sorted_tables if one is not tables.picture):
            columns = [column for column in table.c if (table.name, column.name) != ("session", "seen")]
            lines = sorted(repr(tuple(line)) for line in connection.execute(sa.select(*columns)))
            digest.update("\n".join([table.name, *lines]).encode())
    return digest.hexdigest()


def quote_of(desk: Desk) -> dict[str, Any]:
    return dict(get_row(desk, ROW).fields["evidence"].value[0])


def form(what: str, **values: Any) -> Ask:
    """A row's form; of the version that it has unless one is given."""
    return lambda browser, desk: browser.send_form(
        f"/rows/{values.get('row', ROW)}/{what}", **{"version": 1, "key": "k", **{k: v for k, v in values.items() if k != "row"}}
    )


def decision(version: int = 1, row: str = ROW, **body: Any) -> Ask:
    """The same for programs, with the session's form token."""
    return lambda browser, desk: browser.post(
        f"/api/v1/rows/{row}/decisions", json=body, headers={"If-Match": f'"{version}"', "X-Form-Token": browser.form_token}
    )


def selection(start: int, end: int) -> Ask:
    return lambda browser, desk: browser.send_form(
        f"/rows/{ROW}/extent", version=1, key="k", sha256=quote_of(desk)["sha256"], page="1", start=start, end=end, quote="0"
    )


def correction(start: int, end: int) -> Ask:
    def ask(browser: Browser, desk: Desk) -> Any:
        place = {"sha256": quote_of(desk)["sha256"], "start": start, "end": end}
        return decision(kind="correct", content={"evidence": [place]})(browser, desk)

    return ask


def file(name: str, content: bytes, path: str, year: str = "2026") -> Ask:
    return lambda browser, desk: browser.post(
        path, data={"year": year}, files={"file": (name, content)}, headers={"X-Form-Token": browser.form_token}
    )


def huge(path: str) -> Ask:
    """A body that says that it is 200 MB."""
    return lambda browser, desk: browser.post(
        path, content=b"x", headers={"Content-Length": "200000000", "Content-Type": "multipart/form-data; boundary=x"}
    )


def get(path: str, **headers: str) -> Ask:
    return lambda browser, desk: browser.get(path, headers=headers)


def foreign(path: str, **headers: str) -> Ask:
    return lambda browser, desk: browser.post(
        path,
        data={"form_token": browser.form_token, "version": "1"},
        headers={name.replace("_", "-"): one for name, one in headers.items()},
    )


EVIL = "https://evil.example"
# what, role, request, status, part of the sentence
TABLE: list[tuple[str, str, Ask, int, str]] = [
    ("unknown theme", "coder", form("correct", field="themes", themes="skoler"), 422, "står ikke i kodebogen"),
    ("unknown theme, API", "coder", decision(kind="correct", content={"themes": ["skoler"]}), 422, "står ikke i kodebogen"),
    ("unknown stage", "coder", form("correct", field="stage", stage="snart"), 422, "står ikke i kodebogen"),
    ("stale version", "coder", form("accept", version=7), 409, "En anden har ændret rækken"),
    ("stale version, API", "coder", decision(7, kind="accept"), 412, "En anden har ændret rækken"),
    ("version that is none", "coder", form("accept", version="x"), 409, "Intet er gemt"),
    ("selection outside the text", "coder", selection(5, 9_999_999), 422, "uden for teksten"),
    ("selection outside the text, API", "coder", correction(5, 9_999_999), 422, "uden for teksten"),
    ("selection turned round", "coder", selection(9, 5), 422, "markeret nogen ord"),
    ("200 MB", "admin", huge("/uploads"), 413, "100 MB"),
    ("200 MB, API", "admin", huge("/api/v1/uploads"), 413, "100 MB"),
    ("program as PDF", "admin", file("a.pdf", b"MZ\x90" + b"\0" * 99, "/uploads"), 422, "PDF"),
    ("program as PDF, API", "admin", file("a.pdf", b"MZ\x90" + b"\0" * 99, "/api/v1/uploads"), 422, "PDF"),
    ("empty file", "admin", file("a.pdf", b"", "/api/v1/uploads"), 422, "tom"),
    ("year of no agreement", "admin", file("a.txt", b"Budget", "/uploads", "1066"), 422, "2008"),
    *((f"query {query}", "reader", get(f"/api/v1/search?q={query}"), 422, "ø") for query in ("%22", "AND+%28", "NEAR/", "*")),
    *((f"query {query}, page", "reader", get(f"/soeg?q={query}"), 422, "ø") for query in ("%22", "AND+%28", "NEAR/", "*")),
    ("foreign host", "coder", get("/rows", Host="evil.example"), 400, "svarer ikke på det navn"),
    ("foreign host, API", "coder", get("/api/v1/rows", Host="evil.example"), 400, "svarer ikke på det navn"),
    ("foreign origin", "coder", foreign(f"/rows/{ROW}/accept", Origin=EVIL), 403, "ikke fra en af arbejdsbordets egne sider"),
    ("null origin", "coder", foreign(f"/rows/{ROW}/accept", Origin="null"), 403, "ikke fra en af arbejdsbordets egne sider"),
    ("foreign site", "coder", foreign(f"/api/v1/rows/{ROW}/decisions", Sec_Fetch_Site="cross-site"), 403, "ikke fra en af"),
    ("another's saved search", "coder", lambda browser, desk: browser.send_form("/soeg/gemte/1/slet"), 404, "øgning"),
    ("another's id in the address", "coder", lambda browser, desk: browser.send_form("/people/1/role", role="admin"), 403, "ikke adgang"),
    ("an id of nobody", "admin", lambda browser, desk: browser.send_form("/people/999/role", role="admin"), 422, ""),
    ("a row of nobody", "coder", form("accept", row="0000-2026-ffffff"), 404, "ingen række"),
    ("a row of nobody, API", "coder", decision(row="0000-2026-ffffff", kind="accept"), 404, "ingen række"),
    ("a sample of nobody", "coder", get("/samples/999"), 404, ""),
    ("a file of nobody", "coder", get(f"/sources/{'0' * 64}/1"), 404, "arbejdsbordet"),
]


@pytest.mark.parametrize(("role", "ask", "status", "words"), [line[1:] for line in TABLE], ids=[line[0] for line in TABLE])
def test_bad_input(desk: Desk, client_as: ClientAs, role: str, ask: Ask, status: int, words: str) -> None:
    browser = client_as(role)
    client_as("reader").send_form("/soeg/gemte", q="udbud", name="min")
    before = fingerprint(desk)
    answer = ask(browser, desk)
    said = read_words(answer)
    assert answer.status_code == status, said
    assert words in said
    assert len(said) > 20
    assert not re.search(r"Traceback|Error\b|sqlalchemy|File \"|NoneType", answer.text)
    assert fingerprint(desk) == before


def read_words(answer: Any) -> str:
    """What a person or a program is told: message and remedy."""
    if answer.headers["content-type"].startswith("application/json"):
        error = answer.json()["error"]
        return f"{error['message']} {error['remedy']}"
    if answer.headers["content-type"].startswith("text/plain"):
        return str(answer.text)
    main = re.search(r"<main.*</main>", answer.text, re.S)
    alert = re.search(r'role="alert".*?</(?:div|p|section)>', answer.text, re.S)
    found = alert or main
    assert found, answer.text[:500]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>|role=\"alert\"[^>]*>", " ", found.group(0)))).strip()
