"""Hits become groups of passages, one per initiative: sentences that go on with it are joined, the one that leads up to it too."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from samspil.initiatives.rules.decide import Hit, is_beside
from samspil.values.passage import Passage

_LEANS = re.compile(
    r"(?:det|den|de|der|dem|disse|dette|denne|deres|dets|dens|derefter|derfor|dermed|derved|herved|heraf|hertil|herefter|til det|til dette|i stedet|"
    r"ordningen|puljen|pengene|midlerne|gevinst\w*|besparelse\w*|udgift\w*|mindreudgift\w*|merudgift\w*|merpris\w*|beløb\w*|effekt\w*|virkning\w*|økonomi|analysen|"
    r"undersøgelsen|resultatet|svaret|notatet|aftalen|løsningen|forsøget|opgaven|projektet|indsatsen|målet|formålet|krav\w*|kontrakten|pladserne|driften|"
    r"arbejdet|planen|boligerne|systemet|programmet|robotten|udstyret|tanken|prisen|omlægningen|skiftet|ændringen|rammen|etableringen|forslaget|sagen|"
    r"forventningen|vi regner|omsætningen|betalingen|erfaringe\w*|evaluering\w*|når (?:det|den|de)|efter (?:et|to|tre)|hvis|nu|her|fra 20\d\d|i 20\d\d|"
    r"modellen|forhandlinge\w*|investering\w*|indkøbet|anskaffelsen|[+\-−]?\d[\d.,]* (?:mio|t\.?kr|kr))\b"
)
_MONEY = re.compile(r"\d\s*(?:mio|kr\b|t\.\s?kr|tkr|mia|million)")
_TURNS = re.compile(
    r"^(?:desuden|derudover|herudover|endvidere|endelig|derimod|ud over|til gengæld|i øvrigt|samtidig)\b|\b(?:i øvrigt|til gengæld|ændres ikke|ændrer ikke|er stadig|uændret åbningstid)\b"
)
_POINTS_BACK = re.compile(r"\b(?:derfor|dem|den slags|det samme|sådan|dermed|derved|dertil|heraf|hertil|denne|dette|disse)\b|^(?:det|den|de|her|nu|der)\b")
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
            last.passages += [n for n in range(last.passages[-1] + 1, hit.last + 1)]
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
    text = passages[hit.first].text.lower()
    if passages[end].kind == "item" or _TURNS.search(text[:80]):
        return bool(_LEANS.match(text)) and not _TURNS.search(text[:80])
    return hit.rule.theme in {one.rule.theme for one in group.hits} or bool(_LEANS.match(text))


def _follow_up(passages: Sequence[Passage], group: Group, taken: set[int]) -> None:
    """Sentences right behind that lean on the group: 'Der afsættes', 'Puljen', 'Gevinsten'."""
    place = group.passages[-1] + 1
    while place < len(passages) and place not in taken and len(group.passages) < _LONGEST and is_beside(passages, place - 1, place):
        text = passages[place].text.lower()
        if _TURNS.search(text[:80]) or not _leans(text):
            return
        group.passages.append(place)
        taken.add(place)
        place += 1


def _leans(text: str) -> bool:
    return bool(_LEANS.match(text))


def _lead_up(passages: Sequence[Passage], group: Group, taken: set[int]) -> None:
    """The sentence before, when the group's first one points back to it ('Derfor ...')."""
    first = group.passages[0]
    before = first - 1
    if before < 0 or before in taken or passages[first].kind != "sentence" or not is_beside(passages, before, first):
        return
    if _POINTS_BACK.search(passages[first].text[:60].lower()) and not _TURNS.search(passages[before].text.lower()):
        group.passages.insert(0, before)
        taken.add(before)
