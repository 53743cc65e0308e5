"""A choice as tables for the terminal, workbook and note: a title, a heading row and rows of texts and numbers (never formulas)."""

from collections import Counter
from dataclasses import dataclass

from samspil.purchasing.choice.methods import DEFAULT, MethodResult
from samspil.purchasing.choice.model import OUT, UNKNOWN, Candidate, Choice, Scored, Simulation
from samspil.purchasing.choice.scoring import round_parts
from samspil.purchasing.choice.words import (
    ROOM,
    criterion_label,
    kroner,
    measured_text,
    number,
    percent,
    price_text,
    reasons_of,
    remarks_of,
    say_reason,
)
from samspil.vocabulary.texts import say

Cell = str | int | float
BASE = ("paragraph", "target_group")  # an offer that fails these is of another kind


@dataclass(frozen=True, slots=True)
class Table:
    """`key`: of its sheet."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def word(key: str, **values: object) -> str:
    """A text of this room."""
    return say(f"{ROOM}.{key}", **values)


def ranked_table(choice: Choice) -> Table:
    """The offers that meet every must-have: score, prices, how often first."""
    shares = {each.offer: each.shares[0] for each in choice.simulation.offers} if choice.simulation else {}
    head = (
        "rank_word",
        "offer_word",
        "id_word",
        "supplier_word",
        "score_word",
        "rank_range_word",
        "first_share_word",
        "gross_word",
        "refund_word",
        "net_word",
        "ask_word",
    )
    rows = [_ranked_row(choice, each, shares.get(each.offer, 0.0)) for each in choice.ranked]
    return Table("ranked", word("ranked_title"), tuple(word(key) for key in head), tuple(rows))


def _ranked_row(choice: Choice, scored: Scored, share: float) -> tuple[Cell, ...]:
    candidate = choice.find(scored.offer)
    ends = str(scored.best_rank) if scored.best_rank == scored.worst_rank else f"{scored.best_rank}-{scored.worst_rank}"
    unknown = [criterion_label(part.criterion) for part in scored.parts if part.value is None]
    return (
        scored.rank,
        candidate.name,
        scored.offer,
        candidate.supplier,
        score_text(scored),
        ends,
        percent(share),
        *price_text(candidate.price),
        "; ".join([*unknown, *remarks_of(candidate)]),
    )


def score_text(scored: Scored) -> str:
    """Points of 100, from worst to best when something is unknown; the sum of the rounded contributions."""
    low = number(sum(round_parts(scored).values()))
    return low if scored.complete else f"{low}-{number(scored.high * 100)}"


def parts_table(choice: Choice, most: int | None = None) -> Table:
    """Every criterion's contribution to every ranked offer; each offer's add up to its score."""
    head = ("offer_word", "id_word", "criterion_word", "weight_word", "measured_word", "value_word", "points_word", "why_word")
    units = {criterion.key: criterion.unit for criterion in choice.criteria}
    rows: list[tuple[Cell, ...]] = []
    for each in choice.ranked[:most]:
        rounded, name = round_parts(each), choice.find(each.offer).name
        for part in each.parts:
            measured = measured_text(part.criterion, units[part.criterion], part.measured.value)
            value = word("unknown") if part.value is None else number(part.value, 3)
            points = number(rounded[part.criterion]) if part.value is not None else f"0-{number(part.high * 100)}"
            rows.append(
                (
                    name,
                    each.offer,
                    criterion_label(part.criterion),
                    percent(part.share),
                    measured,
                    value,
                    points,
                    say_reason(part.measured.reason),
                )
            )
    return Table("parts", word("note_contributions"), tuple(word(key) for key in head), tuple(rows))


def apart_table(choice: Choice) -> Table:
    """Offers of which something must be asked first, with what."""
    head = ("offer_word", "id_word", "supplier_word", "score_word", "ask_word")
    rows = []
    for each in choice.apart:
        candidate = choice.find(each.offer)
        rows.append((candidate.name, each.offer, candidate.supplier, score_text(each), " ".join(reasons_of(candidate, UNKNOWN))))
    return Table("apart", word("apart_title"), tuple(word(key) for key in head), tuple(rows))


def excluded_table(choice: Choice, *, near: bool = False) -> Table:
    """Every excluded offer with its reasons; `near`: only those of the right paragraph and target group."""
    head = ("offer_word", "id_word", "supplier_word", "why_word")
    out = [each for each in choice.candidates if each.verdict == OUT and not (near and is_other_kind(each))]
    rows = [(each.name, each.offer, each.supplier, " ".join(reasons_of(each, OUT))) for each in out]
    return Table("excluded", word("excluded_title"), tuple(word(key) for key in head), tuple(rows))


def is_other_kind(candidate: Candidate) -> bool:
    """Whether paragraph or target group already excludes it."""
    return any(check.must in BASE and check.verdict == OUT for check in candidate.checks)


def count_excluded(choice: Choice) -> list[str]:
    """How many offers each must-have excludes; an offer may fail several."""
    counts = Counter(check.must for each in choice.candidates for check in each.checks if check.verdict == OUT)
    return [word("excluded_count", must=word(f"must_{must}"), count=count) for must, count in counts.most_common()]


def firm_table(choice: Choice) -> Table:
    """Per criterion: its weight and scale, over which weights the first stays first, and where the second would draw level."""
    units = {criterion.key: criterion for criterion in choice.criteria}
    swings = {swing.criterion: swing for swing in choice.swings}
    rows: list[tuple[Cell, ...]] = []
    for each in choice.ranges:
        criterion = units[each.criterion]
        swing = swings.get(each.criterion)
        needed = (
            ""
            if swing is None
            else word("swing_never")
            if swing.needed is None
            else measured_text(each.criterion, criterion.unit, swing.needed)
        )
        scale = "; ".join(f"{number(x)}: {number(y)}" for x, y in criterion.points)
        rows.append((criterion_label(each.criterion), percent(each.share), scale, f"{percent(each.low)} - {percent(each.high)}", needed))
    head = ("criterion_word", "weight_word", "scale_word", "range_word", "swing_word")
    return Table("firm", word("firm_title"), tuple(word(key) for key in head), tuple(rows))


def simulation_line(simulation: Simulation) -> str:
    """How the weights were drawn."""
    how = word("simulation_even") if simulation.around is None else word("simulation_around", around=number(simulation.around))
    return word("simulation_line", draws=simulation.draws, seed=simulation.seed, how=how, error=percent(simulation.error, 2))


def method_line(choice: Choice, result: MethodResult) -> str:
    """Another method's order, and whether it turns here."""
    order = ", ".join(f"{each.rank}. {choice.find(each.offer).name}" for each in result.placed[:5])
    if result.method == DEFAULT:
        reversal = word("reversal_never")
    elif not result.reversals:
        reversal = word("reversal_may", tried=result.tried)
    else:
        first = result.reversals[0]
        names = {key: choice.find(getattr(first, key)).name for key in ("removed", "above", "below")}
        reversal = word("reversal_does", **names, count=len(result.reversals), tried=result.tried)
    return word("method_line", method=result.method, order=order, reversal=reversal)


