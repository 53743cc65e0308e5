"""The generator of full-size accounts, on a small scale: same seed, same bytes, and both readers understand them."""

import subprocess
import sys
from pathlib import Path

from samspil.statbank.bulk import open_bulk
from samspil.statbank.read import read_table

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "benchmarks/generate_accounts.py"


def generate(file: Path, *words: str) -> Path:
    subprocess.run([sys.executable, str(SCRIPT), str(file), *words], check=True, capture_output=True)  # noqa: S603
    return file


def test_generated_files(tmp_path: Path) -> None:
    size = ("--municipalities", "3", "--functions", "5", "--years", "2", "--lines-each", "40")
    file = generate(tmp_path / "a.csv", *size)
    assert file.read_bytes() == generate(tmp_path / "b.csv", *size).read_bytes()
    assert file.read_bytes() != generate(tmp_path / "c.csv", *size, "--seed", "2").read_bytes()
    small = read_table(file)
    assert len(small) == 3 * 5 * 2 * 40
    assert not [finding for finding in small.findings if finding.weight == "error"]
    with open_bulk(file) as bulk:
        total = bulk.connection.execute("SELECT sum(value) FROM cells").fetchone()
    assert total == (sum(value or 0 for _codes, value in small.rows()),)
