"""Does a quote stand in a passage? Exactly but for blanks, or so nearly that only the copying can have gone wrong."""

import re
import unicodedata

import numpy as np

SIMILAR = 0.95
FEWEST_LETTERS = 15  # a shorter quote must be nearly the whole passage: 'kr.' stands everywhere
WHOLE = 0.9
LONGEST_COMPARED = 4000  # a longer quote must stand there exactly

FOUND, TOO_SHORT, NOT_FOUND = "found", "quote_too_short", "quote_not_found"

_TRIMMED = " \"'»«“”„’‘…*•"
_SAME = str.maketrans(
    {"–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "“": '"', "”": '"', "„": '"', "»": '"', "«": '"', "’": "'", "‘": "'"}
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def check_quote(quote: str, passage: str) -> str:
    """FOUND, TOO_SHORT or NOT_FOUND."""
    wanted, there = flatten(quote.strip(_TRIMMED)), flatten(passage)
    if sum(letter.isalpha() for letter in wanted) < FEWEST_LETTERS and len(wanted) < WHOLE * len(there):
        return TOO_SHORT
    if wanted and (wanted in there or similarity(wanted, there) >= SIMILAR):
        return FOUND
    return NOT_FOUND


def flatten(text: str) -> str:
    """One spelling of blanks, dashes and quotation marks, nothing invisible."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).translate(_SAME).split())


def similarity(quote: str, passage: str) -> float:
    """1 less the share of letters to change so that the quote stands somewhere in the passage (Sellers' approximate matching)."""
    if not quote or len(quote) > min(
        len(passage) / SIMILAR, LONGEST_COMPARED
    ):  # even if every letter of the passage fitted, too many would be left over
        return 0.0
    here = np.array([ord(letter) for letter in passage])
    steps = np.arange(len(passage) + 1)
    row = np.zeros(len(passage) + 1, dtype=np.int64)  # a match may begin anywhere
    for n, letter in enumerate(quote, 1):
        change = np.empty_like(row)
        change[0] = n
        change[1:] = np.minimum(row[:-1] + (here != ord(letter)), row[1:] + 1)
        row = np.minimum.accumulate(change - steps) + steps
        if row.min() > len(quote) * (1 - SIMILAR) + 1:
            return 0.0
    return 1.0 - float(row.min()) / len(quote)
