"""Adding a case and changing one: a form with findings at their fields, a preview, and a new version when it is saved."""

from datetime import date
from typing import Any

from starlette.responses import Response

from samspil.cases.casebook import SHIPPED_ON
from samspil.errors import SamspilError
from samspil.values.desk import Json
from samspil.vocabulary.texts import say
from samspil.web.forms import Sent, text_of
from samspil.web.pages.cases import WORDS
from samspil.web.visit import Here, Visit
from samspil.workbench.case_form import TABLES, build_form, fields_of, read_typed
from samspil.workbench.cases import Draft, StaleCaseError, draft_case, open_shelf, save_case


def _today() -> str:
    return max(date.today(), SHIPPED_ON).isoformat()


def show_new(visit: Here) -> Response:
    """An empty form."""
    return _show(visit, {"as_of": _today()}, 0)


def show(visit: Here, case: str) -> Response:
    """The newest version of a case, to be changed. Raises NoCaseError."""
    newest = open_shelf(visit.desk).find(case).case
    return _show(visit, fields_of(newest) | {"as_of": _today()}, newest.version)


def take_new(visit: Here, form: Sent) -> Response:
    """What was typed for a new case."""
    return _take(visit, form, 0)


def take(visit: Here, case: str, form: Sent) -> Response:
    """What was typed for a later version. The id stays. Raises NoCaseError."""
    open_shelf(visit.desk).find(case)
    seen = text_of(form, "seen")
    return _take(visit, form, int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else -1, case)


def _take(visit: Visit, form: Any, seen: int, case: str = "") -> Response:
    typed = {name: text_of(form, name) for name in form}
    fields = read_typed(typed) | ({"id": case} if case else {})
    what = typed.get("what", "").strip() or (say("web_cases.first_version") if not seen else "")
    draft = draft_case(open_shelf(visit.desk), fields, seen, what, _today())
    wish = typed.get("do", "")
    if wish in TABLES:
        return _show(visit, fields, seen, what=what, more=wish)
    if wish == "save" and draft.case:
        try:
            saved = save_case(visit.desk, visit.person, draft, typed.get("key", ""))
        except StaleCaseError as error:
            return _show(visit, fields, seen, 409, what=what, trouble=error)
        return visit.go(f"/cases/{saved.id}", "web_cases.said_saved")
    return _show(visit, fields, seen, 422 if draft.findings and wish == "save" else 200, what=what, draft=draft)


def _show(
    visit: Visit,
    fields: Json,
    seen: int,
    status: int = 200,
    *,
    what: str = "",
    more: str = "",
    draft: Draft | None = None,
    trouble: SamspilError | None = None,
) -> Response:
    findings = draft.findings if draft else ()
    values = {
        "form": build_form(fields, findings, more),
        "fields": fields,
        "seen": seen,
        "what": what,
        "trouble": trouble,
        "findings": findings,
    }
    return visit.page("case_form.html", status, preview=draft.case if draft else None, **values, **WORDS)
