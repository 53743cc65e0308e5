"""Which year clause belongs to which sum. A clause may stand before or after its sum; the one near the sum wins."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samspil.initiatives.amounts.clause import (
    AFTER,
    EACH_YEAR,
    FROM,
    FULL_EFFECT,
    IN,
    LASTING,
    OVER,
    PERIOD,
    SPAN,
    TOTAL,
    YEAR_KINDS,
    Clause,
)
from samspil.initiatives.amounts.grammar import Sentence
from samspil.initiatives.amounts.numbers import is_dash
from samspil.initiatives.amounts.words import has_any, words_of
from samspil.values.codes import horizon

_JOINTS = frozenset(
    [",", "og", "samt", "men", ";", "mens", "stigende", "faldende", "voksende", "aftagende", "heraf", "hvoraf", "eller", "."]
)
_MODIFIERS = frozenset([EACH_YEAR, LASTING, TOTAL, FULL_EFFECT])
_LEADS = frozenset(["og", ",", "samt", "men", ";", ":", "mens", ".", "til", "heraf"])
_SMALL = frozenset(
    [
        ",",
        "(",
        ")",
        "ekstra",
        "mere",
        "mindre",
        "netto",
        "brutto",
        "billigere",
        "lavere",
        "dyrere",
        "alene",
        "frem",
        "og",
        "-",
        "–",
        "afsat",
        "afsættes",
        "af",
        "ind",
    ]
)


@dataclass(frozen=True, slots=True)
class Time:
    """What is said about a sum's years: one clause with years, and 'årligt', 'varigt', 'i alt' beside it.

    `start`: the year that an 'årligt' without years begins in, when the sentence (or the one before) says so elsewhere.
    """

    years: Clause | None = None
    each_year: bool = False
    lasting: bool = False
    total: bool = False
    full_effect: bool = False
    start: int | None = None
    clauses: tuple[Clause, ...] = ()


def tie_years(sentence: Sentence, from_before: set[int]) -> list[Time]:
    """The `Time` of each sum of the sentence, in order. `from_before`: start years named in the sentence before."""
    sides = _share_out(sentence)
    times = [_time_of(sentence, place, *sides[place]) for place in range(len(sentence.sums))]
    times = _pair_lists(sentence, times)
    return _rest_on_others(sentence, times, from_before)


def _share_out(sentence: Sentence) -> list[tuple[list[Clause], list[Clause]]]:
    """For each sum the clauses before it and the clauses after it that may be its own."""
    sides: list[tuple[list[Clause], list[Clause]]] = [([], []) for _ in sentence.sums]
    if not sides:
        return sides
    place = 0
    for clause in sentence.clauses:
        while place < len(sides) and sentence.sums[place].first < clause.first:
            place += 1
        if place == 0:
            sides[0][0].append(clause)
        elif place == len(sides) or _looks_back(sentence, place, clause, sides):
            sides[place - 1][1].append(clause)
        else:
            sides[place][0].append(clause)
    return sides


def _looks_back(sentence: Sentence, place: int, clause: Clause, sides: Sequence[tuple[list[Clause], list[Clause]]]) -> bool:
    """Between two sums: whether the clause belongs to the left one ('2 mio. kr. i 2026 og 3 mio. kr. …')."""
    left, right = sentence.sums[place - 1], sentence.sums[place]
    words = [token.text for token in sentence.tokens]
    if sides[place][0] or (clause.kind == TOTAL and clause.end == right.first):
        return False  # a clause before it already looks ahead; 'i alt 4 mio. kr.'
    if words[clause.end] == ":":
        return False  # '2026: 1 mio. kr. 2027: 2 mio. kr.'
    if _reach(sentence, left.end, sides[place - 1][1]) == clause.first:
        return True
    if words[clause.first - 1] in _LEADS or (clause.kind == TOTAL and right.first - clause.end <= 3):
        return False
    ends_left = bool(_JOINTS.intersection(words[clause.end : right.first]))
    return ends_left or not _JOINTS.intersection(words[left.end : clause.first])


def _reach(sentence: Sentence, end: int, clauses: Sequence[Clause]) -> int:
    """How far a sum reaches when the clauses that follow it without a gap are counted in."""
    for clause in clauses:
        between = [token.text for token in sentence.tokens[end : clause.first]]
        if not all(word in _SMALL and word != "og" for word in between):
            break
        end = clause.end
    while end < len(sentence.tokens) and sentence.tokens[end].text in ("(", "ekstra", "mere", "mindre", "netto", "billigere"):
        end += 1
    return end


def _time_of(sentence: Sentence, place: int, before: list[Clause], after: list[Clause]) -> Time:
    ahead = [clause for clause in before if _leads_to(sentence, clause, place)]
    behind = [clause for clause in after if clause.first < _limit(sentence, place, after)]
    years = _choose_years(sentence, place, ahead, behind)
    modifiers = [clause for clause in (*ahead, *behind) if clause.kind in _MODIFIERS and _may_modify(sentence, place, clause)]
    kinds = {clause.kind for clause in modifiers}
    if years and EACH_YEAR in kinds and _is_start(sentence, place, years, behind):
        years = replace(years, kind=FROM)
    used = tuple(clause for clause in (*ahead, *behind) if clause in modifiers or (years and clause.first == years.first))
    return Time(years, EACH_YEAR in kinds, LASTING in kinds, TOTAL in kinds, FULL_EFFECT in kinds, None, used)


def _is_start(sentence: Sentence, place: int, years: Clause, behind: Sequence[Clause]) -> bool:
    """'sendes i udbud i 2027 med en besparelse på 1 mio. kr. årligt': one year away from the sum is when the yearly sum begins."""
    if years.kind != IN or len(years.years) != 1 or years.each:
        return False
    return years not in behind or years.first > _reach(sentence, sentence.sums[place].end, behind)


def _leads_to(sentence: Sentence, clause: Clause, place: int) -> bool:
    """Whether a clause before the sum speaks of it: no new clause begins between them, and it does not close with a subordinate clause."""
    first = sentence.sums[place].first
    between = [token.text for token in sentence.tokens[clause.end : first]]
    if between[:1] == [":"] and is_dash(sentence.tokens[first - 1]):
        between = between[:-1]  # '2026: -200'
    if clause.weak:
        return not between or between == [":"]
    if any(sentence.opens[clause.end : first]):
        return _is_expected(sentence, clause, first) or _is_resumed(sentence, clause, first)
    if clause.kind == TOTAL:
        return len(between) <= 4
    return "," not in between or not _is_subordinate(sentence, clause.first)


def _is_expected(sentence: Sentence, clause: Clause, first: int) -> bool:
    """'Fra 2027 regner vi med, at det koster 1 mio. kr. mindre': the sentence opens with the year, and what is expected is the sum."""
    openings = [index for index in range(clause.end, first) if sentence.opens[index]]
    if clause.kind not in YEAR_KINDS or clause.first > 0 or [sentence.tokens[index].text for index in openings] != ["at"]:
        return False
    return any(token.text in words_of("clauses", "expecting") for token in sentence.tokens[clause.end : openings[0]])


def _is_resumed(sentence: Sentence, clause: Clause, first: int) -> bool:
    """'I 2029, når alle er flyttet ind, spares 2 mio. kr.': the sentence opens with the year, and goes on behind what is put in."""
    openings = [index for index in range(clause.end, first) if sentence.opens[index]]
    if clause.kind not in YEAR_KINDS or clause.first > 0 or openings != [clause.end + 1]:
        return False
    return any(token.text == "," for token in sentence.tokens[clause.end + 2 : first])


def _is_subordinate(sentence: Sentence, index: int) -> bool:
    """Whether token `index` stands in a clause opened by 'som', 'der', 'når' and their like."""
    while index > 0 and not sentence.opens[index]:
        index -= 1
    return sentence.tokens[index].text in words_of("clauses", "openers") - {"og", "men", "så"}


def _limit(sentence: Sentence, place: int, after: Sequence[Clause]) -> int:
    """How far to the right the sum's own clause goes; a 'der/som' right behind the sum that is about the money is counted in."""
    one = sentence.sums[place]
    stop = sentence.sums[place + 1].first if place + 1 < len(sentence.sums) else len(sentence.tokens)
    near = _reach(sentence, one.end, after)
    for index in range(one.end, stop):
        if sentence.opens[index] and not (index <= near + 1 and _is_about_money(sentence, index)):
            return index
    return stop


