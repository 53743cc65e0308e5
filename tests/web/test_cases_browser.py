"""Cases in a real browser: found from a row, worked out for one's own municipality, written with hostile words in it, and then matched. By keyboard where it counts."""

from typing import Any

from samspil.store.desk.desk import Desk
from samspil.workbench.case_rows import count_plans, find_case_plans
from samspil.workbench.cases import open_shelf
from tests.web.conftest import Live, find_barriers

KERTEMINDE = "kerteminde-digital-traening"
HOSTILE = "Robotstøvsugere gør rent <script>alert(1)</script> {{7*7}}"


def fill(page: Any, **fields: str) -> None:
    for name, words in fields.items():
        place = page.locator(f"[name={name}]")
        if place.evaluate("one => one.tagName") == "SELECT":
            place.select_option(words)
        else:
            place.fill(words)


def test_from_a_row_to_a_case_and_back(full_desk: Desk, live: Live) -> None:
    """Beside a row stands a case; its page names the row."""
    counts = count_plans(full_desk)
    case = max(counts, key=lambda name: counts[name])
    row = find_case_plans(full_desk, open_shelf(full_desk).find(case).case).rows[0].initiative.id
    page = live.page_as("reader")
    page.goto(f"{live.address}/rows/{row}")
    assert page.locator(".similar-list li").count() <= 3
    page.locator(f".similar-list a[href='/cases/{case}']").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == open_shelf(full_desk).find(case).case.title
    with page.expect_navigation():
        page.locator(f".plans a[href='/rows/{row}']").click()
    assert row in page.url


def test_a_transfer_by_keyboard(desk: Desk, live: Live) -> None:
    """The municipality, then the two numbers that are missing, then the range."""
    page = live.page_as("reader", 390)
    page.goto(f"{live.address}/cases/{KERTEMINDE}/transfer")
    page.locator("[name=to]").focus()
    page.keyboard.type("Herning")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("[name=own_population_80plus]").focus()
    page.keyboard.type("4600")
    page.keyboard.press("Tab")
    page.keyboard.type("1800")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    shown = page.locator("main").inner_text().replace("\u00a0", " ")
    assert "2.555.556 kr." in shown
    assert "Illustration, ikke en prognose" in shown
    assert page.locator(".drawing svg").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_case_is_written_looked_over_saved_and_matched(desk: Desk, live: Live) -> None:
    """Findings come first, then the preview; scripts in its words never run (a dialog would fail the test)."""
    page = live.page_as("curator")
    page.goto(f"{live.address}/cases/new")
    fill(
        page,
        title=HOSTILE,
        theme="tid",
        form="technology_purchase",
        service_area="cleaning",
        outcome="running",
        technologies="robotstøvsuger",
    )
    fill(page, problem="Rengøringen mangler hænder. <img src=x onerror=alert(2)>", solution="Robotstøvsugere gør rent på skolernes gulve.")
    with page.expect_navigation():
        page.locator("button[value=preview]").click()
    assert page.locator("[role=alert]").inner_text().strip()
    assert "ingen kilde" in page.locator("main").inner_text()
    assert page.locator("button[value=save]").count() == 0
    assert find_barriers(page) == []
    fill(page, source_0_id="avis", source_0_title="<b>Robotter</b>", source_0_publisher="Avisen")
    with page.expect_navigation():
        page.locator("button[value=preview]").click()
    assert page.locator(".preview h3").first.inner_text() == HOSTILE
    assert find_barriers(page) == []
    page.locator("button[value=save]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == HOSTILE
    page.goto(f"{live.address}/cases/match")
    page.locator("[name=need]").fill("Robotstøvsugere skal gøre rent på alle skoler")
    with page.expect_navigation():
        page.locator("main form button").click()
    assert page.locator(".matches h3").first.inner_text() == HOSTILE
