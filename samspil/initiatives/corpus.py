"""Labelled agreements: Markdown with marks becomes a document with gold spans (format: corpus/README.md)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from samspil.errors import CorpusError
from samspil.passages.split import split_passages
from samspil.values.amount import Amount
from samspil.values.codes import AMOUNT_KINDS, STAGES, THEMES, TOPICS
from samspil.values.document import Document, Line, Page
from samspil.values.passage import CleanText, Passage

_MARK = re.compile(r"\{\{([\w,]+)\|(.*?)\}\}", re.S)
_RULE = re.compile(r"[|:\s-]+")
_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*•+]|\d{1,2}[.)]|[a-zæøå]\))\s+")
_AMOUNT_KEYS = frozenset(("dkk", "kind", "profile", "total", "ambiguous", "assumed", "part_of"))


@dataclass(frozen=True, slots=True)
class Label:
    """What the coders said of one initiative."""

    id: str
    themes: tuple[str, ...]
    topics: tuple[str, ...]
    stage: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A labelled agreement: `passages` in order, `marks[i]` the initiative ids of passage i, `traps[i]` the kind of hard negative it is ('' if none)."""

    file: str
    municipality: str
    budget_year: int
    writer: str
    labels: Mapping[str, Label]
    clean: CleanText
    passages: tuple[Passage, ...]
    marks: tuple[frozenset[str], ...]
    traps: tuple[str, ...]


def read_corpus(folder: Path) -> list[LabelledText]:
    """All labelled texts of a folder in the order of their names. Raises CorpusError naming file and line."""
    files = sorted(folder.glob("*.md"))
    if not files:
        raise CorpusError(
            "the folder holds no labelled agreements", place=str(folder), remedy="give a folder with *.md files as in corpus/README.md"
        )
    return [read_labelled(file) for file in files]


def read_labelled(file: Path, themes: tuple[str, ...] = THEMES) -> LabelledText:
    """One labelled agreement; `themes`: those its initiatives may have. Raises CorpusError naming file and line."""
    text = file.read_text(encoding="utf-8")
    meta, body, first_line = _front_matter(file, text)
    _check_closed(file, body, first_line)
    ids = {name for names, _text in _MARK.findall(body) for name in names.split(",")}
    labels = {
        name: _label(f"{file}:{_line_of_key(text, name)}: {name}", name, value, themes)
        for name, value in (meta.get("initiatives") or {}).items()
    }
    negatives = {name: str(value.get("kind", "")) for name, value in (meta.get("negatives") or {}).items()}
    if stray := ids ^ (set(labels) | set(negatives)):
        raise CorpusError(
            f"marks and front matter disagree on {', '.join(sorted(stray))}", place=f"{file}:{_line_of(text, sorted(stray)[0])}"
        )
    document, spans = _read_body(file, body, first_line)
    clean, passages = split_passages(document)
    marks = [_ids_of(clean, passage, spans) for passage in passages]
    return LabelledText(
        file.name,
        str(meta["municipality"]),
        int(meta["budget_year"]),
        str(meta.get("writer", "")),
        labels,
        clean,
        tuple(passages),
        tuple(frozenset(name for name in names if name in labels) for names in marks),
        tuple(next((negatives[name] for name in sorted(names) if name in negatives), "") for names in marks),
    )


def _line_of(text: str, name: str) -> int:
    position = text.find(name)
    return text.count("\n", 0, max(0, position)) + 1


def _check_closed(file: Path, body: str, first_line: int) -> None:
    """A mark that is not closed swallows the next one. Raises CorpusError naming the line where it begins."""
    for match in _MARK.finditer(body):
        if "{{" in match.group(2):
            line = first_line + body.count("\n", 0, match.start())
            raise CorpusError("a mark is not closed or is nested", place=f"{file}:{line}", remedy="write {{id|text}}")