def need_rows(choice: Choice) -> list[tuple[str, str]]:
    """The need, field by field; what is not said is left out."""
    from samspil.purchasing.choice.words import show

    rows = []
    for name in choice.need.__dataclass_fields__:
        value = getattr(choice.need, name)
        if name == "known" or value is None or value is False or value == ():
            continue
        text = word("yes") if value is True else ", ".join(value) if isinstance(value, tuple) else show(value)
        if name == "target_groups":
            text = show(", ".join(value), "target_groups")
        if name == "assessed_price_day":
            text = kroner(value)
        rows.append((word(f"field_{name}"), text))
    return rows


def notes_of(choice: Choice) -> list[str]:
    """What must be said beside the tables."""
    lines = [say_reason(note) for note in choice.notes]
    if choice.empty:
        lines.insert(0, say_reason(choice.empty))
    elif any(not each.complete for each in choice.ranked):
        lines.append(word("certain" if choice.certain else "uncertain"))
    level = next((each.price.level for each in choice.candidates if each.price and each.price.level), None)
    if level:
        lines.append(word("note_price_line", year=level))
    return lines


def all_tables(choice: Choice) -> list[Table]:
    """For the workbook."""
    about = [
        *need_rows(choice),
        *(("", line) for line in [*notes_of(choice), *([simulation_line(choice.simulation)] if choice.simulation else [])]),
    ]
    about += [("", word("person_decides")), ("SHA-256", choice.sha256)]
    return [
        ranked_table(choice),
        parts_table(choice),
        apart_table(choice),
        excluded_table(choice),
        firm_table(choice),
        Table("about", word("note_need"), ("", ""), tuple(about)),
    ]
