"""The one place that joins the rooms: files -> documents -> passages -> initiatives -> review -> publish."""

import contextlib
import hashlib
import importlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil import CODEBOOK_VERSION, __version__
from samspil.ahead import Ahead
from samspil.engines.aside import do_together
from samspil.errors import CaseError, UsageError
from samspil.folder import FoundFile, list_files, show_path
from samspil.publish.files import remove_leftovers
from samspil.publish.outputs import load_writers, write_outputs
from samspil.reading import ReadFile, Wish, is_by_ocr, parse_facts, read_files
from samspil.review.build import ReadDocument, build_review
from samspil.review.facts import FileFacts
from samspil.review.manifest import ManifestLine, read_manifest
from samspil.review.settle import settle_documents
from samspil.store.sqlite import Store, pack
from samspil.values import codes
from samspil.values.review import DocumentRecord, Review
from samspil.version import read_fingerprint, read_model_name, read_quality, read_rules_name
from samspil.vocabulary.texts import language, say
from samspil.vocabulary.themes import use_own_themes

if TYPE_CHECKING:  # loaded only when there is need of them
    from samspil.cases.matching.many import Shelf
    from samspil.initiatives.own_themes.model import TrainedTheme
    from samspil.llm_reading import LlmRun, LlmWish
    from samspil.pictures import SourceFile

Tell = Callable[[str, int, int, str], None]  # step, done, total, name of the file


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is asked to do. `out`: folder of the outputs; `store`: the SQLite file (default: in `out`); `fictional`: sample data, said on every page;
    `themes`: the user's own, beside the five; `llm`: a language model to read with instead of the model that ships.
    """

    folder: Path
    year: int
    out: Path
    store: Path | None = None
    manifest: Path | None = None
    workers: int = 2
    ocr: bool = True
    report: bool = True
    fictional: bool = False
    themes: "tuple[TrainedTheme, ...]" = ()
    llm: "LlmWish | None" = None

    @property
    def store_file(self) -> Path:
        """The file of the store."""
        return self.store or self.out / "samspil.sqlite"

    @property
    def answers_file(self) -> Path:
        """The file of a language model's answers."""
        return (self.llm.cache if self.llm else None) or self.store_file.with_name("samspil-llm.sqlite")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished run: its review, the report's first page (None without report), and whether every file was read. `sent`: what a language model was asked, in all and now."""

    review: Review
    report: Path | None
    complete: bool
    sent: Mapping[str, Any] | None = None


def review_folder(settings: Settings, tell: Tell, meanwhile: Callable[[], object] = lambda: None) -> Outcome:
    """Read a folder of agreements and leave the year's review in `settings.out`, also when nothing could be read (`coverage.read` is 0 then).

    `meanwhile`: called, if files must be read, while the last ones are.

    Raises UsageError (no such folder, bad manifest), OutputError, StoreError, ModelError, LlmUnavailableError.
    """
    check_places(settings.folder, settings.out)
    use_own_themes(theme.as_facts() for theme in settings.themes)
    files = list_files(settings.folder, _own_files(settings))
    manifest = read_manifest(settings.manifest, [file.name for file in files]) if settings.manifest else {}
    years = {file.name: _year_of(file, manifest, settings.year) for file in files}
    with Store(settings.store_file, alone=True) as store, _open_model(settings, tell) as model:
        remove_leftovers(settings.out)
        number = store.begin_run(show_path(settings.folder), _asked(settings))
        themes = tuple(theme.data for theme in settings.themes)
        wish = Wish(
            settings.workers,
            settings.ocr,
            second=settings.report,
            passages=model is not None,
            themes=themes,
            draw=settings.report and model is None,
        )
        ahead = Ahead(store)
        told = _tell_reading(tell, _load_report() if settings.report else iter(()))
        read = read_files(files, years, store, wish, told, lambda kept: _prepare(ahead, kept, meanwhile))
        tell("settle", 0, 1, "")
        records = settle_documents([_facts(file, store) for file in read], settings.year, manifest)
        records = _ask_model(model, read, records, years, wish, store) if model else records
        sources = _Sources(read, records, store, model, ahead)
        second = read_rules_name() if settings.report else ""
        facts = _run_facts(settings, read, model)
        reader = model.readers if model else read_model_name()
        quality = None if model else read_quality()  # nobody has measured the user's language model
        review = build_review(facts, records, sources.find_document, f"model {reader}", second_reader=second, quality=quality)
        record = _record(settings, review, read, model)
        packed: list[bytes] = []
        report = _publish(settings, review, sources, store, record, tell, lambda content: packed.append(pack(content)))
        with store.together():
            store.keep_review(settings.year, str(review.facts["run"]), packed[0])
            store.end_run(number, record)
    complete = all(record.verdict in (codes.OK, codes.WARN, codes.DUPLICATE) for record in review.coverage.documents)
    if model:
        return Outcome(review, report, complete and model.complete, {"record": model.record(), "activity": model.activity()})
    return Outcome(review, report, complete)


