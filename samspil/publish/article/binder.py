"""Numbers and quotes on their way into the text: bound to rows and checked there and then; and the check of the finished article."""

import math
import re
from dataclasses import dataclass

from samspil.publish.article.measures import Sources, recount, select_rows
from samspil.publish.article.model import Article, ArticleError, Cited, Figure, Name, Piece, Where, list_pieces, plain
from samspil.publish.article.words import write_value
from samspil.values.initiative import Initiative
from samspil.vocabulary.texts import say

ELLIPSIS, OPENING = " …", "… "
ROUNDING = 1e-9  # shares may be added in another order; whole numbers must be the same
_DIGIT = re.compile(r"\d")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Binder:
    """Binds what the text says to the reviews it says it from. `year`: the article's."""

    sources: Sources
    year: int

    def bind(self, value: int | float, form: str, measure: str, where: Where = (), year: int | None = None) -> Figure:
        """A figure with its rows. Raises ArticleError when the rows do not give `value`."""
        draft = Figure(value, "", form, measure, self.year if year is None else year, where)
        rows = select_rows(self.sources, draft)
        figure = Figure(value, write_value(value, form), form, measure, draft.year, where, rows)
        check_figure(self.sources, figure)
        return figure

    def count(self, value: int, noun: str, where: Where = (), year: int | None = None) -> Figure:
        """Initiatives, as 'ét initiativ', '12 initiativer'."""
        return self.bind(value, f"count:{noun}", "initiatives", where, year)

    def say_year(self, offset: int = 0) -> Figure:
        """The budget year, or one that many years after it."""
        return self.bind(self.year + offset, "plain", "year", (("offset", str(offset)),))

    def cite(self, initiative: Initiative, number: int = 1, most: int = 0, year: int | None = None) -> Cited:
        """A quote, in full or as whole words up to `most` code points."""
        words = open_cut(clean(shorten(initiative.evidence[number - 1].quote, most)))
        cited = Cited(words, initiative.id, number, self.year if year is None else year)
        check_cited(self.sources, cited)
        return cited


def clean(text: str) -> str:
    """Without characters that neither XML nor paper can hold, each replaced by the sign for it."""
    return _CONTROLS.sub("\ufffd", text)


def shorten(text: str, most: int) -> str:
    """Whole words up to `most` code points, with an ellipsis where something is left out; 0: all of it."""
    if not most or len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:") + ELLIPSIS


def open_cut(text: str) -> str:
    """Words that begin in the middle of a sentence (after a page break) get an ellipsis before them."""
    return f"{OPENING}{text}" if text[:1].islower() else text


def name(text: str) -> Name:
    """A name out of the data."""
    return Name(clean(text))


def check_figure(sources: Sources, figure: Figure) -> None:
    """Raises ArticleError when the rows are not those of the figure's conditions, do not give its value, or its words are not its value's."""
    told = f"{figure.measure} {dict(figure.where)} {figure.year}"
    if select_rows(sources, figure) != figure.rows:
        raise ArticleError(say("article.error_rows", what=told), remedy=say("article.remedy_rows"))
    counted = recount(sources, figure)
    if not math.isclose(counted, figure.value, rel_tol=0, abs_tol=ROUNDING):
        raise ArticleError(say("article.error_number", what=told, said=figure.value, counted=counted), remedy=say("article.remedy_rows"))
    if write_value(figure.value, figure.form) != figure.words:
        raise ArticleError(
            say("article.error_number", what=told, said=figure.words, counted=figure.value), remedy=say("article.remedy_rows")
        )


def check_cited(sources: Sources, cited: Cited) -> None:
    """Raises ArticleError when the words do not stand in the evidence they are cited from."""
    quote = clean(sources.find(cited.year, cited.initiative).evidence[cited.number - 1].quote)
    words = cited.text.removeprefix(OPENING)
    if words != quote and not (words.endswith(ELLIPSIS) and quote.startswith(words.removesuffix(ELLIPSIS))):
        raise ArticleError(say("article.error_quote", what=cited.initiative), remedy=say("article.remedy_rows"))


def check_piece(sources: Sources, piece: Piece) -> None:
    """One piece of text against the reviews. Raises ArticleError."""
    if isinstance(piece, Figure):
        check_figure(sources, piece)
    elif isinstance(piece, Cited):
        check_cited(sources, piece)
    elif isinstance(piece, str) and _DIGIT.search(piece):
        raise ArticleError(say("article.error_typed", what=plain((piece,))), remedy=say("article.remedy_rows"))


def check_article(article: Article, sources: Sources) -> None:
    """Every figure recounted from its rows, every quote found in its evidence, no digit typed. Raises ArticleError at the first that fails."""
    for piece in list_pieces(article):
        check_piece(sources, piece)
