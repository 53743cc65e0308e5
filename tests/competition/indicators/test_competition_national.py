"""The published national calculation for 2022 rebuilt, and the lift to the mean of the ten best by hand."""

import runpy
from decimal import Decimal
from pathlib import Path

import pytest

from samspil.competition.errors import CompetitionError
from samspil.competition.indicators.national import national_up_to_best_ten, published_2022, read_main_accounts
from samspil.competition.indicators.words import describe_national, write_share
from samspil.values.competition import Indicator

ROOT = Path(__file__).resolve().parents[3]


def test_published_2022() -> None:
    """73.4 of 269 bn is 27.3 %; the print said 27.5, and that is said."""
    one = published_2022()
    assert (one.base, one.numerator) == (Decimal("269e9"), Decimal("73.4e9"))
    assert write_share(one.share) == "27,3\u00a0%"
    assert one.printed == Decimal("0.275")
    words = " ".join(describe_national(one))
    assert "73,4 mia. kr. af 269,0 mia. kr. er købt hos private, 27,3\u00a0%." in words
    assert "Trykt står 27,5\u00a0%" in words
    assert "ikke en besparelse" in words


def test_what_is_constructed_is_marked_and_made_by_its_tool() -> None:
    """No real municipality gets invented figures; the file is what tools/national_2022.py writes."""
    text = (ROOT / "samspil/competition/data/national_2022.csv").read_text(encoding="utf-8")
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert any(line.startswith("# published:") for line in head)
    assert any(line.startswith("# constructed:") for line in head)
    assert published_2022().example
    rows = [line for line in text.splitlines() if line.startswith("K")]
    assert len(rows) == 98 * 7 == len(text.splitlines()) - len(head) - 1
    tool = runpy.run_path(str(ROOT / "tools/national_2022.py"))
    assert tool["HEAD"] + "\n".join(tool["make_rows"]()) + "\n" == text


def rows_of(shares: list[int], *, code: str = "2", base: int = 100) -> list[Indicator]:
    return [
        Indicator(f"{number:04d}", 2022, "pli", "main_account", code, Decimal(share * base) / 100, Decimal(base), "pli_samspil_v1")
        for number, share in enumerate(shares)
    ]


def test_the_lift_by_hand() -> None:
    """Ten at 60 ... 42 (mean 51), two at 20 and 50 with a base of 100 each: lifted are all below 51, and the one at 52 stays.

    Shares 60 58 56 54 52 50 48 46 44 42: mean 51. Lifts: 50 -> 1, 48 -> 3, 46 -> 5, 44 -> 7, 42 -> 9, and 20 -> 31: 56 in all.
    """
    one = national_up_to_best_ten(rows_of([60, 58, 56, 54, 52, 50, 48, 46, 44, 42, 20]))
    lift = one.lifts[0]
    assert (lift.mean, lift.added, lift.lifted) == (Decimal("0.51"), 56, 6)
    assert lift.best == tuple(f"{number:04d}" for number in range(10))
    assert (one.numerator, one.base) == (530 - 60 + 60, 1100)
    assert one.share_after == Decimal(530 + 56) / 1100


def test_the_mean_of_the_best_is_of_municipalities_not_of_kroner() -> None:
    """A large one at 10 % among ten does not weigh more than the others."""
    rows = [*rows_of([50] * 9), *(Indicator("9999", 2022, "pli", "main_account", "2", Decimal(1000), Decimal(10_000), "pli_samspil_v1"),)]
    lift = national_up_to_best_ten(rows).lifts[0]
    assert lift.mean == Decimal("0.46")
    assert lift.added == Decimal("0.36") * 10_000


def test_each_main_account_has_its_own_best() -> None:
    rows = [*rows_of([50] * 10 + [0]), *rows_of([10] * 10 + [0], code="3")]
    one = national_up_to_best_ten(rows)
    assert [(lift.code, lift.mean, lift.added) for lift in one.lifts] == [("2", Decimal("0.5"), 50), ("3", Decimal("0.1"), 10)]
    assert one.added == 60


def test_the_country_and_rows_without_a_base_are_left_aside() -> None:
    country = Indicator("", 2022, "pli", "main_account", "2", Decimal(9), Decimal(10), "pli_samspil_v1")
    empty = Indicator("0001", 2022, "pli", "main_account", "2", Decimal(0), Decimal(0), "pli_samspil_v1")
    assert national_up_to_best_ten([*rows_of([50] * 10), country, empty]).base == 1000


def test_what_is_mixed_or_too_little_is_refused() -> None:
    from dataclasses import replace

    rows = rows_of([50] * 10)
    for changed in ({"year": 2023}, {"kind": "iku"}, {"definition": "pli_vores_v1"}, {"prices": 2020}):
        with pytest.raises(CompetitionError) as caught:
            national_up_to_best_ten([*rows[1:], replace(rows[0], **changed)])
        assert caught.value.kind == "mixed"
    with pytest.raises(CompetitionError) as caught:
        national_up_to_best_ten(rows[1:])
    assert caught.value.kind == "too_few"
    with pytest.raises(CompetitionError) as caught:
        national_up_to_best_ten([])
    assert caught.value.kind == "no_main_accounts"


HEAD = "# source: os\nmunicipality;year;main_account;numerator;base\n"
BAD = [
    ("0461;2022;2;5;10\n0461;2022;2;5;10\n", "row_twice", ":4"),
    ("0461;2022;8;5;10\n", "unknown_cell", ":3"),
    ("0461;2022;2;11;10\n", "above_base", ":3"),
    ("0461;2022;2;-1;10\n", "above_base", ":3"),
    ("0461;2022;2;1.234;10\n", "two_readings", ":3"),
    ("0461;22;2;5;10\n", "bad_year", ":3"),
    ("0461;2022;2;5\n", "wrong_width", ":3"),
]


@pytest.mark.parametrize(("rows", "kind", "place"), BAD)
def test_bad_tables(tmp_path: Path, rows: str, kind: str, place: str) -> None:
    file = tmp_path / "hovedkonti.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(CompetitionError) as caught:
        read_main_accounts(file)
    assert caught.value.kind == kind
    assert f"hovedkonti.csv{place}" in caught.value.place


def test_a_table_of_ones_own_without_a_printed_share(tmp_path: Path) -> None:
    file = tmp_path / "hovedkonti.csv"
    file.write_text(HEAD + "".join(f"K{n};2023;5;{n};100\n" for n in range(10, 22)), encoding="utf-8")
    one = read_main_accounts(file)
    assert (one.year, one.printed, one.lifts[0].mean) == (2023, None, Decimal("0.165"))
    assert len(describe_national(one)) == 2
