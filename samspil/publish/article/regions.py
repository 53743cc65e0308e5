"""The article's sections per region: what was read there, who has initiatives in which theme, one example. Regions as they are at the beginning of the budget year."""

from collections.abc import Sequence

from samspil.publish.article.binder import Binder, name
from samspil.publish.article.examples import Chooser
from samspil.publish.article.measures import ONCE, read_documents, region_in
from samspil.publish.article.model import Block, Paragraph, Pieces, Section
from samspil.publish.article.parts import build_example, list_names, theme_name
from samspil.publish.article.themes import count_municipalities
from samspil.publish.article.words import choose, compose, spaced
from samspil.publish.links import safe_name
from samspil.publish.overview import Overview
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.municipalities import fold_name, read_municipalities

FEW = 9


def list_regions(year: int) -> dict[str, list[str]]:
    """Region -> codes of its municipalities, regions in the Danish alphabet."""
    regions: dict[str, list[str]] = {}
    for municipality in read_municipalities():
        regions.setdefault(region_in(municipality.code, year), []).append(municipality.code)
    return dict(sorted(regions.items(), key=lambda item: sort_key(item[0])))


def build_regions(binder: Binder, overview: Overview, chooser: Chooser) -> list[Section]:
    """A heading, then a section for each region."""
    sections = [build_region(binder, overview, chooser, region, len(codes)) for region, codes in list_regions(binder.year).items()]
    return [Section("regioner", 2, compose("regions_heading"), (Paragraph(compose("regions_intro")),)), *sections]


def build_region(binder: Binder, overview: Overview, chooser: Chooser, region: str, size: int) -> Section:
    """One region."""
    rows = [row for row in overview.total.rows if region_in(row.municipality_code, binder.year) == region]
    read = len(set(read_documents(overview.review, region, binder.year).values()))
    blocks: list[Block] = [Paragraph(spaced(_read(binder, region, read, size), _found(binder, region, len(rows), read)))]
    for group in overview.groups.values():
        names = [row.municipality for row in group.rows if region_in(row.municipality_code, binder.year) == region]
        if names:
            blocks.append(Paragraph(_theme(binder, region, group.theme, names, read), "item"))
    here = [initiative for row in rows for initiative in row.initiatives]
    blocks += [build_example(binder, initiative) for initiative in chooser.choose(here, ONCE)]
    return Section(f"region-{safe_name(fold_name(region))}", 3, compose("region_heading", region=name(region)), tuple(blocks))


def _theme(binder: Binder, region: str, theme: str, names: Sequence[str], read: int) -> Pieces:
    """Who has initiatives in a theme, by name; where many are all, their names stand in the table."""
    where = (("theme", theme), ("region", region))
    if len(names) == read > FEW:
        return compose("region_theme_all", theme=name(theme_title(theme)), found=count_municipalities(binder, len(names), "digits", where))
    found = count_municipalities(binder, len(names), "count:municipality", where)
    return compose("region_theme", theme=name(theme_title(theme)), found=found, names=list_names(names))


def theme_title(theme: str) -> str:
    """The theme as a list's first words."""
    words = theme_name(theme)
    text = words if isinstance(words, str) else getattr(words, "text", "")
    return text[:1].upper() + text[1:]


def _read(binder: Binder, region: str, value: int, size: int) -> Pieces:
    read = binder.bind(value, "digits", "read", (("region", region),))
    of = binder.bind(size, "digits", "all", (("region", region),))
    return compose("region_read_all", of=of) if value == size else compose(choose("region_read", value), read=read, of=of)


def _found(binder: Binder, region: str, value: int, read: int) -> Pieces:
    if value == read > 0:
        return compose(choose("region_found_all", value))
    if not read:
        return ()
    if not value:
        return compose("region_found_none")
    return compose(choose("region_found", value), found=count_municipalities(binder, value, "word", (("region", region),)))
