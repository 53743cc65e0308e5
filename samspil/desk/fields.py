"""What a person may put into a row's fields: the codebook's ids, whole kroner, years (docs/codebook.md). Checked and brought into the contract's form."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from samspil.errors import SamspilError
from samspil.values.codes import AMOUNT_KINDS, STAGES, THEMES, TOPICS
from samspil.values.desk import Json
from samspil.vocabulary.texts import say

MOST_DKK = 10**13  # ten times what all municipalities together spend in a year
MOST_AMOUNTS, MOST_WORDS, LONGEST_WORD, LONGEST_REASON = 60, 60, 300, 500
YEARS_BEFORE, YEARS_AFTER = 10, 30  # a year outside the horizon is kept (codebook), nonsense is not
REASONS = ("no_initiative", "wrong_theme", "look_back", "duplicate", "state_reform", "gone", "other")  # why a row is rejected
_FLAGS = ("ambiguous", "assumed", "part_of")


class FieldError(SamspilError):
    """A field holds what it may not. `field`: its name; of an amount 'amounts.2.dkk', counted from 1."""

    def __init__(self, field: str, message: str, *, remedy: str = "") -> None:
        super().__init__(message, place=name_field(field), remedy=remedy)
        self.field = field


def name_field(field: str) -> str:
    """The field as people know it: 'Beløb 2: kroner'."""
    first, *rest = field.split(".")
    number = f" {rest[0]}" if rest and rest[0].isdigit() else ""
    part = rest[-1] if rest and not rest[-1].isdigit() else ""
    words = say(f"desk_rows.field_{first}") + number
    return f"{words}, {say('desk_rows.field_amount_' + part)}" if part else words


def check_fields(content: Mapping[str, Any], year: int, own_themes: Sequence[str] = ()) -> Json:
    """The fields of a correction in the contract's form, but for `evidence`, which needs the source. Raises FieldError."""
    checks: dict[str, Callable[[Any], Any]] = {
        "themes": lambda value: check_ids("themes", value, (*THEMES, *own_themes), least=1),
        "topics": lambda value: check_ids("topics", value, TOPICS),
        "stage": check_stage,
        "amounts": lambda value: check_amounts(value, year),
        "technologies": lambda value: _check_words("technologies", value),
        "actors": lambda value: _check_words("actors", value),
        "committee": lambda value: _check_word("committee", value),
    }
    for name in content:
        if name not in checks:
            raise FieldError("unknown", say("desk_rows.unknown_field", name=str(name)[:60]))
    return {name: checks[name](value) for name, value in content.items()}


def check_together(fields: Mapping[str, Any]) -> None:
    """What must fit together: topics divide the theme of technology only. Raises FieldError."""
    if fields.get("topics") and "technology" not in (fields.get("themes") or ()):
        raise FieldError("topics", say("desk_rows.topics_without_technology"))


def check_ids(field: str, value: Any, known: Sequence[str], *, least: int = 0) -> list[str]:
    """Ids of a list, each once, in the list's order. Raises FieldError."""
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise FieldError(field, say("desk_rows.not_a_list"))
    for one in value:
        if one not in known:
            raise FieldError(field, say("desk_rows.unknown_id", id=one[:60]), remedy=say("desk_rows.known_ids", ids=", ".join(known)))
    if len(set(value)) < least:
        raise FieldError(field, say("desk_rows.none_chosen"))
    return [one for one in known if one in value]


def check_stage(value: Any) -> str:
    """A stage of the codebook. Raises FieldError."""
    if value not in STAGES:
        raise FieldError("stage", say("desk_rows.unknown_id", id=str(value)[:60]), remedy=say("desk_rows.known_ids", ids=", ".join(STAGES)))
    return str(value)


def check_reason(value: Any) -> str:
    """Why a row is rejected: a code of REASONS or words. Raises FieldError."""
    words = value.strip() if isinstance(value, str) else ""
    if not words or len(words) > LONGEST_REASON:
        raise FieldError("reason", say("desk_rows.no_reason", most=LONGEST_REASON))
    return words


def check_amounts(value: Any, year: int) -> list[Json]:
    """Amounts as the contract has them. Raises FieldError, which names the amount and its part."""
    if not isinstance(value, list | tuple) or len(value) > MOST_AMOUNTS:
        raise FieldError("amounts", say("desk_rows.not_a_list"))
    amounts = [_check_amount(amount, f"amounts.{number}", year) for number, amount in enumerate(value, 1)]
    if amounts and amounts[0]["part_of"]:
        raise FieldError("amounts.1.part_of", say("desk_rows.part_of_nothing"))
    return amounts


def _check_amount(amount: Any, field: str, year: int) -> Json:
    if not isinstance(amount, Mapping):
        raise FieldError(field, say("desk_rows.not_an_amount"))
    kind = amount.get("kind")
    if kind not in AMOUNT_KINDS:
        raise FieldError(
            f"{field}.kind", say("desk_rows.unknown_id", id=str(kind)[:60]), remedy=say("desk_rows.known_ids", ids=", ".join(AMOUNT_KINDS))
        )
    flags = {name: _check_flag(amount.get(name, False), f"{field}.{name}") for name in _FLAGS}
    profile = _check_profile(amount.get("profile") or {}, f"{field}.profile", year)
    if flags["ambiguous"] and profile:
        raise FieldError(f"{field}.ambiguous", say("desk_rows.ambiguous_profile"))
    total, level = amount.get("total"), amount.get("price_level")
    return {
        "dkk": check_dkk(amount.get("dkk"), f"{field}.dkk"),
        "kind": kind,
        "profile": profile,
        "total": None if total is None else check_dkk(total, f"{field}.total"),
        **flags,
        "price_level": None if level is None else _check_year(level, f"{field}.price_level", year),
        "quote": _check_word(f"{field}.quote", amount.get("quote", ""), most=2000),
    }


def check_dkk(value: Any, field: str) -> int:
    """Whole kroner. Raises FieldError."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MOST_DKK:
        raise FieldError(field, say("desk_rows.not_kroner"), remedy=say("desk_rows.not_kroner_remedy"))
    return value


def _check_flag(value: Any, field: str) -> bool:
    if not isinstance(value, bool):
        raise FieldError(field, say("desk_rows.not_a_flag"))
    return value


def _check_profile(value: Any, field: str, year: int) -> dict[str, int]:
    if not isinstance(value, Mapping):
        raise FieldError(field, say("desk_rows.not_a_profile"))
    found = {_check_year(one, field, year): check_dkk(dkk, field) for one, dkk in value.items()}
    return {str(one): found[one] for one in sorted(found)}


def _check_year(value: Any, field: str, year: int) -> int:
    words = str(value)
    number = int(words) if not isinstance(value, bool) and words.isascii() and words.isdigit() and len(words) == 4 else 0
    if not year - YEARS_BEFORE <= number <= year + YEARS_AFTER:
        raise FieldError(field, say("desk_rows.not_a_year", value=words[:20], first=year - YEARS_BEFORE, last=year + YEARS_AFTER))
    return number


def _check_words(field: str, value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) > MOST_WORDS:
        raise FieldError(field, say("desk_rows.not_a_list"))
    return list(dict.fromkeys(word for one in value if (word := _check_word(field, one))))


def _check_word(field: str, value: Any, *, most: int = LONGEST_WORD) -> str:
    if not isinstance(value, str) or len(value) > most:
        raise FieldError(field, say("desk_rows.too_long", most=most))
    return value.strip()
