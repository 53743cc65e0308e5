"""The HTML report: `report/index.html` with a page of rows behind each theme's numbers and a page per source document.

Static: opens from a folder, loads nothing from the network, and everything can be read without JavaScript.
"""

import functools
import re
import shutil
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from samspil.publish import denmark, links
from samspil.publish.contract import FACTS
from samspil.publish.figures import state_of
from samspil.publish.files import replaced_folder
from samspil.publish.overview import Overview, build_overview, stack_bars
from samspil.publish.own_themes import bands_of, find_own_note
from samspil.publish.pages import PageImage, PageSource, PageView, QuotedDocument, QuotedPage, list_documents
from samspil.review.double_coded import list_double_coded, tell_double_coding
from samspil.values.initiative import Initiative
from samspil.values.review import Review
from samspil.vocabulary import danish
from samspil.vocabulary.numbers import in_language, show_decimal, show_kroner, show_millions, show_number
from samspil.vocabulary.texts import language, say
from samspil.vocabulary.themes import describe, label, short_label

if TYPE_CHECKING:  # loaded by the work that shows cases
    from samspil.cases.matching.many import Shelf

ASSETS = (
    "report.css",
    "report.js",
    "IBMPlexSans-license.txt",
    *(f"IBMPlexSans-{weight}-Latin1.woff2" for weight in ("Regular", "SemiBold")),
)
MARKER = links.REPORT_MARKER
SHORT_QUOTE = 320
_PAGES = ("index", "figures", "source", "cases", "case", "base", "parts", "case_parts")  # templates that take long to load
FindCases = Callable[[], "Shelf"]
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def write_report(review: Review, folder: Path, sources: PageSource, find_cases: FindCases | None = None) -> Path:
    """Write `folder/report/` anew and give the path of its index.html. Each page with quotes is drawn once."""
    with replaced_folder(folder / "report", MARKER) as new:
        for work in list_works(review, new, sources, find_cases):
            work()
    return folder / "report" / "index.html"


def list_works(review: Review, folder: Path, sources: PageSource, find_cases: FindCases | None = None) -> list[Callable[[], None]]:
    """The pieces of work that leave a whole report in the empty `folder`, in any order or at the same time; only the last one asks `sources`.

    `find_cases`: gives the cases like the review's initiatives; asked once, by the work that shows them.
    """
    overview, documents = build_overview(review), list_documents(review)
    load_templates()

    def write_front() -> None:
        _copy_assets(folder / "assets")
        _write_index(folder, overview, find_cases() if find_cases else None)

    def write_figures() -> None:
        for group in (overview.total, *overview.groups.values()):
            _write_page(folder / links.figures_file(group.theme), "figures.html", overview, root="../", group=group)

    def write_sources() -> None:
        for document in documents:
            write_source(folder, overview, document, sources)

    return [write_front, write_figures, write_sources]


def load_pages() -> Iterator[None]:
    """Load what a report is written with, a little at each step, in pauses: copies of this process have it then. A report needs no such step before."""
    for name in _PAGES:
        load_templates().get_template(f"{name}.html")
        yield


def _write_index(folder: Path, overview: Overview, shelf: "Shelf | None") -> None:
    """The first page, and with a library the pages of its cases."""
    if shelf is None:
        _write_page(folder / "index.html", "index.html", overview, root="", shelf=None)
        return
    from samspil.publish import case_words
    from samspil.publish.case_pages import write_case_pages

    _write_page(folder / "index.html", "index.html", overview, root="", shelf=shelf, c=case_words)
    write_case_pages(folder, shelf, lambda path, template, **values: _write_page(path, template, overview, **values))


def write_source(folder: Path, overview: Overview, document: QuotedDocument, sources: PageSource) -> None:
    """One document's quoted pages: the pictures first, then the page that shows them with their marks."""
    views: list[PageView | None] = []
    for page in document.pages:
        view = sources.draw(page.sha256, page.page, list(page.ranges))
        if isinstance(view, PageImage):
            target = folder / links.SOURCES / links.image_file(page.sha256, page.page)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(view.png)
        views.append(_without_picture(view))
    record = next((r for r in overview.review.coverage.documents if r.sha256 == document.sha256), None)
    shown = [(page, view, find_placed(page, view)) for page, view in zip(document.pages, views, strict=True)]
    _write_page(
        folder / links.source_file(document.sha256), "source.html", overview, root="../", document=document, record=record, shown=shown
    )


