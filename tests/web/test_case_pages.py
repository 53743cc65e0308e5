"""Cases at the desk: found, matched, worked out elsewhere, written and changed; who may, who did, and what is refused."""

import csv
import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest

from samspil.cases.casebook import parse_case, read_library
from samspil.cases.matching.opportunities import OPEN_STAGES
from samspil.store.desk.desk import Desk, read_events
from samspil.values.desk import CASE
from samspil.workbench.case_form import read_typed
from samspil.workbench.case_rows import count_plans, find_case_plans
from samspil.workbench.cases import Edition, Shelf, draft_case, open_shelf
from samspil.workbench.move import move
from samspil.workbench.verify import verify
from samspil.workbench.wishes import get_row
from tests.web.conftest import Browser, ClientAs

KERTEMINDE = "kerteminde-digital-traening"
NEW: dict[str, Any] = {
    "title": "Robotstøvsugere gør rent på skolerne om natten",
    "theme": "tid",
    "form": "technology_purchase",
    "service_area": "cleaning",
    "outcome": "running",
    "as_of": "2026-11-22",
    "municipalities": "Herning\n0751",
    "technologies": "robotstøvsuger",
    "problem": "Rengøringen mangler hænder.",
    "solution": "Robotstøvsugere gør rent på skolernes gulve.",
    "pitfalls": "Robotterne kan ikke gå på trapper.",
    "source_0_id": "avis",
    "source_0_title": "Robotter på skolerne",
    "source_0_publisher": "Avisen",
    "effect_0_what": "Timer til rengøring",
    "effect_0_unit": "hours",
    "effect_0_source": "avis",
    "effect_0_grade": "municipality_statement",
    "effect_0_calculated_by": "municipality",
    "effect_0_value": "1200,5",
    "effect_0_gain": "yes",
    "effect_0_recurrence": "yearly",
    "effect_0_cost_side": "unknown",
    "effect_0_driver": "square_metres",
}
ID = "robotstoevsugere-goer-rent-paa-skolerne-om-natten"


def save(browser: Browser, path: str = "/cases/new", **fields: Any) -> Any:
    return browser.send_form(path, **{"do": "save", "seen": "0", **NEW, **fields})


def test_the_list_shows_every_case_and_its_filters_stand_in_the_address(desk: Desk, client_as: ClientAs) -> None:
    browser = client_as("reader")
    page = browser.get("/cases").text
    assert all(f'href="/cases/{case.id}"' in page for case in read_library())
    narrow = browser.get("/cases", params={"area": "roads_parks", "grade": "evaluation"}).text
    fitting = {case.id for case in read_library() if case.service_area == "roads_parks"}
    shown = {case.id for case in read_library() if f'href="/cases/{case.id}"' in narrow}
    assert shown
    assert shown < fitting
    assert "Ingen eksempler passer" in browser.get("/cases?words=xyzzy").text
    assert browser.get("/cases?grade=nonsense&theme=%27").status_code == 200


def test_a_page_tells_claims_and_who_plans_the_like(full_desk: Desk, client_as: ClientAs) -> None:
    counts = count_plans(full_desk)
    case = max(counts, key=lambda name: counts[name])
    page = client_as("reader").get(f"/cases/{case}").text
    plans = find_case_plans(full_desk, open_shelf(full_desk).find(case).case)
    assert plans.total == counts[case] > 0
    assert all(f'href="/rows/{plan.initiative.id}"' in page for plan in plans.rows)
    assert 'class="effect claim"' in client_as("reader").get(f"/cases/{KERTEMINDE}").text


def test_a_row_names_its_cases_and_a_rejected_row_is_no_plan(full_desk: Desk, client_as: ClientAs) -> None:
    counts = count_plans(full_desk)
    case = max(counts, key=lambda name: counts[name])
    row = find_case_plans(full_desk, open_shelf(full_desk).find(case).case).rows[0].initiative.id
    browser = client_as("coder")
    assert "Lignende eksempler" in browser.get(f"/rows/{row}").text
    state = get_row(full_desk, row)
    browser.send_form(f"/rows/{row}/reject", version=str(state.version), reason="no_initiative", key="k")
    assert get_row(full_desk, row).state == "rejected"
    assert count_plans(full_desk)[case] == counts[case] - 1
    assert "Lignende eksempler" not in browser.get(f"/rows/{row}").text