def _line_of_key(text: str, name: str) -> int:
    """The line of the front matter that begins with `name:`; 1 when it is written in another way."""
    found = re.search(rf"^[ \t]*[\"']?{re.escape(str(name))}[\"']?[ \t]*:", text, re.M)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _front_matter(file: Path, text: str) -> tuple[dict[str, Any], str, int]:
    parts = re.split(r"^---[ \t]*$", text, maxsplit=2, flags=re.M)
    if len(parts) != 3:
        raise CorpusError("no front matter between two lines of ---", place=f"{file}:1")
    try:
        meta = yaml.load(parts[1], Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader either way
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + 1
        raise CorpusError(f"front matter is not YAML: {error.problem}", place=f"{file}:{line}") from error
    for key in ("municipality", "budget_year"):
        if not isinstance(meta, dict) or key not in meta:
            raise CorpusError(f"front matter lacks '{key}'", place=f"{file}:1")
    return meta, parts[2], parts[0].count("\n") + parts[1].count("\n") + 1


def _label(place: str, name: str, value: Any, known: tuple[str, ...]) -> Label:
    value = value or {}
    themes, topics = tuple(value.get("themes") or ()), tuple(value.get("topics") or ())
    _check_ids(place, "theme", themes, known)
    _check_ids(place, "topic", topics, TOPICS)
    _check_ids(place, "stage", (value.get("stage"),), STAGES)
    if not themes:
        raise CorpusError("an initiative needs a theme", place=place)
    return Label(name, themes, topics, value["stage"], tuple(_amount(place, item) for item in value.get("amounts") or ()))


def _check_ids(place: str, what: str, given: tuple[Any, ...], known: tuple[str, ...]) -> None:
    for item in given:
        if item not in known:
            raise CorpusError(f"unknown {what} {item!r}", place=place, remedy=f"known are {', '.join(known)}")


def _amount(place: str, item: Mapping[str, Any]) -> Amount:
    _check_ids(place, "amount key", tuple(item), tuple(sorted(_AMOUNT_KEYS)))
    _check_ids(place, "amount kind", (item.get("kind"),), AMOUNT_KINDS)
    profile = {int(year): int(dkk) for year, dkk in (item.get("profile") or {}).items()}
    dkk = int(item["dkk"])
    ambiguous, assumed, part_of = (bool(item.get(key)) for key in ("ambiguous", "assumed", "part_of"))
    total = dkk if item.get("total") else None
    return Amount(dkk, item["kind"], profile, total, ambiguous=ambiguous, assumed=assumed, part_of=part_of)


Span = tuple[int, int, frozenset[str]]


def _read_body(file: Path, body: str, first_line: int) -> tuple[Document, list[Span]]:
    """The Markdown as a one-page document without marks, and the marked ranges of its raw text."""
    plain, spans = _strip_marks(body)
    if "{{" in plain or "}}" in plain:
        line = first_line + plain[: plain.find("{{" if "{{" in plain else "}}")].count("\n")
        raise CorpusError("a mark is not closed or is nested", place=f"{file}:{line}", remedy="write {{id|text}}")
    return Document("text", (Page(1, plain, tuple(_markdown_lines(plain))),)), spans


def _strip_marks(body: str) -> tuple[str, list[Span]]:
    out, spans, last, length = [], [], 0, 0
    for match in _MARK.finditer(body):
        before = body[last : match.start()]
        out += [before, match.group(2)]
        start = length + len(before)
        length = start + len(match.group(2))
        spans.append((start, length, frozenset(match.group(1).split(","))))
        last = match.end()
    plain = "".join([*out, body[last:]])
    return re.sub(r"[*_`](?=\S)|(?<=\S)[*_`]", "\u00ad", plain), spans


def _markdown_lines(plain: str) -> list[Line]:
    """Lines with their roles; a paragraph's lines are one `Line`, as in DOCX and HTML."""
    lines: list[Line] = []
    offset = table = 0
    for text in plain.split("\n"):
        start, end = offset, offset + len(text)
        offset = end + 1
        bare = text.strip()
        if not bare.strip("-\u00ad "):
            lines.append(Line(start, start))
        elif bare.startswith("#"):
            level = len(bare) - len(bare.lstrip("#"))
            lines.append(Line(start + text.index("#") + level, end, "heading", level))
        elif bare.startswith("|"):
            table += not lines or lines[-1].role != "row"
            if not _RULE.fullmatch(bare):
                lines.append(Line(start, end, "row", cells=tuple(_cells(text, start)), table=table))
        elif match := _ITEM.match(text):
            lines.append(Line(start + match.end(), end, "item"))
        elif lines and lines[-1].role in {"paragraph", "item"} and lines[-1].end == start - 1:
            lines[-1] = Line(lines[-1].start, end, lines[-1].role)
        else:
            lines.append(Line(start, end, "paragraph"))
    return [line for line in lines if line.end > line.start]


def _cells(text: str, start: int) -> list[tuple[int, int]]:
    bars = [n for n, char in enumerate(text) if char == "|"]
    return [(start + a + 1, start + b) for a, b in pairwise(bars)]


def _ids_of(clean: CleanText, passage: Passage, spans: list[Span]) -> frozenset[str]:
    """Ids of the marks that cover more than half of the passage."""
    if passage.kind == "heading":
        return frozenset()
    start, end = clean.home[passage.start], clean.home[passage.end - 1] + 1
    ids: set[str] = set()
    for a, b, names in spans:
        if min(end, b) - max(start, a) > 0.5 * (end - start):
            ids |= names
    return frozenset(ids)
