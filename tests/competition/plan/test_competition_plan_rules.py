"""Thresholds by date, procedures by value, the sum, lots and the part-lot rule; worked by hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from samspil.competition.errors import CompetitionError
from samspil.competition.plan.choosing import Wish, settle
from samspil.competition.plan.columns import list_columns
from samspil.competition.plan.lots import divide
from samspil.competition.plan.rules import (
    find_requirements,
    find_set,
    known_steps,
    list_sets,
    nature_of_area,
    parse_lead_times,
    read_lead_times,
    read_lot_rule,
)
from samspil.tender_planning import read_times
from samspil.values.case import SERVICE_AREAS
from samspil.values.competition_plan import INSOURCE, OWN, STATUSES, TENDER, UNDECIDED
from samspil.vocabulary.texts import LANGUAGES, read_catalogue

D = Decimal
ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "key", "kroner", "status"),
    [
        (date(2024, 1, 1), "goods_services", 1644638, "public"),
        (date(2025, 12, 31), "light", 5581350, "public"),
        (date(2025, 12, 31), "works", 41212688, "public"),
        (date(2024, 6, 1), "part_lot_services", 595344, "public"),
        (date(2026, 1, 1), "goods_services", 1611360, "public"),
        (date(2027, 12, 31), "works", 40313840, "public"),
        (date(2026, 1, 1), "light", 5595000, "to_verify"),
        (date(2026, 1, 1), "market", 500000, "to_verify"),
        (date(2026, 1, 1), "proportional", 100000, "to_verify"),
    ],
)
def test_thresholds_by_the_day_of_publication(day: date, key: str, kroner: int, status: str) -> None:
    found = find_set(day).of(key)
    assert (found.amount, found.status) == (D(kroner), status)


def test_part_lot_limits_follow_the_euro_rate_of_their_set() -> None:
    # 80,000 and 1,000,000 euro: the second is 12.5 times the first.
    for each in list_sets():
        assert each.of("part_lot_works").amount == each.of("part_lot_services").amount * D("12.5")


def test_after_the_last_set_it_is_assumed_and_before_the_first_refused() -> None:
    assert find_set(date(2028, 1, 1)).assumed
    assert not find_set(date(2027, 12, 31)).assumed
    with pytest.raises(CompetitionError) as refused:
        find_set(date(2023, 12, 31))
    assert "2024-01-01" in refused.value.remedy


def wish(value: str | None, nature: str = "services", **values: object) -> Wish:
    given = {"way": TENDER, "performed_by": "external", "new_start": date(2027, 10, 1), **values}
    return Wish(nature, counted=None if value is None else D(value), **given)  # type: ignore[arg-type]


BY_VALUE = [
    (wish("1611360"), "open"),  # at the threshold it is reached
    (wish("1611359.99"), "market"),
    (wish("500000"), "market"),
    (wish("499999"), "quotes"),
    (wish("100000"), "quotes"),
    (wish("99999"), "direct"),
    (wish("1000000", cross_border=True), "cross_border"),
    (wish("2000000", "goods"), "open"),
    (wish("5594999", "light"), "market"),
    (wish("5595000", "light"), "light"),
    (wish("40313839", "works"), "works_law"),
    (wish("40313840", "works"), "open"),
    (wish(None), "open"),
    (wish(None, "light"), "light"),
    (wish("9000000", procedure="restricted"), "restricted"),
    (wish("800000", procedure="restricted"), "restricted"),  # more than the law asks for is allowed
    (wish("9000000", procedure="framework"), "framework"),
    (wish("9000000", way=INSOURCE), "insource"),
]


@pytest.mark.parametrize(("given", "key"), BY_VALUE)
def test_the_procedure_by_value(given: Wish, key: str) -> None:
    found = settle(given, read_lead_times(), TODAY)
    assert found.procedure.key == key
    assert not found.too_light


@pytest.mark.parametrize(
    ("given", "asked", "planned"),
    [
        (wish("2000000", procedure="quotes"), "quotes", "open"),
        (wish("2000000", procedure="light"), "light", "open"),  # the light regime is for its own services only
        (wish("6000000", "light", procedure="market"), "market", "light"),
        (wish("50000000", "works", procedure="works_law"), "works_law", "open"),
    ],
)
def test_a_procedure_that_the_value_does_not_allow_is_not_planned(given: Wish, asked: str, planned: str) -> None:
    found = settle(given, read_lead_times(), TODAY)
    assert (found.too_light, found.procedure.key) == (asked, planned)


def test_the_day_of_publication_decides_and_not_the_start() -> None:
    """1,630,000 kr. lies between 1,611,360 (2026) and 1,644,638 (2025).

    Planned on 1 February 2025 for a start on 1 April 2026: an open procedure publishes about 148 days before, in November 2025, when 1,644,638 holds: not reached,
    so it is bought on market terms: asked for tenders 72 days before the start, in January 2026, when 1,611,360 holds: reached. Neither agrees with itself.
    """
    found = settle(wish("1630000", new_start=date(2026, 4, 1)), read_lead_times(), date(2025, 2, 1))
    assert found.turned
    assert found.procedure.key == "open"
    late = settle(wish("1630000", new_start=date(2026, 12, 1)), read_lead_times(), date(2025, 2, 1))
    assert (late.procedure.key, late.turned) == ("open", False)
    early = settle(wish("1630000", new_start=date(2025, 11, 1)), read_lead_times(), date(2025, 2, 1))
    assert (early.procedure.key, early.turned) == ("market", False)


def test_nothing_is_published_in_the_past() -> None:
    """A contract that ended in 2025 is planned by today's thresholds: 1,620,000 was below then and is above now."""
    found = settle(wish("1620000", new_start=date(2025, 6, 1)), read_lead_times(), TODAY)
    assert found.procedure.key == "open"