def test_a_need_finds_cases_with_reasons_or_is_told_why_not(desk: Desk, client_as: ClientAs) -> None:
    browser = client_as("reader")
    found = browser.get("/cases/match", params={"need": "Sengene er våde om natten", "municipality": "Aabenraa"}).text
    assert "/cases/aabenraa-intelligent-ble" in found
    assert "behovet: " in found
    assert "Intet eksempel" in browser.get("/cases/match", params={"need": "Vi skal spare"}).text
    wrong = browser.get("/cases/match", params={"need": "Sengene er våde", "municipality": "Andeby"})
    assert wrong.status_code == 422
    assert "Andeby" in wrong.text


def test_a_new_case_is_kept_matched_and_stands_in_the_trail(desk: Desk, client_as: ClientAs) -> None:
    browser = client_as("curator")
    assert "robotstoev" not in browser.get("/cases/match?need=Robotst%C3%B8vsugere+g%C3%B8r+rent+p%C3%A5+skoler").text
    answer = save(browser, key="once")
    assert answer.headers["location"] == f"/cases/{ID}"
    page = browser.get(f"/cases/{ID}").text
    assert "Curator Åse" in page
    assert "1.200,5 timer" in page
    assert "Herning, Aarhus" in page
    assert f"/cases/{ID}" in browser.get("/cases/match?need=Robotst%C3%B8vsugere+g%C3%B8r+rent+p%C3%A5+skoler").text
    with desk.reading() as connection:
        events = [event for event in read_events(connection) if event.kind == CASE]
    assert [(event.actor, event.content["case"], event.content["version"]) for event in events] == [(f"person {browser.person.id}", ID, 1)]  # type: ignore[union-attr]
    save(browser, key="once")
    assert len(open_shelf(desk).editions[ID]) == 1
    assert verify(desk).whole


def test_the_file_of_a_case_is_the_case(desk: Desk, client_as: ClientAs) -> None:
    browser = client_as("curator")
    save(browser)
    for name in (ID, KERTEMINDE):
        answer = browser.get(f"/cases/{name}/file.md")
        found, findings = parse_case(answer.text)
        assert findings == ()
        assert found
        assert found.id == name
        assert f'filename="{name}.md"' in answer.headers["content-disposition"]


BAD = [
    (
        {"source_0_id": "", "source_0_title": "", "source_0_publisher": "", "effect_0_what": "", "effect_0_value": ""},
        "sources",
        "ingen kilde",
    ),
    ({"effect_0_unit": ""}, "effect_0_unit", "mangler"),
    ({"effect_0_driver_value": "0"}, "effect_0_driver_value", "kan ikke være"),
    ({"effect_0_source": "andet"}, "effect_0_source", "ingen kilde med id"),
    ({"municipalities": "Andeby"}, "municipalities", "Andeby"),
    ({"theme": "xyz"}, "theme", "xyz"),
    ({"as_of": "2999-01-01"}, "as_of", "ligger efter i dag"),
    ({"title": ""}, "title", "mangler"),
    ({"problem": "Skjult \u202e tegn"}, "problem", "ikke kan ses"),
    ({"source_0_address": "javascript:alert(1)"}, "source_0_address", "webadresse"),
    ({"effect_0_grade": "evaluation", "effect_0_calculated_by": "supplier"}, "effect_0_grade", "kan ikke bygge på"),
    ({"id": KERTEMINDE}, "id", "allerede et eksempel"),
    ({"started": "2024", "ended": "2020"}, "ended", "ligger før"),
]


