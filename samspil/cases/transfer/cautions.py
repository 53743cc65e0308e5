"""What to be careful about in a transfer: each warning with a key, what it says, and what to do. docs/transfer.md lists them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from samspil.cases.transfer.model import BASE, BY_SHARE, BY_SIZE, COUNT, Caution, Pooled, Scaled
from samspil.cases.transfer.wish import Wish
from samspil.values.case import Case
from samspil.vocabulary.texts import say

MOST_TIMES = Decimal(2)  # a single case: more than twice or less than half its size is outside
OLD_YEARS = 10
_INDEPENDENT = frozenset(("evaluator", "researcher"))

KEYS = (
    "single_case", "few_cases", "size_outside", "supplier_claim", "claim", "not_independent", "cost_unknown", "base_missing", "old", "year_unknown", "unnamed",
    "at_least", "at_most", "against", "went_badly", "fictional", "recurrence_unknown", "prices_unadjusted", "example_figures", "other_year", "capped", "unused",
)  # fmt: skip


def find_cautions(scaled: Sequence[Scaled], cases: Sequence[Case], pooled: Pooled | None, wish: Wish) -> tuple[Caution, ...]:
    """All warnings about these effects, in the order of KEYS; one for each kind, naming its cases."""
    known = {case.id: case for case in cases}
    about: dict[str, list[str]] = {}
    for one in scaled:
        for key in (*_of_evidence(one, wish), *_of_case(known[one.case]), *_of_numbers(one)):
            about.setdefault(key, []).append(one.case)
    if outside := _find_outside(scaled, pooled):
        about["size_outside"] = outside
    if len({one.case for one in scaled}) == 1:
        about["single_case"] = [scaled[0].case]
    if pooled and pooled.method == "literature":
        about["few_cases"] = [one.case for one in scaled]
    if unused := _find_unused(cases, wish):
        about["unused"] = unused
    return tuple(_caution(key, tuple(dict.fromkeys(about[key])), scaled) for key in KEYS if key in about)


def _caution(key: str, cases: tuple[str, ...], scaled: Sequence[Scaled]) -> Caution:
    values = {
        "cases": ", ".join(cases),
        "n": len(cases),
        "sizes": _say_sizes([one for one in scaled if one.case in cases]) if key == "size_outside" else "",
        "years": OLD_YEARS,
    }
    return Caution(key, say(f"cases_transfer.caution_{key}", **values), say(f"cases_transfer.caution_{key}_remedy", **values), cases)


def _of_evidence(one: Scaled, wish: Wish) -> Iterator[str]:
    effect = one.effect
    if effect.calculated_by == "supplier":
        yield "supplier_claim"
    elif effect.grade == "supplier_claim":
        yield "claim"
    if effect.calculated_by not in _INDEPENDENT:
        yield "not_independent"
    if effect.cost_side == "unknown":
        yield "cost_unknown"
    if effect.recurrence == "unknown":
        yield "recurrence_unknown"
    if one.way == BY_SHARE and effect.base_value is None:
        yield "base_missing"
    if effect.year is None:
        yield "year_unknown"
    elif wish.today.year - effect.year > OLD_YEARS:
        yield "old"
    if effect.bound in ("at_least", "at_most"):
        yield effect.bound
    if not effect.gain:
        yield "against"


def _of_case(case: Case) -> Iterator[str]:
    if not case.municipalities:
        yield "unnamed"
    if case.outcome in ("stopped", "mixed"):
        yield "went_badly"
    if case.fictional:
        yield "fictional"


def _of_numbers(one: Scaled) -> Iterator[str]:
    if one.unit == "dkk" and one.way != BY_SHARE and one.price_year is None:
        yield "prices_unadjusted"
    if one.own.example or (one.theirs is not None and one.theirs.example):
        yield "example_figures"
    if one.way == BY_SIZE and one.theirs is not None and one.theirs.year is not None and one.effect.year not in (None, one.theirs.year):
        yield "other_year"
    if one.capped:
        yield "capped"


def _find_outside(scaled: Sequence[Scaled], pooled: Pooled | None) -> list[str]:
    """The cases whose size the own one is far from: of a single case by its half and double, of pooled ones when outside all of them."""
    sized = [one for one in scaled if one.theirs is not None]
    if pooled:
        sizes = [one.theirs.value for one in sized if one.theirs]
        return [one.case for one in sized] if sizes and not min(sizes) <= pooled.own.value <= max(sizes) else []
    return [one.case for one in sized if one.theirs and not 1 / MOST_TIMES <= one.own.value / one.theirs.value <= MOST_TIMES]


def _find_unused(cases: Sequence[Case], wish: Wish) -> list[str]:
    """Names of own numbers that no effect of these cases asks for: perhaps a slip."""
    effects = [effect for case in cases for effect in case.effects]
    asked = {effect.driver for effect in effects} | {name for _case, name in wish.theirs}
    asked |= {BASE for effect in effects if effect.unit == "percent"} | {COUNT for effect in effects if effect.per}
    return [name for name in wish.own if name not in asked]


def _say_sizes(scaled: Sequence[Scaled]) -> str:
    from samspil.cases.transfer.words import write_number

    sizes = sorted({one.theirs.value for one in scaled if one.theirs})
    own = write_number(scaled[0].own.value)
    ends = write_number(sizes[0]) if len(sizes) == 1 else f"{write_number(sizes[0])}–{write_number(sizes[-1])}"
    return say("cases_transfer.sizes", own=own, theirs=ends)
