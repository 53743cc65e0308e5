"""The guide's pictures: made here with SAMSPIL_WRITE_IMAGES=1. Otherwise each page that is pictured must still have the parts that the guide names, and the
same words and dress as when its picture was made (`guide_pictures.json`), so that no picture grows old unseen.
"""

import hashlib
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from samspil.desk.coding import Action
from samspil.store.desk import people
from samspil.store.desk.desk import Desk, list_rows
from samspil.values.desk import Person
from samspil.workbench import jobs, uploads, year_run
from samspil.workbench.competition.bringing import bring_example
from samspil.workbench.drawing import Ask, make_sample
from samspil.workbench.jobs import Runner, ask_for_run, list_shown
from samspil.workbench.people import begin_session
from samspil.workbench.samples import CodingView, Sample, code, finish, open_coding
from samspil.workbench.search import index_sources
from samspil.workbench.uploads import UploadError, take_file
from samspil.workbench.year_run import find_folder
from tests.web.conftest import Live, find_barriers
from tests.web.purchases import lay_purchases, plain_portfolio
from tests.web.test_files_pages import lay_on_desk

SAMPLES = Path(uploads.__file__).parents[1] / "samples/agreements"
ASSETS = Path(uploads.__file__).parents[1] / "web/assets"
PRINTS = Path(__file__).with_name("guide_pictures.json")
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


def show_files(page: Any, desk: Desk) -> None:
    """The undecided files of another year: the samples leave few questions open."""
    lay_on_desk(desk)
    page.goto(page.url.rstrip("/") + "/files?year=2027")


def show_purchasing(page: Any, desk: Desk) -> None:
    """Made-up data, without the names that are markup."""
    with desk.writing() as connection:
        person = people.list_people(connection)[0]
    lay_purchases(desk, person, plain_portfolio())
    page.goto(page.url.rstrip("/") + "/purchasing")
    page.evaluate("document.getElementById('h-scatter').scrollIntoView()")


def show_competition(page: Any, desk: Desk) -> None:
    """The example's figures."""
    with desk.writing() as connection:
        person = people.list_people(connection)[0]
    bring_example(desk, person)
    page.goto(page.url.rstrip("/") + "/competition")
    page.evaluate("document.getElementById('h-coverage').scrollIntoView()")


def show_saved(page: Any, desk: Desk) -> None:
    root = page.url.rstrip("/")
    for words in ("friplejehjem", "udbud af rengøring"):
        page.goto(f"{root}/soeg?q={words}")
        page.locator("summary", has_text="Gem søgningen").click()
        page.locator("details input[name=name]").fill(words.capitalize())
        page.locator("details form button").first.click()
    page.goto(f"{root}/soeg/gemte")


def code_sample(desk: Desk) -> tuple[Sample, str, Person]:
    """Two people code Ærø's neighbours; gives the sample, a document, and its curator."""
    with desk.writing() as connection:
        kim, anna, bo = (people.add_person(connection, one, one.title(), role, "x") for one, role in CODERS)
    sample = make_sample(desk, kim, Ask(YEAR, "Stikprøve, efterår", 2, (anna.id, bo.id), 4))
    for who, years in ((anna, 4), (bo, 1)):
        for document in sample.documents:
            view = open_coding(desk, who, sample.id, document.sha256)
            first = find_tender(view)
            profile = {str(YEAR + n): 600_000 for n in range(years)}
            amount = {"dkk": 600_000, "kind": "saving", "profile": profile}
            actions = (
                Action("mark", first, value="tendering"),
                Action("stage", unit=1, value="decided"),
                Action("amounts", unit=1, amounts=(amount,)),
            )
            for version, action in enumerate(actions):
                code(desk, who, sample.id, document.sha256, action, version)
    return sample, sample.documents[0].sha256, anna


def find_tender(view: CodingView) -> int:
    """A passage that tells of a tender."""
    words = {number: view.source.text[slice(*view.source.passages[number][:2])].lower() for number in sorted(view.codable)}
    return next(number for stem in ("konkurrenceudsæt", "i udbud", "udbud") for number, text in words.items() if stem in text)


