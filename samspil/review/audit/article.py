"""A published review made ready for the checks: its sentences with their place, whose they are, and the words that carry meaning."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samspil.initiatives.amounts.mentions import Mention, find_mentions
from samspil.initiatives.features import stem
from samspil.passages.sentences import find_sentences
from samspil.review.audit.names import resolve
from samspil.values.published import PublishedReview, PublishedRow, PublishedTable
from samspil.vocabulary import municipalities
from samspil.vocabulary.municipalities import Municipality

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![ \t\xa0]*\n)[^\n]+)*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BETWEEN = re.compile(r"[\s,]*(?:og|samt|&)?\s*")
_LONGEST = 3_000  # letters of a sentence; the checks' work grows with its square
_KEY = 8  # letters of a stem that count: 'rengøringen' and 'rengøringsopgaver' are about the same
# Words that say nothing about what an undertaking is.
_EMPTY = frozenset(
    (  # noqa: SIM905 - a hundred words each in quotes are hard to read
        "aftale aftalen aftaleparterne alle andre anden arbejde arbejdet blandt blev bliver borgere borgerne budget budgettet byrådet derfor derudover"
        " desuden eksempelvis eller endvidere enige flere forbindelse fordi forligspartierne forligsparterne forligskredsen forskellige forvaltningen"
        " fortsat frem fremover gennem have ifølge igen ikke inden ligeledes kommende kommune kommunen kommunens kommuner kommunerne kroner maks mange"
        " meget mere mindst millioner mulighed muligheden mulighederne ønsker også over parterne partierne planlægger samt samtidig sætter skal sker"
        " skulle således sætte under ville være afsætter afsættes afsat afsætte penge midler årligt året hvert årlig pulje vedtaget besluttet undersøge"
        " undersøger undersøges overvejer hensigt bruge bruges deres denne dette disse hvor hvordan hvilke som"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence. `start`/`end`: half-open, in the article's text, both 0 when it does not stand there; `table`: number of its table, None in the prose."""

    text: str
    start: int
    end: int
    paragraph: int
    table: int | None = None
    code: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """The stems of the words that carry meaning, names of municipalities left out."""
        return read_keys(self.text)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a table. `place`: counted from 0 in its table; `municipality`: also of a misspelt name, None when nobody is near; `sentences` of its text;
    `printed`: where its name stands, (0, 0) if nowhere.
    """

    table: PublishedTable
    row: PublishedRow
    place: int
    municipality: Municipality | None
    sentences: tuple[Told, ...]
    printed: tuple[int, int] = (0, 0)

    @property
    def name(self) -> str:
        """The official name, or what is printed."""
        return self.municipality.name if self.municipality else strip_body(self.row.as_printed)

    @property
    def code(self) -> str:
        """Four digits, '' for an unknown name."""
        return self.municipality.code if self.municipality else ""


@dataclass(frozen=True, slots=True)
class Article:
    """`entries` of all tables in order, `prose` the sentences outside the tables."""

    review: PublishedReview
    entries: tuple[Entry, ...]
    prose: tuple[Told, ...]

    def entries_of(self, table: PublishedTable) -> list[Entry]:
        """The rows of one table."""
        return [entry for entry in self.entries if entry.table is table]

    def find_table(self, number: int | None) -> PublishedTable | None:
        """The table with that number."""
        return next((table for table in self.review.tables if table.number == number), None)


def read_article(review: PublishedReview) -> Article:
    """Sentences of all rows and of the prose."""
    entries = tuple(_entry(review, table, place) for table in review.tables for place in range(len(table.rows)))
    return Article(review, entries, tuple(_read_prose(review)))


def strip_body(name: str) -> str:
    """'Aarhus Kommune' -> 'Aarhus'."""
    return re.sub(r"\s+(?:region)?s?kommunes?$", "", " ".join(name.split()), flags=re.IGNORECASE).strip()


@functools.lru_cache(maxsize=8192)
def read_keys(text: str) -> frozenset[str]:
    """The beginnings of the stems of a text's words, without empty words and names of municipalities."""
    plain = _without_names(text).lower()
    return frozenset(stem(word)[:_KEY] for word in _WORD.findall(plain) if len(word) > 3 and word not in _EMPTY)


@functools.lru_cache(maxsize=8192)
def amounts_in(text: str, budget_year: int) -> tuple[Mention, ...]:
    """The sums of money in a sentence."""
    return tuple(find_mentions(text, budget_year))


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """Share of the shorter text's keys that the other has too; 0 with less than two in common."""
    common = len(first & second)
    return common / min(len(first), len(second)) if common >= 2 else 0.0


