"""The HTML page of an audit: the article as it was read, each finding in the margin beside the words it is about. One file that needs nothing else."""

import base64
import functools
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

from samspil import __version__
from samspil.publish.files import write_bytes
from samspil.publish.report import load_templates
from samspil.review.audit.run import Audit
from samspil.values.finding import Finding
from samspil.vocabulary.texts import language, say

HIGH, MIDDLE, LOW = "high", "middle", "low"
_SURE, _LIKELY = 0.85, 0.65
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_PARAGRAPH = re.compile(r"[^\n](?:[^\n]|\n(?!\s*\n))*")
_FONT = re.compile(r'url\("(IBMPlexSans-\w+-Latin1\.woff2)"\)')


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with its number, its words for people, and whether it can be marked in the text."""

    number: int
    finding: Finding
    kind: str
    where: str
    level: str
    sure: str
    placed: bool


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A stretch of text; `numbers` of the findings it belongs to, those that begin with it and those that end with it."""

    text: str
    numbers: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    level: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the article. `role`: 'table' for a table's heading, 'name' for a row's, 'text'."""

    role: str
    pieces: tuple[MarkedPiece, ...]


@dataclass(slots=True)
class Block:
    """A paragraph, or a row with its name and paragraphs, and the findings that begin in it."""

    lines: list[Line]
    notes: list[Shown]


def write_audit_page(audit: Audit, file: Path) -> None:
    """Write the page. Raises OutputError."""
    write_bytes(file, render_audit(audit).encode("utf-8", errors="replace"))


def render_audit(audit: Audit) -> str:
    """The page as text; everything from the article is escaped."""
    shown = [show(number, finding, audit.review.text) for number, finding in enumerate(audit.findings, 1)]
    style = read_style()
    values: dict[str, Any] = {
        "review": audit.review,
        "against": audit.against,
        "shown": shown,
        "blocks": cut_blocks(audit, shown),
        "homeless": [one for one in shown if not one.placed],
        "rows": sum(len(table.rows) for table in audit.review.tables),
        "unchecked": [claim for claim in audit.review.claims if claim.table is None],
        "total": count_findings(audit),
        "language": language(),
        "version": __version__,
        "style": style,
        "style_hash": base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
    }
    return _CONTROLS.sub("\ufffd", load_templates().get_template("audit.html").render(**values))


def count_findings(audit: Audit) -> str:
    """'3 fund i gennemgangen af budget 2024'."""
    key = "audit.found_one" if len(audit.findings) == 1 else "audit.found_many"
    return say(key, count=len(audit.findings), year=audit.review.year)


def show(number: int, finding: Finding, text: str) -> Shown:
    """A finding in words."""
    level = HIGH if finding.confidence >= _SURE else MIDDLE if finding.confidence >= _LIKELY else LOW
    where = say("audit.table_n", table=finding.table) if finding.table is not None else say("audit.prose")
    placed = 0 <= finding.start < finding.end <= len(text)
    return Shown(number, finding, say(f"audit.kind_{finding.kind}"), where, level, say(f"audit.sure_{level}"), placed)


@functools.cache
def read_style() -> "Any":
    """The report's dress with its letters inside, and that of this page; marked as safe, since it is our own."""
    import markupsafe

    assets = resources.files("samspil.publish").joinpath("assets")
    own = [assets.joinpath(name).read_text(encoding="utf-8") for name in ("report.css", "audit.css")]
    style = _FONT.sub(lambda match: f'url("data:font/woff2;base64,{_encode(match[1])}")', "\n".join(own))
    return markupsafe.Markup(style.replace("</", "<\\/"))  # noqa: S704 - a file of the package


def _encode(name: str) -> str:
    return base64.b64encode(resources.files("samspil.publish").joinpath("assets", name).read_bytes()).decode("ascii")


def cut_blocks(audit: Audit, shown: Sequence[Shown]) -> list[Block]:
    """The article's paragraphs and rows, each with the findings that begin in it."""
    review = audit.review
    tables = {table.start for table in review.tables}
    names = {row.start for table in review.tables for row in table.rows}
    ends = {row.start: row.end for table in review.tables for row in table.rows}
    placed = [one for one in shown if one.placed]
    blocks: list[Block] = []
    reached = 0
    for match in _PARAGRAPH.finditer(review.text):
        start, end = match.span()
        here = [one for one in placed if one.finding.start < end and one.finding.end > start]
        role = "table" if start in tables else "name" if start in names else "text"
        if start >= reached or not blocks:
            blocks.append(Block([], []))
        reached = ends.get(start, reached)
        blocks[-1].lines.append(Line(role, tuple(_cut(review.text, start, end, here))))
        blocks[-1].notes += [one for one in here if one.finding.start >= start]
    return blocks


def _cut(text: str, start: int, end: int, here: Sequence[Shown]) -> list[MarkedPiece]:
    """A paragraph cut at the borders of its findings."""
    borders = {start, end, *(min(max(place, start), end) for one in here for place in (one.finding.start, one.finding.end))}
    pieces = []
    for first, last in pairwise(sorted(borders)):
        inside = [one for one in here if one.finding.start <= first and last <= one.finding.end]
        numbers = tuple(one.number for one in inside)
        begins = tuple(one.number for one in inside if one.finding.start == first)
        ends = tuple(one.number for one in inside if one.finding.end == last or (last == end and one.finding.end > end))
        level = next((level for level in (HIGH, MIDDLE, LOW) if any(one.level == level for one in inside)), "")
        pieces.append(MarkedPiece(text[first:last], numbers, begins, ends, level))
    return pieces
