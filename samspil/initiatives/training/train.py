"""Training: layer by layer, each on scores of texts that the layers below have not seen."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.context import N_THEMES, Surroundings
from samspil.initiatives.corpus import LabelledText
from samspil.initiatives.features import FeatureReader, feature_fingerprint
from samspil.initiatives.join import REACH, RowMatcher, Thresholds
from samspil.initiatives.layers import Linear, Network, TextLayer
from samspil.initiatives.model import Model
from samspil.initiatives.reader import whole_features
from samspil.initiatives.training.fit import fit_linear, fit_network, fit_text, join_layers, sparse_rows
from samspil.initiatives.training.probe import reading_fingerprint
from samspil.values.codes import STAGES, THEMES, TOPICS

Array = NDArray[np.float64]
FOLDS = 5
# From which confidence a candidate becomes a row: best for long agreements with few initiatives, as real ones are (F1 unseen: 0.891 at 0.6, 0.880 at 0.8).
TRUST_LIMIT = 0.65
_BALANCE = 0.3  # how far rare stages are weighed up: 0 not at all, 1 to equal shares. Common words tell the stage, so rarity plays no part
_CONTINUATION_WEIGHT = 0.4  # a follow-up sentence says less about the theme than the one that states the undertaking


def describe_corpus(texts: Sequence[LabelledText], folder: Path) -> dict[str, Any]:
    """The facts that go into the model: which texts it came from, how many, and which features it understands.

    The version covers the texts, the code of the training, the features, and what the code of the reading decides (`probe.py`).
    """
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.file.encode() + b"\0" + (folder / text.file).read_bytes())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    digest.update(f"{feature_fingerprint()} {reading_fingerprint(texts)} {Thresholds()}".encode())
    return {
        "version": digest.hexdigest()[:10],
        "features": feature_fingerprint(),
        "texts": len(texts),
        "passages": sum(len(text.passages) for text in texts),
        "initiatives": sum(len(text.labels) for text in texts),
        "municipalities": sorted({text.municipality for text in texts}),
        "thresholds": asdict(Thresholds()),
        "trust_limit": TRUST_LIMIT,
    }


def number_folds(texts: Sequence[LabelledText], count: int = FOLDS) -> list[int]:
    """A fold number for each text; texts of one municipality share a fold."""
    names = sorted({text.municipality for text in texts})
    return [names.index(text.municipality) % count for text in texts]


def train_layers(texts: Sequence[LabelledText], facts: dict[str, Any]) -> Model:
    """All layers but the last judgement, which `unseen.py` adds. Each is fitted on scores of texts that the layers below have not seen."""
    data = _Data(texts)
    text_layer = data.fit_text(range(len(texts)))
    around = data.surroundings_unseen()
    figures = [near.describe() for near in around]
    around_layer = data.fit_around(figures, range(len(texts)))
    inside = data.inside_unseen(figures)
    return Model(
        facts,
        text_layer,
        around_layer,
        data.fit_pairs(around, inside),
        data.fit_rows(around, inside),
        data.fit_whole(),
        _no_trust(),
        data.known_words(),
    )


def _no_trust() -> Linear:
    """Stands in until the last layer is fitted: proposes everything."""
    one = np.ones(10, dtype=np.float32)
    return Linear(0 * one, one, 0 * one, np.array([5.0], dtype=np.float32))


class _Data:
    """The labelled texts as features and targets."""

    def __init__(self, texts: Sequence[LabelledText]) -> None:
        self.texts = texts
        self.reader = FeatureReader()
        self.rows = [sparse_rows([self.reader.expand(self.reader.of_passage(passage)) for passage in text.passages]) for text in texts]
        self.targets = [_passage_targets(text) for text in texts]
        self.folds = number_folds(texts)

    def known_words(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Every word met, in the order of the alphabet, with its features."""
        return tuple((word, self.reader.buckets[number]) for word, number in sorted(self.reader.numbers.items()))

    def fit_text(self, numbers: Sequence[int] | range) -> TextLayer:
        from scipy.sparse import vstack

        targets = np.concatenate([self.targets[n] for n in numbers])
        weights = np.ones(targets.shape)
        weights[targets[:, N_THEMES + 1] == 1, :N_THEMES] = _CONTINUATION_WEIGHT
        return fit_text(vstack([self.rows[n] for n in numbers], format="csr"), targets, weights)

    def surroundings_unseen(self) -> list[Surroundings]:
        """Each text's surroundings with scores by a text layer that has not seen its municipality."""
        layers = {fold: self.fit_text([n for n, f in enumerate(self.folds) if f != fold]) for fold in sorted(set(self.folds))}
        return [
            Surroundings(text.passages, _score_rows(layers[fold], rows))
            for text, rows, fold in zip(self.texts, self.rows, self.folds, strict=True)
        ]

    def fit_around(self, figures: Sequence[Array], numbers: Sequence[int] | range) -> Network:
        body = [_body(self.texts[n]) for n in numbers]
        return fit_network(
            np.concatenate([figures[n][mask] for n, mask in zip(numbers, body, strict=True)]),
            np.concatenate([_marked(self.texts[n])[mask] for n, mask in zip(numbers, body, strict=True)]),
            24,
        )

    def inside_unseen(self, figures: Sequence[Array]) -> list[Array]:
        """Probability of each passage to be inside an initiative, by a layer that has not seen the municipality."""
        inside: list[Array] = [np.zeros(0)] * len(self.texts)
        for fold in sorted(set(self.folds)):
            layer = self.fit_around(figures, [n for n, f in enumerate(self.folds) if f != fold])
            for n in (n for n, f in enumerate(self.folds) if f == fold):
                inside[n] = layer.probability(figures[n]) * _body(self.texts[n])
        return inside

    def fit_pairs(self, around: Sequence[Surroundings], inside: Sequence[Array]) -> Network:
        figures, same = [], []
        for text, near, chances in zip(self.texts, around, inside, strict=True):
            told = [n for n, p in enumerate(text.passages) if text.marks[n] and p.kind in {"sentence", "item"}]
            for later in told:
                for earlier in (n for n in told if 0 < later - n <= REACH):
                    figures.append(near.compare(earlier, later, chances))
                    same.append(bool(text.marks[earlier] & text.marks[later]))
        return fit_network(np.array(figures), np.array(same), 16)

    def fit_rows(self, around: Sequence[Surroundings], inside: Sequence[Array]) -> Linear:
        figures, belongs = [], []
        for text, near, chances in zip(self.texts, around, inside, strict=True):
            matcher = RowMatcher(near, chances)
            groups = {name: [n for n in passages_of(text, name) if text.passages[n].kind != "row"] for name in text.labels}
            groups = {name: group for name, group in groups.items() if group}
            told = [matcher.gather(group) for group in groups.values()]
            for row in (n for n, passage in enumerate(text.passages) if passage.kind == "row" and passage.cells):
                figures += matcher.describe(row, told)
                belongs += [name in text.marks[row] for name in groups]
        return fit_linear(np.array(figures), np.array(belongs))

    def fit_whole(self) -> TextLayer:
        features, targets, weights = [], [], []
        for text in self.texts:
            for name, label in text.labels.items():
                features.append(self.reader.expand(whole_features(self.reader, [text.passages[n] for n in passages_of(text, name)])))
                targets.append(_whole_targets(label.themes, label.topics, label.stage))
                weights.append(np.ones(len(targets[-1])))
            for passage, trap in zip(text.passages, text.traps, strict=True):
                if trap:
                    features.append(self.reader.expand(self.reader.of_passage(passage)))
                    targets.append(_whole_targets((), (), ""))
                    weights.append(np.array([1.0] * N_THEMES + [0.3] * len(TOPICS) + [0.0] * len(STAGES)))
        rows, columns, given = sparse_rows(features), np.array(targets), np.array(weights)
        split = N_THEMES + len(TOPICS)
        themes = fit_text(rows, columns[:, :split], given[:, :split], 2.0)
        labelled = given[:, split] > 0
        stages = columns[labelled][:, split:]
        balance = np.where(stages == 1, (len(stages) / len(STAGES) / np.maximum(stages.sum(axis=0), 1)) ** _BALANCE, 1.0)
        return join_layers(themes, fit_text(rows[labelled], stages, balance, 20.0, by_rarity=False))


