"""Pages of samples: blind until both are done, whoever asks; coding by keyboard in the browser; notes, labels and assignment."""

import json
import re
from typing import Any

import pytest

from samspil.desk.coding import Action, Coding
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_rows, read_events
from samspil.values.desk import Person
from samspil.web.dress import load_templates
from samspil.web.settings import Settings
from samspil.web.visit import Visit
from samspil.workbench.beside import add_note, set_label, view_beside
from samspil.workbench.drawing import Ask, make_sample
from samspil.workbench.rows import Filters, list_page
from samspil.workbench.samples import Sample, code, finish, open_coding
from tests.desk.coded import YEAR, add, fill
from tests.web.conftest import ClientAs, Live, expect, find_barriers

ROW = "0320-2026-1"


class Room:
    """A sample of two agreements, coded by the coder and by Bo; `document` is the first of them."""

    def __init__(self, desk: Desk, client_as: ClientAs) -> None:
        self.desk, self.client_as = desk, client_as
        self.documents = fill(desk)
        self.coder, self.curator = client_as("coder"), client_as("curator")
        assert self.coder.person
        assert self.curator.person
        self.me, self.bo = self.coder.person, add(desk, "bo")
        self.sample: Sample = make_sample(desk, self.curator.person, Ask(YEAR, "Prøve", 2, (self.me.id, self.bo.id), 7))
        self.document = self.documents[0]
        self.path = f"/samples/{self.sample.id}"

    def mark(self, who: Person, document: str, passage: int, theme: str, stage: str) -> Coding:
        coding = open_coding(self.desk, who, self.sample.id, document).coding
        coding = code(self.desk, who, self.sample.id, document, Action("mark", passage, value=theme), coding.version)
        unit = max(one.id for one in coding.units)
        return code(self.desk, who, self.sample.id, document, Action("stage", unit=unit, value=stage), coding.version)

    def add_sum(self, who: Person, document: str, dkk: int) -> None:
        """A saving each year to the first initiative."""
        coding = open_coding(self.desk, who, self.sample.id, document).coding
        years = {str(YEAR + n): dkk for n in range(4)}
        action = Action("amounts", unit=coding.units[0].id, amounts=({"dkk": dkk, "kind": "saving", "profile": years},))
        code(self.desk, who, self.sample.id, document, action, coding.version)

    def close(self, who: Person, *documents: str) -> None:
        for document in documents:
            finish(self.desk, who, self.sample.id, document, open_coding(self.desk, who, self.sample.id, document).coding.version)

    def code_all(self, theirs: int = 1_200_000) -> None:
        """Both find the tender of the first agreement, the coder with a saving of 1,2 mio. kr. and Bo of `theirs`; Bo finds the care home too."""
        self.mark(self.me, self.document, 1, "tendering", "decided")
        self.mark(self.bo, self.document, 1, "tendering", "decided")
        for who, dkk in ((self.me, 1_200_000), (self.bo, theirs)):
            self.add_sum(who, self.document, dkk)
        self.mark(self.bo, self.document, 4, "friplejehjem", "considered")
        for who in (self.me, self.bo):
            self.close(who, *self.documents)


@pytest.fixture
def room(desk: Desk, client_as: ClientAs) -> Room:
    return Room(desk, client_as)


HIDDEN = "friplejehjem"


@pytest.mark.parametrize("who", ["reader", "coder", "curator", "admin", "disabled", "anonymous"])
def test_another_coders_coding_is_not_there_before_both_are_done(who: str, room: Room) -> None:
    """Every address under which it could be asked for, as everybody: 404 for those who come so far, and the words of it are in no answer."""
    room.mark(room.bo, room.document, 4, HIDDEN, "considered")
    room.close(room.bo, *room.documents)
    browser = room.client_as(who)
    allowed = who in ("coder", "curator", "admin")
    codings = browser.get(f"{room.path}/codings/{room.bo.id}")
    assert codings.status_code == (404 if allowed else 403 if who == "reader" else 303)
    answers = [
        codings,
        *(browser.get(f"{room.path}{rest}") for rest in ("", "/result", f"/curate/{room.document}", f"/code/{room.document}")),
    ]
    answers += [browser.get("/samples"), browser.get("/api/v1/trail"), browser.get(f"/rows/{ROW}")]
    answers.append(browser.send_form(f"{room.path}/curate/{room.document}", choice="first", pair="0+1"))
    answers.append(browser.send_form(f"{room.path}/code/{room.document}", action="theme", unit=1, value="insourcing", version=0))
    for answer in answers:
        assert '"themes": ["friplejehjem"]' not in answer.text.replace("&#34;", '"')
        assert answer.status_code != 500
    statuses = [answer.status_code for answer in answers[1:5]]
    if who in ("curator", "admin"):
        assert statuses == [200, 404, 404, 404]  # the sample itself, and nothing coded
    if who == "coder":
        assert statuses == [200, 404, 403, 200]
        content = json.loads(re.search(r'data-coding="([^"]*)"', answers[4].text)[1].replace("&#34;", '"'))  # type: ignore[index]
        assert content["coding"] == {"version": 0, "units": [], "past": 0}


