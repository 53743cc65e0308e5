"""The report's pages of cases: `cases/index.html` with all of the library, and a page for each case with who plans the like of it in this review."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from samspil.cases.matching.many import Shelf
from samspil.publish import case_words, links

Write = Callable[..., None]  # a path, a template, values


def write_case_pages(folder: Path, shelf: Shelf, write: Write) -> None:
    """All pages of cases, by the report's own `write`."""
    values: dict[str, Any] = {"root": "../", "c": case_words}
    write(folder / links.CASES_INDEX, "cases.html", shelf=shelf, **values)
    for case in shelf.cases:
        write(folder / links.case_file(case.id), "case.html", shelf=shelf, case=case, plans=shelf.plans.get(case.id, ()), **values)
