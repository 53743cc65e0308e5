"""A tender plan as files by name: page, workbook, document, calendar, releases, JSON."""

from samspil.publish.competition.plan_docx import to_docx
from samspil.publish.competition.plan_ics import to_ics
from samspil.publish.competition.plan_json import render_json
from samspil.publish.competition.plan_ocds import render_ocds
from samspil.publish.competition.plan_page import render_page
from samspil.publish.competition.plan_sheets import to_xlsx
from samspil.publish.competition.plan_story import tell_plan
from samspil.values.competition_plan import Plan

OCDS = "plan-ocds.json"
NAMES = ("plan.html", "plan.xlsx", "plan.docx", "plan.ics", "plan.json", OCDS)


def make_files(plan: Plan) -> dict[str, bytes]:
    """Each file's bytes; no releases for a plan without tenders. Raises CompetitionError without python-docx or icalendar."""
    story = tell_plan(plan)
    files = {
        "plan.html": render_page(story).encode("utf-8", errors="replace"),
        "plan.xlsx": to_xlsx(story),
        "plan.docx": to_docx(story),
        "plan.ics": to_ics(plan),
        "plan.json": render_json(plan),
        OCDS: render_ocds(plan),
    }
    return {name: content for name, content in files.items() if content}
