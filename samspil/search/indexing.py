"""What an index needs of texts and queries: their words as `values.search` has them."""

import functools
import hashlib
from bisect import bisect_right
from collections.abc import Iterator
from importlib import resources

from samspil.search.query import Query, Term
from samspil.search.words import ANALYSIS, Token, list_tokens
from samspil.values.desk import SourceText
from samspil.values.search import PHRASE, PREFIX, WORD, IndexQuery, IndexRow, IndexTerm

MOST_TOKENS = 2000  # of a passage in one piece; a longer one is found in pieces


@functools.cache
def analysis_name() -> str:
    """Other words or rules, another name: then indexes are made anew."""
    lexicon = resources.files("samspil.vocabulary").joinpath("data/search.toml").read_bytes()
    return f"{ANALYSIS}-{hashlib.sha256(lexicon).hexdigest()[:12]}"


def make_rows(source: SourceText) -> list[IndexRow]:
    """All passages of a source that hold a word, each place once."""
    starts = [start for _number, start, _end in source.pages]
    rows = {}
    for start, end, kind, headings in source.passages:
        page = source.pages[max(0, bisect_right(starts, start) - 1)][0] if starts else 1
        for first, last, tokens in _pieces(source.text[start:end]):
            rows[start + first, start + last] = _row(start + first, start + last, page, kind, headings, tokens)
    return list(rows.values())


def _pieces(text: str) -> Iterator[tuple[int, int, list[Token]]]:
    tokens = list(list_tokens(text))
    if len(tokens) <= MOST_TOKENS:
        if tokens:
            yield 0, len(text), tokens
        return
    for number in range(0, len(tokens), MOST_TOKENS):
        some = tokens[number : number + MOST_TOKENS]
        yield some[0].start, some[-1].end, some


def _row(start: int, end: int, page: int, kind: str, headings: tuple[str, ...], tokens: list[Token]) -> IndexRow:
    words = [token.word for token in tokens]
    parts = tuple(part for word in words for part in sorted(word.parts))
    return IndexRow(start, end, page, kind, headings, tuple(word.stem for word in words), parts, tuple(word.surface for word in words))


def make_index_query(query: Query) -> IndexQuery:
    """The words of a query; filters stay outside."""
    return IndexQuery(tuple(tuple(map(_term, group)) for group in query.groups), tuple(map(_term, query.excluded)))


def _term(term: Term) -> IndexTerm:
    if term.prefix:
        return IndexTerm(PREFIX, term.prefix)
    return IndexTerm(PHRASE if len(term.words) > 1 else WORD, tuple(word.stem for word in term.words))
