"""Floors under the quality of reading, on municipalities the model has not seen; docs/quality.md has the figures themselves."""

import json
from pathlib import Path

import pytest

from samspil.initiatives.model import read_model
from samspil.pipeline import Settings, review_folder
from samspil.publish.contract import review_to_json
from samspil.review.evaluate import Evaluation, evaluate
from samspil.version import read_quality

SAMPLES = Path(__file__).resolve().parents[1] / "samspil" / "samples"


def read_and_judge(folder: Path, gold: Path, out: Path) -> tuple[Evaluation, set[str]]:
    review = review_folder(Settings(folder, 2026, out, report=False), lambda *_: None).review
    labels = json.loads(gold.read_text(encoding="utf-8"))
    return evaluate(labels, review_to_json(review)["initiatives"]), {agreement["municipality"] for agreement in labels}


def test_the_development_set_is_read_well(devset: Path, tmp_path: Path) -> None:
    """Floors asked for the first version; the model has seen none of these municipalities."""
    result, municipalities = read_and_judge(devset / "docs", devset / "gold.json", tmp_path)
    assert not municipalities & set(read_model().facts["municipalities"])
    assert result.presence.f1 >= 0.95
    assert result.initiatives.f1 >= 0.80
    assert result.stage >= 0.80
    assert result.amounts.f1 >= 0.85
    assert result.profiles >= 0.92


def test_the_sample_agreements_are_read_well(tmp_path: Path) -> None:
    """Written apart from the corpus; some municipalities are in both, with other texts."""
    result, _ = read_and_judge(SAMPLES / "agreements", SAMPLES / "gold.json", tmp_path)
    assert result.presence.f1 >= 0.90
    assert result.initiatives.f1 >= 0.80
    assert result.stage >= 0.80
    assert result.amounts.f1 >= 0.80
    assert result.profiles >= 0.90


def test_the_shipped_quality_is_that_of_the_shipped_model() -> None:
    """quality.json and reader.npz come from one training."""
    quality = read_quality()
    assert quality is not None
    assert quality["version"] == read_model().facts["version"]


@pytest.mark.parametrize("theme", ["tendering", "technology", "friplejehjem", "green_procurement", "insourcing"])
def test_error_rates_are_measured_for_every_theme(theme: str) -> None:
    """Without them a headline would have no interval."""
    counts = (read_quality() or {})["themes"][theme]
    assert counts["true_positive"] + counts["false_negative"] >= 100
    assert counts["true_negative"] + counts["false_positive"] >= 100


def test_confidence_is_calibrated() -> None:
    """The stated confidence is borne out on unseen texts, and 'sikker' rows are."""
    calibration = (read_quality() or {})["calibration"]
    assert calibration["expected_error"] <= 0.05
    assert calibration["sure_right"] / calibration["sure_rows"] >= 0.95
