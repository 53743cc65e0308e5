"""Drawings of the portfolio as SVG that stands alone: price against quality, the map with circles, years as bars and a line. Drawn as the article's are."""

import functools
import math
import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from samspil.publish import denmark
from samspil.publish.article.binder import clean
from samspil.publish.article.charts import FONT, INK
from samspil.purchasing.figures.model import YearLine
from samspil.purchasing.figures.portfolio import Figures, Part
from samspil.purchasing.figures.words import write_kroner, write_number, write_percent
from samspil.vocabulary.municipalities import find_by_code
from samspil.vocabulary.texts import say

WIDTH, HEIGHT = 440, 380
LEFT, RIGHT, TOP, BOTTOM = 46, 10, 12, 52
BLUE, EDGE, LINE, GREY = "#4292c6", "#08306b", "#595959", "#dcdcdc"
LARGEST = 22.0
_MILLION = Decimal(1_000_000)
_PAIR = re.compile(r"(-?\d+) ?(-?\d+)")


class Drawing(NamedTuple):
    """An SVG and what it shows in words."""

    svg: str
    words: str


class _Scale(NamedTuple):
    """Numbers to pixels, straight."""

    low: float
    high: float
    first: float
    last: float

    def __call__(self, value: float) -> float:
        return round(self.first + (value - self.low) / ((self.high - self.low) or 1) * (self.last - self.first), 1)


def list_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers from `low` to `high`, at most `most` or one more."""
    room = (high - low) or 1
    size = 10 ** math.floor(math.log10(room / most))
    step = next(size * factor for factor in (1, 2, 5, 10, 20) if room / (size * factor) <= most)
    first = math.ceil(round(low / step, 9))
    return [round(number * step, 9) for number in range(first, math.floor(round(high / step, 9)) + 1)]


def draw_scatter(figures: Figures, *, grounded: bool = False) -> Drawing:
    """Price against peers (100 = their median), quality upwards, area by kroner; `grounded`: on white, for documents."""
    points = figures.overview.points
    words = say("purchasing_figures.scatter_alt", n=len(points))
    if not points:
        return Drawing("", words)
    prices, scores = [float(point.relative.ratio) * 100 for point in points], [float(point.quality) for point in points]
    across = _Scale(min(*prices, 95) - 3, max(*prices, 105) + 3, LEFT, WIDTH - RIGHT)
    up = _Scale(min(scores) - 0.1, min(max(scores) + 0.1, 5.05), HEIGHT - BOTTOM, TOP)
    body = [_rect(0, 0, WIDTH, HEIGHT, "#ffffff")] if grounded else []
    body += _axes(across, up)
    largest = float(max(point.paid_dkk for point in points)) or 1.0
    for point, price, score in zip(points, prices, scores, strict=True):
        told = f"{point.name}: {write_number(Decimal(price), 1)}; {write_number(point.quality, 2)}; {write_kroner(point.paid_dkk)}"
        body.append(_circle(across(price), up(score), LARGEST * math.sqrt(float(point.paid_dkk) / largest), told))
    return Drawing(_svg(body, WIDTH, HEIGHT), words)


def _axes(across: _Scale, up: _Scale) -> list[str]:
    """Grid, numbers, names, and the line at 100."""
    body = []
    for tick in list_ticks(across.low, across.high):
        x = across(tick)
        body.append(_line(x, TOP, x, HEIGHT - BOTTOM, INK if tick == 100 else GREY))
        body.append(_text(x, HEIGHT - BOTTOM + 16, write_number(Decimal(str(tick)), 1), "middle", 12))
    for tick in list_ticks(up.low, up.high):
        y = up(tick)
        body.append(_line(LEFT, y, WIDTH - RIGHT, y, GREY))
        body.append(_text(LEFT - 6, y + 4, write_number(Decimal(str(tick)), 1), "end", 12))
    body.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, say("purchasing_figures.scatter_price"), "middle", 13))
    middle = (TOP + HEIGHT - BOTTOM) / 2
    name = escape(say("purchasing_figures.scatter_quality"))
    body.append(
        f'<text x="12" y="{middle:g}" text-anchor="middle" font-size="13" fill="{INK}" transform="rotate(-90 12 {middle:g})">{name}</text>'
    )
    return body


@functools.cache
def find_centres() -> dict[str, tuple[float, float]]:
    """The middle of each municipality's largest outline, in units of the map."""
    return {shape.code: _centre(shape.path) for shape in denmark.read_shapes()}


def _centre(path: str) -> tuple[float, float]:
    rings = [_read_ring(ring) for ring in path.split("z") if ring]
    return max((_weigh(ring) for ring in rings), key=lambda found: found[0])[1]


def _read_ring(ring: str) -> list[tuple[int, int]]:
    start, steps = ring.removeprefix("M").split("l")
    points = [(int(x), int(y)) for x, y in _PAIR.findall(start)]
    for x, y in _PAIR.findall(steps):
        points.append((points[-1][0] + int(x), points[-1][1] + int(y)))
    return points


