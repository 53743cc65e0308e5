"""Faults planted in files of accounts: each is refused, or taken with a stated choice, or found odd; no sum is ever doubled."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from account_files import (
    HEAD,
    YEARS,
    Change,
    Line,
    added,
    change,
    kroner,
    make_lines,
    swap,
    times,
    total,
    without,
    write,
)

from samspil.competition.accounts.gathering import import_accounts
from samspil.competition.accounts.keeping import open_accounts
from samspil.competition.coverage.checks import check_accounts
from samspil.competition.coverage.telling import tell_finding
from samspil.errors import SamspilError
from samspil.statbank import opening
from samspil.values.competition_accounts import About

AREA, FUNCTION, STATE, OWNER, GROUP, ART, UNIT, YEAR, VALUE = range(9)


@dataclass(frozen=True)
class Fault:
    """`refused`: kinds of error; `noted`: a note of what was done; `odd`: kind of finding with whose it is. `same`: the sum is that of the right file."""

    name: str
    plant: Change
    refused: tuple[str, ...] = ()
    noted: str = ""
    odd: tuple[str, str, int, str] = ("", "", 0, "")
    same: bool = True
    file: str = "REGK100.csv"
    head: str = HEAD
    where: dict[str, Sequence[str]] = field(default_factory=dict)


def keep(lines: list[Line]) -> list[Line]:
    return lines


def drop(place: int) -> Callable[[list[Line]], list[Line]]:
    return lambda lines: [(*line[:place], *line[place + 1 :]) for line in lines]


def quarters(lines: list[Line]) -> list[Line]:
    return [(*line[:YEAR], f"{line[YEAR]}K1", line[VALUE]) for line in lines]


def decimals(lines: list[Line]) -> list[Line]:
    return [(*line[:VALUE], f"{line[VALUE]}{(',5', '.5')[number % 2]}") if number < 4 else line for number, line in enumerate(lines)]


def one_value(text: str) -> Change:
    return lambda lines: [(*lines[0][:VALUE], text), *lines[1:]]


def head_without(name: str) -> str:
    return ";".join(each for each in HEAD.split(";") if each != name)


def jump(lines: list[Line]) -> Sequence[Line]:
    return change({AREA: "155", FUNCTION: "22811", YEAR: "2023"}, times(30))(lines)


def swap_twice(lines: list[Line], place: int, codes: Sequence[str]) -> list[Line]:
    return [line for code in codes for line in total(place, code)(lines)[len(lines) :]]


def copy_year(lines: list[Line]) -> list[Line]:
    before = {line[:YEAR]: line[VALUE] for line in lines if line[YEAR] == "2022"}
    return [(*line[:VALUE], before[line[:YEAR]]) if line[0] == "165" and line[YEAR] == "2023" else line for line in lines]


def dotted(lines: list[Line]) -> list[Line]:
    """One function twice: as the bank writes it, and with dots."""
    return [*lines, *((line[0], "2.28.14", *line[2:]) for line in lines if line[FUNCTION] == "22814")]


FAULTS = [
    # What would count something twice: left out and said, or refused.
    Fault("two units side by side", added(UNIT, "INDL"), noted="left_out:PRISENHED"),
    Fault("kroner per inhabitant only", swap(UNIT, {"LOBM": "INDL"}), ("per_inhabitant",)),
    Fault("kroner per inhabitant asked for", added(UNIT, "INDL"), ("per_inhabitant",), where={"PRISENHED": ["INDL"]}),
    Fault("constant prices only", swap(UNIT, {"LOBM": "FASM"}), ("other_unit",)),
    Fault("two unknown units", lambda lines: added(UNIT, "XB")(list(swap(UNIT, {"LOBM": "XA"})(lines))), ("other_unit",)),
    Fault("a unit in millions", swap(UNIT, {"LOBM": "LOBM Mio. kr."}), ("other_unit", "mixed_presentation")),
    Fault("no unit", drop(UNIT), ("no_unit",), head=head_without("PRISENHED")),
    Fault("no unit, the user says which", drop(UNIT), noted="unit_stated", head=head_without("PRISENHED"), where={"PRISENHED": ["LOBM"]}),
    Fault("net total among the arts", total(ART, "TOT"), noted="left_out:ART"),
    Fault("gross and income among the arts", lambda lines: [*lines, *swap_twice(lines, ART, ("UE", "I"))], noted="left_out:ART"),
    Fault("main art S4 beside its parts", total(ART, "S4"), noted="left_out:ART"),
    Fault("art 4 beside 40 and 45", total(ART, "4"), noted="left_out:ART"),
    Fault("sums of arts alone", lambda lines: swap_twice(lines, ART, ("TOT", "UE")), ("no_arts",)),
    Fault("main arts and a leaf asked for", total(ART, "S4"), ("mixed_levels",), where={"ART": ["S4", "40"]}),
    Fault("X beside the functions", total(FUNCTION, "X"), noted="left_out:FUNK1"),
    Fault("main accounts beside the functions", total(FUNCTION, "2"), noted="left_out:FUNK1"),
    Fault("groups beside the functions", total(FUNCTION, "228"), noted="left_out:FUNK1"),
    Fault("X alone", lambda lines: total(FUNCTION, "X")(lines)[len(lines) :], ("no_functions",)),
    Fault("groups alone", lambda lines: total(FUNCTION, "228")(lines)[len(lines) :], ("no_functions",)),
    Fault("a function twice, with and without dots", dotted, ("two_codes",)),
    Fault("a function that is a word", swap(FUNCTION, {"22814": "VINTER"}), ("unknown_function",)),
    Fault("the country among the municipalities", total(AREA, "000"), noted="left_out:OMRÅDE"),
    Fault("a region among the municipalities", total(AREA, "084"), noted="left_out:OMRÅDE"),
    Fault("groups of municipalities among them", total(AREA, "920"), noted="left_out:OMRÅDE"),
    Fault("the country alone", lambda lines: total(AREA, "000")(lines)[len(lines) :], ("no_municipalities",)),
    Fault("Christiansø", lambda lines: [*lines, ("411", *lines[0][1:])], noted="left_out:OMRÅDE"),
    Fault("an unknown municipality", lambda lines: [*lines, ("999", *lines[0][1:])], ("unknown_area",)),
    Fault("a municipality from before 2007", lambda lines: [*lines, ("225", *lines[0][1:])], ("unknown_area",)),
    Fault(
        "an unknown municipality left out on purpose",
        lambda lines: [*lines, ("999", *lines[0][1:])],
        noted="left_out:OMRÅDE",
        where={"OMRÅDE": ["@municipality"]},
    ),
    Fault(
        "a municipality under two codes",
        lambda lines: [*lines, *[("0101", *line[1:]) for line in lines if line[0] == "101"]],
        ("two_codes",),
    ),
    Fault("operation and construction side by side", added(STATE, "3"), noted="several_states", same=False),
    Fault("construction alone", swap(STATE, {"1": "3"}), odd=("no_operation", "", 0, "")),
    Fault("total of ownership beside its parts", total(OWNER, "TOT"), noted="left_out:EJER"),
    Fault("total of grouping beside its parts", total(GROUP, "TOT"), noted="left_out:GRUP"),
    Fault("several groupings", added(GROUP, "002", 0), noted="summed_out:GRUP"),
    Fault("a dimension nobody knows", added(GROUP, "B"), ("other_dimension",), head=HEAD.replace("GRUP", "LOENFORM")),
    Fault("doubled rows", lambda lines: [*lines, *lines[:50]], ("doubled_rows",)),
    Fault("the same row with another amount", lambda lines: [*lines, (*lines[0][:VALUE], "1")], ("doubled_rows",)),
    # Another file than it should be.
    Fault("another table", keep, ("other_table",), file="FOLK1A.csv"),
    Fault("the balances", keep, ("other_table",), file="REGK4.csv"),
    Fault("a table that is not named", keep, ("no_table",), file="tal.csv"),
    Fault("no functions at all", drop(FUNCTION), ("lacks_dimension", "doubled_rows"), head=head_without("FUNK1")),
    Fault(
        "no municipalities at all",
        lambda lines: [line[1:] for line in lines if line[0] == "101"],
        ("lacks_dimension",),
        head=head_without("OMRÅDE"),
    ),
    Fault(
        "no years",
        lambda lines: [(*line[:YEAR], line[VALUE]) for line in lines if line[YEAR] == "2024"],
        ("lacks_dimension",),
        head=head_without("TID"),
    ),
    Fault("no ownership", drop(OWNER), noted="lacks_owner", head=head_without("EJER")),
    Fault("quarters", quarters, ("no_years",)),
    Fault("a year from before the reform", swap(YEAR, {"2021": "2005"}), ("too_early",)),
    Fault("another year's chart of accounts", swap(FUNCTION, {"53026": "53232"}), odd=("function_year", "", 2021, "")),
    Fault("a column twice", lambda lines: [(line[0], *line) for line in lines], ("doubled_column",), head=f"OMRÅDE;{HEAD}"),
    Fault("an extra semicolon", lambda lines: [*lines[:9], (*lines[9], ""), *lines[10:]], ("wrong_width", "uneven_line")),
    Fault("a cell too few", lambda lines: [*lines[:9], lines[9][1:], *lines[10:]], ("wrong_width", "uneven_line")),
    Fault("no rows", lambda _lines: [], ("no_rows",)),
    Fault("decimal commas and points mixed", decimals, ("mixed_decimals",)),
    Fault(
        "points between thousands",
        lambda lines: [(*line[:VALUE], f"{int(line[VALUE]):,}".replace(",", ".")) for line in lines],
        ("thousands", "not_a_number"),
    ),
    Fault("10^13", one_value("10000000000000"), ("not_a_number",)),
    Fault("a word for a number", one_value("mange"), ("not_a_number",)),
    Fault("an underscore in a number", one_value("1_000"), ("not_a_number",)),
    Fault(
        "some figures missing",
        lambda lines: [
            (*line[:VALUE], "..") if line[0] == "101" and line[YEAR] == "2021" and line[ART] == "47" else line for line in lines
        ],
        noted="missing",
        same=False,
    ),
    Fault("all figures missing", lambda lines: [(*line[:VALUE], "..") for line in lines], ("all_missing",)),
    # What is odd in the figures.
    Fault(
        "a municipality in kroner instead of thousands",
        change({AREA: "153", YEAR: "2022"}, times(1000)),
        odd=("factor_thousand", "0153", 2022, ""),
        same=False,
    ),
    Fault(
        "a municipality in millions",
        change({AREA: "151", YEAR: "2024"}, times(0.001)),
        odd=("factor_thousand", "0151", 2024, ""),
        same=False,
    ),
    Fault(
        "a function in kroner",
        change({AREA: "147", FUNCTION: "22814", YEAR: "2021"}, times(1000)),
        odd=("factor_thousand", "0147", 2021, "22814"),
        same=False,
    ),
    Fault(
        "a function in kroner in all years",
        change({AREA: "147", FUNCTION: "22814"}, times(1000)),
        odd=("factor_thousand", "0147", 2021, "22814"),
        same=False,
    ),
    Fault(
        "a municipality with the sign turned",
        change({AREA: "163", YEAR: "2023"}, times(-1)),
        odd=("negative_base", "0163", 2023, ""),
        same=False,
    ),
    Fault(
        "a function with the sign turned",
        change({AREA: "163", FUNCTION: "32205", YEAR: "2023"}, times(-1)),
        odd=("sign", "0163", 2023, "32205"),
        same=False,
    ),
    Fault(
        "income with the sign turned",
        change({AREA: "163", FUNCTION: "32201", YEAR: "2023", ART: "71"}, times(-1)),
        odd=("sign_income", "0163", 2023, "32201"),
        same=False,
    ),
    Fault("a jump", jump, odd=("jump", "0155", 2023, "22811"), same=False),
    Fault(
        "a jump of all at once", change({FUNCTION: "22811", YEAR: "2024"}, times(30)), odd=("function_break", "", 2024, "22811"), same=False
    ),
    Fault(
        "missing functions",
        without({AREA: "159", FUNCTION: "52514", YEAR: "2024"}),
        odd=("missing_functions", "0159", 2024, ""),
        same=False,
    ),
    Fault("a municipality missing in one year", without({AREA: "161", YEAR: "2022"}), odd=("missing_year", "0161", 2022, ""), same=False),
    Fault("a year of zeros", change({AREA: "161", YEAR: "2022"}, times(0)), odd=("zero_year", "0161", 2022, ""), same=False),
    Fault("a year that is a copy", copy_year, odd=("same_year", "0165", 2023, ""), same=False),
    Fault("wages left out of the file", without({ART: "10"}), odd=("arts_incomplete", "", 0, ""), same=False),
    Fault("one municipality without goods", without({AREA: "167", ART: "22"}), odd=("missing_art", "0167", 2024, ""), same=False),
    Fault(
        "one municipality without private ownership",
        change({AREA: "167", OWNER: "4"}, lambda line: (*line[:OWNER], "1", *line[OWNER + 1 :])),
        odd=("no_private_owner", "0167", 2024, ""),
    ),
    Fault(
        "payments to a company under § 60",
        change({AREA: "751", FUNCTION: "13861", ART: "47"}, times(60)),
        odd=("section_60", "0751", 2024, ""),
        same=False,
    ),
]


def take_in(fault: Fault, folder: Path) -> tuple[About, Decimal]:
    """What the kept file says, and the sum of its amounts."""
    file = write(folder / fault.file, list(fault.plant(make_lines())), fault.head)
    about, _noted = import_accounts([file], folder / "ud.parquet", fault.where)
    with open_accounts(folder / "ud.parquet") as connection:
        row = connection.execute("SELECT sum(amount) FROM accounts").fetchone()
    assert row
    return about, Decimal(row[0])


@pytest.mark.parametrize("large", [False, True], ids=["small", "DuckDB"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_planted_faults_are_named(fault: Fault, large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By both doors: the reader that names lines, and DuckDB's for large files."""
    monkeypatch.setattr(opening, "LARGE", 0 if large else 10**9)
    if fault.refused:
        with pytest.raises(SamspilError) as raised:
            take_in(fault, tmp_path)
        assert raised.value.kind in fault.refused  # type: ignore[attr-defined]
        assert fault.file in raised.value.place
        assert raised.value.remedy
        assert [each.name for each in tmp_path.iterdir()] == [fault.file]
        return
    about, held = take_in(fault, tmp_path)
    if fault.same:
        assert held == kroner(make_lines())
    if fault.noted:
        key, _, dimension = fault.noted.partition(":")
        assert [values for name, values in about.notes if name == key and values.get("name", "") == dimension]
    if fault.odd[0]:
        kind, municipality, year, function = fault.odd
        findings = check_accounts(tmp_path / "ud.parquet")
        found = [one for one in findings if (one.kind, one.municipality, one.year, one.function) == (kind, municipality, year, function)]
        assert len(found) == 1, findings
        assert all(tell_finding(found[0]))


