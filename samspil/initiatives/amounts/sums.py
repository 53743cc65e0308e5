"""The sums of money in a sentence: number and unit, ranges, lists with a shared unit; and what only looks like money."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from samspil.initiatives.amounts.number_words import read_number
from samspil.initiatives.amounts.numbers import (
    DECIMAL_POINT,
    DOUBTFUL_POINT,
    MILLION,
    THOUSAND,
    VAGUE,
    Number,
    factor_of,
    holds_kroner,
    is_dash,
    is_unit,
    looks_like_year,
)
from samspil.initiatives.amounts.tokens import CURRENCY, NUMBER, UNIT, WORD, Token
from samspil.initiatives.amounts.uses import flags_of_use
from samspil.initiatives.amounts.words import has_any, match_at, words_of

MISSING_KRONER = "missing_kroner"  # '5,5 mio. til digitalisering', '330.000 til'
RANGE = "range"  # '4-5 mio. kr.'
SHARED_UNIT = "shared_unit"  # '2, 3 og 4 mio. kr.'
HEADED = "headed"  # 'Økonomi (1.000 kr.): 2026: 200, 2027: 450'

_LIST_LENGTH = 8
_NAMED = ("each_of_period", "both_years", "estimate", "period", "budget_year")  # years by name behind a bare figure
_LARGEST = 10**15  # kroner; what is larger is a slip of the pen or a code


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum: tokens[first:end], `dkk` whole kroner, `high` the upper end of a range, `group` numbers the sums of one list."""

    first: int
    end: int
    dkk: int
    high: int | None = None
    flags: frozenset[str] = frozenset()
    group: int | None = None


def find_sums(tokens: Sequence[Token]) -> list[Sum]:
    """All sums of money in one sentence, in order."""
    found: list[Sum] = []
    index, factor = 0, 0
    while index < len(tokens):
        header = _read_header(tokens, index)
        if header:
            index, factor = header
            continue
        sums = (_read_headed(tokens, index, factor) if factor else []) or _read_sums(tokens, index)
        sums = [*_elided(tokens, sums[0], found[-1].end if found else 0), *sums] if sums else sums
        found += [replace(one, flags=one.flags | flags_of_use(tokens, one.first, one.end, one.dkk)) for one in sums]
        index = sums[-1].end if sums else _past_number(tokens, index)
    return found


