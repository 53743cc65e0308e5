"""Examples and background as features and targets, and the layers fitted on any part of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, vstack
from sklearn.linear_model import LogisticRegression

from samspil.initiatives.corpus import LabelledText
from samspil.initiatives.features import BUCKETS
from samspil.initiatives.layers import Linear, TextLayer
from samspil.initiatives.own_themes.examples import names_of
from samspil.initiatives.own_themes.folder import OwnTheme
from samspil.initiatives.own_themes.looking import Array, Looker, describe, surround
from samspil.initiatives.own_themes.terms import OwnTerms, speaks_strongly
from samspil.initiatives.own_themes.training.background import Background
from samspil.initiatives.reader import LinearReader
from samspil.initiatives.training.fit import sparse_rows
from samspil.values.passage import Passage

MOST_FOLDS = 5
_BACKGROUND_WEIGHT = 1.0  # a passage of the background against one of an example
_INSIDE_WEIGHT = 2.0  # a passage of the theme against one that is not, when its surroundings are looked at: trust sorts out the rest
_STRENGTH = 0.1
_FOLLOWING_WEIGHT = 0.5  # a sentence that carries an initiative on says less about the theme than the one that states it


@dataclass(frozen=True, slots=True)
class Text:
    """A text to learn from. `marks`: per passage the initiatives of the theme; `unsure`: passages of the background that may well be of the theme."""

    name: str
    passages: Sequence[Passage]
    marks: Sequence[frozenset[str]]
    stages: dict[str, str]
    unsure: NDArray[np.bool_]
    example: bool

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Whether each passage is part of an initiative of the theme."""
        return np.array([bool(names) for names in self.marks], dtype=np.bool_)

    @property
    def body(self) -> NDArray[np.bool_]:
        """Passages to learn from: no headings, nothing unsure."""
        return np.array([passage.kind != "heading" for passage in self.passages], dtype=np.bool_) & ~self.unsure

    def passages_of(self, name: str) -> list[int]:
        """Where an initiative stands."""
        return [n for n, names in enumerate(self.marks) if name in names]


def take_example(text: LabelledText, theme: str) -> Text:
    """A labelled text with the marks of one theme."""
    names = set(names_of(text, theme))
    marks = [told & names for told in text.marks]
    stages = {name: text.labels[name].stage for name in sorted(names)}
    return Text(text.file, text.passages, marks, stages, np.zeros(len(marks), dtype=np.bool_), example=True)


def take_background(name: str, passages: Sequence[Passage], seen_groups: Sequence[Sequence[str]]) -> Text:
    """A text about other things; what matches the theme's words strongly is neither learnt from nor counted."""
    unsure = np.array([speaks_strongly(names) for names in seen_groups], dtype=np.bool_)
    return Text(name, passages, [frozenset()] * len(passages), {}, unsure, example=False)


