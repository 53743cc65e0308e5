"""Training: the same texts give the same bytes, and nothing is judged by a model that has seen its municipality."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="training needs the train extra")

from samspil.initiatives.corpus import LabelledText, read_labelled
from samspil.initiatives.model import write_model
from samspil.initiatives.training.fit import fit_linear, fit_network
from samspil.initiatives.training.train import describe_corpus, number_folds
from samspil.initiatives.training.unseen import train_model
from samspil.review.quality import measure_quality

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "agreements"


@pytest.fixture(scope="module")
def texts() -> list[LabelledText]:
    """A small part of the corpus, tables among it."""
    return [read_labelled(file) for file in sorted(FOLDER.glob("w[15]-0[1-5]-*.md"))]


def test_texts_of_one_municipality_share_a_fold(texts: list[LabelledText]) -> None:
    numbers = number_folds(texts)
    for text, number in zip(texts, numbers, strict=True):
        assert all(other == number for one, other in zip(texts, numbers, strict=True) if one.municipality == text.municipality)
    assert len(set(numbers)) == 5


def test_every_layer_is_fitted_the_same_again() -> None:
    """The parts of a training that could differ from one run to the next."""
    random = np.random.default_rng(7)
    figures = random.normal(size=(120, 6))
    target = figures[:, 0] + 0.3 * random.normal(size=120) > 0
    for fit in (lambda: fit_network(figures, target, 4), lambda: fit_linear(figures, target)):
        one, two = fit(), fit()
        for name in one.__slots__:
            assert np.array_equal(getattr(one, name), getattr(two, name)), name


@pytest.mark.skipif(not os.environ.get("SAMSPIL_SLOW"), reason="takes minutes: set SAMSPIL_SLOW=1")
def test_the_same_texts_give_the_same_bytes(texts: list[LabelledText], tmp_path: Path) -> None:
    facts = describe_corpus(texts, FOLDER)
    files = [tmp_path / "one.npz", tmp_path / "two.npz"]
    readings: Sequence[Any] = ()
    for file in files:
        model, readings = train_model(texts, facts)
        write_model(model, file)
    assert files[0].read_bytes() == files[1].read_bytes()
    quality = measure_quality(readings, 0.5)
    assert quality["texts"] == len(texts)
    assert 0 < quality["figures"]["initiatives"]["f1"] <= 1
    assert sum(part["rows"] for part in quality["calibration"]["bins"]) > 0


def test_the_version_follows_what_the_code_of_the_reading_decides(texts: list[LabelledText], monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that is left out, or tables joined in another way, is another model; the same code, asked again, is not."""
    version = describe_corpus(texts, FOLDER)["version"]
    assert describe_corpus(texts, FOLDER)["version"] == version
    for name, stand_in in (
        ("samspil.initiatives.reader.raise_plain", lambda _lower, _kinds, inside: (inside, {})),
        (
            "samspil.initiatives.gathered.attach_rows",
            lambda _around, _inside, groups, _layer, _limits, _notes, _points: ([[] for _ in groups], []),
        ),
        ("samspil.initiatives.reader.add_wording", lambda odds, _texts: odds),
        ("samspil.initiatives.training.probe.is_left_alone", lambda _texts, _year: False),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(name, stand_in)
            assert describe_corpus(texts, FOLDER)["version"] != version, name


def test_the_version_follows_the_corpus(texts: list[LabelledText]) -> None:
    assert describe_corpus(texts, FOLDER)["version"] != describe_corpus(texts[1:], FOLDER)["version"]
