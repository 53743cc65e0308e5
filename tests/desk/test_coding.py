"""Coding a document: each action makes the next state, every one can be undone, and only what the codebook knows goes in."""

import random
from collections.abc import Hashable

import pytest

from samspil.desk.coding import (
    DROP,
    MARK,
    MERGE,
    STAGE,
    TAKE,
    TAKE_BACK,
    THEME,
    TOPIC,
    Action,
    Coding,
    CodingError,
    act,
    check_complete,
    dump_coding,
    list_codable,
    parse_coding,
    seal_coding,
)
from samspil.desk.sampling import allot, draw_sample, share_out, split_by_size
from samspil.values.codes import STAGES, THEMES, TOPICS
from tests.desk.coded import make_source

CODABLE = range(1, 6)


def play(*actions: Action, start: Coding | None = None) -> Coding:
    coding = start or Coding()
    for action in actions:
        coding = act(coding, action, CODABLE)
    return coding


def test_an_initiative_of_two_passages() -> None:
    coding = play(
        Action(MARK, 1, value="tendering"),
        Action(TAKE, 2, 1),
        Action(STAGE, unit=1, value="decided"),
        Action(TOPIC, unit=1, value="ai"),
    )
    (unit,) = coding.units
    assert (unit.passages, unit.themes, unit.topics, unit.stage) == ((1, 2), ("tendering", "technology"), ("ai",), "decided")
    check_complete(coding)
    assert coding.version == 4


def test_a_theme_taken_off_takes_its_topics_with_it() -> None:
    coding = play(Action(MARK, 3), Action(TOPIC, unit=1, value="welfare_technology"), Action(THEME, unit=1, value="technology"))
    assert (coding.units[0].themes, coding.units[0].topics) == ((), ())


def test_joining_keeps_all_passages_and_themes_and_an_initiative_without_passages_is_gone() -> None:
    coding = play(
        Action(MARK, 4, value="friplejehjem"),
        Action(MARK, 1, value="tendering"),
        Action(STAGE, unit=1, value="considered"),
        Action(MERGE, unit=1, value="2"),
    )
    (unit,) = coding.units
    assert (unit.id, unit.passages, unit.themes, unit.stage) == (2, (1, 4), ("tendering", "friplejehjem"), "considered")
    assert play(Action(DROP, 1, 2), Action(DROP, 4, 2), start=coding).units == ()


@pytest.mark.parametrize(
    "action",
    [
        Action(MARK, 0),  # a heading
        Action(MARK, 99),
        Action(MARK, -1),
        Action(THEME, unit=7, value="tendering"),
        Action(THEME, unit=1, value="sport"),
        Action(TOPIC, unit=1, value="tendering"),
        Action(STAGE, unit=1, value="done"),
        Action(MERGE, unit=1, value="1"),
        Action(MERGE, unit=1, value="x"),
        Action("eval", unit=1),
        Action(TAKE, 0, 1),
    ],
    ids=str,
)
def test_what_cannot_be_done_changes_nothing(action: Action) -> None:
    with pytest.raises(CodingError):
        play(action, start=play(Action(MARK, 1)))


def test_what_lacks_a_theme_or_stage_is_named() -> None:
    coding = play(Action(MARK, 1, value="tendering"), Action(MARK, 3), Action(STAGE, unit=2, value="planned"), Action(MARK, 4))
    with pytest.raises(CodingError, match="1, 2, 3"):
        check_complete(coding)
    check_complete(Coding())


