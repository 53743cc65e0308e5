"""A document in short windows: some passages with their headings, each under a short id, as the model gets to see them."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samspil.values.passage import Passage

FEWEST, USUAL, MOST = 12, 16, 20  # a window ends with a section after 12 passages, with a paragraph after 16, anywhere at 20
ROW_WEIGHT = 0.5  # table rows are short
LONGEST_WINDOW = 6000  # code points
LONGEST_PASSAGE = 3000


@dataclass(frozen=True, slots=True)
class Window:
    """Passages that are sent together. `members`: the document's passage index of each short id; `text`: what is sent."""

    members: dict[str, int]
    text: str
    shortened: int = 0


def cut_windows(passages: Sequence[Passage]) -> list[Window]:
    """All of a document but its headings, which stand above their passages."""
    return [make_window(passages, group) for group in _group(passages)]


def _group(passages: Sequence[Passage]) -> list[list[int]]:
    groups: list[list[int]] = []
    weight, length = 0.0, 0
    for n, passage in enumerate(passages):
        if passage.kind == "heading" or not passage.text.strip():
            continue
        own, size = (ROW_WEIGHT if passage.kind == "row" else 1.0), min(len(passage.text), LONGEST_PASSAGE)
        if not groups or _is_full(passages[groups[-1][-1]], passage, weight + own, length + size):
            groups.append([])
            weight, length = 0.0, 0
        groups[-1].append(n)
        weight, length = weight + own, length + size
    return groups


def _is_full(last: Passage, following: Passage, weight: float, length: int) -> bool:
    if weight > MOST or length > LONGEST_WINDOW:
        return True
    if last.headings != following.headings:
        return weight > FEWEST
    return last.paragraph != following.paragraph and weight > USUAL


def make_window(passages: Sequence[Passage], group: Sequence[int], letter: str = "p") -> Window:
    """These passages as one window. Everything from the document is JSON on one line of its own, between marks it cannot foresee."""
    members = {f"{letter}{place}": n for place, n in enumerate(group, 1)}
    lines: list[str] = []
    headings: tuple[str, ...] = ()
    for short, n in members.items():
        if passages[n].headings != headings:
            headings = passages[n].headings
            lines.append(f"heading {_json(' > '.join(headings))}")
        lines.append(f"{short} {show_passage(passages[n])}")
    shortened = sum(len(passages[n].text) > LONGEST_PASSAGE for n in group)
    return Window(members, enclose(lines), shortened)


def enclose(lines: Iterable[str]) -> str:
    """The lines between marks made of their own hash: no text can hold the mark that ends it."""
    body = "\n".join(lines)
    mark = hashlib.sha256(body.encode("utf-8", "replace")).hexdigest()[:8]
    return f"<<<{mark}\n{body}\n{mark}>>>"


def show_passage(passage: Passage) -> str:
    """Kind and text; of a table row its label, its figures under their columns, and the table's notes."""
    if passage.kind != "row":
        return f"{passage.kind} {_json(passage.text)}"
    figures = [_figure(passage, n) for n in range(len(passage.cells)) if passage.cells[n].strip()]
    return f"row {_json(passage.text)} figures {_json('; '.join(figures))} notes {_json('; '.join(passage.notes)[:200])}"


def _figure(row: Passage, n: int) -> str:
    column = row.columns[n].strip() if n < len(row.columns) else ""
    return f"{column}: {row.cells[n].strip()}" if column else row.cells[n].strip()


def _json(text: str) -> str:
    plain = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    return json.dumps(plain[:LONGEST_PASSAGE] + (" [...]" if len(plain) > LONGEST_PASSAGE else ""), ensure_ascii=False)
