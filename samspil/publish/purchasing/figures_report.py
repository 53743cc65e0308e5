"""The whole report of a portfolio in a folder: `report/` (pages), `figures.xlsx`, `portfolio.docx`, `suppliers.docx`."""

from pathlib import Path

from samspil.publish.files import staged_outputs
from samspil.publish.purchasing.figures_docx import portfolio_docx, suppliers_docx
from samspil.publish.purchasing.figures_pages import MARKER, write_pages
from samspil.publish.purchasing.figures_sheets import to_xlsx
from samspil.purchasing.figures.portfolio import Figures


def write_report(figures: Figures, folder: Path) -> Path:
    """Write all of it or nothing, and give the path of the pages' index. Raises OutputError."""
    with staged_outputs(folder, MARKER) as new:
        (new / "report").mkdir()
        write_pages(figures, new / "report")
        (new / "figures.xlsx").write_bytes(to_xlsx(figures))
        (new / "portfolio.docx").write_bytes(portfolio_docx(figures))
        (new / "suppliers.docx").write_bytes(suppliers_docx(figures))
    return folder / "report" / "index.html"
