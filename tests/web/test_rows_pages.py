"""The queue and a row beside its page, without a script: forms, errors that keep what was typed, both versions of a conflict, exports."""

import json
import re
from html import unescape
from typing import Any

import pytest

from samspil.store.desk.desk import Desk, read_events
from samspil.values.desk import Person
from samspil.web.keys import KEYS
from samspil.workbench.wishes import get_row
from tests.desk.row_desk import FAXE, fill
from tests.web.conftest import Browser, ClientAs

SCREENS, CLEANING = FAXE[0][2:]
CARE_HOME, CITIZENS, CARS = FAXE[1]
ROW = "0320-2026-00"


@pytest.fixture
def rows(desk: Desk) -> dict[str, str]:
    """The three small agreements on the desk; sentence -> row."""
    return fill(desk)


@pytest.fixture
def coder(client_as: ClientAs, rows: dict[str, str]) -> Browser:
    return client_as("coder")


def fields(desk: Desk, row: str) -> dict[str, Any]:
    return {name: field.value for name, field in get_row(desk, row).fields.items()}


def send(browser: Browser, row: str, what: str, query: str = "", **values: Any) -> Any:
    """The form of a row as it stands, unless a version is given."""
    version = values.pop("version", None) or get_row(browser.app.state.desk, row).version  # type: ignore[attr-defined]
    return browser.send_form(f"/rows/{row}/{what}{query}", version=version, **values)


def count_events(desk: Desk) -> int:
    with desk.reading() as connection:
        return sum(1 for _event in read_events(connection))


def test_the_queue_and_its_filters(coder: Browser) -> None:
    """Filters stand in the address and go along to each row; hostile ones match nothing and break nothing."""
    page = coder.get("/rows?theme=friplejehjem&year=2026").text
    assert page.count('class="row-link"') == 2
    assert 'href="/rows/0320-2026-02?year=2026&amp;theme=friplejehjem"' in page
    for query in (
        "text=%22%3E%3Cscript%3E",
        "year=9999999999999",
        "page=-1&size=x",
        "order=%00",
        "municipality=0999",
        "label='%20or%201=1",
    ):
        answer = coder.get(f"/rows?{query}")
        assert answer.status_code == 200
        assert "<script>" not in answer.text.replace("<script src", "")


@pytest.mark.parametrize("role", ["reader", "coder"])
def test_a_row_beside_its_page(client_as: ClientAs, rows: dict[str, str], role: str) -> None:
    """Picture with boxes, text with the quote marked, who set each field; only a coder has forms."""
    browser = client_as(role)
    page = browser.get(f"/rows/{ROW}").text
    picture = unescape(re.search(r'<img src="([^"]+)"', page).group(1))  # type: ignore[union-attr]
    image = browser.get(picture)
    assert (image.status_code, image.content[:4]) == (200, b"\x89PNG")
    assert "private" in image.headers["cache-control"]
    assert len(re.findall(r"<rect x=", page)) == 1
    assert re.search(rf"<mark [^>]*>{re.escape(SCREENS)}</mark>", page)
    assert page.count('class="set-by machine"') >= 3
    assert ('action="/rows/0320-2026-00/accept' in page) == (role == "coder")
    assert " style=" not in page
    html = browser.get("/rows/0253-2026-00").text
    assert "<img" not in html
    assert "<mark" in html


def test_pieces_put_together_are_the_page_s_text(coder: Browser, desk: Desk) -> None:
    """So that a selection's offsets are right."""
    from samspil.workbench.sources import open_source

    page = coder.get("/rows/0253-2026-01").text
    pieces = re.findall(r'<(?:span|mark) data-start="(\d+)"[^>]*>([^<]*)</', page)
    quote = fields(desk, "0253-2026-01")["evidence"][0]
    text = open_source(desk, quote["sha256"], "greve.html").text
    assert "".join(unescape(words) for _start, words in pieces) == text
    assert all(text.startswith(unescape(words), int(start)) for start, words in pieces)


