"""Where Danish sentences end. Rules and a list of abbreviations; linear in the length of the text."""

import re

# Never end a sentence, whatever follows.
_NEVER = frozenset(
    ["adr", "afd", "afs", "alm", "ang", "anm", "anv", "art", "beg", "bek", "bem", "bl.a", "bla", "ca", "cand", "civ", "d", "d.d", "dec", "div", "dr", "eks", "ekskl", "etc.a", "evt", "f.eks", "feb", "fhv", "fig", "fmd", "fr", "frk", "fx", "gl", "gns", "hhv", "hr", "inkl", "ing", "ift", "iht", "jan", "jf", "jr", "kap", "kgl", "kl", "kons", "kst", "lb", "lejl", "ll", "maks", "md", "mdr", "mht", "mia", "mill", "min", "mio", "ml", "mr", "mrs", "nr", "nov", "obs", "okt", "op", "opg", "pag", "pct.a", "pga", "pkt", "pl", "pr", "prof", "ref", "s", "sct", "sek", "sen", "sept", "sgu", "skt", "st", "stk", "str", "sv", "t.kr", "tdl", "tilsv", "tlf", "tkr", "ult", "vedr", "vha", "vs", "årg", "aug", "jul", "apr", "pba", "ad", "bl", "dvs", "feks", "vedk", "tilh", "forh", "bilag.a", "§", "art", "hovedst", "reg", "sml", "if", "sekr", "dir", "org", "tekn", "adm", "soc", "udv", "mv.a", "henh", "hvv", "resp", "ekskl", "kr.a"]
)
# End a sentence only when a capital (or nothing) follows.
_MAYBE = frozenset(["kr", "pct", "m.v", "mv", "m.m", "mm", "m.fl", "mfl", "o.l", "ol", "o.lign", "osv", "etc", "h.t", "ogs", "p.a", "d.å", "s.å", "th", "tv", "o.m"])
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|(?<=[.!?])(?=\n)")
_WORD_BEFORE = re.compile(r"[\w.§]+$")
_OPENING = re.compile(r"[\s\"'“”„»(\[–-]*(.)", re.S)
_ENUMERATION = re.compile(r"(?:^|\s)(?:\d{1,3}|[IVX]{1,4}|[a-zæøå])$")


def find_sentences(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of the sentences of one paragraph, without blanks at their ends.

    Rule of thumb (docs/domain.md, number grammar): 'kr.', 'pct.', 'm.v.' end a sentence before a capital and not before a digit or a small
    letter; '1.' and '12.' never end one before a small letter.
    """
    ranges, start = [], 0
    for match in _END.finditer(text):
        if _ends_sentence(text, match.start(), match.end()):
            ranges.append(_trim(text, start, match.end()))
            start = match.end()
    ranges.append(_trim(text, start, len(text)))
    return [(a, b) for a, b in ranges if a < b]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends_sentence(text: str, stop: int, after: int) -> bool:
    following = _OPENING.match(text, after, after + 12)
    next_char = following.group(1) if following else ""
    if text[stop] != ".":
        return not next_char or not next_char.islower()
    before = _WORD_BEFORE.search(text, max(0, stop - 24), stop)
    word = before.group().lower() if before else ""
    if not next_char:
        return True
    if next_char.islower() or word in _NEVER or _is_initial(text, stop):
        return False
    if word in _MAYBE:
        return next_char.isupper()
    if word.isdigit() or _ENUMERATION.search(text, max(0, stop - 8), stop):
        return _ends_after_number(text, stop, word, next_char)
    return True


def _is_initial(text: str, stop: int) -> bool:
    """A single capital before the full stop ('H. C. Andersens Vej'), not a party letter at the end of a bracket."""
    return text[stop - 1].isupper() and (stop < 2 or not text[stop - 2].isalnum())


def _ends_after_number(text: str, stop: int, word: str, next_char: str) -> bool:
    """'i 2026. Der ...' ends; '1. halvår', '12. Vejen' (an enumeration at the start) and 'den 3. Marts' do not."""
    if next_char.isdigit():
        return len(word) == 4
    starts_line = not text[: stop - len(word)].strip() or text[stop - len(word) - 1] == "\n"
    return not starts_line and (len(word) != 1 or word.isdigit()) and next_char.isupper()


def ends_in_abbreviation(text: str) -> bool:
    """Whether the full stop at the end of `text` belongs to an abbreviation ('jf.', 'mio. kr.') rather than to a sentence."""
    before = _WORD_BEFORE.search(text, max(0, len(text) - 25), len(text) - 1)
    word = before.group().lower() if before else ""
    return word in _NEVER or word in _MAYBE
