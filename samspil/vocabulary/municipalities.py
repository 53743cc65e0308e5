"""The 98 municipalities: names as people write them, codes, regions by date, and where a text mentions them.

Source of names and aliases: `data/municipalities.csv` (docs/domain, section 1); of regions: `data/regions.csv`. A name is compared after
folding, so that Århus = Aarhus = AARHUS, Høje Taastrup = Høje-Tåstrup, Naestved = Næstved.
"""

import csv
import datetime
import difflib
import functools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import NamedTuple

OFFICIAL = "official"  # 'Vejen Kommune', 'Odense Byråd', 'kommunalbestyrelsen i Greve'
ALONE = "alone"  # the name is all there is in its line or table cell
BARE = "bare"  # a name in running text
DOUBTFUL = "doubtful"  # a word that is also a name ('Vejen er glat'), a hospital, a compound ('Odsherred-modellen')
UNCERTAIN = "uncertain"  # letters of other alphabets or invisible characters in the name

# Names that are Danish words or surnames too (docs/domain, section 1).
FALSE_FRIENDS = frozenset(("vejen", "odder", "greve", "skive", "varde", "lejre", "struer", "billund", "faxe", "fakse", "assens"))
# What makes a name in front of it a hospital, a university, a road ... and not a municipality.
_OTHER_PLACES = re.compile(
    r"(?:\w*hospital|\w*sygehus|universitet|lufthavn|airport|station|havn|landevej|hovedgård|domkirke|gymnasium|stift|museum|fjord|bugt"
    r"|handelsskole|festival|provsti|politi|kaserne|sønder|nørre)\w*\b",
    re.IGNORECASE,
)
_BODIES = (
    "kommune kommunes kommunen kommunens kommuner kommuners regionskommune regionskommunes byraad byraads byraadet byraadets"
    " kommunalbestyrelse kommunalbestyrelses kommunalbestyrelsen borgerrepraesentation borgerrepraesentationen magistrat magistraten"
)
_BODY_AFTER = frozenset(_BODIES.split())
_BODY_BEFORE = re.compile(
    r"(?:\b(?:byrådet|byråd|kommunalbestyrelsen|kommunalbestyrelse|borgerrepræsentationen|magistraten|borgmester|borgmesteren|kommunen)"
    r"\s+(?:i|på|for)|\bkommune\s*:|\bkommunenavn\s*:)\s*$",
    re.IGNORECASE,
)
_GAP = re.compile(r"[\s\-\u2010-\u2015\u2212'’´`]{1,4}|\s+")
_WORD = re.compile(r"[^\W\d_]+")
_AND = re.compile(r"\s*(?:og|samt|&|/)\s*", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
_COMPOUND = re.compile(r"[-\u2010\u2011][^\W\d_]")
_LINE_MARKS = " \t\r#*_|:.,;-–—·•<>()[]\u00a0"
_LINE_ENDS = "\n|\t"

_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ\u00ad")
_LETTERS = str.maketrans({"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa"})
_LOOSE_O = str.maketrans({"ø": "o"})
_LOOSE = str.maketrans({"ø": "o", "å": "a"})
_LOOSEST = str.maketrans({"ø": "o", "å": "a", "æ": "a"})
_LOOK_ALIKES = str.maketrans(
    "аеорсхукмнтвіјѕԁАЕОРСХУКМНТВІЈЅαοερικνυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcxykmhtbijsdAEOPCXYKMHTBIJSaoepiknuABEZHIKMNOPTYX",
)
_INVISIBLE = "\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u061c\u180e"
_FOREIGN = "\u0370-\u03ff\u0400-\u052f\uff01-\uff5e\U0001d400-\U0001d7ff"
_SUSPECT = re.compile(f"[{_INVISIBLE}{_FOREIGN}]")
_DROPPED = re.compile(f"[\u00ad{_INVISIBLE}]")
_UNEVEN = re.compile(f"[\u00ad\u0300-\u036f{_INVISIBLE}{_FOREIGN}]|-\n")


@dataclass(frozen=True, slots=True)
class Municipality:
    """`code`: four digits as text ('0751'); `name` as in the official list, without 'Kommune'; `region`: the one before 2027."""

    code: str
    name: str
    region: str


class Mention(NamedTuple):
    """A place in a text that names a municipality; the half-open range covers the name and a 'Kommune' or 'Byråd' behind it."""

    municipality: Municipality
    start: int
    end: int
    strength: str


@functools.cache
def read_municipalities() -> tuple[Municipality, ...]:
    """All 98, by code."""
    return tuple(Municipality(row["code"], row["name"], row["region"]) for row in _read_rows("municipalities.csv"))


def find_by_name(text: str) -> Municipality | None:
    """The municipality with exactly this name after folding, in any accepted form; None for a name with hidden or foreign letters."""
    return None if _SUSPECT.search(text) else _names().get(fold_name(text))


def find_by_code(code: str) -> Municipality | None:
    """The municipality of '751' or '0751'."""
    return _codes().get(code.strip().zfill(4)) if len(code.strip()) >= 3 else None


def region_of(code: str, date: datetime.date) -> str:
    """The region a municipality belongs to on a day; '' before 2007. Raises KeyError for an unknown code.

    Source: from 1 January 2027 Hovedstaden and Sjælland are Østdanmark (act of 20 June 2025).
    """
    municipality = find_by_code(code)
    if municipality is None:
        raise KeyError(code)
    spans = _region_spans()[municipality.region]
    index = bisect_right([start for start, _region in spans], date)
    return spans[index - 1][1] if index else ""


def suggest(name: str, count: int = 3) -> list[Municipality]:
    """The municipalities whose names are nearest to a misspelt one, best first; [] when none is near."""
    plain = name.translate(_LOOK_ALIKES)
    near = difflib.get_close_matches(fold_name(_DROPPED.sub("", plain)), list(_names()), n=count * 6, cutoff=0.72)
    return list(dict.fromkeys(_names()[form] for form in near))[:count]


@functools.lru_cache(maxsize=8192)
def fold_name(text: str) -> str:
    """A name in the form in which names are compared: lower case, aa for å, ae, oe, one blank for hyphens and blanks, no apostrophes."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_APOSTROPHES).translate(_LETTERS)
    bare = "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))
    return " ".join(_words_and_digits(bare.casefold()))


def find_mentions(text: str) -> list[Mention]:
    """All places that name a municipality, in order, never overlapping. Bare lower-case words that are Danish words too are left out."""
    plain, home = _even_out(text)
    words = list(_WORD.finditer(plain))
    found: list[Mention] = []
    index = 0
    forms = _first_words()
    while index < len(words):
        match = _match_at(plain, words, index) if _fold_word(words[index].group()) in forms else None
        if match is None:
            index += 1
            continue
        municipality, last, body = match
        start, end = words[index].start(), words[last].end()
        strength = OFFICIAL if body else _strength_of(plain, start, end)
        if strength:
            found.append(Mention(municipality, start, end, strength))
        index = last + 1
    found = _share_body(plain, found)
    return found if home is None else [_bring_home(text, mention, home) for mention in found]


def has_hidden_letters(text: str) -> bool:
    """Whether a text holds invisible characters or letters of other alphabets that look like ours."""
    return _SUSPECT.search(text) is not None


def _read_rows(file: str) -> list[dict[str, str]]:
    text = resources.files("samspil.vocabulary").joinpath(f"data/{file}").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@functools.cache
def _codes() -> dict[str, Municipality]:
    return {municipality.code: municipality for municipality in read_municipalities()}


@functools.cache
def _region_spans() -> dict[str, list[tuple[datetime.date, str]]]:
    spans: dict[str, list[tuple[datetime.date, str]]] = {}
    for row in _read_rows("regions.csv"):
        spans.setdefault(row["original"], []).append((datetime.date.fromisoformat(row["valid_from"]), row["region"]))
    return spans


@functools.cache
def read_aliases() -> dict[str, tuple[str, ...]]:
    """Code -> the official name and all aliases of the list."""
    return {row["code"]: (row["name"], *row["aliases"].split("|")) for row in _read_rows("municipalities.csv")}


@functools.cache
def _names() -> dict[str, Municipality]:
    """Folded form -> municipality. Forms of the list first; forms with letters lost ('Kobenhavn') where nobody else has them."""
    names: dict[str, Municipality] = {}
    for translation in (None, _LOOSE_O, _LOOSE, _LOOSEST):
        for code, forms in read_aliases().items():
            for form in forms:
                plain = form.lower().replace("aa", "å").translate(translation) if translation else form
                for variant in _variants(fold_name(plain)):
                    names.setdefault(variant, _codes()[code])
    return names


def _variants(folded: str) -> Iterator[str]:
    """A folded form as it is, in the genitive, and with 'Kommune' behind."""
    yield folded
    if not folded.endswith(("s", "kommune")):
        yield f"{folded}s"
    if folded.endswith("kommune"):
        yield f"{folded}s"
        return
    yield from (f"{folded} kommune", f"{folded} kommunes", f"{folded} regionskommune")
    if not folded.endswith("s"):
        yield f"{folded}s kommune"


@functools.cache
def _first_words() -> dict[str, list[tuple[tuple[str, ...], Municipality]]]:
    """First word of a folded form -> the forms that begin with it, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], Municipality]]] = {}
    for form, municipality in _names().items():
        words = tuple(form.split())
        index.setdefault(words[0], []).append((words, municipality))
    for forms in index.values():
        forms.sort(key=lambda entry: -len(entry[0]))
    return index


