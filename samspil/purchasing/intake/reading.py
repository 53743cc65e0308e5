"""Files become one portfolio and a list of what is wrong. Bytes in, values out: runs in a killable child (`samspil.purchases` is the parent's side)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from samspil.purchasing.intake import personal
from samspil.purchasing.intake.cells import Problem, is_empty, read_cell, show_value
from samspil.purchasing.intake.checks import check_together
from samspil.purchasing.intake.columns import read_kinds
from samspil.purchasing.intake.csv_files import read_csv
from samspil.purchasing.intake.findings import DOUBT, FILE, NOTE, ROW, SHEET, Finding, letter
from samspil.purchasing.intake.grid import MOST_BYTES, Grid, UnreadableError
from samspil.purchasing.intake.guard import find_personal
from samspil.purchasing.intake.headings import Layout, find_layout, is_help
from samspil.purchasing.intake.rows import Entry, SheetRows, read_rows
from samspil.purchasing.intake.xlsx import read_xlsx
from samspil.values.purchasing import Portfolio

_LISTED = 100  # findings of one kind in one column; the rest are counted
_ZIP = b"PK\x03\x04"
_LEVELS = {FILE: 0, SHEET: 1, ROW: 2, DOUBT: 3, NOTE: 4}
_KINDS = ("suppliers", "offers", "tariffs", "placements", "contracts", "supervisions", "outcomes", "capacities", "needs")


@dataclass(frozen=True, slots=True)
class Count:
    """Of one sheet or file: `rows` with content under the headings, of which `read` and `refused` (read + refused = rows). `kind` '' when not known."""

    file: str
    sheet: str
    kind: str
    rows: int
    read: int
    refused: int


@dataclass(frozen=True, slots=True)
class Intake:
    """`portfolio`: what was read, None when a file was refused as a whole or nothing was read; `findings` by severity and place."""

    portfolio: Portfolio | None
    findings: tuple[Finding, ...]
    counts: tuple[Count, ...]


def read_files(files: Sequence[tuple[str, bytes]], *, municipality: str = "", progress: Callable[[object], None] | None = None) -> Intake:
    """All files of one municipality. `municipality`: its code where the files do not say; `progress`: called now and then as a sign of life. Raises nothing for bad files: that is what findings are for."""
    grids, findings = _open_all(files)
    laid = [(grid, *find_layout(grid)) if not is_help(grid) else (grid, None, []) for grid in grids]
    told = []
    for grid, layout, _found in laid:
        told += find_personal(grid, layout)
        _live(progress)
    if told or any(finding.level == FILE and finding.key.startswith("personal_") for finding in findings):
        told += [finding for finding in findings if finding.key.startswith("personal_")]
        return Intake(None, tuple(told), tuple(_refused_count(grid) for grid in grids if not is_help(grid)))
    sheets = []
    for grid, layout, found in _drop_copies(laid):
        sheets.append(_read_sheet(grid, layout, found))
        _live(progress)
    entries: dict[str, list[Entry]] = defaultdict(list)
    for sheet in sheets:
        for entry in sheet.entries:
            entries[entry.kind].append(entry)
    findings += [finding for sheet in sheets for finding in sheet.findings]
    findings += check_together(entries)
    about, said = _read_about(laid, municipality)
    findings += said + _missing_kinds(entries)
    counts = tuple(
        _count(grid, layout, sheet)
        for (grid, layout, _found), sheet in zip(laid, sheets, strict=True)
        if not is_help(grid) and not _is_about(layout)
    )
    portfolio = _gather(entries, about) if any(entries.values()) else None
    if portfolio is None and not any(finding.level in (FILE, SHEET) for finding in findings):
        findings.append(Finding("nothing_read", FILE, files[0][0] if files else ""))
    return Intake(portfolio, _tidy(findings), counts)


def _live(progress: Callable[[object], None] | None) -> None:
    if progress:
        progress(None)


def _open_all(files: Iterable[tuple[str, bytes]]) -> tuple[list[Grid], list[Finding]]:
    grids: list[Grid] = []
    findings: list[Finding] = []
    for number, (given, data) in enumerate(files, start=1):
        name = f"({number})" if personal.find_in_text(given, prose=False) else given
        if name != given:
            findings.append(Finding("personal_file_name", FILE, name))
        try:
            grids += _open_one(name, data)
        except UnreadableError as error:
            findings.append(Finding(error.key, FILE, name, detail=error.detail))
    return grids, findings


def _open_one(name: str, data: bytes) -> list[Grid]:
    if not data.strip():
        raise UnreadableError("empty_file")
    if len(data) > MOST_BYTES:
        raise UnreadableError("too_big", {"most": str(MOST_BYTES // 1_000_000)})
    if data.startswith(_ZIP) or data.startswith(b"\xd0\xcf\x11\xe0") or name.lower().endswith((".xlsx", ".xlsm")):
        return [grid for grid in read_xlsx(data, name) if any(not is_empty(cell) for row in grid.rows for cell in row) or grid.formulas]
    if data.startswith((b"%PDF", b"<", b"{")):
        raise UnreadableError("no_table")
    return [read_csv(data, name)]


_Laid = tuple[Grid, Layout | None, list[Finding]]


def _drop_copies(laid: list[_Laid]) -> list[_Laid]:
    """A sheet that is another's twin is not read twice."""
    seen: dict[tuple[object, ...], Grid] = {}
    kept: list[_Laid] = []
    for grid, layout, found in laid:
        first = grid
        if layout and not _is_about(layout):
            first = seen.setdefault((layout.kind.key, *(tuple(row) for row in grid.rows)), grid)
        copied = Finding("copied_sheet", SHEET, grid.file, grid.sheet, detail={"first": first.sheet or first.file})
        kept.append((grid, layout, found) if first is grid else (grid, None, [*found, copied]))
    return kept


