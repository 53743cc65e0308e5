"""Sums told in the text and given again in table rows become one amount each (codebook: 'text and table' is one amount with two quotes)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from samspil.initiatives.amounts.kinds import ALLOCATION, OTHER, SAVING
from samspil.initiatives.amounts.layout import spell_years
from samspil.values.amount import Amount
from samspil.vocabulary.numbers import show_number
from samspil.vocabulary.texts import say

_MOST_TOLD = 8  # sums told of one initiative that are tried together against a row


def merge_amounts(told: Sequence[Amount], rows: Sequence[Amount], budget_year: int | None = None) -> list[Amount]:
    """The amounts of an initiative from its text (`told`) and its table rows, each sum once; the text's order and quotes hold.

    A row is dropped when it repeats one told sum or the year-wise sum of several; it gives its years to a told sum that lacks them; it is
    added when nothing told matches; where text and table differ on the same sum, both are kept, flagged ambiguous with both readings.
    With a `budget_year`, told years past the horizon are not held against a row, which has no column for them.
    """
    merged = list(told)
    free = set(range(len(merged)))
    for row in rows:
        merged, used = _place(merged, free, row, budget_year)
        free -= used
    return _with_kind_of_whole(merged, rows)


def _with_kind_of_whole(merged: Sequence[Amount], rows: Sequence[Amount]) -> list[Amount]:
    """'heraf 0,1 mio. kr. fra tolke' whose whole stands in a table row only: the part is of the row's kind."""
    kinds = {row.kind for row in rows}
    if len(kinds) != 1 or any(not one.part_of and one not in rows for one in merged):
        return list(merged)
    return [replace(one, kind=next(iter(kinds))) if one.part_of else one for one in merged]


def _place(told: list[Amount], free: set[int], row: Amount, budget_year: int | None) -> tuple[list[Amount], set[int]]:
    """The list with the row worked in, and which told amounts it accounts for."""
    seen = [_in_columns(one, budget_year) for one in told]
    row = _in_told_unit(seen, row)
    candidates = [index for index in sorted(free) if not told[index].part_of]
    for choose in (_equal, _sum_of_several, _gives_years, _tells_one_year, _contradicts):
        indexes = choose(seen, candidates, row)
        if indexes:
            return _join(told, indexes, row, conflict=choose is _contradicts), set(indexes)
    if any(_equal(seen, [index], row) for index in range(len(told)) if index not in free):
        return told, set()  # the same row in a second table
    return [*told, row], {len(told)}


def _in_told_unit(told: Sequence[Amount], row: Amount) -> Amount:
    """The row a thousand times larger or smaller when only so it repeats told sums: the text names its unit, the table's was misread."""
    profiles = [dict(one.profile) for one in told if one.profile and not one.part_of][:_MOST_TOLD]
    profiles.append(_added(profiles))
    if dict(row.profile) in profiles:
        return row
    for factor in (Fraction(1000), Fraction(1, 1000), Fraction(10**6), Fraction(1, 10**6)):
        scaled = {year: dkk * factor for year, dkk in row.profile.items()}
        if scaled in profiles:
            return replace(row, dkk=int(row.dkk * factor), profile={year: int(dkk) for year, dkk in scaled.items()})
    return row


def _in_columns(one: Amount, budget_year: int | None) -> Amount:
    """The amount as a table over the horizon can show it."""
    if budget_year is None or not one.profile or max(one.profile) <= budget_year + 3:
        return one
    return replace(one, profile={year: dkk for year, dkk in one.profile.items() if year <= budget_year + 3})


def _may_be_same(told: Amount, row: Amount) -> bool:
    """Kinds agree, or the table's minus corrects a sum that the text shows no sign for."""
    return told.kind == row.kind or OTHER not in (told.kind, row.kind)


def _equal(told: Sequence[Amount], candidates: Sequence[int], row: Amount) -> list[int]:
    same = [index for index in candidates if told[index].profile and dict(told[index].profile) == dict(row.profile)]
    return sorted(same, key=lambda index: told[index].kind != row.kind)[:1]


