"""How a municipality stands among its peers in each area: rank with ties, mean, median, upper quartile, and who has no figures.

Rank: competition ranking, 1-2-2-4 (equal shares have the same place, and the places behind them are left out), the highest share first.
Quantiles: linear between neighbours, type 7 of Hyndman and Fan (1996), as spreadsheets do. All exact in decimals of 28 digits.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, localcontext

from samspil.competition.errors import complain
from samspil.values.competition import Indicator
from samspil.values.competition_peers import PeerGroup, Standing
from samspil.vocabulary.municipalities import read_municipalities

BEST = 10
SMALL_GROUP = 5
DIGITS = 28
Area = tuple[str, int, str, str]  # kind, year, level, code


def stand(indicators: Sequence[Indicator], group: PeerGroup) -> tuple[Standing, ...]:
    """One for each area and year of the municipality of `group`, in the order its indicators come in; `indicators` are those of everybody, of one definition.

    Raises CompetitionError when definitions or price years are mixed, an area comes twice for a municipality, or the municipality has no indicator.
    """
    _check_alike(indicators)
    areas = _by_area(indicators)
    found = [_stand(held[group.municipality], held, group) for held in areas.values() if group.municipality in held]
    if not found:
        raise complain("competition_peers.error_no_figures", "--municipality", code=group.municipality)
    return tuple(found)


def _check_alike(indicators: Sequence[Indicator]) -> None:
    """Figures of different making must not be ranked together."""
    for name in ("definition", "prices"):
        values = sorted({str(getattr(one, name)) for one in indicators})
        if len(values) > 1:
            raise complain(f"competition_peers.error_mixed_{name}", "", values=", ".join(values))


def _by_area(indicators: Iterable[Indicator]) -> dict[Area, dict[str, Indicator]]:
    """Area -> municipality -> indicator; the country's own line ('') is left out, it is worked out here."""
    areas: dict[Area, dict[str, Indicator]] = {}
    for one in indicators:
        if not one.municipality:
            continue
        held = areas.setdefault((one.kind, one.year, one.level, one.code), {})
        if one.municipality in held:
            raise complain("competition_peers.error_area_twice", "", code=one.municipality, area=one.code or one.level, year=one.year)
        held[one.municipality] = one
    return areas


def _stand(own: Indicator, held: Mapping[str, Indicator], group: PeerGroup) -> Standing:
    everyone = tuple(sorted((one for one in held.values() if one.share is not None), key=_highest_first))
    members = list_best(everyone) if group.by == "best_ten" else group.members
    peers = tuple(one for one in everyone if one.municipality in set(members))
    missing = tuple(
        (code, "no_base" if code in held else "no_indicator") for code in members if code not in {one.municipality for one in peers}
    )
    shares = [share for one in peers if (share := one.share) is not None]
    field = shares if own in peers or own.share is None else [*shares, own.share]
    rank = None if own.share is None else 1 + sum(share > own.share for share in field)
    shared = 0 if own.share is None else field.count(own.share) - 1
    return Standing(
        own=own,
        by=group.by,
        group=peers,
        missing=missing,
        rank=rank,
        ranked=len(field),
        shared=shared,
        mean=_mean(shares),
        weighted=weigh_shares(peers),
        median=quantile(shares, Decimal("0.5")),
        upper_quartile=quantile(shares, Decimal("0.75")),
        national=weigh_shares(everyone),
        national_count=len(everyone),
        everyone=everyone,
        notes=_list_notes(own, everyone, peers, group.by),
    )


def _list_notes(own: Indicator, everyone: Sequence[Indicator], peers: Sequence[Indicator], by: str) -> tuple[str, ...]:
    """What a reader must know of the figures."""
    tests = {
        "own_no_base": own.share is None,
        "no_peers": not peers,
        "small_group": 0 < len(peers) < SMALL_GROUP,
        "tied_tenth": by == "best_ten" and len(peers) > BEST,
        "fewer_than_ten": by == "best_ten" and len(peers) < BEST,
        "not_everybody": len(everyone) < len(read_municipalities()),
    }
    return tuple(key for key, true in tests.items() if true)


def _highest_first(one: Indicator) -> tuple[Decimal, str]:
    return -(one.share or Decimal(0)), one.municipality


def list_best(everyone: Sequence[Indicator]) -> tuple[str, ...]:
    """The ten with the highest share, and all who share the tenth's; `everyone` has the highest first."""
    if len(everyone) <= BEST:
        return tuple(one.municipality for one in everyone)
    least = everyone[BEST - 1].share
    return tuple(one.municipality for one in everyone if one.share is not None and least is not None and one.share >= least)


def weigh_shares(indicators: Iterable[Indicator]) -> Decimal | None:
    """The share of them together: sum of numerators / sum of bases; None without a base."""
    held = [one for one in indicators if one.share is not None]
    base = sum((one.base for one in held), Decimal(0))
    with localcontext() as context:
        context.prec = DIGITS
        return sum((one.numerator for one in held), Decimal(0)) / base if base > 0 else None


def _mean(shares: Sequence[Decimal]) -> Decimal | None:
    with localcontext() as context:
        context.prec = DIGITS
        return sum(shares, Decimal(0)) / len(shares) if shares else None


def quantile(values: Sequence[Decimal], part: Decimal) -> Decimal | None:
    """Type 7: at (n - 1) x part among the sorted values, linear between neighbours; None of none."""
    if not values:
        return None
    ordered = sorted(values)
    where = (len(ordered) - 1) * part
    below = int(where)
    above = min(below + 1, len(ordered) - 1)
    with localcontext() as context:
        context.prec = DIGITS
        return ordered[below] + (where - below) * (ordered[above] - ordered[below])
