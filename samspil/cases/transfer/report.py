"""What a transfer's outputs tell, in one order for terminal, page and workbook: rows of words, nothing calculated anew."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from samspil.cases.transfer.costs import LIMITS
from samspil.cases.transfer.model import BASE, COUNT, Missing, Number, Pooled, Refusal, Scaled, Transfer
from samspil.cases.transfer.value import EFFECT, Worth
from samspil.cases.transfer.words import write_amount, write_end, write_number
from samspil.cases.transfer.worth import YEARLY
from samspil.vocabulary.texts import say

Outcome = Worth | Refusal | tuple[Missing, ...] | None


class Fact(NamedTuple):
    """A line with a name and what it says."""

    name: str
    words: str


class Note(NamedTuple):
    """A warning, a missing input or a refusal: what, and what to do."""

    key: str
    text: str
    remedy: str


def list_warnings(result: Transfer, worth: Outcome) -> list[Note]:
    """All warnings, those of the costs last."""
    found = (*result.cautions, *(worth.cautions if isinstance(worth, Worth) else ()))
    return [Note(one.key, one.text, one.remedy) for one in found]


def list_missing(result: Transfer, worth: Outcome) -> list[Note]:
    """All missing inputs, each once."""
    found = (*result.missing, *(worth if isinstance(worth, tuple) else ()))
    return list(dict.fromkeys(Note(one.key, one.text, one.remedy) for one in found))


def list_refusals(result: Transfer, worth: Outcome) -> list[Note]:
    """Why cases were not pooled and costs not calculated."""
    found = (result.not_pooled, worth if isinstance(worth, Refusal) else None)
    return [Note(one.key, one.text, one.remedy) for one in found if one]


def list_facts(one: Scaled) -> Iterator[Fact]:
    """What stands behind one effect."""
    effect = one.effect
    yield Fact(say("cases_transfer.what_head"), effect.what)
    yield Fact(
        say("cases_transfer.evidence_head"), f"{say(f'cases.grade_{effect.grade}')}: {say(f'cases.calculated_by_{effect.calculated_by}')}"
    )
    yield Fact(say("cases_transfer.own_head"), describe_number(one.own))
    if one.theirs:
        yield Fact(say("cases_transfer.theirs_head"), describe_number(one.theirs))


def describe_number(number: Number) -> str:
    """'2.300 (folketal.csv, 2026-01-01)', with a mark when it is made up."""
    mark = f" {say('cases_transfer.example_mark')}" if number.example else ""
    return f"{write_number(number.value)} ({number.source}){mark}"


def describe_pool(pooled: Pooled) -> list[str]:
    """Which method, how much the cases disagree."""
    n = len(pooled.weights)
    name = pooled.quantity
    quantity = say(f"cases_transfer.quantity_{name}" if name in (BASE, COUNT) else f"cases.driver_{name}")
    seen = pooled.seen
    return [
        say("cases_transfer.pooled_line", n=n, quantity=quantity, own=write_number(pooled.own.value)),
        say(f"cases_transfer.pooled_{pooled.method}", n=n, tau2=_figure(pooled.tau2)),
        say("cases_transfer.pooled_seen", tau2=_figure(seen.tau2), i2=_figure(seen.i2 * 100, 0), q=_figure(seen.q), df=seen.df),
    ]


def _figure(number: float, digits: int = 3) -> str:
    return write_number(round(Decimal(number), digits), digits)


def list_worth(worth: Worth) -> list[Fact]:
    """Effect in kroner, what it costs, net value, paybacks and break-even."""
    used = worth.assumptions
    npv = say("cases_transfer.npv_line", years=used.years, rate=write_number(used.rate))
    head = say("cases_transfer.effect_yearly" if worth.recurrence == YEARLY else "cases_transfer.effect_one_off")
    facts = [
        Fact(head, span(worth.effect.low, worth.effect.middle, worth.effect.high)),
        Fact(input_name("investment"), write_amount(used.investment, "dkk")),
        Fact(input_name("yearly_cost"), write_amount(used.yearly_cost, "dkk")),
        Fact(npv, span(worth.npv.low, worth.npv.middle, worth.npv.high)),
        Fact(say("cases_transfer.payback_line"), _years(worth.payback, used.years)),
        Fact(say("cases_transfer.discounted_payback_line"), _years(worth.discounted_payback, used.years)),
        Fact(say("cases_transfer.break_even_line"), _break_even(worth)),
    ]
    if worth.break_even_size is not None:
        facts.append(Fact(say("cases_transfer.break_even_size_line"), write_number(worth.break_even_size)))
    return facts


def span(low: Decimal, middle: Decimal, high: Decimal) -> str:
    """'2.000 kr. (fra 1.000 kr. til 4.000 kr.)'."""
    low_words, middle_words, high_words = (write_amount(each, "dkk") for each in (low, middle, high))
    return say("cases_transfer.span", low=low_words, middle=middle_words, high=high_words)


def _years(years: Decimal | None, of: int) -> str:
    if years is None:
        return say("cases_transfer.never", years=of)
    return say("cases_transfer.years_words", years=write_number(years, 1))


def _break_even(worth: Worth) -> str:
    kroner = write_amount(worth.break_even_effect, "dkk")
    return kroner if worth.unit == "dkk" else f"{write_amount(worth.break_even_natural, worth.unit)} ({kroner})"


def input_name(name: str) -> str:
    """An input of the costs in words: 'Årlig udgift i kr.'."""
    words = say(f"cases_transfer.input_{name}")
    return words[:1].upper() + words[1:]


def describe_end(worth: Worth, name: str, value: Decimal) -> str:
    """An end of a tornado's bar in its own unit."""
    if name == EFFECT:
        return write_amount(value, worth.unit)
    return write_number(value, 0 if LIMITS[name][1] > 10**6 else 2)


def list_ends(one: Scaled | Pooled) -> tuple[str, str, str]:
    """Low, middle, high in words."""
    return (write_end(one.range, "low", one.unit), write_end(one.range, "middle", one.unit), write_end(one.range, "high", one.unit))


def list_fixed(worth: Worth) -> str:
    """The inputs without a range, in words."""
    return ", ".join(say(f"cases_transfer.input_{name}") for name in worth.fixed)
