"""What the API answers about cases (docs/cases.md describes the fields)."""

from typing import Any, Literal

from pydantic import BaseModel

from samspil.values.case import CALCULATORS, CASE_THEMES, FORMS, GRADES, OUTCOMES, SERVICE_AREAS, UNITS


class CaseHead(BaseModel):
    """A case of the list. `grade`: the best evidence of its effects, '' without any; `own`: its newest version was written at this desk."""

    id: str
    version: int
    as_of: str
    title: str
    theme: Literal[CASE_THEMES]  # type: ignore[valid-type]
    form: Literal[FORMS]  # type: ignore[valid-type]
    service_area: Literal[SERVICE_AREAS]  # type: ignore[valid-type]
    outcome: Literal[OUTCOMES]  # type: ignore[valid-type]
    grade: Literal["", *GRADES]  # type: ignore[valid-type]
    municipalities: list[str]
    own: bool


class CaseList(BaseModel):
    """Cases in Danish order of title; `total`: how many there are without filters."""

    cases: list[CaseHead]
    total: int


class CaseSource(BaseModel):
    """Where a statement stands."""

    id: str
    title: str
    publisher: str
    published: str
    address: str
    place: str
    read_on: str | None
    interest: str
    referred_in: str


class CaseEffect(BaseModel):
    """What a case gave; `grade` tells how good the evidence is, a `supplier_claim` is a claim."""

    id: str
    what: str
    unit: Literal[UNITS]  # type: ignore[valid-type]
    source: str
    grade: Literal[GRADES]  # type: ignore[valid-type]
    calculated_by: Literal[CALCULATORS]  # type: ignore[valid-type]
    value: float | None
    bound: str
    low: float | None
    high: float | None
    gain: bool
    per: str
    recurrence: str
    year: int | None
    base: str
    base_value: float | None
    base_unit: str
    driver: str
    driver_value: float | None
    driver_note: str
    cost_side: str
    cost_dkk: float | None


class CaseChange(BaseModel):
    """One version: its day, and what was new."""

    version: int
    date: str
    what: str


class CaseAnswer(CaseHead):
    """All of a case."""

    problem: str
    solution: str
    suppliers: list[str]
    technologies: list[str]
    aims: list[str]
    period: str
    started: int | None
    ended: int | None
    preconditions: list[str]
    pitfalls: list[str]
    facts: list[str]
    contact_role: str
    fictional: bool
    sources: list[CaseSource]
    effects: list[CaseEffect]
    history: list[CaseChange]


class MatchReason(BaseModel):
    """What need and case share, with the words on both sides; `against`: it speaks against the case."""

    kind: str
    id: str
    text: str
    need_words: list[str]
    case_words: list[str]
    points: float
    against: bool
    implied: bool


class CaseMatch(BaseModel):
    """A case that is like the need. `score` orders cases; it is no probability."""

    case: str
    version: int
    title: str
    score: float
    reasons: list[MatchReason]


class Concept(BaseModel):
    """Something the need names."""

    id: str
    label: str


class NeedAnswer(BaseModel):
    """Cases, best first; without any, `silence` and `explanation` say why."""

    understood: list[Concept]
    matches: list[CaseMatch]
    silence: str
    explanation: str


class TransferAnswer(BaseModel):
    """An illustration, never a forecast (docs/transfer.md). Numbers are text with a point, so that kroner stay exact."""

    kind: Literal["illustration"]
    statement: str
    municipality: dict[str, str]
    prices: dict[str, Any] | None
    effects: list[dict[str, Any]]
    pooled: dict[str, Any] | None
    not_pooled: dict[str, str] | None
    costs: dict[str, Any] | None
    costs_refused: dict[str, str] | None
    missing: list[dict[str, str]]
    cautions: list[dict[str, Any]]
