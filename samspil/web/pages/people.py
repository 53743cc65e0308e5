"""People: an admin lets them in, gives roles, shuts them out, and hands out links to choose a password."""

from typing import Annotated

from fastapi import Form
from starlette.responses import Response

from samspil.errors import SamspilError
from samspil.values.desk import ROLES, Person
from samspil.web.visit import Here, Visit
from samspil.workbench import people
from samspil.workbench.passwords import PeopleError

Text = Annotated[str, Form(max_length=1000)]


def show(visit: Here) -> Response:
    """The page."""
    return _show(visit)


def _show(visit: Visit, status: int = 200, *, made: str = "", whose: Person | None = None, trouble: SamspilError | None = None) -> Response:
    listed = people.list_all(visit.desk)
    return visit.page("people.html", status, people=listed, roles=ROLES, made=made, whose=whose, trouble=trouble)


def add(visit: Here, login: Text = "", name: Text = "", role: Text = "") -> Response:
    """Somebody new; the link by which they choose their password is shown this once."""
    try:
        person, secret = people.add_person(visit.desk, login, name, role)
    except PeopleError as error:
        return _show(visit, 422, trouble=error)
    return _show(visit, made=secret.text, whose=person)


def set_role(visit: Here, person: int, role: Text = "") -> Response:
    """A new role. Who changes their own goes on in a new session."""
    try:
        changed = people.set_role(visit.desk, person, role)
    except PeopleError as error:
        return _show(visit, 422, trouble=error)
    if changed.id == visit.person.id and changed.role != visit.person.role:
        return visit.enter(people.begin_session(visit.desk, changed), "/", "web.said_role")
    return visit.go("/people", "web.said_role")


def set_disabled(visit: Here, person: int, disabled: Text = "") -> Response:
    """Shut somebody out ('yes') or let them in again ('no')."""
    try:
        people.set_disabled(visit.desk, person, disabled == "yes")
    except PeopleError as error:
        return _show(visit, 422, trouble=error)
    return visit.go("/people", "web.said_disabled" if disabled == "yes" else "web.said_enabled")


def reset(visit: Here, person: int) -> Response:
    """A link to choose a new password, shown this once."""
    try:
        secret = people.reset_password(visit.desk, person)
    except PeopleError as error:
        return _show(visit, 422, trouble=error)
    with visit.desk.reading() as connection:
        return _show(visit, made=secret.text, whose=people.get_person(connection, person))
