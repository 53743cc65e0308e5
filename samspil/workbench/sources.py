"""Source files at the desk: opened in a child when somebody first looks at them, drawn page by page, with boxes for any range of text."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Any

from samspil.documents.words import cover_range, words_from_json
from samspil.engines.pool import run_job
from samspil.errors import SamspilError
from samspil.jobs import DRAW, OPEN, make_job
from samspil.reading import find_ocr
from samspil.store.desk import sources
from samspil.store.desk.desk import Desk
from samspil.values.codes import NEEDS_OCR
from samspil.values.desk import SourceText
from samspil.vocabulary.texts import language, say

DPI = 110
PATIENCE = 15.0  # seconds that a page in the browser waits for OCR
Range = tuple[int, int]


class NoSourceError(SamspilError):
    """The file's bytes are not at the desk, or it cannot be read."""


class SourceWaitsError(NoSourceError):
    """A scanned file that is being read just now."""


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page as picture: `boxes` of each range asked for, as fractions of the page."""

    png: bytes
    width: int
    height: int
    boxes: tuple[tuple[tuple[float, float, float, float], ...], ...]


def keep_source(desk: Desk, content: bytes) -> str:
    """Keep a file's bytes; gives their SHA-256."""
    sha256 = hashlib.sha256(content).hexdigest()
    with desk.writing() as connection:
        sources.keep_file(connection, sha256, content)
    return sha256


def open_source(desk: Desk, sha256: str, name: str, *, wait: float | None = PATIENCE) -> SourceText:
    """The file's text, read in a child the first time. `name`: only its ending counts.

    A scanned file may take minutes: after `wait` seconds (None: as long as it takes) SourceWaitsError says so, and the reading goes on. Raises NoSourceError.
    """
    with desk.reading() as connection:
        known = sources.find_text(connection, sha256)
        content = None if known else sources.find_file(connection, sha256)
    if known:
        return known
    if content is None:
        raise NoSourceError(say("desk.no_source"), place=name, remedy=say("desk.no_source_remedy"))
    answer = _read(sha256, name, content, ocr=False)
    if answer.get("verdict") == NEEDS_OCR or answer.get("scanned"):
        answer = _read_scanned(sha256, name, content, wait) if find_ocr() else answer
    if answer.get("verdict") == NEEDS_OCR:
        raise NoSourceError(say("desk.scanned_source"), place=name, remedy=say("desk.scanned_source_remedy"))
    if "text" not in answer:
        raise NoSourceError(say("desk.unreadable_source"), place=name, remedy=say("desk.no_source_remedy"))
    source = _parse(sha256, answer)
    with desk.writing() as connection:
        sources.keep_text(connection, source)
    return source


def _read(sha256: str, name: str, content: bytes, *, ocr: bool) -> Mapping[str, Any]:
    return run_job(make_job(sha256, OPEN, content, {"name": name, "language": language(), "ocr": ocr})).answer or {}


_running: dict[str, "Future[Mapping[str, Any]]"] = {}  # files that OCR reads now, or has read and nobody has fetched
_running_lock = Lock()


def _read_scanned(sha256: str, name: str, content: bytes, wait: float | None) -> Mapping[str, Any]:
    """The answer of OCR, which reads a file once however many ask for it. Raises SourceWaitsError."""
    with _running_lock:
        future = _running.get(sha256)
        if future is None:
            future = _running[sha256] = Future()
            Thread(target=_work, args=(future, sha256, name, content), daemon=True).start()
    done, _waiting = wait_for([future], wait)
    if not done:
        raise SourceWaitsError(say("desk.source_waits"), place=name, remedy=say("desk.source_waits_remedy"))
    with _running_lock:
        _running.pop(sha256, None)
    return future.result()


def _work(future: "Future[Mapping[str, Any]]", sha256: str, name: str, content: bytes) -> None:
    try:
        future.set_result(_read(sha256, name, content, ocr=True))
    except Exception as error:  # whatever it is, whoever waits is told
        future.set_exception(error)


def draw_source(desk: Desk, source: SourceText, page: int, ranges: Sequence[Range]) -> DrawnPage:
    """A PDF page with the boxes of ranges of the cleaned text. Picture and boxes are kept, those of scanned pages by the words that OCR saw. Raises NoSourceError (also for formats without pages to draw)."""
    homes = [home for start, end in ranges if (home := find_home(source, page, start, end))]
    key = f"{source.sha256}:{page}:{DPI}:" + ",".join(f"{start}-{end}" for start, end in homes)
    with desk.reading() as connection:
        kept = sources.find_picture(connection, key)
        content = None if kept else sources.find_file(connection, source.sha256)
    if kept:
        return _as_page(*kept)
    if content is None or source.format != "pdf":
        raise NoSourceError(say("desk.no_picture"), place=str(page))
    answer = run_job(make_job(key, DRAW, content, {"dpi": DPI, "pages": {str(page): homes}})).answer
    view = (answer or {}).get("views", {}).get(str(page))
    if not view:
        raise NoSourceError(say("desk.no_picture"), place=str(page))
    png = base64.b64decode(view["png"], validate=True)
    facts = {name: view[name] for name in ("width", "height", "boxes")}
    if words := source.words.get(page):
        facts["boxes"] = [cover_range(words, *home) for home in homes]
    with desk.writing() as connection:
        sources.keep_picture(connection, key, facts, png)
    return _as_page(facts, png)


def find_home(source: SourceText, page: int, start: int, end: int) -> Range | None:
    """The raw offsets on `page` of a range of the cleaned text; None when nothing of it stands there."""
    first, last = next(((a, b) for number, a, b in source.pages if number == page), (0, 0))
    left, right = max(start, first), min(end, last)
    return (source.home[left], source.home[right - 1] + 1) if left < right else None


def _parse(sha256: str, answer: Mapping[str, Any]) -> SourceText:
    """What comes from a child is looked at before it is believed. Raises NoSourceError."""
    try:
        pages = tuple((int(number), int(start), int(end)) for number, start, end in answer["pages"])
        passages = tuple((int(start), int(end), str(kind), tuple(map(str, headings))) for start, end, kind, headings in answer["passages"])
        words = words_from_json(answer["words"])
        source = SourceText(sha256, str(answer["format"]), str(answer["text"]), pages, tuple(map(int, answer["home"])), passages, words)
        if len(source.home) != len(source.text):
            raise ValueError("home")
    except (KeyError, TypeError, ValueError) as error:
        raise NoSourceError(say("desk.unreadable_source"), place=sha256[:12]) from error
    return source


def _as_page(facts: Mapping[str, Any], png: bytes) -> DrawnPage:
    boxes = tuple(tuple((box[0], box[1], box[2], box[3]) for box in quote) for quote in facts["boxes"])
    return DrawnPage(png, int(facts["width"]), int(facts["height"]), boxes)
