"""A cache on disk for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from samspil.initiatives.llm import AnswerCache


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[AnswerCache]:
    with AnswerCache(tmp_path / "answers.sqlite") as opened:
        opened._connection.execute("PRAGMA synchronous = OFF")  # tests need not survive a power cut
        yield opened
