"""Plain text files: the letters as Danish, the lines as they stand, table rows where blanks or bars show columns."""

import re
from collections.abc import Iterator

from samspil.documents.encodings import decode
from samspil.documents.letters import count_invisible_signs, replace_unsafe
from samspil.documents.limits import check_line_count, check_text_size, rejection
from samspil.documents.rows import find_cells
from samspil.documents.typed_tables import TypedLine, complete_rows
from samspil.values import codes
from samspil.values.document import Document, Line, Page
from samspil.vocabulary.texts import say

_LINE = re.compile(r"[^\r\n]+")
_END = re.compile(r"\r\n|\r|\n")


def read_plain(data: bytes) -> Document:
    """The file as one page. Raises RejectedError when it is too large or has no text."""
    check_text_size(len(data))
    decoded = decode(data)
    raw, unsafe = replace_unsafe(decoded.text)
    if not raw.strip():
        raise rejection("empty")
    lines = tuple(find_lines(raw))
    notes = [*decoded.notes, *describe_letters(raw, unsafe)]
    return Document("text", (Page(1, raw, lines),), verdict=codes.WARN if notes else codes.OK, notes=tuple(notes))


def describe_letters(raw: str, unsafe: int) -> list[str]:
    """Notes on characters that were replaced or cannot be seen."""
    notes = []
    if unsafe:
        notes.append(say("documents.unsafe_characters", count=unsafe))
    if signs := count_invisible_signs(raw):
        notes.append(say("documents.invisible_signs", count=signs))
    return notes


def find_lines(raw: str) -> Iterator[Line]:
    """Every line that is not blank; blank lines show as gaps between offsets. Rows of one table share a table number."""
    check_line_count(raw.count("\n") + raw.count("\r"))
    table = 0
    table_end = -2  # the line on which the table stops unless the next one goes on with it
    for line in complete_rows(raw, read_lines(raw)):
        if line.cells is None:
            yield Line(line.start, line.end)
            continue
        first = line.number - len(_END.findall(raw, line.start, line.end))
        table += first != table_end + 1
        table_end = line.number
        if line.cells:  # () is the rule under a table's head, '| --- | --- |'
            yield Line(line.start, line.end, role="row", cells=line.cells, table=table)


def read_lines(raw: str) -> list[TypedLine]:
    """Every line that is not blank, with the cells of a row."""
    lines = []
    number = last = 0
    for match in _LINE.finditer(raw):
        start, end = match.span()
        number += len(_END.findall(raw, last, start))
        last = end
        if match[0].strip():
            lines.append(TypedLine(start, end, find_cells(raw, start, end), start, number))
    return lines
