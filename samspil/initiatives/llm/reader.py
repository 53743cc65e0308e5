"""The language-model reader: passages -> windows -> answers -> checked proposals. Runs in the parent process, for a server the user named."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

from samspil.errors import UsageError
from samspil.initiatives.llm.answers import read_claims
from samspil.initiatives.llm.cache import Cache, KeptAnswer, unpack
from samspil.initiatives.llm.claims import Checker, members
from samspil.initiatives.llm.errors import TroubleError
from samspil.initiatives.llm.meter import Meter
from samspil.initiatives.llm.prompt import read_prompt
from samspil.initiatives.llm.record import FileRecord, Reading, RunRecord
from samspil.initiatives.llm.rows import join_rows
from samspil.initiatives.llm.settings import Budget, Limits, choose_server
from samspil.initiatives.llm.windows import Window, cut_windows
from samspil.initiatives.reader import Proposal, Reader
from samspil.values.passage import Passage
from samspil.vocabulary.texts import say

Tell = Callable[[int, int, str], None]  # windows done, windows of the document, a remark or ''


class LlmReader:
    """Reads with any OpenAI-compatible server. Nothing is sent before `propose` or `read` meets a window without a kept answer.

    `fallback` reads the windows the model gave no usable answer to. Close the reader, or use it as a context manager.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        api_key_env: str,
        cache: Cache,
        budget: Budget,
        tell: Tell,
        *,
        limits: Limits | None = None,
        fallback: Reader | None = None,
    ) -> None:
        """Raises UsageError when address, model, key, budget or limits are not usable, or the extra `llm` is not installed."""
        self.server = choose_server(base_url, model, api_key_env)
        self.limits = limits or Limits()
        budget.check()
        self.limits.check()
        self.prompt = read_prompt()
        self.meter = Meter(budget)
        self._cache, self._tell, self._fallback = cache, tell, fallback
        self._record = RunRecord()
        self._rounds = _Rounds(self)

    def __enter__(self) -> "LlmReader":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._rounds.close()

    @property
    def name(self) -> str:
        """Model and version of the prompt."""
        return f"llm-{self.server.model}-{self.prompt.version}"

    def propose(self, passages: Sequence[Passage]) -> list[Proposal]:
        """The initiatives in these passages, in reading order. Raises LlmUnavailableError."""
        return list(self.read(passages).proposals)

    def for_file(self, sha256: str) -> "FileReader":
        """This reader for one file, noted by its hash in the record."""
        return FileReader(self, sha256)

    def read(self, passages: Sequence[Passage], sha256: str = "") -> Reading:
        """The proposals with what was dropped and what could not be read. Raises LlmUnavailableError; answers so far are kept."""
        windows = cut_windows(passages)
        keys = [self.prompt.key(self.server.model, window.text) for window in windows]
        work = _Work(self, windows, keys)
        work.take_kept()
        self._rounds.ask(work)
        reading = work.finish(passages, self._fallback)
        self._record.keep(sha256 or _hash_text(passages), work.file, reading)
        return reading

    def record(self) -> dict[str, Any]:
        """For run.json: what was sent where to get these answers, in this run or an earlier one. The same for a run that was resumed."""
        facts = {"reader": self.name, "model": self.server.model, "prompt": self.prompt.version}
        return {**facts, **self._record.as_json()}

    def activity(self) -> dict[str, Any]:
        """For a log: what this very run asked for and spent. Differs from run to run."""
        counts = {name: self.meter.counts[name] for name in ("requests", "retries", "answered", "kept_before", "tokens_in", "tokens_out")}
        return {"server": self.server.url, **counts, "cost": self.meter.cost(), "form": self._rounds.form}

    def keep(self, key: str, answer: KeptAnswer) -> None:
        """Put an answer into the cache."""
        self._cache.put(key, answer.pack())

    def find(self, key: str) -> KeptAnswer | None:
        """A kept answer that can be read; None for anything else."""
        kept = unpack(self._cache.get(key))
        try:
            return kept if kept and read_claims(kept.content) is not None else None
        except TroubleError:
            return None

    def tell(self, done: int, total: int, remark: str) -> None:
        """Tell the user how far we are."""
        self._tell(done, total, remark)


class FileReader:
    """A reader for one file, so that the record can say which files were sent."""

    def __init__(self, reader: LlmReader, sha256: str) -> None:
        self._reader, self._sha256 = reader, sha256
        self.reading: Reading | None = None

    @property
    def name(self) -> str:
        """Model and version of the prompt."""
        return self._reader.name

    def propose(self, passages: Sequence[Passage]) -> list[Proposal]:
        """As `LlmReader.propose`; `reading` then tells whether all of it was read."""
        self.reading = self._reader.read(passages, self._sha256)
        return list(self.reading.proposals)


