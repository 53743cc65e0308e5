"""Years told after the sum, in a clause or sentence that speaks of the money again: 'Det giver 2 mio. kr. om året. Besparelsen indregnes fra 2027.'"""

from collections.abc import Sequence
from dataclasses import replace

from samspil.initiatives.amounts.clause import EACH_YEAR, FROM, FULL_EFFECT, IN, LASTING, Clause
from samspil.initiatives.amounts.grammar import Sentence
from samspil.initiatives.amounts.ties import Time
from samspil.initiatives.amounts.words import has_any, match_at

_SHORT = 25  # tokens: a longer clause tells of more than when the money comes


def find_later_years(sentence: Sentence, start: int = 0) -> Clause | None:
    """The one year clause of a clause without sums that begins at token `start` with the money and says when it comes; else None."""
    tokens = sentence.tokens
    if (
        not sentence.clauses
        or start >= len(tokens)
        or not match_at(tokens, start, "clauses", "money_again")
        or len(tokens) - start > _SHORT
    ):
        return None
    end = next((index for index in range(start + 1, len(tokens)) if sentence.opens[index]), len(tokens))
    if not has_any(tokens, "clauses", "money_comes", start, end):
        return None
    own = [clause for clause in sentence.clauses if start < clause.first < end and clause.kind not in (EACH_YEAR, LASTING, FULL_EFFECT)]
    return own[0] if len(own) == 1 and own[0].kind in (FROM, IN) and not own[0].weak else None


def follow_up(sentence: Sentence, times: Sequence[Time]) -> list[Time]:
    """The times of a sentence whose last sum has no years of its own, with those of a clause behind it: '…, og beløbet er lagt ind fra 2027'."""
    if not times:
        return []
    for index in range(sentence.sums[-1].end, len(sentence.tokens)):
        if sentence.opens[index] or sentence.tokens[index - 1].text == ";":
            clause = find_later_years(sentence, index + (sentence.tokens[index].text in ("og", "men", "hvor")))
            if clause:
                return [*times[:-1], rest_on(times[-1], clause, sentence.budget_year)]
    return list(times)


def rest_on(time: Time, clause: Clause, budget_year: int) -> Time:
    """A time with the years told later; one that has years, or is a total, stays, and so does a yearly sum beside a single year."""
    if time.years or time.start or time.total or not budget_year <= min(clause.years) <= budget_year + 3:
        return time
    yearly = time.each_year or time.lasting
    if yearly and clause.kind != FROM:
        return time
    return replace(time, start=clause.years[0]) if yearly else replace(time, years=replace(clause, first=-1, end=-1))
