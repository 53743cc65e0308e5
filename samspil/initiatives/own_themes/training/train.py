"""Training of an own theme, each layer on scores of texts the layers below have not seen; the same readings give the estimate."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.corpus import LabelledText
from samspil.initiatives.features import feature_fingerprint
from samspil.initiatives.layers import Linear, TextLayer, TextScorer
from samspil.initiatives.own_themes.errors import ThemeError
from samspil.initiatives.own_themes.examples import EXAMPLES, FEWEST_FILES, names_of, read_examples
from samspil.initiatives.own_themes.folder import OwnTheme, read_theme
from samspil.initiatives.own_themes.looking import Array
from samspil.initiatives.own_themes.model import FORMAT, OwnModel
from samspil.initiatives.own_themes.reader import OwnCandidate, find_candidates, read_stages
from samspil.initiatives.own_themes.training.background import Background, read_background
from samspil.initiatives.own_themes.training.data import Data, Text
from samspil.initiatives.own_themes.training.estimate import Found, estimate_quality
from samspil.initiatives.reader import LinearReader
from samspil.initiatives.training.fit import fit_linear
from samspil.vocabulary.texts import say

_ENOUGH_TO_TRUST = 10  # right and wrong candidates each, from which on trust is learnt
_STEEP = 6.0  # otherwise trust follows the surest passage
_FIGURES = 8


def train_folder(folder: Path, shipped: LinearReader, background: Background | None = None) -> OwnModel:
    """The model of a theme's folder. Deterministic: the same files give the same model. Raises ThemeError."""
    theme = read_theme(folder)
    examples = read_examples(folder, theme)
    with_theme = sum(bool(names_of(text, theme.id)) for text in examples)
    if with_theme < FEWEST_FILES:
        raise ThemeError(
            say("own_themes.too_few_to_train", found=with_theme, fewest=FEWEST_FILES),
            place=str(folder / EXAMPLES),
            remedy=say("own_themes.too_few_to_train_remedy"),
        )
    data = Data(theme, examples, read_background() if background is None else background, shipped)
    return _train(data, theme, describe_examples(folder, theme, examples, shipped))


def describe_examples(folder: Path, theme: OwnTheme, examples: Sequence[LabelledText], shipped: LinearReader) -> dict[str, Any]:
    """What the model came from; its version follows from that."""
    digest = hashlib.sha256(f"{FORMAT} {theme.sha256} {feature_fingerprint()} {shipped.name}".encode())
    for text in examples:
        digest.update(text.file.encode() + b"\0" + (folder / EXAMPLES / text.file).read_bytes())
    facts = {"version": digest.hexdigest()[:10], "features": feature_fingerprint(), "reader": shipped.name}
    return {**facts, "examples": len(examples), "initiatives": sum(len(names_of(text, theme.id)) for text in examples)}


def _train(data: Data, theme: OwnTheme, facts: dict[str, Any]) -> OwnModel:
    judged = _read_unseen(data)
    scores = {n: data.score(n, layer) for fold, layer in _layers_without_one(data).items() for n in _of_fold(data, fold)}
    verdicts = {fold: _learn_verdict(data, [one for one in judged if one.fold != fold]) for fold in sorted(set(data.folds))}
    trust, limit = _learn_verdict(data, judged)
    found = [_found(data, one, *verdicts[one.fold]) for one in judged]
    facts = {**facts, "trust_limit": limit, "estimate": estimate_quality(found)}
    return OwnModel(facts, theme, data.fit_text(), data.fit_around(scores), trust)


@dataclass(frozen=True, slots=True)
class _Judged:
    """Candidates in a text that the layers have not seen; `right`: whether each is one of its initiatives, None where nobody can say."""

    number: int
    fold: int
    candidates: tuple[OwnCandidate, ...]
    right: tuple[bool | None, ...]


def _of_fold(data: Data, fold: int) -> list[int]:
    return [n for n, one in enumerate(data.folds) if one == fold]


def _layers_without_one(data: Data) -> dict[int, TextLayer]:
    return {fold: data.fit_text({fold}) for fold in sorted(set(data.folds))}


