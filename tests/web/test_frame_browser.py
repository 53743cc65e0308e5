"""The frame of all pages and the ways in, in a real browser: nothing on the console, nothing wider than the screen, keyboard, no script out of names."""

import re
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI

from samspil.store.desk.desk import Desk
from samspil.web.app import make_app
from samspil.web.settings import OneTime, Settings
from samspil.workbench.people import hash_secret
from tests.web.conftest import SETUP, Live, expect, find_barriers

EVIL = '<img src=x onerror="alert(1)"><script>alert(2)</script>{{7*7}}'


class TestFirstAdmin:
    """The way from the printed address to a second person at the desk."""

    @pytest.fixture
    def app(self, desk: Desk, settings: Settings) -> FastAPI:
        """A desk that nobody can log in to yet."""
        return make_app(desk, replace(settings, setup=OneTime(hash_secret(SETUP))))

    def test_from_code_to_login(self, live: Live) -> None:
        page = live.page_as("anonymous")
        page.goto(f"{live.address}/setup#{SETUP}")
        assert page.input_value("[name=token]") == SETUP
        assert SETUP not in page.url
        page.fill("[name=name]", "Åse Ærø")
        page.fill("[name=login]", "aase")
        page.fill("[name=password]", "fire hunde løber hjem")
        page.keyboard.press("Enter")
        page.wait_for_url("**/people")
        page.fill("main .form [name=name]", EVIL)
        page.fill("main .form [name=login]", "bo")
        page.keyboard.press("Enter")
        link = page.locator("code.secret").inner_text()
        assert link.startswith(f"{live.address}/password#samspil_setup_")
        expect(page.locator("table")).to_contain_text(EVIL)
        assert page.locator("table img, table script").count() == 0
        other = live.page_as("anonymous", width=390)
        other.goto(link)
        other.fill("[name=password]", "ni katte sover ude")
        other.keyboard.press("Enter")
        other.wait_for_url("**/login")
        assert "gemt" in other.locator("[role=status]").inner_text()
        other.fill("[name=login]", "bo")
        other.fill("[name=password]", "ni katte sover ude")
        other.keyboard.press("Enter")
        other.wait_for_url(f"{live.address}/")
        other.reload()
        expect(other.locator("header")).to_contain_text(EVIL)
        assert other.locator("[role=status]").count() == 0
        other.click("header button")
        other.wait_for_url("**/login")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["/", "/people", "/account", "/help"])
def test_fits_and_is_labelled(full_desk: Desk, live: Live, path: str, width: int) -> None:
    """No page is wider than the screen; every field and button has a name; one h1; a title of its own."""
    page = live.page_as("admin", width)
    page.goto(live.address + path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("h1").count() == 1
    assert re.search(r"\w – Samspil$", page.title())
    unnamed = """[...document.querySelectorAll('input:not([type=hidden]):not([hidden]), select, textarea, button, a')]
        .filter(e => !((e.labels && e.labels.length) || e.ariaLabel || e.textContent.trim())).map(e => e.outerHTML)"""
    assert page.evaluate(unnamed) == []
    assert find_barriers(page) == []


def test_keyboard_alone_reaches_the_content(full_desk: Desk, live: Live) -> None:
    """The first Tab shows the way past the navigation."""
    page: Any = live.page_as("reader")
    page.goto(live.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_foreign_page_can_do_nothing(full_desk: Desk, live: Live) -> None:
    """A page from elsewhere posts a form with the victim's cookie in the same browser."""
    page = live.page_as("admin")
    page.route("http://evil.example/**", lambda route: route.fulfill(
        content_type="text/html",
        body=f"<form method=post action='{live.address}/people'><input name=login value=eve><input name=name value=Eve><input name=role value=admin></form>",
    ))  # fmt: skip
    page.goto("http://evil.example/")
    with page.expect_navigation():
        page.evaluate("document.forms[0].submit()")
    assert "admin" not in page.locator("main").inner_text() or page.locator("table").count() == 0
    page.goto(f"{live.address}/people")
    assert "eve" not in page.locator("main").inner_text()
    live.complaints.clear()  # the browser has noted the refusal
