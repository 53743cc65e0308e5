"""The negotiation list: of each offer bought, paid against benchmark, with range, quality, contract, questions and the sum against a target."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from samspil.errors import UsageError
from samspil.purchasing.prices.around import Around
from samspil.purchasing.prices.benchmarks import Benchmarks, find_benchmarks
from samspil.purchasing.prices.drivers import find_drivers, group_tariffs, main_cell, measure_growth
from samspil.purchasing.prices.model import BENCHMARKS, EXPECTED, Answer, Benchmark, Entry, Line, Negotiation, Refusal, Sums, to_ore
from samspil.purchasing.prices.ordering import check_weights, order_parts
from samspil.purchasing.prices.rows import Row
from samspil.values.purchasing import Portfolio, Tariff
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.texts import say

MONTHS = 12
_FEW_LINES = 5  # an offer's mean over few placements varies more: it is judged by others with few
_ENOUGH_OFFERS = 20  # under this many other offers the range is the sum of the placements' own ranges
_LOW, _HIGH = 0.10, 0.90


@dataclass(frozen=True, slots=True)
class Replies:
    """What suppliers have answered: by offer, with the day of the answer."""

    answers: Mapping[str, tuple[Answer, ...]]
    on: Mapping[str, date]


def build_list(
    portfolio: Portfolio,
    *,
    years: Sequence[int] = (),
    benchmark: str = EXPECTED,
    target_dkk: Decimal | None = None,
    weights: Mapping[str, Decimal] | None = None,
    months: int = MONTHS,
    replies: Replies | None = None,
) -> Negotiation:
    """The list of one portfolio. `years`: those whose placements are counted, by default the last one; other years still help to find the benchmark.

    Raises UsageError for an unknown benchmark, a year without placements, wrong weights, a target of 0 or less, or a missing statsmodels.
    """
    chosen, settled = _check(portfolio, years, benchmark, target_dkk), check_weights(weights)
    rows, benchmarks = find_benchmarks(portfolio, benchmark)
    entries, not_compared = _build_entries(portfolio, rows, benchmarks, chosen)
    entries = _with_ranges(entries, find_ratios(rows, benchmarks), benchmark)
    ordered = [
        replace(each, order=order_parts(each.potential_dkk, each.dearer_than, each.terms, each.quality, portfolio.as_of, months, settled))
        for each in entries
    ]
    ordered.sort(key=lambda each: (-each.points, -each.potential_dkk, each.offer))
    if replies:
        ordered = [_with_reply(each, replies) for each in ordered]
    sums = add_up(ordered, target_dkk)
    return Negotiation(benchmark, chosen, tuple(ordered), not_compared, sums, settled, portfolio.synthetic)


def _check(portfolio: Portfolio, years: Sequence[int], benchmark: str, target: Decimal | None) -> tuple[int, ...]:
    there = sorted({placement.year for placement in portfolio.placements})
    if benchmark not in BENCHMARKS:
        raise UsageError(say("purchasing_prices.bad_benchmark", given=benchmark), remedy=say("purchasing_prices.bad_benchmark_remedy"))
    if target is not None and target <= 0:
        raise UsageError(say("purchasing_prices.bad_target"), remedy=say("purchasing_prices.bad_target_remedy"))
    if not there:
        raise UsageError(say("purchasing_prices.no_placements"), remedy=say("purchasing_prices.no_placements_remedy"))
    if missing := sorted(set(years) - set(there)):
        listed = ", ".join(map(str, there))
        raise UsageError(
            say("purchasing_prices.no_year", year=", ".join(map(str, missing))),
            remedy=say("purchasing_prices.no_year_remedy", years=listed),
        )
    return tuple(sorted(set(years))) or (there[-1],)


def _build_entries(
    portfolio: Portfolio, rows: Mapping[str, Row], benchmarks: Benchmarks, years: Sequence[int]
) -> tuple[list[Entry], tuple[tuple[str, Refusal], ...]]:
    in_years = [row for row in rows.values() if row.placement.year in years]
    around, tariffs = Around(portfolio, in_years), group_tariffs(portfolio)
    growth, names = measure_growth(rows.values(), benchmarks), {each.id: each.name for each in portfolio.suppliers}
    left_out: dict[str, list[tuple[str, Refusal]]] = defaultdict(list)
    for placement in portfolio.placements:
        found = benchmarks[placement.key]
        if placement.year in years and isinstance(found, Refusal) and found.key != "own":
            left_out[placement.offer].append((placement.key, found))
    by_offer: dict[str, list[Row]] = defaultdict(list)
    for row in in_years:
        if isinstance(benchmarks[row.placement.key], Benchmark):
            by_offer[row.offer.id].append(row)
    entries = [
        _make_entry(lines, benchmarks, around, tariffs, growth.get(offer), names, tuple(left_out.get(offer, ())))
        for offer, lines in sorted(by_offer.items())
    ]
    return entries, tuple((offer, reasons[0][1]) for offer, reasons in sorted(left_out.items()) if offer not in by_offer)


def _make_entry(
    rows: Sequence[Row],
    benchmarks: Benchmarks,
    around: Around,
    tariffs: Mapping[str, Sequence[Tariff]],
    growth: Decimal | None,
    names: Mapping[str, str],
    left_out: tuple[tuple[str, Refusal], ...],
) -> Entry:
    lines = tuple(make_line(row, found) for row in rows if isinstance(found := benchmarks[row.placement.key], Benchmark))
    offer, cell = rows[0].offer, main_cell(lines)
    paid, expected = (sum((getattr(line, name) for line in lines), Decimal(0)) for name in ("paid_dkk", "benchmark_dkk"))
    low = paid - sum((line.benchmark.high * line.days for line in lines), Decimal(0))
    high = paid - sum((line.benchmark.low * line.days for line in lines), Decimal(0))
    return Entry(
        offer.id,
        offer.supplier,
        offer.name,
        names.get(offer.supplier, offer.supplier),
        lines,
        left_out,
        paid,
        expected,
        paid - expected,
        low,
        high,
        Decimal("0.5"),
        around.quality(offer, cell),
        around.terms(offer.id),
        find_drivers(rows, lines, around, tariffs, growth),
    )


def make_line(row: Row, benchmark: Benchmark) -> Line:
    """One placement beside its benchmark."""
    placement = row.placement
    return Line(
        placement.key,
        placement.paragraph,
        placement.target_group,
        placement.support_level,
        placement.year,
        placement.days,
        placement.paid_dkk,
        benchmark,
    )


@dataclass(frozen=True, slots=True)
class Ratio:
    """Of an offer, over all years in the data: log of paid / benchmark, and how many placements it is made of."""

    supplier: str
    log: float
    placements: int


def find_ratios(rows: Mapping[str, Row], benchmarks: Benchmarks) -> dict[str, Ratio]:
    """How dear each offer has been; all years count, since more placements tell a dear offer from chance."""
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    counts: dict[str, int] = defaultdict(int)
    suppliers: dict[str, str] = {}
    for row in rows.values():
        found = benchmarks[row.placement.key]
        if isinstance(found, Benchmark):
            sums[row.offer.id][0] += row.placement.paid_dkk
            sums[row.offer.id][1] += found.per_day * row.placement.days
            counts[row.offer.id] += 1
            suppliers[row.offer.id] = row.offer.supplier
    return {offer: Ratio(suppliers[offer], math.log(paid / listed), counts[offer]) for offer, (paid, listed) in sums.items()}


def _with_ranges(entries: Sequence[Entry], ratios: Mapping[str, Ratio], benchmark: str) -> list[Entry]:
    """Each entry with where it stands among others, and (by expected prices) the range in which 80 % of other suppliers' offers lie.

    A whole offer varies less than one placement; the sum of the placements' ranges would be too wide. Split-conformal on the log of paid / benchmark, among
    offers with as few, or as many, placements.
    """
    return [_with_range(each, ratios, benchmark) for each in entries]


def _with_range(entry: Entry, ratios: Mapping[str, Ratio], benchmark: str) -> Entry:
    own = ratios[entry.offer]
    others = [each for each in ratios.values() if each.supplier != entry.supplier]
    alike = [each for each in others if (each.placements < _FEW_LINES) == (own.placements < _FEW_LINES)]
    pool = sorted(each.log for each in (alike if len(alike) >= _ENOUGH_OFFERS else others))
    if not pool:
        return entry
    below = bisect_left(pool, own.log)
    placed = replace(entry, dearer_than=(Decimal(below) / len(pool)).quantize(Decimal("0.0001")))
    if benchmark != EXPECTED or len(pool) < _ENOUGH_OFFERS:
        return placed
    last = len(pool) - 1
    low = min(pool[max(math.floor(_LOW * (len(pool) + 1)) - 1, 0)], 0.0)
    high = max(pool[min(math.ceil(_HIGH * (len(pool) + 1)) - 1, last)], 0.0)
    ends = [to_ore(entry.benchmark_dkk * Decimal(math.exp(end))) for end in (high, low)]
    return replace(placed, low_dkk=entry.paid_dkk - ends[0], high_dkk=entry.paid_dkk - ends[1])


def _with_reply(entry: Entry, replies: Replies) -> Entry:
    return replace(entry, answers=replies.answers.get(entry.offer, ()), answered_on=replies.on.get(entry.offer))


def add_up(entries: Sequence[Entry], target: Decimal | None = None) -> Sums:
    """The sums over all entries."""
    zero = Decimal(0)
    above = sum((max(each.potential_dkk, zero) for each in entries), zero)
    sure = sum((max(each.low_dkk, zero) for each in entries), zero)
    below = sum((min(each.potential_dkk, zero) for each in entries), zero)
    return Sums(above, sure, below, target)


def name_not_compared(portfolio: Portfolio, found: Negotiation) -> list[tuple[str, Refusal]]:
    """Names of the offers that cannot be compared, in Danish order; an offer that is not listed by its id."""
    names = {each.id: each.name for each in portfolio.offers}
    return sorted(((names.get(offer, offer), refusal) for offer, refusal in found.not_compared), key=lambda pair: sort_key(pair[0]))
