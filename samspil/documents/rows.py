"""Table rows in text without markup: bars, tabs, or figures set apart by blanks."""

import re

Cells = tuple[tuple[int, int], ...]

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
# '-1.200', '1,5', '(300)', '2026', '5 %', '0': what stands in a figure column.
_FIGURE = re.compile(r"[-−–+(]?\s?\d[\d.,]*\)?(?:\s?(?:%|pct\.|mio\.|t\.kr\.|kr\.))*|[-–−]")
_WIDE_GAP = re.compile(r"[ \u00a0]{2,}")
_TAB = re.compile(r"\t+")


def find_cells(raw: str, start: int, end: int) -> Cells | None:
    """The ranges of the row's cells, None when the line is no row, () for the rule under a table's head.

    A row has bars at both ends ('| a | b |'), or tabs or wide gaps with a figure behind one of them.
    """
    line = raw[start:end]
    if "|" in line:
        if "-" in line and _RULE.fullmatch(line):
            return ()
        solid = line.strip()
        if len(solid) > 1 and solid[0] == "|" == solid[-1]:
            first = start + line.index("|") + 1
            return _split(raw, first, start + len(line.rstrip()) - 1, re.compile(r"\|"))
    gap = _TAB if "\t" in line.strip() else _WIDE_GAP if "  " in line.strip() else None
    if gap is None:
        return None
    cells = _split(raw, start + len(line) - len(line.lstrip()), start + len(line.rstrip()), gap)
    figures = sum(1 for first, last in cells[1:] if _FIGURE.fullmatch(raw, first, last))
    return cells if len(cells) > 1 and figures and figures >= (len(cells) - 1) / 2 else None


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
