"""Large files read in one pass: what a bad guess, strange numbers and many parts do to the answer (nothing), and what is refused."""

import random
from decimal import Decimal
from pathlib import Path

import pytest

from samspil.statbank import bulk, bulk_lines
from samspil.statbank.bulk import open_bulk
from samspil.statbank.errors import StatbankError
from samspil.statbank.opening import open_file
from samspil.statbank.read import read_table

HEAD = "OMRÅDE;ART;TID;INDHOLD"


def save(folder: Path, *lines: str, head: str = HEAD) -> Path:
    file = folder / "REGK100.csv"
    file.write_bytes(("\ufeff" + "\r\n".join([head, *lines]) + "\r\n").encode())
    return file


def cells_of(file: Path) -> dict[tuple[str, ...], Decimal | None]:
    with open_bulk(file) as held:
        names = ", ".join(f'"{dimension.code}"' for dimension in held.dimensions)
        return {row[:-1]: row[-1] for row in held.connection.execute(f"SELECT {names}, value FROM cells").fetchall()}  # noqa: S608


def many(texts: bool = False, decimals: bool = False) -> list[str]:
    chance = random.Random(1)  # noqa: S311 - no secret
    areas = ["101 København", "147 Frederiksberg", "751 Aarhus"] if texts else ["101", "147", "751"]
    arts = [f"{art} Art {art}" if texts else str(art) for art in range(10, 99)]
    numbers = ["..", "-", "0", "-7", *(f"{chance.randint(-9999, 9999)}{',25' if decimals else ''}" for _one in range(40))]
    return [f"{area};{art};{year};{chance.choice(numbers)}" for area in areas for art in arts for year in range(2007, 2025)]


@pytest.mark.parametrize("guessed", [True, False], ids=["guessed", "not guessed"])
@pytest.mark.parametrize("decimals", [False, True])
@pytest.mark.parametrize("texts", [False, True])
def test_a_bad_guess_changes_nothing(texts: bool, decimals: bool, guessed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hardly any category is seen beforehand: the cells are those of the small reader."""
    if not guessed:
        monkeypatch.setattr(bulk_lines, "_START", 60)
        monkeypatch.setattr(bulk_lines, "_PIECES", 2)
        monkeypatch.setattr(bulk_lines, "_PIECE", 60)
    file = save(tmp_path, *many(texts, decimals))
    small = read_table(file)
    assert cells_of(file) == dict(small.rows())
    with open_bulk(file) as held:
        assert [set(each.categories) for each in held.dimensions] == [set(each.categories) for each in small.dimensions]
        assert held.missing == sum(value is None for _codes, value in small.rows())


NUMBERS = [
    "1_000",
    "1e3",
    " 12",
    "+5",
    "0x10",
    "12,5,5",
    "1.000.000",
    "NaN",
    "inf",
    "10000000000000",
    "9000000000001",
    "\x01",
    "1\x00",
    "½",
    "--5",
    "5-",
    "1,",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_no_number_is_refused(number: str, tmp_path: Path) -> None:
    """Also what a database would take for one."""
    with pytest.raises(StatbankError) as raised:
        open_bulk(save(tmp_path, "101;10;2024;1", f"101;40;2024;{number}"))
    assert raised.value.kind in {"not_a_number", "nul", "mixed_decimals", "thousands", "bulk_trouble"}
    assert raised.value.remedy


@pytest.mark.parametrize(("number", "value"), [("007", 7), ("-0", 0), ("-", 0), ("..", None), ("-12", -12), ("9000000000000", 9 * 10**12)])
def test_what_is_a_number(number: str, value: int | None, tmp_path: Path) -> None:
    assert cells_of(save(tmp_path, f"101;10;2024;{number}")) == {("101", "10", "2024"): value}


@pytest.mark.parametrize("at_once", [8_000_000, 100])
@pytest.mark.parametrize("copies", [0, 1, 3])
def test_doubled_cells_are_counted_in_parts_too(copies: int, at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_AT_ONCE", at_once)
    lines = many()
    with open_bulk(save(tmp_path, *lines, *lines[:50] * copies)) as held:
        found = [one for one in held.findings if one.kind == "doubled_rows"]
    assert [f"{50 * copies} tal" in one.what for one in found] == ([True] if copies else [])


def test_more_combinations_than_whole_numbers(tmp_path: Path) -> None:
    """Twenty dimensions of ten categories: 10^20 combinations."""
    names = ";".join(f"D{number}" for number in range(20))
    lines = [";".join([str(digit)] * 20) + ";1" for digit in range(10)]
    with open_bulk(save(tmp_path, *lines, lines[3], head=f"{names};INDHOLD")) as held:
        assert [one.kind for one in held.findings if one.weight == "error"] == ["doubled_rows"]


@pytest.mark.parametrize("name", ["eksempel-REGK31.csv", "eksempel-REGK31-jsonstat1.json", "eksempel-REGK31-jsonstat2.json"])
def test_one_door_for_every_format(name: str) -> None:
    file = Path(bulk.__file__).parent / "examples" / name
    with open_file(file) as held:
        columns = ", ".join(f'"{dimension.code}"' for dimension in held.dimensions)
        rows = held.connection.execute(f"SELECT {columns}, value FROM cells").fetchall()  # noqa: S608
    assert {row[:-1]: row[-1] for row in rows} == dict(read_table(file).rows())


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither after a refusal nor when the work is interrupted."""
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    with pytest.raises(StatbankError):
        open_bulk(save(tmp_path, "101;10;2024;mange"))

    def stop(*_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bulk, "list_texts", stop)
    with pytest.raises(KeyboardInterrupt):
        open_bulk(save(tmp_path, *many()))
    assert list((tmp_path / "temp").iterdir()) == []
