"""The plan itself: lines worked by hand, conflicts, initiatives and volumes beside, neutral towards both ways."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from samspil.competition.errors import CompetitionError
from samspil.competition.plan.build import Wishes, make_plan, value_of
from samspil.competition.plan.conflicts import season_of
from samspil.tender_planning import find_cpv, find_municipality, read_volumes, way_of
from samspil.values.competition_plan import (
    CONFLICTS,
    INSOURCE,
    OWN,
    TENDER,
    UNDECIDED,
    AreaVolume,
    Conflict,
    Contract,
    Plan,
    PlanInitiative,
    PlanLine,
)

D = Decimal
TODAY = date(2026, 11, 22)


def make(**values: object) -> Contract:
    given = {"id": "A", "title": "Rengøring", "end": date(2028, 6, 30), "value": D(12000000), "owner": "Indkøb", **values}
    return Contract(**given)  # type: ignore[arg-type]


def plan(*contracts: Contract, **wishes: object) -> Plan:
    return make_plan(contracts, Wishes(TODAY, **wishes))  # type: ignore[arg-type]


def kinds(made: Plan) -> list[str]:
    return [each.kind for each in made.conflicts]


def find(made: Plan, kind: str) -> Conflict:
    return next(each for each in made.conflicts if each.kind == kind)


def test_an_open_procedure_by_hand() -> None:
    """Contract ends 30 September 2027; new start 1 October 2027; open procedure.

    Mobilisation 60: 2 Aug - 30 Sep. Signing 7: 26 Jul - 1 Aug. Standstill 10, ends the day before 26 July, Sunday 25: moved to Friday 23: 14 - 23 July
    (signing then has 9 days). Evaluation 30: 14 Jun - 13 Jul. Tenders 40, ends 13 June, a Sunday: Friday 11 June: 3 May - 11 June. Publication 2 May 2027 is a Sunday:
    Friday 30 April (the period then has 42 days). Approval 30: 31 Mar - 29 Apr. Documents 60: 30 Jan - 30 Mar. Dialogue 30: 31 Dec - 29 Jan. Analysis 60: 1 Nov - 30 Dec 2026.
    """
    line = plan(make(end=date(2027, 9, 30))).lines[0]
    assert {each.step.key: (each.first, each.last) for each in line.steps} == {
        "analysis": (date(2026, 11, 1), date(2026, 12, 30)),
        "dialogue": (date(2026, 12, 31), date(2027, 1, 29)),
        "documents": (date(2027, 1, 30), date(2027, 3, 30)),
        "approval": (date(2027, 3, 31), date(2027, 4, 29)),
        "publish": (date(2027, 4, 30), date(2027, 4, 30)),
        "tenders": (date(2027, 5, 1), date(2027, 6, 11)),
        "evaluation": (date(2027, 6, 12), date(2027, 7, 13)),
        "standstill": (date(2027, 7, 14), date(2027, 7, 23)),
        "signing": (date(2027, 7, 24), date(2027, 8, 1)),
        "mobilisation": (date(2027, 8, 2), date(2027, 9, 30)),
    }
    assert (line.begin, line.publication, line.deadline, line.award) == (
        date(2026, 11, 1),
        date(2027, 4, 30),
        date(2027, 6, 11),
        date(2027, 7, 13),
    )
    assert line.threshold
    assert line.threshold.amount == D(1611360)


def test_it_is_tight_when_only_the_least_days_reach() -> None:
    """The same contract on 22 November 2026: planned begin 1 November has gone, with the least days there is time.

    Least days back from 1 October 2027: mobilisation 30: 1 - 30 Sep; signing 1: 31 Aug; standstill 10 ends Monday 30 Aug: 21 - 30 Aug; evaluation 14: 7 - 20 Aug;
    tenders 30 ends Friday 6 Aug: 8 Jul - 6 Aug; publication Wednesday 7 July; approval 10: 27 Jun - 6 Jul; documents 21: 6 - 26 Jun; analysis 14: 23 May - 5 Jun.
    """
    made = plan(make(end=date(2027, 9, 30)))
    tight = find(made, "tight")
    assert tight.values["latest_begin"] == date(2027, 5, 23)
    assert tight.values["latest_publication"] == date(2027, 7, 7)
    assert made.lines[0].gap_days == 0


def test_too_late_is_said_with_the_latest_dates_and_the_gap() -> None:
    """Contract ends 31 January 2027. Begun Sunday 22 November 2026 with the least days:

    analysis 14: 22 Nov - 5 Dec; documents 21: 6 - 26 Dec; approval 10: 27 Dec - 5 Jan; publication Wednesday 6 Jan; tenders 30: 7 Jan - 5 Feb (Friday);
    evaluation 14: 6 - 19 Feb; standstill 10: 20 Feb - 1 Mar (Monday); signing 2 Mar; mobilisation 30: 3 Mar - 1 Apr; new start 2 April 2027: 60 days after 1 February.
    """
    made = plan(make(end=date(2027, 1, 31)))
    late = find(made, "too_late")
    assert late.values["fastest"] == date(2027, 4, 2)
    assert late.values["gap"] == 60
    assert late.values["extended_end"] is None
    assert made.lines[0].latest_begin < TODAY  # type: ignore[operator]


@pytest.mark.parametrize(
    ("months", "notice", "covers", "open_", "also"),
    [
        (12, 1, True, True, "notice_soon"),  # notice by 31 December 2026
        (12, 3, True, False, "notice_past"),  # notice by 31 October 2026
        (1, 1, False, True, "notice_soon"),  # to 28 February 2027: before 2 April
    ],
)
def test_an_extension_may_cover_the_gap(months: int, notice: int, covers: bool, open_: bool, also: str) -> None:
    made = plan(make(end=date(2027, 1, 31), extension_months=months, notice_months=notice))
    late = find(made, "too_late")
    assert (late.values["covers"], late.values["notice_open"]) == (covers, open_)
    assert also in kinds(made)


def test_an_extension_that_is_used_moves_the_end() -> None:
    made = plan(make(end=date(2027, 1, 31), extension_months=24, notice_months=1, extend=True))
    line = made.lines[0]
    assert (line.end, line.new_start, line.extended_end, line.notice_by) == (date(2029, 1, 31), date(2029, 2, 1), None, date(2026, 12, 31))
    assert "too_late" not in kinds(made)
    assert find(made, "notice_soon").values["used"] is True


def test_a_contract_that_has_ended_is_called_so() -> None:
    made = plan(make(end=date(2025, 12, 31)))
    assert kinds(made).count("expired") == 1
    assert "too_late" not in kinds(made)
    later = plan(make(end=date(2025, 12, 31), new_start=date(2029, 1, 1)))
    assert "expired" in kinds(later)


def test_a_gap_that_the_user_plans_is_named() -> None:
    made = plan(make(end=date(2028, 6, 30), new_start=date(2028, 9, 1)))
    assert find(made, "gap_planned").values["gap"] == 62  # July and August


def test_the_sum_decides() -> None:
    """1,250,000 and 700,000 are each below 1,611,360; together 1,950,000. One purchase: both are planned as an EU tender; two purchases: on market terms."""
    one, other = make(id="A", value=D(1250000), group="Vask"), make(id="B", value=D(700000), group="vask")
    made = plan(one, other)
    assert [line.procedure.key for line in made.lines] == ["open", "open"]
    assert [line.counted for line in made.lines] == [D(1950000), D(1950000)]
    assert kinds(made).count("sum_over_threshold") == 2
    apart = plan(replace(one, group=""), replace(other, group=""))
    assert {line.procedure.key for line in apart.lines} == {"market"}
    assert "sum_over_threshold" not in kinds(apart)


def test_alike_purchases_are_asked_about_but_not_added() -> None:
    one, other = make(id="A", value=D(1250000), cpv="98310000"), make(id="B", value=D(700000), cpv="98311000")
    made = plan(one, other)
    assert find(made, "alike_over_threshold").values == {"total": D(1950000), "threshold": D(1611360), "count": 2}
    assert {line.procedure.key for line in made.lines} == {"market"}
    assert "alike_over_threshold" not in kinds(plan(replace(one, group="v"), replace(other, group="v")))
    assert "alike_over_threshold" not in kinds(plan(one, replace(other, value=D(300000))))


def test_lots_never_change_the_procedure() -> None:
    whole = plan(make(value=D(2400000)))
    divided = plan(make(value=D(2400000), parts=(("A", D(800000)), ("B", D(800000)), ("C", D(800000)))))
    assert whole.lines[0].procedure == divided.lines[0].procedure
    assert divided.lines[0].procedure.key == "open"


def test_values_and_what_is_assumed_of_them() -> None:
    # 3 million a year over 4 years by default, over 2.5 when said.
    assert value_of(make(value=None, annual_value=D(3000000))) == D(12000000)
    assert value_of(make(value=None, annual_value=D(3000000), new_years=D("2.5"))) == D(7500000)
    made = plan(make(value=None))
    assert (made.lines[0].value, made.lines[0].procedure.key, made.lines[0].lots.reason) == (None, "open", "no_value")
    assert "no_value" in kinds(made)


def test_an_owner_with_too_many_at_once() -> None:
    """Five contracts of one owner with the same end are at work on the same days; a sixth a year later is not among them; another's are counted apart."""
    same = [make(id=f"A{number}", owner="Indkøb") for number in range(5)]
    later = make(id="B", owner="indkøb", end=date(2030, 6, 30))
    other = make(id="C", owner="Teknik")
    made = plan(*same, later, other)
    crowd = find(made, "too_many")
    assert crowd.lines == ("A0", "A1", "A2", "A3", "A4")
    assert (crowd.values["count"], crowd.values["most"]) == (5, 3)
    assert "too_many" not in kinds(plan(*same, per_owner=5))
    assert "too_many" not in kinds(plan(*same[:3]))


