"""Rows that name the point of the agreement they belong to: '3.3 Lavere takst' in a table (or 'Nr. 3.3' in a column) and '3.3 Pladser, som …' in the text.

Then the number tells where a row's text stands, and no other text is its own. Many tables number their rows for themselves, so a table is taken to
name points only where its words agree.
"""

import functools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from samspil.initiatives.context import Surroundings
from samspil.initiatives.stretches import stretches
from samspil.values.passage import Passage

_NUMBER = r"(?P<code>\d{1,3}(?:\.\d{1,2}){0,2}|[A-ZÆØÅ]{1,3}[-.]?\d{1,3}(?:\.\d{1,2})?)"
_OF_TEXT = re.compile(rf"(?i:(?:punkt|pkt\.|nr\.|afsnit|§)\s*)?{_NUMBER}[.):]?\s+(?=\S*[^\W\d_]{{2}})")
_OF_ROW = re.compile(rf"(?i:(?:punkt|pkt\.?|nr\.|afsnit|ad|jf\.)\s*)*{_NUMBER}[.,):]?\s+(?=\S*[^\W\d_]{{2}})")
_SAID = re.compile(r"(?i)(?:punkt|pkt\.?)\s*\d")  # a label that says so needs no other row beside it
_OF_COLUMN = re.compile(rf"Nr\. {_NUMBER}\.?")
_LEAST_ROWS = 3  # of a table must name a point of the text
_MOST_OTHERS = 0.5  # share of its numbers that may be no point's
_AGREE = 0.3  # share of those rows that must have letters in common with their point, and with it more than with most others
_CALLED = 0.9  # share of a label's letters that stand in the point's heading
_LIKE, _MUCH_LIKE = 0.1, 0.25  # share of a label's letters
_AHEAD = 0.05
_SHORT = 6  # passages of a point that is about one thing or two
_MOST_PAIRS = 50_000  # of a row and a point in a table, and
_LONGEST = 200  # passages of a point: agreements have far fewer
_WORD = re.compile(r"[^\W\d_]{4,}")
_SIZE = 4  # letters: 'boks' in 'faldbokse'


@dataclass(frozen=True, slots=True)
class Points:
    """`told`: the point each passage of the text stands under; `named`: the point each row names, of tables that name points; `members`: the
    passages of every point.
    """

    told: Mapping[int, str] = field(default_factory=dict)
    named: Mapping[int, str] = field(default_factory=dict)
    members: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def is_elsewhere(self, row: int, group: Sequence[int]) -> bool:
        """Whether a row names a point, and the group's passages stand under others."""
        if row not in self.named:
            return False
        under = {self.told[n] for n in group if n in self.told}
        return bool(under) and self.named[row] not in under

    def alone_under(self, groups: Sequence[Sequence[int]]) -> list[set[str]]:
        """For each group the points that it stands under and no other group does."""
        under = [{self.told[n] for n in group if n in self.told} for group in groups]
        count = Counter(code for codes in under for code in codes)
        return [{code for code in codes if count[code] == 1} for codes in under]

    def only_row(self, codes: Collection[str], rows: Sequence[int]) -> int | None:
        """The one of `rows` that names one of these points; None when there are more, or none."""
        own = [row for row in rows if codes and self.named.get(row) in codes]
        return own[0] if len(own) == 1 else None

    def unite(self, groups: Sequence[Sequence[int]]) -> list[list[int]]:
        """The groups, those joined that stand under one short point to which one row of the tables belongs: such a point is one undertaking (54 of the 56
        labelled ones that have any).
        """
        rows = Counter(self.named.values())
        united: list[list[int]] = []
        place_of: dict[str, int] = {}
        for group in groups:
            codes = {self.told.get(n, "") for n in group}
            code = codes.pop() if len(codes) == 1 else ""
            if rows[code] != 1 or len(self.members[code]) > _SHORT:
                united.append(list(group))
            elif code in place_of:
                united[place_of[code]].extend(group)
            else:
                place_of[code] = len(united)
                united.append(list(group))
        return [sorted(group) for group in united]


def find_points(around: Surroundings, rows: Sequence[int]) -> Points:
    """The points of a document, and which of its rows name one."""
    numbers = {row: code for row in rows if (code := _number_of_row(around.passages[row]))}
    said = {row for row in numbers if _SAID.match(around.passages[row].text)}
    if len(numbers) < _LEAST_ROWS and not said:
        return Points()
    asked = frozenset(numbers.values())
    told = number_passages(around.passages, asked)
    members: dict[str, list[int]] = {}
    for n, code in told.items():
        if code in asked:
            members.setdefault(code, []).append(n)
    tables: dict[int, list[int]] = {}
    for row in numbers:
        tables.setdefault(around.passages[row].paragraph, []).append(row)
    letters = {code: _letters(around.lower[n] for n in places) for code, places in members.items()}
    named = {
        row: numbers[row]
        for table in tables.values()
        for sure in [_names_points(around, table, numbers, letters)]
        for row in table
        if numbers[row] in members and (sure or row in said)
    }
    return Points(told, named, members) if named else Points()


