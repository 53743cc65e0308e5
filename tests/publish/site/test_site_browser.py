"""The site in a real browser, from a folder: search, keyboard, width, print, and axe-core's rules of accessibility."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

sync_api = pytest.importorskip("playwright.sync_api")
AXE = Path(__file__).parent / "vendored/axe.min.js"
KINDS = (
    "index.html",
    "aar/2026.html",
    "aar/2024.html",
    "kommuner/aabenraa.html",
    "kommuner/albertslund.html",
    "regioner/hovedstaden.html",
    "temaer/technology.html",
    "tal/2026-technology.html",
    "tal/2026-alle.html",
    "metode.html",
    "soeg.html#q=hjemmepleje",
    "soeg.html",
)


@pytest.fixture
def width() -> int:
    return 1280


both_widths = pytest.mark.parametrize("width", [1280, 390])


@pytest.fixture
def page(width: int, browser: "sync_api.Browser") -> Iterator["sync_api.Page"]:
    """A page that complains of nothing and loads files of the folder only."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: None if sent.url.startswith("file:") else complaints.append(sent.url))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    yield page
    page.close()
    assert complaints == []


def find(page: "sync_api.Page", folder: Path, words: str) -> list[str]:
    """What the search shows for these words: the links' texts, of pages and of initiatives."""
    if "soeg.html" not in page.url:
        page.goto(f"file://{folder}/soeg.html")
    page.locator("#search input").fill(words)
    page.keyboard.press("Enter")
    return [text.strip() for text in page.locator("#hits li").all_inner_texts()]


@both_widths
def test_no_page_is_wider_than_the_screen(page: "sync_api.Page", folder: Path) -> None:
    for kind in KINDS:
        page.goto(f"file://{folder}/{kind}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), kind


@both_widths
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_serious(page: "sync_api.Page", folder: Path, kind: str) -> None:
    page.goto(f"file://{folder}/{kind}")
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found = page.evaluate("axe.run(document, {preload: false})")
    assert len(found["passes"]) > 15
    serious: list[Any] = [item for item in found["violations"] if item["impact"] in ("serious", "critical")]
    assert not [(item["id"], [node["html"] for node in item["nodes"][:3]]) for item in serious]


def test_axe_would_find_something(page: "sync_api.Page", folder: Path) -> None:
    page.goto(f"file://{folder}/index.html")
    page.evaluate("document.documentElement.removeAttribute('lang'); document.querySelector('form.quick label').remove()")
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found = page.evaluate("axe.run(document, {preload: false})")
    assert {"html-has-lang", "label"} <= {item["id"] for item in found["violations"]}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("robot", "softwarerobotter"),  # part of a compound
        ("robotter", "softwarerobotter"),
        ("softwarerobotten", "softwarerobotter"),  # another form of the word
        ("rengøring", "rengøringen"),
        ("udbuddet", "udbud"),
        ("friplejehjemmene", "friplejehjem"),
        ("skærm", "skærmbesøg"),  # a beginning
        ("hjemmeplej", "hjemmepleje"),
        ("KØRETØJ", "køretøjer"),
        ("pleje digital", "hjemmepleje"),  # both words
    ],
)
def test_words_are_found_in_other_forms(page: "sync_api.Page", folder: Path, words: str, told: str) -> None:
    rows = find(page, folder, words)
    assert rows
    assert told in page.locator("#hits mark").all_inner_texts()
    assert int(page.locator("#state").inner_text().split()[0]) >= len(rows)


@pytest.mark.parametrize("words", ["rengoring", "leje", "kørestol", "hjemmepleje friplejehjem måner", "Horsholm"])
def test_what_is_not_there_is_not_found(page: "sync_api.Page", folder: Path, words: str) -> None:
    """ø is no o, 'leje' is no part of 'pleje', and all words must be there."""
    assert find(page, folder, words) == []
    assert "ikke er læst" in page.locator("#state").inner_text()


@pytest.mark.parametrize("words", ["Aabenraa", "Åbenrå", "åbenraa", "AABENRAA", "Åbenrås Kommune", "aaben"])
def test_a_municipality_is_found_however_its_aa_is_written(page: "sync_api.Page", folder: Path, words: str) -> None:
    rows = find(page, folder, words)
    assert rows[0].startswith("Aabenraa")
    assert page.locator("#hits a").first.get_attribute("href") == "kommuner/aabenraa.html"
    assert sum("20" in row.splitlines()[0] for row in rows) >= 11  # its initiatives, and the rows of others
    assert all("Aabenraa" in row for row in rows)


@pytest.mark.parametrize(
    ("words", "first"), [("Høje Taastrup", "Høje-Taastrup"), ("Tårnby", "Tårnby"), ("Taarnby", "Tårnby"), ("Ærø", "Ærø")]
)
def test_other_names_too(page: "sync_api.Page", folder: Path, words: str, first: str) -> None:
    assert find(page, folder, words)[0].startswith(first)


def test_a_municipality_and_a_word_together(page: "sync_api.Page", folder: Path) -> None:
    rows = find(page, folder, "aarhus friplejehjem")
    assert rows
    assert all(row.startswith("Aarhus 20") for row in rows)


def test_themes_regions_and_years_are_found(page: "sync_api.Page", folder: Path) -> None:
    assert find(page, folder, "hjemtagning")[0].startswith("Hjemtagning")
    assert find(page, folder, "østdanmark")[0].startswith("Region Østdanmark")
    assert find(page, folder, "2026")[0].startswith("Budgetaftalerne for 2026")


