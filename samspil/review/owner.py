"""Whose agreement is it? From the file name, the title page and the signature; never from the name that occurs most often.

Source of the clues: docs/domain, section 1 (names, other bodies, false friends) and hardening rows 46-48.
"""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from samspil.review.names import find_dates, join_spaced_letters, read_words, split_words
from samspil.vocabulary import municipalities as register
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.municipalities import Mention, Municipality

HEAD_LENGTH = 1_500
TAIL_LENGTH = 1_500

SURE = "sure"
LIKELY = "likely"
DOUBTFUL = "doubtful"

# Why there is no owner, or a weak one.
NONE = ""
UNKNOWN = "unknown"
CONFLICT = "conflict"
SEVERAL = "several"
SPLIT = "split"
LETTERS = "letters"
PLACE = "place"

FILE_NAME = "file_name"
HEAD = "head"
TITLE = "title"
SIGNATURE = "signature"

_ZONE = 350
_FIRST_LINE = 120
_STRONG = 3.0
_RIVAL = 0.5

_BUDGET_BEFORE = re.compile(r"(?:budget|aftale|forlig)[^.\n?!]{0,70}\Z", re.IGNORECASE)
_BUDGET_AFTER = re.compile(r"[^.\n?!]{0,30}?(?:budget|aftale|forlig)", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:\bsammen med|\bsamarbejd\w*(?: \w+){0,3} med|\binspir\w*(?: \w+){0,2} (?:af|fra|i)|\berfaring\w*(?: \w+){0,2} (?:fra|i)"
    r"|\bligesom|\blige som|\bsom(?: \w+){0,2}? i|\bsom|\bnabo\w*(?: i)?|\bkommuner(?:ne)?(?: som)?|\bi lighed med|\bpå linje med"
    r"|\bi forhold til|\bsammenlign\w*(?: \w+){0,2} med|\bmodsat|\befter (?:model|forbillede)(?: \w+){0,2}? (?:fra|i)"
    r"|\bbesøg\w*(?: i| hos)?|\bhos|\bbl\.\s?a\.|\bblandt andet|\bf\.\s?eks\.|\bfor eksempel|\bfx|\bsåsom|\bherunder|\bkopi til"
    r"|\bgræns\w+(?: op)? til|\boverta\w+ fra|\bmed|\bog|\bvia|\bforbindelse til|\bmotorvej\w*(?: \w+)?)"
    r"\s+(?:i |fra |kommunerne |byerne |både |vores naboer |naboerne )?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?<!aftale )(?<!forlig )(?<!aftalen )\bmellem\s+$", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?:,|og|samt|&|/|eller|\+)\s*", re.IGNORECASE)
