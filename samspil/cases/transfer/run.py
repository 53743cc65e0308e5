"""A transfer from start to end: which effects, each scaled, pooled where that makes sense, and what to be careful about."""

from collections.abc import Sequence

from samspil.cases.transfer.cautions import find_cautions
from samspil.cases.transfer.errors import complain
from samspil.cases.transfer.model import BASE, COUNT, Missing, Refusal, Scaled, Transfer
from samspil.cases.transfer.pool import find_obstacle, pool
from samspil.cases.transfer.scale import counts_things, scale_effect
from samspil.cases.transfer.wish import Wish
from samspil.values.case import Case, Effect
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.texts import say

Choice = tuple[Case, Effect]


def choose_effects(words: Sequence[str], cases: Sequence[Case]) -> list[Choice]:
    """The effects of 'CASE' (all of its effects that have a number; all of them when none has) or 'CASE:EFFECT'. Raises TransferError."""
    by_id = {case.id: case for case in cases}
    chosen: list[Choice] = []
    for word in dict.fromkeys(words):
        name, _, effect_id = word.partition(":")
        if name not in by_id:
            raise _unknown_case(name, cases)
        case = by_id[name]
        if effect_id and effect_id not in {effect.id for effect in case.effects}:
            known = ", ".join(effect.id for effect in case.effects) or "–"
            raise complain("unknown_effect", case.file or case.id, given=effect_id[:60], case=case.id, effects=known)
        effects = [effect for effect in case.effects if effect_id in ("", effect.id)]
        numbered = [effect for effect in effects if effect.value is not None] or effects
        if not numbered:
            raise complain("no_effects", case.file or case.id, case=case.id)
        chosen += [(case, effect) for effect in numbered if (case, effect) not in chosen]
    return chosen


def _unknown_case(name: str, cases: Sequence[Case]) -> Exception:
    from difflib import get_close_matches

    ids = sorted((case.id for case in cases), key=sort_key)
    near = ", ".join(get_close_matches(name, ids, n=3, cutoff=0.4))
    return complain("unknown_case_near" if near else "unknown_case", "CASE", given=name[:80], near=near)


def transfer(choices: Sequence[Choice], wish: Wish) -> Transfer:
    """What the chosen effects would be in the own municipality. An effect with missing inputs is left out and its inputs are listed. Raises TransferError."""
    _check_shared_names(choices, wish)
    if wish.prices and wish.price_year is not None:
        wish.prices.factor(wish.price_year, wish.price_year)  # a year that is not there is told even when no effect is in kroner
    scaled: list[Scaled] = []
    missing: list[Missing] = []
    for case, effect in choices:
        result = scale_effect(case, effect, wish)
        if isinstance(result, Scaled):
            scaled.append(result)
        else:
            missing += result
    obstacle = find_obstacle(scaled) if len({one.case for one in scaled}) > 1 else None
    pooled = pool(scaled) if len({one.case for one in scaled}) > 1 and obstacle is None else None
    cases = list({case.id: case for case, _effect in choices}.values())
    return Transfer(
        wish.municipality.code,
        wish.municipality.name,
        tuple(scaled),
        pooled,
        obstacle,
        tuple(missing),
        find_cautions(scaled, cases, pooled, wish) if scaled else (),
        (wish.price_year or wish.prices.last) if wish.prices else None,
        wish.prices.source if wish.prices else "",
        {case.id: case.title for case in cases},
    )


def _check_shared_names(choices: Sequence[Choice], wish: Wish) -> None:
    """'base' and 'per' are one number: they cannot stand for different things at a time. Raises TransferError."""
    for name, texts in (
        (BASE, {effect.base.casefold().strip() for _case, effect in choices if effect.unit == "percent"}),
        (COUNT, {effect.per.casefold().strip() for _case, effect in choices if counts_things(effect)}),
    ):
        if name in wish.own and len(texts) > 1:
            raise complain("shared_name", f"--given {name}", name=name, found="; ".join(sorted(texts)))


def incomplete(result: Transfer) -> bool:
    """Is anything left out: inputs missing, or cases that could not be pooled?"""
    return bool(result.missing) or isinstance(result.not_pooled, Refusal)


def statement() -> str:
    """The words that stand on everything this room gives."""
    return say("cases_transfer.illustration")
