"""Which themes a text bears out: the linear reader's probabilities beside the rules and the vocabulary."""

import functools

from samspil.initiatives.layers import TextScorer, sigmoid
from samspil.initiatives.model import read_model
from samspil.initiatives.reader import LinearReader, whole_features
from samspil.initiatives.rules import RuleReader
from samspil.passages.sentences import find_sentences
from samspil.values.codes import THEMES
from samspil.values.passage import Passage

_LONGEST = 20_000


class Judge:
    """Loads the model once. All answers are remembered by text."""

    def __init__(self) -> None:
        self._reader = LinearReader(read_model())
        self._whole = TextScorer(self._reader.model.whole, self._reader.features)
        self._text = TextScorer(self._reader.model.text, self._reader.features)
        self._rules = RuleReader()
        self._weights: dict[str, dict[str, float]] = {}

    def weigh(self, text: str) -> dict[str, float]:
        """Probability of each theme: the greater of what the text as a whole and its best sentence tell."""
        if text not in self._weights:
            self._weights[text] = self._weigh(text)
        return self._weights[text]

    def _weigh(self, text: str) -> dict[str, float]:
        passages = cut(text)
        if not passages:
            return dict.fromkeys(THEMES, 0.0)
        whole = sigmoid(self._whole.score([whole_features(self._reader.features, passages)]))[0]
        single = sigmoid(self._text.score([self._reader.features.of_passage(one) for one in passages]))
        return {theme: float(max(whole[n], single[:, n].max())) for n, theme in enumerate(THEMES)}

    def themes_by_rules(self, text: str) -> frozenset[str]:
        """The themes for which a rule holds."""
        return frozenset(theme for proposal in self._rules.propose(cut(text)) for theme in proposal.themes)

    def groups(self, text: str) -> frozenset[str]:
        """Names of the vocabulary's groups that have a word or phrase in the text: 'tendering.market'."""
        from samspil.initiatives.features import read_words

        words = read_words(text[:_LONGEST])
        terms = self._reader.features.terms
        return frozenset((*(name for word in words for name in terms.groups_of(word)), *terms.groups_of_phrases(words)))


@functools.lru_cache(maxsize=2048)
def cut(text: str) -> tuple[Passage, ...]:
    """The text's sentences as passages of one document; of a very long text the beginning."""
    text = text[:_LONGEST]
    found = []
    offset = 0
    for number, paragraph in enumerate(text.split("\n\n")):
        spans = find_sentences(paragraph)
        found += [Passage(paragraph[a:b], offset + a, offset + b, 1, "sentence", number) for a, b in spans]
        offset += len(paragraph) + 2
    return tuple(found)
