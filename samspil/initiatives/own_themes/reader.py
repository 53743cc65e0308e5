"""The reader of one own theme: layers of its own for text, surroundings and trust; the shipped layers join passages, attach rows and tell the stage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from samspil.initiatives.context import N_THEMES, Surroundings
from samspil.initiatives.features import Features
from samspil.initiatives.gathered import gather_groups
from samspil.initiatives.join import Thresholds
from samspil.initiatives.layers import Linear, TextScorer
from samspil.initiatives.own_themes.looking import Array, Looker, Seen, describe, surround
from samspil.initiatives.own_themes.model import OwnModel
from samspil.initiatives.own_themes.terms import OwnTerms, speak_for
from samspil.initiatives.reader import LinearReader, Proposal, whole_features
from samspil.values.codes import STAGES, TOPICS
from samspil.values.passage import Passage


@dataclass(frozen=True, slots=True)
class OwnCandidate:
    """A group of passages with its rows, and figures about it for 'is it right?'."""

    group: tuple[int, ...]
    rows: tuple[int, ...]
    figures: tuple[float, ...]


class OwnReader:
    """A `Reader` of one theme."""

    def __init__(self, model: OwnModel, shipped: LinearReader) -> None:
        self.model = model
        self._looker = Looker(shipped, OwnTerms(model.theme.groups))
        self._text = TextScorer(model.text, shipped.features)
        self._whole = TextScorer(shipped.model.whole, shipped.features)

    @property
    def name(self) -> str:
        """The theme and its version."""
        return self.model.name

    def propose(self, passages: Sequence[Passage]) -> list[Proposal]:
        """The initiatives of the theme in these passages, in reading order."""
        if not passages:
            return []
        seen = self._looker.look(passages)
        candidates = find_candidates(seen, self._text.score(seen.features), self.model.around, self._looker.shipped)
        if not candidates:
            return []
        trust = self.model.trust.probability(np.array([candidate.figures for candidate in candidates]))
        stages = self._stages(passages, candidates)
        return [
            Proposal((self.model.theme.id,), (), stage, float(chance), candidate.group, candidate.rows)
            for candidate, chance, stage in zip(candidates, trust, stages, strict=True)
            if chance >= self.model.facts["trust_limit"]
        ]

    def _stages(self, passages: Sequence[Passage], candidates: Sequence[OwnCandidate]) -> list[str]:
        return read_stages(self._whole, [[passages[n] for n in (*one.group, *one.rows)] for one in candidates])


def read_stages(whole: TextScorer, texts: Sequence[Sequence[Passage]]) -> list[str]:
    """The stage of each initiative by the shipped layer; `texts`: their passages."""
    features: list[Features] = [whole_features(whole.reader, passages) for passages in texts]
    scores = whole.score(features)[:, N_THEMES + len(TOPICS) :] if features else np.zeros((0, len(STAGES)))
    return [STAGES[int(row.argmax())] for row in scores]


def find_candidates(seen: Seen, scores: Array, around_layer: Linear, shipped: LinearReader) -> list[OwnCandidate]:
    """All groups that look like initiatives of the theme, before the last judgement. `scores`: log-odds (passages x 1)."""
    around = surround(seen, scores[:, 0])
    inside = look_inside(seen, around, around_layer)
    limits = Thresholds()
    groups, attached, alone, inside = gather_groups(around, inside, shipped.model.pair, shipped.model.row, limits)
    pairs = [*zip(groups, attached, strict=True), *(([], [row]) for row in alone)]
    found = [OwnCandidate(tuple(group), tuple(rows), _describe_group(seen, around, inside, group, rows)) for group, rows in pairs]
    return sorted(found, key=lambda one: min((*one.group, *one.rows)))


def look_inside(seen: Seen, around: Surroundings, layer: Linear) -> Array:
    """Probability of each passage to be part of an initiative of the theme; 0 for headings."""
    body = np.array([passage.kind != "heading" for passage in seen.passages])
    return np.asarray(layer.probability(describe(seen, around)) * body, dtype=np.float64)


def _describe_group(seen: Seen, around: Surroundings, inside: Array, group: Sequence[int], rows: Sequence[int]) -> tuple[float, ...]:
    told = list(group) or list(rows)
    chances, groups = inside[told], frozenset[str]().union(*(seen.groups[n] for n in told))
    return (
        float(chances.max()),
        float(chances.mean()),
        float(around.best[told].max()),
        float(around.best[told].mean()),
        float(min(4, len(speak_for(groups)))),
        float(min(2.0, seen.hits[told, 1].max())),
        float(len(groups) > len(speak_for(groups))),
        float(any(around.money[n] for n in told)),
    )
