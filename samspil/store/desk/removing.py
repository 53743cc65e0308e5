"""What is handed in and may be taken away again: put in with its number, and given up by the database when it goes."""

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from samspil.values.desk import Json


def insert_one(connection: sa.Connection, table: sa.Table, values: dict[str, Any]) -> int:
    """A row; gives its number. Within `writing()` only."""
    key = connection.execute(sa.insert(table).values(**values)).inserted_primary_key
    if key is None:
        raise RuntimeError(table.name)
    return int(key[0])


def dump_record(record: Json) -> str:
    """JSON that both databases hold alike."""
    return json.dumps(record, ensure_ascii=True, sort_keys=True)


def delete_securely(connection: sa.Connection) -> None:
    """Let SQLite overwrite what is deleted on this connection."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def forget(engine: sa.Engine, tables: Sequence[str]) -> None:
    """Let the database give up what was deleted of `tables`: SQLite has overwritten it and empties its log, PostgreSQL frees its pages."""
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        finally:
            raw.close()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in tables:
            connection.exec_driver_sql(f"VACUUM {table}")
