"""The traps of double counting are named, refused until a choice is made, and the sums of what was chosen are right to the krone."""

from decimal import Decimal
from pathlib import Path

import pytest

from samspil.statbank.areas import level_of_area, municipality_of
from samspil.statbank.bulk import open_bulk
from samspil.statbank.checks import check_table
from samspil.statbank.errors import SelectError, StatbankError
from samspil.statbank.levels import list_levels
from samspil.statbank.read import read_table
from samspil.statbank.selecting import add_up, parse_choices, select
from samspil.values.statistics import Category, Dimension
from samspil.vocabulary.municipalities import read_municipalities
from tests.statbank.test_statbank_reading import lines, save

ALL98 = [one.code[1:] for one in read_municipalities()]


def with_codes(name: str, codes: list[str], file_name: str = "fil.csv") -> tuple[str, str]:
    """A file whose dimension `name` has these codes; value 1 in every cell."""
    others = {"OMRÅDE": "101", "TID": "2024"}
    names = [*(other for other in others if other != name), name]
    rows = [";".join([*(others[other] for other in names[:-1]), code, "1"]) for code in codes]
    return lines(";".join([*names, "INDHOLD"]), *rows), file_name


TRAPS = [  # dimension, codes, kind, words in the remedy
    ("PRISENHED", ["LOBM", "INDL"], "units", "PRISENHED=LOBM"),
    ("DRANST", ["1", "2", "3"], "states", "DRANST=1"),
    ("ART", ["TOT", "40", "45"], "levels_art", "ART=TOT | ART=@leaf"),
    ("ART", ["UE", "I"], "levels_art", "ART=UE | ART=I"),
    ("ART", ["S4", "40", "45", "49"], "levels_art", "ART=S4 | ART=@leaf"),
    ("ART", ["4", "40", "45"], "levels_art", "ART=4 | ART=@leaf"),
    ("ART", ["S4", "S1", "40", "45"], "levels_art", "ART=S4 | ART=@leaf"),
    ("FUNK1", ["X", "0", "1"], "levels_function", "FUNK1=X | FUNK1=@account"),
    ("FUNK1", ["2", "22814", "2201"], "levels_function", "FUNK1=2 | FUNK1=@function"),
    ("OMRÅDE", ["000", "101"], "levels_area", "OMRÅDE=000 | OMRÅDE=101"),
    ("OMRÅDE", ["084", "085", "101", "147"], "levels_area", "OMRÅDE=@region | OMRÅDE=@municipality"),
    ("OMRÅDE", ["910", "101"], "levels_area", "OMRÅDE=910"),
    ("KØN", ["TOT", "1", "2"], "levels_total", "KØN=TOT | KØN=@part"),
    ("ALDER", ["IALT", "0", "1"], "levels_total", "ALDER=IALT | ALDER=@single"),
    ("ALDER", ["80-84", "80", "81"], "levels_total", "ALDER=80-84 | ALDER=@single"),
    ("CIVILSTAND", ["TOT", "U", "G"], "levels_total", "CIVILSTAND=TOT | CIVILSTAND=@part"),
    ("TID", ["2024", "2024K1", "2024K2"], "levels_time", "TID=2024 | TID=@quarter"),
]


@pytest.mark.parametrize(("name", "codes", "kind", "remedy"), TRAPS, ids=[f"{one[0]} {'+'.join(one[1][:2])}" for one in TRAPS])
def test_traps_are_named_and_refused(tmp_path: Path, name: str, codes: list[str], kind: str, remedy: str) -> None:
    file = save(tmp_path, *with_codes(name, codes))
    table = read_table(file)
    found = {finding.kind: finding for finding in check_table(table)}
    assert found[kind].weight == "trap"
    assert (found[kind].place, found[kind].file) == (name, str(file))
    assert remedy in found[kind].remedy
    with pytest.raises(SelectError) as raised:
        select(table, {})
    assert remedy.split(" | ", maxsplit=1)[0] in raised.value.remedy
    with open_bulk(file) as bulk:
        assert kind in {finding.kind for finding in bulk.findings}
        with pytest.raises(SelectError):
            bulk.select({})


PLAIN = [
    ("ART", ["40", "45", "49"]),
    ("ART", ["S0", "S1", "22", "40"]),  # the bank gives calculated costs and wages only as main arts: they are no sums of anything
    ("ART", ["S1", "S2", "S4"]),
    ("FUNK1", ["2201", "22814"]),
    ("OMRÅDE", ["101", "147", "411"]),
    ("KØN", ["1", "2"]),
    ("ALDER", ["80", "81", "100"]),
    ("TID", ["2023", "2024"]),
    ("EJER", ["1", "4"]),
]


