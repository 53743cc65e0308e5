"""Runs of municipality names with paragraphs behind them become tables, with captions above or below, headers or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from samspil.review.published.marks import CAPTION, HEADER, HEADING, NAME, REGION, SKIP, TEXT, THEME, Mark, ends_table, find_level
from samspil.review.published.mentions import find_mentions_of_tables
from samspil.review.published.signs import Caption, Name, looks_like_heading
from samspil.review.published.themes import find_theme
from samspil.vocabulary.danish import sort_key

_FEWEST_ENTRIES = 3  # a run of names without caption, header or cells is a table from so many
_FEWEST_WITH_TEXT = 0.5
_FEWEST_AFTER_RESTART = 2
_LOOK_AHEAD = 12
_FAR_AHEAD = 60
_LONGEST_TITLE = 160


@dataclass(slots=True)
class Entry:
    """A municipality's entry: `marks` are indexes of its name and of its lines of text; `group`: the theme column's words."""

    name: Name
    mark: int
    texts: list[int] = field(default_factory=list)
    group: str = ""


@dataclass(slots=True)
class FoundTable:
    """`heading`: index of the mark of its caption or title, -1 without; `header`: whether a header line stands above its entries; `cells`: read from real cells."""

    caption: Caption | None = None
    title: str = ""
    heading: int = -1
    header: bool = False
    cells: bool = False
    entries: list[Entry] = field(default_factory=list)


def find_tables(marks: Sequence[Mark]) -> list[FoundTable]:
    """All tables in the article's order; captions without entries are among them."""
    finder = _Finder(marks)
    for number in range(len(marks)):
        finder.take(number)
    finder.close()
    tables = _move_captions(finder.tables)
    kept = [table for table in tables if table.caption or _is_table(table)]
    return [part for table in kept for part in _split_groups(table)]


def _is_table(table: FoundTable) -> bool:
    told = sum(bool(entry.texts) for entry in table.entries)
    if table.header or table.cells:
        return bool(table.entries) and told > 0
    return told >= _FEWEST_ENTRIES and told >= _FEWEST_WITH_TEXT * len(table.entries)


