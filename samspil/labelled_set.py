"""Labelled agreements as files: a gold file and the folder of its documents, read in children like any other, with the gold's evidence marked in them."""

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from samspil.documents.read import read_document
from samspil.engines.child import GARBAGE, ChildAnswer
from samspil.engines.pool import Job, run_all
from samspil.errors import RejectedError, UsageError
from samspil.folder import FoundFile, list_files, read_bytes
from samspil.initiatives.corpus import Label, LabelledText
from samspil.jobs import READ, make_job
from samspil.passages.split import split_passages
from samspil.reading import find_ocr, parse_passages
from samspil.review.evaluate import Bag, read_bag
from samspil.values import codes
from samspil.values.passage import CleanText, Passage
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import language, say, use_language

SPLIT = "samspil.labelled_set:split_file"
_SHARE = 0.8  # of a passage's words that must stand in one piece of evidence for the passage to belong to it
_FEWEST_WORDS = 3
Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A gold file with its folder: `agreements` as in docs/evaluation.md, each initiative with `file` and `id`; `files[i]` is the document of agreement i."""

    name: str
    agreements: tuple[Gold, ...]
    files: tuple[FoundFile, ...]

    @property
    def municipalities(self) -> frozenset[str]:
        """Whose agreements they are."""
        return frozenset(agreement["municipality"] for agreement in self.agreements)


def read_gold(file: Path) -> list[Gold]:
    """A gold file's agreements. Raises UsageError naming file, agreement and initiative for anything that is none, and for unknown labels."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(say("cli.file_unopened", detail=explain(error)), place=str(file)) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(say("cli.bad_json", detail=error), place=str(file), remedy=say("cli.bad_gold_remedy")) from error
    try:
        return [_agreement(file, item) for item in content]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(say("cli.bad_gold", detail=repr(error)), place=str(file), remedy=say("cli.bad_gold_remedy")) from error


def _agreement(file: Path, item: Mapping[str, Any]) -> Gold:
    name = str(item["file"])
    initiatives = [_initiative(file, name, number, one) for number, one in enumerate(item["initiatives"], start=1)]
    return {"file": name, "municipality": str(item["municipality"]), "budget_year": int(item["budget_year"]), "initiatives": initiatives}


def _initiative(place: Path, file: str, number: int, item: Mapping[str, Any]) -> Gold:
    name = str(item.get("id") or number)
    themes, topics = list(item["themes"]), list(item.get("topics") or ())
    amounts = [dict(amount) for amount in item.get("amounts") or ()]
    for what, given, known in (
        ("theme", themes, codes.THEMES),
        ("topic", topics, codes.TOPICS),
        ("stage", [item["stage"]], codes.STAGES),
        ("amount kind", [amount["kind"] for amount in amounts], codes.AMOUNT_KINDS),
    ):
        for label in given:
            if label not in known:
                message = say("quality.unknown_label", what=what, given=repr(label), file=file, id=name)
                raise UsageError(message, place=str(place), remedy=say("quality.unknown_label_remedy", known=", ".join(known)))
    evidence = [str(text) for text in item["evidence"]]
    return {
        "file": file,
        "id": name,
        "themes": themes,
        "topics": topics,
        "stage": item["stage"],
        "evidence": evidence,
        "amounts": [{**amount, "dkk": int(amount["dkk"])} for amount in amounts],
    }


def open_set(gold: Path, folder: Path) -> LabelledSet:
    """The gold file with the documents it is about. Raises UsageError when one is not in the folder, or named twice."""
    agreements = read_gold(gold)
    found = {_plain(entry.name): entry for entry in list_files(folder)}
    files: list[FoundFile] = []
    for agreement in agreements:
        entry = found.get(_plain(agreement["file"]))
        if entry is None:
            message = say("quality.no_doc", file=agreement["file"], folder=folder)
            raise UsageError(message, place=str(gold), remedy=say("quality.no_doc_remedy"))
        if entry in files:
            raise UsageError(say("quality.twice", file=agreement["file"]), place=str(gold), remedy=say("cli.bad_gold_remedy"))
        files.append(entry)
    return LabelledSet(gold.resolve().parent.name or gold.stem, tuple(agreements), tuple(files))


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def read_set(labelled: LabelledSet, workers: int) -> list[LabelledText]:
    """The documents as labelled texts, in the order of the gold file. Raises UsageError naming the first that cannot be read."""
    can_look = find_ocr()
    passages = _read_all(list(range(len(labelled.files))), labelled, workers, ocr=False, again=can_look)
    if can_look and (scanned := [n for n, read in passages.items() if read is None]):
        passages |= _read_all(scanned, labelled, workers, ocr=True)
    texts = []
    for number, agreement in enumerate(labelled.agreements):
        read = passages[number]
        if read is None:
            raise _unread(agreement, say("quality.scanned"))
        texts.append(_label(agreement, *read))
    return texts


