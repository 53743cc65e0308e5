"""What each operation of the API promises, noted beside its function: name, group, the shape of its answer. `description.py` makes OpenAPI of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any, TypeVar

from pydantic import BaseModel
from starlette.responses import Response

from samspil.web.api.models import ErrorAnswer

Run = TypeVar("Run", bound=Callable[..., Any])
PROBLEMS = {
    304: "Not modified", 400: "Not understood", 401: "No login", 403: "Not allowed", 404: "Not found", 409: "Stale", 412: "Stale", 413: "Too large", 422: "Invalid",
    428: "Version missing", 429: "Too many requests", 503: "Busy",
}  # fmt: skip
_ALWAYS = (400, 401, 403, 422, 429, 503)


@dataclass(frozen=True, slots=True)
class Told:
    """`name`: operation id and key of its words in the catalogue web_api; `answer`: model of its JSON, or None and the media `types`; `also`: other statuses of a right answer."""

    name: str
    tag: str
    answer: type[BaseModel] | None
    problems: tuple[int, ...] = ()
    types: tuple[str, ...] = ()
    status: int = 200
    etag: bool = False
    also: tuple[int, ...] = ()


_TOLD: dict[Callable[..., Any], Told] = {}


def tells(
    name: str,
    tag: str,
    answer: type[BaseModel] | None,
    *problems: int,
    types: tuple[str, ...] = (),
    status: int = 200,
    etag: bool = False,
    also: tuple[int, ...] = (),
) -> Callable[[Run], Run]:
    """Note the promise of a function."""

    def note(run: Run) -> Run:
        _TOLD[run] = Told(name, tag, answer, problems, types, status, etag, also)
        return run

    return note


def options_of(run: Callable[..., Any]) -> dict[str, Any]:
    """What FastAPI is told of a route; nothing for a function without a promise."""
    told = _TOLD.get(run)
    if told is None:
        return {}
    right: dict[str, Any] = {"description": "OK"}
    if told.answer:
        right["model"] = told.answer
    if told.types:
        right["content"] = {kind: {"schema": {}} for kind in told.types}
    if told.etag:
        right["headers"] = {"ETag": {"schema": {"type": "string"}, "description": '"<version>"'}}
    responses: dict[int | str, Any] = dict.fromkeys((told.status, *told.also), right)
    for status in sorted({*_ALWAYS, *told.problems}):
        responses[status] = {"description": PROBLEMS[status]} | ({"model": ErrorAnswer} if status >= 400 else {})
    responses["default"] = {"description": "Error", "model": ErrorAnswer}
    return {"operation_id": told.name, "tags": [told.tag], "responses": responses, "status_code": told.status}


def give(answer: Mapping[str, Any], status: int = 200, **headers: str) -> Response:
    """JSON, in UTF-8 whatever stands in the quotes; header names with underscores for hyphens."""
    content = json.dumps(answer, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain).encode("utf-8", "replace")
    return Response(content, status, {name.replace("_", "-"): value for name, value in headers.items()}, "application/json")


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)