class _Finder:
    """Walks over the marks with one table open."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.marks = marks
        self.tables: list[FoundTable] = []
        self.table = FoundTable()
        self.entry: Entry | None = None
        self.group = ""
        self.grid = 0
        self.heading = -1  # the last heading since the last entry
        self.ended = -1  # the heading that ended the entries of this table
        self.gap = 1  # blank lines inside entries

    def close(self, caption: Caption | None = None, heading: int = -1) -> None:
        """End the table; the next one may have a caption or a title."""
        if self.table.entries or self.table.caption:
            self.tables.append(self.table)
        title = caption.title if caption else self.marks[heading].line.text if heading >= 0 else ""
        self.table = FoundTable(caption, title, heading)
        self.entry, self.group, self.grid, self.heading, self.ended, self.gap = None, "", 0, -1, -1, 1

    def take(self, number: int) -> None:
        """One mark."""
        mark = self.marks[number]
        self._watch_cells(number)
        if mark.kind == CAPTION:
            self.close(mark.caption, number)
        elif mark.kind == HEADER:
            self._take_header(number)
        elif mark.kind == THEME:
            self.group = mark.line.text
            if self.entry and mark.line.row == self.marks[self.entry.mark].line.row:
                self.entry.group = self.group
        elif mark.kind == NAME:
            self._take_name(number)
        elif mark.kind == REGION:
            self.entry = None
        elif mark.kind == HEADING:
            self._take_heading(number)
        elif mark.kind == TEXT:
            self._take_text(number)

    def _watch_cells(self, number: int) -> None:
        """Other cells are another table; behind the last cell no row goes on."""
        mark = self.marks[number]
        table = max(0, mark.line.table)
        if mark.kind == SKIP:
            return
        if self.grid and table != self.grid:
            self.entry = None
            if table and self.table.entries and mark.kind != CAPTION:
                self.close(None, self.heading if self._is_title(number) else -1)
        if table:
            self.grid = table
            self.table.cells = True

    def _take_header(self, number: int) -> None:
        mark, above = self.marks[number], self.marks[number - 1] if number else None
        if self.entry is None and above and above.kind == TEXT and above.line.table <= 0 and _is_sentence_title(above.line.text):
            self.heading = number - 1
        if self.table.entries and not (mark.line.table > 0 and self.table.cells and self.heading < 0):
            self.close(None, self.heading if self._is_title(number) else -1)
        elif not self.table.entries and not self.table.caption and self._is_title(number):
            self._name_by_heading()
        self.table.header = True
        self.entry = None

    def _is_title(self, number: int) -> bool:
        """Whether the last heading is the title of what begins at `number`: with at most an introduction between, and none that speaks of numbered tables."""
        if self.heading < 0 or number - self.heading > _FAR_AHEAD:
            return False
        between = [mark.line.text for mark in self.marks[self.heading + 1 : number] if mark.kind == TEXT]
        if find_mentions_of_tables(between):
            return False
        return self.marks[self.heading].strong or len(between) <= 1

    def _name_by_heading(self) -> None:
        self.table.title, self.table.heading = self.marks[self.heading].line.text, self.heading
        self.heading = -1

    def _take_name(self, number: int) -> None:
        mark = self.marks[number]
        if self.entry is None and self.ended >= 0 and (self.marks[self.ended].strong or self._restarts(number)):
            self.close(None, self.ended)
        elif not self.table.entries and not self.table.caption and not self.table.title and self._is_title(number):
            self._name_by_heading()
        elif not self.table.entries and not self.table.title and self.heading == self.table.heading + 1:
            self.table.title = self.marks[self.heading].line.text
        name = mark.name or Name(None, mark.line.text)
        self.entry = Entry(name, number, group=self.group)
        self.table.entries.append(self.entry)
        self.heading = -1

    def _take_text(self, number: int) -> None:
        line = self.marks[number].line
        if self.entry is None:
            return
        wide = line.gap > 1 and line.gap > self.gap
        if line.table <= 0 and self.entry.texts and (wide or ends_table(line.text)):
            self.entry = None
            return
        if self.entry.texts:
            self.gap = max(self.gap, line.gap)
        self.entry.texts.append(number)

    def _take_heading(self, number: int) -> None:
        """A heading between entries: the title of the next table, a sub-heading inside an entry, or the end of the table."""
        mark = self.marks[number]
        if self.entry is None:
            self.heading = number
            self.ended = number if self.table.entries else -1
            return
        if not self.entry.texts and not mark.strong:
            self.entry.texts.append(number)
        elif mark.line.table > 0:
            self.close(None, number)
            self.heading = number
        elif self._ends_entry(number):
            self._end_entry(number)
        else:
            self.entry.texts.append(number)

    def _ends_entry(self, number: int) -> bool:
        mark, name = self.marks[number], self.marks[self.entry.mark] if self.entry else self.marks[number]
        if mark.strong and not name.strong:
            return name.line.role != "heading" or find_level(mark) <= find_level(name)
        following = next((each for each in self.marks[number + 1 : number + 1 + _FAR_AHEAD] if each.kind not in (HEADING, SKIP)), None)
        if following is None or following.kind in (HEADER, CAPTION):
            return following is not None
        if mark.line.gap > max(1, self.gap):
            return True
        if following.kind == NAME:
            return self._restarts(number)
        return looks_like_heading(mark.line.text) and not self._entries_follow(number)

    def _restarts(self, number: int) -> bool:
        """Whether the names behind begin the alphabet anew, as in another table."""
        ahead = self.marks[number : number + _FAR_AHEAD]
        names = [mark.name.municipality.name for mark in ahead if mark.name and mark.name.municipality][:_FEWEST_AFTER_RESTART]
        before = self.table.entries[-1].name.municipality if self.table.entries else None
        return before is not None and len(names) == _FEWEST_AFTER_RESTART and all(sort_key(name) < sort_key(before.name) for name in names)

    def _entries_follow(self, number: int) -> bool:
        """Whether the same table goes on behind."""
        for mark in self.marks[number + 1 : number + 1 + _LOOK_AHEAD]:
            if mark.kind in (NAME, CAPTION, HEADER):
                return mark.kind == NAME
        return False

    def _end_entry(self, number: int) -> None:
        """Whose heading it is shows later: a table's title if names follow, else the prose's."""
        if any(mark.kind in (NAME, HEADER) for mark in self.marks[number + 1 : number + 3]):
            self.close(None, -1)
        self.entry = None
        self.heading = self.ended = number


def _is_sentence_title(text: str) -> bool:
    """A title with a full stop right above a header: of one theme, and not a sentence that sends its readers to a table."""
    return len(text) <= _LONGEST_TITLE and find_theme(text) != "" and not find_mentions_of_tables([text])


def _move_captions(tables: list[FoundTable]) -> list[FoundTable]:
    """Captions below their tables: the first table has none, the last caption has no table, and there are as many of both."""
    captions = sum(table.caption is not None for table in tables)
    runs = sum(bool(table.entries) for table in tables)
    if not tables or tables[0].caption or tables[-1].entries or captions != runs or captions != len(tables) - 1:
        return tables
    following = tables[1:]
    return [
        replace(table, caption=below.caption, title=below.title, heading=below.heading)
        for table, below in zip(tables, following, strict=False)
    ]


def _split_groups(table: FoundTable) -> Iterator[FoundTable]:
    """One table with a column of themes is as many tables as it has themes."""
    groups = list(dict.fromkeys(entry.group for entry in table.entries))
    if len(groups) < 2:
        yield table
        return
    for group in groups:
        own = [entry for entry in table.entries if entry.group == group]
        yield FoundTable(None, group or table.title, table.heading if group == groups[0] else -1, table.header, table.cells, own)
