"""Key figures on the terminal and as JSON."""

import dataclasses
import json
from datetime import date
from decimal import Decimal
from typing import Any

from samspil.publish.purchasing import figures_tables as tables
from samspil.publish.purchasing.figures_facts import Fact, basis_line, economy_facts, offer_facts, overview_facts, supplier_facts, title
from samspil.publish.purchasing.figures_model import Table, show
from samspil.purchasing.figures.errors import complain
from samspil.purchasing.figures.model import SupplierFigures
from samspil.purchasing.figures.portfolio import Figures
from samspil.purchasing.figures.words import tell
from samspil.values.reason import Reason
from samspil.vocabulary.texts import say

SHOWN = 20
# What 80 columns have room for.
_SUPPLIERS = ("supplier", "total", "share", "relative", "score")
_DEALS = ("paragraph", "target_group", "level", "days", "day_price", "peer_median", "listed")


def find_supplier(figures: Figures, wanted: str) -> SupplierFigures:
    """The supplier of an id. Raises FiguresError."""
    found = next((each for each in figures.suppliers if each.supplier.id == wanted), None)
    if found is None:
        raise complain("no_supplier", "--supplier", given=wanted[:40])
    return found


def print_figures(figures: Figures, wanted: str | None) -> None:
    """The overview, what is missing, and the largest suppliers; or one supplier."""
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    supplier = find_supplier(figures, wanted) if wanted is not None else None
    console.print(title(figures), style="bold", soft_wrap=True)
    console.print(basis_line(figures), style="dim", soft_wrap=True)
    book = tables.Book.of(figures)
    if supplier:
        _print_supplier(console, book, supplier)
        return
    _print_facts(console, overview_facts(figures))
    _print_table(console, tables.gaps_table(book), say("purchasing_figures.gaps_heading"))
    whole = tables.suppliers_table(book, {})
    shown = Table(whole.name, whole.columns, whole.rows[:SHOWN])
    _print_table(console, _keep(shown, _SUPPLIERS), say("purchasing_figures.suppliers_heading"))
    if len(whole.rows) > SHOWN:
        console.print(say("purchasing_figures.more_suppliers", n=len(whole.rows) - SHOWN), style="dim", soft_wrap=True)


def _print_supplier(console: Any, book: tables.Book, supplier: SupplierFigures) -> None:
    console.print(supplier.supplier.name, style="bold", soft_wrap=True)
    _print_facts(console, [*supplier_facts(supplier, book.figures.basis), *economy_facts(supplier)])
    deals = [deal for offer in supplier.offers for deal in offer.deals]
    _print_table(console, _keep(tables.deals_table(book, deals), _DEALS), say("purchasing_figures.deals_heading"))
    for offer in supplier.offers:
        console.print()
        console.print(offer.offer.name, style="bold", soft_wrap=True)
        _print_facts(console, offer_facts(offer))


def _keep(table: Table, names: tuple[str, ...]) -> Table:
    kept = [number for number, column in enumerate(table.columns) if column.name in names]
    return Table(table.name, tuple(table.columns[n] for n in kept), [[row[n] for n in kept] for row in table.rows])


def _print_facts(console: Any, facts: list[Fact]) -> None:
    for name, words in facts:
        console.print(f"  {name}: {words}", soft_wrap=True)


def _print_table(console: Any, table: Table, caption: str) -> None:
    from rich import box
    from rich.table import Table as Drawn
    from rich.text import Text

    if not table.rows:
        return
    console.print()
    console.print(caption, style="bold")
    drawn = Drawn(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in table.columns:
        drawn.add_column(column.title, justify="right" if column.numeric else "left", no_wrap=column.numeric)
    for row in table.rows:
        drawn.add_row(*(Text(show(cell, column.style)) for cell, column in zip(row, table.columns, strict=True)))
    console.print(drawn)


def print_json(figures: Figures, wanted: str | None) -> None:
    """Sums and ratios as text with all digits, so that none is lost; reasons with their key, numbers and words."""
    shown = [find_supplier(figures, wanted)] if wanted is not None else figures.suppliers
    told = {
        "year": figures.basis.year,
        "price_year": figures.basis.price_year,
        "synthetic": figures.portfolio.synthetic,
        "overview": as_json(figures.overview),
        "concentrations": as_json(figures.concentrations),
        "external": as_json(figures.external),
        "own": as_json(figures.own),
        "suppliers": as_json(shown),
    }
    print(json.dumps(told, ensure_ascii=False, indent=1))


def as_json(value: Any) -> Any:
    """Values of figures as JSON knows them; where a line stood in a file is left out."""
    if isinstance(value, Reason):
        return {"reason": value.key, "values": {name: as_json(each) for name, each in value.values}, "words": tell(value)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in dataclasses.fields(value) if field.name != "place"}
    if isinstance(value, dict):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(each) for each in value]
    return str(value) if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else value
