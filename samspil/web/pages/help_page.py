"""Help: the user guide (docs/brugervejledning.md, made into a template by tools/guide_page.py)."""

import functools
import re

from starlette.responses import Response

from samspil.web.dress import load_templates
from samspil.web.visit import Here

_SECTION = re.compile(r'<h2 id="([^"]+)">([^<]+)</h2>')


@functools.cache
def list_sections() -> list[tuple[str, str]]:
    """Anchor and words of the guide's sections."""
    loader = load_templates().loader
    text = loader.get_source(load_templates(), "guide.html")[0] if loader else ""
    return _SECTION.findall(text)


def show(visit: Here) -> Response:
    """The page."""
    return visit.page("help.html", sections=list_sections())
