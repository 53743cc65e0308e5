"""The last judgement: candidates in texts whose municipality the layers have not seen tell how far a proposal is to be trusted.

The same readings are what quality is measured on (`review/quality.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from samspil.initiatives.corpus import LabelledText
from samspil.initiatives.layers import Linear
from samspil.initiatives.model import Model
from samspil.initiatives.reader import Candidate, LinearReader, Proposal, choose_themes
from samspil.initiatives.training.fit import fit_linear
from samspil.initiatives.training.train import number_folds, passages_of, train_layers


@dataclass(frozen=True, slots=True)
class UnseenReading:
    """A labelled text and what a model that has not seen its municipality proposes for it, with confidence of 0 to 1, before any threshold."""

    text: LabelledText
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    text: LabelledText
    fold: int
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]


def train_model(texts: Sequence[LabelledText], facts: dict[str, Any]) -> tuple[Model, list[UnseenReading]]:
    """The model of these texts, and how texts of unseen municipalities were read on the way. Deterministic: the same texts give the same model."""
    judged = _judge_unseen(texts, facts)
    model = replace(train_layers(texts, facts), trust=_fit_trust(judged))
    trusts = {fold: _fit_trust([one for one in judged if one.fold != fold]) for fold in sorted({one.fold for one in judged})}
    return model, [_reading(one, LinearReader(replace(model, trust=trusts[one.fold], words=()))) for one in judged]


def _reading(judged: _Judged, reader: LinearReader) -> UnseenReading:
    return UnseenReading(judged.text, tuple(reader.weigh(judged.candidates)))


def _fit_trust(judged: Sequence[_Judged]) -> Linear:
    figures = [candidate.figures for one in judged for candidate in one.candidates]
    return fit_linear(np.array(figures), np.array([right for one in judged for right in one.right]))


def _judge_unseen(texts: Sequence[LabelledText], facts: dict[str, Any]) -> list[_Judged]:
    """Candidates of each text by layers that have not seen its municipality, and whether each is right."""
    numbers = number_folds(texts)
    judged: dict[str, _Judged] = {}
    for fold in sorted(set(numbers)):
        reader = LinearReader(train_layers([text for text, n in zip(texts, numbers, strict=True) if n != fold], facts))
        for text in (text for text, n in zip(texts, numbers, strict=True) if n == fold):
            candidates = tuple(reader.find_candidates(text.passages))
            judged[text.file] = _Judged(text, fold, candidates, tuple(_is_right(text, candidate) for candidate in candidates))
    return [judged[text.file] for text in texts]


def _is_right(text: LabelledText, candidate: Candidate) -> bool:
    """Whether it shares a theme and half or more of its passages (F1) with one labelled initiative."""
    given = set(candidate.group or candidate.rows)
    themes = set(choose_themes(candidate.whole))
    for name, label in text.labels.items():
        gold = {n for n in passages_of(text, name) if text.passages[n].kind != "row"} or set(passages_of(text, name))
        if themes & set(label.themes) and 2 * len(gold & given) / (len(gold) + len(given)) >= 0.5:
            return True
    return False
