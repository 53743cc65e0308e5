"""The seeded generator: faults planted in correct reviews, through the importer; and the real review of 23 February 2024 where it lies beside the checkout."""

import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from audit_articles import find_judge, kinds

from samspil.review.audit.run import audit_review

ROOT = Path(__file__).resolve().parents[3]
SEED = ROOT.parent / "shared" / "seeds" / "review-2024-02-23.txt"


@pytest.fixture(scope="module")
def faults() -> ModuleType:
    """The generator, a script of the benchmarks."""
    spec = importlib.util.spec_from_file_location("audit_faults", ROOT / "benchmarks" / "audit_faults.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["audit_faults"] = module
    spec.loader.exec_module(module)
    return module


def test_rows_are_many_and_different() -> None:
    data = tomllib.loads((Path(__file__).parent / "rows.toml").read_text(encoding="utf-8"))
    texts = [row["text"] for theme in ("tendering", "technology", "friplejehjem", "green_procurement", "insourcing") for row in data[theme]]
    assert len(set(texts)) == len(texts) >= 150


def test_planted_faults_are_found_and_correct_rows_left_alone(faults: ModuleType) -> None:
    """A hundred faults of thirteen kinds; the figures of docs/audit.md."""
    result = faults.measure(seed=6, faults=100, per_review=13)
    planted, found = sum(result.planted.values()), sum(result.found.values())
    assert len(result.planted) >= 10
    assert found >= 0.95 * planted, [(number, one) for number, one, _draft in result.missed]
    assert len(result.alarms) <= 0.02 * result.rows, result.alarms


@pytest.mark.skipif(not SEED.exists(), reason="the published review is not beside the checkout")
def test_the_review_of_2024(faults: ModuleType) -> None:
    """All known faults, and nothing that is not true."""
    review = faults.read_text(SEED.read_text(encoding="utf-8"), 2024)
    findings = audit_review(review, judge=find_judge()).findings
    told = {(one.kind, one.table, one.municipality) for one in findings}
    assert told >= {
        ("duplicate-row", 3, "Aarhus"),
        ("contradiction", None, "Rudersdal"),
        ("theme-mismatch", 1, "Randers"),
        ("order", 1, "Hørsholm"),
        ("order", 1, "Slagelse"),
        ("unit", 2, "Lejre"),
    }
    assert len(findings) == 8, kinds(findings)  # the other two: Aarhus first in tables 1 and 3
