"""Which passages stand in rows of a theme. Kept in memory and brought up to date by the trail's end, so that neither searching nor deciding writes for it."""

import json
from bisect import bisect_left
from collections.abc import Collection
from threading import Lock
from typing import Any

import sqlalchemy as sa

from samspil.store.desk import search as index
from samspil.store.desk import tables
from samspil.store.desk.desk import list_touched, read_head
from samspil.values.desk import COUNTED_STATES

Place = tuple[str, int, int]
_MOST_LINES = 5000  # of the trail since the last look; after more all rows are read anew
_SLICE = 500  # databases take only so many values in one question


class ThemePlaces:
    """One per store. Safe for threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hash = ""
        self._sequence = 0
        self._last = -1
        self._rows: dict[str, tuple[frozenset[str], tuple[Place, ...]]] = {}
        self._passages: dict[str, tuple[list[tuple[int, int, int]], int]] = {}
        self._found: dict[str, frozenset[int]] = {}

    def find(self, connection: sa.Connection, themes: Collection[str]) -> frozenset[int]:
        """Ids of the passages that overlap with a quote of a row that counts and has one of these themes."""
        with self._lock:
            self._refresh(connection)
            for theme in themes:
                if theme not in self._found:
                    self._found[theme] = frozenset(self._look(theme))
            return frozenset().union(*(self._found[theme] for theme in themes))

    def _refresh(self, connection: sa.Connection) -> None:
        sequence, hash_ = read_head(connection)
        last = index.last_passage(connection)
        if hash_ != self._hash:
            self._read_rows(connection, sequence)
            self._sequence, self._hash = sequence, hash_
            self._found = {}
        if last != self._last:
            self._read_passages(connection)
            self._last, self._found = last, {}

    def _read_rows(self, connection: sa.Connection, sequence: int) -> None:
        """The rows that events since the last look concern, all of them the first time. States and trail are written together, so none is missed."""
        touched = list_touched(connection, self._sequence, _MOST_LINES) if self._sequence and sequence >= self._sequence else None
        query = sa.select(tables.row.c.id, tables.row.c.state, tables.row.c.content)
        if touched is None:
            self._rows, queries = {}, [query]
        else:
            rows = sorted(touched)  # an undone split or join takes its rows away; its line names them
            for row in rows:
                self._rows.pop(row, None)
            queries = [query.where(tables.row.c.id.in_(rows[start : start + _SLICE])) for start in range(0, len(rows), _SLICE)]
        for one in queries:
            for row, state, content in connection.execute(one):
                if state in COUNTED_STATES:
                    self._rows[row] = _read_row(json.loads(content))

    def _read_passages(self, connection: sa.Connection) -> None:
        """Per source its passages by start, with the length of the longest: how far back an overlapping one may begin."""
        places: dict[str, list[tuple[int, int, int]]] = {}
        for number, sha256, start, end in index.list_places(connection):
            places.setdefault(sha256, []).append((start, end, number))
        self._passages = {sha256: (listed, max(end - start for start, end, _ in listed)) for sha256, listed in places.items()}

    def _look(self, theme: str) -> set[int]:
        found: set[int] = set()
        for themes, quotes in self._rows.values():
            if theme not in themes:
                continue
            for sha256, first, last in quotes:
                listed, longest = self._passages.get(sha256, ([], 0))
                for place in range(bisect_left(listed, (first - longest,)), len(listed)):
                    start, end, number = listed[place]
                    if start >= last:
                        break
                    if end > first:
                        found.add(number)
        return found


def _read_row(content: dict[str, Any]) -> tuple[frozenset[str], tuple[Place, ...]]:
    fields = content["fields"]
    quotes = tuple((str(quote["sha256"]), int(quote["start"]), int(quote["end"])) for quote in fields["evidence"]["value"] or ())
    return frozenset(fields["themes"]["value"] or ()), quotes
