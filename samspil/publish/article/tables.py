"""The article's tables in the published form, its bars of themes and stages, and its map."""

from samspil.publish.article.binder import Binder, name
from samspil.publish.article.charts import draw_map, draw_stages
from samspil.publish.article.model import Block, Chart, Paragraph, Published, Section
from samspil.publish.article.parts import build_entry, list_names
from samspil.publish.article.themes import compose_plain, count_municipalities, count_read
from samspil.publish.article.words import compose, join, spaced
from samspil.publish.links import safe_name
from samspil.publish.overview import Overview
from samspil.publish.tables import Table
from samspil.vocabulary.texts import say
from samspil.vocabulary.themes import label, short_label


def build_tables(binder: Binder, overview: Overview) -> Section:
    """One table for each theme, also where it is empty."""
    blocks: list[Block] = [Paragraph(compose("tables_intro"))]
    blocks += [build_table(binder, table) for table in overview.tables]
    return Section("tabeller", 2, compose("tables_heading"), tuple(blocks))


def build_table(binder: Binder, table: Table) -> Published:
    """Municipality -> its initiatives, each with words, stage, sums and page."""
    number = binder.bind(table.number, "plain", "number", (("table", str(table.number)),))
    found = count_municipalities(binder, len(table.rows), "count:municipality", (("theme", table.theme),))
    caption = compose("table_caption", number=number, theme=name(table.title), found=found)
    rows = tuple(
        (name(row.municipality), tuple(build_entry(binder, initiative) for initiative in row.initiatives if initiative.evidence))
        for row in table.rows
    )
    head = (say("article.head_municipality"), say("article.head_initiatives"))
    return Published(f"tabel-{safe_name(table.theme)}", caption, head, rows, "" if rows else say("article.table_empty"))


def build_stage_chart(binder: Binder, overview: Overview) -> Chart:
    """How far the initiatives of each theme are."""
    bars = [
        (short_label("theme", theme), {stage: len(rows) for stage, rows in group.by_stage().items()})
        for theme, group in overview.groups.items()
    ]
    drawing = draw_stages(bars)
    parts = []
    for theme, group in overview.groups.items():
        stages = [
            compose_plain(f"stage_{stage}", binder.bind(len(rows), "neuter", "initiatives", (("theme", theme), ("stage", stage))))
            for stage, rows in group.by_stage().items()
        ]
        parts.append(compose("chart_stages_theme", theme=name(label("theme", theme)), stages=join(stages) or compose("chart_stages_none")))
    return Chart("figur-trin", compose("chart_stages"), drawing.svg, spaced(*parts), (), drawing.width, drawing.height)


def build_map(binder: Binder, overview: Overview) -> Chart:
    """Where the initiatives are, and what is unread."""
    drawing = draw_map(overview.places, overview.scale)
    found = count_municipalities(binder, len(overview.total.rows), "digits")
    told = compose("map_text", found=found, read=count_read(binder, overview.review.coverage.read))
    most = max(overview.total.rows, key=lambda row: len(row.initiatives), default=None)
    if most is not None:
        top = [row for row in overview.total.rows if len(row.initiatives) == len(most.initiatives)]
        told = spaced(told, compose("map_most", names=list_names(row.municipality for row in top)))
    return Chart("kort", compose("map_caption"), drawing.svg, told, (name(say("publish.map_attribution")),), drawing.width, drawing.height)


def build_figures(binder: Binder, overview: Overview) -> Section:
    """Bars and map."""
    return Section("figurer", 2, compose("figures_heading"), (build_stage_chart(binder, overview), build_map(binder, overview)))
