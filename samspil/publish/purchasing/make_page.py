"""A story as one HTML file in the report's dress, with its drawings inside. Nothing is loaded, no script."""

import base64
import hashlib
import re
from importlib import resources

from markupsafe import Markup

from samspil import __version__
from samspil.publish.purchasing.make_story import Story, show
from samspil.publish.report import load_templates
from samspil.publish.transfer_page import read_style
from samspil.vocabulary.texts import language, say

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def render_page(story: Story) -> str:
    """The page as text; everything of the user's is escaped."""
    own = resources.files("samspil.publish").joinpath("assets/make.css").read_text(encoding="utf-8")
    style = Markup(f"{read_style()}\n{own}")  # noqa: S704 - files of the package
    values = {
        "story": story,
        "show": show,
        "drawings": {section.key: Markup(section.drawing) for section in story.sections},  # noqa: S704 - escaped where they are drawn
        "language": language(),
        "version": __version__,
        "cautions_head": say("purchasing_make.section_cautions"),
        "method_head": say("purchasing_make.section_method"),
        "style": style,
        "style_hash": base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
    }
    return _CONTROLS.sub("\ufffd", load_templates().get_template("purchasing/make.html").render(**values))
