"""Proposals that another process has made, as values again: what a language model found, on its way through a child that dresses it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samspil.initiatives.reader import Proposal
from samspil.values.passage import Passage


def parse_proposal(item: Mapping[str, Any]) -> Proposal:
    """A proposal out of JSON. Raises KeyError, TypeError or ValueError for anything else."""
    themes, topics = (tuple(str(word) for word in item[name]) for name in ("themes", "topics"))
    passages, rows = (tuple(int(n) for n in item[name]) for name in ("passages", "rows"))
    return Proposal(themes, topics, str(item["stage"]), float(item["confidence"]), passages, rows)


@dataclass(frozen=True, slots=True)
class GivenReader:
    """A reader that proposes what it was given."""

    name: str
    proposals: tuple[Proposal, ...] = ()

    def propose(self, passages: Sequence[Passage]) -> list[Proposal]:
        """The proposals given. Raises ValueError when they are about other passages."""
        if any(not 0 <= n < len(passages) for proposal in self.proposals for n in (*proposal.passages, *proposal.rows)):
            raise ValueError("proposals of another document")
        return list(self.proposals)
