"""What a line is by its own words: a municipality's name, a table's caption, a header, page furniture."""

import difflib
import functools
import re
from dataclasses import dataclass

from samspil.passages.signs import SENTENCE_END
from samspil.review.published.words import compile_patterns, is_line_of, read_words
from samspil.vocabulary.municipalities import OFFICIAL, Municipality, find_by_name, find_mentions, fold_name, suggest

_LONGEST_NAME = 60
_MARKS = " \t\u00a0•▪◦●○■□‣·➢►✓✔*#_|:;–—-"
_NUMBER_BEFORE = re.compile(r"^(?:\(?\d{1,2}[.)])\s+")
_IN_BRACKETS = re.compile(r"\s*\((?:region|reg\.|ca\.|[^()\d]{0,25}kommune)[^()]*\)$", re.IGNORECASE)
_LABEL_BEFORE = re.compile(
    r"^(?:kommune|kommunenavn)\s*:\s*|^(?:byrådet|kommunalbestyrelsen|borgerrepræsentationen|magistraten) (?:i|på) ", re.IGNORECASE
)
_ANY_KOMMUNE = re.compile(r"[^\W\d_][\w’'´. –-]{1,40}?\s+(?:kommune|kommunes|regionskommune|byråd)", re.IGNORECASE)
_CAPITAL = re.compile(r"[^\W\d_a-zæøå][^\W\d_]+(?:[ -][^\W\d_]+){0,2}")
_NEAR = 0.8
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_INLINE = re.compile(r"\s*(?::|\s[–—-]\s|[–—]\s|\|)\s*")
_BODY_BEHIND = re.compile(r"(\w[^.:;,]{1,30}?)\s+(?=(?:Kommunen|Kommunens|Byrådet|Byrådets)\b)")
_LONGEST_HEADER = 90
_LONGEST_CAPTION = 260
_OPENING = "\"'„»“”("


@dataclass(frozen=True, slots=True)
class Name:
    """A municipality's name in a line: `municipality` None for a name nobody knows; `as_printed`: as it stands; `rest`: where the text behind it begins."""

    municipality: Municipality | None
    as_printed: str
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Caption:
    """A table's heading: `word` ('tabel'), `number` (None when none is printed), `title` (may be empty)."""

    word: str
    number: int | None
    title: str


@functools.lru_cache(maxsize=4096)
def parse_name(text: str) -> Name | None:
    """The municipality a line names and does nothing else."""
    if len(text) > _LONGEST_NAME or not text.strip():
        return None
    printed = text.strip(_MARKS)
    plain = _LABEL_BEFORE.sub("", _IN_BRACKETS.sub("", _NUMBER_BEFORE.sub("", printed))).strip(_MARKS)
    if not plain or plain.endswith((".", "?", "!", ",")):
        return None
    printed = _NUMBER_BEFORE.sub("", printed)
    if found := find_by_name(plain):
        return Name(found, printed, len(text))
    if _ANY_KOMMUNE.fullmatch(plain) and plain[0].isupper() and len(plain.split()) <= 4:
        return Name(None, printed, len(text))
    return None


@functools.lru_cache(maxsize=4096)
def parse_near_name(text: str) -> Name | None:
    """A line that is nearly a municipality's name: 'Hjøring'. Only to be asked between other names."""
    plain = text.strip(_MARKS)
    if len(plain) > 25 or not _CAPITAL.fullmatch(plain):
        return None
    folded = fold_name(plain)
    near = any(difflib.SequenceMatcher(None, folded, fold_name(one.name)).ratio() >= _NEAR for one in suggest(plain))
    return Name(None, plain, len(text)) if near else None


def parse_inline(text: str) -> Name | None:
    """A name at the beginning of a longer line: 'Assens Kommune: 0,5 mio. kr. til ...', 'Odense – undersøger ...', 'Køge Kommune Parterne ønsker ...'."""
    lead = len(text) - len(text.lstrip(_MARKS))
    match = _INLINE.search(text, lead, lead + _LONGEST_NAME)
    if match and match.start() > lead and match.end() < len(text) and (name := parse_name(text[lead : match.start()])):
        return Name(name.municipality, name.as_printed, match.end())
    mention = next(iter(find_mentions(text[lead : lead + _LONGEST_NAME])), None)
    if mention is None or mention.start != 0 or mention.strength != OFFICIAL:
        return None
    end = lead + mention.end
    behind = text[end:].lstrip()
    if not behind or not (behind[0].isupper() or behind[0] in _OPENING) or text[end : end + 1] not in (" ", "\t"):
        return None
    return Name(mention.municipality, text[lead:end], len(text) - len(behind))


