"""Open the workbench's store: a SQLite file or a PostgreSQL URL, brought to the newest schema."""

import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from samspil.errors import StoreError
from samspil.vocabulary.texts import say

_MIGRATIONS = Path(__file__).parent / "migrations"
_SECONDS_TO_WAIT = 5
_MORE_CONNECTIONS = 40  # with the pool of 10 more than the 40 threads of the server: one that holds a connection for reading can always get another for writing
_HEAD = "0007"  # the newest revision; a test compares it with the scripts
NAME = "samspil-desk.sqlite"


def make_url(place: str | Path) -> str:
    """The database URL of a file's path, or the URL itself ('postgresql://…' gets the driver we use)."""
    words = str(place)
    if words.startswith("postgresql://"):
        return words.replace("postgresql://", "postgresql+psycopg://", 1)
    return words if "://" in words else f"sqlite:///{Path(words).absolute()}"


def open_engine(place: str | Path) -> sa.Engine:
    """A pool of connections to the store, migrated. Raises StoreError (no such server, later version, damaged, another program's file)."""
    url = sa.engine.make_url(make_url(place))
    try:
        engine = (
            _open_sqlite(url)
            if url.get_backend_name() == "sqlite"
            else sa.create_engine(url, pool_size=10, max_overflow=_MORE_CONNECTIONS, pool_pre_ping=True)
        )
        migrate(engine)
    except (sa.exc.SQLAlchemyError, sqlite3.Error, OSError, ModuleNotFoundError) as error:
        place_shown = url.render_as_string(hide_password=True)
        raise StoreError(
            say("desk.store_trouble", detail=_first_line(error)), place=place_shown, remedy=say("desk.store_remedy")
        ) from error
    return engine


def _open_sqlite(url: sa.URL) -> sa.Engine:
    """Write-ahead log, so that readers never wait; every write begins with BEGIN IMMEDIATE (`Desk.writing`); full sync: what is acknowledged is on disk."""
    Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": _SECONDS_TO_WAIT, "check_same_thread": False})

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # no hidden BEGIN of the driver's
        cursor = connection.cursor()
        for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            cursor.execute(f"PRAGMA {setting}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        mode = connection.get_execution_options().get("samspil_mode", "")
        connection.exec_driver_sql(f"BEGIN {mode}".strip())

    return engine


def migrate(engine: sa.Engine) -> None:
    """Bring the schema to the newest version by Alembic, which is loaded only when there is something to do.

    Raises StoreError for a store of a later version, SQLAlchemyError for anything else.
    """
    found = read_revision(engine)
    if found == _HEAD:
        return
    if found is not None and not list((_MIGRATIONS / "versions").glob(f"{found}_*.py")):
        raise StoreError(say("desk.later", revision=found), place=engine.url.render_as_string(), remedy=say("desk.later_remedy"))
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    with engine.connect().execution_options(samspil_mode="IMMEDIATE") as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def read_revision(engine: sa.Engine) -> str | None:
    """The schema's revision, None in an empty database."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _first_line(error: Exception) -> str:
    words = str(getattr(error, "orig", None) or error).strip().splitlines()
    return words[0] if words else type(error).__name__
