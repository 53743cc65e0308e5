"""The article's drawings as SVG that stands alone: no style sheet, no script, so that browser, PDF and DOCX show the same.

They are narrow, so that their letters can still be read on a telephone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from samspil.publish import denmark
from samspil.publish.article.binder import clean
from samspil.publish.article.words import write_decimal, write_whole
from samspil.publish.overview import Place
from samspil.vocabulary.numbers import MILLION
from samspil.vocabulary.texts import say
from samspil.vocabulary.themes import label

FONT = "IBM Plex Sans, Libertinus Serif, sans-serif"
INK = "#1a1a1a"
COLOURS = {"allocation": "#08519c", "saving": "#358000"}
STAGE_COLOURS = {
    "considered": "#c6dbef",
    "planned": "#9ecae1",
    "decided": "#4292c6",
    "underway": "#08519c",
    "completed": "#08306b",
    "stopped": "#bfbfbf",
}
LIGHT_TEXT = frozenset(("underway", "completed"))
STEPS = ("#ffffff", "#c6dbef", "#6baed6", "#2171b5", "#08306b")
WIDTH, LEFT, BAR = 440, 128, 24


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG with its size in pixels."""

    svg: str
    width: int
    height: int


def draw_stages(bars: Sequence[tuple[str, Mapping[str, int]]]) -> Drawing:
    """A bar for each theme, cut by stage: (label, stage -> count)."""
    longest = max((sum(stages.values()) for _label, stages in bars), default=0) or 1
    body, y = [], 4
    for title, stages in bars:
        body.append(_text(LEFT - 8, y + 17, title, "end"))
        x = float(LEFT)
        for stage, count in stages.items():
            width = (WIDTH - LEFT - 4) * count / longest
            body.append(_rect(x, y, width, BAR, STAGE_COLOURS[stage]))
            if width >= 9 * len(str(count)) + 4:
                body.append(_text(x + width / 2, y + 17, write_whole(count), "middle", "#ffffff" if stage in LIGHT_TEXT else INK))
            x += width
        y += BAR + 10
    used = [stage for stage in STAGE_COLOURS if any(stage in stages for _label, stages in bars)]
    body.append(_legend([(STAGE_COLOURS[stage], label("stage", stage)) for stage in used], y + 6))
    return _svg(body, WIDTH, y + 6 + 24 * -(-len(used) // 3))


def draw_kroner(bars: Mapping[str, Mapping[int, int]]) -> Drawing:
    """Two bars for each year: (kind -> year -> kroner)."""
    longest = max((dkk for years in bars.values() for dkk in years.values()), default=0) or 1
    body, y = [], 4
    for year in next(iter(bars.values())):
        body.append(_text(40, y + 26, str(year), "end"))
        for kind, years in bars.items():
            width = (WIDTH - 52 - 110) * years[year] / longest
            body.append(_rect(52, y, width, 18, COLOURS[kind]))
            body.append(_text(58 + width, y + 14, say("numbers.millions", n=write_decimal(years[year] / MILLION, 1))))
            y += 20
        y += 10
    body.append(_legend([(COLOURS[kind], label("amount", kind)) for kind in bars], y + 2))
    return _svg(body, WIDTH, y + 28)


def draw_map(places: Sequence[Place], scale: Sequence[denmark.Step]) -> Drawing:
    """Municipalities coloured by their number of initiatives; unread ones are hatched."""
    hatch = '<path d="M0 9L9 0M-2 2L2 -2M7 11L11 7" stroke="#a0a0a0" stroke-width="2"/>'
    body = [
        f'<defs><pattern id="ulaest" width="9" height="9" patternUnits="userSpaceOnUse"><rect width="9" height="9" fill="#f0f0f0"/>{hatch}</pattern></defs>'
    ]
    x, y, width, height = denmark.INSET
    body.append(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="none" stroke="#dcdcdc" stroke-width="2"/>')
    for place in places:
        fill, stroke = (
            ("url(#ulaest)", "#8e8e8e") if place.step is None else (STEPS[place.step], "#8e8e8e" if place.step == 0 else "#ffffff")
        )
        body.append(f'<path d="{place.shape.path}" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>')
    keys = [(STEPS[step.number], _step_words(step)) for step in scale]
    keys += [("#ffffff", say("article.map_none")), ("url(#ulaest)", say("article.map_unknown"))]
    body.append(_legend(keys, denmark.HEIGHT + 16, size=24, across=2, width=denmark.WIDTH))
    return _svg(body, denmark.WIDTH, denmark.HEIGHT + 16 + 38 * -(-len(keys) // 2))


def _step_words(step: denmark.Step) -> str:
    return say("article.map_one") if step.high == 1 else say("article.map_many", n=step.words)


def _legend(keys: Sequence[tuple[str, str]], top: float, size: int = 14, across: int = 3, width: int = WIDTH) -> str:
    parts = []
    for number, (colour, words) in enumerate(keys):
        x, y = (number % across) * width / across + 2, top + (number // across) * size * 1.6
        parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{size * 1.2:g}" height="{size}" fill="{colour}" stroke="#8e8e8e" stroke-width="0.75"/>'
        )
        parts.append(_text(x + size * 1.2 + 6, y + size * 0.85, words, size=size))
    return "".join(parts)


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{round(width, 2):g}" height="{height:g}" fill="{fill}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start", fill: str = INK, size: int = 14) -> str:
    return f'<text x="{round(x, 2):g}" y="{round(y, 2):g}" text-anchor="{anchor}" font-size="{size}" fill="{fill}">{escape(clean(words))}</text>'


def _svg(body: Sequence[str], width: int, height: float) -> Drawing:
    tall = round(height)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {tall}" width="{width}" height="{tall}" font-family="{FONT}">'
    return Drawing(f"{head}{''.join(body)}</svg>", width, tall)
