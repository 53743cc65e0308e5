"""Peak memory of the parent process of a review, its children not counted, for a folder and one ten times as large.

usage: python benchmarks/parent_memory.py SMALL LARGE [--report] [--docs docs/benchmarks.md|none]

SMALL: `generate.py SMALL --pages 20`; LARGE: `generate.py LARGE --pages 20 --copies 10`. Linux only: reads VmHWM in /proc/PID/status.
"""

import argparse
import re
import subprocess
import tempfile
import time
from pathlib import Path

from common import DOCS, FINISHED, describe_machine, hold_cores, make_table, publish, review_command

PAUSE = 0.01
PEAK = re.compile(r"VmHWM:\s*(\d+) kB")


def read_peak(process: int) -> int:
    """Highest resident memory of a process so far in kB; 0 when it has gone."""
    try:
        found = PEAK.search(Path(f"/proc/{process}/status").read_text(encoding="utf-8"))
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return int(found.group(1)) if found else 0


def measure(folder: Path, *, report: bool) -> int:
    """Peak of the parent in kB while it reviews a folder."""
    with tempfile.TemporaryDirectory() as work, tempfile.TemporaryFile() as said:
        words = review_command(folder, Path(work) / "out", report=report)
        process, peak = subprocess.Popen(words, stdout=said, stderr=said), 0  # noqa: S603
        while process.poll() is None:
            peak = max(peak, read_peak(process.pid))
            time.sleep(PAUSE)
        if process.returncode not in FINISHED:
            said.seek(0)
            raise RuntimeError(f"samspil review ended with {process.returncode}: {said.read()[-2000:].decode(errors='replace')}")
    return peak


def describe(folders: list[Path], peaks: list[int]) -> str:
    """The section for docs/benchmarks.md."""
    counts = [sum(1 for file in folder.iterdir() if file.is_file()) for folder in folders]
    rows = [(f"{count} agreements", f"{peak / 1024:.1f}") for count, peak in zip(counts, peaks, strict=True)]
    ratio = f"Ratio {peaks[-1] / peaks[0]:.2f} for {counts[-1] / counts[0]:.1f} times the files."
    return f"## Memory of the parent\n\n{describe_machine()}.\n\n{make_table(('review', 'peak MB'), rows)}\n\n{ratio}\n"


def main(argv: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("small", type=Path)
    parser.add_argument("large", type=Path)
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--docs", default=str(DOCS))
    args = parser.parse_args(argv)
    hold_cores(args.cores)
    folders = [args.small, args.large]
    peaks = [measure(folder, report=args.report) for folder in folders]
    publish("parent-memory", describe(folders, peaks), args.docs)


if __name__ == "__main__":
    main()
