"""A workbench with a fictional review on it, and browsers of every role."""

import contextlib
import json
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from samspil.publish.contract import review_to_json
from samspil.store.desk import people as kept
from samspil.store.desk.desk import Desk
from samspil.values.desk import Person
from samspil.web.app import make_app
from samspil.web.settings import OneTime, Settings
from samspil.web.visit import make_form_token
from samspil.workbench.people import begin_session, hash_secret
from samspil.workbench.runs import bring_in
from tests.publish.fictional_review import build_review

ORIGIN = "http://127.0.0.1:8000"
ROLES = ("reader", "coder", "curator", "admin")
START, SETUP = "start-token-of-the-test", "setup-token-of-the-test"
AXE = Path(__file__).parents[1] / "publish/site/vendored/axe.min.js"
ClientAs = Callable[[str], "Browser"]


class Browser(TestClient):
    """A browser that says where it is and does not follow redirects. `form_token`: of its session; `person`: who it is."""

    person: Person | None = None

    @property
    def form_token(self) -> str:
        """What forms of this session hold."""
        return make_form_token(self.cookies.get("samspil") or "")

    def send_form(self, path: str, **fields: Any) -> Any:
        """POST a form with its token."""
        return self.post(path, data={"form_token": self.form_token, **fields})


def make_browser(app: FastAPI) -> Browser:
    """One that nobody has logged in with. Errors of the server come back as pages."""
    return Browser(app, ORIGIN, follow_redirects=False, raise_server_exceptions=False, headers={"Origin": ORIGIN})


@pytest.fixture(scope="session")
def review() -> dict[str, Any]:
    """A fictional review with hostile strings, as JSON of the contract."""
    return dict(json.loads(json.dumps(review_to_json(build_review(hostile=True)))))


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated store, made once and copied."""
    file = tmp_path_factory.mktemp("store") / "empty.sqlite"
    Desk(file).close()
    return file


@pytest.fixture(scope="session")
def full_store(empty_store: Path, review: dict[str, Any]) -> Path:
    """A store with the fictional review in it, made once and copied."""
    file = empty_store.with_name("full.sqlite")
    shutil.copyfile(empty_store, file)
    with Desk(file) as opened:
        bring_in(opened, review)
    return file


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path, empty_store: Path) -> Iterator[Desk]:
    """An empty desk; with the fictional review on it for a test that asks for `full_desk`."""
    full = "full_desk" in request.fixturenames
    shutil.copyfile(request.getfixturevalue("full_store") if full else empty_store, tmp_path / "desk.sqlite")
    with Desk(tmp_path / "desk.sqlite") as opened:
        yield opened


@pytest.fixture
def full_desk(desk: Desk) -> Desk:
    """The desk with the fictional review on it."""
    return desk


@pytest.fixture
def settings() -> Settings:
    """People log in; wrong passwords are answered at once."""
    return Settings(several=True, slow=False)


@pytest.fixture
def app(desk: Desk, settings: Settings) -> FastAPI:
    """The application over the desk (ask for `full_desk` too, and it is full)."""
    return make_app(desk, settings)


@pytest.fixture
def local_app(desk: Desk) -> FastAPI:
    """The application for one person, who has not come in yet."""
    return make_app(desk, replace(Settings(), start=OneTime(hash_secret(START))))


@pytest.fixture
def client_as(app: FastAPI, desk: Desk) -> ClientAs:
    """`client_as("coder")`: a browser with the session of a coder; the same coder each time. 'anonymous' has none, 'disabled' one that was shut out."""
    people: dict[str, Person] = {}

    def make(role: str) -> Browser:
        browser = make_browser(app)
        if role == "anonymous":
            return browser
        if role not in people:
            with desk.writing() as connection:
                rights = "admin" if role == "disabled" else role
                people[role] = kept.add_person(connection, f"{role}-a", f"{role.title()} Åse", rights, "no password fits this")
        browser.person = people[role]
        browser.cookies.set("samspil", begin_session(desk, people[role]).text, domain="127.0.0.1", path="/")
        if role == "disabled":
            with desk.writing() as connection:
                kept.set_person(connection, people[role].id, disabled=True)
        return browser

    return make


@dataclass
class Live:
    """The application on a real port. `page_as("coder")`: a page of Chromium with that role's session; what the browser complains about is in `complaints`."""

    address: str
    desk: Desk
    client_as: ClientAs
    browser: Any
    complaints: list[str] = field(default_factory=list)

    def _refuse(self, dialog: Any) -> None:
        self.complaints.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def page_as(self, role: str, width: int = 1280, height: int = 800) -> Any:
        """A page in a browser context of its own."""
        context = self.browser.new_context(viewport={"width": width, "height": height}, locale="da-DK")
        cookie = self.client_as(role).cookies.get("samspil")
        if cookie:
            context.add_cookies([{"name": "samspil", "value": cookie, "url": self.address}])
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._refuse)
        return page


def expect(place: Any) -> Any:
    """Playwright's `expect`, which waits: what a click leads to is not there at once. Fetched late, since most tests here need no Playwright."""
    return import_module("playwright.sync_api").expect(place)


def find_barriers(page: Any) -> list[str]:
    """What axe-core finds serious or critical on the page: rule and places."""
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found = page.evaluate("axe.run(document, {preload: false})")
    serious = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    return [f"{each['id']}: {[node['html'][:200] for node in each['nodes']]}" for each in serious]


@pytest.fixture
def live(app: FastAPI, desk: Desk, client_as: ClientAs, browser: Any) -> Iterator[Live]:
    """The application over `desk` on a port of its own, in a thread; no page may end with a complaint of the browser."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as opened:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        running = Live(f"http://127.0.0.1:{opened.getsockname()[1]}", desk, client_as, browser)
        yield running
        for context in browser.contexts:
            context.close()
        server.should_exit = True
        thread.join(10)
    assert running.complaints == []
