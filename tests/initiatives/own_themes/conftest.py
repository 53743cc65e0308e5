"""A theme trained once, and small folders that can be broken one thing at a time."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from own_example import EXAMPLE

from samspil.initiatives.model import read_model
from samspil.initiatives.own_themes.model import encode_model
from samspil.initiatives.own_themes.training.background import Background, read_background
from samspil.initiatives.own_themes.training.train import train_folder
from samspil.initiatives.reader import LinearReader


@pytest.fixture(scope="session")
def shipped() -> LinearReader:
    return LinearReader(read_model())


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, shipped: LinearReader) -> Path:
    """The worked example, copied and trained as a user would."""
    folder = tmp_path_factory.mktemp("temaer") / "skolestruktur"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("theme.npz"))
    (folder / "theme.npz").write_bytes(encode_model(train_folder(folder, shipped)))
    return folder


@pytest.fixture(scope="session")
def little_background() -> Background:
    """Enough to learn from in a second."""
    return read_background()[:6]


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., Path]:
    """A copy of the example with its first texts; `**files` replaces or adds files, None takes one away."""

    def make(texts: int = 4, **files: str | None) -> Path:
        folder = tmp_path / "tema"
        shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("theme.npz", "held-out"))
        for file in sorted((folder / "examples").glob("*.md"))[texts:]:
            file.unlink()
        for name, content in files.items():
            place = folder / ("theme.toml" if name == "theme" else f"examples/{name}.md")
            if content is None:
                place.unlink()
            else:
                place.write_text(content, encoding="utf-8")
        return folder

    return make
