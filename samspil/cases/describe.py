"""A case in words for people, and as JSON for programs."""

import dataclasses
import json
import textwrap
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from samspil.values.case import Case, Effect, Source
from samspil.vocabulary.municipalities import find_by_code
from samspil.vocabulary.numbers import show_decimal
from samspil.vocabulary.texts import say

_WIDTH = 100
_DIGITS = 6


def as_json(value: Any) -> str:
    """Cases, findings and collections of them as JSON: dates as text, numbers as numbers."""
    return json.dumps(value, default=_plain, ensure_ascii=False, indent=1)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def label(kind: str, code: str) -> str:
    """The word for a code in the user's language: label('theme', 'raaderum')."""
    return say(f"cases.{kind}_{code}")


def name_municipalities(case: Case) -> str:
    """'Holstebro'; 'ikke nævnt' when the source names none."""
    names = [found.name for code in case.municipalities if (found := find_by_code(code))]
    return ", ".join(names) or say("cases.unnamed")


def format_value(value: Decimal, unit: str) -> str:
    """'1.000.000 kr.', '21 pct.', '14.3 kWh' in English."""
    return f"{_number(value)} {label('unit', unit)}"


def _number(value: Decimal) -> str:
    return show_decimal(float(value), _DIGITS)


def head_of(effect: Effect) -> str:
    """An effect in one line: what, how much, of what and how often."""
    if effect.value is None and effect.low is None:
        return say("cases.not_measured", what=effect.what)
    if effect.value is None and effect.low is not None and effect.high is not None:
        low, high = _number(effect.low), _number(effect.high)
        key = "effect_range" if effect.gain else "effect_range_against"
        return say(f"cases.{key}", what=effect.what, low=low, high=high, unit=label("unit", effect.unit))
    key = "effect_value" if effect.gain else "effect_against"
    value = format_value(effect.value or Decimal(0), effect.unit)
    return say(f"cases.{key}", what=effect.what, bound=label("bound", effect.bound), value=value)


def evidence_of(effect: Effect) -> str:
    """'Påstand: leverandørens egen opgørelse'."""
    return f"{label('grade', effect.grade)}: {label('calculated_by', effect.calculated_by)}"


def describe_effect(effect: Effect, sources: tuple[Source, ...]) -> Iterator[str]:
    """An effect, its evidence first and then all it rests on, as lines without indent."""
    yield head_of(effect)
    yield evidence_of(effect)
    parts = [say("cases.per_part", per=effect.per)] if effect.per else []
    parts += [say("cases.of_part", base=effect.base)] if effect.base else []
    if effect.base:
        known = effect.base_value is not None and effect.base_unit
        parts.append(
            say("cases.base_known", value=format_value(effect.base_value or Decimal(0), effect.base_unit))
            if known
            else say("cases.base_missing")
        )
    measured = effect.value is not None or effect.low is not None
    parts += [label("recurrence", effect.recurrence)] if measured else []
    parts += [say("cases.year_part", year=effect.year)] if effect.year else []
    parts += [label("cost_side", effect.cost_side)] if measured else []
    parts += [say("cases.cost_part", value=format_value(effect.cost_dkk, "dkk"))] if effect.cost_dkk is not None else []
    if parts:
        yield "; ".join(parts)
    yield from _describe_driver(effect)
    yield say("cases.source_part", source=next((_name_source(each) for each in sources if each.id == effect.source), effect.source))


def _describe_driver(effect: Effect) -> Iterator[str]:
    if effect.driver:
        driver = label("driver", effect.driver)
        missing = effect.driver_value is None
        size = "" if effect.driver_value is None else _number(effect.driver_value)
        yield say("cases.driver_missing", driver=driver) if missing else say("cases.driver_part", driver=driver, value=size)
    if effect.driver_note:
        yield effect.driver_note


def _name_source(source: Source) -> str:
    parts = [source.title, source.publisher, source.published, source.place]
    return ", ".join(part for part in parts if part)


def describe_source(source: Source) -> str:
    """A source in one line, with what its publisher has at stake and whether we have read it."""
    parts = [_name_source(source), source.address]
    parts += [say("cases.read_on", day=source.read_on.isoformat())] if source.read_on else []
    parts += [say("cases.referred_in", where=source.referred_in)] if source.referred_in else []
    parts += [say("cases.interest_part", interest=label("interest", source.interest))] if source.interest else []
    return "; ".join(part for part in parts if part)


def describe_case(case: Case, width: int = _WIDTH) -> str:
    """All that a case says, wrapped for a terminal."""
    lines = [case.title, "=" * min(len(case.title), width), say("cases.version_line", version=case.version, day=case.as_of.isoformat())]
    lines += [say("cases.fictional")] if case.fictional else []
    lines += [f"{say(f'cases.{name}_word')}: {text}" for name, text in _facts_of(case) if text]
    for name in ("problem", "solution"):
        lines += ["", say(f"cases.{name}_word"), *_wrap(getattr(case, name), width)]
    lines += _describe_effects(case, width)
    for name in ("preconditions", "pitfalls", "facts"):
        lines += _list_of(say(f"cases.{name}_word"), getattr(case, name), width)
    lines += _list_of(say("cases.sources_word"), [describe_source(source) for source in case.sources], width)
    lines += _list_of(say("cases.history_word"), [_describe_change(case, number) for number in range(len(case.history))], width)
    return "\n".join(lines)


def _facts_of(case: Case) -> list[tuple[str, str]]:
    return [
        ("id", case.id),
        ("theme", label("theme", case.theme)),
        ("form", label("form", case.form)),
        ("area", label("area", case.service_area)),
        ("outcome", label("outcome", case.outcome)),
        ("municipalities", name_municipalities(case)),
        ("suppliers", ", ".join(case.suppliers) or say("cases.unnamed")),
        ("technologies", ", ".join(case.technologies)),
        ("aims", ", ".join(case.aims)),
        ("period", case.period),
        ("contact", case.contact_role),
    ]


def _describe_effects(case: Case, width: int) -> list[str]:
    lines = ["", say("cases.effects_word")]
    for effect in case.effects:
        head, *rest = describe_effect(effect, case.sources)
        lines += _wrap(head, width, "- ", "  ")
        for line in rest:
            lines += _wrap(line, width, "    ", "      ")
    return lines if case.effects else [*lines, say("cases.no_effect")]


def _describe_change(case: Case, number: int) -> str:
    change = case.history[number]
    return f"{say('cases.version_word', version=change.version)}, {change.date.isoformat()}: {change.what}"


def _list_of(title: str, items: Any, width: int) -> list[str]:
    return ["", title, *(line for item in items for line in _wrap(item, width, "- ", "  "))] if items else []


def _wrap(text: str, width: int, first: str = "", later: str = "") -> list[str]:
    lines: list[str] = []
    for number, paragraph in enumerate(text.split("\n\n")):
        lines += [""] if number else []
        lines += textwrap.wrap(
            paragraph, width, initial_indent=first, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
        )
    return lines
