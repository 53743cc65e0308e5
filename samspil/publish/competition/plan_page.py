"""A tender plan as one HTML file in the report's dress, with its timetable inside. Nothing is loaded, no script."""

import base64
import hashlib
import re
from importlib import resources
from typing import Any

from markupsafe import Markup

from samspil import __version__
from samspil.publish.competition import plan_words as words
from samspil.publish.competition.plan_gantt import NARROW, WIDE, draw_gantt, span_of
from samspil.publish.competition.plan_story import Story, page_sections, show
from samspil.publish.report import load_templates
from samspil.publish.transfer_page import read_style
from samspil.vocabulary.texts import language

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SHEETS = ("make.css", "plan.css")


def render_page(story: Story) -> str:
    """The page as text; everything of the user's is escaped."""
    assets = resources.files("samspil.publish").joinpath("assets")
    own = "\n".join(assets.joinpath(name).read_text(encoding="utf-8") for name in _SHEETS)
    style = Markup(f"{read_style()}\n{own}")  # noqa: S704 - files of the package
    values = {
        **story_values(story),
        "language": language(),
        "version": __version__,
        "style": style,
        "style_hash": base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
    }
    return _CONTROLS.sub("\ufffd", load_templates().get_template("competition/plan.html").render(**values))


def story_values(story: Story) -> dict[str, Any]:
    """What the template of the story needs, on disk and in the workbench."""
    return {
        "story": story,
        "sections": [each for each in page_sections(story) if not each.drawn or story.plan.lines],
        "show": show,
        "wide": Markup(draw_gantt(story.plan, WIDE)),  # noqa: S704 - escaped where it is drawn
        "narrow": Markup(draw_gantt(story.plan, NARROW)),  # noqa: S704 - the same
        "alt": describe_gantt(story),
        "requirements_head": words.word("requirements_head"),
        "method_head": words.word("section_method"),
    }


def describe_gantt(story: Story) -> str:
    """The drawing in words."""
    if not story.plan.lines:
        return ""
    first, last = span_of(story.plan)
    return words.word("gantt_alt", count=len(story.plan.lines), first=words.day(first), last=words.day(last))
