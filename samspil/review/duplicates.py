"""Several files for one municipality and year: the same text twice, draft and final, press release and agreement, or two candidates.

Source: hardening rows 45-46; words for draft and final from docs/domain 2.1-2.2.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from samspil.review.fingerprint import compare_sketches
from samspil.review.names import find_dates, read_words

SAME_BYTES = "same_bytes"
SAME_TEXT = "same_text"
EARLIER = "earlier"
RELEASE = "release"
PART = "part"
CANDIDATES = "candidates"

SAME_ENOUGH = 0.9
RELATED_ENOUGH = 0.3
_MUCH_LONGER = 2.5

_DRAFT = re.compile(
    r"\b(?:udkast\w*|kladde\w*|draft|forslag|oplæg|oplaeg|foreløbig\w*|forelobig|1 ?\.? ?behandling|første ?behandling|høring\w*)",
    re.I,
)
_FINAL = re.compile(
    r"\b(?:endelig\w*|underskrevet|underskrevne|signeret|signed|vedtaget|final|2 ?\.? ?behandling|anden ?behandling|godkendt)\b", re.I
)
_VERSION = re.compile(r"\b(?:v|ver|version|rev|revision|udgave)\s?\.?\s?(\d{1,2})\b", re.I)
_RELEASE = re.compile(r"\b(?:pressemeddelelse\w*|presse|nyhed\w*|pressrelease|omtale|resume|resumé|sammenfatning|pixi\w*)\b", re.I)
_PART = re.compile(r"\b(?:bilag\w*|tillæg\w*|tillaeg\w*|appendiks|appendix|hensigtserklæring\w*)\b", re.I)
_HEAD = 200


@dataclass(frozen=True, slots=True)
class Copy:
    """What is compared of one file. `sketch` and `numbers` from `fingerprint`; `head`: the beginning of its text; `length`: of its text."""

    file: str
    sha256: str
    head: str
    length: int
    looks_like: float
    sketch: tuple[int, ...]
    numbers: int


@dataclass(frozen=True, slots=True)
class Relation:
    """Why a file is not used: `kind` (SAME_BYTES, SAME_TEXT, EARLIER, RELEASE, PART, CANDIDATES) and the other file or files."""

    kind: str
    others: tuple[str, ...]


def find_same_bytes(copies: Sequence[Copy]) -> dict[str, str]:
    """File -> the file with the same bytes that stands for it: the one that comes first in `copies`."""
    first: dict[str, str] = {}
    same: dict[str, str] = {}
    for copy in copies:
        if not copy.sha256:
            continue
        kept = first.setdefault(copy.sha256, copy.file)
        if kept != copy.file:
            same[copy.file] = kept
    return same


@dataclass(frozen=True, slots=True)
class _Version:
    """A copy with what its name and title say, worked out once; `order`: its place among the files, short names first."""

    copy: Copy
    rank: tuple[int, int, date]
    part: bool
    release: bool
    order: int


def choose_copy(copies: Sequence[Copy]) -> dict[str, Relation]:
    """Of the files for one municipality and year, why all but one are left aside. When no one stands above the others, all of those that
    cannot be ordered are CANDIDATES of each other and none is used.
    """
    ordered = sorted(copies, key=lambda copy: (len(copy.file), copy.file))
    versions = [_Version(copy, rank_version(copy), _is_part(copy), _is_release(copy), order) for order, copy in enumerate(ordered)]
    relations: dict[str, Relation] = {}
    rest = list(versions)
    for version in versions:
        better = next(((other, kind) for other in rest if other is not version and (kind := _explain(version, other))), None)
        if better is not None:
            relations[version.copy.file] = Relation(better[1], (better[0].copy.file,))
            rest.remove(version)
    kept = [version.copy.file for version in rest]
    if len(kept) > 1:
        relations.update({file: Relation(CANDIDATES, tuple(other for other in kept if other != file)) for file in kept})
    return {file: _follow(file, relations) for file in relations}


def _follow(file: str, relations: Mapping[str, Relation]) -> Relation:
    """The relation to the file that is used in the end: v1 gave way to v2, and v2 to v3. When none is used, one more candidate."""
    relation = last = relations[file]
    while last.kind != CANDIDATES and last.others[0] in relations:
        last = relations[last.others[0]]
    if last.kind == CANDIDATES and relation.kind != CANDIDATES:
        return Relation(CANDIDATES, tuple(other for other, one in relations.items() if one.kind == CANDIDATES))
    return Relation(relation.kind, last.others)


def _explain(one: _Version, other: _Version) -> str:
    """Why `other` is used rather than `one`; '' when it is not."""
    if one.part != other.part:
        return PART if one.part else ""
    likeness = compare_sketches(one.copy.sketch, other.copy.sketch)
    if one.release != other.release and likeness < SAME_ENOUGH:
        return RELEASE if one.release and _is_fuller(other.copy, one.copy) else ""
    kind = _compare_versions(one, other, likeness)
    tie = kind == SAME_TEXT and one.rank == other.rank and one.order > other.order
    return kind if one.rank < other.rank or tie else ""


def _compare_versions(one: _Version, other: _Version, likeness: float) -> str:
    """How two files of one kind are related; '' when nothing orders them."""
    if one.rank[0] != other.rank[0]:
        return EARLIER
    if likeness >= SAME_ENOUGH and one.copy.numbers == other.copy.numbers:
        return SAME_TEXT
    return EARLIER if likeness >= RELATED_ENOUGH and _comparable(one.rank, other.rank) else ""


def rank_version(copy: Copy) -> tuple[int, int, date]:
    """What name and title say of the version: draft 0, unsaid 1, final 2; its number, 0 for none; its date, the first day for none."""
    words = read_words(copy.file)
    title = copy.head[:_HEAD]
    draft = _DRAFT.search(words) or re.match(r"\W*(?:udkast|kladde|foreløbig)", title, re.I)
    step = 2 if _FINAL.search(words) else 0 if draft else 1
    version = _VERSION.search(words)
    return step, int(version[1]) if version else 0, _date_of(copy)


def _date_of(copy: Copy) -> date:
    """The date in the file's name, else the last one near the title."""
    name = copy.file.replace("\\", "/").rsplit("/", 1)[-1]
    named = find_dates(name)
    dates = named or find_dates(copy.head[: 3 * _HEAD])
    return max((day for day, _start, _end in dates), default=date.min)


def _comparable(one: tuple[int, int, date], two: tuple[int, int, date]) -> bool:
    """Both have a number, or both a date: only then one is later."""
    return bool(one[1] and two[1]) or (one[1] == two[1] and one[2] != date.min and two[2] != date.min) or one[1] != two[1]


def _is_release(copy: Copy) -> bool:
    return (
        _RELEASE.search(read_words(copy.file)) is not None
        or re.match(r"\W*(?:pressemeddelelse|nyhed)", copy.head[:_HEAD], re.I) is not None
    )


def _is_part(copy: Copy) -> bool:
    return (
        _PART.search(read_words(copy.file)) is not None or re.match(r"\W*(?:bilag|tillæg|appendiks)\b", copy.head[:_HEAD], re.I) is not None
    )


def _is_fuller(other: Copy, copy: Copy) -> bool:
    """Much longer and at least as much like an agreement; a release as long as the agreement is left to people."""
    return other.length >= _MUCH_LONGER * copy.length and other.looks_like >= min(copy.looks_like, 0.6)
