"""The user's own themes in a review's facts: `own_themes` lists id, labels, reader, file hash and quality estimate of each."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from samspil.values.codes import THEMES


def list_own_themes(facts: Mapping[str, object]) -> list[Mapping[str, Any]]:
    """The own themes of a review in the order they were given; none in most reviews."""
    return cast("list[Mapping[str, Any]]", facts.get("own_themes") or [])


def name_reader(shipped: str, own: Sequence[Mapping[str, Any]], themes: Sequence[str]) -> str:
    """Who proposed an initiative with these themes."""
    readers = [str(theme["reader"]) for theme in own if theme["id"] in themes]
    return " + ".join([shipped, *readers] if set(themes) & set(THEMES) or not readers else readers)


def keep_shipped(themes: Sequence[str]) -> tuple[str, ...]:
    """The codebook's themes among these: the second reading knows no others."""
    return tuple(theme for theme in themes if theme in THEMES)
