"""Names: the same municipality twice in a table, names misspelt, names of no municipality."""

import re
from collections.abc import Iterator
from itertools import pairwise

from samspil.review.audit.article import Article, Entry, Told, read_left_over, strip_body
from samspil.review.audit.findings import find_at, find_in_row, make
from samspil.review.audit.names import find_former, find_slip, has_lost_letters
from samspil.values.finding import Finding
from samspil.vocabulary.municipalities import Municipality, find_by_name, fold_name

# 'Silkebrog Kommune' in running text: one or two words with a capital before 'Kommune'.
_BEFORE_BODY = re.compile(r"\b((?:[A-ZÆØÅ][\w'’-]{1,30}[ \xa0])?[A-ZÆØÅ][\w'’-]{1,30})[ \xa0]+(?:Regionsk|K|k)ommunes?\b")
_ALONE = re.compile(r"[A-ZÆØÅ][\w'’]*(?:[ \xa0-][\w'’]+){0,2}")
_TELLING, _NEAR = 5, 8  # words that make a line a row's text; letters between a name and its text
_NOT_MUNICIPAL = re.compile(r"^region\b|\bamt\b", re.IGNORECASE)


def check_doubled_municipalities(article: Article) -> list[Finding]:
    """The same municipality twice in one table, also under different spellings."""
    findings = []
    for table in article.review.tables:
        first: dict[str, Entry] = {}
        for entry in article.entries_of(table):
            key = entry.code or fold_name(entry.name)
            if key in first:
                expected = first[key].name
                sure = 1.0 if find_by_name(entry.row.as_printed) else 0.85
                findings.append(
                    find_in_row("duplicate-municipality", entry, "doubled_municipality", expected, sure, against=first[key].row.as_printed)
                )
            first.setdefault(key, entry)
    return findings


def check_row_names(article: Article) -> list[Finding]:
    """Names of rows that are no municipality's, or misspelt ones."""
    findings = []
    for entry in article.entries:
        printed = entry.row.as_printed
        if find_by_name(printed) and not has_lost_letters(printed):
            continue
        right = entry.municipality if find_by_name(printed) else find_slip(printed)
        findings.append(_misspelt(entry, right) if right else _unknown(entry))
    return findings


def check_lost_rows(article: Article) -> list[Finding]:
    """A line within a table that is a name itself, of a region, a former municipality or a misspelt one, and that the import took for something else."""
    findings = []
    for entry in article.entries:
        alone = {told for told in entry.sentences if told.text in entry.row.text.split("\n\n")}
        findings += [finding for told in entry.sentences if told in alone and (finding := _judge_line(told))]
    for table in article.review.tables:
        left = read_left_over(article, table)
        for line, following in pairwise(left):
            tells = len(following.text.split()) >= _TELLING and following.start - line.end < _NEAR
            if tells and (finding := _judge_line(line)):
                findings.append(finding)
    return findings


def _judge_line(told: Told) -> Finding | None:
    if not _ALONE.fullmatch(told.text) or find_by_name(told.text):
        return None
    former, right = find_former(told.text), find_slip(told.text)
    if former or _NOT_MUNICIPAL.search(told.text):
        expected = former.name if former else ""
        return find_at("unknown-municipality", told, "former" if former else "region", expected, 0.8, name=told.text)
    return find_at("misspelt-municipality", told, "misspelt", right.name, 0.75, name=right.name, printed=told.text) if right else None


def _misspelt(entry: Entry, right: Municipality) -> Finding:
    return find_in_row("misspelt-municipality", entry, "misspelt", right.name, 0.95, printed=strip_body(entry.row.as_printed))


def _unknown(entry: Entry) -> Finding:
    former = find_former(entry.row.as_printed)
    if former:
        return find_in_row("unknown-municipality", entry, "former", former.name, 0.97)
    key = "region" if _NOT_MUNICIPAL.search(entry.row.as_printed) else "unknown"
    return find_in_row("unknown-municipality", entry, key, "", 0.9)


def check_names_in_text(article: Article) -> list[Finding]:
    """Misspelt names before 'Kommune' in the prose and in the rows' text."""
    sentences = [*article.prose, *(told for entry in article.entries for told in entry.sentences)]
    return [finding for told in sentences for finding in _look_for_slips(told)]


def _look_for_slips(told: Told) -> Iterator[Finding]:
    for match in _BEFORE_BODY.finditer(told.text):
        words = match[1].split()
        if any(find_by_name(" ".join(words[place:])) for place in range(len(words))):
            continue
        name, right = next(((name, one) for place in range(len(words)) if (one := find_slip(name := " ".join(words[place:])))), ("", None))
        former = find_former(words[-1])
        start = told.start + match.end(1) - len(name or words[-1])
        if right:
            place = (start, start + len(name)) if told.end else (0, 0)
            yield make("misspelt-municipality", told.table, right.name, name, place, "misspelt", right.name, 0.9, printed=name)
        elif former and told.table is None:
            yield find_at("unknown-municipality", told, "former", former.name, 0.7, name=words[-1])
