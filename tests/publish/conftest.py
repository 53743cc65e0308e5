"""Fixtures: the fictional review, a page source that draws grey sheets, and a report made from both."""

from pathlib import Path

import pytest
from fictional_review import Sheets, build_review

from samspil.publish.report import write_report
from samspil.values.review import Review


@pytest.fixture(scope="session")
def review() -> Review:
    return build_review()


@pytest.fixture(scope="session")
def sheets() -> Sheets:
    return Sheets()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory, review: Review, sheets: Sheets) -> Path:
    return write_report(review, tmp_path_factory.mktemp("out"), sheets).parent
