"""Texts about other things: whole fictional agreements of the project's corpus that ship with the package, as negatives for any own theme."""

import gzip
import json
from collections.abc import Iterable
from dataclasses import astuple
from importlib import resources
from pathlib import Path
from zlib import crc32

from samspil.initiatives.corpus import LabelledText
from samspil.values.passage import Passage

ENOUGH_PASSAGES = 4000
FILE = "background.json.gz"
Background = list[tuple[str, tuple[Passage, ...]]]


def read_background() -> Background:
    """Name and passages of each text."""
    data = resources.files("samspil.initiatives.own_themes.training").joinpath(FILE).read_bytes()
    return [(name, tuple(_passage(values) for values in rows)) for name, rows in json.loads(gzip.decompress(data))]


def _passage(values: list[object]) -> Passage:
    return Passage(*(tuple(value) if isinstance(value, list) else value for value in values))  # type: ignore[arg-type]


def choose_texts(texts: Iterable[LabelledText]) -> list[LabelledText]:
    """Texts in an order that depends on nothing but their names, until there are enough passages."""
    chosen: list[LabelledText] = []
    for text in sorted(texts, key=lambda one: crc32(one.file.encode())):
        if sum(len(one.passages) for one in chosen) < ENOUGH_PASSAGES:
            chosen.append(text)
    return sorted(chosen, key=lambda one: one.file)


def write_background(texts: Iterable[LabelledText], file: Path) -> None:
    """Leave the file; the same texts give the same content."""
    rows = [(text.file, [astuple(passage) for passage in text.passages]) for text in choose_texts(texts)]
    file.write_bytes(gzip.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0))
