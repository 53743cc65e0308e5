"""Names of the report's pages and anchors. Nothing from a document or a file name goes into them unchanged."""

import re

from samspil.values.initiative import Initiative

SOURCES = "kilder"
FIGURES = "tal"
CASES = "cases"
CASES_INDEX = f"{CASES}/index.html"
ALL = "alle"
REPORT_MARKER = "assets/report.css"  # a report folder that holds this file was written by us
SECTIONS = {
    "coverage": "daekning",
    "headlines": "overblik",
    "kroner": "kroner",
    "map": "kort",
    "charts": "figurer",
    "tables": "tabeller",
    "initiatives": "initiativer",
    "second": "to-laesninger",
}
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


def safe_name(text: str) -> str:
    """Letters, digits, hyphen and underscore of ASCII; anything else becomes one hyphen."""
    return _UNSAFE.sub("-", text)


def initiative_anchor(initiative: Initiative) -> str:
    return f"i-{safe_name(initiative.id)}"


def quote_anchor(initiative: Initiative, number: int) -> str:
    """Anchor of the initiative's evidence `number` (from 1) on its source page."""
    return f"q-{safe_name(initiative.id)}-{number}"


def first_on_pages(initiative: Initiative) -> list[int]:
    """Numbers (from 1) of the first quote on each page: one link per page is enough where space is short."""
    pages = [(evidence.sha256, evidence.page) for evidence in initiative.evidence]
    return [number for number, page in enumerate(pages, start=1) if page not in pages[: number - 1]]


def source_file(sha256: str) -> str:
    """The page that holds a document's quoted pages."""
    return f"{SOURCES}/{safe_name(sha256[:16])}.html"


def image_file(sha256: str, page: int) -> str:
    """The picture of a page, beside the document's own page."""
    return f"{safe_name(sha256[:16])}-{page}.png"


def quote_link(initiative: Initiative, number: int) -> str:
    """From index.html to the marked quote."""
    return f"{source_file(initiative.evidence[number - 1].sha256)}#{quote_anchor(initiative, number)}"


def figures_file(theme: str) -> str:
    """The page with the rows behind a theme's numbers; `ALL` for the grand total."""
    return f"{FIGURES}/{safe_name(theme)}.html"


def place_anchor(code: str) -> str:
    """Anchor of a municipality's initiatives."""
    return f"k-{safe_name(code)}"


def case_file(case: str) -> str:
    """The page of a case; an id that would be the overview's own name gets another."""
    name = safe_name(case)
    return f"{CASES}/{name if name != 'index' else 'index-case'}.html"
