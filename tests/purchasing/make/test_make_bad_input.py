"""Bad cases and plans: each is refused by field with a remedy, or listed as missing; no figure rather than a wrong one."""

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from make_cases import VALUES, make_case, make_data, make_plan, make_plan_data

from samspil.case_files import open_case, read_sheet
from samspil.purchasing.make_or_buy.compare import compare_case
from samspil.purchasing.make_or_buy.errors import MakeError
from samspil.purchasing.make_or_buy.lines import SPECS
from samspil.purchasing.make_or_buy.reading import parse_case
from samspil.purchasing.make_or_buy.template import make_templates, make_toml, read_example
from samspil.purchasing.self_sufficiency.reading import parse_plan

BAD_LINES = [
    ("occupancy", 0, "limits"),
    ("occupancy", 130, "limits"),
    ("discount_rate", 100, "limits"),
    ("places", 0, "limits"),
    ("price_day", 0, "limits"),
    ("price_day", -5, "limits"),
    ("days", 400, "limits"),
    ("refusal_share", 100, "limits"),
    ("citizens_suitable", 0, "limits"),
    ("building_life", "-3", "limits"),
    ("building_life", "12,5", "not_whole"),
    ("food", "2.500", "no_number"),
    ("food", "mange", "no_number"),
    ("food", {"value": 5, "low": 1}, "half_range"),
    ("food", {"value": 5, "low": 6, "high": 9}, "bad_order"),
    ("food", {"low": 6, "high": 9}, "range_alone"),
    ("food", {"value": 5, "low": 1, "high": 20, "distribution": "normal"}, "not_symmetric"),
    ("food", {"value": 5, "low": 1, "high": 9, "distribution": "lognormal"}, "no_choice"),
    ("food", {"value": 5, "mode": 1}, "unknown_name"),
    ("food", {"value": 5, "source": "borger 010190-1234"}, "personal"),
    ("food", {"value": 5, "source": 7}, "no_text"),
    ("renewal_years", {"value": 8, "low": 5, "high": 9}, "whole_range"),
]


@pytest.mark.parametrize(("name", "given", "kind"), BAD_LINES)
def test_a_bad_line_is_named_with_a_remedy(name: str, given: Any, kind: str) -> None:
    with pytest.raises(MakeError) as caught:
        make_case(**{name: given})
    assert caught.value.kind == kind
    assert f"lines.{name}" in caught.value.place
    assert caught.value.remedy
    assert "010190" not in str(caught.value)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ({"years": 0}, "limits"),
        ({"years": -10}, "limits"),
        ({"years": 51}, "limits"),
        ({"direction": "hjemtag"}, "no_choice"),
        ({"price_year": 1900}, "limits"),
        ({"title": ""}, "empty_text"),
        ({"own_refund": "ja"}, "no_flag"),
        ({"titel": "x"}, "unknown_name"),
    ],
)
def test_a_bad_head_is_named(head: dict[str, Any], kind: str) -> None:
    with pytest.raises(MakeError) as caught:
        make_case(head=head)
    assert caught.value.kind == kind


def test_the_nearest_name_is_suggested() -> None:
    data = make_data()
    data["lines"]["ocupancy"] = {"value": 90}
    with pytest.raises(MakeError, match="'occupancy'"):
        parse_case(data, "x")


@pytest.mark.parametrize("name", [spec.name for spec in SPECS if spec.compulsory])
def test_every_compulsory_line_stops_the_verdict(name: str) -> None:
    case = make_case(**{name: None})
    assert [(each.name, each.kind) for each in case.missing] == [(name, "empty")]
    with pytest.raises(MakeError) as caught:
        compare_case(case)
    assert caught.value.kind == "incomplete"
    assert name in caught.value.message


def test_a_nought_needs_a_reason_and_a_number_a_source() -> None:
    case = make_case(transport={"value": 0}, food={"value": 5, "source": ""})
    assert {(each.name, each.kind) for each in case.missing} == {("transport", "zero"), ("food", "source")}
    assert not make_case(transport={"value": 0, "reason": "borgerne går selv"}).missing


def test_optional_lines_may_be_left_out() -> None:
    assert {spec.name for spec in SPECS if not spec.compulsory} == {"citizens_coming", "other_own", "other_external", "delay_months"}
    assert set(VALUES) == {spec.name for spec in SPECS if spec.compulsory}
    assert not make_case().missing


