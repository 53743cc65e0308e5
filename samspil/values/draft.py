"""What reading finds in a document before anybody says whose agreement it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from samspil.values.amount import Amount

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DraftQuote:
    """A quote on one page: `start`/`end` in the cleaned text, `raw_start`/`raw_end` in the page's raw text."""

    page: int
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An initiative before its municipality is known."""

    themes: tuple[str, ...]
    topics: tuple[str, ...]
    stage: str
    confidence: float
    evidence: tuple[DraftQuote, ...]
    amounts: tuple[Amount, ...]
    technologies: tuple[str, ...]
    actors: tuple[str, ...]
    committee: str


def list_quoted(drafts: Iterable[Draft]) -> dict[int, dict[Range, Range]]:
    """The pages that are quoted, in order; of each quote on it, in order, its range in the cleaned text and that in its page's raw text."""
    found: dict[int, dict[Range, Range]] = {}
    for draft in drafts:
        for quote in draft.evidence:
            found.setdefault(quote.page, {})[(quote.start, quote.end)] = (quote.raw_start, quote.raw_end)
    return {page: dict(sorted(quotes.items())) for page, quotes in sorted(found.items())}
