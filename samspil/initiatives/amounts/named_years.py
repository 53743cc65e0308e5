"""Years by name, and the words beside them: 'i overslagsårene', 'i hele perioden', 'de kommende tre år', 'derefter', 'årligt', 'i alt'."""

from collections.abc import Iterator, Sequence

from samspil.initiatives.amounts.clause import (
    AFTER,
    EACH_YEAR,
    ESTIMATE,
    FULL_EFFECT,
    IN,
    LASTING,
    OVER,
    PERIOD,
    SPAN,
    TOTAL,
    Clause,
)
from samspil.initiatives.amounts.numbers import NUMERALS, looks_like_year
from samspil.initiatives.amounts.tokens import CURRENCY, NUMBER, UNIT, WORD, Token
from samspil.initiatives.amounts.words import match_at, names_starting, words_of
from samspil.values.codes import horizon

_AFTER_ALONE = frozenset(["og", "samt", "men", "er", "afsættes", "bliver", "til", "med", "i", "på"])  # behind 'året efter'
_SPANS = {"toårig": 2, "treårig": 3, "fireårig": 4, "femårig": 5}


_NAMES = ("each_of_period", "both_years", "after", "estimate", "period", "budget_year", "second_year")
_MODIFIERS = {"each_year": EACH_YEAR, "total": TOTAL, "lasting": LASTING, "onward": LASTING, "full_effect": FULL_EFFECT}


def read_named_years(tokens: Sequence[Token], index: int, budget_year: int, floor: int) -> Clause | None:
    """'i overslagsårene', 'i hele perioden', 'de kommende tre år', 'næste år', 'derefter'."""
    first, over = _preposition(tokens, index, floor)
    begun = names_starting("times", _NAMES, tokens[index].text[:60])
    for name, kind, years, each in _named(budget_year) if begun else ():
        length = match_at(tokens, index, "times", name) if name in begun else 0
        if length and not _goes_on(tokens, index + length, name):
            is_over = over and kind in (PERIOD, IN) and len(years) != 1
            return Clause(OVER if is_over else kind, first, index + length, years, each, count=_count_after(tokens, index, kind))
    return _read_some_years(tokens, index, budget_year, first, over, floor) or _read_estimate_year(tokens, index, budget_year, first)


def _count_after(tokens: Sequence[Token], index: int, kind: str) -> int | None:
    """How many later years: one for 'året efter' and 'det efterfølgende år', two for 'de to følgende år', None for all."""
    if kind != AFTER:
        return None
    return 1 if tokens[index].text in ("det", "året") else NUMERALS.get(tokens[index - 1].text) if index else None


def _named(budget_year: int) -> Iterator[tuple[str, str, tuple[int, ...], bool]]:
    window = horizon(budget_year)
    yield "each_of_period", PERIOD, window, True
    yield "both_years", PERIOD, (), True
    yield "after", AFTER, (), True
    yield "estimate", ESTIMATE, window[1:], True
    yield "period", PERIOD, window, False
    yield "budget_year", IN, window[:1], False
    yield "second_year", IN, window[1:2], False


def _goes_on(tokens: Sequence[Token], end: int, name: str) -> bool:
    """Whether years or a noun follow, so that it is no clause of its own: 'i perioden 2026-2029', 'den efterfølgende evaluering'."""
    if end >= len(tokens):
        return False
    following = tokens[end]
    if name == "each_of_period" and following.text in ("derefter", "herefter"):
        return True  # 'i hvert af årene derefter'
    if name in ("estimate", "period", "each_of_period"):
        is_money = end + 1 < len(tokens) and tokens[end + 1].kind in (UNIT, CURRENCY)  # 'i hvert af årene 1 mio. kr.'
        return following.kind == NUMBER and not is_money and (looks_like_year(following) or len(following.text) == 1)
    if name in ("budget_year", "second_year"):
        return looks_like_year(following) or tokens[max(0, end - 3)].text == "hvert"  # 'i budgetåret 2027', 'hvert andet år'
    if name == "after" and tokens[end - 2].text == "året" and following.kind == WORD and following.text not in _AFTER_ALONE:
        return True  # 'i året efter indflytningen'
    adjective = tokens[end - 1].text == "efterfølgende" and tokens[max(0, end - 2)].text in ("den", "det", "en", "et", "de", "ved", "til")
    return name == "after" and adjective


