"""The whole report of a portfolio in a folder: `report/` (pages), `figures.xlsx`, `portfolio.docx`, `suppliers.docx`."""

from pathlib import Path

from samspil.publish.files import staged_outputs
from samspil.publish.outputs import Together, do_in_order
from samspil.publish.purchasing.figures_docx import portfolio_docx, suppliers_docx
from samspil.publish.purchasing.figures_pages import MARKER, write_pages
from samspil.publish.purchasing.figures_sheets import to_xlsx
from samspil.purchasing.figures.portfolio import Figures


def write_report(figures: Figures, folder: Path, together: Together = do_in_order) -> Path:
    """Write all of it or nothing, and give the path of the pages' index; `together` does pieces of work at the same time if it can. Raises OutputError."""
    with staged_outputs(folder, MARKER) as new:
        (new / "report").mkdir()
        together(
            (
                lambda: (new / "figures.xlsx").write_bytes(to_xlsx(figures)),
                lambda: _write_documents(figures, new),
                lambda: write_pages(figures, new / "report"),
            )
        )
    return folder / "report" / "index.html"


def _write_documents(figures: Figures, folder: Path) -> None:
    (folder / "portfolio.docx").write_bytes(portfolio_docx(figures))
    (folder / "suppliers.docx").write_bytes(suppliers_docx(figures))
