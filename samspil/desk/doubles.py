"""Two codings of the same document side by side, how far two people agree, and what that says about the machine's rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import NormalDist

from samspil.desk.coded_amounts import join_amounts, lay_side_by_side, same_amounts
from samspil.desk.coding import Marked, as_unit
from samspil.review.agreement import Agreement, TwoReadings, Unit, compare_readings, compare_rows, ratio_alpha
from samspil.review.intervals import LEVEL, ErrorCounts
from samspil.values.codes import STAGES, THEMES
from samspil.values.desk import Json
from samspil.values.shares import draw_share

Span = tuple[int, int]
_ENOUGH = 0.5  # of the shorter text must be shared before a row and a coded initiative are taken for the same


@dataclass(frozen=True, slots=True)
class Pair:
    """One initiative as two coders have it, None for whom it is none. `differs`: of 'found', 'themes', 'topics', 'stage', 'extent', 'amounts'; empty when they agree in all."""

    first: Marked | None
    second: Marked | None
    differs: tuple[str, ...]

    @property
    def name(self) -> str:
        """'3+5', '3+0': the ids of both."""
        return f"{self.first.id if self.first else 0}+{self.second.id if self.second else 0}"

    @property
    def place(self) -> tuple[int, ...]:
        """Where it stands in the text."""
        return min(one.passages for one in (self.first, self.second) if one)


@dataclass(frozen=True, slots=True)
class Coded:
    """A document as two people coded it; `passages`: the ranges of all its passages, `codable` of which may be marked."""

    name: str
    passages: tuple[Span, ...]
    codable: tuple[int, ...]
    first: tuple[Marked, ...]
    second: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `of`, with a 90 % interval."""

    right: int
    of: int
    low: float
    high: float

    @property
    def percent(self) -> float:
        """0 where there is nothing."""
        return 100 * self.right / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class AmountAgreement:
    """Two coders on kroner: `same`: of the initiatives both found and at least one gives a sum, those with the same sums in the same years; `alpha`:
    Krippendorff's on a ratio scale over kroner per initiative, kind of sum and year, None where there are none."""

    same: Share
    alpha: float | None


@dataclass(frozen=True, slots=True)
class MachineRates:
    """The machine's rows against what people settled: `precision`, `recall` over initiatives (the same text and a theme in common), `stage` of those found;
    `themes`: whether the document has the theme at all, by theme: right and wrong, found and not found; `amounts`: of the rows found that have sums, or
    should have, those whose sums are right."""

    documents: int
    precision: Share
    recall: Share
    stage: Share
    themes: Mapping[str, ErrorCounts]
    by_theme: Mapping[str, tuple[Share, Share]]
    amounts: Share


@dataclass(frozen=True, slots=True)
class Judged:
    """A document with the machine's rows and what people settled as true; `amounts`: the sums of each, by the unit's name, None where sums were not coded."""

    name: str
    passages: tuple[Span, ...]
    machine: tuple[Unit, ...]
    truth: tuple[Unit, ...]
    amounts: Mapping[str, Sequence[Json]] | None = None


def pair_up(coded: Coded) -> list[Pair]:
    """Every initiative of either coder once, in the order of the text: pairs that share text, with a shared theme first, best overlap first."""
    first, second = {str(one.id): one for one in coded.first}, {str(one.id): one for one in coded.second}
    pairs = []
    for row in compare_rows(_readings(coded)):
        one, other = first.get(row.model or ""), second.get(row.rules or "")
        pairs.append(Pair(one, other, _differs(one, other)))
    return sorted(pairs, key=lambda pair: (pair.place, pair.name))


def _differs(one: Marked | None, other: Marked | None) -> tuple[str, ...]:
    if one is None or other is None:
        return ("found",)
    parts = (
        ("themes", set(one.themes) != set(other.themes)),
        ("topics", set(one.topics) != set(other.topics)),
        ("stage", one.stage != other.stage),
        ("extent", one.passages != other.passages),
        ("amounts", not same_amounts(one.amounts, other.amounts)),
    )
    return tuple(name for name, differ in parts if differ)


def _readings(coded: Coded) -> TwoReadings:
    first, second = (tuple(as_unit(one, coded.passages, str(one.id)) for one in units) for units in (coded.first, coded.second))
    return TwoReadings(coded.name, tuple(coded.passages[number] for number in coded.codable), first, second)


def compare_coders(documents: Sequence[Coded]) -> Agreement:
    """Krippendorff's alpha and unitising alpha by theme and over all, and row by row; 'model' stands for the first coder, 'rules' for the second."""
    return compare_readings([_readings(document) for document in documents])


def compare_amounts(documents: Sequence[Coded]) -> AmountAgreement:
    """How far two coders agree on the sums of initiatives that both have found."""
    pairs = [[pair for pair in pair_up(document) if pair.first and pair.second] for document in documents]
    both = [[(p.first.amounts, p.second.amounts) for p in some if p.first and p.second] for some in pairs]
    stated = [[(one, other) for one, other in some if one or other] for some in both]
    same = [sum(same_amounts(one, other) for one, other in some) for some in stated]
    yearly = [unit for some in both for one, other in some for unit in lay_side_by_side(one, other)]
    return AmountAgreement(measure_share(same, [len(some) for some in stated]), ratio_alpha(yearly))