def parse_run_in(text: str) -> Name | None:
    """A bare name before a text that begins as texts do, or with the name again: 'Ballerup Ballerup Kommune vil ...'. Only to be asked among such lines."""
    lead = len(text) - len(text.lstrip(_MARKS))
    definite = _BODY_BEHIND.match(text, lead)
    if definite and (name := parse_name(definite[1])):  # 'Brønderslev Kommunen vil ...'
        return Name(name.municipality, definite[1], definite.end())
    names = find_mentions(text[lead : lead + 2 * _LONGEST_NAME])[:2]
    if not names or names[0].start != 0 or names[0].strength == OFFICIAL:
        return None
    end = lead + names[0].end
    word = re.match(r"\s+(\w+)", text[end:])
    again = len(names) == 2 and names[1].municipality == names[0].municipality and not text[end : lead + names[1].start].strip()
    if word is None or not (again or (word[1][0].isupper() and word[1].casefold() in read_words()["beginnings"])):
        return None
    return Name(names[0].municipality, text[lead:end], end + word.start(1))


@functools.lru_cache(maxsize=4096)
def parse_caption(text: str) -> Caption | None:
    """'Tabel 1. Planer for ...', 'Oversigt II: ...', 'Skema 2 – ...', 'Tabel: ...'; not 'Tabel 3 viser ...'."""
    match = _caption().match(text.strip(_MARKS)) if len(text) <= _LONGEST_CAPTION else None
    if match is None or (not match["number"] and not match["sign"]):
        return None
    title = match["title"].strip(" .:–—-")
    if not match["sign"] and title and not (title[0].isupper() or title[0] in _OPENING):
        return None
    return Caption(match["word"].lower(), read_table_number(match["number"] or ""), title)


def read_table_number(text: str) -> int | None:
    """'2', 'II', 'B' as a number, None for ''."""
    if text.isdigit():
        return int(text)
    if text in _ROMAN:
        return _ROMAN[text]
    return ord(text) - 64 if len(text) == 1 and text.isupper() else None


@functools.cache
def _caption() -> re.Pattern[str]:
    words = "|".join(sorted(read_words()["caption_words"], key=len, reverse=True))
    return re.compile(
        rf"(?P<word>(?i:{words}))\s*(?i:nr\.?\s*)?(?P<number>\d{{1,2}}(?![\d,])|[IVX]{{1,4}}(?!\w)|[A-H](?!\w))?\s*(?P<sign>[.:–—)-]+(?=\s|$))?\s*(?P<title>.*)$",
        re.DOTALL,
    )


def is_header(text: str) -> bool:
    """A table's header in one line: 'Kommune Initiativ', 'Hvem | Hvad er aftalt?'. It holds a word for municipality and says nothing."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if (
        not 1 <= len(words) <= 8
        or len(text) > _LONGEST_HEADER
        or text.rstrip().endswith((".", "!"))
        or (parse_name(text) and len(words) > 1)
    ):
        return False
    names = read_words()["header_names"]
    begins = any(
        " ".join(words).startswith(name) and (len(" ".join(words)) == len(name) or " ".join(words)[len(name)] == " ") for name in names
    )
    return begins or (len(words) <= 5 and names[0] in words)


def is_plain_header(text: str) -> bool:
    """A header of nothing but the usual words: 'Kommune Initiativ'."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    rest = [word for word in words if word not in read_words()["header_names"]]
    return is_header(text) and all(_header_words().fullmatch(word) for word in rest)


@functools.cache
def _header_words() -> re.Pattern[str]:
    return compile_patterns(read_words()["header_words"])


def is_region(text: str) -> bool:
    """A region's name alone: 'Region Sjælland', 'Hovedstaden'."""
    return fold_name(text.casefold().strip(_MARKS).removeprefix("region").strip()) in {fold_name(each) for each in read_words()["regions"]}


def is_furniture(text: str) -> bool:
    """Menus, share buttons, cookie texts, photo credits."""
    return len(text) <= 160 and is_line_of("furniture", text)


def looks_like_heading(text: str) -> bool:
    """A short line with a capital and no full stop."""
    return (
        3 <= len(text) <= 110
        and text[0].isupper()
        and not SENTENCE_END.search(text)
        and text[-1] not in ",;"
        and any(map(str.islower, text))
    )


def stands_alone(text: str) -> bool:
    """Whether a printed line is whole by itself: a name, a header, furniture. Such a line is never joined with its neighbours."""
    text = " ".join(text.split())
    return parse_name(text) is not None or is_plain_header(text) or is_furniture(text)


def begins_alone(text: str) -> bool:
    """Whether a printed line begins something new: a caption."""
    return parse_caption(" ".join(text.split())) is not None
