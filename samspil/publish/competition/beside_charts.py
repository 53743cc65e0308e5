"""Small drawings for tables: a share as a bar with marks for others' level, and a trend as a line that is broken where the series breaks. SVG that stands alone."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from markupsafe import Markup, escape

from samspil.publish.competition.beside_words import tell, write_share
from samspil.values.competition import Indicator
from samspil.values.competition_beside import Comparison, Row

BAR = (150, 18)
LINE = (120, 34)
BLUE, EDGE, INK, GREY, BACK = "#4292c6", "#08306b", "#1a1a1a", "#8e8e8e", "#eef3f8"
_STEP = Decimal("0.1")


class Drawing(NamedTuple):
    """An SVG, and what it shows in words."""

    svg: Markup
    words: str


def find_top(rows: Iterable[Row]) -> Decimal:
    """The end of the scale that all bars of a table share: the next ten per cent above the largest share, 10 at least."""
    shares = [row.now.share for row in rows if row.now and row.now.share is not None]
    shares += [each.share for row in rows for each in row.comparisons]
    largest = max(shares, default=Decimal(0))
    return max(_STEP, (largest / _STEP).to_integral_value(ROUND_CEILING) * _STEP)


def draw_bar(share: Decimal | None, marks: Sequence[Comparison], top: Decimal) -> Drawing:
    """A share from 0 to `top`, a tick for each level of others."""
    if share is None:
        return Drawing(Markup(""), tell("not_measured"))
    width, height = BAR
    length = _at(share, top, width)
    body = [
        f'<rect width="{width}" height="{height}" fill="{BACK}"/>',
        f'<rect y="3" width="{length}" height="{height - 6}" fill="{BLUE}"/>',
    ]
    for each in marks[:1]:
        x = max(1.0, min(width - 1.0, _at(each.share, top, width)))
        body.append(f'<path d="M{x:g} 0V{height}" stroke="{INK}" stroke-width="2"/>')
    others = "".join(f"; {tell(f'short_{each.target}')} {write_share(each.share)}" for each in marks[:1])
    return Drawing(_svg(body, width, height), f"{write_share(share)}{others}")


def _at(share: Decimal, top: Decimal, width: int) -> float:
    return round(float(max(Decimal(0), min(share, top)) / top) * width, 1)


def draw_trend(row: Row) -> Drawing:
    """The shares of the years as a line, broken where a series breaks or a year lacks; the last year as a dot."""
    known = [(each.year, each.share) for each in row.trend if each.share is not None]
    if not known:
        return Drawing(Markup(""), tell("not_measured"))
    words = tell("trend_alt", told="; ".join(f"{year}: {write_share(share)}" for year, share in known))
    breaks = {each.year for each in row.breaks}
    body = [_break_mark(year, known) for year in sorted(breaks) if known[0][0] < year <= known[-1][0]]
    body += [_draw_piece(piece, known) for piece in cut_series(row.trend, breaks)]
    x, y = _spot(*known[-1], known)
    body.append(f'<circle cx="{x:g}" cy="{y:g}" r="3" fill="{EDGE}"/>')
    told = "".join(f" {tell('trend_break', year=year)}" for year in sorted(breaks))
    return Drawing(_svg(body, *LINE), words + told)


def cut_series(trend: Sequence[Indicator], breaks: Iterable[int]) -> list[list[tuple[int, Decimal]]]:
    """Years that may be joined by a line: one after the other, none of them the first of a new series."""
    pieces: list[list[tuple[int, Decimal]]] = []
    new = set(breaks)
    for each in trend:
        if each.share is None:
            continue
        joined = pieces and pieces[-1][-1][0] == each.year - 1 and each.year not in new
        if joined:
            pieces[-1].append((each.year, each.share))
        else:
            pieces.append([(each.year, each.share)])
    return pieces


def _draw_piece(piece: Sequence[tuple[int, Decimal]], known: Sequence[tuple[int, Decimal]]) -> str:
    points = [_spot(year, share, known) for year, share in piece]
    if len(points) == 1:
        return f'<circle cx="{points[0][0]:g}" cy="{points[0][1]:g}" r="1.5" fill="{BLUE}"/>'
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{BLUE}" stroke-width="2"/>'


def _break_mark(year: int, known: Sequence[tuple[int, Decimal]]) -> str:
    x = _across(year - 0.5, known)
    return f'<path d="M{x:g} 0V{LINE[1]}" stroke="{GREY}" stroke-width="1" stroke-dasharray="3 3"/>'


def _spot(year: int, share: Decimal, known: Sequence[tuple[int, Decimal]]) -> tuple[float, float]:
    """Upwards by the shares of the line alone, with two points of room at least: a flat line is drawn flat."""
    shares = [float(value) for _year, value in known]
    low, high = min(shares), max(shares)
    room = max(high - low, 0.02)
    middle = (high + low) / 2
    return _across(year, known), round(LINE[1] / 2 - (float(share) - middle) / room * (LINE[1] - 10), 1)


def _across(year: float, known: Sequence[tuple[int, Decimal]]) -> float:
    first, last = known[0][0], known[-1][0]
    return round(5 + (LINE[0] - 10) * ((year - first) / (last - first) if last > first else 1), 1)


def _svg(body: Iterable[str], width: int, height: int) -> Markup:
    view = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return Markup(f'<svg xmlns="http://www.w3.org/2000/svg" {view} aria-hidden="true" focusable="false">{"".join(body)}</svg>')  # noqa: S704 - numbers only


def show(drawing: Drawing) -> Markup:
    """The drawing with its words for those who cannot see it; nothing where there is nothing."""
    return (
        Markup('<span class="mini" role="img" aria-label="{}">{}</span>').format(escape(drawing.words), drawing.svg)
        if drawing.svg
        else Markup("")
    )
