"""Words that OCR has seen on a page, each with its box: where a quote of a scanned page is drawn, and which way the page is read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from samspil.documents.limits import MAX_LINES
from samspil.values.document import Box, Document, Word

MOST_WORDS = 4 * MAX_LINES


def cover_range(words: Sequence[Word], start: int, end: int) -> list[Box]:
    """The boxes (fractions of the page) of `page.raw[start:end]`, one for each line. Of a word that is only partly inside, the share of its letters."""
    turns = find_turns(words)
    boxes: list[Box] = []
    last_end = -2
    for first, last, box in words:
        left, right = max(first, start), min(last, end)
        if left >= right:
            continue
        part = cut_box(box, (left - first) / (last - first), (right - first) / (last - first), turns)
        if first == last_end + 1:  # one blank: the same line
            boxes[-1] = unite((boxes[-1], part))
        else:
            boxes.append(part)
        last_end = last
    return boxes


def find_turns(words: Sequence[Word]) -> int:
    """Which way most words of a page follow each other on it as seen: 0 to the right, 1 downwards, 2 to the left, 3 upwards."""
    votes: Counter[int] = Counter()
    for (_start, end, box), (following, _end, other) in pairwise(words):
        if following == end + 1:
            across, down = other[0] + other[2] - box[0] - box[2], other[1] + other[3] - box[1] - box[3]
            sideways = abs(down) > abs(across)
            votes[(1 if down > 0 else 3) if sideways else (0 if across > 0 else 2)] += 1
    return max(votes, key=lambda turns: (votes[turns], -turns), default=0)


def cut_box(box: Box, begin: float, end: float, turns: int) -> Box:
    """The part of a word's box from one share of its length to another, in reading direction."""
    if turns in (2, 3):
        begin, end = 1 - end, 1 - begin
    left, top, right, bottom = box
    if turns % 2:
        return (left, top + begin * (bottom - top), right, top + end * (bottom - top))
    return (left + begin * (right - left), top, left + end * (right - left), bottom)


def unite(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return (min(lefts), min(tops), max(rights), max(bottoms))


def turn_upright(box: Box, turns: int, width: float, height: float) -> Box:
    """Where a box of a page that is read in direction `turns` lies once the page (`width` and `height` as seen) is held upright."""
    left, top, right, bottom = box
    if turns == 1:
        return (top, width - right, bottom, width - left)
    if turns == 2:
        return (width - right, height - bottom, width - left, height - top)
    return (height - bottom, left, height - top, right) if turns == 3 else box


def words_to_json(document: Document) -> dict[str, list[list[float]]]:
    """Page number -> words as [start, end, left, top, right, bottom], of the pages that OCR has read."""
    return {str(page.number): [[start, end, *box] for start, end, box in page.words] for page in document.pages if page.words}


def words_from_json(values: Mapping[str, Any]) -> dict[int, tuple[Word, ...]]:
    """The words of `words_to_json` by page number. Raises TypeError or ValueError for anything else."""
    found = {int(number): tuple(parse_word(word) for word in words) for number, words in values.items()}
    if sum(map(len, found.values())) > MOST_WORDS:
        raise ValueError("words")
    return found


def parse_word(values: Sequence[Any]) -> Word:
    """A word from its list. Raises TypeError or ValueError."""
    start, end, *sides = values
    left, top, right, bottom = (float(side) for side in sides)
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise ValueError("word")
    if not (0 <= left <= right <= 1 and 0 <= top <= bottom <= 1):
        raise ValueError("box of a word")
    return (start, end, (left, top, right, bottom))
