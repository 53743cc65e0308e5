"""What stands around a passage: figures for the second look (is it part of an initiative?) and for pairs of passages (the same initiative?)."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.features import read_words, stem
from samspil.values.codes import THEMES
from samspil.values.passage import Passage

Array = NDArray[np.float64]

N_THEMES = len(THEMES)
ANY, CONTINUES = N_THEMES, N_THEMES + 1  # columns of the text scores after the themes
_MONEY = re.compile(r"\d\s*(?:mio|kr\b|kr\.|t\.\s?kr|tkr|mia|millioner|kroner)|million")
_FOLLOWS = re.compile(
    r"(?:det|den|de|der|disse|dette|denne|herved|derved|dermed|ordningen|puljen|pengene|midlerne|gevinsten|besparelsen|udgiften|mindreudgiften|beløbet|"
    r"analysen|undersøgelsen|resultatet|aftalen|løsningen|forsøget|opgaven|udvalget|projektet|indsatsen|målet|formålet|kravet|kravene|kontrakten|"
    r"pladserne|driften|effekten|arbejdet|planen|boligerne|anlægget|systemet|robotten|robotterne|firmaet|leverandøren|medarbejderne)\b"
)
_TURNS = re.compile(
    r"(?:samtidig|desuden|derudover|herudover|endvidere|endelig|i øvrigt|derimod|ud over|som hidtil|til gengæld)\b|\b(?:i øvrigt|derimod|som hidtil|desuden|samtidig)\b"
)
_NOT = re.compile(r"\b(?:ikke|ingen|intet|uændre\w+|hidtil|uden)\b")
_STOPWORDS = frozenset(
    ["og", "i", "at", "er", "en", "et", "den", "det", "de", "der", "som", "for", "med", "til", "på", "af", "om", "fra", "har", "skal", "vil", "kan", "blev", "bliver", "ved", "ikke", "også", "så", "men", "eller", "når", "hvor", "hvis", "end", "til"]
)


def content_stems(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(stem(word) for word in read_words(text) if len(word) > 3 and word not in _STOPWORDS and word[0] != "#")


def squash(scores: Array) -> Array:
    """Log-odds held within -6..6 and scaled to about -2..2."""
    return np.clip(scores, -6.0, 6.0) / 3.0


class Surroundings:
    """The passages of one document with their text scores (shape: passages x columns) and what is needed to compare them."""

    def __init__(self, passages: Sequence[Passage], scores: Array) -> None:
        self.passages = passages
        self.scores = squash(scores)
        self.lower = [passage.text.lower() for passage in passages]
        self.stems = [content_stems(passage.text) for passage in passages]
        self.money = [bool(_MONEY.search(text)) for text in self.lower]
        self.follows = [bool(_FOLLOWS.match(text)) for text in self.lower]
        self.turns = [bool(_TURNS.search(text[:60])) for text in self.lower]
        self.best = self.scores[:, :N_THEMES].max(axis=1) if len(passages) else np.zeros(0)

    def same_paragraph(self, a: int, b: int) -> bool:
        """Whether both indexes exist and stand in one paragraph."""
        return 0 <= a < len(self.passages) and 0 <= b < len(self.passages) and self.passages[a].paragraph == self.passages[b].paragraph

    def describe(self, index: int) -> list[float]:
        """Figures of one passage for the second look."""
        passage = self.passages[index]
        own = self.scores[index]
        figures = [*own[: N_THEMES + 2], self.best[index], *self._flags(index)]
        for step in (-3, -2, -1, 1, 2):
            figures += self._neighbour(index, index + step)
        figures += self._paragraph_lead(index)
        figures += [float(passage.kind == "item"), float(passage.kind == "row"), float(not self.same_paragraph(index, index - 1))]
        return figures

    def _flags(self, index: int) -> list[float]:
        text = self.lower[index]
        return [
            float(self.money[index]),
            float(self.follows[index]),
            float(self.turns[index]),
            float(bool(_NOT.search(text))),
            min(len(text), 300) / 150,
            float("202" in text),
            float(self.passages[index].text.endswith(":")),
        ]

    def _neighbour(self, index: int, other: int) -> list[float]:
        if not self.same_paragraph(index, other):
            return [-1.5, -1.5, -1.5, 0.0, 0.0, 0.0]
        top = int(self.scores[index][:N_THEMES].argmax())
        scores = self.scores[other]
        return [scores[ANY], self.best[other], scores[top], scores[CONTINUES], self._overlap(index, other), float(self.money[other])]

    def _paragraph_lead(self, index: int) -> list[float]:
        """The strongest earlier passage of the paragraph, what the two share, and how far away it is."""
        earlier = [other for other in range(max(0, index - 8), index) if self.same_paragraph(index, other)]
        if not earlier:
            return [-1.5, -1.5, 0.0, 0.0, 0.0]
        lead = max(earlier, key=lambda other: float(self.scores[other][ANY]))
        top = int(self.scores[lead][:N_THEMES].argmax())
        return [self.scores[lead][ANY], self.best[lead], self.scores[index][top], self._overlap(index, lead), min(index - lead, 5) / 5]

    def _overlap(self, a: int, b: int) -> float:
        return min(3, len(self.stems[a] & self.stems[b])) / 3

    def compare(self, earlier: int, later: int, inside: Array) -> list[float]:
        """Figures of a pair for 'the same initiative?'; `inside`: probability of each passage to be part of any initiative."""
        a, b = self.scores[earlier][:N_THEMES], self.scores[later][:N_THEMES]
        between = range(earlier + 1, later)
        gap = later - earlier
        same = self.same_paragraph(earlier, later)
        shared = self._overlap(earlier, later)
        tops = float(a.argmax() == b.argmax())
        return [
            float(same),
            float(gap == 1),
            float(gap == 2),
            float(gap > 2),
            gap / 6,
            a.max(),
            b.max(),
            a[b.argmax()],
            b[a.argmax()],
            tops,
            tops * min(a.max(), b.max()),
            shared,
            shared * float(same),
            self.scores[later][CONTINUES],
            self.scores[earlier][CONTINUES],
            float(self.follows[later]),
            float(self.follows[later]) * float(gap == 1),
            float(self.turns[later]),
            float(self.money[earlier]),
            float(self.money[later]),
            float(self.money[earlier] and self.money[later]),
            inside[earlier],
            inside[later],
            max((inside[n] for n in between), default=0.0),
            min((inside[n] for n in between), default=1.0),
            float(self.passages[later].kind == "item"),
            float(self.passages[earlier].kind == "item"),
            min(len(self.lower[later]), 300) / 150,
            float(self.passages[earlier].headings == self.passages[later].headings),
        ]
