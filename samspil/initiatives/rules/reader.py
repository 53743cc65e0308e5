"""The rule reader: passages -> proposals by vocabulary and patterns alone, as a second opinion on the trained reader."""

from collections.abc import Sequence

from samspil.initiatives.reader import Proposal
from samspil.initiatives.rules.decide import Finder, read_passages
from samspil.initiatives.rules.gather import Group, gather_groups
from samspil.initiatives.rules.rows import attach_rows
from samspil.initiatives.rules.rulebook import Rulebook, read_rulebook
from samspil.initiatives.rules.stage import StageReader
from samspil.values.codes import THEMES, TOPICS
from samspil.values.passage import Passage

ENOUGH = 0.55  # confidence from which a theme counts


class RuleReader:
    """A `Reader` without trained weights; `confidence` is that of the best rule, set by hand."""

    def __init__(self, book: Rulebook | None = None) -> None:
        self.book = book or read_rulebook()
        self.finder = Finder(self.book)
        self.stages = StageReader(self.book)

    @property
    def name(self) -> str:
        """'rules-' and a version that changes with the data."""
        return f"rules-{self.book.version}"

    def propose(self, passages: Sequence[Passage]) -> list[Proposal]:
        """The initiatives that the rules find, in reading order."""
        words = read_passages(passages)
        masks = self.finder.read_masks(words)
        groups = gather_groups(passages, self.finder.find_hits(passages, masks))
        rows = attach_rows(passages, [group.passages for group in groups], words)
        found = (self._propose(masks, group, attached) for group, attached in zip(groups, rows, strict=True))
        return [proposal for proposal in found if proposal is not None]

    def _propose(self, masks: Sequence[int], group: Group, rows: Sequence[int]) -> Proposal | None:
        support = measure_support(group)
        themes = tuple(theme for theme in THEMES if support.get(theme, 0.0) >= ENOUGH)
        if not themes:
            return None
        told = [masks[n] for n in group.passages]
        topics = self._topics(told) if "technology" in themes else ()
        stage = self.stages.decide([*told, *(masks[row] for row in rows)])
        return Proposal(themes, topics, stage, max(support.values()), tuple(group.passages), tuple(rows))

    def _topics(self, masks: Sequence[int]) -> tuple[str, ...]:
        """The topics whose words stand in the text; the rest is digitalisation."""
        named = tuple(topic for topic in TOPICS if topic != "digitalisation" and any(mask & self.book.topics[topic] for mask in masks))
        return named or ("digitalisation",)


def measure_support(group: Group) -> dict[str, float]:
    """For each theme: the chance that at least one of its rules is right, were they independent."""
    wrong: dict[tuple[str, str], float] = {(hit.rule.theme, hit.rule.name): 1.0 - hit.rule.confidence for hit in group.hits}
    support: dict[str, float] = {}
    for (theme, _name), chance in wrong.items():
        support[theme] = 1.0 - (1.0 - support.get(theme, 0.0)) * chance
    return support
