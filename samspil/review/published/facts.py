"""What an article says of itself: the budget year it reviews and the day it was published."""

import re
from collections import Counter
from collections.abc import Sequence

from samspil.review.names import find_dates
from samspil.vocabulary.municipalities import find_mentions

_YEAR = r"(20[0-6]\d)(?!\d)"
_STATED = re.compile(
    rf"(?:budget\w*|forlig\w*|aftale\w*)(?:\s+(?!budget)[^\W\d_]+){{0,4}}?\s+(?:for|i|til|på)?\s*(?:budgetåret\s+|året\s+)?{_YEAR}|budget(?:år(?:et)?)?\s+{_YEAR}|{_YEAR}[- ]?(?:budget|aftale)\w*",
    re.IGNORECASE,
)
_HEAD = 12  # lines among which the date of publication stands


def find_stated_year(prose: Sequence[str]) -> tuple[int | None, tuple[int, ...]]:
    """The budget year the prose speaks of, None when it speaks of none or of several equally often; and all years stated, most often first."""
    counts: Counter[int] = Counter()
    for number, paragraph in enumerate(prose):
        for match in _STATED.finditer(paragraph):
            counts[int(next(group for group in match.groups() if group))] += 3 if number < 3 else 1
    ranked = counts.most_common()
    clear = ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])
    return (ranked[0][0] if clear else None), tuple(year for year, _count in ranked)


def find_published(lines: Sequence[str]) -> str:
    """The first full date in the article's head, as ISO; '' without one."""
    for line in lines[:_HEAD]:
        if len(line) <= 120 and (dates := find_dates(line)):
            return dates[0][0].isoformat()
    return ""


def names_municipalities(text: str) -> bool:
    """Whether a text names any municipality, or speaks of them."""
    return bool(find_mentions(text)) or re.search(r"\bkommune", text, re.IGNORECASE) is not None
