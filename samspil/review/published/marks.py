"""Every line of an article gets its kind: name, text, caption, header, heading, region ... with a look at the lines around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from samspil.review.published.article import ArticleLine
from samspil.review.published.signs import (
    Caption,
    Name,
    is_header,
    is_region,
    looks_like_heading,
    parse_caption,
    parse_name,
    parse_near_name,
)
from samspil.review.published.words import read_words

NAME, TEXT, CAPTION, HEADER, HEADING, REGION, THEME, SKIP = "name", "text", "caption", "header", "heading", "region", "theme", "skip"
_SIGNS = {"skip": SKIP, "header": HEADER, "theme": THEME, "text": TEXT}
_SMALL_LEVEL = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """`line`: the line; `kind`: one of the words above; `name`, `caption`: what it says. `strong`: a heading by the format's own word."""

    line: ArticleLine
    kind: str
    name: Name | None = None
    caption: Caption | None = None
    strong: bool = False


def mark_lines(lines: Sequence[ArticleLine]) -> list[Mark]:
    """One mark per line, in order."""
    marks = [_mark(line) for line in lines]
    marks = [_settle_name(marks, number) for number in range(len(marks))]
    return [_settle_header(marks, number) for number in range(len(marks))]


def _mark(line: ArticleLine) -> Mark:
    """By the sign the layout gave it, else by its words."""
    if line.sign == "name":
        return Mark(line, NAME, name=parse_name(line.text) or Name(None, line.text, len(line.text)))
    if line.sign:
        return Mark(line, _SIGNS[line.sign])
    if caption := parse_caption(line.text):
        return Mark(line, CAPTION, caption=caption)
    if line.role == "caption":
        return Mark(line, CAPTION, caption=Caption("", None, line.text))
    name = None if is_region(line.text) else parse_name(line.text)
    return Mark(line, NAME, name=name) if name else _mark_words(line)


def _mark_words(line: ArticleLine) -> Mark:
    if is_region(line.text):
        return Mark(line, REGION)
    if is_header(line.text):
        return Mark(line, HEADER)
    strong = line.role == "heading" or (line.bold and looks_like_heading(line.text))
    heading = strong or (line.role != "item" and looks_like_heading(line.text))
    return Mark(line, HEADING if heading else TEXT, strong=strong)


def _settle_name(marks: Sequence[Mark], number: int) -> Mark:
    """A line that is nearly a name is one when names with texts stand before and behind it."""
    mark = marks[number]
    if mark.kind != HEADING or mark.line.table > 0 or number + 1 == len(marks) or marks[number + 1].kind not in (TEXT, HEADING):
        return mark
    near = parse_near_name(mark.line.text)
    if near is None or not any(each.kind == NAME for each in marks[max(0, number - 8) : number]):
        return mark
    return Mark(mark.line, NAME, name=near)


def _settle_header(marks: Sequence[Mark], number: int) -> Mark:
    """A header has a name right below it (or, with one cell a line, another header word); else it is only a line."""
    mark = marks[number]
    if mark.kind != HEADER or mark.line.sign == "header":
        return mark
    below = next((each for each in marks[number + 1 : number + 4] if each.kind in (NAME, TEXT) or len(each.line.text) > 40), None)
    if below is not None and below.kind == NAME:
        return mark
    return Mark(mark.line, HEADING if looks_like_heading(mark.line.text) else TEXT)


def find_level(mark: Mark) -> int:
    """A heading's level; one that the format does not know as a heading lies below all others."""
    return mark.line.level or _SMALL_LEVEL


def ends_table(text: str) -> bool:
    """Whether a line by its first words belongs to no row: 'Kilde: ...', 'Note: ...'."""
    return text.casefold().startswith(tuple(read_words()["table_ends"]))
