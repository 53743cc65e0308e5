"""The search page: finds and marks, filters in the address, broken queries, saved searches, feeds; another's are not there."""

import hashlib
import re
from xml.etree import ElementTree as Xml

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from samspil.search.indexing import analysis_name, make_rows
from samspil.store.desk import search as index
from samspil.store.desk import sources, tables
from samspil.store.desk.desk import Desk
from samspil.values.desk import SourceText
from samspil.workbench import alerts
from tests.web.conftest import ORIGIN, ClientAs, make_browser

EVIL = "Et udbud <script>alert(1)</script> & {{7*7}} af rengøring"
ATOM = "{http://www.w3.org/2005/Atom}"


def put(desk: Desk, name: str, *lines: str, year: int = 2026) -> SourceText:
    """A text on the desk and in the index."""
    text = "\n".join(lines)
    passages: list[tuple[int, int, str, tuple[str, ...]]] = []
    for line in lines:
        start = passages[-1][1] + 1 if passages else 0
        passages.append((start, start + len(line), "sentence", ("<b>Afsnit</b>",)))
    source = SourceText(
        hashlib.sha256(name.encode()).hexdigest(), "txt", text, ((1, 0, len(text)),), tuple(range(len(text))), tuple(passages)
    )
    place = {"municipality": "Aabenraa", "municipality_code": "0580", "pages": 1, "verdict": "OK", "reason": ""}
    with desk.writing() as connection:
        connection.execute(sa.insert(tables.document), [{"year": year, "file": f"{name}.txt", "sha256": source.sha256, **place}])
        sources.keep_text(connection, source)
        index.index_rows(connection, source.sha256, make_rows(source))
        index.note_indexed(connection, source.sha256, analysis_name())
    return source


def test_what_is_found_is_marked_and_opens_at_its_place(desk: Desk, client_as: ClientAs) -> None:
    source = put(desk, "<i>a", "Indledning", EVIL)
    page = client_as("reader").get("/soeg", params={"q": "genudbud OR udbud rengøring"})
    assert page.status_code == 200
    assert "<mark>udbud</mark>" in page.text
    assert "<mark>rengøring</mark>" in page.text
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "&lt;b&gt;Afsnit" in page.text
    (link,) = re.findall(r'class="hit" href="([^"]+)"', page.text)
    assert link == f"/sources/{source.sha256}/1?start=11&amp;end={len(source.text)}"
    opened = client_as("reader").get(link.replace("&amp;", "&"))
    assert opened.status_code == 200
    assert "<mark" in opened.text


def test_filters_and_paging_stand_in_the_address(desk: Desk, client_as: ClientAs) -> None:
    put(desk, "a", *(f"Udbud {number}" for number in range(30)))
    put(desk, "b", "Udbud for længst", year=2025)
    browser = client_as("reader")
    assert "31 passager" in browser.get("/soeg?q=udbud").text
    page = browser.get("/soeg?q=udbud&year=2026&municipality=0580&kind=sentence").text
    assert "30 passager" in page
    assert re.findall(r'rel="next" href="([^"]+)"', page) == [
        "/soeg?q=udbud&amp;year=2026&amp;municipality=0580&amp;kind=sentence&amp;page=2"
    ]
    assert '<option value="0580" selected>' in page
    second = browser.get("/soeg?q=udbud&year=2026&page=2").text
    assert second.count('class="hit"') == 10
    assert "Ingen passager" in browser.get("/soeg?q=udbud&theme=technology").text
    assert browser.get("/soeg?q=udbud&page=nonsense").status_code == 200
    assert 'rel="next"' not in browser.get("/soeg?q=udbud+%C3%A5r%3A2025").text


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "AND (",
        "NEAR/",
        "NEAR(a b)",
        "*",
        "%",
        "'; DROP TABLE passage;--",
        "a" * 3000,
        "udbud år:x",
        "stems:x",
        "-x",
        "\x00",
        "udbud*",
        '"a" "b',
        "x:y:z",
        "{stems}",
    ],
)
def test_broken_queries_give_results_or_a_message(desk: Desk, client_as: ClientAs, query: str) -> None:
    put(desk, "a", "Udbud near drop table")
    answer = client_as("reader").get("/soeg", params={"q": query})
    assert answer.status_code in (200, 422)
    assert "Traceback" not in answer.text
    assert ('role="alert"' in answer.text) == (answer.status_code == 422)


@pytest.mark.parametrize("filters", ["year=x", "municipality=9999", "theme=%3Cb%3E", "kind=word", "page=0", "page=-3", "year=99999999999"])
def test_filters_with_unknown_values(desk: Desk, client_as: ClientAs, filters: str) -> None:
    put(desk, "a", "Et udbud")
    assert client_as("reader").get(f"/soeg?q=udbud&{filters}").status_code in (200, 422)


def test_a_saved_search_tells_in_its_feed(desk: Desk, app: FastAPI, client_as: ClientAs) -> None:
    reader = client_as("reader")
    saved = reader.send_form("/soeg/gemte", q="udbud", year="2026", name="Mine <b>udbud</b>")
    assert saved.headers["location"] == "/soeg/gemte"
    page = reader.get("/soeg/gemte").text
    assert "Mine &lt;b&gt;udbud" in page
    (number,) = re.findall(r"/soeg/gemte/(\d+)/feed", page)
    made = reader.send_form(f"/soeg/gemte/{number}/feed").text
    (address,) = re.findall(r'data-own-address="(/feeds/[\w-]+\.atom)"', made)
    assert address not in reader.get("/soeg/gemte").text
    put(desk, "a", EVIL + "\x0b\x01", "En skole")
    assert alerts.check_all(desk) == 1
    feed = make_browser(app).get(address)  # a mail program has no session
    assert feed.headers["content-type"].startswith("application/atom+xml")
    root = Xml.fromstring(feed.content)  # noqa: S314 - our own
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Aabenraa 2026, side 1"
    assert (entry.findtext(f"{ATOM}content") or "").startswith(EVIL)
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href", "").startswith(f"{ORIGIN}/sources/")
    assert make_browser(app).get("/feeds/x.atom").status_code == 404
    assert reader.send_form(f"/soeg/gemte/{number}/slet").status_code == 303
    assert make_browser(app).get(address).status_code == 404


def test_anothers_saved_search_is_not_there(desk: Desk, client_as: ClientAs) -> None:
    client_as("reader").send_form("/soeg/gemte", q="udbud", name="min")
    for action in ("feed", "webhook", "slet"):
        assert client_as("admin").send_form(f"/soeg/gemte/1/{action}", webhook="").status_code == 404
    assert "min</bdi>" not in client_as("admin").get("/soeg/gemte").text
    assert "min</bdi>" in client_as("reader").get("/soeg/gemte").text


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8437/", "http://localhost/", "file:///etc/passwd", "https://[::1]/", "http://169.254.169.254/", "x"]
)
def test_a_webhook_into_the_house_is_refused(desk: Desk, client_as: ClientAs, url: str) -> None:
    reader = client_as("reader")
    answer = reader.send_form("/soeg/gemte", q="udbud", webhook=url)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    reader.send_form("/soeg/gemte", q="udbud")
    assert reader.send_form("/soeg/gemte/1/webhook", webhook=url).status_code == 422
    assert alerts.list_own(desk, reader.person)[0][0].webhook == ""  # type: ignore[arg-type]


def test_the_page_says_what_cannot_be_found_yet(full_desk: Desk, client_as: ClientAs) -> None:
    assert "endnu ikke findes" in client_as("reader").get("/soeg").text
