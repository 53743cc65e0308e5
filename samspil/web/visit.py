"""One request as page functions see it: who comes, the desk, and ways to answer."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from samspil.store.desk.desk import Desk
from samspil.values.desk import Person
from samspil.vocabulary.texts import say
from samspil.web.dress import render
from samspil.web.settings import Settings
from samspil.workbench.people import Secret, may

SAID = "samspil-said"  # cookie: the catalogue key of a message for the next page
_SAID_KEY = re.compile(r"web(_[a-z]+)?\.said_[a-z_]+")
NOBODY = Person(0, "", "", "", disabled=True)


@dataclass(frozen=True, slots=True)
class NavItem:
    """A link of the navigation: the page's path, the key of its words, and the role that may follow it."""

    path: str
    key: str
    role: str


@dataclass(frozen=True, slots=True)
class Visit:
    """`person`: NOBODY on pages for anyone. `cookie`: the session's own secret, '' without one (also when a program comes with a token)."""

    desk: Desk
    settings: Settings
    person: Person
    path: str = "/"
    address: str = ""
    cookie: str = ""
    said: str = ""
    nav: Sequence[NavItem] = ()

    @property
    def known(self) -> bool:
        """Whether somebody is logged in."""
        return bool(self.person.id)

    @property
    def message(self) -> str:
        """What is to be said once, after `go`; the cookie may hold anything."""
        if not _SAID_KEY.fullmatch(self.said):
            return ""
        try:
            return say(self.said)
        except (KeyError, OSError):
            return ""

    @property
    def form_token(self) -> str:
        """What every form of this session must hold: follows from the cookie, tells nothing of it."""
        return make_form_token(self.cookie)

    def may(self, role: str) -> bool:
        """Whether the person has the rights of that role."""
        return may(self.person, role)

    @property
    def links(self) -> list[NavItem]:
        """The navigation of this person."""
        return [item for item in self.nav if self.may(item.role)]

    def is_here(self, item: NavItem) -> bool:
        """Whether the page is the link's or lies below it."""
        return self.path == item.path or (item.path != "/" and self.path.startswith(item.path + "/"))

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page from a template, which knows it as `visit`."""
        response = HTMLResponse(render(template, visit=self, **values), status)
        if self.said:
            response.delete_cookie(SAID, path="/", secure=self.settings.tls, httponly=True, samesite="lax")
        return response

    def go(self, path: str, said: str = "") -> Response:
        """To another page of ours (303), where the words of the catalogue under the key `said` ('web….said_…') are shown once."""
        response = RedirectResponse(path, 303)
        if said:
            say(said)  # a key that is not there fails here, not on the next page
            response.set_cookie(SAID, said, max_age=60, path="/", secure=self.settings.tls, httponly=True, samesite="lax")
        return response

    def enter(self, session: Secret, path: str, said: str = "") -> Response:
        """As `go`, with a new session."""
        response = replace(self, cookie=session.text).go(path, said)
        age = int(self.settings.rules.whole)
        response.set_cookie(
            self.settings.cookie, session.text, max_age=age, path="/", secure=self.settings.tls, httponly=True, samesite="lax"
        )
        return response

    def leave(self, path: str, said: str = "") -> Response:
        """As `go`, without the session."""
        response = self.go(path, said)
        response.delete_cookie(self.settings.cookie, path="/", secure=self.settings.tls, httponly=True, samesite="lax")
        return response


def make_form_token(cookie: str) -> str:
    """'' without a session."""
    return hashlib.sha256(f"form:{cookie}".encode("utf-8", "surrogatepass")).hexdigest() if cookie else ""


def get_visit(request: Request) -> Visit:
    """What the gate has found out."""
    visit: Visit = request.state.visit
    return visit


Here = Annotated[Visit, Depends(get_visit)]


def own_path(path: str) -> str:
    """A path of this server, '/' for anything that could lead elsewhere."""
    plain = path.isascii() and path.isprintable() and "\\" not in path and " " not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"