def _prepare(ahead: Ahead, read: Sequence[ReadFile], meanwhile: Callable[[], object]) -> None:
    """What this process can do while the last files are read: look at the others, and load what the results are counted and written with."""
    ahead.look(read)
    importlib.import_module("numpy")
    load_writers()
    meanwhile()


def _tell_reading(tell: Tell, steps: Iterator[None]) -> Callable[[int, int, str], None]:
    """Tells that a file is read, and takes the next of some steps: children are at work then, and this process has time."""

    def told(done: int, total: int, name: str) -> None:
        tell("read", done, total, name)
        if name:
            next(steps, None)

    return told


def _load_report() -> Iterator[None]:
    """Load what the report is written with, a little at each step: copies of this process have it then."""
    from samspil.publish.report import load_pages
    from samspil.similar import read_index

    yield from load_pages()
    with contextlib.suppress(CaseError):  # told when the report is written
        read_index()
    yield


def _open_model(settings: Settings, tell: Tell) -> "contextlib.AbstractContextManager[LlmRun | None]":
    """The language model the user named; None, and nothing loaded, when they named none. Raises UsageError, StoreError."""
    if settings.llm is None:
        return contextlib.nullcontext()
    from samspil.llm_reading import open_model

    return open_model(settings.llm, settings.answers_file, tell)


def _ask_model(
    model: "LlmRun",
    read: Sequence[ReadFile],
    records: Sequence[DocumentRecord],
    years: Mapping[str, int],
    wish: Wish,
    store: Store,
) -> list[DocumentRecord]:
    """Let the model read the files that count, each text once; gives all records with what it left unread. Raises LlmUnavailableError."""
    from samspil.llm_reading import Asked

    files = _find_used(read, records).values()
    asked = [Asked(file, years[file.file.name], is_by_ocr(file, years[file.file.name], wish)) for file in files]
    model.read(asked, store, wish)
    return [model.judge(record) for record in records]


def check_places(folder: Path, out: Path) -> None:
    """The results may lie in a sub-folder of the agreements, where they are not read, but not among or around them. Raises UsageError."""
    source, target = (Path(os.path.realpath(path)) for path in (folder, out))
    if source == target or source.is_relative_to(target / "report"):
        raise UsageError(say("cli.out_is_folder"), place=show_path(out), remedy=say("cli.out_is_folder_remedy"))


def _own_files(settings: Settings) -> list[Path]:
    """What may lie in the folder without being an agreement: the results, the store with its journal, the list."""
    stores = (settings.store_file, settings.answers_file)
    own = [settings.out, *(store.with_name(store.name + end) for store in stores for end in ("", "-journal", "-wal", "-shm"))]
    own += [theme.folder for theme in settings.themes]
    return [*own, settings.manifest] if settings.manifest else own


def _year_of(file: FoundFile, manifest: Mapping[str, ManifestLine], asked: int) -> int:
    line = manifest.get(file.name)
    return line.year if line and line.year else asked


def _asked(settings: Settings) -> dict[str, Any]:
    """The settings that decide the result, for the run record."""
    asked = {"year": settings.year, "ocr": settings.ocr, "manifest": settings.manifest is not None, "fictional": settings.fictional}
    themes = {"themes": [theme.label for theme in settings.themes]} if settings.themes else {}
    model = {"reader": "llm", "model": settings.llm.model, "server": settings.llm.server} if settings.llm else {}
    return {**asked, "language": language(), **themes, **model}


def _facts(read: ReadFile, store: Store) -> FileFacts:
    kept = store.find_facts(read.key) if read.key and not read.verdict else None
    return parse_facts(kept, read) if kept else FileFacts(read.file.name, read.sha256, read.verdict or codes.FAILED, read.reason)