def list_choices(pair: Pair) -> tuple[str, ...]:
    """What a curator may make of a pair: 'agreed' where both coders say the same."""
    if not pair.differs:
        return ("agreed", "own", "none")
    sides = tuple(name for name, one in (("first", pair.first), ("second", pair.second)) if one)
    return (*sides, *(("both",) if len(sides) == 2 else ()), "own", "none")


def propose_own(pair: Pair) -> Marked:
    """What both have together, as a start for a curator's own: all passages, themes and topics, the furthest stage (docs/codebook.md), all sums once."""
    sides = [one for one in (pair.first, pair.second) if one]
    whole = replace(sides[0], passages=tuple(sorted({n for one in sides for n in one.passages})))
    themes = tuple(theme for theme in THEMES if any(theme in one.themes for one in sides))
    topics = tuple(dict.fromkeys(topic for one in sides for topic in one.topics))
    stage = max((one.stage for one in sides), key=STAGES.index)
    return replace(whole, themes=themes, topics=topics, stage=stage, amounts=join_amounts([one.amounts for one in sides]))


def find_same(unit: Unit, others: Sequence[Unit]) -> Unit | None:
    """The one that tells of the same initiative: at least half of the shorter text in common; with a shared theme first, then the most text."""
    chances = [
        (bool(set(unit.themes) & set(other.themes)), shared, other.name, other)
        for other in others
        if (shared := share_text(unit.spans, other.spans)) and shared >= _ENOUGH * min(_length(unit.spans), _length(other.spans))
    ]
    return max(chances, key=lambda chance: chance[:3])[3] if chances else None


def share_text(first: Sequence[Span], second: Sequence[Span]) -> int:
    """Code points in common."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in first for b in second)


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)


def measure_machine(documents: Sequence[Judged]) -> MachineRates:
    """How often the machine's rows are right and what it misses, measured on settled documents."""
    hits = [_count_hits(document) for document in documents]
    shown, true = [len(one.machine) for one in documents], [len(one.truth) for one in documents]
    found = [sum(1 for _stage in one) for one in hits]
    by_theme = {theme: _by_theme(documents, theme) for theme in THEMES}
    sums = [_compare_sums(document) for document in documents]
    return MachineRates(
        len(documents),
        measure_share(found, shown),
        measure_share(found, true),
        measure_share([sum(one) for one in hits], found),
        {theme: _count_presence(documents, theme) for theme in THEMES},
        by_theme,
        measure_share([sum(one) for one in sums], [len(one) for one in sums]),
    )


def _count_hits(document: Judged) -> list[bool]:
    """For each row that is right (the same text, a theme in common) whether its stage is."""
    return [one.stage == other.stage for one, other in _list_hits(document)]


def _list_hits(document: Judged) -> list[tuple[Unit, Unit]]:
    machine, truth = {one.name: one for one in document.machine}, {one.name: one for one in document.truth}
    pairs = [(machine[row.model], truth[row.rules]) for row in compare_rows(_against(document)) if row.model and row.rules]
    return [(one, other) for one, other in pairs if set(one.themes) & set(other.themes)]


def _compare_sums(document: Judged) -> list[bool]:
    """For each row that is right and has sums, or should have, whether they are."""
    if document.amounts is None:
        return []
    pairs = [(document.amounts.get(one.name, ()), document.amounts.get(other.name, ())) for one, other in _list_hits(document)]
    return [same_amounts(one, other) for one, other in pairs if one or other]


def _against(document: Judged) -> TwoReadings:
    return TwoReadings(document.name, document.passages, document.machine, document.truth)


def _by_theme(documents: Sequence[Judged], theme: str) -> tuple[Share, Share]:
    """Precision and recall of one theme's initiatives."""
    only = [
        replace(one, machine=tuple(u for u in one.machine if theme in u.themes), truth=tuple(u for u in one.truth if theme in u.themes))
        for one in documents
    ]
    found = [len(_count_hits(one)) for one in only]
    return measure_share(found, [len(one.machine) for one in only]), measure_share(found, [len(one.truth) for one in only])


def _count_presence(documents: Sequence[Judged], theme: str) -> ErrorCounts:
    pairs = [tuple(any(theme in unit.themes for unit in units) for units in (one.machine, one.truth)) for one in documents]
    return ErrorCounts(*(pairs.count(kind) for kind in ((True, True), (True, False), (False, True), (False, False))))


def measure_share(right: Sequence[int], of: Sequence[int]) -> Share:
    """A share with the wider of two 90 % intervals: Wilson's (Brown, Cai and DasGupta 2001, Statistical Science 16, 101-133), which counts each initiative as
    independent, and quantiles over documents drawn with replacement, since initiatives of one document stand or fall together. The seed is fixed.
    """
    hits, total = sum(right), sum(of)
    if not total:
        return Share(0, 0, 0.0, 1.0)
    low, high = _wilson(hits, total)
    drawn = draw_share(right, of)
    return Share(hits, total, min(low, drawn[0]), max(high, drawn[1]))


def _wilson(hits: int, total: int) -> tuple[float, float]:
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    share, spread = hits / total, z * z / total
    middle = (share + spread / 2) / (1 + spread)
    half = sqrt(share * (1 - share) / total * z * z + spread * spread / 4) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)
