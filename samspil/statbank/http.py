"""One POST to the bank: JSON out, bytes in, with timeouts, a size limit, retries with pauses, and nothing taken for data that is not.

The only place of this room that opens a connection; called by `fetch` alone. No redirects are followed: data come from the address named.
"""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

from samspil import __version__
from samspil.statbank.errors import FetchError, complain
from samspil.vocabulary.system import explain

ADDRESS = "https://api.statbank.dk/v1"
TIMEOUT = 60.0  # seconds without a byte
PAUSES = (2.0, 8.0)  # between three tries
LONGEST_PAUSE = 60.0  # the bank may ask for a longer one (Retry-After); that long and no longer
_AGAIN = frozenset((429, 500, 502, 503, 504))
_BLOCK = 1 << 16
_LONGEST_ERROR = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """How to reach the bank. `pause` waits some seconds; tests give their own."""

    address: str = ADDRESS
    timeout: float = TIMEOUT
    pauses: tuple[float, ...] = PAUSES
    pause: Callable[[float], object] = time.sleep


class _AgainError(Exception):
    """Worth another try. `wait`: seconds the server asked for."""

    def __init__(self, error: FetchError, wait: float = 0.0) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: Any, **_named: Any) -> None:
        return None


def check_address(address: str) -> str:
    """The address without a slash at its end. Raises FetchError for anything but http and https without a password."""
    plain = address.rstrip("/")
    rest = plain.partition("://")[2]
    if not plain.startswith(("https://", "http://")) or not rest or "@" in rest or any(letter.isspace() for letter in plain):
        raise complain("bad_address", "", FetchError, address=address[:200])
    return plain


def post(line: Line, name: str, question: Mapping[str, Any], target: BinaryIO, most: int) -> tuple[int, str]:
    """Write the answer to `target`; gives its length and content type. Raises FetchError; `target` then holds nothing of use."""
    url = f"{check_address(line.address)}/{name}"
    for wait in (*line.pauses, None):
        target.seek(0)
        target.truncate()
        try:
            return _ask(line, url, question, target, most)
        except _AgainError as again:
            if wait is None:
                raise again.error from again
            line.pause(min(max(wait, again.wait), LONGEST_PAUSE))
    raise AssertionError  # the last try gives or raises


def _ask(line: Line, url: str, question: Mapping[str, Any], target: BinaryIO, most: int) -> tuple[int, str]:
    request = urllib.request.Request(  # noqa: S310 - http and https only, see check_address
        url,
        json.dumps(question, ensure_ascii=False).encode("utf-8"),
        {"Content-Type": "application/json; charset=utf-8", "User-Agent": f"samspil/{__version__}", "Accept-Encoding": "identity"},
        method="POST",
    )
    try:
        with closing(urllib.request.build_opener(_NoRedirect).open(request, timeout=line.timeout)) as answer:
            return _take(answer, url, target, most)
    except urllib.error.HTTPError as error:
        with closing(error):
            _refuse(error, url)
    except urllib.error.URLError as error:
        slow = isinstance(error.reason, TimeoutError)
        reason = explain(error.reason) if isinstance(error.reason, OSError) else str(error.reason)
        raise _AgainError(_trouble("too_slow" if slow else "no_contact", url, reason)) from error
    except TimeoutError as error:
        raise _AgainError(_trouble("too_slow", url, "")) from error
    except (http.client.HTTPException, ConnectionError) as error:
        raise _AgainError(_trouble("cut_answer", url, type(error).__name__)) from error


def _trouble(key: str, url: str, detail: str) -> FetchError:
    error = complain(key, url, FetchError, detail=detail)
    assert isinstance(error, FetchError)  # noqa: S101 - as asked for
    return error


def _take(answer: Any, url: str, target: BinaryIO, most: int) -> tuple[int, str]:
    """The body in pieces; its length must be the one announced."""
    kind = str(answer.headers.get("Content-Type", "")).lower()
    told = str(answer.headers.get("Content-Length", ""))
    if told.isascii() and told.isdigit() and int(told) > most:
        raise complain("answer_too_large", url, FetchError, most=most // 1_000_000)
    size = 0
    while block := answer.read(_BLOCK):
        size += len(block)
        if size > most:
            raise complain("answer_too_large", url, FetchError, most=most // 1_000_000)
        target.write(block)
    if told.isascii() and told.isdigit() and int(told) != size:
        raise _AgainError(_trouble("cut_answer", url, f"{size}/{told}"))
    if "html" in kind:
        raise complain("answer_is_page", url, FetchError)
    if not size:
        raise _AgainError(_trouble("cut_answer", url, "0"))
    return size, kind


def _refuse(error: urllib.error.HTTPError, url: str) -> NoReturn:
    """What the bank says is wrong, in its own words; 429 and 5xx are tried again."""
    code, message = _read_complaint(error)
    if error.code in _AGAIN:
        asked = str(error.headers.get("Retry-After", ""))
        wait = float(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0.0
        raise _AgainError(_trouble("server_trouble", url, f"HTTP {error.code} {message}".strip()), wait) from error
    if 300 <= error.code < 400:
        raise complain("moved", url, FetchError, target=str(error.headers.get("Location", ""))[:200]) from error
    if code == "REQUEST-LIMIT":
        raise complain("too_much_asked", url, FetchError, message=message) from error
    raise complain("server_error", url, FetchError, code=code or f"HTTP {error.code}", message=message) from error


def _read_complaint(error: urllib.error.HTTPError) -> tuple[str, str]:
    try:
        content = json.loads(error.read(_LONGEST_ERROR))
        return str(content["errorTypeCode"])[:40], " ".join(str(content.get("message", "")).split())[:300]
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", ""
