"""The trail's hash chain: each line holds the hash of the line before it, so that a changed, missing or moved line shows."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from samspil.values.desk import Event

START = "0" * 64  # what stands before the first line


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """`sequence` of the line, and what is wrong: 'changed' (it does not fit its own hash), 'missing' (the line before it is not the one it was written after)."""

    sequence: int
    problem: str


def seal(event: Event, previous: str) -> Event:
    """The event as the line after the one whose hash is `previous`."""
    return replace(event, previous=previous, hash=compute_hash(replace(event, previous=previous)))


def compute_hash(event: Event) -> str:
    """SHA-256 over the line before and everything in this one, in a form that does not depend on the order of keys."""
    parts = [event.previous, event.sequence, event.at, event.actor, event.kind, list(event.rows), event.content, event.key]
    return hashlib.sha256(
        json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogatepass")
    ).hexdigest()


def check_chain(events: Iterable[Event], *, head: tuple[int, str] | None = None) -> list[BrokenLine]:
    """All lines that were changed, or before which one is missing. `head`: sequence and hash of the last line as noted elsewhere: then a cut end shows too."""
    broken: list[BrokenLine] = []
    last, previous = 0, START
    for event in events:
        if event.sequence != last + 1 or event.previous != previous:
            broken.append(BrokenLine(event.sequence, "missing"))
        if compute_hash(event) != event.hash:
            broken.append(BrokenLine(event.sequence, "changed"))
        last, previous = event.sequence, event.hash
    if head and head != (last, previous):
        broken.append(BrokenLine(head[0], "missing"))
    return broken
