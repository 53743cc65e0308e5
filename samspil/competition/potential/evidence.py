"""What is known of saving when tasks are exposed to competition: `data/evidence.toml`, or a file of the user's own of the same form, both sides told.

Per cent of the task's cost; a saving is above zero, dearer is below. A source whose publisher has an interest says so. Fields: docs/competition-peers.md.
"""

import functools
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

from samspil.competition.errors import CompetitionError, complain
from samspil.competition.indicators.files import TomlFile, read_small, read_toml
from samspil.values.case import GRADES, INTERESTS, SERVICE_AREAS, Source
from samspil.values.competition import STATUSES
from samspil.values.competition_peers import FINDINGS, Evidence

VERSION = 1
LONGEST = 1_000
_FIELDS = ("id", "areas", "finding", "what", "what_en", "low", "high", "status", "as_of", "grade", "case", "source")
_SOURCE = ("title", "publisher", "published", "address", "place", "interest", "referred_in")
_WITH_FIGURES = ("saving", "mixed")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{2,59}")
_ADDRESS = re.compile(r"https?://[^\s\"<>]{4,500}")


@functools.cache
def shipped_evidence() -> tuple[Evidence, ...]:
    """The list that comes with Samspil."""
    text = resources.files("samspil.competition.potential").joinpath("data/evidence.toml").read_text(encoding="utf-8")
    return parse_evidence(text, "evidence.toml", own=False)


def read_evidence(file: Path) -> tuple[Evidence, ...]:
    """The user's own file, each piece marked `own`. Raises CompetitionError naming file, line and remedy."""
    return parse_evidence(read_small(file), str(file), own=True)


def join_evidence(first: Sequence[Evidence], more: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Both lists. Raises CompetitionError when an id stands in both: neither may silently take the other's place."""
    held = {one.id for one in first}
    for one in more:
        if one.id in held:
            raise complain("competition_peers.error_evidence_twice", "--evidence", id=one.id)
    return (*first, *more)


def evidence_for(area: str, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """What tells of an area, and what tells of none in particular."""
    return tuple(one for one in evidence if area in one.areas or not one.areas)


def parse_evidence(text: str, file: str, *, own: bool) -> tuple[Evidence, ...]:
    """The pieces of a file's text. Raises CompetitionError."""
    page = read_toml(text, file)
    page.check_names(page.data, ("version", "evidence"))
    if page.data.get("version") != VERSION:
        raise _refuse("version", page.place("version"), wanted=VERSION, given=str(page.data.get("version"))[:20])
    pieces: list[Evidence] = []
    for entry in page.tables_of(page.data, "evidence"):
        one = _read_piece(page, entry, own)
        if any(one.id == other.id for other in pieces):
            raise _refuse("id_twice", page.place(f'"{one.id}"'), id=one.id)
        pieces.append(one)
    if not pieces:
        raise _refuse("empty", file)
    return tuple(pieces)


def _refuse(kind: str, place: str, **values: object) -> CompetitionError:
    return complain(f"competition_peers.error_evidence_{kind}", place, **values)


def _read_piece(page: TomlFile, entry: Mapping[str, Any], own: bool) -> Evidence:
    page.check_names(entry, _FIELDS)
    name = page.text_of(entry, "id", needed=True)
    if not _ID.fullmatch(name):
        raise _refuse("id", page.place("id", name[:40]), given=name[:40])
    areas = page.texts_of(entry, "areas")
    for area in areas:
        if area not in SERVICE_AREAS:
            raise _refuse("code", page.place(f'"{area}"'), field="areas", given=area[:40], known=", ".join(SERVICE_AREAS))
    finding = _read_code(page, entry, "finding", FINDINGS)
    low, high = _read_range(page, entry, name, finding)
    return Evidence(
        id=name,
        areas=tuple(dict.fromkeys(areas)),
        finding=finding,
        what=_read_words(page, entry, "what"),
        what_en=_read_words(page, {"what_en": entry.get("what_en") or entry.get("what")}, "what_en"),
        source=_read_source(page, page.table_of(entry, "source"), name),
        status=_read_code(page, entry, "status", STATUSES),
        as_of=_read_day(page, entry, name),
        low=low,
        high=high,
        grade=_read_code(page, entry, "grade", ("", *GRADES)),
        case=page.text_of(entry, "case"),
        own=own,
    )


def _read_code(page: TomlFile, entry: Mapping[str, Any], name: str, known: Sequence[str]) -> str:
    given = page.text_of(entry, name, needed="" not in known)
    if given not in known:
        raise _refuse("code", page.place(name, f'"{given}"'), field=name, given=given[:40], known=", ".join(filter(None, known)))
    return given


def _read_words(page: TomlFile, entry: Mapping[str, Any], name: str) -> str:
    words = " ".join(page.text_of(entry, name, needed=True).split())
    if len(words) > LONGEST or not words.isprintable():
        raise _refuse("words", page.place(name), field=name, most=LONGEST)
    return words


def _read_range(page: TomlFile, entry: Mapping[str, Any], name: str, finding: str) -> tuple[Decimal | None, Decimal | None]:
    """Both ends or none; figures belong to findings that have them."""
    given = [entry.get(end) for end in ("low", "high")]
    place = page.place(f'"{name}"')
    if given == [None, None]:
        if finding in _WITH_FIGURES:
            raise _refuse("no_range", place, id=name, finding=finding)
        return None, None
    if finding not in _WITH_FIGURES:
        raise _refuse("range_without", place, id=name, finding=finding)
    low, high = (_read_percent(value, place, name) for value in given)
    if low > high:
        raise _refuse("range_turned", place, id=name, low=low, high=high)
    if finding == "saving" and low < 0:
        raise _refuse("saving_below_zero", place, id=name)
    return low, high


def _read_percent(value: object, place: str, name: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -100 <= value <= 100:
        raise _refuse("percent", place, id=name, given=str(value)[:20])
    return Decimal(str(value))


def _read_day(page: TomlFile, entry: Mapping[str, Any], name: str) -> date:
    day = entry.get("as_of")
    if not isinstance(day, date) or isinstance(day, datetime):
        raise _refuse("day", page.place(f'"{name}"'), id=name, given=str(day)[:20])
    return day


def _read_source(page: TomlFile, entry: Mapping[str, Any], name: str) -> Source:
    """Title and publisher are needed; an address must be one of the web."""
    page.check_names(entry, _SOURCE)
    if not entry.get("title") or not entry.get("publisher"):
        raise _refuse("no_source", page.place(f'"{name}"'), id=name)
    words = {field: page.text_of(entry, field)[:LONGEST] for field in _SOURCE}
    if words["interest"] and words["interest"] not in INTERESTS:
        raise _refuse("code", page.place("interest"), field="interest", given=words["interest"][:40], known=", ".join(INTERESTS))
    if words["address"] and not _ADDRESS.fullmatch(words["address"]):
        raise _refuse("address", page.place("address"), id=name)
    return Source(
        name,
        words["title"],
        words["publisher"],
        published=words["published"],
        address=words["address"],
        place=words["place"],
        interest=words["interest"],
        referred_in=words["referred_in"],
    )
