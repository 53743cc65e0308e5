"""One question, one answer: the `openai` client library with guards around it.

The library reads keys, organisations and addresses from the environment, follows redirects and adds facts about the machine. None of it happens
here: what the user named is asked and nobody else. It is imported when first needed: it takes most of a second.
"""

import logging
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import httpx2
import openai

from samspil.initiatives.llm import errors
from samspil.initiatives.llm.answers import RawAnswer, read_envelope
from samspil.initiatives.llm.dialect import Dialect
from samspil.initiatives.llm.errors import TroubleError
from samspil.initiatives.llm.prompt import Message
from samspil.initiatives.llm.settings import Limits, Server

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionMessageParam

SENT_HEADERS = frozenset(
    ("host", "connection", "content-type", "content-length", "accept", "accept-encoding", "user-agent", "authorization")
)
RAW = "x-stainless-raw-response"  # the library's note to itself, which it reads back from the request
TALKATIVE = ("openai", "httpx2", "httpcore2")  # their debug logs hold headers, where a server may repeat the key
DENIED_STATUS = frozenset((401, 402, 403, 404, 405, 407))


class AnswerTooLongError(Exception):
    """The server sent more than an answer can be."""


class GuardedStream(httpx2.SyncByteStream):
    """A body that ends with an error when it grows beyond `most` bytes or takes longer than `until` on the clock."""

    def __init__(self, stream: httpx2.SyncByteStream, most: int, until: float) -> None:
        self._stream, self._most, self._until = stream, most, until

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._stream:
            size += len(piece)
            if size > self._most:
                raise AnswerTooLongError
            if time.monotonic() > self._until:
                raise httpx2.ReadTimeout("slow body")
            yield piece

    def close(self) -> None:
        """Close the stream behind it."""
        self._stream.close()


class Client:
    """Asks one server. May be used from several threads."""

    def __init__(self, server: Server, limits: Limits) -> None:
        self._server = server
        self._limits = limits
        for name in TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        self._http = httpx2.Client(
            timeout=limits.timeout,
            follow_redirects=False,
            trust_env=not is_this_machine(server.url),  # the environment's proxy is for servers elsewhere
            event_hooks={"request": [self._before], "response": [self._after]},
        )
        self._openai = openai.OpenAI(
            api_key=server.key.reveal() or "none",
            base_url=server.url,
            organization="",
            project="",
            max_retries=0,
            timeout=limits.timeout,
            http_client=self._http,
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _before(self, request: httpx2.Request) -> None:
        for name in [name for name in request.headers if name.lower() not in SENT_HEADERS | {RAW}]:
            del request.headers[name]
        request.headers["User-Agent"] = "samspil"
        request.headers["Accept-Encoding"] = "identity"
        if not self._server.key:
            request.headers.pop("Authorization", None)
        request.extensions["samspil_until"] = time.monotonic() + self._limits.timeout

    def _after(self, response: httpx2.Response) -> None:
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise AnswerTooLongError  # a packed body can be of any size
        until = response.request.extensions["samspil_until"]
        response.stream = GuardedStream(cast(httpx2.SyncByteStream, response.stream), self._limits.answer_bytes, until)

    def ask(self, messages: list[Message], dialect: Dialect) -> RawAnswer:
        """The model's answer. Raises TroubleError."""
        try:
            response = self._openai.chat.completions.with_raw_response.create(
                model=self._server.model,
                messages=cast("list[ChatCompletionMessageParam]", messages),
                extra_body=dialect.fields(self._limits.answer_tokens),
            )
            body = response.http_response.content
        except openai.APIStatusError as error:
            raise self._status_trouble(error) from None
        except openai.APIConnectionError as error:
            raise _connection_trouble(error) from None
        except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, AnswerTooLongError) as error:
            reason = errors.TOO_LONG if isinstance(error, AnswerTooLongError) else errors.CONNECTION
            raise TroubleError(reason, type(error).__name__) from None
        return read_envelope(body, self._server.key)

    def _status_trouble(self, error: openai.APIStatusError) -> TroubleError:
        detail = self._tidy(f"{error.status_code} {error.message}")
        if error.status_code in {408, 409, 429}:
            return TroubleError(errors.BUSY, detail, read_wait(error.response.headers))
        if error.status_code >= 500:
            return TroubleError(errors.SERVER_ERROR, detail, read_wait(error.response.headers))
        if error.status_code in DENIED_STATUS or error.status_code < 400:
            return TroubleError(errors.DENIED, detail)
        return TroubleError(errors.REFUSED, detail)

    def _tidy(self, text: str) -> str:
        plain = "".join(letter if letter.isprintable() else " " for letter in self._server.key.hide(text))
        return " ".join(plain.split())[:200]


def _connection_trouble(error: openai.APIConnectionError) -> TroubleError:
    if isinstance(error.__cause__, AnswerTooLongError):
        return TroubleError(errors.TOO_LONG)
    if isinstance(error, openai.APITimeoutError):
        slow_door = isinstance(error.__cause__, httpx2.ConnectTimeout)
        return TroubleError(errors.CONNECTION if slow_door else errors.TIMEOUT)
    broken = isinstance(error.__cause__, httpx2.RemoteProtocolError | httpx2.ReadError)  # it was there, and hung up
    return TroubleError(errors.SERVER_ERROR if broken else errors.CONNECTION, type(error.__cause__ or error).__name__)


def is_this_machine(url: str) -> bool:
    """Whether the address is this computer's own."""
    host = urlsplit(url).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def read_wait(headers: Any) -> float | None:
    """Seconds the server asks us to wait (Retry-After: seconds or a date); None when it does not say."""
    value = str(headers.get("retry-after", "")).strip()
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
