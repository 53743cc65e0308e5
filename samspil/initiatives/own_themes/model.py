"""A theme's trained layers as `theme.npz` beside its `theme.toml`: arrays and facts, no code (a NumPy archive read with pickling off)."""

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from samspil.errors import DAMAGED_ZIP
from samspil.initiatives.features import feature_fingerprint
from samspil.initiatives.layers import Linear, TextLayer
from samspil.initiatives.own_themes.errors import ThemeError
from samspil.initiatives.own_themes.folder import OwnTheme, read_theme
from samspil.vocabulary.system import explain
from samspil.vocabulary.terms import TermGroup
from samspil.vocabulary.texts import say

FORMAT = 1
MODEL_FILE = "theme.npz"


@dataclass(frozen=True, slots=True)
class OwnModel:
    """A theme with its layers. `facts`: version, the shipped model it leans on, examples, estimate (docs/own-themes.md)."""

    facts: Mapping[str, Any]
    theme: OwnTheme
    text: TextLayer
    around: Linear
    trust: Linear

    @property
    def name(self) -> str:
        """Theme and version, as in `initiatives.json`."""
        return name_own(self.theme.id, self.facts["version"])


def encode_model(model: OwnModel) -> bytes:
    """The file's content; the same model gives the same bytes."""
    values = model.text.weights.astype(np.float16)
    index = np.flatnonzero(np.abs(values).max(axis=1) > 0).astype(np.int32)
    facts = {"format": FORMAT, **model.facts, "theme": asdict(model.theme)}
    arrays: dict[str, Any] = {
        "facts": np.frombuffer(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode(), dtype=np.uint8),
        "text.index": index,
        "text.values": values[index],
        "text.bias": model.text.bias,
    }
    for name, layer in (("around", model.around), ("trust", model.trust)):
        arrays |= {f"{name}.{key}": getattr(layer, key) for key in Linear.__slots__}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def decode_model(data: bytes) -> OwnModel:
    """The model in a file's content. Raises ValueError saying why it does not fit this version, KeyError or BadZipFile for damage."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        facts = json.loads(arrays["facts"].tobytes())
        if facts.get("format") != FORMAT:
            raise ValueError(say("own_themes.other_format", given=facts.get("format"), wanted=FORMAT))
        if facts.get("features") != feature_fingerprint():
            raise ValueError(say("own_themes.other_features"))
        text = TextLayer.from_sparse(arrays["text.index"], arrays["text.values"], arrays["text.bias"])
        around, trust = (Linear(*(arrays[f"{name}.{key}"] for key in Linear.__slots__)) for name in ("around", "trust"))
    theme = facts.pop("theme")
    groups = tuple(TermGroup(group["name"], tuple(group["patterns"])) for group in theme.pop("groups"))
    return OwnModel({**facts, "sha256": hashlib.sha256(data).hexdigest()}, OwnTheme(**theme, groups=groups), text, around, trust)


@dataclass(frozen=True, slots=True)
class TrainedTheme:
    """A theme's folder ready for a review: what the model file says, and its bytes for the children that read."""

    folder: Path
    theme: OwnTheme
    facts: Mapping[str, Any]
    data: bytes

    @property
    def label(self) -> str:
        """Id, version and hash: what a result depends on."""
        return f"{self.theme.id}-{self.facts['version']}-{self.facts['sha256'][:12]}"

    def as_facts(self) -> dict[str, Any]:
        """What a review says of the theme: words, who reads it, the file's hash, and what the examples allow to say about quality."""
        known = {name: self.facts[name] for name in ("version", "sha256", "examples", "initiatives", "estimate")}
        return {**self.theme.texts, "reader": name_own(self.theme.id, self.facts["version"]), **known}


def name_own(theme: str, version: str) -> str:
    """Theme and version, as in `initiatives.json`."""
    return f"own theme {theme}-{version}"


def read_all_trained(folders: Sequence[Path], shipped: str) -> tuple[TrainedTheme, ...]:
    """The themes of several folders. Raises ThemeError, also for an id that is given twice."""
    trained: list[TrainedTheme] = []
    for folder in folders:
        one = read_trained(folder, shipped)
        if any(one.theme.id == other.theme.id for other in trained):
            raise ThemeError(
                say("own_themes.given_twice", theme=one.theme.id), place=str(folder), remedy=say("own_themes.given_twice_remedy")
            )
        trained.append(one)
    return tuple(trained)


def read_trained(folder: Path, shipped: str) -> TrainedTheme:
    """The trained theme of a folder; `shipped`: name of the model it must lean on. Raises ThemeError with the command that rebuilds it."""
    theme = read_theme(folder)
    file = folder / MODEL_FILE
    remedy = say("own_themes.train_it", folder=folder)
    try:
        data = file.read_bytes()
        model = decode_model(data)
    except FileNotFoundError as error:
        raise ThemeError(say("own_themes.not_trained"), place=str(file), remedy=remedy) from error
    except (KeyError, TypeError, AttributeError, *DAMAGED_ZIP) as error:
        detail = explain(error) if isinstance(error, OSError) else str(error)
        raise ThemeError(say("own_themes.model_unreadable", detail=detail), place=str(file), remedy=remedy) from error
    if model.facts.get("reader") != shipped:
        raise ThemeError(say("own_themes.other_reader", made=model.facts.get("reader"), now=shipped), place=str(file), remedy=remedy)
    if model.theme.sha256 != theme.sha256:
        raise ThemeError(say("own_themes.theme_changed"), place=str(file), remedy=remedy)
    return TrainedTheme(folder, theme, model.facts, data)
