"""How long `samspil publish` takes: 98 municipalities, three years, every format, each year in a process of its own as a user runs it.

usage: python benchmarks/publish_speed.py [--initiatives 800]   (the figure to keep: all three under 30 s on two cores)
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "publish")]

from fictional_review import YEAR, build_review, read_places  # noqa: E402 - found by the line above

from samspil.publish.contract import write_json  # noqa: E402
from samspil.review.headlines import count_headlines  # noqa: E402
from samspil.values.review import Review  # noqa: E402

LIMIT = 30.0
YEARS = (YEAR - 2, YEAR - 1, YEAR)


def make_review(year: int, initiatives: int) -> Review:
    """A year in which all but two municipalities are read."""
    review = build_review(tuple(read_places()), initiatives, hostile=False)
    rows = tuple(replace(row, budget_year=year) for row in review.initiatives)
    headlines = count_headlines(rows, review.coverage.read, year)
    return replace(review, facts={**review.facts, "budget_year": year}, headlines=headlines, initiatives=rows)


def measure(folder: Path, year: int) -> float:
    """Seconds of one run of the command, reading included."""
    places = [str(folder / str(each)) for each in YEARS]
    begun = time.monotonic()
    command = [sys.executable, "-m", "samspil", "publish", "--year", str(year), "--from", *places, "--out", str(folder / f"out-{year}")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)  # noqa: S603 - our own program
    return time.monotonic() - begun


def main() -> int:
    """Make three reviews, publish each, print seconds by the wall clock, seconds of the processor and sizes; exit code 1 when it took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--initiatives", type=int, default=800)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for year in YEARS:
            (folder / str(year)).mkdir()
            write_json(make_review(year, options.initiatives), folder / str(year) / "initiatives.json")
        used = os.times()
        seconds = {year: round(measure(folder, year), 2) for year in YEARS}
        processor = round(sum(os.times()[2:4]) - sum(used[2:4]), 2)
        sizes = {path.name: path.stat().st_size for path in sorted((folder / f"out-{YEAR}").iterdir())}
    total = round(sum(seconds.values()), 2)
    print(
        json.dumps(
            {
                "initiatives": options.initiatives,
                "seconds": seconds,
                "total": total,
                "processor": processor,
                "limit": LIMIT,
                "bytes": sizes,
            },
            indent=1,
        )
    )
    return int(total >= LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())
