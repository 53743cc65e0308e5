"""A workbook becomes grids: values by calamine, and what calamine does not tell (hidden rows, formulas without a result, errors) from the sheets' own XML.

Runs in a killable child; sizes are looked at before anything is unpacked.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from samspil.errors import DAMAGED_ZIP
from samspil.purchasing.intake.grid import MOST_CELLS, MOST_COLUMNS, MOST_SHEETS, MOST_UNPACKED, Grid, UnreadableError

_REF = re.compile(r"([A-Z]{1,3})(\d+)")
_OLE = b"\xd0\xcf\x11\xe0"  # an old or a locked workbook


def read_xlsx(data: bytes, file: str) -> list[Grid]:
    """All sheets with anything in them, hidden ones too. Raises UnreadableError."""
    import python_calamine

    if data.startswith(_OLE):
        raise UnreadableError("locked_or_old")
    parts = _open_parts(data)
    found = {sheet: _scan(parts, path) for sheet, path in _sheet_paths(parts).items()}
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        states = {meta.name: meta for meta in book.sheets_metadata}
        if len(states) > MOST_SHEETS:
            raise UnreadableError("too_many_sheets", {"most": str(MOST_SHEETS)})
        return [
            _make_grid(book, name, file, found.get(name, _Marks()), states[name])
            for name in book.sheet_names
            if str(states[name].typ).endswith("WorkSheet")
        ]
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise UnreadableError("broken_workbook") from error


def _make_grid(book: Any, name: str, file: str, marks: "_Marks", state: Any) -> Grid:
    last_row, last_column = marks.last
    if (last_row + 1) * (last_column + 1) > MOST_CELLS or last_column >= MOST_COLUMNS:
        raise UnreadableError("stray_cell", {"sheet": name, "cell": marks.far})
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    visible = str(state.visible).endswith(".Visible")
    return Grid(
        file,
        name,
        rows,
        visible,
        frozenset(marks.formulas),
        frozenset(marks.errors),
        tuple(marks.merged),
        tuple(marks.hidden),
        tuple(marks.comments),
    )


class _Marks:
    """What a scan of one sheet's XML found."""

    def __init__(self) -> None:
        self.formulas: set[tuple[int, int]] = set()
        self.errors: set[tuple[int, int]] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden: list[int] = []
        self.comments: list[str] = []
        self.last = (0, 0)
        self.far = ""

    def reach(self, row: int, column: int, name: str) -> None:
        """Remember the outermost cell with content."""
        if row > self.last[0] or column > self.last[1]:
            self.last, self.far = (max(row, self.last[0]), max(column, self.last[1])), name


def _open_parts(data: bytes) -> zipfile.ZipFile:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data))
        if sum(each.file_size for each in parts.infolist()) > MOST_UNPACKED:
            raise UnreadableError("too_big", {"most": str(MOST_UNPACKED // 1_000_000)})
    except DAMAGED_ZIP as error:
        raise UnreadableError("broken_workbook") from error
    return parts


def _sheet_paths(parts: zipfile.ZipFile) -> dict[str, str]:
    """Where each sheet lies in the package."""
    targets = {each.get("Id"): each.get("Target", "") for each in _elements(parts, "xl/_rels/workbook.xml.rels", "Relationship")}
    paths = {}
    for sheet in _elements(parts, "xl/workbook.xml", "sheet"):
        target = str(targets.get(next((value for name, value in sheet.items() if name.endswith("}id")), ""), ""))
        paths[sheet.get("name", "")] = posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    return paths


def _elements(parts: zipfile.ZipFile, path: str, *tags: str) -> Iterator[Any]:
    """Elements of a part as they end, and forgotten after. Entities are not resolved. Raises UnreadableError."""
    from lxml import etree

    try:
        with parts.open(path) as stream:
            reader = etree.iterparse(
                stream, events=("end",), tag=[f"{{*}}{tag}" for tag in tags], resolve_entities=False, no_network=True, load_dtd=False
            )
            for _event, element in reader:
                yield element
                element.clear(keep_tail=False)
    except KeyError:
        return
    except (etree.XMLSyntaxError, *DAMAGED_ZIP) as error:
        raise UnreadableError("broken_workbook") from error


def _scan(parts: zipfile.ZipFile, path: str) -> _Marks:
    marks = _Marks()
    for element in _elements(parts, path, "row", "mergeCell"):
        if element.tag.endswith("mergeCell"):
            _scan_merge(marks, element.get("ref", ""))
        else:
            _scan_row(marks, element)
    rels = posixpath.join(posixpath.dirname(path), "_rels", posixpath.basename(path) + ".rels")
    for each in _elements(parts, rels, "Relationship"):
        if each.get("Type", "").endswith(("/comments", "/threadedComment")):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), each.get("Target", ""))).lstrip("/")
            marks.comments += ["".join(text.itertext()) for text in _elements(parts, target, "text", "threadedComment")]
    return marks


def _scan_merge(marks: _Marks, area: str) -> None:
    corners = [_place(name) for name in area.split(":")]
    if len(corners) == 2 and all(corners):
        (top, left), (bottom, right) = corners  # type: ignore[misc]
        marks.merged.append((top, left, bottom, right))


def _scan_row(marks: _Marks, row: Any) -> None:
    """Cells with content, formulas without a result, errors; whether the row is hidden."""
    number = int(row.get("r") or marks.last[0] + 2) - 1
    before = -1
    filled = False
    for before_plus, cell in enumerate(row):
        if not len(cell):
            continue
        name = cell.get("r") or ""
        place = _place(name) or (number, max(before + 1, before_plus))
        before = place[1]
        formula = any(each.tag.endswith("}f") for each in cell)
        result = any(each.text for each in cell if each.tag.endswith("}v")) or any(each.tag.endswith("}is") for each in cell)
        if cell.get("t") == "e":
            marks.errors.add(place)
        elif formula and not result:
            marks.formulas.add(place)
        filled = True
        marks.reach(*place, name)
    if filled and row.get("hidden") in ("1", "true"):
        marks.hidden.append(number)


def _place(name: str) -> tuple[int, int] | None:
    """'B7' as (6, 1); None for anything else."""
    match = _REF.fullmatch(name)
    if not match:
        return None
    column = 0
    for char in match[1]:
        column = column * 26 + ord(char) - 64
    return int(match[2]) - 1, column - 1
