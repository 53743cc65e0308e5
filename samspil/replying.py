"""The supplier's right of reply, outside in: a sheet goes out and is kept, the answer is read in a child, checked and kept beside it. Nothing is overwritten.

FOLDER/SUPPLIER/SHEET/ holds out.xlsx and out.json (the lines, the day, the SHA-256 of out.xlsx), then in-001.xlsx and in-001.json, in-002 ... for each answer.
"""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from samspil.engines.limits import Limits
from samspil.engines.pool import Job, run_job
from samspil.errors import NothingReadError, OutputError, UsageError
from samspil.folder import show_path
from samspil.publish.files import refusal
from samspil.publish.purchasing.reply_xlsx import reply_to_xlsx
from samspil.purchasing.prices.model import Answer
from samspil.purchasing.prices.negotiation import Replies
from samspil.purchasing.prices.reply import ReplySheet, describe_field, parse_sheet, sheet_to_json
from samspil.purchasing.prices.reply_read import GivenAnswer, Reading, describe_fault, parse_reading
from samspil.purchasing.prices.words import tell
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import language, say

READ_REPLY = "samspil.purchasing.prices.reply_read:read_reply_file"
MOST_BYTES = 10_000_000
_SHEET = re.compile(r"[0-9a-f]{10}")
_SAFE = re.compile(r"[^\w-]+")
_IN = re.compile(r"in-(\d{3})\.json")


@dataclass(frozen=True, slots=True)
class KeptReply:
    """One answer that was kept: which time, when, its file's hash, and what was read of it."""

    number: int
    received_on: date
    sha256: str
    reading: Reading
    file: Path


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """A sheet that went out, and the answers that came in, oldest first."""

    sheet: ReplySheet
    sha256: str
    folder: Path
    replies: tuple[KeptReply, ...] = field(default=())


def send_sheet(sheet: ReplySheet, folder: Path) -> Path:
    """Write and keep a sheet; the path of the workbook to send. Raises UsageError when this very sheet is there already, OutputError."""
    place = folder / (_SAFE.sub("_", sheet.supplier) or "_") / sheet.id
    target = place / "out.xlsx"
    if target.exists():
        raise UsageError(tell("already_sent"), place=show_path(target), remedy=tell("already_sent_remedy"))
    content = reply_to_xlsx(sheet)
    record = {"sheet": sheet_to_json(sheet), "sha256": _hash(content), "made_on": sheet.made_on.isoformat()}
    _write_new(target, content)
    _write_new(place / "out.json", _to_json(record))
    return target


def take_reply(file: Path, folder: Path, received_on: date) -> KeptReply:
    """Read an answer in a child, check it against the sheet it belongs to, and keep it beside it.

    Raises UsageError (no such file, no sheet of ours, the same answer again), NothingReadError (unreadable, personal data: nothing is kept), OutputError.
    """
    content = _read(file)
    kept = _find_sheet(content, file, folder)
    same = next((each for each in kept.replies if each.sha256 == _hash(content)), None)
    if same:
        when = same.received_on.isoformat()
        raise UsageError(tell("same_reply", on=when), place=show_path(file), remedy=tell("same_reply_remedy"))
    reading = check_answer(content, file, kept.sheet)
    number = len(kept.replies) + 1
    record = {"received_on": received_on.isoformat(), "sha256": _hash(content), "out_sha256": kept.sha256, "reading": asdict(reading)}
    _write_new(kept.folder / f"in-{number:03}.xlsx", content)
    _write_new(kept.folder / f"in-{number:03}.json", _to_json(record))
    return KeptReply(number, received_on, _hash(content), reading, kept.folder / f"in-{number:03}.xlsx")


def check_answer(content: bytes, file: Path, sheet: ReplySheet) -> Reading:
    """An answer read in a child against its sheet; of `file` only the name is used. Raises NothingReadError (unreadable, no headings, personal data)."""
    reading = _ask(content, file, sheet)
    if reading.personal:
        places = "; ".join(f"{cell}: {tell(f'personal_{kind}')}" for cell, kind in reading.personal[:10])
        raise NothingReadError(tell("reply_personal", places=places), place=show_path(file), remedy=tell("reply_personal_remedy"))
    if not reading.answers and any(fault.key == "no_heading" for fault in reading.faults):
        raise NothingReadError(describe_fault(reading.faults[0]), place=show_path(file), remedy=tell("reply_no_heading_remedy"))
    return reading


def find_sheet_id(content: bytes, file: Path, known: Sequence[str]) -> str:
    """Which of the sheets `known` an answer belongs to, '' for none. Raises NothingReadError."""
    return str(_run(content, file, {"find": sorted(known)}, FIND_SHEET).get("sheet", ""))


