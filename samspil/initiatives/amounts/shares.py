"""A sum told whole, with equal shares of it in its years, and a sum told with its double in later years.

'3 mio. kr., en tredjedel i hvert af årene 2026-2028', '1 mio. kr. i 2026 og det dobbelte i 2027'.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from samspil.initiatives.amounts.clause import EACH_YEAR, Clause
from samspil.initiatives.amounts.grammar import find_clauses
from samspil.initiatives.amounts.layout import Layout, lay_out, years_of
from samspil.initiatives.amounts.mentions import Mention
from samspil.initiatives.amounts.ties import Time
from samspil.initiatives.amounts.tokens import read_tokens

_REACH = 110  # code points behind the sum
_HALVES = re.compile(r"halvdelen i (20\d\d) og (?:resten|den anden halvdel|den sidste halvdel|halvdelen) i (20\d\d)")
# Up to the preposition before the years; no other sum may stand between
_SHARE = re.compile(
    r"[^\d;]{0,60}?(?:\b(?:(?:en|den)\s)?(?P<part>halvdel|tredjedel|fjerdedel)(?:en)?\b[^\d;]{0,25}?\b(?:i|til)\s(?=hver|begge)"
    r"|\b(?:ligeligt|jævnt|lige(?: meget| stort)?|(?:med|i)\s(?:lige\sstore|to\slige|tre\slige|fire\slige)(?:\sstore)?\s\w+)\s"
    r"(?:fordelt\s)?(?:på|over|i|mellem|ud over)\s)"
)
# 'og det dobbelte i 2027': only years may stand between, no other sum
_MULTIPLE = re.compile(
    r"(?:[^\d;.(]|\b20\d\d\b){0,60}?\s?(?:,|\bog|\bsamt|\bmen|\bderefter|\bherefter|\btil)\s"
    r"(?:så\s|cirka\s|omtrent\s)?det\s(?P<times>dobbelte|halve|tredobbelte|firedobbelte)\b"
)
_TIMES = {"halve": Fraction(1, 2), "dobbelte": Fraction(2), "tredobbelte": Fraction(3), "firedobbelte": Fraction(4)}
_PARTS = {"halvdel": 2, "tredjedel": 3, "fjerdedel": 4}


def lay_out_shares(mention: Mention, text: str, budget_year: int) -> Layout | None:
    """The layout of a sum that the words behind it part evenly over years; None when they do not, or when it does not come out even."""
    return _halves(mention, text) or _shares(mention, text, budget_year)


def lay_out_multiple(mention: Mention, text: str, budget_year: int) -> Layout | None:
    """The layout of '1 mio. kr. i 2026 og det dobbelte i 2027': the sum in its years, its double in those named behind; None without them."""
    match = _MULTIPLE.match(text, mention.end, mention.end + _REACH)
    if match is None:
        return None
    first = _lay_out_first(mention, text, match.start("times"), budget_year)
    later = _years_behind(text[match.end() : match.end() + _REACH // 2], budget_year)
    dkk = mention.dkk * _TIMES[match["times"]]
    earlier = {year: kroner for year, kroner in first.profile.items() if not later or year < min(later)}
    if not later or not earlier or dkk.denominator != 1:
        return None
    return Layout({**earlier, **dict.fromkeys(later, int(dkk))})


def _lay_out_first(mention: Mention, text: str, end: int, budget_year: int) -> Layout:
    """The layout of the sum itself; of years that stand past `end` none is its own: '1 mio. kr. og det dobbelte fra 2027'."""
    if mention.quote[1] <= end:
        return lay_out(mention, budget_year, None)
    years = _years_behind(text[mention.end : end], budget_year)
    return Layout(dict.fromkeys(years, mention.dkk)) if years else lay_out(replace(mention, time=Time()), budget_year, None)


def _halves(mention: Mention, text: str) -> Layout | None:
    """'4 mio. kr., halvdelen i 2026 og resten i 2027'."""
    match = _HALVES.search(text, mention.end, mention.end + 90)
    if match is None or mention.dkk % 2:
        return None
    years = (int(match[1]), int(match[2]))
    return Layout(dict.fromkeys(years, mention.dkk // 2), total=mention.dkk) if years[0] < years[1] else None


def _shares(mention: Mention, text: str, budget_year: int) -> Layout | None:
    """'3 mio. kr., en tredjedel i hvert af årene 2026-2028', '0,9 mio. kr. fordelt ligeligt på 2026, 2027 og 2028'."""
    match = _SHARE.match(text, mention.end, mention.end + _REACH)
    years = _years_behind(text[match.end() - 3 : mention.end + _REACH], budget_year) if match else ()
    count = _PARTS[match["part"]] if match and match["part"] else 0 if mention.time.total else len(years)
    if count < 2 or len(years) != count or mention.dkk % count:
        return None
    return Layout(dict.fromkeys(years, mention.dkk // count), total=mention.dkk)


def _years_behind(text: str, budget_year: int) -> Sequence[int]:
    """The years of the first clause that names any."""
    tokens = read_tokens(text)
    clauses = find_clauses(tokens, [False] * len(tokens), budget_year)
    return next((years for clause in clauses if (years := _years_of(clause, budget_year))), ())


def _years_of(clause: Clause, budget_year: int) -> tuple[int, ...]:
    is_named = clause.years and clause.kind not in ("none", EACH_YEAR)
    return years_of(Time(clause), budget_year, None) if is_named else ()
