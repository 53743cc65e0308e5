"""An initiative with its evidence, as in the contract of `initiatives.json` (docs/design.md)."""

from dataclasses import dataclass

from samspil.values.amount import Amount


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote: `document` (path as listed), its `sha256`, `page` from 1, half-open `start`/`end` in the cleaned text; a quote never crosses a page."""

    document: str
    sha256: str
    page: int
    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Initiative:
    """One undertaking of one municipality. `reader` says who proposed it (rule, model and version); `confidence` from 0 to 1."""

    id: str
    municipality: str
    municipality_code: str
    budget_year: int
    themes: tuple[str, ...]
    topics: tuple[str, ...]
    stage: str
    confidence: float
    reader: str
    evidence: tuple[Evidence, ...]
    amounts: tuple[Amount, ...] = ()
    technologies: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    committee: str = ""