def _is_about(layout: Layout | None) -> bool:
    return layout is not None and layout.kind.key == "about"


def _read_sheet(grid: Grid, layout: Layout | None, found: list[Finding]) -> SheetRows:
    if is_help(grid) or _is_about(layout):
        return SheetRows(findings=found)
    if layout is None:
        rows = _refused_count(grid).rows
        return SheetRows(findings=found, filled=rows, refused=rows)
    sheet = read_rows(grid, layout)
    sheet.findings = [*found, *sheet.findings]
    return sheet


def _refused_count(grid: Grid) -> Count:
    """A sheet of which nothing is read: all rows with content but the first, which holds headings."""
    rows = max(0, sum(any(not is_empty(cell) for cell in row) for row in grid.rows) - 1)
    return Count(grid.file, "" if personal.find_in_text(grid.sheet, prose=False) else grid.sheet, "", rows, 0, rows)


def _count(grid: Grid, layout: Layout | None, sheet: SheetRows) -> Count:
    kept = sum(not entry.refused for entry in sheet.entries)
    return Count(grid.file, grid.sheet, layout.kind.key if layout else "", sheet.filled, kept, sheet.filled - kept)


def _read_about(laid: list[_Laid], municipality: str) -> tuple[dict[str, object], list[Finding]]:
    """The sheet about the data: the first row under its headings; contradicting ones are named."""
    values: dict[str, object] = {}
    findings = []
    for grid, layout, _found in laid:
        if layout is None or not _is_about(layout):
            continue
        for number, row in enumerate(grid.rows[layout.row + 1 :], start=layout.row + 1):
            for index, column in layout.columns.items():
                if index >= len(row) or is_empty(row[index]):
                    continue
                try:
                    value = read_cell(row[index], column)
                except Problem as problem:
                    cell, shown = f"{letter(index)}{number + 1}", show_value(row[index], column, problem.key)
                    findings.append(Finding(problem.key, DOUBT, grid.file, grid.sheet, cell, column.heading, shown, problem.detail))
                    continue
                if values.setdefault(column.key, value) != value:
                    findings.append(Finding("about_differs", DOUBT, grid.file, grid.sheet, f"{letter(index)}{number + 1}", column.heading))
    if municipality:
        if values.get("municipality") not in (None, municipality):
            findings.append(Finding("other_municipality", DOUBT, "", detail={"given": municipality}))
        values["municipality"] = municipality
    findings += [Finding(f"no_{key}", DOUBT, "") for key in ("municipality", "as_of") if key not in values]
    return values, findings


def _missing_kinds(entries: Mapping[str, list[Entry]]) -> list[Finding]:
    kinds = read_kinds()
    return [
        Finding("no_kind", NOTE, "", detail={"kind": kinds[key].title}) for key in _KINDS if not entries.get(key) and any(entries.values())
    ]


def _gather(entries: Mapping[str, list[Entry]], about: Mapping[str, object]) -> Portfolio:
    """The rows that were kept. Without a stated day the data tell of the end of their last year."""
    kept = {key: tuple(entry.value for entry in entries.get(key, ()) if not entry.refused) for key in _KINDS}
    years = [int(getattr(line, "year", 0)) for line in kept["placements"]]
    as_of = about.get("as_of")
    day = as_of if isinstance(as_of, date) else date(max(years, default=date.today().year), 12, 31)
    return Portfolio(str(about.get("municipality", "")), day, **kept, synthetic=bool(about.get("synthetic", False)))  # type: ignore[arg-type]


def _tidy(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Worst first, then by place; of many alike in one column the first hundred, with the number of the rest."""
    ordered = sorted(findings, key=lambda each: (_LEVELS[each.level], each.file, each.sheet, each.column, each.key))
    groups: Counter[tuple[str, ...]] = Counter()
    kept: list[Finding] = []
    last: dict[tuple[str, ...], int] = {}
    for finding in ordered:
        group = (finding.file, finding.sheet, finding.column, finding.key, finding.level)
        groups[group] += 1
        if groups[group] <= _LISTED:
            last[group] = len(kept)
            kept.append(finding)
    return tuple(
        replace(finding, more=finding.more + groups[group] - _LISTED)
        if groups[group := (finding.file, finding.sheet, finding.column, finding.key, finding.level)] > _LISTED and last[group] == number
        else finding
        for number, finding in enumerate(kept)
    )
