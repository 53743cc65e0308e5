"""Stock and flow of a paragraph's citizens, year by year, for many draws at a time. Numbers of persons are not rounded.

    need(t)      citizens(0) x product of (1 + growth)
    capacity(t)  own(0) + built share x places planned until t - delay x occupancy of the added places      (today's own places are as full as they are)
    leaving      own x turnover, external x turnover
    new          need(t) less those who stay, at least 0
    new own      the lesser of free own places and new x the share whom an own place suits
    moved home   of those who stay outside, at most the share whose plan makes a move suitable, into places then still free
Nobody is sent away: when need or capacity falls faster than citizens leave, those who are there stay.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FIELDS = ("need", "citizens", "own", "places", "new", "new_own", "moved_home")


class Course(NamedTuple):
    """Each an array of years 0..n by draws."""

    need: "Array"
    citizens: "Array"
    own: "Array"
    places: "Array"
    new: "Array"
    new_own: "Array"
    moved_home: "Array"


def run_course(need: "Array", added: "Array", draws: Mapping[str, "Array"]) -> Course:
    """`need`: years 0..n by draws; `added`: places planned, summed up, at the end of each of the years 0..n, by draws or for all; `draws`: the lines in per cent, by draw."""
    import numpy as np

    share = {name: values / 100 for name, values in draws.items()}
    out = {name: np.zeros_like(need) for name in FIELDS}
    out["need"] = need
    own = need[0] * share["own_share"]
    external = need[0] - own
    start = own
    out["citizens"][0], out["own"][0] = need[0], own
    for year in range(1, len(need)):
        built = _built(added, year - draws["delay_years"]) * share["built_share"]
        stay_own, stay_out = own * (1 - share["turnover_own"]), external * (1 - share["turnover_external"])
        new = np.maximum(need[year] - stay_own - stay_out, 0)
        free = np.maximum(start + built * share["added_occupancy"] - stay_own, 0)
        new_own = np.minimum(free, new * share["suitable_share"])
        moved = np.minimum(free - new_own, stay_out * share["move_home_share"])
        own, external = stay_own + new_own + moved, stay_out + new - new_own - moved
        for name, values in zip(FIELDS[1:], (own + external, own, built, new, new_own, moved), strict=True):
            out[name][year] = values
    return Course(**out)


def _built(added: "Array", when: "Array") -> "Array":
    """Places planned until a moment between two years' ends, straight between them; `added` of one column counts for all draws."""
    import numpy as np

    moment = np.clip(when, 0, len(added) - 1)
    before = moment.astype(int)
    after = np.minimum(before + 1, len(added) - 1)
    columns = np.arange(added.shape[1]) if added.shape[1] > 1 else np.zeros(1, dtype=int)
    return np.asarray(added[before, columns] + (added[after, columns] - added[before, columns]) * (moment - before), dtype=np.float64)


def grow(citizens: float, growth: "Array") -> "Array":
    """Need in the years 0..n from growth (per cent) in the years 1..n by draws."""
    import numpy as np

    first = np.full((1, growth.shape[1]), citizens)
    return np.vstack([first, citizens * np.cumprod(1 + growth / 100, axis=0)])
