"""The article as one HTML file in the report's dress: styles and fonts inside, nothing loaded, no script, every number a link to the table it is counted from."""

import base64
import functools
import re
from collections.abc import Sequence
from importlib import resources
from itertools import groupby

import jinja2
from markupsafe import Markup

from samspil.publish.article.model import Article, Block, Chart, Figure, Paragraph, Piece, Section, plain
from samspil.publish.links import safe_name
from samspil.vocabulary.texts import say
from samspil.vocabulary.themes import short_label

_FONT = re.compile(r'url\("(?P<file>[\w-]+\.woff2)"\)')
_COUNTED = frozenset(("municipalities", "initiatives", "allocation", "saving", "beside", "low", "high"))
_METHOD = frozenset(("read", "missing", "unread_files", "all"))


def render_html(article: Article) -> bytes:
    """The whole page, UTF-8."""
    show = functools.partial(show_piece, year=article.year)
    page = load_template().render(a=article, show=show, style=Markup(read_style()))  # noqa: S704 - our own files
    return page.encode("utf-8", errors="replace")


@functools.cache
def load_template() -> jinja2.Template:
    """The template with escaping on."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("samspil.publish"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": say, "words": lambda piece: plain((piece,)), "group": group_blocks}
    environment.globals |= {"svg": show_drawing, "short": shorten_title}
    return environment.get_template("article.html")


@functools.cache
def read_style() -> str:
    """The report's style sheet and the article's, with the fonts inside."""
    folder = resources.files("samspil.publish").joinpath("assets")
    style = "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("report.css", "article.css"))

    def put_inside(match: re.Match[str]) -> str:
        content = base64.b64encode(folder.joinpath(match["file"]).read_bytes()).decode("ascii")
        return f'url("data:font/woff2;base64,{content}")'

    return _FONT.sub(put_inside, style)


def show_piece(piece: Piece, year: int) -> Markup | str:
    """A figure of the article's year leads to what it is counted from; anything else is text."""
    if isinstance(piece, Figure) and piece.year == year and (target := find_target(piece)):
        return Markup('<a class="tal" href="#{}">{}</a>').format(target, piece.words)
    return plain((piece,))


def find_target(figure: Figure) -> str:
    """The anchor of the rows behind a figure; '' where they are not in this article (last year's, a page number)."""
    where = dict(figure.where)
    if figure.measure in _METHOD and "id" not in where:
        return "metode"
    if figure.measure == "quality":
        return "laesefejl"
    if figure.measure not in _COUNTED:
        return ""
    return f"tabel-{safe_name(where['theme'])}" if "theme" in where else "tabeller"


def group_blocks(blocks: Sequence[Block]) -> list[tuple[str, list[Block]]]:
    """Neighbours of one kind together: items become a list, drawings stand side by side."""
    return [(kind, list(group)) for kind, group in groupby(blocks, key=_kind)]


def _kind(block: Block) -> str:
    if isinstance(block, Chart):
        return "charts"
    if isinstance(block, Paragraph):
        return "items" if block.style == "item" else "Paragraph"
    return type(block).__name__


def show_drawing(chart: Chart) -> Markup:
    """Our own SVG, already escaped where it was drawn."""
    return Markup(chart.svg)  # noqa: S704 - texts in it are escaped in charts.py


def shorten_title(section: Section) -> str:
    """A section's title as it fits into the contents."""
    return short_label("theme", section.id.removeprefix("tema-")) if section.id.startswith("tema-") else plain(section.title)
