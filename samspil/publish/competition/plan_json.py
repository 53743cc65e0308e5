"""A tender plan for programs: codes, figures and days, with the sentences beside them."""

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from samspil.publish.competition import plan_words as words
from samspil.values.competition_plan import Plan, PlanLine

FORM = 1


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """The plan as plain values: days as ISO, kroner as numbers (whole) or texts with a point."""
    return {
        "form": FORM,
        "title": words.title_of(plan),
        "statement": words.statement_of(plan),
        "answer": words.answer_of(plan),
        "today": plan.today.isoformat(),
        "municipality": plan.municipality,
        "example": plan.example,
        "budget_year": plan.budget_year,
        "lines": [_line(line) for line in plan.lines],
        "conflicts": [
            {"kind": one.kind, "lines": list(one.lines), "values": _plain(dict(one.values)), "text": words.conflict(one)}
            for one in plan.conflicts
        ],
        "idle_volumes": _plain([asdict(each) for each in plan.idle_volumes]),
        "sources": list(plan.sources),
    }


def _line(line: PlanLine) -> dict[str, Any]:
    names = ("id", "title", "source", "way", "nature", "area", "owner", "end", "new_start", "value", "counted", "latest_begin")
    more = ("latest_publication", "earliest_start", "fastest_start", "extended_end", "notice_by", "begin", "publication", "deadline")
    shown = {name: getattr(line, name) for name in (*names, *more, "gap_days")}
    shown |= {
        "procedure": line.procedure.key,
        "regime": line.procedure.regime,
        "bt105": line.procedure.bt105,
        "threshold": asdict(line.threshold) if line.threshold else None,
        "thresholds_since": line.thresholds.since if line.thresholds else None,
        "steps": [
            {"key": each.step.key, "first": each.first, "last": each.last, "least": each.step.least, "status": each.step.status}
            for each in line.steps
        ],
        "lots": {**asdict(line.lots), "sentences": words.lots(line)},
        "requirements": [asdict(each) for each in line.requirements],
        "cpv": [asdict(each) for each in line.cpv],
        "notes": [{"key": key, "text": words.word(f"note_{key}")} for key in line.notes],
        "initiatives": [asdict(each) for each in line.initiatives],
        "volume": asdict(line.volume) if line.volume else None,
        "contract": asdict(line.contract) if line.contract else None,
    }
    plain: dict[str, Any] = _plain(shown)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"
    return value


def render_json(plan: Plan) -> bytes:
    """The same as a file."""
    return (json.dumps(plan_to_json(plan), ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="replace")
