"""Peers and volumes: forms, and the answers as pages and files. Nothing that is typed is kept."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from samspil.errors import SamspilError
from samspil.values.competition import BENCHMARKS, TARGETS
from samspil.web.forms import Sent
from samspil.web.pages.competition import find_accounts, frame, show_empty
from samspil.web.pages.purchasing import number_in, send_file
from samspil.web.pages.purchasing_make import Typed, read_typed
from samspil.web.visit import Here, Visit
from samspil.workbench.competition import accounts, against
from samspil.workbench.competition.against import Answer
from samspil.workbench.competition.papers import NoExposureError, Paper

_ASKED = ("municipality", "by", "level", "year", "recipe", "chosen", "conditions", "weights", "count", "seed")


def show_peers(request: Request, visit: Here) -> Response:
    """The form; with a municipality the answer, or (do=xlsx ...) a file of it."""
    paper = find_accounts(request, visit)
    if paper is None:
        return show_empty(visit)
    typed = {name: request.query_params.get(name, "")[:2000] for name in _ASKED}
    if not typed["municipality"]:
        return _show_peers(request, visit, paper, typed)
    try:
        answer = against.ask_peers(visit.desk, paper, typed)
    except NoExposureError:
        raise
    except SamspilError as error:
        return _show_peers(request, visit, paper, typed, None, error)
    kind = request.query_params.get("do", "")
    if kind in against.TYPES:
        return send_file(*against.write_file(answer, "sammenligning", kind))
    return _show_peers(request, visit, paper, typed, answer)


def _show_peers(
    request: Request, visit: Visit, paper: Paper, typed: dict[str, str], answer: Answer | None = None, trouble: SamspilError | None = None
) -> Response:
    choices: dict[str, Any] = {"benchmarks": BENCHMARKS, "levels": against.LEVELS, "kinds": list(against.TYPES)}
    return _page(request, visit, "competition_peers.html", paper, typed, answer, trouble, **choices)


def show_potential(request: Request, visit: Here) -> Response:
    """The form of volumes and savings."""
    paper = find_accounts(request, visit)
    if paper is None:
        return show_empty(visit)
    typed = {"municipality": request.query_params.get("municipality", "")[:40], "by": "type", "target": "national_mean", "seed": "1"}
    return _show_potential(request, visit, paper, typed)


def ask_potential(request: Request, visit: Here, form: Sent) -> Response:
    """The answer, or a file of it."""
    typed = read_typed(form)
    paper = accounts.find_accounts(visit.desk, _number(typed.get("accounts", "")))
    if paper is None:
        return show_empty(visit)
    try:
        answer = against.ask_potential(visit.desk, paper, typed)
    except NoExposureError:
        raise
    except SamspilError as error:
        return _show_potential(request, visit, paper, typed, None, error)
    kind = typed.get("do", "")
    if kind in against.TYPES:
        return send_file(*against.write_file(answer, "volumen", kind))
    return _show_potential(request, visit, paper, typed, answer)


def _number(words: str) -> int:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 9 else 0


def _show_potential(
    request: Request, visit: Visit, paper: Paper, typed: dict[str, str], answer: Answer | None = None, trouble: SamspilError | None = None
) -> Response:
    choices: dict[str, Any] = {"benchmarks": BENCHMARKS, "targets": TARGETS, "shapes": against.SHAPES, "kinds": list(against.TYPES)}
    choices |= {"areas": against.list_areas(), "evidence": against.list_evidence()}
    return _page(request, visit, "competition_potential.html", paper, typed, answer, trouble, **choices)


def _page(
    request: Request,
    visit: Visit,
    template: str,
    paper: Paper,
    typed: dict[str, str],
    answer: Answer | None,
    trouble: SamspilError | None,
    **choices: Any,
) -> Response:
    known = {"typed": Typed(typed), "answer": answer, "trouble": trouble, "conditions": accounts.find_conditions(visit.desk)}
    bits = frame(request, visit, paper, number_in(request, "year"))
    return visit.page(template, 422 if trouble else 200, **known, **choices, **(answer.parts if answer else {}), **bits)
