"""The kept file: what is written is read, what is not ours is refused, nothing is left half."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from account_files import make_lines, write

from samspil.competition.accounts.gathering import import_accounts
from samspil.competition.accounts.keeping import Row, count_accounts, example_accounts, open_accounts, read_about, write_rows
from samspil.competition.errors import CompetitionError
from samspil.values.competition_accounts import About, AccountFile

ROOT = Path(__file__).resolve().parents[3]
ABOUT = About(
    "accounts",
    "REGK100",
    "LOBM",
    (AccountFile("a'b;æ.csv", "0" * 64, "2026-05-01"),),
    "Danmarks Statistik",
    notes=(("missing", {"count": "3"}),),
)
ROWS: list[Row] = [
    ("0751", 2024, "22814", "1", "4", "40", Decimal("1000.50")),
    ("0101", 2024, "2201", "1", "1", "10", Decimal("-3.25")),
    ("0101", 2023, "2201", "1", "1", "10", Decimal(7)),
]


@pytest.mark.parametrize("name", ["regnskab.parquet", "regnskab [2024] *?'.parquet", "æøå.parquet"])
def test_what_is_written_is_read(name: str, tmp_path: Path) -> None:
    write_rows(ROWS, tmp_path / name, ABOUT)
    assert read_about(tmp_path / name) == ABOUT
    with open_accounts(tmp_path / name) as connection:
        assert connection.execute("SELECT * FROM accounts").fetchall() == sorted(ROWS, key=lambda row: (row[1], row[0]))
    assert count_accounts(tmp_path / name) == (3, 2, (2023, 2024))


def bad_file(case: str, file: Path) -> None:
    write_rows(ROWS, file, ABOUT)
    if case == "cut":
        file.write_bytes(file.read_bytes()[:-9])
    elif case == "damaged":
        data = bytearray(file.read_bytes())
        data[-60:-8] = b"\xff" * 52
        file.write_bytes(bytes(data))
    elif case == "text":
        file.write_text("OMRÅDE;TID;INDHOLD\r\n")
    elif case == "empty":
        file.write_bytes(b"")
    elif case in {"form", "kind"}:
        write_rows(ROWS, file, replace(ABOUT, **{"form": 9} if case == "form" else {"kind": "prognose"}))
    elif case == "no metadata":
        duckdb.sql(f"COPY (SELECT 1 AS municipality) TO '{file}' (FORMAT parquet)")
    elif case == "other metadata":
        duckdb.sql(f"COPY (SELECT 1 AS a) TO '{file}' (FORMAT parquet, KV_METADATA {{samspil: '[1]'}})")
    elif case == "other columns":
        with duckdb.connect() as connection:
            told = connection.execute(
                "SELECT decode(value) FROM parquet_kv_metadata(?) WHERE decode(key) = 'samspil'", [str(file)]
            ).fetchone()
            assert told
            connection.execute(
                f"COPY (SELECT 1 AS municipality) TO '{file}' (FORMAT parquet, KV_METADATA {{samspil: '{told[0].replace(chr(39), chr(39) * 2)}'}})"
            )
    elif case == "missing":
        file.unlink()


CASES = [
    ("missing", "cannot_open"),
    ("empty", "not_kept"),
    ("text", "not_kept"),
    ("no metadata", "not_kept"),
    ("other metadata", "not_kept"),
    ("other columns", "not_kept"),
    ("cut", "damaged"),
    ("damaged", "damaged"),
    ("form", "other_form"),
    ("kind", "other_kind"),
]


@pytest.mark.parametrize(("case", "kind"), CASES)
def test_what_is_not_ours_is_refused(case: str, kind: str, tmp_path: Path) -> None:
    file = tmp_path / "regnskab.parquet"
    bad_file(case, file)
    with pytest.raises(CompetitionError) as raised:
        open_accounts(file)
    assert (raised.value.kind, raised.value.place) == (kind, str(file))
    assert raised.value.remedy


def test_an_old_file_stays_when_the_new_one_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "ud.parquet"
    write_rows(ROWS, out, ABOUT)
    before = out.read_bytes()
    with pytest.raises(Exception, match="PRISENHED"):
        import_accounts([write(tmp_path / "REGK100.csv", [(*line[:6], "INDL", *line[7:]) for line in make_lines()])], out)
    assert out.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["REGK100.csv", "ud.parquet"]


@pytest.mark.parametrize("out", ["findes/ikke/ud.parquet", "mappe"])
def test_places_that_cannot_be_written(out: str, tmp_path: Path) -> None:
    (tmp_path / "mappe").mkdir()
    with pytest.raises(CompetitionError) as raised:
        import_accounts([write(tmp_path / "REGK100.csv", make_lines())], tmp_path / out)
    assert raised.value.kind in {"no_folder", "cannot_write"}
    assert not list(tmp_path.rglob("*.tmp"))


def test_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    """The process is stopped while DuckDB reads: exit code 130, no file, no temporary folder."""
    (tmp_path / "temp").mkdir()
    (tmp_path / "ud").mkdir()
    file = tmp_path / "REGK100.csv"
    size = ["--municipalities", "20", "--functions", "300", "--years", "6"]
    subprocess.run([sys.executable, str(ROOT / "benchmarks/generate_accounts.py"), str(file), *size], check=True, capture_output=True)  # noqa: S603
    words = [sys.executable, "-m", "samspil", "competition", "import", str(file), "--out", str(tmp_path / "ud/ud.parquet")]
    child = subprocess.Popen(words, env={**os.environ, "TMPDIR": str(tmp_path / "temp")}, stderr=subprocess.PIPE, cwd=ROOT)  # noqa: S603
    for _turn in range(600):
        if any((tmp_path / "temp").rglob("cells.duckdb")):
            break
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    _out, told = child.communicate(timeout=60)
    assert child.returncode == 130, told
    assert list((tmp_path / "ud").iterdir()) == []
    assert list((tmp_path / "temp").iterdir()) == []


def test_the_example_is_what_the_tool_writes() -> None:
    words = [sys.executable, str(ROOT / "tools/competition_examples.py"), "--check"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert read_about(example_accounts()).example
    rows, municipalities, years = count_accounts(example_accounts())
    assert (rows > 10_000, municipalities, years) == (True, 98, (2022, 2023, 2024))
    assert example_accounts().stat().st_size < 1_000_000