def test_a_coder_who_is_not_in_the_sample_finds_nothing(room: Room, desk: Desk, client_as: ClientAs) -> None:
    sample = make_sample(desk, room.curator.person or room.me, Ask(YEAR, "Andres", 1, (room.bo.id, add(desk, "eva").id), 1))
    path, document = f"/samples/{sample.id}", sample.documents[0].sha256
    for answer in (
        room.coder.get(path),
        room.coder.get(f"{path}/code/{document}"),
        room.coder.get(f"{path}/result"),
        room.coder.get(f"{path}/codings/{room.bo.id}"),
        room.coder.send_form(f"{path}/code/{document}", action="mark", passage=1, version=0),
        room.coder.send_form(f"{path}/done/{document}", version=0),
        room.coder.get(f"{room.path}/code/{'0' * 64}"),
    ):
        assert answer.status_code == 404
    assert "Andres" not in room.coder.get("/samples").text


def test_one_codes_ones_own_and_it_is_saved(room: Room) -> None:
    path = f"{room.path}/code/{room.document}"
    first = room.coder.send_form(path, action="mark", passage=1, value="tendering", version=0, key="a")
    again = room.coder.send_form(path, action="mark", passage=1, value="tendering", version=0, key="a")
    assert first.json() == again.json()
    assert first.json()["coding"]["units"][0]["themes"] == ["tendering"]
    stale = room.coder.send_form(path, action="mark", passage=2, version=0, key="b")
    assert (stale.status_code, bool(stale.json()["trouble"])) == (409, True)
    assert room.coder.send_form(path, action="mark", passage=0, version=1).status_code == 422  # a heading
    lacking = room.coder.send_form(f"{room.path}/done/{room.document}", version=1)
    assert lacking.status_code == 422
    assert "mangler tema eller stade: 1" in lacking.text
    room.coder.send_form(path, action="stage", unit=1, value="planned", version=1)
    assert room.coder.send_form(f"{room.path}/done/{room.document}", version=2).status_code == 303
    assert room.coder.send_form(path, action="undo", version=2).status_code == 422
    mine = room.coder.get(f"{room.path}/codings/{room.me.id}").json()
    assert [one["initiatives"][0]["stage"] for one in mine["documents"] if one["sha256"] == room.document] == ["planned"]


@pytest.mark.parametrize("fields", [{"passage": "x"}, {"version": "-"}, {"action": "x" * 300}, {"passage": 10**30}], ids=str)
def test_nonsense_is_refused(room: Room, fields: dict[str, Any]) -> None:
    answer = room.coder.send_form(f"{room.path}/code/{room.document}", **{"action": "mark", "version": 0, **fields})
    assert answer.status_code == 422


def test_side_by_side_then_settled_and_measured(room: Room) -> None:
    room.code_all()
    path = f"{room.path}/curate/{room.document}"
    assert room.coder.get(path).status_code == 403
    page = room.curator.get(path)
    assert "De er enige" in page.text
    assert "Ikke et initiativ" in page.text
    assert room.curator.send_form(path, choice="all_agreed").status_code == 303
    assert room.curator.send_form(path, choice="second", pair="0+2", key="k").status_code == 303
    assert room.curator.send_form(path, choice="first", pair="0+2").status_code == 422
    assert room.curator.send_form(path, choice="first", pair="8+8").status_code == 404
    with room.desk.reading() as connection:
        states = {row.id.split("-")[2][0]: row.state for row in list_rows(connection, tables.row.c.sha256 == room.document)}
    assert states == {"1": "corrected", "2": "open", "k": "added"}
    result = room.coder.get(f"{room.path}/result").text
    assert "To personer kodede 2 aftaler uafhængigt af hinanden" in result
    assert "1 af 4" in result  # the second agreement has no pairs, so it is settled, and both of its rows are wrong
    assert room.curator.send_form(path, choice="undo", pair="0+2").status_code == 303
    assert "1 venter" in room.curator.get(path).text


