"""Stage and amounts of a published row, read by the reader of agreements: the row's text is a small document of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from samspil.documents.plain import find_lines
from samspil.initiatives.context import N_THEMES
from samspil.initiatives.drafts import draft_initiatives
from samspil.initiatives.layers import TextScorer
from samspil.initiatives.reader import LinearReader, Proposal, whole_features
from samspil.passages.split import split_passages
from samspil.values.codes import STAGES, TOPICS
from samspil.values.document import Document, Page
from samspil.values.draft import Draft
from samspil.values.passage import Passage
from samspil.values.published import PublishedReview, PublishedRow


@dataclass(frozen=True, slots=True)
class _Whole:
    """A reader that takes a whole text as one initiative."""

    proposal: Proposal
    name: str = "published"

    def propose(self, passages: Sequence[Passage]) -> list[Proposal]:
        return [self.proposal]


def read_rows(review: PublishedReview, reader: LinearReader, progress: Callable[[object], None]) -> PublishedReview:
    """The review with stage and amounts of every row; `progress` hears of each table."""
    tables = []
    for table in review.tables:
        rows = []
        for row in table.rows:
            rows.append(read_row(row, table.theme, reader, review.year))
            progress(row.as_printed)
        tables.append(replace(table, rows=tuple(rows)))
    return replace(review, tables=tuple(tables))


def read_row(row: PublishedRow, theme: str, reader: LinearReader, budget_year: int) -> PublishedRow:
    """The row with stage, amounts and confidence. The row is one published entry: its amounts are all sums in its text; its stage is the furthest of the
    initiatives of the table's theme that the reader finds in it, or, when it finds none, that of the text as a whole.
    """
    if not row.text:
        return row
    document = Document("text", (Page(1, row.text, tuple(find_lines(row.text))),))
    clean, passages = split_passages(document)
    body = tuple(n for n, passage in enumerate(passages) if passage.kind not in ("heading", "row"))
    tables = tuple(n for n, passage in enumerate(passages) if passage.kind == "row")
    body = body or tuple(n for n, passage in enumerate(passages) if passage.kind == "heading")
    if not body and not tables:
        return row
    stage = read_whole_stage(passages, body or tables, reader)
    whole = Proposal((theme,) if theme else (), (), stage, 0.0, body, tables)
    amounts = draft_initiatives(clean, passages, _Whole(whole), budget_year)[0].amounts
    drafts = draft_initiatives(clean, passages, reader, budget_year)
    own = [draft for draft in drafts if theme in draft.themes] or drafts
    confidence = max((draft.confidence for draft in own), default=0.0)
    return replace(row, stage=_furthest(own) or stage, amounts=amounts, confidence=confidence)


def read_whole_stage(passages: Sequence[Passage], chosen: Sequence[int], reader: LinearReader) -> str:
    """The stage the reader sees in a text taken as one initiative."""
    scorer = TextScorer(reader.model.whole, reader.features)
    whole = scorer.score([whole_features(reader.features, [passages[n] for n in chosen])])[0]
    return STAGES[int(whole[N_THEMES + len(TOPICS) :].argmax())]


def _furthest(drafts: Sequence[Draft]) -> str:
    """The stage furthest on; 'stopped' only when all are."""
    going = [draft.stage for draft in drafts if draft.stage != "stopped"]
    if going:
        return max(going, key=STAGES.index)
    return "stopped" if drafts else ""
