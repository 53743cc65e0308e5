"""Where Danish sentences end. Rules and a list of abbreviations; linear in the length of the text."""

import re

# Never end a sentence, whatever follows.
_NEVER = frozenset(
    (  # noqa: SIM905 - 150 words each in quotes are hard to read
        "adm adr afd afs alm ang anm anv apr aug beg bek bem bilag.a bl bl.a bla ca cand chr civ d d.d dec dir div dr dvs e.kr eks ekskl "
        "etc.a evt f f.eks feb feks fhv fig fmd forh forts fr frk fx gl gns henh hhv hovedst hr hvv ift iht ing inkl jan jf jr jul jun "
        "jur jvf kap kgl kl kons kr.a kst lb lejl lic ll lr mag maks md mdr merc mht mia mill min mio ml mods mr mrs mv.a nov nr obs "
        "oecon okt opg org p pag pba pct.a pga ph.d pkt pl polit pr prof reg resp s scient sct sek sekr sen sept sgu skt sml soc st stk "
        "str stud sv tdl tekn tidl tilh tilsv tlf udg udv ult vedk vedr vej.nr vha vs § årg"
    ).split()
)
# End a sentence only when a capital (or nothing) follows.
_MAYBE = frozenset(("d.å etc f.f h.t kr m.fl m.m m.v mfl mm mv o.l o.lign o.m ogs ol osv p.a p.t pct pt s.å t.kr th tkr tv").split())  # noqa: SIM905
# The look back stands behind the first sign: a pattern that begins with a sign is looked for many times faster.
_END = re.compile(r"[.!?…](?<![.!?…]{2})[.!?…]*+[\"'”’»«)\]]*+(?=\s|(?P<note>\d{1,2})(?:\s|$))")
_WORD_BEFORE = re.compile(r"[\w.§]+$")
_OPENING = re.compile(r"[\s\"'“”„»«(\[–-]*(.)", re.S)
_ENUMERATION = re.compile(r"(?:^|\s)(?:\d{1,3}|[IVX]{1,4}|[a-zæøå])$")
_PARTIES = re.compile(r"\b[A-ZÆØÅ](?:, [A-ZÆØÅ])*,? (?:og|samt) [A-ZÆØÅ]$")
_LONGEST_NUMERAL = 4
_REACH = 24  # characters looked at before a full stop


def find_sentences(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of the sentences of one paragraph, without blanks at their ends.

    'kr.', 'pct.', 'm.v.' end a sentence before a capital and not before a digit or a small letter; '1.' and '12.' never end one before a
    small letter. A footnote's number behind the full stop ('i kassen.1 Der er') belongs to neither sentence.
    """
    ranges, start = [], 0
    for match in _END.finditer(text):
        if _ends_note(text, match) if match["note"] else _ends_sentence(text, match.start(), match.end()):
            ranges.append(_trim(text, start, match.end()))
            start = match.end("note") if match["note"] else match.end()
    ranges.append(_trim(text, start, len(text)))
    return [(a, b) for a, b in ranges if a < b]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends_note(text: str, match: re.Match[str]) -> bool:
    """A footnote's number: behind a word (not 'kl.5'), and a capital follows."""
    following = text[match.end("note") + 1 : match.end("note") + 2]
    word = _word_before(text, match.start())
    return (not following or following.isupper()) and word.isalpha() and word.islower() and not (_is_abbreviation(word) or word in _MAYBE)


def _word_before(text: str, stop: int) -> str:
    """The letters, figures and full stops right before `stop`, at most 24 characters."""
    if text[stop - 1 : stop] == "\n":  # the line end between counts for nothing
        before = _WORD_BEFORE.search(text, max(0, stop - _REACH), stop)
        return before.group() if before else ""
    start, first = stop, max(0, stop - _REACH)
    while start > first and (text[start - 1].isalnum() or text[start - 1] in "._§"):
        start -= 1
    return text[start:stop]


def _next_char(text: str, after: int) -> str:
    """The first character of the next sentence, behind blanks, quotes and brackets; '' at the end."""
    if text[after : after + 1] == " " and text[after + 1 : after + 2].isalnum():
        return text[after + 1]
    following = _OPENING.match(text, after, after + 12)
    return following.group(1) if following else ""


def _ends_sentence(text: str, stop: int, after: int) -> bool:
    next_char = _next_char(text, after)
    if text[stop] != "." or text[stop : stop + 2] == "..":
        return not next_char or not next_char.islower()
    if not next_char:
        return True
    word = _word_before(text, stop).lower()
    if next_char.islower() or _is_abbreviation(word) or _is_initial(text, stop):
        return False
    if word in _MAYBE:
        return next_char.isupper()
    if word.isdigit() or (len(word) <= _LONGEST_NUMERAL and _ENUMERATION.search(text, max(0, stop - 8), stop)):
        return _ends_after_number(text, stop, word, next_char)
    return True


def _is_abbreviation(word: str) -> bool:
    """One that never ends a sentence; of compounds ('cand.polit', 'vej.nr') the last part decides."""
    return word in _NEVER or word.startswith(("cand.", "stud.", "dr."))


def _is_initial(text: str, stop: int) -> bool:
    """A single capital before the full stop ('H. C. Andersens Vej'), not a party letter that ends a list ('A, V og C.')."""
    if not text[stop - 1].isupper() or (stop > 1 and text[stop - 2].isalnum()):
        return False
    return _PARTIES.search(text, max(0, stop - _REACH), stop) is None


def _ends_after_number(text: str, stop: int, word: str, next_char: str) -> bool:
    """'i 2026. Der ...' ends; '1. halvår', '12. Vejen' (an enumeration at the start) and 'den 3. Marts' do not."""
    if next_char.isdigit():
        return len(word) == 4
    starts_line = not text[max(0, stop - 30) : stop - len(word)].strip()
    return not starts_line and (len(word) != 1 or word.isdigit()) and next_char.isupper()


def ends_in_abbreviation(text: str) -> bool:
    """Whether the full stop at the end of `text` belongs to an abbreviation ('jf.', 'mio. kr.') rather than to a sentence."""
    word = _word_before(text, len(text) - 1).lower()
    return _is_abbreviation(word) or word in _MAYBE
