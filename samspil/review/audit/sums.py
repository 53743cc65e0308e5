"""Figures that do not add up within a sentence or a row: totals, parts, shares, changes, products."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from samspil.initiatives.amounts.layout import lay_out
from samspil.initiatives.amounts.mentions import Mention
from samspil.review.audit.article import Article, Entry, Told, amounts_in
from samspil.review.audit.findings import find_at
from samspil.values.finding import Finding
from samspil.vocabulary.danish import format_decimal, format_kroner

_TOTAL_BEFORE = re.compile(
    r"\b(?:i alt|ialt|tilsammen|sammenlagt|samlet set|samlet|total\w*|sum|svarende til|dvs\.|det vil sige)(?: \w+){0,4} ?\(?=? ?$",
    re.IGNORECASE,
)
_TOTAL_BEHIND = re.compile(r"^ ?(?:i alt|ialt|tilsammen|sammenlagt|samlet)\b", re.IGNORECASE)
_ADDED = re.compile(r"[,;(]|\bfor i alt|\bog\b|\bdvs|–|-|\bsvarende|\bhvilket|=", re.IGNORECASE)
_LISTED = re.compile(r"\b(?:fordel\w*|fordelt)\b[^.;]{0,40}$", re.IGNORECASE)
_ROUND = re.compile(
    r"\b(?:ca\.?|cirka|omkring|knap|godt|næsten|over|mere end|omtrent|lige under|op til|mindst|minimum)(?: \w+)? ?$", re.IGNORECASE
)
_NUMBER = r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)"
_UNIT = r"(?:[ \xa0]?(?:mia\.?|mio\.?|milliarder|millioner|kr\.?|kroner|t\.kr\.?|kommuner|pladser|borgere|opgaver|boliger|skoler|plejehjem|aftaler))*"
_SHARE = re.compile(
    rf"{_NUMBER}{_UNIT} (?:ud af|af)(?: de| i alt| samlet| kommunens| alle| landets| et| en| samlede?| budget| ramme| pulje| udgift| omsætning| på)* {_NUMBER}{_UNIT}([^.;\d]{{0,60}}?){_NUMBER}[ \xa0]?(?:%|pct\.?|procent)",
    re.IGNORECASE,
)
_SHARE_FIRST = re.compile(
    rf"{_NUMBER}[ \xa0]?(?:%|pct\.?|procent)([^.;\d]{{0,40}}?)\(?{_NUMBER}{_UNIT} (?:ud af|af)(?: de| i alt| samlet| alle| landets)* {_NUMBER}",
    re.IGNORECASE,
)
_SAME_SHARE = re.compile(r"\(|=|^\W{1,4}$|\b(?:svarende til|svarer til|dvs|eller|hvilket|det er|altså)\b", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:stigning|forøgelse|løft|vækst|merudgift|besparelse|reduktion|fald|nedgang|forskel|mindreudgift)\w* på ?(?:\w+ )?$", re.IGNORECASE
)
_TIMES = re.compile(r"(?<![\d.,])(\d{1,4}) [a-zæøå-]+(?: [a-zæøå-]+)? (?:à|á|a|til|for|a')(?: en pris af)? ?$", re.IGNORECASE)
_PER = re.compile(r"^ ?(?:pr\.|per|om året|hver|stykket|årligt)", re.IGNORECASE)
_REST = re.compile(
    rf"{_NUMBER}[ \xa0]?(?:%|pct\.?|procent)([^.;]{{0,160}}?)\b(?:resterende|øvrige|sidste) {_NUMBER}[ \xa0]?(?:%|pct\.?|procent)",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(to|tre|fire|fem|seks|[2-6])(?:-?årig\w* \w+|[ \xa0]år)[^.;\d]{0,25}(20\d\d)[ \xa0]?(?:[-–]|til)[ \xa0]?(20\d\d)", re.IGNORECASE
)
_POINTS = re.compile(
    rf"\bfra {_NUMBER}[ \xa0]?(?:%|pct\.?|procent)? til {_NUMBER}[ \xa0]?(?:%|pct\.?|procent)([^.;\d]{{0,40}}?){_NUMBER} procentpoint",
    re.IGNORECASE,
)
_OF_IT = re.compile(r"(?:Heraf|Hvoraf|Deraf)\b")
_RISES, _FALLS = re.compile(r"\bstig\w+ til ?$", re.IGNORECASE), re.compile(r"\bfald\w+ til ?$", re.IGNORECASE)
_WORDS = {"to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6}
_SLACK, _LOOSE = Fraction(1, 200), Fraction(1, 8)


class _Wrong(NamedTuple):
    """A figure that does not follow from the others: the message's key, what is right, and how sure."""

    key: str
    right: str
    sure: float


