"""The year's review: coverage first, then headlines, then the rows behind them (docs/design.md, 'Outputs')."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from samspil.values.initiative import Initiative


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """What became of one file. `reason`: a Danish sentence, '' when all is well. `candidates`: municipalities in doubt."""

    file: str
    sha256: str
    municipality: str
    municipality_code: str
    budget_year: int | None
    pages: int
    verdict: str
    reason: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """`read`: municipalities with a read agreement of the year; `missing`: names without one, in Danish order."""

    municipalities: int
    read: int
    documents: tuple[DocumentRecord, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """A theme's count of distinct municipalities and its kroner per year. Ambiguous sums are counted in `ambiguous`, never added."""

    municipalities: int
    read: int
    of: int
    interval: tuple[int, int] | None
    allocation_dkk: Mapping[int, int] = field(default_factory=dict)
    saving_dkk: Mapping[int, int] = field(default_factory=dict)
    ambiguous: int = 0


@dataclass(frozen=True, slots=True)
class Review:
    """All of a year's review. `facts`: version, codebook, model, run, budget_year (the 'samspil' object of the contract).

    `dropped_quotes`: initiatives that were dropped because a quote was not found in its source.
    """

    facts: Mapping[str, object]
    coverage: Coverage
    headlines: Mapping[str, Headline]
    initiatives: tuple[Initiative, ...]
    dropped_quotes: int = 0
