"""The store in one SQLite file: what was read of each file, pictures of pages, and a record of each run. Takes values and gives values."""

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from samspil.errors import StoreError
from samspil.store.schema import migrate
from samspil.vocabulary.texts import say


class Store:
    """An open store. Every write is one immediate transaction: it is on disk when the call returns, or not at all."""

    def __init__(self, path: Path) -> None:
        """Open or make the store at `path`. Raises StoreError when the file is no store, damaged, of a later version or cannot be written."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=5.0)
            self._connection.execute("PRAGMA foreign_keys = ON")
            migrate(self._connection)
        except (sqlite3.Error, OSError, ValueError) as error:
            raise StoreError(say("store.cannot_open", detail=error), place=str(path), remedy=say("store.choose_other")) from error

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One immediate transaction. Raises StoreError when the disk is full or another program holds the store."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            yield self._connection
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise StoreError(say("store.cannot_write", detail=error), place=str(self.path), remedy=say("store.make_room")) from error

    def find_reading(self, key: str) -> dict[str, Any] | None:
        """What was read under this key (file bytes, code, model, year), None if nothing yet."""
        row = self._connection.execute("SELECT answer FROM reading WHERE key = ?", (key,)).fetchone()
        return dict(json.loads(zlib.decompress(row[0]))) if row else None

    def find_facts(self, key: str) -> dict[str, Any] | None:
        """The small part of what was read: verdict, reason, head of the text and the like."""
        row = self._connection.execute("SELECT facts FROM reading WHERE key = ?", (key,)).fetchone()
        return dict(json.loads(row[0])) if row else None

    def has_reading(self, key: str) -> bool:
        """Whether something was read under this key."""
        return self._connection.execute("SELECT 1 FROM reading WHERE key = ?", (key,)).fetchone() is not None

    def keep_reading(self, key: str, sha256: str, facts: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """Keep what was read: the small `facts`, and the rest packed."""
        packed = zlib.compress(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8"), 1)
        with self._writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?)", (key, sha256, json.dumps(facts, ensure_ascii=False), packed)
            )

    def find_picture(self, key: str) -> tuple[dict[str, Any], bytes] | None:
        """A drawn page: its facts (width, height, boxes) and its PNG."""
        row = self._connection.execute("SELECT facts, png FROM picture WHERE key = ?", (key,)).fetchone()
        return (dict(json.loads(row[0])), bytes(row[1])) if row else None

    def has_picture(self, key: str) -> bool:
        """Whether a drawn page is kept under this key."""
        return self._connection.execute("SELECT 1 FROM picture WHERE key = ?", (key,)).fetchone() is not None

    def keep_pictures(self, sha256: str, pictures: Mapping[str, tuple[Mapping[str, Any], bytes]]) -> None:
        """Keep drawn pages by key."""
        rows = [(key, sha256, json.dumps(facts), png) for key, (facts, png) in pictures.items()]
        with self._writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO picture VALUES (?, ?, ?, ?)", rows)

    def find_seen(self, path: str, size: int, modified: int) -> str | None:
        """The SHA-256 of an unchanged file (same path, size and time of change in nanoseconds), None if it must be read to know."""
        row = self._connection.execute(
            "SELECT sha256 FROM seen WHERE path = ? AND size = ? AND modified = ?", (path, size, modified)
        ).fetchone()
        return str(row[0]) if row else None

    def keep_seen(self, rows: list[tuple[str, int, int, str]]) -> None:
        """Remember path, size, time of change and SHA-256 of files."""
        with self._writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", rows)

    def begin_run(self, name: str, record: Mapping[str, Any]) -> int:
        """Note that a run begins; gives its number."""
        with self._writing() as connection:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            cursor = connection.execute(
                "INSERT INTO run (name, begun, record) VALUES (?, ?, ?)",
                (name, now, json.dumps(record, ensure_ascii=False, sort_keys=True)),
            )
            return int(cursor.lastrowid or 0)

    def end_run(self, number: int) -> None:
        """Note that a run ended with its outputs written."""
        with self._writing() as connection:
            connection.execute("UPDATE run SET ended = ? WHERE number = ?", (datetime.now(UTC).isoformat(timespec="seconds"), number))
