"""One's own account: password and tokens for programs."""

from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from samspil.errors import SamspilError
from samspil.vocabulary.texts import say
from samspil.web.hashing import aside
from samspil.web.visit import Here, Visit
from samspil.workbench import people
from samspil.workbench.passwords import PeopleError

Text = Annotated[str, Form(max_length=1000)]
DAYS = (30, 90, 365)


def show(visit: Here) -> Response:
    """The page."""
    return _show(visit)


def _show(visit: Visit, status: int = 200, *, made: str = "", trouble: SamspilError | None = None) -> Response:
    tokens = people.list_tokens(visit.desk, visit.person)
    return visit.page("account.html", status, tokens=tokens, days=DAYS, made=made, trouble=trouble)


async def change_password(request: Request, visit: Here, old: Text = "", new: Text = "") -> Response:
    """A new password: every session of the person ends, this one gets a new cookie."""
    try:
        await aside(request, people.change_password, visit.desk, visit.person, old, new)
    except (PeopleError, people.LoginError) as error:
        status = 429 if isinstance(error, people.TooManyTriesError) else 422
        return await aside(request, _show, visit, status, trouble=error)
    return visit.enter(await aside(request, people.begin_session, visit.desk, visit.person), "/account", "web.said_password")


def add_token(visit: Here, name: Text = "", days: Annotated[int, Form()] = 90) -> Response:
    """A token, shown this once."""
    try:
        if days not in DAYS:
            raise PeopleError(say("people.bad_days"))
        return _show(visit, made=people.add_token(visit.desk, visit.person, name, days=days).text)
    except PeopleError as error:
        return _show(visit, 422, trouble=error)


def remove_token(visit: Here, token: Text = "") -> Response:
    """Take one back, by its hash. Raises PeopleError for one that is not the person's own."""
    people.take_back(visit.desk, visit.person, token)
    return visit.go("/account", "web.said_token_removed")