def check_arithmetic(article: Article) -> list[Finding]:
    """The first figure that does not add up in each sentence, and totals over the sentences of a row."""
    year = article.review.year
    names = {entry.code: entry.name for entry in article.entries}
    findings = []
    for told in (*article.prose, *(told for entry in article.entries for told in entry.sentences)):
        wrong = next(_look(told.text, amounts_in(told.text, year), year), None)
        if wrong:
            findings.append(_report(told, names.get(told.code, ""), wrong))
    told_already = {(finding.start, finding.quote) for finding in findings}
    for entry in article.entries:
        findings += [one for one in _check_row(entry, year) if (one.start, one.quote) not in told_already]
    return findings


def _report(told: Told, name: str, wrong: _Wrong) -> Finding:
    return find_at("arithmetic", told, wrong.key, wrong.right, wrong.sure, name=name)


def _look(text: str, sums: Sequence[Mention], year: int) -> Iterator[_Wrong]:
    yield from _check_shares(text)
    yield from _check_spans(text)
    yield from _check_parts(text, sums, year)
    yield from _check_changes(text, sums)
    yield from _check_ramps(text, sums)
    yield from _check_products(text, sums)
    yield from _check_totals(text, sums, year)


def _value(text: str) -> Fraction:
    return Fraction(text.replace(".", "").replace(",", "."))


def _check_shares(text: str) -> Iterator[_Wrong]:
    """'73,4 af 269 mia., svarende til 27,5 pct.': the share as printed against part and whole."""
    found = [(match[1], match[2], match[4], match[3], match.start(4)) for match in _SHARE.finditer(text)]
    found += [(match[3], match[4], match[1], match[2] + "(", match.start(1)) for match in _SHARE_FIRST.finditer(text)]
    for part, whole, share, between, place in found:
        if not _SAME_SHARE.search(between) or not _value(whole):
            continue
        decimals = len(share.partition(",")[2])
        exact = 100 * _value(part) / _value(whole)
        slack = 2 if _ROUND.search(text[:place]) else Fraction(6, 10) / 10**decimals
        if exact <= 100 and abs(exact - _value(share)) > slack:
            yield _Wrong("share", f"{format_decimal(float(exact), max(1, decimals))} pct.", 0.95)
    for match in _POINTS.finditer(text):
        points = abs(_value(match[2]) - _value(match[1]))
        if abs(points - _value(match[4])) > Fraction(1, 10):
            yield _Wrong("points", f"{format_decimal(float(points))} procentpoint", 0.9)
    for match in _REST.finditer(text):
        if abs(_value(match[1]) + _value(match[3]) - 100) > 1 and "%" not in match[2] and "pct" not in match[2]:
            yield _Wrong("rest", f"{format_decimal(float(100 - _value(match[1])))} pct.", 0.75)


def _check_spans(text: str) -> Iterator[_Wrong]:
    """'de tre år 2024-2027': four years."""
    for match in _SPAN.finditer(text):
        years = int(match[3]) - int(match[2]) + 1
        said = _WORDS.get(match[1].lower()) or int(match[1])
        if 1 < years <= 12 and said != years:
            yield _Wrong("span", str(years), 0.6)


