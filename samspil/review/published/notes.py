"""What was missing, doubtful or could not be read in a published review: sentences for people."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from samspil.passages.signs import SENTENCE_END
from samspil.review.language import DANISH_ENOUGH, is_danish
from samspil.review.published.article import Article
from samspil.review.published.facts import names_municipalities
from samspil.review.published.marks import TEXT, Mark
from samspil.review.published.mentions import find_mentions_of_tables
from samspil.review.published.tables import FoundTable
from samspil.review.published.words import find_words, read_words
from samspil.values.published import Claim, PublishedTable
from samspil.vocabulary.danish import join_words
from samspil.vocabulary.municipalities import suggest
from samspil.vocabulary.texts import say

_LONG_LINE = 60
_LONG_TEXT = 400  # letters
_LEAST_SHARE = 0.004
_MOST_ENDED = 0.6  # of all paragraphs end with a full stop: then one that does not was cut
_LONGEST_QUOTE = 160
_MOST_NAMES = 20
_OPEN_ENDS = ("...", "…", " f.", " bl.", " ca.", " jf.", " evt.", " inkl.", " nr.", " pkt.", " hhv.")  # no sentence ends so


@dataclass(frozen=True, slots=True)
class Findings:
    """All that notes are written from. `asked`: the year the user named; `stated`: the one the article speaks of; `lost`: numbers of tables without heading."""

    article: Article
    marks: Sequence[Mark]
    found: Sequence[FoundTable]
    numbers: Sequence[int]
    tables: Sequence[PublishedTable]
    claims: Sequence[Claim]
    prose: Sequence[str]
    locked: bool = False
    lost: Collection[int] = ()
    asked: int | None = None
    stated: int | None = None
    vague: Sequence[str] = field(default_factory=list)


def write_notes(findings: Findings) -> tuple[list[str], bool]:
    """The notes in the order in which people want them, and whether any of them tells of a gap (the vague counts alone are none)."""
    gaps = [*_note_whole(findings), *_note_cut(findings), *_note_tables(findings), *_note_names(findings)]
    remarks = [say("published.vague", quote=_short(quote)) for quote in findings.vague]
    return [*gaps, *remarks], bool(gaps)


def _note_whole(findings: Findings) -> Iterator[str]:
    text = findings.article.text
    if is_danish(text) < DANISH_ENOUGH or _has_no_danish_letters(text):
        yield say("published.not_danish")
    if not findings.tables and not names_municipalities(text):
        yield say("published.no_municipalities")
    if findings.asked and findings.stated and findings.asked != findings.stated:
        yield say("published.other_year", asked=findings.asked, stated=findings.stated)


def _has_no_danish_letters(text: str) -> bool:
    """A longer text without æ, ø and å; in Danish they are about one letter in forty."""
    letters = sum(map(str.isalpha, text))
    return letters >= _LONG_TEXT and sum(map(text.count, "æøåÆØÅ")) < _LEAST_SHARE * letters


def _note_cut(findings: Findings) -> Iterator[str]:
    if findings.locked:
        yield say("published.locked")
    last = findings.article.lines[-1].text if findings.article.lines else ""
    if last and _is_cut(findings, last):
        yield say("published.cut", words=_short(last[-80:]))


def _is_cut(findings: Findings, last: str) -> bool:
    """Whether the article's last line breaks off: running text without an end where others have one."""
    mark = findings.marks[-1]
    if last.endswith(_OPEN_ENDS):
        return True
    if SENTENCE_END.search(last) or mark.line.role == "heading":
        return False
    in_row = any(len(findings.marks) - 1 in entry.texts for table in findings.found for entry in table.entries)
    if not in_row and (len(last) < _LONG_LINE or mark.kind != TEXT):
        return False
    others = [mark.line.text for mark in findings.marks[:-1] if mark.kind == TEXT]
    ended = sum(SENTENCE_END.search(text) is not None for text in others)
    return bool(others) and ended >= _MOST_ENDED * len(others)


def _note_tables(findings: Findings) -> Iterator[str]:
    there = {table.number for table in findings.tables}
    promised = read_words()["promised_words"]
    empty = {
        table.caption.number for table in findings.found if table.caption and not table.entries and table.caption.word in promised
    } - there
    for number in sorted(number for number in empty if number):
        yield say("published.table_empty", number=number)
    for number in sorted(find_mentions_of_tables(findings.prose) - there - empty):
        yield say("published.table_missing", number=number)
    if (
        not findings.tables
        and not find_mentions_of_tables(findings.prose)
        and any(find_words("promises").search(text) for text in findings.prose)
    ):
        yield say("published.tables_missing")
    headers = [table.header for table in findings.found if table.entries]
    for table, own in zip(findings.tables, (each for each in findings.found if each.entries), strict=True):
        if not table.title:
            yield say("published.no_title", number=table.number)
        if any(headers) and not own.header and not own.cells and table.number not in findings.lost:
            yield say("published.no_header", number=table.number)
        if not table.theme:
            yield say("published.no_theme", number=table.number, title=table.title)
        if nameless := [row.as_printed for row in table.rows if not row.text]:
            yield say("published.no_text", number=table.number, names=join_words(nameless))


def _note_names(findings: Findings) -> Iterator[str]:
    unknown = [(table.number, row.as_printed) for table in findings.tables for row in table.rows if not row.municipality]
    for number, name in unknown[:_MOST_NAMES]:
        if near := suggest(name, 1):
            yield say("published.near_name", number=number, name=name, near=near[0].name)
        else:
            yield say("published.unknown_name", number=number, name=name)
    if len(unknown) > _MOST_NAMES:
        yield say("published.more_names", count=len(unknown) - _MOST_NAMES)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"
