"""The whole report in a folder: `report/` (pages), `exposure.xlsx`, `exposure.json`, `functions.csv`, and `<code>.docx` for each chosen municipality."""

from collections.abc import Sequence
from pathlib import Path

from samspil.publish.competition.beside_docx import to_docx
from samspil.publish.competition.beside_json import to_functions_csv, to_json
from samspil.publish.competition.beside_pages import MARKER, write_pages
from samspil.publish.competition.beside_sheets import to_xlsx
from samspil.publish.files import staged_outputs
from samspil.publish.outputs import Together, do_in_order
from samspil.values.competition_beside import Exposure


def write_report(exposure: Exposure, folder: Path, chosen: Sequence[str] = (), together: Together = do_in_order) -> Path:
    """Write all of it or nothing, and give the path of the pages' index. `chosen`: codes that get a document. Raises OutputError, SamspilError (no python-docx)."""
    with staged_outputs(folder, MARKER) as new:
        (new / "report").mkdir()
        together(
            (
                lambda: _write_rest(exposure, new, chosen),
                lambda: write_pages(exposure, new / "report"),
            )
        )
    return folder / "report" / "index.html"


def _write_rest(exposure: Exposure, folder: Path, chosen: Sequence[str]) -> None:
    (folder / "exposure.xlsx").write_bytes(to_xlsx(exposure))
    (folder / "exposure.json").write_bytes(to_json(exposure).encode("utf-8", errors="replace"))
    (folder / "functions.csv").write_bytes(to_functions_csv(exposure))
    for code in chosen:
        if place := exposure.find(code):
            (folder / f"{place.code}.docx").write_bytes(to_docx(exposure, place))
