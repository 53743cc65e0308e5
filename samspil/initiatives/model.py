"""The trained reader as a file: arrays and facts, no code (a NumPy archive read with pickling off)."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from samspil.errors import DAMAGED_ZIP, ModelError
from samspil.initiatives.features import feature_fingerprint
from samspil.initiatives.layers import Linear, Network, TextLayer

FORMAT = 2
_REBUILD = "Build it again with: samspil train"


@dataclass(frozen=True, slots=True)
class Model:
    """All layers of the reader and the facts about their making.

    `text`: scores of a passage (themes, any, continues). `around`: is the passage part of an initiative, given its surroundings. `pair`: do two
    passages belong together. `row`: does a table row belong to an initiative. `whole`: themes, topics and stages of a whole initiative.
    `trust`: how likely a proposed initiative is right. `words`: the words of the labelled texts with their features, worked out once for all.
    """

    facts: Mapping[str, Any]
    text: TextLayer
    around: Network
    pair: Network
    row: Linear
    whole: TextLayer
    trust: Linear
    words: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def name(self) -> str:
        """Short name with version, as in `initiatives.json`."""
        return f"linear-{self.facts['version']}"


def to_arrays(model: Model) -> dict[str, np.ndarray[Any, Any]]:
    """Every array of the model by name; text layers as their rows that are not zero."""
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    for name in ("text", "whole"):
        layer: TextLayer = getattr(model, name)
        values = layer.weights.astype(np.float16)
        index = np.flatnonzero(np.abs(values).max(axis=1) > 0).astype(np.int32)
        arrays |= {f"{name}.index": index, f"{name}.values": values[index], f"{name}.bias": layer.bias}
    for name in ("around", "pair", "row", "trust"):
        part = getattr(model, name)
        arrays |= {f"{name}.{key}": getattr(part, key) for key in part.__slots__}
    return arrays | _pack_words(model.words)


def _pack_words(words: Sequence[tuple[str, tuple[int, ...]]]) -> dict[str, np.ndarray[Any, Any]]:
    letters = np.frombuffer("\n".join(word for word, _ in words).encode("utf-8"), dtype=np.uint8)
    counts = np.array([len(buckets) for _, buckets in words], dtype=np.int32)
    return {
        "words.letters": letters,
        "words.counts": counts,
        "words.buckets": np.array([b for _, buckets in words for b in buckets], dtype=np.int32),
    }


def _unpack_words(arrays: Mapping[str, np.ndarray[Any, Any]]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    names = arrays["words.letters"].tobytes().decode("utf-8").split("\n")
    buckets, ends = arrays["words.buckets"].tolist(), arrays["words.counts"].cumsum().tolist()
    return tuple((name, tuple(buckets[start:end])) for name, start, end in zip(names, [0, *ends[:-1]], ends, strict=True)) if ends else ()


def write_model(model: Model, file: Path) -> None:
    """Leave the model file; the same model gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        facts = json.dumps(
            {"format": FORMAT, **{key: value for key, value in model.facts.items() if key != "sha256"}}, sort_keys=True, ensure_ascii=False
        ).encode()
        archive.writestr(zipfile.ZipInfo("facts.json"), facts, zipfile.ZIP_DEFLATED)
        for name, array in sorted(to_arrays(model).items()):
            member = io.BytesIO()
            np.save(member, np.ascontiguousarray(array), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue(), zipfile.ZIP_DEFLATED)
    file.write_bytes(buffer.getvalue())


def read_model(file: Path | None = None) -> Model:
    """The model that ships with the package, or the one in `file`. Raises ModelError with the command that rebuilds it."""
    place = str(file) if file else "samspil/initiatives/data/reader.npz"
    try:
        data = file.read_bytes() if file else resources.files("samspil.initiatives").joinpath("data/reader.npz").read_bytes()
        return _parse(data)
    except (KeyError, *DAMAGED_ZIP) as error:
        raise ModelError(f"The model cannot be read: {error}.", place=place, remedy=_REBUILD) from error


def _parse(data: bytes) -> Model:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        facts = json.loads(archive.read("facts.json"))
        if facts.get("format") != FORMAT:
            raise ValueError(f"it has format {facts.get('format')}, this version reads format {FORMAT}")
        if facts.get("features") != feature_fingerprint():
            raise ValueError("it was trained with another vocabulary or other features")
        arrays = {
            info.filename.removesuffix(".npy"): np.load(io.BytesIO(archive.read(info)), allow_pickle=False)
            for info in archive.infolist()
            if info.filename.endswith(".npy")
        }
    facts["sha256"] = hashlib.sha256(data).hexdigest()
    return _build(facts, arrays)


def _build(facts: Mapping[str, Any], arrays: Mapping[str, np.ndarray[Any, Any]]) -> Model:
    def text(name: str) -> TextLayer:
        return TextLayer.from_sparse(arrays[f"{name}.index"], arrays[f"{name}.values"], arrays[f"{name}.bias"])

    def linear(name: str) -> Linear:
        return Linear(*(arrays[f"{name}.{key}"] for key in Linear.__slots__))

    def network(name: str) -> Network:
        return Network(*(arrays[f"{name}.{key}"] for key in Network.__slots__))

    return Model(
        facts, text("text"), network("around"), network("pair"), linear("row"), text("whole"), linear("trust"), _unpack_words(arrays)
    )
