"""From a full BULK file of accounts to indicators: time, processor seconds and memory, against plain DuckDB on the same file.

usage: python benchmarks/competition_bulk.py [--file FILE] [--runs 3] [--rival] [--write]

Without --file a file of 98 municipalities x 355 functions x 18 years x 32 lines (20,039,040 lines, 741 MB, made up) is generated in a temporary
folder first. A run is two commands in processes of their own, on two cores: import with all its checks to a Parquet file, and PLI of every municipality,
main account and year. The rival is DuckDB's own reading of the file and one sum of it: no checks, no kept file, no indicators. --write puts the figures in docs/benchmarks.md.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from common import describe_machine, hold_cores, make_table, write_section  # noqa: E402 - found by the line above
from generate_accounts import generate  # noqa: E402

IMPORT = """
import sys
from pathlib import Path
from samspil.competition.accounts.gathering import import_accounts
from samspil.competition.coverage.checks import check_accounts
import_accounts([Path(sys.argv[1])], Path(sys.argv[2]))
check_accounts(Path(sys.argv[2]))
"""
INDICATORS = """
import sys
from pathlib import Path
from samspil.competition.indicators.measure import measure
found = measure(Path(sys.argv[2]), None, "main_account")
assert len(found) > 10_000, len(found)
"""
RIVAL = """
import sys, duckdb
with duckdb.connect(config={"threads": 2}) as connection:
    print(connection.execute("SELECT TID, sum(INDHOLD) FROM read_csv(?) GROUP BY ALL", [sys.argv[1]]).fetchall())
"""
STEPS = {"import": IMPORT, "indicators": INDICATORS, "rival: DuckDB, read and sum": RIVAL}
BOUND_SECONDS, BOUND_MB = 60, 2_000


class Cost(NamedTuple):
    """Seconds by the clock, processor seconds, largest memory of the process in MB."""

    wall: float
    cpu: float
    memory: float


def measure_step(code: str, file: Path, out: Path) -> Cost:
    """One step in a process of its own. Raises RuntimeError when it fails."""
    start = time.perf_counter()
    child = subprocess.Popen([sys.executable, "-c", code, str(file), str(out)], cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
    _pid, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"the step ended with {child.returncode}")
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def run(file: Path, folder: Path, runs: int, *, rival: bool) -> dict[str, Cost]:
    """Medians of each step, and of import and indicators together."""
    steps = {name: code for name, code in STEPS.items() if rival or not name.startswith("rival")}
    seen: dict[str, list[Cost]] = {name: [] for name in steps}
    for _run in range(runs):
        for name, code in steps.items():
            seen[name].append(measure_step(code, file, folder / "accounts.parquet"))
    found = {name: Cost(*(statistics.median(figures) for figures in zip(*costs, strict=True))) for name, costs in seen.items()}
    whole = [found["import"], found["indicators"]]
    both = Cost(sum(one.wall for one in whole), sum(one.cpu for one in whole), max(one.memory for one in whole))
    return {"file to indicators": both, **found}


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rival", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    hold_cores(2)
    with tempfile.TemporaryDirectory(prefix="samspil-competition-bulk-") as folder:
        file = options.file or Path(folder) / "REGK100.csv"
        if not options.file:
            generate(file)
        found = run(file, Path(folder), options.runs, rival=options.rival)
        size = file.stat().st_size
    rows = [(name, f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.memory:.0f}") for name, cost in found.items()]
    table = make_table(("step", "seconds", "processor seconds", "memory, MB"), rows)
    text = f"File of {size / 1e6:.0f} MB, medians of {options.runs}; bound: {BOUND_SECONDS} s and {BOUND_MB} MB. {describe_machine()}.\n\n{table}"
    print(text)
    if options.write:
        write_section("competition-bulk", f"## Accounts of all municipalities to indicators\n\n{text}")
    both = found["file to indicators"]
    raise SystemExit(0 if both.wall < BOUND_SECONDS and both.memory < BOUND_MB else 1)


if __name__ == "__main__":
    main()
