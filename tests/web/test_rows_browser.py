"""The queue in a real browser by keyboard alone: ten rows reviewed, an amount corrected, a row made of a selection, two people on one row."""

from collections.abc import Callable
from typing import Any

import pytest

from samspil.store.desk.desk import Desk, read_events
from samspil.values.desk import ACCEPT, CORRECT, REJECT
from samspil.workbench.rows import Filters, list_page
from samspil.workbench.sources import keep_source
from samspil.workbench.wishes import get_row
from tests.desk.row_desk import FAXE, GREVE, fill
from tests.web.conftest import Live, find_barriers

ROW = "0320-2026-00"
CARE_HOME, CITIZENS, CARS = FAXE[1]
Press = Callable[..., None]


@pytest.fixture
def rows(desk: Desk) -> dict[str, str]:
    """The three small agreements on the desk."""
    return fill(desk)


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def settle(page: Any, act: Callable[[], None]) -> None:
    """Do what loads another page, and wait for it."""
    with page.expect_navigation():
        act()


def test_ten_rows_by_keyboard(rows: dict[str, str], live: Live, desk: Desk) -> None:
    """From the first page to the end of ten rows without a mouse: accept, reject with a reason, correct theme and stage, undo, next."""
    page = live.page_as("coder")
    page.goto(f"{live.address}/rows?state=open")
    press(page, "ArrowDown", "ArrowDown", "ArrowUp")
    assert page.evaluate("document.activeElement.className") == "row-link"
    settle(page, lambda: press(page, "Enter"))
    order = [row.id for row in list_page(desk, Filters(state="open")).rows][:10]
    for number, row in enumerate(order):
        assert f"/rows/{row}" in page.url
        if number == 2:
            press(page, "r")
            settle(page, lambda: press(page, "3"))
        elif number == 4:
            press(page, "s")
            settle(page, lambda: press(page, "3"))
            settle(page, lambda: press(page, "a"))
        elif number == 6:
            press(page, "t", "5")
            settle(page, lambda: press(page, "Enter"))
            settle(page, lambda: press(page, "a"))
        elif number == 8:
            settle(page, lambda: press(page, "a"))
            settle(page, lambda: press(page, "z"))
            assert f"/rows/{row}" in page.url
            settle(page, lambda: press(page, "a"))
        else:
            settle(page, lambda: press(page, "a"))
    states = [get_row(desk, row) for row in order]
    assert [state.state for state in states] == [
        {2: "rejected", 4: "corrected", 6: "corrected"}.get(number, "accepted") for number in range(10)
    ]
    assert (states[2].reason, states[4].fields["stage"].value) == ("look_back", "decided")
    assert "insourcing" in states[6].fields["themes"].value
    with desk.reading() as connection:
        kinds = [event.kind for event in read_events(connection)]
    assert (kinds.count(ACCEPT), kinds.count(REJECT), kinds.count(CORRECT)) == (10, 1, 2)


def test_the_whole_queue_by_keyboard(rows: dict[str, str], live: Live, desk: Desk) -> None:
    """From the first row to the end of the queue without a mouse: accept, correct an amount, add a row of passages, undo, go on; at the end nothing is open."""
    page = live.page_as("coder")
    page.goto(f"{live.address}/rows?state=open")
    order = [row.id for row in list_page(desk, Filters(state="open")).rows]
    press(page, "ArrowDown")
    settle(page, lambda: press(page, "Enter"))
    assert f"/rows/{order[0]}" in page.url
    press(page, "m")
    press(page, "Control+a")
    page.keyboard.type("1,5 mio. kr.")
    settle(page, lambda: press(page, "Enter"))
    assert get_row(desk, order[0]).fields["amounts"].value[0]["dkk"] == 1_500_000
    settle(page, lambda: press(page, "a"))
    assert f"/rows/{order[1]}" in page.url
    press(page, "p", "p", "n", "Tab", "Space")  # two sentences on, a new row of it; the first theme
    for _turn in range(60):
        if page.evaluate("document.activeElement.closest('details[data-key=n]') && document.activeElement.tagName") == "BUTTON":
            break
        press(page, "Tab")
    settle(page, lambda: press(page, "Enter"))
    made = page.url.rsplit("/", 1)[1].partition("?")[0]
    assert get_row(desk, made).state == "added"
    settle(page, lambda: press(page, "z"))
    assert made not in {row.id for row in list_page(desk, Filters()).rows}
    page.goto(f"{live.address}/rows?state=open")
    press(page, "ArrowDown")
    settle(page, lambda: press(page, "Enter"))
    for _row in range(len(order) + 2):
        if "/rows/" not in page.url:
            break
        settle(page, lambda: press(page, "a"))
    assert list_page(desk, Filters(state="open")).total == 0
    assert {get_row(desk, row).state for row in order} == {"accepted", "corrected"}
    assert page.locator("h1").is_visible()