def _number_of_row(row: Passage) -> str:
    match = _OF_ROW.match(row.text) or (_OF_COLUMN.fullmatch(row.notes[-1]) if row.notes else None)
    return match["code"] if match else ""


def _number_in(text: str) -> str:
    match = _OF_TEXT.match(text)
    return match["code"] if match else ""


def _number_of_text(passage: Passage) -> str:
    """The number a sentence begins with, or that an item has in its list."""
    match = _OF_COLUMN.fullmatch(passage.notes[-1]) if passage.notes else None
    return _number_in(passage.text) or (match["code"] if match else "")


def number_passages(passages: Sequence[Passage], asked: frozenset[str] = frozenset()) -> dict[int, str]:
    """The number of the point each sentence and bullet stands under: that of its paragraph or of the innermost heading that has one; before all
    others one that is `asked` for, as a list has numbers of its own.
    """
    told: dict[int, str] = {}
    code, paragraph = "", -1
    for n, passage in enumerate(passages):
        if passage.kind not in {"sentence", "item"}:
            continue
        own = _number_of_text(passage)
        if own or passage.paragraph != paragraph:
            above = [code for code in (own, *map(_number_in, reversed(passage.headings))) if code]
            code, paragraph = next((each for each in above if each in asked), above[0] if above else ""), passage.paragraph
        if code:
            told[n] = code
    return told


def _names_points(around: Surroundings, table: Sequence[int], numbers: Mapping[int, str], letters: Mapping[str, frozenset[str]]) -> bool:
    """Whether the numbers of a table's rows are those of points: most are, and the words agree with that."""
    known = [row for row in table if numbers[row] in letters]
    if len(known) < max(_LEAST_ROWS, (1 - _MOST_OTHERS) * len(table)) or len(known) * len(letters) > _MOST_PAIRS:
        return False
    return sum(_agrees(_letters([around.lower[row]]), numbers[row], letters) for row in known) >= _AGREE * len(known)


def _agrees(label: frozenset[str], own: str, letters: Mapping[str, frozenset[str]]) -> bool:
    """Whether a label shares more with its own point than with nearly all others."""
    shared = len(label & letters[own])
    return shared > 0 and sum(len(label & other) >= shared for code, other in letters.items() if code != own) <= len(letters) // 10


def match_points(around: Surroundings, points: Points, groups: Sequence[Sequence[int]], rows: Sequence[int]) -> dict[int, int]:
    """The group of each of `rows` that names a point with an initiative: the one that has the sentence most like its label.

    Where nothing in the point is like it, the point must be one initiative's alone. A row that is called as the point itself is about all of it.
    """
    group_of = {n: place for place, group in enumerate(groups) for n in group}
    letters = functools.cache(lambda n: _letters([around.lower[n]]))
    found: dict[int, int] = {}
    for row in rows:
        places = points.members.get(points.named.get(row, ""), ())
        label = letters(row)
        if len(places) <= _LONGEST and any(n in group_of for n in places) and not _is_called_so(label, around.passages[places[0]]):
            like = {n: len(label & letters(n)) / max(1, len(label)) for n in places}
            group = _likeliest(like, group_of)
            if group is not None:
                found[row] = group
    return found


def _is_called_so(label: frozenset[str], member: Passage) -> bool:
    """Whether one of the headings above the passages of a point has a row's label."""
    return any(len(label & _letters([heading.lower()])) > _CALLED * len(label) for heading in member.headings)


def _likeliest(like: Mapping[int, float], group_of: Mapping[int, int]) -> int | None:
    """The group of the passage of a point that is most like a label, ahead of all other groups; in long points surely like it.

    Where no passage is much like it, the only group of a short point.
    """
    best = max(like, key=lambda n: (like[n], n in group_of))
    groups = {group_of[n] for n in like if n in group_of}
    if len(groups) == 1 and like[best] < _MUCH_LIKE and len(like) <= _SHORT:
        return groups.pop()
    group = group_of.get(best)
    rival = max((share for n, share in like.items() if n in group_of and group_of[n] != group), default=-1.0)
    least = _LIKE if len(like) <= _SHORT else _MUCH_LIKE
    return group if like[best] - rival >= _AHEAD and like[best] >= least else None


def _letters(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(part for text in texts for word in _WORD.findall(text) for part in stretches(word, _SIZE))
