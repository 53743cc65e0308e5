"""The guide's pictures: made here with SAMSPIL_WRITE_IMAGES=1; otherwise each page that is pictured must still have the parts that the guide names."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from samspil.store.desk import people
from samspil.store.desk.desk import Desk, list_rows
from samspil.workbench import jobs, uploads, year_run
from samspil.workbench.jobs import Runner, ask_for_run, list_shown
from samspil.workbench.search import index_sources
from samspil.workbench.uploads import UploadError, take_file
from samspil.workbench.year_run import find_folder
from tests.web.conftest import Live, find_barriers

SAMPLES = Path(uploads.__file__).parents[1] / "samples/agreements"
ASSETS = Path(uploads.__file__).parents[1] / "web/assets"
WRITE = bool(os.environ.get("SAMSPIL_WRITE_IMAGES"))
YEAR = 2026


@pytest.fixture(scope="module")
def read_store(empty_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on which the samples were brought and read, by the ways of the browser; they are marked as fictional."""
    file = tmp_path_factory.mktemp("guide") / "desk.sqlite"
    shutil.copyfile(empty_store, file)
    with pytest.MonkeyPatch.context() as patch, Desk(file) as desk:
        patch.setattr(year_run, "_newest_facts", lambda *_: {"fictional": True})
        with desk.writing() as connection:
            person = people.add_person(connection, "anne", "Anne Ø.", "admin")
        for path in sorted(SAMPLES.iterdir()):
            with path.open("rb") as stream:
                try:
                    take_file(desk, person, YEAR, path.name, stream)
                except UploadError:
                    assert path.stat().st_size == 0
        ask_for_run(desk, person, YEAR)
        runner = Runner(desk, find_folder(desk))
        job = jobs.claim_next(desk, 1e12)
        assert job is not None
        runner._carry_out(job)
        assert list_shown(desk)[0].state == "done", list_shown(desk)[0].error
        index_sources(desk)
    return file


@pytest.fixture
def desk(read_store: Path, tmp_path: Path) -> Any:
    """A copy of it."""
    shutil.copyfile(read_store, tmp_path / "desk.sqlite")
    with Desk(tmp_path / "desk.sqlite") as opened:
        yield opened


def open_row(page: Any, desk: Desk) -> None:
    """A row of a PDF with kroner, beside its page."""
    with desk.reading() as connection:
        rows = [row for row in list_rows(connection) if row.fields["amounts"].value]
    row = next(row for row in rows if row.fields["evidence"].value[0]["document"].endswith("gladsaxe.pdf"))
    page.goto(page.url.rstrip("/") + f"/rows/{row.id}?year={YEAR}")
    page.wait_for_load_state("networkidle")


def search(page: Any, _desk: Desk) -> None:
    page.goto(page.url.rstrip("/") + "/soeg")
    page.locator("main input[type=search]").fill("udbud")
    page.keyboard.press("Enter")
    page.locator("main mark").first.wait_for()


def go(path: str) -> Any:
    return lambda page, _desk: page.goto(page.url.rstrip("/") + path)


PICTURES = [
    ("overview", go("/?year=2026"), ["Dækning", "Se på først", "Kommuner med mindst ét initiativ", "Kroner pr. budgetår", "Danmarkskort", "Udviklingen over årene"]),
    ("uploads", go("/uploads"), ["Vælg filer, eller træk dem hertil", "Færdig", "Se rækkerne", "Læste filer"]),
    ("rows", go("/rows?year=2026"), ["Begynd med den første", "Godkend de valgte", "Ord i citatet"]),
    ("row", open_row, ["Tema", "Stade", "Beløb", "Godkend", "Afvis", "Maskine"]),
    ("search", search, ["Søg", "passager"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "way", "parts"), PICTURES, ids=[name for name, *_ in PICTURES])
def test_pictured_pages_have_what_the_guide_names(desk: Desk, live: Live, name: str, way: Any, parts: list[str]) -> None:
    page = live.page_as("admin")
    page.goto(live.address)
    way(page, desk)
    shown = page.locator("main").inner_text()
    assert [part for part in parts if part not in shown] == []
    if WRITE:
        page.screenshot(path=ASSETS / f"guide-{name}.png")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_guide_itself(live: Live, width: int) -> None:
    page = live.page_as("reader", width)
    page.goto(f"{live.address}/help")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert find_barriers(page) == []
    page.click("nav li:nth-child(3) a >> visible=true >> nth=-1")
    if not WRITE:
        for number in range(page.locator("article img").count()):
            page.locator("article img").nth(number).scroll_into_view_if_needed()
            page.wait_for_timeout(200)
            assert page.locator("article img").nth(number).evaluate("image => image.naturalWidth") == 1280
