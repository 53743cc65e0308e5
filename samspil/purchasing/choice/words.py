"""A choice and an evaluation of bids in words and as JSON. The only place of these rooms that finds texts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from samspil.purchasing.choice.model import OUT, UNKNOWN, Candidate, Choice, Price, Scored, Simulation
from samspil.purchasing.choice.scoring import round_parts
from samspil.purchasing.intake.columns import code_label
from samspil.values.reason import Number, Reason
from samspil.vocabulary.numbers import show_decimal
from samspil.vocabulary.texts import language, say

ROOM = "purchasing_choice"


def say_reason(reason: Reason | None, prefix: str = "why") -> str:
    """A reason as a sentence; '' for none."""
    if reason is None:
        return ""
    return say(f"{ROOM}.{prefix}_{reason.key}", **{key: show(value, key) for key, value in reason.values})


def show(value: Number, key: str = "") -> str:
    """A number, date or list of codes as people write it."""
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, Decimal):
        return number(value)
    if key.endswith("_groups"):
        return ", ".join(code_label("group", code) for code in str(value).split(", "))
    return str(value)


def number(value: Decimal | float | Fraction, digits: int = 2) -> str:
    """At most `digits` decimals, in the language in use."""
    return show_decimal(float(value), digits)


def kroner(value: Decimal | Fraction) -> str:
    """Kroner with two decimals: '1.234,50'."""
    text = f"{Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value:,.2f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".") if language() == "da" else text


def percent(share: Fraction | float, digits: int = 1) -> str:
    """'25 %'."""
    return f"{number(float(share) * 100, digits)} %"


def criterion_label(key: str) -> str:
    """The criterion's name."""
    return say(f"{ROOM}.criterion_{key}")


def measured_text(key: str, unit: str, value: Decimal | None) -> str:
    """A measurement with its unit; 'ukendt' for none."""
    if value is None:
        return say(f"{ROOM}.unknown")
    if unit == "share":
        return percent(float(value))
    return say(f"{ROOM}.unit_{unit}", value=kroner(value) if unit == "dkk_day" else number(value))


def price_text(price: Price | None) -> tuple[str, str, str]:
    """Gross with its kind, refund and net, each per day."""
    if price is None:
        return say(f"{ROOM}.unknown"), say(f"{ROOM}.unknown"), say(f"{ROOM}.unknown")
    gross = say(f"{ROOM}.price_{price.kind}", price=kroner(price.gross_day), year=price.price_year or "")
    if price.net_day is None or price.refund_day is None:
        return gross, say(f"{ROOM}.refund_unknown"), say(f"{ROOM}.unknown")
    return gross, kroner(price.refund_day), kroner(price.net_day)


def reasons_of(candidate: Candidate, verdict: str) -> list[str]:
    """Why an offer is out, or what must be asked, a sentence each."""
    return [say_reason(check.reason) or say(f"{ROOM}.must_{check.must}") for check in candidate.checks if check.verdict == verdict]


def remarks_of(candidate: Candidate) -> list[str]:
    """What is to be known of an offer although the must-have is met."""
    return [say_reason(check.reason) for check in candidate.checks if check.verdict == "ok" and check.reason and check.must != "free_place"]


def as_json(choice: Choice) -> dict[str, Any]:
    """All of a choice; numbers as numbers, money as text with two decimals."""
    need = choice.need
    return {
        "sha256": choice.sha256,
        "synthetic": choice.synthetic,
        "need": {key: _plain(getattr(need, key)) for key in need.__dataclass_fields__ if key != "known"},
        "weights": {key: str(weight) for key, weight in choice.weights},
        "criteria": [
            {"key": each.key, "unit": each.unit, "points": [[str(x), str(y)] for x, y in each.points]} for each in choice.criteria
        ],
        "certain": choice.certain,
        "empty": say_reason(choice.empty),
        "notes": [say_reason(note) for note in choice.notes],
        "ranked": [_scored_json(choice, each) for each in choice.ranked],
        "apart": [{**_scored_json(choice, each), "ask": reasons_of(choice.find(each.offer), UNKNOWN)} for each in choice.apart],
        "excluded": [
            {
                "offer": each.offer,
                "name": each.name,
                "musts": [check.must for check in each.checks if check.verdict == OUT],
                "why": reasons_of(each, OUT),
            }
            for each in choice.candidates
            if each.verdict == OUT
        ],
        "weight_ranges": [
            {"criterion": each.criterion, "share": float(each.share), "low": float(each.low), "high": float(each.high)}
            for each in choice.ranges
        ],
        "second_draws_level": [
            {"criterion": each.criterion, "now": _plain(each.now), "needed": _plain(each.needed)} for each in choice.swings
        ],
        "simulation": _simulation_json(choice.simulation),
        "simulation_unknown_at_best": _simulation_json(choice.simulation_best),
    }


def _scored_json(choice: Choice, scored: Scored) -> dict[str, Any]:
    candidate, rounded = choice.find(scored.offer), round_parts(scored)
    price = candidate.price
    return {
        "offer": scored.offer,
        "name": candidate.name,
        "supplier": candidate.supplier,
        "rank": scored.rank,
        "best_rank": scored.best_rank,
        "worst_rank": scored.worst_rank,
        "score": float(scored.low),
        "score_at_best": float(scored.high),
        "price": {key: _plain(getattr(price, key)) for key in price.__dataclass_fields__} if price else None,
        "parts": [
            {
                "criterion": part.criterion,
                "measured": _plain(part.measured.value),
                "why": say_reason(part.measured.reason),
                "value": None if part.value is None else float(part.value),
                "share": float(part.share),
                "low": float(part.low),
                "high": float(part.high),
                "points": str(rounded[part.criterion]),
                "outside_scale": part.outside,
            }
            for part in scored.parts
        ],
        "remarks": remarks_of(candidate),
    }


def _simulation_json(simulation: Simulation | None) -> dict[str, Any] | None:
    if simulation is None:
        return None
    offers = [{"offer": each.offer, "rank_shares": list(each.shares), "central_weights": each.central} for each in simulation.offers]
    return {"draws": simulation.draws, "seed": simulation.seed, "around": simulation.around, "error": simulation.error, "offers": offers}


def _plain(value: Any) -> Any:
    """For JSON."""
    if isinstance(value, Decimal):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
