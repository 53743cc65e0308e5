"""The report in a real browser, from a folder: nothing on the console, nothing wider than the screen, one click from number to mark."""

from collections.abc import Iterator
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture(params=[1280, 375])
def page(request: pytest.FixtureRequest, browser: "sync_api.Browser", report: Path) -> Iterator["sync_api.Page"]:
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith("file:") else complaints.append(sent.url))
    page.goto(f"file://{report}/index.html")
    yield page
    page.close()
    assert complaints == []


def fits(page: "sync_api.Page") -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_no_page_is_wider_than_the_screen(page: "sync_api.Page", report: Path) -> None:
    assert fits(page)
    for path in [report / "tal/technology.html", report / "tal/alle.html", *sorted((report / "kilder").glob("*.html"))[:4]]:
        page.goto(f"file://{path}")
        assert fits(page), path


def test_a_number_shows_its_rows_and_a_row_its_marked_page(page: "sync_api.Page") -> None:
    link = page.locator("a.headline").nth(1)
    count = int(link.locator("b").inner_text())
    link.click()
    rows = page.locator("#tema-technology tbody tr")
    sync_api.expect(rows).to_have_count(count)
    sync_api.expect(rows.first).to_be_visible()
    rows.first.locator("a.source").first.click()
    mark = page.locator(".mark:target")
    sync_api.expect(mark).to_have_count(1)
    sync_api.expect(mark).to_be_in_viewport()
    box = mark.bounding_box()
    assert box
    assert box["height"] > 5
    assert 0 <= box["y"] < 800
    assert page.evaluate("[...document.images].filter(i => i.complete).every(i => i.naturalWidth > 0)")


def test_kroner_lead_to_their_column(page: "sync_api.Page") -> None:
    page.locator("table.kroner tbody a").first.click()
    sync_api.expect(page.locator("th:target")).to_have_count(1)


def test_the_filter_hides_what_does_not_fit(page: "sync_api.Page") -> None:
    all_cards = page.locator(".card").count()
    page.locator("#filter select[name=theme]").select_option("technology")
    sync_api.expect(page.locator("#filter output")).not_to_have_text(f"Viser {all_cards} af {all_cards}")
    shown = page.locator(".card:not([hidden])").count()
    assert 0 < shown < all_cards
    sync_api.expect(page.locator("#filter output")).to_have_text(f"Viser {shown} af {all_cards}")


def test_everything_can_be_read_without_script(browser: "sync_api.Browser", report: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"file://{report}/index.html")
    assert not page.locator("#filter").is_visible()
    page.locator("a.headline").first.click()
    sync_api.expect(page.locator("#tema-tendering")).to_be_visible()
    page.locator("#mangler summary").click()
    sync_api.expect(page.get_by_text("Albertslund", exact=True)).to_be_visible()
    page.close()


def test_the_skip_link_comes_first(page: "sync_api.Page") -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
