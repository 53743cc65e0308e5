"""A review as somebody published it: what the article claims and what its tables hold, as printed (docs/published-reviews.md)."""

from dataclasses import dataclass, field

from samspil.values.amount import Amount


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A municipality's entry in a published table. `municipality`, `municipality_code`: resolved, '' when the name is not known; `as_printed`: the name as it
    stands in the article. `text`: its paragraphs, joined by a blank line. `stage`, `amounts`: read by the same reader as agreements; `confidence`: the reader's.
    `start`/`end`: half-open range of the entry, name included, in `PublishedReview.text`.
    """

    municipality: str
    municipality_code: str
    as_printed: str
    text: str
    stage: str = ""
    amounts: tuple[Amount, ...] = ()
    confidence: float = 0.0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """`number` as printed (counted when none is printed); `theme`: one of `codes.THEMES`, '' when neither mapping nor title tells; `rows` as printed, doubled ones kept.
    `start`/`end`: from its heading to its last row.
    """

    number: int
    title: str
    theme: str
    rows: tuple[PublishedRow, ...]
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A count stated in the article's prose. `quote`: the whole sentence; `count` municipalities, `at_least` for 'mindst', `of`: the whole it is a part of (98), None if unsaid.
    `theme` '' when none is recognised; `table`: number of the table it can be checked against, None when there is none. `start`/`end` in `PublishedReview.text`.
    """

    quote: str
    count: int
    at_least: bool
    of: int | None
    theme: str
    table: int | None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class PublishedReview:
    """A published review of budget year `year`. `text`: the cleaned text of the article, on which all ranges stand; `file`, `sha256`: where it came from.
    `published`: ISO date printed in the article, '' if none. `notes`: what could not be read, sentences for people (cut off, another language, header lost).
    """

    year: int
    tables: tuple[PublishedTable, ...]
    claims: tuple[Claim, ...]
    text: str = ""
    file: str = ""
    sha256: str = ""
    published: str = ""
    notes: tuple[str, ...] = field(default_factory=tuple)
