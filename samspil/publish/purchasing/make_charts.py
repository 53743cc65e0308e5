"""Drawings of make or buy and of self-sufficiency as SVG that stands alone: tornado, draws as a histogram, the fan with the goal."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from xml.sax.saxutils import escape

from samspil.publish.article.binder import clean
from samspil.publish.article.charts import FONT, INK
from samspil.publish.purchasing.make_story import ROOM, kroner, number, percent
from samspil.purchasing.make_or_buy.model import Comparison, Draws
from samspil.purchasing.self_sufficiency.model import Forecast
from samspil.vocabulary.texts import say

LOW_COLOUR, HIGH_COLOUR, QUIET, GOAL = "#9ecae1", "#08519c", "#595959", "#b5179e"
WIDE, PALE = "#d6e6f4", "#9ecae1"
WIDTH, EDGE, ROW, TALL = 440, 6, 58, 260
_SMALL = 13
MOST_BARS = 15


class Scale(NamedTuple):
    """Numbers to pixels, straight."""

    low: float
    high: float
    first: float
    last: float

    def __call__(self, value: float) -> float:
        return round(self.first + (value - self.low) / ((self.high - self.low) or 1.0) * (self.last - self.first), 2)


def draw_tornado(done: Comparison) -> str:
    """A bar for each line with a range, the widest first, about the net value with all at their value; nought is a dashed line."""
    bars = done.bars[:MOST_BARS]
    ends = [float(end) for bar in bars for end in (bar.at_low, bar.at_high)] + [float(done.npv)]
    place = Scale(min(ends), max(ends), EDGE, WIDTH - EDGE)
    middle, height = place(float(done.npv)), len(bars) * ROW + 6
    body = []
    for row, bar in enumerate(bars):
        top = row * ROW + 4
        body.append(_text(EDGE, top + 14, say(f"{ROOM}.line_{bar.name}")))
        pairs = ((bar.low, bar.at_low), (bar.high, bar.at_high))
        body.append(
            _text(EDGE, top + 29, "; ".join(f"{number(value, 2)} → {kroner(end)}" for value, end in pairs), size=_SMALL, fill=QUIET)
        )
        for end, colour in ((bar.at_low, LOW_COLOUR), (bar.at_high, HIGH_COLOUR)):
            x = place(float(end))
            body.append(_rect(min(x, middle), top + 34, abs(x - middle), 14, colour))
        body.append(_rect(middle - 0.75, top + 31, 1.5, 20, INK))
        if min(ends) < 0 < max(ends):
            body.append(_rect(place(0) - 1, top + 31, 2, 20, GOAL))
    if min(ends) < 0 < max(ends):
        body.append(_text(EDGE, height + 40, say(f"{ROOM}.chart_zero"), size=_SMALL, fill=GOAL))
    body += _legend(height + 6, ((LOW_COLOUR, say(f"{ROOM}.head_at_low")), (HIGH_COLOUR, say(f"{ROOM}.head_at_high"))))
    return _svg(body, height + 48)


def draw_bins(drawn: Draws) -> str:
    """How often the net value fell where; the draws in which the change is cheaper are dark."""
    bottom, top = TALL - 40, 10
    across = Scale(drawn.first, drawn.last, EDGE, WIDTH - EDGE)
    tallest = max(drawn.bins) or 1
    step = (drawn.last - drawn.first) / len(drawn.bins)
    body = []
    for index, count in enumerate(drawn.bins):
        left, right = drawn.first + index * step, drawn.first + (index + 1) * step
        height = count / tallest * (bottom - top)
        colour = HIGH_COLOUR if (left + right) / 2 > 0 else LOW_COLOUR
        body.append(_rect(across(left), round(bottom - height, 2), max(across(right) - across(left) - 1, 0.5), round(height, 2), colour))
    body.append(_line(EDGE, bottom, WIDTH - EDGE, bottom, INK))
    if drawn.first < 0 < drawn.last:
        body.append(_line(across(0), top, across(0), bottom, GOAL, dashed=True))
    body.append(_text(EDGE, bottom + 18, kroner(drawn.first), size=_SMALL, fill=QUIET))
    body.append(_text(WIDTH - EDGE, bottom + 18, kroner(drawn.last), size=_SMALL, fill=QUIET, anchor="end"))
    body.append(_text(EDGE, bottom + 35, say(f"{ROOM}.chart_bins"), size=_SMALL, fill=QUIET))
    return _svg(body, TALL)


def draw_fan(done: Forecast) -> str:
    """The rate from year to year: half of the draws in the inner band, 80 % in the outer, the median as a line, the goal dashed."""
    if done.fan is None:
        return ""
    bands, goal = done.fan.quantiles, float(done.plan.goal)
    count = len(bands[50])
    years = range(done.plan.goal_year - count + 1, done.plan.goal_year + 1)
    low, high = min([*bands[10], goal]), max([*bands[90], goal])
    room = (high - low) * 0.1 or 0.01
    across = Scale(years[0], years[-1], 60, WIDTH - 20)
    up = Scale(low - room, high + room, TALL - 44, 10)
    body = [_line(60, up(value), WIDTH - 20, up(value), "#dcdcdc") for value in (low, (low + high) / 2, high)]
    body += [_text(54, up(value) + 4, percent(value, 0), size=_SMALL, fill=QUIET, anchor="end") for value in (low, (low + high) / 2, high)]
    for outer, inner, colour in ((10, 90, WIDE), (25, 75, PALE)):
        edge = [(across(year), up(value)) for year, value in zip(years, bands[outer], strict=True)]
        back = [(across(year), up(value)) for year, value in zip(years, bands[inner], strict=True)][::-1]
        body.append(f'<polygon points="{_points(edge + back)}" fill="{colour}"/>')
    middle = [(across(year), up(value)) for year, value in zip(years, bands[50], strict=True)]
    body.append(f'<polyline points="{_points(middle)}" fill="none" stroke="{HIGH_COLOUR}" stroke-width="2.5"/>')
    body.append(_line(60, up(goal), WIDTH - 20, up(goal), GOAL, dashed=True))
    body.append(_text(64, up(goal) - 5, say(f"{ROOM}.chart_goal", goal=percent(Decimal(done.plan.goal))), size=_SMALL, fill=GOAL))
    for year in years[:: max(1, (count - 1) // 5)]:
        body.append(_text(across(year), TALL - 26, str(year), size=_SMALL, fill=QUIET, anchor="middle"))
    marks = ((HIGH_COLOUR, say(f"{ROOM}.head_q50")), (PALE, say(f"{ROOM}.chart_half")), (WIDE, say(f"{ROOM}.chart_80")))
    for row, mark in enumerate(marks):
        body += _legend(TALL - 12 + row * 19, (mark,))
    return _svg(body, TALL + 50)


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _legend(top: float, marks: Sequence[tuple[str, str]]) -> list[str]:
    found = []
    for index, (colour, words) in enumerate(marks):
        x = EDGE + index * WIDTH / len(marks)
        found += [_rect(x, top, 14, 12, colour), _text(x + 20, top + 11, words, size=_SMALL)]
    return found


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{round(width, 2):g}" height="{height:g}" fill="{fill}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="6 4"' if dashed else ""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{colour}" stroke-width="1.5"{dash}/>'


def _text(x: float, y: float, words: str, *, fill: str = INK, size: int = 14, anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}" text-anchor="{anchor}">{escape(clean(words))}</text>'


def _svg(body: Sequence[str], height: float) -> str:
    tall = round(height)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" width="{WIDTH}" height="{tall}" font-family="{FONT}">'
    return f"{head}{''.join(body)}</svg>"
