"""Answers kept by content, so that nothing is asked or paid twice."""

import json
import sqlite3
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol

from samspil.errors import StoreError
from samspil.vocabulary.texts import say

APPLICATION = 0x53414D4C  # 'SAML'


class Cache(Protocol):
    """Anything that keeps texts by key. `put` is on disk when it returns."""

    def get(self, key: str) -> str | None:
        """The text under this key, None if there is none."""
        ...

    def put(self, key: str, answer: str) -> None:
        """Keep the text under this key."""
        ...


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A usable answer with what it took: tokens (`estimated` when the server did not count them) and the server that gave it."""

    content: str
    tokens_in: int
    tokens_out: int
    estimated: bool
    server: str

    def pack(self) -> str:
        """As text for a cache."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def unpack(text: str | None) -> KeptAnswer | None:
    """A kept answer; None when the text is not one, so that the window is asked again."""
    try:
        kept = KeptAnswer(**json.loads(text or "null"))
    except (ValueError, TypeError, RecursionError):
        return None
    counts = all(isinstance(n, int) and n >= 0 for n in (kept.tokens_in, kept.tokens_out))
    return kept if counts and isinstance(kept.content, str) and isinstance(kept.server, str) else None


class AnswerCache:
    """A cache in an SQLite file of its own."""

    def __init__(self, path: Path) -> None:
        """Open or make the file. Raises StoreError when it is another program's, damaged or cannot be written."""
        self.path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=5.0, check_same_thread=False)
            self._prepare()
        except (sqlite3.Error, OSError, ValueError) as error:
            raise StoreError(say("llm.cache_broken", detail=error), place=str(path), remedy=say("llm.cache_remedy")) from error

    def _prepare(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")  # another run may be making the same file
        if self._connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            if self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                self._connection.close()
                raise ValueError(say("llm.cache_foreign"))
            self._connection.execute("CREATE TABLE answer (key TEXT PRIMARY KEY, answer TEXT NOT NULL)")
            self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
        self._connection.execute("COMMIT")

    def __enter__(self) -> "AnswerCache":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def get(self, key: str) -> str | None:
        """The text under this key. Raises StoreError when the file cannot be read."""
        rows = self._run("SELECT answer FROM answer WHERE key = ?", (key,))
        return str(rows[0][0]) if rows else None

    def put(self, key: str, answer: str) -> None:
        """Keep the text; on disk when the call returns. Raises StoreError when the disk is full or the file is held by another program."""
        self._run("INSERT OR REPLACE INTO answer VALUES (?, ?)", (key, answer))

    def _run(self, statement: str, values: tuple[str, ...]) -> list[tuple[str, ...]]:
        try:
            with self._lock:
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(say("llm.cache_broken", detail=error), place=str(self.path), remedy=say("llm.cache_remedy")) from error