@pytest.mark.parametrize(("fields", "field", "words"), BAD, ids=[field for _fields, field, _words in BAD])
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(
    desk: Desk, client_as: ClientAs, fields: dict[str, str], field: str, words: str
) -> None:
    answer = save(client_as("curator"), **fields)
    assert answer.status_code == 422
    assert words in answer.text
    if field != "sources":
        told = answer.text.split(f'id="h-{field}">')[1].split("</p>")[0]
        assert words in told
        assert f'id="f-{field}"' in answer.text
    assert "Rengøringen" in answer.text or field == "problem"
    assert open_shelf(desk).sequence == 0


def test_a_preview_keeps_nothing_and_more_rows_are_there_when_asked_for(desk: Desk, client_as: ClientAs) -> None:
    browser = client_as("curator")
    page = browser.send_form("/cases/new", **NEW, do="preview", seen="0").text
    assert "Sådan kommer det til at se ud" in page
    assert 'value="save"' in page
    assert open_shelf(desk).sequence == 0
    more = browser.send_form("/cases/new", **NEW, do="source", seen="0").text
    assert 'name="source_1_title"' in more
    assert 'name="source_1_title"' not in page


def change(browser: Browser, case: str, seen: int, **fields: Any) -> Any:
    """The case's own form as shown, with some fields changed."""
    import re

    page = browser.get(f"/cases/{case}/edit").text
    shown = dict(re.findall(r'<input name="([^"]+)" id="f-[^"]+" value="([^"]*)"', page))
    shown |= dict(re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>', page))
    for name, inner in re.findall(r'<select name="([^"]+)" id="f-[^>]*>(.*?)</select>', page):
        shown[name] = next(iter(re.findall(r'value="([^"]*)" selected', inner)), "")
    import html

    plain = {name: html.unescape(value) for name, value in shown.items()}
    return browser.send_form(f"/cases/{case}/edit", **{**plain, "do": "save", "seen": str(seen), **fields})


def test_a_case_of_ours_that_is_changed_is_a_later_version_and_ours_stays(desk: Desk, client_as: ClientAs) -> None:
    browser = client_as("curator")
    ours = next(case for case in read_library() if case.id == KERTEMINDE)
    answer = change(browser, KERTEMINDE, 1, title="Træning på skærm", what="Ny titel")
    assert answer.status_code == 303, answer.text
    page = browser.get(f"/cases/{KERTEMINDE}").text
    assert "Træning på skærm" in page
    assert "vises i stedet for Samspils egen udgave 1" in page
    old = browser.get(f"/cases/{KERTEMINDE}?version=1").text
    assert ours.title in old
    assert "ældre udgave" in old
    newest = open_shelf(desk).find(KERTEMINDE).case
    assert (newest.version, newest.history[-1].what, len(newest.history)) == (2, "Ny titel", 2)
    assert newest.effects == ours.effects
    assert newest.sources == ours.sources
    assert newest.facts == ours.facts


DAYS = [  # sources read, last version of, today, the version's day
    ("2026-11-22", "", "2026-11-22", "2026-11-22"),
    ("2026-11-22", "", "2027-03-01", "2026-11-22"),  # filled in earlier, saved today
    ("2026-11-22", "2026-11-01", "2027-03-01", "2026-11-22"),
    ("2026-10-05", "2026-11-01", "2027-03-01", ""),  # before the last version: refused
    ("2027-03-02", "", "2027-03-01", ""),  # to come
    ("i går", "", "2027-03-01", ""),
]


@pytest.mark.parametrize(("read", "last", "today", "day"), DAYS)
def test_a_version_is_of_the_day_its_sources_were_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, read: str, last: str, today: str, day: str
) -> None:
    """Whatever the clock says: what is filled in one day can be saved the next."""

    class Clock(date):
        @classmethod
        def today(cls) -> Any:
            return date.fromisoformat(today)

    monkeypatch.setattr("samspil.cases.casebook.date", Clock)
    shelf, seen = open_shelf(desk), 0
    if last:
        first = draft_case(shelf, read_typed({**NEW, "id": ID, "as_of": last}), 0, "ny", last).case
        assert first
        shelf, seen = Shelf(1, {ID: (Edition(first, ""),)}, []), 1
    draft = draft_case(shelf, read_typed({**NEW, "id": ID, "as_of": read}), seen, "ændret", today)
    assert (draft.case.history[-1].date.isoformat() if draft.case else "") == day
    assert bool(draft.findings) == (not day)
    assert {finding.field for finding in draft.findings} <= {"as_of"}
    if last and not day:
        assert f"den sidste udgave er fra {last}" in draft.findings[0].message


