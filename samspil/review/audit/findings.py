"""How a check says what it found: the words come from the catalogue, the quote from the article."""

from samspil.review.audit.article import Entry, Told
from samspil.values.finding import FINDING_KINDS, Finding
from samspil.vocabulary.texts import say


def find_at(
    kind: str, told: Told, key: str, expected: str, confidence: float, *, name: str = "", against: str = "", **words: object
) -> Finding:
    """A finding about a sentence. `key`: name of the message in the catalogue `audit`; `name`: the municipality; `words`: what the message is filled with."""
    return make(kind, told.table, name, told.text, (told.start, told.end), key, expected, confidence, against=against, **words)


def find_in_row(kind: str, entry: Entry, key: str, expected: str, confidence: float, *, against: str = "", **words: object) -> Finding:
    """A finding about a row as a whole: the quote is its name as printed."""
    return make(
        kind, entry.table.number, entry.name, entry.row.as_printed, entry.printed, key, expected, confidence, against=against, **words
    )


def make(
    kind: str,
    table: int | None,
    name: str,
    quote: str,
    place: tuple[int, int],
    key: str,
    expected: str,
    confidence: float,
    *,
    against: str = "",
    **words: object,
) -> Finding:
    """A finding with its message from the catalogue. Raises ValueError for an unknown kind."""
    if kind not in FINDING_KINDS:
        raise ValueError(kind)
    message = say(f"audit.{key}", **{"name": name, "table": table, "expected": expected, **words})
    return Finding(kind, table, name, quote, message, expected, round(confidence, 2), place[0], place[1], against)
