"""The door of this room: a document becomes a `PublishedReview` with notes on what could not be read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from samspil.passages.sentences import find_sentences
from samspil.review.published.article import Article, ArticleLine, place_lines, read_lines
from samspil.review.published.claims import Statement, find_statements
from samspil.review.published.facts import find_published, find_stated_year
from samspil.review.published.furniture import drop_furniture
from samspil.review.published.grids import sign_cells
from samspil.review.published.lost import part_tables
from samspil.review.published.marks import HEADING, TEXT, Mark, mark_lines
from samspil.review.published.mentions import find_mentions_of_tables
from samspil.review.published.names import join_names, split_inline
from samspil.review.published.notes import Findings, write_notes
from samspil.review.published.tables import Entry, FoundTable, find_tables
from samspil.review.published.themes import TableRule, choose_theme, find_ruled_theme, find_theme
from samspil.values.document import Document
from samspil.values.published import Claim, PublishedReview, PublishedRow, PublishedTable

_LONG_PARAGRAPH = 5_000  # characters of it are looked at for a theme
_MOST_STATEMENTS = 500  # an article has some tens
_ENOUGH_ROWS = 0.6  # of a table without a title must speak of one theme


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """`review`: without stage and amounts yet; its year is 0 when neither the caller nor the article says it. `stated`: the years the article speaks of.
    `gaps`: whether anything was missing.
    """

    review: PublishedReview
    stated: tuple[int, ...]
    gaps: bool


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading with its paragraphs, outside tables. `mentions`: numbers of the tables it speaks of."""

    heading: str
    lines: tuple[ArticleLine, ...]
    mentions: frozenset[int]


def read_article(document: Document, year: int | None = None, rules: Sequence[TableRule] = ()) -> ReadArticle:
    """Tables, rows and claims of a published review. `year`: its budget year, None: as the article says; `rules`: the user's mapping of tables to themes."""
    lines, locked = drop_furniture(read_lines(document))
    lines = sign_cells(split_inline(join_names(lines)))
    article = place_lines(lines, document.title)
    marks = mark_lines(article.lines)
    found = find_tables(marks)
    sections = _find_sections(marks, found)
    prose = [line.text for section in sections for line in section.lines]
    stated, years = find_stated_year([article.title, *prose, *(table.title for table in found)])
    budget_year = year or stated or 0
    found, lost = part_tables(found, find_mentions_of_tables(prose))
    filled = [table for table in found if table.entries]
    numbers = _number(filled)
    tables = tuple(
        _table(article, marks, table, number, budget_year, rules, sections) for table, number in zip(filled, numbers, strict=True)
    )
    told = ((line, section, each) for section in sections for line in section.lines for each in find_statements(line.text))
    statements = list(islice(told, _MOST_STATEMENTS))
    claims = tuple(_claim(line, section, each, tables, budget_year, rules) for line, section, each in statements if each.count is not None)
    findings = Findings(
        article=article,
        marks=marks,
        found=found,
        numbers=numbers,
        tables=tables,
        claims=claims,
        prose=prose,
        locked=locked,
        lost=lost,
        asked=year,
        stated=stated,
        vague=[each.quote for _line, _section, each in statements if each.count is None],
    )
    notes, gaps = write_notes(findings)
    published = find_published([line.text for line in article.lines])
    review = PublishedReview(budget_year, tables, claims, text=article.text, published=published, notes=tuple(notes))
    return ReadArticle(review, years, gaps)


def _find_sections(marks: Sequence[Mark], tables: Sequence[FoundTable]) -> list[_Section]:
    """The prose by headings; what belongs to tables is left out."""
    used = {number for table in tables for entry in table.entries for number in (entry.mark, *entry.texts)}
    sections: list[tuple[str, list[ArticleLine]]] = [("", [])]
    for number, mark in enumerate(marks):
        if number in used or mark.line.table > 0:
            continue
        if mark.kind == HEADING:
            sections.append((mark.line.text, [mark.line]))
        elif mark.kind == TEXT:
            sections[-1][1].append(mark.line)
    return [
        _Section(heading, tuple(lines), frozenset(find_mentions_of_tables(line.text for line in lines)))
        for heading, lines in sections
        if lines
    ]


