"""Every page of the table of routes, in a real browser, wide and narrow: no barrier that axe calls serious, nothing wider than the screen, words in place.

The table is walked, not copied: a page without an address here fails.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from samspil.store.desk.desk import Desk
from samspil.web.lines import ANYONE, PAGE
from samspil.web.routes import ROUTES
from samspil.workbench.search import index_sources
from samspil.workbench.undecided import decide_file
from samspil.workbench.wishes import get_row
from tests.desk.row_desk import fill as fill_rows
from tests.web.competition_desk import lay_competition
from tests.web.conftest import ClientAs, Live, find_barriers
from tests.web.purchases import hostile_portfolio, lay_purchases
from tests.web.test_files_pages import UNDECIDED, lay_on_desk
from tests.web.test_sample_pages import Room

KERTEMINDE = "kerteminde-digital-traening"
PAGES = [line for line in ROUTES if line.method == "GET" and line.kind == PAGE]


@dataclass
class Stage:
    """A desk on which every page has something to show."""

    desk: Desk
    room: Room
    source: str
    plan: int
    green: int


Address = Callable[[Stage], str]
ADDRESSES: dict[str, tuple[Address, ...]] = {
    "/": (lambda s: "/?year=2026", lambda s: "/?year=2026&theme=tendering"),
    "/figures": (lambda s: "/figures?year=2026&theme=tendering",),
    "/rows": (lambda s: "/rows?year=2026", lambda s: "/rows?year=2026&state=rejected"),
    "/rows/keys": (lambda s: "/rows/keys",),
    "/rows/{row}": (lambda s: "/rows/0320-2026-00?year=2026", lambda s: "/rows/0253-2026-01"),
    "/sources/{sha256}/{page}": (lambda s: f"/sources/{s.source}/1",),
    "/cases": (lambda s: "/cases", lambda s: "/cases?grade=evaluation&words=veje"),
    "/cases/match": (lambda s: "/cases/match", lambda s: "/cases/match?need=Sengene+er+v%C3%A5de+om+natten"),
    "/cases/new": (lambda s: "/cases/new",),
    "/cases/{case}": (lambda s: "/cases/holstebro-vej-park", lambda s: "/cases/naestved-digital-assistent"),
    "/cases/{case}/transfer": (
        lambda s: "/cases/holstebro-vej-park/transfer",
        lambda s: (
            f"/cases/{KERTEMINDE}/transfer?to=Herning&own_population_80plus=4600&their_{KERTEMINDE}.population_80plus=1800"
            "&cost_investment_low=400000&cost_investment=500000&cost_investment_high=700000&cost_yearly_cost=0&cost_discount_rate=3&cost_years=5"
            "&recurrence=yearly"
        ),
    ),
    "/cases/{case}/edit": (lambda s: f"/cases/{KERTEMINDE}/edit",),
    "/opportunities": (lambda s: "/opportunities", lambda s: "/opportunities?area=roads_parks"),
    "/export": (lambda s: "/export",),
    "/soeg": (lambda s: "/soeg", lambda s: "/soeg?q=udbud"),
    "/soeg/gemte": (lambda s: "/soeg/gemte",),
    "/uploads": (lambda s: "/uploads",),
    "/files": (lambda s: "/files?year=2027",),
    "/purchasing": (lambda s: "/purchasing", lambda s: "/purchasing?year=2024"),
    "/purchasing/data": (lambda s: "/purchasing/data?set=1",),
    "/purchasing/suppliers": (lambda s: "/purchasing/suppliers",),
    "/purchasing/suppliers/{supplier:path}": (
        lambda s: f"/purchasing/suppliers/{hostile_portfolio().suppliers[1].id}",
        lambda s: f"/purchasing/suppliers/{hostile_portfolio().suppliers[5].id}",
    ),
    "/purchasing/negotiation": (lambda s: "/purchasing/negotiation?target=5,4",),
    "/purchasing/replies": (lambda s: "/purchasing/replies",),
    "/purchasing/contracts": (lambda s: "/purchasing/contracts",),
    "/purchasing/choose": (lambda s: "/purchasing/choose",),
    "/purchasing/bids": (lambda s: "/purchasing/bids",),
    "/purchasing/make-or-buy": (lambda s: "/purchasing/make-or-buy",),
    "/purchasing/self-sufficiency": (lambda s: "/purchasing/self-sufficiency",),
    "/competition": (lambda s: "/competition", lambda s: "/competition?year=2022"),
    "/competition/data": (lambda s: "/competition/data",),
    "/competition/peers": (lambda s: "/competition/peers", lambda s: "/competition/peers?municipality=0461&by=alike"),
    "/competition/potential": (lambda s: "/competition/potential?municipality=0461",),
    "/competition/suppliers": (lambda s: "/competition/suppliers", lambda s: "/competition/suppliers?area=cleaning"),
    "/competition/plan": (lambda s: "/competition/plan", lambda s: f"/competition/plan?paper={s.plan}"),
    "/competition/green": (lambda s: "/competition/green", lambda s: f"/competition/green?paper={s.green}"),
    "/competition/{municipality}": (lambda s: "/competition/0320", lambda s: "/competition/0461?target=top_quartile"),
    "/notes": (lambda s: "/notes",),
    "/assignments": (lambda s: "/assignments?year=2026",),
    "/samples": (lambda s: "/samples",),
    "/samples/{sample}": (lambda s: s.room.path,),
    "/samples/{sample}/code/{document}": (lambda s: f"{s.room.path}/code/{s.room.document}",),
    "/samples/{sample}/curate/{document}": (lambda s: f"{s.room.path}/curate/{s.room.document}",),
    "/samples/{sample}/result": (lambda s: f"{s.room.path}/result",),
    "/account": (lambda s: "/account",),
    "/people": (lambda s: "/people",),
    "/help": (lambda s: "/help",),
    "/api": (lambda s: "/api",),
    "/login": (lambda s: "/login",),
    "/setup": (lambda s: "/setup",),
    "/password": (lambda s: "/password",),
}
NO_PAGES = {  # addresses that answer with something else than a page for people to read, or with a way to another page
    "/assets/{name}": "files of pages",
    "/health": "a word for programs",
    "/start": "leads on at once",
    "/sources/{sha256}/{page}/picture.png": "a picture",
    "/export/{year}/{kind}": "a file",
    "/files/{year}/list.csv": "a file",
    "/feeds/{feed}": "a feed",
    "/purchasing/files/{name}": "a file",
    "/purchasing/template": "a file",
    "/purchasing/bids/example.csv": "a file",
    "/purchasing/negotiation/list.xlsx": "a file",
    "/purchasing/papers/{paper}": "a file",
    "/purchasing/contracts/{kind}": "a file",
    "/competition/files/{name}": "a file",
    "/competition/{municipality}/note.docx": "a file",
    "/competition/plan/template": "a file",
    "/competition/plan/{paper}/{name}": "a file",
    "/competition/green/templates/{name}": "a file",
    "/competition/green/{paper}/{name}": "a file",
    "/cases/{case}/file.md": "a file",
    "/opportunities/file/{kind}": "a file",
    "/samples/{sample}/codings/{coder}": "JSON",
}
CHECKED = [(line, number) for line in PAGES for number in range(len(ADDRESSES.get(line.path, ())))]


def test_every_page_has_an_address() -> None:
    """A new page needs a line in ADDRESSES; a line of a page that is gone goes too."""
    assert {line.path for line in PAGES} == ADDRESSES.keys() | NO_PAGES.keys()
    assert not ADDRESSES.keys() & NO_PAGES.keys()


@pytest.fixture
def stage(desk: Desk, client_as: ClientAs) -> Stage:
    """Agreements with rows and sources, a sample that both have coded, and files nobody could place."""
    room = Room(desk, client_as)
    room.code_all(theirs=2_400_000)
    fill_rows(desk)  # a newer run of the same year, with other files
    lay_on_desk(desk)
    curator = room.curator.person
    assert curator
    decide_file(desk, curator, 2027, UNDECIDED["skive.pdf"], "0779", 2027, 0)
    index_sources(desk)
    lay_purchases(desk, curator)
    plan, green = lay_competition(desk, curator)
    return Stage(desk, room, str(get_row(desk, "0320-2026-00").fields["evidence"].value[0]["sha256"]), plan, green)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(("line", "number"), CHECKED, ids=[f"{line.path}-{number}" for line, number in CHECKED])
def test_page(live: Live, stage: Stage, line: Any, number: int, width: int) -> None:
    page = live.page_as("anonymous" if line.role == ANYONE else line.role, width)
    answer = page.goto(live.address + ADDRESSES[line.path][number](stage))
    page.wait_for_load_state("networkidle")
    assert answer.status == 200
    shots = os.environ.get("SAMSPIL_SHOTS")  # a folder for pictures of every page, to look at
    if shots:
        Path(shots).mkdir(exist_ok=True)
        page.screenshot(path=Path(shots) / f"{re.sub(r'[^a-z0-9]+', '-', line.path)}-{number}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("h1").count() == 1
    assert page.title().endswith("Samspil")
    unfilled = re.compile(r"\b(?:None|undefined|NaN|\[object)\b|\{\w+\}|web_\w+\.")
    assert line.path == "/api" or not unfilled.search(
        page.locator("main").inner_text()
    )  # that one is about '/rows/{row}' and 'If-None-Match'
    assert find_barriers(page) == []
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
