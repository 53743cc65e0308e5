"""The word reader in place of training, for tests of the judge."""

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from small_corpus import WordModel, WordReader


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> type[WordReader]:
    """Training makes a reader by words at once; `WordReader.readings` tells which texts were read by what."""
    pytest.importorskip("sklearn", reason="training needs the train extra")
    from samspil import judging
    from samspil.initiatives.training import train as training
    from samspil.initiatives.training import unseen

    def train(texts: Any, facts: dict[str, Any]) -> WordModel:
        return WordModel(facts, tuple(sorted({text.municipality for text in texts})))

    WordReader.readings = []
    monkeypatch.setattr(unseen, "train_layers", train)
    monkeypatch.setattr(training, "TRUST_LIMIT", 0.6)  # two of three proposals are right: so sure is the last layer of each
    monkeypatch.setattr(unseen, "LinearReader", WordReader)
    monkeypatch.setattr(judging, "LinearReader", WordReader)
    return WordReader
