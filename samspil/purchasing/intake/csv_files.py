"""A CSV file becomes a grid. Semicolon, comma or tab; UTF-8 or, said aloud, Windows-1252. Cells stay text: what they mean is decided by the column."""

import csv
import io

from samspil.purchasing.intake.grid import MOST_CELLS, MOST_COLUMNS, Grid, UnreadableError

_SEPARATORS = (";", "\t", ",")
_LONGEST_CELL = 32_768


def read_csv(data: bytes, file: str) -> Grid:
    """The file's rows. Raises UnreadableError (not text, not a table, far too many cells)."""
    text, notes = _decode(data)
    separator = _find_separator(text)
    if separator == ",":
        notes.append("comma_separated")
    csv.field_size_limit(_LONGEST_CELL)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            cells += len(row)
            if cells > MOST_CELLS or len(row) > MOST_COLUMNS:
                raise UnreadableError("stray_cell", {"sheet": "", "cell": str(len(rows) + 1)})
            rows.append(row)
    except csv.Error as error:
        raise UnreadableError("broken_csv", {"row": str(len(rows) + 1)}) from error
    return Grid(file, "", rows, notes=tuple(notes))


def _decode(data: bytes) -> tuple[str, list[str]]:
    """Text, and what is to be said about it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), ["utf16"]
        except UnicodeDecodeError as error:
            raise UnreadableError("wrong_encoding") from error
    if b"\0" in data:
        raise UnreadableError("binary_text")
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UnreadableError("wrong_encoding") from error
    letters = sum(char in "æøåÆØÅéüöä§½–’" for char in text)
    strange = sum(ord(char) > 127 for char in text)
    if letters * 2 < strange:  # most signs above ASCII should be Danish ones
        raise UnreadableError("wrong_encoding")
    return text, ["cp1252"]


def _find_separator(text: str) -> str:
    """The one that stands most often in the first line with any, outside quotes."""
    for line in text.splitlines()[:20]:
        bare = "".join(part for number, part in enumerate(line.split('"')) if number % 2 == 0)
        counts = {separator: bare.count(separator) for separator in _SEPARATORS}
        if any(counts.values()):
            return max(_SEPARATORS, key=lambda separator: counts[separator])
    return ";"
