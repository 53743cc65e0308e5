"""What reads: a fingerprint of the code, vocabulary and model that decide what is found, so that a stored reading is never taken for another's."""

import functools
import hashlib
import json
import zipfile
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from samspil.errors import DAMAGED_ZIP

_ROOMS = ("values", "vocabulary", "documents", "passages", "initiatives")
_SKIPPED = frozenset(("__pycache__", "training", "llm", "own_themes"))


@functools.cache
def read_fingerprint() -> str:
    """Twelve letters that change when anything that reads changes."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        for name, content in _files(resources.files("samspil").joinpath(room), room):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()[:12]


def _files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        name = f"{prefix}/{entry.name}"
        if entry.name in _SKIPPED:
            continue
        if entry.is_dir():
            found += _files(entry, name)
        elif not entry.name.endswith(".pyc"):
            found.append((name, entry.read_bytes()))
    return found


@functools.cache
def read_model_name() -> str:
    """Name and version of the model that ships, read from its facts without loading it; 'none' before the first training, or when damaged."""
    file = resources.files("samspil").joinpath("initiatives/data/reader.npz")
    if not file.is_file():
        return "none"
    try:
        with file.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            return f"linear-{json.loads(archive.read('facts.json'))['version']}"
    except (KeyError, *DAMAGED_ZIP):
        return "none"


@functools.cache
def read_quality() -> dict[str, Any] | None:
    """How well the shipped model read unseen texts (see `review/quality.py`), None when nothing was measured."""
    file = resources.files("samspil").joinpath("initiatives/data/quality.json")
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


@functools.cache
def read_rules_name() -> str:
    """Name and version of the second reading's rules."""
    from samspil.initiatives.rules import RuleReader

    return RuleReader().name
