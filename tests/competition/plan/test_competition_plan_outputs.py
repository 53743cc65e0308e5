"""Page, workbook, document, calendar, releases and JSON of a plan: true to its lines, valid by the standards, safe with hostile strings, the same bytes every time."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import icalendar
import jsonschema
import openpyxl
import pytest
from contract_lists import HOSTILE, TODAY
from lxml import etree
from referencing import Registry, Resource

from samspil.competition.plan.build import make_plan
from samspil.contract_list import open_contracts
from samspil.publish.competition.plan_files import NAMES, OCDS, make_files
from samspil.publish.competition.plan_gantt import NARROW, WIDE, draw_gantt, span_of
from samspil.publish.competition.plan_ics import to_ics
from samspil.publish.competition.plan_ocds import package, select_tenders
from samspil.publish.competition.plan_story import tell_plan
from samspil.publish.competition.plan_words import conflict
from samspil.tender_planning import wishes_for
from samspil.values.competition_plan import TENDER, Plan
from samspil.vocabulary.texts import use_language

SCHEMAS = Path(__file__).parents[2] / "publish/article/schemas"


@pytest.fixture(scope="module")
def files(example: Plan) -> dict[str, bytes]:
    return make_files(example)


@pytest.fixture(scope="module")
def hostile_files(hostile: Plan) -> dict[str, bytes]:
    return make_files(hostile)


def test_all_files_and_the_same_bytes_twice(example: Plan, files: dict[str, bytes]) -> None:
    assert set(files) == set(NAMES)
    assert make_files(example) == files


def test_a_plan_without_tenders_has_no_releases() -> None:
    contracts = [each for each in open_contracts("eksempel").contracts if each.way != TENDER]
    assert OCDS not in make_files(make_plan(contracts, wishes_for(TODAY)))


def test_no_key_of_the_catalogue_is_missing_in_either_language(example: Plan, hostile: Plan) -> None:
    for language in ("en", "da"):
        use_language(language)
        for plan in (example, hostile):
            story = tell_plan(plan)
            assert story.answer
            assert all("{" not in line.replace("{{7*7}}", "") for task in story.tasks for line in task.lines)


def test_sentences_of_conflicts_name_their_dates(example: Plan) -> None:
    late = next(each for each in example.conflicts if each.kind == "too_late")
    text = conflict(late)
    # EKS-12 ends 31 January 2027: the same days as worked by hand in test_competition_plan_lines.
    for part in ("FOR SENT", "02-04-2027", "60 dage"):
        assert part in text
    assert "kr.." not in " ".join(conflict(each) for each in example.conflicts)


# Page


def test_the_page_holds_every_task_and_conflict(example: Plan, files: dict[str, bytes]) -> None:
    page = files["plan.html"].decode()
    for line in example.lines:
        assert line.title in page
    assert page.count("FOR SENT:") == 1
    assert "OPDIGTET EKSEMPEL" in page
    assert "<script" not in page
    assert 'http-equiv="Content-Security-Policy"' in page


def test_hostile_strings_stay_text(hostile_files: dict[str, bytes]) -> None:
    page = hostile_files["plan.html"].decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "{{7*7}}" in page
    assert "\x07" not in page


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_timetable_is_well_formed_and_to_scale(example: Plan, hostile: Plan, width: int) -> None:
    for plan in (example, hostile):
        root = etree.fromstring(draw_gantt(plan, width).encode())
        assert root.get("width") == str(width)
        first, last = span_of(plan)
        bars = [each for each in root.iter("{*}rect") if each.get("height") == "16"]
        assert len(bars) == sum(len(line.steps) for line in plan.lines)
        # The first bar of the first line, worked from the scale: 4 pixels at each edge.
        step = plan.lines[0].steps[0]
        x = 4 + (step.first - first).days / (last - first).days * (width - 8)
        assert float(bars[0].attrib["x"]) == pytest.approx(x, abs=0.1)
        wide = (step.last + timedelta(days=1) - step.first).days / (last - first).days * (width - 8)
        assert float(bars[0].attrib["width"]) == pytest.approx(max(wide, 0.5), abs=0.2)
        for each in root.iter("{*}rect"):
            assert float(each.attrib["x"]) >= 0
            assert float(each.attrib["x"]) + float(each.attrib["width"]) <= width + 0.2


# Workbook


def read_book(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_workbook_has_days_as_days_and_kroner_as_numbers(example: Plan, files: dict[str, bytes]) -> None:
    book = read_book(files["plan.xlsx"])
    sheet = book["Planen"]
    heads = [cell.value for cell in sheet[1]]
    rows = {row[0].value: dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2)}
    assert set(rows) == {line.id for line in example.lines}
    for line in example.lines:
        row = rows[line.id]
        assert row["Ny start (BT-536)"].value.date() == line.new_start
        assert row["Begynd"].value.date() == line.begin
        assert row["Anslået værdi, kr. uden moms (BT-27)"].value == line.value
        if line.publication:
            assert row["Offentliggøres (BT-127)"].value.date() == line.publication
    assert "(open)" in rows["EKS-01"]["Procedure (BT-105)"].value
    assert {"Skridt og datoer", "Delaftaler", "Tærskelværdier, der er brugt"} <= set(book.sheetnames)
    assert not [cell.coordinate for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]


def test_hostile_texts_are_no_formulas(hostile_files: dict[str, bytes]) -> None:
    book = read_book(hostile_files["plan.xlsx"])
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert any(cell.value == "@SUM(1+1)" for cell in cells)


# Document


def test_the_document_tells_the_same(example: Plan, files: dict[str, bytes], hostile_files: dict[str, bytes]) -> None:
    document = docx.Document(io.BytesIO(files["plan.docx"]))
    headings = [each.text for each in document.paragraphs if each.style and str(each.style.name).startswith("Heading")]
    assert headings[0] == "Se på dette først"
    for line in example.lines:
        assert f"{line.id} {line.title}" in headings
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert len(rows) == len(example.lines) + 1
    assert rows[1][4] == example.lines[0].new_start.strftime("%d-%m-%Y")
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in document.tables)
    hostile = docx.Document(io.BytesIO(hostile_files["plan.docx"]))
    assert any("<script>" in each.text for each in hostile.paragraphs)
    with zipfile.ZipFile(io.BytesIO(hostile_files["plan.docx"])) as parts:
        etree.fromstring(parts.read("word/document.xml"))


# Calendar


def events(content: bytes) -> Iterator[Any]:
    yield from icalendar.Calendar.from_ical(content).walk("VEVENT")


def test_the_calendar_is_valid_and_true(example: Plan, files: dict[str, bytes]) -> None:
    content = files["plan.ics"]
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    assert not calendar.errors
    found = {str(each["uid"]): each for each in events(content)}
    assert len(found) == len(list(events(content)))  # no id twice
    line = next(each for each in example.lines if each.id == "EKS-07")
    on = {
        what: found[f"plan-x-EKS-07-{what}@samspil"].decoded("dtstart")
        for what in ("begin", "publish", "applications", "tenders", "standstill", "start", "end")
    }
    assert (on["begin"], on["publish"], on["tenders"], on["start"], on["end"]) == (
        line.begin,
        line.publication,
        line.deadline,
        line.new_start,
        line.end,
    )
    for each in found.values():
        assert not each.errors
        assert each.decoded("dtend") - each.decoded("dtstart") == timedelta(days=1)
        assert each.decoded("dtstamp").date() == TODAY
        assert each["summary"]


def test_lines_are_folded_and_escaped_as_the_standard_asks(files: dict[str, bytes], hostile_files: dict[str, bytes]) -> None:
    for content in (files["plan.ics"], hostile_files["plan.ics"]):
        assert content.endswith(b"END:VCALENDAR\r\n")
        lines = content.split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert b"\x07" not in content
    shown = [str(each["summary"]) for each in events(hostile_files["plan.ics"])]
    assert any('{{7*7}} =1+1 "æøå" &' in each for each in shown)


def test_ids_do_not_change_when_the_dates_do(example: Plan) -> None:
    contracts = [replace(each, end=each.end + timedelta(days=40)) for each in open_contracts("eksempel").contracts]
    moved = make_plan(contracts, wishes_for(date(2026, 12, 24)))
    ids = [{str(each["uid"]) for each in events(to_ics(plan))} for plan in (example, moved)]
    assert ids[0] == ids[1]


# Releases


@pytest.fixture(scope="module")
def validator() -> Any:
    whole, release = (
        json.loads((SCHEMAS / name).read_text(encoding="utf-8")) for name in ("ocds-release-package-1.1.5.json", "ocds-release-1.1.4.json")
    )
    known = "https://standard.open-contracting.org/schema/1__1__5/release-schema.json"
    registry: Registry[Any] = Registry().with_resource(known, Resource.from_contents(release))
    return jsonschema.Draft4Validator(whole, registry=registry, format_checker=jsonschema.FormatChecker())


def test_releases_are_valid_by_the_official_schema(example: Plan, hostile: Plan, validator: Any) -> None:
    for plan in (example, hostile):
        made = package(plan)
        assert made["releases"]
        assert [error.message for error in validator.iter_errors(json.loads(json.dumps(made)))] == []
    broken = json.loads(json.dumps(package(example)))
    broken["releases"][0]["tender"]["procurementMethod"] = "openish"
    broken["releases"][0]["planning"]["budget"]["amount"]["amount"] = "meget"
    assert list(validator.iter_errors(broken))


def test_only_tenders_are_released_with_their_dates_and_sums(example: Plan) -> None:
    made = {release["ocid"].rsplit("-EKS", 1)[1]: release for release in package(example)["releases"]}
    assert set(made) == {line.id.removeprefix("EKS") for line in example.lines if line.way == TENDER}
    assert "-09" not in made  # to be taken back
    assert "-03" not in made  # not decided
    for line in select_tenders(example):
        release = made[line.id.removeprefix("EKS")]
        assert release["tag"] == ["planning"]
        assert "unregistered" in release["ocid"]
        assert release["tender"]["contractPeriod"]["startDate"] == f"{line.new_start}T00:00:00Z"
        assert release["planning"]["budget"]["amount"] == {"amount": int(line.value or 0), "currency": "DKK"}
        days = {each["id"]: each["dueDate"][:10] for each in release["planning"]["milestones"]}
        if line.publication:
            assert days["publish"] == line.publication.isoformat()
    ids = [release["ocid"] for release in package(example)["releases"]]
    assert len(set(ids)) == len(ids)
    assert package(example)["fictional"] is True


def test_a_municipality_is_the_buyer_and_its_words_the_rationale(hostile: Plan) -> None:
    made = package(hostile)
    assert {release["buyer"]["name"] for release in made["releases"]} == {"Odense Kommune"}
    assert "fictional" not in made
    assert HOSTILE in made["releases"][-1]["planning"]["rationale"] or any(
        HOSTILE in each["planning"]["rationale"] for each in made["releases"]
    )


# JSON


def test_json_holds_codes_figures_and_sentences(example: Plan, files: dict[str, bytes]) -> None:
    made = json.loads(files["plan.json"])
    assert [each["id"] for each in made["lines"]] == [line.id for line in example.lines]
    first = made["lines"][0]
    assert first["begin"] == example.lines[0].begin.isoformat()
    assert sum(each["value"] for each in first["lots"]["lots"]) == first["value"]
    assert {each["kind"] for each in made["conflicts"]} == {each.kind for each in example.conflicts}
    assert made["example"] is True
