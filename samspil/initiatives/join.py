"""Passages of one undertaking are joined, different ones kept apart; then table rows find the initiative they belong to."""

import functools
import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.context import N_THEMES, Surroundings, squash
from samspil.initiatives.layers import Linear, Network
from samspil.initiatives.left_alone import is_budget_line
from samspil.initiatives.named_rows import match_named
from samspil.initiatives.noted import Notes
from samspil.initiatives.pointed import match_pointing
from samspil.initiatives.points import Points, match_points
from samspil.initiatives.stretches import stretches
from samspil.values.passage import Passage

Array = NDArray[np.float64]

_SURE = 0.95  # probability from which a second row of the same table is an initiative's too
_RARE = 2  # passages in which a rare word stands
_BEGIN = 6  # letters by which two labels begin alike
REACH = 6  # passages back that a sentence may belong to
_LETTERS = re.compile(r"[^\W\d_]+")
_BETWEEN = re.compile(r"[.\u00a0 ](?=\d{3})")
_FIGURE = re.compile(r"\d(?:\d{0,2}(?:[.  ]\d{3})+|\d*(?:,\d+)?)")  # the first digit stands alone: it is looked for faster


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a passage, a pair and a row count; part of the model's facts."""

    inside: float = 0.45
    pair: float = 0.5
    row: float = 0.4
    row_alone: float = 0.6


def join_passages(around: Surroundings, inside: Array, pair: Network, limits: Thresholds, notes: Notes) -> list[list[int]]:
    """Groups of passage indexes (no rows), each one initiative, in reading order."""
    passages = around.passages
    leads = _find_leads(passages, around.money)
    candidates = [
        n
        for n, passage in enumerate(passages)
        if passage.kind in {"sentence", "item"}
        and (inside[n] >= limits.inside or inside[notes.named.get(n, n)] >= limits.row_alone or inside[leads.get(n, n)] >= limits.inside)
    ]
    groups: list[list[int]] = []
    entries: list[set[str]] = []  # of each group: what its notes are notes to
    group_of: dict[int, int] = {}
    for later in candidates:
        about = {notes.part_of[later]} if later in notes.part_of else set()
        home = group_of.get(leads.get(later, notes.row_of.get(later, -1)))  # the rest of a sentence, or an entry of a table without figures
        if home is None:
            near = [n for n in range(max(0, later - REACH), later) if n in group_of]
            earlier = [n for n in near if not about or entries[group_of[n]] <= about]
            home = _choose(around, inside, pair, earlier, later, limits, group_of)
        if home is None:
            home = len(groups)
            groups.append([])
            entries.append(set())
        group_of[later] = home
        groups[home].append(later)
        entries[home] |= about
    return groups


def _find_leads(passages: Sequence[Passage], money: Sequence[bool]) -> dict[int, int]:
    """The passage that each bullet of a list goes on from: 'Puljen er på 6 mio. kr. og bruges til:', '- stole, der ...', '- lamper, der ...'.

    Only where the bullets begin with a small letter, so that lead and bullets are one sentence, and neither says 'at' this or that be done nor have
    sums one by one: such a list tells several undertakings.
    """
    leads: dict[int, int] = {}
    for lead in (n for n, passage in enumerate(passages) if passage.kind in {"sentence", "item"} and passage.text.endswith(":")):
        bullets = list(itertools.takewhile(lambda n: _goes_on(passages[n]), range(lead + 1, len(passages))))
        if sum(money[n] for n in bullets) <= 1:
            leads.update(dict.fromkeys(bullets, lead))
    return leads


def _goes_on(bullet: Passage) -> bool:
    return bullet.kind == "item" and bullet.text[:1].islower() and not bullet.text.startswith("at ")


def _choose(
    around: Surroundings, inside: Array, pair: Network, earlier: Sequence[int], later: int, limits: Thresholds, group_of: Mapping[int, int]
) -> int | None:
    """The group of the one of `earlier` that a passage most likely goes with; None when it goes with none."""
    if not earlier:
        return None
    chances = pair.probability(np.array([around.compare(n, later, inside) for n in earlier]))
    return group_of[earlier[int(chances.argmax())]] if chances.max() >= limits.pair else None


