"""What the workbench keeps: events of the trail, the state of rows that follows from them, and people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from samspil.values.document import Word

Json = dict[str, Any]

ROLES = ("reader", "coder", "curator", "admin")  # each may do all that those before it may

OPEN, ACCEPTED, CORRECTED, REJECTED, ADDED, REPLACED, WITHDRAWN = (
    "open",
    "accepted",
    "corrected",
    "rejected",
    "added",
    "replaced",
    "withdrawn",
)
STATES = (OPEN, ACCEPTED, CORRECTED, REJECTED, ADDED, REPLACED, WITHDRAWN)
COUNTED_STATES = (OPEN, ACCEPTED, CORRECTED, ADDED)  # rows in these states stand in the review

PROPOSE, WITHDRAW = "propose", "withdraw"  # a run's
ACCEPT, CORRECT, REJECT, ADD, SPLIT, JOIN, UNDO = "accept", "correct", "reject", "add", "split", "join", "undo"  # a person's decisions
NOTE, LABEL, ASSIGN, CODE = "note", "label", "assign", "code"  # a person's, beside the row: they change no field
DECISIONS = (ACCEPT, CORRECT, REJECT, ADD, SPLIT, JOIN)
FILE = "file"  # a person's, about a source: whose it is, of which year, whether it counts
CASE = "case"  # a person's, about the library: a case was added, or a later version of one
PURCHASE = "purchase"  # a person's, about purchasing data: brought, removed, a paper made of them. Never what they say
COMPETITION = "competition"  # a person's, about accounts, tender plans and estimates: brought, made, removed. Never what they say
EVENT_KINDS = (PROPOSE, WITHDRAW, *DECISIONS, UNDO, NOTE, LABEL, ASSIGN, CODE, FILE, CASE, PURCHASE, COMPETITION)

FIELDS = ("themes", "topics", "stage", "amounts", "evidence", "technologies", "actors", "committee")  # what a person may correct


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the append-only trail. `sequence` from 1 without gaps; `at`: UTC, ISO 8601; `actor`: 'model linear-…', 'rules …' or 'person 7'.

    `rows`: ids of the rows it concerns, the first one foremost. `content`: by kind: propose/add {initiative}, propose and withdraw with beside: true by another reader than the row's, correct {field: value}, reject {reason}, split
    {into: {id: initiative}}, join {into: id, initiative}, undo {sequence}, note {text}, label {name, on}, assign {person}, code {sample, fields}, file {sha256, file,
    municipality_code, budget_year, counts}, case {case, version, sha256 of its text},
    purchase {what, portfolio, sha256}.
    `key`: the caller's idempotency key, '' if none. `hash`: of the line and `previous`, the hash of the line before it.
    """

    sequence: int
    at: str
    actor: str
    kind: str
    rows: tuple[str, ...]
    content: Json
    key: str = ""
    previous: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class FieldState:
    """A field's value, who set it and by which event."""

    value: Any
    actor: str
    sequence: int


@dataclass(frozen=True, slots=True)
class RowState:
    """A row as it stands after all events. `version`: how many events have changed it; whoever edits says which version they saw.

    `fields`: of FIELDS. `proposal`: what the machine last proposed ({} for a person's row), `reader` who that was, `confidence` its own.
    `differs`: fields in which the newest proposal reads otherwise than a person decided, or than the reader did from whom the row comes ('gone': it no longer proposes the row); `differs_by`: whose newest proposal
    that is. `decided_by`: the last person, '' if none.
    """

    id: str
    year: int
    municipality: str
    municipality_code: str
    state: str
    version: int
    fields: Mapping[str, FieldState]
    proposal: Json = field(default_factory=dict)
    reader: str = ""
    confidence: float = 0.0
    differs: tuple[str, ...] = ()
    decided_by: str = ""
    reason: str = ""
    differs_by: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works at the desk. `id` is what events name; nobody is ever removed, only disabled."""

    id: int
    login: str
    name: str
    role: str
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source file's cleaned text: `pages` (number, start, end) in it, `home`: raw offset of each code point on its page, `passages`: (start, end, kind, headings) of
    sentences, bullets, headings, rows; `words`: page number -> where OCR saw each word of it (`raw` offsets), of scanned pages."""

    sha256: str
    format: str
    text: str
    pages: tuple[tuple[int, int, int], ...]
    home: tuple[int, ...]
    passages: tuple[tuple[int, int, str, tuple[str, ...]], ...] = ()
    words: Mapping[int, tuple[Word, ...]] = field(default_factory=dict)
