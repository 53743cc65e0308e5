"""Hits become groups of passages, one per initiative: sentences that go on with it are joined, the one that leads up to it too."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from samspil.initiatives.rules.anaphora import leans, points_back, turns
from samspil.initiatives.rules.decide import Hit, is_beside
from samspil.values.passage import Passage

_LONGEST = 6


@dataclass(slots=True)
class Group:
    """Passages of one initiative while it is put together, and the hits that speak for it."""

    passages: list[int] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)


def gather_groups(passages: Sequence[Passage], hits: Sequence[Hit]) -> list[Group]:
    """One group per initiative, in reading order; no passage stands in two."""
    groups: list[Group] = []
    for hit in hits:
        last = groups[-1] if groups else None
        if last and (hit.first <= last.passages[-1] or _goes_on(passages, last, hit)):
            last.passages += range(last.passages[-1] + 1, hit.last + 1)
        else:
            groups.append(Group(list(range(hit.first, hit.last + 1))))
        groups[-1].hits.append(hit)
    taken = {n for group in groups for n in group.passages}
    for group in groups:
        _follow_up(passages, group, taken)
        _lead_up(passages, group, taken)
    return groups


def _goes_on(passages: Sequence[Passage], group: Group, hit: Hit) -> bool:
    """Whether a later hit tells more of the same undertaking: next sentence of the paragraph, a shared theme, no turn."""
    end = group.passages[-1]
    if hit.first != end + 1 or not is_beside(passages, end, hit.first) or len(group.passages) >= _LONGEST:
        return False
    text = passages[hit.first].text
    if passages[end].kind == "item" or turns(text):
        return leans(text) and not turns(text)
    return hit.rule.theme in {one.rule.theme for one in group.hits} or leans(text)


def _follow_up(passages: Sequence[Passage], group: Group, taken: set[int]) -> None:
    """Sentences right behind that lean on the group: 'Der afsættes', 'Puljen', 'Gevinsten'."""
    place = group.passages[-1] + 1
    while place < len(passages) and place not in taken and len(group.passages) < _LONGEST and is_beside(passages, place - 1, place):
        if turns(passages[place].text) or not leans(passages[place].text):
            return
        group.passages.append(place)
        taken.add(place)
        place += 1


def _lead_up(passages: Sequence[Passage], group: Group, taken: set[int]) -> None:
    """The sentence before, when the group's first one points back to it ('Derfor ...')."""
    first = group.passages[0]
    before = first - 1
    if before < 0 or before in taken or passages[first].kind != "sentence" or not is_beside(passages, before, first):
        return
    if points_back(passages[first].text) and not turns(passages[before].text):
        group.passages.insert(0, before)
        taken.add(before)
