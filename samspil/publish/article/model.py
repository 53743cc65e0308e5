"""What an article is made of: sections of blocks, blocks of pieces. A number is never plain text: it is a `Figure` that knows its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samspil.errors import SamspilError

Where = tuple[tuple[str, str], ...]  # which rows of the year a figure counts: (('theme', 'technology'), ('region', 'Sjælland'))


class ArticleError(SamspilError):
    """A number, quote or name of the article is not borne out by the rows: nothing is published."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the prose. `value`: kroner, a count or a share; `form`: how the catalogue writes it (`words.write_value`); `words`: so written.

    `measure`: the rule by which it follows from `rows` (`measures.MEASURES`); `year`: the review's budget year; `where`: what chose the rows;
    `rows`: ids of initiatives, digests of files, names of municipalities without a file, or keys of a measured quality.
    """

    value: int | float
    words: str
    form: str
    measure: str
    year: int
    where: Where = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """Verbatim words of an initiative's evidence `number` (from 1); an ellipsis at the end where it is shortened."""

    text: str
    initiative: str
    number: int
    year: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name out of the data: a municipality, a theme, a file, a model. It may hold digits; it is never worked out."""

    text: str


Piece = str | Figure | Cited | Name
Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`style`: 'body', 'lead', 'note', or 'item' of a list."""

    pieces: Pieces
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Example:
    """An initiative shown with its words: who, where it stands, how far it is, its sums."""

    municipality: Name
    quote: Cited
    source: Pieces
    initiative: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing. `svg` stands alone; `text` says in words what it shows, for those who cannot see it; `note`: source or reading."""

    id: str
    caption: Pieces
    svg: str
    text: Pieces
    note: Pieces = ()
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of figures: first column names, the others numbers."""

    id: str
    caption: Pieces
    head: tuple[Pieces, ...]
    rows: tuple[tuple[Pieces, ...], ...]
    foot: tuple[tuple[Pieces, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One initiative of a published table: its words, quote after quote, and below them stage, sums and page."""

    quotes: Pieces
    details: Pieces


@dataclass(frozen=True, slots=True)
class Published:
    """A theme's table in the published form: municipality -> its initiatives, in the Danish alphabet."""

    id: str
    caption: Pieces
    head: tuple[str, str]
    rows: tuple[tuple[Name, tuple[Entry, ...]], ...]
    empty: str = ""


Block = Paragraph | Example | Chart | Grid | Published


@dataclass(frozen=True, slots=True)
class Section:
    """`level` 2 or 3, as headings count; `id`: its anchor."""

    id: str
    level: int
    title: Pieces
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """The whole. `marks`: what must stand at the top of every form (invented sample data)."""

    language: str
    year: int
    title: Pieces
    standfirst: tuple[Pieces, ...]
    sections: tuple[Section, ...]
    marks: tuple[Pieces, ...] = ()
    foot: tuple[Pieces, ...] = ()


def plain(pieces: Sequence[Piece]) -> str:
    """The words as they stand on paper."""
    return "".join(piece if isinstance(piece, str) else piece.words if isinstance(piece, Figure) else piece.text for piece in pieces)


def list_runs(article: Article) -> Iterator[Pieces]:
    """Every run of text in the article, in its order."""
    yield from (*article.marks, article.title, *article.standfirst)
    for section in article.sections:
        yield section.title
        for block in section.blocks:
            yield from list_block_runs(block)
    yield from article.foot


def list_block_runs(block: Block) -> Iterator[Pieces]:
    """Every run of text in one block."""
    match block:
        case Paragraph():
            yield block.pieces
        case Example():
            yield from ((block.municipality,), (block.quote,), block.source)
        case Chart():
            yield from (block.caption, block.text, block.note)
        case Grid():
            yield block.caption
            for row in (block.head, *block.rows, *block.foot):
                yield from row
        case Published():
            yield from (block.caption, (block.head[0],), (block.head[1],), (block.empty,))
            for name, entries in block.rows:
                yield (name,)
                for entry in entries:
                    yield from (entry.quotes, entry.details)


def list_pieces(article: Article) -> Iterator[Piece]:
    """Every piece of the article, in its order."""
    for run in list_runs(article):
        yield from run