def _read(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise UsageError(tell("no_file"), place=show_path(file), remedy=tell("no_file_remedy"))
        if file.stat().st_size > MOST_BYTES:
            raise UsageError(tell("too_big", most=MOST_BYTES // 1_000_000), place=show_path(file), remedy=tell("no_file_remedy"))
        return file.read_bytes()
    except OSError as error:
        raise UsageError(say("cli.file_unreadable", detail=explain(error)), place=show_path(file)) from error


def _find_sheet(content: bytes, file: Path, folder: Path) -> KeptSheet:
    """The kept sheet that most keys of the answer name; the child reads against it, so the wrong one only gives faults."""
    known = {kept.sheet.id: kept for kept in list_sheets(folder)}
    if not known:
        raise UsageError(tell("no_sheets"), place=show_path(folder), remedy=tell("no_sheets_remedy"))
    found = known.get(find_sheet_id(content, file, list(known)))
    if found is None:
        raise UsageError(tell("unknown_sheet"), place=show_path(file), remedy=tell("unknown_sheet_remedy"))
    return found


FIND_SHEET = "samspil.purchasing.prices.reply_find:find_sheet_of_file"


def _ask(content: bytes, file: Path, sheet: ReplySheet) -> Reading:
    answer = _run(content, file, {"sheet": sheet_to_json(sheet)}, READ_REPLY)
    try:
        return parse_reading(answer)
    except (KeyError, TypeError, ValueError) as error:
        raise _failed(file, "garbage") from error


def _run(content: bytes, file: Path, settings: Mapping[str, Any], task: str) -> dict[str, Any]:
    values = {"name": show_path(Path(file.name)), "language": language(), **settings}
    answer = run_job(Job(file.name, task, content, values, Limits(), allowed=(READ_REPLY, FIND_SHEET), retries=1))
    if answer.answer is None:
        raise _failed(file, answer.failure)
    if "unreadable" in answer.answer:
        why = say(f"purchasing_findings.{answer.answer['unreadable']}", column="", value="", **answer.answer.get("detail", {}))
        raise NothingReadError(why, place=show_path(file), remedy=tell("no_file_remedy"))
    return answer.answer


def _failed(file: Path, failure: str) -> NothingReadError:
    return NothingReadError(say(f"cli.failed_{failure}"), place=show_path(file), remedy=tell("no_file_remedy"))


def list_sheets(folder: Path) -> list[KeptSheet]:
    """All sheets kept in a folder with their answers. Raises UsageError for a kept file that was changed since (its hash differs) or cannot be read."""
    return [_open(record) for record in sorted(folder.glob("*/*/out.json")) if _SHEET.fullmatch(record.parent.name)]


def _open(record: Path) -> KeptSheet:
    values = _load(record)
    try:
        sheet = parse_sheet(values["sheet"])
        _check_hash(record.with_suffix(".xlsx"), values["sha256"])
        numbers = sorted(int(match[1]) for each in record.parent.iterdir() if (match := _IN.fullmatch(each.name)))
        replies = tuple(_open_reply(record.parent / f"in-{number:03}.json", number) for number in numbers)
    except (KeyError, TypeError, ValueError, OSError) as error:
        raise UsageError(tell("kept_damaged"), place=show_path(record), remedy=tell("kept_damaged_remedy")) from error
    return KeptSheet(sheet, str(values["sha256"]), record.parent, replies)


def _open_reply(record: Path, number: int) -> KeptReply:
    values = _load(record)
    file = record.with_suffix(".xlsx")
    _check_hash(file, values["sha256"])
    return KeptReply(number, date.fromisoformat(values["received_on"]), str(values["sha256"]), parse_reading(values["reading"]), file)


def _load(record: Path) -> dict[str, Any]:
    try:
        values = json.loads(record.read_bytes())
    except (OSError, ValueError) as error:
        raise UsageError(tell("kept_damaged"), place=show_path(record), remedy=tell("kept_damaged_remedy")) from error
    return values if isinstance(values, dict) else {}


def _check_hash(file: Path, sha256: str) -> None:
    if _hash(file.read_bytes()) != sha256:
        raise UsageError(tell("kept_changed"), place=show_path(file), remedy=tell("kept_damaged_remedy"))


def gather_replies(folder: Path) -> Replies:
    """As `join_replies`, of a folder. Raises UsageError."""
    return join_replies(list_sheets(folder))


def join_replies(sheets: Sequence[KeptSheet]) -> Replies:
    """What suppliers say, by offer: the newest answer to each line. Lines of later sheets come last."""
    answers: dict[str, dict[tuple[str, str, str], Answer]] = {}
    on: dict[str, date] = {}
    for kept in sorted(sheets, key=lambda each: (each.sheet.made_on, each.sheet.id)):
        lines = {line.key: line for line in kept.sheet.lines}
        for reply in kept.replies:
            for given in reply.reading.answers:
                line = lines.get(given.key)
                if line:
                    answers.setdefault(line.offer, {})[line.kind, line.field, line.subject] = _to_answer(
                        given, describe_field(line), line.subject, line.known
                    )
                    on[line.offer] = max(on.get(line.offer, reply.received_on), reply.received_on)
    return Replies({offer: tuple(held.values()) for offer, held in answers.items()}, on)


def _to_answer(given: GivenAnswer, label: str, subject: str, known: str) -> Answer:
    return Answer(subject, label, known, given.stance, given.correction, given.comment)


def describe_reading(reply: KeptReply, sheet_lines: int) -> Sequence[str]:
    """What came in, line by line, for the terminal."""
    counts = {"answered": len(reply.reading.answers), "lines": sheet_lines, "faults": len(reply.reading.faults)}
    return [tell("reply_kept", file=show_path(reply.file), **counts), *map(describe_fault, reply.reading.faults)]


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _to_json(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1, default=str) + "\n").encode("utf-8")


def _write_new(path: Path, content: bytes) -> None:
    """Write whole or not at all, and never over a file that is there. Raises OutputError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".samspil.", suffix=".tmp", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, 0o644)
            os.link(name, path)  # fails when the name is taken, unlike a rename
        finally:
            os.unlink(name)
    except FileExistsError as error:
        raise OutputError(tell("never_overwritten"), place=show_path(path), remedy=tell("already_sent_remedy")) from error
    except OSError as error:
        raise refusal(path, error) from error