def test_two_people_with_one_version_the_second_is_told(desk: Desk, client_as: ClientAs) -> None:
    assert change(client_as("curator"), KERTEMINDE, 1, what="første").status_code == 303
    late = change(client_as("admin"), KERTEMINDE, 1, what="anden", title="Noget, jeg har skrevet")
    assert late.status_code == 409
    assert "Nogen har gemt en udgave" in late.text
    assert "Noget, jeg har skrevet" in late.text
    assert len(open_shelf(desk).editions[KERTEMINDE]) == 2
    assert change(client_as("admin"), KERTEMINDE, 2, what="").status_code == 422  # a later version tells what is new


def test_scripts_in_a_case_are_words(desk: Desk, client_as: ClientAs) -> None:
    browser = client_as("curator")
    bad = "<script>alert(1)</script>{{7*7}}"
    assert save(browser, id="ond", title=bad, problem=bad, technologies=bad, source_0_title=bad).status_code == 303
    for path in ("/cases", "/cases/ond", "/cases/ond/edit", "/cases/ond/transfer", "/cases/match?need=robotst%C3%B8vsugere"):
        page = browser.get(path).text
        assert "<script>alert" not in page, path
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in browser.get("/cases/ond").text


def test_what_was_changed_behind_the_desk_shows(desk: Desk, client_as: ClientAs) -> None:
    import sqlalchemy as sa

    from samspil.store.desk import tables

    save(client_as("curator"))
    with desk.writing() as connection:
        connection.execute(sa.update(tables.case_text).values(content="andet"))
    assert verify(desk).rows == (f"{ID} (1)",)


def test_cases_move_with_the_desk(desk: Desk, client_as: ClientAs, store_place: Any, tmp_path: Any) -> None:
    """To SQLite and to PostgreSQL."""
    save(client_as("curator"))
    before = open_shelf(desk).find(ID)
    target = tmp_path / "moved.sqlite" if str(store_place).endswith(".sqlite") else store_place
    move(tmp_path / "desk.sqlite", target)
    with Desk(target) as moved:
        after = open_shelf(moved).find(ID)
        assert (after.text, after.person, after.at) == (before.text, before.person, before.at)
        assert verify(moved).whole


