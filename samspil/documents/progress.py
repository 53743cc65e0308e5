"""How a reader shows that it is alive: it names the page it has finished."""

from collections.abc import Callable

Progress = Callable[[int], None]


def no_progress(_page: int) -> None:
    """For callers that do not watch."""