def test_accept_goes_on_to_the_next_under_the_same_filters(coder: Browser, desk: Desk) -> None:
    answer = send(coder, ROW, "accept", "?municipality=0320&state=open", key="k")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/rows/0320-2026-01?state=open&municipality=0320"
    assert get_row(desk, ROW).state == "accepted"
    before = count_events(desk)
    again = send(coder, ROW, "accept", "?municipality=0320&state=open", key="k", version=1)
    assert (again.status_code, count_events(desk)) == (303, before)


def test_all_ways_to_correct(coder: Browser, desk: Desk) -> None:
    """Theme, topics, stage, amounts, the rest, the quote, each by its form."""
    send(coder, ROW, "correct", field=["themes", "topics"], themes=["technology", "insourcing"], topics=["ai"])
    send(coder, ROW, "correct", field="stage", stage="decided")
    amount = {
        "dkk_0": "1,5 mio. kr.",
        "kind_0": "saving",
        "year_2027_0": "1.500.000",
        "total_0": "",
        "price_level_0": "2026",
        "assumed_0": "1",
        "quote_0": "",
    }
    send(coder, ROW, "correct", field="amounts", amounts_count="2", **amount, dkk_1="", kind_1="other")
    send(
        coder,
        ROW,
        "correct",
        field=["technologies", "actors", "committee"],
        technologies="skærmbesøg\n\nsensorer",
        actors="",
        committee="Sundhed",
    )
    answer = send(coder, ROW, "extent", quote="0", move="end-later")
    assert answer.status_code == 303
    now = fields(desk, ROW)
    assert (now["themes"], now["topics"], now["stage"]) == (["technology", "insourcing"], ["ai"], "decided")
    known = {"dkk": 1_500_000, "kind": "saving", "profile": {"2027": 1_500_000}, "total": None, "ambiguous": False, "assumed": True}
    assert now["amounts"] == [known | {"part_of": False, "price_level": 2026, "quote": ""}]
    assert (now["technologies"], now["committee"]) == (["skærmbesøg", "sensorer"], "Sundhed")
    assert now["evidence"][0]["quote"].endswith(CLEANING)
    send(coder, ROW, "correct", field=["themes", "topics"], themes="tendering", topics=["ai"])
    assert fields(desk, ROW)["topics"] == []
    assert 'class="set-by person"' in coder.get(f"/rows/{ROW}").text


@pytest.mark.parametrize(
    ("what", "values"),
    [
        ("correct", {"field": "stage", "stage": "perhaps"}),
        ("correct", {"field": "themes"}),
        ("correct", {"field": "amounts", "amounts_count": "1", "dkk_0": "12.5", "kind_0": "saving"}),
        ("correct", {"field": "amounts", "amounts_count": "1", "dkk_0": "5", "kind_0": "saving", "year_9999_0": "5"}),
        ("correct", {"field": "municipality", "municipality": "Greve"}),
        ("correct", {}),
        ("reject", {}),
        ("reject", {"words": "x" * 600}),
        ("extent", {"quote": "9", "move": "end-later"}),
        ("extent", {"sha256": "ab", "start": "0", "end": "5"}),
        ("extent", {"quote": "0", "start": "5", "end": "999999", "sha256": "ab"}),
        ("extent", {"words": "findes ikke"}),
        ("split", {"unit_0": "1"}),
        ("split", {"unit_99": "1", "unit_0": "2"}),
        ("join", {"other": "0253-2026-00:1"}),
        ("join", {"other": "nonsense"}),
        ("machine", {}),
        ("undo", {}),
    ],
)
def test_bad_input_is_named_and_changes_nothing(coder: Browser, desk: Desk, what: str, values: dict[str, Any]) -> None:
    """422 with the row and a message; never a trace."""
    before = count_events(desk)
    answer = send(coder, ROW, what, **values)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "Traceback" not in answer.text
    assert count_events(desk) == before


