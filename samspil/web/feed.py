"""A saved search's alerts as an Atom feed (RFC 4287)."""

import re
from xml.etree import ElementTree as Xml

from samspil.vocabulary.texts import language, say
from samspil.workbench.alerts import Feed
from samspil.workbench.search import Hit

_ATOM = "http://www.w3.org/2005/Atom"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold
_BEGINNING = "2020-01-01T00:00:00.000+00:00"


def make_atom(feed: Feed, home: str) -> bytes:
    """The feed; `home`: the address under which the desk is reached. Ids are the same for the same passage for ever."""
    Xml.register_namespace("", _ATOM)
    root = Xml.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": language()})
    _add(root, "id", f"urn:samspil:search:{feed.saved.id}")
    _add(root, "title", say("web_search.feed_title", name=feed.saved.name))
    _add(root, "updated", feed.entries[0][0].at if feed.entries else _BEGINNING)
    _add(_add(root, "author"), "name", "Samspil")
    for alert, hit in feed.entries:
        entry = _add(root, "entry")
        _add(entry, "id", f"urn:samspil:alert:{feed.saved.id}-{alert.passage}")
        _add(entry, "title", name_hit(hit))
        _add(entry, "updated", alert.at)
        _add(entry, "link").set("href", home + hit.address)
        _add(entry, "content", hit.passage.text).set("type", "text")
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def name_hit(hit: Hit) -> str:
    """Whose passage, of which year, on which page."""
    return say("web_search.hit_name", municipality=hit.owner.municipality or hit.owner.file, year=hit.owner.year, page=hit.passage.page)


def _add(parent: Xml.Element, name: str, text: str = "") -> Xml.Element:
    child = Xml.SubElement(parent, f"{{{_ATOM}}}{name}")
    if text:
        child.text = _FORBIDDEN.sub("\ufffd", text)
    return child
