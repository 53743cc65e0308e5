"""Peers and potentials as JSON: every step with all digits. Decimals are texts, so that no reader loses kroner or digits."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from samspil.competition.peers.run import Compared
from samspil.competition.potential.run import Found
from samspil.values.competition import Indicator
from samspil.values.competition_peers import Potential, Savings, Standing

_LONG = ("group", "everyone")  # indicators of others, told by code, numerator and base


def compared_to_json(found: Compared, coverage: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """The group with distances and parts, and each standing."""
    group = {name: value for name, value in asdict(found.group).items() if value not in ((), "")}
    standings = [standing_to_json(one) for one in found.standings]
    told = {
        "municipality": found.wish.municipality,
        "year": found.year,
        "example": found.example,
        "coverage": list(coverage),
        "group": group,
        "standings": standings,
    }
    return {key: plain(value) for key, value in told.items()}


def standing_to_json(one: Standing) -> dict[str, Any]:
    """All of it; the group's members by code with numerator and base."""
    held = {item.name: getattr(one, item.name) for item in fields(one) if item.name not in (*_LONG, "own")}
    return {
        "own": _indicator(one.own),
        **held,
        "with_figures": len(one.group),
        "of": one.of,
        "group": [_brief(other) for other in one.group],
    }


def potential_to_json(found: Found, coverage: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """Volumes with every step, the evidence, and savings where some were picked. `target` and `areas`: the first benchmark in short, as the tender plan reads it."""
    target, first = found.potentials[0]
    told = {
        "target": target,
        "areas": [{"level": one.own.level, "code": one.own.code, "volume": one.volume} for one in first],
        "potentials": [_potential(one) for _target, held in found.potentials for one in held],
        "evidence": [asdict(one) for one in found.evidence],
        "savings": [_savings(one) for one in found.savings],
    }
    return {**compared_to_json(found.compared, coverage), **{key: plain(value) for key, value in told.items()}}


def _potential(one: Potential) -> dict[str, Any]:
    held = {item.name: getattr(one, item.name) for item in fields(one) if item.name != "standing"}
    return {
        "level": one.own.level,
        "code": one.own.code,
        "numerator": one.own.numerator,
        "base": one.own.base,
        "share": one.own.share,
        **held,
    }


def _savings(savings: Savings) -> dict[str, Any]:
    rows = [
        {
            "level": one.potential.own.level,
            "code": one.potential.own.code,
            "volume": one.potential.volume,
            "pick": asdict(one.pick),
            "low": one.low,
            "high": one.high,
            "spread": asdict(one.spread),
            "notes": one.notes,
        }
        for one in savings.rows
    ]
    return {
        **{item.name: getattr(savings, item.name) for item in fields(savings) if item.name not in ("rows", "total")},
        "rows": rows,
        "total": asdict(savings.total),
    }


def _indicator(one: Indicator) -> dict[str, Any]:
    return {**asdict(one), "share": one.share}


def _brief(one: Indicator) -> dict[str, Any]:
    return {"municipality": one.municipality, "numerator": one.numerator, "base": one.base, "share": one.share}


def plain(value: Any) -> Any:
    """Values as JSON knows them."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, datetime.date) else value
