"""A published review against the agreements of its year: what it missed, and what no agreement bears out. Unread is unknown, never missed."""

from collections.abc import Iterator
from dataclasses import dataclass

from samspil.review.audit.article import Article, Entry, likeness, read_article, read_keys
from samspil.values.codes import READ_VERDICTS, THEMES
from samspil.values.initiative import Initiative
from samspil.values.published import PublishedReview
from samspil.values.review import Review
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.texts import say
from samspil.vocabulary.themes import short_label

_LIKE = 0.25  # likeness from which words of the agreement bear a row out although its theme was read otherwise
_SURE = 0.75  # confidence from which an initiative that has no row is called missed


@dataclass(frozen=True, slots=True)
class Missed:
    """A municipality's theme with initiatives and no row. `quote`: the surest initiative's words; `initiatives`: their ids."""

    municipality: str
    municipality_code: str
    theme: str
    message: str
    quote: str
    confidence: float
    initiatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A row that nothing in the municipality's agreement bears out. `start`/`end`: its place in the article."""

    table: int
    municipality: str
    municipality_code: str
    theme: str
    message: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Against:
    """`unknown`: municipalities whose agreement was not read, in Danish order."""

    missed: tuple[Missed, ...]
    unsupported: tuple[Unsupported, ...]
    unknown: tuple[str, ...]


def compare_with_agreements(published: PublishedReview, review: Review) -> Against:
    """Hold the rows of a published review against the initiatives read in the same year's agreements. Themes without a table are left alone."""
    article = read_article(published)
    read = {record.municipality_code for record in review.coverage.documents if record.verdict in READ_VERDICTS}
    found: dict[tuple[str, str], list[Initiative]] = {}
    for initiative in review.initiatives:
        for theme in initiative.themes:
            found.setdefault((initiative.municipality_code, theme), []).append(initiative)
    return Against(tuple(_find_missed(article, found)), tuple(_find_unsupported(article, found, read)), tuple(review.coverage.missing))


def _find_missed(article: Article, found: dict[tuple[str, str], list[Initiative]]) -> Iterator[Missed]:
    tables = {table.theme for table in article.review.tables}
    told = {(entry.code, entry.table.theme) for entry in article.entries}
    order = sorted(found, key=lambda key: (sort_key(found[key][0].municipality), THEMES.index(key[1]) if key[1] in THEMES else 99))
    for code, theme in order:
        sure = [one for one in found[code, theme] if one.confidence >= _SURE]
        if theme in tables and (code, theme) not in told and sure:
            yield _missed(sure, theme)


def _missed(initiatives: list[Initiative], theme: str) -> Missed:
    best = max(initiatives, key=lambda one: one.confidence)
    key = "audit.missed_one" if len(initiatives) == 1 else "audit.missed"
    message = say(key, name=best.municipality, count=len(initiatives), theme=short_label("theme", theme))
    quote = best.evidence[0].quote if best.evidence else ""
    ids = tuple(one.id for one in initiatives)
    return Missed(best.municipality, best.municipality_code, theme, message, quote, best.confidence, ids)


def _find_unsupported(article: Article, found: dict[tuple[str, str], list[Initiative]], read: set[str]) -> Iterator[Unsupported]:
    for entry in article.entries:
        theme = entry.table.theme
        if entry.code in read and theme and (entry.code, theme) not in found and not _is_told_otherwise(entry, found):
            told = entry.sentences[0] if entry.sentences else None
            message = say("audit.unsupported", name=entry.name, theme=short_label("theme", theme))
            place = (told.start, told.end) if told else entry.printed
            quote = told.text if told else entry.row.as_printed
            yield Unsupported(entry.table.number, entry.name, entry.code, theme, message, quote, *place)


def _is_told_otherwise(entry: Entry, found: dict[tuple[str, str], list[Initiative]]) -> bool:
    """Whether an initiative of the same municipality, read under another theme, speaks of the same."""
    keys = read_keys(entry.row.text)
    others = [one for (code, _theme), initiatives in found.items() if code == entry.code for one in initiatives]
    return any(likeness(keys, read_keys(" ".join(place.quote for place in one.evidence))) >= _LIKE for one in others)
