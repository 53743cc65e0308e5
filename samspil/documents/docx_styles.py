"""What a Word style says of its paragraphs: heading level, list, caption, weight and size; also by the styles' Danish names."""

import re
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"

_HEADING_NAME = re.compile(r"(?:heading|overskrift)\s*([1-9])", re.I)
_TITLE_NAME = re.compile(r"(?:title|titel)", re.I)
_SUBTITLE_NAME = re.compile(r"(?:subtitle|undertitel)", re.I)
_LIST_NAME = re.compile(r"(?:list (?:bullet|number)|opstilling|punktopstilling|punktliste|nummereret liste|bullet)", re.I)
_CAPTION_NAME = re.compile(r"(?:caption|billedtekst)", re.I)
_CONTENTS_NAME = re.compile(
    r"(?:toc|indholdsfortegnelse|table of figures|index|indeks) ?\d*(?: heading)?|toc heading|overskrift til indholdsfortegnelse", re.I
)
_OFF = ("0", "false", "off", "none")
_DEEPEST_LEVEL = 6
_LONGEST_CHAIN = 20  # styles based on each other in a ring


@dataclass(frozen=True, slots=True)
class Style:
    """`level`: heading level 1-6 or 0; `size` in points or 0; `contents`: a line of the table of contents."""

    level: int = 0
    item: bool = False
    caption: bool = False
    contents: bool = False
    bold: bool | None = None
    size: float = 0.0


def read_styles(root: Any | None) -> dict[str, Style]:
    """All paragraph styles by id; the id '' is the default style."""
    if root is None:
        return {}
    elements = {element.get(f"{W}styleId", ""): element for element in root.iter(f"{W}style") if element.get(f"{W}type") == "paragraph"}
    styles = {name: _resolve(name, elements) for name in elements}
    default = next((name for name, element in elements.items() if is_on(element.get(f"{W}default"))), "")
    styles[""] = styles.get(default, Style())
    return styles


def _resolve(name: str, elements: dict[str, Any]) -> Style:
    """A style with what it inherits from the styles it is based on."""
    chain: list[Style] = []
    while name in elements and len(chain) < _LONGEST_CHAIN:
        chain.append(_read_style(elements[name], name))
        name = child_value(elements[name], "basedOn")
    return Style(
        level=next((style.level for style in chain if style.level), 0),
        item=any(style.item for style in chain),
        caption=any(style.caption for style in chain),
        contents=any(style.contents for style in chain[:1]),
        bold=next((style.bold for style in chain if style.bold is not None), None),
        size=next((style.size for style in chain if style.size), 0.0),
    )


def _read_style(element: Any, style_id: str) -> Style:
    name = child_value(element, "name") or style_id
    paragraph, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
    return Style(
        level=_level_of(name) or read_outline(paragraph),
        item=_LIST_NAME.match(name) is not None or has_numbering(paragraph),
        caption=_CAPTION_NAME.fullmatch(name) is not None,
        contents=_CONTENTS_NAME.fullmatch(name) is not None,
        bold=read_switch(run, "b"),
        size=read_size(run),
    )


def _level_of(name: str) -> int:
    if match := _HEADING_NAME.fullmatch(name):
        return min(int(match[1]), _DEEPEST_LEVEL)
    if _TITLE_NAME.fullmatch(name):
        return 1
    return 2 if _SUBTITLE_NAME.fullmatch(name) else 0


def read_outline(paragraph: Any | None) -> int:
    """Heading level by outline level (0-8 in the file, 9 is body text); 0 when there is none."""
    value = child_value(paragraph, "outlineLvl")
    return min(int(value) + 1, _DEEPEST_LEVEL) if value.isdigit() and int(value) < 9 else 0


def has_numbering(paragraph: Any | None) -> bool:
    """The paragraph is numbered or has a bullet; number id 0 takes a style's numbering away."""
    properties = paragraph.find(f"{W}numPr") if paragraph is not None else None
    return properties is not None and child_value(properties, "numId") != "0"


def read_size(run: Any | None) -> float:
    """Font size in points (the file counts half points), 0 when not given."""
    value = child_value(run, "sz")
    return int(value) / 2 if value.isdigit() and len(value) < 5 else 0.0


def read_switch(run: Any | None, name: str) -> bool | None:
    """An on/off property: None when not given; given without a value is on."""
    element = run.find(f"{W}{name}") if run is not None else None
    return None if element is None else is_on(element.get(VAL, "1"))


def is_on(value: str | None) -> bool:
    """Word's several ways of writing no."""
    return value is not None and value.lower() not in _OFF


def child_value(element: Any | None, name: str) -> str:
    """`<w:name w:val="...">` of an element, '' when there is none."""
    child = element.find(f"{W}{name}") if element is not None else None
    return "" if child is None else str(child.get(VAL, ""))
