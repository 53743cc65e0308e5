"""How long the whole report of a portfolio takes: figures, pages, workbook and documents of a made-up municipality of 12,000 placements.

usage: python benchmarks/purchasing_report.py [--suppliers 300] [--placements 12000] [--seed 7] [--profile]

The files are written in the templates first and read by the command's own way, in a child; reading is shown apart (its processor time is the child's). Limit: 10 seconds for all but reading.
"""

import argparse
import cProfile
import pstats
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from samspil.engines.aside import do_together
from samspil.publish.purchasing.figures_docx import portfolio_docx, suppliers_docx
from samspil.publish.purchasing.figures_pages import write_pages
from samspil.publish.purchasing.figures_report import write_report
from samspil.publish.purchasing.figures_sheets import to_xlsx
from samspil.purchases import open_portfolio
from samspil.purchasing.figures.portfolio import build_figures
from samspil.purchasing.intake.templates import make_templates
from samspil.purchasing.synthetic import make_portfolio

LIMIT = 10.0


def timed(name: str, work: Callable[[], Any], *, shown: bool = False) -> tuple[Any, float]:
    """The result and the seconds; `shown`: with a profile."""
    profile = cProfile.Profile()
    begin, busy = time.perf_counter(), time.process_time()
    result = profile.runcall(work) if shown else work()
    seconds, busy = time.perf_counter() - begin, time.process_time() - busy
    print(f"{name:<16} {seconds:6.2f} s, of which the processor {busy:6.2f} s")
    if shown:
        pstats.Stats(profile).sort_stats("tottime").print_stats(12)
    return result, seconds


def parts_of(figures: Any, folder: Path) -> dict[str, Callable[[], Any]]:
    """The pieces that the report does at the same time, one by one for the profile."""
    return {
        "pages": lambda: write_pages(figures, folder),
        "workbook": lambda: to_xlsx(figures),
        "portfolio.docx": lambda: portfolio_docx(figures),
        "suppliers.docx": lambda: suppliers_docx(figures),
    }


def main() -> None:
    """Time each part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("suppliers", 300), ("placements", 12_000), ("seed", 7)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    made, _truth = make_portfolio(options.seed, options.suppliers, options.placements)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in make_templates("xlsx", made).items():
            (folder / file).write_bytes(content)
        reading, _seconds = timed("reading", lambda: open_portfolio([folder]))
        figures, whole = timed("figures", lambda: build_figures(reading.portfolio), shown=options.profile)
        if options.profile:
            for part, work in parts_of(figures, folder).items():
                timed(part, work, shown=True)
        whole += timed("pages and files", lambda: write_report(figures, folder / "out", do_together))[1]
    print(f"{'report':<16} {whole:6.2f} s; limit {LIMIT:g} s: {'kept' if whole < LIMIT else 'EXCEEDED'}")


if __name__ == "__main__":
    main()
