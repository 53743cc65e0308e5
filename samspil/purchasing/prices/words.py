"""The texts of the prices room, through the catalogue `purchasing_prices`: numbers as people write them, reasons, questions, findings."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from samspil.purchasing.intake.columns import code_label, read_codes
from samspil.purchasing.prices.contracts import Watch
from samspil.purchasing.prices.drivers import ADD_ONS, GROWTH, OCCUPANCY, OPEN, TARIFF
from samspil.purchasing.prices.model import (
    LEAST_PERSONS,
    Answer,
    Benchmark,
    Driver,
    Entry,
    Expected,
    Group,
    Negotiation,
    Part,
    Quality,
    Refusal,
    Sums,
    Terms,
)
from samspil.vocabulary.danish import NO_BREAK_SPACE
from samspil.vocabulary.numbers import show_decimal
from samspil.vocabulary.texts import language, say

_SHARES = (GROWTH, OCCUPANCY, ADD_ONS)
_MEASURED = ("hours", "size", "staff", "quality")
_KRONER = (TARIFF, OPEN)


def tell(key: str, **values: object) -> str:
    """A text of this room; a sum that ends in 'kr.' ends its sentence too."""
    return say(f"purchasing_prices.{key}", **values).replace("kr..", "kr.")


def write_number(number: Decimal | float | int, digits: int = 2) -> str:
    """A number as people write it in the language in use, without idle zeros."""
    return show_decimal(float(number), digits)


def write_kroner(dkk: Decimal) -> str:
    """Whole kroner: '12.345 kr.'"""
    return f"{write_number(dkk, 0)}{NO_BREAK_SPACE}kr."


def write_ore(dkk: Decimal) -> str:
    """Kroner with øre, always two decimals: '1.234,50 kr.'"""
    text = f"{abs(dkk):,.2f}"
    shown = text.translate(str.maketrans(",.", ".,")) if language() == "da" else text
    return f"{'−' if dkk < 0 else ''}{shown}{NO_BREAK_SPACE}kr."


def write_millions(dkk: Decimal) -> str:
    """'5,4 mio. kr.'"""
    return tell("millions", number=write_number(dkk / 1_000_000, 1))


def write_share(share: Decimal, digits: int = 1) -> str:
    """'12,5 %'"""
    return f"{write_number(share * 100, digits)}{NO_BREAK_SPACE}%"


def write_date(day: date | None) -> str:
    """'31.12.2026' in Danish, ISO in English; a dash for none."""
    if day is None:
        return "–"
    return f"{day.day}.{day.month}.{day.year}" if language() == "da" else day.isoformat()


def describe_refusal(refusal: Refusal) -> str:
    """Why there is no figure."""
    return tell(f"refused_{refusal.key}", **refusal.numbers)


def describe_group(group: Group) -> str:
    """Who it is compared with."""
    return tell(f"group_{group.width}", placements=group.placements, offers=group.offers, suppliers=group.suppliers)


def describe_benchmark(benchmark: Benchmark) -> str:
    """The benchmark with its name and range."""
    values = {"per_day": write_ore(benchmark.per_day), "low": write_ore(benchmark.low), "high": write_ore(benchmark.high)}
    return tell(f"benchmark_{benchmark.kind}", **values)


def write_value(part: Part) -> str:
    """A factor's value as people write it."""
    if part.factor == "group" and part.value in read_codes("group").values():
        return code_label("group", part.value)
    if part.factor == "education" and part.value:
        return write_share(Decimal(part.value))
    return write_number(Decimal(part.value)) if part.value and part.factor in _MEASURED else part.value


def describe_part(part: Part) -> str:
    """A reason: the factor, its value and what it adds."""
    value = write_value(part) or tell("unknown")
    sign = "+" if part.dkk > 0 else ""
    return tell("part", factor=tell(f"factor_{part.factor}"), value=value, dkk=sign + write_ore(part.dkk))


def describe_expected(found: Expected) -> list[str]:
    """The price with its range, who it is compared with, and the reasons."""
    head = tell("expected", per_day=write_ore(found.per_day), low=write_ore(found.low), high=write_ore(found.high))
    reasons = [tell("base", dkk=write_ore(found.base)), *(describe_part(part) for part in found.parts)]
    return [head, describe_group(found.group), *reasons]


def describe_driver(driver: Driver) -> str:
    """What drives the difference, with its numbers."""
    return tell(f"driver_{driver.key}", **_numbers(driver))


def ask(driver: Driver) -> str:
    """The question to the supplier."""
    return tell(f"question_{driver.key}", **_numbers(driver))


