"""What users see: the command, its exit codes, JSON, page and workbook, and every warning with what to do."""

import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from transfer_cases import make_case, make_effect, make_wish, run

from samspil.cases.transfer.cautions import KEYS
from samspil.cases.transfer.contract import transfer_to_json
from samspil.cases.transfer.costs import read_costs
from samspil.cases.transfer.model import Number, Transfer
from samspil.cases.transfer.value import Worth, find_worth
from samspil.cases.transfer.wish import Wish, take_figures
from samspil.cli import main as cli
from samspil.publish.transfer_page import render_page
from samspil.publish.transfer_sheets import to_xlsx
from samspil.values.statistics import Driver
from samspil.vocabulary.texts import read_catalogue, use_language

CLEAN: dict[str, Any] = {"cost_side": "known"}
STATEMENT = "Illustration, ikke en prognose"


def cautions_of(wish: Wish, *cases: Any) -> dict[str, str]:
    return {one.key: one.remedy for one in run(wish, *cases).cautions}


HERE = {"population_80plus": 1800}


@pytest.mark.parametrize(
    ("key", "effect", "case", "own"),
    [
        ("size_outside", {"driver_value": Decimal(800)}, {}, HERE),
        ("size_outside", {"driver_value": Decimal(3700)}, {}, HERE),
        ("supplier_claim", {"calculated_by": "supplier"}, {}, HERE),
        ("claim", {"grade": "supplier_claim", "calculated_by": "unknown"}, {}, HERE),
        ("not_independent", {"calculated_by": "municipality"}, {}, HERE),
        ("cost_unknown", {"cost_side": "unknown"}, {}, HERE),
        ("base_missing", {"unit": "percent", "value": Decimal(5), "base": "udgiften", "base_unit": "dkk"}, {}, {"base": 1000}),
        ("old", {"year": 2015}, {}, HERE),
        ("year_unknown", {"year": None}, {}, HERE),
        ("unnamed", {}, {"municipalities": ()}, HERE),
        ("at_least", {"bound": "at_least"}, {}, HERE),
        ("at_most", {"bound": "at_most"}, {}, HERE),
        ("against", {"gain": False}, {}, HERE),
        ("went_badly", {}, {"outcome": "stopped"}, HERE),
        ("went_badly", {}, {"outcome": "mixed"}, HERE),
        ("fictional", {}, {"fictional": True}, HERE),
        ("recurrence_unknown", {"recurrence": "unknown"}, {}, HERE),
        ("unused", {}, {}, {**HERE, "pupils": 5}),
        ("capped", {"unit": "percent", "value": Decimal(60), "base": "udgiften", "base_unit": "dkk"}, {}, {"base": 1000}),
    ],
)
def test_each_warning(key: str, effect: dict[str, Any], case: dict[str, Any], own: dict[str, int]) -> None:
    """There with the fault, with what to do about it; not there without."""
    found = cautions_of(make_wish(**own), make_case("prove", make_effect(**{**CLEAN, **effect}), **case))
    assert found[key]
    assert key not in cautions_of(make_wish(**HERE), make_case("prove", make_effect(**CLEAN)))


def test_warnings_of_a_single_case_and_its_prices() -> None:
    assert list(cautions_of(make_wish(**HERE), make_case("prove", make_effect(**CLEAN)))) == ["single_case", "prices_unadjusted"]


def test_no_warning_at_a_year_ago_and_at_the_edge_of_size() -> None:
    """2016 is ten years ago; exactly half and double the size are inside."""
    for size in (900, 3600):
        assert not {"old", "size_outside"} & set(
            cautions_of(make_wish(**HERE), make_case("p", make_effect(year=2016, driver_value=Decimal(size))))
        )


def test_size_outside_of_several_cases() -> None:
    """Outside all of them, not of each."""
    cases = [make_case(f"a{size}", make_effect(driver_value=Decimal(size))) for size in (100, 1000, 4000)]
    assert "size_outside" not in cautions_of(make_wish(population_80plus=3000), *cases)
    found = run(make_wish(population_80plus=4001), *cases).cautions
    assert any(one.key == "size_outside" and "100–4.000" in one.text for one in found)
    assert "few_cases" in {one.key for one in found}


