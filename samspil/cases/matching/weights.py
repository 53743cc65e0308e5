"""How what a need and a case share becomes a number: few weights, fixed, fitted on the tuning half of the judged needs (docs/case-matching.md)."""

from typing import NamedTuple


class Weights(NamedTuple):
    """Points for each share of 0 to 1 (of `name`: 1 when any name of the case is named); `start`: points before anything is shared.

    The first five: the part of what the need names of that kind that the case has too. `subject`: the same over matter, technology and area together.
    `words`: the part of the need's words, weighed by rarity, that the case has. `opposite`: the case goes the other way (taken home against tendered),
    or the need says no to its form or technology. `size`, `place`: a municipality of the like size, or the named one.
    """

    start: float = -6.8
    matter: float = 2.2
    technology: float = 4.0
    area: float = 1.2
    form: float = 1.2
    aim: float = 3.2
    subject: float = 3.1
    words: float = 4.0
    name: float = 5.0
    opposite: float = -2.1
    size: float = 0.15
    place: float = 0.3


WEIGHTS = Weights()
SHOWN_FROM = 0.08  # a case with a lower score is not shown
PLANS_FROM = 0.5  # nor is an initiative named as a plan like a case below this: it is said of a municipality, and there are many
