"""Table rows in text without markup: bars, tabs, or figures set apart by blanks."""

import re

Cells = tuple[tuple[int, int], ...]

_BARS = "|│┃║"
_BAR = re.compile(f"[{_BARS}]")
_SEMICOLON = re.compile(";")
_RULE = re.compile(r"\s*[|├┼┝╟╠]?\s*:?[-─━═]{2,}:?\s*(?:[|┼┿╪╬+│]\s*:?[-─━═]{2,}:?\s*)*[|┤┨╢╣]?\s*")
# '-1.200', '1,5', '(300)', '2026', '5 %', '0': what stands in a figure column.
_FIGURE = re.compile(
    r"[-\u2010\u2011−–+(]?\s?\d[\d.,]*(?:[ \u00a0\u2009\u202f]\d{3})*(?:,\d+)?\)?-?(?:\s?(?:%|pct\.|mio\.|t\.\s?kr\.|kr\.))*|[-\u2010\u2011–—−]"
)
# What heads a column of a year: '2026 (1.000 kr.)', 'Budget 2026', 'BO27', '’26', 'Overslagsår 1'.
_YEAR = re.compile(
    r"[^\d\s,.;]{0,16}\s?(?:20[1-4]\d|[’'][2-4]\d|(?<=[oObB])[2-4]\d|(?<=[oO])[1-3]|(?<=[rR]\s)[1-3])(?:\s\(?(?:i\s)?\d?[^,;:]{1,10})?"
)
_WIDE_GAP = re.compile(r"[ \u00a0]{2,}")
_TAB = re.compile(r"\t+")


def find_cells(raw: str, start: int, end: int) -> Cells | None:
    """The ranges of the row's cells, None when the line is no row, () for the rule under a table's head.

    A row has bars at both ends ('| a | b |'), or bars, tabs, semicolons or wide gaps between with a figure behind half of them.
    """
    line = raw[start:end]
    if _BAR.search(line):
        if _RULE.fullmatch(line):
            return ()
        solid = line.strip()
        if len(solid) > 1 and solid[0] in _BARS and solid[-1] in _BARS:
            first = start + len(line) - len(line.lstrip()) + 1
            return _split(raw, first, start + len(line.rstrip()) - 1, _BAR)
    gap = _find_gap(line)
    if gap is None:
        return None
    cells = _split(raw, start + len(line) - len(line.lstrip()), start + len(line.rstrip()), gap)
    figures = sum(1 for first, last in cells[1:] if _FIGURE.fullmatch(raw, first, last))
    if figures and figures >= (len(cells) - 1) / 2:
        return cells
    years = sum(1 for first, last in cells if _YEAR.fullmatch(raw, first, last))
    return cells if years > 1 and years >= (len(cells) - 1) / 2 else None


def _find_gap(line: str) -> re.Pattern[str] | None:
    """What stands between the cells of a line that may be a row."""
    solid = line.strip()
    if "\t" in solid:
        return _TAB
    if _BAR.search(solid):
        return _BAR
    if solid.count(";") > 1:
        return _SEMICOLON
    return _WIDE_GAP if "  " in solid else None


def _split(raw: str, start: int, end: int, gap: re.Pattern[str]) -> Cells:
    """Cut at the gaps; each cell without the blanks around it."""
    cells = []
    here = start
    for match in gap.finditer(raw, start, end):
        cells.append(_trim(raw, here, match.start()))
        here = match.end()
    cells.append(_trim(raw, here, end))
    return tuple(cells)


def _trim(raw: str, start: int, end: int) -> tuple[int, int]:
    text = raw[start:end]
    lead = len(text) - len(text.lstrip())
    return (start + lead, start + max(lead, len(text.rstrip())))