@both_widths
def test_a_result_opens_at_the_initiative(page: "sync_api.Page", folder: Path) -> None:
    find(page, folder, "softwarerobotter")
    page.locator("#hits a").first.click()
    card = page.locator("article:target")
    sync_api.expect(card).to_contain_text("softwarerobotter")
    sync_api.expect(card).to_be_in_viewport()
    box = card.bounding_box()
    assert box
    assert 0 <= box["y"] < 800
    page.go_back()
    page.locator("#hits a").first.wait_for()
    sync_api.expect(page.locator("#search input")).to_have_value("softwarerobotter")


ASK_AND_WAIT = """async () => {
  const { q } = document.getElementById("search").elements;
  q.value = "softwarerobotter";
  q.dispatchEvent(new InputEvent("input", { bubbles: true }));
  q.form.requestSubmit();
  const link = document.querySelector("#hits a");
  await new Promise((resolve) => setTimeout(resolve, 400));  // longer than the pause after which typing alone searches
  return link.isConnected;
}"""


def test_results_stay_in_place_under_the_pointer(page: "sync_api.Page", folder: Path) -> None:
    """A link built anew between press and release of the mouse loses the click."""
    page.goto(f"file://{folder}/soeg.html")
    assert page.evaluate(ASK_AND_WAIT)


def test_what_others_published_is_found_marked_and_in_its_place(page: "sync_api.Page", folder: Path) -> None:
    assert all("Udgivet af andre" in row for row in find(page, folder, "lysloft måneraket") or ["Udgivet af andre"])
    rows = find(page, folder, "lysloft")
    assert len(rows) == 1
    assert "Udgivet af andre" in rows[0]
    assert "</script><script>alert(2)</script>" in rows[0]
    page.locator("#hits a").first.click()
    sync_api.expect(page.locator(".printed:target")).to_contain_text("lysloft")
    page.goto(f"file://{folder}/soeg.html#q=måneraketter")
    page.locator("#hits a").first.click()
    page.wait_for_url("**/aar/2024.html#u-2024-1-1-2")


def test_year_theme_and_source_narrow_the_search(page: "sync_api.Page", folder: Path) -> None:
    find(page, folder, "udbud")
    every = int(page.locator("#state").inner_text().split()[0])
    page.locator("#search select[name=year]").select_option("2025")
    page.locator("#hits li a", has_text="2027").first.wait_for(state="detached")
    rows = page.locator("#hits li").all_inner_texts()
    assert 0 < int(page.locator("#state").inner_text().split()[0]) < every
    assert rows
    assert all(" 2025" in row.splitlines()[0] for row in rows)
    page.goto(f"file://{folder}/soeg.html#q=kommunen&source=1")
    page.locator("#hits li").first.wait_for()
    assert all("Udgivet af andre" in row for row in page.locator("#hits li").all_inner_texts())


def test_more_results_are_shown_on_demand(page: "sync_api.Page", folder: Path) -> None:
    assert len(find(page, folder, "i")) == 40
    said = page.locator("#state").inner_text()
    assert "Viser de første 40." in said
    while page.locator("#more").is_visible():
        page.locator("#more").click()
    sync_api.expect(page.locator("#hits li")).to_have_count(int(said.split()[0]))
    assert int(said.split()[0]) > 40


def test_no_text_becomes_markup(page: "sync_api.Page", folder: Path) -> None:
    for words in ("alert", "script", "img onerror", "<img src=x onerror=alert(1)>"):
        find(page, folder, words)
        assert page.locator("#hits :is(img, script, b, iframe)").count() == 0
    assert page.evaluate("typeof window.samspilIndex") == "object"
    page.goto(f"file://{folder}/soeg.html#q=" + "%3Cimg%20src=x%20onerror=alert(1)%3E")
    assert page.locator("main img").count() == 0


@both_widths
def test_everything_is_reached_by_keyboard(page: "sync_api.Page", folder: Path) -> None:
    """From the first page to an initiative, without a mouse."""
    page.goto(f"file://{folder}/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "quick-words":
            break
    page.keyboard.type("softwarerobotter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/soeg.html#q=softwarerobotter")
    page.locator("#hits li").first.wait_for()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement === document.querySelector('#hits a')")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    page.keyboard.press("Enter")
    page.locator("article:target").wait_for()
    assert outline == "3px"


def test_everything_but_the_search_can_be_read_without_script(browser: "sync_api.Browser", folder: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"file://{folder}/index.html")
    assert not page.locator("form.quick").is_visible()
    page.get_by_role("link", name="Aabenraa", exact=True).click()
    sync_api.expect(page.locator("article blockquote").first).to_be_visible()
    page.get_by_role("link", name="Søg", exact=True).click()
    sync_api.expect(page.get_by_text("Søgningen kræver JavaScript")).to_be_visible()
    assert not page.locator("#search").is_visible()
    page.close()


def test_it_prints_without_what_is_for_the_screen_only(browser: "sync_api.Browser", folder: Path, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(f"file://{folder}/kommuner/aabenraa.html")
    page.pdf(path=str(tmp_path / "a.pdf"), prefer_css_page_size=True)
    page.close()
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as printed:
        assert 1 < len(printed) < 8
        assert [round(size) for size in printed[0].get_size()] == [595, 842]
        text = " ".join(printed[n].get_textpage().get_text_bounded() for n in range(len(printed)))
    assert "digital hjemmepleje" in " ".join(text.split())
    assert "Udgivet af andre om 2024" in text
    assert text.count("Metode og data") == 1  # in the foot; the menu is left out
