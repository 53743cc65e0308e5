"""Which passages a rule holds for: alone, or together with the sentence before."""

import functools
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samspil.initiatives.rules.anaphora import turns
from samspil.initiatives.rules.lexicon import Lexicon, split_words
from samspil.initiatives.rules.rulebook import Rule, Rulebook
from samspil.values.passage import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that holds for passage `last`, or for `first` and `last` together."""

    rule: Rule
    first: int
    last: int


def read_passages(passages: Sequence[Passage]) -> list[list[str]]:
    """The words of each passage, none for headings."""
    return [[] if passage.kind == "heading" else split_words(passage.text.lower()) for passage in passages]


class Finder:
    """Tries all rules on the passages of a document."""

    def __init__(self, book: Rulebook) -> None:
        self.lexicon = Lexicon(book.patterns, book.bits)
        rules = [rule for theme in book.themes.values() for rule in theme.rules]
        self._rules = _by_first(rules)
        self._pairs = _by_first([rule for rule in rules if rule.pair and not rule.heading])
        self._any_trigger = functools.reduce(operator.or_, (trigger for trigger, _rules in self._rules), 0)
        self._any_pair_trigger = functools.reduce(operator.or_, (trigger for trigger, _rules in self._pairs), 0)
        self._headings: dict[str, int] = {}

    def read_masks(self, words: Sequence[Sequence[str]]) -> list[int]:
        """The concepts of each passage by its words (see `read_passages`); 0 for headings."""
        return list(map(self.lexicon.read_words, words))

    def find_hits(self, passages: Sequence[Passage], masks: Sequence[int]) -> list[Hit]:
        """All hits in sentences and bullets, in reading order."""
        hits: list[Hit] = []
        for place, (passage, mask) in enumerate(zip(passages, masks, strict=True)):
            if not mask or passage.kind in {"heading", "row"}:
                continue
            hits += [Hit(rule, place, place) for rule in self.match(mask, self._over(passage))]
            if place and masks[place - 1] and is_beside(passages, place - 1, place):
                pairs = self.match_pair(masks[place - 1], mask)
                hits += [Hit(rule, place - 1, place) for rule in pairs if not turns(passage.text)]
        return hits

    def _over(self, passage: Passage) -> int:
        """The concepts of the two headings right above."""
        text = " ".join(passage.headings[-2:])
        found = self._headings.get(text)
        if found is None:
            found = self._headings[text] = self.lexicon.read(text.lower())
        return found

    def match(self, mask: int, over: int = 0) -> list[Rule]:
        """The rules that hold for one passage under headings with the concepts `over`."""
        if not mask & self._any_trigger:
            return []
        return [
            rule
            for trigger, rules in self._rules
            if trigger & mask
            for rule in rules
            if _holds(rule, mask) and (not rule.heading or rule.heading & over)
        ]

    def match_pair(self, before: int, mask: int) -> list[Rule]:
        """The rules that hold for two sentences together and for neither alone."""
        both = before | mask
        if not both & self._any_pair_trigger:
            return []
        return [
            rule
            for trigger, rules in self._pairs
            if trigger & both
            for rule in rules
            if _holds(rule, both) and not _holds(rule, mask) and not _holds(rule, before)
        ]


def _by_first(rules: Iterable[Rule]) -> list[tuple[int, list[Rule]]]:
    """Rules that begin with the same concepts are tried only where one of these stands."""
    found: dict[int, list[Rule]] = {}
    for rule in rules:
        found.setdefault(rule.wanted[0], []).append(rule)
    return list(found.items())


def _holds(rule: Rule, mask: int) -> bool:
    return not mask & rule.unwanted and all(mask & wanted for wanted in rule.wanted)


def is_beside(passages: Sequence[Passage], first: int, second: int) -> bool:
    """Whether two passages stand in one paragraph or list, neither of them a heading or a row."""
    a, b = passages[first], passages[second]
    return a.paragraph == b.paragraph and a.kind == b.kind and a.kind in {"sentence", "item"}