def test_sums_side_by_side(room: Room) -> None:
    """Each coder's sums are shown; the curator's own are read from the form, and what is no sum changes nothing."""
    room.code_all(theirs=2_400_000)
    path = f"{room.path}/curate/{room.document}"
    page = room.curator.get(path).text
    assert "Uenige om: beløb" in page
    assert "1.200.000" in page
    assert "2.400.000" in page
    own = {"choice": "own", "pair": "1+1", "themes": "tendering", "stage": "decided", "amounts_count": 1, "kind_0": "saving"}
    assert room.curator.send_form(path, **own, dkk_0="mange").status_code == 422
    assert room.curator.send_form(path, **own, dkk_0="1,8 mio. kr.", year_2027_0="900.000").status_code == 303
    with room.desk.reading() as connection:
        (row,) = [row for row in list_rows(connection) if row.id == ROW]
    assert [(one["dkk"], one["profile"]) for one in row.fields["amounts"].value] == [(1_800_000, {"2027": 900_000})]
    assert "0 af 1 initiativer med beløb" in room.curator.get(f"{room.path}/result").text


def test_drawing_a_sample_in_the_browser_form(room: Room) -> None:
    fields = {"name": "Ny", "year": YEAR, "count": 1, "coder_1": room.me.id, "coder_2": room.bo.id, "seed": 3, "way": "type", "key": "q"}
    first, again = room.curator.send_form("/samples", **fields), room.curator.send_form("/samples", **fields)
    assert (first.status_code, first.headers["location"]) == (303, again.headers["location"])
    wrong = room.curator.send_form("/samples", **{**fields, "count": 9, "key": "r"})
    assert wrong.status_code == 422
    assert 'value="Ny"' in wrong.text
    assert room.coder.send_form("/samples", **fields).status_code == 403
    assert room.curator.send_form(f"{room.path}/end").status_code == 422


def test_notes_labels_and_assignment(room: Room) -> None:
    kept = "year=2026&state=open"
    for path, fields in (("note", {"text": "Se <b>side 3</b>"}), ("label", {"name": "tvivl"})):
        answer = room.coder.send_form(f"/rows/{ROW}/{path}", back=kept, **fields)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/rows/{ROW}?{kept}")
    assert room.coder.send_form(f"/rows/{ROW}/assign", person=room.me.id).status_code == 403
    assert room.curator.send_form(f"/rows/{ROW}/assign", person=room.me.id).status_code == 303
    assert room.coder.send_form(f"/rows/{ROW}/note", text=" ").status_code == 422
    assert room.coder.send_form("/rows/nej/note", text="x").status_code == 404
    for back in ("//evil.example", "https://evil.example", "\r\nX: y"):
        where = room.coder.send_form(f"/rows/{ROW}/note", text="x", back=back).headers["location"]
        assert where.startswith(f"/rows/{ROW}")
    found = room.client_as("reader").get("/notes?text=SIDE").text
    assert "Se &lt;b&gt;side 3&lt;/b&gt;" in found
    assert "tvivl" in found
    assert list_page(room.desk, Filters(assigned=room.me.id)).total == 1
    with room.desk.reading() as connection:
        assert [event.kind for event in read_events(connection)][-6:-3] == ["note", "label", "assign"]


def test_sharing_out_a_filter(room: Room) -> None:
    page = room.curator.send_form("/assignments?year=2026", people=[room.me.id, room.bo.id], whole="yes", free_only="yes", key="k")
    assert page.status_code == 200
    assert "Bo 2" in page.text
    assert list_page(room.desk, Filters(assigned=room.bo.id)).total == 2
    assert room.curator.send_form("/assignments?year=2026", key="k2").status_code == 422
    assert room.curator.send_form("/assignments", back="yes", key="k3").status_code == 200
    assert list_page(room.desk, Filters(assigned=room.bo.id)).total == 0
    assert room.coder.get("/assignments").status_code == 403


def test_the_part_beside_a_row(room: Room) -> None:
    """What stands there is text, and a reader has no forms."""
    set_label(room.desk, room.me, ROW, "<i>x</i>", on=True)
    part = load_templates().get_template("row_notes.html")
    with room.desk.reading() as connection:
        (state,) = [row for row in list_rows(connection) if row.id == ROW]
    for role, forms in (("reader", 0), ("coder", 3), ("curator", 4)):
        person = Person(9, "x", "X", role)
        visit = Visit(room.desk, Settings(), person)
        words = part.render(visit=visit, state=state, beside=view_beside(room.desk, ROW), filters=Filters())
        assert words.count("<form") == forms
        assert "&lt;i&gt;x&lt;/i&gt;" in words


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_short_coding_by_keyboard(live: Live, room: Room) -> None:
    """Three initiatives, one of two passages, one undone, closed: without the mouse; each key is saved by itself."""
    page = live.page_as("coder")
    page.goto(f"{live.address}{room.path}/code/{room.document}")
    assert page.locator(".passage").count() == 5
    press(page, "1", "b", "ArrowDown", "f")  # a tender, decided; the next sentence belongs to it
    press(page, "ArrowDown", "2", "v", "i")
    press(page, "j", "3", "o", "j", "5", "z")
    page.locator('[data-version][value="10"]').wait_for(state="attached")
    assert page.inner_text("[data-saved]") == "Gemt"
    coding = open_coding(room.desk, room.me, room.sample.id, room.document).coding
    assert [(unit.passages, unit.themes, unit.topics, unit.stage) for unit in coding.units] == [
        ((1, 2), ("tendering",), (), "decided"),
        ((3,), ("technology",), ("welfare_technology",), "underway"),
        ((4,), ("friplejehjem",), (), "considered"),
    ]
    assert "Besluttet" in page.locator("#p2 .chips").inner_text()
    page.reload()
    expect(page.locator(".passage.marked")).to_have_count(4)
    for _turn in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.finish') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live.address}{room.path}")
    assert "meldt færdigt" in page.inner_text("main")
    assert open_coding(room.desk, room.me, room.sample.id, room.document).done


