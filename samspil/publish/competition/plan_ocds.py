"""`plan-ocds.json`: planning releases of the Open Contracting Data Standard 1.1 for the tenders of a plan, as `publish/ocds.py` writes them for agreements.

One release, tag `planning`, for each task that is to be tendered and is not yet published. A task to be taken back, or not decided, is no contracting process. The ocid's
prefix is our own and says that it is not registered.
"""

import json
from datetime import date
from decimal import Decimal

from samspil.publish.competition import plan_words as words
from samspil.publish.contract import Json
from samspil.publish.links import safe_name
from samspil.publish.ocds import PREFIX
from samspil.publish.places import official_name
from samspil.values.competition_plan import TENDER, Plan, PlanLine
from samspil.vocabulary.municipalities import find_by_code

CATEGORIES = {"goods": "goods", "services": "services", "light": "services", "works": "works"}
METHODS = {"open": "open", "restricted": "selective", "negotiated": "selective", "competitive_dialogue": "selective", "light": "open"}
_MILESTONES = {"publish": "preProcurement", "tenders": "engagement"}


def render_ocds(plan: Plan) -> bytes:
    """The release package, UTF-8; nothing for a plan without tenders, since the standard has no empty package."""
    if not select_tenders(plan):
        return b""
    return (json.dumps(package(plan), ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="replace")


def package(plan: Plan) -> Json:
    """Metadata, then the releases in the plan's order."""
    return {
        "uri": f"urn:samspil:plan:{plan.municipality or 'x'}:{plan.today.isoformat()}",
        "version": "1.1",
        "publishedDate": moment(plan.today),
        "publisher": {"name": "Samspil"},
        **({"fictional": True} if plan.example else {}),
        "releases": [build_release(plan, line) for line in select_tenders(plan)],
    }


def select_tenders(plan: Plan) -> list[PlanLine]:
    """The tasks that are planned contracting processes."""
    return [line for line in plan.lines if line.way == TENDER]


def moment(day: date, *, end: bool = False) -> str:
    """A day as a point in time (RFC 3339)."""
    return f"{day.isoformat()}T{'23:59:59' if end else '00:00:00'}Z"


def build_release(plan: Plan, line: PlanLine) -> Json:
    """One planned tender."""
    ocid = f"{PREFIX}-plan-{plan.municipality or 'x'}-{safe_name(line.id)}"
    buyer = _buyer(plan)
    return {
        "ocid": ocid,
        "id": f"{ocid}-planning-{plan.today.isoformat()}",
        "date": moment(plan.today),
        "tag": ["planning"],
        "initiationType": "tender",
        "language": "da",
        "parties": [{**buyer, "roles": ["buyer"]}],
        "buyer": buyer,
        "planning": _planning(line),
        "tender": _tender(ocid, line),
    }


def _buyer(plan: Plan) -> Json:
    found = find_by_code(plan.municipality) if plan.municipality else None
    if found is None:
        return {"id": "x-unknown", "name": words.word("not_told")}
    return {"id": f"DK-kommunekode-{found.code}", "name": official_name(found.name)}


def _planning(line: PlanLine) -> Json:
    rationale = words.word("ocds_rationale", id=line.id, end=words.day(line.end)) if line.end else ""
    if line.counted is not None and line.counted != line.value:
        rationale += words.word("ocds_rationale_group")
    quotes = "\n\n".join(one.quote for one in line.initiatives)
    milestones = [
        {
            "id": planned.step.key,
            "title": words.word(f"step_{planned.step.key}"),
            "type": _MILESTONES.get(planned.step.key, "preProcurement"),
            "dueDate": moment(planned.last, end=True),
            "status": "scheduled",
        }
        for planned in line.steps
    ]
    start = {"id": "start", "title": words.word("ocds_start"), "type": "delivery", "dueDate": moment(line.new_start), "status": "scheduled"}
    return {
        "rationale": "\n\n".join(part for part in (rationale, quotes) if part) or line.title,
        **({"budget": {"id": line.id, "amount": _amount(line.value)}} if line.value is not None else {}),
        "milestones": [*milestones, start],
    }


def _tender(ocid: str, line: PlanLine) -> Json:
    tender: Json = {
        "id": f"{ocid}-tender",
        "title": line.title,
        "status": "planning",
        "mainProcurementCategory": CATEGORIES[line.nature],
        "procurementMethodDetails": words.procedure(line.procedure.key),
    }
    if method := METHODS.get(line.procedure.key):
        tender["procurementMethod"] = method
    if line.value is not None:
        tender["value"] = _amount(line.value)
    if line.contract and line.contract.cpv:
        code = {"scheme": "CPV", "id": line.contract.cpv}
        tender["items"] = [{"id": "1", "description": line.title, "classification": code}]
    first = next((each for each in line.steps if each.step.key == "tenders"), None)
    if first:
        tender["tenderPeriod"] = {"startDate": moment(first.first), "endDate": moment(first.last, end=True)}
    tender["contractPeriod"] = {"startDate": moment(line.new_start)}
    return tender


def _amount(value: Decimal) -> Json:
    return {"amount": int(value) if value == value.to_integral_value() else float(value), "currency": "DKK"}
