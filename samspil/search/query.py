"""What people write in the search field becomes a `Query`. Own grammar, so that no database's syntax ever reaches a user, and no user's text a database's syntax.

`udbud rengøring` both words, in any form; `"i udbud"` words side by side; `-salg` not that; `skole OR dagtilbud` (ELLER) one of them; `pleje*` beginnings;
`år:2026 kommune:Aalborg tema:udbud type:overskrift` filters.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from samspil.errors import SamspilError
from samspil.search.filters import FIELDS, read_filter
from samspil.search.words import Word, fold, is_stopword, list_parts, list_tokens
from samspil.vocabulary.texts import say

MOST_CHARACTERS, MOST_TERMS = 500, 20
_LEAST_PREFIX = 2
_OR, _NOT, _AND = {"OR", "ELLER"}, {"NOT", "IKKE"}, {"AND", "OG"}
_NEAR = re.compile(r"(?<!\S)NEAR(?:/|\()")  # of other search engines; taken for words, it would find something else than was asked for
_PIECE = re.compile(
    r"(?P<minus>(?<!\S)[-\u2212])?(?:(?P<field>[^\W\d_]+):(?:\"(?P<quoted>[^\"]*)\"?|(?P<value>[^\s\"]+))|\"(?P<phrase>[^\"]*)\"?|(?P<word>[^\s\"]+))"
)


class QueryError(SamspilError):
    """The query asks for nothing that could be found; the message says why."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to be found: words side by side by their stems (one: also as a part of compounds), or with `prefix` the beginning of a word."""

    words: tuple[Word, ...] = ()
    prefix: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """`groups`: of each group one term at least; `excluded`: none of these. Empty filters let everything through. `municipalities`: codes."""

    groups: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()
    years: tuple[int, ...] = ()
    municipalities: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms that may be marked in what is found."""
        return tuple(term for group in self.groups for term in group)


@dataclass(slots=True)
class _Draft:
    """A query as it is read from left to right."""

    groups: list[list[Term]] = field(default_factory=list)
    excluded: list[Term] = field(default_factory=list)
    filters: dict[str, list[str | int]] = field(default_factory=dict)
    joins: bool = False  # the next term belongs to the last group
    negates: bool = False
    loose: list[Term] = field(default_factory=list)  # function words, asked for only when there is nothing else

    def add(self, term: Term, *, excluded: bool) -> None:
        if excluded or self.negates:
            self.excluded.append(term)
        elif self.joins and self.groups:
            self.groups[-1].append(term)
        else:
            self.groups.append([term])
        self.joins = self.negates = False


def parse_query(text: str) -> Query:
    """Read a query. Raises QueryError: too long, nothing to look for, an operator of other engines, only what is not to be found, or a filter with an unknown value."""
    text = unicodedata.normalize("NFC", text)
    if len(text) > MOST_CHARACTERS:
        raise QueryError(say("search.too_long", most=MOST_CHARACTERS), remedy=say("search.too_long_remedy"))
    if _NEAR.search(text):
        raise QueryError(say("search.no_near"), remedy=say("search.no_near_remedy"))
    draft = _Draft()
    for match in _PIECE.finditer(text):
        _read_piece(draft, match)
    if not draft.groups:
        draft.groups = [[term] for term in draft.loose]
    if not draft.groups:
        key = "only_excluded" if draft.excluded else "only_filters" if draft.filters else "nothing" if not text.strip() else "no_words"
        raise QueryError(say(f"search.{key}"), remedy=say("search.remedy"))
    if sum(map(len, draft.groups)) + len(draft.excluded) > MOST_TERMS:
        raise QueryError(say("search.too_many", most=MOST_TERMS), remedy=say("search.too_long_remedy"))
    return _with_filters(Query(tuple(map(tuple, draft.groups)), tuple(draft.excluded)), draft.filters)


def _with_filters(query: Query, filters: Mapping[str, Sequence[Any]]) -> Query:
    """The query with filters by name, each value once."""
    values: dict[str, Any] = {name: tuple(dict.fromkeys(given)) for name, given in filters.items()}
    return replace(query, **values)


def narrow_query(query: Query, **filters: str) -> Query:
    """The query with filters from elsewhere (form fields: year, municipality, theme, kind; '' for none). Raises QueryError for an unknown value."""
    for name, value in filters.items():
        if value:
            key, values = _read_filter(name, value)
            before = getattr(query, key)
            both = [each for each in before if each in values] if before else values
            if not both:
                raise QueryError(say("search.filters_exclude", value=value), remedy=say("search.filters_exclude_remedy"))
            query = _with_filters(query, {key: both})
    return query


def loosen_query(query: Query) -> Query | None:
    """The query with the parts of its compounds in their place, for when nobody writes them in one word; None when it has none."""
    groups: list[tuple[Term, ...]] = []
    for group in query.groups:
        parts = list_parts(group[0].text) if len(group) == 1 and len(group[0].words) == 1 else []
        groups += [(Term((part,), text=part.surface),) for part in parts] or [group]
    return replace(query, groups=tuple(groups)) if len(groups) > len(query.groups) else None


def _read_piece(draft: _Draft, match: re.Match[str]) -> None:
    minus, name = bool(match["minus"]), match["field"]
    if name and name.casefold() in FIELDS:
        key, values = _read_filter(name, match["value"] if match["quoted"] is None else match["quoted"])
        draft.filters.setdefault(key, []).extend(values)
    elif name:  # 'Bemærk:noget' is no filter but words
        for term in _terms(f"{name} {match['quoted'] or match['value'] or ''}"):
            draft.add(term, excluded=minus)
    elif match["phrase"] is not None:
        words = tuple(token.word for token in list_tokens(match["phrase"]))
        if words:
            draft.add(Term(words, text=match["phrase"].strip()), excluded=minus)
    else:
        _read_word(draft, match["word"], minus)


def _read_word(draft: _Draft, written: str, minus: bool) -> None:
    if written in _OR:
        draft.joins = True
    elif written in _NOT:
        draft.negates = True
    elif written not in _AND:
        for term in _terms(written):
            if len(term.words) == 1 and is_stopword(term.words[0]) and not minus and not draft.negates:
                draft.loose.append(term)
            else:
                draft.add(term, excluded=minus)


def _terms(written: str) -> Iterator[Term]:
    """The words in a stretch of letters: 'offentlig-privat' is two. A '*' at its end asks for beginnings."""
    tokens = list(list_tokens(written))
    for token in tokens:
        starred = written[token.end : token.end + 1] == "*"
        surface = token.word.surface
        if starred and len(surface) >= _LEAST_PREFIX:
            both = (surface, fold(surface[:-1] + "aa")) if surface.endswith("a") and len(surface) > _LEAST_PREFIX else (surface,)
            yield Term(prefix=both, text=f"{written[token.start : token.end]}*")
        else:
            yield Term((token.word,), text=written[token.start : token.end])


def _read_filter(name: str, value: str) -> tuple[str, list[str | int]]:
    try:
        return read_filter(name, value)
    except ValueError as error:
        raise QueryError(str(error), remedy=say("search.filter_remedy")) from error
