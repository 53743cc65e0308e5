"""What goes wrong, as a page or as JSON: a sentence, a remedy, and for our own faults an id that stands in the log. Never a trace."""

import logging
import secrets
import traceback
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from samspil.errors import SamspilError, StoreError
from samspil.vocabulary.texts import say
from samspil.web.dress import render
from samspil.workbench.alerts import NoSavedSearchError
from samspil.workbench.cases import NoCaseError, StaleCaseError
from samspil.workbench.competition.papers import NoExposureError
from samspil.workbench.decide import NoSuchRowError, StaleError
from samspil.workbench.passwords import PeopleError
from samspil.workbench.people import LoginError, TooManyTriesError
from samspil.workbench.purchasing.data import NoDataError
from samspil.workbench.samples import NoSampleError, StaleCodingError
from samspil.workbench.sources import NoSourceError, SourceWaitsError
from samspil.workbench.uploads import TooBigError

LOG = logging.getLogger("samspil.web")
_STATUS: tuple[tuple[type[Exception], int], ...] = (  # the first that fits
    (TooManyTriesError, 429),
    (LoginError, 401),
    (PeopleError, 422),
    (StaleError, 409),
    (NoSuchRowError, 404),
    (SourceWaitsError, 503),
    (NoSourceError, 404),
    (NoSampleError, 404),
    (StaleCodingError, 409),
    (TooBigError, 413),
    (NoSavedSearchError, 404),
    (NoDataError, 404),
    (NoExposureError, 404),
    (NoCaseError, 404),
    (StaleCaseError, 409),
    (StoreError, 503),
    (SamspilError, 422),
)
_KNOWN = (400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503)  # statuses with their own words in the catalogue


class Refusal(HTTPException):
    """A request is turned away. `code`: the key of its words in the catalogue, web.<code> and web.<code>_remedy."""

    def __init__(self, status: int, code: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, code, headers)
        self.code = code


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an error tells: `code` for programs, `message` and `remedy` for people."""

    status: int
    code: str
    message: str
    remedy: str = ""
    retry: int = 0


def describe(error: Exception) -> Trouble:
    """What to tell of an error; one of our own is logged under an id."""
    if isinstance(error, Refusal):
        return Trouble(error.status_code, error.code, say(f"web.{error.code}"), say(f"web.{error.code}_remedy"))
    if isinstance(error, HTTPException):
        return _by_status(error.status_code)
    if isinstance(error, RequestValidationError):
        return Trouble(422, "invalid", say("web.status_422"), say("web.invalid_fields", fields=_fields(error)))
    return _of_ours(error) if isinstance(error, SamspilError) else _of_others(error)


def _of_others(error: Exception) -> Trouble:
    if isinstance(error, sa.exc.OperationalError | sa.exc.TimeoutError):
        LOG.warning("store busy: %s", type(error).__name__)
        return Trouble(503, "busy", say("web.busy"), say("web.busy_remedy"), retry=5)
    if isinstance(error, sa.exc.DataError | OverflowError):  # a number or sign that no database holds: nothing of ours has such an id
        return _by_status(400)
    return _own_fault(error)


def _of_ours(error: SamspilError) -> Trouble:
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    code = type(error).__name__.removesuffix("Error")
    place = f"{error.place}: " if error.place and not isinstance(error, StoreError) else ""
    retry = int(error.wait) + 1 if isinstance(error, TooManyTriesError) else 5 if status == 503 else 0
    return Trouble(
        status, "".join(f"_{c.lower()}" if c.isupper() else c for c in code).strip("_"), place + error.message, error.remedy, retry
    )


def _by_status(status: int) -> Trouble:
    key = status if status in _KNOWN else 400 if status < 500 else 500
    return Trouble(status, f"status_{status}", say(f"web.status_{key}"), say(f"web.status_{key}_remedy"))


def _fields(error: RequestValidationError) -> str:
    """Names of the fields, as they were asked for by us; never what was sent."""
    return ", ".join(dict.fromkeys(str(part["loc"][-1])[:60] for part in error.errors()))


def _own_fault(error: Exception) -> Trouble:
    """The log tells where it happened, not with what: values may be secrets or people's words."""
    name = secrets.token_hex(4)
    where = " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in reversed(traceback.extract_tb(error.__traceback__))
    )
    LOG.error("error %s: %s at %s", name, type(error).__name__, where)
    return Trouble(500, "internal", say("web.status_500"), say("web.error_id", id=name))


def answer(request: Request, error: Exception) -> Response:
    """The error as the caller wants it."""
    trouble = describe(error)
    headers = dict(getattr(error, "headers", None) or {}) | ({"Retry-After": str(trouble.retry)} if trouble.retry else {})
    if request.url.path.startswith("/api"):
        return JSONResponse({"error": as_json(trouble)}, trouble.status, headers)
    visit = getattr(request.state, "visit", None)
    body = render("error.html", visit=visit, trouble=trouble)
    return Response(body, trouble.status, headers, "text/html; charset=utf-8")


def as_json(trouble: Trouble) -> dict[str, Any]:
    """The one shape of errors in the API."""
    return {"code": trouble.code, "message": trouble.message, "remedy": trouble.remedy}
