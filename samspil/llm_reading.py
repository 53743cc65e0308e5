"""Reading with a language model: the parent asks about the passages children have read, and children dress what it proposes.

No child ever reaches a network, and nothing is imported from here unless the user names a server.
"""

import base64
import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from samspil.engines.child import GARBAGE, ChildAnswer
from samspil.engines.pool import Job, run_all
from samspil.folder import read_bytes
from samspil.given import GivenReader, parse_proposal
from samspil.initiatives.llm import AnswerCache, Budget, Limits, LlmReader, Reading
from samspil.initiatives.llm.settings import check_url
from samspil.initiatives.llm.windows import cut_windows
from samspil.initiatives.reader import Proposal
from samspil.jobs import DRESS, make_job
from samspil.reading import ReadFile, Wish, parse_drafts, parse_passages
from samspil.store.sqlite import Store
from samspil.values import codes
from samspil.values.draft import Draft
from samspil.values.passage import Passage
from samspil.values.review import DocumentRecord
from samspil.version import read_model_name
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import language, say

Tell = Callable[[str, int, int, str], None]  # step, done, total, name of the file


@dataclass(frozen=True, slots=True)
class LlmWish:
    """Which language model to ask, and how far to go. `cache`: file of the answers, None: beside the store; `fallback`: the shipped reader reads the rest."""

    base_url: str
    model: str
    api_key_env: str = ""
    cache: Path | None = None
    budget: Budget = field(default_factory=Budget)
    limits: Limits = field(default_factory=Limits)
    fallback: bool = False

    @property
    def server(self) -> str:
        """The address as it is used. Raises UsageError when it is none, or holds a secret."""
        return check_url(self.base_url)


@dataclass(frozen=True, slots=True)
class Asked:
    """A read file to ask about."""

    read: ReadFile
    budget_year: int
    ocr: bool


@dataclass(slots=True)
class _StandIn:
    """What the shipped reader proposed for the document being read, in the child that read it."""

    proposals: tuple[Proposal, ...] = ()

    @property
    def name(self) -> str:
        return read_model_name()

    def propose(self, passages: Sequence[Passage]) -> list[Proposal]:
        return GivenReader(self.name, self.proposals).propose(passages)


@dataclass(slots=True)
class _Counter:
    """Turns windows of a document into windows of the run."""

    tell: Tell
    name: str = ""
    before: int = 0
    total: int = 0

    def __call__(self, done: int, _windows: int, remark: str) -> None:
        self.tell("ask", self.before + done, self.total, f"{self.name}  {remark}".rstrip())


@contextlib.contextmanager
def open_model(wish: LlmWish, cache_file: Path, tell: Tell) -> Iterator["LlmRun"]:
    """A language model for one run; nothing is sent yet. Raises UsageError when the wish cannot be granted, StoreError for a bad cache file."""
    counter, stand_in = _Counter(tell), _StandIn() if wish.fallback else None
    with (
        AnswerCache(cache_file) as cache,
        LlmReader(
            wish.base_url, wish.model, wish.api_key_env, cache, wish.budget, counter, limits=wish.limits, fallback=stand_in
        ) as reader,
    ):
        yield LlmRun(reader, counter, stand_in)


