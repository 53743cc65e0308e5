"""The whole choice: every offer against the must-haves, those that meet them scored and ranked, how firmly the first stands. No offer disappears: each is ranked,
apart (something must be asked), or out, with reasons. A person decides.
"""

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from samspil import __version__
from samspil.purchasing.choice.acceptability import DRAWS, SEED, simulate
from samspil.purchasing.choice.criteria import Weighting
from samspil.purchasing.choice.errors import complain
from samspil.purchasing.choice.facts import Shelf, find_price, measure, sort_portfolio
from samspil.purchasing.choice.model import OK, UNKNOWN, Candidate, Choice, CitizenNeed, Price, Scored
from samspil.purchasing.choice.musts import check_offer
from samspil.purchasing.choice.need_file import refuse_offer
from samspil.purchasing.choice.scoring import rank, score, share_weights
from samspil.purchasing.choice.sensitivity import find_ranges, find_swings
from samspil.purchasing.figures.refund import Rates
from samspil.values.purchasing import Offer, Portfolio
from samspil.values.reason import Reason

CLOSE_SCORE = 0.01  # of 1: the first and second are then told to stand close


@dataclass(frozen=True, slots=True)
class Settings:
    """Of the simulation of weights (see `acceptability`), and rates of state refund other than those shipped."""

    draws: int = DRAWS
    seed: int = SEED
    around: float | None = None
    rates: Rates | None = None


def choose(portfolio: Portfolio, need: CitizenNeed, weighting: Weighting, settings: Settings | None = None, place: str = "") -> Choice:
    """All offers of a portfolio for one need. Raises ChoiceError for a portfolio without offers, weights of nothing, or a need that names an offer unknown."""
    settings = settings or Settings()
    _check_offers(portfolio, need, place)
    weighting, notes = _leave_out(weighting, need, place)
    shelf = sort_portfolio(portfolio)
    names = {supplier.id: supplier.name for supplier in portfolio.suppliers}
    prices = {offer.id: find_price(offer, need, shelf.tariffs.get(offer.id, ()), settings.rates) for offer in portfolio.offers}
    candidates = tuple(_make_candidate(offer, need, prices[offer.id], names, portfolio) for offer in portfolio.offers)
    scored = _score_all(portfolio, need, candidates, weighting, shelf, prices)
    ranked = rank(scored[OK])
    made = Choice(
        need,
        weighting.criteria,
        weighting.weights,
        candidates,
        ranked,
        tuple(sorted(scored[UNKNOWN], key=lambda each: (-each.low, each.offer))),
        certain=bool(ranked) and ranked[0].worst_rank == 1,
        empty=None if ranked else _why_empty(candidates),
        notes=(*notes, *_find_notes(portfolio, ranked, weighting)),
        sha256=hash_inputs(portfolio, need, weighting, settings),
        synthetic=portfolio.synthetic,
    )
    return _with_firmness(made, settings)


def _check_offers(portfolio: Portfolio, need: CitizenNeed, place: str) -> None:
    if not portfolio.offers:
        raise complain("no_offers", place)
    known = {offer.id for offer in portfolio.offers}
    if len(known) < len(portfolio.offers):
        raise complain("doubled_offers", place)
    for offer, _facts in need.known:
        if offer not in known:
            refuse_offer(offer, place)


def _leave_out(weighting: Weighting, need: CitizenNeed, place: str) -> tuple[Weighting, tuple[Reason, ...]]:
    """Without wishes nothing can be judged by them: the criterion is left out, and that is told."""
    if need.wishes or "wishes" not in dict(weighting.weights):
        return weighting, ()
    kept = tuple((key, weight) for key, weight in weighting.weights if key != "wishes")
    if not kept:
        raise complain("only_wishes", place)
    criteria = tuple(criterion for criterion in weighting.criteria if criterion.key != "wishes")
    return replace(weighting, criteria=criteria, weights=kept), (Reason.of("wishes_left_out"),)


def _make_candidate(offer: Offer, need: CitizenNeed, price: Price | None, names: Mapping[str, str], portfolio: Portfolio) -> Candidate:
    checks = check_offer(offer, need, price, portfolio.as_of)
    return Candidate(offer.id, offer.name, names.get(offer.supplier, offer.supplier), offer.own, checks, price)


def _score_all(
    portfolio: Portfolio,
    need: CitizenNeed,
    candidates: Iterable[Candidate],
    weighting: Weighting,
    shelf: Shelf,
    prices: Mapping[str, Price | None],
) -> dict[str, list[Scored]]:
    """Scores of the offers that are not out, by verdict."""
    shares = share_weights(dict(weighting.weights))
    scored: dict[str, list[Scored]] = {OK: [], UNKNOWN: []}
    for offer, candidate in zip(portfolio.offers, candidates, strict=True):
        if candidate.verdict in scored:
            measured = measure(offer, need, shelf, prices[offer.id])
            scored[candidate.verdict].append(score(offer.id, measured, weighting.criteria, shares))
    return scored


def _why_empty(candidates: Iterable[Candidate]) -> Reason:
    """No offer is ranked: how many must be asked, and how many are out."""
    verdicts = [candidate.verdict for candidate in candidates]
    unknown = verdicts.count(UNKNOWN)
    return Reason.of("none_certain" if unknown else "all_out", unknown=unknown, out=len(verdicts) - unknown)


def _find_notes(portfolio: Portfolio, ranked: tuple[Scored, ...], weighting: Weighting) -> tuple[Reason, ...]:
    notes = [] if weighting.own else [Reason.of("shipped_weights")]
    if portfolio.synthetic:
        notes.append(Reason.of("synthetic"))
    if len(ranked) == 1:
        notes.append(Reason.of("only_one"))
    if len(ranked) > 1 and ranked[0].low == ranked[1].low:
        notes.append(Reason.of("tied", count=sum(each.rank == 1 for each in ranked)))
    elif len(ranked) > 1 and ranked[0].low - ranked[1].low < CLOSE_SCORE:
        notes.append(Reason.of("close"))
    if any(part.outside for each in ranked for part in each.parts):
        notes.append(Reason.of("outside_scale"))
    return tuple(notes)


def _with_firmness(made: Choice, settings: Settings) -> Choice:
    """With weight ranges, swings and the simulation of those ranked."""
    draw = functools.partial(simulate, made.ranked, draws=settings.draws, seed=settings.seed, around=settings.around)
    simulation = draw()
    incomplete = any(not each.complete for each in made.ranked)
    best = draw(best=True) if incomplete else None
    return replace(
        made,
        ranges=find_ranges(made.ranked),
        swings=find_swings(made.ranked, made.criteria),
        simulation=simulation if made.ranked else None,
        simulation_best=best,
    )


def hash_inputs(portfolio: Portfolio, need: CitizenNeed, weighting: Weighting, settings: Settings) -> str:
    """SHA-256 of all that the choice is made from and of the version that makes it. Where rows stood in files does not count, nor do placements."""
    digest = hashlib.sha256()
    rows = (portfolio.suppliers, portfolio.offers, portfolio.tariffs, portfolio.supervisions, portfolio.outcomes)
    parts: list[Any] = [__version__, portfolio.municipality, portfolio.as_of, need, weighting, settings]
    for part in (*parts, *(_plain(row) for kind in rows for row in kind)):
        digest.update(f"{part!r}\n".encode())
    return digest.hexdigest()


def _plain(row: Any) -> list[Any]:
    return [getattr(row, field.name) for field in fields(row) if field.name != "place"]
