"""The bank is asked for a table: `tableinfo` first (do the codes exist?), then `data`; the file is written whole, with its provenance beside it, or not at all.

Nothing else in Samspil reaches the bank, and this does so only when it is called. Protocol: Statistics Denmark's StatBank API v1 (POST of JSON).
"""

import contextlib
import datetime
import difflib
import io
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samspil.statbank.errors import FetchError, StatbankError, complain, shorten
from samspil.statbank.http import Line, check_address, post
from samspil.statbank.lines import check_tail, peek, read_header, sniff
from samspil.statbank.provenance import LICENCE, SOURCE, hash_file, provenance_path
from samspil.statbank.words import TIME
from samspil.vocabulary.system import explain

FORMATS = ("BULK", "CSV", "JSONSTAT")
MOST_BYTES = 5_000_000_000
_MOST_INFO = 50_000_000
_PATTERNS = ("*", "?", "(", ">", "<", "[", "sum(")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was written. `rows`: bytes of the file; `provenance`: the file beside it."""

    file: Path
    provenance: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask for. `where`: code of a variable -> codes or the bank's patterns ('*', '>=2020', '(1)'); left out variables: see `fetch`."""

    table: str
    where: Mapping[str, Sequence[str]]
    format: str = "BULK"
    language: str = "da"


