"""Search over all passages of all years; saved searches, their feeds and webhooks."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form, Request
from starlette.responses import Response

from samspil.errors import SamspilError
from samspil.search.filters import KINDS
from samspil.search.query import QueryError
from samspil.vocabulary.themes import short_label
from samspil.web.feed import make_atom
from samspil.web.visit import Here, Visit
from samspil.workbench import alerts
from samspil.workbench.search import Answer, list_choices, read_state, search
from samspil.workbench.webhook import WebhookError

Text = Annotated[str, Form(max_length=2000)]
SAVED = "/soeg/gemte"


def read_fields(request: Request) -> dict[str, str]:
    """What stands in the search field and its filters."""
    return {name: request.query_params.get(name, "").strip() for name in ("q", *alerts.FILTERS)}


def read_page(request: Request) -> int:
    """The page asked for, from 1."""
    words = request.query_params.get("page", "")
    return int(words) if words.isascii() and words.isdigit() and len(words) < 7 else 1


def show(request: Request, visit: Here) -> Response:
    """The search page; its address holds all that was asked."""
    asked = read_fields(request)
    if not asked["q"]:
        return _show(visit, asked)
    try:
        return _show(visit, asked, answer=search(visit.desk, alerts.read_asked(asked), page=read_page(request)))
    except QueryError as error:
        return _show(visit, asked, 422, trouble=error)


def _show(
    visit: Visit, asked: Mapping[str, str], status: int = 200, *, answer: Answer | None = None, trouble: SamspilError | None = None
) -> Response:
    choices = list_choices(visit.desk)
    state = read_state(visit.desk)
    words = {"kinds": KINDS, "theme_name": lambda theme: short_label("theme", theme), "address": lambda page: make_address(asked, page)}
    return visit.page("search.html", status, asked=asked, answer=answer, trouble=trouble, choices=choices, state=state, **words)


def make_address(asked: Mapping[str, str], page: int = 1) -> str:
    """The address of a search."""
    values = {name: value for name, value in asked.items() if value} | ({"page": str(page)} if page > 1 else {})
    return f"/soeg?{urlencode(values)}"


def show_saved(visit: Here) -> Response:
    """One's own saved searches."""
    return _show_saved(visit)


def _show_saved(visit: Visit, status: int = 200, *, made: str = "", whose: int = 0, trouble: SamspilError | None = None) -> Response:
    listed = [(saved, count, make_address(saved.asked)) for saved, count in alerts.list_own(visit.desk, visit.person)]
    return visit.page("saved_searches.html", status, listed=listed, made=made, whose=whose, trouble=trouble)


def save(
    visit: Here,
    q: Text = "",
    year: Text = "",
    municipality: Text = "",
    theme: Text = "",
    kind: Text = "",
    name: Text = "",
    webhook: Text = "",
) -> Response:
    """Keep a search."""
    asked = {"q": q.strip(), "year": year, "municipality": municipality, "theme": theme, "kind": kind}
    try:
        alerts.save_search(visit.desk, visit.person, name, asked, webhook.strip())
    except SamspilError as error:
        return _show(visit, asked, 422, trouble=error)
    return visit.go(SAVED, "web_search.said_saved")


def make_feed(visit: Here, saved: int) -> Response:
    """A feed's address, shown this once; the one before it stops working."""
    secret = alerts.make_feed(visit.desk, visit.person, saved)
    return _show_saved(visit, made=f"/feeds/{secret.text}.atom", whose=saved)


def set_webhook(visit: Here, saved: int, webhook: Text = "") -> Response:
    """Where to tell from now on; '' nowhere."""
    try:
        alerts.set_webhook(visit.desk, visit.person, saved, webhook.strip())
    except WebhookError as error:
        return _show_saved(visit, 422, trouble=error)
    return visit.go(SAVED, "web_search.said_webhook" if webhook.strip() else "web_search.said_no_webhook")


def remove(visit: Here, saved: int) -> Response:
    """Take a saved search away."""
    alerts.remove_search(visit.desk, visit.person, saved)
    return visit.go(SAVED, "web_search.said_removed")


def show_feed(request: Request, visit: Here, feed: str) -> Response:
    """What a saved search has found, as Atom, for whoever has the address. Raises NoSavedSearchError."""
    found = alerts.read_feed(visit.desk, feed.removesuffix(".atom"))
    home = f"{'https' if visit.settings.tls else 'http'}://{request.headers.get('host', '')}"
    return Response(make_atom(found, home), media_type="application/atom+xml; charset=utf-8")
