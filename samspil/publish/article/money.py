"""The article's section on kroner: a table of every theme and year for what is set aside and what is saved, and the grand total."""

from collections.abc import Mapping

from samspil.publish.article.binder import Binder, name
from samspil.publish.article.charts import draw_kroner
from samspil.publish.article.model import Block, Chart, Grid, Paragraph, Pieces, Section, Where
from samspil.publish.article.themes import describe_beside, headline_sums
from samspil.publish.article.words import compose, spaced
from samspil.publish.figures import ADDED_KINDS
from samspil.publish.links import ALL
from samspil.publish.overview import Group, Overview
from samspil.vocabulary.themes import label


def build_money(binder: Binder, overview: Overview) -> Section:
    """Totals of the budget year in words, then the tables, then the chart."""
    blocks: list[Block] = [Paragraph(_describe_total(binder, overview))]
    blocks += [build_grid(binder, overview, kind) for kind in ADDED_KINDS]
    blocks += [Paragraph(compose("kroner_note"), "note"), build_chart(binder, overview)]
    return Section("kroner", 2, compose("kroner_heading"), tuple(blocks))


def _describe_total(binder: Binder, overview: Overview) -> Pieces:
    year = overview.years[0]
    sums = {
        kind: binder.bind(ledger.years[year], "rounded", kind, (("sum", str(year)),)) for kind, ledger in overview.total.ledgers.items()
    }
    return spaced(compose("kroner_total", year=binder.say_year(), **sums), describe_beside(binder, overview.total))


def build_grid(binder: Binder, overview: Overview, kind: str) -> Grid:
    """Whole kroner per theme and year; the foot counts each initiative once."""
    years = [binder.say_year(offset) for offset in range(len(overview.years))]
    head = (compose("head_theme"), *((year,) for year in years), compose("head_beside"))
    rows = [
        _row(binder, group, kind, {year: headline_sums(overview, theme)[kind].get(year, 0) for year in overview.years}, (("theme", theme),))
        for theme, group in overview.groups.items()
    ]
    foot = _row(binder, overview.total, kind, overview.total.ledgers[kind].years, ())
    return Grid(f"kroner-{kind}", compose(f"kroner_caption_{kind}"), head, tuple(rows), (foot,))


def _row(binder: Binder, group: Group, kind: str, stated: Mapping[int, int], where: Where) -> tuple[Pieces, ...]:
    title = compose("kroner_all") if group.theme == ALL else (name(label("theme", group.theme)),)
    sums = [(binder.bind(dkk, "whole", kind, (*where, ("sum", str(year)))),) for year, dkk in stated.items()]
    return (title, *sums, (binder.bind(group.ledgers[kind].beside, "digits", "beside", (*where, ("kind", kind))),))


def build_chart(binder: Binder, overview: Overview) -> Chart:
    """Both kinds over the years, as bars and in words."""
    bars = {kind: dict(ledger.years) for kind, ledger in overview.total.ledgers.items()}
    parts = []
    for offset, year in enumerate(overview.years):
        sums = {kind: binder.bind(bars[kind][year], "rounded", kind, (("sum", str(year)),)) for kind in ADDED_KINDS}
        parts.append(compose("chart_kroner_year", year=binder.say_year(offset), **sums))
    drawing = draw_kroner(bars)
    return Chart("figur-kroner", compose("chart_kroner"), drawing.svg, spaced(*parts), (), drawing.width, drawing.height)