def test_there_are_forty_and_their_names_differ() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 40


def test_a_right_file_has_nothing_odd(tmp_path: Path) -> None:
    about, held = take_in(Fault("right", keep), tmp_path)
    assert held == kroner(make_lines())
    assert not about.notes
    assert {one.kind for one in check_accounts(tmp_path / "ud.parquet")} <= {"missing_municipalities", "function_year", "small_base"}


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.odd[1]], ids=lambda fault: fault.name)
def test_one_fault_is_told_once(fault: Fault, tmp_path: Path) -> None:
    """No crowd of findings around one slip: nothing odd is told of other municipalities."""
    take_in(fault, tmp_path)
    odd = [one for one in check_accounts(tmp_path / "ud.parquet") if one.weight == "odd"]
    assert {one.municipality for one in odd} <= {fault.odd[1]}


FOREIGN = [
    ("UTF-16", "\ufeff" + "OMRÅDE;INDHOLD\r\n", "utf-16-le", "wrong_encoding"),
    ("XLSX", "PK\x03\x04 regneark", "utf-8", "is_workbook"),
    ("HTML", "<html><body>Statistikbanken</body></html>", "utf-8", "is_page"),
    ("PX", 'CHARSET="ANSI";', "utf-8", "is_px"),
    ("PDF", "%PDF-1.7", "utf-8", "is_pdf"),
    ("empty", "", "utf-8", "empty"),
    ("cross table of the web page", "Hele landet;2023;2024\r\n1 Drift;1;2\r\n", "utf-8", "not_statbank"),
    ("JSON of something else", '{"a": 1}', "utf-8", "json_shape"),
    ("cut JSON", '{"dataset": {"dimension"', "utf-8", "cut_json"),
]


