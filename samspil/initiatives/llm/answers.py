"""From bytes to claims: the server's envelope, and the JSON the model wrote inside it. Trusts neither."""

import json
from dataclasses import dataclass
from typing import Any

from samspil.initiatives.llm import errors
from samspil.initiatives.llm.errors import TroubleError
from samspil.initiatives.llm.settings import Secret

MOST_TRIES = 200  # places in a talkative answer where the JSON may begin


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """What the model wrote, and the tokens the server counted; None when it did not say."""

    content: str
    tokens_in: int | None
    tokens_out: int | None


def read_envelope(body: bytes, key: Secret) -> RawAnswer:
    """The answer in the server's JSON. Raises TroubleError when there is none, or when it repeats the key."""
    envelope = _load(body.decode("utf-8", "replace"))
    try:
        content = envelope["choices"][0]["message"]["content"]
    except (LookupError, TypeError):
        raise TroubleError(errors.WRONG_SHAPE) from None
    if not isinstance(content, str) or not content.strip():
        raise TroubleError(errors.EMPTY)
    if key.hide(content) != content:
        raise TroubleError(errors.SECRET)
    usage = envelope.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    whole = content.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be stored
    return RawAnswer(whole, _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens")))


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**9 else None


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise TroubleError(errors.NOT_JSON) from None


def read_claims(content: str) -> list[Any]:
    """The initiatives the model claims, unchecked. Raises TroubleError when the text holds no such list."""
    found = _find_object(content)
    if not isinstance(found.get("initiatives"), list):
        raise TroubleError(errors.WRONG_SHAPE)
    return list(found["initiatives"])


def _find_object(content: str) -> dict[str, Any]:
    """The last object with the key 'initiatives', else any object: models think aloud first. Raises TroubleError when nothing parses."""
    decoder = json.JSONDecoder()
    kept: dict[str, Any] | None = None
    place, tries = content.find("{"), 0
    while place >= 0 and tries < MOST_TRIES:
        tries += 1
        try:
            found, end = decoder.raw_decode(content, place)
        except (ValueError, RecursionError):
            end = place + 1
        else:
            kept = found if kept is None or "initiatives" in found else kept
        place = content.find("{", end)
    if kept is None:
        raise TroubleError(errors.NOT_JSON)
    return kept