def _check_parts(text: str, sums: Sequence[Mention], year: int) -> Iterator[_Wrong]:
    """'heraf' sums greater than their whole; 'fordelt med' and parts of different years that miss it."""
    reached = 0
    for place, whole in enumerate(sums):
        parts = list(_following_parts(text, sums, place)) if place >= reached and not whole.part_of else []
        if not parts or (whole.sentence != parts[0].sentence and not _after_colon(text, whole, parts[0])):
            continue
        reached = place + 1 + len(parts)
        wholes = {whole.dkk, _over_years(whole, year)}
        total = sum(one.dkk for one in parts)
        if total > max(wholes) and not _near(total, max(wholes)):
            yield _Wrong("parts_more", format_kroner(total), 0.9)
        elif len(parts) > 1 and (_is_complete(text, parts) or _after_colon(text, whole, parts[0])):
            totals = (total, sum(_over_years(part, year) for part in parts))
            if not any(_near(one, whole_sum) for one in totals for whole_sum in wholes):
                yield _Wrong("parts_less", format_kroner(total), 0.85)


def _following_parts(text: str, sums: Sequence[Mention], place: int) -> Iterator[Mention]:
    """The 'heraf' sums behind a sum, or those listed behind 'fordelt med'."""
    listed = place + 1 < len(sums) and _after_colon(text, sums[place], sums[place + 1])
    for before, one in pairwise(sums[place:]):
        listed = listed or one.link == "split" or _LISTED.search(text[before.end : one.start]) is not None
        if not (one.part_of or listed):
            return
        yield one


def _after_colon(text: str, whole: Mention, first: Mention) -> bool:
    """'Samlet afsættes 5 mio. kr.: 2 mio. kr. til A og 3 mio. kr. til B': a total and a list of all that makes it."""
    before = text[max(0, whole.start - 40) : whole.start]
    return bool(re.search(r":\s*$", text[whole.end : first.start]) and re.search(r"\b(?:i alt|samlet|tilsammen)\b", before, re.IGNORECASE))


def _is_complete(text: str, parts: Sequence[Mention]) -> bool:
    """Whether the parts claim to be all: 'fordelt', or one for each year."""
    years = {part.time.years.years for part in parts if part.time.years}
    return bool(re.search(r"\bfordel", text[max(0, parts[0].start - 60) : parts[0].start])) or (
        len(years) == len(parts) and parts[0].part_of
    )


def _near(first: int, second: int) -> bool:
    return abs(first - second) <= _SLACK * max(first, second)


def _over_years(one: Mention, year: int) -> int:
    """The sum over the years it is laid out on; as written when it has none."""
    layout = lay_out(one, year, None)
    return sum(layout.profile.values()) if layout.profile and not layout.assumed else one.dkk


def _check_changes(text: str, sums: Sequence[Mention]) -> Iterator[_Wrong]:
    """'fra 10 til 14 mio. kr., en stigning på 5 mio. kr.'"""
    for place, change in enumerate(sums):
        if not place or not _CHANGE.search(text[sums[place - 1].end : change.start]):
            continue
        pair = _ends_before(text, sums, place)
        if pair and not _near(abs(pair[1] - pair[0]), change.dkk) and not _is_rough(text, change):
            yield _Wrong("change", format_kroner(abs(pair[1] - pair[0])), 0.9)


def _check_ramps(text: str, sums: Sequence[Mention]) -> Iterator[_Wrong]:
    """'1 mio. kr. stigende til 0,5 mio. kr.'"""
    for first, second in pairwise(sums):
        between = text[first.end : second.start]
        for word, wrong, right in ((_RISES, second.dkk < first.dkk, "ramp_falls"), (_FALLS, second.dkk > first.dkk, "ramp_rises")):
            if wrong and second.link == "ramp" and word.search(between):
                yield _Wrong(right, "faldende til" if right == "ramp_falls" else "stigende til", 0.75)


def _ends_before(text: str, sums: Sequence[Mention], place: int) -> tuple[int, int] | None:
    before = sums[place - 1]
    if before.high and re.search(r"\bfra ?$", text[: before.start]):
        return before.dkk, before.high
    if place > 1:
        first = sums[place - 2]
        between = text[first.end : before.start]
        if re.search(r"\bfra ?$", text[: first.start]) and re.fullmatch(r"[^,;]{0,30}\btil ?", between):
            return first.dkk, before.dkk
    return None


