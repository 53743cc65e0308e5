"""The plan: each contract that ends and each initiative becomes a line with its dates, value, procedure, lots and requirements; then what does not fit together."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from samspil.competition.plan.choosing import Settled, Wish, settle
from samspil.competition.plan.conflicts import PER_OWNER, find_conflicts
from samspil.competition.plan.dates import add_months, first_free, lay_back
from samspil.competition.plan.lots import divide
from samspil.competition.plan.rules import LeadTimes, find_requirements, nature_of_area, read_lead_times, read_lot_rule
from samspil.values.competition_plan import (
    CONTRACT,
    EXTERNAL,
    INITIATIVE,
    INSOURCE,
    OWN,
    TENDER,
    AreaVolume,
    Conflict,
    Contract,
    Cpv,
    Lots,
    Plan,
    PlanInitiative,
    PlanLine,
)

DEFAULT_YEARS = Decimal(4)
FindCpv = Callable[[str, str], tuple[Cpv, ...]]
_TITLE = 90


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the plan is to be made. `lot_size`: kroner, None for the rule's own; `per_owner`: how many one owner is thought to manage at once."""

    today: date
    municipality: str = ""
    per_owner: int = PER_OWNER
    lot_size: Decimal | None = None
    times: LeadTimes | None = None
    find_cpv: FindCpv = lambda _text, _area: ()


def make_plan(
    contracts: Sequence[Contract], wishes: Wishes, initiatives: Sequence[PlanInitiative] = (), volumes: Sequence[AreaVolume] = ()
) -> Plan:
    """The plan of these contracts and initiatives, by the day work must begin. Raises CompetitionError (no thresholds for a date)."""
    said: list[Conflict] = []
    times = wishes.times or read_lead_times()
    sums = _sum_groups(contracts)
    lines = [_plan_contract(each, sums, wishes, said) for each in contracts]
    lines += [_plan_initiative(each, wishes) for each in _left_over(contracts, initiatives)]
    joined = [_join(line, initiatives, volumes) for line in lines]
    joined.sort(key=lambda line: (line.begin, line.new_start, line.id))
    taken = {line.area for line in joined} | {area for line in joined for one in line.initiatives for area in one.areas}
    return Plan(
        wishes.today,
        wishes.municipality,
        tuple(joined),
        (*find_conflicts(joined, wishes.today, wishes.per_owner), *said),
        wishes.per_owner,
        wishes.lot_size or read_lot_rule().target,
        initiatives[0].year if initiatives else None,
        tuple(each for each in volumes if each.area not in taken and each.volume > 0),
        _list_sources(joined),
        times.as_of,
        times.file,
        any(each.example for each in contracts) or any(each.example for each in volumes),
    )


def value_of(contract: Contract) -> Decimal | None:
    """The value of the new contract: as given, else so much a year over its years (four where nobody says)."""
    if contract.value is not None:
        return contract.value
    return None if contract.annual_value is None else contract.annual_value * (contract.new_years or DEFAULT_YEARS)


def _group_of(contract: Contract) -> str:
    return contract.group.casefold() or f"\0{contract.id}"


def _sum_groups(contracts: Iterable[Contract]) -> Mapping[str, tuple[Decimal | None, int]]:
    """The value of each group of contracts that are one purchase, and how many they are; None while one of them has none."""
    held: dict[str, list[Decimal | None]] = defaultdict(list)
    for each in contracts:
        held[_group_of(each)].append(value_of(each))
    return {group: (None if None in values else sum(filter(None, values), Decimal(0)), len(values)) for group, values in held.items()}


def _plan_contract(contract: Contract, sums: Mapping[str, tuple[Decimal | None, int]], wishes: Wishes, said: list[Conflict]) -> PlanLine:
    end = add_months(contract.end, contract.extension_months) if contract.extend else contract.end
    new_start = contract.new_start or end + timedelta(days=1)
    counted, together = sums[_group_of(contract)]
    times = wishes.times or read_lead_times()
    wish = Wish(contract.nature, contract.way, contract.performed_by, counted, new_start, contract.procedure, contract.cross_border)
    settled = settle(wish, times, wishes.today)
    said += _say(contract, settled, counted, together)
    codes = (Cpv(contract.cpv),) if contract.cpv else () if contract.way == INSOURCE else wishes.find_cpv(contract.title, contract.area)
    line = PlanLine(
        contract.id,
        contract.title,
        CONTRACT,
        contract.way,
        contract.nature,
        contract.area,
        contract.owner,
        end,
        new_start,
        value_of(contract),
        counted,
        settled.procedure,
        settled.thresholds,
        settled.threshold,
        settled.steps,
        _divide(contract, settled, wishes),
        find_requirements(contract.area, contract.nature, eu=settled.above) if contract.way != INSOURCE else (),
        codes,
        (*settled.notes, *_assumptions(contract), *(("cpv_suggested",) if codes and not contract.cpv else ())),
        contract,
    )
    return _with_dates(line, contract, wishes.today)