def _weigh(ring: Sequence[tuple[int, int]]) -> tuple[float, tuple[float, float]]:
    """Area (never negative) and centre of gravity of a ring."""
    area = east = south = 0.0
    for (x, y), (a, b) in pairwise([*ring, ring[0]]):
        cross = x * b - a * y
        area, east, south = area + cross, east + (x + a) * cross, south + (y + b) * cross
    if not area:
        return 0.0, ring[0]
    return abs(area), (round(east / (3 * area), 1), round(south / (3 * area), 1))


def draw_map(figures: Figures) -> Drawing:
    """Denmark with a circle for each municipality where external places are bought, area by kroner."""
    parts = [part for part in figures.overview.divisions["municipality"] if part.code in find_centres()]
    body = [f'<path d="{"".join(shape.path for shape in denmark.read_shapes())}" fill="#eef3f8" stroke="#8e8e8e" stroke-width="1"/>']
    x, y, width, height = denmark.INSET
    body.append(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="none" stroke="{GREY}" stroke-width="2"/>')
    largest = float(max((part.volume.total_dkk for part in parts), default=Decimal(1))) or 1.0
    for part in parts:
        across, down = find_centres()[part.code]
        body.append(_circle(across, down, 34 * math.sqrt(float(part.volume.total_dkk) / largest), _tell_part(part), 2))
    return Drawing(_svg(body, denmark.WIDTH, denmark.HEIGHT), say("purchasing_figures.map_alt", n=len(parts)))


def _tell_part(part: Part) -> str:
    found = find_by_code(part.code)
    return f"{found.name if found else part.code}: {write_kroner(part.volume.total_dkk)}, {write_percent(part.share)}"


def draw_totals(lines: Sequence[YearLine]) -> Drawing:
    """A bar for each year: paid and add-ons in millions."""
    sums = [(line.year, line.volume.total_dkk / _MILLION) for line in lines]
    told = ", ".join(f"{year}: {write_number(dkk, 1)}" for year, dkk in sums)
    longest = float(max((dkk for _year, dkk in sums), default=Decimal(1))) or 1.0
    body = []
    for number, (year, dkk) in enumerate(sums):
        top, width = number * 30 + 4, (WIDTH - 150) * max(float(dkk), 0) / longest
        body.append(_text(40, top + 16, str(year), "end"))
        body.append(_rect(50, top, width, 22, BLUE))
        body.append(_text(58 + width, top + 16, write_number(dkk, 1)))
    return Drawing(_svg(body, WIDTH, len(sums) * 30 + 8), say("purchasing_figures.trend_alt_total", told=told))


def draw_prices(lines: Sequence[YearLine]) -> Drawing:
    """A line through the mean price per day of each year."""
    prices = [(line.year, float(line.dkk_day)) for line in lines if line.dkk_day is not None]
    told = ", ".join(f"{year}: {write_number(Decimal(price), 0)}" for year, price in prices)
    words = say("purchasing_figures.trend_alt_price", told=told)
    if not prices:
        return Drawing("", words)
    height = 190
    across = _Scale(prices[0][0], prices[-1][0], 60, WIDTH - 60)
    up = _Scale(0, max(price for _year, price in prices), height - 30, 34)
    points = [(across(year) if len(prices) > 1 else WIDTH / 2, up(price)) for year, price in prices]
    body = [_line(30, height - 30, WIDTH - 30, height - 30, LINE)]
    body += [f'<polyline points="{" ".join(f"{x:g},{y:g}" for x, y in points)}" fill="none" stroke="{EDGE}" stroke-width="2"/>']
    for (year, price), (x, y) in zip(prices, points, strict=True):
        body += [f'<circle cx="{x:g}" cy="{y:g}" r="4" fill="{EDGE}"/>', _text(x, y - 10, write_number(Decimal(price), 0), "middle")]
        body.append(_text(x, height - 12, str(year), "middle"))
    return Drawing(_svg(body, WIDTH, height), words)


def _circle(x: float, y: float, radius: float, told: str, stroke: float = 0.8) -> str:
    look = f'fill="{BLUE}" fill-opacity="0.45" stroke="{EDGE}" stroke-width="{stroke:g}"'
    return f'<circle cx="{x:g}" cy="{y:g}" r="{max(round(radius, 1), 1.5):g}" {look}><title>{escape(clean(told))}</title></circle>'


def _line(x: float, y: float, x_end: float, y_end: float, colour: str) -> str:
    return f'<line x1="{x:g}" y1="{y:g}" x2="{x_end:g}" y2="{y_end:g}" stroke="{colour}" stroke-width="1"/>'


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{round(width, 1):g}" height="{height:g}" fill="{fill}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start", size: int = 14) -> str:
    return f'<text x="{round(x, 1):g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}" fill="{INK}">{escape(clean(words))}</text>'


def _svg(body: Sequence[str], width: int, height: int) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family={quoteattr(FONT)}>'
    return f"{head}{''.join(body)}</svg>"
