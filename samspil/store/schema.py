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
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a store to the newest version, in one transaction. Raises ValueError for a store of a later version or a foreign database."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > len(VERSIONS):
        raise ValueError(f"version {version} > {len(VERSIONS)}")
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise ValueError("no store")
    if version and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
        raise ValueError("no store")
    if version < len(VERSIONS):
        connection.execute("BEGIN IMMEDIATE")
        for statements in VERSIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(VERSIONS)}")
        connection.execute("COMMIT")
