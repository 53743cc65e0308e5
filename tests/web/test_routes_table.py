"""The table of routes: the application has no other routes, and each lets in whom its line says."""

import hashlib
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.routing import APIRoute

from samspil.store.desk import tables
from samspil.store.desk.desk import Desk
from samspil.values.desk import ROLES
from samspil.web.gate import Gate
from samspil.web.lines import ANYONE, API, UNSAFE, Line
from samspil.web.routes import NAV, ROUTES
from tests.web.conftest import Browser, ClientAs

WHO = ("anonymous", *ROLES, "disabled")
SAMPLES = {
    "name": "web.css",
    "person": "1",
    "feed": "x.atom",
    "year": "2026",
    "kind": "json",
    "page": "1",
    "case": "kerteminde-digital-traening",
}  # what stands for {…} in paths: something that exists, or that nobody has
MEASURES = (*UNSAFE, "GET", "HEAD", "OPTIONS", "TRACE")


def fill(path: str) -> str:
    """A path with samples in its places."""
    parts = [SAMPLES.get(part[1:-1].split(":")[0], "9") if part.startswith("{") else part for part in path.split("/")]
    return "/".join(parts)


def ask(browser: Browser, method: str, path: str) -> Any:
    """As a page of ours would, with an empty form."""
    data = {"form_token": browser.form_token} if method in UNSAFE else None
    return browser.request(method, fill(path), data=data)


def expected(line: Line, who: str) -> str:
    if line.role == ANYONE or (who in ROLES and ROLES.index(who) >= ROLES.index(line.role)):
        return "in"
    if who in ROLES:
        return "refused"
    return "unknown" if line.kind == API or line.method in UNSAFE else "to login"


def judge(response: Any) -> str:
    if response.status_code == 403:
        return "refused"
    if response.status_code == 303 and response.headers["location"].startswith("/login?next="):
        return "to login"
    return "unknown" if response.status_code == 401 else "in" if response.status_code < 500 else f"status {response.status_code}"


def test_the_application_has_these_routes_and_no_others(app: FastAPI) -> None:
    """A route without a line, and a line without a route, fail; each route stands behind the gate of its own line."""
    routes = {(method, route.path): route for route in app.routes if isinstance(route, APIRoute) for method in route.methods or ()}
    assert len(routes) == len(app.routes)
    assert set(routes) == {(line.method, line.path) for line in ROUTES}
    assert len(ROUTES) == len(routes)
    for line in ROUTES:
        gate = routes[line.method, line.path].app
        assert isinstance(gate, Gate)
        assert gate.line is line


def test_links_of_the_navigation_ask_for_no_more_than_their_pages() -> None:
    lines = {line.path: line for line in ROUTES if line.method == "GET"}
    assert {item.path: item.role for item in NAV} == {item.path: lines[item.path].role for item in NAV}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("line", ROUTES, ids=lambda line: f"{line.method} {line.path}")
def test_each_line_lets_in_whom_it_says(line: Line, who: str, full_desk: Desk, client_as: ClientAs) -> None:
    """Every route as everybody. Who is let in may still be told that there is no such thing; nobody meets a fault of ours."""
    response = ask(client_as(who), line.method, line.path)
    if line.role == ANYONE and line.writes:  # the ways in judge passwords and tokens themselves
        assert response.status_code < 500
        assert response.status_code != 403
        return
    assert judge(response) == expected(line, who)


def test_other_methods_are_refused_everywhere(full_desk: Desk, client_as: ClientAs) -> None:
    """A path that has no line for a method answers 405 to it, whoever asks."""
    known = {(line.method, line.path) for line in ROUTES}
    for who in WHO:
        browser = client_as(who)
        for path in {line.path for line in ROUTES}:
            for method in MEASURES:
                if (method, path) not in known:
                    assert ask(browser, method, path).status_code == 405, (who, method, path)


def fingerprint(desk: Desk) -> str:
    """SHA-256 of all that the store holds."""
    with desk.reading() as connection:
        rows = [(table.name, sorted(map(repr, connection.execute(sa.select(table))))) for table in tables.metadata.sorted_tables]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_nobody_writes_without_the_right_to(full_desk: Desk, client_as: ClientAs) -> None:
    """What is refused changes nothing, and neither does a GET that does not say that it writes."""
    browsers = {who: client_as(who) for who in WHO}
    before = fingerprint(full_desk)
    for line in ROUTES:
        for who, browser in browsers.items():
            if not line.writes or (line.role != ANYONE and expected(line, who) != "in"):
                ask(browser, line.method, line.path)
                assert fingerprint(full_desk) == before, (who, line.method, line.path)
