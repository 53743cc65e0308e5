"""All files of a review: all of them, each whole, or none."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from samspil.publish.contract import write_json
from samspil.publish.csv_table import write_csv
from samspil.publish.datapackage import write_datapackage
from samspil.publish.files import staged_outputs, write_bytes
from samspil.publish.pages import PageSource
from samspil.publish.parquet import write_parquet
from samspil.publish.report import MARKER, FindCases, list_works
from samspil.publish.xlsx import write_xlsx
from samspil.values.review import Review

Together = Callable[[Sequence[Callable[[], object]]], None]


def do_in_order(works: Sequence[Callable[[], object]]) -> None:
    """One after the other."""
    for work in works:
        work()


def write_outputs(
    review: Review,
    folder: Path,
    record: Mapping[str, Any],
    pages: PageSource | None,
    together: Together = do_in_order,
    find_cases: FindCases | None = None,
) -> Path | None:
    """Write the contract's files into `folder`; with `pages` also the report, whose first page is returned. Raises OutputError.

    They are made aside and put in place together, so that a full disk leaves the outputs of the last run as they were. Without `pages` an
    earlier report is taken away: it would tell of other data. `together` does pieces of work at the same time if it can; only the last of them
    may use `pages`. `find_cases`: the cases that the report shows beside initiatives.
    """
    with staged_outputs(folder, MARKER) as new:
        works = [
            lambda: write_xlsx(review, new / "initiatives.xlsx"),
            lambda: write_parquet(review, new / "initiatives.parquet"),
            lambda: _write_data(review, new, record),
        ]
        if pages:
            works += _start_report(review, new / "report", pages, find_cases)
        together(works)
        write_datapackage(review, new)
    return folder / "report" / "index.html" if pages else None


def _write_data(review: Review, folder: Path, record: Mapping[str, Any]) -> None:
    write_json(review, folder / "initiatives.json")
    write_csv(review, folder / "initiatives.csv")
    write_bytes(folder / "run.json", (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="replace"))


def _start_report(review: Review, folder: Path, pages: PageSource, find_cases: FindCases | None) -> list[Callable[[], None]]:
    folder.mkdir()
    return list_works(review, folder, pages, find_cases)
