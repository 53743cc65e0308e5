"""The green side of purchases told once for page, workbook and terminal."""

from decimal import Decimal

from samspil.publish.competition.green_chart import draw_categories
from samspil.publish.competition.green_parts import ROOM, GreenSection, column, decimal, kroner, tonnes
from samspil.publish.purchasing.make_story import Cell, Section, Story, Table
from samspil.purchasing.figures.words import write_number, write_percent
from samspil.values.competition_green import Category, Estimate, Line, Touched
from samspil.vocabulary.texts import say


def tell_estimate(done: Estimate) -> Story:
    """All of the estimate: what it is, the answer, what is missing, tables, method."""
    sections = [_tell_categories(done), _tell_purchases(done), _tell_requirements(done), _tell_missing(done)]
    return Story(
        say(f"{ROOM}.title", year=done.prices),
        say(f"{ROOM}.statement_example" if done.example else f"{ROOM}.statement"),
        _answer(done),
        tuple(section for section in sections if section),
        _cautions(done),
        _method(done),
    )


def _answer(done: Estimate) -> str:
    if done.kg is None or done.drawn is None:
        return say(f"{ROOM}.answer_none")
    covered = 1 - done.missing / done.amount if done.amount else Decimal(0)
    numbers = {"kg": tonnes(done.kg), "low": tonnes(done.drawn.low), "high": tonnes(done.drawn.high)}
    return say(f"{ROOM}.answer", **numbers, share=write_percent(covered), missing=kroner(done.missing))


def _cautions(done: Estimate) -> tuple[str, ...]:
    found = [say(f"{ROOM}.caution_{name}", count=write_number(count)) for name, count in done.notes]
    if done.reasons:
        parts = [say(f"{ROOM}.reason_part", reason=say(f"{ROOM}.reason_{key}"), kroner=kroner(value)) for key, value in done.reasons]
        found.insert(0, say(f"{ROOM}.caution_missing", missing=kroner(done.missing), amount=kroner(done.amount), reasons="; ".join(parts)))
    return (*found, say(f"{ROOM}.caution_priced"))


def _method(done: Estimate) -> tuple[str, ...]:
    found = [say(f"{ROOM}.method_kg")]
    if done.drawn and done.closed and done.together_low is not None and done.together_high is not None:
        found.append(say(f"{ROOM}.method_draws", draws=write_number(done.draws), seed=done.seed))
        middle: dict[str, Decimal | float] = {"median": done.drawn.median, "mean": done.drawn.mean, "kg": done.kg or 0}
        found.append(say(f"{ROOM}.method_middle", **{name: tonnes(value) for name, value in middle.items()}))
        ends: dict[str, Decimal | float] = {
            "low": done.closed.low,
            "high": done.closed.high,
            "together_low": done.together_low,
            "together_high": done.together_high,
        }
        found.append(say(f"{ROOM}.method_closed", **{name: tonnes(value) for name, value in ends.items()}))
    if done.touched:
        found.append(say(f"{ROOM}.method_requirement"))
    if done.index_source:
        found.append(say(f"{ROOM}.method_index", source=done.index_source))
    if done.sources:
        found.append(say(f"{ROOM}.method_sources", sources="; ".join(done.sources)))
    return tuple(found)


def _tell_categories(done: Estimate) -> Section:
    columns = (
        column("head_category", width=30),
        column("head_constant", "kroner", year=done.prices),
        column("head_missing", "kroner"),
        *(column(f"head_{name}", "kroner") for name in ("kg", "low", "high")),
        *(column(f"head_{name}", "percent", 10) for name in ("share", "share_low", "share_high", "first")),
    )
    drawing = draw_categories(done.categories)
    first = done.categories[0]
    alt = say(f"{ROOM}.alt_categories", first=first.name, kg=tonnes(first.kg)) if drawing and first.kg is not None else ""
    lines = (say(f"{ROOM}.line_range"),) if drawing else ()
    return GreenSection("categories", lines, Table(columns, [_category_row(one) for one in done.categories]), drawing, alt)


