"""The evidence that ships shows both sides; a user's own file is checked; a saving is only what the user picks with a source that carries it."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from samspil.cases.casebook import read_library
from samspil.competition.errors import CompetitionError
from samspil.competition.indicators.areas import shipped_areas
from samspil.competition.potential.evidence import evidence_for, join_evidence, parse_evidence, read_evidence, shipped_evidence
from samspil.competition.potential.picks import parse_pick

GOOD = """
version = 1

[[evidence]]
id = "egen-maaling"
areas = ["laundry"]
finding = "mixed"
low = -3
high = 8.5
what = "To udbud af vask i 2024."
status = "public"
as_of = 2026-01-31
grade = "municipality_statement"

[evidence.source]
title = "Evaluering af vaskeriudbud"
publisher = "Kommunen"
interest = "municipality"
"""


def test_both_sides_are_told_and_each_has_a_source() -> None:
    held = {one.id: one for one in shipped_evidence()}
    technical = held["politica-2013-teknik"]
    assert (technical.low, technical.high) == (5, 15)
    assert held["politica-2013-velfaerd"].finding == "none_documented"
    assert held["politica-2013-velfaerd"].low is None
    assert (held["vejservice-2012"].low, held["vejservice-2012"].high) == (-20, 28)
    assert any(one.finding == "seldom_measured" and not one.areas for one in held.values())
    assert all(one.source.title and one.source.publisher and one.what_en != one.what for one in held.values())


def test_a_source_with_an_interest_is_labelled_and_one_nobody_read_is_to_be_verified() -> None:
    tank = next(one for one in shipped_evidence() if one.id == "taenketank-11")
    assert (tank.source.interest, tank.status, tank.areas) == ("think_tank", "to_be_verified", ())


def test_no_welfare_area_has_a_figure_of_its_own() -> None:
    """Default none: nothing that ships can carry a saving on welfare."""
    for area in (one.key for one in shipped_areas() if one.welfare):
        assert not [one.id for one in shipped_evidence() if area in one.areas and one.low is not None]
        assert [one for one in evidence_for(area, shipped_evidence()) if one.finding == "none_documented"]


def test_the_cases_that_tell_more_are_in_the_library_and_say_the_same() -> None:
    cases = {case.id: case for case in read_library()}
    for one in shipped_evidence():
        if one.case:
            ends = {(effect.low, effect.high) for effect in cases[one.case].effects}
            sides = {end for effect in cases[one.case].effects for end in (effect.low, effect.high) if end is not None}
            assert (one.low, one.high) in ends or {abs(one.low or 0), abs(one.high or 0)} <= sides, one.id


def test_a_users_file_is_read_and_marked_own(tmp_path: Path) -> None:
    file = tmp_path / "egen.toml"
    file.write_text(GOOD, encoding="utf-8")
    (one,) = read_evidence(file)
    assert (one.low, one.high, one.own) == (Decimal(-3), Decimal("8.5"), True)
    assert one.what_en == one.what  # no English text given
    assert len(join_evidence(shipped_evidence(), [one])) == len(shipped_evidence()) + 1


def test_own_evidence_takes_no_others_place() -> None:
    (one,) = parse_evidence(GOOD.replace("egen-maaling", "vejservice-2012"), "egen.toml", own=True)
    with pytest.raises(CompetitionError) as caught:
        join_evidence(shipped_evidence(), [one])
    assert caught.value.kind == "error_evidence_twice"


def swap(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


BAD = [
    ("no version", swap("version = 1\n", ""), "error_evidence_version"),
    ("other version", swap("version = 1\n", "version = 2\n"), "error_evidence_version"),
    ("nothing in it", "version = 1\n", "error_evidence_empty"),
    ("broken", swap("low = -3", "low = "), "bad_toml"),
    ("unknown field", swap("low = -3", "lowest = -3"), "unknown_key"),
    ("no id", swap('id = "egen-maaling"\n', ""), "no_key"),
    ("a bad id", swap("egen-maaling", "Egen måling"), "error_evidence_id"),
    ("twice", GOOD + GOOD.replace("version = 1\n", ""), "error_evidence_id_twice"),
    ("unknown area", swap('"laundry"', '"vask"'), "error_evidence_code"),
    ("unknown finding", swap('"mixed"', '"maybe"'), "error_evidence_code"),
    ("unknown status", swap('"public"', '"certain"'), "error_evidence_code"),
    ("unknown grade", swap('"municipality_statement"', '"best"'), "error_evidence_code"),
    ("unknown interest", swap('interest = "municipality"', 'interest = "mine"'), "error_evidence_code"),
    ("no figures", swap("low = -3\nhigh = 8.5\n", ""), "error_evidence_no_range"),
    ("one end", swap("low = -3\n", ""), "error_evidence_percent"),
    ("figures where none are", swap('"mixed"', '"none_documented"'), "error_evidence_range_without"),
    ("turned round", swap("low = -3", "low = 9"), "error_evidence_range_turned"),
    ("a saving below nought", swap('"mixed"', '"saving"'), "error_evidence_saving_below_zero"),
    ("above a hundred", swap("high = 8.5", "high = 150"), "error_evidence_percent"),
    ("a text for a number", swap("high = 8.5", 'high = "8,5 %"'), "error_evidence_percent"),
    ("not a number", swap("high = 8.5", "high = nan"), "error_evidence_percent"),
    ("true for a number", swap("high = 8.5", "high = true"), "error_evidence_percent"),
    ("a day as text", swap("as_of = 2026-01-31", 'as_of = "i januar"'), "error_evidence_day"),
    ("no day", swap("as_of = 2026-01-31\n", ""), "error_evidence_day"),
    ("no text", swap('what = "To udbud af vask i 2024."\n', ""), "no_key"),
    ("a hidden sign", swap("To udbud", "To\u202eudbud"), "error_evidence_words"),
    ("a long text", swap("To udbud", "x" * 1001), "error_evidence_words"),
    ("no source", GOOD[: GOOD.index("[evidence.source]")], "error_evidence_no_source"),
    ("no publisher", swap('publisher = "Kommunen"\n', ""), "error_evidence_no_source"),
    (
        "a script for an address",
        swap('publisher = "Kommunen"\n', 'publisher = "Kommunen"\naddress = "javascript:alert(1)"\n'),
        "error_evidence_address",
    ),
    ("a list that is none", swap("[[evidence]]", "[evidence]").replace("[evidence.source]", "[evidence.x]"), "not_tables"),
]


@pytest.mark.parametrize(("text", "kind"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_is_wrong_with_a_users_evidence_is_named(text: str, kind: str) -> None:
    with pytest.raises(CompetitionError) as caught:
        parse_evidence(text, "egen.toml", own=True)
    assert caught.value.kind == kind
    assert caught.value.place.startswith("egen.toml")
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("text", "low", "high", "named"),
    [
        ("roads_parks=5-15:politica-2013-teknik", 5, 15, True),
        ("roads_parks=-20..28:vejservice-2012", -20, 28, True),
        ("roads_parks=5,5–7.5:politica-2013-teknik", "5.5", "7.5", True),
        ("roads_parks=-3-4:Egen evaluering, 2025: side 3", -3, 4, False),
        ("care_homes=0..2:Kommunens egen undersøgelse 2025", 0, 2, False),
    ],
)
def test_a_pick_is_read(text: str, low: object, high: object, named: bool) -> None:
    pick = parse_pick(text, shipped_evidence())
    assert (pick.low, pick.high) == (Decimal(str(low)), Decimal(str(high)))
    assert (pick.evidence is not None) is named


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("roads_parks=5-15", "error_saving_form"),
        ("roads_parks:5-15", "error_saving_form"),
        ("roads_parks=5:vejservice-2012", "error_saving_form"),
        ("roads_parks=a-b:kilde", "error_saving_form"),
        ("roads_parks=15-5:kilde", "error_saving_range"),
        ("roads_parks=0-101:kilde", "error_saving_range"),
        ("roads_parks=5-15:", "error_saving_source"),
        ("roads_parks=5-15:  x ", "error_saving_source"),
        ("care_homes=5-15:politica-2013-teknik", "error_saving_other_area"),  # technical areas tell nothing of welfare
        ("roads_parks=11-11:taenketank-11", "error_saving_other_area"),  # it names no area
        ("care_homes=0-5:politica-2013-velfaerd", "error_saving_no_figure"),
        ("roads_parks=5-20:politica-2013-teknik", "error_saving_beyond"),
        ("roads_parks=0-15:politica-2013-teknik", "error_saving_beyond"),
    ],
)
def test_a_pick_that_its_source_does_not_carry_is_refused(text: str, kind: str) -> None:
    with pytest.raises(CompetitionError) as caught:
        parse_pick(text, shipped_evidence())
    assert caught.value.kind == kind
    assert caught.value.remedy


def test_faults_speak_the_language_in_use(tmp_path: Path) -> None:
    from samspil.vocabulary.texts import use_language

    said: list[str] = []
    for language in ("da", "en"):
        use_language(language)
        try:
            said.append(_message(lambda: parse_pick("x", ())))
        finally:
            use_language("da")
    assert said[0] != said[1]


def _message(call: Callable[[], object]) -> str:
    try:
        call()
    except CompetitionError as error:
        return error.message
    return ""
