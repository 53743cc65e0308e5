"""Ranges of a source's cleaned text as evidence: checked, widened and narrowed by passages, cut and joined. Quotes never cross a page."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from samspil.desk.fields import FieldError
from samspil.values.desk import Json, SourceText
from samspil.vocabulary.texts import say

CONTEXT = 40  # code points kept before and after a quote
MOST_EVIDENCE = 60
LONGEST_QUOTE = 20_000
EARLIER, LATER = "earlier", "later"
_BLANKS = re.compile(r"\s+")
Range = tuple[int, int]


def find_page(source: SourceText, offset: int) -> tuple[int, int, int]:
    """The page (number, start, end) on which a place of the cleaned text stands. Raises FieldError outside the text."""
    for number, start, end in source.pages:
        if start <= offset < end:
            return number, start, end
    raise FieldError("evidence", say("desk_rows.outside_text", length=len(source.text)))


def make_evidence(source: SourceText, document: str, start: int, end: int) -> list[Json]:
    """Evidence of a range, one for each page it touches, without blanks at its ends. Raises FieldError when nothing of it stands in the text."""
    if start >= end:
        raise FieldError("evidence", say("desk_rows.nothing_selected"))
    if start < 0 or end > len(source.text):
        raise FieldError("evidence", say("desk_rows.outside_text", length=len(source.text)))
    if end - start > LONGEST_QUOTE:
        raise FieldError("evidence", say("desk_rows.too_long", most=LONGEST_QUOTE))
    pieces = [(number, *_strip(source.text, max(start, first), min(end, last))) for number, first, last in source.pages]
    found = [_evidence(source, document, number, left, right) for number, left, right in pieces if left < right]
    if not found:
        raise FieldError("evidence", say("desk_rows.nothing_selected"))
    return found


def _strip(text: str, start: int, end: int) -> Range:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _evidence(source: SourceText, document: str, page: int, start: int, end: int) -> Json:
    _number, first, last = find_page(source, start)
    return {
        "document": document,
        "sha256": source.sha256,
        "page": page,
        "start": start,
        "end": end,
        "quote": source.text[start:end],
        "prefix": source.text[max(first, start - CONTEXT) : start],
        "suffix": source.text[end : min(last, end + CONTEXT)],
    }


def check_quote(evidence: Mapping[str, Any], source: SourceText) -> None:
    """The range lies on its page and the quote is what stands there. Raises FieldError."""
    start, end = evidence.get("start"), evidence.get("end")
    if isinstance(start, bool) or isinstance(end, bool) or not (isinstance(start, int) and isinstance(end, int)):
        raise FieldError("evidence", say("desk_rows.not_a_range"))
    if not 0 <= start < end <= len(source.text):
        raise FieldError("evidence", say("desk_rows.outside_text", length=len(source.text)))
    number, _first, last = find_page(source, start)
    if number != evidence.get("page") or end > last:
        raise FieldError("evidence", say("desk_rows.other_page", page=number))
    if source.text[start:end] != evidence.get("quote"):
        raise FieldError("evidence", say("desk_rows.other_words"), remedy=say("desk_rows.other_words_remedy"))


def move_edge(source: SourceText, start: int, end: int, edge: str, way: str) -> Range:
    """The range with its 'start' or 'end' one passage 'earlier' or 'later', within its page. Raises FieldError when there is no passage to take or to leave."""
    _number, first, last = find_page(source, start)
    if edge == "start":
        edges = [a for a, _b, *_rest in source.passages if first <= a < last]
        moved = max((a for a in edges if a < start), default=None) if way == EARLIER else min((a for a in edges if a > start), default=None)
        start = -1 if moved is None else moved
    else:
        edges = [b for _a, b, *_rest in source.passages if first < b <= last]
        moved = min((b for b in edges if b > end), default=None) if way == LATER else max((b for b in edges if b < end), default=None)
        end = -1 if moved is None else moved
    if start < 0 or end <= start:
        raise FieldError("evidence", say("desk_rows.no_more_passages"))
    return start, end


def cut_units(source: SourceText, evidence: Sequence[Mapping[str, Any]]) -> list[Range]:
    """The passages (or parts of them) that evidence consists of: what a row can be split into."""
    edges = sorted({edge for a, b, *_rest in source.passages for edge in (a, b)})
    units: list[Range] = []
    for quote in evidence:
        start, end = int(quote["start"]), int(quote["end"])
        inner = edges[bisect_right(edges, start) :]
        cuts = [start, *(edge for edge in inner if edge < end), end]
        units += [piece for a, b in pairwise(cuts) if (piece := _strip(source.text, a, b))[0] < piece[1]]
    return units


def join_ranges(text: str, ranges: Iterable[Range]) -> list[Range]:
    """Ranges that touch, but for blanks, as one."""
    joined: list[Range] = []
    for start, end in sorted(set(ranges)):
        if joined and not text[joined[-1][1] : start].strip() and start >= joined[-1][0]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def find_words(source: SourceText, words: str, page: int | None = None) -> Range:
    """Where words stand, blanks counting alike; on `page` if it is given. Raises FieldError when they stand nowhere or in several places."""
    parts = [re.escape(part) for part in _BLANKS.split(words.strip()) if part]
    if not parts or len(words) > LONGEST_QUOTE:
        raise FieldError("evidence", say("desk_rows.nothing_selected"))
    first, last = next(((a, b) for number, a, b in source.pages if number == page), (0, len(source.text)))
    found = [match.span() for match in re.compile(r"\s+".join(parts)).finditer(source.text, first, last)]
    if len(found) != 1:
        raise FieldError("evidence", say("desk_rows.words_several" if found else "desk_rows.words_nowhere", count=len(found)))
    return found[0]
