"""A sentence made ready: its tokens, sums, year clauses, and where its grammatical clauses begin."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samspil.initiatives.amounts.clause import IN, PERIOD, SPAN, Clause
from samspil.initiatives.amounts.named_years import read_modifier, read_named_years
from samspil.initiatives.amounts.numbers import looks_like_year
from samspil.initiatives.amounts.prices import is_price_year
from samspil.initiatives.amounts.sums import Sum, find_sums
from samspil.initiatives.amounts.tokens import DATE, NUMBER, WORD, Token
from samspil.initiatives.amounts.words import words_of
from samspil.initiatives.amounts.years import read_date, read_years


@dataclass(frozen=True, slots=True)
class Sentence:
    """`opens[i]`: a new clause begins at token i ('…, som', '… og der indregnes'). `budget_year`: the agreement's."""

    tokens: Sequence[Token]
    sums: Sequence[Sum]
    clauses: Sequence[Clause]
    opens: Sequence[bool]
    budget_year: int

    @classmethod
    def read(cls, tokens: Sequence[Token], budget_year: int) -> "Sentence":
        """Find sums, year clauses and clause starts in the tokens of one sentence; one without a sum or a year has none of them."""
        sums = find_sums(tokens)
        if not sums and not any(token.kind in {DATE, NUMBER} for token in tokens):
            return cls(tokens, sums, (), (), budget_year)
        taken = [False] * len(tokens)
        for one in sums:
            taken[one.first : one.end] = [True] * (one.end - one.first)
        return cls(tokens, sums, find_clauses(tokens, taken, budget_year), find_openings(tokens), budget_year)


def find_openings(tokens: Sequence[Token]) -> list[bool]:
    """For each token, whether a new clause begins there."""
    openers, subjects = words_of("clauses", "openers"), words_of("clauses", "subjects")
    opens = [False] * len(tokens)
    for index in range(1, len(tokens)):
        before, word = tokens[index - 1].text, tokens[index].text
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        after_comma = before == "," and word in openers
        main = word in ("og", "men") and following in subjects
        asked = before == "af" and word in ("om", "at", "hvordan", "hvilke", "hvad", "hvor", "hvorvidt") and following != "året"
        opens[index] = before == ";" or after_comma or main or asked
    return opens


def find_clauses(tokens: Sequence[Token], taken: Sequence[bool], budget_year: int) -> list[Clause]:
    """All year clauses of a sentence, in order. `taken` marks the tokens that are part of sums."""
    found: list[Clause] = []
    index = 0
    while index < len(tokens):
        clause = None if taken[index] else _read_clause(tokens, taken, index, budget_year, found[-1].end if found else 0)
        if clause:
            found.append(_rest_on_named(clause, tokens, found))
        index = clause.end if clause else index + 1
    return found


def _rest_on_named(clause: Clause, tokens: Sequence[Token], before: Sequence[Clause]) -> Clause:
    """'… i 2026 og 2027, og det giver 1 mio. kr. i begge år', '… i hvert af årene': the years named last.

    Without two years named before, 'begge år' names none, and 'hvert af årene' those of the horizon.
    """
    if clause.kind == PERIOD and clause.each and tokens[clause.end - 1].text == "årene" and tokens[clause.end - 2].text == "af":
        named = next((one for one in reversed(before) if one.kind in (IN, SPAN) and len(one.years) > 1), None)
        return replace(clause, kind=IN, years=named.years) if named else clause
    if clause.kind != PERIOD or clause.years:
        return clause
    years = next((one.years for one in reversed(before) if len(one.years) == 2), ())
    return replace(clause, kind=IN if years else "none", years=years)


def _read_clause(tokens: Sequence[Token], taken: Sequence[bool], index: int, budget_year: int, floor: int) -> Clause | None:
    token = tokens[index]
    if looks_like_year(token) and not is_price_year(tokens, index):
        return read_years(tokens, taken, index, floor)
    if token.kind == DATE:
        return read_date(tokens, index)
    if token.kind in (WORD, NUMBER) or token.text == "/":
        return read_named_years(tokens, index, budget_year, floor) or read_modifier(tokens, index)
    return None
