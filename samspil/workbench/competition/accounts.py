"""Accounts at the desk: the files lie beside the store by their SHA-256, the store tells which there are and what they say of themselves."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from samspil.errors import StoreError
from samspil.store.desk import competition as kept
from samspil.store.desk.desk import Desk
from samspil.values.desk import Person
from samspil.vocabulary.texts import say
from samspil.workbench.competition import papers
from samspil.workbench.competition.papers import ACCOUNTS, CONDITIONS, ROOM, Paper

_CHUNK = 1 << 20


def find_folder(desk: Desk) -> Path:
    """Where files of accounts lie: beside a desk in a file (`samspil-desk.accounts`); for one on a server among the user's own data on this machine."""
    if desk.is_sqlite:
        return Path(desk.engine.url.database or "").absolute().with_suffix(".accounts")
    name = hashlib.sha256(desk.engine.url.render_as_string().encode()).hexdigest()[:12]
    data = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".local" / "share")
    return Path(data) / "samspil" / f"desk-{name}.accounts"


def make_folder(desk: Desk) -> Path:
    """It, for nobody but this user. Raises StoreError."""
    folder = find_folder(desk)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(say(f"{ROOM}.no_folder"), place=folder.name, remedy=say(f"{ROOM}.no_folder_remedy")) from error
    return folder


def file_of(desk: Desk, paper: Paper) -> Path:
    """The paper's file. Raises StoreError when it is not on this machine."""
    path = find_folder(desk) / f"{paper.sha256}.parquet"
    if not path.is_file():
        raise StoreError(say(f"{ROOM}.no_file_here"), place=path.name[:16], remedy=say(f"{ROOM}.no_file_here_remedy"))
    return path


def list_accounts(desk: Desk) -> list[Paper]:
    """All of them, newest first."""
    return papers.list_papers(desk, ACCOUNTS)


def find_accounts(desk: Desk, number: int = 0) -> Paper | None:
    """Accounts by number, those in use (the newest) for 0; None when there are none. Raises NoExposureError."""
    return papers.find_paper(desk, ACCOUNTS, number)


def keep_file(desk: Desk, person: Person, file: Path, record: dict[str, object], key: str = "") -> int:
    """Keep a file of accounts that was checked: it lies beside the desk before the store tells of it. Gives its number. Raises StoreError."""
    sha256 = hash_file(file)
    lay(file, make_folder(desk) / f"{sha256}.parquet")
    known = next((one for one in list_accounts(desk) if one.sha256 == sha256), None)
    return known.id if known else papers.keep(desk, person, ACCOUNTS, record, b"", key, sha256)


def lay(file: Path, target: Path) -> None:
    """Copy a file whole or not at all. Raises StoreError."""
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".samspil.", suffix=".tmp", delete=False) as new:
            try:
                with file.open("rb") as stream:
                    shutil.copyfileobj(stream, new, _CHUNK)
                new.flush()
                os.fsync(new.fileno())
                Path(new.name).replace(target)
            finally:
                with suppress(OSError):
                    Path(new.name).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(say(f"{ROOM}.no_folder"), place=target.name[:16], remedy=say(f"{ROOM}.no_folder_remedy")) from error


def hash_file(file: Path) -> str:
    """SHA-256 of a file's bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def remove(desk: Desk, person: Person, number: int) -> None:
    """Take accounts away for good, the file too. Raises NoExposureError."""
    gone = papers.remove(desk, person, ACCOUNTS, number)
    if all(one.sha256 != gone.sha256 for one in list_accounts(desk)):
        with suppress(OSError):
            (find_folder(desk) / f"{gone.sha256}.parquet").unlink(missing_ok=True)


def move_files(old: Desk, new: Desk, hashes: Iterable[str]) -> tuple[int, int]:
    """Copy the files of accounts to where the new desk looks for them, each compared with its hash; how many came, and how many were not there. Raises StoreError."""
    moved = missing = 0
    for sha256 in dict.fromkeys(hashes):
        source = find_folder(old) / f"{sha256}.parquet"
        if not source.is_file() or hash_file(source) != sha256:
            missing += 1
            continue
        lay(source, make_folder(new) / source.name)
        moved += 1
    return moved, missing


def list_hashes(connection: sa.Connection) -> list[str]:
    """Of all files of accounts that the store tells of."""
    return [one.sha256 for one in kept.list_papers(connection, ACCOUNTS)]


def find_conditions(desk: Desk) -> Paper | None:
    """The newest conditions that were brought."""
    return papers.find_paper(desk, CONDITIONS)