def test_a_transfer_names_what_is_missing_and_gives_fields_for_it(desk: Desk, client_as: ClientAs) -> None:
    browser = client_as("reader")
    bare = browser.get(f"/cases/{KERTEMINDE}/transfer?to=Herning").text
    assert "Illustration, ikke en prognose" in bare
    assert 'name="own_population_80plus"' in bare
    assert f'name="their_{KERTEMINDE}.population_80plus"' in bare
    assert "<svg" not in bare
    given = {
        "to": "Herning",
        "own_population_80plus": "4600",
        f"their_{KERTEMINDE}.population_80plus": "1800",
        "cost_investment_low": "400000",
        "cost_investment": "500000",
        "cost_investment_high": "700000",
        "cost_yearly_cost_low": "100000",
        "cost_yearly_cost": "200000",
        "cost_yearly_cost_high": "250000",
        "cost_discount_rate_low": "2",
        "cost_discount_rate": "3,5",
        "cost_discount_rate_high": "5",
        "cost_years": "5",
        "recurrence": "yearly",
    }
    page = browser.get(f"/cases/{KERTEMINDE}/transfer", params=given).text.replace("\u00a0", " ")
    for words in ("2.555.556 kr.", "1.043.568 kr.", "6.258.206 kr.", "10.135.459 kr.", "Påstand", "Hvad betyder mest for nettoværdien?"):
        assert words in page
    assert page.count("<svg") == 2
    assert " --" not in page.split("<main")[1]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"to": "Andeby"}, "Andeby"),
        ({"to": "Herning", "own_population_80plus": "2.500"}, "2.500"),
        ({"to": "Herning", "own_population_80plus": "0"}, "0"),
        ({"to": "Herning", "own_population_80plus": "mange"}, "mange"),
        ({"to": "Herning", "with": "findes-ikke"}, "findes-ikke"),
        ({"to": "Herning", "cost_years": "900"}, "900"),
        ({"to": "Herning", "cost_investment_low": "5"}, "tal"),
        ({"to": "Herning", "prices": "2020 abc", "prices_source": "DST"}, "abc"),
        ({"to": "Herning", "prices": "2020 100"}, "kilde"),
        ({"to": "Herning", "price_year": "i fjor"}, "fire cifre"),
    ],
)
def test_numbers_that_cannot_be_read_are_refused_with_a_word(desk: Desk, client_as: ClientAs, given: dict[str, str], words: str) -> None:
    answer = client_as("reader").get(f"/cases/{KERTEMINDE}/transfer", params=given)
    assert answer.status_code == 422
    told = answer.text.split('class="alert error"')[1].split("</div>")[0]
    assert words in told.lower() or words in told


def test_opportunities_are_the_open_rows_in_every_format(full_desk: Desk, client_as: ClientAs, review: dict[str, Any]) -> None:
    browser = client_as("reader")
    expected = {one["id"] for one in review["initiatives"] if one["stage"] in OPEN_STAGES and one["evidence"]}
    listed = json.loads(browser.get("/opportunities/file/json").content)
    assert {one["id"] for one in listed["opportunities"]} == expected
    assert listed["notes"]
    rows = list(csv.DictReader(io.StringIO(browser.get("/opportunities/file/csv").text)))
    assert {row["id"] for row in rows} == expected
    assert all(row["quote"] and row["page"] for row in rows)
    assert not any(row["quote"].startswith(("=", "+", "@")) for row in rows)
    assert zipfile.ZipFile(io.BytesIO(browser.get("/opportunities/file/xlsx").content)).testzip() is None
    assert browser.get("/opportunities/file/exe").status_code == 404
    page = browser.get("/opportunities").text
    assert f"{len(expected)} åbne muligheder" in page
    one = json.loads(browser.get("/opportunities/file/json?stage=completed").content)["opportunities"]
    assert {row["stage"] for row in one} <= {"completed"}
    assert {row["id"] for row in one} == {each["id"] for each in review["initiatives"] if each["stage"] == "completed" and each["evidence"]}


def test_programs_get_what_the_pages_show(full_desk: Desk, client_as: ClientAs) -> None:
    browser = client_as("curator")
    save(browser)
    listed = browser.get("/api/v1/cases").json()
    assert listed["total"] == len(listed["cases"]) == len(read_library()) + 1
    assert [one["id"] for one in listed["cases"] if one["own"]] == [ID]
    whole = browser.get(f"/api/v1/cases/{ID}").json()
    assert whole["effects"][0]["value"] == 1200.5
    assert browser.get("/api/v1/cases/findes-ikke").status_code == 404
    match = browser.get("/api/v1/cases/match", params={"need": "Sengene er våde om natten"}).json()
    assert "aabenraa-intelligent-ble" in {one["case"] for one in match["matches"]}
    assert match["matches"][0]["reasons"][0]["text"]
    own = {"to": "Herning", "own": "population_80plus=4600", "their": f"{KERTEMINDE}.population_80plus=1800"}
    illustration = browser.get(f"/api/v1/cases/{KERTEMINDE}/transfer", params=own).json()
    assert illustration["kind"] == "illustration"
    assert "2555556" in json.dumps(illustration["effects"][0])
