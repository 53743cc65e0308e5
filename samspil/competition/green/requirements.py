"""A climate requirement as written on the command line or in a form: 'CATEGORY=LOW-HIGH:SOURCE', several categories with '+' between them."""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from difflib import get_close_matches

from samspil.competition.user_table import LONGEST_TEXT, blame, fold, show
from samspil.values.competition_green import Requirement

_WISH = re.compile(
    r"(?P<names>.+?)=\s*(?P<low>[0-9]{1,3}(?:,[0-9]{1,4})?)\s*%?\s*[-–]\s*(?P<high>[0-9]{1,3}(?:,[0-9]{1,4})?)\s*%?\s*:(?P<source>.*)",
    re.DOTALL,
)


def parse_requirements(wishes: Sequence[str], categories: Collection[str]) -> tuple[Requirement, ...]:
    """The requirements; `categories`: those of the spend file. Raises CompetitionError: no such category, one in two requirements, a bad range, no source."""
    taken: dict[str, None] = {}
    found = []
    for wish in wishes:
        one = parse_requirement(wish, categories)
        for name in one.categories:
            if name in taken:
                raise blame("requirement_twice", show(wish), category=show(name))
            taken[name] = None
        found.append(one)
    return tuple(found)


def parse_requirement(wish: str, categories: Collection[str]) -> Requirement:
    """One of them: 'Transport+Fødevarer=10-30:SOURCE' is a fall of 10 to 30 per cent. Raises CompetitionError."""
    match = _WISH.fullmatch(wish.strip())
    if match is None or not wish.isprintable() or len(wish) > 4 * LONGEST_TEXT:
        raise blame("bad_requirement", show(wish))
    low, high = (Decimal(match[key].replace(",", ".")) / 100 for key in ("low", "high"))
    if not low <= high <= 1:
        raise blame("requirement_range", show(wish))
    source = " ".join(match["source"].split())
    if not source:
        raise blame("requirement_source", show(wish))
    return Requirement(_find(match["names"].strip(), categories, show(wish)), low, high, source)


def _find(text: str, categories: Collection[str], place: str) -> tuple[str, ...]:
    known = {fold(name): name for name in categories}
    parts = [text] if fold(text) in known else [part.strip() for part in text.split("+")]
    for part in parts:
        if fold(part) not in known:
            near = get_close_matches(fold(part), known, 1, 0.6)
            raise blame("no_category", place, category=show(part), near=show(known[near[0]]) if near else "–")
    return tuple(dict.fromkeys(known[fold(part)] for part in parts))
