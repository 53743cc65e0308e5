"""The reading interface and the linear reader behind it: passages -> proposals.

Any reader (rules, linear model, language model) is a `Reader`; what it proposes is checked and dressed elsewhere (`evidence.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.context import N_THEMES, Surroundings
from samspil.initiatives.feature_table import tabulate_passages
from samspil.initiatives.features import FeatureReader, Features, read_words
from samspil.initiatives.gathered import gather_groups
from samspil.initiatives.join import Thresholds, describe_group
from samspil.initiatives.layers import TextScorer, sigmoid
from samspil.initiatives.left_alone import guess_year, is_left_alone
from samspil.initiatives.model import Model
from samspil.initiatives.plain import raise_plain, raise_themes
from samspil.initiatives.wording import add_wording
from samspil.values.codes import STAGES, THEMES, TOPICS
from samspil.values.passage import Passage

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An initiative as a reader sees it: `passages` and `rows` are indexes into the document's passages; `confidence` from 0 to 1."""

    themes: tuple[str, ...]
    topics: tuple[str, ...]
    stage: str
    confidence: float
    passages: tuple[int, ...]
    rows: tuple[int, ...] = ()


class Reader(Protocol):
    """Whatever turns passages into proposals."""

    @property
    def name(self) -> str:
        """Who reads: rule, model and version."""
        ...

    def propose(self, passages: Sequence[Passage]) -> list[Proposal]:
        """The initiatives in these passages, in reading order."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A group of passages on its way to a proposal; `whole`: log-odds of themes, topics and stages for the text as a whole."""

    group: tuple[int, ...]
    rows: tuple[int, ...]
    whole: Array
    figures: tuple[float, ...]


class LinearReader:
    """The reader trained by `samspil train`."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.features = FeatureReader(model.words)
        self._text = TextScorer(model.text, self.features)
        self._whole = TextScorer(model.whole, self.features)
        self.limits = Thresholds(**model.facts.get("thresholds", {}))
        self.trust_limit = float(model.facts.get("trust_limit", 0.4))

    @property
    def name(self) -> str:
        """Model and version."""
        return self.model.name

    def propose(self, passages: Sequence[Passage]) -> list[Proposal]:
        """The initiatives in these passages, in reading order."""
        proposals = [proposal for proposal in self.weigh(self.find_candidates(passages)) if proposal.confidence >= self.trust_limit]
        return sorted(proposals, key=lambda proposal: min((*proposal.passages, *proposal.rows)))

    def weigh(self, candidates: Sequence[Candidate]) -> list[Proposal]:
        """Every candidate as a proposal with its confidence, in the order given."""
        if not candidates:
            return []
        trust = self.model.trust.probability(np.array([candidate.figures for candidate in candidates]))
        return [self._propose(candidate, float(chance)) for candidate, chance in zip(candidates, trust, strict=True)]

    def find_candidates(self, passages: Sequence[Passage]) -> list[Candidate]:
        """All groups that look like initiatives, before the last judgement."""
        if not passages:
            return []
        words = [read_words(passage.text) for passage in passages]
        around = Surroundings(passages, self._text.score_table(tabulate_passages(self.features, passages, words)), words)
        inside, plain = raise_plain(around.lower, [passage.kind for passage in passages], look_around(around, self.model))
        groups, attached, alone, inside = gather_groups(around, inside, self.model.pair, self.model.row, self.limits)
        year = guess_year(passage.text for passage in passages) if groups else 0
        told = [
            (group, rows)
            for group, rows in zip(groups, attached, strict=True)
            if rows or not is_left_alone([passages[n].text for n in group], year)
        ]
        pairs = [*told, *(([], [row]) for row in alone)]
        if not pairs:
            return []
        members = [(*group, *rows) for group, rows in pairs]
        spelled = iter(self.features.of_texts([words[n] for told in members for n in told]))  # all in one go
        texts = [_join_features(self.features, passages[told[0]], [next(spelled) for _n in told]) for told in members]
        return [
            Candidate(tuple(group), tuple(rows), whole, tuple(describe_group(around, inside, group, rows, stated)))
            for (group, rows), scored in zip(pairs, self._whole.score(texts), strict=True)
            for said in [[theme for n in group for theme in plain.get(n, ())]]
            for stated in [raise_themes(scored, said)]
            for whole in [raise_themes(add_wording(stated, [around.lower[n] for n in group or rows]), said)]  # a plain word holds both ways
        ]

    def _propose(self, candidate: Candidate, trust: float) -> Proposal:
        themes = choose_themes(candidate.whole)
        topics = choose_topics(candidate.whole) if "technology" in themes else ()
        stage = STAGES[int(candidate.whole[N_THEMES + len(TOPICS) :].argmax())]
        return Proposal(themes, topics, stage, trust, candidate.group, candidate.rows)


def look_around(around: Surroundings, model: Model) -> Array:
    """Probability of each passage to be part of an initiative; 0 for headings."""
    inside = np.zeros(len(around.passages))
    body = [n for n, passage in enumerate(around.passages) if passage.kind != "heading"]
    if body:
        inside[body] = model.around.probability(around.describe()[body])
    return inside


def whole_features(reader: FeatureReader, passages: Sequence[Passage], words: Sequence[Sequence[str]] | None = None) -> Features:
    """Features of an initiative's passages together, with the headings of the first; `words` of each spare reading them again."""
    return _join_features(reader, passages[0], reader.of_texts(words or [read_words(passage.text) for passage in passages]))


def _join_features(reader: FeatureReader, first: Passage, parts: Sequence[Features]) -> Features:
    """The features of passages as those of one text, with the place of the first; the first part is changed."""
    features, *further = parts
    reader.add_place(features, first)
    for more in further:
        features.words.extend(more.words)
        features.others.extend(more.others)
    return features


def choose_themes(whole: Array) -> tuple[str, ...]:
    """The likeliest theme, and any other at even odds or better."""
    odds = sigmoid(whole[:N_THEMES])
    best = int(odds.argmax())
    return tuple(theme for n, theme in enumerate(THEMES) if n == best or odds[n] >= 0.5)


def choose_topics(whole: Array) -> tuple[str, ...]:
    """The likeliest topic, and any other at even odds or better."""
    odds = sigmoid(whole[N_THEMES : N_THEMES + len(TOPICS)])
    best = int(odds.argmax())
    return tuple(topic for n, topic in enumerate(TOPICS) if n == best or odds[n] >= 0.5)
