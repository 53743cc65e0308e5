"""The article's sections per theme: how many municipalities, last year, how far, how much money, examples."""

from collections.abc import Mapping

from samspil.publish.article.binder import Binder, name
from samspil.publish.article.examples import Chooser
from samspil.publish.article.measures import EXAMPLES, RULES, read_documents
from samspil.publish.article.model import Block, Figure, Paragraph, Pieces, Section, Where
from samspil.publish.article.parts import build_example, theme_name
from samspil.publish.article.words import choose, compose, join, spaced
from samspil.publish.links import safe_name
from samspil.publish.overview import Group, Overview
from samspil.publish.own_themes import find_own_note
from samspil.vocabulary.themes import label


def build_theme(binder: Binder, overview: Overview, group: Group, chooser: Chooser) -> Section:
    """One theme."""
    blocks: list[Block] = [Paragraph(describe_count(binder, overview, group.theme))]
    if group.initiatives:
        blocks += [Paragraph(spaced(describe_stages(binder, group), describe_topics(binder, group)))]
        blocks += [Paragraph(describe_money(binder, group, overview))]
    if note := find_own_note(overview.review, group.theme):
        blocks.append(Paragraph((name(note),), "note"))
    blocks += [build_example(binder, initiative) for initiative in chooser.choose(group.initiatives, EXAMPLES)]
    return Section(f"tema-{safe_name(group.theme)}", 2, (name(label("theme", group.theme)),), tuple(blocks))


def describe_count(binder: Binder, overview: Overview, theme: str) -> Pieces:
    """How many of the municipalities read, with the measured interval, and how many the year before."""
    headline, where = overview.review.headlines[theme], (("theme", theme),)
    found = count_municipalities(binder, headline.municipalities, "digits", where)
    read = count_read(binder, headline.read)
    told = compose(_share("found", found.value, read.value), found=found, read=read, theme=theme_name(theme), year=binder.say_year())
    return spaced(told, describe_interval(binder, headline.interval, where), describe_previous(binder, theme))


def describe_interval(binder: Binder, interval: tuple[int, int] | None, where: Where) -> Pieces:
    """What the measured error rates make of the count; nothing where they are not known."""
    if interval is None:
        return ()
    low, high = (binder.bind(value, "digits", end, where) for value, end in zip(interval, ("low", "high"), strict=True))
    level = binder.bind(RULES["level"], "percent", "rule", (("rule", "level"),))
    key = "interval_same" if low.value == high.value else "interval"
    return compose(key, low=low, high=high, level=level)


def describe_previous(binder: Binder, theme: str) -> Pieces:
    """The count of the year before, where the library has that year's review and it knew the theme."""
    year = binder.year - 1
    headline = binder.sources.reviews[year].headlines.get(theme) if year in binder.sources.reviews else None
    if headline is None:
        return ()
    found = count_municipalities(binder, headline.municipalities, "digits", (("theme", theme),), year)
    read = count_read(binder, headline.read, year)
    return compose(_share("previous", found.value, read.value), found=found, read=read)


def _share(key: str, part: int | float, whole: int | float) -> str:
    """The key for none, one, many, or all (of more than one)."""
    return f"{key}_all" if part == whole > 1 else choose(key, part)


def describe_stages(binder: Binder, group: Group) -> Pieces:
    """'Aftalerne rummer ni initiativer på området: to undersøges, og syv er besluttet.'"""
    everything = binder.count(len(group.initiatives), "initiative", (("theme", group.theme),))
    parts = [
        compose_plain(f"stage_{stage}", binder.bind(len(rows), "neuter", "initiatives", (("theme", group.theme), ("stage", stage))))
        for stage, rows in group.by_stage().items()
    ]
    return compose(choose("stages", len(group.initiatives)), initiatives=everything, stages=join(parts))


def describe_topics(binder: Binder, group: Group) -> Pieces:
    """What technology is about; an initiative may be about several things."""
    topics = group.by_topic()
    if not topics:
        return ()
    parts = [
        compose_plain(f"topic_{topic}", binder.bind(len(rows), "neuter", "initiatives", (("theme", group.theme), ("topic", topic))))
        for topic, rows in topics.items()
    ]
    several = sum(len(rows) for rows in topics.values()) > len(group.initiatives)
    return spaced(compose("topics", topics=join(parts)), compose("topics_several") if several else ())


def compose_plain(key: str, figure: Figure) -> Pieces:
    """A part of a list: no capital although it begins with a figure."""
    pieces = compose(key, n=figure)
    return (figure, *pieces[1:]) if isinstance(pieces[0], Figure) else pieces


def headline_sums(overview: Overview, theme: str) -> dict[str, Mapping[int, int]]:
    """Kroner per year of a theme as the review states them, by kind."""
    headline = overview.review.headlines[theme]
    return {"allocation": headline.allocation_dkk, "saving": headline.saving_dkk}


def describe_money(binder: Binder, group: Group, overview: Overview) -> Pieces:
    """Kroner of the budget year: set aside and saved apart; what cannot be laid out is named and not added."""
    stated, where = headline_sums(overview, group.theme), (("theme", group.theme), ("sum", str(binder.year)))
    sums = {kind: binder.bind(years[binder.year], "rounded", kind, where) for kind, years in stated.items() if years.get(binder.year)}
    key = f"money_{'_'.join(sums) or 'none'}"
    later = not sums and any(dkk for years in stated.values() for dkk in years.values())
    told = compose(key, year=binder.say_year(), **sums)
    return spaced(told, compose("money_later") if later else (), describe_beside(binder, group))


def describe_beside(binder: Binder, group: Group) -> Pieces:
    """Sums beside the total."""
    if not group.beside:
        return ()
    beside = binder.bind(group.beside, "count:amount", "beside", (("theme", group.theme),) if group.theme in label_themes(binder) else ())
    return compose(choose("beside", group.beside), n=beside)


def label_themes(binder: Binder) -> frozenset[str]:
    """The themes of the year's review."""
    return frozenset(binder.sources.reviews[binder.year].headlines)


def count_municipalities(binder: Binder, value: int, form: str, where: Where = (), year: int | None = None) -> Figure:
    """Distinct municipalities with an initiative."""
    return binder.bind(value, form, "municipalities", where, year)


def count_read(binder: Binder, value: int, year: int | None = None, form: str = "digits") -> Figure:
    """Municipalities whose agreement was read."""
    return binder.bind(value, form, "read", (), year)


def known_read(binder: Binder, year: int) -> int:
    """How many municipalities were read that year, counted from the files."""
    return len(set(read_documents(binder.sources.reviews[year]).values()))
