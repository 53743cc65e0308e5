"""The search index as a script: what `assets/site.js` searches, loaded by <script> so that it works from a folder.

Lists only, no keys from outside. Encoded so that no text can leave its string: `<`, `>`, `&` and the line ends of JavaScript are escapes.
"""

import json
from collections.abc import Iterator
from typing import Any

from samspil.publish.site import paths
from samspil.publish.site.model import Place, Site, list_published
from samspil.values.codes import STAGES, TOPICS
from samspil.values.initiative import Initiative
from samspil.vocabulary.municipalities import read_aliases
from samspil.vocabulary.texts import say
from samspil.vocabulary.themes import label, short_label

VARIABLE = "samspilIndex"
QUOTE_JOINT = " … "
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def index_script(site: Site) -> bytes:
    """`assets/search-index.js`, UTF-8; lone surrogates become question marks."""
    text = json.dumps(build_index(site), ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPES)
    return f"window.{VARIABLE}={text};\n".encode("utf-8", errors="replace")


def build_index(site: Site) -> dict[str, list[Any]]:
    """Themes, stages and topics as [label, short]; pages as [title, kind, address, other names]; places as [name, address, other names];
    documents as [place, year, themes, stage, topics, anchor or address, text, other words, published by others]. Places, themes ... by their number.
    """
    return {
        "themes": [[label("theme", theme), short_label("theme", theme)] for theme in site.themes],
        "stages": [label("stage", stage) for stage in STAGES],
        "topics": [label("topic", topic) for topic in TOPICS],
        "places": [[place.name, place.file, _other_names(place)] for place in site.places],
        "pages": [*_theme_pages(site), *_region_pages(site), *_year_pages(site)],
        "documents": [*_initiatives(site), *_published(site)],
    }


def _other_names(place: Place) -> str:
    return " ".join(dict.fromkeys(read_aliases().get(place.code, ())))


def _theme_pages(site: Site) -> list[list[str]]:
    return [[label("theme", theme), say("site.kind_theme"), paths.theme_file(theme), short_label("theme", theme)] for theme in site.themes]


def _region_pages(site: Site) -> list[list[str]]:
    return [[say("site.region", name=name), say("site.kind_region"), paths.region_file(name), name] for name in site.regions]


def _year_pages(site: Site) -> list[list[str]]:
    return [[say("site.year_title", year=y.year), say("site.kind_year"), paths.year_file(y.year), str(y.year)] for y in site.years]


def _initiatives(site: Site) -> Iterator[list[Any]]:
    for year in reversed(site.reviewed):
        for number, place in enumerate(site.places):
            for initiative in year.found.get(place.code, ()):
                yield [number, year.year, *_codes(site, initiative), paths.initiative_anchor(year.year, initiative), *_texts(initiative), 0]


def _codes(site: Site, initiative: Initiative) -> list[Any]:
    themes = [site.themes.index(theme) for theme in initiative.themes if theme in site.themes]
    stage = STAGES.index(initiative.stage) if initiative.stage in STAGES else -1
    return [themes, stage, [TOPICS.index(topic) for topic in initiative.topics if topic in TOPICS]]


def _texts(initiative: Initiative) -> list[str]:
    words = [*initiative.technologies, *initiative.actors, initiative.committee]
    return [QUOTE_JOINT.join(evidence.quote for evidence in initiative.evidence), " ".join(word for word in words if word)]


def _published(site: Site) -> Iterator[list[Any]]:
    numbers = {place.code: number for number, place in enumerate(site.places)}
    for year in reversed(site.years):
        for found in list_published(year):
            row = found.entry
            anchor = paths.published_anchor(found.year, found.review, found.table, found.row)
            place = numbers.get(row.municipality_code, -1)
            where = anchor if place >= 0 else f"{paths.year_file(found.year)}#{anchor}"
            themes = [site.themes.index(found.heading.theme)] if found.heading.theme in site.themes else []
            stage = STAGES.index(row.stage) if row.stage in STAGES else -1
            yield [place, found.year, themes, stage, [], where, row.text, row.as_printed, 1]
