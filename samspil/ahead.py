"""What the review needs of files read before, taken out of the store while the last new ones are still being read in their children."""

from collections.abc import Mapping, Sequence
from typing import Any

from samspil.reading import ReadFile, parse_document, parse_facts
from samspil.review.build import ReadDocument
from samspil.review.settle import look_at
from samspil.store.sqlite import Store

_MOST_FILES = 128
_MOST_TEXT = 8_000_000  # code points held at a time: a year's 98 agreements have 5 million, and a larger folder costs no more memory


class Ahead:
    """Documents out of the store by key, each handed out once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._found: dict[str, tuple[Mapping[str, Any], ReadDocument]] = {}
        self._held = 0

    def look(self, files: Sequence[ReadFile]) -> None:
        """Look at files that are read already: whose they are, and what stands in them. Raises StoreError."""
        for file in files[:_MOST_FILES]:
            if self._held < _MOST_TEXT:
                self._look_at(file)

    def _look_at(self, file: ReadFile) -> None:
        facts = self._store.find_facts(file.key)
        answer, document = self._read(file.key)
        if facts and document:
            look_at(parse_facts(facts, file))
            self._found[file.key] = ({"format": answer["format"]}, document)
            self._held += len(document.text)

    def take(self, key: str) -> tuple[Mapping[str, Any], ReadDocument | None]:
        """What was read under a key, with its format: from memory, or out of the store. Raises StoreError."""
        return self._found.pop(key) if key in self._found else self._read(key)

    def _read(self, key: str) -> tuple[Mapping[str, Any], ReadDocument | None]:
        answer = self._store.find_reading(key) or {}
        return answer, parse_document(answer)
