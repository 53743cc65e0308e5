"""The timetable of a plan as SVG that stands alone: a bar per task in four phases, quarters as lines, today dashed; wide for a screen, narrow for a telephone."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from xml.sax.saxutils import escape

from samspil.competition.plan.dates import add_months
from samspil.publish.article.binder import clean
from samspil.publish.article.charts import FONT, INK
from samspil.publish.competition import plan_words as words
from samspil.values.competition_plan import Plan, PlanLine

WIDE, NARROW = 1000, 350
QUIET, GRID, TODAY = "#595959", "#dcdcdc", "#b5179e"
PHASES = {
    "prepare": ("#9ecae1", ("analysis", "dialogue", "documents", "approval", "costing", "consultation")),
    "market": ("#08519c", ("publish", "applications", "selection", "tenders", "negotiation")),
    "decide": ("#febb30", ("evaluation", "standstill", "signing", "decision")),
    "begin": ("#74a55d", ("mobilisation", "transfer", "recruitment", "takeover")),
}
_ROW, _TOP, _EDGE, _LEGEND = 62, 34, 4, 26
_Place = Callable[[date], float]
_LETTER = 7.4  # pixels of a letter of 14


def draw_gantt(plan: Plan, width: int) -> str:
    """The drawing of all tasks; '' without any."""
    if not plan.lines:
        return ""
    first, last = span_of(plan)
    length = (last - first).days

    def place(day: date) -> float:
        return round(_EDGE + (day - first).days / length * (width - 2 * _EDGE), 1)

    height = _TOP + len(plan.lines) * _ROW
    body = list(_grid(first, last, width, height, place))
    if first <= plan.today <= last:
        body += _today(plan.today, width, height, place)
    for number, line in enumerate(plan.lines):
        body += _task(plan, line, _TOP + number * _ROW, width, place)
    return _svg([*body, *_legend(height + 12, width)], width, height + 16 + _LEGEND * (1 if width > NARROW else 4))


def span_of(plan: Plan) -> tuple[date, date]:
    """From the quarter of the first day to the end of that of the last, today among them."""
    first = min([plan.today, *(line.begin for line in plan.lines)])
    last = max([plan.today, *(line.new_start for line in plan.lines)])
    start = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
    return start, add_months(date(last.year, (last.month - 1) // 3 * 3 + 1, 1), 3)


def phase_of(step: str) -> str:
    """The phase of a step."""
    return next(key for key, (_colour, steps) in PHASES.items() if step in steps)


def _grid(first: date, last: date, width: int, height: int, place: _Place) -> Iterator[str]:
    """A line each quarter, with the year, and the quarter where there is room."""
    quarters = max(1, round((last - first).days / 91.3))
    every = 1 if width / quarters >= 62 else 2 if width / quarters >= 31 else 4
    day = first
    while day < last:
        x = place(day)
        yield _line(x, 22, x, height, GRID)
        if (day.month - 1) // 3 % every == 0:
            text = (
                str(day.year) if every == 4 else words.word("gantt_quarter", quarter=(day.month - 1) // 3 + 1, year=f"{day.year % 100:02}")
            )
            yield _text(x + 2, 16, text, size=12, fill=QUIET)
        day = add_months(day, 3)


def _task(plan: Plan, line: PlanLine, top: int, width: int, place: _Place) -> list[str]:
    marks = [words.conflict(one).partition(":")[0] for one in plan.conflicts_of(line.id) if one.kind in ("too_late", "expired", "tight")]
    title = "".join(f"{mark} – " for mark in marks) + words.word("gantt_line", id=line.id, title=line.title)
    dates = words.word("gantt_dates", begin=words.day(line.begin), start=words.day(line.new_start))
    body = [_text(_EDGE, top + 14, _cut(title, width)), _text(_EDGE, top + 29, dates, size=12, fill=QUIET)]
    for planned in line.steps:
        x = place(planned.first)
        end = place(planned.last + timedelta(days=1))
        body.append(_rect(x, top + 35, max(end - x, 0.5), 16, PHASES[phase_of(planned.step.key)][0]))
    if line.publication:
        x = place(line.publication)
        body.append(f'<path d="M{x:g} {top + 32} l5 5 l-5 5 l-5 -5 z" fill="{INK}"/>')
    return body


def _cut(text: str, width: int) -> str:
    most = int((width - 2 * _EDGE) / _LETTER)
    return text if len(text) <= most else text[: most - 1] + "…"


def _today(today: date, width: int, height: int, place: _Place) -> list[str]:
    x = place(today)
    anchor = "end" if x > width / 2 else "start"
    return [
        _line(x, 22, x, height, TODAY, dashed=True),
        _text(x + (-3 if anchor == "end" else 3), 31, words.word("gantt_today"), size=12, fill=TODAY, anchor=anchor),
    ]


def _legend(top: float, width: int) -> Iterator[str]:
    wide = width > NARROW
    for number, (key, (colour, _steps)) in enumerate(PHASES.items()):
        x, y = (_EDGE + number * width / 4, top) if wide else (_EDGE, top + number * _LEGEND)
        yield _rect(x, y, 14, 14, colour)
        yield _text(x + 20, y + 12, words.word(f"gantt_{key}"), size=13)


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{round(width, 1):g}" height="{height:g}" fill="{fill}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{colour}" stroke-width="1.5"{dash}/>'


def _text(x: float, y: float, text: str, *, fill: str = INK, size: int = 14, anchor: str = "start") -> str:
    halo = 'paint-order="stroke" stroke="#ffffff" stroke-width="3"'  # lines of the grid do not cross letters
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}" text-anchor="{anchor}" {halo}>{escape(clean(text))}</text>'


def _svg(body: Sequence[str], width: int, height: float) -> str:
    tall = round(height)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {tall}" width="{width}" height="{tall}" font-family="{FONT}" aria-hidden="true">'
    return f"{head}{''.join(body)}</svg>"
