"""One person's own coding of a document: passages marked as initiatives with themes, topics, stage and sums. Rules without input or output.

A coding is a sequence of states; each action makes the next one, and the states before it are kept so that every action can be undone.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from samspil.errors import SamspilError
from samspil.review.agreement import Unit
from samspil.values.codes import STAGES, THEMES, TOPICS
from samspil.values.desk import Json, SourceText
from samspil.vocabulary.texts import say

MARK, THEME, TOPIC, STAGE, TAKE, DROP, MERGE, TAKE_BACK = "mark", "theme", "topic", "stage", "take", "drop", "merge", "undo"
AMOUNTS = "amounts"
MOST_UNITS, MOST_PAST = 400, 60
HEADING = "heading"  # headings are shown; an initiative's evidence is whole sentences, bullets and rows (docs/codebook.md)
TECHNOLOGY = "technology"


class CodingError(SamspilError):
    """What was asked cannot be done with this coding."""


@dataclass(frozen=True, slots=True)
class Marked:
    """An initiative as one coder sees it. `id` from 1, never used again; `passages`: numbers (from 0) of the source's passages, in order;
    `amounts`: its sums in the contract's form (docs/outputs.md), without quotes."""

    id: int
    passages: tuple[int, ...]
    themes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    stage: str = ""
    amounts: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """`version`: how many actions have made it; `past`: the states before, newest last."""

    version: int = 0
    next: int = 1
    units: tuple[Marked, ...] = ()
    past: tuple[tuple[Marked, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A key or click. `kind`: mark (a new initiative of `passage`, with theme `value` if given), theme/topic/stage (set or take off `value`), take/drop (`passage`
    becomes part of `unit` or no longer is), merge (`unit` into the one `value` names), amounts (`unit` has `amounts` and no others), undo."""

    kind: str
    passage: int = -1
    unit: int = 0
    value: str = ""
    amounts: tuple[Json, ...] = ()


def act(coding: Coding, action: Action, codable: Collection[int]) -> Coding:
    """The coding after an action. `codable`: numbers of the passages that may be marked. Raises CodingError."""
    if action.kind == TAKE_BACK:
        if not coding.past:
            raise CodingError(say("coding.nothing_to_undo"))
        return replace(coding, version=coding.version + 1, units=coding.past[-1], past=coding.past[:-1])
    if action.kind in (MARK, TAKE) and action.passage not in codable:
        raise CodingError(say("coding.no_passage"))
    new = _mark(coding, action) if action.kind == MARK else _change(coding, action)
    kept = tuple(sorted((unit for unit in new if unit.passages), key=lambda unit: (unit.passages, unit.id)))
    if len(kept) > MOST_UNITS:
        raise CodingError(say("coding.too_many", most=MOST_UNITS))
    past = (*coding.past, coding.units)[-MOST_PAST:]
    return Coding(coding.version + 1, coding.next + (action.kind == MARK), kept, past)


def _mark(coding: Coding, action: Action) -> list[Marked]:
    new = Marked(coding.next, (action.passage,))
    return [*coding.units, _set_theme(new, action) if action.value else new]


def _change(coding: Coding, action: Action) -> list[Marked]:
    if action.kind == MERGE:
        return _merge(coding, action)
    change = _CHANGES.get(action.kind)
    if change is None:
        raise CodingError(say("coding.no_action"))
    unit = _find(coding, action.unit)
    return [change(one, action) if one is unit else one for one in coding.units]


def _find(coding: Coding, number: int) -> Marked:
    for unit in coding.units:
        if unit.id == number:
            return unit
    raise CodingError(say("coding.no_unit"), remedy=say("coding.no_unit_remedy"))


def _toggle(values: Sequence[str], value: str, known: Sequence[str]) -> tuple[str, ...]:
    if value not in known:
        raise CodingError(say("coding.unknown_id"), place=value[:60])
    return tuple(one for one in known if (one in values) != (one == value))


def _set_theme(unit: Marked, action: Action) -> Marked:
    themes = _toggle(unit.themes, action.value, THEMES)
    return replace(unit, themes=themes, topics=unit.topics if TECHNOLOGY in themes else ())


def _set_topic(unit: Marked, action: Action) -> Marked:
    """Topics divide the theme of technology, so a topic brings the theme with it."""
    topics = _toggle(unit.topics, action.value, TOPICS)
    themes = tuple(theme for theme in THEMES if theme in unit.themes or (topics and theme == TECHNOLOGY))
    return replace(unit, topics=topics, themes=themes)


def _set_stage(unit: Marked, action: Action) -> Marked:
    if action.value not in STAGES:
        raise CodingError(say("coding.unknown_id"), place=action.value[:60])
    return replace(unit, stage="" if unit.stage == action.value else action.value)


def _take(unit: Marked, action: Action) -> Marked:
    return replace(unit, passages=tuple(sorted({*unit.passages, action.passage})))


def _drop(unit: Marked, action: Action) -> Marked:
    return replace(unit, passages=tuple(one for one in unit.passages if one != action.passage))


def _set_amounts(unit: Marked, action: Action) -> Marked:
    return replace(unit, amounts=action.amounts)


_CHANGES: dict[str, Callable[[Marked, Action], Marked]] = {
    THEME: _set_theme,
    TOPIC: _set_topic,
    STAGE: _set_stage,
    TAKE: _take,
    DROP: _drop,
    AMOUNTS: _set_amounts,
}


def _merge(coding: Coding, action: Action) -> list[Marked]:
    """The one named by `unit` becomes part of the other, whose stage stands where it has one."""
    part, whole = _find(coding, action.unit), _find(coding, int(action.value) if action.value.isascii() and action.value.isdigit() else 0)
    if part is whole:
        raise CodingError(say("coding.no_unit"), remedy=say("coding.no_unit_remedy"))
    joined = Marked(
        whole.id,
        tuple(sorted({*whole.passages, *part.passages})),
        tuple(theme for theme in THEMES if theme in (*whole.themes, *part.themes)),
        tuple(topic for topic in TOPICS if topic in (*whole.topics, *part.topics)),
        whole.stage or part.stage,
        (*whole.amounts, *(amount for amount in part.amounts if amount not in whole.amounts)),
    )
    return [joined if one is whole else one for one in coding.units if one is not part]


def check_complete(coding: Coding) -> None:
    """Every initiative has a theme and a stage. Raises CodingError, which names those that lack one."""
    lacking = [str(unit.id) for unit in coding.units if not unit.themes or not unit.stage]
    if lacking:
        raise CodingError(say("coding.incomplete", numbers=", ".join(lacking)), remedy=say("coding.incomplete_remedy"))


def list_codable(source: SourceText) -> list[int]:
    """Numbers of the passages that can be evidence."""
    return [number for number, (start, end, kind, *_rest) in enumerate(source.passages) if kind != HEADING and start < end]


def fingerprint(source: SourceText) -> str:
    """SHA-256 of the text and its passages: two codings can be compared only if both were made on the same."""
    places = json.dumps([(start, end) for start, end, *_rest in source.passages], separators=(",", ":"))
    return hashlib.sha256(f"{source.text}\n{places}".encode("utf-8", "surrogatepass")).hexdigest()


def seal_coding(coding: Coding, salt: str) -> str:
    """What the trail holds of a finished coding while it is still secret: it cannot be read from this, and not be changed without showing."""
    content = json.dumps([salt, [dump_unit(unit) for unit in coding.units]], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def dump_coding(coding: Coding) -> dict[str, Any]:
    """As JSON."""
    return {
        "version": coding.version,
        "next": coding.next,
        "units": [dump_unit(unit) for unit in coding.units],
        "past": [[dump_unit(unit) for unit in units] for units in coding.past],
    }


def dump_unit(unit: Marked) -> Json:
    """An initiative as JSON. Without sums it has no key for them, so that seals of codings from before sums were coded still fit."""
    return {name: value for name, value in asdict(unit).items() if name != "amounts" or value}


def parse_coding(content: Mapping[str, Any]) -> Coding:
    """From `dump_coding`."""
    past = tuple(_parse_units(units) for units in content["past"])
    return Coding(int(content["version"]), int(content["next"]), _parse_units(content["units"]), past)


def _parse_units(units: Sequence[Mapping[str, Any]]) -> tuple[Marked, ...]:
    return tuple(parse_unit(unit) for unit in units)


def parse_unit(unit: Mapping[str, Any]) -> Marked:
    """An initiative from JSON."""
    themes, topics = (tuple(map(str, unit[name])) for name in ("themes", "topics"))
    amounts = tuple(dict(amount) for amount in unit.get("amounts", ()))
    return Marked(int(unit["id"]), tuple(map(int, unit["passages"])), themes, topics, str(unit["stage"]), amounts)


def as_unit(marked: Marked, passages: Sequence[tuple[int, int]], name: str) -> Unit:
    """As the comparison of readings wants it."""
    return Unit(name, marked.themes, marked.stage, tuple(passages[number] for number in marked.passages if number < len(passages)))
