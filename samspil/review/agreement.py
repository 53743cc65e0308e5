"""How far two independent readings of the same documents agree: Krippendorff's alpha, its unitising form, and row by row.

Nominal alpha (Krippendorff, Content Analysis, 2nd ed. 2004, section 11.3): alpha = 1 - Do/De over the coincidences of pairs of values, where a unit with
m values gives each pair the weight 1/(m - 1), and units with fewer than two values are left out.

Unitising alpha (Krippendorff 1995, Sociological Methodology 25, 47-76; Content Analysis 2004, section 11.6): observers cut a continuum of length L into units
of a category and gaps between them. With b the beginning and l the length of a section, two units that overlap differ by (b1 - b2)^2 + (b1 + l1 - b2 - l2)^2,
a unit that lies whole in the other's gap by l^2, anything else by 0:

    Do = sum of the differences over ordered pairs of observers / (m (m - 1) L^2)
    De = 2/L * sum over units [ (N - 1)/3 * (2 l^3 - 3 l^2 + l) + l^2 * sum over gaps g >= l of (g - l + 1) ] / (mL (mL - 1) - sum over units l (l - 1))

with m observers and N units of the category in all. Over several categories Do and De are summed before alpha = 1 - Do/De.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, permutations
from typing import Any

from samspil.values.codes import THEMES
from samspil.values.review import ThemeAgreement

Span = tuple[int, int]  # half-open range
Code = frozenset[str]  # the themes a reading gives a passage


@dataclass(frozen=True, slots=True)
class Unit:
    """An initiative as one reading sees it: `spans` are the ranges of its evidence in the cleaned text; `name` is the caller's own key."""

    name: str
    themes: tuple[str, ...]
    stage: str
    spans: tuple[Span, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class TwoReadings:
    """A document with what the model and the rules found in it; `passages`: the ranges of its sentences, bullets and rows."""

    name: str
    passages: tuple[Span, ...]
    model: tuple[Unit, ...]
    rules: tuple[Unit, ...]


BOTH, ONLY_MODEL, ONLY_RULES = "both", "only_model", "only_rules"


@dataclass(frozen=True, slots=True)
class RowAgreement:
    """One initiative: who found it, and what the readings say differently ('themes', 'stage').

    `decides`: the themes for which the document's headline hangs on this row alone. `worth`: how much a check by a person is worth, 0 for none.
    """

    document: str
    model: str | None
    rules: str | None
    found_by: str
    differs: tuple[str, ...]
    decides: tuple[str, ...]
    worth: float

    @property
    def needs_check(self) -> bool:
        """Whether a person should look at this row first."""
        return self.worth > 0


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything about two readings. `rows`: those worth most first."""

    themes: Mapping[str, ThemeAgreement]
    overall: ThemeAgreement
    rows: tuple[RowAgreement, ...]


def compare_readings(documents: Sequence[TwoReadings]) -> Agreement:
    """The agreement of the model's and the rules' reading over all documents."""
    codes = sum((_count_codes(document) for document in documents), Counter[tuple[Code, Code]]())
    spread = {theme: _disagree(documents, theme) for theme in THEMES}
    themes = {theme: _agree(_count_theme(codes, theme), [spread[theme]]) for theme in THEMES}
    counts = _count_who(codes)
    overall = ThemeAgreement(_alpha_of(codes), _alpha(spread.values()), counts[BOTH], counts[ONLY_MODEL], counts[ONLY_RULES])
    rows = [row for document in documents for row in compare_rows(document)]
    return Agreement(themes, overall, tuple(sorted(rows, key=lambda row: (-row.worth, row.document, row.model or "", row.rules or ""))))


def _count_codes(document: TwoReadings) -> "Counter[tuple[Code, Code]]":
    """How many passages got which themes from the model and from the rules; most got none from either, and are counted without a look."""
    starts = [start for start, _end in document.passages]
    model, rules = _code(starts, document.model), _code(starts, document.rules)
    places = model.keys() | rules.keys()
    codes = Counter((frozenset(model.get(place, ())), frozenset(rules.get(place, ()))) for place in places)
    codes[frozenset(), frozenset()] += len(starts) - len(places)
    return codes


def _code(starts: Sequence[int], units: Sequence[Unit]) -> dict[int, set[str]]:
    """For each passage whose beginning a unit covers, the themes of those units."""
    found: dict[int, set[str]] = {}
    for unit in units:
        for start, end in unit.spans:
            for place in range(bisect_left(starts, start), bisect_left(starts, end)):
                found.setdefault(place, set()).update(unit.themes)
    return found


def _count_theme(codes: "Counter[tuple[Code, Code]]", theme: str) -> Counter[tuple[bool, bool]]:
    """The same passages, looked at for one theme."""
    counts = Counter[tuple[bool, bool]]()
    for (model, rules), times in codes.items():
        counts[theme in model, theme in rules] += times
    return counts


def _agree(codes: Counter[tuple[bool, bool]], spread: Sequence[tuple[float, float]]) -> ThemeAgreement:
    counts = _count_who(codes)
    return ThemeAgreement(_alpha_of(codes), _alpha(spread), counts[BOTH], counts[ONLY_MODEL], counts[ONLY_RULES])


def _count_who(codes: Mapping[tuple[Any, Any], int]) -> Counter[str]:
    counts = Counter[str]()
    for (model, rules), times in codes.items():
        counts[_who(bool(model), bool(rules))] += times
    return counts


def _who(model: bool, rules: bool) -> str:
    return (BOTH if rules else ONLY_MODEL) if model else ONLY_RULES if rules else ""


def nominal_alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha of nominal values; each unit is the sequence of its observers' values, None where one is missing.

    None when all values are the same: then nothing can be said about agreement beyond chance.
    """
    return _alpha_of(Counter(map(tuple, units)))


def _alpha_of(units: Mapping[Any, int]) -> float | None:
    """`nominal_alpha` of units that are counted: equal ones are many."""
    agreeing, values = 0.0, Counter[Hashable]()
    for unit, times in units.items():
        counts = Counter(value for value in unit if value is not None)
        size = counts.total()
        if size > 1:
            values.update({value: count * times for value, count in counts.items()})
            agreeing += times * sum(count * (count - 1) for count in counts.values()) / (size - 1)
    total = values.total()
    by_chance = sum(count * (count - 1) for count in values.values())
    if total < 2 or by_chance == total * (total - 1):
        return None
    return 1.0 - (1.0 - agreeing / total) / (1.0 - by_chance / (total * (total - 1)))


def ratio_alpha(units: Iterable[Sequence[float | None]]) -> float | None:
    """Krippendorff's alpha of values on a ratio scale, such as kroner (Content Analysis 2004, section 11.3): two values differ by ((a - b) / (a + b))^2,
    so that 1 and 2 mio. differ as much as 1 and 2 t. No value is below 0; None where one is missing. None when all values are the same.
    """
    coincidences, values = 0.0, Counter[float]()
    for unit in units:
        found = [value for value in unit if value is not None]
        if len(found) > 1:
            values.update(found)
            coincidences += sum(_ratio(a, b) for a, b in permutations(found, 2)) / (len(found) - 1)
    total = values.total()
    expected = sum(_ratio(a, b) * values[a] * values[b] for a, b in permutations(values, 2))
    return 1.0 - (total - 1) * coincidences / expected if expected else None


def _ratio(one: float, other: float) -> float:
    return ((one - other) / (one + other)) ** 2 if one != other else 0.0


def u_alpha(observers: Sequence[Mapping[str, Sequence[Span]]], start: int, length: int) -> float | None:
    """Unitising alpha of nominal categories over a continuum; each observer: category -> units that do not overlap. None without units."""
    categories = sorted({category for observer in observers for category in observer})
    return _alpha(measure_disagreement([observer.get(category, ()) for observer in observers], start, length) for category in categories)


def _alpha(spread: Iterable[tuple[float, float]]) -> float | None:
    parts = list(spread)
    observed, expected = sum(part[0] for part in parts), sum(part[1] for part in parts)
    return 1.0 - observed / expected if expected else None


def _disagree(documents: Sequence[TwoReadings], theme: str) -> tuple[float, float]:
    """Observed and expected disagreement on a theme, the documents laid end to end."""
    model: list[Span] = []
    rules: list[Span] = []
    offset = 0
    for document in documents:
        model += _lay(document.model, theme, offset)
        rules += _lay(document.rules, theme, offset)
        offset += max((end for _start, end in document.passages), default=0) + 1
    return measure_disagreement([model, rules], 0, offset) if offset else (0.0, 0.0)


def _lay(units: Sequence[Unit], theme: str, offset: int) -> list[Span]:
    """The theme's ranges on the common continuum; ranges that touch or overlap are one."""
    spans: list[Span] = []
    for start, end in sorted(span for unit in units if theme in unit.themes for span in unit.spans):
        if spans and start + offset <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end + offset))
        else:
            spans.append((start + offset, end + offset))
    return spans