@pytest.mark.parametrize(("name", "codes"), PLAIN, ids=[f"{one[0]} {'+'.join(one[1])}" for one in PLAIN])
def test_what_does_not_overlap_is_no_trap(tmp_path: Path, name: str, codes: list[str]) -> None:
    table = read_table(save(tmp_path, *with_codes(name, codes)))
    assert not [finding for finding in check_table(table) if finding.weight != "note"]
    assert len(select(table, {}).table) == len(codes)


ACCOUNTS = lines(
    "OMRÅDE;FUNK1;ART;PRISENHED;TID;INDHOLD",
    *(
        f"{area};{function};{art};{unit};{year};{value * (100 if unit == 'LOBM' else 1)}"
        for area, size in (("000", 3), ("101", 1), ("751", 2))
        for function in ("2201", "22814")
        for art, value in (("TOT", 12 * size), ("40", 5 * size), ("45", 7 * size))
        for unit in ("LOBM", "INDL")
        for year in ("2023", "2024")
    ),
)
CHOICES = {"OMRÅDE": ["@municipality"], "ART": ["@leaf"], "PRISENHED": ["LOBM"]}


def test_sums_of_a_choice_and_what_it_says(tmp_path: Path) -> None:
    selection = select(read_table(save(tmp_path, ACCOUNTS)), CHOICES)
    sums = add_up(selection, ["OMRÅDE", "TID"])
    assert {key: one.value for key, one in sums.items()} == {
        ("101", "2023"): Decimal(2400),
        ("101", "2024"): Decimal(2400),
        ("751", "2023"): Decimal(4800),
        ("751", "2024"): Decimal(4800),
    }
    assert selection.said == (
        "OMRÅDE: 101, 751 (2 af 3)",
        "FUNK1: 2201, 22814 (2 af 2)",
        "ART: 40, 45 (2 af 3)",
        "PRISENHED: LOBM (1 af 2)",
        "TID: 2023, 2024 (2 af 2)",
    )


def test_large_files_choose_the_same(tmp_path: Path) -> None:
    file = save(tmp_path, ACCOUNTS)
    with open_bulk(file) as bulk:
        said = bulk.select(CHOICES)
        asked = 'SELECT "OMRÅDE", "TID", sum(value) FROM chosen GROUP BY ALL ORDER BY ALL'
        assert bulk.connection.execute(asked).fetchall() == [
            ("101", "2023", 2400),
            ("101", "2024", 2400),
            ("751", "2023", 4800),
            ("751", "2024", 4800),
        ]
    assert said == select(read_table(file), CHOICES).said


def test_levels_agree_with_their_parts(tmp_path: Path) -> None:
    """The total chosen alone is the leaves chosen alone, here as in the bank."""
    table = read_table(save(tmp_path, ACCOUNTS))
    both = [add_up(select(table, {**CHOICES, "ART": [art], "TID": ["2024"]}), []) for art in ("TOT", "@leaf")]
    assert both[0][()].value == both[1][()].value == Decimal(7200)


WRONG = [
    ({"FUNKTION9": ["1"]}, "no_dimension", "FUNK1"),
    ({"ART": ["4"]}, "no_code", "40"),
    ({"ART": ["@region"]}, "no_level", "@leaf"),
    ({**CHOICES, "ART": ["*"]}, "mixed_levels", "ART=@leaf"),
    ({**CHOICES, "PRISENHED": ["LOBM", "INDL"]}, "choose_one", "PRISENHED=LOBM"),
]


@pytest.mark.parametrize(("choices", "kind", "words"), WRONG, ids=[one[1] for one in WRONG])
def test_choices_that_cannot_be(tmp_path: Path, choices: dict[str, list[str]], kind: str, words: str) -> None:
    with pytest.raises(SelectError) as raised:
        select(read_table(save(tmp_path, ACCOUNTS)), choices)
    assert raised.value.kind == kind
    assert words in raised.value.remedy


def test_years_are_not_added_to_each_other(tmp_path: Path) -> None:
    selection = select(read_table(save(tmp_path, ACCOUNTS)), CHOICES)
    with pytest.raises(SelectError) as raised:
        add_up(selection, ["OMRÅDE"])
    assert (raised.value.kind, "TID=2024" in raised.value.remedy) == ("years_added", True)


def test_missing_is_not_zero(tmp_path: Path) -> None:
    selection = select(read_table(save(tmp_path, lines("OMRÅDE;TID;INDHOLD", "101;2024;..", "751;2024;5"))), {})
    sums = add_up(selection, ["OMRÅDE"])
    assert (sums[("101",)].value, sums[("101",)].missing, sums[("751",)].value) == (None, 1, Decimal(5))