def test_crowds_that_shift_are_told_each_with_their_days() -> None:
    """Four that overlap, of which one ends before a fifth begins: two crowds of four."""
    ends = (date(2028, 6, 30), date(2028, 9, 30), date(2028, 9, 30), date(2028, 9, 30), date(2028, 12, 31))
    made = plan(*(make(id=f"A{number}", end=end) for number, end in enumerate(ends)), per_owner=3)
    crowds = [each for each in made.conflicts if each.kind == "too_many"]
    for crowd in crowds:
        assert crowd.values["first"] <= crowd.values["last"]  # type: ignore[operator]
    assert all(len(crowd.lines) > 3 for crowd in crowds)
    assert crowds


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2027, 6, 30), ""),
        (date(2027, 7, 1), "july"),
        (date(2027, 7, 31), "july"),
        (date(2027, 8, 1), ""),
        (date(2027, 12, 22), ""),
        (date(2027, 12, 23), "christmas"),
        (date(2028, 1, 1), "christmas"),
        (date(2028, 1, 2), ""),
    ],
)
def test_seasons(day: date, season: str) -> None:
    assert season_of(day) == season


def test_a_deadline_in_july_is_named_with_the_last_day_before() -> None:
    """A contract whose tenders are due in July: the last working day before 1 July 2027, a Thursday, is Wednesday 30 June."""
    held = [plan(make(end=date(2027, 10, day))) for day in range(20, 32)]
    found = [each for made in held for each in made.conflicts if each.kind == "deadline_in_holidays"]
    assert found
    for each in found:
        deadline = each.values["deadline"]
        assert isinstance(deadline, date)
        assert (deadline.year, deadline.month) == (2027, 7)
        assert each.values["before"] == date(2027, 6, 30)
        assert each.values["days"] == (deadline - date(2027, 6, 30)).days


