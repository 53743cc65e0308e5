"""Competition by mouse: accounts brought, overview, a municipality, a volume with a saving, a tender plan and its calendar; answers wide and narrow."""

import os
import re
from pathlib import Path
from typing import Any

import icalendar
import pytest

from samspil.competition.accounts.keeping import example_accounts
from samspil.contract_list import read_example
from samspil.store.desk.desk import Desk
from tests.web.competition_desk import accept_rows, lay_accounts
from tests.web.conftest import ClientAs, Live, expect, find_barriers

SHOTS = os.environ.get("SAMSPIL_SHOTS")


def look(page: Any, name: str, width: int) -> None:
    """No wider than the screen, no barrier; a picture where one is asked for."""
    page.wait_for_load_state("networkidle")
    if SHOTS:
        Path(SHOTS).mkdir(exist_ok=True, parents=True)
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert find_barriers(page) == [], name


def tab(page: Any, name: str) -> None:
    page.get_by_role("navigation", name="Sider om konkurrenceudsættelse").get_by_role("link", name=name).click()


def test_from_accounts_to_a_calendar(full_desk: Desk, live: Live, client_as: ClientAs, tmp_path: Path) -> None:
    """Upload, overview, municipality with an accepted row, volume and saving, plan, ICS."""
    curator = client_as("curator").person
    assert curator
    accept_rows(full_desk, curator, "0253")
    contracts = tmp_path / "kontrakter.csv"
    contracts.write_bytes(read_example())
    page = live.page_as("curator")
    page.goto(f"{live.address}/competition")
    page.get_by_role("link", name="Læg regnskab ind").click()
    page.locator("input[name=file]").first.set_input_files(str(example_accounts()))
    page.get_by_role("button", name="Kontrollér og gem").first.click()
    page.wait_for_url("**/competition?accounts=1", timeout=60_000)
    assert "Regnskabet er lagt ind" in page.locator("[role=status]").inner_text()
    page.locator("#filter input").fill("greve")
    page.locator("#list tbody a:visible").first.click()
    expect(page.locator("h1")).to_contain_text(re.compile("^Greve"))
    page.select_option("select[name=target]", "top_quartile")
    page.get_by_role("button", name="Vis").click()
    expect(page.locator("#figures")).to_contain_text("Samme type, øvre kvartil")
    page.locator("blockquote a").first.click()
    page.wait_for_url("**/rows/0253-*")
    page.go_back()
    page.get_by_role("link", name="Volumen og besparelse").click()
    page.locator(".picks summary").click()
    page.fill("input[name='low.roads_parks']", "5")
    page.fill("input[name='high.roads_parks']", "15")
    page.fill("input[name='source.roads_parks']", "Eget udbud 2023")
    page.get_by_role("button", name="Regn").click()
    assert "Eget udbud 2023" in page.locator("#answer").inner_text()
    tab(page, "Udbudsplan")
    page.set_input_files("input[name=file]", str(contracts))
    page.select_option("select[name=municipality]", "0253")
    page.check("input[name=rows]")
    page.get_by_role("button", name="Lav planen").click()
    page.locator("#answer .gantt").wait_for()
    with page.expect_download() as waited:
        page.get_by_role("link", name="Kalender (ICS)").click()
    assert len(icalendar.Calendar.from_ical(Path(waited.value.path()).read_bytes()).walk("VEVENT")) > 12


@pytest.mark.parametrize("width", [1280, 390])
def test_answers_and_refusals_wide_and_narrow(desk: Desk, live: Live, client_as: ClientAs, tmp_path: Path, width: int) -> None:
    curator = client_as("curator").person
    assert curator
    page = live.page_as("curator", width)
    page.goto(f"{live.address}/competition")
    look(page, "competition-empty", width)
    lay_accounts(desk, curator)
    bad = tmp_path / "REGK100.csv"
    bad.write_bytes(b"OMR;TID\n1;2\n")
    page.goto(f"{live.address}/competition/data")
    page.locator("input[name=file]").first.set_input_files(str(bad))
    page.get_by_role("button", name="Kontrollér og gem").first.click()
    page.locator("[role=alert]").wait_for()
    look(page, "competition-refused", width)
    page.goto(f"{live.address}/competition/potential?municipality=0461")
    page.locator(".picks summary").click()
    page.fill("input[name='low.roads_parks']", "-20")
    page.fill("input[name='high.roads_parks']", "28")
    page.fill("input[name='source.roads_parks']", "Egen undersøgelse")
    page.get_by_role("button", name="Regn").click()
    page.locator("#answer").wait_for()
    look(page, "competition-potential-answer", width)
    contracts = tmp_path / "kontrakter.csv"
    contracts.write_text(
        "Kontrakt-id;Titel;Slutdato;Art\n1;Vask;31-12-2020;tjenesteydelser\n2;Drift;i morgen;tjenesteydelser\n", encoding="utf-8"
    )
    page.goto(f"{live.address}/competition/plan")
    page.set_input_files("input[name=file]", str(contracts))
    page.get_by_role("button", name="Lav planen").click()
    page.locator(".findings").wait_for()
    look(page, "competition-plan-findings", width)
    refused = [words for words in live.complaints if "422" in words]  # what Chromium says of the refusal asked for
    assert len(refused) == 1
    live.complaints[:] = [words for words in live.complaints if words not in refused]