class _Rounds:
    """The way to the server, opened when there is something to ask: a run whose answers are all kept opens nothing."""

    def __init__(self, reader: LlmReader) -> None:
        self._reader = reader
        self._asker: Any = None
        self._patience: Any = None
        _check_library()

    @property
    def form(self) -> str:
        """The form of answers the server understands; '' when nothing was asked."""
        return str(self._asker.dialect.form) if self._asker else ""

    def ask(self, work: "_Work") -> None:
        """Ask for what is missing. Raises LlmUnavailableError."""
        if not work.missing:
            return
        from samspil.initiatives.llm.asking import Asker
        from samspil.initiatives.llm.rounds import Patience, Round

        reader = self._reader
        if self._asker is None or self._asker.stop.is_set():
            self.close()
            self._asker = Asker(reader.server, reader.prompt, reader.limits, reader.meter)
            self._patience = Patience(reader.limits.failures_in_row)
        Round(self._asker, reader.limits, self._patience, work.receive).ask_all(work.missing, reader.server.url)

    def close(self) -> None:
        """Close the connections."""
        if self._asker:
            self._asker.close()


def _check_library() -> None:
    from importlib.util import find_spec

    if find_spec("openai") is None or find_spec("httpx2") is None:
        raise UsageError(say("llm.not_installed"), remedy=say("llm.not_installed_remedy"))


class _Work:
    """One document on its way through the windows."""

    def __init__(self, reader: LlmReader, windows: Sequence[Window], keys: Sequence[str]) -> None:
        self._reader, self._windows, self._keys = reader, windows, keys
        self._claims: dict[int, list[Any]] = {}
        self._failed: dict[int, str] = {}
        self._unsent: set[int] = set()
        self.file = FileRecord()

    @property
    def missing(self) -> list[tuple[int, Window]]:
        """Windows without an answer, in reading order."""
        return [(n, window) for n, window in enumerate(self._windows) if n not in self._claims]

    def take_kept(self) -> None:
        """Answers kept from before."""
        for n, key in enumerate(self._keys):
            if kept := self._reader.find(key):
                self._reader.meter.count("kept_before")
                self._accept(n, kept)
        if self._windows:
            self._reader.tell(len(self._claims), len(self._windows), "")

    def receive(self, n: int, outcome: Any) -> None:
        """An outcome from the server: kept at once."""
        if outcome.answer:
            self._reader.keep(self._keys[n], outcome.answer)
            self._reader.meter.count("answered")
            self._accept(n, outcome.answer)
        elif outcome.trouble:
            self._failed[n] = outcome.trouble.reason
        else:
            self._unsent.add(n)
        self._reader.tell(len(self._claims) + len(self._failed) + len(self._unsent), len(self._windows), self._remark(n))

    def _remark(self, n: int) -> str:
        if n in self._failed:
            return say("llm.window_failed", number=n + 1, reason=say(f"llm.reason_{self._failed[n]}"))
        return say("llm.budget_spent", number=n + 1) if n in self._unsent else ""

    def _accept(self, n: int, kept: KeptAnswer) -> None:
        self._claims[n] = read_claims(kept.content)
        self.file.add_answer(self._windows[n], kept, self._reader.prompt.characters)

    def finish(self, passages: Sequence[Passage], fallback: Reader | None) -> Reading:
        """All answers checked, in reading order."""
        checker = Checker(passages, self._reader.prompt.example_texts)
        proposals = [found for n in sorted(self._claims) for found in checker.check_window(self._windows[n], self._claims[n])]
        proposals, joined = join_rows(passages, proposals)
        checker.dropped["joined_row"] += joined
        unread = {place for n, window in self.missing for place in window.members.values()}
        others = _read_unread(passages, unread, fallback)
        whole = sorted([*proposals, *others], key=lambda proposal: min(members(proposal)))
        dropped, failed = dict(sorted((+checker.dropped).items())), dict(sorted(Counter(self._failed.values()).items()))
        return Reading(tuple(whole), len(self._windows), failed, len(self._unsent), len(others), dropped)


def _read_unread(passages: Sequence[Passage], unread: set[int], fallback: Reader | None) -> list[Proposal]:
    """What the other reader finds in the passages the model has not read; it sees the whole document."""
    if not unread or fallback is None:
        return []
    return [proposal for proposal in fallback.propose(passages) if members(proposal) <= unread]


def _hash_text(passages: Sequence[Passage]) -> str:
    text = "\n".join(passage.text for passage in passages)
    return f"text:{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()}"
