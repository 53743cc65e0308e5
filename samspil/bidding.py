"""Bids come in: TOML is read here, sheets in a child that can be killed. Nothing is kept."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from samspil.engines.limits import Limits
from samspil.engines.pool import Job, run_all
from samspil.errors import UsageError
from samspil.folder import show_path
from samspil.purchasing.bids.model import Tender
from samspil.purchasing.bids.read import make_tender, parse_tender
from samspil.purchasing.bids.sheet import TASK
from samspil.purchasing.choice.errors import complain
from samspil.purchasing.choice.need_file import MOST_BYTES
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import language, say

MOST_SHEET_BYTES = 20_000_000
_SHEETS = (".xlsx", ".xlsm", ".csv")


def read_given(file: Path, most: int = MOST_BYTES) -> bytes:
    """A file the user names. Raises UsageError (not there, not readable), ChoiceError (too big)."""
    try:
        if not file.is_file():
            raise UsageError(say("purchasing_choice.error_no_file"), place=show_path(file), remedy=say("purchasing_choice.remedy_no_file"))
        with file.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise UsageError(say("cli.file_unreadable", detail=explain(error)), place=show_path(file)) from error
    if len(data) > most:
        raise complain("too_big", show_path(file), most=most // 1000)
    return data


def read_text(file: Path) -> str:
    """A TOML file's text. Raises UsageError, ChoiceError."""
    try:
        return read_given(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise complain("not_utf8", show_path(file)) from None


def read_tender(file: Path, settings: Mapping[str, Any]) -> Tender:
    """Rules and bids of a TOML file or sheet; `settings` of the command go before the file's. Raises UsageError, ChoiceError."""
    place = show_path(file)
    if file.suffix.lower() == ".toml":
        return parse_tender(read_text(file), place, settings)
    if file.suffix.lower() not in _SHEETS:
        raise complain("bids_format", place)
    return read_sheet(file.name, read_given(file, MOST_SHEET_BYTES), settings, place)


def read_sheet(name: str, data: bytes, settings: Mapping[str, Any], place: str) -> Tender:
    """The same from the bytes of a sheet. Raises ChoiceError."""
    if not name.lower().endswith(_SHEETS):
        raise complain("bids_format", place)
    return make_tender({**_ask(name, data, place), **settings}, place)


def _ask(name: str, data: bytes, place: str) -> dict[str, Any]:
    """The sheet's fields, as TOML would give them."""
    job = Job(name, TASK, data, {"name": name, "language": language()}, Limits(), allowed=(TASK,), retries=1)
    _key, answer = next(iter(run_all([job], 1)))
    if answer.answer is None:
        raise complain("sheet_unreadable", place)
    found = answer.answer
    if "error" in found:
        raise complain(found["error"], found["place"], **found["values"])
    quality = {name: {key: Decimal(value) for key, value in entry.items()} for name, entry in found["quality"].items()}
    bids = [
        {"name": bid["name"], "price": Decimal(bid["price"]), "points": {name: Decimal(value) for name, value in bid["points"].items()}}
        for bid in found["bids"]
    ]
    weight = {"price_weight": Decimal(found["price_weight"])} if "price_weight" in found else {}
    return {"quality": quality, "bids": bids, **weight}