def _score_rows(layer: TextLayer, rows: Any) -> Array:
    return np.asarray(rows @ layer.weights + layer.bias, dtype=np.float64)


def _passage_targets(text: LabelledText) -> NDArray[np.int64]:
    """Columns: the themes, any initiative, continues an initiative begun before."""
    seen: set[str] = set()
    rows = []
    for marks in text.marks:
        themes = {theme for name in marks for theme in text.labels[name].themes}
        rows.append([theme in themes for theme in THEMES] + [bool(marks), bool(marks) and not marks - seen])
        seen |= marks
    return np.array(rows, dtype=np.int64)


def _whole_targets(themes: Sequence[str], topics: Sequence[str], stage: str) -> list[int]:
    return [int(t in themes) for t in THEMES] + [int(t in topics) for t in TOPICS] + [int(s == stage) for s in STAGES]


def passages_of(text: LabelledText, name: str) -> list[int]:
    """Numbers of the passages marked as evidence of an initiative."""
    return [n for n, marks in enumerate(text.marks) if name in marks]


def _marked(text: LabelledText) -> NDArray[np.bool_]:
    return np.array([bool(marks) for marks in text.marks])


def _body(text: LabelledText) -> NDArray[np.bool_]:
    return np.array([passage.kind != "heading" for passage in text.passages])