def parse_where(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """'OMRÅDE=101,751' and 'Tid=2024' as typed. Raises FetchError."""
    where: dict[str, tuple[str, ...]] = {}
    for word in words:
        name, _mark, values = word.partition("=")
        wanted = tuple(value.strip() for value in values.split(",") if value.strip())
        if not name.strip() or not wanted:
            raise complain("bad_choice", "", FetchError, given=word[:80])
        where[name.strip()] = (*where.get(name.strip(), ()), *wanted)
    return where


def fetch(question: Question, out: Path, line: Line | None = None, *, most: int = MOST_BYTES) -> Fetched:
    """Ask and write. A variable not named is left out where the bank can sum it away and the format allows; BULK needs all of them.

    Raises FetchError (unknown table, variable or code, no contact, cut, too large, not data), StatbankError.
    """
    line = line or Line()
    check_address(line.address)
    if not out.parent.is_dir():
        raise complain("no_folder", str(out), FetchError)
    info = _ask_info(question, line)
    variables = _check_question(question, info)
    asked = {
        "table": str(info.get("id", question.table)),
        "format": question.format,
        "lang": question.language,
        "delimiter": "Semicolon",
        "valuePresentation": "Code" if question.format == "BULK" else "CodeAndValue",
        "variables": [{"code": code, "values": list(values)} for code, values in variables.items()],
    }
    if question.format == "JSONSTAT":
        asked = {key: value for key, value in asked.items() if key not in {"delimiter", "valuePresentation"}}
    return _write(asked, info, out, line, most)


def _ask_info(question: Question, line: Line) -> dict[str, Any]:
    store = io.BytesIO()
    post(line, "tableinfo", {"table": question.table, "lang": question.language, "format": "JSON"}, store, _MOST_INFO)
    try:
        info = json.loads(store.getvalue().decode("utf-8-sig"))
        if not isinstance(info, dict) or not all(isinstance(one["id"], str) for one in info["variables"]):
            raise TypeError(type(info))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise complain("strange_answer", f"{line.address}/tableinfo", FetchError, detail=type(error).__name__) from error
    return info


def _check_question(question: Question, info: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Variables by the bank's own code; nothing is asked that the table has not. Raises FetchError."""
    if question.format not in FORMATS:
        raise complain("bad_format", "", FetchError, given=question.format[:20], known=", ".join(FORMATS))
    known = {one["id"].upper(): one for one in info["variables"]}
    names = [one["id"] for one in info["variables"]]
    found: dict[str, tuple[str, ...]] = {}
    for name, values in question.where.items():
        variable = known.get(name.upper())
        if variable is None:
            raise complain("no_variable", question.table, FetchError, name=name[:40], known=shorten(names, 20))
        _check_values(question.table, variable, values)
        found[variable["id"]] = tuple(values)
    for one in info["variables"]:
        needed = question.format == "BULK" or one["id"].upper() == TIME or not one.get("elimination", False)
        if needed and one["id"] not in found:
            raise complain("variable_needed", question.table, FetchError, name=one["id"], format=question.format)
    return {name: found[name] for name in names if name in found}


def _check_values(table: str, variable: Mapping[str, Any], values: Sequence[str]) -> None:
    codes = [str(one.get("id", "")) for one in variable.get("values", ()) if isinstance(one, dict)]
    for value in values:
        if codes and value not in codes and not any(mark in value for mark in _PATTERNS):
            near = difflib.get_close_matches(value, codes, 5, 0.5) or codes
            raise complain(
                "no_value", f"{table}:{variable['id']}", FetchError, code=value[:40], name=variable["id"], known=shorten(near, 8)
            )


def _write(asked: Mapping[str, Any], info: Mapping[str, Any], out: Path, line: Line, most: int) -> Fetched:
    """The data aside, looked at, then both files put in place; nothing is left when something fails."""
    made: list[Path] = []
    try:
        handle, name = tempfile.mkstemp(prefix=f".{out.name[:40]}.", suffix=".tmp", dir=out.parent)
        made.append(Path(name))
        with os.fdopen(handle, "w+b") as stream:
            size, _kind = post(line, "data", asked, stream, most)
            stream.flush()
            os.fsync(stream.fileno())
        _check_data(made[0], f"{line.address}/data")
        digest = hash_file(made[0])
        handle, name = tempfile.mkstemp(prefix=f".{out.name[:40]}.", suffix=".tmp", dir=out.parent)
        made.append(Path(name))
        with os.fdopen(handle, "w", encoding="utf-8") as text:
            json.dump(_tell(asked, info, line, size, digest), text, ensure_ascii=False, indent=1)
        beside = provenance_path(out)
        beside.unlink(missing_ok=True)  # data without provenance is less wrong than data with that of other data
        for path, target in zip(made, (out, beside), strict=True):
            os.chmod(path, 0o644)
            os.replace(path, target)
    except BaseException as error:
        for path in made:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise complain("cannot_write", str(out), FetchError, reason=explain(error)) from error
        raise
    return Fetched(out, beside, size, digest)


def _check_data(file: Path, place: str) -> None:
    """Is it what was asked for: a table with a header of ours, whole to its last line? Raises FetchError."""
    try:
        start = peek(file)
        if sniff(file, start) == "json":
            _check_json(file)
        else:
            read_header(file, start)
            check_tail(file)
    except FetchError:
        raise
    except StatbankError as error:
        raise complain("strange_answer", place, FetchError, detail=error.message) from error


def _check_json(file: Path) -> None:
    try:
        content = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise complain("strange_answer", file.name, FetchError, detail="JSON") from error
    if isinstance(content, dict) and "errorTypeCode" in content:
        message = str(content.get("message", ""))[:300]
        raise complain("server_error", "", FetchError, code=str(content["errorTypeCode"])[:40], message=message)


def _tell(asked: Mapping[str, Any], info: Mapping[str, Any], line: Line, size: int, digest: str) -> dict[str, Any]:
    """The provenance: what was asked of whom and when, what came, and under which licence."""
    table = str(asked["table"])
    return {
        "table": table,
        "title": str(info.get("text", ""))[:500],
        "unit": str(info.get("unit", ""))[:100],
        "updated": str(info.get("updated", ""))[:40],
        "address": f"{line.address}/data",
        "query": asked,
        "read_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "bytes": size,
        "sha256": digest,
        "language": asked["lang"],
        "source": SOURCE,
        "licence": LICENCE,
        "reference": f"Kilde: Danmarks Statistik, www.statbank.dk/{table}",
        "example": False,
    }