def test_templates_come_back_as_they_went(tmp_path: Path) -> None:
    example = read_example()
    for name, content in make_templates(example).items():
        (tmp_path / name).write_bytes(content)
        back = open_case(tmp_path / name)
        assert back.lines == example.lines, name
        assert (back.title, back.years, back.synthetic, back.missing) == (example.title, example.years, True, ())
    assert make_templates(example) == make_templates(example)


def test_an_empty_template_lists_every_compulsory_line(tmp_path: Path) -> None:
    for name, content in make_templates().items():
        (tmp_path / name).write_bytes(content)
        case = open_case(tmp_path / name)
        assert [each.name for each in case.missing] == [spec.name for spec in SPECS if spec.compulsory], name
    assert "Timeløn uden pension og tillæg" in make_toml()


def book(change: Any) -> bytes:
    """The filled workbook, changed by hand."""
    import openpyxl

    target, found = io.BytesIO(), openpyxl.load_workbook(io.BytesIO(make_templates(read_example())["make-or-buy.xlsx"]))
    change(found)
    found.save(target)
    return target.getvalue()


def _rename(found: Any) -> None:
    found["lines"]["E1"] = "værdi"


def _twice(found: Any) -> None:
    found["lines"]["A4"] = found["lines"]["A3"].value


def _formula(found: Any) -> None:
    found["lines"]["E5"] = "=1+1"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK not a workbook", "bad_sheet"),
        (lambda: book(_rename), "sheet_columns"),
        (lambda: book(_twice), "name_twice"),
        (lambda: book(_formula), "formula"),
        (lambda: book(lambda found: found.__delitem__("lines")), "sheet_columns"),
    ],
)
def test_bad_workbooks(content: Any, kind: str) -> None:
    with pytest.raises(MakeError) as caught:
        read_sheet(content() if callable(content) else content, "x.xlsx")
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"[case", "bad_toml"),
        (b"\xff\xfe", "not_utf8"),
        (b"a" * 300_000, "too_big"),
        (b"[case]\nyears = nan\n", "bad_toml"),
        (None, "no_file"),
    ],
)
def test_bad_files(content: bytes | None, kind: str, tmp_path: Path) -> None:
    file = tmp_path / "sag.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(MakeError) as caught:
        open_case(file)
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"head": {"goal_year": 2022}}, "limits"),
        ({"head": {"goal_year": 2020}}, "limits"),
        ({"head": {"goal_percent": 0}}, "limits"),
        ({"head": {"goal_percent": 120}}, "limits"),
        ({"head": {"goal_definition": "d"}}, "no_choice"),
        ({"head": {"growths": "2"}}, "no_list"),
        ({"head": {"bases": [0]}}, "limits"),
        ({"block": {"citizens": 0}}, "limits"),
        ({"block": {"citizens_source": ""}}, "empty_text"),
        ({"block": {"places": [{"year": 2040, "added": 5}], "places_source": "x"}}, "limits"),
        ({"block": {"places": [{"year": 2023, "added": 5}, {"year": 2023, "added": 5}], "places_source": "x"}}, "year_twice"),
        ({"block": {"history": [{"year": 2021, "citizens": 5}, {"year": 2022, "citizens": 5}], "history_source": "x"}}, "bad_history"),
        ({"added_occupancy": 0}, "limits"),
        ({"added_occupancy": 130}, "limits"),
        ({"own_share": None}, "empty_number"),
        ({"growth": None}, "empty_number"),
        ({"growth": {"value": 1}}, "empty_text"),
        ({"growht": 3}, "unknown_name"),
    ],
)
def test_bad_plans(changes: dict[str, Any], kind: str) -> None:
    with pytest.raises(MakeError) as caught:
        make_plan(**changes)
    assert caught.value.kind == kind
    assert caught.value.remedy


def test_a_plan_without_paragraphs_is_refused() -> None:
    data = make_plan_data()
    data["paragraphs"] = []
    with pytest.raises(MakeError) as caught:
        parse_plan(data, "x")
    assert caught.value.kind == "no_blocks"


def test_large_numbers_stay_finite() -> None:
    assert compare_case(make_case(price_day=1_000_000, staff_hours=30_000, hourly_wage=3_000)).npv.is_finite()
    assert isinstance(compare_case(make_case(discount_rate={"value": 0, "reason": "uden rente"})).npv, Decimal)
