"""Against whom: the country, a region or type by date, the user's own choice, or for each area the ten with the highest share."""

from collections.abc import Sequence

from samspil.competition.errors import complain
from samspil.values.competition_peers import PeerGroup
from samspil.vocabulary.divisions import regions_in, types_in
from samspil.vocabulary.municipalities import find_by_code, find_by_name, read_municipalities, suggest

GROUPING_SINCE = 2018  # the grouping of types began; years before it are put in its first division


def find_group(municipality: str, by: str, borders: int, chosen: Sequence[str] = ()) -> PeerGroup:
    """The group of a four-digit code. `by`: of BENCHMARKS but 'alike' (`alike.find_alike`); `borders`: regions and types are those of 1 January of that year.

    `chosen`: codes, for 'own_choice'. Raises CompetitionError for an unknown municipality or a choice that is empty or of itself, ValueError for another `by`.
    """
    if find_by_code(municipality) is None:
        raise complain("competition_peers.error_municipality", "--municipality", given=municipality[:40], near="")
    if by == "national":
        return PeerGroup(municipality, by, borders, members=tuple(one.code for one in read_municipalities()))
    if by == "best_ten":
        return PeerGroup(municipality, by, borders)
    if by == "own_choice":
        return PeerGroup(municipality, by, borders, members=_check_choice(municipality, chosen))
    if by not in ("region", "type"):
        raise ValueError(by)
    parts = regions_in(borders) if by == "region" else types_in(borders)
    name, codes = next((name, codes) for name, codes in parts.items() if municipality in codes)
    notes = ("type_before",) if by == "type" and borders < GROUPING_SINCE else ()
    return PeerGroup(municipality, by, borders, name, tuple(code for code in codes if code != municipality), notes=notes)


def _check_choice(municipality: str, chosen: Sequence[str]) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(chosen))
    if municipality in codes:
        raise complain("competition_peers.error_chosen_itself", "--chosen", code=municipality)
    if not codes:
        raise complain("competition_peers.error_nobody_chosen", "--chosen")
    return codes


def read_names(names: Sequence[str], place: str) -> tuple[str, ...]:
    """Codes of names or codes as people write them. Raises CompetitionError with the nearest names."""
    found = []
    for name in names:
        one = find_by_code(name) if name.strip().isdigit() else find_by_name(name)
        if one is None:
            near = ", ".join(other.name for other in suggest(name))
            hint = f" ({near}?)" if near else ""
            raise complain("competition_peers.error_municipality", place, given=name[:40], near=hint)
        found.append(one.code)
    return tuple(found)
