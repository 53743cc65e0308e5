"""Reviews of several years, gathered from where they lie and read back as they were."""

import json
from pathlib import Path

import pytest

from samspil.collection import open_collection
from samspil.errors import UsageError
from samspil.publish.contract import review_to_json
from samspil.publish.published import published_bytes
from samspil.review.kept import parse_review
from samspil.review.kept_published import parse_published, published_to_json
from samspil.store.sqlite import Store
from samspil.values.amount import Amount
from samspil.values.published import Claim, PublishedReview, PublishedRow, PublishedTable
from samspil.values.review import Review
from tests.publish.fictional_review import build_review

ROW = PublishedRow(
    "Faxe", "0320", "Faxe Kommune", "Faxe Kommune afsætter 1 mio. kr.", "decided", (Amount(1_000_000, "allocation", {2024: 1_000_000}),)
)
PUBLISHED = PublishedReview(
    2024, (PublishedTable(1, "Udbud", "tendering", (ROW, ROW)),), (Claim("Syv kommuner.", 7, False, None, "tendering", 1),), "x"
)


def save_review(review: Review, file: Path) -> dict[str, object]:
    content = review_to_json(review)
    file.write_text(json.dumps(content), encoding="utf-8")
    return content


def test_a_review_comes_back_as_it_was() -> None:
    """Parsed from its JSON and written again, nothing of the contract has changed."""
    content = json.loads(json.dumps(review_to_json(build_review())))
    assert json.loads(json.dumps(review_to_json(parse_review(content)))) == content


def test_a_published_review_comes_back_with_doubled_rows() -> None:
    """Rows are kept as printed, also when one stands there twice."""
    assert parse_published(json.loads(json.dumps(published_to_json(PUBLISHED)))) == PUBLISHED


def test_store_and_files_are_gathered(tmp_path: Path) -> None:
    """A folder's store and JSON files are read; what others published is kept apart from what was read here."""
    content = save_review(build_review(), tmp_path / "initiatives.json")
    with Store(tmp_path / "samspil.sqlite") as store:
        store.keep_review(2019, "x", {**content, "samspil": {**content["samspil"], "budget_year": 2019}})  # type: ignore[dict-item]
        assert store.keep_published(2024, "ab", "a.html", published_to_json(PUBLISHED))
        assert not store.keep_published(2024, "ab", "a.html", published_to_json(PUBLISHED))
    (tmp_path / "published.json").write_bytes(published_bytes(PUBLISHED))
    collection = open_collection([tmp_path])
    assert sorted(collection.reviews) == sorted([2019, int(str(build_review().facts["budget_year"]))])
    assert collection.find_published(2024) == [PUBLISHED]
    with pytest.raises(UsageError, match="2019"):
        collection.require_review(1999)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"samspil": {}}', '{"tables": 3}'])
def test_a_damaged_file_is_named(tmp_path: Path, text: str) -> None:
    """What is no review is refused with its name."""
    (tmp_path / "initiatives.json").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        open_collection([tmp_path / "initiatives.json"])
    assert "initiatives.json" in caught.value.place
    with pytest.raises(UsageError):
        open_collection([tmp_path / "nowhere"])


@pytest.mark.parametrize("store_last", [False, True])
def test_an_article_kept_twice_counts_once(tmp_path: Path, store_last: bool) -> None:
    """The store keeps more of it than `published.json` does: its form is the one that stays, in whichever order they are named."""
    (tmp_path / "published.json").write_bytes(published_bytes(PUBLISHED))
    with Store(tmp_path / "a.sqlite") as store:
        store.keep_published(2024, "ab", "a.html", published_to_json(PUBLISHED))
    places = [tmp_path / "a.sqlite", tmp_path / "published.json"]
    assert open_collection(places[::-1] if store_last else places).published == [PUBLISHED]
