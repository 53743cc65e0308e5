"""One walk over a page's nodes, in a straight line and without recursion: however deep a page is nested, it costs its length."""

import re
from typing import Any

from samspil.documents.builder import PageBuilder
from samspil.documents.html_parts import (
    block_of,
    find_unfolded,
    is_called_furniture,
    is_folded,
    is_hidden,
    is_in_heading,
    is_layout,
    is_read,
    next_element,
)
from samspil.documents.html_pre import add_preformatted
from samspil.documents.progress import Progress, no_progress

_NOT_TEXT = {"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio", "video", "map"}
_CONTROLS = {"button", "select", "input", "textarea", "dialog", "menu"}  # not "form": many sites wrap the whole page in one
_AROUND_TEXT = {"head", "title", "nav", "aside", "footer"}
_SKIPPED = frozenset(_NOT_TEXT | _CONTROLS | _AROUND_TEXT)
_DOUBTFUL = frozenset({"button", "aside", "summary", "dt"})

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CAPTIONS = frozenset({"caption", "figcaption"})
_SECTIONS = {"html", "body", "div", "section", "article", "main", "header", "center", "address", "details", "summary", "figure"}
_LIDS = {"button"}  # of folded parts; other buttons are no text
_PARAGRAPHS = {"p", "pre", "blockquote", "hr", "ul", "ol", "li", "dl", "dt", "dd"}
_TABLES = {"table", "thead", "tbody", "tfoot", "tr", "td", "th"}
_FIELDS = {"form", "fieldset", "legend"}
_BLOCKS = frozenset(_LIDS | {"aside"} | _SECTIONS | _FIELDS | _PARAGRAPHS | _TABLES | set(_HEADINGS) | _CAPTIONS)

_SPACE = re.compile(r"[ \t\r\n\f]+")
_MOST_COLUMNS = 64
_MOST_DOUBTS = 20  # how often a part that is called furniture is weighed against the whole page
_NODES_BETWEEN_SIGNS = 20_000
_MOST_TOTAL_SPAN = 1_000
_FOLDED_LEVEL = (
    4  # of what is written on the lid of a folded part, in a definition list's terms and beside a table's text: below a page's own headings
)
_LONGEST_NAME = 80  # characters


class BlockReader:
    """Collects inline text until a block begins or ends, then hands it on with the role of the innermost block that has one."""

    def __init__(self, page: PageBuilder, progress: Progress = no_progress) -> None:
        self.page = page
        self._progress = progress
        self._text: list[str] = []
        self._roles: list[tuple[str, int]] = []
        self._rows: list[_Row] = []
        self._tables: list[_Table] = []
        self._preformatted = 0  # how many <pre> are open
        self._unfolded: frozenset[str] = frozenset()
        self._doubts = _MOST_DOUBTS
        self._page_length = 0

    def read(self, root: Any) -> None:
        """Walk from `root` over all it holds."""
        self._page_length = len(root.text())
        self._unfolded = find_unfolded(root)
        node = root
        seen = 0
        while node is not None:
            seen += 1
            if seen % _NODES_BETWEEN_SIGNS == 0:
                self._progress(1)
            down = self._open(node)
            child = node.first_child if down else None
            if child is not None:
                node = child
                continue
            node = self._leave(node, root, opened=down)
        self._flush()

    def _leave(self, node: Any, root: Any, *, opened: bool) -> Any | None:
        """Close this node and all that end with it; the next node to visit, None at the end."""
        if opened:
            self._close(node)
        while node.mem_id != root.mem_id:
            if node.next is not None:
                return node.next
            node = node.parent
            self._close(node)
        return None

    def _open(self, node: Any) -> bool:
        """Begin a node; False when what it holds is not for readers."""
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            self._text.append(text if self._preformatted else _SPACE.sub(" ", text))
            return False
        if tag.startswith(("-", "!")) or (is_hidden(node) and not is_folded(node, self._unfolded)):
            return False
        if (tag in _SKIPPED and not (tag in _DOUBTFUL and is_read(node))) or self._is_furniture(node):
            return False
        if tag == "br":
            self._text.append("\n")
        elif (block := block_of(node)) in _BLOCKS:
            self._open_block(node, block)
        return True

    def _is_furniture(self, node: Any) -> bool:
        """Called furniture, and not the greater part of the page: some sites hang such names on the frame around everything."""
        if not is_called_furniture(node):
            return False
        self._doubts -= 1
        return self._doubts < 0 or 2 * len(node.text()) < self._page_length

    def _open_block(self, node: Any, tag: str) -> None:
        self._flush()
        if level := heading_level(node, tag):
            self._roles.append(("heading", level))
        elif tag == "li":
            self._roles.append(("item", 0))
        elif tag in _CAPTIONS:
            self._roles.append(("caption", 0))
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "table":
            self._tables.append(_Table())
        elif tag == "tr" and self._tables:
            self._rows.append(_Row(layout=is_layout(node)))
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].open_cell(self._tables[-1] if self._tables else _Table(), node.attributes)

    def _close(self, node: Any) -> None:
        tag = block_of(node)
        if tag not in _BLOCKS:
            return
        self._flush()
        if tag == "pre":
            self._preformatted -= 1
        elif (tag == "li" or tag in _CAPTIONS or heading_level(node, tag)) and self._roles:
            self._roles.pop()
        elif tag == "table" and self._tables:
            self._tables.pop()
        elif tag == "tr" and self._rows:
            row = self._rows.pop()
            if not row.layout and self._tables:
                self.page.add_row(row.texts(), self._tables[-1].number_in(self.page))
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].is_open = False

    def _flush(self) -> None:
        """Hand on the text collected so far: into the open cell, or as a block of its own."""
        text = "".join(self._text).strip(" \n")
        self._text.clear()
        if not text:
            return
        row = self._rows[-1] if self._rows else None
        if self._preformatted and row is None and not self._roles:
            add_preformatted(self.page, text)
            return
        text = re.sub(r" *\n *", "\n", re.sub(r"[ \t\r\f]{2,}", " ", text))
        if row is not None and row.is_open and not row.layout:
            row.add(text)
        else:
            role, level = self._roles[-1] if self._roles else ("paragraph", 0)
            if row is not None and row.names(text) and role == "paragraph":
                role, level = "heading", _FOLDED_LEVEL
            self.page.add(text, role, level=level)


