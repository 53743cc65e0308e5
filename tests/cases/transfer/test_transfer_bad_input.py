"""Bad input: each is named by field and remedy, and nothing is calculated from it."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from transfer_cases import make_case, make_effect, make_wish, run

from samspil.cases.transfer.costs import read_costs
from samspil.cases.transfer.errors import TransferError
from samspil.cases.transfer.model import Refusal
from samspil.cases.transfer.numbers import read_given
from samspil.cases.transfer.prices import read_prices
from samspil.cases.transfer.run import choose_effects
from samspil.cases.transfer.value import Worth, find_worth
from samspil.cases.transfer.wish import find_municipality, read_own, read_theirs, take_figures
from samspil.values.statistics import Driver

CASES = [make_case("prove"), make_case("uden-virkning", effects=())]


def refuse(work: Any, *parts: Any) -> TransferError:
    with pytest.raises(TransferError) as caught:
        work(*parts)
    error = caught.value
    assert error.message
    assert error.remedy
    assert error.place
    return error


@pytest.mark.parametrize(
    ("kind", "field", "work"),
    [
        ("driver_zero", "--given population_80plus", lambda: read_own(["population_80plus=0"])),
        ("driver_zero", "--given pupils", lambda: read_own(["pupils=-5"])),
        ("driver_zero", "--case-driver prove.population", lambda: read_theirs(["prove.population=0"], CASES)),
        ("no_number", "--given users", lambda: read_own(["users=mange"])),
        ("no_number", "--given users", lambda: read_own(["users=NaN"])),
        ("no_number", "--given users", lambda: read_own(["users=1e5"])),
        ("no_number", "--given users", lambda: read_own(["users=٣"])),
        ("too_large", "--given users", lambda: read_own(["users=99999999999999999"])),
        ("two_ways", "--given users", lambda: read_own(["users=2.500"])),
        ("no_equals", "--given", lambda: read_own(["users"])),
        ("unknown_name", "--given", lambda: read_own(["ældre=5"])),
        ("given_twice", "--given", lambda: read_own(["users=5", "users=6"])),
        ("other_case", "--case-driver", lambda: read_theirs(["anden.users=5"], CASES)),
        ("unknown_name", "--case-driver", lambda: read_theirs(["prove.størrelse=5"], CASES)),
        ("unknown_municipality_near", "--to", lambda: find_municipality("Hernig")),
        ("unknown_municipality", "--to", lambda: find_municipality("Atlantis-på-havets-bund")),
        ("unknown_municipality", "--to", lambda: find_municipality("0411")),  # Christiansø is no municipality
        ("unknown_case_near", "CASE", lambda: choose_effects(["prøve"], CASES)),
        ("unknown_case", "CASE", lambda: choose_effects(["zzzz9"], CASES)),
        ("unknown_effect", "prove", lambda: choose_effects(["prove:ingen"], CASES)),
        ("no_effects", "uden-virkning", lambda: choose_effects(["uden-virkning"], CASES)),
        ("limits_discount_rate", "--cost discount_rate", lambda: read_costs(["discount_rate=100"])),
        ("limits_discount_rate", "--cost discount_rate", lambda: read_costs(["discount_rate=-1"])),
        ("limits_years", "--cost years", lambda: read_costs(["years=0"])),
        ("limits_years", "--cost years", lambda: read_costs(["years=2,5"])),
        ("limits_investment", "--cost investment", lambda: read_costs(["investment=-1"])),
        ("limits_days", "--cost days", lambda: read_costs(["days=367"])),
        ("limits_unit_value", "--cost unit_value", lambda: read_costs(["unit_value=0"])),
        ("limits_yearly_cost", "--cost yearly_cost", lambda: read_costs(["yearly_cost=-5"])),
        ("bad_order", "--cost investment", lambda: read_costs(["investment=3:2:4"])),
        ("bad_range", "--cost investment", lambda: read_costs(["investment=3:4"])),
        ("bad_recurrence", "--cost recurrence", lambda: read_costs(["recurrence=daily"])),
        ("unknown_name", "--cost", lambda: read_costs(["gevinst=4"])),
        ("given_twice", "--cost years", lambda: read_costs(["years=4", "years=5"])),
        ("no_equals", "--cost", lambda: read_costs(["years="])),
    ],
)
def test_named_by_field_and_remedy(kind: str, field: str, work: Any) -> None:
    error = refuse(work)
    assert (error.kind, error.place) == (kind, field)


def test_a_driver_of_nought_in_a_case_or_a_file() -> None:
    error = refuse(run, make_wish(population_80plus=5), make_case("prove", make_effect(driver_value=Decimal(0))))
    assert (error.kind, error.place) == ("driver_zero", "prove (effects[0].driver_value)")
    driver = Driver("0657", "population", Decimal(0), make_case().as_of, "folketal.csv")
    assert "folketal.csv" in refuse(take_figures, [driver]).place


@pytest.mark.parametrize(
    ("key", "field", "values"),
    [
        ("no_number", "effects[0].value", {"value": None}),
        ("only_range", "effects[0].value", {"value": None, "low": Decimal(-20), "high": Decimal(28)}),
        ("no_own_base_driver", "base", {"unit": "percent", "base": "energien", "base_unit": "kwh", "driver": "energy_kwh"}),
        ("zero", "effects[0].value", {"value": Decimal(0)}),
        ("no_driver", "effects[0].driver", {"driver": "", "driver_value": None}),
        ("no_case_driver", "population_80plus", {"driver_value": None}),
        ("no_own_driver", "pupils", {"driver": "pupils"}),
        ("no_base_text", "effects[0].base", {"unit": "percent", "base": ""}),
        ("no_base_unit", "effects[0].base_unit", {"unit": "percent", "base": "udgiften"}),
        ("no_own_base", "base", {"unit": "percent", "base": "udgiften", "base_unit": "dkk", "driver": ""}),
        ("no_count", "per", {"per": "opkald"}),
    ],
)
def test_missing_inputs_are_listed_and_nothing_is_invented(key: str, field: str, values: dict[str, Any]) -> None:
    result = run(make_wish(population_80plus=1800), make_case("prove", make_effect(**values)))
    assert (result.scaled, result.pooled) == ((), None)
    assert [(one.key, one.field) for one in result.missing] == [(key, field)]
    assert result.missing[0].text
    assert result.missing[0].remedy


def test_both_sizes_missing_are_both_listed() -> None:
    result = run(make_wish(), make_case("prove", make_effect(driver_value=None)))
    assert [one.key for one in result.missing] == ["no_own_driver", "no_case_driver"]


def test_one_base_for_two_things() -> None:
    values = {"unit": "percent", "value": Decimal(5), "base_unit": "dkk", "driver": ""}
    cases = (make_case("a", make_effect(**values, base="rengøring")), make_case("b", make_effect(**values, base="mad")))
    error = refuse(run, make_wish(base=1000), *cases)
    assert (error.kind, error.place) == ("shared_name", "--given base")


@pytest.mark.parametrize(
    ("kind", "place", "text"),
    [
        ("no_column", ":1", "år,indeks\n2020,100\n"),
        ("no_column", ":1", ""),
        ("no_rows", "", "year,index,source\n"),
        ("bad_year", ":2 (year)", "year,index,source\nifjor,100,x\n"),
        ("bad_index", ":3 (index)", "year,index,source\n2020,100,x\n2021,0,x\n"),
        ("no_number", ":2 (index)", "year,index,source\n2020,hundrede,x\n"),
        ("year_twice", ":3 (year)", "year,index,source\n2020,100,x\n2020,101,x\n"),
        ("no_source", ":2 (source)", "year,index,source\n2020,100,\n"),
        ("cells", ":2", "year,index,source\n2020,100\n"),
        ("bad_csv", "", 'year,index,source\n2020,100,"x\n'),
        ("too_many_rows", "", "year,index,source\n" + "2020,100,x\n" * 2001),
    ],
)
def test_price_files(kind: str, place: str, text: str, tmp_path: Path) -> None:
    file = tmp_path / "indeks.csv"
    file.write_text(text, encoding="utf-8")
    error = refuse(read_prices, file)
    assert (error.kind, error.place) == (kind, f"{file}{place}")


def test_files_that_are_none(tmp_path: Path) -> None:
    assert refuse(read_prices, tmp_path / "ingen.csv").kind == "no_file"
    assert refuse(read_prices, tmp_path).kind == "no_file"
    broken, huge = tmp_path / "latin.csv", tmp_path / "stor.csv"
    broken.write_bytes("year,index,source\n2020,100,kørt\n".encode("latin-1"))
    huge.write_bytes(b"x" * 200_001)
    assert refuse(read_prices, broken).place == f"{broken}:2"
    assert refuse(read_prices, huge).kind == "too_big"


def test_a_year_the_index_has_not(tmp_path: Path) -> None:
    file = tmp_path / "indeks.csv"
    file.write_text(
        "year;index;source\n2020;100,5;Danmarks Statistik, PRIS111\n2026;126;Danmarks Statistik, PRIS111\n", encoding="utf-8-sig"
    )
    prices = read_prices(file)
    assert (prices.index[2020], prices.last, prices.example) == (Decimal("100.5"), 2026, False)
    error = refuse(prices.factor, 2019, 2026)
    assert (error.kind, error.place) == ("no_year", str(file))
    assert "2019" in error.message


def test_the_example_index_is_marked() -> None:
    from samspil.cases import transfer

    assert read_prices(Path(transfer.__file__).parent / "examples/prisindeks-eksempel.csv").example


COSTS = "field,low,middle,high,source\ninvestment,400000,500000,700000,tilbud 2026\nyears,,5,,aftalen\n"


def test_costs_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "udgifter.csv"
    file.write_text(COSTS, encoding="utf-8")
    found = read_costs(["yearly_cost=10"], [file]).inputs
    assert (found["investment"].range.high, found["investment"].source, found["years"].has_range) == (700_000, "tilbud 2026", False)
    file.write_text(COSTS + "discount_rate,1,100,200,banken\n", encoding="utf-8")
    error = refuse(read_costs, [], [file])
    assert (error.kind, error.place) == ("limits_discount_rate", f"{file}:4 (discount_rate)")
    file.write_text(COSTS.replace("aftalen", ""), encoding="utf-8")
    assert refuse(read_costs, [], [file]).place == f"{file}:3 (source)"


def test_costs_that_are_missing_are_listed() -> None:
    """Hours take a price, daily ones the days, and an effect that does not tell how often must be told."""
    effect = make_effect(unit="hours", recurrence="daily")
    found = find_worth(run(make_wish(population_80plus=1800), make_case("prove", effect)), read_costs(["years=5"]))
    assert isinstance(found, tuple)
    assert [one.field for one in found] == ["investment", "yearly_cost", "discount_rate", "unit_value", "days"]
    unknown = run(make_wish(population_80plus=1800), make_case("prove", make_effect(recurrence="unknown")))
    words = ["investment=0", "yearly_cost=0", "discount_rate=0", "years=5"]
    listed = find_worth(unknown, read_costs(words))
    assert isinstance(listed, tuple)
    assert [one.field for one in listed] == ["recurrence"]
    assert isinstance(find_worth(unknown, read_costs([*words, "recurrence=one_off"])), Worth)


def test_costs_of_several_effects_are_refused() -> None:
    wish = make_wish(population_80plus=1800)
    several = find_worth(run(wish, make_case("prove", make_effect(), make_effect(id="anden"))), read_costs(["years=5"]))
    assert isinstance(several, Refusal)
    assert several.key == "several"
    nothing = find_worth(run(make_wish(), make_case("prove")), read_costs(["years=5"]))
    assert isinstance(nothing, Refusal)
    assert nothing.key == "nothing"
    small = find_worth(run(wish, make_case("prove", make_effect(value=Decimal("0.001")))), read_costs(["years=5"]))
    assert isinstance(small, Refusal)
    assert small.key == "too_small"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2500", "2500"),
        ("2500,5", "2500.5"),
        ("2500.5", "2500.5"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("0.125", "0.125"),
        ("12 500", "12500"),
        ("\u22125", "-5"),
    ],
)
def test_numbers_as_people_write_them(text: str, number: str) -> None:
    assert read_given(text, "prøve") == Decimal(number)
