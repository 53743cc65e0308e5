"""One run of a year: its files laid out in a folder, read by a process of its own, and the review brought to the desk."""

import hashlib
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Protocol

import sqlalchemy as sa

import samspil
from samspil.errors import SamspilError
from samspil.store.desk import sources as files
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk
from samspil.values.codes import DUPLICATE, READ_VERDICTS
from samspil.vocabulary.texts import language, say
from samspil.workbench.runs import bring_in
from samspil.workbench.undecided import list_told, write_manifest
from samspil.workbench.uploads import Source, find_free, list_sources, make_safe

_TURN = 0.25  # seconds between two looks at whether the run is to end
_SECONDS_TO_END = 5


class RunError(SamspilError):
    """A run that cannot be carried out, or broke off."""


class StoppedError(Exception):
    """Somebody has stopped the run, or the server ends."""


class Watcher(Protocol):
    """Who is told how far a run is, and says whether it may go on."""

    def tell(self, values: dict[str, Any]) -> None:
        """A line of the run."""

    def beat(self) -> bool:
        """False when the run is to end."""


def find_folder(desk: Desk) -> Path:
    """Where runs keep files and what was read of them: beside a desk in a file; for one on a server in the user's own cache."""
    place = desk.engine.url.database or ""
    if desk.is_sqlite:
        return Path(place).absolute().with_suffix(".runs")
    name = hashlib.sha256(desk.engine.url.render_as_string().encode()).hexdigest()[:12]
    cache = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
    return Path(cache) / "samspil" / f"desk-{name}"


def run_year(desk: Desk, year: int, folder: Path, watcher: Watcher) -> dict[str, Any]:
    """Read all files of a year and bring the review to the desk; gives `changed` (rows), `initiatives`, `municipalities` and `unread` (files).

    Raises RunError, StoppedError; the desk is then as it was.
    """
    with desk.reading() as connection:
        found, facts = list_sources(connection, year), _newest_facts(connection, year)
        lost = _list_lost(connection, year)
    if facts.get("own_themes"):
        raise RunError(say("uploads.own_themes", year=year), remedy=say("uploads.own_themes_remedy"))
    home = folder / str(year)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = lay_out(desk, found, home / "files")
    manifest = _write_manifest(desk, home / "files.csv", names, year)
    wish = {"folder": str(home / "files"), "year": year, "out": str(home / "out"), "manifest": manifest}
    _carry_out({**wish, "fictional": bool(facts.get("fictional")), "language": language()}, watcher)
    return _bring(desk, home / "out", names, lost)


def _newest_facts(connection: sa.Connection, year: int) -> Mapping[str, Any]:
    query = sa.select(tables.run.c.record).where(tables.run.c.year == year).order_by(tables.run.c.id.desc()).limit(1)
    found = connection.execute(query).scalar()
    return dict(json.loads(found)["samspil"]) if found else {}


def _list_lost(connection: sa.Connection, year: int) -> list[dict[str, Any]]:
    """Records of files that could not even be opened: they have no bytes to read again, but the coverage goes on to name them."""
    query = sa.select(tables.run.c.record).where(tables.run.c.year == year).order_by(tables.run.c.id.desc()).limit(1)
    found = connection.execute(query).scalar()
    documents = json.loads(found)["coverage"]["documents"] if found else []
    return [document for document in documents if not document["sha256"]]


def lay_out(desk: Desk, found: Sequence[Source], folder: Path) -> dict[str, Source]:
    """The files of a year in `folder`, and nothing else; gives the path of each within it. Raises RunError when bytes are missing: a run without them
    would take their rows away.
    """
    with desk.reading() as connection:
        missing = [source.name for source in found if not files.has_file(connection, source.sha256)]
    if missing:
        shown = ", ".join(missing[:5]) + (" …" if len(missing) > 5 else "")
        raise RunError(say("uploads.missing", count=len(missing), names=shown), remedy=say("uploads.missing_remedy"))
    paths: dict[str, Source] = {}
    for source in found:
        inside = "/".join(make_safe(part) for part in source.name.split("/") if part not in ("", ".", ".."))
        paths[find_free(inside or make_safe(""), map(str.casefold, paths))] = source
    _remove_others(folder, paths)
    for path, source in paths.items():
        _write(desk, folder / path, source.sha256)
    return paths