def _run_facts(settings: Settings, read: Sequence[ReadFile], model: "LlmRun | None") -> dict[str, object]:
    """The 'samspil' object of the contract. The run's name follows from what went in, so that the same input gives the same bytes."""
    inputs = [[file.file.name, file.sha256, file.verdict, file.key] for file in read] + ([model.fingerprint()] if model else [])
    listed = (
        [hashlib.sha256(settings.manifest.read_bytes()).hexdigest()] if settings.manifest else []
    )  # another list may give another review
    name = hashlib.sha256(json.dumps([inputs, *listed, _asked(settings), read_fingerprint(), __version__]).encode()).hexdigest()[:12]
    facts: dict[str, object] = {
        "version": __version__,
        "codebook": CODEBOOK_VERSION,
        "model": model.name if model else read_model_name(),
        "run": name,
        "budget_year": settings.year,
    }
    own = {"own_themes": [theme.as_facts() for theme in settings.themes]} if settings.themes else {}
    return {**facts, **({"fictional": True} if settings.fictional else {}), **own}


def _find_used(read: Sequence[ReadFile], records: Sequence[DocumentRecord]) -> dict[str, ReadFile]:
    """The files that count by SHA-256, not another file of the same bytes."""
    used = {record.file for record in records if record.verdict in codes.READ_VERDICTS}
    return {file.sha256: file for file in read if file.file.name in used}


class _Sources:
    """What was read of the files that count, by SHA-256; the last one asked for is remembered, since pages are asked for one after the other."""

    def __init__(
        self, read: Sequence[ReadFile], records: Sequence[DocumentRecord], store: Store, model: "LlmRun | None", ahead: Ahead
    ) -> None:
        self._files = _find_used(read, records)
        self._store, self._model, self._ahead = store, model, ahead
        self._last: tuple[str, str, ReadDocument | None] = ("", "", None)  # SHA-256, format, what was read

    def find(self, sha256: str) -> "SourceFile | None":
        from samspil.pictures import SourceFile

        document = self.find_document(sha256)
        return SourceFile(self._files[sha256].file, self._last[1], document) if document else None

    def find_document(self, sha256: str) -> ReadDocument | None:
        if self._last[0] != sha256:
            self._last = (sha256, *self._read(sha256))
        return self._last[2]

    def _read(self, sha256: str) -> tuple[str, ReadDocument | None]:
        file = self._files.get(sha256)
        answer, document = self._ahead.take(file.key) if file else ({}, None)
        if document and self._model:
            document = replace(document, drafts=self._model.find_drafts(sha256, self._store))
        return (answer["format"], document) if document else ("", None)


def _publish(
    settings: Settings,
    review: Review,
    sources: _Sources,
    store: Store,
    record: Mapping[str, Any],
    tell: Tell,
    beside: Callable[[bytes], object],
) -> Path | None:
    if not settings.report:
        tell("write", 0, 1, "")
        return write_outputs(review, settings.out, record, None, do_together, beside=beside)
    from samspil.pictures import StoredPages, draw_missing

    draw_missing(review, store, sources.find, settings.workers, lambda done, total: tell("draw", done, total, ""))
    tell("write", 0, 1, "")
    pages = StoredPages(store, sources.find)
    return write_outputs(review, settings.out, record, pages, do_together, lambda: _find_cases(review), beside)


def _find_cases(review: Review) -> "Shelf":
    """Loaded by the work that shows them, which may run beside the others."""
    from samspil.similar import find_similar

    return find_similar(review)


def _record(settings: Settings, review: Review, read: Sequence[ReadFile], model: "LlmRun | None") -> dict[str, Any]:
    """run.json: everything that decided the result, and nothing that changes from one run to the next."""
    return {
        "run": review.facts["run"],
        "settings": _asked(settings),
        "versions": {"samspil": __version__, "codebook": CODEBOOK_VERSION, "model": review.facts["model"], "reading": read_fingerprint()},
        "files": [{"file": file.file.name, "sha256": file.sha256} for file in read],
        "initiatives": len(review.initiatives),
        "dropped_quotes": review.dropped_quotes,
        "checks": [asdict(check) for check in review.second.checks] if review.second else [],
        "sent": model.record() if model else [],
    }
