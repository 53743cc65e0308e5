"""The words of a tender plan: days, kroner, conflicts and notes as sentences, once for all outputs."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from samspil.competition.plan.columns import label, read_codes
from samspil.purchasing.figures.words import write_number
from samspil.values.competition import TARGETS
from samspil.values.competition_plan import CONTRACT, INSOURCE, PUBLIC, Conflict, Cpv, Lots, Plan, PlanLine
from samspil.vocabulary.municipalities import find_by_code
from samspil.vocabulary.texts import language, say

ROOM = "competition_plan"
_THEMED = "themes_other"


def word(key: str, **values: object) -> str:
    """A text of the plan's catalogue. A sum at the end of a sentence ends it: no second point."""
    return say(f"{ROOM}.{key}", **values).replace("kr..", "kr.")


def day(value: date | None) -> str:
    """'30-06-2027', in English '2027-06-30'; '–' for none."""
    if value is None:
        return "–"
    return value.strftime("%d-%m-%Y") if language() == "da" else value.isoformat()


def kroner(value: Decimal | None) -> str:
    """'1.234.567 kr.' (øre only where there are some); 'ikke opgjort' for none."""
    return word("not_told") if value is None else word("kroner", number=write_number(value, 0 if value == value.to_integral_value() else 2))


def procedure(key: str) -> str:
    """A procedure's name."""
    return label("procedure", key) if key in read_codes("procedure").values() else word("procedure_insource")


def nature(line: PlanLine) -> str:
    """What is bought."""
    return label("nature", line.nature)


def area(key: str) -> str:
    """A service area's name, '' for none."""
    return label("area", key) if key else ""


def cpv(code: Cpv) -> str:
    """A code: the user's own, or a suggestion with what it rests on."""
    if code.confidence is None:
        return word("cpv_own", code=code.code)
    share = write_number(Decimal(str(code.confidence)), 2)
    return word("cpv_suggestion", code=code.code, name=code.name, share=share, words=", ".join(code.words))


def title_of(plan: Plan) -> str:
    """The plan's title."""
    if plan.example:
        return word("title_example")
    found = find_by_code(plan.municipality) if plan.municipality else None
    return word("title_for", municipality=found.name) if found else word("title")


def statement_of(plan: Plan) -> str:
    """What it is and is not."""
    return word("statement_example" if plan.example else "statement")


def next_date(plan: Plan) -> tuple[date, str, PlanLine] | None:
    """The nearest date to come at which something begins, is published or is due: the day, the step's key, the line."""
    found = []
    lost = {each.lines[0] for each in plan.conflicts if each.kind in ("too_late", "expired")}  # their steps will not be taken on those days
    for line in plan.lines:
        if line.id in lost:
            continue
        for planned in line.steps:
            if planned.first >= plan.today:
                found.append((planned.first, planned.step.key, line))
    return min(found, key=lambda each: (each[0], each[2].id), default=None)


def answer_of(plan: Plan) -> str:
    """The plan in two sentences."""
    kinds = [each.kind for each in plan.conflicts]
    contracts = sum(line.source == CONTRACT for line in plan.lines)
    nearest = next_date(plan)
    told = (
        word("answer_next", day=day(nearest[0]), what=word(f"step_{nearest[1]}").lower(), title=nearest[2].title)
        if nearest
        else word("answer_no_next")
    )
    late = kinds.count("too_late") + kinds.count("expired")
    counts = {"lines": len(plan.lines), "contracts": contracts, "initiatives": len(plan.lines) - contracts}
    return word("answer", today=day(plan.today), late=late, tight=kinds.count("tight"), next=told, **counts)


def conflict(one: Conflict) -> str:
    """A conflict as a sentence or two."""
    values = one.values
    if one.kind in ("too_late", "expired", "tight"):
        return _of_time(one.kind, values)
    if one.kind in ("notice_past", "notice_soon"):
        used = word("conflict_notice_used") if values["used"] else ""
        return word(f"conflict_{one.kind}", **_shown(values) | {"used": used})
    shown = _shown(values)
    if one.kind == "deadline_in_holidays":
        shown["season"] = word(f"conflict_season_{values['season']}")
    for name in ("given", "used", "procedure"):
        if name in values:
            shown[name] = procedure(str(values[name]))
    if one.kind == "no_value":
        shown["used"] = shown.pop("procedure")
    return word(f"conflict_{one.kind}", **shown)


def _of_time(kind: str, values: Mapping[str, object]) -> str:
    latest, extended = values["latest_publication"], values["extended_end"]
    tense = "todo" if kind == "tight" else "done"
    publication = word(f"conflict_publication_{tense}", day=day(latest)) if isinstance(latest, date) else ""
    extension = ""
    if isinstance(extended, date):
        key = "gone" if not values["notice_open"] else "covers" if values["covers"] else "short"
        by = values["notice_by"]
        extension = word(f"conflict_extension_{key}", to=day(extended), by=day(by if isinstance(by, date) else None))
    return word(f"conflict_{kind}", **_shown(values) | {"publication": publication, "extension": extension})


def _shown(values: Mapping[str, object]) -> dict[str, object]:
    shown: dict[str, object] = {}
    for name, value in values.items():
        shown[name] = day(value) if isinstance(value, date) else kroner(value) if isinstance(value, Decimal) else value
    return shown


def lots(line: PlanLine) -> list[str]:
    """The division, and what the sum and the part-lot rule say of it."""
    held: Lots = line.lots
    if line.way == INSOURCE:
        return []
    if held.total is None:
        return [word("lots_no_value")]
    if not held.lots:
        return [word("lots_none" if "above" in line.notes else "lots_none_below", total=kroner(held.total))]
    themes = word(f"themes_{line.area}") if line.area else word(_THEMED)
    told = {"count": len(held.lots), "total": kroner(held.total)}
    first = (
        word("lots_themes", **told)
        if held.reason == "themes"
        else word("lots_size", size=kroner(held.lots[0].value), themes=themes, **told)
    )
    return [first, word("lots_sum", total=kroner(line.counted)), *_exempt(held)]


def _exempt(held: Lots) -> list[str]:
    if not held.exempt or held.part_limit is None:
        return []
    value = sum((lot.value for lot in held.lots if lot.number in held.exempt), Decimal(0))
    limit = kroner(held.part_limit.amount)
    text = word(
        "lots_exempt",
        numbers=", ".join(map(str, held.exempt)),
        limit=limit,
        value=kroner(value),
        share=word("percent", number=write_number(held.part_share * 100)),
        most=kroner(held.exempt_most),
    )
    return [text + ("" if held.part_limit.status == "public" else word("lots_limit_note", limit=limit))]


def facts(line: PlanLine) -> list[str]:
    """Decision, nature, procedure with its rules, value against the threshold."""
    told = [
        word(
            "fact_what",
            way=word(f"way_{line.way}"),
            nature=nature(line),
            procedure=procedure(line.procedure.key),
            regime=word(f"regime_{line.procedure.regime}"),
        )
    ]
    if line.threshold and line.way != INSOURCE:
        unsure = "" if line.threshold.status == PUBLIC else " " + word("fact_unsure")
        told.append(word("fact_value", value=kroner(line.counted), threshold=kroner(line.threshold.amount), unsure=unsure))
    if line.volume:
        told.append(word("fact_volume", volume=kroner(line.volume.volume), target=target(line.volume.benchmark)))
    return told


def notes(line: PlanLine) -> list[str]:
    """The notes of a line."""
    return [word(f"note_{key}") for key in line.notes]


def target(key: str) -> str:
    """A benchmark's name; '' for none."""
    return word(f"target_{key}") if key in TARGETS else key