def test_own_staff_bring_consultation_and_transfer_in() -> None:
    steps = [each.step.key for each in settle(wish("9000000", performed_by=OWN), read_lead_times(), TODAY).steps]
    assert steps.index("consultation") == steps.index("analysis") + 1
    assert steps.index("transfer") == steps.index("mobilisation") - 1
    external = [each.step.key for each in settle(wish("9000000"), read_lead_times(), TODAY).steps]
    assert not {"consultation", "transfer"} & set(external)


def test_insourcing_has_consultation_before_the_decision_and_transfer_after() -> None:
    steps = [each.step.key for each in settle(wish("9000000", way=INSOURCE), read_lead_times(), TODAY).steps]
    assert steps.index("consultation") < steps.index("decision") < steps.index("transfer")


def test_undecided_is_planned_by_the_way_that_begins_first() -> None:
    """Insourcing takes 60+30+30+60+90+30 = 300 days; a small purchase by quotes takes 86, an open procedure more than 300."""
    small = settle(wish("400000", way=UNDECIDED), read_lead_times(), TODAY)
    assert small.procedure.key == "insource"
    large = settle(wish("9000000", way=UNDECIDED), read_lead_times(), TODAY)
    assert large.procedure.key == "open"
    assert "undecided" in small.notes
    assert "undecided" in large.notes


# Lots


def lots(
    value: str | None, parts: tuple[tuple[str, Decimal | None], ...] = (), *, eu: bool = True, works: bool = False, size: str = "3000000"
) -> Any:
    return divide(None if value is None else D(value), parts, read_lot_rule(), find_set(date(2024, 6, 1)), works=works, size=D(size), eu=eu)


def test_lots_by_size_add_up_to_the_krone() -> None:
    # 10,000,001 kr. in lots of 3 million: four, 2,500,000 each and one krone with the first.
    found = lots("10000001")
    assert [lot.value for lot in found.lots] == [D(2500001), D(2500000), D(2500000), D(2500000)]
    assert found.reason == "size"
    assert not lots("3000000").lots
    assert len(lots("400000000").lots) == 8


@pytest.mark.parametrize("value", ["6000000.37", "9999999", "12345678.9", "3000001"])
def test_the_sum_is_the_tender(value: str) -> None:
    assert sum(lot.value for lot in lots(value).lots) == D(value)


def test_the_users_own_themes() -> None:
    # 9 million: 2 million to South, the rest 7 million in two parts of 3.5.
    found = lots("9000000", (("Nord", None), ("Syd", D(2000000)), ("Vest", None)))
    assert [(lot.theme, lot.value) for lot in found.lots] == [("Nord", D(3500000)), ("Syd", D(2000000)), ("Vest", D(3500000))]
    assert found.reason == "themes"


def test_the_part_lot_rule() -> None:
    """5,000,000 kr.: 20 % is 1,000,000. Lots of 500,000, 400,000 and 300,000 are below 595,344. The smallest first: 300,000 + 400,000 = 700,000; with 500,000 it is 1,200,000 > 1,000,000."""
    found = lots("5000000", (("A", D(3800000)), ("B", D(500000)), ("C", D(400000)), ("D", D(300000))))
    assert found.exempt == (3, 4)
    assert found.exempt_most == D(1000000)
    assert [lot.below_part_limit for lot in found.lots] == [False, True, True, True]


def test_the_part_lot_rule_at_its_limits() -> None:
    # 595,344 is not below 595,344; a lot of exactly 20 % may be left out.
    assert lots("6000000", (("A", D(5404656)), ("B", D(595344)))).exempt == ()
    assert lots("6000000", (("A", D(5404657)), ("B", D(595343)))).exempt == (2,)
    assert lots("2500000", (("A", D(2000000)), ("B", D(500000)))).exempt == (2,)
    assert lots("2499999", (("A", D(1999999)), ("B", D(500000)))).exempt == ()


def test_the_part_lot_rule_says_nothing_below_the_threshold_and_has_its_own_limit_for_works() -> None:
    assert lots("1200000", (("A", D(1000000)), ("B", D(200000))), eu=False).exempt == ()
    assert lots("50000000", (("A", D(43000000)), ("B", D(7000000))), works=True).exempt == (2,)
    assert lots(None).reason == "no_value"


# Data files