def _number(tables: Sequence[FoundTable]) -> list[int]:
    """Numbers as printed; the others take the free ones in order."""
    taken = {table.caption.number for table in tables if table.caption and table.caption.number}
    free = (number for number in range(1, 2 * len(tables) + 2) if number not in taken)
    return [table.caption.number if table.caption and table.caption.number else next(free) for table in tables]


def _table(
    article: Article,
    marks: Sequence[Mark],
    table: FoundTable,
    number: int,
    year: int,
    rules: Sequence[TableRule],
    sections: Sequence[_Section],
) -> PublishedTable:
    rows = tuple(_row(article, marks, entry) for entry in table.entries)
    theme = choose_theme(rules, year, number, table.title) or _find_told_theme(number, sections, year, rules)
    if not theme and not table.title:
        theme = _find_common_theme(rows)
    start = min([row.start for row in rows] + ([marks[table.heading].line.start] if table.heading >= 0 else []))
    end = max([row.end for row in rows] + ([marks[table.heading].line.end] if table.heading >= 0 else []))
    return PublishedTable(number, table.title, theme, rows, start, end)


def _row(article: Article, marks: Sequence[Mark], entry: Entry) -> PublishedRow:
    name = marks[entry.mark].line
    lines = [marks[number].line for number in entry.texts]
    text = article.text[lines[0].start : lines[-1].end] if lines else ""
    known = entry.name.municipality
    return PublishedRow(
        known.name if known else "",
        known.code if known else "",
        entry.name.as_printed,
        text,
        start=name.start,
        end=max(name.end, lines[-1].end if lines else 0),
    )


def _find_told_theme(number: int, sections: Sequence[_Section], year: int, rules: Sequence[TableRule]) -> str:
    """The theme of the sentence that sends the reader to this table, or of its section's heading."""
    for section in sections:
        if number not in section.mentions:
            continue
        for line in section.lines:
            for start, end in find_sentences(line.text):
                sentence = line.text[start:end]
                if number in find_mentions_of_tables([sentence]) and (theme := find_theme(sentence)):
                    return theme
        if section.heading and len(section.mentions) == 1 and (theme := choose_theme(rules, year, None, section.heading)):
            return theme
    return ""


def _find_common_theme(rows: Sequence[PublishedRow]) -> str:
    """The theme most rows of a table without a title speak of."""
    themes = [find_theme(row.text) for row in rows]
    best = max(set(themes), key=lambda theme: (themes.count(theme), theme), default="")
    return best if themes.count(best) >= _ENOUGH_ROWS * len(themes) else ""


def _claim(
    line: ArticleLine, section: _Section, statement: Statement, tables: Sequence[PublishedTable], year: int, rules: Sequence[TableRule]
) -> Claim:
    theme = _claim_theme(line.text, section, statement, year, rules)
    table = None if statement.subset else _find_table(section, statement, theme, tables)
    return Claim(
        statement.quote,
        statement.count or 0,
        statement.at_least,
        statement.of,
        theme,
        table,
        line.start + statement.start,
        line.start + statement.end,
    )


def _claim_theme(text: str, section: _Section, statement: Statement, year: int, rules: Sequence[TableRule]) -> str:
    """By the words behind the number as far as the next number, then by the sentence, the section's heading, the paragraph."""
    clause = text[statement.at : statement.until]
    sentence = statement.quote
    for words in (clause, sentence):
        if theme := find_ruled_theme(rules, year, None, words) or find_theme(words):
            return theme
    heading = choose_theme(rules, year, None, section.heading) if section.heading else ""
    return heading or find_theme(text[:_LONG_PARAGRAPH])


def _find_table(section: _Section, statement: Statement, theme: str, tables: Sequence[PublishedTable]) -> int | None:
    """The table named in the sentence or section when its theme does not speak against it, else the only one of the theme."""
    named = find_mentions_of_tables([statement.quote]) or section.mentions
    fitting = [table.number for table in tables if table.number in named and (table.theme == theme or not theme or not table.theme)]
    if len(fitting) == 1:
        return fitting[0]
    same = [table for table in tables if theme and table.theme == theme]
    if len(same) > 1:
        words = set(re.findall(r"\w{5,}", statement.quote.casefold()))
        same.sort(key=lambda table: -len(words & set(re.findall(r"\w{5,}", table.title.casefold()))))
    return same[0].number if same else None


def with_source(review: PublishedReview, file: str, sha256: str) -> PublishedReview:
    """The review with the name and SHA-256 of the file it was read from."""
    return replace(review, file=file, sha256=sha256)
