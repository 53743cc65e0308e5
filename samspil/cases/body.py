"""The text of a case below its front matter: five sections with fixed headings, paragraphs or lists."""

import textwrap
from collections.abc import Sequence

from samspil.cases.frontmatter import Broken
from samspil.cases.schema import PARAGRAPHS, SECTIONS

_WIDTH = 140
_NAMES = {heading.casefold(): name for name, heading in SECTIONS.items()}


def read_body(body: str, first_line: int, lines: dict[str, int]) -> dict[str, str | list[str]]:
    """Sections by field; each section's line goes into `lines`. Raises Broken for unknown or doubled headings and text outside sections."""
    gathered: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(body.split("\n"), start=first_line):
        if line.startswith("#"):
            name = _name_of(line, number)
            if name in gathered:
                raise Broken("section_twice", number, {"heading": SECTIONS[name]})
            lines[name] = number
            current = gathered[name] = []
        elif current is not None:
            current.append(line)
        elif line.strip():
            raise Broken("outside_sections", number, {"headings": _headings()})
    return {name: _paragraphs(found) if name in PARAGRAPHS else _items(found, lines[name]) for name, found in gathered.items()}


def write_body(name: str, content: str | Sequence[str]) -> str:
    """One section, as `read_body` takes it; '' when there is nothing in it."""
    if not content:
        return ""
    if isinstance(content, str):
        inner = "\n\n".join(_write_paragraph(paragraph) for paragraph in content.split("\n\n"))
    else:
        inner = "\n".join(_fill(item, "- ", "  ") for item in content)
    return f"\n## {SECTIONS[name]}\n\n{inner}\n"


def even_out(text: str) -> str:
    """Blanks and line ends of any kind as one blank."""
    return " ".join(text.split())


def even_out_paragraphs(text: str) -> str:
    """Paragraphs with one empty line between them, each evened out."""
    return _paragraphs(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), escaped=False)


def _name_of(line: str, number: int) -> str:
    heading = line.lstrip("#").strip()
    if not line.startswith("## ") or heading.casefold() not in _NAMES:
        raise Broken("unknown_section", number, {"heading": heading[:60], "headings": _headings()})
    return _NAMES[heading.casefold()]


def _headings() -> str:
    return ", ".join(f"## {heading}" for heading in SECTIONS.values())


def _paragraphs(lines: Sequence[str], *, escaped: bool = True) -> str:
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line[1:] if escaped and line.startswith(("\\#", "\\\\")) else line)
        elif found[-1]:
            found.append([])
    return "\n\n".join(even_out(" ".join(part)) for part in found if part)


def _items(lines: Sequence[str], first: int) -> list[str]:
    found: list[list[str]] = []
    for number, line in enumerate(lines, start=first + 1):
        if line.startswith("- "):
            found.append([line[2:]])
        elif line.startswith("  ") and found:
            found[-1].append(line)
        elif line.strip():
            raise Broken("not_a_list", number)
    return [even_out(" ".join(item)) for item in found if any(part.strip() for part in item)]


def _write_paragraph(paragraph: str) -> str:
    """Wrapped; a line that would look like a heading gets a backslash."""
    return "\n".join(f"\\{line}" if line.startswith(("#", "\\")) else line for line in _fill(paragraph, "", "").split("\n"))


def _fill(text: str, first: str, later: str) -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
