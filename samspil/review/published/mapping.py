"""The user's mapping of tables to themes: YAML or TOML with a list `table` of entries theme, year, number, title (docs/published-reviews.md)."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from samspil.errors import UsageError
from samspil.review.published.themes import TableRule
from samspil.values.codes import THEMES
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import say

_FIELDS = {"theme": str, "year": int, "number": int, "title": str}
_MOST_BYTES = 1_000_000


def read_mapping(file: Path) -> tuple[TableRule, ...]:
    """The rules of a mapping file, in its order. Raises UsageError naming the file and the entry."""
    try:
        with file.open("rb") as stream:
            text = stream.read(_MOST_BYTES).decode("utf-8-sig")
        content = yaml.safe_load(text) if file.suffix.lower() in (".yaml", ".yml") else tomllib.loads(text)
    except OSError as error:
        raise _refuse(file, say("published.mapping_unreadable", detail=explain(error))) from error
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        raise _refuse(file, say("published.mapping_unreadable", detail=" ".join(str(error).split())[:200])) from error
    entries = content.get("table") if isinstance(content, dict) else content
    if not isinstance(entries, list) or not entries:
        raise _refuse(file, say("published.mapping_shape"))
    return tuple(_read_entry(file, number, entry) for number, entry in enumerate(entries, start=1))


def _read_entry(file: Path, number: int, entry: Any) -> TableRule:
    problem = find_problem(entry)
    if problem:
        raise _refuse(file, say("published.mapping_entry", number=number, detail=problem))
    return TableRule(**entry)


def find_problem(entry: Any) -> str:
    """What is wrong with an entry, '' when nothing is."""
    if not isinstance(entry, Mapping):
        return say("published.mapping_shape")
    for field, value in entry.items():
        if field not in _FIELDS:
            return say("published.mapping_field", field=field)
        if not isinstance(value, _FIELDS[field]) or isinstance(value, bool):
            kind = "mapping_number_word" if _FIELDS[field] is int else "mapping_text_word"
            return say("published.mapping_value", field=field, kind=say(f"published.{kind}"))
    if entry.get("theme") not in THEMES:
        return say("published.mapping_theme", theme=entry.get("theme", ""), themes=", ".join(THEMES))
    return "" if entry.get("title", "").strip() or "number" in entry else say("published.mapping_empty")


def _refuse(file: Path, message: str) -> UsageError:
    return UsageError(message, place=str(file), remedy=say("published.mapping_remedy"))
