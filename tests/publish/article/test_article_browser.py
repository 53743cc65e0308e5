"""The article in a real browser, from a file: nothing on the console, no request, nothing wider than the screen, numbers lead to their tables."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from samspil.publish.article.html import render_html
from samspil.publish.article.model import Article

sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture(params=[1280, 390, 320])
def page(request: pytest.FixtureRequest, browser: "sync_api.Browser", article: Article, tmp_path: Path) -> Iterator["sync_api.Page"]:
    file = tmp_path / "article.html"
    file.write_bytes(render_html(article))
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda sent: None if sent.url.startswith(("file:", "data:")) else complaints.append(sent.url))
    page.goto(f"file://{file}")
    yield page
    page.close()
    assert complaints == []


def test_nothing_is_wider_than_the_screen(page: "sync_api.Page") -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("[...document.querySelectorAll('.scroll')].every(box => box.scrollWidth <= box.clientWidth + 1)")


def test_the_fonts_are_loaded_from_the_page(page: "sync_api.Page") -> None:
    assert page.evaluate("document.fonts.ready.then(() => [...document.fonts].some(font => font.status === 'loaded'))")


def test_a_number_leads_to_its_table(page: "sync_api.Page") -> None:
    link = page.locator("#tema-insourcing a.tal").first
    count = int(link.inner_text())
    link.click()
    rows = page.locator("#tabel-insourcing tbody tr")
    sync_api.expect(rows).to_have_count(count)
    caption = page.locator("#tabel-insourcing caption")
    sync_api.expect(caption).to_be_in_viewport()
    box = caption.bounding_box()
    assert box
    assert 0 <= box["y"] < 800


def test_letters_in_drawings_can_be_read(page: "sync_api.Page") -> None:
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.drawing text')].map(text => text.getBoundingClientRect().height))"
    )
    assert smallest >= 9


def test_it_prints_without_the_menu(page: "sync_api.Page") -> None:
    page.emulate_media(media="print")
    assert not page.locator("nav.sections").is_visible()
    assert page.locator("h1").is_visible()
