"""Units: 'kr.' left out, a point for the decimal comma, sums a thousand times too large or too small."""

import re
from collections.abc import Iterable, Iterator

from samspil.initiatives.amounts.mentions import Mention
from samspil.initiatives.amounts.numbers import DOUBTFUL_POINT
from samspil.initiatives.amounts.sums import MISSING_KRONER
from samspil.initiatives.amounts.uses import LIMIT, SMALL, UNIT_PRICE
from samspil.review.audit.article import About, Article, Told, amounts_in, likeness, read_about
from samspil.review.audit.findings import make
from samspil.values.finding import Finding
from samspil.vocabulary.danish import format_kroner

_POINT = re.compile(r"(?<![\d.,])(\d{1,3})\.(\d{1,2})(?=[ \xa0]?(?:mio|mia|millioner|milliarder|million|pct|procent|%))", re.IGNORECASE)
_SET_ASIDE = re.compile(
    r"\b(?:afsæt\w*|afsat|bevilg\w*|investere\w*|pulje\w*|sætte\w* [^.;]{0,20}af|reserve\w*)\b[^.;]{0,40}$", re.IGNORECASE
)
_BARE = re.compile(
    r"(?<![\d.,])\d[\d.,]*[ \xa0](?:mio\.?|mia\.?|millioner|milliarder)(?=[ \xa0](?:ind|til|i|på|fra|årligt|varigt|om året|over|ekstra|hvert|pr\.|mere|mindre|samt)\b)",
    re.IGNORECASE,
)
_LEADING = re.compile(r"(?:kr\.?|DKK)[ \xa0]$", re.IGNORECASE)
_SHARED = re.compile(
    r"^[ \xa0]?(?:til|og|eller|-|–|,)[ \xa0]?\d[\d.,]*[ \xa0]?(?:mio\.?|mia\.?|millioner)?[ \xa0]?(?:kr|kroner)", re.IGNORECASE
)
_THOUSAND, _BILLION = 1_000, 1_000_000_000
_LEAST, _MOST = (
    20_000,
    300_000_000,
)  # kroner: what an initiative costs as a rule; outside a sum that is 1,000 times another is the wrong one
_ALIKE = 0.3


def check_units(article: Article) -> list[Finding]:
    """Sums without 'kr.', with a decimal point, or out of all proportion."""
    findings: list[Finding] = []
    names = {entry.code: entry.name for entry in article.entries}
    for told in (*article.prose, *(told for entry in article.entries for told in entry.sentences)):
        name = names.get(told.code, "")
        findings += [*_find_missing(told, name, article.review.year), *_find_points(told, name, article)]
        if told.code:
            findings += _find_giants(told, name, article.review.year)
    return findings + _find_slips(article)


def _at(told: Told, start: int, end: int, name: str, key: str, expected: str, sure: float, *, against: str = "") -> Finding:
    place = (told.start + start, told.start + end) if told.end else (0, 0)
    return make("unit", told.table, name, told.text[start:end], place, key, expected, sure, against=against)


def _find_missing(told: Told, name: str, year: int) -> Iterator[Finding]:
    """'5,5 mio. til digitalisering', '330.000 til'; not 'fra 2 mio. til 4 mio. kr.', where the unit follows."""
    places = {(one.start, one.end) for one in amounts_in(told.text, year) if MISSING_KRONER in one.flags}
    places |= {match.span() for match in _BARE.finditer(told.text)}
    for start, end in sorted(places):
        if not _SHARED.match(told.text[end:]) and not _LEADING.search(told.text[:start]):
            yield _at(told, start, end, name, "missing_kroner", f"{told.text[start:end]} kr.", 0.9)


def _find_points(told: Told, name: str, article: Article) -> Iterator[Finding]:
    """'3.6 millioner': surer where the article writes commas elsewhere."""
    sure = 0.95 if re.search(r"\d,\d", article.review.text or told.text) else 0.8
    for match in _POINT.finditer(told.text):
        yield _at(told, match.start(), match.end(), name, "decimal_point", f"{match[1]},{match[2]}", sure)


def _find_giants(told: Told, name: str, year: int) -> Iterator[Finding]:
    """Set aside or saved: a billion and more, or less than a thousand kroner."""
    for one in amounts_in(told.text, year):
        if one.kind == "other" or one.flags & {UNIT_PRICE, LIMIT}:
            continue
        if one.dkk >= _BILLION or (DOUBTFUL_POINT in one.flags and one.dkk > _MOST):
            yield _at(told, one.start, one.end, name, "too_large", format_kroner(one.dkk // _THOUSAND), 0.75)
        elif SMALL in one.flags and _SET_ASIDE.search(told.text[: one.start]):
            number = told.text[one.start : one.end].split()[0]
            expected = f"{number} mio. kr." if "," in number else format_kroner(one.dkk * _THOUSAND)
            yield _at(told, one.start, one.end, name, "too_small", expected, 0.7)


def _find_slips(article: Article) -> list[Finding]:
    """Two sums of one municipality for the same thing, one a thousand times the other."""
    abouts = [about for about in read_about(article) if not about.shared]
    abouts += [About(entry.code, entry.name, told, False) for entry in article.entries if entry.code for told in entry.sentences]
    by_code: dict[str, list[tuple[About, Mention]]] = {}
    for about in abouts:
        for one in amounts_in(about.told.text, article.review.year):
            by_code.setdefault(about.code, []).append((about, one))
    return [finding for told in by_code.values() for finding in _compare(told)]


def _compare(told: Iterable[tuple[About, Mention]]) -> Iterator[Finding]:
    known = sorted(told, key=lambda pair: pair[1].dkk)
    by_sum = {one.dkk: (about, one) for about, one in known}
    for about, large in known:
        if large.dkk % _THOUSAND or large.dkk // _THOUSAND not in by_sum:
            continue
        small_about, small = by_sum[large.dkk // _THOUSAND]
        if small_about.told is about.told or likeness(small_about.told.keys, about.told.keys) < _ALIKE:
            continue
        yield _slip(about, large, small_about, small)


def _slip(large_about: About, large: Mention, small_about: About, small: Mention) -> Finding:
    """The one out of proportion is wrong; if neither is, the one in the prose."""
    large_wrong = large.dkk > _MOST or (small.dkk >= _LEAST and large_about.told.table is None)
    wrong, one, other, right = (large_about, large, small_about, small) if large_wrong else (small_about, small, large_about, large)
    return _at(wrong.told, one.start, one.end, wrong.name, "thousandfold", format_kroner(right.dkk), 0.85, against=other.told.text)
