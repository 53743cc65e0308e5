"""Fixtures: reviews whose numbers and rows belong together, of one year and of three; an article made of them."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that this folder can be run alone

from article_reviews import make
from fictional_review import YEAR

from samspil.publish.article.build import build_article
from samspil.publish.article.model import Article
from samspil.values.review import Review
from samspil.version import read_quality
from samspil.vocabulary.texts import use_language

Maker = Callable[..., Review]


@pytest.fixture(autouse=True)
def _danish() -> Iterator[None]:
    use_language("da")
    yield
    use_language("da")


@pytest.fixture
def maker() -> Maker:
    return make


@pytest.fixture(scope="session")
def one_year() -> Review:
    """30 municipalities, 28 of them read, by the model whose errors are measured."""
    review = make()
    return replace(review, facts={**review.facts, "model": f"linear-{(read_quality() or {})['version']}"})


@pytest.fixture(scope="session")
def two_years(one_year: Review) -> dict[int, Review]:
    return {YEAR - 1: make(YEAR - 1, initiatives=60), YEAR: one_year}


@pytest.fixture(scope="session")
def article(two_years: dict[int, Review]) -> Article:
    use_language("da")
    return build_article(two_years, YEAR, read_quality())