def test_no_owner() -> None:
    assert "no_owner" in kinds(plan(make(owner="")))


def test_thresholds_of_years_to_come_are_assumed_and_said() -> None:
    made = plan(make(end=date(2030, 12, 31)))
    assert find(made, "threshold_assumed").values["until"] == date(2027, 12, 31)
    assert made.lines[0].thresholds
    assert made.lines[0].thresholds.assumed


# Neutral


def test_insourcing_is_planned_as_fully_as_a_tender() -> None:
    made = plan(make(way=INSOURCE))
    line = made.lines[0]
    assert line.procedure.key == "insource"
    assert [each.step.key for each in line.steps] == ["costing", "consultation", "decision", "transfer", "recruitment", "takeover"]
    assert (line.publication, line.thresholds, line.requirements) == (None, None, ())
    late = plan(make(way=INSOURCE, end=date(2027, 1, 31)))
    assert "too_late" in kinds(late)  # 21+14+10+30+45+14 = 134 days from 22 November: 5 April 2027
    assert find(late, "too_late").values["fastest"] == date(2027, 4, 5)


def test_a_task_of_own_staff_has_its_steps() -> None:
    line = plan(make(performed_by=OWN, way=TENDER)).lines[0]
    assert {"consultation", "transfer"} <= {each.step.key for each in line.steps}
    assert "own_bid" in line.notes