def test_figures_of_driver_files() -> None:
    """The case's size may come from the file, for its one municipality; made-up figures are marked, another year is told, the latest day counts."""
    day = make_case().as_of
    drivers = [
        Driver("0657", "population_80plus", Decimal(4000), day.replace(year=2020), "folketal.csv"),
        Driver("0657", "population_80plus", Decimal(4600), day, "folketal.csv", example=True),
        Driver("0440", "population_80plus", Decimal(1800), day, "folketal.csv"),
    ]
    wish = Wish(make_wish().municipality, figures=take_figures(drivers), today=day)
    result = run(wish, make_case("prove", make_effect(driver_value=None)))
    assert result.scaled[0].range.middle == 2_555_556
    assert {"example_figures", "other_year"} <= {one.key for one in result.cautions}
    assert "(eksempeltal)" in render_page(result, None)
    several = make_case("prove", make_effect(driver_value=None), municipalities=("0440", "0657"))
    assert [one.key for one in run(wish, several).missing] == ["no_case_driver"]
    assert run(wish, make_case("prove", make_effect(driver_value=None), municipalities=())).scaled == ()


def test_what_is_given_counts_before_files() -> None:
    figures = {("0657", "population_80plus"): Number(Decimal(1), "fil")}
    wish = Wish(make_wish().municipality, make_wish(**HERE).own, figures=figures)
    assert run(wish, make_case("prove")).scaled[0].own.value == 1800


def test_every_text_is_there() -> None:
    for language in ("da", "en"):
        texts = read_catalogue(language, "cases_transfer")
        assert all(texts[f"caution_{key}"] and texts[f"caution_{key}_remedy"] for key in KEYS)
        for key in texts:
            if key.startswith(("error_", "pool_mixed", "worth_")) and not key.endswith("_remedy"):
                assert texts[f"{key}_remedy"]


COSTS = ["investment=400000:500000:700000", "yearly_cost=100000", "discount_rate=2:3,5:5", "years=5"]


def full() -> tuple[Transfer, Worth]:
    cases = [
        make_case(name, make_effect(value=Decimal(value)), title=title)
        for name, value, title in (("a", 10**6, "<script>x</script>"), ("b", 2 * 10**6, "=1+1"))
    ]
    result = run(make_wish(population_80plus=4600), *cases)
    worth = find_worth(result, read_costs(COSTS))
    assert isinstance(worth, Worth)
    return result, worth


def test_page() -> None:
    """The statement is there, the drawings too, text of a case is only text, and nothing is loaded."""
    page = render_page(*full())
    assert page.count(STATEMENT) >= 3
    assert "<script" not in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert page.count("<svg") == 2
    assert not re.findall(r'(?:src|href)="(?!#)', page)
    assert "prognose" in page
    assert "realrente" in page
    assert "Tornado" not in page


def test_page_of_missing_inputs() -> None:
    page = render_page(run(make_wish(), make_case("prove")), None)
    assert STATEMENT in page
    assert "--given population_80plus" in page
    assert "<svg" not in page


def test_workbook() -> None:
    """Kroner are numbers, texts of a case are texts, and each sheet carries the statement."""
    content = to_xlsx(*full())
    assert content == to_xlsx(*full())
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[1:] == ["Virkninger", "Samlet", "Udgifter", "Tornado", "Advarsler"]
    for sheet in book:
        assert any(STATEMENT in str(cell.value) for row in sheet.iter_rows() for cell in row), sheet.title
    effects = book["Virkninger"]
    assert [effects.cell(3, column).value for column in (1, 4)] == ["=1+1", 5_111_111]
    assert effects.cell(3, 1).data_type == "s"


def test_json_says_what_it_is() -> None:
    found = transfer_to_json(*full())
    assert (found["kind"], found["statement"]) == ("illustration", STATEMENT)
    assert found["pooled"]["method"] == "literature"
    assert found["pooled"]["cases"] == {"a": 0.5, "b": 0.5}
    assert found["effects"][0]["middle"] == "2555556"
    assert found["costs"]["discount_basis"]
    assert [bar["name"] for bar in found["costs"]["tornado"]] == ["effect", "discount_rate", "investment"]
    json.dumps(found)