def show_coding(page: Any, desk: Desk) -> None:
    """The page that anna sees."""
    sample, document, anna = code_sample(desk)
    see_as(page, desk, anna)
    first = open_coding(desk, anna, sample.id, document).coding.units[0].passages[0]
    page.goto(page.url.rstrip("/") + f"/samples/{sample.id}/code/{document}#p{first}")
    page.locator("[data-sums] .sum").wait_for()


def show_curation(page: Any, desk: Desk) -> None:
    sample, document, _anna = code_sample(desk)
    for person in sample.coders:
        for one in sample.documents:
            finish(desk, Person(person, "", "", "coder"), sample.id, one.sha256, 3)
    page.goto(page.url.rstrip("/") + f"/samples/{sample.id}/curate/{document}")


def see_as(page: Any, desk: Desk, person: Person) -> None:
    """The page's browser is another's from now on."""
    page.context.add_cookies([{"name": "samspil", "value": begin_session(desk, person).text, "url": page.url}])


def take_print(page: Any) -> str:
    """What a picture shows besides data: the words of headings, buttons, fields and tables, without numbers, and the style sheets."""
    words = page.evaluate(
        """() => [...document.querySelectorAll('h1, h2, h3, legend, label, button, summary, thead th, .bar a')].filter(one => one.checkVisibility())
        .map(one => [...one.childNodes].filter(each => each.nodeType === 3).map(each => each.data.trim()).join(' ')).filter(Boolean)"""
    )
    sheets = page.evaluate("[...document.querySelectorAll('link[rel=stylesheet]')].map(one => one.href)")
    dress = [page.request.get(sheet).text() for sheet in sheets]
    plain = sorted({re.sub(r"[\d.,]+", "", each) for each in words})
    return hashlib.sha256(json.dumps([plain, dress]).encode()).hexdigest()[:16]


CODERS = (("kim", "curator"), ("anna", "coder"), ("bo", "coder"))
PICTURES = [
    ("overview", go("/?year=2026"), ["Dækning", "Se på først", "Kommuner med mindst ét initiativ", "Kroner pr. budgetår", "Danmarkskort", "Udviklingen over årene"]),
    ("uploads", go("/uploads"), ["Vælg filer, eller træk dem hertil", "Færdig", "Se rækkerne", "Læste filer"]),
    ("rows", go("/rows?year=2026"), ["Begynd med den første", "Godkend de valgte", "Ord i citatet"]),
    ("row", open_row, ["Tema", "Stade", "Beløb", "Godkend", "Afvis", "Maskine"]),
    ("search", search, ["Søg", "passager"]),
    ("files", show_files, ["Hvis aftale er det?", "Hvilken aftale gælder?", "Se filen"]),
    ("case", go("/cases/frederikssund-vej-park"), ["Virkninger", "Hvem planlægger det nu", "Hvad ville det give hos os?"]),
    ("purchasing", show_purchasing, ["Overblik", "Forhandling", "Pris og kvalitet", "Vælg tilbud"]),
    ("competition", show_competition, ["Regnskabet, der vises", "Særlige posteringer", "Hele landet", "For leverandører", "Udbudsplan"]),
    ("saved", show_saved, ["Webhook", "Udbud af rengøring", "Lav ny feed-adresse"]),
    ("coding", show_coding, ["Temaer", "Stade", "Skriv beløb", "Meld færdig"]),
    ("curation", show_curation, ["to kodninger side om side", "Uenige om", "Ret til min egen"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "way", "parts"), PICTURES, ids=[name for name, *_ in PICTURES])
def test_pictured_pages_have_what_the_guide_names(desk: Desk, live: Live, name: str, way: Any, parts: list[str]) -> None:
    page = live.page_as("admin")
    page.goto(live.address)
    way(page, desk)
    shown = page.locator("main").inner_text()
    assert [part for part in parts if part not in shown] == []
    prints = json.loads(PRINTS.read_text()) if PRINTS.exists() else {}
    if WRITE:
        page.evaluate("document.activeElement.blur()")
        page.screenshot(path=ASSETS / f"guide-{name}.png")
        PRINTS.write_text(json.dumps(prints | {name: take_print(page)}, indent=1, sort_keys=True) + "\n")
        return
    remedy = "the page has changed since its picture was made: SAMSPIL_WRITE_IMAGES=1 python -m pytest tests/web/test_guide_browser.py"
    assert prints.get(name) == take_print(page), remedy


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
