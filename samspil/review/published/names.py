"""Names that an article breaks over lines are joined; names that run into their text are parted from it. Lines in, lines out, before they get their places."""

import re
from collections.abc import Sequence
from dataclasses import replace

from samspil.review.published.article import ArticleLine
from samspil.review.published.signs import is_header, parse_caption, parse_inline, parse_name, parse_run_in

_LONGEST_PART = 32
_MOST_PARTS = 3
_BODIES = ("kommune", "kommunes", "regionskommune")
_BODY_FIRST = re.compile(r"(Kommune|kommune|Regionskommune)\s+(?=[A-ZÆØÅ0-9»„\"])")
_FEWEST = 3  # lines with a name in front make a list of entries
_FEWEST_MARKED = 1  # under a caption or header
_MOST_BETWEEN = 4  # lines of text from one such line to the next


def join_names(lines: Sequence[ArticleLine]) -> list[ArticleLine]:
    """'Haderslev' and 'Kommune' on two lines become one; so do 'Faaborg-' and 'Midtfyn Kommune'."""
    lines = _cut_bodies(lines)
    joined: list[ArticleLine] = []
    index = 0
    while index < len(lines):
        size = next((size for size in range(_MOST_PARTS, 1, -1) if _is_one_name(lines[index : index + size], size)), 1)
        part = lines[index : index + size]
        joined.append(replace(part[0], text=_glue(part)) if size > 1 else part[0])
        index += size
    return joined


def _cut_bodies(lines: Sequence[ArticleLine]) -> list[ArticleLine]:
    """A PDF gives the second line of a name and the text beside it as one line: 'Haderslev', 'Kommune Der afsættes ...'."""
    cut: list[ArticleLine] = []
    for line in lines:
        match = _BODY_FIRST.match(line.text)
        if match and cut and len(cut[-1].text) <= _LONGEST_PART and _ends_name(cut[-1].text, match[1]):
            cut += [replace(line, text=match[1]), replace(line, text=line.text[match.end() :])]
        else:
            cut.append(line)
    return cut


def _ends_name(text: str, body: str) -> bool:
    name = parse_name(f"{text} {body}".replace("- ", "-"))
    return name is not None and name.municipality is not None and body.casefold() not in text.casefold()


def _is_one_name(part: Sequence[ArticleLine], size: int) -> bool:
    if len(part) < size or any(len(line.text) > _LONGEST_PART or (line.table, line.row, line.column) != _place(part[0]) for line in part):
        return False
    name = parse_name(_glue(part))
    if name is None or name.municipality is None:
        return False
    return part[-1].text.casefold().rstrip(":") in _BODIES or parse_name(part[0].text) is None


def _place(line: ArticleLine) -> tuple[int, int, int]:
    return (line.table, line.row, line.column)


def _glue(part: Sequence[ArticleLine]) -> str:
    return " ".join(line.text for line in part).replace("- ", "-")


def split_inline(lines: Sequence[ArticleLine]) -> list[ArticleLine]:
    """'Assens Kommune: 0,5 mio. kr. til ...' becomes a name and its text, where several such lines stand together."""
    places = [n for n, line in enumerate(lines) if line.columns <= 1 and not parse_name(line.text) and parse_inline(line.text)]
    runs = [run for run in _runs(places) if len(run) >= (_FEWEST_MARKED if _is_marked(lines, run[0]) else _FEWEST)]
    names = {n: parse_inline(lines[n].text) for run in runs for n in run}
    for run in runs:  # among such lines a bare name before a text is one too
        reach = range(max(0, run[0] - _MOST_BETWEEN), min(len(lines), run[-1] + _MOST_BETWEEN + 1)) if len(run) >= _FEWEST else ()
        names |= {n: name for n in reach if n not in names and lines[n].columns <= 1 and (name := parse_run_in(lines[n].text))}
    split: list[ArticleLine] = []
    for number, line in enumerate(lines):
        name = names.get(number)
        if name is None:
            split.append(line)
            continue
        split.append(replace(line, text=name.as_printed, sign="name"))
        split.append(replace(line, text=line.text[name.rest :], sign="text", gap=0))
    return split


def _runs(places: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for place in places:
        if runs and place - runs[-1][-1] <= _MOST_BETWEEN:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _is_marked(lines: Sequence[ArticleLine], first: int) -> bool:
    """Whether a caption, a header or an entry of the plain form stands right above."""
    above = lines[max(0, first - 2) : first]
    return any(parse_caption(line.text) or is_header(line.text) or parse_name(line.text) for line in above)