@pytest.mark.parametrize("copies", [2, 3])
def test_doubled_rows_are_refused(tmp_path: Path, copies: int) -> None:
    file = save(tmp_path, lines("OMRÅDE;TID;INDHOLD", "101;2024;1", *["751;2024;2"] * copies))
    table = read_table(file)
    (found,) = [finding for finding in check_table(table) if finding.weight == "error"]
    assert (found.kind, found.place) == ("doubled_rows", "4")
    assert "OMRÅDE=751" in found.what
    assert f"{copies - 1} tal" in found.what
    with pytest.raises(SelectError):
        select(table, {})
    with open_bulk(file) as bulk, pytest.raises(SelectError) as raised:
        bulk.select({})
    assert raised.value.kind == "doubled_rows"


def test_strange_and_missing_areas(tmp_path: Path) -> None:
    areas = ["135", "411", "999", *ALL98[:96]]
    found = {finding.kind: finding for finding in check_table(read_table(save(tmp_path, *with_codes("OMRÅDE", areas))))}
    assert "135, 999" in found["unknown_area"].what
    assert "96 af 98" in found["missing_municipalities"].what
    assert "Aalborg" in found["missing_municipalities"].what or "Hjørring" in found["missing_municipalities"].what


def test_holes_and_missing_cells_are_counted(tmp_path: Path) -> None:
    content = lines("OMRÅDE;TID;INDHOLD", "101;2023;..", "101;2024;1", "751;2024;1")
    found = {finding.kind: finding.what for finding in check_table(read_table(save(tmp_path, content)))}
    assert "1 af 4" in found["holes"]
    assert "1 af 3" in found["missing_cells"]


AREAS = [
    ("000", "country", None),
    ("084", "region", None),
    ("1084", "region", None),
    ("01", "province", None),
    ("910", "group", None),
    ("101", "municipality", "0101"),
    ("0860", "municipality", "0860"),
    ("411", "christianso", None),
    ("0411", "christianso", None),
    ("999", "unknown", None),
    ("1", "unknown", None),
    ("١٠١", "unknown", None),
]


@pytest.mark.parametrize(("code", "level", "ours"), AREAS, ids=[one[0] for one in AREAS])
def test_areas(code: str, level: str, ours: str | None) -> None:
    assert (level_of_area(code), municipality_of(code)) == (level, ours)


def test_all_98_are_municipalities() -> None:
    levels = list_levels(Dimension("OMRÅDE", tuple(Category(code) for code in ALL98)))
    assert {level: len(codes) for level, codes in levels.items()} == {"municipality": 98}


def test_choices_as_typed() -> None:
    assert parse_choices(["ART=40, 45", "art=49", "Region=@municipality"]) == {"ART": ("40", "45", "49"), "OMRÅDE": ("@municipality",)}
    for wrong in ("ART", "=40", "ART="):
        with pytest.raises(SelectError):
            parse_choices([wrong])


@pytest.mark.parametrize("name", ["tal[1]*.csv", "tal' OR 1=1.csv", "år 2024?.csv"])
def test_names_of_files_are_no_patterns_and_no_sql(tmp_path: Path, name: str) -> None:
    save(tmp_path, lines("OMRÅDE;TID;INDHOLD", "751;2024;900"), "tal1.csv")
    with open_bulk(save(tmp_path, lines("OMRÅDE;TID;INDHOLD", "101;2024;5"), name)) as bulk:
        assert bulk.connection.execute("SELECT sum(value), count(*) FROM cells").fetchone() == (5, 1)


def test_names_of_dimensions_are_no_sql(tmp_path: Path) -> None:
    file = save(
        tmp_path,
        lines("""OMRÅDE;"A""); DROP TABLE cells; --";INDHOLD""", "101 x'y;1 it's;5", '147 z;2 "b";6'.replace('"b"', "b"), "151 q;2 b;7"),
    )
    with open_bulk(file) as bulk:
        bulk.select({"OMRÅDE": ["101", "147"]})
        assert bulk.connection.execute("SELECT sum(value) FROM chosen").fetchone() == (11,)


def test_nothing_is_left_of_a_large_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The temporary database goes when it is closed, and when the file is refused."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    with open_bulk(save(tmp_path, ACCOUNTS)):
        assert list((tmp_path / "tmp").iterdir())
    with pytest.raises(StatbankError):
        open_bulk(save(tmp_path, lines("OMRÅDE;TID;INDHOLD", "101;2024;mange")))
    assert not list((tmp_path / "tmp").iterdir())
