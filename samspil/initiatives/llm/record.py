"""What was sent where: the record a run keeps of its dealings with a language model. Never holds the key or the text itself."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from samspil.initiatives.llm.cache import KeptAnswer
from samspil.initiatives.llm.windows import Window
from samspil.initiatives.reader import Proposal


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one document. `failed`: windows without a usable answer, by reason; `unsent`: windows the budget left no room for."""

    proposals: tuple[Proposal, ...]
    windows: int
    failed: dict[str, int]
    unsent: int
    from_fallback: int
    dropped: dict[str, int]

    @property
    def complete(self) -> bool:
        """Whether the model read all of the document: what was not read is unknown, never 'no'."""
        return not self.failed and not self.unsent


@dataclass(slots=True)
class FileRecord:
    """Sums over one file's windows."""

    figures: Counter[str] = field(default_factory=Counter)
    servers: set[str] = field(default_factory=set)

    def add_answer(self, window: Window, kept: KeptAnswer, prompt_characters: int) -> None:
        """An answered window, whether asked now or in an earlier run."""
        self.servers.add(kept.server)
        self.figures["answered"] += 1
        self.figures["characters"] += len(window.text)
        self.figures["prompt_characters"] += prompt_characters
        self.figures["tokens_in"] += kept.tokens_in
        self.figures["tokens_out"] += kept.tokens_out
        self.figures["estimated"] += kept.estimated
        self.figures["shortened_passages"] += window.shortened

    def add_reading(self, reading: Reading) -> None:
        """What came of it."""
        self.figures["windows"] = reading.windows
        self.figures["proposals"] = len(reading.proposals)
        self.figures["from_fallback"] = reading.from_fallback
        self.figures["unsent"] = reading.unsent
        self.figures["failed"] = sum(reading.failed.values())

    def as_json(self, sha256: str) -> dict[str, Any]:
        """One line of the record."""
        return {"sha256": sha256, **{name: self.figures[name] for name in FILE_FIGURES}}


FILE_FIGURES = (
    "windows",
    "answered",
    "failed",
    "unsent",
    "characters",
    "prompt_characters",
    "shortened_passages",
    "tokens_in",
    "tokens_out",
    "estimated",
    "proposals",
    "from_fallback",
)


@dataclass(slots=True)
class RunRecord:
    """All files of a run."""

    files: dict[str, FileRecord] = field(default_factory=dict)
    dropped: dict[str, dict[str, int]] = field(default_factory=dict)
    failed: dict[str, dict[str, int]] = field(default_factory=dict)

    def keep(self, sha256: str, file: FileRecord, reading: Reading) -> None:
        """Note a file; a file read twice counts once."""
        file.add_reading(reading)
        self.files[sha256], self.dropped[sha256], self.failed[sha256] = file, reading.dropped, reading.failed

    def as_json(self) -> dict[str, Any]:
        """What decided the result: the same however often the run was broken off and taken up again."""
        totals: Counter[str] = sum((file.figures for file in self.files.values()), Counter())
        return {
            "servers": sorted({server for file in self.files.values() for server in file.servers}),
            "totals": {name: totals[name] for name in FILE_FIGURES},
            "dropped": _add_up(self.dropped),
            "failed": _add_up(self.failed),
            "files": [self.files[sha256].as_json(sha256) for sha256 in sorted(self.files)],
        }


def _add_up(counts: dict[str, dict[str, int]]) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for reasons in counts.values():
        totals.update(reasons)
    return dict(sorted(totals.items()))