@dataclass(frozen=True, slots=True)
class _Told:
    """What the passages of an initiative tell, gathered once for all rows: stems, letter sequences, figures, the themes' scores and the likeliest."""

    passages: frozenset[int]
    stems: frozenset[str]
    letters: frozenset[str]
    values: frozenset[float]
    scores: Array
    top: int


class RowMatcher:
    """Compares the table rows of a document with the initiatives told in its text."""

    def __init__(self, around: Surroundings, inside: Array) -> None:
        self.around = around
        self.inside = inside
        rows = [n for n, passage in enumerate(around.passages) if passage.kind == "row"]
        labels = frozenset().union(*(around.stems[n] for n in rows))  # no other word is ever asked for
        shared = [labels & stems for stems in around.stems]
        counts = Counter(itertools.chain.from_iterable(shared))
        self._weight = {word: 1.0 / math.sqrt(count) for word, count in counts.items()}
        self._told_in: dict[str, list[int]] = {}
        for n, passage in enumerate(around.passages):
            if passage.kind in {"sentence", "item"}:
                for word in shared[n]:
                    self._told_in.setdefault(word, []).append(n)
        self._values = functools.cache(lambda n: frozenset(_values(around.passages[n].text)))
        self._letters = functools.cache(lambda n: frozenset().union(*self._spelled(n)))
        self._spelled = functools.cache(lambda n: _spell_words(around.lower[n]))

    def gather(self, group: Sequence[int]) -> _Told:
        """What a group of passages tells."""
        around = self.around
        scores = np.max([around.scores[n][:N_THEMES] for n in group], axis=0)
        return _Told(
            frozenset(group),
            frozenset().union(*(around.stems[n] for n in group)),
            frozenset().union(*(self._letters(n) for n in group)),
            frozenset().union(*map(self._values, group)),
            scores,
            int(scores.argmax()),
        )

    def find_near(self, row: int, groups: Sequence[_Told]) -> list[int]:
        """Which groups share a word or a stretch of letters with the row's label: no other can be its own."""
        label, letters = self.around.stems[row], self._letters(row)
        return [n for n, told in enumerate(groups) if not label.isdisjoint(told.stems) or not letters.isdisjoint(told.letters)]

    def describe(self, row: int, groups: Sequence[_Told]) -> list[list[float]]:
        """Figures of a row beside each group for 'does the row belong to it?'."""
        around = self.around
        label, letters = around.stems[row], self._letters(row)
        cells = {value for cell in around.passages[row].cells for value in _values(cell) if value}
        scores = around.scores[row][:N_THEMES]
        top, inside = int(scores.argmax()), float(self.inside[row])
        likeness = self._compare_with_text(row, cells)
        words, length = self._spelled(row), min(len(label), 8) / 8
        total = sum(self._weight.get(word, 1.0) for word in label)
        return [
            [
                self._share(label, total, told.stems), _part(letters, told.letters), _hits(cells, told.values),
                float(len(label & told.stems)), inside, float(scores[top]), float(told.scores[top]),
                float(top == told.top), float(scores @ told.scores) / N_THEMES, length, *_cover(words, told.letters),
                *_rivalry(likeness, told.passages),
            ]
            for told in groups
        ]  # fmt: skip

    def _share(self, label: frozenset[str], total: float, told: frozenset[str]) -> float:
        """Weighted share of the label's words (`total`: of all of them) that the text has; rare words count more."""
        return float(sum(self._weight.get(word, 1.0) for word in label & told) / total) if total else 0.0

    def _compare_with_text(self, row: int, cells: Collection[float]) -> dict[int, float]:
        """For each passage that shares a word with the row's label: weighted share of words, and half as much for its figures."""
        shared: dict[int, float] = {}
        total = sum(self._weight.get(word, 1.0) for word in self.around.stems[row])
        for word in self.around.stems[row]:
            share = self._weight[word] / total
            for n in self._told_in.get(word, ()):
                shared[n] = shared.get(n, 0.0) + share
        return {n: value + 0.5 * _hits(cells, self._values(n)) for n, value in shared.items()} if cells else shared


def _part(letters: frozenset[str], told: frozenset[str]) -> float:
    """Share of the label's letter sequences that the text has: sees into compounds."""
    return len(letters & told) / len(letters) if letters else 0.0


def _hits(cells: Collection[float], told: frozenset[float]) -> float:
    """Share of the row's figures (not zero) that the text states, in thousands, millions or kroner."""
    if not cells or not told:
        return 0.0
    return sum(cell in told or cell * 1000 in told or cell / 1000 in told for cell in cells) / len(cells)


