"""A corpus read by parts in which no municipality stands on both sides; each finished part can be kept, so that an interrupted measurement goes on.

Imported only when something is trained: it needs scikit-learn.
"""

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
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


def estimate_seconds(texts: Sequence[LabelledText], folds: int) -> float:
    """About how long `judge_corpus` takes on one idle core."""
    passages = sum(len(text.passages) for text in texts)
    return folds * (_SECONDS + _SECONDS_PER_PASSAGE * passages * (folds - 1) / max(1, folds))


def judge_corpus(
    texts: Sequence[LabelledText], facts: dict[str, Any], folds: int, tell: Tell, keeper: Keeper | None = None
) -> list[JudgedText]:
    """Every text read by layers that have not seen its municipality. Says after each part how long the others will take.

    Raises CorpusError when the texts are too few, OutputError when a part cannot be kept.
    """
    numbers = number_folds(texts, folds)
    judged: list[JudgedText] = []
    left = folds
    for fold in range(folds):
        files = [text.file for text, n in zip(texts, numbers, strict=True) if n == fold]
        left -= 1
        if keeper and (kept := keeper.find(fold, files)) is not None:
            tell(say("quality.fold_kept", fold=fold + 1, folds=folds))
            judged += kept
            continue
        started = time.monotonic()
        judged += (fresh := judge_fold(texts, numbers, fold, facts))
        if keeper:
            keeper.keep(fold, fresh)
        seconds = time.monotonic() - started
        tell(say("quality.fold_done", fold=fold + 1, folds=folds, seconds=round(seconds), minutes=round(seconds * left / 60)))
    return judged
