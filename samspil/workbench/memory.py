"""What was worked out lately, kept in memory for each desk: one calculation at a time, so that who asks for the same meanwhile takes what the first has made."""

import weakref
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock, RLock
from typing import Any, TypeVar

from samspil.store.desk.desk import Desk

Result = TypeVar("Result")


class Memory:
    """`most` results for each desk; the one asked for longest ago goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: weakref.WeakKeyDictionary[Desk, OrderedDict[tuple[Any, ...], Any]] = weakref.WeakKeyDictionary()
        self._lock, self._work = Lock(), RLock()

    def remember(self, desk: Desk, key: tuple[Any, ...], make: Callable[[], Result]) -> Result:
        """The result of `make` (never None), from memory when it was asked for lately. The key begins with the hash of what it rests on."""
        found: Result | None = self._look(desk, key)
        if found is not None:
            return found
        with self._work:
            again: Result | None = self._look(desk, key)
            if again is not None:
                return again
            result = make()
            with self._lock:
                memory = self._known.setdefault(desk, OrderedDict())
                memory[key] = result
                while len(memory) > self._most:
                    memory.popitem(last=False)
        return result

    def _look(self, desk: Desk, key: tuple[Any, ...]) -> Any:
        with self._lock:
            memory = self._known.setdefault(desk, OrderedDict())
            if key in memory:
                memory.move_to_end(key)
            return memory.get(key)

    def forget(self, desk: Desk) -> None:
        """All of a desk."""
        with self._lock:
            self._known.pop(desk, None)
