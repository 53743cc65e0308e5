"""Cases in the report: beside initiatives with grade and reasons, a page for each, claims as claims, everything reached by a link."""

import html
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fictional_review import Sheets, build_review

from samspil.cases.casebook import read_library
from samspil.cases.matching.index import CaseIndex
from samspil.cases.matching.many import Shelf, match_all
from samspil.cases.matching.model import Plan
from samspil.publish.report import write_report
from samspil.similar import find_similar
from samspil.values.review import Review

HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def shelf(review: Review) -> Shelf:
    return find_similar(review)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, review: Review, sheets: Sheets, shelf: Shelf) -> Path:
    return write_report(review, tmp_path_factory.mktemp("cases"), sheets, lambda: shelf).parent


def text_of(page: Path) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8"))).split())


class Links(HTMLParser):
    """Ids and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if named.get("id"):
            self.ids.add(str(named["id"]))
        if tag == "a" and named.get("href"):
            self.links.append(str(named["href"]))


def read_links(page: Path) -> Links:
    found = Links()
    found.feed(page.read_text(encoding="utf-8"))
    return found


def test_the_review_has_something_to_show(review: Review, shelf: Shelf) -> None:
    """Otherwise the tests below prove nothing."""
    assert shelf.similar
    assert len(shelf.similar) < len(review.initiatives)


def test_beside_an_initiative_stand_its_cases_with_grade_and_reason(review: Review, folder: Path, shelf: Shelf) -> None:
    page = (folder / "index.html").read_text(encoding="utf-8")
    cards = dict(re.findall(r'<article class="card" id="i-([^"]+)"(.*?)</article>', page, re.DOTALL))
    for initiative in review.initiatives:
        linked = re.findall(r'href="cases/([a-z0-9-]+)\.html"', cards[initiative.id])
        assert linked == [match.case.id for match in shelf.similar.get(initiative.id, ())]
        assert linked.__len__() <= 3
        assert ("Lignende eksempler" in cards[initiative.id]) == bool(linked)
        assert cards[initiative.id].count('class="grade grade-') >= len(linked)
    some = next(iter(shelf.similar))
    assert "samme " in cards[some]
    assert "behovet:" in cards[some]


def test_each_case_has_a_page_with_all_that_it_says(folder: Path) -> None:
    for case in read_library():
        text = text_of(folder / f"cases/{case.id}.html")
        parts = [case.title, *case.preconditions, *case.pitfalls, *case.facts, *(effect.what for effect in case.effects)]
        parts += [*case.problem.split("\n\n"), *case.solution.split("\n\n"), *(source.title for source in case.sources)]
        for part in parts:
            assert " ".join(part.split()) in text, (case.id, part)
        for effect in case.effects:
            if effect.grade == "supplier_claim":
                assert "Påstand" in text
        assert text.count("Udgave 1") >= 1


def test_a_claim_is_shown_as_a_claim_and_a_study_is_not(folder: Path) -> None:
    claim = (folder / "cases/kerteminde-digital-traening.html").read_text(encoding="utf-8")
    study = (folder / "cases/udlicitering-tekniske-omraader.html").read_text(encoding="utf-8")
    assert 'class="effect claim"' in claim
    assert "kilden siger ikke, hvem der har regnet" in claim
    assert 'class="effect claim"' not in study
    assert "Uafhængig undersøgelse" in study


def test_who_plans_it_now_leads_to_the_rows(folder: Path, shelf: Shelf) -> None:
    rows = read_links(folder / "index.html").ids
    for case in shelf.cases:
        linked = [
            link.partition("#")[2] for link in read_links(folder / f"cases/{case.id}.html").links if link.startswith("../index.html#i-")
        ]
        assert linked == [f"i-{plan.initiative.id}" for plan in shelf.plans.get(case.id, ())]
        assert set(linked) <= rows
        if not linked:
            assert "Ingen initiativer i denne gennemgang ligner" in text_of(folder / f"cases/{case.id}.html")


def test_every_link_of_the_pages_of_cases_leads_somewhere(folder: Path) -> None:
    for page in (folder / "cases").glob("*.html"):
        for link in read_links(page).links:
            if link.startswith("https://") or link.startswith("http://"):
                continue
            name, _, anchor = link.partition("#")
            target = (page.parent / name).resolve() if name else page
            assert target.is_file(), (page.name, link)
            assert not anchor or anchor in read_links(target).ids, (page.name, link)
    overview = {link for link in read_links(folder / "cases/index.html").links if "/" not in link and "#" not in link}
    assert overview == {f"{case.id}.html" for case in read_library()}
    assert "cases/index.html" in read_links(folder / "index.html").links


def test_without_a_library_nothing_is_shown(report: Path) -> None:
    assert not (report / "cases").exists()
    assert "Lignende eksempler" not in (report / "index.html").read_text(encoding="utf-8")


def test_signs_of_a_hostile_case_stay_signs(tmp_path: Path, sheets: Sheets) -> None:
    review = build_review(("Greve", "Viborg", "Ærø"), 4)
    ours = read_library()[0]
    source = replace(ours.sources[0], title=HOSTILE, address="javascript:alert(3)")
    effect = replace(ours.effects[0], what=HOSTILE, source=source.id) if ours.effects else None
    bad = replace(
        ours, title=HOSTILE, problem=HOSTILE, facts=(HOSTILE,), suppliers=(HOSTILE,), sources=(source,), effects=(effect,) if effect else ()
    )
    shelf = match_all(review.initiatives, CaseIndex([bad]))
    plan = Plan(review.initiatives[0], 0.5, ())
    folder = write_report(review, tmp_path, sheets, lambda: Shelf((bad,), shelf.similar, {bad.id: (plan,)})).parent
    for name in (f"{bad.id}.html", "index.html"):
        page = (folder / "cases" / name).read_text(encoding="utf-8")
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page


def test_the_same_review_gives_the_same_pages(tmp_path: Path, review: Review, sheets: Sheets, folder: Path) -> None:
    again = write_report(review, tmp_path, sheets, lambda: find_similar(review)).parent
    for page in (folder / "cases").glob("*.html"):
        assert (again / "cases" / page.name).read_bytes() == page.read_bytes()


@pytest.mark.parametrize("width", [1280, 375])
def test_in_a_browser_nothing_is_too_wide_nothing_complains_nothing_bars_the_way(browser: Any, folder: Path, width: int) -> None:
    """From disk, wide and narrow: the report, the library, a case with claims, a case that went badly."""
    axe = (Path(__file__).parent / "site/vendored/axe.min.js").read_text(encoding="utf-8")
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.on("console", lambda message: complaints.append(message.text))
    for name in ("index.html", "cases/index.html", "cases/kerteminde-digital-traening.html", "cases/konkurser-hjemmepleje.html"):
        page.goto(f"file://{folder}/{name}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        if name != "index.html":
            page.evaluate(axe + ";0")
            found = page.evaluate("axe.run(document, {preload: false})")["violations"]
            assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == [], name
    page.goto(f"file://{folder}/index.html")
    with page.expect_navigation():
        page.locator(".similar-list a").first.click()
    assert page.locator("h1").count() == 1
    assert complaints == []
