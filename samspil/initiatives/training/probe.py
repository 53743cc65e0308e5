"""What the reading does with labelled texts when its layers are made up: a fingerprint of the code that reads, whatever its lines look like.

The layers hold weights; how passages are joined, rows attached, plain statements raised and look backs left out is code. A model is trained through
that code, so its version must change when the code decides otherwise, and must not change when it only becomes quicker.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.context import N_THEMES, Surroundings
from samspil.initiatives.corpus import LabelledText
from samspil.initiatives.features import BUCKETS
from samspil.initiatives.join import RowMatcher, Thresholds
from samspil.initiatives.layers import Linear, Network, TextLayer
from samspil.initiatives.left_alone import is_left_alone
from samspil.initiatives.model import Model
from samspil.initiatives.plain import find_plain_themes
from samspil.initiatives.reader import Candidate, LinearReader, choose_themes, choose_topics
from samspil.initiatives.wording import tell_stage, tell_themes
from samspil.values.codes import STAGES, TOPICS
from samspil.values.passage import Passage

_ABOUT = 18  # so many texts, spread over all, are read: a second or two


def reading_fingerprint(texts: Sequence[LabelledText]) -> str:
    """Changes when the reading decides otherwise about some of these texts; '' for none. Only decisions count, so that rounding does not."""
    digest = hashlib.sha256(repr(Thresholds()).encode())
    first = next((passage for text in texts for passage in text.passages), None)
    if first is None:
        return ""
    reader = LinearReader(_made_up_model(first))
    for text in texts[:: max(1, len(texts) // _ABOUT)]:
        digest.update("".join(map(_decisions, reader.find_candidates(text.passages))).encode())
        digest.update("".join(_told_by_words(passage.text, text.budget_year) for passage in text.passages).encode())
    return digest.hexdigest()[:12]


def _decisions(candidate: Candidate) -> str:
    stage = int(candidate.whole[N_THEMES + len(TOPICS) :].argmax())
    return repr((candidate.group, candidate.rows, choose_themes(candidate.whole), choose_topics(candidate.whole), stage))


def _told_by_words(text: str, budget_year: int) -> str:
    told = [text.lower()]
    return repr((find_plain_themes(told[0]), is_left_alone(told, budget_year), tell_stage(told), tell_themes(told)))


def _made_up_model(first: Passage) -> Model:
    """A model whose weights are spread evenly by a fixed rule; its widths are those of the figures that the reading works out."""
    passages = (first, replace(first, kind="row", cells=("1",)))
    near, inside = Surroundings(passages, np.zeros((2, N_THEMES + 2))), np.zeros(2)
    matcher = RowMatcher(near, inside)
    return Model(
        {},
        TextLayer(_spread((BUCKETS, N_THEMES + 2), 4.0), _spread((N_THEMES + 2,), 1.0)),
        _network(near.describe().shape[1], -0.3),
        _network(len(near.compare(0, 1, inside)), -1.0),
        _linear(len(matcher.describe(1, [matcher.gather([0])])[0])),
        TextLayer(_spread((BUCKETS, N_THEMES + len(TOPICS) + len(STAGES)), 4.0), _spread((N_THEMES + len(TOPICS) + len(STAGES),), 1.0)),
        _linear(10),
    )


def _network(width: int, bias: float) -> Network:
    last = np.array([bias], dtype=np.float32)
    return Network(*_standard(width), _spread((1, width, 4), 2.0), _spread((1, 4), 1.0), _spread((1, 4), 2.0), last)


def _linear(width: int) -> Linear:
    return Linear(*_standard(width), _spread((width,), 3.0), _spread((1,), 0.5))


def _standard(width: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return np.zeros(width, dtype=np.float32), np.ones(width, dtype=np.float32)


def _spread(shape: tuple[int, ...], height: float) -> NDArray[np.float32]:
    """Numbers between minus and plus half of `height`, the same on every machine: multiples of the golden section, their whole part taken away."""
    numbers = np.arange(1, int(np.prod(shape)) + 1, dtype=np.uint64) * np.uint64(2654435761) % np.uint64(1 << 32)
    return ((numbers.astype(np.float64) / (1 << 32) - 0.5) * height).astype(np.float32).reshape(shape)
