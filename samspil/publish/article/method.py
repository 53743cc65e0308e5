"""The method box: how it was counted, who was read and who was not, how well the reading is measured to be, by which rule examples were chosen."""

from samspil.publish.article.binder import Binder, name
from samspil.publish.article.measures import read_double
from samspil.publish.article.model import Block, Figure, Grid, Paragraph, Pieces, Section
from samspil.publish.article.parts import list_names, rule_figure
from samspil.publish.article.themes import count_read
from samspil.publish.article.words import choose, compose, join, spaced
from samspil.publish.overview import Overview
from samspil.review.double_coded import DoubleCoding, list_double_coded
from samspil.values.codes import READ_VERDICTS
from samspil.values.review import Review
from samspil.vocabulary.municipalities import find_by_code
from samspil.vocabulary.themes import label

COUNTS = ("matched", "missed", "spurious")


def build_method(binder: Binder, overview: Overview) -> Section:
    """The whole box."""
    review = overview.review
    blocks: list[Block] = [Paragraph(compose("method_counts")), Paragraph(compose("method_kroner")), Paragraph(_tools(review))]
    blocks += [Paragraph(pieces) for pieces in describe_coverage(binder, review)]
    blocks += describe_quality(binder)
    blocks += [Paragraph(pieces) for pieces in describe_agreement(binder, review)]
    blocks += [Paragraph(pieces) for pieces in describe_double_coding(binder, review)]
    blocks += [Paragraph(describe_rule(binder)), Paragraph(compose("method_neutral"))]
    return Section("metode", 2, compose("method_heading"), tuple(blocks))


def _tools(review: Review) -> Pieces:
    facts = {key: name(str(review.facts.get(key) or "–")) for key in ("version", "codebook", "model", "run")}
    return compose("method_tools", **facts)


def describe_coverage(binder: Binder, review: Review) -> list[Pieces]:
    """Who was read and who was not, by name; files that could not be used."""
    read = {r.municipality for r in review.coverage.documents if r.verdict in READ_VERDICTS and find_by_code(r.municipality_code)}
    told = []
    if read:
        told.append(compose("method_read", read=count_read(binder, len(read)), names=list_names(read)))
    if review.coverage.missing:
        count = len(review.coverage.missing)
        missing = binder.bind(count, "count:municipality", "missing")
        told.append(compose(choose("method_missing", count), missing=missing, names=list_names(review.coverage.missing)))
    unread = sum(record.verdict not in READ_VERDICTS for record in review.coverage.documents)
    if unread:
        told.append(compose(choose("method_unread", unread), files=binder.bind(unread, "count:file", "unread_files")))
    return told


def describe_quality(binder: Binder) -> list[Block]:
    """Measured error rates of the model that read; said plainly when there are none."""
    quality = binder.sources.quality
    if quality is None:
        return [Paragraph(compose("method_unmeasured"))]
    values = {
        "texts": binder.bind(int(quality["texts"]), "digits", "quality", (("what", "texts"),)),
        "initiatives": binder.bind(int(quality["initiatives"]), "digits", "quality", (("what", "initiatives"),)),
        "recall": binder.bind(float(quality["figures"]["initiatives"]["recall"]), "percent", "quality", (("what", "recall"),)),
        "precision": binder.bind(float(quality["figures"]["initiatives"]["precision"]), "percent", "quality", (("what", "precision"),)),
        "stage": binder.bind(float(quality["figures"]["stage"]), "percent", "quality", (("what", "stage"),)),
    }
    return [Paragraph(compose("method_quality", **values)), _quality_grid(binder), Paragraph(compose("method_quality_note"), "note")]


def _quality_grid(binder: Binder) -> Grid:
    quality = binder.sources.quality or {}
    head = (compose("head_theme"), *(compose(f"head_{count}") for count in COUNTS))
    rows: list[tuple[Pieces, ...]] = []
    for theme, counts in quality["themes"].items():
        cells = [binder.bind(counts[c], "digits", "quality", (("what", "theme"), ("theme", theme), ("count", c))) for c in COUNTS]
        rows.append(((name(label("theme", theme)),), *((cell,) for cell in cells)))
    return Grid("laesefejl", compose("quality_caption"), head, tuple(rows))


def describe_agreement(binder: Binder, review: Review) -> list[Pieces]:
    """How far a second, independent reading agrees; nothing where it was not kept with the review."""
    if review.second is None or review.second.overall.alpha is None:
        return []
    overall = binder.bind(review.second.overall.alpha, "decimal", "agreement", (("theme", "all"),))
    parts = [
        compose(
            "agreement_theme",
            theme=name(label("theme", theme)),
            alpha=binder.bind(found.alpha, "decimal", "agreement", (("theme", theme),)),
        )
        for theme, found in review.second.themes.items()
        if found.alpha is not None
    ]
    ends = {end: rule_figure(binder, end, "digits") for end in ("full", "chance")}
    told = compose("method_agreement", rules=name(review.second.reader), alpha=overall, **ends)
    return [spaced(told, compose("method_agreement_themes", themes=join(parts)) if parts else ())]


def describe_double_coding(binder: Binder, review: Review) -> list[Pieces]:
    """A paragraph for each sample that two people coded independently; nothing where there is none."""
    return [_tell_sample(binder, place, one) for place, one in enumerate(list_double_coded(review.facts))]


def _tell_sample(binder: Binder, place: int, one: DoubleCoding) -> Pieces:
    def figure(name: str, form: str) -> Figure:
        value = read_double(one, name)
        return binder.bind(-1.0 if value is None else value, form, "double", (("sample", str(place)), ("what", name)))

    about = {"documents": figure("documents", "count:agreement"), "coders": rule_figure(binder, "coders", "count:person")}
    if not one.initiatives:
        return compose("method_double_none", **about)
    told = [compose("method_double", **about, rows=figure("initiatives", "count:initiative"), same=figure("same", "digits"))]
    if one.alpha is not None:
        told.append(compose("method_double_alpha", alpha=figure("alpha", "decimal")))
    if one.u_alpha is not None:
        told.append(compose("method_double_unitising", alpha=figure("u_alpha", "decimal")))
    if one.amounts:
        told.append(compose("method_double_amounts", same=figure("same_amounts", "digits"), of=figure("amounts", "digits")))
    if one.amounts and one.amounts_alpha is not None:
        told.append(compose("method_double_kroner", alpha=figure("amounts_alpha", "decimal")))
    for kind, rate in (("precision", one.precision), ("recall", one.recall)):
        if rate and rate.of:
            ends = {end: figure(f"{kind}.{end}", "percent") for end in ("low", "high")}
            counts = {count: figure(f"{kind}.{count}", "digits") for count in ("right", "of")}
            told.append(compose(f"method_double_{kind}", **counts, **ends, level=rule_figure(binder, "level", "percent")))
    return spaced(*told)


def describe_rule(binder: Binder) -> Pieces:
    """The rule of `examples.Chooser` in words."""
    return compose(
        "method_examples",
        examples=rule_figure(binder, "examples", "count:example"),
        once=rule_figure(binder, "once", "word"),
        most=rule_figure(binder, "quote", "digits"),
        again=rule_figure(binder, "once", "count:example"),
    )