CASE = """---
id: prove-case
version: 1
as_of: 2026-01-01
title: En prøve
theme: raaderum
form: tender
service_area: home_care
outcome: running
municipalities: ["0440"]
fictional: yes
sources:
  - {id: k, title: En kilde, publisher: En udgiver}
effects:
  - {id: v, what: Mindre udgift, unit: dkk, value: 1000000, source: k, grade: evaluation, calculated_by: evaluator, year: 2024, recurrence: yearly,
     driver: population_80plus, driver_value: 1800, cost_side: net}
history:
  - {version: 1, date: 2026-01-01, what: Første udgave}
---

## Problem

Et problem.

## Løsning

En løsning.
"""


def call(folder: Path, *words: str) -> int:
    (folder / "prove-case.md").write_text(CASE, encoding="utf-8")
    try:
        return cli.main(["cases", "transfer", "prove-case", "--library", str(folder), *words])
    except SystemExit as left:
        return int(left.code or 0)
    finally:
        use_language("da")


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "side.html"
    given = ("--to", "Herning", "--given", "population_80plus=4600")
    costs = [word for cost in COSTS for word in ("--cost", cost)]
    assert call(tmp_path, *given, *costs, "--out", str(page)) == 0
    shown = capsys.readouterr().out
    assert "2.555.556" in shown.replace("\u00a0", " ")
    assert shown.count(STATEMENT) == 2
    assert "█" in shown
    assert "opdigtet" in shown.lower()
    assert STATEMENT in page.read_text(encoding="utf-8")
    assert call(tmp_path, *given, "--json", "--out", str(tmp_path / "ark.xlsx")) == 0
    assert json.loads(capsys.readouterr().out)["effects"][0]["middle"] == "2555556"


def test_command_in_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(tmp_path, "--lang", "en", "--to", "0657", "--given", "population_80plus=4600") == 0
    shown = capsys.readouterr().out
    assert "Illustration, not a forecast" in shown
    assert "2,555,556" in shown


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """3 when an input is missing (it is named); 1 for what cannot be used, and nothing is written."""
    assert call(tmp_path, "--to", "Herning") == 3
    assert "--given population_80plus=TAL" in capsys.readouterr().out
    given = ("--to", "Herning", "--given", "population_80plus=4600")
    assert call(tmp_path, *given, "--cost", "years=5") == 3
    out = tmp_path / "side.html"
    assert call(tmp_path, *given, "--cost", "discount_rate=100", "--out", str(out)) == 1
    assert "discount_rate" in capsys.readouterr().err
    assert not out.exists()
    for words in (
        ("--to", "Atlantis"),
        (*given, "--price-year", "2026"),
        (*given, "--out", "x.pdf"),
        ("--to", "Herning", "--given", "population_80plus=0"),
    ):
        assert call(tmp_path, *words) == 1
        told = capsys.readouterr().err
        assert told.startswith("samspil: ")
        assert "Traceback" not in told


def test_prices_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prices = tmp_path / "indeks.csv"
    prices.write_text("year,index,source\n2024,100,prøve\n2026,110,prøve\n", encoding="utf-8")
    given = ("--to", "Herning", "--given", "population_80plus=1800", "--prices", str(prices), "--json")
    assert call(tmp_path, *given) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["effects"][0]["middle"], found["prices"]) == ("1100000", {"year": 2026, "source": "prøve"})
    assert call(tmp_path, *given, "--price-year", "2025") == 1
    assert "2025" in capsys.readouterr().err


def test_the_example_of_the_documentation() -> None:
    """docs/transfer.md tells the figures that the command gives."""
    page = (Path(__file__).resolve().parents[3] / "docs/transfer.md").read_text(encoding="utf-8")
    effect = make_effect(grade="supplier_claim", bound="at_least", recurrence="unknown", driver_value=None)
    result = run(make_wish({("prove", "population_80plus"): 1800}, population_80plus=4600), make_case("prove", effect))
    words = re.findall(r"--cost (\S+)", page.partition("| step |")[0])
    worth = find_worth(result, read_costs(words))
    assert isinstance(worth, Worth)
    whole = result.scaled[0].range
    numbers = (whole.low, whole.middle, whole.high, worth.npv.low, worth.npv.middle, worth.npv.high, worth.break_even_effect)
    for number in numbers:
        assert f"{number:,}" in page, number
    assert [bar.name for bar in worth.bars] == ["effect", "discount_rate", "yearly_cost", "investment"]
    assert set(re.findall(r"`(\w+)`", page.partition("## Warnings")[2].partition("## Costs")[0])) == {
        *KEYS,
        "costs_twice",
        "time_is_not_money",
    }
