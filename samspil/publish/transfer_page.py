"""A transfer as one HTML file in the report's dress: the statement first, ranges, how they came about, costs, warnings. Nothing is loaded, no script."""

import base64
import functools
import hashlib
import re
from importlib import resources
from pathlib import Path
from typing import Any

from markupsafe import Markup

from samspil import __version__
from samspil.cases.transfer import report
from samspil.cases.transfer.model import Transfer
from samspil.cases.transfer.run import statement
from samspil.cases.transfer.value import Worth
from samspil.cases.transfer.words import describe_spread, describe_sum
from samspil.publish.files import write_bytes
from samspil.publish.report import load_templates
from samspil.publish.transfer_chart import RangeBar, draw_ranges, draw_tornado
from samspil.vocabulary.texts import language, say

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_FONT = re.compile(r'url\("(IBMPlexSans-\w+-Latin1\.woff2)"\)')


def write_page(result: Transfer, worth: report.Outcome, file: Path) -> None:
    """Write the page. Raises OutputError."""
    write_bytes(file, render_page(result, worth).encode("utf-8", errors="replace"))


def render_page(result: Transfer, worth: report.Outcome) -> str:
    """The page as text; everything of a case is escaped."""
    style = read_style()
    values: dict[str, Any] = {
        "r": result,
        "worth": worth if isinstance(worth, Worth) else None,
        "statement": statement(),
        "report": report,
        "how": describe_sum,
        "range_from": describe_spread,
        "drawings": draw_effects(result),
        "tornado": Markup(draw_tornado(worth)) if isinstance(worth, Worth) and worth.bars else "",  # noqa: S704 - escaped where it is drawn
        "missing": report.list_missing(result, worth),
        "refusals": report.list_refusals(result, worth),
        "warnings": report.list_warnings(result, worth),
        "language": language(),
        "version": __version__,
        "style": style,
        "style_hash": base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
    }
    return _CONTROLS.sub("\ufffd", load_templates().get_template("transfer.html").render(**values))


def draw_effects(result: Transfer) -> list[Markup]:
    """A drawing for each unit, the pooled effect last."""
    bars: dict[str, list[RangeBar]] = {}
    for one in result.scaled:
        bars.setdefault(one.unit, []).append(RangeBar(one.title, one.range.low, one.range.middle, one.range.high, one.unit))
    if pooled := result.pooled:
        title = say("cases_transfer.pooled_head", n=len(pooled.weights))
        bars[pooled.unit].append(RangeBar(title, pooled.range.low, pooled.range.middle, pooled.range.high, pooled.unit))
    return [Markup(draw_ranges(found)) for found in bars.values()]  # noqa: S704 - escaped where it is drawn


@functools.cache
def read_style() -> Markup:
    """The report's dress with its letters inside, and that of this page."""
    assets = resources.files("samspil.publish").joinpath("assets")
    own = "\n".join(assets.joinpath(name).read_text(encoding="utf-8") for name in ("report.css", "transfer.css"))
    style = _FONT.sub(
        lambda match: f'url("data:font/woff2;base64,{base64.b64encode(assets.joinpath(match[1]).read_bytes()).decode()}")', own
    )
    return Markup(style.replace("</", "<\\/"))  # noqa: S704 - files of the package
