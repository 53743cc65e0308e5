"""Contract watch: agreements that are missing or run out, payment without delivery, and tariffs that are missing or out of date. Each finding says what to look at."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from samspil.errors import UsageError
from samspil.purchasing.prices.around import find_terms
from samspil.purchasing.prices.drivers import group_tariffs
from samspil.purchasing.prices.model import Terms
from samspil.values.purchasing import Contract, Offer, Placement, Portfolio, Tariff
from samspil.vocabulary.texts import say

NONE_ON_FILE, EXPIRED, NOTICE_SOON, NOTICE_PAST, EXPIRING = "none_on_file", "expired", "notice_soon", "notice_past", "expiring"
PAID_NO_DAYS, DAYS_BEYOND, AFTER_END, AFTER_CONTRACT = "paid_no_days", "days_beyond", "after_end", "after_contract"
NO_TARIFF, TARIFF_EXPIRED = "no_tariff", "tariff_expired"
KINDS = (
    PAID_NO_DAYS,
    DAYS_BEYOND,
    AFTER_END,
    AFTER_CONTRACT,
    EXPIRED,
    NOTICE_SOON,
    NOTICE_PAST,
    EXPIRING,
    NONE_ON_FILE,
    NO_TARIFF,
    TARIFF_EXPIRED,
)
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Watch:
    """One thing to look at. `on`: the date it is about; `placements`: keys of the lines; `dkk`: what was paid in them; `days`: by how many days too many."""

    kind: str
    offer: str
    supplier: str
    name: str
    on: date | None = None
    expires: date | None = None
    contract: str = ""
    paragraph: str = ""
    placements: tuple[str, ...] = ()
    dkk: Decimal = Decimal(0)
    days: int = 0


@dataclass(frozen=True, slots=True)
class _Bought:
    """An offer's bought placements of the year, with its contracts and tariffs."""

    offer: Offer
    placements: tuple[Placement, ...]
    contracts: tuple[Contract, ...]
    tariffs: tuple[Tariff, ...]
    year: int
    as_of: date


def watch_contracts(portfolio: Portfolio, *, months: int = 6, year: int | None = None) -> list[Watch]:
    """All findings for the offers bought in `year` (the last one by default), seen from the day the data tell of; in the order of KINDS, then by date and kroner.

    `months` (30 days each): how far ahead a date is soon. Raises UsageError for months outside 1 to 120 or a year without placements.
    """
    if not 1 <= months <= MOST_MONTHS:
        raise UsageError(say("purchasing_prices.bad_months", given=months, most=MOST_MONTHS))
    there = sorted({placement.year for placement in portfolio.placements})
    chosen = year or (there[-1] if there else 0)
    if chosen not in there:
        listed = ", ".join(map(str, there)) or "-"
        raise UsageError(say("purchasing_prices.no_year", year=chosen), remedy=say("purchasing_prices.no_year_remedy", years=listed))
    found = [each for bought in _group(portfolio, chosen) for each in _watch(bought, months)]
    return sorted(found, key=lambda each: (KINDS.index(each.kind), each.on or date.max, -each.dkk, each.offer, each.placements))


def _group(portfolio: Portfolio, year: int) -> Iterator[_Bought]:
    offers = {offer.id: offer for offer in portfolio.offers}
    contracts: Mapping[str, list[Contract]] = defaultdict(list)
    for contract in portfolio.contracts:
        contracts[contract.offer].append(contract)
    placements: Mapping[str, list[Placement]] = defaultdict(list)
    for placement in portfolio.placements:
        offer = offers.get(placement.offer)
        if placement.year == year and not placement.own and offer and not offer.own:
            placements[placement.offer].append(placement)
    tariffs = group_tariffs(portfolio)
    for key in sorted(placements):
        held = (tuple(placements[key]), tuple(contracts.get(key, ())), tuple(tariffs.get(key, ())))
        yield _Bought(offers[key], *held, year, portfolio.as_of)


