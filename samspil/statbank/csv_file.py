"""CSV and BULK files of the bank (one layout: a line per cell, dimensions first, the number last) become a table."""

from array import array
from pathlib import Path

import numpy as np

from samspil.statbank.errors import complain, find, shorten
from samspil.statbank.lines import Header, read_rows
from samspil.statbank.numbers import COMMA, POINT, is_grouped, read_cell
from samspil.statbank.presentation import name_presentation, read_dimension
from samspil.values.statistics import ERROR, NOTE, TEXTS, Dimension, TableFinding

MOST_CELLS = 2_000_000
MOST_CATEGORIES = 200_000
_MARKS = {",": COMMA, ".": POINT}
_KEPT_NUMBERS = 1_000  # texts of numbers with a point, looked at for thousands

Cells = tuple[tuple[Dimension, ...], tuple["array[int]", ...], "array[int]", list[TableFinding], str]


class _Column:
    """The categories of a dimension as they come, and the place of each cell."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}
        self.places: array[int] = array("I")

    def add(self, text: str) -> None:
        self.places.append(self.known.setdefault(text, len(self.known)))


def read_csv(file: Path, header: Header) -> Cells:
    """Dimensions, places, numbers, findings and presentation. Raises StatbankError naming the line for anything that is not whole and plain."""
    columns = [_Column() for _name in header.names]
    numbers: array[int] = array("q")
    marks: dict[str, tuple[int, str]] = {}
    pointed: list[str] = []
    for line, cells in read_rows(file, header):
        if len(numbers) >= MOST_CELLS:
            raise complain("too_many_cells", str(file), most=MOST_CELLS)
        text = cells.pop().strip()
        try:
            number, mark = read_cell(text)
        except ValueError as error:
            raise complain("not_a_number", f"{file}:{line}:{header.contents}", given=text[:40]) from error
        if mark and mark not in marks:
            marks[mark] = (line, text)
        if mark == "." and len(pointed) < _KEPT_NUMBERS:
            pointed.append(text)
        numbers.append(number)
        for column, cell in zip(columns, cells, strict=True):
            column.add(cell.strip())
    check_marks(file, header.contents, marks, pointed)
    _check_categories(file, header, columns)
    return _finish(file, header, columns, numbers)


def _finish(file: Path, header: Header, columns: list[_Column], numbers: "array[int]") -> Cells:
    texts = {name: list(column.known) for name, column in zip(header.names, columns, strict=True)}
    presentation = name_presentation(texts)
    dimensions = tuple(
        read_dimension(name, known, presentation, file, given) for (name, known), given in zip(texts.items(), header.given, strict=True)
    )
    places = tuple(column.places for column in columns)
    findings = describe_header(file, header, presentation)
    findings += check_doubled(str(file), dimensions, places)
    return dimensions, places, numbers, findings, presentation


def describe_header(file: Path, header: Header, presentation: str) -> list[TableFinding]:
    """What the reader chose, told: another encoding, an English export, texts alone."""
    found = []
    if header.encoding != "utf-8":
        found.append(find("read_cp1252", NOTE, str(file), ""))
    if header.language == "en":
        renamed = [f"{one} = {name}" for one, name in zip(header.given, header.names, strict=False) if one.upper() != name]
        found.append(find("read_english", NOTE, str(file), "1", names=shorten(renamed) or header.contents))
    if presentation == TEXTS:
        found.append(find("read_texts", NOTE, str(file), ""))
    return found


def check_marks(file: Path, contents: str, marks: dict[str, tuple[int, str]], pointed: list[str]) -> None:
    """Refuse a file that writes decimals in two ways, or points that may stand for thousands. Raises StatbankError."""
    if len(marks) > 1:
        (first, one), (second, other) = sorted(marks.values())
        raise complain("mixed_decimals", f"{file}:{second}:{contents}", one=one, first=first, other=other)
    if "." in marks and is_grouped(pointed):
        raise complain("thousands", f"{file}:{marks['.'][0]}:{contents}", given=marks["."][1])


def _check_categories(file: Path, header: Header, columns: list[_Column]) -> None:
    for given, column in zip(header.given, columns, strict=False):
        if len(column.known) > MOST_CATEGORIES:
            raise complain("too_many_categories", f"{file}:{given}", count=len(column.known), most=MOST_CATEGORIES)
        if "" in column.known:
            line = column.places.index(column.known[""]) + 2
            raise complain("empty_category", f"{file}:{line}:{given}")


def check_doubled(file: str, dimensions: tuple[Dimension, ...], places: tuple["array[int]", ...]) -> list[TableFinding]:
    """Cells that stand twice: each would count twice. The first of them is named."""
    if not places or not places[0]:
        return []
    keys = np.zeros(len(places[0]), dtype=np.int64)
    for dimension, column in zip(dimensions, places, strict=True):  # numbered again each time, so that no product grows too large
        keys = np.unique(keys * len(dimension.categories) + np.frombuffer(column, dtype=np.uintc), return_inverse=True)[1].reshape(-1)
    _unique, first = np.unique(keys, return_index=True)
    count = len(keys) - len(first)
    if not count:
        return []
    again = np.setdiff1d(np.arange(len(keys)), first)[0]
    what = ", ".join(f"{each.code}={each.codes[column[again]]}" for each, column in zip(dimensions, places, strict=True))
    return [find("doubled_rows", ERROR, file, str(int(again) + 2), count=count, first=what)]