def _numbers(driver: Driver) -> dict[str, str]:
    write = write_ore if driver.key in _KRONER else write_share if driver.key in _SHARES else write_number
    worth = tell("worth", dkk=write_ore(driver.per_day_dkk)) if driver.per_day_dkk is not None else ""
    return {"own": write(driver.own), "other": write(driver.other), "worth": worth}


def describe_quality(quality: Quality) -> str:
    """Supervision and results beside those of comparable offers."""
    words = []
    if quality.supervision is None:
        words.append(tell("no_supervision"))
    else:
        peers = "" if quality.peers_supervision is None else tell("of_peers", value=write_number(quality.peers_supervision))
        on = write_date(quality.supervision_on)
        words.append(tell("supervision", score=write_number(quality.supervision), on=on, themes=quality.themes, peers=peers))
        if quality.peers_supervision is not None and abs(quality.supervision - quality.peers_supervision) < Decimal("0.1"):
            words.append(tell("says_nothing"))
    if 0 < quality.persons < LEAST_PERSONS:
        return " ".join([*words, tell("outcome_few", least=LEAST_PERSONS)])
    if quality.goals_met is None:
        return " ".join([*words, tell("no_outcome")])
    peers = "" if quality.peers_goals_met is None else tell("of_peers", value=write_share(quality.peers_goals_met, 0))
    values = {"goals": write_share(quality.goals_met, 0), "persons": quality.persons, "year": quality.outcome_year, "peers": peers}
    words.append(tell("outcome", **values))
    if quality.breakdowns is not None:
        words.append(tell("breakdowns", share=write_share(quality.breakdowns, 0)))
    return " ".join(words)


def describe_terms(terms: Terms) -> str:
    """The contract's dates."""
    values = {"expires": write_date(terms.expires), "by": write_date(terms.notice_by), "days": terms.notice_days}
    if terms.state in ("running", "expired") and terms.notice_by is None:
        return tell(f"terms_{terms.state}_no_notice", **values)
    return tell(f"terms_{terms.state}", **values)


def describe_order(entry: Entry) -> str:
    """The parts of its place on the list: 'kroner 0,31 + ...'."""
    parts = " + ".join(tell("order_part", name=tell(f"order_{part.name}"), points=write_number(part.points, 3)) for part in entry.order)
    return tell("order", points=write_number(entry.points, 3), parts=parts)


def describe_answer(answer: Answer) -> str:
    """'Leverandøren oplyser: ...'"""
    correction = tell("corrected_to", value=answer.correction) if answer.correction else ""
    comment = tell("with_comment", comment=answer.comment) if answer.comment else ""
    values = {"subject": answer.subject, "field": answer.field, "known": answer.known or tell("unknown")}
    return tell("supplier_says", **values, stance=tell(f"stance_{answer.stance}"), correction=correction, comment=comment).strip()


def describe_sums(sums: Sums) -> list[str]:
    """The sums, against the target when there is one, and what they do not mean."""
    lines = [
        tell("sum_above", dkk=write_millions(sums.above_dkk)),
        tell("sum_sure", dkk=write_millions(sums.sure_dkk)),
        tell("sum_below", dkk=write_millions(sums.below_dkk)),
    ]
    if sums.target_dkk and sums.share is not None and sums.sure_share is not None:
        values = {"target": write_millions(sums.target_dkk), "share": write_share(sums.share, 0), "sure": write_share(sums.sure_share, 0)}
        lines.append(tell("sum_target", **values))
    return [*lines, tell("potential_defined")]


def describe_list(found: Negotiation) -> list[str]:
    """The head of the list: which years, which benchmark, how it is ordered."""
    weights = ", ".join(f"{tell(f'order_{name}')} {write_share(weight, 0)}" for name, weight in found.weights.items())
    lines = [
        tell("list_head", years=", ".join(map(str, found.years)), benchmark=tell(f"benchmark_name_{found.benchmark}")),
        tell("ordered_by", weights=weights),
    ]
    return [tell("synthetic"), *lines] if found.synthetic else lines


def watch_title(kind: str) -> str:
    """What kind of finding."""
    return tell(f"watch_{kind}")


def describe_watch(watch: Watch) -> str:
    """What was found, and what to do."""
    values = {
        "on": write_date(watch.on),
        "expires": write_date(watch.expires),
        "dkk": write_ore(watch.dkk),
        "days": watch.days,
        "count": len(watch.placements),
        "keys": _some(watch.placements),
        "paragraph": watch.paragraph,
    }
    return tell(f"watch_{watch.kind}_text", **values)


def _some(keys: Sequence[str], most: int = 5) -> str:
    return ", ".join(keys[:most]) + (" …" if len(keys) > most else "")
