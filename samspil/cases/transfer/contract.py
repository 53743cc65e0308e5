"""A transfer as JSON: every number as text with a point (kroner stay exact), the texts in the language in use. docs/transfer.md describes the fields."""

import json
from decimal import Decimal
from typing import Any

from samspil.cases.transfer.model import Caution, Missing, Number, Pooled, Range, Refusal, Scaled, Transfer
from samspil.cases.transfer.run import statement
from samspil.cases.transfer.value import Worth
from samspil.cases.transfer.words import describe_spread, describe_sum
from samspil.economics.worth import Bar

SCHEMA = 1


def transfer_to_json(result: Transfer, worth: "Worth | Refusal | tuple[Missing, ...] | None" = None) -> dict[str, Any]:
    """All of a transfer as plain values. `worth` None: no costs were given."""
    value = _worth(worth) if isinstance(worth, Worth) else None
    missing = [*result.missing, *(worth if isinstance(worth, tuple) else ())]
    return {
        "schema": SCHEMA,
        "kind": "illustration",
        "statement": statement(),
        "municipality": {"code": result.code, "name": result.municipality},
        "prices": {"year": result.price_year, "source": result.price_source} if result.price_year else None,
        "effects": [_scaled(one) for one in result.scaled],
        "pooled": _pooled(result.pooled) if result.pooled else None,
        "not_pooled": _refusal(result.not_pooled),
        "costs": value,
        "costs_refused": _refusal(worth) if isinstance(worth, Refusal) else None,
        "missing": [
            {"key": one.key, "case": one.case, "effect": one.effect, "field": one.field, "text": one.text, "remedy": one.remedy}
            for one in missing
        ],
        "cautions": [_caution(one) for one in (*result.cautions, *(worth.cautions if isinstance(worth, Worth) else ()))],
    }


def as_json(content: dict[str, Any]) -> str:
    """One line; whatever a case's text holds."""
    return json.dumps(content, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def _range(whole: Range) -> dict[str, Any]:
    return {
        **{name: _plain(getattr(whole, name)) for name in ("low", "middle", "high")},
        "open_above": whole.open_above,
        "open_below": whole.open_below,
    }


def _number(number: Number | None) -> dict[str, Any] | None:
    if number is None:
        return None
    return {"value": _plain(number.value), "source": number.source, "year": number.year, "example": number.example}


def _scaled(one: Scaled) -> dict[str, Any]:
    effect = one.effect
    prices = {"from": one.price_from, "to": one.price_year, "factor": _plain(round(one.price_factor, 10))} if one.price_year else None
    return {
        "case": one.case,
        "title": one.title,
        "effect": effect.id,
        "what": effect.what,
        "told": {"value": _plain(effect.value), "unit": effect.unit, "bound": effect.bound, "year": effect.year},
        "grade": effect.grade,
        "calculated_by": effect.calculated_by,
        "cost_side": effect.cost_side,
        "recurrence": effect.recurrence,
        "gain": effect.gain,
        "way": one.way,
        "quantity": one.quantity,
        "own": _number(one.own),
        "theirs": _number(one.theirs),
        "prices": prices,
        "unit": one.unit,
        **_range(one.range),
        "sum": describe_sum(one),
        "range_from": describe_spread(one),
    }


def _pooled(pooled: Pooled) -> dict[str, Any]:
    seen = pooled.seen
    return {
        "method": pooled.method,
        "cases": {case: round(weight, 6) for case, weight in pooled.weights},
        "quantity": pooled.quantity,
        "own": _number(pooled.own),
        "unit": pooled.unit,
        **_range(pooled.range),
        "log_mean": pooled.mean,
        "se": pooled.se,
        "se_hartung_knapp": pooled.se_hk,
        "tau2_used": pooled.tau2,
        "prediction_sd": pooled.sd,
        "quantile": pooled.quantile,
        "heterogeneity": {"tau2": seen.tau2, "q": seen.q, "df": seen.df, "i2": seen.i2},
    }


def _refusal(refusal: Refusal | None) -> dict[str, str] | None:
    return {"key": refusal.key, "text": refusal.text, "remedy": refusal.remedy} if refusal else None


def _caution(one: Caution) -> dict[str, Any]:
    return {"key": one.key, "text": one.text, "remedy": one.remedy, "cases": list(one.cases)}


def _worth(worth: Worth) -> dict[str, Any]:
    used = worth.assumptions
    return {
        "recurrence": worth.recurrence,
        "effect": {"unit": worth.unit, "natural": _range(worth.natural), "dkk": _range(worth.effect)},
        "investment": _plain(used.investment),
        "yearly_cost": _plain(used.yearly_cost),
        "discount_rate_percent": _plain(used.rate),
        "discount_basis": "real, end of year, investment at year 0",
        "years": used.years,
        "net_value": _range(worth.npv),
        "payback_years": _plain(_years(worth.payback)),
        "discounted_payback_years": _plain(_years(worth.discounted_payback)),
        "break_even": {
            "dkk": _plain(worth.break_even_effect),
            "effect": _plain(worth.break_even_natural),
            "size": _plain(worth.break_even_size),
        },
        "tornado": [_bar(bar) for bar in worth.bars],
        "without_range": list(worth.fixed),
        "sources": dict(worth.sources),
    }


def _years(years: Decimal | None) -> Decimal | None:
    return None if years is None else round(years, 4)


def _bar(bar: Bar) -> dict[str, Any]:
    return {
        name: _plain(getattr(bar, name)) if name != "name" else bar.name for name in ("name", "low", "high", "at_low", "at_high", "swing")
    }