# Joined


def initiative(**values: object) -> PlanInitiative:
    given = {
        "id": "0461-2026-1",
        "year": 2026,
        "way": TENDER,
        "stage": "decided",
        "areas": ("cleaning",),
        "quote": "Rengøringen udbydes.",
        "document": "a.pdf",
        "page": 3,
    }
    return PlanInitiative(**{**given, **values})  # type: ignore[arg-type]


def test_an_initiative_stands_beside_the_contracts_of_its_area() -> None:
    made = make_plan([make(area="cleaning"), make(id="B", area="meals")], Wishes(TODAY), [initiative()])
    beside = {line.id: [one.id for one in line.initiatives] for line in made.lines}
    assert beside == {"A": ["0461-2026-1"], "B": []}


def test_an_initiative_without_a_contract_becomes_a_line() -> None:
    """Budget 2026: a new start on 1 January 2027 is assumed. Own work tendered: with steps of staff; on 22 November 2026 too late."""
    made = make_plan([make(area="meals")], Wishes(TODAY), [initiative(), initiative(id="0461-2026-2", way=INSOURCE, areas=("home_care",))])
    lines = {line.id: line for line in made.lines}
    tender, insource = lines["0461-2026-1"], lines["0461-2026-2"]
    assert tender.new_start == date(2027, 1, 1)
    assert (tender.nature, insource.nature) == ("services", "light")
    assert {"start_assumed", "nature_assumed", "own_bid"} <= set(tender.notes)
    assert insource.procedure.key == "insource"
    assert {each.lines for each in made.conflicts if each.kind == "too_late"} == {("0461-2026-1",), ("0461-2026-2",)}
    assert "no_owner" not in [each.kind for each in made.conflicts if each.lines == ("0461-2026-1",)]


def test_an_initiative_of_no_area_is_a_line_too() -> None:
    made = make_plan([make(area="")], Wishes(TODAY), [initiative(areas=())])
    assert len(made.lines) == 2


def test_volumes_stand_beside_and_make_no_task() -> None:
    volumes = [
        AreaVolume("cleaning", "peer_median", D(4000000)),
        AreaVolume("schools", "peer_median", D(1000000)),
        AreaVolume("daycare", "peer_median", D(0)),
    ]
    made = make_plan([make(area="cleaning")], Wishes(TODAY), [], volumes)
    assert len(made.lines) == 1
    assert made.lines[0].volume == volumes[0]
    assert made.idle_volumes == (volumes[1],)


def write_potential(path: Path, **changes: object) -> Path:
    rows = [
        {"level": "service_area", "code": "cleaning", "target": "peer_median", "volume": "4000000.50"},
        {"level": "service_area", "code": "cleaning", "target": "national_mean", "volume": "1"},
        {"level": "function", "code": "22814", "target": "peer_median", "volume": "9"},
        {"level": "service_area", "code": "schools", "target": "peer_median", "volume": None},
    ]
    path.write_text(
        json.dumps({"year": 2024, "example": False, "group": {"municipality": "0461"}, "potentials": rows, **changes}), encoding="utf-8"
    )
    return path


def test_volumes_of_a_file(tmp_path: Path) -> None:
    found = read_volumes(write_potential(tmp_path / "p.json"), "0461")
    assert found == (AreaVolume("cleaning", "peer_median", D("4000000.50"), 2024),)


@pytest.mark.parametrize(
    "changes",
    [
        {"potentials": []},
        {"potentials": "x"},
        {"potentials": [{"level": "service_area"}]},
        {"potentials": [{"level": "service_area", "code": "cleaning", "target": "x", "volume": "NaN"}]},
        {"potentials": [{"level": "service_area", "code": "cleaning", "target": "x", "volume": "-1"}]},
        {"group": None},
        {"year": "i fjor"},
    ],
)
def test_a_file_that_is_no_potential_is_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(CompetitionError) as refused:
        read_volumes(write_potential(tmp_path / "p.json", **changes), "0461")
    assert refused.value.kind == "error_bad_potential"
    assert "p.json" in refused.value.place


