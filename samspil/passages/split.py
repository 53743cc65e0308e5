"""A document becomes cleaned text and passages: the one door of this room."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from samspil.passages.blocks import Block, find_blocks, iter_rows
from samspil.passages.cells import find_label, find_label_column, has_words_only, is_group, is_header, is_long, is_row_number, is_told
from samspil.passages.collect import TextCollector
from samspil.passages.figures import count_years, has_letters, is_number, is_year, parse_caption_years
from samspil.passages.pieces import Piece, cut_hand_set, read_pieces
from samspil.passages.sentences import find_sentences
from samspil.passages.signs import BULLET
from samspil.values.document import Document
from samspil.values.passage import CleanText, Passage

_RUN_IN = re.compile(r"[^.:;!?\d][^.:;!?]{1,58}:\s+(?=[A-ZÆØÅ\"„])")
_UNIT = re.compile(r"1\.000|t\.\s?kr|tkr|tusind|mio\.|million|hele kr|\bkr\.?\)|i kr\.?\b|kroner", re.I)
_UNIT_PARTS = ("kr", "1.000", "tu", "o.", "ll")  # no i and no s among them: these have more forms than lower() knows
_UNIT_LINE = re.compile(
    r"bel[øo]b|tal|tabel|\(|1\.000|t\.\s?kr|^\W*(?:alt |angivet )?(?:i )?(?:mio|mill|millioner|hele)\.?\s?kr\w*\W*$", re.I
)
_TITLE = re.compile(
    r"(?:Forslag|Tiltag|Initiativ|Punkt|Emne|Indsats|Sag) (?:nr\. )?\d{1,3}(?:\.\d{1,2})*[a-z]?[.:]\s[^.:;!?]{3,80}[^.:;,!?]"
)
_NUMBERED = re.compile(r"[\s\u00ad]*\(?(\d{1,2})[.)][\s\u00ad]+")
_LONGEST_INDENT = 40  # characters before an item, its number among them
_MARKS = " *_\u00ad"  # around bold words; the documents room leaves soft hyphens for them
_TITLE_LEVEL = 9  # below all other headings
_LONG_NOTE = 220
_MOST_TEXT_BETWEEN = 3  # blocks of text between two parts of one table


def split_passages(document: Document) -> tuple[CleanText, list[Passage]]:
    """Cleaned text with its map home, and all passages in reading order."""
    blocks = find_blocks(read_pieces(document), document.pages, typed=document.format != "pdf")
    tables = {table: [_cell_texts(block.pieces[0], document) for block in group] for table, group in _tables_of(blocks)}
    label_columns = {table: find_label_column(rows) for table, rows in tables.items()}
    builder = _Builder(document, label_columns, {table for table, rows in tables.items() if has_words_only(rows)})
    for block in blocks:
        builder.add(block)
    return builder.collector.clean_text(), builder.passages


def _tables_of(blocks: Sequence[Block]) -> Iterator[tuple[int, Iterator[Block]]]:
    """The rows of each marked table, by its number."""
    return groupby(iter_rows(blocks), key=lambda block: block.table)


def _cell_texts(piece: Piece, document: Document) -> list[str]:
    raw = document.pages[piece.page].raw
    return [raw[start:end].strip() for start, end in piece.cells]


def _pages_of(pieces: Sequence[Piece]) -> tuple[int, ...]:
    """Indexes of the pages on which lines stand, each once, in their order."""
    return tuple(dict.fromkeys([piece.page for piece in pieces]))


def _names_unit(text: str) -> bool:
    """Whether a text names a unit of money; one of a few parts stands in every such name."""
    lower = text.lower()
    return any(part in lower for part in _UNIT_PARTS) and _UNIT.search(text) is not None


def _with_head(notes: tuple[str, ...], head: str) -> tuple[str, ...]:
    """A row's notes with what stands above the labels: 'Besparelser' tells what the figures are."""
    return (*notes, head) if head and has_letters(head) and head not in notes else notes


def _with_number(notes: tuple[str, ...], number: str) -> tuple[str, ...]:
    """A row's notes with the number it has in the table, an item's with that in its list: other places name it."""
    return (*notes, f"Nr. {number}") if number else notes


@dataclass
class _Header:
    """The header above the rows being read: `columns` (all columns of a marked table), `notes` (`own`: those right above this part of the
    table), and blocks of text since its last row.
    """

    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    text_since: int = 0


