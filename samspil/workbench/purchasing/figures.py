"""Key figures for the pages: worked out once for a set and a year, shown by the tables and drawings of the report (`samspil.publish.purchasing`)."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from samspil.publish.purchasing import figures_tables as tables
from samspil.publish.purchasing.figures_charts import Drawing
from samspil.publish.purchasing.figures_facts import basis_line, method_lines
from samspil.publish.purchasing.figures_model import Table
from samspil.publish.purchasing.figures_pages import draw_rows, overview_values, supplier_values
from samspil.purchasing.figures.model import SupplierFigures
from samspil.purchasing.figures.portfolio import Figures, build_figures
from samspil.purchasing.figures.settings import Settings
from samspil.store.desk.desk import Desk
from samspil.vocabulary.texts import say
from samspil.workbench.purchasing.data import DataSet, NoDataError, list_years, open_portfolio, remember

MOST_POINTS = 15
SHOWN = 25  # rows of the long tables of the overview; all of them are in the workbook
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = {"figures.xlsx": XLSX, "portfolio.docx": DOCX, "suppliers.docx": DOCX}


def work_out(desk: Desk, data: DataSet, year: int = 0) -> Figures:
    """All key figures of a set in a year (the last with placements for 0). Raises NoDataError for another year, FiguresError."""
    portfolio = open_portfolio(desk, data)
    years = list_years(portfolio)
    if year and year not in years:
        raise NoDataError(
            say("desk_purchasing.no_year", year=year), remedy=say("desk_purchasing.no_year_remedy", years=", ".join(map(str, years)))
        )
    chosen = year or (years[0] if years else None)
    return remember(desk, (data.sha256, "figures", chosen), lambda: build_figures(portfolio, Settings(chosen)))


def say_figures(key: str, **values: object) -> str:
    """A text of the report on purchasing, as its templates ask for it."""
    return say(f"purchasing_figures.{key}", **values)


def _draw(drawing: Drawing) -> Markup:
    return Markup(drawing.svg)  # noqa: S704 - escaped where it is drawn


def share_words(figures: Figures) -> dict[str, Any]:
    """What the report's macros know, and every page of figures shows."""
    basis = {"basis_line": basis_line(figures), "method": method_lines(figures.basis), "year": figures.basis.year}
    return {
        "p": say_figures,
        "body": draw_rows,
        "svg": _draw,
        "years": list_years(figures.portfolio),
        "place_name": tables.place_name,
        **basis,
    }


def describe_overview(figures: Figures) -> dict[str, Any]:
    """The overview's parts as the report has them, with fewer rows of the long tables."""
    return overview_values(tables.Book.of(figures), MOST_POINTS, SHOWN)


def list_suppliers(figures: Figures, address: Callable[[str], str]) -> Table:
    """Every supplier in the year, each a link."""
    return tables.suppliers_table(tables.Book.of(figures), {each.supplier.id: address(each.supplier.id) for each in figures.suppliers})


def list_groups(figures: Figures) -> Table:
    """The groups of peers of the year."""
    return tables.groups_table(tables.Book.of(figures))


def find_supplier(figures: Figures, supplier: str) -> SupplierFigures:
    """Raises NoDataError."""
    found = next((each for each in figures.suppliers if each.supplier.id == supplier), None)
    if found is None:
        raise NoDataError(say("desk_purchasing.no_supplier"), remedy=say("desk_purchasing.no_supplier_remedy"))
    return found


def describe_supplier(figures: Figures, supplier: SupplierFigures) -> dict[str, Any]:
    """A supplier's parts: figures, years, deals beside peers, adjustments line by line, tariffs, scores with their spread, economy, contracts."""
    deals = [deal for deal in figures.deals if deal.supplier == supplier.supplier.id and deal.year == figures.basis.year]
    return supplier_values(tables.Book.of(figures), supplier, deals)


def write_figures(figures: Figures, name: str) -> tuple[bytes, str]:
    """One of `FILES`, the same bytes as the command writes, and its type. Raises NoDataError for a file that there is not."""
    from samspil.publish.purchasing.figures_docx import portfolio_docx, suppliers_docx
    from samspil.publish.purchasing.figures_sheets import to_xlsx

    writers: dict[str, Callable[[Figures], bytes]] = {
        "figures.xlsx": to_xlsx,
        "portfolio.docx": portfolio_docx,
        "suppliers.docx": suppliers_docx,
    }
    if name not in writers:
        raise NoDataError(say("desk_purchasing.no_file"), place=name[:40], remedy=", ".join(FILES))
    return writers[name](figures), FILES[name]
