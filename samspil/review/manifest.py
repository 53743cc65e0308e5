"""The list a user may put beside the files: which file is whose, for which year, and which of several counts. CSV with the columns file, municipality,
year and counts; the last two may be left out."""

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from samspil.errors import UsageError
from samspil.vocabulary.municipalities import Municipality, find_by_code, find_by_name, suggest
from samspil.vocabulary.texts import say

_COLUMNS = {
    "file": ("file", "fil", "filnavn", "filename", "dokument", "document", "sti", "path"),
    "municipality": ("municipality", "kommune", "kommunenavn", "kommunekode", "municipality_code"),
    "year": ("year", "år", "aar", "budgetår", "budgetaar", "budget_year", "budgetyear"),
    "counts": ("counts", "tæller", "taeller", "gælder", "gaelder"),
}
_YES, _NO = ("ja", "yes", "j", "y", "1", "x", "true"), ("nej", "no", "n", "0", "false")
_MOST_ERRORS = 10


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """What the list says of one file; `year` is None where it says nothing. `line`: its number in the list, from 1. `counts`: whether it is the one that
    counts when a municipality has several agreements of the year; None where the list says nothing."""

    file: str
    municipality: Municipality
    year: int | None
    line: int
    counts: bool | None = None


def read_manifest(path: Path, files: Collection[str] | None = None) -> dict[str, ManifestLine]:
    """The list by file, `;` or `,` between columns, in UTF-8 or cp1252. With `files`, each line must name one of them.

    Raises UsageError that names each faulty line and what to do: a column is missing, an unknown municipality (with the nearest names),
    a file that is not in the folder, a file listed twice, a year that is not a number, neither ja nor nej.
    """
    rows = _read_rows(path)
    lines: dict[str, ManifestLine] = {}
    problems: list[tuple[int, str]] = []
    for number, row in rows:
        try:
            line = _parse_line(number, row, files)
            if line.file in lines:
                raise ValueError(say("review.manifest_doubled", file=line.file, first=lines[line.file].line))
            lines[line.file] = line
        except ValueError as problem:
            problems.append((number, str(problem)))
    if problems:
        raise _make_error(path, problems)
    return lines


def _make_error(path: Path, problems: list[tuple[int, str]]) -> UsageError:
    texts = [say("review.manifest_line", line=number, problem=problem) for number, problem in problems[:_MOST_ERRORS]]
    if len(problems) > _MOST_ERRORS:
        texts.append(say("review.manifest_more", count=len(problems) - _MOST_ERRORS))
    return UsageError("\n".join(texts), place=f"{path}:{problems[0][0]}", remedy=say("review.manifest_remedy"))


def _read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The lines with their numbers, as column -> cell; empty lines left out. Raises UsageError without a header that can be understood."""
    try:
        content = _decode(path.read_bytes())
    except OSError as error:
        raise UsageError(say("review.manifest_unreadable"), place=str(path), remedy=say("review.manifest_format")) from error
    first = content.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(content.splitlines(), delimiter=delimiter)
    columns = [_column_of(cell) for cell in next(reader, [])]
    missing = [name for name in ("file", "municipality") if name not in columns]
    if missing:
        raise UsageError(say("review.manifest_header"), place=f"{path}:1", remedy=say("review.manifest_format"))
    return [
        (reader.line_num, {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name})
        for cells in _cells(reader, path)
        if any(cell.strip() for cell in cells)
    ]


def _cells(reader: "Iterator[list[str]]", path: Path) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise UsageError(say("review.manifest_unreadable"), place=str(path), remedy=say("review.manifest_format")) from error


def _decode(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with its mark, else cp1252 as Danish spreadsheets write it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _column_of(cell: str) -> str:
    """The column that a header cell names, '' for one we do not use."""
    name = cell.strip().strip('"').lower().replace(" ", "_")
    return next((column for column, names in _COLUMNS.items() if name in names), "")


def _parse_line(number: int, row: dict[str, str], files: Collection[str] | None) -> ManifestLine:
    """One line. Raises ValueError with the problem in words."""
    file = row.get("file", "").replace("\\", "/").removeprefix("./")
    if not file:
        raise ValueError(say("review.manifest_no_file"))
    if files is not None and file not in files:
        raise ValueError(say("review.manifest_unknown_file", file=file))
    municipality, year = _parse_municipality(row.get("municipality", "")), _parse_year(row.get("year", ""))
    return ManifestLine(file, municipality, year, number, _parse_counts(row.get("counts", "")))


def _parse_counts(cell: str) -> bool | None:
    """'ja' or 'nej'; None for an empty cell. Raises ValueError for anything else."""
    word = cell.lower()
    if word and word not in (*_YES, *_NO):
        raise ValueError(say("review.manifest_counts", value=cell[:40]))
    return word in _YES if word else None


def _parse_municipality(cell: str) -> Municipality:
    municipality = find_by_code(cell) if re.fullmatch(r"\d{3,4}", cell) else find_by_name(cell)
    if municipality is None:
        near = [other.name for other in suggest(cell)]
        raise ValueError(say("review.manifest_near" if near else "review.manifest_unknown", name=cell, names=", ".join(near)))
    return municipality


def _parse_year(cell: str) -> int | None:
    """'2026' or '2026-2029' (its first year); None for an empty cell. Raises ValueError for anything else."""
    if not cell:
        return None
    match = re.fullmatch(r"(20\d\d)(?:\s?[-–/]\s?(?:20)?\d\d)?", cell)
    if match is None:
        raise ValueError(say("review.manifest_year", year=cell))
    return int(match[1])