def _read_header(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """A unit that no number stands before, '(mio. kr.)', 'i 1.000 kr.': the index past it, and its factor."""
    before, token = tokens[index - 1].text if index else "", tokens[index]
    leads = before in ("", ",", ":") or (index > 0 and tokens[index - 1].kind == WORD)
    if token.kind == NUMBER and token.text in ("1.000", "1000", "1 000") and _is_currency(tokens, index + 1):
        return (index + 2, THOUSAND) if before in ("i", "(", "hele") or (leads and _heads_years(tokens, index + 2)) else None
    if token.kind != UNIT or token.text.startswith("tusind"):
        return None
    if before not in ("", "i", "(", "hele", ",", ":") and not (leads and _heads_years(tokens, index + 1)):
        return None
    return index + 1 + _is_currency(tokens, index + 1), factor_of(token.text)


def _heads_years(tokens: Sequence[Token], index: int) -> bool:
    """Whether a colon and a year with its figure follow: 'Indretning, 1.000 kr.: 2027: 350'; not 'prisen er 1.000 kr.: det er dyrt'."""
    return [token.text for token in tokens[index : index + 1]] == [":"] and index + 1 < len(tokens) and looks_like_year(tokens[index + 1])


def _read_headed(tokens: Sequence[Token], index: int, factor: int) -> list[Sum]:
    """A bare number beside a year, under a unit named before: '2026: -200', '2026 0,5', '2028 og frem: 0,5', '0,3 i 2026', '120 årligt'."""
    number = read_number(tokens, index) if tokens[index].kind == NUMBER and not looks_like_year(tokens[index]) else None
    if number is None or _counts_money(tokens, number.end):
        return []
    led = _follows_year(tokens, index)
    return list(_sum(index, number.end, number, factor, HEADED)) if led or _precedes_years(tokens, number.end) else []


def _precedes_years(tokens: Sequence[Token], end: int) -> bool:
    """Whether what stands behind a bare figure says when: 'i 2026', 'fra 2027', 'i overslagsårene', 'årligt', 'pr. år'; not 'årlige møder'."""
    if end >= len(tokens) or tokens[end].text in ("årlige", "varige", "permanente"):
        return False
    if any(match_at(tokens, end, "times", name) for name in ("each_year", "lasting", "after")):
        return True
    if end + 1 >= len(tokens) or tokens[end].text not in ("i", "fra"):
        return False
    return looks_like_year(tokens[end + 1]) or any(match_at(tokens, end + 1, "times", name) for name in _NAMED)


def _follows_year(tokens: Sequence[Token], index: int) -> bool:
    """Whether a year, '2028 og frem' or 'derefter' stands right before a figure; not the '-29' of '2026-29'."""
    place = index - 1
    while place > 0 and (is_dash(tokens[place]) or tokens[place].text in (":", "=", "+")):
        place -= 1
    if place == index - 2 and is_dash(tokens[index - 1]):
        return False
    if place > 1 and tokens[place].text.startswith("frem") and tokens[place - 1].text == "og":
        place -= 2
    return place >= 0 and (looks_like_year(tokens[place]) or tokens[place].text in ("derefter", "herefter", "overslagsårene"))


def _elided(tokens: Sequence[Token], last: Sum, floor: int) -> list[Sum]:
    """The sums of '0,5 i 2026, 1,0 i 2027 og 1,5 mio. kr. i 2028' before the last, whose unit holds for all."""
    number = read_number(tokens, last.first)
    if number is None or last.high is not None or last.dkk < number.value * THOUSAND:
        return []
    found: list[Sum] = []
    factor, index = int(last.dkk / number.value), last.first
    while index - 4 >= floor and tokens[index - 1].text in (",", "og", "samt"):
        end = index - 1
        named = looks_like_year(tokens[end - 1]) and tokens[end - 2].text == "i" and tokens[end - 3].kind == NUMBER
        before = read_number(tokens, end - 3) if named and not looks_like_year(tokens[end - 3]) else None
        if before is None or (before.whole and not _is_money_clause(tokens, end - 3)):
            break
        index = end - 3
        found = [*_sum(index, index + 1, before, factor, SHARED_UNIT), *found]
    return found


def _past_number(tokens: Sequence[Token], index: int) -> int:
    """A number that is no sum is passed as a whole, so that 'to en halv' is not tried three times."""
    number = read_number(tokens, index)
    return number.end if number else index + 1


def _read_sums(tokens: Sequence[Token], index: int) -> list[Sum]:
    token = tokens[index]
    if token.kind == CURRENCY:
        return list(_after_currency(tokens, index))
    if token.kind == UNIT and token.text.startswith("tusind") and _is_currency(tokens, index + 1):
        return [Sum(index, index + 2, THOUSAND)]  # 'tusind kroner'
    if token.kind == UNIT:
        return list(_after_unit(tokens, index))
    if looks_like_year(token) and not _counts_money(tokens, index + 1):
        return []
    number = read_number(tokens, index)
    if number is None:
        return []
    if token.kind == WORD and index and tokens[index - 1].text in ("flere", "mange", "nogle"):
        number = replace(number, flags=number.flags | {VAGUE})  # 'flere hundrede millioner'
    return _from_to(tokens, index, number) or _range(tokens, index, number) or _list(tokens, index, number) or _one(tokens, index, number)


def _after_currency(tokens: Sequence[Token], index: int) -> Iterator[Sum]:
    """'kr. 250.000,-', 'DKK 2,5 mio.'"""
    if index + 1 >= len(tokens) or looks_like_year(tokens[index + 1]):
        return
    number = read_number(tokens, index + 1)
    if number is not None and tokens[index + 1].kind != WORD:
        end, factor = _unit(tokens, number.end)
        yield from _sum(index, _past_dash(tokens, end), number, factor)


def _after_unit(tokens: Sequence[Token], index: int) -> Iterator[Sum]:
    """'t.kr. 450', 'mio. kr. 1,2': the unit before its figure; not 'i mio. kr. 2026'."""
    first = index + 1 + _is_currency(tokens, index + 1)
    if first < len(tokens) and tokens[first].kind == NUMBER and not looks_like_year(tokens[first]):
        number = read_number(tokens, first)
        if number is not None and not _counts_money(tokens, number.end):
            yield from _sum(index, number.end, number, factor_of(tokens[index].text))


def _one(tokens: Sequence[Token], index: int, number: Number) -> list[Sum]:
    """A number with its unit and currency: '2 mio. kr.', '330.000 til', '3 milliarder og 74 millioner kroner'."""
    end, factor = _unit(tokens, number.end)
    added = _addition(tokens, number, end, factor)
    if added:
        return [Sum(index, added.end, _kroner(number.value * factor) + added.dkk)]
    if _is_currency(tokens, end):
        return list(_sum(index, _past_dash(tokens, end + 1), number, factor))
    if end > number.end and holds_kroner(tokens[end - 1].text):
        return list(_sum(index, end, number, factor))
    if number.grouped and end == number.end and _past_dash(tokens, end) > end:
        return list(_sum(index, end + 2, number, 1))  # '450.000,-'
    if _is_bare_money(tokens, index, number, end, factor):
        return list(_sum(index, end, number, factor, MISSING_KRONER))
    return []


def _addition(tokens: Sequence[Token], number: Number, end: int, factor: int) -> Sum | None:
    """The '74 millioner kroner' of '3 milliarder og 74 millioner kroner'; None where two sums stand side by side."""
    if end >= len(tokens) or not number.whole or not tokens[end - 1].text.startswith("milli"):
        return None
    start = end + 1 if tokens[end].text == "og" else end
    second = read_number(tokens, start) if start < len(tokens) else None
    if second is None or looks_like_year(tokens[start]):
        return None
    last, small = _unit(tokens, second.end)
    if not _is_currency(tokens, last) or not 0 < second.value * small < factor:
        return None
    return next(_sum(start, last + 1, second, small), None)


def _is_bare_money(tokens: Sequence[Token], index: int, number: Number, end: int, factor: int) -> bool:
    """Money although 'kr.' is missing: a million before 'til', or a round number after a word for setting money aside."""
    following = tokens[end].text if end < len(tokens) else "."
    natural = following in words_of("clauses", "after_bare_unit") or not following[:1].isalnum() or following[:1].isdigit()
    if not natural or following in ("%", "²", "/"):
        return False
    if factor >= MILLION:
        return True
    if factor == THOUSAND:
        return _is_money_clause(tokens, index)
    return number.grouped and number.value % THOUSAND == 0 and _is_money_clause(tokens, index)


def _is_money_clause(tokens: Sequence[Token], index: int) -> bool:
    """Whether the four words before say that money is meant: 'der afsættes 330.000 til'."""
    start = max(0, index - 4)
    return any(has_any(tokens, "kinds", kind, start, index) for kind in ("allocation", "saving"))


def _unit(tokens: Sequence[Token], index: int) -> tuple[int, int]:
    """The index past the unit (if there is one) and its factor: 'tusind', 'mio.', 't.kr.'"""
    if not is_unit(tokens, index):
        return index, 1
    if is_unit(tokens, index + 1) and factor_of(tokens[index].text) == THOUSAND:
        return index + 2, THOUSAND * factor_of(tokens[index + 1].text)  # 'tusind millioner'
    return index + 1, factor_of(tokens[index].text)


def _is_currency(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].kind == CURRENCY


def _counts_money(tokens: Sequence[Token], index: int) -> bool:
    return _is_currency(tokens, index) or is_unit(tokens, index)


def _past_dash(tokens: Sequence[Token], end: int) -> int:
    """'250.000,-': the comma and dash belong to the sum."""
    has_dash = end + 1 < len(tokens) and tokens[end].text == "," and is_dash(tokens[end + 1])
    touches = has_dash and tokens[end].start == tokens[end - 1].end and tokens[end + 1].start == tokens[end].end
    return end + 2 if touches else end


def _kroner(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def _sum(first: int, end: int, number: Number, factor: int, *flags: str) -> Iterator[Sum]:
    dkk = _kroner(number.value * factor)
    marks = set(number.flags) | set(flags)
    if number.grouped and factor >= MILLION:
        marks.add(DOUBTFUL_POINT)
    if factor < MILLION:
        marks.discard(DECIMAL_POINT)
    if 0 < dkk <= _LARGEST:
        yield Sum(first, end, dkk, flags=frozenset(marks))


def _range(tokens: Sequence[Token], index: int, low: Number) -> list[Sum]:
    """'4-5 mio. kr.', 'mellem 2 og 3 mio. kr.', '2 mio. kr. - 3 mio. kr.': one sum with two ends."""
    end, factor = _unit(tokens, low.end)
    end = end + 1 if _is_currency(tokens, end) else end
    between = index > 0 and tokens[index - 1].text == "mellem"
    if end + 1 >= len(tokens) or not (
        is_dash(tokens[end]) or tokens[end].text in ("til", "eller") or (between and tokens[end].text == "og")
    ):
        return []
    high = read_number(tokens, end + 1)
    if (
        high is None
        or tokens[index].kind != tokens[end + 1].kind
        or (looks_like_year(tokens[end + 1]) and not _counts_money(tokens, high.end))
    ):
        return []
    last, high_factor = _unit(tokens, high.end)
    if not _is_currency(tokens, last) and high_factor == 1:
        return []
    if tokens[end].text in ("til", "eller") and end > low.end and not between:
        return []  # 'fra 2 mio. kr. til 3 mio. kr.' are two sums
    if high.grouped and end == low.end and not low.grouped and low.value < THOUSAND and low.value * THOUSAND < high.value:
        high_factor, factor = 1, THOUSAND  # '300-400.000 kr.'
    else:
        factor = factor if end > low.end else high_factor
    return _range_of(tokens, index, (low, factor), (high, high_factor), last)


def _from_to(tokens: Sequence[Token], index: int, first: Number) -> list[Sum]:
    """'nedsættes fra 4 til 2,5 mio. kr.': two levels with one unit, the old one and the new; growing ones are read as a range."""
    if index == 0 or tokens[index - 1].text != "fra" or first.end + 1 >= len(tokens) or tokens[first.end].text != "til":
        return []
    second = read_number(tokens, first.end + 1)
    if second is None or second.value >= first.value or tokens[index].kind != tokens[first.end + 1].kind:
        return []
    end, factor = _unit(tokens, second.end)
    if not _is_currency(tokens, end) and end == second.end:
        return []
    return _share([(index, first), (first.end + 1, second)], factor, end + 1 if _is_currency(tokens, end) else end)


def _range_of(tokens: Sequence[Token], index: int, low: tuple[Number, int], high: tuple[Number, int], last: int) -> list[Sum]:
    top = _kroner(high[0].value * high[1])
    end = _past_dash(tokens, last + 1) if _is_currency(tokens, last) else last
    sums = list(_sum(index, end, low[0], low[1], RANGE))
    return [replace(one, high=top) for one in sums if one.dkk < top <= _LARGEST]


def _list(tokens: Sequence[Token], index: int, number: Number) -> list[Sum]:
    """'2, 3 og 4 mio. kr.': the unit at the end holds for each."""
    numbers = [(index, number)]
    while len(numbers) < _LIST_LENGTH and not _counts_money(tokens, numbers[-1][1].end):
        start = _past_comma(tokens, numbers[-1][1].end)
        following = read_number(tokens, start) if start else None
        if (
            following is None
            or tokens[index].kind != tokens[start].kind
            or (looks_like_year(tokens[start]) and not _counts_money(tokens, following.end))
        ):
            return []
        numbers.append((start, following))
    end, factor = _unit(tokens, numbers[-1][1].end)
    if len(numbers) == 1 or not (_is_currency(tokens, end) or end > numbers[-1][1].end):
        return []
    last = end + 1 if _is_currency(tokens, end) else end
    return _share(numbers, factor, last)


def _past_comma(tokens: Sequence[Token], index: int) -> int:
    """The index after ',', 'og' or '/' in a list; 0 where no list goes on."""
    start = index
    while start < len(tokens) - 1 and start < index + 2 and tokens[start].text in (",", "og", "samt", "og/eller", "/"):
        start += 1
    return start if start > index else 0


def _share(numbers: Sequence[tuple[int, Number]], factor: int, last: int) -> list[Sum]:
    smallest_is_grouped = factor == 1 and not all(number.grouped for _, number in numbers)
    if smallest_is_grouped:
        return []  # 'klasse 4 og 200.000 kr.' shares nothing
    found = []
    for place, (first, number) in enumerate(numbers):
        end = last if place == len(numbers) - 1 else number.end
        found += [replace(one, group=numbers[0][0]) for one in _sum(first, end, number, factor, SHARED_UNIT)]
    return found
