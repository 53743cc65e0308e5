"""The last judgement: candidates in texts whose municipality the layers have not seen tell how far a proposal is to be trusted.

The same readings are what quality is measured on (`review/quality.py`).
"""

import contextlib
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped] # comes with scikit-learn

from samspil.errors import CorpusError
from samspil.initiatives.corpus import LabelledText
from samspil.initiatives.layers import Linear
from samspil.initiatives.model import Model
from samspil.initiatives.reader import Candidate, LinearReader, Proposal, choose_themes
from samspil.initiatives.training.fit import fit_linear
from samspil.initiatives.training.train import number_folds, passages_of, train_layers
from samspil.vocabulary.texts import say

_FEWEST_MUNICIPALITIES = 3  # one to be read, and two to train on: each layer is fitted on scores of texts the one below has not seen


@dataclass(frozen=True, slots=True)
class UnseenReading:
    """A labelled text and what a model that has not seen its municipality proposes for it, with confidence of 0 to 1, before any threshold."""

    text: LabelledText
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class JudgedText:
    """A text as read by the layers of `fold`, which have not seen its municipality: proposals not yet weighed, the figures to weigh each by, and
    whether each is right. `file` names the text."""

    file: str
    fold: int
    proposals: tuple[Proposal, ...]
    figures: tuple[tuple[float, ...], ...]
    right: tuple[bool, ...]


def train_model(texts: Sequence[LabelledText], facts: dict[str, Any]) -> tuple[Model, list[UnseenReading]]:
    """The model of these texts, and how texts of unseen municipalities were read on the way. Deterministic: the same texts give the same model.

    Raises CorpusError when the texts are too few to train on.
    """
    numbers = number_folds(texts)
    judged = [one for fold in sorted(set(numbers)) for one in judge_fold(texts, numbers, fold, facts)]
    return finish_model(texts, facts, judged), weigh_unseen(texts, judged)


def judge_fold(texts: Sequence[LabelledText], numbers: Sequence[int], fold: int, facts: dict[str, Any]) -> list[JudgedText]:
    """The texts whose number is `fold`, read by layers trained on all the others. Raises CorpusError when those are too few."""
    reader = LinearReader(_train_rest([text for text, n in zip(texts, numbers, strict=True) if n != fold], facts))
    return [_judge(text, fold, reader) for text, n in zip(texts, numbers, strict=True) if n == fold]


def _train_rest(texts: Sequence[LabelledText], facts: dict[str, Any]) -> Model:
    """Layers of these texts. Raises CorpusError when they hold too little: a theme, a stage or a layout with no example in some part."""
    if len({text.municipality for text in texts}) < _FEWEST_MUNICIPALITIES - 1:
        raise CorpusError(say("quality.too_few_municipalities", fewest=_FEWEST_MUNICIPALITIES), remedy=say("quality.too_few_remedy"))
    try:
        # The matrices are small: more threads wait for one another, and round differently from machine to machine.
        with threadpool_limits(1), _interruptible():
            return train_layers(texts, facts)
    except (ValueError, IndexError) as error:  # scikit-learn's: a class without examples, or nothing to fit
        raise CorpusError(say("quality.too_small", texts=len(texts)), remedy=say("quality.too_few_remedy")) from error


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C ends a training: scikit-learn's networks would take it as enough, and go on half trained. Nothing is said of small corpora's networks."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filterwarnings("error", message="Training interrupted by user")
        try:
            yield
        except UserWarning as interrupted:
            raise KeyboardInterrupt from interrupted


def _judge(text: LabelledText, fold: int, reader: LinearReader) -> JudgedText:
    candidates = reader.find_candidates(text.passages)
    right = tuple(_is_right(text, candidate) for candidate in candidates)
    return JudgedText(text.file, fold, tuple(reader.weigh(candidates)), tuple(candidate.figures for candidate in candidates), right)


def finish_model(texts: Sequence[LabelledText], facts: dict[str, Any], judged: Sequence[JudgedText]) -> Model:
    """The model of all texts, its last layer fitted on how texts of unseen municipalities were read. Raises CorpusError."""
    return replace(_train_rest(texts, facts), trust=_fit_trust(_in_order(texts, judged)))


def weigh_unseen(texts: Sequence[LabelledText], judged: Sequence[JudgedText]) -> list[UnseenReading]:
    """Each text with its proposals, weighed by a last layer fitted on the other folds, in the order of `texts`. Raises CorpusError."""
    ordered = _in_order(texts, judged)
    trusts = {fold: _fit_trust([one for one in ordered if one.fold != fold]) for fold in sorted({one.fold for one in ordered})}
    return [UnseenReading(text, _weigh(one, trusts[one.fold])) for text, one in zip(texts, ordered, strict=True)]


def _in_order(texts: Sequence[LabelledText], judged: Sequence[JudgedText]) -> list[JudgedText]:
    by_file = {one.file: one for one in judged}
    return [by_file[text.file] for text in texts]


def _weigh(judged: JudgedText, trust: Linear) -> tuple[Proposal, ...]:
    if not judged.proposals:
        return ()
    chances = trust.probability(np.array(judged.figures))
    return tuple(replace(proposal, confidence=float(chance)) for proposal, chance in zip(judged.proposals, chances, strict=True))


def _fit_trust(judged: Sequence[JudgedText]) -> Linear:
    figures = [row for one in judged for row in one.figures]
    right = np.array([right for one in judged for right in one.right])
    if len(set(right.tolist())) < 2:
        raise CorpusError(say("quality.nothing_to_trust"), remedy=say("quality.too_few_remedy"))
    return fit_linear(np.array(figures), right)


def _is_right(text: LabelledText, candidate: Candidate) -> bool:
    """Whether it shares a theme and half or more of its passages (F1) with one labelled initiative."""
    given = set(candidate.group or candidate.rows)
    themes = set(choose_themes(candidate.whole))
    for name, label in text.labels.items():
        gold = {n for n in passages_of(text, name) if text.passages[n].kind != "row"} or set(passages_of(text, name))
        if themes & set(label.themes) and 2 * len(gold & given) / (len(gold) + len(given)) >= 0.5:
            return True
    return False
