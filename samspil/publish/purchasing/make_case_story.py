"""What a comparison of make or buy tells: the answer with its range, cost of a citizen on both sides, the change, years, sensitivity, draws, lines."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from samspil.publish.purchasing.make_charts import draw_bins, draw_tornado
from samspil.publish.purchasing.make_story import ROOM, Cell, Section, Story, Table, column, kroner, number, percent
from samspil.purchasing.make_or_buy.lines import SPECS
from samspil.purchasing.make_or_buy.model import Case, Comparison, Missing, Root, Shock
from samspil.vocabulary.texts import say

# What a citizen costs in a year, in the order of the sum, by name of the step; its text is `step_NAME`.
_OWN = ("direct_each", "empty_each", "fixed_each", "overhead_each", "capital_each", "own_gross_each", "own_refund_each", "own_net_each")
_BOUGHT = ("bought_each", "bought_refund_each", "admin_each", "bought_net_each")
_MINUS = ("own_refund_each", "bought_refund_each")
_CHANGE = ("project", "staff_change", "double_pay", "notice", "commissioning", "change_cost")
_CAPITAL = ("building_total", "inventory_total", "capital_charge")
_YEARLY = ("willing", "beds", "movers", "own_running", "own_refund", "bought_gross", "bought_refund", "yearly_difference")
_PERSONS = ("willing", "beds", "movers")


def tell_case(done: Comparison) -> Story:
    """The story of a comparison."""
    sections = (
        _answer(done),
        _citizens(done.case),
        _costs(done),
        _change(done),
        _years(done),
        _tornado(done),
        _shocks(done),
        *_draws(done),
        _lines(done.case),
    )
    cautions = tuple(_caution(key, done) for key in done.cautions)
    method = tuple(say(f"{ROOM}.method_{key}") for key in ("money", "refund", "capital", "delay", "draws", "people"))
    return Story(_title(done.case), say(f"{ROOM}.statement"), answer(done), sections, cautions, method)


def _title(case: Case) -> str:
    return say(f"{ROOM}.case_title", title=case.title, direction=say(f"{ROOM}.direction_{case.direction}"))


def answer(done: Comparison) -> str:
    """The answer in a sentence: a range, never a point alone."""
    words = say(f"{ROOM}.direction_{done.case.direction}")
    direction = words[0].upper() + words[1:]
    if done.draws is None:
        return say(f"{ROOM}.verdict_no_range", direction=direction)
    values = {f"p{key}": kroner(value) for key, value in done.draws.quantiles.items()}
    share = percent(done.draws.share_cheaper, 0)
    return say(f"{ROOM}.verdict_{done.verdict}", direction=direction, years=done.case.years, share=share, **values)


def tell_missing(case: Case) -> tuple[str, ...]:
    """What stops a verdict, line by line."""
    return tuple(_missing(each) for each in case.missing)


def _missing(each: Missing) -> str:
    return say(f"{ROOM}.missing_{each.kind}", name=each.name, what=say(f"{ROOM}.line_{each.name}"), help=say(f"{ROOM}.help_{each.name}"))


def _caution(key: str, done: Comparison) -> str:
    lines = done.case.numbers()
    return say(
        f"{ROOM}.caution_{key}",
        level=done.level.year if done.level else "",
        year=done.case.price_year,
        not_suitable=number(lines["citizens_not_suitable"]),
        unknown=number(lines["citizens_unknown"]),
        coming=number(lines["citizens_coming"]),
        movers=number(done.steps["movers"]),
        beds=number(done.steps["beds"]),
        paragraph=done.case.paragraph,
    )


def _facts(rows: Iterable[tuple[str, Cell]]) -> Table:
    return Table((column("what", "wrap", 60), column("value", "wrap", 50)), list(rows))


def _answer(done: Comparison) -> Section:
    rows: list[tuple[str, Cell]] = [(say(f"{ROOM}.fact_npv"), kroner(done.npv))]
    if done.draws:
        low, high = (kroner(done.draws.quantiles[key]) for key in (10, 90))
        rows.append((say(f"{ROOM}.fact_range"), say(f"{ROOM}.from_to", low=low, high=high)))
        rows.append((say(f"{ROOM}.fact_share"), percent(done.draws.share_cheaper, 0)))
    rows += [(say(f"{ROOM}.fact_horizon", years=years), kroner(value)) for years, value in done.npv_by_horizon.items()]
    rows.append((say(f"{ROOM}.fact_outlay"), kroner(done.outlay)))
    for name, value in (("payback", done.payback), ("discounted_payback", done.discounted_payback)):
        key = "no_outlay" if done.outlay == 0 else "never"
        rows.append((say(f"{ROOM}.fact_{name}"), say(f"{ROOM}.{key}") if value is None else say(f"{ROOM}.years", number=number(value))))
    for name, roots in (("occupancy", done.occupancy_roots), ("places", done.places_roots), ("price", done.price_roots)):
        rows.append((say(f"{ROOM}.fact_break_{name}"), _tell_roots(roots, name, done)))
    rate = number(done.case.lines["discount_rate"].value, 2)
    basis = say(f"{ROOM}.basis", rate=rate, year=done.case.price_year, years=done.case.years, paragraph=done.case.paragraph)
    return Section("answer", (basis,), _facts(rows))


def _tell_roots(roots: Sequence[Root], name: str, done: Comparison) -> str:
    """'79,1 pct. (derover)'; of places the next whole number beside it; none: which side all of it is."""
    if not roots:
        return say(f"{ROOM}.no_root_{'above' if done.npv > 0 else 'below'}")
    words = []
    for root in roots:
        value = say(f"{ROOM}.break_{name}", number=number(root.value, 2))
        words.append(say(f"{ROOM}.root_{'rising' if root.rising else 'falling'}", value=value))
    return "; ".join(words)


def _citizens(case: Case) -> Section:
    names = [spec.name for spec in SPECS if spec.group == "citizens" and spec.name in case.lines]
    rows = [(say(f"{ROOM}.line_{name}"), number(case.lines[name].value), say(f"{ROOM}.counted_{name}")) for name in names]
    columns = (column("what", "wrap", 60), column("value", "text", 12), column("counted", "wrap", 60))
    return Section("citizens", (say(f"{ROOM}.citizens_text"),), Table(columns, rows))


def _costs(done: Comparison) -> Section:
    steps = {**done.steps, "admin_each": done.case.numbers()["buy_admin"] + done.case.numbers()["other_external"]}

    def rows(side: str, names: Sequence[str]) -> list[Sequence[Cell]]:
        signed = {name: -steps[name] if name in _MINUS else steps[name] for name in names}
        return [(say(f"{ROOM}.{side}"), say(f"{ROOM}.step_{name}"), value) for name, value in signed.items()]

    found = rows("side_own", _OWN) + rows("side_bought", _BOUGHT)
    for name in _YEARLY:
        value = steps[name]
        found.append((say(f"{ROOM}.side_all"), say(f"{ROOM}.step_{name}"), value))
    columns = (column("side", "text", 20), column("what", "wrap", 70), column("amount", "oere", 20))
    return Section("costs", (say(f"{ROOM}.costs_text"),), Table(columns, found))


def _change(done: Comparison) -> Section:
    numbers = done.case.numbers()
    found: list[Sequence[Cell]] = [(say(f"{ROOM}.step_{name}"), done.steps.get(name, numbers.get(name))) for name in (*_CHANGE, *_CAPITAL)]
    found += [(say(f"{ROOM}.line_{name}"), numbers[name]) for name in ("lost_economies", "exit")]
    return Section("change", (say(f"{ROOM}.change_text"),), Table((column("what", "wrap", 70), column("amount", "oere", 20)), found))


def _years(done: Comparison) -> Section:
    total, rows = Decimal(0), []
    for year, saved in enumerate(done.advantage):
        total += saved
        rows.append((year, done.stay.cost[year], done.change.cost[year], saved, total))
    columns = (column("year", "year", 8), *(column(name, "kroner", 20) for name in ("stay", "change", "saved", "saved_total")))
    residual = say(f"{ROOM}.residual", stay=kroner(done.stay.residual), change=kroner(done.change.residual), years=done.case.years)
    return Section("years", (say(f"{ROOM}.years_text"), residual), Table(columns, rows))


def _tornado(done: Comparison) -> Section:
    rows = [(say(f"{ROOM}.line_{bar.name}"), bar.low, bar.high, bar.at_low, bar.at_high) for bar in done.bars]
    columns = (
        column("line", "wrap", 44),
        column("low", "number"),
        column("high", "number"),
        column("at_low", "kroner", 20),
        column("at_high", "kroner", 20),
    )
    text = say(f"{ROOM}.tornado_text") if rows else say(f"{ROOM}.tornado_none")
    drawing = draw_tornado(done) if rows else ""
    return Section("tornado", (text,), Table(columns, rows) if rows else None, drawing, say(f"{ROOM}.section_tornado"))


def _shocks(done: Comparison) -> Section:
    rows = [(_tell_shock(shock), shock.before, shock.after, shock.npv, shock.npv - done.npv) for shock in done.shocks]
    columns = (
        column("shock", "wrap", 60),
        column("before", "number"),
        column("after", "number"),
        column("npv", "kroner", 20),
        column("moved", "kroner", 20),
    )
    return Section("shocks", (say(f"{ROOM}.shocks_text"),), Table(columns, rows))


def _tell_shock(shock: Shock) -> str:
    amount = number((shock.amount - 1) * 100 if shock.kind == "times" else shock.amount, 2)
    sign = "" if amount.startswith("\u2212") else "+"
    line = say(f"{ROOM}.line_{shock.name}")
    unit = {"delay_months": "months"}.get(shock.name, "points") if shock.kind == "add" else "per_cent"
    return say(f"{ROOM}.shock_{unit}", line=line, amount=f"{sign}{amount}")


def _draws(done: Comparison) -> Iterable[Section]:
    if done.draws is None:
        return
    drawn = done.draws
    rows = [(say(f"{ROOM}.quantile", per_cent=key), Decimal(round(value))) for key, value in drawn.quantiles.items()]
    names = ", ".join(say(f"{ROOM}.line_{name}") for name in drawn.varied)
    text = say(f"{ROOM}.draws_text", draws=number(Decimal(drawn.draws), 0), seed=drawn.seed, names=names)
    table = Table((column("what", "wrap", 50), column("npv", "kroner", 20)), rows)
    yield Section("draws", (text,), table, draw_bins(drawn), say(f"{ROOM}.section_draws"))


def _lines(case: Case) -> Section:
    rows: list[Sequence[Cell]] = []
    for spec in SPECS:
        if line := case.lines.get(spec.name):
            ends = (line.low, line.high) if line.varies else (None, None)
            shape = say(f"{ROOM}.shape_{line.distribution}") if line.varies else None
            why = "; ".join(text for text in (line.source, line.reason) if text)
            rows.append((say(f"{ROOM}.line_{spec.name}"), line.value, say(f"{ROOM}.unit_{spec.unit}"), *ends, shape, why))
    columns = (
        column("line", "wrap", 44),
        column("value", "number"),
        column("unit", "text", 22),
        column("low", "number"),
        column("high", "number"),
        column("distribution", "text", 14),
        column("source", "wrap", 60),
    )
    return Section("lines", (say(f"{ROOM}.lines_text"),), Table(columns, rows))