def test_what_was_typed_stays_in_the_form(coder: Browser) -> None:
    """After a mistake in one amount, the others are still there."""
    amounts = {"dkk_0": "700.000", "kind_0": "saving", "dkk_1": "300.000", "kind_1": "other", "ambiguous_1": "1", "year_2026_1": "5"}
    answer = send(coder, ROW, "correct", field="amounts", amounts_count="2", **amounts)
    assert answer.status_code == 422
    assert "Beløb 2, tvetydigt" in answer.text
    assert 'value="700.000"' in answer.text
    answer = send(coder, ROW, "correct", field="amounts", amounts_count="2", **amounts | {"dkk_1": "tre mio."})
    assert "Beløb 2, kroner" in answer.text
    assert 'value="tre mio."' in answer.text


def test_the_second_to_save_sees_both_versions(coder: Browser, client_as: ClientAs, desk: Desk) -> None:
    """409 with both side by side; what was wanted stands in the form, is saved over the new version, and nothing of the first is lost from the trail."""
    other = client_as("curator")
    send(other, ROW, "correct", field="stage", stage="stopped")
    before = count_events(desk)
    answer = send(coder, ROW, "correct", field=["themes", "topics"], themes=["tendering"], version=1)
    assert (answer.status_code, count_events(desk)) == (409, before)
    assert "Sådan står den nu" in answer.text
    assert "Stoppet" in answer.text
    assert re.search(r'value="tendering"[^>]* checked', answer.text)
    form = re.search(r'<form method="post" action="(/rows/[^"]+/correct[^"]*)">(.*?)</form>', answer.text, re.S)
    assert form
    sent: dict[str, Any] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form.group(2)):
        sent.setdefault(name, []).append(unescape(value))
    repeated = coder.post(unescape(form.group(1)), data=sent)
    assert repeated.status_code == 303
    now = fields(desk, ROW)
    assert (now["themes"], now["stage"]) == (["tendering"], "stopped")


@pytest.mark.parametrize("what", ["accept", "reject", "extent", "split", "join", "machine", "undo"])
def test_every_decision_can_meet_a_conflict(coder: Browser, client_as: ClientAs, desk: Desk, what: str) -> None:
    send(client_as("curator"), ROW, "extent", quote="0", move="end-later")
    values = {"move": "end-later", "quote": "0", "reason": "look_back", "unit_0": "1", "unit_1": "2", "other": "0320-2026-01:1"}
    answer = send(coder, ROW, what, version=1, **values)
    assert answer.status_code == 409
    assert ("Gør det alligevel" in answer.text) == (what in ("accept", "reject"))


def test_split_join_and_back(coder: Browser, desk: Desk) -> None:
    send(coder, ROW, "extent", quote="0", move="end-later")
    answer = send(coder, ROW, "split", unit_0="1", unit_1="2", amount_0="2", theme_2="tendering", stage_2="decided")
    part = answer.headers["location"].removeprefix("/rows/").partition("?")[0]
    assert get_row(desk, part).state == "added"
    assert get_row(desk, ROW).state == "replaced"
    assert "Fortryd" in coder.get(f"/rows/{ROW}").text
    assert send(coder, ROW, "accept").status_code == 422
    assert send(coder, ROW, "undo").headers["location"].startswith(f"/rows/{ROW}")
    joined = send(coder, ROW, "join", other=["0320-2026-01:1"], stage="")
    whole = joined.headers["location"].removeprefix("/rows/").partition("?")[0]
    assert len(fields(desk, whole)["evidence"]) == 1


