"""The pages in a real browser: nothing wider than the screen, nothing on the console, no barriers, usable without script."""

from pathlib import Path
from typing import Any

import pytest
from beside_figures import make_exposure

from samspil.publish.competition.beside_page import write_page
from samspil.publish.competition.beside_report import write_report

sync_api = pytest.importorskip("playwright.sync_api")
AXE = Path(__file__).parents[2] / "publish/site/vendored/axe.min.js"
PAGES = ("report/index.html", "report/kommuner/0751.html", "report/kommuner/0253.html", "report/omraader/roads_parks.html", "0101.html")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, exposure = tmp_path_factory.mktemp("sider"), make_exposure()
    write_report(exposure, folder)
    place = exposure.find("0101")
    assert place
    write_page(exposure, place, folder / "0101.html")
    return folder


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_and_has_no_barriers(browser: Any, out: Path, name: str, width: int) -> None:
    page = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"file://{out}/{name}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found = page.evaluate("axe.run(document, {preload: false})")
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]] == []
    assert complaints == []
    page.close()


def test_the_policy_lets_the_page_alone_have_its_style(browser: Any, out: Path) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"file://{out}/0101.html")
    assert page.evaluate("getComputedStyle(document.querySelector('.top')).backgroundColor") == "rgb(0, 57, 114)"
    assert complaints == []
    page.close()


def test_finding_and_sorting_municipalities(browser: Any, out: Path) -> None:
    """Those without a figure stay last whichever way the shares are sorted."""
    page = browser.new_page()
    page.goto(f"file://{out}/report/index.html")
    page.fill("#filter input", "aarh")
    sync_api.expect(page.locator("#list tbody tr:visible th")).to_have_text(["Aarhus"])
    sync_api.expect(page.locator("#filter output")).to_have_text("Viser 1 af 98")
    page.fill("#filter input", "")
    head = page.locator("#list thead th", has_text="PLI").locator("button")
    head.click()
    first = page.locator("#list tbody th").all_inner_texts()
    assert set(first[:2]) == {"Aalborg", "Aarhus"}
    head.click()
    turned = page.locator("#list tbody th").all_inner_texts()
    assert set(turned[:2]) == {"København", "Samsø"}
    assert set(turned[4:]) == set(first[4:])
    assert page.locator("#list thead th.drawn button").count() == 0
    page.close()


def test_a_sum_opens_the_rows_behind_it(browser: Any, out: Path) -> None:
    page = browser.new_page()
    page.goto(f"file://{out}/report/kommuner/0751.html")
    rows = page.locator("#r-main_account-2")
    assert not rows.evaluate("part => part.open")
    page.locator("a[href='#r-main_account-2']").click()
    sync_api.expect(rows).to_have_attribute("open", "")
    sync_api.expect(rows.locator("tbody th")).to_have_text(["2.28.11", "2.28.14"])
    page.close()


def test_all_can_be_read_without_script(browser: Any, out: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"file://{out}/report/index.html")
    assert page.locator("#list tbody tr").count() == 98
    assert not page.locator("#filter").is_visible()
    page.locator("#list a", has_text="Aarhus").click()
    page.locator("#r-main_account-2 summary").click()
    sync_api.expect(page.get_by_text("2.28.14").first).to_be_visible()
    page.close()