def test_sums_by_keyboard(live: Live, room: Room) -> None:
    """L, the sum as the agreement writes it, Enter; what cannot be read stays in the form with the reason; moving on saves; undo takes it back."""
    page = live.page_as("coder")
    page.goto(f"{live.address}{room.path}/code/{room.document}")
    press(page, "1", "b", "l")
    page.locator("[name=dkk_0]:focus").wait_for()
    page.keyboard.type("en del")
    press(page, "Enter")
    page.wait_for_selector("[data-trouble]:not([hidden])")
    assert page.inner_text("[data-trouble]").startswith("Beløb 1, kroner: Det er ikke et beløb i hele kroner.")
    live.complaints[:] = [one for one in live.complaints if "422" not in one]
    press(page, "Control+a")
    page.keyboard.type("1,2 mio. kr.")
    press(page, "Tab", "Tab")
    page.keyboard.type("300.000")
    press(page, "Enter")
    page.locator("[data-sums] .sum").wait_for()
    assert "1.200.000 kr." in page.inner_text("[data-sums]")
    press(page, "l")
    page.locator("[name=dkk_1]:focus").wait_for()
    page.keyboard.type("5 t.kr.")
    page.locator("#p3 p").click()  # to another passage with the form open: it is saved first
    page.locator("#p3.here").wait_for()
    expect(page.locator("[data-sums-form]")).to_be_hidden()
    unit = open_coding(room.desk, room.me, room.sample.id, room.document).coding.units[0]
    assert [(one["dkk"], one["profile"]) for one in unit.amounts] == [(1_200_000, {"2026": 300_000}), (5_000, {})]
    press(page, "z")
    page.locator('[data-version][value="5"]').wait_for(state="attached")
    page.reload()
    expect(page.locator("[data-sums] .sum")).to_have_count(1)
    assert len(open_coding(room.desk, room.me, room.sample.id, room.document).coding.units[0].amounts) == 1


def test_a_second_window_is_told(live: Live, room: Room) -> None:
    page = live.page_as("coder")
    page.goto(f"{live.address}{room.path}/code/{room.document}")
    room.mark(room.me, room.document, 3, "technology", "planned")
    page.keyboard.press("1")
    page.wait_for_selector("[data-trouble]:not([hidden])")
    assert "andet vindue" in page.inner_text("[data-trouble]")
    live.complaints[:] = [one for one in live.complaints if "409" not in one]
    assert len(open_coding(room.desk, room.me, room.sample.id, room.document).coding.units) == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_looks_right_and_has_no_barriers(live: Live, room: Room, width: int, tmp_path: Any) -> None:
    """No page is wider than the screen; axe finds nothing serious."""
    add_note(room.desk, room.me, ROW, "Er beløbet <script>alert(1)</script> med moms?")
    set_label(room.desk, room.me, ROW, "tvivl", on=True)
    room.mark(room.me, room.documents[1], 1, "tendering", "decided")
    coder = live.page_as("coder", width=width)
    look(coder, live.address + f"{room.path}/code/{room.documents[1]}", tmp_path / "coding.png")
    look(coder, live.address + room.path, tmp_path / "sample-coder.png")
    room.code_all(theirs=2_400_000)
    curator = live.page_as("curator", width=width)
    for name, path in (
        ("samples", "/samples"),
        ("sample", room.path),
        ("curation", f"{room.path}/curate/{room.document}"),
        ("work", "/assignments?year=2026"),
        ("notes", "/notes"),
    ):
        look(curator, live.address + path, tmp_path / f"{name}.png")
    for document in room.documents:
        curator.goto(f"{live.address}{room.path}/curate/{document}")
        while curator.locator(".choices-row button").count():
            curator.locator(".choices-row button").first.click()
    look(curator, live.address + f"{room.path}/curate/{room.document}", tmp_path / "curated.png")
    look(curator, live.address + f"{room.path}/result", tmp_path / "result.png")


def look(page: Any, address: str, file: Any) -> None:
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert find_barriers(page) == [], address
    page.screenshot(path=file, full_page=True)
