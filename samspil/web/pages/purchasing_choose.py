"""Choosing an offer for one need: the form without identity, what follows from it, and a person's own decision as a note. The need is kept nowhere."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from samspil.errors import SamspilError
from samspil.purchasing.choice.errors import ChoiceError
from samspil.web.forms import MOST_FIELD, Sent, number_of, texts_of
from samspil.web.pages.purchasing import find_set, frame, send_file, show_empty
from samspil.web.pages.purchasing_make import Typed
from samspil.web.visit import Here, Visit
from samspil.workbench.purchasing import choose
from samspil.workbench.purchasing.choose import Shown
from samspil.workbench.purchasing.data import DataSet, find_data, no_set
from samspil.workbench.purchasing.privacy import take_out_persons


def show(request: Request, visit: Here) -> Response:
    """The form."""
    data = find_set(request, visit)
    return show_empty(visit) if data is None else _show(visit, data, {})


def _show(visit: Visit, data: DataSet, typed: dict[str, str], shown: Shown | None = None, trouble: SamspilError | None = None) -> Response:
    values = {**choose.form_choices(), "shown": shown, "trouble": trouble, "first_time": not typed}
    return visit.page("purchasing_choose.html", 422 if trouble else 200, typed=Typed(typed), **values, **frame(data))


def ask(visit: Here, form: Sent) -> Response:
    """What follows from a need; with do=note the decision as a document, with do=xlsx all tables. Personal data are refused, and not shown again."""
    number = number_of(form, "set", 0)
    data = find_data(visit.desk, number) if number else None
    if data is None:
        raise no_set()
    typed, trouble = take_out_persons(_read(form))
    if trouble:
        return _show(visit, data, typed, None, trouble)
    try:
        shown = choose.ask(visit.desk, data, typed)
    except ChoiceError as error:
        return _show(visit, data, typed, None, error)
    return _answer(visit, data, typed, shown)


def _answer(visit: Visit, data: DataSet, typed: dict[str, str], shown: Shown) -> Response:
    if typed.get("do") == "xlsx":
        return send_file(choose.write_tables(shown), choose.XLSX, "valg.xlsx")
    if typed.get("do") != "note":
        return _show(visit, data, typed, shown)
    try:
        note = choose.make_note(visit.desk, visit.person, data, shown, typed)
    except ChoiceError as error:
        return _show(visit, data, typed, shown, error)
    return send_file(note, choose.DOCX, "beslutning.docx")


def _read(form: Any) -> dict[str, str]:
    """The form's texts; the target groups that were ticked, a line each."""
    typed = {
        name: value[:MOST_FIELD].replace("\r\n", "\n")
        for name, value in form.items()
        if isinstance(value, str) and name not in ("form_token", "set")
    }
    return typed | {"target_groups": "\n".join(texts_of(form, "target_groups"))}
