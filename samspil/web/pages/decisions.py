"""Decisions about a row: a form comes, a wish is made of it, and the answer is the next row, the row itself, or both versions side by side."""

from collections.abc import Callable
from typing import Any

from fastapi import Request
from starlette.responses import Response

from samspil.desk.fields import FieldError
from samspil.errors import SamspilError
from samspil.values.codes import THEMES, horizon
from samspil.values.desk import ACCEPT, CORRECT, REJECT, UNDO, RowState
from samspil.vocabulary.texts import say
from samspil.web.forms import Sent, correction_of, number_of, parts_of, seen_of, selection_of, text_of, texts_of, typed_amounts
from samspil.web.pages.rows import filters_of, render_row
from samspil.web.row_words import CODES, WORDS
from samspil.web.visit import Here, Visit
from samspil.workbench.checks import DecisionError, Place, find_own
from samspil.workbench.decide import StaleError, Wish, decide
from samspil.workbench.rows import find_next, note_place
from samspil.workbench.sources import NoSourceError
from samspil.workbench.views import find_as_seen, list_places, view_row
from samspil.workbench.wishes import (
    find_done,
    get_row,
    wish_addition,
    wish_extent,
    wish_join,
    wish_machine,
    wish_split,
    wish_undo,
    wish_without,
    wish_words,
)

Make = Callable[[Visit, tuple[str, int], Any, str], Wish]


def accept(request: Request, visit: Here, row: str, form: Sent) -> Response:
    """The row as it stands is right."""
    return _carry_out(
        request, visit, row, form, lambda _visit, seen, _form, key: Wish(ACCEPT, (seen[0],), (seen[1],), {}, key), onward=True
    )


def reject(request: Request, visit: Here, row: str, form: Sent) -> Response:
    """The row is no initiative, for a reason."""

    def make(_visit: Visit, seen: tuple[str, int], form: Any, key: str) -> Wish:
        reason = text_of(form, "words").strip() or text_of(form, "reason")
        return Wish(REJECT, (seen[0],), (seen[1],), {"reason": reason}, key)

    return _carry_out(request, visit, row, form, make, onward=True)


def correct(request: Request, visit: Here, row: str, form: Sent) -> Response:
    """Fields of the row become others."""
    return _carry_out(
        request, visit, row, form, lambda _v, seen, form, key: Wish(CORRECT, (seen[0],), (seen[1],), correction_of(form), key)
    )


def extent(request: Request, visit: Here, row: str, form: Sent) -> Response:
    """A quote begins or ends elsewhere, becomes what was selected, is one more, or goes."""

    def make(visit: Visit, seen: tuple[str, int], form: Any, key: str) -> Wish:
        number, edge, _, way = number_of(form, "quote", 0), *text_of(form, "move").partition("-")
        if edge in ("start", "end"):
            return wish_extent(visit.desk, seen, number, edge, way, key)
        if edge == "remove":
            return wish_without(visit.desk, seen, number, key)
        return wish_words(visit.desk, seen, number, selection_of(form), key)

    return _carry_out(request, visit, row, form, make)


def split(request: Request, visit: Here, row: str, form: Sent) -> Response:
    """The row becomes several."""
    return _carry_out(
        request, visit, row, form, lambda visit, seen, form, key: wish_split(visit.desk, seen, parts_of(form), key), made=True
    )


def join(request: Request, visit: Here, row: str, form: Sent) -> Response:
    """The row and others of the same agreement become one."""

    def make(visit: Visit, seen: tuple[str, int], form: Any, key: str) -> Wish:
        others = [one for words in texts_of(form, "other") if (one := seen_of(words))]
        return wish_join(visit.desk, [seen, *others], text_of(form, "stage"), key)

    return _carry_out(request, visit, row, form, make, made=True)


def take_machine(request: Request, visit: Here, row: str, form: Sent) -> Response:
    """What the machine reads now counts."""
    return _carry_out(request, visit, row, form, lambda visit, seen, _form, key: wish_machine(visit.desk, seen, key))


def undo_row(request: Request, visit: Here, row: str, form: Sent) -> Response:
    """The last decision on the row is undone, whoever's it was."""
    return _carry_out(request, visit, row, form, lambda _v, seen, _form, key: Wish(UNDO, (seen[0],), (seen[1],), {}, key))


def undo_own(request: Request, visit: Here, form: Sent) -> Response:
    """The person's own last decision is undone; on to the row it was about."""
    key = text_of(form, "key")
    rows = find_done(visit.desk, visit.person, key)
    if not rows:
        wish = wish_undo(visit.desk, visit.person, number_of(form, "sequence", 0), key)
        decide(visit.desk, visit.person, wish)
        rows = wish.rows
    query = filters_of(request, visit).query
    path = f"/rows/{rows[0]}?{query}" if _there(visit, rows[0]) else f"/rows?{query}"
    return visit.go(path, "web_rows.said_undone")


