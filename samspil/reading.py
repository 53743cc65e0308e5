"""A folder's files read, each once: answers come from the store when the bytes, the code, the model and the year are the same."""

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from samspil.documents.words import words_from_json
from samspil.engines.child import CRASH, GARBAGE, ChildAnswer
from samspil.engines.pool import Job, run_all
from samspil.errors import ModelError
from samspil.folder import FoundFile, read_bytes, show_path
from samspil.jobs import READ, READ_AND_DRAW, expect, make_job
from samspil.review.build import ReadDocument
from samspil.review.facts import FileFacts
from samspil.review.second import SecondUnit
from samspil.store.sqlite import Picture, Store
from samspil.values import codes
from samspil.values.amount import Amount
from samspil.values.draft import Draft, DraftQuote
from samspil.values.passage import Passage
from samspil.version import read_fingerprint
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import language, say

SeenRow = tuple[str, int, int, int, str]  # path, size, times of change, SHA-256
_SETTLED = 2_000_000_000  # nanoseconds: a file changed just now may change again without a new time


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file of the folder after the run: its bytes' SHA-256 ('' if it could not be opened) and the key of its answer in the store."""

    file: FoundFile
    sha256: str
    key: str
    verdict: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """How files are to be read. `ocr`: also scanned pages, when the program is there; `second`: with the second reading; `passages`: with all passages;
    `themes`: model files of the user's own themes; `draw`: also pictures of the pages with quotes, for the report.
    """

    workers: int = 2
    ocr: bool = True
    second: bool = True
    passages: bool = False
    themes: tuple[bytes, ...] = ()
    draw: bool = False


