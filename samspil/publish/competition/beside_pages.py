"""The whole report as static pages: an index of all municipalities, a page for each, a page for each service area (the suppliers' view), and the cases.

They open from a folder, load nothing from the network, and can be read without script.
"""

import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import quote

from samspil import __version__
from samspil.publish import case_words, links
from samspil.publish.competition import beside_charts, beside_words
from samspil.publish.competition.beside_words import list_findings, list_notes
from samspil.publish.report import ASSETS as REPORT_ASSETS
from samspil.publish.report import load_templates
from samspil.values.competition_beside import (
    MEASURED,
    READ,
    AreaBeside,
    AreaForSuppliers,
    Comparison,
    Exposure,
    MunicipalityBeside,
    Placed,
    Row,
    SupplierLine,
)
from samspil.values.competition_change import Change
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.texts import language

OWN_ASSETS = ("competition.css", "competition.js")
MARKER = "assets/competition.css"
PLACES, AREAS = "kommuner", "omraader"
OUT, HOME = "out", "home"  # which way a plan goes: to others, or home
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_THEMES = ("tendering", "insourcing")
Plans = Mapping[str, Sequence[tuple[SupplierLine, Placed, bool]]]


def write_pages(exposure: Exposure, folder: Path) -> None:
    """All pages into `folder`, which is empty; links to the review's own report hold while neither folder is moved."""
    _copy_assets(folder / "assets")
    plans = {area.key: list_plans(area) for area in exposure.services}
    _write(folder / "index.html", "competition/index.html", exposure, "", **index_values(exposure, plans))
    for place in exposure.municipalities:
        _write(folder / PLACES / f"{place.code}.html", "competition/place.html", exposure, "../", **place_values(exposure, place))
    for area in exposure.services:
        _write(folder / AREAS / f"{area.key}.html", "competition/area.html", exposure, "../", **area_values(area, plans[area.key]))
    for case in exposure.cases:
        _write(folder / links.case_file(case.id), "competition/case.html", exposure, "../", case=case)


