"""Which initiatives are shown as examples: by a rule that is printed with them, so that nobody picks.

First one for each region, then up to two for each theme, each from another region. Those with a sum that is added come first, then those the reading is surest of,
then the Danish order of names. The quote is whole sentences of at most 400 characters, and no municipality is shown twice in the whole article.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from samspil.publish.article.measures import LONGEST_QUOTE, region_in
from samspil.publish.figures import ADDED_KINDS, state_of
from samspil.values.initiative import Initiative
from samspil.vocabulary.danish import sort_key


@dataclass(slots=True)
class Chooser:
    """Remembers which municipalities have been shown."""

    year: int
    shown: set[str] = field(default_factory=set)

    def choose(self, initiatives: Iterable[Initiative], most: int) -> list[Initiative]:
        """Up to `most` of them, each from another region and none from a municipality shown before."""
        chosen: list[Initiative] = []
        regions: set[str] = set()
        for initiative in sorted(filter(is_short, initiatives), key=rank):
            region = region_in(initiative.municipality_code, self.year)
            if len(chosen) < most and region not in regions and initiative.municipality_code not in self.shown:
                chosen.append(initiative)
                regions.add(region)
                self.shown.add(initiative.municipality_code)
        return chosen


def is_short(initiative: Initiative) -> bool:
    """Whether its first quote is whole sentences and can be shown in full."""
    quote = initiative.evidence[0].quote if initiative.evidence else ""
    return 0 < len(quote) <= LONGEST_QUOTE and not quote[0].islower() and quote.endswith((".", "!", "?"))


def rank(initiative: Initiative) -> tuple[bool, float, tuple[str, str], str]:
    """The rule as a key: the least comes first."""
    with_sum = any(amount.kind in ADDED_KINDS and state_of(amount) == "added" for amount in initiative.amounts)
    return (not with_sum, -round(initiative.confidence, 3), sort_key(initiative.municipality), initiative.id)
