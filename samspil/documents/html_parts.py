"""What the parts of a web page are for: furniture around the text, parts no browser shows, parts a reader can unfold, rows that only place text."""

import re
from typing import Any

_FURNITURE = re.compile(
    r"(?<![a-zæøå])(?:cookies?|consent|gdpr|breadcrumbs?|br(?:ø|oe)dkrummer?|navbar|navigation|main-?menu|sidebar|skip-?link|share|"
    r"newsletter|nyhedsbrev|cookiebot|cookiebanner|cookie-?consent|CybotCookiebotDialog)(?![a-zæøå])",
    re.I,
)
_FURNITURE_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog", "menu", "menubar"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.I)
_ROLES = {"table": "table", "row": "tr", "cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th"}  # WAI-ARIA 1.2, 5.3
_BARE = frozenset(("div", "span"))
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_TARGETS = ("aria-controls", "data-target", "data-bs-target", "href")
_LIDS = "[aria-controls], [aria-expanded], [data-target], [data-bs-target]"
_MOST_LIDS = 2_000
_MOST_LINKS = 0.3  # share of a part's letters: a menu has more
_FEWEST = 200  # characters of text beside the text
_FIGURE = re.compile(r"[-–−+(]?\s?\d[\d.,\s\u00a0\u202f]*\)?-?")


def block_of(node: Any) -> str:
    """The tag a node stands for: a `div` may say that it is a table, a row or a cell."""
    tag = str(node.tag)
    if tag not in _BARE:
        return tag
    return _ROLES.get(node.attributes.get("role") or "", tag)


def is_layout(row: Any) -> bool:
    """A row that only places text on the page: cells that hold headings, tables or lists; not a row of figures whose label is set as a list."""
    if row.css_first(f"{_HEADINGS}, table") is not None:
        return True
    return row.css_first("ul, ol") is not None and not any(_FIGURE.fullmatch(cell.text().strip()) for cell in row.css("td, th"))


def is_hidden(node: Any) -> bool:
    """Parts that no browser shows."""
    attributes = node.attributes
    if not attributes:
        return False
    return "hidden" in attributes or attributes.get("aria-hidden") == "true" or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))


def find_unfolded(root: Any) -> frozenset[str]:
    """The ids of the parts that a reader can unfold by a button, a tab or a link made for it."""
    found: set[str] = set()
    for lid in root.css(_LIDS)[:_MOST_LIDS]:
        for name in _TARGETS:
            found.update((lid.attributes.get(name) or "").replace("#", " ").split())
    return frozenset(found)


def is_folded(node: Any, unfolded: frozenset[str]) -> bool:
    """A hidden part that a reader can unfold, as an answer below its question; a menu behind a button is none: it is nothing but links."""
    attributes = node.attributes
    if attributes.get("hidden") != "until-found" and (attributes.get("id") or "") not in unfolded:
        lid = previous_element(node)
        if lid is None or ("aria-expanded" not in lid.attributes and lid.css_first("[aria-expanded]") is None):
            return False
    return has_own_text(node)


def is_read(node: Any) -> bool:
    """Whether a part that is mostly no text is: a button that unfolds one or stands in a heading, a box with text of its own beside the text."""
    if node.tag == "button":
        return "aria-expanded" in node.attributes or is_in_heading(node)
    return node.tag == "aside" and len(node.text()) >= _FEWEST and has_own_text(node) and _is_inside_main(node)


def has_own_text(node: Any) -> bool:
    """Whether a part has text beside its links."""
    length = len(node.text().strip())
    return length > 0 and sum(len(link.text()) for link in node.css("a")[:_MOST_LIDS]) < _MOST_LINKS * length


def is_in_heading(node: Any) -> bool:
    """Whether a heading is right around a node."""
    above = node.parent
    return above is not None and (
        above.tag in _HEADINGS.split(", ") or (above.parent is not None and above.parent.tag in _HEADINGS.split(", "))
    )


def _is_inside_main(node: Any) -> bool:
    above = node.parent
    for _ in range(20):
        if above is None or above.tag in ("main", "article"):
            break
        above = above.parent
    return above is not None and above.tag in ("main", "article")


def previous_element(node: Any) -> Any | None:
    """The element before a node, behind blanks and comments."""
    before = node.prev
    while before is not None and before.tag.startswith(("-", "!", "_")):
        before = before.prev
    return before


def next_element(node: Any) -> Any | None:
    """The element behind a node."""
    following = node.next
    while following is not None and following.tag.startswith(("-", "!", "_")):
        following = following.next
    return following


def is_called_furniture(node: Any) -> bool:
    """Menus and banners, by role, class and id, or a header without a heading. Nothing that holds the page's title is furniture."""
    if node.tag == "header":
        return node.css_first("h1, h2") is None
    attributes = node.attributes
    if not attributes or node.tag in ("html", "body", "main", "article"):
        return False
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if (attributes.get("role") or "").lower() not in _FURNITURE_ROLES and not _FURNITURE.search(named):
        return False
    return node.css_first("main, article, [role=main], h1") is None
