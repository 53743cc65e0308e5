"""`samspil publish`: the chosen forms of a year's review, all made before any is put in place."""

import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samspil.publish.annotations import render_annotations
from samspil.publish.article.build import build_article
from samspil.publish.article.docx import render_docx
from samspil.publish.article.html import render_html
from samspil.publish.article.model import Article, Figure, list_pieces
from samspil.publish.article.pdf import render_pdf
from samspil.publish.contract import write_json
from samspil.publish.csv_table import write_csv
from samspil.publish.datapackage import write_datapackage
from samspil.publish.dcat import render_dcat
from samspil.publish.files import refusal
from samspil.publish.issue import Issue
from samspil.publish.ocds import FILE as OCDS
from samspil.publish.ocds import render_ocds
from samspil.publish.parquet import write_parquet
from samspil.publish.xlsx import write_xlsx
from samspil.review.own_themes import list_own_themes
from samspil.values.review import Review
from samspil.vocabulary.themes import use_own_themes

FORMATS = ("html", "docx", "pdf", "xlsx", "csv", "parquet", "datapackage", "ocds", "annotations", "dcat")
ARTICLE_FORMATS = ("html", "docx", "pdf")
FIGURES, CATALOGUE_RECORD = "article-figures.json", "dcat.jsonld"
_WRITERS: Mapping[str, tuple[str, Callable[[Review, Path], None]]] = {
    "xlsx": ("initiatives.xlsx", write_xlsx),
    "csv": ("initiatives.csv", write_csv),
    "parquet": ("initiatives.parquet", write_parquet),
}
_RENDERERS: Mapping[str, tuple[str, Callable[[Review, Issue], bytes]]] = {
    "ocds": (OCDS, render_ocds),
    "annotations": ("annotations.jsonld", render_annotations),
}


FILES = (
    *(f"article.{form}" for form in ARTICLE_FORMATS),
    FIGURES,
    "initiatives.json",
    *(name for name, _write in _WRITERS.values()),
    *(name for name, _render in _RENDERERS.values()),
    "datapackage.json",
)


@dataclass(frozen=True, slots=True)
class Order:
    """What is published: the reviews by year, the year of the article, the formats, and by whom."""

    reviews: Mapping[int, Review]
    year: int
    formats: Sequence[str]
    issue: Issue = field(default_factory=Issue)
    quality: Mapping[str, Any] | None = None


def publish(order: Order, out: Path) -> list[Path]:
    """Write the files into `out`, those of other names there are left alone. Raises ArticleError (a number is not borne out, a library is missing), OutputError.

    Everything is made aside first, so that a failure leaves what was published before as it was.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".samspil.", suffix=".tmp", dir=out) as name:
            folder = Path(name)
            _make(order, folder, out)
            made = sorted(folder.iterdir())
            if "ocds" in order.formats and not (folder / OCDS).exists():
                (out / OCDS).unlink(missing_ok=True)  # it would tell of another review
            for path in made:
                _settle(path)
                os.replace(path, out / path.name)
    except OSError as error:
        raise refusal(out, error) from error
    return [out / path.name for path in made]


def _make(order: Order, folder: Path, out: Path) -> None:
    """The data first: data package and catalogue record describe what lies there."""
    review = order.reviews[order.year]
    use_own_themes(list_own_themes(review.facts))
    if "datapackage" in order.formats:
        write_json(review, folder / "initiatives.json")
        write_csv(review, folder / "initiatives.csv")
    for form, (name, write) in _WRITERS.items():
        if form in order.formats:
            write(review, folder / name)
    for form, (name, render) in _RENDERERS.items():
        if form in order.formats:
            content = render(review, order.issue)
            if content:
                (folder / name).write_bytes(content)
    if set(ARTICLE_FORMATS) & set(order.formats):
        _make_article(order, folder)
    if "datapackage" in order.formats:
        write_datapackage(review, folder)
    if "dcat" in order.formats:
        (folder / CATALOGUE_RECORD).write_bytes(render_dcat(review, order.issue, _list_published(folder, out)))


def _list_published(folder: Path, out: Path) -> list[Path]:
    """What a catalogue should list: the files just made, and those of ours that lie in `out` from before and stay."""
    made = {path.name: path for path in folder.iterdir()}
    kept = {name: out / name for name in FILES if (out / name).is_file() and (name != OCDS or name in made)}
    return [path for name, path in (kept | made).items() if name != CATALOGUE_RECORD]


def _make_article(order: Order, folder: Path) -> None:
    article = build_article(order.reviews, order.year, order.quality)
    for form, render in (("html", render_html), ("docx", render_docx), ("pdf", render_pdf)):
        if form in order.formats:
            (folder / f"article.{form}").write_bytes(render(article))
    (folder / FIGURES).write_bytes(render_figures(article))


def render_figures(article: Article) -> bytes:
    """Every number of the article with its rows, in the order of the text: whoever doubts one can count again."""
    figures = [piece for piece in list_pieces(article) if isinstance(piece, Figure)]
    listed = [
        {"words": f.words, "value": f.value, "measure": f.measure, "year": f.year, "where": dict(f.where), "rows": list(f.rows)}
        for f in dict.fromkeys(figures)
    ]
    lines = ",\n".join(json.dumps(figure, ensure_ascii=False) for figure in listed)
    return f'{{"year": {article.year}, "figures": [\n{lines}\n]}}\n'.encode("utf-8", errors="replace")


def _settle(path: Path) -> None:
    """On disk and readable before it takes a published file's place."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    path.chmod(0o644)
