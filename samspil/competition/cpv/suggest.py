"""CPV codes suggested from a text's words.

Confidence is no probability: it says what was found. Each different word counts with its strength s (strong 0.8, likely 0.55, weak 0.3), together 1 - (1 - s1)(1 - s2)...,
at most 0.95; x 1.1 when the service area fits and x 0.5 when it does not; a wider code gives way (x 0.7) to a narrower one found by the same text.
Weak words count only beside a word of buying or in a fitting area. Words that mean another thing (`not`, `never` of the file), near the ones found, take them away.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from samspil.competition.cpv.codes import STRENGTHS, Code, Term, read_codes
from samspil.competition.user_table import blame, show
from samspil.search.words import Token, list_tokens
from samspil.values.case import SERVICE_AREAS
from samspil.values.competition_cpv import CpvSuggestion

BESIDE = 3  # how far on the last word of a group may stand, in order
NEAR = 6  # words between those of a term, and to a word against it
LEAST, MOST_CONFIDENT = 0.25, 0.95
MOST_LETTERS = 20_000
_FITS, _FITS_NOT, _WIDER = 1.1, 0.5, 0.7
_ALONE = 0.75  # a word without any word of buying in the text


@dataclass(frozen=True, slots=True)
class _Hit:
    """A term found: the places of its words."""

    term: Term
    places: tuple[int, ...]


def suggest(text: str, service_area: str | None = None) -> tuple[CpvSuggestion, ...]:
    """The codes a text may be filed under, most confident first; () when its words speak of none. Raises CompetitionError for an unknown area or a text of more than 20,000 letters."""
    if service_area is not None and service_area not in SERVICE_AREAS:
        raise blame("cpv_area", area=show(service_area), areas=", ".join(SERVICE_AREAS))
    if len(text) > MOST_LETTERS:
        raise blame("cpv_long", most=MOST_LETTERS)
    tokens = list(list_tokens(text))
    known = read_codes()
    buying = any(_find(term, tokens) for term in known.buying)
    never = [place for term in known.never for hit in _find(term, tokens) for place in hit.places]
    found = [one for code in known.codes if (one := _judge(code, tokens, text, service_area, buying, never))]
    narrower = {one.broader for one in found if one.broader}
    settled = (replace(one, confidence=round(one.confidence * _WIDER, 2)) if one.code in narrower else one for one in found)
    return tuple(sorted((one for one in settled if one.confidence >= LEAST), key=lambda one: (-one.confidence, one.code)))


def _judge(code: Code, tokens: Sequence[Token], text: str, area: str | None, buying: bool, never: Sequence[int]) -> CpvSuggestion | None:
    against = [place for term in code.against for hit in _find(term, tokens) for place in hit.places]
    other = {tokens[place].word.stem for place in (*against, *never)} & {stem for term in code.against for stem in term.stems}
    hits = [
        hit
        for term in code.terms
        if term.strength != "weak" or buying or area in code.areas
        for hit in _find(term, tokens)
        if not any(_close(hit, place) for place in (*against, *never)) and not _is_other(hit, tokens, other)
    ]
    if not hits:
        return None
    fits = None if area is None else area in code.areas
    confidence = _weigh(hits) * (1.0 if fits is None else _FITS if fits else _FITS_NOT) * (1.0 if buying or fits else _ALONE)
    places = sorted({place for hit in hits for place in hit.places})
    words = tuple(dict.fromkeys(text[tokens[place].start : tokens[place].end] for place in places))
    names = (code.code, code.check, code.name_da, code.name_en)
    return CpvSuggestion(*names, round(min(confidence, MOST_CONFIDENT), 2), words, code.status, fits, code.broader)


def _close(hit: _Hit, place: int) -> bool:
    return place not in hit.places and min(abs(place - own) for own in hit.places) <= NEAR


def _is_other(hit: _Hit, tokens: Sequence[Token], words: AbstractSet[str]) -> bool:
    """Whether what was found is only a part of a word against it: 'rengøring' in 'rengøringsmidler'."""
    return any(tokens[place].word.stem in words - set(hit.term.stems) for place in hit.places)


def _weigh(hits: Sequence[_Hit]) -> float:
    """Each place counts once, with the strongest term that stands there."""
    left, taken = 1.0, set[int]()
    for hit in sorted(hits, key=lambda hit: -STRENGTHS[hit.term.strength]):
        if not taken & set(hit.places):
            left *= 1 - STRENGTHS[hit.term.strength]
        taken |= set(hit.places)
    return 1 - left


def _find(term: Term, tokens: Sequence[Token]) -> list[_Hit]:
    """Where the term's words stand: the first group's places one by one, with the nearest of the others."""
    spots = [_find_group(group, term.whole, tokens) for group in term.groups]
    if not all(spots):
        return []
    found = []
    for first in spots[0]:
        others = [min(places, key=lambda place: abs(place[0] - first[0])) for places in spots[1:]]
        if all(abs(place[0] - first[0]) <= NEAR for place in others):
            found.append(_Hit(term, tuple(dict.fromkeys(place for group in (first, *others) for place in group))))
    return found


def _find_group(group: Sequence[str], whole: bool, tokens: Sequence[Token]) -> list[tuple[int, ...]]:
    """Places where the words of a group stand side by side, in their order."""
    spots = [[number for number, token in enumerate(tokens) if _is(token, stem, whole)] for stem in group]
    found = []
    for first in spots[0]:
        rest = [[place for place in places if 0 < place - first <= BESIDE] for places in spots[1:]]
        if all(rest):
            found.append((first, *(places[0] for places in rest)))
    return found


def _is(token: Token, stem: str, whole: bool) -> bool:
    return token.word.stem == stem or (not whole and stem in token.word.parts)
