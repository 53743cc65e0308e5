"""Who plans the like of a case, and the export of open opportunities."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from samspil.cases.casebook import find_case, read_library
from samspil.cases.matching.index import CaseIndex
from samspil.cases.matching.opportunities import Wanted, find_opportunities
from samspil.cases.matching.plans import find_plans
from samspil.errors import OutputError
from samspil.publish.opportunities import COLUMNS, write_opportunities
from samspil.values.amount import Amount
from tests.cases.matching.samples import allocate, make_initiative

PLANS = (
    make_initiative("Vask af arbejdstøj i hjemmeplejen sendes i udbud.", id="vask", stage="decided", amounts=(allocate(500_000), Amount(90, "saving", ambiguous=True))),
    make_initiative("Der købes sensorbleer til plejehjemmene.", id="ble", themes=("technology",), municipality="Aarhus", municipality_code="0751", stage="considered"),
    make_initiative("Rengøringen på skolerne udbydes.", id="rent", municipality="Ærø", municipality_code="0492", stage="planned"),
    make_initiative("Rengøringen på rådhuset er udbudt og i gang.", id="i-gang", municipality="Skive", municipality_code="0779", stage="underway"),
    make_initiative("Lokalplanen for havnen udarbejdes.", id="havn", municipality="Køge", municipality_code="0259", themes=()),
    make_initiative("Borgere hjemtages fra eksterne botilbud.", id="hjem", themes=("insourcing",), municipality="Odder", municipality_code="0727"),
)  # fmt: skip


@pytest.fixture(scope="module")
def index() -> CaseIndex:
    return CaseIndex(read_library())


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        ("vejen-vask-arbejdstoej", "vask"),
        ("aabenraa-intelligent-ble", "ble"),
        ("koege-rengoering", "rent i-gang"),
        ("aarhus-selvforsyning", "hjem"),
    ],
)
def test_plans_like_a_case(index: CaseIndex, case: str, wanted: str) -> None:
    plans = find_plans(find_case(index.cases, case), PLANS, index)
    assert plans[0].initiative.id in wanted.split()
    assert plans[0].reasons
    assert [plan.score for plan in plans] == sorted((plan.score for plan in plans), reverse=True)
    assert "havn" not in {plan.initiative.id for plan in plans}


def test_plans_do_not_hang_on_the_order_of_the_initiatives(index: CaseIndex) -> None:
    case = find_case(index.cases, "koege-rengoering")
    assert find_plans(case, PLANS, index) == find_plans(case, PLANS[::-1], index)
    assert find_plans(case, [], index) == ()


def test_a_case_alone_finds_its_plans(index: CaseIndex) -> None:
    """Without a library, and beside a library that has it not."""
    case = find_case(index.cases, "vejen-vask-arbejdstoej")
    assert find_plans(case, PLANS)[0].initiative.id == "vask"
    others = CaseIndex([other for other in index.cases if other.id != case.id])
    assert find_plans(case, PLANS, others)[0].initiative.id == "vask"


FILTERS = [
    (Wanted(), ["vask", "hjem", "rent", "ble"]),
    (Wanted(areas=["cleaning"]), ["rent"]),
    (Wanted(areas=["cleaning"], stages=["underway"]), ["i-gang"]),
    (Wanted(areas=["laundry", "cleaning"]), ["vask", "rent"]),
    (Wanted(themes=["technology"]), ["ble"]),
    (Wanted(technologies=["technology.sensor_pad"]), ["ble"]),
    (Wanted(technologies=["technology.office_ai"]), []),
    (Wanted(stages=["decided"]), ["vask"]),
]


@pytest.mark.parametrize(("wanted", "ids"), FILTERS)
def test_filters(index: CaseIndex, wanted: Wanted, ids: list[str]) -> None:
    """By municipality in the Danish alphabet; one without theme, area or case is an open one all the same."""
    found = find_opportunities([plan for plan in PLANS if plan.id != "havn"], wanted, index)
    assert sorted(opportunity.initiative.id for opportunity in found) == sorted(ids)
    municipalities = [opportunity.initiative.municipality for opportunity in found]
    order = ["Odder", "Odense", "Skive", "Ærø", "Aarhus"]
    assert municipalities == sorted(municipalities, key=order.index)


def test_an_initiative_without_quote_is_no_opportunity(index: CaseIndex) -> None:
    assert find_opportunities([make_initiative("Rengøring udbydes", evidence=())], None, index) == ()


def read_table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def test_csv_has_quote_place_stage_and_amount(tmp_path: Path, index: CaseIndex) -> None:
    write_opportunities(find_opportunities(PLANS, Wanted(areas=["laundry"]), index), tmp_path / "m.csv")
    (row,) = read_table(tmp_path / "m.csv")
    assert tuple(row) == COLUMNS
    assert row["quote"] == "Vask af arbejdstøj i hjemmeplejen sendes i udbud."
    assert (row["file"], row["page"], row["stage"], row["municipality"]) == ("aftaler/Odense 2026.pdf", "7", "decided", "Odense")
    assert (row["allocation_first_year_dkk"], row["allocation_four_years_dkk"]) == ("500000", "1000000")
    assert row["saving_first_year_dkk"] == ""
    assert row["ambiguous_amounts"] == "1"
    assert "laundry" in row["areas"]
    assert row["cases"].startswith("vejen-vask-arbejdstoej")


EVIL = '=HYPERLINK("http://x","rengøring") udbydes'


def test_no_cell_runs_as_a_formula(tmp_path: Path, index: CaseIndex) -> None:
    found = find_opportunities([make_initiative(EVIL, municipality="+Odense", actors=("@SUM(A1)",), committee="-1")], None, index)
    write_opportunities(found, tmp_path / "m.csv")
    write_opportunities(found, tmp_path / "m.xlsx")
    (row,) = read_table(tmp_path / "m.csv")
    assert [row[name][0] for name in ("quote", "municipality", "actors", "committee")] == ["'"] * 4
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    cells = {cell.value: cell.data_type for line in book.worksheets[1].iter_rows() for cell in line}
    assert cells[EVIL] == "s"
    assert "f" not in cells.values()
    assert not [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line if cell.hyperlink]


def test_workbook_tells_how_to_read_and_who_was_read(tmp_path: Path, index: CaseIndex) -> None:
    write_opportunities(find_opportunities(PLANS, None, index), tmp_path / "m.xlsx", ["Læst: 5 af 98 kommuner."])
    guide, table = openpyxl.load_workbook(tmp_path / "m.xlsx").worksheets
    assert "Læst: 5 af 98 kommuner." in [line[0].value for line in guide.iter_rows()]
    assert table.max_row == 1 + 5
    assert table.max_column == len(COLUMNS)


def test_json_and_repeatable_bytes(tmp_path: Path, index: CaseIndex) -> None:
    found = find_opportunities(PLANS, None, index)
    for ending in ("json", "csv", "xlsx"):
        write_opportunities(found, tmp_path / f"a.{ending}", ["note"])
        write_opportunities(found, tmp_path / f"b.{ending}", ["note"])
        assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()
    content = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert content["notes"] == ["note"]
    first = next(row for row in content["opportunities"] if row["id"] == "vask")
    assert first["quotes"] == [{"quote": "Vask af arbejdstøj i hjemmeplejen sendes i udbud.", "file": "aftaler/Odense 2026.pdf", "page": 7}]
    assert first["saving_four_years_dkk"] is None


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    with pytest.raises(OutputError):
        write_opportunities((), tmp_path / "fil/m.csv")
