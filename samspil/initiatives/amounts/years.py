"""Years in digits, with the words that lead them in and follow them: 'i både 2026 og 2027', 'fra 2027 og frem', 'over 2026-2029'."""

from collections.abc import Sequence

from samspil.initiatives.amounts.clause import FROM, IN, OVER, SPAN, UNTIL, Clause
from samspil.initiatives.amounts.numbers import NUMERALS, is_dash, looks_like_year
from samspil.initiatives.amounts.prices import is_price_year
from samspil.initiatives.amounts.tokens import NUMBER, Token
from samspil.initiatives.amounts.words import match_at, words_of


def read_years(tokens: Sequence[Token], taken: Sequence[bool], index: int, floor: int) -> Clause | None:
    """A run of years with what stands before ('i', 'fra', 'over', 'både') and after it ('og frem')."""
    years, end, is_span = _year_run(tokens, taken, index)
    head, first, each, weak = _head(tokens, index, floor)
    end_tail, tail = _tail(tokens, end)
    kind, weak = _kind_of(tokens, head, first, is_span, weak, each)
    if kind is None or (first and tokens[first - 1].text in words_of("year_words", "not_money_before")):
        return Clause("none", first, end)
    if kind == IN and [token.text for token in tokens[max(0, first - 2) : first]] == ["sidste", "gang"]:
        return Clause(UNTIL, first - 2, end, years, each)
    if tail and kind in (IN, FROM):
        return Clause(FROM, first, end_tail, years[:1], each, weak)
    if tokens[max(0, first - 1)].text == "fuldt" or (first >= 2 and match_at(tokens, first - 2, "times", "full_effect") == 2):
        return Clause(FROM, first, end, years, each, weak)
    return Clause(kind, first, end, years, each, weak)


def _year_run(tokens: Sequence[Token], taken: Sequence[bool], index: int) -> tuple[tuple[int, ...], int, bool]:
    """'2026', '2026-2029', '2026-29', '2026 til 2028', '2024, 2025 og 2026': years, the index past them, whether it is a span."""
    years = [int(tokens[index].text)]
    end, is_span = index + 1, False
    while end < len(tokens) and len(years) < 60:
        last = _span_end(tokens, taken, end, years[-1])
        if last:
            years += range(years[-1] + 1, last[0] + 1)
            end, is_span = last[1], True
            continue
        following = _next_listed(tokens, taken, end)
        if not following:
            break
        years.append(int(tokens[following].text))
        end = following + 1
    return tuple(dict.fromkeys(years)), end, is_span


def _span_end(tokens: Sequence[Token], taken: Sequence[bool], end: int, start: int) -> tuple[int, int] | None:
    """The last year of a span and the index past it: '-2029', '-29', 'til 2028', 'til og med 2028', 'og frem til 2028'."""
    place = end
    if is_dash(tokens[end]) or tokens[end].text == "/":
        place = end + 1
    elif "".join(token.text for token in tokens[end : end + 6]) == "t.o.m.":
        place = end + 6
    else:
        while place < len(tokens) and tokens[place].text in ("til", "og", "med", "frem", "indtil") and place < end + 4:
            place += 1
        if "til" not in [token.text for token in tokens[end:place]]:
            return None
    if place == end or place >= len(tokens) or taken[place] or tokens[place].kind != NUMBER:
        return None
    text = tokens[place].text
    year = int(text) if looks_like_year(tokens[place]) else start - start % 100 + int(text) if len(text) == 2 and text.isdecimal() else 0
    return (year, place + 1) if start < year <= start + 40 else None


def _next_listed(tokens: Sequence[Token], taken: Sequence[bool], end: int) -> int:
    """The index of the next year of a list (', 2026', 'og 2027', 'og i 2027'); 0 if the list ends or a sum follows the year."""
    place = end
    while place < len(tokens) and place < end + 5 and tokens[place].text in words_of("year_words", "between_years"):
        place += 1
    words = [token.text for token in tokens[end:place]]
    if "som" in words and (words != ["som"] or tokens[end - 2].text != "såvel"):
        return 0  # 'i såvel 2026 som 2027'
    if not words or words == ["i"] or place >= len(tokens) or taken[place] or not looks_like_year(tokens[place]):
        return 0
    if words[-1] == "i" and "samme" not in words and any(taken[place + 1 : place + 7]):
        return 0
    runs_on = place + 1 < len(tokens) and (tokens[place + 1].text == ":" or taken[place + 1]) and words != ["og"]
    return 0 if runs_on or is_price_year(tokens, place) else place


