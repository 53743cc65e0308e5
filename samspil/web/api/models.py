"""What the API answers: the description is generated from these shapes, and tests hold every answer against it."""

from typing import Any, Literal

from pydantic import BaseModel

from samspil.values.desk import EVENT_KINDS, ROLES, STATES
from samspil.workbench.jobs import JOB_STATES


class Quote(BaseModel):
    """A verbatim quote: `start`, `end` count code points in the source's text."""

    document: str
    sha256: str
    page: int
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


class Amount(BaseModel):
    """Whole kroner (docs/outputs.md)."""

    dkk: int
    kind: str
    profile: dict[str, int]
    total: int | None
    ambiguous: bool
    assumed: bool
    part_of: bool
    price_level: int | None
    quote: str


class Initiative(BaseModel):
    """A row as the contract of outputs has it (docs/outputs.md)."""

    id: str
    municipality: str
    municipality_code: str
    budget_year: int
    themes: list[str]
    topics: list[str]
    stage: str
    confidence: float
    reader: str
    evidence: list[Quote]
    amounts: list[Amount]
    technologies: list[str]
    actors: list[str]
    committee: str


class SetBy(BaseModel):
    """Who set a field: `person 7` or a model with its version, in which line of the trail."""

    actor: str
    person: bool
    sequence: int


class Row(BaseModel):
    """A row as it stands. `set_by`: field -> who; `differs`: fields that the newest run reads otherwise; `proposal`: what it reads."""

    id: str
    version: int
    state: Literal[STATES]  # type: ignore[valid-type]
    initiative: Initiative
    set_by: dict[str, SetBy]
    proposal: dict[str, Any]
    differs: list[str]
    decided_by: str
    reason: str


class RowList(BaseModel):
    """`next`: cursor of the next part, empty at the end; `total` under the filters."""

    rows: list[Row]
    next: str
    total: int


class Units(BaseModel):
    """What a row can be split into."""

    version: int
    units: list[Quote]


class TrailEvent(BaseModel):
    """A line of the trail. `hidden`: its content is kept from you (the blind coding of somebody else)."""

    sequence: int
    at: str
    actor: str
    kind: Literal[EVENT_KINDS]  # type: ignore[valid-type]
    rows: list[str]
    content: dict[str, Any]
    key: str
    previous: str
    hash: str
    hidden: bool


class Trail(BaseModel):
    """`next`: cursor of the next part, empty at the end."""

    events: list[TrailEvent]
    next: str


class Decided(BaseModel):
    """`sequence`: the decision's line in the trail; `rows` as they stand now, those that were made among them."""

    sequence: int
    rows: list[Row]


class Year(BaseModel):
    """`rows` that stand in the review, `unchecked` of them, `documents` of the newest run."""

    year: int
    rows: int
    unchecked: int
    documents: int


class Years(BaseModel):
    """The years on the desk, newest first."""

    years: list[Year]


class Document(BaseModel):
    """A file of the newest run. `at_desk`: its bytes are here and can be read and drawn."""

    file: str
    sha256: str
    municipality: str
    municipality_code: str
    budget_year: int
    pages: int
    verdict: str
    reason: str
    at_desk: bool


class Documents(BaseModel):
    """`next`: cursor of the next part, empty at the end."""

    documents: list[Document]
    next: str


class Headline(BaseModel):
    """A theme in numbers, of the rows as they stand (docs/outputs.md)."""

    municipalities: int
    read: int
    of: int
    interval: list[int] | None
    allocation_dkk: dict[str, int]
    saving_dkk: dict[str, int]
    ambiguous: int


class Headlines(BaseModel):
    """Theme -> its numbers."""

    year: int
    sequence: int
    headlines: dict[str, Headline]


class Coverage(BaseModel):
    """`municipalities`: how many there are; `read` of them; `missing`: names of the others."""

    year: int
    municipalities: int
    read: int
    missing: list[str]


class SourcePage(BaseModel):
    """Where a page stands in the text."""

    number: int
    start: int
    end: int


class Passage(BaseModel):
    """A sentence, bullet, heading or table row."""

    start: int
    end: int
    kind: str
    headings: list[str]


class Source(BaseModel):
    """A source's cleaned text, in which `start` and `end` of quotes count."""

    sha256: str
    file: str
    format: str
    text: str
    pages: list[SourcePage]
    passages: list[Passage]


class DrawnPage(BaseModel):
    """A page's picture. `boxes`: for each range asked for, its boxes as fractions of width and height: left, top, right, bottom."""

    sha256: str
    page: int
    width: int
    height: int
    image: str
    boxes: list[list[list[float]]]


class Piece(BaseModel):
    """A stretch of a passage; `hit`: it was looked for."""

    text: str
    hit: bool


class Hit(BaseModel):
    """A passage that was found."""

    sha256: str
    file: str
    year: int
    municipality: str
    municipality_code: str
    page: int
    start: int
    end: int
    kind: str
    headings: list[str]
    pieces: list[Piece]


class Found(BaseModel):
    """`total`: passages found, `capped` when there are more than were ranked; `next`: cursor of the next part, empty at the end."""

    hits: list[Hit]
    total: int
    capped: bool
    next: str


class Job(BaseModel):
    """A run of a year: `done` of `total` files and the names of those `read`, in order; `words`: what it does now or what came of it; `by`: who asked, `at`: when (UTC)."""

    id: int
    year: int
    state: Literal[JOB_STATES]  # type: ignore[valid-type]
    at: str
    by: str
    done: int
    total: int
    read: list[str]
    words: str
    state_words: str
    error: str
    remedy: str


class NewFile(BaseModel):
    """A file that no finished run has read."""

    id: int
    year: int
    name: str
    sha256: str


class Jobs(BaseModel):
    """The newest runs, newest first, and the files that wait for one."""

    jobs: list[Job]
    new: list[NewFile]


class Asked(BaseModel):
    """The run that was asked for: its id in the list of runs."""

    job: int


class Taken(BaseModel):
    """A file as it was kept. `name`: made safe, and another's name left alone; `known`: its bytes were there already for that year."""

    name: str
    sha256: str
    known: bool


class Me(BaseModel):
    """Whose token or session this is."""

    id: int
    login: str
    name: str
    role: Literal[ROLES]  # type: ignore[valid-type]


class Trouble(BaseModel):
    """`code` for programs; `message` and `remedy` in the server's language. Of a stale version: the row as it was `seen` and as it is `now`."""

    code: str
    message: str
    remedy: str
    seen: Row | None = None
    now: Row | None = None


class ErrorAnswer(BaseModel):
    """The one shape of all errors."""

    error: Trouble
