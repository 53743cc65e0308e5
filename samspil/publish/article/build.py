"""The year's article, built from reviews and checked: `build_article` gives it only when every number and quote is borne out by rows."""

from collections.abc import Mapping
from typing import Any

from samspil.publish.article.binder import Binder, check_article
from samspil.publish.article.examples import Chooser
from samspil.publish.article.measures import Sources
from samspil.publish.article.method import build_method
from samspil.publish.article.model import Article, Paragraph, Pieces, Section
from samspil.publish.article.money import build_money
from samspil.publish.article.parts import theme_name
from samspil.publish.article.regions import build_regions
from samspil.publish.article.tables import build_figures, build_tables
from samspil.publish.article.themes import build_theme, count_municipalities, count_read, known_read
from samspil.publish.article.words import choose, compose, spaced
from samspil.publish.overview import Overview, build_overview
from samspil.review.own_themes import list_own_themes
from samspil.values.review import Review
from samspil.vocabulary.texts import language
from samspil.vocabulary.themes import use_own_themes


def build_article(reviews: Mapping[int, Review], year: int, quality: Mapping[str, Any] | None = None) -> Article:
    """The article of `year` in the language in use. `reviews` by budget year; the year before is compared with where it is there.

    `quality`: how well the shipped model read unseen texts (`samspil.version.read_quality`); used only when that model read the review.
    Raises ArticleError when a number of a review is not borne out by its own rows.
    """
    review = reviews[year]
    use_own_themes(list_own_themes(review.facts))
    sources = Sources(reviews, quality if quality and str(review.facts.get("model", "")).endswith(str(quality["version"])) else None)
    article = _assemble(Binder(sources, year), build_overview(review))
    check_article(article, sources)
    return article


def _assemble(binder: Binder, overview: Overview) -> Article:
    chooser = Chooser(binder.year)
    regions = build_regions(binder, overview, chooser)  # their examples are chosen first
    sections = [_lead(binder, overview)]
    sections += [build_theme(binder, overview, group, chooser) for group in overview.groups.values()]
    sections += [build_money(binder, overview), *regions]
    sections += [build_figures(binder, overview), build_tables(binder, overview), build_method(binder, overview)]
    marks = (compose("fictional"),) if overview.review.facts.get("fictional") else ()
    standfirst = describe_standfirst(binder, overview)
    return Article(language(), binder.year, describe_title(binder, overview), standfirst, tuple(sections), marks, (compose("foot"),))


def describe_title(binder: Binder, overview: Overview) -> Pieces:
    """The theme with the most municipalities; the plain title when several have as many, or none has any."""
    counts = {theme: len(group.rows) for theme, group in overview.groups.items()}
    top = [theme for theme, count in counts.items() if count and count == max(counts.values())]
    if len(top) != 1:
        return compose("title_plain", year=binder.say_year())
    key = "title_read" if overview.review.coverage.missing else "title_all"
    return compose(key, year=binder.say_year(), theme=theme_name(top[0]))


def describe_standfirst(binder: Binder, overview: Overview) -> tuple[Pieces, ...]:
    """What was read and what it holds; what was not read."""
    coverage, rows = overview.review.coverage, overview.total.initiatives
    read = count_read(binder, coverage.read)
    of = binder.bind(coverage.municipalities, "digits", "all")
    themes = binder.bind(len(overview.groups), "count:theme", "number", (("what", "themes"),))
    first = compose(choose("standfirst", coverage.read), read=read, of=of)
    held = (
        compose(choose("standfirst_held", coverage.read), initiatives=binder.count(len(rows), "initiative"), themes=themes)
        if rows
        else compose("standfirst_empty")
    )
    missing = len(coverage.missing)
    unread = (
        compose(choose("standfirst_missing", missing), missing=binder.bind(missing, "count:municipality", "missing")) if missing else ()
    )
    return (spaced(first, held, unread),)


def _lead(binder: Binder, overview: Overview) -> Section:
    """Themes at a glance in the codebook's order, and how far years can be compared."""
    parts = []
    for theme, group in overview.groups.items():
        found = count_municipalities(binder, len(group.rows), "digits", (("theme", theme),))
        read = count_read(binder, overview.review.coverage.read)
        key = "lead_theme_all" if found.value == read.value > 1 else "lead_theme"
        parts.append(Paragraph(compose(key, found=found, read=read, theme=theme_name(theme)), "item"))
    blocks = [Paragraph(compose("lead_intro", year=binder.say_year())), *parts, Paragraph(compose("lead_note"), "note")]
    return Section("overblik", 2, compose("lead_heading"), (*blocks, *_compare_note(binder)))


def _compare_note(binder: Binder) -> tuple[Paragraph, ...]:
    """Years of which not as many agreements were read cannot be compared without a word about it."""
    year = binder.year - 1
    if year not in binder.sources.reviews:
        return ()
    before, now = known_read(binder, year), known_read(binder, binder.year)
    values = {
        "before": count_read(binder, before, year, "count:municipality"),
        "now": count_read(binder, now),
        "previous": binder.say_year(-1),
        "year": binder.say_year(),
    }
    return (Paragraph(compose("compare_even" if before == now else "compare_uneven", **values), "note"),)
