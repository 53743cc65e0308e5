"""A file of a case taken apart: the fields of its front matter, each with its line, and the text below.

YAML is read as events and only as text, lists and fields: no tags, anchors or aliases, no guessing of types ('0751' and 'no' stay what they are).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

MOST_DEPTH = 4
MOST_NODES = 5000
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_NOTHING = ("", "~", "null")  # unquoted


@dataclass(slots=True)
class Broken(Exception):  # noqa: N818 - it becomes a finding, never reaches a user as an error
    """What cannot be read: a text of the catalogue, its values, and the line."""

    key: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Parts:
    """`fields`: text, lists and dicts as written; `lines`: 'effects[0].unit' -> line, from 1; `body` and the line where it begins."""

    fields: dict[str, Any]
    lines: dict[str, int]
    body: str
    body_line: int


def take_apart(text: str) -> Parts:
    """The front matter between two lines '---' and what follows. Raises Broken."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    fences = list(_FENCE.finditer(text))[:2]
    if len(fences) < 2 or fences[0].start() != 0:
        raise Broken("no_front_matter", 1)
    top = text[fences[0].end() : fences[1].start()]
    lines: dict[str, int] = {}
    fields = _read_fields(top, lines)
    return Parts(fields, lines, text[fences[1].end() :], text.count("\n", 0, fences[1].end()) + 1)


def _read_fields(top: str, lines: dict[str, int]) -> dict[str, Any]:
    try:
        events = iter(list(_allowed_events(top)))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Broken("bad_yaml", mark.line + 1 if mark else 1, {"detail": str(error.problem or error.context)}) from error
    except yaml.YAMLError as error:
        raise Broken("bad_yaml", 1, {"detail": " ".join(str(error).split())[:120]}) from error
    first = next(events, None)
    if not isinstance(first, yaml.MappingStartEvent):
        raise Broken("not_fields", 1)
    fields: dict[str, Any] = _build(first, events, "", lines)
    if next(events, None) is not None:
        raise Broken("several_documents", 1)
    return fields


def _allowed_events(top: str) -> Iterator[yaml.Event]:
    """The nodes of a document. Raises Broken for what we do not take: depth, numbers of nodes, tags, anchors, aliases."""
    depth = 0
    for number, event in enumerate(yaml.parse(top, Loader=_LOADER)):
        line = _line_of(event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH or number > MOST_NODES:
            raise Broken("too_deep", line)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Broken("anchor", line)
        if getattr(event, "tag", None):
            raise Broken("tag", line)
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent | yaml.CollectionEndEvent):
            yield event


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _build(event: yaml.Event, events: Iterator[yaml.Event], path: str, lines: dict[str, int]) -> Any:
    lines[path] = _line_of(event)
    if isinstance(event, yaml.ScalarEvent):
        plain = event.style in (None, "")
        return "" if plain and event.value in _NOTHING else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Any] = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(_build(inner, events, f"{path}[{len(items)}]", lines))
        return items
    return _build_fields(events, path, lines)


def _build_fields(events: Iterator[yaml.Event], path: str, lines: dict[str, int]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        line = _line_of(key)
        if not isinstance(key, yaml.ScalarEvent):
            raise Broken("key_is_no_word", line)
        if key.value in fields:
            raise Broken("field_twice", line, {"name": key.value[:40]})
        inner = f"{path}.{key.value}" if path else key.value
        fields[key.value] = _build(next(events), events, inner, lines)
        lines[inner] = line
    return fields