def test_a_row_of_typed_words(coder: Browser, desk: Desk) -> None:
    """Without a script the words themselves say where they stand; twice the same form is one row."""
    sha256 = fields(desk, ROW)["evidence"][0]["sha256"]
    form = {
        "sha256": sha256,
        "page": "1",
        "year": "2026",
        "start": "",
        "end": "",
        "words": "Budgetaftale 2026-2029",
        "themes": "tendering",
        "stage": "planned",
    }
    first, second = (coder.send_form("/queue/add?year=2026", **form, key="k") for _time in (1, 2))
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    row = first.headers["location"].removeprefix("/rows/").partition("?")[0]
    assert (get_row(desk, row).state, fields(desk, row)["evidence"][0]["start"]) == ("added", 0)
    for change in ({"words": "nej"}, {"themes": ""}, {"stage": ""}, {"sha256": "ab"}, {"year": "1999"}, {"start": "5", "end": "99999999"}):
        assert coder.send_form("/queue/add", **form | change, key="").status_code == 422


def test_many_are_accepted_only_as_they_were_seen(coder: Browser, client_as: ClientAs, desk: Desk) -> None:
    send(client_as("curator"), "0320-2026-01", "correct", field="stage", stage="decided")
    seen = [f"0320-2026-0{number}:1" for number in range(3)]
    answer = coder.send_form("/queue/accept", row=seen, key="k")
    assert answer.status_code == 409
    assert "0320-2026-01" in answer.text
    assert [get_row(desk, f"0320-2026-0{n}").state for n in range(3)] == ["accepted", "corrected", "accepted"]
    assert coder.send_form("/queue/accept", row=["0320-2026-03:1"], key="k2").status_code == 303
    assert coder.send_form("/queue/accept", row=["nonsense", "x:y"]).status_code == 303


def test_one_s_own_last_decision_is_undone_once(coder: Browser, desk: Desk) -> None:
    send(coder, ROW, "accept")
    send(coder, "0320-2026-01", "accept")
    page = coder.get("/rows/0320-2026-02").text
    sequence = re.search(r'name="sequence" value="(\d+)"', page).group(1)  # type: ignore[union-attr]
    for _click in (1, 2):
        assert coder.send_form("/queue/undo", sequence=sequence, key="k").headers["location"].startswith("/rows/0320-2026-01")
    assert [get_row(desk, f"0320-2026-0{n}").state for n in range(2)] == ["accepted", "open"]
    assert coder.send_form("/queue/undo", sequence=sequence, key="k2").status_code == 422
    assert coder.send_form("/queue/undo").status_code == 422


def test_what_a_new_run_reads_is_shown_and_taken(coder: Browser, desk: Desk) -> None:
    send(coder, "0320-2026-03", "correct", field="stage", stage="decided")
    fill(desk, "second", Otte={"stage": "underway"})
    page = coder.get("/rows/0320-2026-03").text
    assert "læser nu" in page
    assert "I gang" in page
    assert coder.get("/rows?differs=1").text.count('class="row-link"') == 1
    send(coder, "0320-2026-03", "machine")
    assert fields(desk, "0320-2026-03")["stage"] == "underway"


def test_pages_of_sources(coder: Browser, desk: Desk) -> None:
    """A place in a source opens at its page with it marked; strangers' hashes and ranges are 404 and harmless."""
    sha256 = fields(desk, ROW)["evidence"][0]["sha256"]
    start = fields(desk, rows_of(desk, CARS))["evidence"][0]["start"]
    page = coder.get(f"/sources/{sha256}/1?start={start}&end={start + 14}").text
    assert f">{CARS[:14]}</mark>" in page
    assert "Side 2 af 2" in page
    assert coder.get(f"/sources/{sha256}/1?start=5&end=999999999").status_code == 200
    assert coder.get(f"/sources/{sha256}/77").status_code == 200
    assert coder.get(f"/sources/{'0' * 64}/1").status_code == 404
    assert coder.get(f"/sources/{sha256}/77/picture.png").status_code == 404
    assert coder.get(f"/sources/{sha256}/1/picture.png?r=1-2,x").status_code == 422
    assert coder.get(f"/rows/{ROW}?turn=2&source={sha256}").text.count("Side 2 af 2") == 1


def rows_of(desk: Desk, sentence: str) -> str:
    from samspil.workbench.rows import Filters, list_page

    return list_page(desk, Filters(text=sentence)).rows[0].id


