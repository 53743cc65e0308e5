"""The store's tables and their versions. One SQLite file; each version adds its statements, none is ever edited."""

import sqlite3

APPLICATION = 0x53414D53  # 'SAMS', so that another program's database is never taken for a store

VERSIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE reading (key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, facts TEXT NOT NULL, answer BLOB NOT NULL)",
        "CREATE TABLE picture (key TEXT PRIMARY KEY, sha256 TEXT NOT NULL, facts TEXT NOT NULL, png BLOB NOT NULL)",
        "CREATE TABLE run (number INTEGER PRIMARY KEY, name TEXT NOT NULL, begun TEXT NOT NULL, ended TEXT, record TEXT NOT NULL)",
        "CREATE TABLE seen (path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, sha256 TEXT NOT NULL)",
    ),
    (  # a file whose bytes changed while its size and time were kept shows by the time of its last change of any kind
        "DROP TABLE seen",
        "CREATE TABLE seen (path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL, sha256 TEXT NOT NULL)",
    ),
    (  # the reviews of all years side by side: those made here, and those others have published, never mixed
        "CREATE TABLE review (year INTEGER PRIMARY KEY, run TEXT NOT NULL, content BLOB NOT NULL)",
        "CREATE TABLE published (year INTEGER NOT NULL, sha256 TEXT NOT NULL, file TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (year, sha256))",
    ),
)


class ForeignFileError(ValueError):
    """The file is a database, but another program's."""


class LaterVersionError(ValueError):
    """The store was made by a later version of Samspil."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a store to the newest version, in one transaction. Raises LaterVersionError or ForeignFileError; neither is touched."""
    version = _read_version(connection)
    if version == len(VERSIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    for statements in VERSIONS[_read_version(connection) :]:  # another run may have been here first
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {len(VERSIONS)}")
    connection.execute("COMMIT")


def _read_version(connection: sqlite3.Connection) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
    empty = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not ours and not (empty and version == 0):
        raise ForeignFileError
    if version > len(VERSIONS):
        raise LaterVersionError
    return version
