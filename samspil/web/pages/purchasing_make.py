"""Make or buy, and self-sufficiency: forms with the examples loaded, and the answers with their drawings. Nothing that is typed is kept."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import Response

from samspil.errors import SamspilError
from samspil.purchasing.make_or_buy.errors import MakeError
from samspil.web.forms import MOST_FIELD, Sent
from samspil.web.pages.purchasing import send_file
from samspil.web.visit import Here, Visit
from samspil.workbench.purchasing import make
from samspil.workbench.purchasing.make import Answer
from samspil.workbench.purchasing.privacy import take_out_persons


def show_make(visit: Here) -> Response:
    """The form of make or buy, with the example."""
    return _show_make(visit, make.example_case())


def ask_make(visit: Here, form: Sent) -> Response:
    """The comparison; or a file of it."""
    return _ask(visit, read_typed(form), make.ask_case, _show_make, "selv-eller-koebe")


def _show_make(visit: Visit, typed: Mapping[str, str], answer: Answer | None = None, trouble: SamspilError | None = None) -> Response:
    values = {
        "groups": make.case_groups(),
        "directions": make.DIRECTIONS,
        "answer": answer,
        "trouble": trouble,
        **(answer.parts if answer else {}),
    }
    return visit.page("purchasing_make.html", 422 if trouble else 200, typed=Typed(typed), **values)


def show_self(visit: Here) -> Response:
    """The form of self-sufficiency, with Aarhus' figures."""
    return _show_self(visit, make.example_plan())


def ask_self(visit: Here, form: Sent) -> Response:
    """The forecast; or a file of it."""
    return _ask(visit, read_typed(form), make.ask_plan, _show_self, "selvforsyning")


def _show_self(visit: Visit, typed: Mapping[str, str], answer: Answer | None = None, trouble: SamspilError | None = None) -> Response:
    count = make.count_blocks(typed)
    values = {"specs": make.plan_specs(), "goals": make.GOALS, "answer": answer, "trouble": trouble, **(answer.parts if answer else {})}
    return visit.page("purchasing_self.html", 422 if trouble else 200, typed=Typed(typed), count=count, most=make.MOST_BLOCKS, **values)


def read_typed(form: Any) -> dict[str, str]:
    """Every text of the form, cut where it is longer than any field may be."""
    return {
        name: value[:MOST_FIELD].replace("\r\n", "\n") for name, value in form.items() if isinstance(value, str) and name != "form_token"
    }


class Typed(dict[str, str]):
    """What was typed; '' for anything else."""

    def __missing__(self, _key: str) -> str:
        return ""


def _ask(
    visit: Visit, typed: dict[str, str], work: Callable[[Mapping[str, str]], Answer], page: Callable[..., Response], name: str
) -> Response:
    if typed.get("do") == "more":
        return page(visit, typed | {"blocks": str(make.count_blocks(typed) + 1)})
    typed, trouble = take_out_persons(typed)
    if trouble:
        return page(visit, typed, None, trouble)
    try:
        answer = work(typed)
    except MakeError as error:
        return page(visit, typed, None, error)
    kind = typed.get("do", "")
    if kind in make.TYPES and answer.story:
        return send_file(*make.write_file(answer, name, kind))
    return page(visit, typed, answer)