def _watch(bought: _Bought, months: int) -> Iterator[Watch]:
    terms = find_terms(bought.contracts, bought.as_of)
    yield from _watch_terms(bought, terms, months)
    yield from _watch_payment(bought)
    yield from _watch_end(bought, terms)
    yield from _watch_tariffs(bought)


def _make(kind: str, bought: _Bought, placements: Sequence[Placement], **values: object) -> Watch:
    paid = sum((each.paid_dkk for each in placements), Decimal(0))
    keys = tuple(each.key for each in placements)
    offer = bought.offer
    return Watch(kind, offer.id, offer.supplier, offer.name, placements=keys, dkk=paid, **values)  # type: ignore[arg-type]


def _watch_terms(bought: _Bought, terms: Terms, months: int) -> Iterator[Watch]:
    """Missing, run out, or running out soon."""
    dates = {"expires": terms.expires, "contract": terms.contract}
    horizon = bought.as_of + timedelta(days=30 * months)
    if terms.state == "none":
        yield _make(NONE_ON_FILE, bought, bought.placements)
    elif terms.state == "expired":
        yield _make(EXPIRED, bought, bought.placements, on=terms.expires, **dates)
    elif terms.state == "running" and terms.expires:
        if terms.notice_by and bought.as_of <= terms.notice_by <= horizon:
            yield _make(NOTICE_SOON, bought, bought.placements, on=terms.notice_by, **dates)
        elif terms.expires <= horizon:
            past = terms.notice_by is not None
            yield _make(
                NOTICE_PAST if past else EXPIRING, bought, bought.placements, on=terms.notice_by if past else terms.expires, **dates
            )


def _watch_payment(bought: _Bought) -> Iterator[Watch]:
    """Paid, but not delivered: no days, more days than the stay, a year after it ended."""
    first, last = date(bought.year, 1, 1), date(bought.year, 12, 31)
    for each in bought.placements:
        if each.days <= 0:
            if each.paid_dkk > 0:
                yield _make(PAID_NO_DAYS, bought, [each], paragraph=each.paragraph)
            continue
        if (each.ended and each.ended < first) or (each.started and each.started > last):
            yield _make(AFTER_END, bought, [each], on=each.ended or each.started, paragraph=each.paragraph, days=each.days)
            continue
        held = (min(each.ended or last, last) - max(each.started or first, first)).days + 1
        if each.days > held:
            yield _make(DAYS_BEYOND, bought, [each], on=each.ended, paragraph=each.paragraph, days=each.days - held)


def _watch_end(bought: _Bought, terms: Terms) -> Iterator[Watch]:
    """Placements that go on after the contract ended, within the year; `days`: those after its end by the dates of the stay."""
    if terms.state != "expired" or not terms.expires:
        return
    last = min(date(bought.year, 12, 31), bought.as_of)
    going_on = {
        each.key: (min(each.ended or last, last) - max(each.started or date(bought.year, 1, 1), _next(terms.expires, bought.year))).days + 1
        for each in bought.placements
        if each.days > 0
    }
    after = [each for each in bought.placements if going_on.get(each.key, 0) > 0]
    if after:
        days = sum(min(going_on[each.key], each.days) for each in after)
        yield _make(AFTER_CONTRACT, bought, after, on=terms.expires, expires=terms.expires, contract=terms.contract, days=days)


def _next(expires: date, year: int) -> date:
    """The first day of the year without contract."""
    return max(expires + timedelta(days=1), date(year, 1, 1))


def _watch_tariffs(bought: _Bought) -> Iterator[Watch]:
    """Paragraphs bought without a listed main tariff, or with one that ran out before the year began."""
    for paragraph in sorted({each.paragraph for each in bought.placements}):
        placements = [each for each in bought.placements if each.paragraph == paragraph]
        listed = [each for each in bought.tariffs if each.kind == "main" and each.paragraph == paragraph]
        if not listed:
            yield _make(NO_TARIFF, bought, placements, paragraph=paragraph)
            continue
        ends = [each.valid_to for each in listed]
        if all(end is not None and end < date(bought.year, 1, 1) for end in ends):
            yield _make(TARIFF_EXPIRED, bought, placements, on=max(end for end in ends if end), paragraph=paragraph)
