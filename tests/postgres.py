"""A real PostgreSQL server for tests: a private cluster in a temporary folder, reached by a socket there, without a port. It must not run as root.

tests/conftest.py offers the fixtures: `postgres` (the server), `postgres_url` (a fresh, empty database on it) and `store_place` (a SQLite file and a
PostgreSQL database in turn: a test or fixture that opens `Desk(store_place)` runs on both).
"""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PORT = 54329  # only part of the socket's name
USER = "samspil"


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl, newest version first. Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]), reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def require_programs() -> Path:
    """Skips where there is no PostgreSQL, except in CI, where that is a fault."""
    programs = find_programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have PostgreSQL: tools/system-packages installs it")
        pytest.skip("no PostgreSQL server installed: what it keeps is not tested")
    return programs


def _other_user() -> list[str]:
    """PostgreSQL refuses root: run it as 'postgres' or 'nobody' then."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            known = pwd.getpwnam(name)
        except KeyError:
            continue
        return ["setpriv", f"--reuid={known.pw_uid}", f"--regid={known.pw_gid}", "--clear-groups", "--"]
    raise RuntimeError("nobody to run PostgreSQL as")


def _run(folder: Path, command: list[str]) -> None:
    """Its output goes to a file: pg_ctl leaves a server behind that would hold a pipe open."""
    with (folder / "said.txt").open("ab") as said:
        words = [*_other_user(), *command]
        done = subprocess.run(words, stdout=said, stderr=said, stdin=subprocess.DEVNULL, check=False, cwd=folder, timeout=120)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {(folder / 'said.txt').read_text(errors='replace')[-2000:]}")


class Cluster:
    """A server of one's own. `kill` is the power cut."""

    def __init__(self) -> None:
        """Make and start it; the folder's path is short, since a socket's must be."""
        self.programs = require_programs()
        self.folder = Path(tempfile.mkdtemp(prefix="spg"))
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            words = _other_user()
            os.chown(self.folder, int(words[1].split("=")[1]), int(words[2].split("=")[1]))
        self.data = self.folder / "data"
        _run(
            self.folder,
            [str(self.programs / "initdb"), "-D", str(self.data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
        )
        self.start()

    def start(self, settings: str = "-c fsync=off") -> None:
        """Also after `stop` or `kill`. `fsync` is off for speed; a test of kill -9 needs it no more than this: the system lives on."""
        options = f"-p {PORT} -c listen_addresses='' -c unix_socket_directories={self.folder} {settings}"
        _run(
            self.folder,
            [str(self.programs / "pg_ctl"), "-D", str(self.data), "-o", options, "-l", str(self.folder / "log.txt"), "-w", "start"],
        )

    def stop(self, how: str = "fast") -> None:
        """`how`: fast, or immediate as after a power cut."""
        _run(self.folder, [str(self.programs / "pg_ctl"), "-D", str(self.data), "-m", how, "-w", "stop"])

    def kill(self) -> None:
        """kill -9 for the server's first process, by the number it wrote down itself."""
        os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), 9)

    def url_of(self, database: str) -> str:
        """The URL by which the workbench opens a database."""
        return f"postgresql://{USER}@/{database}?host={self.folder}&port={PORT}"

    def make_database(self) -> str:
        """A fresh database; gives its URL."""
        import psycopg

        name = f"t{secrets.token_hex(6)}"
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0'.encode())
        return self.url_of(name)

    def drop_database(self, url: str) -> None:
        """Take it away, whoever is still connected."""
        import psycopg

        name = url.partition("@/")[2].partition("?")[0]
        with psycopg.connect(self.url_of("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())

    def remove(self) -> None:
        """Stop it and take its folder away."""
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """One server for all tests of a run, started when the first asks for it."""
    cluster = Cluster()
    try:
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """A database of the test's own."""
    url = postgres.make_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture(params=["sqlite", "postgres"])
def store_place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a workbench store may lie: a file, then a database on a real server."""
    return str(tmp_path / "desk.sqlite") if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