def add(request: Request, visit: Here, form: Sent) -> Response:
    """A row of what was selected on a page."""
    key, sha256 = text_of(form, "key"), text_of(form, "sha256")
    done = find_done(visit.desk, visit.person, key)
    if not done:
        wish = wish_addition(
            visit.desk,
            _place_of(visit, sha256, number_of(form, "year", 0)),
            selection_of(form),
            texts_of(form, "themes"),
            texts_of(form, "topics") if "technology" in texts_of(form, "themes") else [],
            text_of(form, "stage"),
            key,
        )
        done = tuple(state.id for state in decide(visit.desk, visit.person, wish))
    return visit.go(f"/rows/{done[0]}?{filters_of(request, visit).query}", "web_rows.said_added")


def _place_of(visit: Visit, sha256: str, year: int) -> Place:
    """Whose agreement it is. Raises FieldError."""
    for found, name, code in list_places(visit.desk, sha256):
        if found == year or not year:
            return Place(found, name, code)
    raise FieldError("evidence", say("desk_rows.other_agreement"), remedy=say("desk_rows.other_agreement_remedy"))


def _carry_out(request: Request, visit: Visit, row: str, form: Any, make: Make, *, onward: bool = False, made: bool = False) -> Response:
    """Make the wish and carry it out. `onward`: then to the next row of the queue; `made`: to the first row that was made."""
    filters, key = filters_of(request, visit), text_of(form, "key")
    seen = (row, number_of(form, "version", 0))
    place = note_place(visit.desk, filters, row)
    wish = None
    try:
        done = find_done(visit.desk, visit.person, key)
        if not done:
            wish = make(visit, seen, form, key)
            done = tuple(state.id for state in decide(visit.desk, visit.person, wish))
    except StaleError as error:
        return _show_conflict(request, visit, form, seen, error, wish)
    except (FieldError, DecisionError, NoSourceError) as error:
        wanted = dict(wish.content) if wish and wish.kind == CORRECT else {}
        wanted |= {"amounts": typed_amounts(form)} if "amounts" in texts_of(form, "field") else {}
        return render_row(request, visit, get_row(visit.desk, row), 422, trouble=error, wanted=wanted)
    return _go_on(visit, filters, place, row, done, onward=onward, made=made)


def _go_on(visit: Visit, filters: Any, place: Any, row: str, done: tuple[str, ...], *, onward: bool, made: bool) -> Response:
    if onward:
        following = find_next(visit.desk, filters, place, without=[row])
        return visit.go(f"/rows/{following}?{filters.query}" if following else f"/rows?{filters.query}", "web_rows.said_saved")
    target = next((one for one in done if one != row and _there(visit, one)), row) if made else row
    path = f"/rows/{target}?{filters.query}" if _there(visit, target) else f"/rows?{filters.query}"
    return visit.go(path, "web_rows.said_saved")


def _there(visit: Visit, row: str) -> bool:
    try:
        get_row(visit.desk, row)
    except SamspilError:
        return False
    return True


def _show_conflict(request: Request, visit: Visit, form: Any, seen: tuple[str, int], error: StaleError, wish: Wish | None) -> Response:
    """Both versions side by side, and the form as it was sent, ready to be sent again over the version that stands."""
    now: RowState = error.now
    kept = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name not in ("form_token", "version", "key")]
    mine = dict(wish.content) if wish and wish.kind in (CORRECT, REJECT) else {}
    before = find_as_seen(visit.desk, *seen) if now.id == seen[0] else None
    values = {
        "now": now,
        "before": before,
        "wanted": mine,
        "kept": kept,
        "action": request.url.path,
        "filters": filters_of(request, visit),
        "view": view_row(visit.desk, now),
        "years": horizon(now.year),
        "themes": (*THEMES, *_own(visit, now.year)),
        "trouble": error,
        "can_repeat": _can_repeat(request.url.path.rsplit("/", 1)[1], before, now),
    }
    return visit.page("conflict.html", 409, **values, **CODES, **WORDS)


def _can_repeat(what: str, before: RowState | None, now: RowState) -> bool:
    """Whether the same form would mean the same over the version that stands: quotes and sums are counted in it."""
    counted = {"extent": ("evidence",), "split": ("evidence", "amounts")}.get(what, ())
    if what in ("undo", "join", "machine"):
        return False
    return before is not None and all(before.fields[name].value == now.fields[name].value for name in counted)


def _own(visit: Visit, year: int) -> list[str]:
    with visit.desk.reading() as connection:
        return find_own(connection, year)
