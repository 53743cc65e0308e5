"""What a sum is used for in its sentence: a price per thing, which lays out nothing; a fee or a limit, which are no sums of the initiative."""

from collections.abc import Sequence

from samspil.initiatives.amounts.numbers import THOUSAND
from samspil.initiatives.amounts.tokens import Token
from samspil.initiatives.amounts.words import has_any, match_at

UNIT_PRICE = "unit_price"  # '40 kr. pr. elev'
SMALL = "small"  # 'prisen holdes på 28 kr.': under a thousand kroner it is a price or a fee
LIMIT = "limit"  # 'indkøb over 500.000 kr.'

_PER = ("pr", "per")
_SPANS_OF_TIME = frozenset(["måneden", "dagen", "timen", "ugen", "døgnet", "kvartalet", "stykket", "stk"])


def flags_of_use(tokens: Sequence[Token], first: int, end: int, dkk: int) -> frozenset[str]:
    """The flags of the sum in tokens[first:end]: `unit_price`, `small` or `limit`, or none."""
    flags = set()
    is_fee = dkk < THOUSAND and has_any(tokens, "clauses", "fees", max(0, first - 6), first)
    if not is_fee and _is_unit_price(tokens, first, end):
        flags.add(UNIT_PRICE)
    elif dkk < THOUSAND:
        flags.add(SMALL)
    if _is_limit(tokens, first):
        flags.add(LIMIT)
    return frozenset(flags)


def _is_unit_price(tokens: Sequence[Token], first: int, end: int) -> bool:
    """'40 kr. ekstra pr. elev', '300 kr. i timen', 'prisen pr. plads er 1,2 mio. kr.'"""
    start = _past_each_year(tokens, end)
    after = [token.text for token in tokens[start : start + 5]]
    for place, word in enumerate(after[:2]):
        if _is_per_thing(after[place:]) or (word == "at" and _is_per_thing(after[place + 2 :])):
            return True  # '2,1 mio. kr. at opføre pr. plads'
        if word in ("om", "i") and after[place + 1 : place + 2] and after[place + 1] in _SPANS_OF_TIME:
            return True
    if _is_each_thing(tokens, first):
        return True
    before = [token.text for token in tokens[max(0, first - 5) : first]]
    return any(_is_per_thing(before[place:]) for place in range(len(before) - 1)) and before[-1] in (
        "er",
        "på",
        "udgør",
        "koster",
        "til",
        "med",
    )


def _is_each_thing(tokens: Sequence[Token], first: int) -> bool:
    """'hver skole får 25.000 kr.', 'hvert ton regnes som en udgift på 1.500 kr.'; not 'hvert år afsættes …', 'til hver af skolerne i 2026 …'"""
    for index in range(first - 2, max(-1, first - 10), -1):
        if tokens[index].text in (",", ";", ":"):
            return False
        if tokens[index].text in ("hver", "hvert"):
            thing = tokens[index + 1].text
            return thing[:1].isalpha() and not thing.endswith("år") and thing not in ("af", "eneste", "enkelt", "især", "andet", "anden")
    return False


def _past_each_year(tokens: Sequence[Token], end: int) -> int:
    """The index past 'om året', 'årligt' right behind the sum: '1,1 mio. kr. om året pr. borger'."""
    return end + match_at(tokens, end, "times", "each_year") if end < len(tokens) else end


def _is_per_thing(words: Sequence[str]) -> bool:
    """'pr. elev', 'per plads', '/time'; not 'pr. år' and 'pr. 1. januar'."""
    if not words or words[0] not in _PER:
        return False
    thing = words[2] if words[1:2] == ["."] and len(words) > 2 else words[1] if len(words) > 1 else ""
    return thing[:1].isalpha() and thing not in ("år", "budgetår", "overslagsår")


def _is_limit(tokens: Sequence[Token], first: int) -> bool:
    """'indkøb over 500.000 kr.', 'når kommunen bygger for mere end 5 mio. kr.'"""
    start = max(0, first - 3)
    if has_any(tokens, "clauses", "named_limits", start, first):
        return True  # 'tærskelværdien på 1,6 mio. kr.'
    at = next((place for place in range(start, first) if place + match_at(tokens, place, "clauses", "limit_words") == first), None)
    if at is None:
        return False
    near = max(0, at - 4)
    if has_any(tokens, "clauses", "limit_things", near, at) or has_any(tokens, "clauses", "limit_each", max(0, at - 10), at):
        return True
    sets_aside = has_any(tokens, "kinds", "allocation", near, at) or has_any(tokens, "kinds", "saving", near, at)
    return not sets_aside and at < 12 and match_at(tokens, 0, "clauses", "limit_openers") > 0