def find_placed(page: QuotedPage, view: PageView | None) -> frozenset[str]:
    """Anchors of the quotes that can be marked in the view; the others are marked in the list beside it."""
    if isinstance(view, PageImage):
        return frozenset(mark.anchor for mark in page.marks if view.boxes[mark.range])
    known = {number for piece in view.pieces for number in piece.quotes} if view else set()
    return frozenset(mark.anchor for mark in page.marks if mark.range in known)


def _without_picture(view: PageView | None) -> PageView | None:
    """Its bytes are on disk; a long report need not hold them all."""
    return PageImage(b"", view.width, view.height, view.boxes) if isinstance(view, PageImage) else view


def _write_page(path: Path, template: str, overview: Overview, **values: Any) -> None:
    html = load_templates().get_template(template).render(**common_values(overview), **values)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_CONTROLS.sub("\ufffd", html).encode("utf-8", errors="replace"))


def common_values(overview: Overview) -> dict[str, Any]:
    """What every page knows."""
    facts = {name: overview.review.facts.get(name) or "–" for name in FACTS}
    checks = {check.initiative: check for check in overview.review.second.checks} if overview.review.second else {}
    return {
        "o": overview,
        "review": overview.review,
        "facts": facts,
        "language": language(),
        "checks": checks,
        "checked": _checked(overview.review),
    }


def _fixed(number: float) -> str:
    """Two decimals, also when they are zero: figures that stand below each other."""
    return in_language(f"{number:.2f}".replace("-", "\u2212").replace(".", ","))


def _checked(review: Review) -> list[Initiative]:
    """The initiatives that a person should look at first, in that order."""
    by_id = {initiative.id: initiative for initiative in review.initiatives}
    return [by_id[check.initiative] for check in review.second.checks if check.initiative in by_id] if review.second else []


def _copy_assets(folder: Path) -> None:
    folder.mkdir()
    for name in ASSETS:
        with resources.as_file(resources.files("samspil.publish").joinpath("assets", name)) as file:
            shutil.copyfile(file, folder / name)


@functools.cache
def load_templates() -> jinja2.Environment:
    """Templates with escaping on, strict about names, and the words and numbers they use."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("samspil.publish"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "t": _say,
        "say": say,
        "count": _count,
        "links": links,
        "own_note": find_own_note,
        "bands_of": bands_of,
        "label": label,
        "short_label": short_label,
        "describe": describe,
        "stack_bars": stack_bars,
    }
    environment.globals |= {"list_double_coded": list_double_coded, "tell_double_coding": tell_double_coding}
    environment.globals |= {"confidence_word": confidence_word, "state_of": state_of, "map": denmark}
    environment.filters |= {"number": show_number, "kroner": show_kroner, "millions": show_millions}
    environment.filters |= {"decimal": show_decimal, "fixed": _fixed, "words": danish.join_words, "shortened": shorten}
    return environment


def _say(key: str, **values: object) -> str:
    return say(f"publish.{key}", **values)


def _count(key: str, number: int) -> str:
    """'1 initiativ', '1.234 initiativer'."""
    return say(f"publish.{key}_{'one' if number == 1 else 'many'}", n=show_number(number))


def confidence_word(confidence: float, bands: tuple[float | None, float | None]) -> str:
    """The word for a row's confidence, by bands that the measured calibration bears out."""
    sure, fairly = bands
    if sure is not None and confidence >= sure:
        return say("agreement.band_sure")
    return say("agreement.band_fairly_sure" if fairly is not None and confidence >= fairly else "agreement.band_unsure")


def shorten(text: str, length: int = SHORT_QUOTE) -> str:
    """Whole words up to `length`, with an ellipsis where something is left out."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