def test_next_and_previous_and_pages_of_the_source(rows: dict[str, str], live: Live) -> None:
    page = live.page_as("reader")
    page.goto(f"{live.address}/rows/{ROW}")
    first = page.url
    settle(page, lambda: press(page, "ArrowDown"))
    assert page.url != first
    settle(page, lambda: press(page, "ArrowUp"))
    assert page.url.startswith(first)
    settle(page, lambda: press(page, "ArrowRight"))
    assert "Side 2 af 2" in page.locator(".turner").inner_text()
    settle(page, lambda: press(page, "ArrowLeft"))
    settle(page, lambda: press(page, "l"))
    settle(page, lambda: press(page, "?"))
    page.uncheck("#keys-on")
    page.go_back()
    page.locator(".row-link").first.click()
    page.wait_for_url("**/rows/0*")
    here = page.url
    press(page, "ArrowDown", "a", "?")
    page.wait_for_timeout(200)
    assert page.url == here


def test_an_amount_by_keyboard(rows: dict[str, str], live: Live, desk: Desk) -> None:
    """m, the sum, Enter; letters typed in a field are no keys."""
    page = live.page_as("coder")
    page.goto(f"{live.address}/rows/{ROW}")
    press(page, "m")
    assert page.evaluate("document.activeElement.name") == "dkk_0"
    press(page, "Control+a")
    page.keyboard.type("1,4 mio. kr.")
    press(page, "Tab", "Tab", "Control+a")
    page.keyboard.type("1.400.000")
    settle(page, lambda: press(page, "Enter"))
    amount = get_row(desk, ROW).fields["amounts"].value[0]
    assert (amount["dkk"], amount["profile"]["2026"], amount["profile"]["2027"]) == (1_400_000, 1_400_000, 1_200_000)
    assert "Person" in page.locator("details[data-key=m] .set-by").inner_text()


@pytest.mark.parametrize(("row", "wanted"), [("0253-2026-00", GREVE[1]), ("0320-2026-02", CARE_HOME)])
def test_a_row_of_a_mouse_selection(rows: dict[str, str], live: Live, desk: Desk, row: str, wanted: str) -> None:
    """Words selected in HTML, and in the text of a PDF page, stand in the new row exactly."""
    page = live.page_as("coder")
    page.goto(f"{live.address}/rows/{row}")
    if page.locator("#picture").count():
        press(page, "v")
        assert page.locator("#picture").is_hidden()
    word = wanted.split()[2]
    page.evaluate(
        """word => { const piece = [...document.querySelectorAll('.words [data-start]')].find(one => one.textContent.includes(word));
        const node = piece.firstChild, at = node.data.indexOf(word); getSelection().setBaseAndExtent(node, at, node, at + word.length); }""",
        word,
    )
    press(page, "n")
    assert page.locator("details[data-key=n] textarea").input_value() == word
    page.locator("details[data-key=n] input[value=tendering]").check()
    settle(page, lambda: page.locator("details[data-key=n] button").click())
    made = get_row(desk, page.url.rsplit("/", 1)[1].partition("?")[0])
    assert [quote["quote"] for quote in made.fields["evidence"].value] == [word]


def test_a_row_of_passages_chosen_by_keyboard(rows: dict[str, str], live: Live, desk: Desk) -> None:
    """p to the next sentence, o for one more, n to add: no mouse at all; an emoji before the words does not shift them."""
    page = live.page_as("coder")
    page.goto(f"{live.address}/rows/0320-2026-02")
    press(page, "p", "p", "o", "n")
    chosen = page.locator("details[data-key=n] textarea").input_value()
    assert chosen.split() == f"{CITIZENS} {CARS}".split()
    press(page, "Tab", "Space")
    page.locator("details[data-key=n] button").focus()
    settle(page, lambda: press(page, "Enter"))
    made = get_row(desk, page.url.rsplit("/", 1)[1].partition("?")[0])
    assert made.fields["evidence"].value[0]["quote"].split() == chosen.split()


def test_offsets_count_code_points(live: Live, desk: Desk) -> None:
    """Characters outside the basic plane count as one, as in the text."""
    sha256 = keep_source(desk, "Budgetaftale 2026\n\n😀😀 Rengøringen udbydes 😀 igen.".encode())
    from samspil.store.desk import tables

    whose = {"municipality": "Ærø", "municipality_code": "0492", "pages": 1, "verdict": "ok", "reason": ""}
    with desk.writing() as connection:
        connection.execute(tables.document.insert(), [{"year": 2026, "file": "a.txt", "sha256": sha256, **whose}])
    page = live.page_as("coder")
    page.goto(f"{live.address}/sources/{sha256}/1")
    page.evaluate(
        """() => { const node = [...document.querySelectorAll('.words [data-start]')].find(one => one.textContent.includes('udbydes')).firstChild;
        const at = node.data.indexOf('udbydes'); getSelection().setBaseAndExtent(node, at, node, node.data.indexOf(' igen')); }"""
    )
    press(page, "n")
    page.locator("input[value=tendering]").check()
    settle(page, lambda: page.locator("details[data-key=n] button").click())
    (row,) = list_page(desk, Filters()).rows
    assert row.fields["evidence"].value[0]["quote"] == "udbydes 😀"