def test_exports(coder: Browser, desk: Desk) -> None:
    """As it stands and as it stood; unknown years, lines and formats are named."""
    before = coder.get("/export/2026/json").content
    line = count_events(desk)
    send(coder, ROW, "reject", reason="look_back")
    now = coder.get("/export/2026/json")
    assert "attachment" in now.headers["content-disposition"]
    assert len(json.loads(now.content)["initiatives"]) == len(json.loads(before)["initiatives"]) - 1
    assert coder.get(f"/export/2026/json?until={line}").content == before
    assert coder.get("/export/2026/xlsx").content.startswith(b"PK")
    assert coder.get("/export/2026/csv").status_code == 200
    for path in ("/export/1999/json", "/export/2026/exe", "/export/2026/json?until=999999", "/export/2026/json?until=x"):
        assert coder.get(path).status_code == 422
    assert coder.get("/export").status_code == 200


def test_the_help_lists_every_key_of_the_table(coder: Browser) -> None:
    """And the row's page carries each of them that it can use, so that the script and the help cannot differ."""
    page = coder.get("/rows/keys").text
    assert all(f"<kbd>{one}</kbd>" in page for key in KEYS for one in key.shown)
    row = coder.get(f"/rows/{ROW}").text
    held = set(re.findall(r'data-key="([^"]+)"', row))
    assert {
        key.keys for key in KEYS if key.name in ("accept", "reject", "themes", "stage", "amounts", "extent", "join", "add", "text", "help")
    } <= held


def test_rows_whose_files_are_not_at_the_desk(full_desk: Desk, client_as: ClientAs) -> None:
    """The fictional review with hostile strings and no files: every row still opens, with its quote and why there is no page."""
    from samspil.workbench.rows import Filters, list_page

    browser = client_as("coder")
    for row in list_page(full_desk, Filters()).rows:
        answer = browser.get(f"/rows/{row.id}")
        assert answer.status_code == 200
        assert "Filen ligger ikke på arbejdsbordet." in answer.text
        assert not re.search(r"<(script(?! src)|img)", answer.text)


def test_people_of_the_trail(coder: Browser) -> None:
    """Names, not numbers; machines and persons told apart in words."""
    assert isinstance(coder.person, Person)
    send(coder, ROW, "correct", field="stage", stage="decided")
    page = coder.get(f"/rows/{ROW}").text
    assert coder.person.name in page
    assert "Maskine" in page


def test_why_a_row_is_to_be_looked_at_first(coder: Browser, desk: Desk) -> None:
    """In words, with the theme that hangs on it; gone when somebody has decided."""
    checks = [{"initiative": ROW, "reasons": ["only_model"], "decides": ["tendering"], "worth": 5.5}]
    fill(desk, "second", checks)
    page = coder.get(f"/rows/{ROW}").text
    assert "Se først på rækken, fordi" in page
    assert "kommunens plads i optællingen afhænger alene af den: OPS og udbud" in page
    assert "kun den ene af to læsninger har fundet den" in page
    send(coder, ROW, "accept")
    assert "Se først på rækken" not in coder.get(f"/rows/{ROW}").text


def test_another_readers_reading_is_named(coder: Browser, desk: Desk, client_as: ClientAs) -> None:
    """A run begun in the browser over rows of another reader: whose reading it is stands on the row, and the page of files says so beforehand."""
    fill(desk, "by-llm", model="llm-mistral-1")
    fill(desk, "by-ours", model="linear-abc", beside=True, Otte={"stage": "underway"})
    page = coder.get("/rows/0320-2026-03").text
    assert "Det er linear-abc, der læser." in page
    assert "Rækken kommer fra llm-mistral-1 og er ikke ændret." in page
    assert get_row(desk, "0320-2026-03").state == "open"
    told = client_as("admin").get("/uploads").text
    assert "Rækkerne for 2026 er læst af llm-mistral-1." in told
    assert "trækker ingen af dem tilbage" in told
