"""All files of a review: all of them, each whole, or none."""

import importlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.publish.contract import spell_review
from samspil.publish.files import staged_outputs, write_bytes
from samspil.publish.links import REPORT_MARKER
from samspil.values.review import Review

if TYPE_CHECKING:  # each work loads what it writes with, so that works in copies of this process load side by side
    from samspil.publish.pages import PageSource
    from samspil.publish.report import FindCases

Works = Sequence[Callable[[], object]]
Together = Callable[[Works], None]


def do_in_order(works: Works) -> None:
    """One after the other."""
    for work in works:
        work()


def write_outputs(
    review: Review,
    folder: Path,
    record: Mapping[str, Any],
    pages: "PageSource | None",
    together: Together = do_in_order,
    find_cases: "FindCases | None" = None,
    beside: Callable[[bytes], object] | None = None,
) -> Path | None:
    """Write the contract's files into `folder`; with `pages` also the report, whose first page is returned. Raises OutputError.

    They are made aside and put in place together, so that a full disk leaves the outputs of the last run as they were. Without `pages` an
    earlier report is taken away: it would tell of other data. `together` does pieces of work at the same time if it can; only the last of them
    may use `pages`. `find_cases`: the cases that the report shows beside initiatives. `beside`: done here, with the content of
    `initiatives.json`, while others write.
    """
    with staged_outputs(folder, REPORT_MARKER) as new:
        works: Works = [lambda: _write_xlsx(review, new / "initiatives.xlsx"), lambda: _write_tables(review, new)]
        here: Works = [lambda: _write_data(review, new, record, beside)]
        if pages:
            *others, last = _start_report(review, new / "report", pages, find_cases)
            works, here = [*works, *others], [*here, last]
        together([*works, lambda: do_in_order(here)])
        _describe(review, new)
    return folder / "report" / "index.html" if pages else None


def load_writers() -> None:
    """Load what the works write with, in a pause: copies of this process have it then. Any order of calls will do."""
    for name in ("xlsx", "parquet", "csv_table", "datapackage"):
        importlib.import_module(f"samspil.publish.{name}")


def _write_xlsx(review: Review, path: Path) -> None:
    from samspil.publish.xlsx import write_xlsx

    write_xlsx(review, path)


def _write_tables(review: Review, folder: Path) -> None:
    from samspil.publish.csv_table import write_csv
    from samspil.publish.parquet import write_parquet

    write_parquet(review, folder / "initiatives.parquet")
    write_csv(review, folder / "initiatives.csv")


def _write_data(review: Review, folder: Path, record: Mapping[str, Any], beside: Callable[[bytes], object] | None) -> None:
    content = spell_review(review)
    write_bytes(folder / "initiatives.json", content)
    if beside:
        beside(content)
    write_bytes(folder / "run.json", (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="replace"))


def _describe(review: Review, folder: Path) -> None:
    from samspil.publish.datapackage import write_datapackage

    write_datapackage(review, folder)


def _start_report(review: Review, folder: Path, pages: "PageSource", find_cases: "FindCases | None") -> list[Callable[[], None]]:
    from samspil.publish.report import list_works

    folder.mkdir()
    return list_works(review, folder, pages, find_cases)
