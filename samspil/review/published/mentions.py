"""Where prose speaks of numbered tables: 'i tabel 2', 'tabel 1 og 3'."""

import re
from collections.abc import Iterable

_MENTION = re.compile(
    r"\b(?:tabel|tabellerne|oversigt|skema)\s+(\d{1,2})(?:(?:\s*[,-]\s*\d{1,2})*\s*(?:og|-|–)\s*(\d{1,2}))?(?![\d.,]*\d)", re.IGNORECASE
)


def find_mentions_of_tables(paragraphs: Iterable[str]) -> set[int]:
    """The numbers of the tables that the prose speaks of."""
    found: set[int] = set()
    for paragraph in paragraphs:
        for match in _MENTION.finditer(paragraph):
            found |= {int(number) for number in match.groups() if number}
    return found
