"""A year clause: the words that tie a sum to years, and what they say about it."""

from dataclasses import dataclass

# What a clause says about the money (codebook, table of 'Amounts')
IN = "in"  # 'i 2026', 'i 2026 og 2027', 'i både 2026 og 2027'
SPAN = "span"  # 'i 2026-2029'
FROM = "from"  # 'fra 2027', 'i 2027 og frem'
UNTIL = "until"  # 'frem til 2028'
OVER = "over"  # 'over 2026-2029', 'over fire år'
AFTER = "after"  # 'derefter', 'i de følgende år'
ESTIMATE = "estimate"  # 'i overslagsårene'
PERIOD = "period"  # 'i hele perioden'
EACH_YEAR = "each_year"  # 'årligt'
LASTING = "lasting"  # 'varigt', 'fremover'
TOTAL = "total"  # 'i alt'
FULL_EFFECT = "full_effect"  # 'fuldt indfaset'
YEAR_KINDS = frozenset([IN, SPAN, FROM, UNTIL, OVER, AFTER, ESTIMATE, PERIOD])


@dataclass(frozen=True, slots=True)
class Clause:
    """A year clause: tokens[first:end]. `each`: 'både', 'hvert af'. `weak`: belongs to money only right beside a sum ('medio 2026').
    `count`: how many years ('de to følgende år')."""

    kind: str
    first: int
    end: int
    years: tuple[int, ...] = ()
    each: bool = False
    weak: bool = False
    count: int | None = None
