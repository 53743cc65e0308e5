"""How often one person's programs may ask: a store of tries that fills up steadily, so that a burst is free and a flood is not."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import Request

from samspil.web.errors import Refusal
from samspil.web.visit import get_visit

PER_SECOND, BURST = 20.0, 300.0


@dataclass(slots=True)
class Rates:
    """`per_second` tries come back to each person, up to `burst`. `clock`: for tests. For one server process."""

    per_second: float = PER_SECOND
    burst: float = BURST
    clock: Callable[[], float] = time.monotonic
    lock: threading.Lock = field(default_factory=threading.Lock)
    left: dict[int, tuple[float, float]] = field(default_factory=dict)  # person -> (tries left, when)

    def take(self, person: int) -> float:
        """Use one try; gives the seconds to wait when there is none, 0 otherwise."""
        with self.lock:
            now = self.clock()
            left, at = self.left.get(person, (self.burst, now))
            left = min(self.burst, left + (now - at) * self.per_second)
            enough = left >= 1
            self.left[person] = (left - enough, now)
            return 0.0 if enough else (1 - left) / self.per_second


async def check_rate(request: Request) -> None:
    """Dependency of every route of the API. Raises Refusal."""
    wait = request.app.state.rates.take(get_visit(request).person.id)
    if wait:
        raise Refusal(429, "too_often", {"Retry-After": str(int(wait) + 1)})
