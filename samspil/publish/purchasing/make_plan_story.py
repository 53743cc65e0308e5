"""What a forecast of self-sufficiency tells: the goal and its chance, the four rates apart, years, what it would take, scenarios, every assumption."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from samspil.publish.purchasing.make_charts import draw_fan
from samspil.publish.purchasing.make_story import ROOM, Cell, Section, Story, Table, column, decimal, number, percent
from samspil.purchasing.self_sufficiency.lines import SPECS
from samspil.purchasing.self_sufficiency.model import DEFINITIONS, Block, Forecast, Measured, Plan
from samspil.vocabulary.texts import say


def tell_forecast(done: Forecast) -> Story:
    """The story of a forecast."""
    plan = done.plan
    sections = (
        _goal(done),
        *_figures(plan),
        _definitions(done),
        *_fan(done),
        _years(done),
        *_scenarios(done),
        _assumptions(plan),
    )
    cautions = tuple(say(f"{ROOM}.caution_{key}") for key in done.cautions)
    method = tuple(say(f"{ROOM}.method_{key}") for key in ("flow", "stay", "rates", "fan"))
    return Story(plan.title, say(f"{ROOM}.statement_forecast"), answer_forecast(done), sections, cautions, method)


def answer_forecast(done: Forecast) -> str:
    """The answer in a sentence."""
    plan, last = done.plan, done.years[-1].rates[done.plan.definition]
    values = {"goal": percent(plan.goal), "year": plan.goal_year, "rate": _rate(last), "label": say(f"{ROOM}.rate_{plan.definition}")}
    if done.fan is None:
        return say(f"{ROOM}.goal_middle", **values)
    low, high = (percent(done.fan.quantiles[key][-1]) for key in (10, 90))
    return say(f"{ROOM}.goal_range", low=low, high=high, chance=percent(done.fan.chance, 0), **values)


def _rate(value: float | Decimal | None) -> str:
    return say(f"{ROOM}.not_told") if value is None else percent(value)


def _goal(done: Forecast) -> Section:
    need, plan = done.needed, done.plan
    rows: list[tuple[str, Cell]] = [
        (say(f"{ROOM}.fact_planned"), number(need.planned)),
        (say(f"{ROOM}.fact_places"), _places(need.places, need.planned)),
        (say(f"{ROOM}.fact_places_80"), _places(need.places_80, need.planned) if done.fan else say(f"{ROOM}.not_told")),
        (say(f"{ROOM}.fact_growth"), say(f"{ROOM}.no_growth") if need.growth is None else _growth(need.growth, plan.years)),
        (say(f"{ROOM}.fact_best"), _rate(need.best)),
    ]
    basis = say(
        f"{ROOM}.forecast_basis",
        first=plan.start_year,
        last=plan.goal_year,
        goal=percent(plan.goal),
        label=say(f"{ROOM}.rate_{plan.definition}"),
    )
    return Section("goal", (basis,), Table((column("what", "wrap", 70), column("value", "wrap", 60)), rows))


def _places(places: int | None, planned: float) -> str:
    if places is None:
        return say(f"{ROOM}.no_places")
    extra = Decimal(places) - (decimal(planned) or Decimal(0))
    return say(f"{ROOM}.places_beyond", places=number(Decimal(places), 0), extra=("+" if extra > 0 else "") + number(extra, 0))


def _growth(growth: float, years: int) -> str:
    whole = ((1 + growth / 100) ** years - 1) * 100
    return say(f"{ROOM}.growth_year", growth=number(growth, 2), whole=number(whole, 1), years=years)


def _figures(plan: Plan) -> Iterable[Section]:
    if plan.figures:
        columns = (column("what", "wrap", 50), column("value", "wrap", 50), column("source", "wrap", 40))
        yield Section(
            "figures", (say(f"{ROOM}.figures_text"),), Table(columns, [(one.name, one.value, one.source) for one in plan.figures])
        )


def _definitions(done: Forecast) -> Section:
    """The four rates, each labelled: first and last year."""
    first, last = done.years[0], done.years[-1]
    rows: list[Sequence[Cell]] = []
    for key in DEFINITIONS[:3]:
        rows.append((say(f"{ROOM}.rate_{key}"), _rate(first.rates[key]), _rate(last.rates[key])))
    for paragraph, rate in last.by_paragraph.items():
        label = say(f"{ROOM}.rate_d_of", paragraph=paragraph)
        rows.append((label, _rate(first.by_paragraph[paragraph]), _rate(rate)))
    columns = (column("definition", "wrap", 70), column("first", "text", 16), column("last", "text", 16))
    return Section("definitions", (say(f"{ROOM}.definitions_text"),), Table(columns, rows))


def tell_measured(done: Measured) -> Section:
    """The four rates of a portfolio as they are."""
    rows: list[Sequence[Cell]] = []
    for key, rate in done.rates.items():
        own, whole = done.counts[key]
        rows.append((say(f"{ROOM}.rate_{key}"), _rate(rate), own, whole))
    for paragraph, (own, whole) in done.by_paragraph.items():
        rows.append((say(f"{ROOM}.rate_d_of", paragraph=paragraph), _rate(own / whole if whole else None), own, whole))
    columns = (column("definition", "wrap", 70), column("rate", "text", 14), column("own", "count", 18), column("whole", "count", 18))
    return Section("measured", (say(f"{ROOM}.measured_text", year=done.year),), Table(columns, rows))


def _fan(done: Forecast) -> Iterable[Section]:
    if done.fan is None:
        return
    fan, plan = done.fan, done.plan
    start = plan.goal_year - len(fan.quantiles[50]) + 1
    rows = [
        (start + number_, *(decimal(fan.quantiles[key][number_]) for key in fan.quantiles)) for number_ in range(len(fan.quantiles[50]))
    ]
    heads = tuple(column(f"q{key}", "percent", 12) for key in fan.quantiles)
    names = ", ".join(say(f"{ROOM}.line_{name}") for name in fan.varied)
    text = say(f"{ROOM}.fan_text", draws=number(Decimal(fan.draws), 0), seed=fan.seed, names=names)
    table = Table((column("calendar_year", "year", 8), *heads), rows)
    yield Section("fan", (text,), table, draw_fan(done), say(f"{ROOM}.section_fan"))


def _years(done: Forecast) -> Section:
    names = ("need", "citizens", "own", "places", "new", "new_own", "moved_home")
    rows = [
        (year.year, *(decimal(round(getattr(year, name), 1)) for name in names), *(decimal(year.rates[key]) for key in ("a", "b", "c")))
        for year in done.years
    ]
    columns = (
        column("calendar_year", "year", 8),
        *(column(name, "number", 14) for name in names),
        *(column(f"rate_{key}", "percent", 12) for key in ("a", "b", "c")),
    )
    return Section("forecast_years", (say(f"{ROOM}.forecast_years_text"),), Table(columns, rows))


def _scenarios(done: Forecast) -> Iterable[Section]:
    if not done.scenarios:
        return
    years = done.plan.years
    rows = [
        (
            one.base,
            one.growth / 100,
            _whole_growth(one.growth, years),
            decimal(one.rate),
            one.places_needed if one.places_needed is not None else say(f"{ROOM}.no_places"),
        )
        for one in done.scenarios
    ]
    columns = (
        column("base", "count", 16),
        column("growth_year", "percent", 14),
        column("growth_whole", "percent", 14),
        column("rate_goal", "percent", 16),
        column("places_needed", "count", 22),
    )
    key = "scenarios_assumed" if done.plan.assumed_base else "scenarios_text"
    yield Section("scenarios", (say(f"{ROOM}.{key}", year=done.plan.goal_year),), Table(columns, rows))


def _whole_growth(growth: Decimal, years: int) -> Decimal:
    return (1 + growth / 100) ** years - 1


def _assumptions(plan: Plan) -> Section:
    rows: list[Sequence[Cell]] = []
    for block in plan.blocks:
        rows += _block_rows(block)
    columns = (
        column("paragraph", "text", 16),
        column("line", "wrap", 50),
        column("value", "number"),
        column("unit", "text", 22),
        column("low", "number"),
        column("high", "number"),
        column("source", "wrap", 60),
    )
    return Section("assumptions", (say(f"{ROOM}.assumptions_text"),), Table(columns, rows))


def _block_rows(block: Block) -> Iterable[Sequence[Cell]]:
    persons, places = say(f"{ROOM}.unit_persons"), say(f"{ROOM}.unit_places")
    yield (
        block.paragraph,
        say(f"{ROOM}.line_citizens"),
        block.citizens,
        persons,
        None,
        None,
        block.citizens_source or block.history_source,
    )
    added = sum((count for _year, count in block.added), Decimal(0))
    yield (block.paragraph, say(f"{ROOM}.line_added"), added, places, None, None, block.added_source)
    for spec in SPECS:
        if line := block.lines.get(spec.name):
            ends = (line.low, line.high) if line.varies else (None, None)
            why = "; ".join(text for text in (line.source, line.reason) if text)
            yield (block.paragraph, say(f"{ROOM}.line_{spec.name}"), line.value, say(f"{ROOM}.unit_{spec.unit}"), *ends, why)
