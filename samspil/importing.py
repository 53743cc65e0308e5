"""An article with a published review comes in: read in a child, kept in the store as published, written as `published.json`."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from samspil.documents.limits import MAX_FILE_BYTES, MEGABYTE
from samspil.engines.pool import run_all
from samspil.errors import NothingReadError, UsageError
from samspil.folder import FoundFile, read_bytes, show_path
from samspil.jobs import PUBLISHED, make_job
from samspil.publish.files import write_bytes
from samspil.publish.published import published_bytes, read_skeleton
from samspil.reading import check_model, find_ocr
from samspil.review.kept_published import parse_published, published_to_json
from samspil.review.published.themes import TableRule
from samspil.store.sqlite import Store
from samspil.values import codes
from samspil.values.published import PublishedReview
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import language, say

OUTPUT = "published.json"


@dataclass(frozen=True, slots=True)
class Imported:
    """`review` with its notes; `gaps`: whether anything was missing."""

    review: PublishedReview
    gaps: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """`file`: the published.json; `changed`: whether it was written; `fresh`: whether the store had not kept this very article before;
    `beside`: how many published reviews of that year the store holds now; `differs`: whether what it keeps of this very article was read otherwise (another
    mapping, an earlier version).
    """

    file: Path
    changed: bool
    fresh: bool
    beside: int
    differs: bool = False


def import_article(file: Path, year: int | None = None, rules: Sequence[TableRule] = ()) -> Imported:
    """Read one article in a killable child. `year`: the budget year, None: as the article says; `rules`: the user's mapping of tables to themes.

    Raises UsageError (no such file, year unclear), NothingReadError (refused, too slow, neither tables nor claims), ModelError.
    """
    data, sha256 = _read_file(file)
    settings = {
        "name": show_path(Path(file.name)),
        "sha256": sha256,
        "budget_year": year,
        "rules": [asdict(rule) for rule in rules],
        "language": language(),
    }
    answer = _ask(file, data, settings)
    if answer.get("verdict") == codes.NEEDS_OCR and find_ocr():
        answer = _ask(file, data, settings | {"ocr": True})
    if "verdict" in answer:
        raise NothingReadError(
            say("published.refused", reason=answer["reason"]), place=show_path(file), remedy=say("published.refused_remedy")
        )
    try:
        review = parse_published(answer["review"])
        stated = [int(each) for each in answer["stated"]]
        notes = tuple(str(note) for note in answer["notes"])
    except (KeyError, TypeError, ValueError) as error:
        raise _failed(file, "garbage") from error
    if not review.tables and not review.claims:
        raise NothingReadError(
            " ".join([*review.notes, say("published.nothing")]), place=show_path(file), remedy=say("published.nothing_remedy")
        )
    if not review.year:
        years = say("published.year_candidates", years=", ".join(map(str, stated))) if stated else ""
        raise UsageError(say("published.year_unknown", years=years), place=show_path(file), remedy=say("published.year_remedy"))
    return Imported(replace(review, notes=(*notes, *review.notes)), bool(answer.get("gaps")))


def _read_file(file: Path) -> tuple[bytes, str]:
    """Bytes and SHA-256. Raises UsageError when there is no regular file, NothingReadError when it is too big."""
    try:
        if not file.exists():
            raise UsageError(say("published.file_missing"), place=show_path(file))
        if not file.is_file():
            raise UsageError(say("published.file_not_file"), place=show_path(file))
        size = file.stat().st_size
        if size > MAX_FILE_BYTES:
            reason = say("cli.file_too_big", megabytes=size // MEGABYTE, limit=MAX_FILE_BYTES // MEGABYTE)
            raise NothingReadError(say("published.refused", reason=reason), place=show_path(file))
        content = read_bytes(FoundFile(file.name, file))
    except OSError as error:
        raise UsageError(say("cli.file_unreadable", detail=explain(error)), place=show_path(file)) from error
    return content.data, hashlib.sha256(content.data).hexdigest()


def _ask(file: Path, data: bytes, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The child's answer. Raises NothingReadError when it was stopped."""
    _key, answer = next(iter(run_all([make_job(file.name, PUBLISHED, data, settings)], 1)))
    if answer.answer is None:
        if answer.failure == "crash":
            check_model()
        raise _failed(file, answer.failure)
    return answer.answer


def _failed(file: Path, failure: str) -> NothingReadError:
    return NothingReadError(
        say("published.refused", reason=say(f"cli.failed_{failure}")), place=show_path(file), remedy=say("published.refused_remedy")
    )


def check_output(review: PublishedReview, out: Path, *, force: bool = False) -> None:
    """Refuse to take the place of another article's published.json. Raises UsageError; nothing has been changed then."""
    target = out / OUTPUT
    if force or not target.exists():
        return
    try:
        there = read_skeleton(json.loads(target.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(say("published.damaged_there"), place=show_path(target), remedy=say("published.other_there_remedy")) from error
    if there != read_skeleton(json.loads(published_bytes(review))):
        raise UsageError(say("published.other_there"), place=show_path(target), remedy=say("published.other_there_remedy"))


def keep_article(review: PublishedReview, out: Path, store: Path | None = None, *, force: bool = False) -> Kept:
    """Keep a published review in the store, apart from what was read from agreements, and write OUT/published.json.

    Raises UsageError when another article's published.json is there and not `force`; StoreError, OutputError.
    """
    check_output(review, out, force=force)
    target, content = out / OUTPUT, published_bytes(review)
    with Store(store or out / "samspil.sqlite") as kept:
        fresh = kept.keep_published(review.year, review.sha256, review.file, published_to_json(review), replace=force)
        of_year = [each for each in kept.list_published() if int(each.get("year", 0)) == review.year]
    own = [parse_published(each) for each in of_year if each.get("sha256") == review.sha256]
    same = target.is_file() and target.read_bytes() == content
    if not same:
        write_bytes(target, content)
    differs = any(published_bytes(each) != content for each in own)
    return Kept(target, not same, fresh, len(of_year), differs)
