"""A handful of invented labelled texts, and a reader that goes by single words: what is measured is the judge, not the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from samspil.initiatives.reader import Candidate, Proposal
from samspil.values.codes import THEMES, TOPICS
from samspil.values.passage import Passage

SIGNS = {"tendering": "udbud", "technology": "robot", "insourcing": "hjemtag", "friplejehjem": "friplejehjem"}
HEAD = """---
municipality: {municipality}
budget_year: 2026
writer: {writer}
initiatives:
  a1: {{themes: [tendering], topics: [], stage: decided, amounts: [{{dkk: 500000, kind: saving, profile: {{2026: 500000}}}}]}}
  a2: {{themes: [technology], topics: [automation], stage: underway, amounts: []}}
  a3: {{themes: [insourcing], topics: [], stage: considered, amounts: []}}
negatives:
  x1: {{kind: udbud_supply}}
---
"""
BODY = """# Aftale for {municipality} Kommune

{{{{a1|Vinduespudsningen i {municipality} sendes i udbud med en besparelse på 500.000 kr. i 2026.}}}}

Cykelstierne langs fjorden får ny belysning i løbet af foråret.

## Robotter og rutiner

- {{{{a2|Robotten i lønkontoret i {municipality} fortsætter.}}}}
- Svømmehallen holder åbent om søndagen.

{{{{x1|Der er et rigt udbud af fritidsaktiviteter for børn i {municipality}.}}}}

{{{{a3|Det belyses, om vi kan klare de to opgaver, der i dag er langt borte.}}}}
"""
MUNICIPALITIES = ("Greve", "Herning", "Viborg", "Aabenraa")


def write_corpus(folder: Path, municipalities: Sequence[str] = MUNICIPALITIES) -> Path:
    """A text for each, alike but for the name. In each, `SIGNS` finds a1 and a2, misses a3 (told without a word of its theme) and takes the trap."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(municipalities):
        text = HEAD.format(municipality=name, writer=f"w{number % 2}") + BODY.format(municipality=name)
        (folder / f"t{number}.md").write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class WordModel:
    """Stands in for a trained model: which municipalities it was made of."""

    facts: dict[str, Any]
    seen: tuple[str, ...]
    trust: Any = None


class WordReader:
    """Proposes every passage with a sign of a theme, always as decided; `readings` lists (municipalities trained on, text) for every text read."""

    trust_limit = 0.3
    readings: list[tuple[tuple[str, ...], str]]

    def __init__(self, model: WordModel) -> None:
        self.model = model

    def find_candidates(self, passages: Sequence[Passage]) -> list[Candidate]:
        type(self).readings.append((self.model.seen, " ".join(passage.text for passage in passages)))
        return [self._candidate(n, theme) for n, theme in self._find(passages)]

    def _find(self, passages: Sequence[Passage]) -> list[tuple[int, str]]:
        body = [(n, passage.text.lower()) for n, passage in enumerate(passages) if passage.kind != "heading"]
        return [(n, theme) for n, text in body for theme, sign in SIGNS.items() if sign in text]

    def _candidate(self, number: int, theme: str) -> Candidate:
        whole = np.full(len(THEMES) + len(TOPICS) + 6, -3.0)
        whole[THEMES.index(theme)] = 3.0
        return Candidate((number,), (), whole, (1.0, 0.0))

    def weigh(self, candidates: Sequence[Candidate]) -> list[Proposal]:
        themes = [THEMES[int(candidate.whole[: len(THEMES)].argmax())] for candidate in candidates]
        return [
            Proposal((theme,), ("automation",) if theme == "technology" else (), "decided", 0.9, candidate.group)
            for theme, candidate in zip(themes, candidates, strict=True)
        ]

    def propose(self, passages: Sequence[Passage]) -> list[Proposal]:
        return self.weigh(self.find_candidates(passages))