def _remove_others(folder: Path, paths: Iterable[str]) -> None:
    wanted = {folder / path for path in paths}
    for path in sorted(folder.rglob("*"), reverse=True) if folder.exists() else ():
        if path.is_dir() and not path.is_symlink():
            if not any(path in other.parents for other in wanted):
                shutil.rmtree(path, ignore_errors=True)
        elif path not in wanted or path.is_symlink():
            path.unlink(missing_ok=True)


def _write(desk: Desk, path: Path, sha256: str) -> None:
    """A file that lies there already stays as it is, so that the run knows it by its time and need not read it again."""
    if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
        return
    with desk.reading() as connection:
        content = files.find_file(connection, sha256) or b""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".samspil.", suffix=".tmp", delete=False) as new:
        new.write(content)
    Path(new.name).replace(path)


def _write_manifest(desk: Desk, path: Path, names: Mapping[str, Source], year: int) -> str:
    """Whose the files are, as people have decided or as the desk knows already: by a list that came with the first run or by what they say; '' without any."""
    with desk.reading() as connection:
        told = list_told(connection, names.items(), year)
    if not told:
        return ""
    path.write_text(write_manifest(told), encoding="utf-8", newline="")
    return str(path)


def _carry_out(wish: Mapping[str, Any], watcher: Watcher) -> None:
    """The run in its process. Raises RunError, StoppedError; the process is gone then."""
    environment = {**os.environ, "PYTHONPATH": str(Path(samspil.__file__).parents[1])}
    command = [sys.executable, "-P", "-m", "samspil.workbench.child_run", json.dumps(wish)]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module; what people sent is data in JSON
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, start_new_session=True
    )
    lines: queue.Queue[dict[str, Any] | None] = queue.Queue()
    reader = threading.Thread(target=_listen, args=(process.stdout, lines), daemon=True)
    reader.start()
    try:
        if not _follow(lines, watcher):
            raise RunError(say("uploads.broke_off", code=process.wait(_SECONDS_TO_END)), remedy=say("uploads.own_fault_remedy"))
    finally:
        _end(process)
        reader.join(_SECONDS_TO_END)


def _follow(lines: "queue.Queue[dict[str, Any] | None]", watcher: Watcher) -> bool:
    """Tell on until the run says that it has ended; False when it ends without a word. Raises RunError, StoppedError."""
    ended = False
    while True:
        if not watcher.beat():
            raise StoppedError
        try:
            values = lines.get(timeout=_TURN)
        except queue.Empty:
            continue
        if values is None:
            return ended
        if "error" in values:
            raise RunError(str(values["error"]), place=str(values.get("place", "")), remedy=str(values.get("remedy", "")))
        ended = ended or "end" in values
        watcher.tell(values)


def _listen(stream: IO[bytes] | None, lines: "queue.Queue[dict[str, Any] | None]") -> None:
    for line in stream or ():
        try:
            lines.put(dict(json.loads(line)))
        except ValueError:
            continue  # something a library has printed
    lines.put(None)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Whatever it is doing. Its own children end with it."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(0.5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(_SECONDS_TO_END)
    if process.stdout:
        process.stdout.close()


def _bring(desk: Desk, out: Path, names: Mapping[str, Source], lost: Sequence[dict[str, Any]]) -> dict[str, Any]:
    review = json.loads((out / "initiatives.json").read_bytes())
    checks = json.loads((out / "run.json").read_bytes())["checks"]
    known = {path: source.name for path, source in names.items()}
    for record in review["coverage"]["documents"]:
        record["file"] = known.get(record["file"], record["file"])
    for item in review["initiatives"]:
        for quote in item["evidence"]:
            quote["document"] = known.get(quote["document"], quote["document"])
    review["coverage"]["documents"] += lost
    changed = bring_in(desk, review, checks=checks, beside=True)
    unread = sum(record["verdict"] not in (*READ_VERDICTS, DUPLICATE) for record in review["coverage"]["documents"])
    return {"changed": changed, "initiatives": len(review["initiatives"]), "municipalities": review["coverage"]["read"], "unread": unread}
