"""The library of cases: files of a folder become cases, each with its source; a broken file is named and the others are read."""

import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from samspil.cases.body import read_body
from samspil.cases.frontmatter import Broken, take_apart
from samspil.cases.reading import Findings, printable, read_fields
from samspil.cases.rules import check_rules
from samspil.cases.schema import SECTIONS
from samspil.errors import CaseError
from samspil.values.case import Case, CaseFinding, Change, Effect, Source
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.texts import say

SHIPPED = Path(__file__).parent / "examples"
SHIPPED_ON = date(2026, 11, 22)  # the latest day in the cases that ship: a clock that is behind must not turn them away
MOST_BYTES = 200_000
MOST_FILES = 20_000
_NOT_CASES = {"readme.md"}
_SHOWN = 5
_LONGEST_NAME = 1000
_LONGEST_DETAIL = 200


@dataclass(frozen=True, slots=True)
class Library:
    """`cases` in Danish order of title; `findings`: what is broken; `notes`: cases replaced by later versions from another folder."""

    cases: tuple[Case, ...]
    findings: tuple[CaseFinding, ...] = ()
    notes: tuple[CaseFinding, ...] = ()

    def find(self, case_id: str) -> Case:
        """The case with that id. Raises CaseError naming near ones."""
        return find_case(self.cases, case_id)


def read_library(folder: Path | None = None) -> tuple[Case, ...]:
    """All cases of a folder, or those that ship with Samspil. Raises CaseError when the folder is not there or any of its cases is broken."""
    return require_whole(open_library([folder] if folder else [SHIPPED]))


def read_libraries(folders: Sequence[Path] = ()) -> Library:
    """The cases that ship and those of the user's folders; a later version of an id wins and is told in `notes`. Raises CaseError for broken ones."""
    library = open_library([SHIPPED, *folders])
    require_whole(library)
    return library


def require_whole(library: Library) -> tuple[Case, ...]:
    """Its cases. Raises CaseError naming what is broken."""
    if not library.findings:
        return library.cases
    first = library.findings[0]
    more = len(library.findings) - 1
    message = say("cases.broken_more", message=first.message, more=more) if more else first.message
    raise CaseError(message, place=place_of(first), remedy=first.remedy)


def place_of(finding: CaseFinding) -> str:
    """'mappe/fil.md:12 (effects[0].unit)'."""
    line = f":{finding.line}" if finding.line else ""
    return f"{finding.file}{line}{f' ({finding.field})' if finding.field else ''}"


def open_library(folders: Sequence[Path]) -> Library:
    """The cases of several folders together; broken ones are named in `findings` and left out. Raises CaseError when a folder is not there."""
    findings: list[CaseFinding] = []
    notes: list[CaseFinding] = []
    chosen: dict[str, Case] = {}
    for folder in folders:
        cases, found = read_folder(folder)
        findings += found
        for case in cases:
            other = chosen.get(case.id)
            if other is None or case == replace(other, file=case.file):
                chosen[case.id] = case
            elif case.version == other.version:
                findings.append(_between("same_version", "duplicate_id", case, other))
            else:
                newer, older = (case, other) if case.version > other.version else (other, case)
                notes.append(_between("replaced", "replaced", newer, older))
                chosen[case.id] = newer
    return Library(tuple(sorted(chosen.values(), key=lambda case: (sort_key(case.title), case.id))), tuple(findings), tuple(notes))


def _between(key: str, kind: str, case: Case, other: Case) -> CaseFinding:
    findings = Findings(case.file, {}, case.id)
    findings.add(kind, key, "id", id=case.id, version=case.version, other=other.file, older=other.version)
    return findings.found[0]


def read_folder(folder: Path) -> tuple[tuple[Case, ...], tuple[CaseFinding, ...]]:
    """The cases of one folder and its sub-folders, by file name, and what is broken. Two cases with one id are both left out. Raises CaseError when there is no such folder."""
    cases: list[Case] = []
    findings: list[CaseFinding] = []
    for file in list_files(folder):
        case, found = read_file(file, _show(file, folder))
        findings += found
        if case:
            cases.append(case)
    places = defaultdict(list)
    for case in cases:
        places[case.id].append(case.file)
    for case in cases:
        if others := [file for file in places[case.id] if file != case.file]:
            doubled = Findings(case.file, {}, case.id)
            doubled.add("duplicate_id", "twice", "id", id=case.id, others=", ".join(others))
            findings += doubled.found
    return tuple(case for case in cases if len(places[case.id]) == 1), tuple(findings)