def _head(tokens: Sequence[Token], index: int, floor: int) -> tuple[str, int, bool, bool]:
    """What leads the years in: its word ('i', 'fra', ''), where it stands, whether it says 'both/each', whether it names a month."""
    place, each, weak = index - 1, False, False
    while place >= floor and index - place < 9:
        text = tokens[place].text
        if text == "med" and place >= 2 and tokens[place - 1].text == "og" and tokens[place - 2].text in ("fra", "til"):
            return tokens[place - 2].text, place - 2, each, weak
        if text in words_of("year_words", "months") or text in words_of("year_words", "seasons"):
            weak = weak or text not in ("løbet", "første")
        elif _is_part_of_date(tokens, place, weak):
            pass
        elif text in words_of("year_words", "fillers") or text in NUMERALS:
            if text == "for" and not (place > floor and tokens[place - 1].text.startswith(("budget", "både"))):
                return "for", place, each, weak
            each = each or text in words_of("year_words", "each")
        else:
            return text, place if text in words_of("year_words", "prepositions") else place + 1, each, weak
        place -= 1
    return "", min(index, place + 1), each, weak


def _is_part_of_date(tokens: Sequence[Token], place: int, weak: bool) -> bool:
    """The '1.' of '1. januar 2027', and the full stop of 'hhv.'"""
    text = tokens[place].text
    if text == "." and tokens[place - 1].text in ("hhv", "henh"):
        return True
    return weak and (text == "." or (tokens[place].kind == NUMBER and len(text) <= 2))


def _tail(tokens: Sequence[Token], end: int) -> tuple[int, bool]:
    """'og frem', 'og fremefter', 'og følgende år', 'og i overslagsårene', 'ff.': the index past it, and whether there is one."""
    words = [token.text for token in tokens[end : end + 6]]
    if words[:1] in (["ff"], ["frem"], ["fremefter"], ["fremover"], ["fremadrettet"]):
        return end + 1, True
    if words[:1] not in (["og"], ["samt"], [","]):
        return end, False
    skip = 1 + sum(1 for word in words[1:4] if word in ("i", "de", "alle", "årene", "tre"))
    word = words[skip] if skip < len(words) else ""
    named = word == "overslagsåret" and end + skip + 1 < len(tokens) and looks_like_year(tokens[end + skip + 1])  # '… 2027'
    if word.startswith(("frem", "overslagsår")) and not named and not (word == "frem" and words[skip + 1 : skip + 2] == ["til"]):
        return end + skip + 1, True
    if word == "videre":
        return end + skip + 1, True
    later = word in ("følgende", "efterfølgende", "senere", "kommende", "øvrige") and words[skip + 1 : skip + 2] in (
        ["år"],
        ["overslagsår"],
    )
    return (end + skip + 2, True) if later else (end, False)


def _kind_of(tokens: Sequence[Token], head: str, first: int, is_span: bool, weak: bool, each: bool) -> tuple[str | None, bool]:
    """The kind of a clause from the word that leads it in; None for years that say nothing about money ('siden 2014', 'senest 2028')."""
    before, plain = tokens[first - 1].text if first > 0 else "", SPAN if is_span else IN
    if head in ("over", "henover", "fordelt"):
        return (OVER if before != "ud" else None), weak
    if head in ("til", "indtil", "mod"):
        return _kind_of_end(tokens, head, first, before, weak)
    if head == "fra" or (head == "pr" and first == 0):  # 'Pr. 1. januar 2027 tilføres …'
        return (SPAN if is_span else FROM), False
    if head in ("i", "med", "(", "på", "mellem", "pr"):
        return plain, weak or head in ("med", "pr", "på")
    if head in words_of("year_words", "not_money"):
        return (FROM, True) if before == "fra" else (None, weak)
    opens = head == "for" and (first == 0 or before in (",", ";"))  # 'For 2026 er besparelsen …'
    return plain, not (each or opens)


def _kind_of_end(tokens: Sequence[Token], head: str, first: int, before: str, weak: bool) -> tuple[str | None, bool]:
    """'frem til 2028', 'indtil 2028', 'til og med 2028', 'frem mod 2029'; a bare 'til 2028' and 'mod 2030' are no ends."""
    if head == "mod":
        return (UNTIL if before == "frem" else None), True
    is_end = before in ("frem", "indtil", "ud", "helt") or head == "indtil" or tokens[first + 1].text == "og"
    opens = first == 0 or (first == 1 and before == "frem")
    return (UNTIL, weak and not opens) if is_end else (IN, not opens)


def read_date(tokens: Sequence[Token], index: int) -> Clause | None:
    """'fra 1.1.2027', 'pr. 1/1-2027': a year from a date counts after 'fra' only."""
    before = [token.text for token in tokens[max(0, index - 2) : index]]
    if before[-1:] == ["fra"] or before in (["fra", "den"], ["fra", "d"]):
        return Clause(FROM, index - 1, index + 1, (int(tokens[index].text[-4:]),))
    return None
