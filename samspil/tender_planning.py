"""The tender plan of a municipality: the list of contracts joined with what its budget agreement says and with volumes up to a benchmark."""

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from samspil.collection import Collection, open_collection
from samspil.competition.cpv.suggest import suggest
from samspil.competition.errors import CompetitionError, complain
from samspil.competition.plan.build import Wishes, make_plan
from samspil.competition.plan.rules import LeadTimes, parse_lead_times
from samspil.errors import UsageError
from samspil.exposure.places import place_initiatives
from samspil.folder import show_path
from samspil.values.case import SERVICE_AREAS
from samspil.values.competition_beside import OPEN_STAGES
from samspil.values.competition_plan import INSOURCE, TENDER, UNDECIDED, AreaVolume, Contract, Cpv, Plan, PlanInitiative
from samspil.values.initiative import Initiative
from samspil.vocabulary.municipalities import find_by_code, find_by_name
from samspil.vocabulary.system import read_small, read_small_text
from samspil.vocabulary.texts import language, say

ROOM = "competition_plan"
MOST_BYTES = 20_000_000
_MOST_CODES = 3


def plan_tenders(contracts: Sequence[Contract], wishes: Wishes, places: Sequence[Path] = (), potential: Path | None = None) -> Plan:
    """The plan. `places`: folders of reviews; `potential`: JSON of `competition potential`. Raises CompetitionError, UsageError."""
    initiatives = find_initiatives(open_collection(places), wishes.municipality) if places else ()
    volumes = read_volumes(potential, wishes.municipality) if potential else ()
    return make_plan(contracts, wishes, initiatives, volumes)


def find_municipality(text: str) -> str:
    """The code of a name or code, '' for ''. Raises CompetitionError."""
    found = (find_by_code(text.zfill(4)) if text.isdigit() else find_by_name(text)) if text else None
    if text and found is None:
        raise complain(f"{ROOM}.error_no_municipality", text[:60])
    return found.code if found else ""


def find_initiatives(collection: Collection, municipality: str) -> tuple[PlanInitiative, ...]:
    """What the latest review says the municipality will tender or take back and has not yet done. Raises CompetitionError without a municipality, UsageError."""
    if not municipality:
        raise complain(f"{ROOM}.error_municipality_needed")
    if not collection.reviews:
        raise UsageError(say("collection.none"), remedy=say("collection.remedy"))
    review = collection.reviews[max(collection.reviews)]
    mine = [
        each
        for each in review.initiatives
        if each.municipality_code == municipality and each.stage in OPEN_STAGES and way_of(each) and each.evidence
    ]
    return tuple(
        _to_plan(placed.initiative, tuple(by.area for by in placed.areas), way_of(placed.initiative)) for placed in place_initiatives(mine)
    )


def way_of(initiative: Initiative) -> str:
    """TENDER, INSOURCE, UNDECIDED (both are said), '' for neither."""
    tender, insource = ("tendering" in initiative.themes), ("insourcing" in initiative.themes)
    return UNDECIDED if tender and insource else TENDER if tender else INSOURCE if insource else ""


def _to_plan(initiative: Initiative, areas: tuple[str, ...], way: str) -> PlanInitiative:
    first = initiative.evidence[0]
    return PlanInitiative(initiative.id, initiative.budget_year, way, initiative.stage, areas, first.quote, first.document, first.page)


def find_cpv(text: str, area: str) -> tuple[Cpv, ...]:
    """Suggested codes for what is to be bought (the word for it is put in front: a title has none), the surest first."""
    found = suggest(f"udbud: {text}", area or None)[:_MOST_CODES]
    english = language() == "en"
    said = text.casefold()
    return tuple(
        Cpv(
            one.number,
            one.name_en if english else one.name_da,
            one.confidence,
            tuple(word for word in one.words if word.casefold() in said),  # ours in front is not the user's
            one.status,
        )
        for one in found
    )


def read_volumes(file: Path, municipality: str) -> tuple[AreaVolume, ...]:
    """Volumes by service area of a file that `competition potential --json` wrote. Raises CompetitionError naming file and remedy."""
    place = show_path(file)
    try:
        values = json.loads(read_small(file, MOST_BYTES, _complain_file))
        found = tuple(_volumes(values, municipality, place))
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation, RecursionError) as error:
        raise complain(f"{ROOM}.error_bad_potential", place, detail=str(error)[:120]) from error
    if not found:
        raise complain(f"{ROOM}.error_bad_potential", place, detail=say(f"{ROOM}.no_areas"))
    return found


def _volumes(values: Mapping[str, Any], municipality: str, place: str) -> Iterator[AreaVolume]:
    """Each service area once: the first target of the file that has a volume for it."""
    given = str(values["group"]["municipality"])
    if municipality and given != municipality:
        raise complain(f"{ROOM}.error_other_municipality", place, given=given[:20], wanted=municipality)
    seen: set[str] = set()
    for row in values["potentials"]:
        area = row["code"]
        if row["level"] != "service_area" or area not in SERVICE_AREAS or area in seen or row["volume"] is None:
            continue
        volume = Decimal(str(row["volume"]))
        if not volume.is_finite() or volume < 0:
            raise ValueError(f"volume = {str(row['volume'])[:40]}")
        seen.add(area)
        yield AreaVolume(area, str(row["target"]), volume, int(values["year"]), values.get("example") is True)


def read_times(file: Path) -> LeadTimes:
    """The user's own lead times. Raises CompetitionError naming file and place."""
    place = show_path(file)
    try:
        values = tomllib.loads(read_small_text(file, MOST_BYTES, _complain_file))
    except tomllib.TOMLDecodeError as error:
        raise complain(f"{ROOM}.error_bad_lead_times", place, detail=str(error)) from error
    return parse_lead_times(values, place)


def _complain_file(kind: str, place: str = "", **values: object) -> CompetitionError:
    return complain(f"{ROOM}.error_{kind}", place, **values)


def wishes_for(today: date, municipality: str = "", **values: Any) -> Wishes:
    """How the plan is to be made, with suggestions of CPV codes."""
    return Wishes(today, municipality, find_cpv=find_cpv, **values)
