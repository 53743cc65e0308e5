"""Estimated emissions by category as bars with the draws' interval as a line; SVG that stands alone."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from samspil.publish.article.binder import clean
from samspil.publish.article.charts import FONT, INK
from samspil.publish.competition.green_parts import ROOM, tonnes
from samspil.values.competition_green import Category
from samspil.vocabulary.texts import say

WIDTH, EDGE, ROW, THICK = 440, 6, 46, 16
BAR, LINE, QUIET = "#358000", "#1a1a1a", "#595959"
MOST_BARS = 15
_LONGEST = 44


def draw_categories(categories: Sequence[Category]) -> str:
    """The heaviest categories; '' when none is calculated."""
    shown = [one for one in categories if one.kg][:MOST_BARS]
    if not shown:
        return ""
    most = max(max(float(one.kg or 0), one.drawn.high if one.drawn else 0.0) for one in shown)
    body = [part for number, one in enumerate(shown) for part in _draw_row(number * ROW + 4, one, (WIDTH - 2 * EDGE) / most)]
    tall = len(shown) * ROW + 8
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" width="{WIDTH}" height="{tall}" font-family="{FONT}">'
    return f"{head}{''.join(body)}</svg>"


def _draw_row(top: float, one: Category, scale: float) -> list[str]:
    name = one.name if len(one.name) <= _LONGEST else one.name[: _LONGEST - 1] + "…"
    middle = top + 20 + THICK / 2
    body = [
        f'<text x="{EDGE}" y="{top + 14:g}" font-size="14" fill="{INK}">{escape(clean(name))}</text>',
        f'<text x="{WIDTH - EDGE}" y="{top + 14:g}" font-size="13" fill="{QUIET}" text-anchor="end">{escape(say(f"{ROOM}.ton", number=tonnes(one.kg or 0)))}</text>',
        f'<rect x="{EDGE}" y="{top + 20:g}" width="{_place(float(one.kg or 0), scale):g}" height="{THICK}" fill="{BAR}"/>',
    ]
    if one.drawn:
        low, high = (EDGE + _place(value, scale) for value in (one.drawn.low, one.drawn.high))
        body.append(_line(low, middle, high, middle))
        body += [_line(end, middle - 5, end, middle + 5) for end in (low, high)]
    return body


def _place(value: float, scale: float) -> float:
    return round(value * scale, 2)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{LINE}" stroke-width="1.5"/>'
