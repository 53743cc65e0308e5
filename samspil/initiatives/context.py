"""What stands around a passage: figures for the second look (is it part of an initiative?) and for pairs of passages (the same initiative?)."""

import functools
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
# One of these stands wherever the pattern fits; to look for them first costs a tenth.
_MONEY_PARTS = ("kr", "mio", "mia", "million")
_TURNS_PARTS = ("samtidig", "desuden", "udover", "endvidere", "endelig", "øvrigt", "derimod", "ud over", "hidtil", "gengæld")
_NOT_PARTS = ("ikke", "ingen", "intet", "uændre", "hidtil", "uden")
_STOPWORDS = frozenset(
    [
        "og",
        "i",
        "at",
        "er",
        "en",
        "et",
        "den",
        "det",
        "de",
        "der",
        "som",
        "for",
        "med",
        "til",
        "på",
        "af",
        "om",
        "fra",
        "har",
        "skal",
        "vil",
        "kan",
        "blev",
        "bliver",
        "ved",
        "ikke",
        "også",
        "så",
        "men",
        "eller",
        "når",
        "hvor",
        "hvis",
        "end",
        "til",
    ]
)


def content_stems(words: Sequence[str]) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(map(_content_stem, words)) - _NOTHING


_NOTHING = frozenset(("",))


@functools.cache
def _content_stem(word: str) -> str:
    """The stem of a word that carries meaning, '' of any other."""
    return stem(word) if len(word) > 3 and word[0] != "#" and word not in _STOPWORDS else ""


def _stands(pattern: re.Pattern[str], parts: Sequence[str], text: str) -> bool:
    """Whether the pattern stands in a text; `parts`: one of them is in whatever it fits."""
    for part in parts:
        if part in text:
            return pattern.search(text) is not None
    return False


def squash(scores: Array) -> Array:
    """Log-odds held within -6..6 and scaled to about -2..2."""
    return np.clip(scores, -6.0, 6.0) / 3.0


class Surroundings:
    """The passages of one document with their text scores (shape: passages x columns) and what is needed to compare them."""

    def __init__(self, passages: Sequence[Passage], scores: Array, words: Sequence[Sequence[str]] | None = None) -> None:
        self.passages = passages
        self.scores = squash(scores)
        self.lower = [passage.text.lower() for passage in passages]
        self._shared: dict[int, Array] = {}
        self._paragraphs = np.array([passage.paragraph for passage in passages])
        self.stems = [content_stems(told) for told in words or [read_words(passage.text) for passage in passages]]
        self.money = [_stands(_MONEY, _MONEY_PARTS, text) for text in self.lower]
        self.follows = [bool(_FOLLOWS.match(text)) for text in self.lower]
        self.turns = [_stands(_TURNS, _TURNS_PARTS, text[:60]) for text in self.lower]
        self.best = self.scores[:, :N_THEMES].max(axis=1) if len(passages) else np.zeros(0)

    def same_paragraph(self, a: int, b: int) -> bool:
        """Whether both indexes exist and stand in one paragraph."""
        return 0 <= a < len(self.passages) and 0 <= b < len(self.passages) and self.passages[a].paragraph == self.passages[b].paragraph

    def describe(self) -> Array:
        """Figures of every passage for the second look (passages x figures)."""
        count = len(self.passages)
        own = self.scores[:, : N_THEMES + 2]
        flags = [self.money, self.follows, self.turns, [_stands(_NOT, _NOT_PARTS, text) for text in self.lower]]
        lengths = np.minimum([len(text) for text in self.lower], 300) / 150
        years, colons = ["202" in text for text in self.lower], [passage.text.endswith(":") for passage in self.passages]
        kinds = [passage.kind for passage in self.passages]
        columns = [own, self.best, *flags, lengths, years, colons]
        columns += [self._neighbours(step) for step in (-3, -2, -1, 1, 2)]
        columns += [self._leads(), [kind == "item" for kind in kinds], [kind == "row" for kind in kinds], ~self._beside(-1)]
        return np.column_stack([np.asarray(column, dtype=np.float64).reshape(count, -1) for column in columns])

    def _beside(self, step: int) -> NDArray[np.bool_]:
        """Whether the passage `step` away exists and stands in the same paragraph."""
        paragraphs = self._paragraphs
        others = np.arange(len(paragraphs)) + step
        known = (others >= 0) & (others < len(paragraphs))
        return np.asarray(known & (paragraphs[np.clip(others, 0, len(paragraphs) - 1)] == paragraphs))

    def _neighbours(self, step: int) -> Array:
        """Six figures about the passage `step` away, if it stands in the same paragraph."""
        figures = np.tile([-1.5, -1.5, -1.5, 0.0, 0.0, 0.0], (len(self.passages), 1))
        here = np.flatnonzero(self._beside(step))
        there = here + step
        top = self.scores[here, :N_THEMES].argmax(axis=1)
        shared = self._share(abs(step))[np.minimum(here, there)]
        money = np.array(self.money, dtype=np.float64)[there]
        scores = self.scores[there]
        figures[here] = np.column_stack([scores[:, ANY], self.best[there], self.scores[there, top], scores[:, CONTINUES], shared, money])
        return figures

    def _share(self, step: int) -> Array:
        """Of each passage and the one `step` after it in its paragraph: how much the two share; worked out once for both."""
        known = self._shared.get(step)
        if known is None:
            known = self._shared[step] = np.zeros(len(self.passages))
            for first in np.flatnonzero(self._beside(step)).tolist():
                known[first] = self._overlap(first, first + step)
        return known

    def _leads(self) -> Array:
        """Of each passage the strongest earlier one of its paragraph (up to 8 back), what the two share, and how far away it is."""
        figures = np.tile([-1.5, -1.5, 0.0, 0.0, 0.0], (len(self.passages), 1))
        chances, themes = self.scores[:, ANY].tolist(), self.scores[:, :N_THEMES].argmax(axis=1).tolist()
        first = 0
        for index in range(1, len(self.passages)):
            if self.passages[index].paragraph != self.passages[index - 1].paragraph:
                first = index
            if index > first:
                lead = max(range(max(first, index - 8), index), key=chances.__getitem__)
                overlap = self._overlap(index, lead)
                figures[index] = (chances[lead], self.best[lead], self.scores[index, themes[lead]], overlap, min(index - lead, 5) / 5)
        return figures

    def _overlap(self, a: int, b: int) -> float:
        one, other = self.stems[a], self.stems[b]
        return 0.0 if one.isdisjoint(other) else min(3, len(one & other)) / 3

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
