"""Something odd in municipal accounts: what, whose, which year and function, with the figures it rests on. Texts: `competition.coverage.telling`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

NOTE, ODD = "note", "odd"  # to know when the figures are read; to look into before they are used


@dataclass(frozen=True, slots=True)
class AccountFinding:
    """`kind`: a key of docs/competition.md ('factor_thousand', 'sign', 'missing_functions', 'missing_year', 'jump', 'ferry', ...); `weight`: NOTE or ODD.

    `municipality` (four digits), `year` (0) and `function` are empty where it is told of all. `numbers`: kroner, counts and ratios by name;
    `words`: codes by name, such as the functions that are missing.
    """

    kind: str
    weight: str
    municipality: str = ""
    year: int = 0
    function: str = ""
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
