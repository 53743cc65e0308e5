"""A transfer's drawings as SVG that stands alone: the range of each effect, and the tornado of the costs. Drawn as the article's are."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple
from xml.sax.saxutils import escape

from samspil.cases.transfer.report import describe_end, input_name
from samspil.cases.transfer.value import Worth
from samspil.cases.transfer.words import write_amount
from samspil.publish.article.binder import clean
from samspil.publish.article.charts import FONT, INK
from samspil.vocabulary.texts import say

LOW_COLOUR, HIGH_COLOUR, RANGE_COLOUR, LINE = "#9ecae1", "#08519c", "#4292c6", "#595959"
WIDTH, EDGE, ROW = 440, 4, 62
_SMALL, _LONGEST = 13, 58


class RangeBar(NamedTuple):
    """A labelled range of numbers in one unit."""

    label: str
    low: Decimal
    middle: Decimal
    high: Decimal
    unit: str


def draw_ranges(bars: Sequence[RangeBar]) -> str:
    """A line for each range, from 0 to the largest high, with a mark at the middle. All of one unit."""
    lowest = min([Decimal(0), *(bar.low for bar in bars)])
    place = _Scale(lowest, max(bar.high for bar in bars), EDGE, WIDTH - EDGE)
    body = []
    for number, bar in enumerate(bars):
        top = number * ROW + 4
        body.append(_text(EDGE, top + 14, _shorten(bar.label)))
        words = " – ".join(write_amount(value, bar.unit) for value in (bar.low, bar.middle, bar.high))
        body.append(_text(EDGE, top + 30, words, size=_SMALL, fill=LINE))
        first, middle, last = place(bar.low), place(bar.middle), place(bar.high)
        body.append(_rect(first, top + 38, last - first, 14, RANGE_COLOUR))
        body.append(_rect(middle - 1.5, top + 34, 3, 22, INK))
    return _svg(body, len(bars) * ROW + 8)


def draw_tornado(worth: Worth) -> str:
    """A bar for each input, the widest first, about the net value with all of them at their middle; its ends in words below."""
    ends = [end for bar in worth.bars for end in (bar.at_low, bar.at_high)]
    place = _Scale(min(ends), max(ends), EDGE, WIDTH - EDGE)
    middle = place(worth.npv.middle)
    body = []
    for number, bar in enumerate(worth.bars):
        top = number * ROW + 4
        body.append(_text(EDGE, top + 14, input_name(bar.name)))
        pairs = ((bar.low, bar.at_low), (bar.high, bar.at_high))
        words = "; ".join(f"{describe_end(worth, bar.name, value)} → {write_amount(end, 'dkk')}" for value, end in pairs)
        body.append(_text(EDGE, top + 30, words, size=_SMALL, fill=LINE))
        for end, colour in ((bar.at_low, LOW_COLOUR), (bar.at_high, HIGH_COLOUR)):
            x = place(end)
            body.append(_rect(min(x, middle), top + 37, abs(x - middle), 16, colour))
        body.append(_rect(middle - 0.75, top + 34, 1.5, 22, INK))
    height = len(worth.bars) * ROW + 6
    for number, (colour, key) in enumerate(((LOW_COLOUR, "tornado_low"), (HIGH_COLOUR, "tornado_high"))):
        x = EDGE + number * WIDTH / 2
        body.append(_rect(x, height + 6, 16, 14, colour))
        body.append(_text(x + 22, height + 18, say(f"cases_transfer.{key}"), size=_SMALL))
    return _svg(body, height + 28)


def _shorten(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"


class _Scale(NamedTuple):
    """Numbers to pixels, straight."""

    low: Decimal
    high: Decimal
    left: int
    right: int

    def __call__(self, value: Decimal) -> float:
        room = (self.high - self.low) or Decimal(1)
        return round(self.left + float((value - self.low) / room) * (self.right - self.left), 2)


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{round(width, 2):g}" height="{height:g}" fill="{fill}"/>'


def _text(x: float, y: float, words: str, *, fill: str = INK, size: int = 14) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}">{escape(clean(words))}</text>'


def _svg(body: Sequence[str], height: float) -> str:
    tall = round(height)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" width="{WIDTH}" height="{tall}" font-family="{FONT}">'
    return f"{head}{''.join(body)}</svg>"
