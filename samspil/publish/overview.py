"""What the report's first page shows, worked out before any template runs: coverage, numbers with their rows, map, bars."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samspil.publish import denmark
from samspil.publish.contract import order_documents, order_initiatives
from samspil.publish.figures import ADDED_KINDS, Ledger, build_ledger
from samspil.publish.links import ALL
from samspil.publish.rows import review_years
from samspil.publish.tables import Row, Table, build_tables, group_rows
from samspil.values.codes import ATTENTION, READ_VERDICTS, STAGES, TOPICS, VERDICTS
from samspil.values.initiative import Initiative
from samspil.values.review import DocumentRecord, Review
from samspil.vocabulary.danish import sort_key


@dataclass(frozen=True, slots=True)
class CoverageView:
    """Files by what became of them; `verdicts`: (verdict, count) in the codebook's order, those that occur.

    `quoted`: how many initiatives quote a file, by its digest.
    """

    documents: list[DocumentRecord]
    unread: list[DocumentRecord]
    attention: list[DocumentRecord]
    missing: list[str]
    verdicts: list[tuple[str, int]]
    quoted: Counter[str]


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of a bar, `left` and `width` in per cent of the longest."""

    code: str
    count: int
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Group:
    """A theme (or `ALL`): its initiatives and everything counted from them."""

    theme: str
    initiatives: list[Initiative]
    rows: tuple[Row, ...]
    ledgers: dict[str, Ledger]

    @property
    def beside(self) -> int:
        return sum(ledger.beside for ledger in self.ledgers.values())

    def by_stage(self) -> dict[str, list[Initiative]]:
        """Stages that occur, in the codebook's order."""
        found = {stage: [i for i in self.initiatives if i.stage == stage] for stage in STAGES}
        return {stage: initiatives for stage, initiatives in found.items() if initiatives}

    def by_topic(self) -> dict[str, list[Initiative]]:
        """Topics that occur, in the codebook's order; an initiative may stand under several."""
        found = {topic: [i for i in self.initiatives if topic in i.topics] for topic in TOPICS}
        return {topic: initiatives for topic, initiatives in found.items() if initiatives}


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality on the map. `step` of the colour scale, 0 for read without initiatives, None for unread."""

    shape: denmark.Shape
    count: int
    step: int | None
    themes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the templates need."""

    review: Review
    years: tuple[int, int, int, int]
    coverage: CoverageView
    tables: list[Table]
    groups: dict[str, Group]
    total: Group
    scale: list[denmark.Step]
    places: list[Place]

    @property
    def most_initiatives(self) -> int:
        """The length of the longest bar of initiatives."""
        return max((len(group.initiatives) for group in self.groups.values()), default=0)

    @property
    def highest_kroner(self) -> int:
        """The length of the longest bar of kroner."""
        return max(dkk for ledger in self.total.ledgers.values() for dkk in ledger.years.values())


def build_overview(review: Review) -> Overview:
    """Count once, so that every number and its rows come from the same list."""
    initiatives, years = order_initiatives(review), review_years(review)
    tables = build_tables(review)
    groups = {table.theme: build_group(table.theme, [i for i in initiatives if table.theme in i.themes], years) for table in tables}
    total = build_group(ALL, initiatives, years)
    counts = Counter(initiative.municipality_code for initiative in initiatives)
    scale = denmark.build_scale(counts.values())
    return Overview(review, years, view_coverage(review), tables, groups, total, scale, list(_list_places(review, total, scale)))


def build_group(theme: str, initiatives: list[Initiative], years: Sequence[int]) -> Group:
    ledgers = {kind: build_ledger(initiatives, kind, years) for kind in ADDED_KINDS}
    return Group(theme, initiatives, group_rows(initiatives), ledgers)


def view_coverage(review: Review) -> CoverageView:
    documents = order_documents(review.coverage)
    counts = Counter(record.verdict for record in documents)
    unread = [record for record in documents if record.verdict not in (*READ_VERDICTS, ATTENTION)]
    attention = [record for record in documents if record.verdict == ATTENTION]
    verdicts = [(verdict, counts[verdict]) for verdict in VERDICTS if counts[verdict]]
    quoted = Counter(sha256 for i in review.initiatives for sha256 in {evidence.sha256 for evidence in i.evidence})
    return CoverageView(documents, unread, attention, sorted(review.coverage.missing, key=sort_key), verdicts, quoted)


def _list_places(review: Review, total: Group, scale: Sequence[denmark.Step]) -> Iterable[Place]:
    read = {record.municipality_code for record in review.coverage.documents if record.verdict in READ_VERDICTS}
    rows = {row.municipality_code: row for row in total.rows}
    for shape in denmark.read_shapes():
        row = rows.get(shape.code)
        count = len(row.initiatives) if row else 0
        themes = frozenset(theme for i in row.initiatives for theme in i.themes) if row else frozenset()
        step = None if shape.code not in read and not count else denmark.find_step(scale, count)
        yield Place(shape, count, step, themes)


def stack_bars(found: dict[str, list[Initiative]], longest: int) -> list[Bar]:
    """The initiatives under each code side by side, as shares of the longest bar."""
    bars, left = [], 0.0
    for code, initiatives in found.items():
        width = 100 * len(initiatives) / longest
        bars.append(Bar(code, len(initiatives), round(left, 2), round(width, 2)))
        left += width
    return bars
