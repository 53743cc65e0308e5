"""Search where no desk is: the texts that a review has left in its store, looked through in memory."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from samspil.errors import UsageError
from samspil.folder import show_path
from samspil.passages.sentences import find_sentences
from samspil.search.match import make_snippet
from samspil.search.memory import MemoryIndex
from samspil.search.query import Query, loosen_query
from samspil.store.sqlite import Store
from samspil.values.search import FoundPassage
from samspil.vocabulary.texts import say
from samspil.workbench.search import Answer, Hit, Owner

STORE = "samspil.sqlite"


def search_outputs(places: Sequence[Path], query: Query, most: int) -> Answer:
    """As `workbench.search.search`, over the stores of reviews at `places` (folders or files). Raises UsageError, StoreError."""
    if query.themes or query.kinds:
        raise UsageError(say("search.only_desk"), remedy=say("search.only_desk_remedy"))
    passages = [found for place in places for found in _read_place(place) if _fits(query, found[0])]
    if not passages:
        raise UsageError(say("search.no_texts"), remedy=say("search.no_texts_remedy"))
    index, loosened = MemoryIndex(passage.text for _owner, passage in passages), False
    numbers = index.search(query)
    if not numbers and (looser := loosen_query(query)):
        query, loosened, numbers = looser, True, index.search(looser)
    shown = [passages[number] for number in numbers[:most]]
    hits = tuple(Hit(passage, owner, make_snippet(query, passage.text, "… ", " …")) for owner, passage in shown)
    return Answer(hits, len(numbers), loosened=loosened and bool(numbers))


def _fits(query: Query, owner: Owner) -> bool:
    return (not query.years or owner.year in query.years) and (not query.municipalities or owner.municipality_code in query.municipalities)


def _read_place(place: Path) -> Iterator[tuple[Owner, FoundPassage]]:
    """The passages of the documents of all reviews in a store."""
    file = place / STORE if place.is_dir() else place
    if not file.is_file():
        raise UsageError(
            say("collection.no_place" if not place.exists() else "search.no_texts"),
            place=show_path(place),
            remedy=say("search.no_texts_remedy"),
        )
    with Store(file) as store:
        owners = {owner.sha256: owner for review in store.list_reviews().values() for owner in _owners(review)}
        answers = {sha256: answer for sha256, answer in store.list_answers() if sha256 in owners and answer.get("text")}
    for sha256, answer in answers.items():
        for number, passage in enumerate(_passages(sha256, answer)):
            yield owners[sha256], FoundPassage(number, *passage)


def _owners(review: Mapping[str, Any]) -> Iterator[Owner]:
    year = int(review["samspil"]["budget_year"])
    for item in review["coverage"]["documents"]:
        if item["sha256"]:
            yield Owner(item["sha256"], item["file"], year, item["municipality"], item["municipality_code"])


def _passages(sha256: str, answer: Mapping[str, Any]) -> Iterator[tuple[str, int, int, int, str, tuple[str, ...], str]]:
    """The passages the second reading has noted; without one the sentences of each line."""
    text, pages = str(answer["text"]), [(int(number), int(start), int(end)) for number, start, end in answer["page_ranges"]]
    places = [(int(start), int(end)) for start, end in answer["passages"]] if answer.get("passages") else _sentences(text)
    for start, end in places:
        page = next((number for number, first, last in pages if first <= start < last), 1)
        yield sha256, start, end, page, "sentence", (), text[start:end]


def _sentences(text: str) -> list[tuple[int, int]]:
    places, start = [], 0
    for line in text.split("\n"):
        places += [(start + first, start + last) for first, last in find_sentences(line)]
        start += len(line) + 1
    return places
