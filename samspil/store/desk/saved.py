"""Saved searches and what they have found since: each passage once."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from samspil.store.desk import tables


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """`asked`: what stood in the fields (q, year, municipality, theme, kind); `webhook`: where to tell, '' nowhere; `seen`: the last passage looked at."""

    id: int
    person: int
    name: str
    asked: Mapping[str, str]
    webhook: str
    seen: int


@dataclass(frozen=True, slots=True)
class Alert:
    """A passage that a saved search has found. `at`: UTC."""

    search: int
    passage: int
    at: str


def add_saved(connection: sa.Connection, person: int, name: str, asked: Mapping[str, str], webhook: str, seen: int) -> int:
    """A new saved search; gives its id."""
    values = {"person": person, "name": name, "query": json.dumps(dict(asked), ensure_ascii=True), "webhook": webhook, "seen": seen}
    result = connection.execute(sa.insert(tables.saved_search).values(**values))
    key = result.inserted_primary_key
    return int(key[0]) if key else 0


def list_saved(connection: sa.Connection, person: int | None = None) -> list[SavedSearch]:
    """Those of a person, or all, oldest first."""
    table = tables.saved_search
    query = sa.select(table).order_by(table.c.id)
    return [_saved(line) for line in connection.execute(query if person is None else query.where(table.c.person == person))]


def find_saved(connection: sa.Connection, number: int) -> SavedSearch | None:
    """By id."""
    found = connection.execute(sa.select(tables.saved_search).where(tables.saved_search.c.id == number)).one_or_none()
    return _saved(found) if found else None


def set_webhook(connection: sa.Connection, number: int, webhook: str) -> None:
    """Where to tell from now on."""
    connection.execute(sa.update(tables.saved_search).where(tables.saved_search.c.id == number).values(webhook=webhook))


def remove_saved(connection: sa.Connection, number: int) -> None:
    """With all it has found."""
    connection.execute(sa.delete(tables.alert).where(tables.alert.c.search == number))
    connection.execute(sa.delete(tables.saved_search).where(tables.saved_search.c.id == number))


def add_alerts(connection: sa.Connection, saved: SavedSearch, passages: Collection[int], at: str, seen: int) -> int:
    """What a search has newly found, and how far it has looked; gives how many are new. Without a webhook there is nothing to send."""
    table = tables.alert
    known = set(connection.execute(sa.select(table.c.passage).where(table.c.search == saved.id, table.c.passage > saved.seen)).scalars())
    lines = [{"search": saved.id, "passage": number, "at": at, "sent": not saved.webhook} for number in sorted(set(passages) - known)]
    if lines:
        connection.execute(sa.insert(table), lines)
    connection.execute(sa.update(tables.saved_search).where(tables.saved_search.c.id == saved.id).values(seen=seen))
    return len(lines)


def list_alerts(connection: sa.Connection, search: int, most: int) -> list[Alert]:
    """What a search has found, newest first."""
    table = tables.alert.c
    query = sa.select(table.search, table.passage, table.at).where(table.search == search).order_by(table.passage.desc()).limit(most)
    return [Alert(*line) for line in connection.execute(query)]


def count_alerts(connection: sa.Connection, searches: Sequence[int]) -> dict[int, int]:
    """How many passages each search has found."""
    table = tables.alert.c
    query = sa.select(table.search, sa.func.count()).where(table.search.in_(searches)).group_by(table.search)
    return {line[0]: line[1] for line in connection.execute(query)}


def claim_unsent(connection: sa.Connection, search: int, most: int) -> list[Alert]:
    """What has not been told yet, counted as told from here on: nobody else sends it. `give_back` what could not be sent."""
    table = tables.alert
    query = sa.select(table.c.search, table.c.passage, table.c.at).where(table.c.search == search, table.c.sent.is_(False))
    found = [Alert(*line) for line in connection.execute(query.order_by(table.c.passage).limit(most))]
    _mark(connection, search, found, sent=True)
    return found


def give_back(connection: sa.Connection, search: int, alerts: Sequence[Alert]) -> None:
    """They could not be sent; the next try takes them again."""
    _mark(connection, search, alerts, sent=False)


def list_unsent(connection: sa.Connection) -> list[int]:
    """Searches that have something to tell."""
    return list(connection.execute(sa.select(tables.alert.c.search).where(tables.alert.c.sent.is_(False)).distinct()).scalars())


def _mark(connection: sa.Connection, search: int, alerts: Sequence[Alert], *, sent: bool) -> None:
    table = tables.alert
    numbers = [alert.passage for alert in alerts]
    connection.execute(sa.update(table).where(table.c.search == search, table.c.passage.in_(numbers)).values(sent=sent))


def _saved(line: sa.Row[tuple[object, ...]]) -> SavedSearch:
    return SavedSearch(line.id, line.person, line.name, json.loads(line.query), line.webhook, line.seen)