def _copy_assets(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in (*REPORT_ASSETS, *OWN_ASSETS):
        if name != "report.js":
            with resources.as_file(resources.files("samspil.publish").joinpath("assets", name)) as file:
                shutil.copyfile(file, folder / name)


def _write(path: Path, template: str, exposure: Exposure, root: str, **values: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    own = _own_cases(root)
    path.write_bytes(render(template, exposure, path.parent, root, own, **values).encode("utf-8", errors="replace"))


def _own_cases(root: str) -> Callable[[str], str]:
    return lambda case: root + links.case_file(case)


def render(template: str, exposure: Exposure, at: Path, root: str, case_link: Callable[[str], str], **values: Any) -> str:
    """A page that is to lie in the folder `at`; everything of the user's is escaped."""
    shared = {
        "x": exposure,
        "w": beside_words,
        "d": _DRAWING,
        "c": case_words,
        "root": root,
        "review_root": find_review(exposure, at),
        "case_link": case_link,
        "language": language(),
        "version": __version__,
        "top": beside_charts.find_top([]),
    }
    return _CONTROLS.sub("\ufffd", load_templates().get_template(template).render(**{**shared, **values}))


def find_review(exposure: Exposure, at: Path) -> str:
    """The address of the review's report from a page in the folder `at`; '' where there is none, or where it lies on another drive."""
    if exposure.review is None or not exposure.review.folder:
        return ""
    try:
        return quote(Path(os.path.relpath(exposure.review.folder, _settled(at))).as_posix())
    except ValueError:
        return ""


def _settled(at: Path) -> Path:
    """Pages are written in a folder for the time being that lies where the report will lie: `OUT/.samspil.XX.tmp/report` stands for `OUT/report`."""
    parts = [part for part in at.resolve().parts if not (part.startswith(".samspil.") and part.endswith(".tmp"))]
    return Path(*parts)


class _Drawing:
    """What the templates draw with, and the anchors of their parts."""

    draw_bar = staticmethod(beside_charts.draw_bar)
    draw_trend = staticmethod(beside_charts.draw_trend)
    show = staticmethod(beside_charts.show)

    @staticmethod
    def rows_anchor(row: Row) -> str:
        """Where the functions behind a row stand."""
        return f"r-{links.safe_name(row.level)}-{links.safe_name(row.key)}"

    @staticmethod
    def key_anchor(key: str) -> str:
        """Where a service area stands on a municipality's page."""
        return f"o-{links.safe_name(key)}"

    @staticmethod
    def area_anchor(row: Row) -> str:
        """The same, of a row."""
        return _Drawing.key_anchor(row.key)


_DRAWING = _Drawing


def place_values(exposure: Exposure, place: MunicipalityBeside) -> dict[str, Any]:
    """What a municipality's page shows. Areas without figures, initiatives and cases of one's own stand in the table only."""
    shown = [area for area in place.areas if area.row.now or area.placed]
    rows = [area.row for area in place.areas if area.countable]
    every = [place.total, *place.main_accounts, *rows]
    breaks = {(one.year, one.key): one for row in every for one in row.breaks}
    change = place.total.change
    return {
        "m": place,
        "main_rows": list(place.main_accounts),
        "area_rows": rows,
        "areas": shown,
        "area_link": _link_to(shown),
        "top": beside_charts.find_top(every),
        "notes": list_notes(row.now for row in every),
        "breaks": [beside_words.break_text(breaks[key]) for key in sorted(breaks)],
        "split": beside_words.write_split(change) if isinstance(change, Change) else "",
    }


def _link_to(shown: Sequence[AreaBeside]) -> Callable[[Row], str]:
    """The anchor of a row's area; '' for one that has no part of its own on the page."""
    keys = {area.key for area in shown}
    return lambda row: _DRAWING.area_anchor(row) if row.key in keys else ""


def index_values(exposure: Exposure, plans: Mapping[str, Plans]) -> dict[str, Any]:
    """What the index shows: coverage and odd postings first, then figures."""
    places = exposure.municipalities
    own = [(place.name, place.code, line) for place in places for line in list_findings(place.findings)]
    rows = [exposure.country, *exposure.country_main]
    return {
        "measured": [place for place in places if place.accounts == MEASURED],
        "unmeasured": [place for place in places if place.accounts != MEASURED],
        "read": [place for place in places if place.agreement == READ],
        "unread": [place for place in places if place.agreement != READ] if exposure.budget_year else [],
        "findings": [*(("", "", line) for line in list_findings(exposure.findings)), *own],
        "notes": list_notes(row.now for row in rows),
        "top": beside_charts.find_top([*rows, *(place.total for place in places)]),
        "themes": {place.code: count_themes(place) for place in places},
        "plans": plans,
    }


def count_themes(place: MunicipalityBeside) -> dict[str, int]:
    """Initiatives of tendering and insourcing, each once however many areas it stands under."""
    found = {placed.initiative.id: placed.initiative for placed in list_placed(place)}
    return {theme: sum(theme in initiative.themes for initiative in found.values()) for theme in _THEMES}


def list_placed(place: MunicipalityBeside) -> list[Placed]:
    """All initiatives of a municipality, each once."""
    every = [placed for area in place.areas for placed in area.placed] + list(place.not_placed)
    return list({placed.initiative.id: placed for placed in every}.values())


def list_plans(area: AreaForSuppliers) -> Plans:
    """What is newly planned in an area, by the way it goes, in Danish order; with each whether it is the municipality's first."""
    found: dict[str, list[tuple[SupplierLine, Placed, bool]]] = {OUT: [], HOME: []}
    for line in sorted(area.lines, key=lambda line: sort_key(line.name)):
        for placed in line.planned:
            for way in ways_of(placed):
                first = not found[way] or found[way][-1][0] is not line
                found[way].append((line, placed, first))
    return found


def ways_of(placed: Placed) -> tuple[str, ...]:
    """To others, home, or (where an agreement speaks of both) either."""
    themes = set(placed.initiative.themes)
    out = (OUT,) if themes & {"tendering", "friplejehjem"} else ()
    return (*out, *((HOME,) if "insourcing" in themes else ()))


def area_values(area: AreaForSuppliers, plans: Plans) -> dict[str, Any]:
    """What a service area's page shows."""
    shares = [line.now.share for line in area.lines if line.now and line.now.share is not None]
    country = area.country.share if area.country else None
    marks = [Comparison("national_mean", country, len(shares))] if country is not None else []
    counts = {line.code: sum(OUT in ways_of(placed) for placed in line.planned) for line in area.lines}
    top = beside_charts.find_top([Row("", "", line.now) for line in area.lines])
    return {"area": area, "plans": plans, "out": counts, "marks": marks, "top": top}
