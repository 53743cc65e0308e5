"""Time the whole review against its rival, in one run and by turns, on the same two cores.

usage: python benchmarks/review_speed.py FOLDER [--rounds 3] [--cores 2] [--docs docs/benchmarks.md|none] [--label TEXT]

a  pdftotext called once for each PDF of FOLDER, one after the other (it only takes the text out)
p  the same calls, as many at a time as there are cores
b  samspil review FOLDER --no-report: reading, initiatives, all data outputs, store
c  the same with the report and the page images
d  b again with one file changed, into the same output folder
Prints the medians, the ratios b/a, c/a, b/p and d/b of each round's figures, and pages per second. FOLDER comes from benchmarks/generate.py.
--label: a section of its own, for instance for another build of Python.
"""

import argparse
import compileall
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium
from common import DOCS, ROOT, describe_machine, hold_cores, make_table, need_command, publish, run_review, take_time

NAMES = {
    "a": "a: pdftotext once per file",
    "p": "p: pdftotext, a call on each core",
    "b": "b: review without report",
    "c": "c: review with report",
    "d": "d: b again, one file changed",
}
RATIOS = (("b", "a"), ("c", "a"), ("b", "p"), ("d", "b"))


@dataclass
class Bench:
    """A private copy of the folder, and the figures of all rounds."""

    folder: Path
    work: Path
    cores: int
    seconds: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in NAMES})

    @property
    def files(self) -> list[Path]:
        """The PDF files."""
        return sorted(self.folder.glob("*.pdf"))

    def extract_all(self, at_a_time: int = 1) -> None:
        """The rival."""
        with ThreadPoolExecutor(at_a_time) as pool:
            list(pool.map(self.extract_one, self.files))

    def extract_one(self, file: Path) -> None:
        """One call of pdftotext."""
        subprocess.run(["pdftotext", str(file), str(self.work / f"{file.stem}.txt")], check=True)  # noqa: S603, S607

    def time_rival(self) -> None:
        """Time a and p."""
        self.seconds["a"].append(take_time(self.extract_all))
        self.seconds["p"].append(take_time(lambda: self.extract_all(self.cores)))

    def time_data(self) -> None:
        """Time b, then d on its output."""
        out = self.fresh("data")
        self.seconds["b"].append(take_time(lambda: run_review(self.folder, out)))
        with self.files[0].open("ab") as changed:
            changed.write(b"\n%% changed\n")
        self.seconds["d"].append(take_time(lambda: run_review(self.folder, out)))

    def time_report(self) -> None:
        """Time c."""
        out = self.fresh("report")
        self.seconds["c"].append(take_time(lambda: run_review(self.folder, out, report=True)))

    def fresh(self, name: str) -> Path:
        """An output folder with nothing in it."""
        out = self.work / name
        shutil.rmtree(out, ignore_errors=True)
        return out

    def run(self, rounds: int) -> None:
        """All rounds, each beginning with another of the works."""
        works: list[Callable[[], None]] = [self.time_rival, self.time_data, self.time_report]
        self.extract_all()  # files into the system's memory before anything is timed
        for number in range(rounds):
            turn = number % len(works)
            for work in works[turn:] + works[:turn]:
                work()


def count_pages(files: list[Path]) -> int:
    """Pages of all files."""
    return sum(len(pdfium.PdfDocument(file)) for file in files)


def describe(bench: Bench, pages: int, label: str = "") -> str:
    """The section for docs/benchmarks.md."""
    rows = [(NAMES[name], f"{median(times):.2f}", f"{pages / median(times):.0f}") for name, times in bench.seconds.items()]
    ratios = []
    for over, under in RATIOS:
        parts = [x / y for x, y in zip(bench.seconds[over], bench.seconds[under], strict=True)]
        ratios.append((f"{over}/{under}", f"{median(parts):.2f}", f"{min(parts):.2f}-{max(parts):.2f}"))
    said = f"{len(bench.files)} agreements, {pages} pages, {len(bench.seconds['a'])} rounds by turns. {describe_machine()}."
    times = make_table(("work", "seconds (median)", "pages/s"), rows)
    title = f"Review speed, {label}" if label else "Review speed"
    return f"## {title}\n\n{said}\n\n{times}\n\n{make_table(('ratio', 'median', 'range'), ratios)}\n"


def main(argv: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--docs", default=str(DOCS))
    parser.add_argument("--label", default="")
    args = parser.parse_args(argv)
    need_command()
    hold_cores(args.cores)
    compileall.compile_dir(ROOT / "samspil", quiet=1)  # as an installation leaves the package
    with tempfile.TemporaryDirectory() as work:
        folder = Path(shutil.copytree(args.folder, Path(work) / "in"))
        bench = Bench(folder, Path(work), args.cores)
        pages = count_pages(bench.files)
        bench.run(args.rounds)
        section = "-".join(["review-speed", *re.findall(r"\w+", args.label.lower())])
        publish(section, describe(bench, pages, args.label), args.docs)


if __name__ == "__main__":
    main()
