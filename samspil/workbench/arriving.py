"""What `samspil serve PLACE...` brings to the desk: reviews from output folders, and the agreements they were made from, where those can be found."""

import contextlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from samspil.documents.limits import MAX_FILE_BYTES
from samspil.errors import UsageError
from samspil.folder import FoundFile, list_files, read_bytes, show_path
from samspil.review.kept import budget_year, parse_review
from samspil.store.desk import sources, tables
from samspil.store.desk.desk import Desk
from samspil.store.sqlite import Store
from samspil.vocabulary.texts import say
from samspil.workbench.runs import bring_in, was_brought

STORE, OUTPUT = "samspil.sqlite", "initiatives.json"
RECORD = "run.json"


@dataclass(slots=True)
class Arrival:
    """`reviews`: the contract's JSON by year; `paths`: SHA-256 -> where the file of those bytes was read; `checks`: run -> which rows to look at first."""

    reviews: dict[int, dict[str, Any]] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    checks: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def read_places(places: Sequence[Path]) -> Arrival:
    """All reviews at `places` (output folders, `initiatives.json`, review stores); of two of the same year the later place counts.

    Raises UsageError (no such place, no review in it, damaged), StoreError.
    """
    arrival = Arrival()
    for place in places:
        for file in _list_files(place):
            _read_file(arrival, file)
    return arrival


def _list_files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    if not place.is_dir():
        raise UsageError(say("collection.no_place"), place=show_path(place), remedy=say("serve.place_remedy"))
    found = [place / name for name in (STORE, OUTPUT) if (place / name).is_file()]
    if not found:
        raise UsageError(say("serve.empty_folder"), place=show_path(place), remedy=say("serve.place_remedy"))
    return found


def _read_file(arrival: Arrival, file: Path) -> None:
    if file.suffix != ".json":
        with Store(file) as store:
            arrival.paths |= {sha256: Path(path) for sha256, path in store.list_seen().items()}
            contents = list(store.list_reviews().values())
            for record in store.list_records():
                _note_checks(arrival, record)
    else:
        try:
            contents = [json.loads(file.read_bytes())]
        except (OSError, ValueError) as error:
            raise _damaged(file, error) from error
        with contextlib.suppress(OSError, ValueError):  # without it the rows come without reasons
            _note_checks(arrival, json.loads(file.with_name(RECORD).read_bytes()))
    for content in contents:
        try:
            arrival.reviews[budget_year(parse_review(content))] = content
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(file, error) from error


def _note_checks(arrival: Arrival, record: Any) -> None:
    """What a run's record says of the second reading, if it is one."""
    with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):
        checks = [
            {name: check[name] for name in ("initiative", "reasons", "decides")} | {"worth": float(check["worth"])}
            for check in record["checks"]
        ]
        arrival.checks[str(record["run"])] = checks


def _damaged(file: Path, error: Exception) -> UsageError:
    return UsageError(say("collection.damaged", detail=str(error)[:200]), place=show_path(file), remedy=say("collection.damaged_remedy"))


def take_in(desk: Desk, arrival: Arrival) -> int:
    """The reviews become proposals on the desk; gives how many rows changed. One that has lain there before is left out: a run begun in the browser since
    is not undone because `samspil serve` starts again with the same folder."""
    changed = 0
    for year, review in sorted(arrival.reviews.items()):
        run = str(review["samspil"]["run"])
        if not was_brought(desk, year, run):
            changed += bring_in(desk, review, checks=arrival.checks.get(run, ()))
    return changed


def find_missing(desk: Desk) -> set[str]:
    """SHA-256 of documents whose bytes are not on the desk."""
    known = sa.select(tables.file.c.sha256)
    query = sa.select(tables.document.c.sha256).where(tables.document.c.sha256 != "", tables.document.c.sha256.not_in(known))
    with desk.reading() as connection:
        return set(connection.execute(query.distinct()).scalars())


def keep_agreements(
    desk: Desk, paths: Mapping[str, Path], folders: Iterable[Path], stopped: Callable[[], bool] = lambda: False
) -> tuple[int, int]:
    """Keep the bytes of missing documents, found where they were read or in `folders`; gives how many were kept and how many are still missing.

    Only bytes with the right SHA-256 are kept, so a file that was changed since is not. Raises UsageError when a folder is none.
    """
    missing, before = find_missing(desk), 0
    before = len(missing)
    nearby = [FoundFile(path.name, path) for sha256, path in paths.items() if sha256 in missing and path.is_file()]
    _keep(desk, nearby, missing, stopped)
    for folder in folders:
        if missing:
            _keep(desk, [file for file in list_files(folder) if not file.verdict], missing, stopped)
    return before - len(missing), len(missing)


def _keep(desk: Desk, files: Iterable[FoundFile], missing: set[str], stopped: Callable[[], bool]) -> None:
    for file in files:
        if stopped() or not missing:
            return
        try:
            content = read_bytes(file)
        except OSError:
            continue  # it stays missing, and its page says so
        if content.sha256 in missing and len(content.data) <= MAX_FILE_BYTES:
            with desk.writing() as connection:
                sources.keep_file(connection, content.sha256, content.data)
            missing.discard(content.sha256)


def check_folders(folders: Collection[Path]) -> None:
    """Raises UsageError for one that is none."""
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(say("serve.no_agreements"), place=show_path(folder), remedy=say("serve.no_agreements_remedy"))
