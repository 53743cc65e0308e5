"""What a query finds in one passage: whether it fits, which words to mark, and the piece of text to show. The databases' indexes answer the same question faster."""

from collections.abc import Sequence
from dataclasses import dataclass

from samspil.search.query import Query, Term
from samspil.search.words import Token, Word, list_tokens

Range = tuple[int, int]
SNIPPET = 260  # characters shown of a long passage
_BEFORE = 80  # of them before the first hit


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text as shown; `hit`: it is what was looked for."""

    text: str
    hit: bool = False


def has_hit(query: Query, tokens: Sequence[Token]) -> bool:
    """Whether the words of a passage are what the query asks for; filters are not looked at."""
    words = [token.word for token in tokens]
    return all(any(_find(term, words) for term in group) for group in query.groups) and not any(
        _find(term, words) for term in query.excluded
    )


def find_hits(query: Query, tokens: Sequence[Token]) -> list[Range]:
    """Ranges of the text to mark, in order, none overlapping."""
    words = [token.word for token in tokens]
    marked: set[int] = set()
    ranges = []
    for first, last in sorted((place for term in query.terms for place in _find(term, words)), key=lambda place: (place[0], -place[1])):
        if first not in marked:
            ranges.append((tokens[first].start, tokens[last].end))
        marked.update(range(first, last + 1))
    return ranges


def _find(term: Term, words: Sequence[Word]) -> list[Range]:
    """First and last word of each place where a term stands."""
    if term.prefix:
        return [(number, number) for number, word in enumerate(words) if word.surface.startswith(term.prefix)]
    if len(term.words) == 1:
        stem = term.words[0].stem
        return [(number, number) for number, word in enumerate(words) if word.stem == stem or stem in word.parts]
    stems, count = [word.stem for word in term.words], len(term.words)
    all_stems = [word.stem for word in words]
    return [(start, start + count - 1) for start in range(len(words) - count + 1) if all_stems[start : start + count] == stems]


def make_snippet(query: Query, text: str, before: str = "", after: str = "") -> tuple[Piece, ...]:
    """The passage, or of a long one the part around its first hit, cut into pieces. `before`, `after`: what to put where something was left out."""
    hits = find_hits(query, list(list_tokens(text)))
    start, end = _window(text, hits)
    pieces = [Piece(before)] if start and before else []
    place = start
    for first, last in hits:
        if start <= first and last <= end:
            pieces += [Piece(text[place:first]), Piece(text[first:last], hit=True)]
            place = last
    pieces += [Piece(text[place:end]), *([Piece(after)] if end < len(text) and after else [])]
    return tuple(piece for piece in pieces if piece.text)


def _window(text: str, hits: Sequence[Range]) -> Range:
    """Where to begin and end, at blanks."""
    if len(text) <= SNIPPET:
        return 0, len(text)
    first = hits[0] if hits else (0, 0)
    start = max(0, first[0] - _BEFORE)
    if start and (blank := text.find(" ", start, first[0])) >= 0:
        start = blank + 1
    end = min(len(text), max(start + SNIPPET, first[1]))
    if end < len(text) and (blank := text.rfind(" ", max(first[1], start + SNIPPET // 2), end)) >= 0:
        end = blank
    return start, end