def list_files(folder: Path) -> list[Path]:
    """The Markdown files of a folder and its sub-folders but README.md and hidden ones, sorted. Raises CaseError."""
    if not folder.is_dir():
        raise CaseError(say("cases.no_folder"), place=str(folder), remedy=say("cases.no_folder_remedy"))
    found: list[Path] = []
    for place, inner, names in os.walk(folder):
        inner[:] = [name for name in inner if not name.startswith(".")]
        found += [Path(place, name) for name in names if name.lower().endswith(".md") and name.lower() not in _NOT_CASES and name[0] != "."]
        if len(found) > MOST_FILES:
            raise CaseError(say("cases.too_many", most=MOST_FILES), place=str(folder), remedy=say("cases.too_many_remedy"))
    return sorted(found)


def _show(file: Path, folder: Path) -> str:
    return printable(f"{folder.name}/{file.relative_to(folder).as_posix()}", _LONGEST_NAME)


def read_file(file: Path, shown: str = "") -> tuple[Case | None, tuple[CaseFinding, ...]]:
    """One file's case, or None and what is wrong with it."""
    findings = Findings(shown or file.name)
    try:
        with open(file, "rb", opener=lambda path, flags: os.open(path, flags | getattr(os, "O_NONBLOCK", 0))) as stream:
            regular = stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
            content = stream.read(MOST_BYTES + 1) if regular else b""
    except OSError:
        regular, content = False, b""
    if not regular or len(content) > MOST_BYTES:
        findings.add("unreadable", "file" if not regular else "too_big", most=MOST_BYTES // 1000)
        return None, tuple(findings.found)
    try:
        return parse_case(content.decode("utf-8"), findings.file)
    except UnicodeDecodeError as error:
        findings.add("unreadable", "not_utf8", line=content.count(b"\n", 0, error.start) + 1)
        return None, tuple(findings.found)


def parse_case(text: str, file: str = "") -> tuple[Case | None, tuple[CaseFinding, ...]]:
    """A case from the text of its file, or None and what is wrong with it."""
    try:
        parts = take_apart(text)
        misplaced = Findings(file, dict(parts.lines))
        sections = read_body(parts.body, parts.body_line, parts.lines)
    except Broken as broken:
        findings = Findings(file, {"": broken.line})
        findings.add("syntax", broken.key, **{name: printable(str(value), _LONGEST_DETAIL) for name, value in broken.values.items()})
        return None, tuple(findings.found)
    for name in SECTIONS.keys() & parts.fields.keys():
        misplaced.add("unknown_field", "section_in_front", name, heading=SECTIONS[name])
    return _make({**parts.fields, **sections}, Findings(file, parts.lines, found=misplaced.found))


def check_new(fields: Mapping[str, Any], file: str = "") -> tuple[CaseFinding, ...]:
    """What is wrong with the fields of a form (text, lists and dicts, as in a file; sections by their field names); () when a case can be made of them."""
    return _make(fields, Findings(file))[1]


def make_case(fields: Mapping[str, Any], file: str = "") -> tuple[Case | None, tuple[CaseFinding, ...]]:
    """A case of the fields of a form, or None and what is wrong with them."""
    return _make(fields, Findings(file))


def _make(fields: Mapping[str, Any], findings: Findings) -> tuple[Case | None, tuple[CaseFinding, ...]]:
    given = fields.get("id")
    findings.case = printable(given) if isinstance(given, str) else ""
    values = read_fields(fields, findings)
    check_rules(values, max(date.today(), SHIPPED_ON), findings)
    if findings.found:
        return None, tuple(sorted(findings.found, key=lambda finding: finding.line))
    return build_case(values, findings.file), ()


def build_case(values: Mapping[str, Any], file: str = "") -> Case:
    """A case of typed values that have been checked."""
    rows = {
        "sources": tuple(Source(**row) for row in values.get("sources", ())),
        "effects": tuple(Effect(**row) for row in values.get("effects", ())),
        "history": tuple(Change(**row) for row in values.get("history", ())),
    }
    return Case(**{**values, **rows, "file": file})


def find_case(cases: Iterable[Case], case_id: str) -> Case:
    """The case with that id. Raises CaseError naming near ones."""
    from difflib import get_close_matches

    by_id = {case.id: case for case in cases}
    if case_id in by_id:
        return by_id[case_id]
    near = get_close_matches(case_id, by_id, _SHOWN, cutoff=0.4) or sorted(by_id)[:_SHOWN]
    raise CaseError(say("cases.no_case", id=printable(case_id)), remedy=say("cases.no_case_remedy", near=", ".join(near) or "-"))
