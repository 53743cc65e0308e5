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
class ThemeAgreement:
    """How far two readings agree on one theme, or on all. `alpha`, `u_alpha`: Krippendorff's, nominal over passages and unitising; None where nothing
    varies. Counts are of passages.
    """

    alpha: float | None
    u_alpha: float | None
    both: int
    only_model: int
    only_rules: int


@dataclass(frozen=True, slots=True)
class Check:
    """Why a person should look at a row first: `reasons` are 'only_model', 'differs_themes', 'differs_stage', 'ocr_amount'; `decides`: themes whose headline hangs on it."""

    initiative: str
    reasons: tuple[str, ...]
    decides: tuple[str, ...]
    worth: float


@dataclass(frozen=True, slots=True)
class SecondReading:
    """The agreement of a second, independent reading with the one the rows come from. `checks`: rows to look at, those worth most first;
    `hints`: initiatives that only the second reading found (they are no rows).
    """

    reader: str
    overall: ThemeAgreement
    themes: Mapping[str, ThemeAgreement]
    checks: tuple[Check, ...]
    hints: int


@dataclass(frozen=True, slots=True)
class Review:
    """All of a year's review. `facts`: version, codebook, model, run, budget_year (the 'samspil' object of the contract).

    `dropped_quotes`: initiatives that were dropped because a quote was not found in its source. `bands`: from which confidence a row is called
    sure and fairly sure, None where no confidence earns the name.
    """

    facts: Mapping[str, object]
    coverage: Coverage
    headlines: Mapping[str, Headline]
    initiatives: tuple[Initiative, ...]
    dropped_quotes: int = 0
    second: SecondReading | None = None
    bands: tuple[float | None, float | None] = (None, None)
