"""The first page: a year at a glance under filters that stand in the address, and the rows behind each of its marks."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.responses import Response

from samspil.publish import denmark
from samspil.publish.figures import ADDED_KINDS, state_of
from samspil.publish.overview import stack_bars
from samspil.vocabulary.numbers import show_millions
from samspil.vocabulary.themes import label, short_label
from samspil.web.visit import Here
from samspil.workbench.overview import build_board, find_behind, name_themes, read_current, read_view

WORDS: Mapping[str, Any] = {"label": label, "short": short_label, "map": denmark, "stack_bars": stack_bars, "millions": show_millions}
MARKS = ("stage", "municipality", "by", "kind", "at", "unplaced")


def show(request: Request, visit: Here) -> Response:
    """The overview of a year; on an empty desk the way to the first one."""
    view = read_view(visit.desk, request.query_params)
    if not view.year:
        return visit.page("overview_empty.html")
    board = build_board(visit.desk, view)
    return visit.page("overview.html", board=board, view=view, kinds=ADDED_KINDS, **WORDS)


def show_figures(request: Request, visit: Here) -> Response:
    """The rows behind a mark."""
    view = read_view(visit.desk, request.query_params)
    if not view.year:
        return visit.page("overview_empty.html")
    asked = {name: request.query_params.get(name, "")[:50] for name in MARKS}
    behind = find_behind(visit.desk, view, asked)
    names = name_themes(read_current(visit.desk, view.year))
    return visit.page("figures.html", view=view, behind=behind, asked=asked, names=names, state_of=state_of, **WORDS)
