"""The API for programs: the description holds, lists come whole part by part, decisions know their version and are done once."""

import itertools
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi import FastAPI

from samspil.store.desk import sources, tables
from samspil.store.desk.desk import Desk, list_rows
from samspil.values.desk import SourceText
from samspil.web.api.description import describe_api, is_promised
from samspil.web.api.rate import Rates
from samspil.web.lines import API
from samspil.web.routes import ROUTES
from samspil.workbench.people import add_token
from samspil.workbench.verify import verify
from tests.web.conftest import Browser, ClientAs, make_browser

Answer = Any
SAMPLES = Path(__file__).resolve().parents[2] / "samspil/samples/agreements"
LINES = [line for line in ROUTES if line.kind == API]


class Program:
    """A program with a token. Every answer is held against the description."""

    def __init__(self, app: FastAPI, token: str) -> None:
        self.browser: Browser = make_browser(app)
        self.browser.headers = {"Authorization": f"Bearer {token}"}
        self.told = describe_api(app, "en")

    def ask(self, method: str, path: str, **values: Any) -> Answer:
        response = self.browser.request(method, f"/api/v1{path}", **values)
        check_answer(self.told, method, f"/api/v1{path}".partition("?")[0], response)
        return response

    def get(self, path: str, **values: Any) -> Answer:
        return self.ask("GET", path, **values)

    def decide(self, row: str, body: dict[str, Any], *, version: int | None = None, key: str = "") -> Answer:
        headers = ({"If-Match": f'"{version}"'} if version is not None else {}) | ({"Idempotency-Key": key} if key else {})
        return self.ask("POST", f"/rows/{row}/decisions", json=body, headers=headers)


