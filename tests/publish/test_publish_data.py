"""The data outputs: the contract's shape, same bytes twice, and nothing a spreadsheet would run."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import openpyxl
import pytest
from fictional_review import HOSTILE, YEAR, build_review
from frictionless import Package

from samspil.errors import OutputError
from samspil.publish.contract import review_to_json, write_json
from samspil.publish.csv_table import neutralise, write_csv
from samspil.publish.datapackage import write_datapackage
from samspil.publish.files import replaced_folder, write_bytes
from samspil.publish.parquet import write_parquet
from samspil.publish.tables import build_tables
from samspil.publish.xlsx import write_xlsx
from samspil.values.review import Review
from samspil.vocabulary.danish import sort_key

WRITERS: dict[str, Callable[[Review, Path], None]] = {"json": write_json, "csv": write_csv, "xlsx": write_xlsx, "parquet": write_parquet}
INITIATIVE_KEYS = [
    "id",
    "municipality",
    "municipality_code",
    "budget_year",
    "themes",
    "topics",
    "stage",
    "confidence",
    "reader",
    "evidence",
    "amounts",
    "technologies",
    "actors",
    "committee",
]


def test_keys_stand_in_the_contracts_order(review: Review) -> None:
    found = json.loads(json.dumps(review_to_json(review)))
    assert list(found) == ["samspil", "coverage", "headlines", "initiatives"]
    assert list(found["samspil"])[:5] == ["version", "codebook", "model", "run", "budget_year"]
    assert list(found["coverage"]) == ["municipalities", "read", "documents", "missing"]
    assert list(found["headlines"]) == ["tendering", "technology", "friplejehjem", "green_procurement", "insourcing"]
    assert list(found["headlines"]["technology"]) == [
        "municipalities",
        "read",
        "of",
        "interval",
        "allocation_dkk",
        "saving_dkk",
        "ambiguous",
    ]
    assert [list(row) for row in found["initiatives"]] == [INITIATIVE_KEYS] * len(review.initiatives)
    assert list(found["initiatives"][0]["evidence"][0]) == ["document", "sha256", "page", "start", "end", "quote", "prefix", "suffix"]


def test_lists_are_sorted_and_years_are_strings(review: Review) -> None:
    found = review_to_json(review)
    places = [row["municipality"] for row in found["initiatives"]]
    assert places == sorted(places, key=sort_key)
    assert places[0] == "Bornholm"
    assert places[-1] == "Aarhus"
    assert found["coverage"]["missing"] == sorted(found["coverage"]["missing"], key=sort_key)
    amounts = [amount for row in found["initiatives"] for amount in row["amounts"]]
    assert {type(year) for amount in amounts for year in amount["profile"]} == {str}
    assert all(len(str(row["confidence"]).partition(".")[2]) <= 3 for row in found["initiatives"])


@pytest.mark.parametrize("name", WRITERS)
def test_same_review_gives_same_bytes(tmp_path: Path, name: str) -> None:
    review = build_review()
    shuffled = replace(review, initiatives=tuple(reversed(review.initiatives)))
    WRITERS[name](review, tmp_path / "first")
    WRITERS[name](shuffled, tmp_path / "second")
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_json_is_utf8_without_escapes_and_survives_a_lone_surrogate(tmp_path: Path, review: Review) -> None:
    write_json(review, tmp_path / "initiatives.json")
    text = (tmp_path / "initiatives.json").read_text(encoding="utf-8")
    assert "Høje-Taastrup" in text
    assert len(json.loads(text)["initiatives"]) == len(review.initiatives)


def test_csv_has_a_row_per_initiative_and_no_formula(tmp_path: Path, review: Review) -> None:
    write_csv(review, tmp_path / "initiatives.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "initiatives.csv").read_text(encoding="utf-8"), newline="")))
    assert len(rows) == len(review.initiatives)
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert {f"allocation_{YEAR + offset}_dkk" for offset in range(4)} <= set(rows[0])
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)


@pytest.mark.parametrize("text", ["=1+1", "+45", "-rm", "@SUM(1)", "\tx", "\rx", " =1", '"=1', "＝1", "\n=1", "\u200b=1"])
def test_cells_that_look_like_formulas_get_an_apostrophe(text: str) -> None:
    assert neutralise(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["Der afsættes 5 kr. = lidt", 1.5, -3, "0101", ""])
def test_other_cells_stay_as_they_are(cell: str | float) -> None:
    assert neutralise(cell) == cell


def test_workbook_holds_text_as_text_and_kroner_as_numbers(tmp_path: Path, review: Review) -> None:
    write_xlsx(review, tmp_path / "initiatives.xlsx")
    book = openpyxl.load_workbook(tmp_path / "initiatives.xlsx")
    assert book.sheetnames == ["Læsevejledning", "Overblik", "Initiativer", "Beløb", "Citater", "Dækning"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    quotes = {cell.value for cell in book["Citater"]["B"]}
    assert HOSTILE[1] in quotes
    assert book["Initiativer"].max_row == len(review.initiatives) + 1
    assert book["Initiativer"].freeze_panes == "B2"
    assert book["Beløb"].auto_filter.ref
    assert {type(cell.value) for cell in book["Beløb"]["C"][1:]} == {int}


def test_parquet_is_read_back_with_its_nested_columns(tmp_path: Path, review: Review) -> None:
    write_parquet(review, tmp_path / "initiatives.parquet")
    table = str(tmp_path / "initiatives.parquet")
    with duckdb.connect() as database:
        counts = database.execute("SELECT count(*), sum(len(evidence)), sum(len(amounts)) FROM read_parquet(?)", [table]).fetchone()
        sums = "SELECT sum(a.profile[2026]) FROM (SELECT unnest(amounts) AS a FROM read_parquet(?)) WHERE a.kind = 'allocation'"
        allocated = database.execute(sums, [table]).fetchone()
    amounts = [amount for initiative in review.initiatives for amount in initiative.amounts]
    assert counts == (len(review.initiatives), sum(len(i.evidence) for i in review.initiatives), len(amounts))
    assert allocated == (sum(amount.profile.get(YEAR, 0) for amount in amounts if amount.kind == "allocation"),)


def test_data_package_is_valid(tmp_path: Path, review: Review) -> None:
    for name, write in WRITERS.items():
        write(review, tmp_path / f"initiatives.{name}")
    write_datapackage(review, tmp_path)
    found = Package(str(tmp_path / "datapackage.json")).validate()
    assert found.valid, found.flatten(["rowNumber", "fieldName", "message"])
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert described["$schema"].endswith("/2.0/datapackage.json")
    assert described["resources"][0]["schema"]["primaryKey"] == ["id"]
    assert {resource["path"] for resource in described["alternatives"]} == {"initiatives.xlsx", "initiatives.parquet"}


def test_an_empty_review_can_be_published(tmp_path: Path) -> None:
    review = build_review(("Greve", "Viborg", "Ærø"), 0)
    for name, write in WRITERS.items():
        write(review, tmp_path / f"initiatives.{name}")
    write_datapackage(review, tmp_path)
    assert Package(str(tmp_path / "datapackage.json")).validate().valid


def test_tables_have_one_row_per_municipality(review: Review) -> None:
    for table in build_tables(review):
        names = [row.municipality for row in table.rows]
        assert len(names) == len(set(names)) == review.headlines[table.theme].municipalities
        assert names == sorted(names, key=sort_key)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "x.json"
    write_bytes(target, b"old")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OutputError, match="disken er fuld"):
        write_bytes(target, b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_foreign_folder_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "feriebilleder.txt").write_text("mine")
    with pytest.raises(OutputError), replaced_folder(tmp_path / "report", "assets/report.css"):
        pass
    assert (tmp_path / "report" / "feriebilleder.txt").exists()