def reading_key(sha256: str, name: str, budget_year: int, *, ocr: bool, second: bool, passages: bool = False) -> str:
    """Under this key lies what this code reads in these bytes for this year; the extension counts, since a wrong one is refused."""
    parts = [
        sha256,
        PurePosixPath(name).suffix.lower(),
        budget_year,
        ocr,
        second,
        language(),
        read_fingerprint(),
        *(["passages"] if passages else []),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def read_files(
    files: Sequence[FoundFile],
    years: Mapping[str, int],
    store: Store,
    wish: Wish,
    tell: Callable[[int, int, str], None],
    meanwhile: Callable[[Sequence[ReadFile]], None] = lambda _read: None,
) -> list[ReadFile]:
    """Every file of the folder, read now or before, in the order given. `years`: budget year of each file by name. `meanwhile` is called with
    the files that are read already when the last of the others are handed out to children, if there are others.

    Raises StoreError, and ModelError when the trouble is not the file but the model. Files that failed are tried again by the next run.
    """
    fresh: list[SeenRow] = []
    hashed = [_hash(file, years[file.name], store, fresh, wish) for file in files]
    if fresh:
        store.keep_seen(fresh)
    read = _read_waiting(hashed, years, store, wish, tell, meanwhile, ocr=False)
    scanned = {file.key for file in read if file.key and not file.verdict and needs_ocr(store.find_facts(file.key))}
    if not wish.ocr or not scanned or not find_ocr():
        return read
    again = {file.key: _with_key(file, years[file.file.name], wish) for file in read if file.key in scanned}
    drawn = {file.file.name: file for file in _read_waiting(list(again.values()), years, store, wish, tell, ocr=True)}
    return [file if (new := drawn.get(file.file.name)) is None or new.verdict else new for file in read]


def needs_ocr(facts: Mapping[str, Any] | None) -> bool:
    """Whether pages were left unread because they are pictures."""
    return bool(facts and (facts["verdict"] == codes.NEEDS_OCR or facts.get("scanned")))


def find_ocr() -> bool:
    """Whether the OCR program is there, with Danish."""
    from samspil.documents.ocr import is_available

    return is_available()


def _with_key(read: ReadFile, budget_year: int, wish: Wish) -> ReadFile:
    return replace(read, key=_key_of(read.sha256, read.file.name, budget_year, wish, ocr=True))


def is_by_ocr(read: ReadFile, budget_year: int, wish: Wish) -> bool:
    """Whether this reading was made with OCR."""
    return read.key == _key_of(read.sha256, read.file.name, budget_year, wish, ocr=True)


def _key_of(sha256: str, name: str, budget_year: int, wish: Wish, *, ocr: bool) -> str:
    key = reading_key(sha256, name, budget_year, ocr=ocr, second=wish.second, passages=wish.passages)
    return hashlib.sha256(b"".join((key.encode(), *wish.themes))).hexdigest() if wish.themes else key


def _read_waiting(
    files: Sequence[ReadFile],
    years: Mapping[str, int],
    store: Store,
    wish: Wish,
    tell: Callable[[int, int, str], None],
    meanwhile: Callable[[Sequence[ReadFile]], None] = lambda _read: None,
    *,
    ocr: bool,
) -> list[ReadFile]:
    """Read those that the store does not hold yet."""
    waiting = {f.key: f for f in files if f.key and not store.has_reading(f.key)}
    if waiting:
        expect(len(waiting))
    done = len(files) - len(waiting)
    tell(done, len(files), "")
    failed: dict[str, tuple[str, str]] = {}
    open_keys = set(waiting)

    def hand_out() -> Iterator[Job]:
        yield from _jobs(waiting, years, failed, wish, ocr=ocr)
        if waiting:
            meanwhile([file for file in files if file.key and file.key not in open_keys])

    for key, answer in run_all(hand_out(), wish.workers):
        open_keys.discard(key)
        failure = _keep(store, waiting[key], answer, wish)
        if failure:
            failed[key] = (codes.FAILED, say(f"cli.failed_{failure}"))
        done += 1
        tell(done, len(files), waiting[key].file.name)
    return [_with_failure(f, failed.get(f.key)) for f in files]


def _keep(store: Store, read: ReadFile, answer: ChildAnswer, wish: Wish) -> str:
    """Keep what a child read; gives what went wrong, '' if nothing did. What comes from a child is looked at before it is believed."""
    if answer.failure == CRASH:
        check_model()
    if answer.answer is None:
        return answer.failure
    try:
        facts = answer.answer.pop("facts")
        parse_facts(facts, read)
        document = parse_document(answer.answer)
        if wish.passages and answer.answer:
            _check_passages(answer.answer)
    except (KeyError, TypeError, ValueError, AttributeError):
        return GARBAGE
    store.keep_reading(read.key, read.sha256, facts, answer.answer, _parse_pictures(read, document, answer))
    return ""


def _parse_pictures(read: ReadFile, document: ReadDocument | None, answer: ChildAnswer) -> Mapping[str, Picture]:
    """The pictures of pages that came with the reading."""
    if document is None or not answer.pieces:
        return {}
    from samspil import pictures

    return pictures.parse_pieces(read.sha256, document, answer.pieces)


def check_model() -> None:
    """After a crash: is it the model that ships with the package? Raises ModelError then, since no file could be read with it."""
    from samspil.initiatives.model import read_model
    from samspil.initiatives.reader import LinearReader

    try:
        LinearReader(read_model())
    except Exception as error:  # whatever is wrong with the file: every child met the same
        detail, place = (error.message, error.place) if isinstance(error, ModelError) else (repr(error), "reader.npz")
        raise ModelError(say("cli.model_unreadable", detail=detail), place=place, remedy=say("cli.model_remedy")) from error


def _with_failure(read: ReadFile, failure: tuple[str, str] | None) -> ReadFile:
    return replace(read, verdict=failure[0], reason=failure[1]) if failure else read


def _hash(file: FoundFile, budget_year: int, store: Store, fresh: list[SeenRow], wish: Wish) -> ReadFile:
    """The file with its SHA-256, known from an earlier run when nothing about the file has changed since."""
    if file.verdict:
        return ReadFile(file, "", "", file.verdict, file.reason)
    place = show_path(file.path.absolute())
    sha256 = store.find_seen(place, file.size, file.modified, file.changed)
    if sha256 is None:
        try:
            content = read_bytes(file)
        except OSError as error:
            return ReadFile(file, "", "", codes.REJECTED, say("cli.file_unreadable", detail=explain(error)))
        file, sha256 = content.file, content.sha256
        if time.time_ns() - max(file.modified, file.changed) > _SETTLED:
            fresh.append((place, file.size, file.modified, file.changed, sha256))
    return ReadFile(file, sha256, _key_of(sha256, file.name, budget_year, wish, ocr=False))


def _jobs(
    waiting: Mapping[str, ReadFile], years: Mapping[str, int], failed: dict[str, tuple[str, str]], wish: Wish, *, ocr: bool
) -> Iterator[Job]:
    for key, read in waiting.items():
        try:
            content = read_bytes(read.file)
            if content.sha256 != read.sha256:
                raise OSError(say("cli.changed_meanwhile"))
        except OSError as error:
            failed[key] = (codes.REJECTED, say("cli.file_unreadable", detail=explain(error)))
            continue
        settings = {"name": read.file.name, "budget_year": years[read.file.name], "ocr": ocr, "second": wish.second, "language": language()}
        settings |= {"passages": True} if wish.passages else {}
        settings |= {"themes": [base64.b64encode(data).decode("ascii") for data in wish.themes]} if wish.themes else {}
        if wish.draw:
            from samspil.pictures import DPI  # loaded when there is need of it

            settings |= {"dpi": DPI}
        yield make_job(key, READ_AND_DRAW if wish.draw else READ, content.data, settings)


def parse_facts(kept: Mapping[str, Any], read: ReadFile) -> FileFacts:
    """The facts of a stored answer, under the file's name of today. Raises KeyError, TypeError or ValueError for anything else."""
    lists = {name: tuple(kept[name]) for name in ("titles", "sketch")}
    facts = FileFacts(**{**kept, **lists, "file": read.file.name, "sha256": read.sha256})
    if facts.verdict not in codes.VERDICTS or not all(
        isinstance(text, str) for text in (facts.reason, facts.head, facts.tail, *facts.titles)
    ):
        raise ValueError(facts.verdict)
    return facts


def parse_document(answer: Mapping[str, Any]) -> ReadDocument | None:
    """The text, pages and drafts of a stored answer; None of a file that was refused. Raises KeyError, TypeError or ValueError for anything else."""
    if not answer:
        return None
    pages = tuple((int(number), int(start), int(end)) for number, start, end in answer["page_ranges"])
    if not isinstance(answer["text"], str) or not isinstance(answer["format"], str):
        raise TypeError("text")
    passages = tuple((int(start), int(end)) for start, end in answer.get("passages", ()))
    second = tuple(_second(unit) for unit in answer.get("second", ()))
    return ReadDocument(answer["text"], pages, parse_drafts(answer), passages, second, words_from_json(answer.get("words", {})))


def _second(item: Mapping[str, Any]) -> SecondUnit:
    return SecondUnit(tuple(item["themes"]), item["stage"], tuple((int(start), int(end)) for start, end in item["spans"]))


def parse_passages(answer: Mapping[str, Any]) -> tuple[Passage, ...]:
    """All passages of a stored answer that was read with them. Raises KeyError, TypeError or ValueError for anything else."""
    return tuple(_passage(item, answer["text"]) for item in answer["passages_full"])


def _check_passages(answer: Mapping[str, Any]) -> None:
    """Raises KeyError, TypeError or ValueError unless passages and proposals are there, and what they should be."""
    from samspil.given import parse_proposal

    parse_passages(answer)
    for item in answer["proposals"]:
        parse_proposal(item)


def _passage(item: Mapping[str, Any], text: str) -> Passage:
    lists = {name: tuple(str(part) for part in item[name]) for name in ("headings", "cells", "columns", "notes")}
    passage = Passage(**{**item, **lists})
    if text[passage.start : passage.end] != passage.text or not isinstance(passage.kind, str):
        raise ValueError(passage.text)
    return passage


def parse_drafts(answer: Mapping[str, Any]) -> tuple[Draft, ...]:
    """The drafts of a stored answer, as values again."""
    return tuple(_draft(item) for item in answer.get("drafts", ()))


def _draft(item: Mapping[str, Any]) -> Draft:
    lists = {name: tuple(item[name]) for name in ("themes", "topics", "technologies", "actors")}
    return Draft(
        stage=item["stage"],
        confidence=item["confidence"],
        evidence=tuple(DraftQuote(**quote) for quote in item["evidence"]),
        amounts=tuple(_amount(amount) for amount in item["amounts"]),
        committee=item["committee"],
        **lists,
    )


def _amount(item: Mapping[str, Any]) -> Amount:
    profile = {int(year): int(dkk) for year, dkk in item["profile"].items()}
    return Amount(**{**item, "profile": profile, "readings": tuple(item["readings"])})
