"""Money and dates before the budget year that stand as plans. Looking back ('siden 2014', 'blev åbnet i 2023', 'strategi 2018-2026') is no fault."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from samspil.review.audit.article import Article, Told, amounts_in, read_about
from samspil.review.audit.findings import find_at
from samspil.values.codes import horizon
from samspil.values.finding import Finding
from samspil.vocabulary.texts import say

_YEAR = re.compile(r"(?<![\d,])(20[0-4]\d)(?:[ \xa0]?(?:[-–/]|til)[ \xa0]?(20[0-4]\d|\d\d)(?!\d))?(?!\d|[ \xa0]?kr)")
_BORDER = re.compile(r"[;:()]|,(?!\d)|\s[–-]\s|\b(?:men|mens)\b|\bog (?=(?:der|kommunen|parterne|det|de|den|vil|skal|har)\b)")
# Things that bear the year of their making in their name.
_NAMED = re.compile(
    r"\b\w*(?:strategi|plan|politik|aftale|forlig|lov|program|model|rapport|evaluering|kontrakt|opgørelse|prognose|reform|regnskab|analyse|beslutning|periode"
    r"|vision|ramme|handleplan|undersøgelse|måling|regulativ|projekt|udbud|tal)(?:en|et|er|erne|ens|ne|n|s)?(?: \w+)?(?: (?:for|fra|af|i))? ?\(?$",
    re.IGNORECASE,
)
_MONEY_TIME = re.compile(r"\b(?:budget\w*(?: for)?|perioden|i periode) $", re.IGNORECASE)
_BEHIND = re.compile(r"^[ \xa0]?-?(?:niveau\w*|priser|pris|p/l|pl\b|tal\w*)", re.IGNORECASE)
_LED_BACK = re.compile(
    r"\b(?:siden|efter|som i|ligesom i|ligesom|tilbage i|tilbage|end i|modsat|sammenlignet med|i forhold til|målt i|forhold til|senest i|allerede i|oprindelig\w*)(?: \w+)?(?: \w+)? ?$",
    re.IGNORECASE,
)
_DATED_NOUN = re.compile(
    r"\b(?!(?:virkning|virkningen|gældende|start|starten|effekt|effekten|sommeren|foråret|efteråret|vinteren|opgaven)\b)[a-zæøå]{2,}(?:en|et|erne|ene) fra (?:budget )?$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:blev|var|havde|fik|gav|viste|steg|faldt|kom|gik|tog|stod|åbnede|besluttede|startede|etablerede|udvidede|afsluttede|igangsatte|lancerede|påbegyndte|gennemførte|overtog"
    r"|købte|byggede|opførte|vedtog|begyndte|investerede|afsatte|sendte|udbød|hjemtog|indførte|oprettede|indgik|opsagde|hjemtrak|nedsatte|afprøvede|fordoblede|sparede|brugte|lykkedes"
    r"|løb|kostede|betalte|udgjorde|lå|solgte|modtog|anvendte|ansatte|hentede|voksede|faldt|steg|sluttede|ophørte|lukkede|ventede|landede|endte|ramte|kørte|leverede|nåede|vandt|valgte"
    r"|fandt|forlod|flyttede|boede|deltog|deltagende|deltagere var|lavede|blev|indgik|skete|udløb|hidtil|tidligere|dengang|oprindeligt|seneste|forrige|sidste år|i fjor)\b",
    re.IGNORECASE,
)
_DONE = (
    r"påbegyndt|indført|vedtaget|etableret|åbnet|oprettet|opført|igangsat|udvidet|gennemført|bygget|indgået|evalueret|startet|lanceret|nedsat|udbudt|udliciteret|hjemtaget|overtaget"
    r"|afprøvet|testet|fremlagt|afsluttet|udarbejdet|indledt|begyndt|købt|taget i brug|ibrugtaget|underskrevet|aftalt|hjemtrukket|opsagt|truffet|modtaget|nået|reduceret|sendt|haft|været|arbejdet|brugt"
)
_DONE_BEFORE = re.compile(rf"\b(?:{_DONE})(?: [\w.]+){{0,4}} ?$", re.IGNORECASE)
_HAS_DONE = re.compile(rf"\bhar\b[^.;]{{0,80}}\b(?:{_DONE})\b", re.IGNORECASE)
_PLAN = re.compile(
    r"\b(?:vil|skal|afsæt\w*|afsat|bevilge\w*|sendes?|sender|udbydes|udbyder|åbner?|åbnes|bygges|bygger|opføres?|opfører|indføres?|indfører|etableres?|etablerer|forventes?|forventer|planlæg\w*"
    r"|investere\w*|indregne\w*|igangsættes?|igangsætter|sættes|undersøges?|undersøger|ønsker|begynder|starter|udrulles|hjemtages|hjemtager|udvides|fremlægges|gennemføres|gennemfører|tages i brug|står klar"
    r"|er klar|ibrugtages|konkurrenceudsættes|analyseres|afprøves|afprøver|overgår|overdrages|træder i kraft|kan søge|kan flytte|flytter|besluttet|enige om|aftalt at|spare\w*|besparelse\w*|gevinst\w*|pulje\w*|frigør\w*"
    r"|reserveres|reserverer|ansættes|anskaffes|købes|køber|indgås|indgår|indkøbes|udarbejdes|udmøntes|prioritere[rs]?|udløber|ophører|kommer|kommer til|løber|overtager|overtages|bliver|gælder|opretter|oprettes|giver|koster|stopper|stoppes|lukker|hæves|trækkes|indgå|leveres|løses|tilføres|tilfører|genudbydes|stiller|stilles|tages|sker|implementeres|færdig\w*"
    r"|(?!(?:kommunes|deres|vores|jeres|fælles|ældres|andres|samarbejdes|års)\b)[a-zæøå]{2,}(?<!n)es)\b",  # 'laves', 'holdes'
    re.IGNORECASE,
)


_REACH = 90  # letters before a year that tell what it is the year of


@dataclass(frozen=True, slots=True)
class _Date:
    """A year, or a span of years, with its place in the sentence."""

    first: int
    last: int
    start: int
    end: int


def check_stale_years(article: Article) -> list[Finding]:
    """One finding per sentence whose money or date lies before the budget year; in the prose only where a municipality's plans are told."""
    year = article.review.year
    findings = []
    for entry in article.entries:
        for told in entry.sentences:
            findings += list(_check(told, entry.name, year))
    for about in read_about(article):
        if not about.shared:
            findings += list(_check(about.told, about.name, year))
    return findings


