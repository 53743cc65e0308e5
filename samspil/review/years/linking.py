"""The initiatives of one municipality in two years, linked: `told` (what each tells) -> `likeness` (how alike) -> `pairing` (who goes with whom)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samspil.review.years.likeness import Pair, chances, describe_pairs, explains, plain_chances, prepare
from samspil.review.years.pairing import Matching, match
from samspil.values.initiative import Initiative


@dataclass(frozen=True, slots=True)
class Linking:
    """`matching`: pairs of indexes into the two lists given; `chance` of every pair in question."""

    matching: Matching
    chance: Mapping[Pair, float]


def link_years(earlier: Sequence[Initiative], later: Sequence[Initiative], municipality: str) -> Linking:
    """Link the initiatives of one municipality, by what they tell; the order of the lists does not matter beyond ties."""
    before, after = prepare(earlier, later, municipality)
    features = describe_pairs(before, after)
    chance, plain = chances(features), plain_chances(features)
    return Linking(
        match(chance, plain, lambda pair, link: explains(pair, link, before, after)),
        {pair: max(value, plain[pair]) for pair, value in chance.items()},
    )