def _is_about_money(sentence: Sentence, index: int) -> bool:
    words = [token.text for token in sentence.tokens[index : index + 7]]
    return words[0] in ("der", "som") and bool(words_of("clauses", "money_verbs").intersection(words[1:]))


def _choose_years(sentence: Sentence, place: int, ahead: Sequence[Clause], behind: Sequence[Clause]) -> Clause | None:
    one = sentence.sums[place]
    reach = _reach(sentence, one.end, behind)
    afters = [clause for clause in behind if clause.kind in YEAR_KINDS and (not clause.weak or clause.end <= reach)]
    after = min(afters, key=lambda clause: _is_bygone(sentence, clause), default=None)
    before = next((clause for clause in reversed(ahead) if clause.kind in YEAR_KINDS), None)
    if after is None or before is None:
        return after or before
    if after.kind == PERIOD and after.each and before.years:
        return replace(before, each=True)  # 'i 2026 og 2027 med 450.000 kr. hvert af årene'
    if after.end <= reach:
        return after
    return before if _is_set_before(sentence, before, one.first) else after


def _is_bygone(sentence: Sentence, clause: Clause) -> bool:
    """'… der i budgettet for 2025 var regnet med til betaling i 2028': where another year stands too, the bygone one is not meant."""
    return bool(clause.years) and max(clause.years) < sentence.budget_year