def _check(told: Told, name: str, year: int) -> Iterator[Finding]:
    """The surest of the sentence's stale dates."""
    stale = [(_sureness(told.text, date, year), date) for date in _read_dates(told.text) if date.first < year]
    sure, date = max(stale, key=lambda one: one[0], default=(0.0, None))
    if date is None or not sure:
        return
    spans = date.last > date.first
    expected = (
        f"{horizon(year)[0]}-{horizon(year)[-1]}" if spans and date.last - date.first == 3 else say("audit.stale_expected", year=year)
    )
    words = told.text[date.start : date.end]
    yield find_at("stale-year", told, "stale_money" if sure > 0.85 else "stale_date", expected, sure, name=name, words=words, year=year)


def _read_dates(text: str) -> Iterator[_Date]:
    for match in _YEAR.finditer(text):
        first = int(match[1])
        last = first
        if match[2]:
            last = int(match[2]) if len(match[2]) == 4 else first - first % 100 + int(match[2])
        if first <= last <= first + 30:
            yield _Date(first, last, match.start(), match.end())


def _sureness(text: str, date: _Date, year: int) -> float:
    """0: the date looks back, or nothing tells that it is a plan."""
    start, end = _clause(text, date)
    before, clause = text[max(start, date.start - _REACH) : date.start].rstrip("\xa0 ") + " ", text[start:end]
    if _LED_BACK.search(before) or _BEHIND.match(text[date.end :]) or _DONE_BEFORE.search(before) or _PAST.search(clause):
        return 0.0
    with_money = _has_money(text, date, year)
    if _NAMED.search(before) and not (with_money and _MONEY_TIME.search(before)):
        return 0.0
    if not with_money and (date.last >= year or _DATED_NOUN.search(before)):
        return 0.0
    if with_money:
        return 0.92
    if _HAS_DONE.search(clause) or not (_PLAN.search(clause) or _PLAN.search(text[:start])):
        return 0.0
    return 0.8 if date.last < year - 1 else 0.7


def _clause(text: str, date: _Date) -> tuple[int, int]:
    """From the border before the date to the one behind it."""
    start, end = 0, len(text)
    for border in _BORDER.finditer(text):
        if border.end() <= date.start:
            start = border.end()
        elif border.start() >= date.end:
            end = border.start()
            break
    return start, end


def _has_money(text: str, date: _Date, year: int) -> bool:
    """Whether a sum of the sentence is laid out over this date."""
    for mention in amounts_in(text, year):
        clause = mention.time.years
        if clause and date.first in clause.years:
            return True
    return False