def _preposition(tokens: Sequence[Token], index: int, floor: int) -> tuple[int, bool]:
    """Where the clause begins when its preposition is counted in, and whether that is 'over'."""
    place = index
    while place > floor and place > index - 3 and tokens[place - 1].text in words_of("year_words", "before_named"):
        place -= 1
    return place, any(token.text in ("over", "henover", "fordelt") for token in tokens[place:index])


def _read_some_years(tokens: Sequence[Token], index: int, budget_year: int, first: int, over: bool, floor: int) -> Clause | None:
    """'de kommende tre år', 'de første to år', 'over fire år', 'i tre år', 'en treårig periode', 'de følgende tre år'."""
    words = [token.text for token in tokens[index : index + 3]]
    if words[0] in _SPANS and len(words) > 1 and words[1].startswith("periode"):
        years = tuple(range(budget_year, budget_year + _SPANS[words[0]]))
        return Clause(OVER if over else SPAN, first, index + 2, years)  # 'i en treårig periode'
    if words[0] in NUMERALS and words[1:2] and words[1] in ("første", "sidste", "næste", "øvrige"):
        return _read_end_years(tokens, index, budget_year, first, floor)
    following = words[0] in ("følgende", "efterfølgende", "påfølgende") or (
        words[0] == "næste" and any(map(looks_like_year, tokens[:index]))
    )
    known = following or words[0] in ("kommende", "næste", "første")
    count = NUMERALS.get(words[1] if known and len(words) > 1 else words[0])
    unit = words[2 if known else 1] if len(words) > (2 if known else 1) else ""
    prepositions = [token.text for token in tokens[max(0, index - 2) : index]]
    if count is None or unit not in ("år", "budgetår") or not (known or over or prepositions[-1:] == ["i"]):
        return None
    if following:
        return Clause(AFTER, first, index + 3, (), True, count=count)
    each = "af" in prepositions or "hvert" in [token.text for token in tokens[max(0, index - 4) : index]]
    years = tuple(range(budget_year, budget_year + count))
    return Clause(OVER if over else SPAN, first, index + (3 if known else 2), years, each)


def _read_end_years(tokens: Sequence[Token], index: int, budget_year: int, first: int, floor: int) -> Clause:
    """'de to første år', 'de to sidste': of the horizon; 'de to næste': from the last year named before, if there is one."""
    words = [token.text for token in tokens[index : index + 3]]
    count, window, end = NUMERALS[words[0]], horizon(budget_year), index + (3 if words[2:3] == ["år"] else 2)
    if words[1] == "øvrige" or (words[1] == "næste" and floor):
        return Clause(AFTER, first, end, (), True, count=count)
    years = window[-count:] if words[1] == "sidste" else tuple(range(budget_year, budget_year + count))
    each = words[1] != "næste" and "hvert" in [token.text for token in tokens[max(0, index - 4) : index]]
    return Clause(SPAN, first, end, years, each)


def _read_estimate_year(tokens: Sequence[Token], index: int, budget_year: int, first: int) -> Clause | None:
    """'i overslagsår 2', 'i BO2'."""
    word = tokens[index].text
    if word in ("bo1", "bo2", "bo3"):
        return Clause(IN, first, index + 1, (budget_year + int(word[-1]),))
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if word in ("overslagsår", "bo") and following in ("1", "2", "3"):
        return Clause(IN, first, index + 2, (budget_year + int(following),))
    return None


def read_modifier(tokens: Sequence[Token], index: int) -> Clause | None:
    """'årligt', 'varigt', 'i alt', 'fuldt indfaset'."""
    for name in names_starting("times", tuple(_MODIFIERS), tokens[index].text[:60]):
        length = match_at(tokens, index, "times", name)
        if length:
            return Clause(_MODIFIERS[name], index, index + length)
    return None