def _without_names(text: str) -> str:
    for mention in reversed(municipalities.find_mentions(text)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def _entry(review: PublishedReview, table: PublishedTable, place: int) -> Entry:
    row = table.rows[place]
    municipality = resolve(row)
    code = municipality.code if municipality else ""
    printed = _locate(review.text, row.as_printed, row.start, row.end)
    return Entry(table, row, place, municipality, tuple(_row_sentences(review, table, row, code)), printed)


def _row_sentences(review: PublishedReview, table: PublishedTable, row: PublishedRow, code: str) -> Iterator[Told]:
    """The sentences of a row's paragraphs, each found again in the article."""
    reached = row.start
    for number, paragraph in enumerate(row.text.split("\n\n")):
        for first, last in _read_sentences(paragraph):
            sentence = paragraph[first:last]
            start, end = _locate(review.text, sentence, reached, row.end)
            reached = max(reached, end)
            yield Told(sentence, start, end, number, table.number, code)


def _read_sentences(paragraph: str) -> list[tuple[int, int]]:
    """The sentences of a paragraph; what is too long for any sentence that people write is left out."""
    return [(start, end) for start, end in find_sentences(paragraph) if end - start <= _LONGEST]


def _locate(text: str, sentence: str, start: int, end: int) -> tuple[int, int]:
    """Where a sentence stands in text[start:end], blanks and line ends counted alike; (0, 0) when it does not."""
    at = text.find(sentence, start, end)
    if at >= 0:
        return at, at + len(sentence)
    words = sentence.split()
    match = re.compile(r"\s+".join(map(re.escape, words))).search(text, start, end) if words else None
    return match.span() if match else (0, 0)


def _read_prose(review: PublishedReview) -> Iterator[Told]:
    covered = sorted((table.start, table.end) for table in review.tables if table.end > table.start)
    reached = 0
    number = 0
    for start, end in [*covered, (len(review.text), len(review.text))]:
        for paragraph in _PARAGRAPH.finditer(review.text, reached, max(reached, start)):
            number += 1
            for first, last in _read_sentences(paragraph.group()):
                yield Told(paragraph.group()[first:last], paragraph.start() + first, paragraph.start() + last, number)
        reached = max(reached, end)


def read_left_over(article: Article, table: PublishedTable) -> list[Told]:
    """The paragraphs within a table that belong to none of its rows."""
    rows = [(row.start, row.end) for row in table.rows]
    found = []
    for number, match in enumerate(_PARAGRAPH.finditer(article.review.text, table.start, max(table.start, table.end))):
        if not any(start < match.end() and match.start() < end for start, end in rows):
            found.append(Told(match.group(), match.start(), match.end(), number, table.number))
    return found


@dataclass(frozen=True, slots=True)
class About:
    """What the prose says of one municipality in one sentence; `shared`: the same words are said of others too."""

    code: str
    name: str
    told: Told
    shared: bool


def read_about(article: Article) -> list[About]:
    """The prose cut at the municipalities it names. A sentence that names none goes on about the one before it in its paragraph."""
    found: list[About] = []
    for told in article.prose:
        mentions = [m for m in municipalities.find_mentions(told.text) if m.strength in (municipalities.OFFICIAL, municipalities.BARE)]
        if mentions:
            found += _cut(told, mentions)
        elif found and found[-1].told.paragraph == told.paragraph and not found[-1].shared and not _speaks_of_all(told.text):
            found.append(About(found[-1].code, found[-1].name, told, shared=False))
    return found


def _speaks_of_all(text: str) -> bool:
    return re.search(r"\bkommuner(?:ne)?\b|\btabel\b", text, re.IGNORECASE) is not None


def _cut(told: Told, mentions: Sequence[municipalities.Mention]) -> Iterator[About]:
    """'Faxe Kommune vil A, og Lejre Kommune vil B' is cut between the two; 'Faxe og Lejre Kommuner vil A' is said of both."""
    groups = [[mentions[0]]]
    for mention in mentions[1:]:
        between = told.text[groups[-1][-1].end : mention.start]
        if _BETWEEN.fullmatch(between):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    borders = [0, *(group[0].start for group in groups[1:]), len(told.text)]
    for place, group in enumerate(groups):
        words = told.text[borders[place] : borders[place + 1]]
        piece = Told(words.rstrip(), told.start + borders[place], told.start + borders[place] + len(words.rstrip()), told.paragraph)
        for mention in group:
            yield About(mention.municipality.code, mention.municipality.name, piece, len(group) > 1)
