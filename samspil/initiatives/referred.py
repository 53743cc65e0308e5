"""Sums that name the point or the note they are about: 'Til vurderingen under punkt 2.4 er der 300.000 kr.', 'Note 2. Der er …' of a text with '(note 2)'.

They stand far from their undertaking, often in a note that has hardly a word of it. A number that more than one undertaking stands under tells nothing.
"""

import functools
import re
from collections.abc import Callable, Collection, Sequence

from samspil.initiatives.bare_sums import put_home
from samspil.initiatives.context import Array, Surroundings
from samspil.initiatives.points import number_passages
from samspil.values.passage import Passage

_CODE = r"(?P<code>\d{1,3}(?:\.\d{1,2}){0,2})(?![\d%]|\.\d|,\d| (?:kr|pct|mio|t\.))"
_NAMES_POINT = re.compile(rf"(?<!jf\. )(?<!se )\b(?:punkt|punktet|pkt\.|forslag|initiativ|indsats|tiltag|aftalepunkt) {_CODE}")
_NOTE = r"(?P<code>\d{1,2}|[a-zæøå])(?!\w)"
_NAMES_NOTE = re.compile(rf"\bnote {_NOTE}")
_IS_NOTE = re.compile(rf"note {_NOTE}[.:)]?(?:\s|$)")
_IS_LISTED = re.compile(rf"{_NOTE}[.:)]\s")  # below a heading 'Noter'
_NUMBER = re.compile(r"Nr\. (?P<code>\d{1,2})")
_MOST = 500  # passages that name a number, in one document: agreements have far fewer


def join_referred(around: Surroundings, inside: Array, groups: Sequence[Sequence[int]]) -> tuple[list[list[int]], Array]:
    """The groups with the sums that name their point or note, and `inside` with these as sure as what they belong to."""
    home_of = {n: place for place, group in enumerate(groups) for n in group}
    alone = {group[0] for group in groups if len(group) == 1}
    naming = [n for n in range(len(around.passages)) if _may_refer(around, n) and (n not in home_of or n in alone)]
    if not groups or not 0 < len(naming) <= _MOST:
        return [list(group) for group in groups], inside
    finders = (_find_points(around), _find_notes(around))
    homes: dict[int, int] = {}
    for n in naming:
        about = {home_of.get(m) for find in finders for m in find(n) if m != n}
        known = {home for home in about if home is not None and home != home_of.get(n)}
        if len(known) == 1:
            homes[n] = known.pop()
    return put_home(groups, inside, {n: home for n, home in homes.items() if not homes.keys() & set(groups[home])})


def _may_refer(around: Surroundings, n: int) -> bool:
    passage = around.passages[n]
    return (
        bool(around.money[n]) and passage.kind in {"sentence", "item"} and (_note_of(around, n) != "" or _one_code(around.lower[n]) != "")
    )


def _one_code(text: str) -> str:
    """The number of the only point a text names; '' where it names none or several."""
    codes = {match["code"] for match in _NAMES_POINT.finditer(text)}
    return codes.pop() if len(codes) == 1 else ""


def _note_of(around: Surroundings, n: int) -> str:
    """The number of the note a passage stands in: it begins with it, or the sentence before is 'Note 2.'; '' for none."""
    before = around.lower[n - 1] if n and around.same_paragraph(n - 1, n) else ""
    passage = around.passages[n]
    told = [_IS_NOTE.match(around.lower[n]), _IS_NOTE.match(before)]
    if passage.headings and passage.headings[-1].lower().startswith("note"):
        told += [_IS_LISTED.match(around.lower[n]), _IS_LISTED.match(before), *map(_NUMBER.fullmatch, passage.notes)]
    return next((match["code"] for match in told if match), "")


def _find_points(around: Surroundings) -> Callable[[int], Collection[int]]:
    """For a passage that names a point: the passages of that point; of several with that number the one in the same list."""
    members: dict[str, list[int]] = {}
    for n, code in number_passages(around.passages).items():
        members.setdefault(code, []).append(n)

    def find(n: int) -> Collection[int]:
        told = members.get(_one_code(around.lower[n]), [])
        first = _begin_of_list(around.passages, n)
        return [m for m in told if first <= m < n] or told

    return find


def _begin_of_list(passages: Sequence[Passage], n: int) -> int:
    """Index of the first item of the list a passage stands in; its own for any other passage."""
    while n and passages[n].kind == passages[n - 1].kind == "item":
        n -= 1
    return n


def _find_notes(around: Surroundings) -> Callable[[int], Collection[int]]:
    """For a passage of a note: the passages that send the reader there."""
    sent: dict[str, list[int]] = {}
    for n, text in enumerate(around.lower):
        if around.passages[n].kind in {"sentence", "item"} and not _IS_NOTE.match(text):
            for match in _NAMES_NOTE.finditer(text):
                sent.setdefault(match["code"], []).append(n)

    @functools.cache
    def find(n: int) -> Collection[int]:
        return sent.get(_note_of(around, n), ())

    return find
