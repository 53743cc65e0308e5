"""What matching gives: matches with their reasons, or the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from samspil.values.case import Case
from samspil.values.initiative import Initiative

# Why a need brings nothing: no words at all; nothing in it is understood; only common aims are named; no case has it; it is said no to.
SILENCES = ("empty", "not_understood", "too_general", "no_case", "refused")


@dataclass(frozen=True, slots=True)
class Reason:
    """What a need and a case share. `kind`: a concept's kind, or 'words', 'name', 'place', 'size', 'opposite'; `id`: the concept, else the shared thing itself.

    `need_words`, `case_words`: the words on either side that say so. `points`: its share in the score, before it is made a number from 0 to 1.
    `against`: it speaks against the case ('no tender', 'taken home and not tendered'). `implied`: the need does not name it, its words point to it.
    """

    kind: str
    id: str
    need_words: tuple[str, ...] = ()
    case_words: tuple[str, ...] = ()
    points: float = 0.0
    against: bool = False
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A case that fits a need; `score` from 0 to 1, `reasons` weightiest first."""

    case: Case
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`matches`, best first; `silence`: an id of `SILENCES` when there are none, '' otherwise; `understood`: the concepts that the need names; `refused`: those it says no to."""

    matches: tuple[Match, ...]
    silence: str = ""
    understood: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """An initiative that plans the like of a case."""

    initiative: Initiative
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Size:
    """Whose need it is: a municipality's four-digit code. `inhabitants`: code -> number of inhabitants, where known; else the type of municipality is compared."""

    municipality: str = ""
    inhabitants: Mapping[str, int] = field(default_factory=dict)