def _category_row(one: Category) -> list[Cell]:
    ends = (decimal(one.drawn.low), decimal(one.drawn.high)) if one.drawn else (None, None)
    kg: Cell = one.kg if one.kg is not None else say(f"{ROOM}.not_counted")
    return [one.name, one.amount, one.missing, kg, *ends, one.share, decimal(one.share_low), decimal(one.share_high), decimal(one.first)]


def _tell_purchases(done: Estimate) -> Section | None:
    counted = [line for line in done.lines if line.kg is not None]
    if not counted:
        return None
    columns = (
        column("head_purchase", "wrap", 40),
        column("head_category", width=24),
        column("head_year", "year", 8),
        column("head_amount", "kroner"),
        column("head_price_index", "number", 12),
        column("head_counted", "kroner"),
        column("head_unit", width=10),
        column("head_factor", width=14),
        column("head_kg", "kroner"),
        column("head_share", "percent", 10),
        column("head_running", "percent", 10),
        column("head_source", "wrap", 40),
    )
    line = say(f"{ROOM}.line_heavy", heavy=write_number(done.heavy), count=write_number(len(counted)))
    return GreenSection("purchases", (line,), Table(columns, [_purchase_row(one) for one in counted]))


def _purchase_row(line: Line) -> list[Cell]:
    spend, factor = line.spend, line.factor
    if factor is None:
        raise ValueError(spend.place)
    text = write_number(factor.kg, _digits(factor.kg))
    steps: list[Cell] = [spend.amount, line.price_index, line.counted, factor.unit, text]
    return [spend.purchase, spend.category, spend.year, *steps, line.kg, line.share, line.running, factor.source]


def _digits(number: Decimal) -> int:
    """Decimals that leave four figures of a small number."""
    return max(3, 3 - number.adjusted())


def _tell_requirements(done: Estimate) -> Section | None:
    if not done.touched:
        return None
    columns = (
        column("head_requirement", "wrap", 30),
        column("head_range", width=14),
        column("head_source", "wrap", 40),
        column("head_constant", "kroner", year=done.prices),
        column("head_amount_share", "percent", 10),
        column("head_missing", "kroner"),
        column("head_kg", "kroner"),
        *(column(f"head_{name}", "percent", 10) for name in ("share", "share_low", "share_high")),
        *(column(f"head_{name}", "kroner") for name in ("reduction_low", "reduction_high", "drawn_low", "drawn_high")),
    )
    return GreenSection("requirements", (say(f"{ROOM}.line_requirement"),), Table(columns, [_touched_row(one) for one in done.touched]))


def _touched_row(one: Touched) -> list[Cell]:
    wish = one.requirement
    ends = {name: write_number(value * 100, 1) for name, value in (("low", wish.low), ("high", wish.high))}
    named: list[Cell] = ["; ".join(wish.categories), say(f"{ROOM}.range_text", **ends), wish.source]
    shares = [one.share, decimal(one.share_low), decimal(one.share_high)]
    drawn = (decimal(one.drawn.low), decimal(one.drawn.high)) if one.drawn else (None, None)
    return [*named, one.amount, one.amount_share, one.missing, one.kg, *shares, one.reduction_low, one.reduction_high, *drawn]


def _tell_missing(done: Estimate) -> Section | None:
    left = [line for line in done.lines if line.reason]
    if not left:
        return None
    columns = (
        column("head_purchase", "wrap", 40),
        column("head_category", width=24),
        column("head_constant", "kroner", year=done.prices),
        column("head_reason", "wrap", 50),
        column("head_near", width=24),
    )
    rows = [
        [line.spend.purchase, line.spend.category, line.constant, say(f"{ROOM}.reason_{line.reason}"), line.near or None] for line in left
    ]
    return GreenSection("missing", (), Table(columns, rows))
