"""The library of cases: all of them under filters, one with its versions and who plans it, matches of a need, what it would give here; and open opportunities."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.responses import Response

from samspil.cases.transfer import report
from samspil.cases.transfer.errors import TransferError
from samspil.cases.transfer.run import statement
from samspil.cases.transfer.words import describe_spread, describe_sum
from samspil.errors import SamspilError
from samspil.publish import case_words
from samspil.values.case import CASE_THEMES, FORMS, GRADES, OUTCOMES, SERVICE_AREAS
from samspil.values.codes import STAGES, THEMES
from samspil.vocabulary.municipalities import read_municipalities
from samspil.vocabulary.texts import say
from samspil.vocabulary.themes import label, short_label
from samspil.web.row_words import when
from samspil.web.visit import Here, Visit
from samspil.workbench import case_tools, case_transfer
from samspil.workbench.case_rows import Asked, count_plans, find_case_plans, find_open, match_need
from samspil.workbench.cases import FILTERS, Edition, choose_cases, list_technologies, open_shelf
from samspil.workbench.overview import list_years

CODES: Mapping[str, tuple[str, ...]] = {
    "theme": CASE_THEMES,
    "form": FORMS,
    "area": SERVICE_AREAS,
    "grade": GRADES,
    "outcome": OUTCOMES,
}
WORDS: Mapping[str, Any] = {"c": case_words, "when": when, "address": lambda case: f"/cases/{case}", "label": label, "short": short_label}
MOST_NEED = 2000
SIZE = 50


def _read(request: Request, names: tuple[str, ...], most: int = 200) -> dict[str, str]:
    return {name: request.query_params.get(name, "").strip()[:most] for name in names}


def show_list(request: Request, visit: Here) -> Response:
    """The library under the filters of the address."""
    shelf, asked = open_shelf(visit.desk), _read(request, FILTERS)
    values: dict[str, Any] = {
        "shelf": shelf,
        "asked": asked,
        "codes": CODES,
        "cases": choose_cases(shelf, asked),
        "plans": count_plans(visit.desk),
    }
    return visit.page("cases.html", technologies=list_technologies(shelf), **values, **WORDS)


def show(request: Request, visit: Here, case: str) -> Response:
    """One case, an older version where the address says so, with who plans the like of it in all years. Raises NoCaseError."""
    shelf = open_shelf(visit.desk)
    edition = shelf.find(case, _number(request, "version"))
    newest = edition is shelf.editions[case][0]
    plans = find_case_plans(visit.desk, edition.case) if newest else None
    return visit.page("case.html", edition=edition, case=edition.case, editions=shelf.editions[case], newest=newest, plans=plans, **WORDS)


def _number(request: Request, name: str) -> int:
    words = request.query_params.get(name, "")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 6 else 0


def fetch(request: Request, visit: Here, case: str) -> Response:
    """A case as a Markdown file, for a folder of one's own or a pull request. Raises NoCaseError."""
    edition: Edition = open_shelf(visit.desk).find(case, _number(request, "version"))
    name = f"{edition.case.id}.md"
    content = edition.text.encode("utf-8", "replace")
    return Response(content, media_type="text/markdown; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def show_match(request: Request, visit: Here) -> Response:
    """The cases that fit a need told in one's own words."""
    need = request.query_params.get("need", "").strip()[:MOST_NEED]
    place = request.query_params.get("municipality", "").strip()[:100]
    try:
        answer = match_need(visit.desk, need, case_tools.find_size(place)) if need else None
    except SamspilError as error:
        return _show_match(visit, need, place, 422, trouble=error)
    return _show_match(visit, need, place, answer=answer)


def _show_match(visit: Visit, need: str, place: str, status: int = 200, **values: Any) -> Response:
    shown = {"answer": None, "trouble": None} | values
    tools = {"explain": case_tools.describe_silence, "understood": case_tools.list_labels, "score": case_tools.describe_score}
    return visit.page("case_match.html", status, need=need, place=place, places=read_municipalities(), **shown, **tools, **WORDS)


def show_transfer(request: Request, visit: Here, case: str) -> Response:
    """What the case would give in another municipality: an illustration, never a forecast. Raises NoCaseError."""
    shelf = open_shelf(visit.desk)
    edition = shelf.find(case)
    given = case_transfer.read_given((name, words[:2000]) for name, words in request.query_params.multi_items())
    values: dict[str, Any] = {"case": edition.case, "given": given, "answer": None, "trouble": None, "statement": statement()}
    status = 200
    if given.to:
        try:
            answer = case_transfer.work_out(edition.case, shelf.cases, given)
            values |= {"answer": answer, "drawn": case_tools.draw(answer.result, answer.worth)}
        except TransferError as error:
            values["trouble"], status = error, 422
    others = [one for one in shelf.cases if one.id != case and any(effect.value is not None for effect in one.effects)]
    tools = {"report": report, "how": describe_sum, "range_from": describe_spread, "costs": case_transfer.COSTS}
    return visit.page("case_transfer.html", status, others=others, places=read_municipalities(), **values, **tools, **WORDS)


def _asked(request: Request) -> Asked:
    words = _read(request, ("area", "technology", "theme", "stage", "municipality"))
    return Asked(year=_number(request, "year"), **words)


def show_opportunities(request: Request, visit: Here) -> Response:
    """What is still open, for suppliers."""
    asked, page = _asked(request), max(1, _number(request, "page"))
    found, total = find_open(visit.desk, asked, (page - 1) * SIZE, SIZE)
    query = urlencode({name: value for name, value in asdict(asked).items() if value})
    values: dict[str, Any] = {
        "asked": asked,
        "found": found,
        "total": total,
        "page": page,
        "pages": -(-total // SIZE),
        "query": query,
        "years": list_years(visit.desk),
        "areas": SERVICE_AREAS,
        "technologies": case_tools.list_technologies(),
        "themes": THEMES,
        "stages": STAGES,
        "names": [place.name for place in read_municipalities()],
        "titles": {one.id: one.title for one in open_shelf(visit.desk).cases},
        "notes": case_tools.tell_coverage(visit.desk, asked.year),
        "concept": case_tools.label_of,
    }
    return visit.page("opportunities.html", **values, **WORDS)


def fetch_opportunities(request: Request, visit: Here, kind: str) -> Response:
    """The same as a file: 'csv', 'xlsx' or 'json'. Raises NoCaseError for another kind."""
    asked = _asked(request)
    content, type_ = case_tools.write_opportunities(visit.desk, asked, kind)
    headers = {"Content-Disposition": f'attachment; filename="{say("web_cases.file_opportunities")}.{kind}"'}
    return Response(content, media_type=type_, headers=headers)