def _rivalry(likeness: Mapping[int, float], group: frozenset[int]) -> list[float]:
    """How like the row the group's best passage is, and how much better than the best passage of all other text."""
    inside = max((likeness.get(n, 0.0) for n in group), default=0.0)
    outside = max((value for n, value in likeness.items() if n not in group), default=0.0)
    return [inside, inside - outside]


def _spell_words(text: str) -> list[frozenset[str]]:
    """The letter sequences of each word that is long enough to have some."""
    return [frozenset(parts) for parts in map(stretches, _LETTERS.findall(text)) if parts]


def _cover(words: Sequence[frozenset[str]], told: frozenset[str]) -> list[float]:
    """How much of the label's words the text has, by letters: of the first, which names the thing; least, most and on average.

    'Parkeringskontrol, privat firma' shares two words of three with a kitchen that a private firm runs, but not the first.
    """
    shares = [len(word & told) / len(word) for word in words] or [0.0]
    return [shares[0], min(shares), max(shares), sum(shares) / len(shares)]


def _values(text: str) -> list[float]:
    found = []
    for figure in _FIGURE.findall(text):
        digits = _BETWEEN.sub("", figure).replace(",", ".") if len(figure) > 3 else figure.replace(",", ".")
        if len(digits) < 16 and not (len(digits) == 4 and digits.startswith("20")):
            found.append(float(digits))
    return found


def attach_rows(
    around: Surroundings, inside: Array, groups: Sequence[Sequence[int]], layer: Linear, limits: Thresholds, notes: Notes, points: Points
) -> tuple[list[list[int]], list[int]]:
    """For each group the rows that belong to it, and the rows that stand alone as initiatives of their own; lines of the whole budget are neither."""
    matcher = RowMatcher(around, inside)
    attached = _attach_noted(around.passages, notes, groups)
    taken = {row for rows in attached for row in rows}
    for row, place in match_named(around, points, groups, [row for row in rows_of(around) if row not in taken]).items():
        attached[place].append(row)
        taken.add(row)
    told = [matcher.gather((*group, *rows)) for group, rows in zip(groups, attached, strict=True)]
    tables = [_tables_of(around, notes, group) for group in groups]

    def may_have(group: int, row: int) -> bool:
        return _is_near(around, tables[group], attached[group], row) and not points.is_elsewhere(row, groups[group])

    likely = [(row, *_likeliest(matcher, layer, row, told, may_have)) for row in rows_of(around) if row not in taken]
    rest = _attach_twins(around, attached, _attach_likely(around, attached, likely, limits.row))
    for row, place in match_points(around, points, groups, rest).items():
        attached[place].append(row)
        rest.remove(row)
    bare = [n for n, group in enumerate(groups) if not attached[n] and not any(around.money[place] for place in group)]
    pointed = match_pointing(around, points, groups, bare, rest)
    for group, row in pointed.items():
        attached[group].append(row)
    taken = set(pointed.values())
    return attached, [row for row in rest if row not in taken and inside[row] >= limits.row_alone]


def _attach_likely(
    around: Surroundings, attached: Sequence[list[int]], likely: Sequence[tuple[int, int | None, float]], least: float
) -> list[int]:
    """Give every row to its group (row, group, chance), the likeliest first; gives the rows left over, in reading order.

    An initiative has more than one row of one table only where the labels begin alike ('Lifte, køb', 'Lifte, sparet tid'), or surely.
    """
    left: list[int] = []
    begins: dict[tuple[int, int], set[str]] = {}

    def begun(group: int, row: int) -> set[str]:
        return begins.setdefault((group, around.passages[row].paragraph), set())

    for place, rows in enumerate(attached):
        for row in rows:
            begun(place, row).add(_begin(around.lower[row]))
    for row, group, chance in sorted(likely, key=lambda each: (-each[2], each[0])):
        if group is None or chance < least:
            left.append(row)
        elif chance >= _SURE or not begun(group, row) or _begin(around.lower[row]) in begun(group, row):
            attached[group].append(row)
            begun(group, row).add(_begin(around.lower[row]))
        else:
            left.append(row)
    for rows in attached:
        rows.sort()
    return sorted(left)


