"""The one place that joins the rooms: files -> documents -> passages -> initiatives -> review -> publish."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samspil import CODEBOOK_VERSION, __version__
from samspil.errors import NothingReadError
from samspil.folder import FoundFile, list_files
from samspil.pictures import SourceFile, StoredPages, draw_missing
from samspil.publish.outputs import write_outputs
from samspil.reading import ReadFile, parse_drafts, read_files
from samspil.review.build import ReadDocument, build_review
from samspil.review.manifest import ManifestLine, read_manifest
from samspil.review.settle import FileFacts, gather_facts, settle_documents
from samspil.store.sqlite import Store
from samspil.values import codes
from samspil.values.review import Review
from samspil.version import read_fingerprint, read_model_name
from samspil.vocabulary.texts import say

Tell = Callable[[str, int, int, str], None]  # step, done, total, name of the file


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is asked to do. `out`: folder of the outputs; `store`: the SQLite file (default: in `out`); `fictional`: sample data, said on every page."""

    folder: Path
    year: int
    out: Path
    store: Path | None = None
    manifest: Path | None = None
    workers: int = 2
    ocr: bool = False
    report: bool = True
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished run: its review, the report's first page (None without report), and whether every file was read."""

    review: Review
    report: Path | None
    complete: bool


def review_folder(settings: Settings, tell: Tell) -> Outcome:
    """Read a folder of agreements and leave the year's review in `settings.out`.

    Raises UsageError (no such folder, bad manifest), NothingReadError (outputs are written all the same), OutputError, StoreError, ModelError.
    """
    files = list_files(settings.folder)
    manifest = read_manifest(settings.manifest) if settings.manifest else {}
    years = {file.name: _year_of(file, manifest, settings.year) for file in files}
    with Store(settings.store or settings.out / "samspil.sqlite") as store:
        number = store.begin_run(settings.folder.name, _asked(settings))
        read = read_files(files, years, store, workers=settings.workers, ocr=settings.ocr, tell=lambda d, t, n: tell("read", d, t, n))
        tell("settle", 0, 1, "")
        review = _review(settings, read, manifest, store)
        report = _publish(settings, review, read, store, tell)
        store.end_run(number)
    if not review.coverage.read:
        raise NothingReadError(say("cli.nothing_read", folder=settings.folder), remedy=say("cli.nothing_read_remedy"))
    complete = all(record.verdict in (codes.OK, codes.WARN, codes.DUPLICATE) for record in review.coverage.documents)
    return Outcome(review, report, complete)


def _year_of(file: FoundFile, manifest: Mapping[str, ManifestLine], asked: int) -> int:
    line = manifest.get(file.name)
    return line.year if line and line.year else asked


def _asked(settings: Settings) -> dict[str, Any]:
    """The settings that decide the result, for the run record."""
    return {"year": settings.year, "ocr": settings.ocr, "manifest": settings.manifest is not None, "fictional": settings.fictional}


def _review(settings: Settings, read: Sequence[ReadFile], manifest: Mapping[str, ManifestLine], store: Store) -> Review:
    facts = [_facts(file, store) for file in read]
    records = settle_documents(facts, settings.year, manifest)
    return build_review(_run_facts(settings, read), records, _finder(read, store), f"model {read_model_name()}")


def _facts(read: ReadFile, store: Store) -> FileFacts:
    answer = (store.find_reading(read.key) if read.key and not read.verdict else None) or {}
    verdict, reason = read.verdict or answer.get("verdict", codes.FAILED), read.reason or answer.get("reason", "")
    return gather_facts(read.file.name, read.sha256, verdict, reason, answer.get("pages", 0), answer.get("title", ""), answer.get("text", ""))


def _run_facts(settings: Settings, read: Sequence[ReadFile]) -> dict[str, object]:
    """The 'samspil' object of the contract. The run's name follows from what went in, so that the same input gives the same bytes."""
    inputs = [[file.file.name, file.sha256, file.verdict] for file in read]
    name = hashlib.sha256(json.dumps([inputs, _asked(settings), read_fingerprint(), __version__]).encode()).hexdigest()[:12]
    facts: dict[str, object] = {"version": __version__, "codebook": CODEBOOK_VERSION, "model": read_model_name(), "run": name, "budget_year": settings.year}
    return {**facts, "fictional": True} if settings.fictional else facts


def _finder(read: Sequence[ReadFile], store: Store) -> Callable[[str], ReadDocument | None]:
    """From a document's SHA-256 to what was read of it."""
    keys = {file.sha256: file.key for file in read if file.key and not file.verdict}

    def find(sha256: str) -> ReadDocument | None:
        answer = store.find_reading(keys[sha256]) if sha256 in keys else None
        if answer is None:
            return None
        return ReadDocument(answer["text"], tuple((n, a, b) for n, a, b in answer["page_ranges"]), parse_drafts(answer))

    return find


def _publish(settings: Settings, review: Review, read: Sequence[ReadFile], store: Store, tell: Tell) -> Path | None:
    by_hash = {file.sha256: file for file in read if file.sha256}
    find_document = _finder(read, store)

    def find_source(sha256: str) -> SourceFile | None:
        document = find_document(sha256)
        if document is None:
            return None
        answer = store.find_reading(by_hash[sha256].key) or {}
        return SourceFile(by_hash[sha256].file, answer.get("format", ""), document)

    if settings.report:
        draw_missing(review, store, find_source, settings.workers, lambda done, total: tell("draw", done, total, ""))
    tell("write", 0, 1, "")
    pages = StoredPages(store, find_source) if settings.report else None
    return write_outputs(review, settings.out, _record(settings, review, read), pages)


def _record(settings: Settings, review: Review, read: Sequence[ReadFile]) -> dict[str, Any]:
    """run.json: everything that decided the result, and nothing that changes from one run to the next."""
    return {
        "run": review.facts["run"],
        "settings": _asked(settings),
        "versions": {"samspil": __version__, "codebook": CODEBOOK_VERSION, "model": read_model_name(), "reading": read_fingerprint()},
        "files": [{"file": file.file.name, "sha256": file.sha256} for file in read],
        "initiatives": len(review.initiatives),
        "dropped_quotes": review.dropped_quotes,
        "sent": [],
    }
