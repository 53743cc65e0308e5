"""What programs may ask of the API: the shapes of addresses and bodies. The description is generated from them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from samspil.values.codes import AMOUNT_KINDS, STAGES, TOPICS
from samspil.values.desk import STATES
from samspil.vocabulary.divisions import REGIONS
from samspil.workbench.rows import MOST, ORDERS, PLACE, WORTH

SHA256 = "^[0-9a-f]{64}$"
Number = Annotated[int, Field(ge=0, lt=2**31)]
Hash = Annotated[str, Field(pattern=SHA256)]
Word = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Cursor = Annotated[str, Field(max_length=2000, description="`next` of the part before; empty for the first part")]


class Asked(BaseModel):
    """What is asked for: nothing but these fields, and no kinds of values but these."""

    model_config = ConfigDict(extra="forbid")


class Part(Asked):
    """One part of a list."""

    cursor: Cursor = ""
    limit: int = Field(50, ge=1, le=MOST, description="at most so many")


class RowQuery(Part):
    """The same filters as the pages; empty, 0 and false let everything through."""

    year: Number = 0
    theme: Word = Field("", description="id of a theme of the codebook or one of the desk's own")
    stage: Literal["", *STAGES] = ""  # type: ignore[valid-type]
    state: Literal["", *STATES] = Field("", description="empty: all but replaced and withdrawn")  # type: ignore[valid-type]
    municipality: Annotated[str, Field(pattern=r"^(\d{3,4})?$")] = Field("", description="code, such as 0101")
    region: Literal["", *REGIONS] = ""  # type: ignore[valid-type]
    assigned: Annotated[str, Field(pattern=r"^(me|\d{1,9})?$")] = Field("", description="id of a person, or `me`")
    label: Word = ""
    differs: bool = Field(False, description="only rows that the newest run reads otherwise than a person has decided")
    text: Word = Field("", description="words of the quote, technologies, actors, committee, municipality or id")
    order: Literal[ORDERS] = Field(WORTH, description=f"{WORTH}: what a check is worth, highest first; {PLACE}: municipality and place")  # type: ignore[valid-type]


class SearchQuery(Asked):
    """A search over the passages of all agreements on the desk (docs/workbench.md tells the language of queries)."""

    q: Annotated[str, Field(min_length=1, max_length=1000)]
    year: Annotated[str, Field(max_length=20)] = ""
    municipality: Word = ""
    theme: Word = ""
    kind: Word = ""
    cursor: Cursor = ""
    limit: int = Field(20, ge=1, le=100)


class ExportQuery(Asked):
    """`until`: the rows as they stood after this line of the trail; 0: as they stand."""

    until: Number = 0


# What is sent


class Sent(BaseModel):
    """A body; nothing but these fields, and numbers are numbers."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Range(Sent):
    """A stretch of a source's text, in code points from 0."""

    sha256: Hash
    start: Number
    end: Number


Dkk = Annotated[int, Field(ge=-(10**13), le=10**13)]


class SentAmount(Sent):
    """Whole kroner, positive also for savings (docs/outputs.md)."""

    dkk: Dkk
    kind: Literal[AMOUNT_KINDS]  # type: ignore[valid-type]
    profile: dict[Annotated[str, Field(pattern=r"^\d{4}$")], Dkk] = Field(default_factory=dict)
    total: Dkk | None = None
    ambiguous: bool = False
    assumed: bool = False
    part_of: bool = False
    price_level: int | None = None
    quote: Annotated[str, Field(max_length=2000)] = ""


Words = Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=60)]


class Correction(Sent):
    """The fields that become others; those left out stay."""

    themes: Annotated[list[Word], Field(min_length=1, max_length=60)] | None = None
    topics: Annotated[list[Literal[TOPICS]], Field(max_length=60)] | None = None  # type: ignore[valid-type]
    stage: Literal[STAGES] | None = None  # type: ignore[valid-type]
    amounts: Annotated[list[SentAmount], Field(max_length=60)] | None = None
    technologies: Words | None = None
    actors: Words | None = None
    committee: Annotated[str, Field(max_length=300)] | None = None
    evidence: Annotated[list[Range], Field(min_length=1, max_length=100)] | None = None


class Reason(Sent):
    """Why a row is rejected: a code (no_initiative, wrong_theme, look_back, duplicate, state_reform, other) or words."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class SentPart(Sent):
    """A part of a row that is split: units and amounts by their place in the row, from 0. No themes or stage: the row's."""

    units: Annotated[list[Number], Field(min_length=1, max_length=500)]
    amounts: Annotated[list[Number], Field(max_length=60)] = Field(default_factory=list)
    themes: Annotated[list[Word], Field(max_length=60)] = Field(default_factory=list)
    stage: Literal["", *STAGES] = ""  # type: ignore[valid-type]


class Parts(Sent):
    """What becomes of a row that is split."""

    parts: Annotated[list[SentPart], Field(min_length=2, max_length=10)]


class Joined(Sent):
    """`stage`: of the row that is made, empty for the furthest. Which rows are joined stands in `versions`."""

    stage: Literal["", *STAGES] = ""  # type: ignore[valid-type]


class Nothing(Sent):
    """No content."""


class Decision(Sent):
    """`versions`: row id -> the version that was seen. That of the row in the address may come as If-Match instead."""

    versions: Annotated[dict[Annotated[str, Field(max_length=100)], Number], Field(max_length=20)] = Field(default_factory=dict)


class AcceptRow(Decision):
    """The row as it stands is right."""

    kind: Literal["accept"]
    content: Nothing = Field(default_factory=Nothing)


class CorrectRow(Decision):
    """Fields become others."""

    kind: Literal["correct"]
    content: Correction


class RejectRow(Decision):
    """It is no initiative."""

    kind: Literal["reject"]
    content: Reason


class SplitRow(Decision):
    """It becomes several; its units are listed at /rows/{row}/units."""

    kind: Literal["split"]
    content: Parts


class JoinRows(Decision):
    """It and the others named in `versions` become one."""

    kind: Literal["join"]
    content: Joined = Field(default_factory=Joined)


class TakeMachine(Decision):
    """What the newest run reads counts, where it differs from what a person decided."""

    kind: Literal["machine"]
    content: Nothing = Field(default_factory=Nothing)


class UndoRow(Decision):
    """The last decision on the row is undone."""

    kind: Literal["undo"]
    content: Nothing = Field(default_factory=Nothing)


AnyDecision = Annotated[
    AcceptRow | CorrectRow | RejectRow | SplitRow | JoinRows | TakeMachine | UndoRow,
    Field(discriminator="kind"),
]


class NewRow(Sent):
    """A row that nobody proposed: a stretch of an agreement's text, with its themes and stage."""

    year: Number
    range: Range
    themes: Annotated[list[Word], Field(min_length=1, max_length=60)]
    topics: Annotated[list[Literal[TOPICS]], Field(max_length=60)] = Field(default_factory=list)  # type: ignore[valid-type]
    stage: Literal[STAGES]  # type: ignore[valid-type]
