"""Tables that the format marks (DOCX, HTML, bars and tabs in text): header rows and the label column."""

import re
from collections.abc import Iterable, Sequence

from samspil.passages.figures import count_years, has_letters, is_number, is_year

_LONG_CELL = 45  # characters
_TOLD = 140  # characters no label has
_SENTENCE = re.compile(r"[.!?][\"'”»)]*$|[.!?]\s+[A-ZÆØÅ]|:\s*\n")
_DIGIT = re.compile(r"\d")
_ROW_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,2}\.?|[A-ZÆØÅ]{1,3}[-.]?\d{1,3}")
_LETTER = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_A-ZÆØÅ]{3}")  # 'BU', 'A1', 'B&F.1' are codes


def is_long(text: str) -> bool:
    """Whether a cell of a marked row is read as text of its own, and not as a label or a figure."""
    return len(text) > _LONG_CELL


def is_row_number(text: str) -> bool:
    """Whether a cell before the label is the row's number: '12', '3.1', 'D-02'."""
    return _ROW_NUMBER.fullmatch(text) is not None


def is_told(cells: Sequence[str], label: int) -> bool:
    """A row that holds running text, as in an agreement set as one big table: whole sentences where the label stands, or paragraphs beside it.

    A figure behind the first cell makes it a row of figures, whatever is said beside them.
    """
    if any(map(is_number, cells[1:])):
        return False
    named = is_long(cells[label]) and _SENTENCE.search(cells[label]) is not None
    return named or any(len(cell) > _TOLD for cell in cells)


def is_header(cells: Sequence[str]) -> bool:
    """Whether a marked row is a header: two or more years, or no figure at all beside words."""
    return count_years(cells) >= 2 or (len(cells) > 1 and not any(is_number(cell) for cell in cells if cell))


def is_group(cells: Sequence[str]) -> bool:
    """A row with words in its first cells only, between the rows of a table ('Drift')."""
    return sum(map(bool, cells)) == 1 and len(cells) > 1


def has_words_only(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table of several columns names neither a figure nor years: 'Hensigt', 'Udvalg', 'Forelægges'. A dash is no figure."""
    cells = [cell for row in rows for cell in row]
    return len(rows) > 2 and len(rows[0]) > 1 and not any(is_year(cell) or (is_number(cell) and _DIGIT.search(cell)) for cell in cells)


def find_label_column(rows: Iterable[Sequence[str]]) -> int | None:
    """The column of words with the most different values, left of the figures: a committee's name comes again and again, a label does not.

    None when no column has words in most rows.
    """
    values: dict[int, set[str]] = {}
    filled: dict[int, int] = {}
    total = 0
    for cells in rows:
        if is_header(cells):
            continue
        total += 1
        for column, cell in enumerate(cells):
            if column and (is_number(cell) or is_year(cell)) and filled.get(column - 1):
                break
            if _WORDS.search(cell):
                values.setdefault(column, set()).add(cell)
                filled[column] = filled.get(column, 0) + 1
    wordy = [column for column in values if 2 * filled[column] > total]
    return max(wordy, key=lambda column: (len(values[column]), -column), default=None)


def find_label(texts: Sequence[str], column: int | None) -> int:
    """The label's cell in one row: the table's label column, or the first cell with words."""
    if column is not None and column < len(texts) and _LETTER.search(texts[column]):
        return column
    return next((n for n, text in enumerate(texts) if has_letters(text) and not is_number(text)), 0)
