"""The gate of each route: who comes, may they, is it their own page that asks, how much and how long. Made from the route's line of the table."""

import asyncio
import contextlib
import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote

import anyio
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from samspil.errors import SamspilError
from samspil.values.desk import Person
from samspil.web.errors import Refusal, answer
from samspil.web.lines import ANYONE, API, UNSAFE, Line
from samspil.web.settings import Settings
from samspil.web.visit import NOBODY, SAID, NavItem, Visit, get_visit
from samspil.workbench.people import LOCAL_LOGIN, find_caller, find_token_owner

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]
FORM_TOKEN, TOKEN_HEADER = "form_token", "x-form-token"
_LEFT: set[asyncio.Task[None]] = set()  # answers that came too late and still run


class Gate:
    """Stands before a route's own function."""

    def __init__(self, inner: App, line: Line, nav: tuple[NavItem, ...]) -> None:
        self.inner, self.line, self.nav = inner, line, nav

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Let the request through, or raise Refusal. Errors that nobody expects end here, so that even they are answered behind the shield."""
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._pass(Request(scope), scope, receive, noting)
        except (HTTPException, RequestValidationError, SamspilError):
            raise
        except Exception as error:
            response = answer(Request(scope), error)
            if not begun:
                await response(scope, receive, send)

    async def _pass(self, request: Request, scope: Message, receive: Receive, send: Send) -> None:
        settings: Settings = request.app.state.settings
        token = _bearer(request) if self.line.kind == API else ""
        cookie = "" if token else request.cookies.get(settings.cookie, "")
        if self.line.method in UNSAFE and not token:
            check_origin(request, settings)
        person = await anyio.to_thread.run_sync(_find_person, request, cookie, token)
        request.state.visit = self._visit(request, person, cookie if person else "")
        if refused := self._refuse(request.state.visit, request):
            await refused(scope, receive, send)
            return
        await _in_time(self.inner, scope, _Measure(receive, self.line.body, _length(request)), send, self.line.seconds)

    def _visit(self, request: Request, person: Person | None, cookie: str) -> Visit:
        state = request.app.state
        address = request.client.host if request.client else ""
        said = request.cookies.get(SAID, "")
        return Visit(state.desk, state.settings, person or NOBODY, request.url.path, address, cookie, said, self.nav)

    def _refuse(self, visit: Visit, request: Request) -> RedirectResponse | None:
        """Anonymous people are shown the way in, programs and forms get 401. Raises Refusal."""
        if self.line.role == ANYONE or visit.may(self.line.role):
            return None
        if visit.known:
            raise Refusal(403, "not_allowed")
        if self.line.kind == API:
            raise Refusal(401, "no_login", {"WWW-Authenticate": "Bearer"})
        if not visit.settings.several:
            raise Refusal(401, "no_start")
        if self.line.method in UNSAFE:
            raise Refusal(401, "no_login")
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/login?next={quote(request.url.path + query, safe='')}", 303)


def _find_person(request: Request, cookie: str, token: str) -> Person | None:
    desk, settings = request.app.state.desk, request.app.state.settings
    person = find_token_owner(desk, token) if token else find_caller(desk, cookie, settings.rules) if cookie else None
    return None if person and settings.several and person.login == LOCAL_LOGIN else person  # the local person has no password


def _bearer(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def check_origin(request: Request, settings: Settings) -> None:
    """A change is asked for by a page of ours. Raises Refusal: browsers say where a request comes from; who says nothing is no browser of ours."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = f"{'https' if settings.tls else 'http'}://{request.headers.get('host', '')}"
    if site not in (None, "same-origin") or origin not in (None, own) or site is origin is None:
        raise Refusal(403, "foreign_origin")


async def check_form_token(request: Request) -> None:
    """The form was made for this session. Dependency of every unsafe route; programs with a token have no forms. Raises Refusal."""
    visit = get_visit(request)
    if not visit.cookie:
        return
    given: Any = request.headers.get(TOKEN_HEADER)
    if given is None and request.headers.get("content-type", "").startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        given = (await request.form()).get(FORM_TOKEN)
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), visit.form_token.encode()):
        raise Refusal(403, "bad_form_token")


def _length(request: Request) -> int:
    """What the request says of its body. Raises Refusal for nonsense."""
    given = request.headers.get("content-length", "0")
    if not (given.isascii() and given.isdigit() and len(given) < 16):
        raise Refusal(400, "status_400")
    return int(given)


class _Measure:
    """Counts the body as it comes. Raises Refusal when it is too much, at once when the request says so itself."""

    def __init__(self, receive: Receive, most: int, announced: int) -> None:
        self.receive, self.left = receive, most
        if announced > most:
            raise Refusal(413, "status_413", {"Connection": "close"})

    async def __call__(self) -> Message:
        message = await self.receive()
        self.left -= len(message.get("body", b""))
        if self.left < 0:
            raise Refusal(413, "status_413", {"Connection": "close"})
        return message


async def _in_time(inner: App, scope: Message, receive: Receive, send: Send, seconds: float) -> None:
    """Run `inner`; when its answer has not begun after `seconds`, the caller is told so, and what comes later is dropped (a thread cannot be stopped)."""
    begun, late = asyncio.Event(), False

    async def guarded(message: Message) -> None:
        if not late:
            begun.set()
            await send(message)

    task = asyncio.create_task(_run(inner, scope, receive, guarded))
    wait = asyncio.create_task(begun.wait())
    try:
        await asyncio.wait({task, wait}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if not task.done() and not begun.is_set():
            late = True
            _LEFT.add(task)
            task.add_done_callback(_forget)
            raise Refusal(503, "too_slow", {"Retry-After": "10"})
        await task
    except asyncio.CancelledError:
        task.cancel()
        raise
    finally:
        wait.cancel()


async def _run(inner: App, scope: Message, receive: Receive, send: Send) -> None:
    await inner(scope, receive, send)


def _forget(task: asyncio.Task[None]) -> None:
    _LEFT.discard(task)
    with contextlib.suppress(asyncio.CancelledError):
        task.exception()  # asked for, so that asyncio does not print it
