"""`docs/brugervejledning.md` as the help page shows it: writes `samspil/web/templates/guide.html`. Run it after a change of the guide; a test compares the two."""

import re
from pathlib import Path

import markdown

ROOT = Path(__file__).parents[1]
SOURCE, TARGET = ROOT / "docs/brugervejledning.md", ROOT / "samspil/web/templates/guide.html"
_PICTURE = re.compile(r'<img alt="([^"]*)" src="\.\./samspil/web/assets/([a-z-]+\.png)" ?/?>')


def render(text: str) -> str:
    """The guide as the inner part of a page, its headings with anchors, its pictures as assets. Raises ValueError for braces, which templates read."""
    if "{" in text or "}" in text:
        raise ValueError("braces in the guide")
    html = markdown.markdown(text, extensions=["tables", "fenced_code", "toc"], output_format="html")
    html = _PICTURE.sub(r"""<img alt="\1" src="{{ asset('\2') }}" loading="lazy" width="1280" height="800">""", html)
    html = html.replace("<table>", '<div class="scroll" role="region" tabindex="0" aria-label="{{ t(\'web_guide.table\') }}"><table>')
    return "{# Made by tools/guide_page.py from docs/brugervejledning.md #}\n" + html.replace("</table>", "</table></div>") + "\n"


if __name__ == "__main__":
    TARGET.write_text(render(SOURCE.read_text(encoding="utf-8")), encoding="utf-8")