class LlmRun:
    """What a language model made of a run's documents, by SHA-256."""

    def __init__(self, reader: LlmReader, counter: _Counter, stand_in: _StandIn | None) -> None:
        self._reader, self._counter, self._stand_in = reader, counter, stand_in
        self._readings: dict[str, Reading] = {}
        self._keys: dict[str, str] = {}
        self._unkept: dict[str, tuple[Draft, ...]] = {}
        self._failed: dict[str, str] = {}

    @property
    def name(self) -> str:
        """Model and version of the instructions."""
        return self._reader.name

    @property
    def readers(self) -> str:
        """All who have read something."""
        helped = any(reading.from_fallback for reading in self._readings.values())
        return f"{self.name}, {read_model_name()}" if helped else self.name

    @property
    def complete(self) -> bool:
        """Whether all of every document was read, by the model or by the reader that stands in."""
        return not self._failed and (self._stand_in is not None or all(reading.complete for reading in self._readings.values()))

    def record(self) -> dict[str, Any]:
        """For run.json: what was sent where."""
        return self._reader.record()

    def activity(self) -> dict[str, Any]:
        """What this very run asked for and spent."""
        return self._reader.activity()

    def fingerprint(self) -> list[str]:
        """Changes when a proposal does."""
        return [self._keys[sha256] for sha256 in sorted(self._keys)]

    def read(self, files: Sequence[Asked], store: Store, wish: Wish) -> None:
        """Ask about these files and dress the answers. Raises LlmUnavailableError, after which a new run goes on where this one stopped."""
        self._counter.total = sum(len(cut_windows(_find_passages(store, file.read))) for file in files)
        for file in files:
            self._ask(file.read, store)
        waiting = {self._keys[file.read.sha256]: file for file in files if not store.has_reading(self._keys[file.read.sha256])}
        for key, answer in run_all(self._jobs(waiting, wish), wish.workers):
            self._take(store, waiting[key].read, answer)

    def _ask(self, read: ReadFile, store: Store) -> None:
        answer = store.find_reading(read.key) or {}
        self._counter.name = read.file.name
        if self._stand_in:
            self._stand_in.proposals = tuple(parse_proposal(item) for item in answer["proposals"])
        asker = self._reader.for_file(read.sha256)
        proposals = asker.propose(parse_passages(answer))
        assert asker.reading is not None  # noqa: S101 - set by propose
        self._counter.before += asker.reading.windows
        self._readings[read.sha256] = asker.reading
        parts = [read.key, self.name, [asdict(proposal) for proposal in proposals]]
        self._keys[read.sha256] = hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _jobs(self, waiting: Mapping[str, Asked], wish: Wish) -> Iterator[Job]:
        for key, asked in waiting.items():
            read, proposals = asked.read, self._readings[asked.read.sha256].proposals
            try:
                content = read_bytes(read.file)
                if content.sha256 != read.sha256:
                    raise OSError(say("cli.changed_meanwhile"))
            except OSError as error:
                self._failed[read.sha256] = say("cli.file_unreadable", detail=explain(error))
                continue
            settings = {"name": read.file.name, "budget_year": asked.budget_year, "ocr": asked.ocr, "language": language()}
            themes = [base64.b64encode(data).decode("ascii") for data in wish.themes]
            given = {"themes": themes, "proposals": [asdict(proposal) for proposal in proposals]}
            yield make_job(key, DRESS, content.data, {**settings, **given})

    def _take(self, store: Store, read: ReadFile, answer: ChildAnswer) -> None:
        """Keep the drafts of a whole reading; those of a part last as long as this run, so that the rest is asked for again."""
        failure = answer.failure
        try:
            if answer.answer is not None:
                kept = {"drafts": answer.answer["drafts"]}
                drafts = parse_drafts(kept)
                failure = "" if answer.answer["text"] == (store.find_reading(read.key) or {})["text"] else GARBAGE
        except (KeyError, TypeError, ValueError, AttributeError):
            failure = GARBAGE
        if failure or answer.answer is None:
            self._failed[read.sha256] = say(f"cli.failed_{failure or GARBAGE}")
        elif self._readings[read.sha256].complete:
            store.keep_reading(self._keys[read.sha256], read.sha256, {}, kept)
        else:
            self._unkept[read.sha256] = drafts

    def find_drafts(self, sha256: str, store: Store) -> tuple[Draft, ...]:
        """The drafts of a document that was asked about."""
        if sha256 in self._unkept:
            return self._unkept[sha256]
        return parse_drafts(store.find_reading(self._keys[sha256]) or {}) if sha256 in self._keys else ()

    def judge(self, record: DocumentRecord) -> DocumentRecord:
        """The record of a file that counts, with what the model left unread: unknown is not 'no'."""
        if record.verdict not in codes.READ_VERDICTS:
            return record
        if record.sha256 in self._failed:
            return replace(record, verdict=codes.FAILED, reason=self._failed[record.sha256])
        reading = self._readings.get(record.sha256)
        if reading is None or reading.complete:
            return record
        unread = sum(reading.failed.values()) + reading.unsent
        lost = unread == reading.windows and not self._stand_in
        words = "none_read" if lost else "read_by_other" if self._stand_in else "partly_read"
        reason = say(f"llm.{words}", unread=unread, windows=reading.windows)
        return replace(record, verdict=codes.FAILED if lost else codes.WARN, reason=f"{record.reason} {reason}".strip())


def _find_passages(store: Store, read: ReadFile) -> tuple[Passage, ...]:
    return parse_passages(store.find_reading(read.key) or {"passages_full": ()})
