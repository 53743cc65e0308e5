"""What is handed in comes back as it was: round trips, headings in both languages, numbers and dates as people write them, rows counted."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samspil.cli.main import main
from samspil.errors import NothingReadError, UsageError
from samspil.purchases import read_purchases
from samspil.purchasing.intake.cells import Problem, read_cell
from samspil.purchasing.intake.columns import code_label, fold, list_codes, read_codes, read_kinds
from samspil.purchasing.intake.reading import read_files
from samspil.purchasing.intake.schemas import VALUES
from samspil.purchasing.intake.templates import make_templates
from samspil.purchasing.keeping import portfolio_from_json, portfolio_to_json
from samspil.purchasing.synthetic import make_portfolio
from samspil.values.purchasing import Portfolio
from samspil.vocabulary.texts import use_language

ROWS = ("suppliers", "offers", "tariffs", "placements", "contracts", "supervisions", "outcomes", "capacities", "needs")


def without_places(portfolio: Portfolio) -> dict[str, Any]:
    kept = portfolio_to_json(portfolio)
    for name in ROWS:
        kept[name]["rows"] = [row[:-1] for row in kept[name]["rows"]]
    return kept


def numbers_alike(kept: Any) -> Any:
    """'0.30' and '0.3' are the same number."""
    if isinstance(kept, dict):
        return {name: numbers_alike(value) for name, value in kept.items()}
    if isinstance(kept, list):
        return [numbers_alike(value) for value in kept]
    try:
        return Decimal(kept) if isinstance(kept, str) else kept
    except ArithmeticError:
        return kept


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10**9),
    suppliers=st.integers(2, 9),
    placements=st.integers(1, 40),
    form=st.sampled_from(["xlsx", "csv"]),
    language=st.sampled_from(["da", "en"]),
)
def test_what_is_written_is_read_back(seed: int, suppliers: int, placements: int, form: str, language: str) -> None:
    use_language(language)
    try:
        portfolio = make_portfolio(seed, suppliers, placements)[0]
        intake = read_files(list(make_templates(form, portfolio).items()))
    finally:
        use_language("da")
    assert [finding for finding in intake.findings if finding.level in ("file", "sheet", "row")] == []
    assert intake.portfolio is not None
    assert numbers_alike(without_places(intake.portfolio)) == numbers_alike(without_places(portfolio))
    assert portfolio_from_json(portfolio_to_json(intake.portfolio)) == intake.portfolio


@pytest.mark.parametrize("change", [{"format": 2}, {"offers": None}, {"as_of": 5}, {"needs": {"fields": ["x"], "rows": [[1]]}}])
def test_a_kept_portfolio_that_is_none_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="portfolio"):
        portfolio_from_json(portfolio_to_json(make_portfolio(1, 3, 5)[0]) | change)


CELLS = (
    ("money", "1.234,56", Decimal("1234.56")),
    ("money", "1 234,5 kr.", Decimal("1234.50")),
    ("money", "1.234.567", Decimal(1234567)),
    ("money", 418540.1299999, Decimal("418540.13")),
    ("money", "1.234", "ambiguous_point"),
    ("money", "12,345", "ambiguous_comma"),
    ("money", "1234.5", "decimal_point"),
    ("money", "gratis", "not_number"),
    ("money", True, "not_number"),
    ("money", float("inf"), "not_number"),
    ("share", "66 %", Decimal("0.66")),
    ("share", "66,5%", Decimal("0.665")),
    ("share", 0.66, Decimal("0.66")),
    ("share", "0,66", Decimal("0.66")),
    ("share", 66, "share_as_percent"),
    ("share", 6600, "bad_share"),
    ("int", "12", 12),
    ("int", 12.0, 12),
    ("int", "12,5", "not_whole"),
    ("date", "31-12-2025", date(2025, 12, 31)),
    ("date", "2025-12-31", date(2025, 12, 31)),
    ("date", "1/2/2025", date(2025, 2, 1)),
    ("date", date(2025, 1, 2), date(2025, 1, 2)),
    ("date", "29-02-2023", "no_such_date"),
    ("date", "12/31/2025", "month_first"),
    ("date", 45678, "date_as_number"),
    ("date", "45678", "date_as_number"),
    ("date", "1-2-25", "short_year"),
    ("bool", "Ja", True),
    ("bool", 0.0, False),
    ("bool", "måske", "bad_bool"),
    ("year", date(2025, 1, 1), "date_for_year"),
    ("cvr", 1234567.0, "01234567"),
    ("cvr", "DK 12 34 56 78", "12345678"),
    ("pnumber", "1000001701", "1000001701"),
    ("municipality", "Århus", "0751"),
    ("municipality", 751.0, "0751"),
    ("municipality", "Andeby", "bad_municipality"),
    ("paragraphs", "SEL § 107 | SEL § 104", ("SEL § 107", "SEL § 104")),
    ("paragraphs", "§ 107, § 108", ("SEL § 107", "SEL § 108")),
    ("paragraphs", "SEL § 107, stk. 2", ("SEL § 107",)),
    ("id", "P 1", "bad_id"),
    ("id", 17.0, "17"),
)


@pytest.mark.parametrize(("shape", "raw", "value"), CELLS, ids=[f"{shape} {raw}" for shape, raw, _value in CELLS])
def test_cells_mean_what_people_mean(shape: str, raw: Any, value: Any) -> None:
    column = next(column for kind in read_kinds().values() for column in kind.columns if column.shape == shape)
    try:
        assert read_cell(raw, column) == value
    except Problem as problem:
        assert problem.key == value  # noqa: PT017 - the table holds keys of problems too


def test_every_code_is_read_in_both_languages() -> None:
    for name in {column.codes for kind in read_kinds().values() for column in kind.columns if column.codes}:
        for code in list_codes(name):
            for spoken in ("da", "en"):
                assert read_codes(name)[fold(code_label(name, code, spoken))] == code


def test_the_table_of_columns_has_every_field() -> None:
    for kind, value in VALUES.items():
        assert [column.key for column in read_kinds()[kind].columns if column.key not in value.__dataclass_fields__] == []
        assert {name for name in value.__dataclass_fields__ if name != "place"} == {column.key for column in read_kinds()[kind].columns}


def test_a_portfolio_in_english_csv(tmp_path: Path) -> None:
    (tmp_path / "needs.csv").write_text('year,paragraph,low,middle,high\r\n2027,SEL § 66 opholdssted,"1,5",2,3\r\n', encoding="utf-8")
    reading = read_purchases([tmp_path])
    need = reading.portfolio.needs[0]
    assert (need.paragraph, need.low, need.place and need.place.row) == ("BL § 43 opholdssted", Decimal("1.5"), 2)
    assert {finding.key for finding in reading.findings} >= {"comma_separated", "paragraph_mapped", "no_municipality", "no_as_of"}


def test_many_alike_are_counted_and_not_listed() -> None:
    lines = "".join(f"SEL § 107;{2000 + number % 90};x;2;3\r\n" for number in range(400))
    intake = read_files([("behov.csv", f"Paragraf;År;Lavt;Mest sandsynligt;Højt\r\n{lines}".encode())])
    found = [finding for finding in intake.findings if finding.key == "not_number"]
    assert len(found) == 100
    assert found[-1].more == 300
    assert [(count.rows, count.read, count.refused) for count in intake.counts] == [(400, 0, 400)]


def test_a_price_that_fits_its_group_is_kept_however_dear() -> None:
    """Only a dozen times the middle is another unit: three times is a price."""
    head = "Tilbuds-id;Paragraf;Takstslags;Ydelse;Takst;Enhed;Prisår;Støtteniveau\r\n"
    lines = "".join(f"T{number};SEL § 107;hovedydelse;Ophold;{price};{unit};2025;2\r\n" for number, (price, unit) in enumerate(PRICES))
    intake = read_files([("takster.csv", (head + lines).encode())])
    assert intake.portfolio is not None
    assert [tariff.offer for tariff in intake.portfolio.tariffs] == ["T0", "T1", "T2", "T3", "T4", "T5", "T6"]
    assert [(finding.cell, finding.detail["unit"]) for finding in intake.findings if finding.key == "other_unit"] == [("E9", "month")]


PRICES = ((2000, "døgn"), (1900, "døgn"), (2100, "døgn"), (6000, "døgn"), (61000, "måned"), (740000, "år"), (2050, "døgn"), (61000, "døgn"))


def test_empty_rows_by_the_million_cost_nothing() -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_templates("xlsx", make_portfolio(1, 3, 5)[0])["indkoeb.xlsx"]))
    book["Ophold"].cell(1_048_576, 3).number_format = "0.00"
    content = io.BytesIO()
    book.save(content)
    assert read_files([("indkoeb.xlsx", content.getvalue())]).findings == ()


def test_the_workbook_helps_who_fills_it() -> None:
    book = openpyxl.load_workbook(io.BytesIO(make_templates("xlsx")["indkoeb.xlsx"]))
    sheet = book["Ophold"]
    assert sheet.freeze_panes == "B2"
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules["E2"] == '"0,1,2,3,4"'
    assert rules["N2"] == '"ja,nej"'
    assert "autisme" in rules["D2"]
    themes = book["Tilsyn"].data_validations.dataValidation[0].formula1
    assert "Koder" in themes, "a theme has a comma in its name: its list stands on a sheet"
    helps = {(row[0].value, row[1].value) for row in book["Hjælp"].iter_rows(min_row=2)}
    assert helps == {(kind.title, column.heading) for kind in read_kinds().values() for column in kind.columns}


def test_same_content_same_bytes() -> None:
    first, second = (make_templates("xlsx", make_portfolio(2, 4, 10)[0]) for _each in range(2))
    assert first == second


def call(*words: object) -> int:
    try:
        return main([str(word) for word in words])
    except SystemExit as left:
        return int(left.code or 0)


def test_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("purchasing", "template", "--out", tmp_path / "a", "--filled") == 0
    assert call("purchasing", "check", tmp_path / "a") == 0
    assert call("purchasing", "generate", "--out", tmp_path / "b", "--suppliers", 4, "--placements", 20, "--format", "csv") == 0
    assert (tmp_path / "b/truth.json").is_file()
    assert (tmp_path / "b/ophold.csv").read_bytes().startswith(b"\xef\xbb\xbfLinje-id;")
    assert call("purchasing", "check", tmp_path / "b") == 0
    assert "ophold.csv: 20 rækker = 20 læst + 0 afvist." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "ingen.xlsx"), "findes ikke"),
        (("check", "."), "ingen regneark"),
        (("check", "behov.csv", "--municipality", "Andeby"), "Ingen kommune hedder"),
        (("generate", "--out", "x", "--suppliers", "1"), "'1' er ikke et helt tal fra 2"),
        (("generate", "--out", "x", "--seed", "x"), "'x' er ikke et helt tal"),
    ],
)
def test_wrong_use_says_so(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("purchasing", *words) == 1
    assert said in " ".join(capsys.readouterr().err.split())


def test_faults_leave_with_3_and_nothing_read_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "Paragraf;År;Lavt;Mest sandsynligt;Højt\r\n"
    (tmp_path / "behov.csv").write_text(f"{head}SEL § 107;2027;9;8;7\r\nSEL § 108;2027;1;2;3\r\n", encoding="utf-8")
    assert call("purchasing", "check", tmp_path, "--municipality", "Aarhus") == 3
    assert "behov.csv, D2: Lavt, mest sandsynligt og højt står ikke i orden." in capsys.readouterr().out
    (tmp_path / "behov.csv").write_text(f"{head}SEL § 107;2027;9;8;7\r\n", encoding="utf-8")
    assert call("purchasing", "check", tmp_path, "--municipality", "Aarhus") == 3
    (tmp_path / "behov.csv").write_text("Konto;Kroner\r\n1;2\r\n", encoding="utf-8")
    assert call("purchasing", "check", tmp_path) == 2
    with pytest.raises(NothingReadError):
        _ = read_purchases([tmp_path]).portfolio
    with pytest.raises(UsageError):
        read_purchases([tmp_path / "none"])


def test_empty_cells_are_filled_from_what_is_known() -> None:
    """Whether a line is of an own offer is the offer's to say, whether it is new its start's."""
    portfolio = make_portfolio(1, 8, 60)[0]
    files = make_templates("csv", portfolio)
    head, *lines = files["ophold.csv"].decode("utf-8-sig").splitlines()
    own, new = head.split(";").index("Egen drift"), head.split(";").index("Ny")
    emptied = [";".join("" if index in (own, new) else cell for index, cell in enumerate(line.split(";"))) for line in lines]
    intake = read_files([*(files | {"ophold.csv": "\r\n".join([head, *emptied]).encode()}).items()])
    assert intake.portfolio is not None
    assert [(line.own, line.new) for line in intake.portfolio.placements] == [(line.own, line.new) for line in portfolio.placements]


def test_names_of_persons_do_not_stand_among_services() -> None:
    head = "Tilbuds-id;Paragraf;Takstslags;Ydelse;Takst;Enhed;Prisår\r\n"
    intake = read_files([("takster.csv", f"{head}T1;SEL § 107;særtakst;Mette Hansen;2000;døgn;2025\r\n".encode())])
    assert [(finding.key, finding.cell) for finding in intake.findings] == [("personal_person_name", "D2")]