def test_every_step_requirement_and_threshold_has_its_words() -> None:
    for language in LANGUAGES:
        texts = read_catalogue(language, "competition_plan")
        assert not [key for key in known_steps() if f"step_{key}" not in texts]
        assert not [
            each.key
            for area in SERVICE_AREAS
            for each in find_requirements(area, "light", eu=True)
            if f"requirement_{each.key}" not in texts
        ]
        assert not [area for area in SERVICE_AREAS if f"themes_{area}" not in texts]
        assert not [key for each in list_sets() for key in each.thresholds if f"threshold_{key}" not in texts]


def test_every_step_has_a_source_and_statutory_ones_are_not_assumptions() -> None:
    for procedure in read_lead_times().procedures.values():
        for step in procedure.steps:
            assert step.source
            assert step.status in STATUSES
            assert step.status == "assumption" or any(word in step.source.lower() for word in ("lov", "direktiv", "med-aftalen"))


def test_requirements_are_suggestions_or_have_a_source() -> None:
    for area in SERVICE_AREAS:
        for nature in ("goods", "services", "light", "works"):
            for one in find_requirements(area, nature, eu=True):
                assert one.status == "suggestion" or one.source
    assert "ecolabel" in {one.key for one in find_requirements("cleaning", "services", eu=False)}
    assert "ecolabel" not in {one.key for one in find_requirements("transport", "services", eu=False)}
    assert "dialogue_equal" not in {one.key for one in find_requirements("cleaning", "services", eu=False)}
    assert nature_of_area("home_care") == "light"
    assert nature_of_area("cleaning") == "services"


OWN_TIMES = """
as_of = 2026-10-01
[sources]
assumption = "Vores egen erfaring"
[[procedure]]
key = "open"
regime = "eu"
bt105 = "open"
steps = [{ key = "documents", days = 30, least = 20 }, { key = "publish", days = 1, least = 1 }, { key = "tenders", days = 35, least = 30 }]
"""


def test_lead_times_of_the_user(tmp_path: Path) -> None:
    file = tmp_path / "tider.toml"
    file.write_text(OWN_TIMES, encoding="utf-8")
    times = read_times(file)
    assert [step.days for step in times.of("open").steps] == [30, 1, 35]
    assert times.of("open").steps[0].source == "Vores egen erfaring"
    assert times.of("light") == read_lead_times().of("light")
    assert times.as_of == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("days = 30, least = 20", "days = 30, least = 40"),
        ("days = 30, least = 20", "days = -1, least = 0"),
        ("days = 30, least = 20", 'days = "30", least = 20'),
        ("days = 30, least = 20", "days = true, least = true"),
        ("days = 30, least = 20", "days = 900, least = 20"),
        ('key = "documents"', 'key = "dokumenter"'),
        ('key = "documents"', 'key = "tenders"'),
        ('key = "open"', 'key = "aabent"'),
        ('regime = "eu"', 'regime = "usa"'),
        ("as_of = 2026-10-01", 'as_of = "i går"'),
        ("as_of = 2026-10-01", ""),
        ('{ key = "publish", days = 1, least = 1 }', '{ key = "publish", days = 3, least = 1 }'),
        ("steps = [", "steps = 3 # ["),
        ("[[procedure]]", "[[procedure"),
    ],
)
def test_bad_lead_times_are_refused_with_file_and_remedy(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "tider.toml"
    file.write_text(OWN_TIMES.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CompetitionError) as refused:
        read_times(file)
    assert "tider.toml" in refused.value.place
    assert refused.value.kind == "error_bad_lead_times"
    assert refused.value.remedy


def test_a_missing_and_a_foreign_file_of_lead_times(tmp_path: Path) -> None:
    with pytest.raises(CompetitionError) as missing:
        read_times(tmp_path / "nej.toml")
    assert missing.value.kind == "error_no_file"
    (tmp_path / "x.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CompetitionError) as foreign:
        read_times(tmp_path / "x.toml")
    assert foreign.value.kind == "error_not_utf8"
    with pytest.raises(CompetitionError):
        parse_lead_times({"as_of": date(2026, 1, 1), "procedure": [{"key": "open"}]}, "x")


def test_the_page_of_documentation_tells_what_the_files_hold() -> None:
    page = (ROOT / "docs/tender-plan.md").read_text(encoding="utf-8")
    for column in list_columns():
        assert f"| {column.da} | {column.en} | {'yes' if column.required else ''} | {column.help_en} |" in page
    for procedure in read_lead_times().procedures.values():
        days, least = (sum(getattr(step, name) for step in procedure.steps) for name in ("days", "least"))
        assert f"| `{procedure.key}` | {procedure.regime} | {procedure.bt105 or '–'} | {days} | {least} |" in page
        assert ", ".join(f"{step.key} {step.days}/{step.least}" for step in procedure.steps) in page
    for each in list_sets():
        for one in each.thresholds.values():
            assert f"{int(one.amount):,}{'' if one.status == 'public' else ' *'} |" in page


def test_headings_of_sections_fit_a_sheet() -> None:
    for language in LANGUAGES:
        texts = read_catalogue(language, "competition_plan")
        assert not [key for key, text in texts.items() if key.startswith("section_") and len(text) > 31 and key != "section_tasks"]