def _divide(contract: Contract, settled: Settled, wishes: Wishes) -> Lots:
    rule = read_lot_rule()
    size = wishes.lot_size or rule.target
    value = value_of(contract) if contract.way != INSOURCE else None
    return divide(value, contract.parts, rule, settled.thresholds, works=contract.nature == "works", size=size, eu=settled.above)


def _assumptions(contract: Contract) -> Iterator[str]:
    """What was put in where the user gave nothing."""
    if contract.value is None and contract.annual_value is not None and contract.new_years is None:
        yield "years_assumed"
    if contract.extension_months and not contract.extend:
        yield "extension_unused"
    if contract.extend:
        yield "extension_used"


def _say(contract: Contract, settled: Settled, counted: Decimal | None, together: int) -> Iterator[Conflict]:
    """Conflicts of value."""
    value, ids = value_of(contract), (contract.id,)
    threshold = settled.threshold.amount if settled.threshold else Decimal(0)
    if contract.way == INSOURCE:
        return
    if value is None:
        yield Conflict("no_value", ids, {"procedure": settled.procedure.key})
    elif counted is not None and together > 1 and value < threshold <= counted:
        values = {"value": value, "total": counted, "threshold": threshold, "count": together, "group": contract.group}
        yield Conflict("sum_over_threshold", ids, values)
    if settled.too_light:
        values = {"given": settled.too_light, "used": settled.procedure.key, "value": counted, "threshold": threshold}
        yield Conflict("procedure_too_light", ids, values)
    if settled.turned:
        yield Conflict("threshold_turns", ids, {"value": counted})
    elif settled.thresholds and settled.thresholds.assumed:
        yield Conflict("threshold_assumed", ids, {"until": settled.thresholds.until})


def _with_dates(line: PlanLine, contract: Contract | None, today: date) -> PlanLine:
    """What is latest with the least days, and earliest when all is begun today."""
    fast = lay_back(line.procedure, line.new_start, least=True)
    publication = next((each.first for each in fast if each.step.key == "publish"), None)
    found = replace(
        line,
        latest_begin=fast[0].first,
        latest_publication=publication,
        earliest_start=first_free(line.procedure, today),
        fastest_start=first_free(line.procedure, today, least=True),
    )
    if contract is None or not contract.extension_months:
        return found
    extended = None if contract.extend else add_months(contract.end, contract.extension_months)
    return replace(found, extended_end=extended, notice_by=add_months(contract.end, -contract.notice_months))


def _left_over(contracts: Sequence[Contract], initiatives: Sequence[PlanInitiative]) -> list[PlanInitiative]:
    """Initiatives of areas in which no contract is listed."""
    areas = {each.area for each in contracts if each.area}
    return [each for each in initiatives if not areas & set(each.areas)]


def _plan_initiative(initiative: PlanInitiative, wishes: Wishes) -> PlanLine:
    """An initiative without a contract: begun in the budget's year at the latest for a start on 1 January after it. An assumption, and said so."""
    area = initiative.areas[0] if initiative.areas else ""
    nature, start = nature_of_area(area), date(initiative.year + 1, 1, 1)
    today_by = OWN if initiative.way == TENDER else EXTERNAL
    settled = settle(Wish(nature, initiative.way, today_by, None, start), wishes.times or read_lead_times(), wishes.today)
    rule = read_lot_rule()
    lots = divide(None, (), rule, settled.thresholds, works=False, size=wishes.lot_size or rule.target, eu=settled.above)
    title = _cut(initiative.quote)
    line = PlanLine(
        initiative.id,
        title,
        INITIATIVE,
        initiative.way,
        nature,
        area,
        "",
        None,
        start,
        None,
        None,
        settled.procedure,
        settled.thresholds,
        settled.threshold,
        settled.steps,
        lots,
        find_requirements(area, nature, eu=settled.above) if initiative.way != INSOURCE else (),
        wishes.find_cpv(initiative.quote, area) if initiative.way != INSOURCE else (),
        (*settled.notes, "start_assumed", "nature_assumed"),
        None,
        (initiative,),
    )
    return _with_dates(line, None, wishes.today)


def _cut(quote: str) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= _TITLE else words[:_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _join(line: PlanLine, initiatives: Sequence[PlanInitiative], volumes: Sequence[AreaVolume]) -> PlanLine:
    """What the agreement says of the line's area, and the volume there, beside it."""
    if not line.area:
        return line
    beside = line.initiatives or tuple(each for each in initiatives if line.area in each.areas)
    return replace(line, initiatives=beside, volume=next((each for each in volumes if each.area == line.area), None))


def _list_sources(lines: Iterable[PlanLine]) -> tuple[str, ...]:
    """The sources of thresholds and of steps that are no mere assumption."""
    found: dict[str, None] = {}
    for line in lines:
        if line.thresholds:
            found.setdefault(line.thresholds.source)
        for planned in line.steps:
            if planned.step.source:
                found.setdefault(planned.step.source)
    return tuple(found)
