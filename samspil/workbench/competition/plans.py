"""Tender plans at the desk: a list of contracts read in a child, joined with accepted rows and volumes. What a plan was made from is kept, and it is made again from that.

A list with personal data is refused whole and kept nowhere.
"""

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from samspil.store.desk.desk import Desk
from samspil.values.competition import TARGETS
from samspil.values.competition_beside import MEASURED
from samspil.values.desk import Person
from samspil.vocabulary.municipalities import find_by_code
from samspil.vocabulary.texts import say
from samspil.workbench.competition import exposed, papers
from samspil.workbench.competition.against import read_whole
from samspil.workbench.competition.papers import PLAN, Paper, blame, miss, remember
from samspil.workbench.overview import list_years

if TYPE_CHECKING:
    from samspil.competition.plan.intake import Intake
    from samspil.values.competition_plan import AreaVolume, Plan, PlanInitiative

MOST_BYTES = 10_000_000
FIRST, LAST = date(2024, 1, 1), date(2059, 12, 31)
TYPES = {
    "plan.html": "text/html; charset=utf-8",
    "plan.xlsx": exposed.XLSX,
    "plan.docx": exposed.DOCX,
    "plan.ics": "text/calendar; charset=utf-8",
    "plan.json": "application/json",
    "plan-ocds.json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A plan and what was found in its list of contracts. `paper`: 0 when the list was refused, and then there is no `plan`."""

    paper: int
    plan: "Plan | None"
    intake: "Intake"


def bring(desk: Desk, person: Person, file: tuple[str, bytes] | None, typed: Mapping[str, str], key: str = "") -> Made:
    """Read a list (None: the example), make the plan, keep what it was made from. Raises ExposureError, CompetitionError."""
    values = _read_wishes(typed)
    name, content = _read_file(file)
    intake = _open_list(content, name)
    if not intake.contracts:
        return Made(0, None, intake)
    values |= {"file": name[:200], "data": base64.b64encode(content).decode("ascii")}
    values["initiatives"] = [asdict(one) for one in _find_initiatives(desk, values["municipality"])] if typed.get("rows") else []
    target = typed.get("target", "")
    values["volumes"] = [_plain(one) for one in _find_volumes(desk, values["municipality"], target)] if target else []
    plan = _make(values, intake)
    record = {
        "name": name[:200],
        "municipality": values["municipality"],
        "today": values["today"],
        "lines": len(plan.lines),
        "conflicts": len(plan.conflicts),
        "example": plan.example,
    }
    return Made(papers.keep_values(desk, person, PLAN, record, values, key), plan, intake)


def _read_file(file: tuple[str, bytes] | None) -> tuple[str, bytes]:
    from samspil.contract_list import EXAMPLE_FILE, read_example

    name, content = file or (EXAMPLE_FILE, read_example())
    if len(content) > MOST_BYTES:
        raise blame("too_big", name[:100], most=MOST_BYTES // 1_000_000)
    return name, content


def _open_list(content: bytes, name: str) -> "Intake":
    from samspil.contract_list import read_list
    from samspil.table_files import read_table

    return read_list(read_table(content, name))


def _read_wishes(typed: Mapping[str, str]) -> dict[str, Any]:
    """What the form says, as it is kept. Raises ExposureError."""
    words = typed.get("today", "").strip()
    try:
        today = date.fromisoformat(words) if words else date.today()
    except ValueError:
        today = date.min
    if not FIRST <= today <= LAST:
        raise blame("bad_day", say("web_competition.field_today"), given=words[:40])
    code = typed.get("municipality", "")
    if code and not find_by_code(code):
        raise miss("no_municipality")
    if (typed.get("rows") or typed.get("target")) and not code:
        raise blame("municipality_needed", say("web_competition.field_municipality"))
    if typed.get("target", "") not in ("", *TARGETS):
        raise miss("no_choice")
    size = read_whole(typed, "lot_size", 0, 50_000, 10**9)
    return {"today": today.isoformat(), "municipality": code, "per_owner": read_whole(typed, "per_owner", 3, 1, 100), "lot_size": size}


def _find_initiatives(desk: Desk, municipality: str) -> "tuple[PlanInitiative, ...]":
    """What accepted rows of the newest year say that the municipality will tender or take back."""
    from samspil.collection import Collection
    from samspil.tender_planning import find_initiatives

    years = list_years(desk)
    if not years:
        return ()
    return find_initiatives(Collection({years[0]: exposed.decided_review(desk, years[0])}), municipality)


def _find_volumes(desk: Desk, municipality: str, target: str) -> "list[AreaVolume]":
    """Volumes up to a level in the accounts in use. Raises NoExposureError without accounts."""
    from samspil.values.competition_plan import AreaVolume
    from samspil.workbench.competition.accounts import find_accounts

    paper = find_accounts(desk)
    if paper is None:
        raise miss("no_accounts")
    exposure = exposed.join(desk, exposed.Asked(paper)).exposure
    place = exposure.find(municipality)
    if place is None or place.accounts != MEASURED:
        raise miss("not_in_accounts")
    found = ((area.key, one) for area in place.areas for one in area.row.comparisons if one.target == target)
    return [AreaVolume(key, target, one.volume, exposure.year, exposure.about.example) for key, one in found if one.volume is not None]


def _plain(volume: "AreaVolume") -> dict[str, Any]:
    return {**asdict(volume), "volume": str(volume.volume)}


def _make(values: Mapping[str, Any], intake: "Intake") -> "Plan":
    from samspil.competition.plan.build import make_plan
    from samspil.tender_planning import wishes_for
    from samspil.values.competition_plan import AreaVolume, PlanInitiative

    initiatives = [PlanInitiative(**{**one, "areas": tuple(one["areas"])}) for one in values["initiatives"]]
    volumes = [AreaVolume(**{**one, "volume": Decimal(one["volume"])}) for one in values["volumes"]]
    size = Decimal(values["lot_size"]) if values["lot_size"] else None
    wishes = wishes_for(date.fromisoformat(values["today"]), values["municipality"], per_owner=values["per_owner"], lot_size=size)
    return make_plan(intake.contracts, wishes, initiatives, volumes)


def open_plan(desk: Desk, paper: Paper) -> Made:
    """The plan of a paper, made again from what was kept. Raises StoreError, CompetitionError."""
    return remember(desk, (paper.sha256, "plan", paper.id), lambda: _open(desk, paper))


def _open(desk: Desk, paper: Paper) -> Made:
    values = papers.open_values(desk, paper)
    intake = _open_list(base64.b64decode(values["data"]), values["file"])
    return Made(paper.id, _make(values, intake), intake)


def draw_plan(plan: "Plan") -> tuple[str, Markup]:
    """What the plan is and is not, and its parts: timetable, tasks, lots, conflicts, as the command's page has them."""
    from samspil.publish.competition.plan_page import story_values
    from samspil.publish.competition.plan_story import tell_plan
    from samspil.publish.report import load_templates

    story = tell_plan(plan)
    text = load_templates().get_template("competition/plan_story.html").render(**story_values(story))
    return story.statement, Markup(text)  # noqa: S704 - that template escapes all that is the user's


def write_file(plan: "Plan", name: str) -> tuple[bytes, str]:
    """One of TYPES, as the command writes it. Raises NoExposureError (OCDS of a plan without tenders too)."""
    from samspil.publish.competition.plan_files import make_files

    files = make_files(plan) if name in TYPES else {}
    if name not in files:
        raise miss("no_file")
    return files[name], TYPES[name]


def list_files(plan: "Plan") -> list[str]:
    """The names that `write_file` knows of this plan."""
    tenders = any(line.way == "tender" for line in plan.lines)
    return [name for name in TYPES if tenders or name != "plan-ocds.json"]


def make_template() -> bytes:
    """The empty workbook."""
    from samspil.publish.competition.plan_template import make_template as make

    return make(".xlsx")