Read = tuple[CleanText, tuple[Passage, ...]]


def _read_all(numbers: Sequence[int], labelled: LabelledSet, workers: int, *, ocr: bool, again: bool = False) -> dict[int, Read | None]:
    """The documents of these numbers; None of one whose pages are pictures, with `again` also of one where some are."""

    def jobs() -> Iterator[Job]:
        for number in numbers:
            try:
                data = read_bytes(labelled.files[number]).data
            except OSError as error:
                raise _unread(labelled.agreements[number], explain(error)) from error
            settings = {"name": labelled.files[number].name, "ocr": ocr, "language": language()}
            yield replace(make_job(str(number), READ, data, settings), task=SPLIT, allowed=(SPLIT,), preload=())

    return {int(key): _parse(labelled.agreements[int(key)], answer, again=again) for key, answer in run_all(jobs(), workers)}


def _parse(agreement: Gold, answer: ChildAnswer, *, again: bool) -> Read | None:
    """What a child read, looked at before it is believed. Raises UsageError."""
    if answer.answer is None:
        raise _unread(agreement, say(f"cli.failed_{answer.failure}"))
    try:
        if answer.answer["verdict"] == codes.NEEDS_OCR or (again and answer.answer.get("scanned")):
            return None
        if "text" not in answer.answer:
            raise _unread(agreement, str(answer.answer["reason"]))
        pages = tuple((int(number), int(start), int(end)) for number, start, end in answer.answer["page_ranges"])
        return CleanText(str(answer.answer["text"]), pages), parse_passages(answer.answer)
    except (KeyError, TypeError, ValueError) as error:
        raise _unread(agreement, say(f"cli.failed_{GARBAGE}")) from error


def _unread(agreement: Gold, reason: str) -> UsageError:
    message = say("quality.doc_unread", file=agreement["file"], reason=reason)
    return UsageError(message, place=agreement["file"], remedy=say("quality.doc_unread_remedy"))


def split_file(payload: bytes, settings: Mapping[str, Any], progress: Any) -> dict[str, Any]:
    """In a child: a document's cleaned text and passages. `settings`: name, ocr, language. Of a refused file: verdict and reason."""
    use_language(settings.get("language", "da"))
    try:
        document = read_document(payload, settings["name"], ocr=settings.get("ocr", False), progress=progress)
    except RejectedError as refusal:
        return {"verdict": refusal.verdict, "reason": refusal.message}
    progress("read")
    clean, passages = split_passages(document)
    scanned = document.format == "pdf" and not settings.get("ocr") and any(not page.lines for page in document.pages)
    return {
        "verdict": document.verdict,
        "scanned": scanned,
        "text": clean.text,
        "page_ranges": [list(page) for page in clean.pages],
        "passages_full": [asdict(passage) for passage in passages],
    }


def _label(agreement: Gold, clean: CleanText, passages: tuple[Passage, ...]) -> LabelledText:
    """The read document with the gold's evidence marked: what layouts, wordings and distractor text are worked out from."""
    pieces = [(one["id"], read_bag([text])) for one in agreement["initiatives"] for text in one["evidence"]]
    labels = {one["id"]: Label(one["id"], tuple(one["themes"]), tuple(one["topics"]), one["stage"], ()) for one in agreement["initiatives"]}
    marks = tuple(_find_marks(passage, pieces) for passage in passages)
    facts = (agreement["file"], agreement["municipality"], agreement["budget_year"], "")
    return LabelledText(*facts, labels, clean, passages, marks, ("",) * len(passages))


def _find_marks(passage: Passage, pieces: Sequence[tuple[str, Bag]]) -> frozenset[str]:
    if passage.kind == "heading":
        return frozenset()
    words = read_bag([passage.text])
    if words.total() < _FEWEST_WORDS:
        return frozenset(name for name, piece in pieces if piece == words)
    return frozenset(name for name, piece in pieces if (words & piece).total() >= _SHARE * words.total())
