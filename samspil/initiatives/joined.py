"""Many short texts looked through as one: what stands in few of them is found without asking each."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate


class JoinedTexts:
    """The texts, one line end apart."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._whole = "\n".join(texts)
        self._ends = list(accumulate(len(text) + 1 for text in texts))

    def with_any(self, parts: Iterable[str]) -> set[int]:
        """Indexes of the texts in which one of `parts` stands; a part has no line end."""
        return {index for part in parts for index in self._with_part(part)}

    def _with_part(self, part: str) -> Iterable[int]:
        place = self._whole.find(part)
        while place >= 0:
            index = bisect_right(self._ends, place)
            yield index
            place = self._whole.find(part, self._ends[index])