class _Table:
    """The number of a table (given when its first row is written) and the cells that reach down into later rows, by column."""

    def __init__(self) -> None:
        self._number = 0
        self.reaching: dict[int, int] = {}

    def number_in(self, page: PageBuilder) -> int:
        self._number = self._number or page.next_table()
        return self._number


class _Row:
    """The cells of one row, one for each column."""

    def __init__(self, *, layout: bool) -> None:
        self.layout = layout
        self.is_open = False
        self._cells: list[list[str]] = []
        self._open_at = 0

    def open_cell(self, table: _Table, attributes: dict[str, str | None]) -> None:
        """A new cell behind those that reach down from rows above; columns it spans to the right stay empty."""
        while table.reaching.get(len(self._cells), 0) > 0 and len(self._cells) < _MOST_COLUMNS:
            table.reaching[len(self._cells)] -= 1
            self._cells.append([])
        self._open_at = len(self._cells)
        width = span_of(attributes.get("colspan"))
        down = span_of(attributes.get("rowspan"), _MOST_TOTAL_SPAN) - 1
        for _ in range(width):
            if down > 0 and len(self._cells) < _MOST_COLUMNS:
                table.reaching[len(self._cells)] = down
            self._cells.append([])
        self.is_open = True

    def add(self, text: str) -> None:
        """Text of the open cell; its paragraphs stand on lines of their own."""
        self._cells[self._open_at].append(text)

    def names(self, text: str) -> bool:
        """Whether a text in a row that only places text is the short first cell, which names what stands beside it."""
        return (
            self.layout
            and self._open_at == 0
            and len(self._cells) == 1
            and self.is_open
            and len(text) <= _LONGEST_NAME
            and text[-1] not in ".:;!?,"
        )

    def texts(self) -> list[str]:
        return ["\n".join(cell) for cell in self._cells]


def span_of(value: str | None, most: int = _MOST_COLUMNS) -> int:
    """A cell's span; nonsense is 1, and nothing spans without end."""
    text = (value or "").strip()
    return max(1, min(int(text), most)) if text.isdigit() and len(text) < 12 else 1


def heading_level(node: Any, tag: str) -> int:
    """1-6 of a heading, and of what heads a part in another way: the lid of a folded part, a term whose definition has blocks of its own; else 0."""
    if tag in _HEADINGS:
        return _HEADINGS[tag]
    if tag not in _DOUBTFUL or tag == "aside":
        return 0
    if tag == "dt":
        beside = next_element(node)
        return _FOLDED_LEVEL if beside is not None and beside.tag == "dd" and beside.css_first("p, ul, ol, table") is not None else 0
    return 0 if node.css_first("h1, h2, h3, h4, h5, h6") is not None or is_in_heading(node) else _FOLDED_LEVEL
