"""Bids in a tender: the form, the evaluation as a page or a workbook. Nothing of it is kept."""

from typing import Annotated

from fastapi import File, Form, UploadFile
from starlette.responses import Response

from samspil.errors import SamspilError
from samspil.purchasing.bids.model import MODELS
from samspil.purchasing.choice.errors import ChoiceError
from samspil.web.pages.purchasing import send_file
from samspil.web.pages.purchasing_make import Typed
from samspil.web.visit import Here, Visit
from samspil.workbench.purchasing import bids
from samspil.workbench.purchasing.bids import Evaluated

Word = Annotated[str, Form(max_length=40)]


def show(visit: Here) -> Response:
    """The form."""
    return _show(visit, {})


def _show(visit: Visit, typed: dict[str, str], shown: Evaluated | None = None, trouble: SamspilError | None = None) -> Response:
    values = {"typed": Typed(typed), "models": MODELS, "shown": shown, "trouble": trouble}
    return visit.page("purchasing_bids.html", 422 if trouble else 200, **values)


def fetch_example(visit: Here) -> Response:
    """A sheet to begin from; its bids are made up."""
    return send_file(bids.EXAMPLE.encode("utf-8-sig"), "text/csv; charset=utf-8", "bud-eksempel.csv")


def ask(
    visit: Here,
    file: Annotated[UploadFile, File()],
    model: Word = "",
    price_weight: Word = "",
    k: Word = "",
    scale: Word = "",
    round_digits: Word = "",
    no_cut: Word = "",
    do: Word = "",
) -> Response:
    """The evaluation of a sheet, or (do=xlsx) a workbook of it."""
    typed = {"model": model, "price_weight": price_weight, "k": k, "scale": scale, "round_digits": round_digits, "no_cut": no_cut}
    try:
        shown = bids.evaluate((file.filename or "")[:200], file.file, typed)
    except ChoiceError as error:
        return _show(visit, typed, None, error)
    return send_file(*bids.write_tables(shown)) if do == "xlsx" else _show(visit, typed, shown)
