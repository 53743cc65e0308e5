"""Headlines against tables: how many municipalities are claimed, how many stand there, and how many of these only consider."""

import re
from collections.abc import Iterator, Sequence

from samspil.review.audit.article import Article, Entry
from samspil.review.audit.commitment import CONSIDERED, PLANNED, level_of
from samspil.review.audit.findings import find_at, make
from samspil.values.codes import MUNICIPALITIES_IN_DENMARK
from samspil.values.finding import Finding
from samspil.values.published import Claim, PublishedTable
from samspil.vocabulary.texts import say

# A claim about some of the table's municipalities says nothing about their number.
_SOME = re.compile(
    r"\b(?:heraf|hvoraf|deraf|af dem|af disse|blandt andet|eksempelvis|f\.eks\.|fx|heriblandt|herunder|yderligere|andre|øvrige|flere af|resten|region\w*|\w*(?:jyske|sjællandske|fynske))\b",
    re.IGNORECASE,
)
_OTHER_WHOLE = re.compile(
    r"\b(?:læste|gennemgåede|gennemgået|undersøgte|svar\w*|aftaler|budgetaftaler|region\w*|forlig\w*|landsdel\w*)\b", re.IGNORECASE
)
# What a headline promises of all it counts, and a row that only considers does not keep.
_PROMISE = re.compile(
    r"\b(?:(?:har|er) (?:alle |nu |allerede )?(?:besluttet|vedtaget|enige om)|planlægger\b[^.]{0,60}?\bat (?!undersøge|analysere|afdække|overveje|drøfte)\w+|(?:vil|skal) (?:alle )?(?:investere|bygge|opføre|udbyde|sende|indføre|etablere|hjemtage|købe|stille)"
    r"|afsætter|har afsat|investerer|sender|udbyder|indfører|etablerer|bygger|opfører|hjemtager|sætter [^.]{0,40}i udbud|besluttede|beslutter|vedtagne)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:eller (?:vil )?(?:undersøge|overveje)\w*|undersøge\w*|overveje\w*|overvejelser|ønsker|drøfte\w*|muligheder?(?:ne|n)?|åbne for)\b",
    re.IGNORECASE,
)


def check_headlines(article: Article) -> list[Finding]:
    """Claims against the number of different municipalities in their table."""
    return [finding for claim in article.review.claims for finding in _check_claim(article, claim)]


def _check_claim(article: Article, claim: Claim) -> Iterator[Finding]:
    if claim.of is not None and claim.of != MUNICIPALITIES_IN_DENMARK and not _OTHER_WHOLE.search(claim.quote):
        yield _say(claim, "headline_of", f"{claim.count} ud af {MUNICIPALITIES_IN_DENMARK}", 0.9)
    table = article.find_table(claim.table)
    if table is None:
        return
    rows = article.entries_of(table)
    there = count_municipalities(rows)
    if claim.count == there or (claim.at_least and claim.count <= there) or (claim.count < there and _SOME.search(claim.quote)):
        return
    key = "headline_rows" if claim.count == len(rows) else "headline_least" if claim.at_least else "headline_count"
    yield _say(claim, key, str(there), 0.97, len(rows))


def _say(claim: Claim, key: str, expected: str, sure: float, rows: int = 0) -> Finding:
    place = (claim.start, claim.end)
    return make(
        "headline-mismatch",
        claim.table,
        "",
        claim.quote,
        place,
        key,
        expected,
        sure,
        against="",
        count=claim.count,
        of=claim.of,
        whole=MUNICIPALITIES_IN_DENMARK,
        rows=rows,
    )


def count_municipalities(rows: Sequence[Entry]) -> int:
    """Different municipalities; names that are no municipality's are not counted."""
    return len({entry.code for entry in rows if entry.code})


def check_overstated(article: Article) -> list[Finding]:
    """Rows that only consider, under a headline or a title that promises more."""
    findings = []
    for table in article.review.tables:
        promise = _find_promise(article, table)
        if not promise:
            continue
        loose = [entry for entry in article.entries_of(table) if only_considers(entry)]
        sound = count_municipalities([entry for entry in article.entries_of(table) if entry not in loose])
        findings += [_overstated(entry, promise, sound) for entry in loose]
    return findings


def _find_promise(article: Article, table: PublishedTable) -> str:
    """The words that say of all of the table's municipalities that they will: a claim that counts them, or the title."""
    claims = [claim.quote for claim in article.review.claims if claim.table == table.number and not _SOME.search(claim.quote)]
    return next((words for words in (*claims, table.title) if _PROMISE.search(words) and not _HEDGE.search(words)), "")


def only_considers(entry: Entry) -> bool:
    """Whether the row's own words say that nothing but an examination is agreed, and the reader found no decision either."""
    levels = {level_of(told.text) for told in entry.sentences}
    return CONSIDERED in levels and levels <= {CONSIDERED, ""} and entry.row.stage in ("", CONSIDERED, PLANNED)


def _overstated(entry: Entry, promise: str, sound: int) -> Finding:
    told = next(told for told in entry.sentences if level_of(told.text) == CONSIDERED)
    sure = 0.85 if entry.row.stage == CONSIDERED else 0.65
    expected = say("audit.overstated_expected", count=sound)
    return find_at("overstated-commitment", told, "overstated", expected, sure, name=entry.name, against=promise, sound=sound)
