"""Figures on two reviews that were really published; skipped where the shared material is not beside the checkout."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from samspil.importing import import_article
from samspil.values.published import PublishedReview

SHARED = Path(__file__).resolve().parents[4] / "shared"


def find(name: str) -> Path:
    file = SHARED / name
    if not file.is_file():
        pytest.skip(f"the shared material (../shared/{name}) is not beside this checkout")
    return file


@pytest.fixture(scope="module")
def review() -> PublishedReview:
    return import_article(find("seeds/review-2024-02-23.txt"), 2024).review


def test_tables_of_2024(review: PublishedReview) -> None:
    """20, 19 and 13 rows of as many municipalities, every name resolved; one claim, on the second table."""
    assert [(table.number, table.theme, len(table.rows)) for table in review.tables] == [
        (1, "tendering", 20),
        (2, "technology", 19),
        (3, "friplejehjem", 13),
    ]
    assert [len({row.municipality_code for row in table.rows} - {""}) for table in review.tables] == [20, 19, 13]
    assert [(claim.count, claim.of, claim.theme, claim.table) for claim in review.claims] == [(19, 98, "technology", 2)]
    assert (review.notes, review.published) == ((), "2024-02-23")


def test_amounts_of_2024(review: PublishedReview) -> None:
    """(dkk, kind) of each municipality and theme against the labels: F1 at least 0.95; the years of nine in ten of them exactly as labelled."""
    gold: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for agreement in json.loads(find("gold/review-2024.json").read_bytes()):
        for initiative in agreement["initiatives"]:
            for theme in initiative["themes"]:
                gold.setdefault((agreement["municipality"], theme), []).extend(initiative["amounts"])
    hits = wrong = missed = laid_out = 0
    for table in review.tables:
        for row in table.rows:
            wanted = gold.pop((row.municipality, table.theme), [])
            want = Counter((amount["dkk"], amount["kind"]) for amount in wanted)
            give = Counter((amount.dkk, amount.kind) for amount in row.amounts)
            hits, wrong, missed = hits + (want & give).total(), wrong + (give - want).total(), missed + (want - give).total()
            years = [(a["dkk"], a["kind"], {int(year): dkk for year, dkk in dict(a.get("profile") or {}).items()}) for a in wanted]
            laid_out += sum((amount.dkk, amount.kind, dict(amount.profile)) in years for amount in row.amounts)
    missed += sum(len(amounts) for amounts in gold.values())
    assert 2 * hits / (2 * hits + wrong + missed) >= 0.95
    assert laid_out >= 0.9 * hits


def test_claims_of_2019() -> None:
    """An article without tables: 7, 12, 6 and at least 6, each with no table to check against."""
    review = import_article(find("seeds/review-2019-11-13.txt")).review
    assert review.year == 2020
    assert sorted((claim.theme, claim.count, claim.at_least, claim.table) for claim in review.claims) == [
        ("friplejehjem", 7, False, None),
        ("green_procurement", 12, False, None),
        ("technology", 6, False, None),
        ("tendering", 6, True, None),
    ]
    assert review.tables == ()