def _attach_noted(passages: Sequence[Passage], notes: Notes, groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """For each group the rows its passages are notes to; a row goes to the first group that has a note to it."""
    attached: list[list[int]] = []
    taken: set[int] = set()
    for group in groups:
        rows = {notes.row_of[n] for n in group if n in notes.row_of and passages[notes.row_of[n]].kind == "row"} - taken
        taken |= rows
        attached.append(sorted(rows))
    return attached


def _tables_of(around: Surroundings, notes: Notes, group: Sequence[int]) -> frozenset[int] | None:
    """Where a group's rows can stand, as paragraph numbers: anywhere (none given), in the tables its passages are notes to, or nowhere (None) for
    an entry of a table without figures.
    """
    if any(around.passages[n].columns for n in group):
        return None
    return frozenset(notes.table_of[n] for n in group if n in notes.table_of)


def _is_near(around: Surroundings, tables: frozenset[int] | None, own: Sequence[int], row: int) -> bool:
    """Whether a row stands where a group's can (see `_tables_of`), or has a rare word in common with its `own` ('Durup')."""
    if tables is None:
        return False
    return not tables or around.passages[row].paragraph in tables or any(_share_rare(around, other, row) for other in own)


def _share_rare(around: Surroundings, one: int, other: int) -> bool:
    """Whether two labels share a word that stands in hardly any other passage."""
    return any(sum(word in stems for stems in around.stems) <= _RARE for word in around.stems[one] & around.stems[other])


def _attach_twins(around: Surroundings, attached: Sequence[list[int]], left: Sequence[int]) -> list[int]:
    """Give the rows left over that are another table's row of the same ('Ungehuset i Vester By, drift', 'Ungehus i Vester By') to its group."""
    rows_by_begin: dict[str, dict[int, list[int]]] = {}
    for group, rows in enumerate(attached):
        for row in rows:
            rows_by_begin.setdefault(_begin(around.lower[row]), {}).setdefault(group, []).append(row)
    rest: list[int] = []
    for row in left:
        begin = _begin(around.lower[row])
        alike = rows_by_begin.get(begin, {})
        groups = [group for group, rows in alike.items() if any(_is_twin(around, other, row) for other in rows)]
        if len(groups) == 1:
            attached[groups[0]].append(row)
            alike[groups[0]].append(row)
        else:
            rest.append(row)
    return rest


def _is_twin(around: Surroundings, one: int, other: int) -> bool:
    """Whether two rows of different tables share a rare word."""
    return not around.same_paragraph(one, other) and _share_rare(around, one, other)


def _begin(label: str) -> str:
    """The first letters of a label's first long word."""
    return next((word[:_BEGIN] for word in _LETTERS.findall(label) if len(word) > 3), label)


def rows_of(around: Surroundings) -> list[int]:
    """The table rows with figures that are no lines of the whole budget."""
    return [n for n, passage in enumerate(around.passages) if passage.kind == "row" and passage.cells and not is_budget_line(passage.text)]


def _likeliest(
    matcher: RowMatcher, layer: Linear, row: int, told: Sequence[_Told], may_have: Callable[[int, int], bool]
) -> tuple[int | None, float]:
    """The initiative that a row most likely belongs to, and how likely; None when it shares nothing with any, or the place speaks against it."""
    near = matcher.find_near(row, told)
    if not near:
        return None, 0.0
    chances = layer.probability(np.array(matcher.describe(row, [told[n] for n in near])))
    allowed = [place for place, n in enumerate(near) if may_have(n, row)]
    best = max(allowed, key=lambda place: float(chances[place]), default=None)
    return (near[best], float(chances[best])) if best is not None else (None, 0.0)


def describe_group(around: Surroundings, inside: Array, group: Sequence[int], rows: Sequence[int], whole: Array) -> list[float]:
    """Figures of a proposed initiative for 'is it right?'; `whole`: its themes' log-odds as a whole text."""
    told = [inside[n] for n in group] or [inside[n] for n in rows]
    best = max(float(around.best[n]) for n in (*group, *rows))
    themes = squash(whole[:N_THEMES])
    ordered = np.sort(themes)
    return [
        max(told),
        float(np.mean(told)),
        min(told),
        best,
        float(ordered[-1]),
        float(ordered[-1] - ordered[-2]),
        min(len(group), 5) / 5,
        float(bool(rows)),
        float(any(around.money[n] for n in group)),
        float(not group),
    ]
