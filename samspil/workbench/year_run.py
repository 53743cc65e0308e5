"""One run of a year: its files laid out in a folder, read by a process of its own, and the review brought to the desk."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from samspil.store.desk import sources as files
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk
from samspil.values.codes import DUPLICATE, READ_VERDICTS
from samspil.vocabulary.texts import language, say
from samspil.workbench.runs import bring_in
from samspil.workbench.side_run import RunError, Watcher, carry_out
from samspil.workbench.undecided import list_told, write_manifest
from samspil.workbench.uploads import Source, find_free, list_sources, make_safe

_CHILD = "samspil.workbench.child_run"


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
    carry_out(_CHILD, {**wish, "fictional": bool(facts.get("fictional")), "language": language()}, watcher)
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
