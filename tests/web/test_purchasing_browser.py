"""Purchasing by mouse: data brought, looked at, negotiated over, an offer chosen; and every page wide and narrow, also with an answer on it."""

import os
from pathlib import Path
from typing import Any

import pytest

from samspil.store.desk.desk import Desk
from samspil.workbench.purchasing import data as sets
from tests.web.conftest import ClientAs, Live, expect, find_barriers
from tests.web.purchases import hostile_portfolio, lay_purchases, make_workbook
from tests.web.test_purchasing import need

SHOTS = os.environ.get("SAMSPIL_SHOTS")


def look(page: Any, name: str, width: int) -> None:
    """No wider than the screen, no barrier; a picture where one is asked for."""
    page.wait_for_load_state("networkidle")
    if SHOTS:
        Path(SHOTS).mkdir(exist_ok=True, parents=True)
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert find_barriers(page) == [], name


def test_from_files_to_a_chosen_offer(desk: Desk, live: Live, tmp_path: Path) -> None:
    """Upload, overview, supplier, negotiation, reply sheet, choice with a note."""
    file = tmp_path / "indkoeb.xlsx"
    file.write_bytes(make_workbook())
    page = live.page_as("curator")
    page.goto(f"{live.address}/purchasing")
    page.get_by_role("link", name="Læg data ind").click()
    page.set_input_files("input[name=file]", str(file))
    page.get_by_role("button", name="Kontrollér og gem").click()
    page.wait_for_url("**/purchasing?set=1", timeout=60_000)
    assert page.locator("#scatter circle").count() > 5
    assert page.locator("#map circle").count() > 0
    page.get_by_role("navigation", name="Sider om indkøb").get_by_role("link", name="Leverandører").click()
    page.locator("table.grid tbody th a").first.click()
    expect(page.locator("main")).to_contain_text("Omregning")
    page.get_by_role("navigation", name="Sider om indkøb").get_by_role("link", name="Forhandling").click()
    page.locator(".bargains details summary").first.click()
    page.get_by_role("link", name="Leverandørens svar").click()
    page.get_by_role("button", name="Lav ark").click()
    assert "Arket er lavet" in page.locator("[role=status]").inner_text()
    choose(page)
    with page.expect_download() as waited:
        page.get_by_role("button", name="Hent notatet").click()
    assert Path(waited.value.path()).read_bytes().startswith(b"PK")
    assert sets.find_data(desk) is not None


def choose(page: Any) -> None:
    """Fill in the need, find offers, choose the first with grounds."""
    asked = need()
    page.get_by_role("navigation", name="Sider om indkøb").get_by_role("link", name="Vælg tilbud").click()
    page.select_option("select[name=paragraph]", asked["paragraph"])
    page.select_option("select[name=support_level]", asked["support_level"])
    page.fill("input[name=age]", asked["age"])
    page.fill("input[name=start]", asked["start"])
    page.check(f"input[name=target_groups][value={asked['target_groups']}]")
    page.get_by_role("button", name="Find tilbud").click()
    page.locator("#answer").wait_for()
    page.select_option("select[name=offer]", index=1)
    page.fill("input[name=unit]", "Voksenrådgivningen, rådgiver")
    page.fill("textarea[name=grounds]", "Tilbuddet opfylder kravene og ligger nærmest.")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_wide_and_narrow(desk: Desk, live: Live, client_as: ClientAs, width: int) -> None:
    curator = client_as("curator")
    assert curator.person
    lay_purchases(desk, curator.person)
    supplier = hostile_portfolio().suppliers[1].id
    curator.send_form("/purchasing/replies/out", set=1, supplier=supplier)
    page = live.page_as("curator", width)
    paths = ("", "/suppliers", f"/suppliers/{supplier}", "/negotiation?target=5,4", "/contracts", "/replies", "/data?set=1", "/choose")
    for path in paths:
        page.goto(f"{live.address}/purchasing{path}")
        look(page, "purchasing" + path.replace("/", "-").partition("?")[0], width)
    choose(page)
    look(page, "purchasing-chosen", width)
    for path in ("make-or-buy", "self-sufficiency"):
        page.goto(f"{live.address}/purchasing/{path}")
        look(page, f"purchasing-{path}", width)
        page.get_by_role("button", name="Regn").click()
        page.locator("#answer").wait_for()
        look(page, f"purchasing-{path}-answer", width)
