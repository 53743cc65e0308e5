"""A corpus read by parts in which no municipality stands on both sides; each finished part can be kept, so that an interrupted measurement goes on.

Imported only when something is trained: it needs scikit-learn.
"""

import contextlib
import functools
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from samspil.errors import OutputError
from samspil.initiatives.corpus import LabelledText
from samspil.initiatives.reader import Proposal
from samspil.initiatives.training.train import FOLDS, number_folds
from samspil.initiatives.training.unseen import JudgedText, judge_fold
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import say

EACH = 0  # as many parts as municipalities
_SECONDS = 12.0  # of a part's training on one idle core: always, and
_SECONDS_PER_PASSAGE = 0.004  # for each passage trained on (measured on 15,000)
Tell = Callable[[str], None]
Together = Callable[[Sequence[Callable[[], object]]], None]


class Keeper:
    """A folder of finished parts. `key`: what they follow from (corpus, code, number of parts); parts of another key are passed over."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder, self.key = folder, key

    def find(self, fold: int, files: Sequence[str]) -> list[JudgedText] | None:
        """A part kept before, of exactly these files; None when there is none that can be used."""
        try:
            content = json.loads(self._file(fold).read_text(encoding="utf-8"))
            judged = [_parse(item) for item in content["texts"]]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return judged if content["key"] == self.key and [one.file for one in judged] == list(files) else None

    def keep(self, fold: int, judged: Sequence[JudgedText]) -> None:
        """Leave a finished part, whole or not at all. Raises OutputError."""
        file = self._file(fold)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            aside = file.with_suffix(".tmp")
            aside.write_text(json.dumps({"key": self.key, "texts": [asdict(one) for one in judged]}), encoding="utf-8")
            os.replace(aside, file)
        except OSError as error:
            place = str(self.folder)
            raise OutputError(say("quality.keep_unwritable", detail=explain(error)), place=place, remedy=say("cli.out_remedy")) from error

    def _file(self, fold: int) -> Path:
        return self.folder / f"{self.key}-{fold:03}.json"


def _parse(item: dict[str, Any]) -> JudgedText:
    proposals = tuple(
        Proposal(**{**one, **{name: tuple(one[name]) for name in ("themes", "topics", "passages", "rows")}}) for one in item["proposals"]
    )
    figures = tuple(tuple(float(value) for value in row) for row in item["figures"])
    if not len(proposals) == len(figures) == len(item["right"]):
        raise ValueError(item["file"])
    return JudgedText(item["file"], item["fold"], proposals, figures, tuple(bool(right) for right in item["right"]))


def count_folds(texts: Sequence[LabelledText], wanted: int = FOLDS) -> int:
    """How many parts there will be: no more than municipalities; EACH: one for each of them."""
    municipalities = len({text.municipality for text in texts})
    return municipalities if wanted == EACH else min(wanted, municipalities)


def estimate_seconds(texts: Sequence[LabelledText], folds: int, workers: int = 1) -> float:
    """About how long `judge_corpus` takes with an idle core for each worker."""
    passages = sum(len(text.passages) for text in texts)
    rounds = -(-folds // max(1, workers))
    return rounds * (_SECONDS + _SECONDS_PER_PASSAGE * passages * (folds - 1) / max(1, folds))


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a corpus, judged one by one; `numbers`: the part of each text."""

    texts: Sequence[LabelledText]
    facts: dict[str, Any]
    numbers: Sequence[int]
    folds: int
    tell: Tell

    def find(self, fold: int, keeper: Keeper | None) -> list[JudgedText] | None:
        """A part that is kept already."""
        return keeper.find(fold, [text.file for text, n in zip(self.texts, self.numbers, strict=True) if n == fold]) if keeper else None

    def judge(self, fold: int, keeper: Keeper | None, left: int) -> list[JudgedText]:
        """A part, kept before or judged and kept now. `left`: how many come after it, one after the other."""
        if (kept := self.find(fold, keeper)) is not None:
            self.tell(say("quality.fold_kept", fold=fold + 1, folds=self.folds))
            return kept
        started = time.monotonic()
        fresh = judge_fold(self.texts, self.numbers, fold, self.facts)
        if keeper:
            keeper.keep(fold, fresh)
        seconds = time.monotonic() - started
        minutes = round(seconds * left / 60)
        self.tell(say("quality.fold_done", fold=fold + 1, folds=self.folds, seconds=round(seconds), minutes=minutes))
        return fresh

    def judge_some(self, folds: Sequence[int], keeper: Keeper | None) -> list[JudgedText]:
        """These parts, one after the other."""
        return [one for done, fold in enumerate(folds, 1) for one in self.judge(fold, keeper, len(folds) - done)]


def judge_corpus(  # what is read, how, and who is told
    texts: Sequence[LabelledText],
    facts: dict[str, Any],
    folds: int,
    tell: Tell,
    keeper: Keeper | None = None,
    workers: int = 1,
    together: Together | None = None,
) -> list[JudgedText]:
    """Every text read by layers that have not seen its municipality. Says after each part how long the others will take.

    `workers`: parts judged at a time by `together`, which does works in copies of this process that leave files; what is found is the same.

    Raises CorpusError when the texts are too few, OutputError when a part cannot be kept.
    """
    parts = _Parts(texts, facts, number_folds(texts, folds), folds, tell)
    workers = min(workers, folds)
    if workers < 2 or together is None:
        return parts.judge_some(range(folds), keeper)
    with _somewhere(keeper, facts) as place:
        together([functools.partial(parts.judge_some, range(first, folds, workers), place) for first in range(workers)])
        return [one for fold in range(folds) for one in parts.find(fold, place) or parts.judge(fold, place, 0)]


@contextlib.contextmanager
def _somewhere(keeper: Keeper | None, facts: dict[str, Any]) -> Iterator[Keeper]:
    """Where copies of this process leave their parts: where the user wants them kept, or a folder of no longer life."""
    if keeper:
        yield keeper
        return
    with tempfile.TemporaryDirectory(prefix="samspil-") as folder:
        yield Keeper(Path(folder), str(facts["version"]))
