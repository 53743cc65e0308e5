"""Counts of municipalities stated in the prose: '19 ud af 98 kommuner', 'syv kommuner', 'mindst seks kommuner'."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from samspil.passages.sentences import find_sentences
from samspil.review.published.numbers import read_count, read_number_words
from samspil.review.published.words import as_words, find_words, read_words
from samspil.values.codes import MUNICIPALITIES_IN_DENMARK

_MOST_BETWEEN = 3  # words between the number and 'kommuner'
_LONGEST_SENTENCE = 3_000  # characters; longer ones are no sentences
_NEAR = 30  # characters behind 'kommuner'
_FEWEST_OF = 11  # a whole smaller than this makes a share ('to ud af tre'), not a count of a whole country
_NO_COUNT = re.compile(r"(?:^|\s)(?:\d+|tabel|side|kapitel|kr\.|§)\s*$")  # before a number that counts nothing
_BODIES = r"kommune(?:r|rne|rnes|rs)?|byråd|byrådene|kommunalbestyrelser(?:ne)?"


@dataclass(frozen=True, slots=True)
class Statement:
    """A count in a sentence. `start`/`end`: the sentence in the paragraph; `count` None when the words count nothing exactly ('knap 20', 'hver femte').
    `subset`: a part of, or an addition to, what was counted before. `at`: where the number stands in the paragraph; `until`: where the next one of the sentence does, or the sentence ends.
    """

    start: int
    end: int
    quote: str
    count: int | None
    at_least: bool = False
    of: int | None = None
    subset: bool = False
    at: int = 0
    until: int = 0


def find_statements(paragraph: str) -> list[Statement]:
    """All counts of municipalities in a paragraph, in order; nothing that counts places, kroner, years, or the 98 alone."""
    found: list[Statement] = []
    for start, end in find_sentences(paragraph):
        if end - start > _LONGEST_SENTENCE:
            continue
        sentence = paragraph[start:end]
        counts = [each for match in _counts().finditer(sentence) if (each := _read(sentence, match, start, end))]
        if not counts and (share := _shares().search(sentence)):
            counts = [Statement(start, end, sentence, None, at=start + share.start())]
        ends = [*(each.at for each in counts[1:]), end]
        found += [replace(each, until=until) for each, until in zip(counts, ends, strict=False)]
    return found


@functools.cache
def _counts() -> re.Pattern[str]:
    number = "|".join(sorted(map(re.escape, read_number_words()), key=len, reverse=True))
    between = "|".join(map(re.escape, read_words()["claims"]["between"]))
    whole = rf"(?:\s+(?:ud\s+)?af\s+(?:(?:i\s+alt|landets|danmarks|de|alle|samtlige|vores|regionens)\s+)*(?P<of>\d{{1,3}}|{number})(?![\w.,-]*\d))"
    head = rf"(?:(?:\s+(?:{between})){{0,{_MOST_BETWEEN}}}\s+(?P<body>{_BODIES})(?!\w))"
    return re.compile(
        rf"(?<![\w.,–-])(?P<number>\d{{1,3}}|{number})(?![\d%]|[.,]\d)(?:(?P<range>\s?[-–]\s?\d+)?){whole}?{head}?", re.IGNORECASE
    )


@functools.cache
def _shares() -> re.Pattern[str]:
    """'hver femte kommune', '20 procent af kommunerne', 'halvdelen af landets kommuner'."""
    shares = "|".join(as_words(each) for each in read_words()["claims"]["counted_shares"])
    return re.compile(rf"(?<!\w)(?:{shares})(?:\s+\w+){{0,3}}?\s+(?:{_BODIES})(?!\w)", re.IGNORECASE)


def _read(sentence: str, match: re.Match[str], start: int, end: int) -> Statement | None:
    count, of = read_count(match["number"]), read_count(match["of"] or "")
    body = (match["body"] or "").casefold()
    before = sentence[: match.start()].casefold().rstrip()
    if count is None or count == 0 or not _is_count(sentence, match, count, body, before):
        return None
    words = read_words()["claims"]
    exact = not match["range"] and not _ends_with(before, words["vague"]) and (of is None or of >= _FEWEST_OF)
    behind = sentence[match.end() : match.end() + _NEAR]
    subset = _ends_with(before, words["subset"]) or any(
        find_words(group, "claims").search(where) for group, where in (("subset_adjectives", match[0]), ("elsewhere", behind))
    )
    at_least = (
        _ends_with(before, words["at_least"])
        or re.match(r"\s+eller\s+flere|\s+\(?mindst", sentence[match.end() :], re.IGNORECASE) is not None
    )
    return Statement(start, end, sentence, count if exact else None, at_least, of, subset, start + match.start())


def _is_count(sentence: str, match: re.Match[str], count: int, body: str, before: str) -> bool:
    """Whether the number counts municipalities that do something: not 'en kommune', not 'landets 98 kommuner', not how many agreements were read."""
    whole = read_count(match["of"] or "")
    if not body:
        return whole == MUNICIPALITIES_IN_DENMARK
    if whole is None and (count == MUNICIPALITIES_IN_DENMARK or not _agrees(match["number"].casefold(), count, body)):
        return False
    return _NO_COUNT.search(before) is None and not _counts_agreements(sentence, match, body)


def _agrees(number: str, count: int, body: str) -> bool:
    """'én kommune', 'to kommuner'; 'en kommune' is any municipality."""
    return count == 1 and number not in ("en", "et") if body in ("kommune", "byråd") and count <= 1 else body != "kommune"


def _counts_agreements(sentence: str, match: re.Match[str], body: str) -> bool:
    """'Vi har gennemgået 95 af landets 98 kommuners budgetaftaler'."""
    behind = sentence[match.end() : match.end() + 40].casefold()
    agreements = match["of"] is not None or body.endswith("s") or "aftale" in behind or "forlig" in behind
    return agreements and find_words("reading", "claims").search(sentence) is not None


def _ends_with(before: str, words: Sequence[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}\.?$", before) is not None for word in words)
