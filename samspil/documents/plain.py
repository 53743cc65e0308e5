"""Plain text files: the letters as Danish, the lines as they stand, table rows where blanks or bars show columns."""

import re
from collections.abc import Iterator

from samspil.documents.encodings import decode
from samspil.documents.letters import count_invisible_signs, replace_unsafe
from samspil.documents.limits import check_line_count, check_text_size, rejection
from samspil.documents.rows import find_cells
from samspil.values import codes
from samspil.values.document import Document, Line, Page
from samspil.vocabulary.texts import say

_LINE = re.compile(r"[^\r\n]+")


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
    table_end = -1  # where the table stops unless the next line goes on with it
    for match in _LINE.finditer(raw):
        start, end = match.span()
        cells = find_cells(raw, start, end) if match[0].strip() else None
        if cells is None:
            if match[0].strip():
                yield Line(start, end)
            continue
        if raw[table_end:start] not in ("\n", "\r\n", "\r"):
            table += 1
        table_end = end
        if cells:  # () is the rule under a table's head, '| --- | --- |'
            yield Line(start, end, role="row", cells=cells, table=table)
