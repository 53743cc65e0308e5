"""A sum that goes on from the one before it in the sentence: it is what that one is, set aside or saved."""

from collections.abc import Sequence

from samspil.initiatives.amounts.grammar import Sentence
from samspil.initiatives.amounts.numbers import is_signed
from samspil.initiatives.amounts.sums import HEADED

_COORDINATES = frozenset(["og", "men", "eller"])
_GOES_ON = frozenset(["og", "samt", "men", "derefter", "herefter", "dernæst", "så", "siden", "senere"])


def find_listed(sentence: Sentence, place: int, before: Sequence[str]) -> str:
    """'2 mio. kr. i 2026 og 3 mio. kr. i 2027', '…, og i 2027 og frem 3 mio. kr.': the second sum is what the first is."""
    both = (sentence.sums[place - 1], sentence.sums[place])
    if all(HEADED in one.flags for one in both) and not is_signed(sentence.tokens, both[0].first):
        return before[-1]
    return before[-1] if only_years_between(sentence, sentence.sums[place - 1].end, sentence.sums[place].first) else ""


def find_resumed(sentence: Sentence, place: int, before: Sequence[str]) -> str:
    """'1 mio. kr. i 2026, hvor aftalen kun gælder et halvt år, og 2 mio. kr. fra 2027': a clause between the two, and years right behind each."""
    start, one = sentence.sums[place - 1].end, sentence.sums[place]
    begun = next((n for n in range(start, one.first) if sentence.opens[n]), None)
    closed = next((n for n in range(one.first - 1, start, -1) if sentence.tokens[n].text == ","), None)
    timed = {clause.first for clause in sentence.clauses}
    if begun is None or closed is None or not begun < closed or sentence.tokens[begun].text in _COORDINATES:
        return ""
    if start not in timed or timed.isdisjoint((one.end, one.end + 1)):  # 'i' may stand before the clause: 'i hvert af de følgende år'
        return ""
    return before[-1] if only_years_between(sentence, start, begun) and _only_goes_on(sentence, closed, one.first) else ""


def _only_goes_on(sentence: Sentence, comma: int, first: int) -> bool:
    words = [token.text for token in sentence.tokens[comma + 1 : first]]
    return bool(words) and set(words) <= _GOES_ON


def find_inherited(sentence: Sentence, place: int, before: Sequence[str]) -> str:
    """'2 mio. kr. til A og 3 mio. kr. til B': in one clause the second sum is what the first is."""
    return "" if any(sentence.opens[sentence.sums[place - 1].end : sentence.sums[place].first]) else before[-1]


def only_years_between(sentence: Sentence, start: int, first: int) -> bool:
    """Whether tokens[start:first] are year clauses and what lists them, nothing else."""
    covered = {index for clause in sentence.clauses for index in range(clause.first, clause.end)}
    return all(sentence.tokens[index].text in (",", "og", "samt") for index in range(start, first) if index not in covered)