def _is_set_before(sentence: Sentence, clause: Clause, first: int) -> bool:
    """'I 2026 afsættes 2 mio. kr. til at forberede …': the clause opens the sentence or leads straight to the money."""
    if clause.first == 0 or clause.kind == AFTER or clause.end == first:
        return True
    return sentence.opens[clause.first] or has_any(sentence.tokens, "kinds", "allocation", clause.end, first)


def _may_modify(sentence: Sentence, place: int, clause: Clause) -> bool:
    """Not 'et årligt møde': an adjective with its own article and noun behind the sum says nothing about it."""
    one = sentence.sums[place]
    behind = clause.first >= one.end
    before, word = sentence.tokens[clause.first - 1].text, sentence.tokens[clause.first].text
    article = before in ("et", "en") or (before in ("den", "det", "de") and word.endswith("e"))
    if behind and article and clause.end - clause.first == 1:
        return False
    if clause.kind == TOTAL and behind:
        return clause.first <= _reach(sentence, one.end, [*filter(lambda other: other.first < clause.first, sentence.clauses)]) + 1
    return True


def _pair_lists(sentence: Sentence, times: list[Time]) -> list[Time]:
    """'2, 3 og 4 mio. kr. i 2026, 2027 og 2028': each sum its year; with another number of years all share them."""
    paired = list(times)
    for start, stop in _bare_lists(sentence, times):
        last = next(
            (time for time in (times[stop - 1], times[start]) if time.years), times[stop - 1]
        )  # 'I 2026 og 2027 afsættes 1 og 2 mio. kr.'
        years = last.years.years if last.years and last.years.kind in (IN, SPAN, OVER) else ()
        matches = len(years) == stop - start
        for place in range(start, stop):
            clause = last.years
            if clause and matches:
                clause = replace(clause, kind=IN, years=(years[place - start],))
            paired[place] = replace(last, years=clause) if matches or sentence.sums[place].group is not None else times[place]
    return paired


def _bare_lists(sentence: Sentence, times: Sequence[Time]) -> list[tuple[int, int]]:
    """Runs of sums with nothing but ',', 'og' and '/' between them."""
    runs, start = [], 0
    for place in range(1, len(sentence.sums) + 1):
        if place < len(sentence.sums) and _joined(sentence, place):
            continue
        if place - start > 1:
            runs.append((start, place))
        start = place
    return runs


def _joined(sentence: Sentence, place: int) -> bool:
    between = sentence.tokens[sentence.sums[place - 1].end : sentence.sums[place].first]
    return all(token.text in (",", "og", "samt", "/") for token in between) and len(between) <= 2


def _rest_on_others(sentence: Sentence, times: list[Time], from_before: set[int]) -> list[Time]:
    """Sums without years of their own: 'I 2026 … 2 mio. kr. til A og 3 mio. kr. til B'; 'Det sker fra 2027. … 1 mio. kr. årligt.'"""
    window = horizon(sentence.budget_year)
    used = {clause.first for time in times for clause in time.clauses}
    here = {clause.years[0] for clause in sentence.clauses if clause.kind == FROM and clause.first not in used and clause.years}
    starts = {year for year in (here or from_before) if year in window}
    found = list(times)
    opening = times[0].years if times and times[0].years and times[0].years.first == 0 else None
    for place, time in enumerate(times):
        if time.years is None and (time.each_year or time.lasting) and len(starts) == 1:
            found[place] = replace(time, start=min(starts))
        elif place and opening and time == Time() and not any(sentence.opens[sentence.sums[0].end : sentence.sums[place].first]):
            found[place] = replace(time, years=opening)
    return found
