"""The reviews of several years gathered from where they lie: output folders, `initiatives.json` files, published reviews, and stores."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from samspil.errors import UsageError
from samspil.folder import show_path
from samspil.publish.published import published_contract, read_skeleton
from samspil.review.kept import budget_year, parse_review
from samspil.review.kept_published import parse_published
from samspil.store.sqlite import Store
from samspil.values.published import PublishedReview
from samspil.values.review import Review
from samspil.vocabulary.texts import say

STORE = "samspil.sqlite"
_FILES = ("initiatives.json", "published.json")


@dataclass(slots=True)
class Collection:
    """`reviews`: made here, by budget year; `published`: by others. They are kept apart."""

    reviews: dict[int, Review] = field(default_factory=dict)
    published: list[PublishedReview] = field(default_factory=list)

    def require_review(self, year: int) -> Review:
        """The review of that year. Raises UsageError naming the years that are there."""
        if year not in self.reviews:
            years = ", ".join(str(each) for each in sorted(self.reviews)) or say("collection.none")
            raise UsageError(say("collection.no_year", year=year, years=years), remedy=say("collection.no_year_remedy"))
        return self.reviews[year]

    def find_published(self, year: int) -> list[PublishedReview]:
        """The published reviews of that budget year."""
        return [review for review in self.published if review.year == year]


def open_collection(places: Sequence[Path]) -> Collection:
    """Read all that lies at `places`; none given: the store in the current folder. A later place wins over an earlier one of the same year.

    Raises UsageError (no such place, no review in it, damaged), StoreError.
    """
    collection = Collection()
    for place in places or [Path(STORE)]:
        _add_place(collection, place)
    return collection


def _add_place(collection: Collection, place: Path) -> None:
    if place.is_dir():
        found = [place / name for name in (STORE, *_FILES) if (place / name).is_file()]
        if not found:
            raise UsageError(say("collection.empty_folder"), place=show_path(place), remedy=say("collection.remedy"))
        for file in found:
            _add_file(collection, file)
    elif place.is_file():
        _add_file(collection, place)
    else:
        raise UsageError(say("collection.no_place"), place=show_path(place), remedy=say("collection.remedy"))


def _add_file(collection: Collection, file: Path) -> None:
    if file.suffix != ".json":
        with Store(file) as store:
            for content in store.list_reviews().values():
                _add(collection, content, file)
            for content in store.list_published():
                _add(collection, content, file)
        return
    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise _damaged(file, str(error)) from error
    _add(collection, content, file)


def _add(collection: Collection, content: Any, file: Path) -> None:
    try:
        if isinstance(content, dict) and "tables" in content:
            _add_published(collection, parse_published(content))
        else:
            review = parse_review(content)
            collection.reviews[budget_year(review)] = review
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(file, str(error)) from error


def _add_published(collection: Collection, new: PublishedReview) -> None:
    """An article counts once: the store's fuller form of it (with the article's text) is preferred to `published.json`."""
    skeletons = [_skeleton(known) for known in collection.published]
    if (skeleton := _skeleton(new)) not in skeletons:
        collection.published.append(new)
    elif new.text:
        collection.published[skeletons.index(skeleton)] = new


def _skeleton(review: PublishedReview) -> object:
    return read_skeleton(published_contract(review))


def _damaged(file: Path, detail: str) -> UsageError:
    return UsageError(say("collection.damaged", detail=detail), place=show_path(file), remedy=say("collection.damaged_remedy"))