def _is_rough(text: str, one: Mention) -> bool:
    return one.qualifier != "" or _ROUND.search(text[: one.start]) is not None


def _check_products(text: str, sums: Sequence[Mention]) -> Iterator[_Wrong]:
    """'20 pladser à 50.000 kr., i alt 1,2 mio. kr.'"""
    for each, total in pairwise(sums):
        match = _TIMES.search(text[: each.start])
        if not match or not _is_total(text, each, total):
            continue
        if not (_PER.match(text[each.end :]) or "à" in match[0] or "á" in match[0]):
            continue
        right = int(match[1]) * each.dkk
        if not _near(right, total.dkk) and not _is_rough(text, total):
            yield _Wrong("product", format_kroner(right), 0.9)


def _is_total(text: str, before: Mention, one: Mention) -> bool:
    between = text[before.end : one.start]
    return bool((_TOTAL_BEFORE.search(between) and _ADDED.search(between)) or _TOTAL_BEHIND.match(text[one.end :]))


def _check_totals(text: str, sums: Sequence[Mention], year: int) -> Iterator[_Wrong]:
    """'2 mio. kr. i 2024 og 3 mio. kr. i 2025, i alt 6 mio. kr.'; '1 mio. kr. årligt i 2024-2026, i alt 4 mio. kr.'"""
    for place, total in enumerate(sums):
        before = [one for one in sums[:place] if not one.part_of]
        if not before or total.part_of or not _is_total(text, before[-1], total) or _TIMES.search(text[: before[-1].start]):
            continue
        right = _expected_totals(before, year)
        slack = _LOOSE if _is_rough(text, total) else _SLACK
        if right and not any(abs(one - total.dkk) <= slack * max(one, total.dkk) for one in right):
            yield _Wrong("total", format_kroner(right[0]), 0.93)


def _expected_totals(sums: Sequence[Mention], year: int) -> list[int]:
    """What sums can come to, the likeliest first; [] where nothing says that they are to be added."""
    plain, laid = sum(one.dkk for one in sums), sum(_over_years(one, year) for one in sums)
    if len(sums) > 1:
        return [laid, plain] if laid != plain else [plain]
    if laid == plain:
        one = sums[0]
        return [one.dkk * 4, one.dkk] if one.time.each_year and one.time.years is None else []
    return [laid, plain]


def _check_row(entry: Entry, year: int) -> Iterator[Finding]:
    """'Der afsættes 2 mio. kr. i 2024. I 2025 afsættes 3 mio. kr. I alt bruges 6 mio. kr.'"""
    earlier: list[Mention] = []
    for told in entry.sentences:
        sums = [one for one in amounts_in(told.text, year) if not one.part_of]
        if (
            len(sums) == 1
            and len(earlier) > 1
            and re.match(
                r"(?:Det giver |Det er |Dermed |Der )?\W?\w* ?(?:i alt|tilsammen|samlet set|sammenlagt)\b", told.text, re.IGNORECASE
            )
        ):
            right = _expected_totals(earlier, year)
            if not any(_near(one, sums[0].dkk) for one in right) and not _is_rough(told.text, sums[0]):
                yield _report(told, entry.name, _Wrong("total", format_kroner(right[0]), 0.8))
        yield from _check_parts_behind(entry, told, earlier, year)
        earlier += sums


def _check_parts_behind(entry: Entry, told: Told, earlier: Sequence[Mention], year: int) -> Iterator[Finding]:
    """'Der afsættes 3 mio. kr. Heraf går 2 mio. kr. til A og 2 mio. kr. til B.'"""
    parts = amounts_in(told.text, year)
    if not (_OF_IT.match(told.text) and earlier and parts):
        return
    total, whole = sum(part.dkk for part in parts), max(earlier[-1].dkk, _over_years(earlier[-1], year))
    if total > whole and not _near(total, whole):
        yield _report(told, entry.name, _Wrong("parts_more", format_kroner(total), 0.8))