@pytest.mark.parametrize(("text", "encoding", "kind"), [one[1:] for one in FOREIGN], ids=[one[0] for one in FOREIGN])
def test_other_files_are_refused(text: str, encoding: str, kind: str, tmp_path: Path) -> None:
    file = tmp_path / "REGK100.csv"
    file.write_bytes(text.encode(encoding))
    with pytest.raises(SamspilError) as raised:
        import_accounts([file], tmp_path / "ud.parquet")
    assert raised.value.kind == kind  # type: ignore[attr-defined]
    assert str(file) in raised.value.place
    assert raised.value.remedy


@pytest.mark.parametrize("large", [False, True], ids=["small", "DuckDB"])
@pytest.mark.parametrize("cut", [1, 30, 3_000])
def test_cut_downloads_are_refused(cut: int, large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGE", 0 if large else 10**9)
    file = write(tmp_path / "REGK100.csv", make_lines())
    file.write_bytes(file.read_bytes()[:-cut])
    with pytest.raises(SamspilError) as raised:
        import_accounts([file], tmp_path / "ud.parquet")
    assert raised.value.kind in {"cut_line", "wrong_width"}  # type: ignore[attr-defined]


def test_a_file_that_is_not_what_was_fetched(tmp_path: Path) -> None:
    file = write(tmp_path / "REGK100.csv", make_lines())
    (tmp_path / "REGK100.csv.provenance.json").write_text(json.dumps({"table": "REGK100", "sha256": "0" * 64}), encoding="utf-8")
    with pytest.raises(SamspilError) as raised:
        import_accounts([file], tmp_path / "ud.parquet")
    assert raised.value.kind == "changed"  # type: ignore[attr-defined]


def test_an_english_export_is_read_by_its_codes(tmp_path: Path) -> None:
    head = "REGION;FUNCTION;DRANST;OWNERSHIP;GROUPING;KIND;PRICE UNIT;TIME;CONTENTS"
    file = write(tmp_path / "REGK100.csv", make_lines(), head)
    _about, noted = import_accounts([file], tmp_path / "ud.parquet")
    assert "read_english" in {one.kind for one in noted}
    with open_accounts(tmp_path / "ud.parquet") as connection:
        assert connection.execute("SELECT sum(amount) FROM accounts").fetchone() == (kroner(make_lines()),)


def year_file(folder: Path, name: str, years: Sequence[str], plant: Change = keep) -> Path:
    (folder / name).mkdir()
    return write(folder / name / "REGK100.csv", list(plant(make_lines(years=years))))


JOINS = [  # name, years and fault of the second file, kind of refusal or note
    ("other years", ("2023", "2024"), keep, ""),
    ("the same file twice", ("2021", "2022"), keep, "same_file"),
    ("years that overlap, alike", ("2022", "2023"), keep, "overlap"),
    ("years that overlap, other numbers", ("2022", "2023"), change({AREA: "101", YEAR: "2022"}, times(2)), "overlap_differs"),
    ("a main art in one, its parts in the other", ("2023",), lambda lines: total(ART, "4")(lines)[len(lines) :], "mixed_arts"),
    ("no ownership in the other", ("2023",), swap(OWNER, {"4": "TOT", "1": "TOT"}), "mixed_columns"),
]
REFUSED = {"overlap_differs", "mixed_arts", "mixed_columns"}


@pytest.mark.parametrize(("years", "plant", "told"), [one[1:] for one in JOINS], ids=[one[0] for one in JOINS])
def test_several_files(years: Sequence[str], plant: Change, told: str, tmp_path: Path) -> None:
    first = year_file(tmp_path, "en", ("2021", "2022"))
    second = year_file(tmp_path, "to", years, plant)
    out = tmp_path / "ud.parquet"
    if told in REFUSED:
        with pytest.raises(SamspilError) as raised:
            import_accounts([first, second], out)
        assert raised.value.kind == told  # type: ignore[attr-defined]
        assert not out.exists()
        return
    about, _noted = import_accounts([first, second], out)
    assert [key for key, _values in about.notes if key == told] == ([told] if told else [])
    with open_accounts(out) as connection:
        held = connection.execute("SELECT sum(amount) FROM accounts").fetchone()
    assert held == (kroner(make_lines(years=sorted({"2021", "2022", *years}))),)


def test_budgets_and_accounts_never_stand_together(tmp_path: Path) -> None:
    accounts = write(tmp_path / "REGK100.csv", make_lines(years=YEARS[:2]))
    budget = write(tmp_path / "BUDK1.csv", make_lines(years=YEARS[2:]))
    with pytest.raises(SamspilError) as raised:
        import_accounts([accounts, budget], tmp_path / "ud.parquet")
    assert raised.value.kind == "budget_among_accounts"  # type: ignore[attr-defined]
    about, _noted = import_accounts([budget], tmp_path / "ud.parquet")
    assert about.kind == "budget"
    assert "budget" in {one.kind for one in check_accounts(tmp_path / "ud.parquet")}


def test_two_tables_never_stand_together(tmp_path: Path) -> None:
    files = [write(tmp_path / f"{name}.csv", make_lines(years=YEARS[:1])) for name in ("REGK100", "REGK31")]
    files[1].write_bytes(files[1].read_bytes().replace(b";2021;", b";2022;"))
    with pytest.raises(SamspilError) as raised:
        import_accounts(files, tmp_path / "ud.parquet")
    assert raised.value.kind == "mixed_tables"  # type: ignore[attr-defined]