@dataclass
class _Builder:
    """Collects text and passages block by block."""

    document: Document
    label_columns: dict[int, int | None]
    wordy: set[int]  # marked tables without a figure
    collector: TextCollector = field(init=False)
    passages: list[Passage] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    path: tuple[str, ...] = ()
    recent: list[str] = field(default_factory=list)
    short_texts: list[str] = field(default_factory=list)
    unit: str = ""
    table: int = 0
    header: _Header = field(default_factory=_Header)
    paragraph: int = 0

    def __post_init__(self) -> None:
        self.collector = TextCollector(self.document)

    def add(self, block: Block) -> None:
        """Append one block's text and passages."""
        if block.kind == "row":
            self._add_row(block)
            return
        self.header.text_since += 1
        if block.kind == "heading" or (block.kind == "paragraph" and _TITLE.fullmatch(block.text.strip(_MARKS))):
            self._add_heading(block)
        else:
            self._add_text(block)

    def _keep(self, kind: str, start: int, text: str, page: int, **more: tuple[str, ...]) -> None:
        if text:
            headings = more.pop("headings", None) or self.path
            self.passages.append(Passage(text, start, start + len(text), page, kind, self.paragraph, headings, **more))

    def _page_of(self, pages: Sequence[int], start: int) -> int:
        """Number of the page on which the character at `start` stands, known to be one of `pages` (indexes)."""
        if len(pages) == 1:
            return self.document.pages[pages[0]].number
        begun = [page for page in pages if self.collector.page_starts.get(page, start + 1) <= start]
        return self.document.pages[begun[-1] if begun else pages[0]].number

    def _add_heading(self, block: Block) -> None:
        start, text = self.collector.append(block.pieces, "\n\n")
        self.paragraph += 1
        level = block.level or _TITLE_LEVEL
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        self.path = tuple(above for _level, above in self.headings)
        self._keep("heading", start, text, self._page_of(_pages_of(block.pieces), start))
        self.headings.append((level, text))
        self.path = (*self.path, text)
        self._remember(text)

    def _remember(self, text: str) -> None:
        """The last words before a table may name its unit."""
        self.recent = [*self.recent[-2:], text[-220:]]
        if len(text) < 220:
            self.short_texts.append(text)

    def _find_unit(self) -> str:
        """The last short text above that names a unit, looked for when a table begins."""
        texts = (text for text in reversed(self.short_texts) if _names_unit(text) and _UNIT_LINE.search(text))
        self.unit = next(texts, self.unit)
        self.short_texts.clear()
        return self.unit

    def _add_text(self, block: Block) -> None:
        start, text = self.collector.append(block.pieces)
        self.paragraph += 1
        kind = "item" if block.kind == "item" else "sentence"
        run_in = _RUN_IN.match(text) if kind == "item" or len(text) < 400 else None
        skip = run_in.end() if run_in and run_in.end() < len(text) else 0
        path = (*self.path, text[:skip].strip().rstrip(":")) if skip else self.path
        pages, notes = _pages_of(block.pieces), _with_number((), self._number_of(block.pieces[0]) if kind == "item" else "")
        for a, b in find_sentences(text[skip:]):
            first = start + skip + a
            self._keep(kind, first, text[skip + a : skip + b], self._page_of(pages, first), headings=path, notes=notes if not a else ())
        self._remember(text)

    def _number_of(self, first: Piece) -> str:
        """The number that stands before an item: '17' of '17. Det belyses …'; '' for none."""
        raw = self.document.pages[first.page].raw
        match = _NUMBERED.fullmatch(raw[max(0, first.start - _LONGEST_INDENT) : first.start].rpartition("\n")[2])
        return match[1] if match else ""

    def _add_row(self, block: Block) -> None:
        if block.table != self.table:
            self._begin_table(block)
        if block.row is None:
            self._add_marked_row(block)
        elif block.row.cells:
            self._add_found_row(block)
        else:
            self.collector.append(block.pieces)
        self.header.text_since = 0
        self.recent.clear()  # what stands before a row belongs to its table, and to no later one

    def _begin_table(self, block: Block) -> None:
        """A new table has its own header and notes, unless it is the rest of one that a line or a page end cut."""
        goes_on = self.header.text_since <= _MOST_TEXT_BETWEEN and self._is_rest(block)
        self.table = block.table
        self.paragraph += 1
        unit, near = self._find_unit(), [text for text in self.recent if text and len(text) < _LONG_NOTE]
        notes = tuple(dict.fromkeys(near if unit in near or not unit else [unit, *near]))
        columns = block.row.columns if block.row else self.header.columns if goes_on else ()
        self.header = _Header(columns, notes if not goes_on else (*self.header.notes, *near), notes)

    def _is_rest(self, block: Block) -> bool:
        """Whether a table's columns are those of the table above; in lines, which name theirs anew, with no text between."""
        if block.row is not None:
            return self.header.text_since == 0 and block.row.columns == self.header.columns
        alike = (block.table in self.wordy) == (self.table in self.wordy)
        return alike and len(block.pieces[0].cells) == len(self.header.columns)

    def _add_found_row(self, block: Block) -> None:
        row = block.row
        if row is None or not row.label:
            return
        start, text = self.collector.append(row.label)
        cells = tuple(self.collector.append([cell], "  ")[1] if cell else "" for cell in row.cells)
        notes = _with_number(_with_head(self.header.notes, row.head), row.number)
        self._keep("row", start, text, self._page_of(_pages_of(row.label), start), cells=cells, columns=row.columns, notes=notes)

    def _add_marked_row(self, block: Block) -> None:
        piece = block.pieces[0]
        texts = _cell_texts(piece, self.document)
        wordy = block.table in self.wordy and bool(self.header.columns) and not is_group(texts)
        if not wordy and is_header(texts) and not any(map(is_long, texts)):
            self._set_header(texts, piece)
            return
        label = find_label(texts, self.label_columns.get(block.table))
        if is_told(texts, label):
            self._add_told_row(piece, texts, label)
            return
        columns = self._columns_of(texts, label)
        notes = _with_number(self.header.notes, next((text for text in texts[:label] if is_row_number(text)), ""))
        for number, (cell_start, cell_end) in enumerate(piece.cells):
            part = Piece(piece.page, cell_start, cell_end, texts[number], piece.box)
            start, text = self.collector.append([part], "\n" if number == 0 else "  ")
            page = self.document.pages[piece.page].number
            if number == label and wordy:
                self.paragraph += 1
                self._keep("item", start, text, page, cells=tuple(texts[label + 1 :]), columns=columns)
            elif number == label:
                self._keep("row", start, text, page, cells=tuple(texts[label + 1 :]), columns=columns, notes=notes)
            elif is_long(texts[number]) and not is_number(texts[number]):
                self._add_cell_text(texts[label] if label < len(texts) else "", start, text, page)

    def _add_told_row(self, piece: Piece, texts: Sequence[str], label: int) -> None:
        """A row of running text: each cell by its own paragraphs, the long ones below what a short first cell calls them."""
        name = next((text for text in texts[: label + 1] if text and not is_long(text) and has_letters(text)), "")
        for (cell_start, cell_end), text in zip(piece.cells, texts, strict=True):
            if not text:
                continue
            cell = piece._replace(start=cell_start, end=cell_end, text=text, cells=())
            if text == name:
                self._keep_name(cell)
                continue
            for line in cut_hand_set(cell) if is_long(text) else [cell]:
                self._add_line(line, (*self.path, name) if name else self.path)

    def _keep_name(self, cell: Piece) -> None:
        """The short cell before a row's text is the heading of that row only."""
        start, text = self.collector.append([cell], "\n\n")
        self.paragraph += 1
        self._keep("heading", start, text, self.document.pages[cell.page].number)

    def _add_line(self, line: Piece, headings: tuple[str, ...]) -> None:
        """One paragraph of a cell: its sentences, or those of a bullet."""
        bullet = BULLET.match(line.text)
        if bullet and bullet.end() < len(line.text):
            line = line.part(bullet.end(), len(line.text))
        start, text = self.collector.append([line])
        self.paragraph += 1
        page = self.document.pages[line.page].number
        for a, b in find_sentences(text):
            self._keep("item" if bullet else "sentence", start + a, text[a:b], page, headings=headings)

    def _columns_of(self, texts: Sequence[str], label: int) -> tuple[str, ...]:
        """The header cells above the cells after the label; the years of the caption when the table has no header of its own."""
        columns = self.header.columns
        if len(columns) == len(texts):
            return columns[label + 1 :]
        if not columns:
            years = next((years for note in reversed(self.header.notes) if (years := parse_caption_years(note))), ())
            return years if len(years) == len(texts) - label - 1 else ()
        return columns

    def _add_cell_text(self, label: str, start: int, text: str, page: int) -> None:
        for a, b in find_sentences(text):
            self._keep("sentence", start + a, text[a:b], page, headings=(*self.path, label))

    def _set_header(self, texts: Sequence[str], piece: Piece) -> None:
        self.collector.append([piece])
        if count_years(texts) >= 2:
            self.header.columns, self.header.notes = tuple(texts), self.header.own
        elif not is_group(texts) and not any(map(is_year, self.header.columns)):
            self.header.columns = tuple(texts)
        units = [text for text in texts if _UNIT.search(text)]
        self.header.notes = tuple(dict.fromkeys([*self.header.notes, *units]))
        if count_years(texts) >= 2:
            for text in itertools.takewhile(lambda text: not is_year(text), texts):
                self.header.notes = _with_head(self.header.notes, text)
