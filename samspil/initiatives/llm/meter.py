"""Tokens spent and promised. A request is only sent when the cap holds even if its answer is as long as it may be."""

import threading
from collections import Counter

from samspil.initiatives.llm.errors import BudgetSpentError
from samspil.initiatives.llm.settings import Budget

CHARACTERS_PER_TOKEN = 2  # on the safe side: Danish takes about 2.5 to 3.5


def estimate_tokens(characters: int) -> int:
    """A figure the true count will hardly exceed."""
    return -(-characters // CHARACTERS_PER_TOKEN)


class Meter:
    """Counts for one run; may be used from several threads."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.counts: Counter[str] = Counter()
        self._promised = (0, 0)
        self._lock = threading.Condition()

    def promise(self, tokens_in: int, tokens_out: int) -> None:
        """Set aside room for one request; waits for requests under way when they may leave some. Raises BudgetSpentError when there is too little."""
        with self._lock:
            while not self._has_room(tokens_in, tokens_out):
                if not any(self._promised):
                    raise BudgetSpentError
                self._lock.wait()
            self._promised = (self._promised[0] + tokens_in, self._promised[1] + tokens_out)
            self.counts["requests"] += 1

    def _has_room(self, tokens_in: int, tokens_out: int) -> bool:
        most_in = self.counts["tokens_in"] + self._promised[0] + tokens_in
        most_out = self.counts["tokens_out"] + self._promised[1] + tokens_out
        return not self._exceeds(most_in, most_out)

    def _exceeds(self, tokens_in: int, tokens_out: int) -> bool:
        budget = self.budget
        if budget.max_tokens is not None and tokens_in + tokens_out > budget.max_tokens:
            return True
        cost = budget.cost(tokens_in, tokens_out)
        return budget.max_cost is not None and cost is not None and cost > budget.max_cost

    def settle(self, promised: tuple[int, int], spent: tuple[int, int]) -> None:
        """Replace a promise by what was spent."""
        with self._lock:
            self._promised = (self._promised[0] - promised[0], self._promised[1] - promised[1])
            self.counts["tokens_in"] += spent[0]
            self.counts["tokens_out"] += spent[1]
            self._lock.notify_all()

    def count(self, name: str) -> None:
        """One more of something."""
        with self._lock:
            self.counts[name] += 1

    def cost(self) -> float | None:
        """What was spent, in the user's currency; None when prices are unknown."""
        cost = self.budget.cost(self.counts["tokens_in"], self.counts["tokens_out"])
        return None if cost is None else round(cost, 6)
