"""A theme's folder: `theme.toml` says what the theme is and which words speak for it."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samspil.initiatives.own_themes.errors import ThemeError
from samspil.values.codes import STAGES, THEMES, TOPICS
from samspil.vocabulary.system import explain
from samspil.vocabulary.terms import TermGroup
from samspil.vocabulary.texts import say

THEME_FILE = "theme.toml"
FALSE_FRIENDS = "not_"  # a group whose name begins so holds the words of what is *not* the theme
_TEXTS = ("id", "label_da", "short_da", "label_en", "short_en", "description", "source")
_LONGEST_SHORT = 30
_ID = re.compile(r"[a-z][a-z0-9_]{1,39}")
_TAKEN = frozenset((*THEMES, *TOPICS, *STAGES, "alle", "general"))  # 'alle' names a page of the report


@dataclass(frozen=True, slots=True)
class OwnTheme:
    """A theme as its maker describes it. `texts`: the fields of `theme.toml`; `sha256`: of the file."""

    id: str
    texts: Mapping[str, str]
    groups: tuple[TermGroup, ...]
    sha256: str


def read_theme(folder: Path) -> OwnTheme:
    """The theme of a folder. Raises ThemeError naming file, line and what to do."""
    file = folder / THEME_FILE
    try:
        data = file.read_bytes()
        content = tomllib.loads(data.decode("utf-8"))
    except OSError as error:
        remedy = say("own_themes.no_theme_file_remedy")
        raise ThemeError(say("own_themes.no_theme_file", detail=explain(error)), place=str(file), remedy=remedy) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ThemeError(
            say("own_themes.not_toml", detail=error), place=_place_of_error(file, error), remedy=say("own_themes.not_toml_remedy")
        ) from error
    return parse_theme(content, hashlib.sha256(data).hexdigest(), _Source(file, data.decode("utf-8")))


@dataclass(frozen=True, slots=True)
class _Source:
    """Where a field stands, for messages."""

    file: Path
    text: str

    def complain(self, field: str, key: str, **values: object) -> ThemeError:
        """The error `key` about a field, with file and line."""
        lines = self.text.splitlines()
        line = next(
            (n for n, told in enumerate(lines, 1) if re.match(rf'\s*"?{re.escape(field)}"?\s*=|\s*\[{re.escape(field)}\]', told)), 1
        )
        return ThemeError(
            say(f"own_themes.{key}", field=field, **values),
            place=f"{self.file}:{line}",
            remedy=say(f"own_themes.{key}_remedy", field=field),
        )


def _place_of_error(file: Path, error: ValueError) -> str:
    found = re.search(r"line (\d+)", str(error))
    return f"{file}:{found[1] if found else 1}"


def parse_theme(content: Mapping[str, Any], sha256: str, source: _Source) -> OwnTheme:
    """The theme in a file's content. Raises ThemeError."""
    for field in content:
        if field not in (*_TEXTS, "groups"):
            raise source.complain(field, "unknown_field", known=", ".join((*_TEXTS, "[groups]")))
    for field in _TEXTS:
        if not isinstance(content.get(field), str) or not content[field].strip():
            raise source.complain(field, "missing_field")
    _check_names(content, source)
    return OwnTheme(content["id"], {field: content[field].strip() for field in _TEXTS}, _parse_groups(content, source), sha256)


def _check_names(content: Mapping[str, Any], source: _Source) -> None:
    if not _ID.fullmatch(content["id"]):
        raise source.complain("id", "bad_id", given=content["id"])
    if content["id"] in _TAKEN:
        raise source.complain("id", "id_taken", given=content["id"])
    for field in ("short_da", "short_en"):
        if len(content[field]) > _LONGEST_SHORT:
            raise source.complain(field, "too_long", most=_LONGEST_SHORT)


def _parse_groups(content: Mapping[str, Any], source: _Source) -> tuple[TermGroup, ...]:
    groups = content.get("groups")
    if not isinstance(groups, dict) or not any(not name.startswith(FALSE_FRIENDS) for name in groups):
        raise source.complain("groups", "no_groups")
    for name, patterns in groups.items():
        if not isinstance(patterns, list) or not patterns:
            raise source.complain(name, "no_patterns")
        for pattern in patterns:
            if not is_pattern(pattern):
                raise source.complain(name, "bad_pattern", given=pattern)
    return tuple(TermGroup(name, tuple(patterns)) for name, patterns in sorted(groups.items()))


def is_pattern(pattern: object) -> bool:
    """Lower-case words with single blanks between them, `*` for any letters (alone, but not at the ends: any word), two letters or more in all."""
    if not isinstance(pattern, str) or pattern != " ".join(pattern.lower().split()) or not pattern:
        return False
    words = pattern.split()
    return bool(words[0].strip("*") and words[-1].strip("*")) and sum(letter.isalnum() for letter in pattern) > 1
