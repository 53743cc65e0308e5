"""The store in one SQLite file: what was read of each file, pictures of pages, and a record of each run. Takes values and gives values."""

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from samspil.errors import StoreError
from samspil.store.schema import ForeignFileError, LaterVersionError, migrate
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import say

Picture = tuple[Mapping[str, Any], bytes]  # facts (width, height, boxes) and PNG
_SECONDS_TO_WAIT = 5.0  # for another program that holds the file
_TROUBLES = {  # SQLite's own words -> message and remedy in the catalogue
    "locked": ("in_use", "wait"),
    "disk is full": ("full", "make_room"),
    "readonly": ("read_only", "choose_other"),
    "unable to open": ("no_access", "choose_other"),
    "not a database": ("no_store", "move_away"),
    "malformed": ("damaged", "move_away"),
    "disk I/O error": ("disk_error", "make_room"),
}


class Store:
    """An open store. Every write is one immediate transaction: it is on disk when the call returns, or not at all."""

    def __init__(self, path: Path, *, alone: bool = False) -> None:
        """Open or make the store at `path`; `alone`: nobody else may use it until it is closed.

        Raises StoreError when the file is no store, damaged, of a later version, in use, or cannot be written; it is not changed then.
        """
        self.path = path
        with self._explained():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=_SECONDS_TO_WAIT)
        self._together = False
        try:
            with self._explained():
                if alone:
                    self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
                migrate(self._connection)
            if alone:
                with self._writing():
                    pass  # the lock is taken by the first write, and kept
        except StoreError:
            self.close()
            raise

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Turns what SQLite and the disk complain about into a StoreError with a remedy."""
        try:
            yield
        except ForeignFileError as error:
            raise self._trouble("no_store", "move_away") from error
        except LaterVersionError as error:
            raise self._trouble("later", "update") from error
        except sqlite3.Error as error:
            words = next((known for sign, known in _TROUBLES.items() if sign in str(error)), ("failed", "move_away"))
            raise self._trouble(*words, detail=str(error)) from error
        except OSError as error:
            raise self._trouble("failed", "choose_other", detail=explain(error)) from error

    def _trouble(self, message: str, remedy: str, **values: object) -> StoreError:
        return StoreError(say(f"store.{message}", **values), place=str(self.path), remedy=say(f"store.{remedy}"))

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One immediate transaction. Raises StoreError when the disk is full or another program holds the store."""
        if self._together:
            with self._explained():
                yield self._connection
            return
        with self._explained():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """What is written in the block is one transaction: all of it is on disk when the block ends, or nothing. Raises StoreError."""
        with self._writing():
            self._together = True
            try:
                yield
            finally:
                self._together = False

    def _find(self, query: str, *values: object) -> Any:
        """The first row, or None. Raises StoreError when the file is damaged."""
        with self._explained():
            return self._connection.execute(query, values).fetchone()

    def find_reading(self, key: str) -> dict[str, Any] | None:
        """What was read under this key (file bytes, code, model, year), None if nothing yet."""
        row = self._find("SELECT answer FROM reading WHERE key = ?", key)
        return dict(json.loads(self._unpack(row[0]))) if row else None

    def _unpack(self, packed: bytes) -> bytes:
        try:
            return zlib.decompress(packed)
        except zlib.error as error:
            raise self._trouble("damaged", "move_away") from error

    def find_facts(self, key: str) -> dict[str, Any] | None:
        """The small part of what was read: verdict, reason, head of the text and the like."""
        row = self._find("SELECT facts FROM reading WHERE key = ?", key)
        return dict(json.loads(row[0])) if row else None

    def has_reading(self, key: str) -> bool:
        """Whether something was read under this key."""
        return self._find("SELECT 1 FROM reading WHERE key = ?", key) is not None

    def keep_reading(
        self, key: str, sha256: str, facts: Mapping[str, Any], answer: Mapping[str, Any], pictures: Mapping[str, Picture] | None = None
    ) -> None:
        """Keep what was read: the small `facts`, and the rest packed; with it pages that were drawn, by key."""
        row = (key, sha256, json.dumps(facts), pack(answer))
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?)", row)
            _insert_pictures(connection, sha256, pictures or {})

    def list_answers(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """(SHA-256, what was read) of all that was read, oldest first: a later one of the same file was read otherwise."""
        with self._explained():
            keys = [str(row[0]) for row in self._connection.execute("SELECT key FROM reading ORDER BY rowid")]
        for key in keys:
            row = self._find("SELECT sha256, answer FROM reading WHERE key = ?", key)
            yield str(row[0]), dict(json.loads(self._unpack(row[1])))

    def find_picture(self, key: str) -> tuple[dict[str, Any], bytes] | None:
        """A drawn page: its facts (width, height, boxes) and its PNG."""
        row = self._find("SELECT facts, png FROM picture WHERE key = ?", key)
        return (dict(json.loads(row[0])), bytes(row[1])) if row else None

    def has_picture(self, key: str) -> bool:
        """Whether a drawn page is kept under this key."""
        return self._find("SELECT 1 FROM picture WHERE key = ?", key) is not None

    def keep_pictures(self, sha256: str, pictures: Mapping[str, Picture]) -> None:
        """Keep drawn pages by key."""
        with self._writing() as connection:
            _insert_pictures(connection, sha256, pictures)

    def find_seen(self, path: str, size: int, modified: int, changed: int) -> str | None:
        """The SHA-256 of an unchanged file (same path, size and times in nanoseconds), None if it must be read to know."""
        query = "SELECT sha256 FROM seen WHERE path = ? AND size = ? AND modified = ? AND changed = ?"
        row = self._find(query, path, size, modified, changed)
        return str(row[0]) if row else None

    def keep_seen(self, rows: Iterable[tuple[str, int, int, int, str]]) -> None:
        """Remember path, size, times of change and SHA-256 of files."""
        with self._writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)", rows)

    def list_seen(self) -> dict[str, str]:
        """SHA-256 -> the path (as shown) where a file of those bytes was last read."""
        with self._explained():
            rows = self._connection.execute("SELECT sha256, path FROM seen ORDER BY path").fetchall()
        return {str(sha256): str(path) for sha256, path in rows}

    def begin_run(self, name: str, record: Mapping[str, Any]) -> int:
        """Note that a run begins; gives its number."""
        row = (name, _now(), json.dumps(record, ensure_ascii=False, sort_keys=True))
        with self._writing() as connection:
            cursor = connection.execute("INSERT INTO run (name, begun, record) VALUES (?, ?, ?)", row)
            return int(cursor.lastrowid or 0)

    def end_run(self, number: int, record: Mapping[str, Any]) -> None:
        """Note that a run ended with its outputs written, and all that decided them."""
        words = json.dumps(record, ensure_ascii=True, sort_keys=True)
        with self._writing() as connection:
            connection.execute("UPDATE run SET ended = ?, record = ? WHERE number = ?", (_now(), words, number))

    def keep_review(self, year: int, run: str, content: Mapping[str, Any] | bytes) -> None:
        """Keep a year's review (the contract's JSON, or that packed by `pack`); the last one of a year counts."""
        row = (year, run, content if isinstance(content, bytes) else pack(content))
        with self._writing() as connection:
            connection.execute("INSERT OR REPLACE INTO review VALUES (?, ?, ?)", row)

    def list_reviews(self) -> dict[int, dict[str, Any]]:
        """The reviews made here, by year."""
        with self._explained():
            rows = self._connection.execute("SELECT year, content FROM review ORDER BY year").fetchall()
        return {int(year): dict(json.loads(self._unpack(content))) for year, content in rows}

    def list_records(self) -> list[dict[str, Any]]:
        """The records of runs that have ended, oldest first."""
        with self._explained():
            rows = self._connection.execute("SELECT record FROM run WHERE ended IS NOT NULL ORDER BY number").fetchall()
        return [dict(json.loads(record)) for (record,) in rows]

    def keep_published(self, year: int, sha256: str, file: str, content: Mapping[str, Any], *, replace: bool = False) -> bool:
        """Keep a review that somebody published; False when this very file is kept for this year already: then nothing is changed, unless `replace`."""
        row = (year, sha256, file, pack(content))
        with self._writing() as connection:
            fresh = connection.execute("INSERT OR IGNORE INTO published VALUES (?, ?, ?, ?)", row).rowcount == 1
            if not fresh and replace:
                connection.execute("UPDATE published SET content = ? WHERE year = ? AND sha256 = ?", (row[3], year, sha256))
            return fresh

    def list_published(self) -> list[dict[str, Any]]:
        """The reviews that others published, by year, then file."""
        with self._explained():
            rows = self._connection.execute("SELECT content FROM published ORDER BY year, file, sha256").fetchall()
        return [dict(json.loads(self._unpack(content))) for (content,) in rows]


def _insert_pictures(connection: sqlite3.Connection, sha256: str, pictures: Mapping[str, Picture]) -> None:
    rows = [(key, sha256, json.dumps(facts), png) for key, (facts, png) in pictures.items()]
    connection.executemany("INSERT OR REPLACE INTO picture VALUES (?, ?, ?, ?)", rows)


def pack(content: Mapping[str, Any] | bytes) -> bytes:
    """Plain values, or their JSON, as the store keeps them. Raises TypeError for anything else."""
    if isinstance(content, bytes):
        return zlib.compress(content, 1)
    words = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return zlib.compress(words, 1)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