class Data:
    """All texts with their features. `folds[i]`: the part that text i is held out with; examples and background share the parts."""

    def __init__(self, theme: OwnTheme, examples: Sequence[LabelledText], background: Background, shipped: LinearReader) -> None:
        self.shipped = shipped
        terms = OwnTerms(theme.groups)
        self.looker = Looker(shipped, terms)
        self.texts = [take_example(text, theme.id) for text in examples]
        self.seen = [self.looker.look(text.passages) for text in self.texts]
        for name, passages in background:
            seen = self.looker.look(passages)
            self.seen.append(seen)
            self.texts.append(take_background(name, passages, [terms.find(words) for words in seen.words]))
        expand = shipped.features.expand
        self._rows = [sparse_rows([expand(feature) for feature in seen.features]) for seen in self.seen]
        self.folds = _number_folds(self.texts)

    def members(self, without: Collection[int]) -> list[int]:
        """Texts outside some folds."""
        return [n for n, fold in enumerate(self.folds) if fold not in without]

    def fit_text(self, without: Collection[int] = ()) -> TextLayer:
        """Log-odds of the theme for a passage by itself."""
        members = self.members(without)
        keep = [np.flatnonzero(~self.texts[n].unsure) for n in members]
        rows: csr_matrix = vstack([self._rows[n][rows] for n, rows in zip(members, keep, strict=True)], format="csr")
        target = np.concatenate([self.texts[n].inside[rows] for n, rows in zip(members, keep, strict=True)])
        weight = np.concatenate([_weigh(self.texts[n])[rows] for n, rows in zip(members, keep, strict=True)])
        example = np.concatenate([np.full(len(rows), self.texts[n].example) for n, rows in zip(members, keep, strict=True)])
        return _fit_known(rows, target, weight, np.unique(rows[example].indices))

    def score(self, number: int, layer: TextLayer) -> Array:
        """Log-odds of a text's passages (passages x 1)."""
        return np.asarray(self._rows[number] @ layer.weights + layer.bias, dtype=np.float64)

    def fit_around(self, scores: dict[int, Array]) -> Linear:
        """Whether a passage is part of an initiative, from its score and those around it; `scores`: by layers that have not seen the text."""
        body = {n: self.texts[n].body for n in scores}
        figures = [describe(self.seen[n], surround(self.seen[n], told[:, 0]))[body[n]] for n, told in scores.items()]
        target = np.concatenate([self.texts[n].inside[body[n]] for n in scores])
        weight = np.concatenate([np.full(body[n].sum(), 1.0 if self.texts[n].example else _BACKGROUND_WEIGHT) for n in scores])
        return fit_weighted(np.concatenate(figures), target, np.where(target, _INSIDE_WEIGHT * weight, weight))


def _fit_known(rows: csr_matrix, target: NDArray[np.bool_], weight: Array, known: NDArray[np.int32]) -> TextLayer:
    """Logistic regression over the features that examples have; rare ones count more, and the weights are folded into the layer."""
    chosen = rows[:, known]
    rarity = np.log((1 + chosen.shape[0]) / (1 + np.bincount(chosen.indices, minlength=len(known)))) + 1.0
    fitted = LogisticRegression(C=1.0, solver="liblinear", random_state=0).fit(chosen @ diags(rarity), target, sample_weight=weight)
    weights = np.zeros((BUCKETS, 1), dtype=np.float32)
    weights[known, 0] = (fitted.coef_[0] * rarity).astype(np.float16)
    return TextLayer(weights, fitted.intercept_.astype(np.float32))


def fit_weighted(figures: Array, target: NDArray[np.bool_], weight: Array) -> Linear:
    """Logistic regression over standardised figures."""
    spread = figures.std(axis=0)
    mean, scale = figures.mean(axis=0).astype(np.float32), np.where(spread > 1e-6, spread, 1.0).astype(np.float32)
    fitted = LogisticRegression(C=_STRENGTH, max_iter=2000).fit((figures - mean) / scale, target, sample_weight=weight)
    return Linear(mean, scale, fitted.coef_[0].astype(np.float32), fitted.intercept_.astype(np.float32))


def _weigh(text: Text) -> Array:
    if not text.example:
        return np.full(len(text.passages), _BACKGROUND_WEIGHT)
    seen: set[str] = set()
    weights = []
    for names in text.marks:
        weights.append(_FOLLOWING_WEIGHT if names and names <= seen else 1.0)
        seen |= names
    return np.array(weights)


def _number_folds(texts: Sequence[Text]) -> list[int]:
    """A part for each text, so that every part has examples with the theme: those are dealt out first."""
    order = sorted(range(len(texts)), key=lambda n: (not texts[n].example, not texts[n].stages, texts[n].name))
    count = min(MOST_FOLDS, sum(bool(text.stages) for text in texts))
    dealt = {n: place % count for place, n in enumerate(order)}
    return [dealt[n] for n in range(len(texts))]
