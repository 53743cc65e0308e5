"""A saving is shown only where the user picks a range with a source, area by area; nothing is picked beforehand, and nothing at all for welfare.

Form: `roads_parks=5-15:SOURCE`, with numbers below zero `roads_parks=-20..28:SOURCE` (below zero is dearer). SOURCE is an id of the evidence, which must tell
of that area and hold that range, or the user's own words.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from samspil.competition.errors import complain
from samspil.competition.potential.volume import find_area
from samspil.values.competition import ServiceArea
from samspil.values.competition_peers import Evidence, Pick, Potential

LOWEST, HIGHEST = Decimal(-100), Decimal(100)
LONGEST_SOURCE = 300
_NUMBER = r"[-−]?[0-9]{1,3}(?:[.,][0-9]{1,4})?"
_FORM = re.compile(rf"(?P<area>[a-z0-9_]{{1,40}})=(?P<low>{_NUMBER})(?:\.\.|-|–)(?P<high>{_NUMBER}):(?P<source>.*)", re.DOTALL)


def parse_pick(text: str, evidence: Sequence[Evidence]) -> Pick:
    """The pick of a text. Raises CompetitionError saying what is wrong: form, range, no source, or evidence that does not carry it."""
    place = f"--saving {text[:60]}"
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise complain("competition_peers.error_saving_form", place)
    low, high = (Decimal(found[name].replace("−", "-").replace(",", ".")) for name in ("low", "high"))
    if not LOWEST <= low <= high <= HIGHEST:
        raise complain("competition_peers.error_saving_range", place, low=low, high=high)
    source = " ".join(found["source"].split())
    if len(source) < 3 or not source.isprintable():
        raise complain("competition_peers.error_saving_source", place)
    pick = Pick(found["area"], low, high, source[:LONGEST_SOURCE], next((one for one in evidence if one.id == source), None))
    _check_evidence(pick, place)
    return pick


def _check_evidence(pick: Pick, place: str) -> None:
    """Evidence named by its id must tell of the area, give a figure, and hold the range."""
    one = pick.evidence
    if one is None:
        return
    if pick.area not in one.areas:
        known = ", ".join(one.areas) or "–"
        raise complain("competition_peers.error_saving_other_area", place, id=one.id, area=pick.area, known=known)
    if one.low is None or one.high is None:
        raise complain("competition_peers.error_saving_no_figure", place, id=one.id)
    if pick.low < one.low or pick.high > one.high:
        raise complain("competition_peers.error_saving_beyond", place, id=one.id, low=one.low, high=one.high)


def join_picks(potentials: Sequence[Potential], picks: Sequence[Pick], areas: Sequence[ServiceArea]) -> tuple[tuple[Potential, Pick], ...]:
    """Each potential with the pick of its area, in the order of the potentials; one without is left out.

    Raises CompetitionError for an area picked twice, one that no potential lies in, or potentials of main accounts or of everything, which hold many areas.
    """
    by_area: dict[str, Pick] = {}
    for pick in picks:
        if pick.area in by_area:
            raise complain("competition_peers.error_saving_twice", f"--saving {pick.area}", area=pick.area)
        by_area[pick.area] = pick
    if picks and any(one.own.level not in ("service_area", "function") for one in potentials):
        raise complain("competition_peers.error_saving_level", "--level")
    pairs = [(one, found) for one in potentials if (found := _pick_of(one, by_area, areas))]
    used = {pick.area for _one, pick in pairs}
    for area in by_area:
        if area not in used:
            shown = (find_area(one.own.level, one.own.code, areas) for one in potentials)
            known = sorted({one.key for one in shown if one})
            raise complain("competition_peers.error_saving_area", f"--saving {area}", area=area, known=", ".join(known))
    return tuple(pairs)


def _pick_of(potential: Potential, by_area: Mapping[str, Pick], areas: Sequence[ServiceArea]) -> Pick | None:
    area = find_area(potential.own.level, potential.own.code, areas)
    return by_area.get(area.key) if area else None
