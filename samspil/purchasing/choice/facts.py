"""What the data say of an offer by each criterion, and its price. A missing measurement carries its reason and is never filled in.

Price: the negotiated one when the adviser has it, else the listed price of the main service for the paragraph, level and day. State refund: section 176 by the rates of
`vocabulary/data/refund.toml`, as if the stay lasted a whole year at this price and the citizen cost nothing else.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samspil.purchasing.choice.model import CitizenNeed, Measured, Price
from samspil.purchasing.figures.listed import find_days
from samspil.purchasing.figures.model import Price as DayPrice
from samspil.purchasing.figures.refund import Rates, find_refund, shipped_rates
from samspil.purchasing.figures.units import days_in_year, to_day
from samspil.purchasing.intake.columns import fold
from samspil.values.purchasing import Offer, Outcome, Portfolio, Supervision, Tariff
from samspil.values.reason import Reason
from samspil.vocabulary.paragraphs import map_paragraph

LEAST_PERSONS = 5
OLD_SCORE_YEARS = 3
_PLAIN = ("days_to_start", "staff_per_place", "educated_share", "sick_leave", "staff_turnover")
_RESULTS = ("goals_met", "breakdowns", "satisfaction")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The portfolio's rows by offer."""

    tariffs: Mapping[str, Sequence[Tariff]]
    supervisions: Mapping[str, Sequence[Supervision]]
    outcomes: Mapping[str, Sequence[Outcome]]


def sort_portfolio(portfolio: Portfolio) -> Shelf:
    """Rows by offer, looked up once."""
    tariffs: dict[str, list[Tariff]] = defaultdict(list)
    supervisions: dict[str, list[Supervision]] = defaultdict(list)
    outcomes: dict[str, list[Outcome]] = defaultdict(list)
    for tariff in portfolio.tariffs:
        tariffs[tariff.offer].append(tariff)
    for score in portfolio.supervisions:
        supervisions[score.offer].append(score)
    for outcome in portfolio.outcomes:
        outcomes[outcome.offer].append(outcome)
    return Shelf(tariffs, supervisions, outcomes)


def find_price(offer: Offer, need: CitizenNeed, tariffs: Sequence[Tariff], rates: Rates | None = None) -> Price | None:
    """Gross, refund and net per day; None when neither a negotiated nor a listed price is known."""
    known = need.find_known(offer.id)
    if known.price_day is not None:
        return _with_net(Price(known.price_day, "negotiated", need.start.year), need, rates or shipped_rates(), known.net_day)
    listed = find_listed(need, tariffs)
    return _with_net(listed, need, rates or shipped_rates(), known.net_day) if listed else None


def find_listed(need: CitizenNeed, tariffs: Sequence[Tariff]) -> Price | None:
    """The listed price on the first day, for the level before one for all levels; where none stands for the day, that which ended last. Two prices are none."""
    fitting = [
        each
        for each in tariffs
        if each.kind == "main" and map_paragraph(each.paragraph).code == need.paragraph and each.support_level in (None, need.support_level)
    ]
    fitting = [each for each in fitting if find_days(each)[0] <= need.start]
    if not fitting:
        return None
    latest = max(min(find_days(each)[1], need.start) for each in fitting)
    held = [each for each in fitting if min(find_days(each)[1], need.start) == latest]
    exact = [each for each in held if each.support_level == need.support_level] or held
    begun = max(find_days(each)[0] for each in exact)
    best = [each for each in exact if find_days(each)[0] == begun]
    if len({(each.price_dkk, each.unit, each.price_year) for each in best}) > 1:
        return None
    tariff = best[0]
    price = to_day(tariff.price_dkk, tariff.unit, tariff.price_year, hours_per_week=tariff.hours_per_week)
    return Price(price.dkk_day, "listed", tariff.price_year) if isinstance(price, DayPrice) and price.dkk_day > 0 else None


def _with_net(price: Price, need: CitizenNeed, rates: Rates, given: Decimal | None) -> Price:
    """Net as given, else gross less refund of a whole year; neither where the law's refund is not known."""
    if given is not None:
        return Price(price.gross_day, price.kind, price.price_year, price.gross_day - given, given)
    if not rates.covers(need.paragraph):
        return price
    level, days = rates.find(need.start.year), days_in_year(need.start.year)
    refund = find_refund(price.gross_day * days, level) / days
    return Price(price.gross_day, price.kind, price.price_year, refund, price.gross_day - refund, level.year)


def measure(offer: Offer, need: CitizenNeed, shelf: Shelf, price: Price | None) -> dict[str, Measured]:
    """Every criterion's measurement of an offer."""
    net = price.net_day if price else None
    distance = need.find_known(offer.id).distance_km
    return {
        "price_day": Measured(price.gross_day) if price else Measured(None, Reason.of("no_price")),
        "net_price_day": _given(net),
        "distance_km": _given(offer.distance_km if distance is None else distance),
        "supervision": _find_supervision(shelf.supervisions.get(offer.id, ()), need.start),
        "wishes": _find_wishes(offer, need),
        **{key: _given(getattr(offer, key)) for key in _PLAIN},
        **_find_results(shelf.outcomes.get(offer.id, ())),
    }


def _given(value: Decimal | int | None) -> Measured:
    return Measured(None, Reason.of("not_told")) if value is None else Measured(Decimal(value))


def _find_supervision(scores: Sequence[Supervision], day: date) -> Measured:
    """Mean over the themes of each theme's latest score up to the day; with a word when the newest is old."""
    latest: dict[str, Supervision] = {}
    for each in scores:
        if each.on <= day and (each.theme not in latest or each.on > latest[each.theme].on):
            latest[each.theme] = each
    if not latest:
        return Measured(None, Reason.of("no_score"))
    mean = sum((each.score for each in latest.values()), Decimal(0)) / len(latest)
    newest = max(each.on for each in latest.values())
    old = newest.year < day.year - OLD_SCORE_YEARS
    return Measured(mean, Reason.of("score_old" if old else "score_of", on=newest, themes=len(latest)))


def _find_wishes(offer: Offer, need: CitizenNeed) -> Measured:
    """The share of the wishes that the offer's services, methods and municipality meet. No wish: all are met, by every offer."""
    if not need.wishes:
        return Measured(Decimal(1), Reason.of("no_wishes"))
    if not offer.services and not offer.methods:
        return Measured(None, Reason.of("not_told"))
    held = {fold(word) for word in (*offer.services, *offer.methods, offer.municipality) if word}
    met = [wish for wish in need.wishes if fold(wish) in held]
    return Measured(Decimal(len(met)) / len(need.wishes), Reason.of("wishes_met", met=len(met), of=len(need.wishes)))


def _find_results(outcomes: Sequence[Outcome]) -> dict[str, Measured]:
    """Results of the latest year with at least five citizens."""
    enough = sorted((each for each in outcomes if each.persons >= LEAST_PERSONS), key=lambda each: each.year)
    if not enough:
        reason = Reason.of("few_persons", least=LEAST_PERSONS) if outcomes else Reason.of("not_told")
        return {key: Measured(None, reason) for key in _RESULTS}
    last = enough[-1]
    found = {}
    for key in _RESULTS:
        value = getattr(last, key)
        told = Reason.of("result_of", year=last.year, persons=last.persons)
        found[key] = Measured(value, told) if value is not None else Measured(None, Reason.of("not_told"))
    return found