def test_two_people_on_one_row(rows: dict[str, str], live: Live, desk: Desk) -> None:
    """The second to save sees both versions and can still save; nothing of either is lost."""
    first, second = live.page_as("coder"), live.page_as("curator")
    for page in (first, second):
        page.goto(f"{live.address}/rows/{ROW}")
    press(first, "s")
    settle(first, lambda: press(first, "6"))
    press(second, "m")
    press(second, "Control+a")
    second.keyboard.type("900.000")
    settle(second, lambda: press(second, "Enter"))
    live.complaints[:] = [one for one in live.complaints if "409" not in one]  # the browser tells of the status in its console
    assert "En anden har ændret rækken" in second.locator("h1").inner_text()
    assert "Stoppet" in second.locator("table.both").inner_text()
    assert second.locator("input[name=dkk_0]:not([type=hidden])").input_value() == "900.000"
    assert find_barriers(second) == []
    settle(second, lambda: second.locator("button", has_text="Gem beløb").click())
    state = get_row(desk, ROW)
    assert (state.fields["stage"].value, state.fields["amounts"].value[0]["dkk"]) == ("stopped", 900_000)
    assert len({state.fields[name].actor for name in ("stage", "amounts", "themes")}) == 3


def test_a_double_click_is_one_decision(rows: dict[str, str], live: Live, desk: Desk) -> None:
    page = live.page_as("coder")
    page.goto(f"{live.address}/rows/{ROW}")
    settle(page, lambda: page.locator("button", has_text="Godkend").dblclick(no_wait_after=True))
    page.wait_for_load_state()
    with desk.reading() as connection:
        assert sum(event.kind == ACCEPT for event in read_events(connection)) == 1


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["/rows", "/rows/0320-2026-00", "/rows/0253-2026-01", "/rows/0320-2026-03", "/rows/keys", "/export"])
def test_fits_and_is_accessible(rows: dict[str, str], live: Live, desk: Desk, path: str, width: int) -> None:
    """No page wider than the screen, axe finds nothing serious, also with a panel open and a machine that reads otherwise; focus can be seen."""
    from samspil.workbench.decide import Wish, decide

    page = live.page_as("coder", width)
    person = live.client_as("coder").person
    assert person
    decide(desk, person, Wish(CORRECT, ("0320-2026-03",), (1,), {"stage": "decided"}))
    fill(desk, "second", Otte={"stage": "underway"})
    page.goto(live.address + path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("h1").count() == 1
    assert find_barriers(page) == []
    for panel in page.locator("details[data-key]").all():
        panel.evaluate("one => { one.open = true }")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert find_barriers(page) == []
    press(page, "Tab", "Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_the_page_opens_at_the_quote(rows: dict[str, str], live: Live) -> None:
    """The box is on the screen and covers the words in the picture."""
    page = live.page_as("reader")
    page.goto(f"{live.address}/rows/0320-2026-04")
    box = page.locator(".mark rect").first.bounding_box()
    picture = page.locator(".picture img").bounding_box()
    assert 0 < box["y"] < 800
    assert box["width"] > picture["width"] * 0.3
    assert picture["x"] < box["x"] < picture["x"] + picture["width"]


def test_without_a_script(rows: dict[str, str], live: Live, desk: Desk) -> None:
    """Buttons and forms do it all: accept, reject, add by typed words."""
    page = live.page_as("coder")
    context = live.browser.new_context(java_script_enabled=False)
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(f"{live.address}/rows/{ROW}")
    assert plain.locator("#picture").is_visible()
    assert plain.locator("#words").is_visible()
    settle(plain, lambda: plain.locator("button", has_text="Godkend").click())
    plain.locator("summary", has_text="Afvis").click()
    settle(plain, lambda: plain.locator("button", has_text="Ikke et initiativ").click())
    plain.locator("summary", has_text="Tilføj en række").click()
    plain.locator("details[data-key=n] textarea").fill("Budgetaftale")
    plain.locator("details[data-key=n] input[value=tendering]").check()
    settle(plain, lambda: plain.locator("details[data-key=n] button").click())
    states = [row.state for row in list_page(desk, Filters()).rows]
    assert {"accepted", "rejected"} <= set(states)
