"""What keeps the desk closed: hosts, origins, form tokens, sizes, sessions, accounts (the cases of access control that need no subject page)."""

import asyncio
import re
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from starlette.responses import Response

from samspil.store.desk import people as kept
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk
from samspil.values.desk import Person
from samspil.web import shield
from samspil.web.app import add_line, make_app
from samspil.web.lines import ADMIN, API, CODER, PAGE, READER, Line
from samspil.web.routes import ROUTES
from samspil.web.settings import OneTime, Settings
from samspil.web.visit import Here, own_path
from samspil.workbench import people
from samspil.workbench.passwords import PeopleError
from tests.web.conftest import ORIGIN, SETUP, START, Browser, ClientAs, make_browser

GOOD = "fire hunde løber hjem"
BETTER = "en anden lang sætning"
FORBIDDEN = 403


@pytest.fixture
def anna(desk: Desk) -> Person:
    """An admin with a password."""
    return people.add_first(desk, "anna", "Anna Ås", GOOD)


def log_in(app: FastAPI, login: str = "anna", password: str = GOOD, **fields: str) -> tuple[Browser, Any]:
    browser = make_browser(app)
    return browser, browser.post("/login", data={"login": login, "password": password, **fields})


class TestEveryAnswer:
    """Headers and hosts, whatever the route."""

    @pytest.mark.parametrize("path", ["/", "/login", "/health", "/assets/web.css", "/no/such/page", "/api/v1/me", "/people"])
    def test_protecting_headers(self, client_as: ClientAs, path: str) -> None:
        for who in ("anonymous", "reader"):
            headers = client_as(who).get(path).headers
            assert headers["content-security-policy"] == shield.CSP
            assert "unsafe" not in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["referrer-policy"] == "same-origin"
            assert "server" not in headers
            assert ("no-store" in headers["cache-control"]) != path.startswith("/assets/")

    @pytest.mark.parametrize(
        "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8000", "localhost@evil", "[::2]", "", "127.0.0.1:x", "localhost."]
    )
    def test_foreign_host(self, client_as: ClientAs, host: str) -> None:
        """A page whose name was made to point at this machine gets nothing, on any route, with or without a session."""
        for line in ROUTES:
            answer = client_as("admin").request(line.method, re.sub(r"\{.*?\}", "1", line.path), headers={"Host": host})
            assert answer.status_code == 400
            assert answer.headers["content-security-policy"] == shield.CSP

    @pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:1", "LOCALHOST", "[::1]:8437", "[::1]"])
    def test_own_hosts(self, client_as: ClientAs, host: str) -> None:
        assert client_as("reader").get("/", headers={"Host": host}).status_code == 200

    def test_large_headers(self, client_as: ClientAs) -> None:
        assert client_as("reader").get("/", headers={"X-Long": "a" * 40_000}).status_code == 431

    def test_error_of_ours_shows_an_id_and_no_trace(self, app: FastAPI, client_as: ClientAs, caplog: pytest.LogCaptureFixture) -> None:
        """Neither the page nor the log tells with what it happened: values may be secrets."""

        def fail(visit: Here) -> Response:
            raise RuntimeError(f"secret-canary {visit.cookie}")

        add_line(app, Line("GET", "/fail", READER, PAGE, fail))
        add_line(app, Line("GET", "/api/fail", READER, API, fail))
        browser = client_as("reader")
        page, answer = browser.get("/fail"), browser.get("/api/fail")
        assert (page.status_code, answer.status_code) == (500, 500)
        assert page.headers["content-security-policy"] == shield.CSP
        shown = re.search(r"nummer ([0-9a-f]{8})", page.text)
        assert shown
        assert shown[1] in caplog.text
        assert set(answer.json()["error"]) == {"code", "message", "remedy"}
        for words in (page.text, answer.text, caplog.text):
            assert "canary" not in words
            assert "Traceback" not in words
            assert browser.cookies["samspil"] not in words

    def test_busy_store_asks_to_come_again(self, app: FastAPI, client_as: ClientAs) -> None:
        def fail(visit: Here) -> Response:
            raise sa.exc.OperationalError("SELECT 1", {}, Exception("database is locked"))

        add_line(app, Line("GET", "/busy", READER, PAGE, fail))
        answer = client_as("reader").get("/busy")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")

    def test_one_shape_of_errors_for_programs(self, client_as: ClientAs) -> None:
        for answer in (
            client_as("reader").get("/api/nothing"),
            client_as("anonymous").get("/api/v1/me"),
            client_as("reader").put("/api/v1/me"),
        ):
            assert answer.status_code in (404, 401, 405)
            assert set(answer.json()["error"]) == {"code", "message", "remedy"}

    def test_too_many_at_once(self, app: FastAPI, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
        """Who comes when the house is full is asked to come again; afterwards all is as before."""
        inside, go_on = threading.Event(), threading.Event()

        def wait(visit: Here) -> Response:
            inside.set()
            go_on.wait(20)
            return Response("ok")

        monkeypatch.setattr(shield, "MOST_AT_ONCE", 1)
        add_line(app, Line("GET", "/wait", READER, PAGE, wait))
        with client_as("reader") as browser:
            first = threading.Thread(target=browser.get, args=("/wait",))
            first.start()
            assert inside.wait(20)
            assert browser.get("/health").status_code == 503
            go_on.set()
            first.join()
            assert browser.get("/health").status_code == 204


class TestWhoAsks:
    """A change is asked for by a page of ours."""

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://127.0.0.1:9999"},
            {"Origin": "https://127.0.0.1:8000"},
            {"Origin": "http://localhost:8000"},
            {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
            {"Origin": ORIGIN, "Sec-Fetch-Site": "same-site"},
            {"Origin": ORIGIN, "Sec-Fetch-Site": "none"},
            {"Origin": ""},
        ],
    )
    def test_foreign_page(self, client_as: ClientAs, headers: dict[str, str]) -> None:
        """Every unsafe route, also logging in and out."""
        for line in ROUTES:
            if line.method != "GET":
                browser = client_as("admin")
                answer = browser.request(
                    line.method, re.sub(r"\{.*?\}", "1", line.path), headers=headers, data={"form_token": browser.form_token}
                )
                assert answer.status_code == FORBIDDEN

    def test_neither_origin_nor_site(self, client_as: ClientAs) -> None:
        browser = client_as("admin")
        del browser.headers["Origin"]
        assert browser.send_form("/logout").status_code == FORBIDDEN
        assert (
            browser.post("/logout", data={"form_token": browser.form_token}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303
        )

    def test_form_token(self, client_as: ClientAs) -> None:
        """Absent, empty, another session's: refused. In the form or the header: taken."""
        browser, other = client_as("reader"), client_as("admin")
        form = {"name": "nøgle", "days": "30"}
        for wrong in ({}, {"form_token": ""}, {"form_token": other.form_token}, {"form_token": "å"}):
            assert browser.post("/account/tokens", data={**form, **wrong}).status_code == FORBIDDEN
        assert browser.post("/account/tokens", data=form, headers={"X-Form-Token": other.form_token}).status_code == FORBIDDEN
        assert browser.post("/account/tokens", data=form, headers={"X-Form-Token": browser.form_token}).status_code == 200
        assert browser.send_form("/account/tokens", **form).status_code == 200

    @pytest.mark.parametrize(
        "path",
        ["//evil", "/\\evil", "https:evil", "https://evil", "javascript:alert(1)", "evil", "", "/a b", "/\r\nX: y", "/\tx", "\\/evil"],
    )
    def test_next_leads_nowhere_else(self, app: FastAPI, anna: Person, path: str) -> None:
        assert own_path(path) == "/"
        assert log_in(app, next=path)[1].headers["location"] == "/"

    def test_next_leads_on(self, app: FastAPI, anna: Person) -> None:
        assert make_browser(app).get("/people?q=%C3%A5&r=1").headers["location"] == "/login?next=%2Fpeople%3Fq%3D%25C3%25A5%26r%3D1"
        assert log_in(app, next="/people?q=1")[1].headers["location"] == "/people?q=1"


class TestSizes:
    """What is too much is refused, and quickly."""

    @pytest.mark.parametrize(
        ("content", "headers"),
        [
            (b"a" * 1_000_001, {"Content-Type": "application/x-www-form-urlencoded"}),
            ((b"a" * 100_000 for _ in range(11)), {"Content-Type": "application/x-www-form-urlencoded"}),  # chunked: says no length
        ],
    )
    def test_body(self, client_as: ClientAs, content: Any, headers: dict[str, str]) -> None:
        assert client_as("admin").post("/people", content=content, headers=headers).status_code == 413

    def test_anonymous_body_is_not_read(self, app: FastAPI) -> None:
        """Who may not come in cannot make us read."""
        headers = [(b"host", b"127.0.0.1"), (b"origin", b"http://127.0.0.1"), (b"content-length", b"900000")]
        scope = {"type": "http", "method": "POST", "path": "/people", "query_string": b"", "headers": headers, "client": None}
        sent: list[Any] = []

        async def receive() -> Any:
            raise AssertionError("the body was asked for")

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(app(scope, receive, send))
        assert sent[0]["status"] == 401

    @pytest.mark.parametrize("length", ["-1", "1e3", "9" * 30, "x"])
    def test_nonsense_length(self, client_as: ClientAs, length: str) -> None:
        assert client_as("admin").post("/people", content=b"", headers={"Content-Length": length}).status_code == 400

    def test_too_many_fields(self, client_as: ClientAs) -> None:
        browser = client_as("admin")
        fields = {f"f{number}": "x" for number in range(1001)}
        begun = time.monotonic()
        assert browser.send_form("/people", **fields).status_code == 400
        assert time.monotonic() - begun < 5

    def test_unexpected_body(self, client_as: ClientAs) -> None:
        browser = client_as("admin")
        for content, kind in (
            (b"\x00\xff", "multipart/form-data"),
            (b"--x", "multipart/form-data; boundary=x"),
            (b"[" * 9999, "application/json"),
        ):
            answer = browser.post("/people", content=content, headers={"Content-Type": kind, "X-Form-Token": browser.form_token})
            assert 400 <= answer.status_code < 500

    @pytest.mark.parametrize("person", ["0", "-1", "99", "9" * 30, "1e3", "x", "%00", "1%0d%0aX:y", "\u0661"])
    def test_ids_of_nobody(self, client_as: ClientAs, person: str) -> None:
        """Another number, no number, a number that no database holds."""
        for action, fields in (("role", {"role": "coder"}), ("disabled", {"disabled": "yes"}), ("reset", {})):
            answer = client_as("admin").send_form(f"/people/{person}/{action}", **fields)
            assert 400 <= answer.status_code < 500
            assert "x" not in answer.headers

    @pytest.mark.parametrize("words", ["\x00", "a\x00b", "\ud83d", "\u202e", "x" * 1001, "' OR 1=1 --", "\r\nSet-Cookie: a=b"])
    def test_strange_words_in_forms(self, app: FastAPI, anna: Person, words: str) -> None:
        sent = words.encode("utf-8", "surrogatepass")
        for name in (b"login", b"password", b"next"):
            body = name + b"=" + b"".join(b"%%%02x" % byte for byte in sent)
            answer = make_browser(app).post("/login", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
            assert answer.status_code in (401, 422)
            assert "set-cookie" not in answer.headers

    def test_many_ranges(self, client_as: ClientAs) -> None:
        ranges = "bytes=" + ",".join(f"{number}-{number}" for number in range(2000))
        assert client_as("reader").get("/assets/report.css", headers={"Range": ranges}).status_code == 200

    def test_slow_answer(self, app: FastAPI, client_as: ClientAs) -> None:
        """The caller is told in time; what the thread does later reaches nobody."""
        done = threading.Event()

        def sleep(visit: Here) -> Response:
            time.sleep(1)
            done.set()
            return Response("late")

        add_line(app, Line("GET", "/sleep", READER, PAGE, sleep, seconds=0.2))
        answer = client_as("reader").get("/sleep")
        assert answer.status_code == 503
        assert "late" not in answer.text
        assert done.wait(10)

    @pytest.mark.parametrize("name", ["..%2F..%2Fapp.py", "../app.py", "web.py", "base.html", ".", "%00"])
    def test_only_assets(self, client_as: ClientAs, name: str) -> None:
        assert client_as("admin").get(f"/assets/{name}").status_code == 404


class TestSessions:
    """Cookies, their ends and their change."""

    def test_cookie(self, app: FastAPI, desk: Desk, anna: Person) -> None:
        browser, answer = log_in(app)
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/" in cookie
        assert "Secure" not in cookie
        assert len(browser.cookies["samspil"]) >= 43
        with desk.reading() as connection:
            rows = connection.execute(sa.select(tables.session)).all()
        assert browser.cookies["samspil"] not in repr(rows)

    def test_cookie_under_https(self, desk: Desk, anna: Person) -> None:
        settings = Settings(several=True, slow=False, tls=True, hosts=("desk.example",))
        browser = make_browser(make_app(desk, settings))
        browser.base_url, browser.headers["Origin"] = "https://desk.example", "https://desk.example"
        answer = browser.post("/login", data={"login": "anna", "password": GOOD})
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-samspil=")
        assert "Secure" in cookie
        assert "Domain" not in cookie
        assert "strict-transport-security" in answer.headers
        assert browser.get("/account").status_code == 200

    def test_fixation(self, app: FastAPI, desk: Desk, anna: Person) -> None:
        """A session that was there before login is neither carried on nor alive afterwards; an invented one is worth nothing."""
        before = people.begin_session(desk, anna).text
        for given in (before, "invented"):
            browser = make_browser(app)
            browser.cookies.set("samspil", given, domain="127.0.0.1", path="/")
            answer = browser.send_form("/login", login="anna", password=GOOD)
            assert answer.status_code == 303
            fresh = re.search(r"samspil=([^;]+)", answer.headers["set-cookie"])
            assert fresh
            assert fresh[1] not in (before, "invented")
        assert people.find_caller(desk, before, people.Rules()) is None

    def test_log_out(self, client_as: ClientAs) -> None:
        browser = client_as("reader")
        cookie = browser.cookies["samspil"]
        assert browser.send_form("/logout").status_code == 303
        browser.cookies.set("samspil", cookie, domain="127.0.0.1", path="/")
        assert browser.get("/").headers["location"] == "/login?next=%2F"

    @pytest.mark.parametrize(
        ("idle", "steps", "alive"), [(600, [500, 500, 500], True), (600, [601], False), (600, [500, 500, 500, 500, 500], False)]
    )
    def test_ends(self, desk: Desk, anna: Person, idle: float, steps: list[int], alive: bool) -> None:
        """Idle for too long, or too old however busy; a clock that runs back ends nothing."""
        now = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
        desk.clock = lambda: now
        cookie = people.begin_session(desk, anna).text
        rules = people.Rules(idle=idle, whole=2000)
        for step in steps:
            now += timedelta(seconds=step)
            found = people.find_caller(desk, cookie, rules)
        assert bool(found) == alive
        now -= timedelta(hours=1)
        assert bool(people.find_caller(desk, cookie, rules)) == alive

    def test_role_change_ends_sessions(self, app: FastAPI, client_as: ClientAs) -> None:
        admin, coder = client_as("admin"), client_as("coder")
        assert coder.person
        assert admin.send_form(f"/people/{coder.person.id}/role", role="reader").status_code == 303
        assert coder.get("/").status_code == 303

    def test_own_role_change_gives_a_new_session(self, client_as: ClientAs, desk: Desk, anna: Person) -> None:
        admin = client_as("admin")
        assert admin.person
        old = admin.cookies["samspil"]
        assert admin.send_form(f"/people/{admin.person.id}/role", role="curator").status_code == 303
        assert admin.cookies["samspil"] != old
        assert people.find_caller(desk, old, people.Rules()) is None
        assert admin.get("/people").status_code == FORBIDDEN
        assert admin.get("/account").status_code == 200

    def test_disabled_at_once(self, client_as: ClientAs, desk: Desk) -> None:
        admin, coder = client_as("admin"), client_as("coder")
        assert coder.person
        token = people.add_token(desk, coder.person, "program").text
        assert coder.get("/", headers={}).status_code == 200
        assert admin.send_form(f"/people/{coder.person.id}/disabled", disabled="yes").status_code == 303
        assert coder.get("/").status_code == 303
        assert client_as("anonymous").get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401
        admin.send_form(f"/people/{coder.person.id}/disabled", disabled="no")
        assert coder.get("/").status_code == 303

    def test_last_admin_stays(self, client_as: ClientAs, desk: Desk) -> None:
        admin = client_as("admin")
        assert admin.person
        for action, fields in (("role", {"role": "reader"}), ("disabled", {"disabled": "yes"})):
            answer = admin.send_form(f"/people/{admin.person.id}/{action}", **fields)
            assert answer.status_code == 422
            assert "sidste administrator" in answer.text
        with desk.reading() as connection:
            assert kept.find_person(connection, admin.person.id) == admin.person

    def test_no_role_by_the_account_form(self, client_as: ClientAs, desk: Desk) -> None:
        """Fields that nobody asked for change nothing."""
        browser = client_as("reader")
        assert browser.person
        browser.send_form("/account/tokens", name="x", days="30", role="admin", person="1", id="1", disabled="no")
        with desk.reading() as connection:
            assert kept.find_person(connection, browser.person.id) == browser.person


class TestLocal:
    """One person at their own machine."""

    def test_start_token_opens_once(self, local_app: FastAPI) -> None:
        first, second = make_browser(local_app), make_browser(local_app)
        assert first.get("/").status_code == 401
        assert first.get("/start?token=wrong").status_code == 401
        answer = first.get(f"/start?token={START}")
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert first.get("/people").status_code == 200
        assert second.get(f"/start?token={START}").status_code == 401
        assert second.get("/").status_code == 401
        assert first.get(f"/start?token={START}").headers["location"] == "/"

    def test_nobody_logs_in_as_the_local_person(self, desk: Desk, local_app: FastAPI, app: FastAPI) -> None:
        """Neither by a password nor by a session or token from the time before there were accounts."""
        local = make_browser(local_app)
        local.get(f"/start?token={START}")
        person = people.open_local(desk)
        token = people.add_token(desk, person, "program").text
        for password in ("", " ", GOOD):
            assert log_in(app, people.LOCAL_LOGIN, password)[1].status_code == 401
        later = make_browser(app)
        later.cookies.set("samspil", local.cookies["samspil"], domain="127.0.0.1", path="/")
        assert later.get("/").status_code == 303
        assert later.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401
        assert local.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).json()["login"] == people.LOCAL_LOGIN

    def test_no_login_form(self, local_app: FastAPI) -> None:
        assert make_browser(local_app).get("/login").status_code == 401
        assert make_browser(local_app).post("/login", data={"login": "a", "password": GOOD}).status_code == 401


class TestAccounts:
    """Passwords, tokens, the first admin."""

    def test_first_admin_by_the_printed_token(self, desk: Desk, settings: Settings) -> None:
        app = make_app(desk, replace(settings, setup=OneTime(people.hash_secret(SETUP))))
        browser = make_browser(app)
        form = {"login": "Anna ", "name": "Anna  Ås", "password": GOOD}
        assert browser.get("/login").headers["location"] == "/setup"
        assert browser.post("/setup", data={**form, "token": "wrong"}).status_code == 422
        assert browser.post("/setup", data={**form, "token": SETUP, "password": "kort"}).status_code == 422
        assert browser.post("/setup", data={**form, "token": SETUP}).headers["location"] == "/people"
        assert browser.get("/people").status_code == 200
        assert make_browser(app).post("/setup", data={**form, "login": "eve", "token": SETUP}).status_code == 422
        assert log_in(app)[1].status_code == 303
        assert [(person.login, person.name, person.role) for person in people.list_all(desk)] == [("anna", "Anna Ås", "admin")]

    def test_no_default_account(self, app: FastAPI, desk: Desk) -> None:
        assert people.list_all(desk) == []
        for login in ("admin", "root", "lokal", "samspil", ""):
            for password in ("", "admin", "password", "samspil"):
                assert log_in(app, login, password)[1].status_code in (401, 429)

    def test_a_person_chooses_a_password(self, app: FastAPI, desk: Desk, client_as: ClientAs) -> None:
        answer = client_as("admin").send_form("/people", login="bo", name="Bo <b>", role="coder")
        assert "Bo &lt;b&gt;" in answer.text
        token = re.search(r"/password#(samspil_setup_[\w-]+)<", answer.text)
        assert token
        assert make_browser(app).post("/password", data={"token": token[1], "password": "kort"}).status_code == 422
        assert make_browser(app).post("/password", data={"token": token[1], "password": GOOD}).status_code == 303
        assert make_browser(app).post("/password", data={"token": token[1], "password": BETTER}).status_code == 422
        assert log_in(app, "BO")[1].status_code == 303

    def test_reset_ends_after_two_days_and_kills_sessions(self, desk: Desk, anna: Person) -> None:
        now = datetime(2028, 2, 28, tzinfo=UTC)
        desk.clock = lambda: now
        cookie, token = people.begin_session(desk, anna).text, people.reset_password(desk, anna.id).text
        now += timedelta(days=2, seconds=1)
        with pytest.raises(PeopleError):
            people.choose_password(desk, token, BETTER)
        token = people.reset_password(desk, anna.id).text
        people.choose_password(desk, token, BETTER)
        assert people.find_caller(desk, cookie, people.Rules(idle=9e9, whole=9e9)) is None
        assert people.log_in(desk, "anna", BETTER, "::1")[0] == anna

    def test_own_password(self, app: FastAPI, anna: Person) -> None:
        browser, other = log_in(app)[0], log_in(app)[0]
        assert browser.send_form("/account/password", old="forkert", new=BETTER).status_code == 422
        assert browser.send_form("/account/password", old=GOOD, new="kort").status_code == 422
        assert browser.send_form("/account/password", old=GOOD, new=BETTER).status_code == 303
        assert browser.get("/account").status_code == 200
        assert other.get("/account").status_code == 303
        assert log_in(app)[1].status_code == 401
        assert log_in(app, password=BETTER)[1].status_code == 303

    def test_token(self, desk: Desk, client_as: ClientAs) -> None:
        """Shown once, kept as a hash, with its owner's rights, taken back by its owner only."""
        reader, admin, program = client_as("reader"), client_as("admin"), client_as("anonymous")
        made = re.search(r"samspil_api_[\w-]+", reader.send_form("/account/tokens", name="Mit <i>", days="30").text)
        assert made
        page = reader.get("/account").text
        assert made[0] not in page
        assert "Mit &lt;i&gt;" in page
        bearer = {"Authorization": f"Bearer {made[0]}"}
        assert program.get("/api/v1/me", headers=bearer).json()["role"] == "reader"
        assert program.get("/", headers=bearer).status_code == 303
        assert reader.person
        hash_ = people.list_tokens(desk, reader.person)[0].hash
        assert admin.send_form("/account/tokens/remove", token=hash_).status_code == 422
        assert program.get("/api/v1/me", headers=bearer).status_code == 200
        assert reader.send_form("/account/tokens/remove", token=hash_).status_code == 303
        assert program.get("/api/v1/me", headers=bearer).status_code == 401

    @pytest.mark.parametrize("bearer", ["", "x", "samspil_api_", "samspil_api_" + "A" * 43, "å", "\x00"])
    def test_invented_token(self, client_as: ClientAs, bearer: str) -> None:
        assert client_as("reader").get("/api/v1/me", headers={b"Authorization": f"Bearer {bearer}".encode()}).status_code == (
            200 if not bearer else 401
        )

    def test_token_needs_no_origin(self, app: FastAPI, desk: Desk, client_as: ClientAs) -> None:
        """A program has no cookie that a foreign page could use; a cookie does not help a token that is wrong."""

        def change(visit: Here) -> Response:
            return Response(visit.person.login)

        add_line(app, Line("POST", "/api/change", CODER, API, change, writes="nothing"))
        coder, reader, program = client_as("coder"), client_as("reader"), client_as("anonymous")
        del program.headers["Origin"]
        assert coder.person
        assert reader.person
        tokens = [people.add_token(desk, each, "t").text for each in (coder.person, reader.person)]
        statuses = [program.post("/api/change", headers={"Authorization": f"Bearer {token}"}).status_code for token in (*tokens, "wrong")]
        assert statuses == [200, 403, 401]
        assert coder.post("/api/change", headers={"Authorization": "Bearer wrong"}).status_code == 401
        assert coder.post("/api/change").status_code == FORBIDDEN

    def test_token_ends(self, desk: Desk, anna: Person) -> None:
        now = datetime(2026, 1, 1, tzinfo=UTC)
        desk.clock = lambda: now
        token = people.add_token(desk, anna, "program", days=30).text
        assert people.find_token_owner(desk, token) == anna
        now += timedelta(days=30, seconds=1)
        assert people.find_token_owner(desk, token) is None

    @pytest.mark.parametrize(
        ("login", "name", "role"),
        [("", "X", "coder"), ("a", "X", "coder"), ("a b", "X", "coder"), ("a\r\nb", "X", "coder"), ("bo", "", "coder"), ("bo", "X\x00", "coder"),
         ("bo", "X" * 101, "coder"), ("bo", "X", "root"), ("bo", "X", ""), ("anna", "X", "coder"), ("ANNA", "X", "coder"), ("lokal", "X", "admin")],
    )  # fmt: skip
    def test_bad_people(self, desk: Desk, anna: Person, login: str, name: str, role: str) -> None:
        people.open_local(desk)
        with pytest.raises(PeopleError):
            people.add_person(desk, login, name, role)
        assert people.list_all(desk) == [anna]


class TestGuessing:
    """Wrong passwords."""

    def test_five_of_a_login_then_none(self, desk: Desk, anna: Person) -> None:
        now = datetime(2026, 1, 1, tzinfo=UTC)
        desk.clock = lambda: now
        for _ in range(5):
            with pytest.raises(people.LoginError):
                people.log_in(desk, "anna", "forkert", "10.0.0.1")
        with pytest.raises(people.TooManyTriesError) as found:
            people.log_in(desk, "anna", GOOD, "10.0.0.2")
        assert found.value.wait == pytest.approx(900)
        people.add_person(desk, "bo", "Bo", "coder")
        token = people.reset_password(desk, people.list_all(desk)[1].id).text
        people.choose_password(desk, token, GOOD)
        assert people.log_in(desk, "bo", GOOD, "10.0.0.1")[0].login == "bo"
        now += timedelta(minutes=15, seconds=1)
        assert people.log_in(desk, "anna", GOOD, "10.0.0.1")[0] == anna

    def test_fifty_of_an_address(self, desk: Desk, anna: Person) -> None:
        with desk.writing() as connection:
            for _ in range(49):
                kept.add_failure(connection, people._who("address", "10.0.0.1"), people.now_of(desk))
        with pytest.raises(people.LoginError):
            people.log_in(desk, "nobody-known", "forkert", "10.0.0.1")
        with pytest.raises(people.TooManyTriesError):
            people.log_in(desk, "anna", GOOD, "10.0.0.1")
        assert people.log_in(desk, "anna", GOOD, "10.0.0.2")[0] == anna

    def test_success_forgets_failures(self, desk: Desk, anna: Person) -> None:
        for _ in range(3):
            for _ in range(4):
                with pytest.raises(people.LoginError):
                    people.log_in(desk, "anna", "forkert", "::1")
            people.log_in(desk, "anna", GOOD, "::1")

    def test_delay_grows_for_known_and_unknown(self, desk: Desk, anna: Person) -> None:
        for login in ("anna", "nobody-known"):
            delays = []
            for _ in range(4):
                with pytest.raises(people.LoginError):
                    people.log_in(desk, login, "forkert", "::1")
                delays.append(people.delay_of(desk, login))
            assert delays == [0.25, 0.5, 1.0, 2.0]

    def test_wrong_passwords_are_answered_late(self, desk: Desk, settings: Settings, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        waited: list[float] = []

        async def sleep(seconds: float) -> None:
            waited.append(seconds)

        monkeypatch.setattr("samspil.web.pages.login.anyio.sleep", sleep)
        app = make_app(desk, replace(settings, slow=True))
        assert [log_in(app, "anna", "forkert")[1].status_code for _ in range(6)] == [401, 401, 401, 401, 401, 429]
        assert waited == [0.25, 0.5, 1.0, 2.0, 4.0]

    def test_same_words_and_work_for_known_and_unknown(self, desk: Desk, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        """The difference would tell who has an account: the same hash is worked out, and the same is said."""
        from samspil.workbench import passwords

        checked: list[str] = []
        said = []
        verify = passwords._HASHER.verify
        monkeypatch.setattr(passwords, "_HASHER", type("Counted", (), {"hash": passwords._HASHER.hash, "verify": lambda *_: False})())

        def counted(hashed: str, given: str) -> bool:
            checked.append(hashed[:30])
            return verify(hashed, given)

        monkeypatch.setattr(passwords._HASHER, "verify", counted, raising=False)
        for login in ("anna", "nobody-known", people.LOCAL_LOGIN):
            with pytest.raises(people.LoginError) as found:
                people.log_in(desk, login, "forkert", "::1")
            said.append((found.value.message, found.value.remedy, found.value.place))
        assert len(set(said)) == 1
        assert len(checked) == 3
        assert len({hashed.split("$")[3] for hashed in checked}) == 1

    def test_what_was_typed_is_not_kept(self, app: FastAPI, desk: Desk, anna: Person) -> None:
        """Somebody types the password where the name belongs."""
        answer = log_in(app, "canary-secret-47", "canary-secret-48")[1]
        assert "canary-secret-48" not in answer.text
        with desk.reading() as connection:
            kept_rows = repr([connection.execute(sa.select(table)).all() for table in tables.metadata.sorted_tables])
        assert "canary" not in kept_rows
        assert GOOD not in kept_rows
        assert "$argon2id$" in kept_rows

    def test_four_hashes_at_a_time(self, app: FastAPI, anna: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        at_once, most, lock = [0], [0], threading.Lock()

        def slow(*_: Any) -> Any:
            with lock:
                at_once[0] += 1
                most[0] = max(most[0], at_once[0])
            time.sleep(0.1)
            with lock:
                at_once[0] -= 1
            raise people.LoginError("x")

        monkeypatch.setattr(people, "log_in", slow)
        with make_browser(app) as browser:
            calls = [threading.Thread(target=browser.post, args=("/login",), kwargs={"data": {"login": "a"}}) for _ in range(12)]
            for call in calls:
                call.start()
            for call in calls:
                call.join()
        assert most[0] == 4


@pytest.mark.parametrize(
    "line", [line for line in ROUTES if line.path.startswith("/people")], ids=lambda line: f"{line.method} {line.path}"
)
def test_people_are_the_admins_business(line: Line) -> None:
    assert line.role == ADMIN