_HALL = re.compile(r"\b[Rr]ådhuset i\s+$")
_POSTCODE = re.compile(r"(?<![\d.])[1-9]\d{3}\s+$")
_VERB = re.compile(r"\s+(?:er|har|skal|vil|vokser|ligger|får|kan|står|blev|bliver|går|må|hører|oplever|ønsker|bruger)\b")
_STARTS = re.compile(r"(?:^|[.!?:\n#*]\s*|\bI\s+|\b(?:for|til|om|nyt budget i)\s+)$")
_TITLE_ENDS = re.compile(r"\s*(?:$|\n|[,:;|(·–—-]|20\d\d|kommune|den\b|d\.)", re.IGNORECASE)
_ORDINARY_BEHIND = frozenset(("Til", "Frem", "Mod", "Ud", "Mellem", "Over", "Hjem", "Videre", "Op", "Som", "Er", "Ind", "For"))
_ORDINARY_BEFORE = frozenset(("På", "Paa", "Pa", "Hele", "Den", "Er", "Undervejs", "I", "Ad"))
_CODE = re.compile(r"(?:^|\b[Kk]ommune(?:kode|nr)? ?)(0[1-8]\d\d)\b")
_PLACE_DATE = re.compile(r"(?: [A-ZÆØÅ][a-zæøå]+)?,?\s*(?:en \w+ \w+, )?(?:(?:den|d\.|\w+dag)[\s,]*){0,2}$", re.IGNORECASE)
_TITLE_WORDS = ("udgetaftale", "udgetforlig", "UDGETAFTALE", "UDGETFORLIG")
_TITLE_LEAD = re.compile(r"[\s#*_|\d.:]*(?:fælles |forslag til )?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OwnerFinding:
    """`sure`: SURE, LIKELY or DOUBTFUL; `where`: the places that name the owner; `candidates`: who else it may be, in Danish order;
    `doubt`: why there is no owner (CONFLICT, SEVERAL, SPLIT, LETTERS, UNKNOWN), '' when there is one; PLACE: only the place of a date or
    signature names it, which people should be told.
    """

    municipality: Municipality | None
    sure: str
    where: tuple[str, ...] = ()
    candidates: tuple[Municipality, ...] = ()
    doubt: str = NONE


@dataclass(frozen=True, slots=True)
class _Clues:
    """What one place says: the owner it names, or several; `weight` of the best; `uncertain`: written with foreign letters."""

    names: tuple[Municipality, ...] = ()
    weight: float = 0.0
    split: bool = False
    uncertain: bool = False

    @property
    def single(self) -> Municipality | None:
        return self.names[0] if len(self.names) == 1 else None


@functools.lru_cache(maxsize=256)
def find_owner(file_name: str, head: str, title: str, text: str) -> OwnerFinding:
    """The municipality an agreement belongs to, or why that is in doubt. `head`: the beginning of the text; `title`: the format's own;
    `text`: the whole text, or `title_lines` and the end of it.
    """
    by_name = _clues_of_name(file_name)
    by_head = _clues_of_head(_join(head[:HEAD_LENGTH]))
    further = _find_further_owners(title_lines(text), by_head)
    if by_head.split or further:
        return OwnerFinding(None, DOUBTFUL, (HEAD,), _in_order([*by_head.names, *further]), SPLIT)
    by_title = _clues_of_head(_join(title[:200]).strip())
    settled = by_head.weight >= _STRONG and by_head.single
    by_end = _Clues() if settled else _clues_of_end(_join(text[-TAIL_LENGTH:]))
    return _weigh(by_name, by_head, by_title, by_end)


def find_owner_of_name(file_name: str) -> Municipality | None:
    """The municipality that a file name alone tells, for files that could not be read."""
    clues = _clues_of_name(file_name)
    return None if clues.uncertain else clues.single


def title_lines(text: str) -> tuple[str, ...]:
    """The lines that look like the title of an agreement ('Budgetaftale 2026 for ...'), at most 20: a file may hold several agreements."""
    lines: dict[int, str] = {}
    for word in _TITLE_WORDS:
        place = text.find(word)
        while place >= 0 and len(lines) < 20:
            start = text.rfind("\n", max(0, place - 40), place) + 1 or max(0, place - 40)
            end = text.find("\n", place, place + 140)
            end = end if end >= 0 else min(len(text), place + 140)
            if _TITLE_LEAD.fullmatch(text, start, place - 1) and end - start <= 120:
                lines[start] = text[start:end]
            place = text.find(word, end)
    return tuple(lines[start] for start in sorted(lines))


def _weigh(by_name: _Clues, by_head: _Clues, by_title: _Clues, by_end: _Clues) -> OwnerFinding:
    """Bring the four places together: the first two decide, the others support."""
    places = {FILE_NAME: by_name, HEAD: by_head, TITLE: by_title, SIGNATURE: by_end}
    named = by_name.single if not by_name.uncertain else None
    headed = by_head.single if not by_head.uncertain else None
    if named and headed and named != headed:
        return _accept(named, LIKELY, places) if by_head.weight <= 1.0 else _refuse(CONFLICT, by_name, by_head)
    if named and not headed and by_head.names and named not in by_head.names and by_head.weight >= _STRONG:
        return _refuse(CONFLICT, by_name, by_head)
    if named:
        return _accept(named, SURE if headed else LIKELY, places)
    if len(by_name.names) > 1 and headed not in by_name.names:
        return _refuse(SEVERAL, by_name, by_head)
    if len(by_name.names) > 1:
        return _refuse(SPLIT, by_name, by_head)
    return _weigh_without_name(by_head, by_title, by_end, places)


def _weigh_without_name(by_head: _Clues, by_title: _Clues, by_end: _Clues, places: Mapping[str, _Clues]) -> OwnerFinding:
    headed = by_head.single if not by_head.uncertain else None
    titled = by_title.single if not by_title.uncertain and by_title.weight > 1.0 else None
    ended = by_end.single
    if headed and titled and headed != titled:
        return _refuse(CONFLICT, by_head, by_title)
    if headed and by_head.weight > 1.0:
        supported = by_head.weight >= _STRONG or headed in (titled, ended)
        return _accept(headed, SURE if supported else LIKELY, places)
    if any(clues.uncertain for clues in places.values()):
        return _refuse(LETTERS, *places.values())
    if titled and titled in (*by_head.names, titled):
        return _accept(titled, LIKELY, places)
    if len(by_head.names) > 1:
        return _accept(ended, LIKELY, places) if ended in by_head.names and ended else _refuse(SEVERAL, by_head)
    return _weigh_places(by_head, by_end, places)


def _weigh_places(by_head: _Clues, by_end: _Clues, places: Mapping[str, _Clues]) -> OwnerFinding:
    """Only places and signatures are left: two of them that agree, or one with 'Kommune', will do; a single place leaves a doubt."""
    names = {*by_head.names, *by_end.names}
    if len(names) == 1:
        (owner,) = names
        firm = by_end.weight >= 2.0 or (by_head.single == by_end.single)
        return _accept(owner, LIKELY, places) if firm else replace(_accept(owner, DOUBTFUL, places), doubt=PLACE)
    return _refuse(SEVERAL if names else UNKNOWN, by_head, by_end)


def _accept(municipality: Municipality, sure: str, places: Mapping[str, _Clues]) -> OwnerFinding:
    where = tuple(place for place, clues in places.items() if clues.single == municipality)
    return OwnerFinding(municipality, sure, where)


def _refuse(doubt: str, *clues: _Clues) -> OwnerFinding:
    return OwnerFinding(None, DOUBTFUL, (), _in_order(name for clue in clues for name in clue.names), doubt)


def _in_order(names: Iterable[Municipality]) -> tuple[Municipality, ...]:
    return tuple(sorted(set(names), key=lambda municipality: sort_key(municipality.name)))


def _join(text: str) -> str:
    return join_spaced_letters(text)


def _clues_of_name(file_name: str) -> _Clues:
    """What the file's name says, or, when it is silent, the nearest folder that names somebody."""
    for part in (read_words(file_name), *(split_words(folder) for folder in reversed(file_name.replace("\\", "/").split("/")[:-1]))):
        code = _CODE.search(part)
        municipality = register.find_by_code(code[1]) if code else None
        if municipality:
            return _Clues((municipality,), 3.0)
        mentions = [mention for mention in register.find_mentions(part) if not _is_ordinary_word(part, mention)]
        if mentions:
            names = _in_order(mention.municipality for mention in mentions)
            return _Clues(names, 3.0, uncertain=any(mention.strength == register.UNCERTAIN for mention in mentions))
    return _Clues()


def _is_ordinary_word(name: str, mention: Mention) -> bool:
    """'Vejen-frem-2026.pdf', 'hele-vejen.pdf': the road, and not the municipality."""
    if not _is_friend(name, mention):
        return False
    before, behind = name[: mention.start].split(), name[mention.end :].split()
    return bool((behind and behind[0] in _ORDINARY_BEHIND) or (before and before[-1] in _ORDINARY_BEFORE))


def _clues_of_head(head: str) -> _Clues:
    """What the title page says: the municipality named best; several when others are named as well as it."""
    mentions = register.find_mentions(head)
    beside = _find_beside(head, mentions)
    dates = {start for _day, start, _end in find_dates(head)} if mentions else set()
    weights: dict[Municipality, float] = {}
    uncertain = False
    for index, mention in enumerate(mentions):
        weight = 0.0 if index in beside else _weigh_mention(head, mention, dates)
        uncertain = uncertain or (mention.strength == register.UNCERTAIN and weight > 0)
        weights[mention.municipality] = max(weight, weights.get(mention.municipality, 0.0))
    best = max(weights.values(), default=0.0)
    if not best:
        return _Clues()
    names = [name for name, weight in weights.items() if weight >= (best - _RIVAL if best >= _STRONG else best)]
    split = len(names) > 1 and best >= _STRONG and _stand_together(head, mentions, beside, names)
    return _Clues(_in_order(names), best, split, uncertain)


def _weigh_mention(head: str, mention: Mention, dates: set[int]) -> float:
    """How strongly one mention says 'this is mine': 4 'Budgetaftale for X Kommune' in the title, 3 in the title zone, 2 elsewhere with
    'Kommune' or as the town hall's, 1.5 the subject of a sentence, 1 a place with a date, 0 a passing mention.
    """
    zone = mention.start < _ZONE
    strict = bool(_BUDGET_BEFORE.search(head, max(0, mention.start - 90), mention.start) or _BUDGET_AFTER.match(head, mention.end))
    if mention.strength in (register.OFFICIAL, register.UNCERTAIN):
        return (4.0 if strict else 3.2) if zone else (3.0 if strict else 2.0)
    place = _is_place(head, mention, dates)
    if mention.strength == register.DOUBTFUL:
        return 3.0 if zone and strict and _ends_title(head, mention) else (1.0 if place and _is_friend(head, mention) else 0.0)
    if place:
        return 1.0
    if zone and (strict or mention.strength == register.ALONE):
        return 3.5 if strict else 3.2
    if mention.start < _FIRST_LINE and "\n" not in head[: mention.start].strip():
        return 3.0
    starts = _STARTS.search(head, max(0, mention.start - 20), mention.start) and _VERB.match(head, mention.end)
    return 2.0 if _is_town_hall(head, mention) else 1.5 if starts else 0.0


def _ends_title(head: str, mention: Mention) -> bool:
    """A name that is also a word counts in a title when nothing but a year or the line's end follows."""
    return not head[mention.start : mention.start + 1].islower() and _TITLE_ENDS.match(head, mention.end) is not None


def _is_friend(text: str, mention: Mention) -> bool:
    return register.fold_name(text[mention.start : mention.end]) in register.FALSE_FRIENDS


def _is_place(head: str, mention: Mention, dates: set[int]) -> bool:
    """'7100 Vejle', 'Odense, den 3. september 2025'."""
    if _POSTCODE.search(head, max(0, mention.start - 8), mention.start):
        return True
    return any(0 <= start - mention.end <= 24 and _PLACE_DATE.fullmatch(head, mention.end, start) for start in dates)


def _is_town_hall(head: str, mention: Mention) -> bool:
    """'Hedensted Rådhus', 'på rådhuset i Hedensted'."""
    return head.startswith(" Rådhus", mention.end) or _HALL.search(head, max(0, mention.start - 20), mention.start) is not None


def _find_beside(head: str, mentions: Sequence[Mention]) -> set[int]:
    """Numbers of the mentions that name others: neighbours, partners, sources of inspiration, and what is listed with them."""
    beside: set[int] = set()
    for index, mention in enumerate(mentions):
        left = max(0, mention.start - 60)
        chained = index - 1 in beside and _JOINT.fullmatch(head, mentions[index - 1].end, mention.start)
        paired = index + 1 < len(mentions) and _JOINT.fullmatch(head, mention.end, mentions[index + 1].start)
        listed = index > 0 and _JOINT.fullmatch(head, mentions[index - 1].end, mention.start)
        if chained or (not listed and _BESIDE.search(head, left, mention.start)) or (paired and _BETWEEN.search(head, left, mention.start)):
            beside.add(index)
    return beside


def _stand_together(head: str, mentions: Sequence[Mention], beside: set[int], names: Sequence[Municipality]) -> bool:
    """Whether two of these names are joined by 'og' or a comma."""
    pairs = zip(range(len(mentions)), mentions, mentions[1:], strict=False)
    return any(
        index not in beside and {one.municipality, two.municipality} <= set(names) and _JOINT.fullmatch(head, one.end, two.start)
        for index, one, two in pairs
        if one.municipality != two.municipality
    )


def _clues_of_end(end: str) -> _Clues:
    """What place and signature at the end say: weight 2 with 'Kommune' or 'Byråd', 1 for a place with a date."""
    if "," not in end and "den " not in end:
        return _Clues()
    weights: dict[Municipality, float] = {}
    dates = {start for _day, start, _end in find_dates(end)}
    for mention in register.find_mentions(end):
        real = mention.strength in (register.OFFICIAL, register.ALONE, register.BARE) or _is_friend(end, mention)
        if real and _is_place(end, mention, dates):
            weights[mention.municipality] = (
                2.0 if mention.strength == register.OFFICIAL or "Rådhus" in end[mention.end : mention.end + 8] else 1.0
            )
    return _Clues(_in_order(weights), max(weights.values(), default=0.0))


def _find_further_owners(lines: Sequence[str], by_head: _Clues) -> list[Municipality]:
    """Owners in later title lines: a file with several agreements names each in its own title."""
    owner = by_head.single
    if owner is None:
        return []
    titles = {title: _clues_of_head(title) for title in lines}
    found = [clues.single for clues in titles.values() if clues.weight >= 4.0 and clues.single and clues.single != owner]
    return [municipality for municipality in found if municipality]