def find_operation(told: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    """The operation whose template fits the path best."""
    parts = path.split("/")
    for template in sorted(told["paths"], key=lambda one: one.count("{")):
        pieces = template.split("/")
        fits = len(pieces) == len(parts) and all(a == b or a.startswith("{") for a, b in zip(pieces, parts, strict=True))
        if fits and method.lower() in told["paths"][template]:
            return dict(told["paths"][template][method.lower()])
    raise AssertionError(f"{method} {path} is not described")


def check_answer(told: dict[str, Any], method: str, path: str, response: Answer) -> None:
    """Status, media type and content are as described; no undescribed field either."""
    promised = find_operation(told, method, path)["responses"]
    assert str(response.status_code) in promised, (response.status_code, response.text[:300])
    content = promised[str(response.status_code)].get("content", {})
    kind = response.headers.get("content-type", "").partition(";")[0]
    assert (kind in content) if content else not response.content
    schema = content.get("application/json", {}).get("schema")
    if schema and kind == "application/json":
        jsonschema.Draft202012Validator({**close(schema), "components": close(told["components"])}).validate(response.json())


def close(schema: Any) -> Any:
    """The schema without room for fields that are not described."""
    if isinstance(schema, list):
        return [close(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: close(value) for name, value in schema.items()}
    return closed | ({"additionalProperties": False} if "properties" in schema and schema.get("type") == "object" else {})


@pytest.fixture
def program_as(app: FastAPI, desk: Desk, client_as: ClientAs) -> Callable[[str], Program]:
    """`program_as("coder")`: a program with a coder's token."""

    def make(role: str) -> Program:
        person = client_as(role).person
        assert person
        return Program(app, add_token(desk, person, "test").text)

    return make


@pytest.fixture
def coder(full_desk: Desk, program_as: Callable[[str], Program]) -> Program:
    """A program with a coder's token, over the full desk."""
    return program_as("coder")


@pytest.fixture
def row(coder: Program) -> dict[str, Any]:
    """An open row."""
    return dict(coder.get("/rows?state=open&limit=1").json()["rows"][0])


def lay_text(desk: Desk, row: dict[str, Any]) -> SourceText:
    """The text of the row's first agreement: its quote and a sentence more, on one page."""
    quote = row["initiative"]["evidence"][0]
    more = "Der afsættes 2,0 mio. kr. årligt til nye føleventiler."
    text = " " * quote["start"] + quote["quote"] + "\n" + more
    home = tuple(range(len(text)))
    first = quote["end"] + 1
    passages = ((quote["start"], quote["end"], "sentence", ()), (first, len(text), "sentence", ()))
    pages = tuple((number, 0 if number == quote["page"] else len(text), len(text)) for number in range(1, quote["page"] + 1))
    source = SourceText(quote["sha256"], "txt", text, pages, home, passages)
    with desk.writing() as connection:
        sources.keep_text(connection, source)
    return source


class TestDescription:
    """OpenAPI of all lines, in both languages, and the page."""

    def test_every_line_is_described(self, app: FastAPI) -> None:
        """And nothing else; each with words, its least role and the one shape of errors."""
        jsonschema.Draft202012Validator.check_schema({"$defs": describe_api(app, "da")["components"]["schemas"]})
        for language in ("da", "en"):
            told = describe_api(app, language)
            found = {(method.upper(), path): one for path, methods in told["paths"].items() for method, one in methods.items()}
            assert set(found) == {(line.method, line.path) for line in LINES}
            for line in LINES:
                one = found[line.method, line.path]
                assert one["x-least-role"] == line.role
                assert one["summary"]
                assert one["description"]
                assert one["responses"]["default"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ErrorAnswer"}
        assert describe_api(app, "da")["info"]["summary"] != describe_api(app, "en")["info"]["summary"]

    def test_every_line_is_promised(self) -> None:
        """A new API line either is described (`tells`) or is named here."""
        assert all(is_promised(line) for line in LINES)

    def test_served_in_the_language_asked_for(self, coder: Program) -> None:
        danish, english = (coder.get(f"/openapi.json?lang={lang}").json() for lang in ("da", "en"))
        assert danish["openapi"].startswith("3.1")
        assert danish["paths"]["/api/v1/rows"]["get"]["summary"] == "Rækker i køens orden"
        assert english["paths"]["/api/v1/rows"]["get"]["summary"] == "Rows in the queue's order"
        assert coder.get("/openapi.json").json() == danish
        assert coder.get("/openapi.json?lang=fr").status_code == 422

    def test_page_names_every_operation(self, full_desk: Desk, client_as: ClientAs) -> None:
        page = client_as("reader").get("/api").text
        assert "<script>" not in page
        for line in LINES:
            assert line.path in page
        for path in ("/docs", "/redoc", "/openapi.json"):
            assert client_as("admin").get(path).status_code == 404


class TestLists:
    """Parts put together are the whole."""

    @pytest.mark.parametrize("query", ["", "order=place", "state=open&order=worth", "year=2026&theme=tendering", "text=udbud"])
    def test_rows_part_by_part(self, coder: Program, full_desk: Desk, query: str) -> None:
        whole = coder.get(f"/rows?limit=200&{query}").json()
        assert whole["next"] == ""
        assert len(whole["rows"]) == whole["total"] > 3
        found, cursor = [], ""
        while True:
            part = coder.get(f"/rows?{query}&limit=3&cursor={cursor}").json()
            found += [one["id"] for one in part["rows"]]
            cursor = part["next"]
            if not cursor:
                break
        assert found == [one["id"] for one in whole["rows"]]

    def test_the_same_rows_as_the_desk(self, coder: Program, full_desk: Desk) -> None:
        with full_desk.reading() as connection:
            kept = {state.id: state.version for state in list_rows(connection)}
        assert {one["id"]: one["version"] for one in coder.get("/rows?limit=200").json()["rows"]} == kept

    def test_filters(self, coder: Program, row: dict[str, Any]) -> None:
        code, theme = row["initiative"]["municipality_code"], row["initiative"]["themes"][0]
        found = coder.get(f"/rows?municipality={code}&theme={theme}&limit=200").json()["rows"]
        assert row["id"] in [one["id"] for one in found]
        assert {one["initiative"]["municipality_code"] for one in found} == {code}
        assert all(theme in one["initiative"]["themes"] for one in found)
        assert coder.get("/rows?year=1999").json() == {"rows": [], "next": "", "total": 0}
        assert coder.get("/rows?assigned=me").json()["total"] == 0

    @pytest.mark.parametrize(
        "query",
        ["limit=0", "limit=201", "limit=x", "stage=never", "state=x", "year=-1", "order=x", "unknown=1", "region=Skåne", "assigned=you", "cursor=x",
         "cursor=WzFd", "cursor=W251bGwsIjEiXQ", "cursor=WyIxIiwiMSJd", "cursor=WzEsICJcdWQ4MDAiXQ", "text=%00", "year=99999999999999999999"],
    )  # fmt: skip
    def test_nonsense_is_named(self, coder: Program, query: str) -> None:
        response = coder.get(f"/rows?{query}")
        assert response.status_code == 422
        assert response.json()["error"]["message"]
        assert response.json()["error"]["remedy"]

    def test_trail_part_by_part(self, coder: Program, row: dict[str, Any]) -> None:
        coder.decide(row["id"], {"kind": "accept"}, version=row["version"])
        found, cursor = [], ""
        while True:
            part = coder.get(f"/trail?limit=7&cursor={cursor}").json()
            found += part["events"]
            cursor = part["next"]
            if not cursor:
                break
        assert [one["sequence"] for one in found] == list(range(1, len(found) + 1))
        assert all(one["previous"] == before["hash"] for before, one in itertools.pairwise(found))
        own = coder.get(f"/rows/{row['id']}/trail").json()["events"]
        assert own == [one for one in found if row["id"] in one["rows"]]
        assert own[-1]["kind"] == "accept"
        assert coder.get("/rows/nothing/trail").status_code == 404

    def test_documents_and_years(self, coder: Program, review: dict[str, Any]) -> None:
        year = coder.get("/years").json()["years"][0]
        assert (year["year"], year["rows"]) == (2026, len(review["initiatives"]))
        found, cursor = [], ""
        while True:
            part = coder.get(f"/years/2026/documents?limit=4&cursor={cursor}").json()
            found += part["documents"]
            cursor = part["next"]
            if not cursor:
                break
        assert sorted(one["file"] for one in found) == sorted(one["file"] for one in review["coverage"]["documents"])
        assert coder.get("/years/1999/documents").json()["documents"] == []

    def test_figures_are_those_of_the_rows(self, coder: Program, row: dict[str, Any], review: dict[str, Any]) -> None:
        """A rejected row leaves the headlines, and the export."""
        before = coder.get("/years/2026/headlines").json()["headlines"]
        coverage = coder.get("/years/2026/coverage").json()
        assert (coverage["municipalities"], coverage["read"]) == (98, review["coverage"]["read"])
        coder.decide(row["id"], {"kind": "reject", "content": {"reason": "duplicate"}}, version=row["version"])
        assert coder.get("/years/2026/headlines").json()["headlines"].keys() == before.keys()
        content = json.loads(coder.get("/years/2026/export/json").content)
        assert row["id"] not in {one["id"] for one in content["initiatives"]}
        earlier = json.loads(coder.get(f"/years/2026/export/json?until={content['samspil']['desk_sequence'] - 1}").content)
        assert row["id"] in {one["id"] for one in earlier["initiatives"]}
        assert coder.get("/years/2026/export/csv").headers["content-type"].startswith("text/csv")
        assert coder.get("/years/2026/export/xlsx").content[:2] == b"PK"
        for path in ("/years/1999/headlines", "/years/2026/export/pdf", "/years/2026/export/json?until=9999"):
            assert coder.get(path).status_code == 422


class TestDecisions:
    """Versions, keys, kinds."""

    def test_etag(self, coder: Program, row: dict[str, Any]) -> None:
        first = coder.get(f"/rows/{row['id']}")
        assert first.json() == row
        etag = first.headers["etag"]
        assert etag == f'"{row["version"]}"'
        assert coder.get(f"/rows/{row['id']}", headers={"If-None-Match": etag}).status_code == 304
        done = coder.decide(row["id"], {"kind": "accept"}, version=row["version"])
        assert done.status_code == 200
        assert done.json()["rows"][0]["state"] == "accepted"
        assert (
            coder.get(f"/rows/{row['id']}", headers={"If-None-Match": etag}).headers["etag"]
            == done.headers["etag"]
            == f'"{row["version"] + 1}"'
        )

    def test_stale_gives_both_versions(
        self, coder: Program, program_as: Callable[[str], Program], row: dict[str, Any], full_desk: Desk
    ) -> None:
        other = program_as("curator")
        assert other.decide(row["id"], {"kind": "correct", "content": {"stage": "stopped"}}, version=row["version"]).status_code == 200
        before = verify(full_desk).lines
        late = coder.decide(row["id"], {"kind": "accept"}, version=row["version"])
        assert late.status_code == 412
        error = late.json()["error"]
        assert (error["code"], error["seen"], error["now"]["initiative"]["stage"]) == ("stale", row, "stopped")
        assert late.headers["etag"] == f'"{row["version"] + 1}"'
        by_body = coder.decide(row["id"], {"kind": "accept", "versions": {row["id"]: row["version"]}})
        assert (by_body.status_code, by_body.json()) == (409, late.json())
        assert verify(full_desk).lines == before

    @pytest.mark.parametrize(
        ("headers", "body", "status", "code"),
        [
            ({}, {"kind": "accept"}, 428, "no_version"),
            ({"If-Match": "*"}, {"kind": "accept"}, 422, "bad_if_match"),
            ({"If-Match": 'W/"1"'}, {"kind": "accept"}, 422, "bad_if_match"),
            ({"If-Match": '"2"'}, {"kind": "accept", "versions": {"ROW": 1}}, 422, "bad_if_match"),
            ({"If-Match": '"1"'}, {"kind": "accept", "versions": {"other": 1}}, 422, "too_many_versions"),
            ({"If-Match": '"1"'}, {"kind": "nonsense"}, 422, "invalid"),
            ({"If-Match": '"1"'}, {"kind": "propose", "content": {}}, 422, "invalid"),
            ({"If-Match": '"1"'}, {"kind": "correct", "content": {"stage": "never"}}, 422, "invalid"),
            ({"If-Match": '"1"'}, {"kind": "correct", "content": {"themes": ["nonsense"]}}, 422, "field"),
            ({"If-Match": '"1"'}, {"kind": "correct", "content": {}}, 422, "decision"),
            ({"If-Match": '"1"'}, {"kind": "correct", "content": {"amounts": [{"dkk": "5", "kind": "saving"}]}}, 422, "invalid"),
            ({"If-Match": '"1"'}, {"kind": "correct", "content": {"amounts": [{"dkk": True, "kind": "saving"}]}}, 422, "invalid"),
            ({"If-Match": '"1"'}, {"kind": "correct", "content": {"state": "accepted"}}, 422, "invalid"),
            ({"If-Match": '"1"'}, {"kind": "reject", "content": {"reason": "  "}}, 422, "field"),
            ({"If-Match": '"1"'}, {"kind": "reject"}, 422, "invalid"),
            ({"If-Match": '"1"'}, {"kind": "join"}, 422, "decision"),
            ({"If-Match": '"1"'}, {"kind": "machine"}, 422, "decision"),
            ({"If-Match": '"1"'}, {"kind": "undo"}, 422, "decision"),
            ({"If-Match": '"1"', "Idempotency-Key": "æ".encode().decode("latin-1")}, {"kind": "accept"}, 422, "invalid"),
            ({"If-Match": '"1"', "Idempotency-Key": "k" * 101}, {"kind": "accept"}, 422, "invalid"),
        ],
    )  # fmt: skip
    def test_nonsense_changes_nothing(
        self, coder: Program, row: dict[str, Any], full_desk: Desk, headers: dict[str, str], body: dict[str, Any], status: int, code: str
    ) -> None:
        before = verify(full_desk)
        versions = {row["id"] if name == "ROW" else name: version for name, version in body.get("versions", {}).items()}
        sent = {**body, "versions": versions} if versions else body
        raw = {name: value.encode("latin-1") for name, value in headers.items()}
        response = coder.ask("POST", f"/rows/{row['id']}/decisions", json=sent, headers=raw)
        assert (response.status_code, response.json()["error"]["code"]) == (status, code), response.text
        assert verify(full_desk) == before

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b'"x"',
            b"\xff",
            b'{"kind": "accept", "versions": {"\\ud800": 1}}',
            b'{"\\ud800": 1, "kind": "accept"}',
            b'{"kind": "reject", "content": {"reason": "\\ud800"}}',
        ],
    )
    def test_bodies_that_are_none(self, coder: Program, row: dict[str, Any], content: bytes) -> None:
        headers = {"Content-Type": "application/json", "If-Match": '"1"'}
        assert coder.ask("POST", f"/rows/{row['id']}/decisions", content=content, headers=headers).status_code in (400, 422)

    def test_the_same_key_is_done_once(
        self, coder: Program, program_as: Callable[[str], Program], row: dict[str, Any], full_desk: Desk
    ) -> None:
        first = coder.decide(row["id"], {"kind": "accept"}, version=row["version"], key="once")
        again = coder.decide(row["id"], {"kind": "accept"}, version=row["version"], key="once")
        assert (again.status_code, again.json()) == (200, first.json())
        other = coder.decide(row["id"], {"kind": "undo"}, version=row["version"] + 1, key="once")
        assert (other.status_code, other.json()["error"]["code"]) == (422, "decision")
        somebody = program_as("curator").decide(row["id"], {"kind": "undo"}, version=row["version"] + 1, key="once")
        assert somebody.status_code == 200
        assert verify(full_desk).lines == somebody.json()["sequence"] == first.json()["sequence"] + 1

    def test_undo_of_another_kind(self, coder: Program, row: dict[str, Any]) -> None:
        coder.decide(row["id"], {"kind": "correct", "content": {"stage": "stopped", "committee": "Økonomiudvalget"}}, version=1)
        undone = coder.decide(row["id"], {"kind": "undo"}, version=2).json()["rows"][0]
        assert (undone["state"], undone["initiative"]["stage"], undone["version"]) == ("open", row["initiative"]["stage"], 3)

    def test_split_join_and_undo(self, coder: Program, full_desk: Desk) -> None:
        rows = coder.get("/rows?limit=200").json()["rows"]
        row = next(one for one in rows if len(coder.get(f"/rows/{one['id']}/units").json()["units"]) > 1)
        parts = {"parts": [{"units": [0]}, {"units": [1], "stage": "planned"}]}
        split = coder.decide(row["id"], {"kind": "split", "content": parts}, version=row["version"], key="split")
        assert split.status_code == 200, split.text
        made = [one for one in split.json()["rows"] if one["id"] != row["id"]]
        assert [one["initiative"]["stage"] for one in made] == [row["initiative"]["stage"], "planned"]
        again = coder.decide(row["id"], {"kind": "split", "content": parts}, version=row["version"], key="split")
        assert again.json() == split.json()
        first, second = made
        joined = coder.decide(first["id"], {"kind": "join", "versions": {second["id"]: second["version"]}}, version=first["version"])
        assert {one["state"] for one in joined.json()["rows"]} == {"replaced", "added"}
        stale = coder.decide(first["id"], {"kind": "join", "versions": {second["id"]: second["version"]}}, version=first["version"] + 1)
        assert stale.status_code in (409, 422)
        gone = coder.decide(first["id"], {"kind": "undo"}, version=first["version"] + 1)
        assert gone.status_code == 200
        assert verify(full_desk).whole

    def test_words_of_the_source(self, coder: Program, row: dict[str, Any], full_desk: Desk) -> None:
        """A correction by ranges, a new row, the text they are chosen in."""
        source = lay_text(full_desk, row)
        told = coder.get(f"/sources/{source.sha256}").json()
        assert told["text"] == source.text
        first, second = told["passages"]
        ranges = [{"sha256": source.sha256, "start": one["start"], "end": one["end"]} for one in (first, second)]
        done = coder.decide(row["id"], {"kind": "correct", "content": {"evidence": ranges}}, version=row["version"], key="e")
        assert done.status_code == 200, done.text
        quotes = done.json()["rows"][0]["initiative"]["evidence"]
        assert quotes[-1]["quote"] == source.text[second["start"] :]
        body = {"year": 2026, "range": ranges[1], "themes": ["technology"], "topics": ["ai"], "stage": "decided"}
        added = coder.ask("POST", "/rows", json=body, headers={"Idempotency-Key": "add"})
        assert added.status_code == 201, added.text
        new = added.json()["rows"][0]
        assert (new["state"], new["initiative"]["evidence"][0]["quote"]) == ("added", source.text[second["start"] :])
        assert added.headers["location"] == f"/api/v1/rows/{new['id']}"
        assert coder.ask("POST", "/rows", json=body, headers={"Idempotency-Key": "add"}).json() == added.json()
        assert coder.ask("POST", "/rows", json=body).status_code == 422
        outside = {**body, "range": {**ranges[1], "end": 10**6}}
        assert coder.ask("POST", "/rows", json=outside).status_code == 422
        assert coder.get(f"/sources/{source.sha256}/pages/1").status_code == 404
        assert coder.get(f"/sources/{'0' * 64}").status_code == 404

    def test_twenty_at_once_one_wins(self, coder: Program, row: dict[str, Any], full_desk: Desk) -> None:
        """And the same key at once is one decision."""
        barrier, found = threading.Barrier(20), []

        def go(number: int) -> None:
            barrier.wait()
            key = "shared" if number < 10 else f"own-{number}"
            found.append((number, coder.decide(row["id"], {"kind": "accept"}, version=row["version"], key=key)))

        threads = [threading.Thread(target=go, args=(number,)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        right = [number for number, response in found if response.status_code == 200]
        assert {response.status_code for _, response in found} == {200, 412}
        assert sorted(right) == list(range(10)) or (len(right) == 1 and right[0] >= 10)
        assert coder.get(f"/rows/{row['id']}").json()["version"] == row["version"] + 1


def test_rights_are_those_of_the_pages(full_desk: Desk, program_as: Callable[[str], Program], row: dict[str, Any]) -> None:
    reader = program_as("reader")
    assert reader.decide(row["id"], {"kind": "accept"}, version=row["version"]).status_code == 403
    assert reader.get("/me").json()["role"] == "reader"
    assert Program(reader.browser.app, "wrong").get("/rows").status_code == 401  # type: ignore[arg-type]


def test_blind_codings_stay_blind(full_desk: Desk, program_as: Callable[[str], Program], row: dict[str, Any], client_as: ClientAs) -> None:
    from samspil.workbench.decide import append

    person = client_as("coder").person
    assert person
    with full_desk.writing() as connection:
        append(connection, full_desk, [(f"person {person.id}", "code", [row["id"]], {"sample": 1, "fields": {"stage": "planned"}}, "")])
    for role, hidden in (("coder", False), ("reader", True), ("curator", False), ("admin", False)):
        event = program_as(role).get(f"/rows/{row['id']}/trail").json()["events"][-1]
        assert (event["hidden"], event["content"] == {}) == (hidden, hidden), role


def test_search(full_desk: Desk, program_as: Callable[[str], Program], row: dict[str, Any]) -> None:
    from samspil.workbench.search import index_sources

    reader = program_as("reader")
    source = lay_text(full_desk, row)
    assert index_sources(full_desk) == 1
    found = reader.get("/search?q=føleventil").json()
    assert (found["total"], found["hits"][0]["sha256"], found["next"]) == (1, source.sha256, "")
    assert [piece["text"] for piece in found["hits"][0]["pieces"] if piece["hit"]] == ["føleventiler"]
    for query in ("q=", "q=%22", "q=AND(", "q=*", "q=udbud&year=x", "q=udbud&limit=101", "q=udbud&cursor=x"):
        assert reader.get(f"/search?{query}").status_code in (200, 422)
    assert reader.get("/search").status_code == 422


def test_floods_wait(full_desk: Desk, app: FastAPI, program_as: Callable[[str], Program]) -> None:
    """A burst is free; then as many as come back; each person has their own."""
    now = [0.0]
    app.state.rates = Rates(2.0, 3.0, lambda: now[0])
    one, other = program_as("reader"), program_as("coder")
    assert [one.get("/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    response = one.get("/me")
    assert (response.headers["retry-after"], response.json()["error"]["code"]) == ("1", "too_often")
    assert other.get("/me").status_code == 200
    now[0] = 1.0
    assert [one.get("/me").status_code for _ in range(3)] == [200, 200, 429]


def test_hostile_rows_are_json(full_desk: Desk, coder: Program) -> None:
    """Half characters, control characters and markup come out as JSON that any program reads."""
    for one in coder.get("/rows?limit=200").json()["rows"]:
        assert coder.get(f"/rows/{one['id']}").json() == one
    with full_desk.reading() as connection:
        assert connection.execute(tables.row.select()).first()


def test_a_page_with_boxes(full_desk: Desk, program_as: Callable[[str], Program], row: dict[str, Any]) -> None:
    """Size, boxes of each range in the order asked, and the picture they lie on."""
    import sqlalchemy as sa

    from samspil.workbench.sources import keep_source, open_source

    reader = program_as("reader")
    path = next(path for path in sorted(SAMPLES.glob("*.pdf")) if "kryp" not in path.name)
    sha256 = keep_source(full_desk, path.read_bytes())
    with full_desk.writing() as connection:
        first = connection.execute(sa.select(sa.func.min(tables.document.c.id))).scalar()
        connection.execute(sa.update(tables.document).where(tables.document.c.id == first).values(sha256=sha256, file=path.name))
    source = open_source(full_desk, sha256, path.name)
    places = [(start, end) for start, end, kind, _ in source.passages if kind == "sentence"][:2]
    page = next(number for number, start, end in source.pages if start <= places[0][0] < end)
    query = "&".join(f"range={start}-{end}" for start, end in places)
    told = reader.get(f"/sources/{sha256}/pages/{page}?{query}").json()
    assert len(told["boxes"]) == 2
    assert told["boxes"][0]
    assert all(0 <= left < right <= 1 and 0 <= top < bottom <= 1 for left, top, right, bottom in told["boxes"][0])
    picture = reader.browser.get(told["image"])
    assert (picture.headers["content-type"], picture.content[:4]) == ("image/png", b"\x89PNG")
    width, height = int.from_bytes(picture.content[16:20], "big"), int.from_bytes(picture.content[20:24], "big")
    assert (width, height) == (told["width"], told["height"])
    assert reader.get(f"/sources/{sha256}/pages/9999").status_code == 404
    for wrong in (f"/sources/{sha256}/pages/0", f"/sources/{sha256}/pages/{page}?range=5", "/sources/nothing"):
        assert reader.get(wrong).status_code == 422