def test_the_potential_of_another_municipality_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CompetitionError) as refused:
        read_volumes(write_potential(tmp_path / "p.json"), "0751")
    assert refused.value.kind == "error_other_municipality"


def test_municipalities() -> None:
    assert find_municipality("Odense") == "0461"
    assert find_municipality("461") == "0461"
    assert find_municipality("") == ""
    with pytest.raises(CompetitionError):
        find_municipality("Utopia")


def test_the_user_s_code_wins_and_suggestions_say_what_they_rest_on() -> None:
    made = make_plan(
        [make(title="Rengøring af skoler"), make(id="B", title="Rengøring af skoler", cpv="90910000")], Wishes(TODAY, find_cpv=find_cpv)
    )
    lines: dict[str, PlanLine] = {line.id: line for line in made.lines}
    first = lines["A"].cpv[0]
    assert first.code.startswith("90919300")
    assert first.confidence
    assert "Rengøring" in first.words
    assert [(code.code, code.confidence) for code in lines["B"].cpv] == [("90910000", None)]
    assert "cpv_suggested" in lines["A"].notes
    assert "cpv_suggested" not in lines["B"].notes


def test_every_kind_of_conflict_is_reached_by_some_plan_here() -> None:
    """The list of kinds is the list of what is found: none is dead, none is unknown."""
    made = [
        plan(make(end=date(2027, 1, 31), extension_months=12, notice_months=1)),
        plan(make(end=date(2027, 1, 31), extension_months=12, notice_months=3)),
        plan(make(end=date(2027, 9, 30))),
        plan(make(end=date(2025, 9, 30))),
        plan(make(new_start=date(2029, 1, 1))),
        plan(make(id="A", value=D(1250000), group="v"), make(id="B", value=D(700000), group="v")),
        plan(make(id="A", value=D(1250000), cpv="98310000"), make(id="B", value=D(700000), cpv="98310000")),
        plan(make(procedure="quotes", owner="")),
        plan(make(value=None)),
        plan(*(make(id=f"A{number}") for number in range(5))),
        plan(*(make(id=str(day), end=date(2027, 10, day)) for day in range(20, 32))),
        make_plan([make(value=D(1630000), end=date(2026, 3, 31))], Wishes(date(2025, 2, 1))),
    ]
    assert {kind for each in made for kind in kinds(each)} == set(CONFLICTS)


@pytest.mark.parametrize(
    ("themes", "way"),
    [(("tendering",), TENDER), (("insourcing",), INSOURCE), (("tendering", "insourcing"), UNDECIDED), (("technology",), "")],
)
def test_ways_of_initiatives(themes: tuple[str, ...], way: str) -> None:
    from samspil.values.initiative import Initiative

    assert way_of(Initiative("x", "Odense", "0461", 2026, themes, (), "decided", 1.0, "r", ())) == way


@pytest.mark.parametrize(("end", "kind"), [(date(2027, 4, 1), "tight"), (date(2027, 3, 31), "too_late")])
def test_the_last_day_that_can_be_reached(end: date, kind: str) -> None:
    """With the least days the earliest new start is 2 April 2027 (worked above): reached by a contract that ends the day before, missed by a day by one that ends on 31 March."""
    made = plan(make(end=end))
    assert kind in kinds(made)
    assert made.lines[0].gap_days == (kind == "too_late")


@pytest.mark.parametrize("procedure", ["open", "restricted", "framework"])
def test_too_late_is_what_should_have_begun_before_today(procedure: str) -> None:
    """Back from the start and on from today agree on every day of a year: too late if and only if the latest begin has gone."""
    for days in range(400):
        made = plan(make(end=date.fromordinal(TODAY.toordinal() + days), procedure=procedure))
        line = made.lines[0]
        assert line.latest_begin
        assert (line.latest_begin < TODAY) == bool({"too_late", "expired"} & set(kinds(made))), line.new_start
