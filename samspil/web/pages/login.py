"""The ways in: the start address of a desk for one, name and password, the first admin, and choosing a password by a token."""

from typing import Annotated

import anyio
from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from samspil.vocabulary.texts import say
from samspil.web.hashing import aside
from samspil.web.settings import OneTime
from samspil.web.visit import Here, Visit, own_path
from samspil.workbench import people
from samspil.workbench.passwords import PeopleError

Text = Annotated[str, Form(max_length=1000)]


def start(visit: Here, token: str = "") -> Response:
    """Take the start token for a session, once, and leave the address without it."""
    known, settings = visit.settings.start, visit.settings
    if settings.several:
        return RedirectResponse("/login", 303)
    if visit.known:
        return RedirectResponse("/", 303)
    if not use_up(known, token):
        return visit.page("no_start.html", 401)
    return visit.enter(people.begin_session(visit.desk, people.open_local(visit.desk)), "/")


def use_up(known: OneTime, token: str) -> bool:
    """Whether it is the token; then it never is again."""
    with known.lock:
        fits = bool(known.hash) and known.hash == people.hash_secret(token)
        if fits:
            known.hash = ""
    return fits


def show(visit: Here, next: str = "/") -> Response:
    """The form."""
    if visit.known:
        return visit.go(own_path(next))
    if not visit.settings.several:
        return visit.page("no_start.html", 401)
    if not people.has_accounts(visit.desk):
        return visit.go("/setup")
    return visit.page("login.html", next=own_path(next), login="", trouble=None)


async def log_in(request: Request, visit: Here, login: Text = "", password: Text = "", next: Text = "/") -> Response:
    """A new session, or the form again with what is wrong, the later the more often."""
    if not visit.settings.several:
        return visit.page("no_start.html", 401)
    try:
        _, session = await aside(request, people.log_in, visit.desk, login, password, visit.address)
    except people.LoginError as error:
        if visit.settings.slow and not isinstance(error, people.TooManyTriesError):
            await anyio.sleep(await anyio.to_thread.run_sync(people.delay_of, visit.desk, login))
        status = 429 if isinstance(error, people.TooManyTriesError) else 401
        return visit.page("login.html", status, next=own_path(next), login=login, trouble=error)
    await anyio.to_thread.run_sync(_end, visit)
    return visit.enter(session, own_path(next))


def log_out(visit: Here) -> Response:
    """End the session."""
    _end(visit)
    return visit.leave("/login" if visit.settings.several else "/start")


def _end(visit: Visit) -> None:
    if visit.cookie:
        people.end_session(visit.desk, visit.cookie)


def show_setup(visit: Here) -> Response:
    """The form for the first admin, as long as there is none."""
    if not visit.settings.several or people.has_accounts(visit.desk):
        return visit.go("/")
    return visit.page("setup.html", login="", name="", trouble=None)


async def set_up(request: Request, visit: Here, token: Text = "", login: Text = "", name: Text = "", password: Text = "") -> Response:
    """The first admin, by the token that `samspil serve` has printed."""
    known = visit.settings.setup
    if not visit.settings.several:
        return visit.go("/")
    try:
        if not known.hash or known.hash != people.hash_secret(token.strip()):
            raise PeopleError(say("people.bad_first_token"), remedy=say("people.bad_first_token_remedy"))
        person = await aside(request, people.add_first, visit.desk, login, name, password)
    except PeopleError as error:
        return visit.page("setup.html", 422, login=login, name=name, trouble=error)
    known.hash = ""
    return visit.enter(await anyio.to_thread.run_sync(people.begin_session, visit.desk, person), "/people", "web.said_set_up")


def show_password(visit: Here) -> Response:
    """The form for a new password; the token stands behind the '#' of the link and is put in by a script, so that no log ever holds it."""
    return visit.page("password.html", trouble=None)


async def choose_password(request: Request, visit: Here, token: Text = "", password: Text = "") -> Response:
    """A password by a set-up token."""
    try:
        await aside(request, people.choose_password, visit.desk, token.strip(), password)
    except PeopleError as error:
        return visit.page("password.html", 422, trouble=error)
    return visit.leave("/login", "web.said_password")
