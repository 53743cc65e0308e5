"""A sum in kroner with its layout over the years (docs/codebook.md, 'Amounts')."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Amount:
    """One sum as the agreement states it.

    `dkk`: the sum as written, whole kroner (of 'stigende til' and of a table row: the first sum). `kind`: an id of `codes.AMOUNT_KINDS`.
    `profile`: budget year -> kroner, positive also for savings; empty where the codebook says 'no profile'. `total`: the sum over the years when
    the text gives only that. `part_of`: a 'heraf' of the sum before it in the list, never added. `price_level`: the year of prices, None if unstated.
    `quote`: the words of the source that state the sum; `readings`: for an ambiguous sum, each possible meaning in Danish.
    """

    dkk: int
    kind: str
    profile: Mapping[int, int] = field(default_factory=dict)
    total: int | None = None
    ambiguous: bool = False
    assumed: bool = False
    part_of: bool = False
    price_level: int | None = None
    quote: str = ""
    readings: tuple[str, ...] = ()