def test_any_row_of_actions_can_be_undone_step_by_step() -> None:
    """Undo brings back exactly what was; JSON keeps everything."""
    chance = random.Random(5)  # noqa: S311 - a test
    for _round in range(30):
        states = [Coding()]
        while len(states) < 25:
            unit = chance.choice([one.id for one in states[-1].units] or [1])
            action = chance.choice(
                [
                    Action(MARK, chance.randrange(1, 6), value=chance.choice(THEMES)),
                    Action(TAKE, chance.randrange(1, 6), unit),
                    Action(DROP, chance.randrange(1, 6), unit),
                    Action(THEME, unit=unit, value=chance.choice(THEMES)),
                    Action(TOPIC, unit=unit, value=chance.choice(TOPICS)),
                    Action(STAGE, unit=unit, value=chance.choice(STAGES)),
                    Action(MERGE, unit=unit, value=str(chance.choice([one.id for one in states[-1].units] or [1]))),
                ]
            )
            try:
                states.append(act(states[-1], action, CODABLE))
            except CodingError:
                continue
            assert parse_coding(dump_coding(states[-1])) == states[-1]
            assert all(not one.topics or "technology" in one.themes for one in states[-1].units)
        back = states[-1]
        for before in reversed(states[:-1]):
            back = act(back, Action(TAKE_BACK), CODABLE)
            assert back.units == before.units
        with pytest.raises(CodingError):
            act(back, Action(TAKE_BACK), CODABLE)


def test_a_seal_depends_on_the_coding_and_the_salt() -> None:
    coding = play(Action(MARK, 1, value="tendering"))
    assert seal_coding(coding, "a") == seal_coding(parse_coding(dump_coding(coding)), "a")
    assert len({seal_coding(coding, "a"), seal_coding(coding, "b"), seal_coding(Coding(), "a")}) == 3


def test_headings_are_no_evidence() -> None:
    assert list_codable(make_source("a", "Faxe")) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("sizes", "count", "expected"),
    [
        (
            {"land": 31, "opland": 24, "hovedstad": 24, "provinsby": 16, "storby": 3},
            10,
            {"land": 3, "opland": 2, "hovedstad": 3, "provinsby": 2, "storby": 0},
        ),
        ({"a": 1, "b": 1}, 2, {"a": 1, "b": 1}),
        ({"a": 5}, 0, {"a": 0}),
        ({}, 0, {}),
    ],
)
def test_shares_are_in_proportion(sizes: dict[str, int], count: int, expected: dict[str, int]) -> None:
    """Ten of the 98 municipalities: 3.16, 2.45, 2.45, 1.63 and 0.31 by types; the two left go to the largest remainders."""
    assert allot(sizes, count) == expected


def test_the_same_seed_draws_the_same() -> None:
    strata = {"a": list(range(40)), "b": list(range(100, 120))}
    drawn = draw_sample(strata, 12, 7)
    assert drawn == draw_sample(strata, 12, 7)
    assert drawn != draw_sample(strata, 12, 8)
    assert [name for name, _item in drawn] == ["a"] * 8 + ["b"] * 4
    assert len(set(drawn)) == 12
    with pytest.raises(ValueError, match="61"):
        draw_sample(strata, 61, 7)


def test_every_document_is_as_likely() -> None:
    counts = dict.fromkeys(range(10), 0)
    for seed in range(2000):
        for _name, item in draw_sample({"a": list(range(10))}, 3, seed):
            counts[item] += 1
    assert all(520 <= count <= 680 for count in counts.values())  # 600 each, four standard deviations of 20


def test_rows_are_shared_out_evenly() -> None:
    single: dict[Hashable, list[str]] = {f"r{n}": [f"r{n}"] for n in range(11)}
    assert sorted(len(rows) for rows in share_out(single, [5, 6, 7]).values()) == [3, 4, 4]
    groups: dict[Hashable, list[str]] = {"Faxe": ["a1", "a2", "a3"], "Greve": ["b1", "b2"], "Viborg": ["c1"]}
    assert share_out(groups, [5, 6]) == {5: ["a1", "a2", "a3"], 6: ["b1", "b2", "c1"]}


def test_equal_sizes_stay_together() -> None:
    assert split_by_size([4, 1, 9, 6, 4, 12]) == [1, 0, 2, 1, 1, 2]
    assert split_by_size([3, 3, 3]) == [2, 2, 2]
    assert split_by_size([]) == []
