"""What reading finds in a document before anybody says whose agreement it is."""

from dataclasses import dataclass

from samspil.values.amount import Amount


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
