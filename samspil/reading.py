"""A folder's files read, each once: answers come from the store when the bytes, the code, the model and the year are the same."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from samspil.engines.pool import Job, run_all
from samspil.folder import FoundFile, read_bytes
from samspil.jobs import READ, make_job
from samspil.store.sqlite import Store
from samspil.values import codes
from samspil.values.amount import Amount
from samspil.values.draft import Draft, DraftQuote
from samspil.version import read_fingerprint
from samspil.vocabulary.texts import language, say

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file of the folder after the run: its bytes' SHA-256 ('' if it could not be opened) and the key of its answer in the store."""

    file: FoundFile
    sha256: str
    key: str
    verdict: str = ""
    reason: str = ""


def reading_key(sha256: str, name: str, budget_year: int, *, ocr: bool) -> str:
    """Under this key lies what this code reads in these bytes for this year; the extension counts, since a wrong one is refused."""
    parts = [sha256, PurePosixPath(name).suffix.lower(), budget_year, ocr, language(), read_fingerprint()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def read_files(
    files: Sequence[FoundFile], years: Mapping[str, int], store: Store, *, workers: int, ocr: bool, tell: Callable[[int, int, str], None]
) -> list[ReadFile]:
    """Every file of the folder, read now or before, in the order given. `years`: budget year of each file by name."""
    hashed = [_hash(file, years[file.name], store, ocr=ocr) for file in files]
    store.keep_seen([(str(f.file.path), f.file.size, f.file.modified, f.sha256) for f in hashed if f.sha256])
    waiting = {f.key: f for f in hashed if f.key and not store.has_reading(f.key)}
    done = len(hashed) - len(waiting)
    failed: dict[str, tuple[str, str]] = {}
    for key, answer in run_all(_jobs(waiting, years, failed, ocr=ocr), workers):
        if answer.answer is None:
            failed[key] = (codes.FAILED, say(f"cli.failed_{answer.failure}"))
        else:
            facts = answer.answer.pop("facts")
            store.keep_reading(key, waiting[key].sha256, facts, answer.answer)
        done += 1
        tell(done, len(hashed), waiting[key].file.name)
    return [_with_failure(f, failed.get(f.key)) for f in hashed]


def _with_failure(read: ReadFile, failure: tuple[str, str] | None) -> ReadFile:
    return replace(read, verdict=failure[0], reason=failure[1]) if failure else read


def _hash(file: FoundFile, budget_year: int, store: Store, *, ocr: bool) -> ReadFile:
    if file.verdict:
        return ReadFile(file, "", "", file.verdict, file.reason)
    sha256 = store.find_seen(str(file.path), file.size, file.modified)
    try:
        sha256 = sha256 or read_bytes(file)[1]
    except OSError as error:
        return ReadFile(file, "", "", codes.REJECTED, say("cli.file_unreadable", detail=error.strerror or error))
    return ReadFile(file, sha256, reading_key(sha256, file.name, budget_year, ocr=ocr))


def _jobs(waiting: Mapping[str, ReadFile], years: Mapping[str, int], failed: dict[str, tuple[str, str]], *, ocr: bool) -> Iterator[Job]:
    for key, read in list(waiting.items()):
        try:
            data, _sha256 = read_bytes(read.file)
        except OSError as error:
            failed[key] = (codes.REJECTED, say("cli.file_unreadable", detail=error.strerror or error))
            continue
        settings = {"name": read.file.name, "budget_year": years[read.file.name], "ocr": ocr, "language": language()}
        yield make_job(key, READ, data, settings)


def parse_drafts(answer: Mapping[str, Any]) -> tuple[Draft, ...]:
    """The drafts of a stored answer, as values again."""
    return tuple(_draft(item) for item in answer.get("drafts", ()))


def _draft(item: Mapping[str, Any]) -> Draft:
    lists = {name: tuple(item[name]) for name in ("themes", "topics", "technologies", "actors")}
    return Draft(
        stage=item["stage"],
        confidence=item["confidence"],
        evidence=tuple(DraftQuote(**quote) for quote in item["evidence"]),
        amounts=tuple(_amount(amount) for amount in item["amounts"]),
        committee=item["committee"],
        **lists,
    )


def _amount(item: Mapping[str, Any]) -> Amount:
    profile = {int(year): int(dkk) for year, dkk in item["profile"].items()}
    return Amount(**{**item, "profile": profile, "readings": tuple(item["readings"])})
