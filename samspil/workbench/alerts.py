"""Saved searches: what a person asks for again and again, and the alerts for passages that came since. Each passage is told once."""

import logging
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from samspil.errors import SamspilError
from samspil.search.query import Query, QueryError, narrow_query, parse_query
from samspil.store.desk import people as kept
from samspil.store.desk import saved as store
from samspil.store.desk import search as index
from samspil.store.desk.desk import Desk
from samspil.store.desk.saved import Alert, SavedSearch
from samspil.values.desk import Person
from samspil.vocabulary.texts import say
from samspil.workbench.people import FEED, Secret, hash_secret, make_secret, now_of
from samspil.workbench.search import Hit, find_ids, list_owners, make_hits
from samspil.workbench.webhook import WebhookError, find_target, post_json, read_networks

LOG = logging.getLogger("samspil.alerts")
FILTERS = ("year", "municipality", "theme", "kind")
MOST_SAVED, MOST_NAME, IN_FEED, IN_MESSAGE = 50, 100, 100, 100
Send = Callable[[str, Mapping[str, Any]], object]


class SavedSearchError(SamspilError):
    """A saved search cannot be kept like this."""


class NoSavedSearchError(SamspilError):
    """There is no such saved search, or it is another person's."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a saved search has told: newest first, each with when."""

    saved: SavedSearch
    entries: tuple[tuple[Alert, Hit], ...]


def read_asked(asked: Mapping[str, str]) -> Query:
    """The query of a search field and its filters. Raises QueryError."""
    return narrow_query(parse_query(asked.get("q", "")), **{name: asked.get(name, "") for name in FILTERS})


def save_search(desk: Desk, person: Person, name: str, asked: Mapping[str, str], webhook: str = "") -> SavedSearch:
    """Keep a search; what is there already is no news. Raises QueryError, SavedSearchError, WebhookError."""
    kept_words = {key: asked[key] for key in ("q", *FILTERS) if asked.get(key)}
    read_asked(kept_words)
    name = " ".join(unicodedata.normalize("NFC", name).split()) or kept_words["q"][:MOST_NAME]
    if not 1 <= len(name) <= MOST_NAME or not name.isprintable():
        raise SavedSearchError(say("search.bad_name"))
    _check_webhook(webhook)
    with desk.writing() as connection:
        if len(store.list_saved(connection, person.id)) >= MOST_SAVED:
            raise SavedSearchError(say("search.too_many_saved", most=MOST_SAVED), remedy=say("search.too_many_saved_remedy"))
        seen = index.last_passage(connection)
        number = store.add_saved(connection, person.id, name, kept_words, webhook, seen)
    return SavedSearch(number, person.id, name, kept_words, webhook, seen)


def _check_webhook(webhook: str) -> None:
    if webhook:
        find_target(webhook, read_networks())


def list_own(desk: Desk, person: Person) -> list[tuple[SavedSearch, int]]:
    """A person's saved searches, each with how many passages it has told of."""
    with desk.reading() as connection:
        found = store.list_saved(connection, person.id)
        counts = store.count_alerts(connection, [saved.id for saved in found])
    return [(saved, counts.get(saved.id, 0)) for saved in found]


def set_webhook(desk: Desk, person: Person, number: int, webhook: str) -> None:
    """Where to tell from now on; '' nowhere. Raises NoSavedSearchError, WebhookError."""
    _check_webhook(webhook)
    with desk.writing() as connection:
        _own(connection, person, number)
        store.set_webhook(connection, number, webhook)


def remove_search(desk: Desk, person: Person, number: int) -> None:
    """With its feed. Raises NoSavedSearchError."""
    with desk.writing() as connection:
        _own(connection, person, number)
        _drop_feeds(connection, person, number)
        store.remove_saved(connection, number)


def _own(connection: sa.Connection, person: Person, number: int) -> SavedSearch:
    found = store.find_saved(connection, number)
    if found is None or found.person != person.id:
        raise NoSavedSearchError(say("search.no_saved"), remedy=say("search.no_saved_remedy"))
    return found


# Feeds


def make_feed(desk: Desk, person: Person, number: int) -> Secret:
    """A new secret for the search's feed, shown once; the one before it ends. Raises NoSavedSearchError."""
    secret = make_secret()
    with desk.writing() as connection:
        _own(connection, person, number)
        _drop_feeds(connection, person, number)
        kept.add_token(connection, kept.Token(secret.hash, person.id, _feed_name(number), FEED, now_of(desk), None))
    return secret


def _drop_feeds(connection: sa.Connection, person: Person, number: int) -> None:
    for token in kept.list_tokens(connection, person.id, FEED):
        if token.name == _feed_name(number):
            kept.remove_tokens(connection, person.id, FEED, token.hash)