def measure_disagreement(observers: Sequence[Sequence[Span]], start: int, length: int) -> tuple[float, float]:
    """Observed and expected disagreement of one category, as in the module's formula."""
    sections = [sorted(units) for units in observers]
    gaps = [find_gaps(units, start, start + length) for units in sections]
    count = len(observers)
    observed = sum(_difference(sections[i], sections[j], gaps[j]) for i, j in permutations(range(count), 2))
    lengths = [end - begin for units in sections for begin, end in units]
    if not lengths:
        return 0.0, 0.0
    free = sorted(end - begin for found in gaps for begin, end in found)
    room_for = _Gaps(free, [0, *accumulate(free)]).room_for
    expected = sum((len(lengths) - 1) / 3 * (2 * one**3 - 3 * one**2 + one) + one**2 * room_for(one) for one in lengths)
    scale = count * length * (count * length - 1) - sum(one * (one - 1) for one in lengths)
    return observed / (count * (count - 1) * length**2), 2 / length * expected / scale


def find_gaps(units: Sequence[Span], start: int, end: int) -> list[Span]:
    """The ranges between units in order."""
    edges = [(start, start), *units, (end, end)]
    return [(before[1], after[0]) for before, after in pairwise(edges) if after[0] > before[1]]


def _difference(units: Sequence[Span], others: Sequence[Span], gaps: Sequence[Span]) -> float:
    """Ordered differences between one observer's units and the other's sections: half of an overlap each way, a unit in a gap both ways."""
    total = 0.0
    ends = [end for _begin, end in others]
    gap_ends = [end for _begin, end in gaps]
    for begin, end in units:
        place = bisect_left(ends, begin + 1)
        while place < len(others) and others[place][0] < end:
            total += (begin - others[place][0]) ** 2 + (end - others[place][1]) ** 2
            place += 1
        gap = bisect_left(gap_ends, end)
        if gap < len(gaps) and gaps[gap][0] <= begin:
            total += 2 * (end - begin) ** 2
    return total


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Lengths of gaps in order, and their running sums."""

    lengths: Sequence[int]
    sums: Sequence[int]

    def room_for(self, length: int) -> int:
        """Sum over gaps g >= length of (g - length + 1): in how many places a unit of this length fits."""
        first = bisect_left(self.lengths, length)
        return self.sums[-1] - self.sums[first] - (len(self.lengths) - first) * (length - 1)


def compare_rows(document: TwoReadings) -> list[RowAgreement]:
    """Each initiative of either reading once: pairs that share text, with a shared theme first, best overlap first; then those of one reading alone."""
    pairs = _match(document.model, document.rules)
    partner = dict(pairs)
    taken = set(partner.values())
    rows = [_row(document, unit, document.rules[partner[n]] if n in partner else None) for n, unit in enumerate(document.model)]
    return rows + [_row(document, None, unit) for n, unit in enumerate(document.rules) if n not in taken]


def _match(model: Sequence[Unit], rules: Sequence[Unit]) -> list[tuple[int, int]]:
    chances = [
        (bool(set(a.themes) & set(b.themes)), shared, -i, -j)
        for i, a in enumerate(model)
        for j, b in enumerate(rules)
        if (shared := _shared(a.spans, b.spans))
    ]
    pairs: dict[int, int] = {}
    for _theme, _shared_text, i, j in sorted(chances, reverse=True):
        if -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return sorted(pairs.items())


def _shared(first: Sequence[Span], second: Sequence[Span]) -> int:
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in first for b in second)


def _row(document: TwoReadings, model: Unit | None, rules: Unit | None) -> RowAgreement:
    differs = _compare_fields(model, rules) if model and rules else ()
    decides = _deciding(document, model, rules)
    row = RowAgreement(
        document.name,
        model.name if model else None,
        rules.name if rules else None,
        _who(model is not None, rules is not None),
        differs,
        decides,
        0.0,
    )
    return RowAgreement(row.document, row.model, row.rules, row.found_by, differs, decides, _worth(row, model or rules))


def _compare_fields(model: Unit, rules: Unit) -> tuple[str, ...]:
    fields = (("themes", set(model.themes) != set(rules.themes)), ("stage", model.stage != rules.stage))
    return tuple(name for name, different in fields if different)


def _deciding(document: TwoReadings, model: Unit | None, rules: Unit | None) -> tuple[str, ...]:
    """Themes that one reading gives the document by this row alone, and the other not at all."""
    found = [_lone_themes(document.model, document.rules, model), _lone_themes(document.rules, document.model, rules)]
    return tuple(theme for theme in THEMES if theme in found[0] | found[1])


def _lone_themes(own: Sequence[Unit], other: Sequence[Unit], unit: Unit | None) -> set[str]:
    if unit is None:
        return set()
    elsewhere = {theme for one in other for theme in one.themes} | {theme for one in own if one is not unit for theme in one.themes}
    return set(unit.themes) - elsewhere


def _worth(row: RowAgreement, unit: Unit | None) -> float:
    """4 for each headline the row decides, 2 for other themes in dispute, 1.5 when one reading alone found it, 1 for the stage; doubt breaks ties."""
    worth = 4.0 * len(row.decides) + 2.0 * ("themes" in row.differs) + 1.5 * (row.found_by != BOTH) + 1.0 * ("stage" in row.differs)
    return round(worth + 0.4 * (1.0 - unit.confidence), 3) if worth and unit else 0.0
