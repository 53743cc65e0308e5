"""What search asks of an index, and what an index holds: plain words, so that stores need know nothing of Danish."""

from dataclasses import dataclass

WORD, PHRASE, PREFIX = "word", "phrase", "prefix"


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """`texts`: WORD: one stem, which may also be part of a compound; PHRASE: stems side by side; PREFIX: beginnings of words as written, any of them."""

    kind: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """Of each group one term at least, of `excluded` none."""

    groups: tuple[tuple[IndexTerm, ...], ...]
    excluded: tuple[IndexTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A passage for the index: [start, end) of the source's text, and its words: `stems` in order, `parts` of compounds, `words` folded as written."""

    start: int
    end: int
    page: int
    kind: str
    headings: tuple[str, ...]
    stems: tuple[str, ...]
    parts: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage that was found, as the store keeps it."""

    id: int
    sha256: str
    start: int
    end: int
    page: int
    kind: str
    headings: tuple[str, ...]
    text: str