def _sum_of_several(told: Sequence[Amount], candidates: Sequence[int], row: Amount) -> list[int]:
    """'1,0 mio. kr. i 2027 og derefter 2,0 mio. kr. årligt' beside the row 0 | 1.000 | 2.000 | 2.000."""
    laid_out = [index for index in candidates if told[index].profile and _may_be_same(told[index], row)][:_MOST_TOLD]
    for count in range(2, len(laid_out) + 1):
        for group in combinations(laid_out, count):
            if len({told[index].kind for index in group}) == 1 and _added([told[index].profile for index in group]) == dict(row.profile):
                return list(group)
    return []


def _added(profiles: Sequence[Mapping[int, int]]) -> dict[int, int]:
    total: dict[int, int] = {}
    for profile in profiles:
        for year, dkk in profile.items():
            total[year] = total.get(year, 0) + dkk
    return total


def _gives_years(told: Sequence[Amount], candidates: Sequence[int], row: Amount) -> list[int]:
    """A told sum that is a total, ambiguous, assumed, or a 'stigende til' with gaps takes the row's years when the figures agree."""
    return [index for index in candidates if _may_be_same(told[index], row) and _lacks_years(told[index], row)][:1]


def _lacks_years(one: Amount, row: Amount) -> bool:
    whole = sum(row.profile.values())
    if one.total is not None or (one.ambiguous and not one.profile):
        return one.dkk in (whole, row.dkk)
    if one.assumed:
        return one.dkk in (row.dkk, whole)
    agrees = bool(one.profile) and all(row.profile.get(year) == dkk for year, dkk in one.profile.items())
    return agrees and len(set(one.profile.values())) > 1 and one.kind != OTHER


def _tells_one_year(told: Sequence[Amount], candidates: Sequence[int], row: Amount) -> list[int]:
    """'De 350.000 kr. i 2027 er til fortov' beside the row 1.900 | 350: one year of the row told once more."""
    if len(set(row.profile.values())) == 1:
        return []
    return [
        index
        for index in candidates
        if len(told[index].profile) == 1 and _may_be_same(told[index], row) and told[index].profile.items() <= row.profile.items()
    ][:1]


def _contradicts(told: Sequence[Amount], candidates: Sequence[int], row: Amount) -> list[int]:
    """The same sum with other figures: it agrees with the row in one year and differs in another."""
    return [index for index in candidates if told[index].kind == row.kind and _agrees_in_part(told[index], row)][:1]


def _agrees_in_part(one: Amount, row: Amount) -> bool:
    return any(row.profile.get(year) == dkk for year, dkk in one.profile.items())


def _join(told: list[Amount], indexes: Sequence[int], row: Amount, *, conflict: bool) -> list[Amount]:
    joined = list(told)
    if conflict:
        index = indexes[0]
        readings = (_spell("amounts.text_says", told[index]), _spell("amounts.table_says", row))
        joined[index] = replace(told[index], ambiguous=True, readings=readings)
        return [*joined, replace(row, ambiguous=True, readings=readings)]
    if len(indexes) == 1 and _is_later_year(told[indexes[0]], row):
        joined[indexes[0]] = replace(row, quote=told[indexes[0]].quote)
        return joined
    for index in indexes:
        joined[index] = replace(told[index], kind=_kind_of(told[index], row))
    if len(indexes) == 1:
        joined[indexes[0]] = _with_years(joined[indexes[0]], row)
    return joined


def _is_later_year(one: Amount, row: Amount) -> bool:
    """Whether the told sum is another than the row's first."""
    return len(one.profile) == 1 and len(row.profile) > 1 and min(one.profile) > min(row.profile)


def _kind_of(one: Amount, row: Amount) -> str:
    """The text's kind, but a minus in the table tells a saving, and a sum in a table of changes is not merely described."""
    return row.kind if one.kind == OTHER or (one.kind, row.kind) == (ALLOCATION, SAVING) else one.kind


def _with_years(one: Amount, row: Amount) -> Amount:
    """The told amount with the row's years; years it has past the table's stay."""
    if all(one.profile.get(year) == dkk for year, dkk in row.profile.items()) and not one.assumed:
        return one
    return replace(one, profile=dict(row.profile), assumed=False, ambiguous=row.ambiguous, readings=row.readings)


def _spell(key: str, amount: Amount) -> str:
    return say(key, amount=show_number(amount.dkk), years=spell_years(amount.profile))