def _read_unseen(data: Data) -> list[_Judged]:
    """Every text read by layers that have not seen its part, each of which was itself trained on scores for unseen texts."""
    folds = sorted(set(data.folds))
    pairs = {frozenset(pair): data.fit_text(pair) for pair in combinations(folds, 2)}
    judged = []
    for fold, layer in _layers_without_one(data).items():
        scores = {n: data.score(n, pairs[frozenset((fold, data.folds[n]))]) for n in data.members({fold})}
        around = data.fit_around(scores)
        judged += [_judge(data, n, data.score(n, layer), around) for n in _of_fold(data, fold)]
    return sorted(judged, key=lambda one: one.number)


def _judge(data: Data, number: int, scores: Array, around: Linear) -> _Judged:
    text = data.texts[number]
    candidates = tuple(find_candidates(data.seen[number], scores, around, data.shipped))
    return _Judged(number, data.folds[number], candidates, tuple(_is_right(text, one) for one in candidates))


def _is_right(text: Text, candidate: OwnCandidate) -> bool | None:
    given = set(candidate.group or candidate.rows)
    if any(text.unsure[n] for n in given):
        return None
    return any(share_passages(text, name, given) >= 0.5 for name in text.stages)


def share_passages(text: Text, name: str, given: set[int]) -> float:
    """Passages shared with a labelled initiative, as a share of both (F1); table rows count only where there is nothing else."""
    gold = {n for n in text.passages_of(name) if text.passages[n].kind != "row"} or set(text.passages_of(name))
    return 2 * len(gold & given) / (len(gold) + len(given))


def _learn_verdict(data: Data, judged: Sequence[_Judged]) -> tuple[Linear, float]:
    """How likely a candidate is right, and from which likelihood on it is shown; with few candidates it follows the surest passage."""
    known = [(one.figures, right) for each in judged for one, right in zip(each.candidates, each.right, strict=True) if right is not None]
    right = np.array([right for _figures, right in known], dtype=np.bool_)
    if min(int(right.sum()), int((~right).sum())) < _ENOUGH_TO_TRUST:
        one, first = np.ones(_FIGURES, dtype=np.float32), np.eye(_FIGURES, dtype=np.float32)[0]
        return Linear(0.4 * first, one, _STEEP * first, np.zeros(1, dtype=np.float32)), 0.5
    figures = np.array([figures for figures, _right in known])
    trust = fit_linear(figures, right, 0.1)
    return trust, _choose_limit(trust.probability(figures), right, sum(len(data.texts[one.number].stages) for one in judged))


def _choose_limit(chances: Array, right: NDArray[np.bool_], labelled: int) -> float:
    """The limit with the highest F1, between 0.3 and 0.5: rows of the background weigh as much as those of the examples."""
    limits = [number / 100 for number in range(50, 29, -2)]
    shown = [chances >= limit for limit in limits]
    scores = [2 * int(right[rows].sum()) / (int(rows.sum()) + labelled) for rows in shown]
    return limits[int(np.argmax(scores))]


def _found(data: Data, judged: _Judged, trust: Linear, limit: float) -> Found:
    """What a reader that has not seen the text would show, beside what its maker labelled."""
    text, figures = data.texts[judged.number], [one.figures for one in judged.candidates]
    chances = trust.probability(np.array(figures)) if figures else np.zeros(0)
    shown = [(one, right) for one, right, chance in zip(judged.candidates, judged.right, chances, strict=True) if chance >= limit]
    rows = [(one, right) for one, right in shown if right is not None]
    pairs = _match(text, [set(one.group or one.rows) for one, _right in rows])
    whole = TextScorer(data.shipped.model.whole, data.shipped.features)
    stages = read_stages(whole, [[text.passages[n] for n in (*rows[place][0].group, *rows[place][0].rows)] for place in pairs.values()])
    staged = sum(text.stages[name] == stage for name, stage in zip(pairs, stages, strict=True))
    words = sum(len(told) for told in data.seen[judged.number].words)
    return Found(text.name, text.example, len(text.stages), len(rows), len(pairs), staged, len(shown) - len(rows), words)


def _match(text: Text, given: Sequence[set[int]]) -> dict[str, int]:
    """One to one, the best first: labelled initiative -> place among `given`."""
    shares = [(share_passages(text, name, told), name, place) for name in text.stages for place, told in enumerate(given)]
    pairs: dict[str, int] = {}
    for share, name, place in sorted(shares, key=lambda one: (-one[0], one[1], one[2])):
        if share >= 0.5 and name not in pairs and place not in pairs.values():
            pairs[name] = place
    return pairs
