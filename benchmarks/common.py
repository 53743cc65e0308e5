"""What the benchmarks share: the command under test, the machine, medians, and tables in docs/benchmarks.md."""

import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs" / "benchmarks.md"
FINISHED = (0, 3)  # 3: carried out, but some municipalities or files are missing


def find_command() -> str | None:
    """The `samspil` command of this Python, or the one in PATH; None while there is none."""
    beside = str(Path(sys.executable).parent)
    return shutil.which("samspil", path=os.pathsep.join((beside, os.environ.get("PATH", ""))))


def need_command() -> str:
    """The `samspil` command; leaves with a sentence when it is missing."""
    command = find_command()
    if not command:
        raise SystemExit("The samspil command is missing: pip install -e . first.")
    return command


def review_command(folder: Path, out: Path, *, report: bool = False, year: int = 2026) -> list[str]:
    """The words of a review."""
    words = [need_command(), "review", str(folder), "--year", str(year), "--out", str(out)]
    return words if report else [*words, "--no-report"]


def run_review(folder: Path, out: Path, *, report: bool = False) -> None:
    """Review a folder; raises when the command fails."""
    done = subprocess.run(review_command(folder, out, report=report), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode not in FINISHED:
        raise RuntimeError(f"samspil review ended with {done.returncode}: {done.stderr[-2000:]}")


def take_time(work: Callable[[], object]) -> float:
    """Seconds of one call by the wall clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def hold_cores(count: int) -> None:
    """Stay on so many cores, children included, where the system allows it."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:count])


def describe_machine() -> str:
    """Processor, cores in use, system and Python."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*:\s*(.+)", info.read_text(encoding="utf-8")) if info.exists() else None
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{model.group(1) if model else platform.machine()}, {cores} cores, {platform.system()}, Python {platform.python_version()}"


def make_table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; the first column is text, the others are figures."""
    names = list(head)
    lines = [names, ["---", *("---:" for _ in names[1:])], *([str(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def write_section(name: str, text: str, file: Path = DOCS) -> None:
    """Put text between the markers of its section; a missing file or section is added."""
    start, end = f"<!-- {name}:start -->", f"<!-- {name}:end -->"
    old = file.read_text(encoding="utf-8") if file.exists() else "# Benchmarks\n"
    section = f"{start}\n{text.strip()}\n{end}"
    if start in old:
        new = re.sub(re.escape(start) + r".*?" + re.escape(end), lambda _: section, old, flags=re.S)
    else:
        new = f"{old.rstrip()}\n\n{section}\n"
    file.write_text(new, encoding="utf-8")


def publish(name: str, text: str, docs: str) -> None:
    """Print a section and, unless `docs` is 'none', write it to that file."""
    print(text)
    if docs != "none":
        write_section(name, text, Path(docs))