@functools.lru_cache(maxsize=8192)
def _fold_word(word: str) -> str:
    """`fold_name` of one word, quickly where the letters are Danish; the same words stand in every agreement."""
    plain = word.lower().translate(_LETTERS)
    return plain if plain.isascii() else fold_name(word)


def _words_and_digits(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _match_at(text: str, words: Sequence[re.Match[str]], index: int) -> tuple[Municipality, int, bool] | None:
    """The longest form that begins at a word: whose it is, its last word, and whether 'Kommune', 'Byråd' ... is part of it."""
    for form, municipality in _first_words().get(_fold_word(words[index].group()), ()):
        last = index + len(form) - 1
        if last < len(words) and all(_follows(text, words, index, step, word) for step, word in enumerate(form)):
            if form[-1] in _BODY_AFTER:
                return municipality, last, True
            behind = last + 1 < len(words) and _adjoins(text, words, last) and _fold_word(words[last + 1].group()) in _BODY_AFTER
            return municipality, last + 1 if behind else last, behind
    return None


def _follows(text: str, words: Sequence[re.Match[str]], index: int, step: int, word: str) -> bool:
    return step == 0 or (_fold_word(words[index + step].group()) == word and _adjoins(text, words, index + step - 1))


def _adjoins(text: str, words: Sequence[re.Match[str]], index: int) -> bool:
    """Whether only blanks, hyphens or an apostrophe stand between a word and the next."""
    return _GAP.fullmatch(text, words[index].end(), words[index + 1].start()) is not None


def _strength_of(text: str, start: int, end: int) -> str:
    """How a name without 'Kommune' behind it stands in the text; '' for an ordinary word."""
    if _BODY_BEFORE.search(text, max(0, start - 40), start):
        return OFFICIAL
    friend = fold_name(text[start:end]).removesuffix("s") in FALSE_FRIENDS or fold_name(text[start:end]) in FALSE_FRIENDS
    if text[start].islower() and friend:
        return ""
    if _line_around(text, start, end).strip(_LINE_MARKS) == text[start:end]:
        return ALONE
    compound = _COMPOUND.match(text, end) or (start > 1 and text[start - 1] == "-" and text[start - 2].isalpha())
    other = _OTHER_PLACES.match(text, min(end + 1, len(text)))
    return DOUBTFUL if friend or compound or other else BARE


def _line_around(text: str, start: int, end: int) -> str:
    """The line or table cell around a range, at most 100 characters to each side."""
    left = max(text.rfind(mark, max(0, start - 100), start) for mark in _LINE_ENDS)
    left = left + 1 if left >= 0 else max(0, start - 100)
    ends = [place for mark in _LINE_ENDS if (place := text.find(mark, end, end + 100)) >= 0]
    return text[left : min(ends, default=end + 100)]


def _share_body(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """'Dragør og Tårnby Kommuner': what names the last as a municipality names those before it."""
    shared = list(mentions)
    for index in range(len(shared) - 2, -1, -1):
        mention, following = shared[index], shared[index + 1]
        if mention.strength in (BARE, DOUBTFUL) and following.strength == OFFICIAL:
            between = text[mention.end : following.start]
            plural = fold_name(text[following.start : following.end]).endswith("kommuner") or (
                index + 2 < len(shared) and _AND.fullmatch(text[following.end : shared[index + 2].start]) is not None
            )
            if _AND.fullmatch(between) or (plural and _COMMA.fullmatch(between)):
                shared[index] = mention._replace(strength=OFFICIAL)
    return shared


def _even_out(text: str) -> tuple[str, list[int] | None]:
    """The text with decomposed letters composed, look-alikes replaced, invisible characters and line-end hyphens gone; and the way home."""
    if not _UNEVEN.search(text):
        return text, None
    plain: list[str] = []
    home: list[int] = []
    skip = -1
    for offset, char in enumerate(text):
        if offset <= skip or _DROPPED.match(char):
            continue
        if char == "-" and text[offset + 1 : offset + 2] == "\n" and text[offset + 2 : offset + 3].islower():
            skip = offset + 1
            continue
        letter = unicodedata.normalize("NFKC", char).translate(_LOOK_ALIKES) if _SUSPECT.match(char) else char
        if unicodedata.combining(char) and plain and len(joined := unicodedata.normalize("NFC", plain[-1] + char)) == 1:
            plain[-1] = joined
            continue
        plain.extend(letter)
        home.extend([offset] * len(letter))
    return "".join(plain), home


def _bring_home(text: str, mention: Mention, home: Sequence[int]) -> Mention:
    start = home[mention.start]
    end = home[mention.end] if mention.end < len(home) else len(text)
    raw = text[start:end].rstrip()
    strength = UNCERTAIN if _SUSPECT.search(raw.rstrip("\ufeff\u200b")) else mention.strength
    return Mention(mention.municipality, start, start + len(raw), strength)