def _feed_name(number: int) -> str:
    return f"search {number}"


def read_feed(desk: Desk, secret: str) -> Feed:
    """What a search has told, for whoever has its secret. Raises NoSavedSearchError, also when its owner was shut out."""
    with desk.reading() as connection:
        found = kept.find_token(connection, hash_secret(secret), FEED, now_of(desk))
        number = int(found[0].name.removeprefix("search ")) if found else 0
        saved = store.find_saved(connection, number)
        if found is None or saved is None or saved.person != found[1].id:
            raise NoSavedSearchError(say("search.no_saved"), remedy=say("search.no_saved_remedy"))
        alerts = store.list_alerts(connection, saved.id, IN_FEED)
        return Feed(saved, tuple(_with_hits(connection, saved, alerts)))


def _with_hits(connection: sa.Connection, saved: SavedSearch, alerts: list[Alert]) -> list[tuple[Alert, Hit]]:
    """The alerts whose passages are still on the desk."""
    query = read_asked(saved.asked)
    hits = {hit.passage.id: hit for hit in make_hits(connection, query, [alert.passage for alert in alerts], list_owners(connection))}
    return [(alert, hits[alert.passage]) for alert in alerts if alert.passage in hits]


# After each indexing


def check_all(desk: Desk) -> int:
    """Look what each saved search finds among the passages that came since; gives how many were found."""
    with desk.reading() as connection:
        numbers = [saved.id for saved in store.list_saved(connection)]
    return sum(_check(desk, number) for number in numbers)


def _check(desk: Desk, number: int) -> int:
    """One search, in one transaction: nobody can tell the same twice."""
    with desk.writing() as connection:
        saved, last = store.find_saved(connection, number), index.last_passage(connection)
        if saved is None or last <= saved.seen:
            return 0
        try:
            query = read_asked(saved.asked)
        except QueryError:  # written for an earlier grammar
            return 0
        ids = find_ids(desk, connection, query, list_owners(connection, query), after=saved.seen)
        return store.add_alerts(connection, saved, ids, desk.now(), last)


def send_all(desk: Desk, send: Send | None = None) -> int:
    """Tell the webhooks what was found; gives how many passages were told. What cannot be sent waits for the next time."""
    send = send if send is not None else lambda url, content: post_json(url, content, read_networks())
    with desk.reading() as connection:
        numbers = store.list_unsent(connection)
    return sum(_send(desk, number, send) for number in numbers)


def _send(desk: Desk, number: int, send: Send) -> int:
    with desk.writing() as connection:
        saved = store.find_saved(connection, number)
        owner = kept.find_person(connection, saved.person) if saved else None
        alerts = store.claim_unsent(connection, number, IN_MESSAGE) if saved else []
        told = _with_hits(connection, saved, alerts) if saved and saved.webhook and owner and not owner.disabled else []
    if not saved or not told:
        return 0
    try:
        send(saved.webhook, make_message(saved, told))
    except WebhookError as error:
        LOG.warning("webhook of search %s: %s %s", number, error.place, error.message)
        with desk.writing() as connection:
            store.give_back(connection, number, alerts)
        return 0
    return len(told)


def make_message(saved: SavedSearch, told: list[tuple[Alert, Hit]]) -> dict[str, Any]:
    """What a webhook gets: which search, which passages. `id` is the same for the same passage for ever."""
    return {
        "search": {"id": saved.id, "name": saved.name, "asked": dict(saved.asked)},
        "passages": [{"id": f"{saved.id}-{alert.passage}", "at": alert.at, **describe_hit(hit)} for alert, hit in told],
    }


def describe_hit(hit: Hit) -> dict[str, Any]:
    """A passage that was found, for programs."""
    found, owner = hit.passage, hit.owner
    return {
        "year": owner.year,
        "municipality": owner.municipality,
        "municipality_code": owner.municipality_code,
        "document": owner.file,
        "sha256": found.sha256,
        "page": found.page,
        "start": found.start,
        "end": found.end,
        "kind": found.kind,
        "headings": list(found.headings),
        "text": found.text,
        "address": hit.address,
    }


def index_and_alert(
    desk: Desk, progress: Callable[[int, int], None] = lambda _done, _all: None, stopped: Callable[[], bool] = lambda: False
) -> int:
    """All of it, as it runs behind the server: sources into the index, alerts looked for, webhooks told. Gives how many sources were indexed."""
    from samspil.workbench.search import index_sources

    done = index_sources(desk, progress, stopped)
    check_all(desk)
    send_all(desk)
    return done
