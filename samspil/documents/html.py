"""Web pages: the main text as headings, paragraphs, items and rows. Scripts, menus, cookie banners and hidden parts are left out."""

import re
from collections import Counter
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from samspil.documents.builder import PageBuilder
from samspil.documents.encodings import Decoded, decode
from samspil.documents.html_blocks import BlockReader
from samspil.documents.limits import check_text_size, rejection
from samspil.documents.plain import describe_letters
from samspil.documents.progress import Progress, no_progress
from samspil.values import codes
from samspil.values.document import Document
from samspil.vocabulary.texts import say

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I)
_DTD = re.compile(r"<!DOCTYPE[^>\[]{0,500}\[|<!ENTITY", re.I)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_END_OPTIONAL = {
    "p",
    "li",
    "dt",
    "dd",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "tfoot",
    "colgroup",
    "option",
    "optgroup",
    "html",
    "body",
    "head",
}
_CLOSED_BY_THEMSELVES = frozenset(_VOID | _END_OPTIONAL)
_DEEPEST = 5_000
_HEAD = 4096
_MAIN_SHARE = 0.3  # a <main> with less of the text than this is a teaser, not the page's text
_ENOUGH = 2_000  # characters


def read_html(data: bytes, *, progress: Progress = no_progress) -> Document:
    """The page as one `Page`. Raises RejectedError (too large, DTD, no text)."""
    check_text_size(len(data))
    decoded = decode_page(data)
    if _DTD.search(decoded.text[: 4 * _HEAD]):
        raise rejection("dtd")
    check_depth(decoded.text)
    tree = LexborHTMLParser(decoded.text)
    builder = PageBuilder()
    BlockReader(builder, progress).read(find_main(tree))
    if builder.is_empty:
        raise rejection("no_text_in_file")
    page = builder.build()
    notes = [*decoded.notes, *describe_letters(page.raw, builder.unsafe)]
    return Document("html", (page,), read_title(tree), codes.WARN if notes else codes.OK, tuple(notes))


def check_depth(text: str) -> None:
    """Refuse a page nested absurdly deep: parsing it would take the square of its depth. Raises RejectedError."""
    if text.count("<") <= _DEEPEST:
        return
    open_tags: Counter[str] = Counter()
    depth = 0
    for match in _TAG.finditer(text):
        name = match[2].lower()
        if name in _CLOSED_BY_THEMSELVES:
            continue
        if not match[1]:
            open_tags[name] += 1
            depth += 1
        elif open_tags[name]:
            open_tags[name] -= 1
            depth -= 1
        if depth > _DEEPEST:
            raise rejection("too_deep", limit=_DEEPEST)


def decode_page(data: bytes) -> Decoded:
    """By the bytes themselves; the page's own word on its encoding is only heard where the bytes leave a choice."""
    match = _CHARSET.search(data[:_HEAD])
    declared = match[1].decode("ascii") if match else ""
    decoded = decode(data, declared)
    if declared.lower().replace("-", "") == "utf8" and decoded.encoding not in ("utf-8", "ascii") and not decoded.notes:
        return Decoded(decoded.text, decoded.encoding, (say("documents.guessed_encoding", encoding=decoded.encoding),))
    return decoded


def read_title(tree: LexborHTMLParser) -> str:
    """The page's title, blanks drawn together."""
    node = tree.css_first("head > title") or tree.css_first("title")
    return " ".join(node.text().split()) if node is not None else ""


def find_main(tree: LexborHTMLParser) -> Any:
    """The part that holds the page's own text: `main` or a single `article` when most of the text is in it, else the body."""
    body = tree.body or tree.root
    candidates = tree.css("main, [role=main]")[:1] or tree.css("article")
    if len(candidates) != 1:
        return body
    inside = len(candidates[0].text())
    return candidates[0] if inside >= _ENOUGH or inside >= _MAIN_SHARE * len(body.text() if body is not None else "") else body
