"""The report as static pages: `report/index.html` and a page per supplier. They open from a folder, load nothing from the network, and can be read without script."""

import re
import shutil
from collections import defaultdict
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from samspil import __version__
from samspil.publish.purchasing import figures_tables as tables
from samspil.publish.purchasing.figures_charts import Drawing, draw_map, draw_prices, draw_scatter, draw_totals
from samspil.publish.purchasing.figures_facts import basis_line, economy_facts, method_lines, overview_facts, supplier_facts, title
from samspil.publish.purchasing.figures_model import Cell, Column, Table, show
from samspil.publish.report import ASSETS as REPORT_ASSETS
from samspil.publish.report import load_templates
from samspil.purchasing.figures.model import Deal, SupplierFigures
from samspil.purchasing.figures.portfolio import DIVISIONS, Figures
from samspil.purchasing.figures.words import label, write_kroner
from samspil.values.reason import Reason
from samspil.vocabulary.texts import language, say

OWN_ASSETS = ("purchasing.css", "purchasing.js")
MARKER = "assets/purchasing.css"
MOST_POINTS = 15
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def write_pages(figures: Figures, folder: Path) -> None:
    """All pages into the empty `folder`."""
    book = tables.Book.of(figures)
    assets = folder / "assets"
    assets.mkdir(parents=True)
    for name in (*REPORT_ASSETS, *OWN_ASSETS):
        if name != "report.js":
            with resources.as_file(resources.files("samspil.publish").joinpath("assets", name)) as file:
                shutil.copyfile(file, assets / name)
    links = list_links(figures)
    _write(folder / "index.html", render_portfolio(book, links))
    shared = _shared(figures, "../")
    template = load_templates().get_template("purchasing/supplier.html")
    deals: dict[str, list[Deal]] = defaultdict(list)
    for deal in figures.deals:
        if deal.year == figures.basis.year:
            deals[deal.supplier].append(deal)
    for supplier in figures.suppliers:
        page = template.render(**shared, **supplier_values(book, supplier, deals[supplier.supplier.id]))
        _write(folder / links[supplier.supplier.id], page)


def list_links(figures: Figures) -> dict[str, str]:
    """The file of each supplier: by its place in the list of suppliers, since an id may hold anything."""
    return {each.id: f"suppliers/{number:04}.html" for number, each in enumerate(figures.portfolio.suppliers, 1)}


def _write(path: Path, html: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_CONTROLS.sub("\ufffd", html).encode("utf-8", errors="replace"))


def _shared(figures: Figures, root: str) -> dict[str, Any]:
    """What every page knows."""
    return {
        "p": _say,
        "body": draw_rows,
        "svg": _mark,
        "root": root,
        "language": language(),
        "version": __version__,
        "title": title(figures),
        "synthetic": figures.portfolio.synthetic,
        "basis_line": basis_line(figures),
        "method": method_lines(figures.basis),
        "year": figures.basis.year,
        "place_name": tables.place_name,
    }


def _say(key: str, **values: object) -> str:
    return say(f"purchasing_figures.{key}", **values)


def _mark(drawing: Drawing) -> Markup:
    return Markup(drawing.svg)  # noqa: S704 - escaped where it is drawn


def overview_values(book: tables.Book, most_points: int, most_concentrations: int | None = None) -> dict[str, Any]:
    """The overview's parts: totals, gaps, price against quality, map, years, divisions, concentration (the first `most_concentrations`, or all)."""
    figures = book.figures
    unknown = next((part.volume.total_dkk for part in figures.overview.divisions["municipality"] if not part.code), None)
    return {
        "overview": overview_facts(figures),
        "gaps": tables.gaps_table(book),
        "scatter": draw_scatter(figures),
        "points": tables.points_table(book, most_points),
        "unplaced": figures.overview.unplaced,
        "map_drawing": draw_map(figures),
        "map_missing": write_kroner(unknown) if unknown else "",
        "trends": [
            (_say(f"trend_{name}"), draw_totals(lines), draw_prices(lines), tables.years_table(lines))
            for name, lines in (("external", figures.external), ("own", figures.own))
            if lines
        ],
        "parts": [(_say(f"by_{name}"), tables.overview_parts(book, name)) for name in DIVISIONS],
        "concentration": tables.concentration_table(book, most_concentrations),
    }


def render_portfolio(book: tables.Book, links: dict[str, str]) -> str:
    """The overview page."""
    values = overview_values(book, MOST_POINTS) | {"groups": tables.groups_table(book), "suppliers": tables.suppliers_table(book, links)}
    return load_templates().get_template("purchasing/portfolio.html").render(**_shared(book.figures, ""), **values)


def supplier_values(book: tables.Book, supplier: SupplierFigures, deals: Sequence[Deal]) -> dict[str, Any]:
    """A supplier's parts: figures, years, deals beside peers, adjustments line by line, tariffs, scores with their spread, economy, contracts."""
    offers = [
        (
            each.offer,
            ", ".join(each.offer.paragraphs),
            ", ".join(label("group", group) for group in each.offer.target_groups),
            tables.measures_table(each),
        )
        for each in supplier.offers
    ]
    return {
        "s": supplier,
        "ownership": label("ownership", supplier.supplier.ownership),
        "numbers": supplier_facts(supplier, book.figures.basis),
        "trend": tables.years_table(supplier.trend),
        "totals": draw_totals(supplier.trend),
        "prices": draw_prices(supplier.trend),
        "deals": tables.deals_table(book, deals),
        "steps": tables.steps_table(deals, book),
        "tariffs": tables.tariffs_table(deals, book),
        "offers": offers,
        "scores": tables.scores_table(supplier),
        "economy": economy_facts(supplier),
        "contracts": tables.contracts_table(book, supplier.offers),
    }


def render_supplier(figures: Figures, supplier: str, root: str = "../") -> str:
    """One supplier's page. Raises StopIteration for an unknown id."""
    found = next(each for each in figures.suppliers if each.supplier.id == supplier)
    deals = [deal for deal in figures.deals if deal.supplier == supplier and deal.year == figures.basis.year]
    template: jinja2.Template = load_templates().get_template("purchasing/supplier.html")
    return template.render(**_shared(figures, root), **supplier_values(tables.Book.of(figures), found, deals))


def draw_rows(table: Table, by_value: bool = False) -> Markup:
    """The rows of a table's body: written here, since there are many."""
    rows = []
    for number, row in enumerate(table.rows):
        link = table.links[number] if table.links else ""
        cells = [_draw_cell(cell, column, by_value=by_value) for cell, column in zip(row[1:], table.columns[1:], strict=True)]
        rows.append(f"<tr>{_draw_first(row[0], table.columns[0], link)}{''.join(cells)}</tr>")
    return Markup("\n".join(rows))  # noqa: S704 - every cell is escaped


def _draw_first(cell: Cell, column: Column, link: str) -> str:
    words = escape(show(cell, column.style))
    inner = f'<a href="{escape(link)}">{words}</a>' if link else words
    return f'<th scope="row"{" class=n" if column.numeric else ""}>{inner}</th>'


def _draw_cell(cell: Cell, column: Column, *, by_value: bool) -> str:
    words = escape(show(cell, column.style).replace("§ ", "§\u00a0"))
    if isinstance(cell, Reason):
        return f'<td class="why">{words}</td>'
    if not column.numeric:
        return f"<td>{words}</td>"
    value = f' data-value="{float(cell):.10g}"' if by_value and cell is not None and not isinstance(cell, str) else ""  # type: ignore[arg-type]
    return f'<td class="n"{value}>{words}</td>'
