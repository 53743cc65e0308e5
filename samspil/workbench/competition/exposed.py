"""Accounts beside this desk's rows: figures by the report's own doors, initiatives that a person has accepted, the desk's cases; shown by the report's own parts.

What is heavy to load (DuckDB, numpy) is loaded when somebody asks.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import sqlalchemy as sa
from markupsafe import Markup

from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_rows, read_head
from samspil.values.competition import INDICATORS, TARGETS
from samspil.values.desk import ACCEPTED, ADDED, CORRECTED, OPEN
from samspil.vocabulary.texts import say
from samspil.workbench.cases import open_shelf
from samspil.workbench.competition import accounts, given
from samspil.workbench.competition.papers import Paper, blame, miss, remember
from samspil.workbench.export import build_desk_review
from samspil.workbench.overview import list_years

if TYPE_CHECKING:
    from samspil.exposure.join import Figures, Words
    from samspil.values.competition_beside import AreaForSuppliers, Exposure, MunicipalityBeside, Row
    from samspil.values.initiative import Initiative
    from samspil.values.review import Review

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = {"exposure.xlsx": XLSX, "exposure.json": "application/json", "functions.csv": "text/csv; charset=utf-8"}
STOOD_FOR = (ACCEPTED, CORRECTED, ADDED)  # states in which a person stands for the row


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is about: the accounts, their year (0: the last), the budget year of the rows (0: the last on the desk), PLI or IKU, by which recipe ('': the usual)."""

    paper: Paper
    year: int = 0
    budget: int = 0
    kind: str = INDICATORS[0]
    recipe: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """The join. `open`: municipality -> rows of the budget year that nobody has decided about; they stand nowhere in `exposure`."""

    exposure: "Exposure"
    years: tuple[int, ...]
    budgets: tuple[int, ...]
    open: Mapping[str, int]


def join(desk: Desk, asked: Asked) -> Beside:
    """Everything beside each other. Raises ExposureError, CompetitionError, NoExposureError (a year that is not there), StoreError."""
    years = tuple(asked.paper.record["years"])
    if not years:
        raise blame("no_years")
    year = asked.year or years[-1]
    if year not in years:
        raise miss("no_year", year=year, years=", ".join(map(str, years)))
    budgets = list_years(desk)
    budget = (asked.budget if asked.budget in budgets else budgets[0]) if budgets else 0
    with desk.reading() as connection:
        head = read_head(connection)[1]  # what was brought beside the accounts stands in the trail too
    whole = replace(asked, year=year, budget=budget)
    key = (asked.paper.sha256, "beside", year, budget, asked.kind, asked.recipe, head)
    return remember(desk, key, lambda: _join(desk, whole, budgets))


def _join(desk: Desk, asked: Asked, budgets: tuple[int, ...]) -> Beside:
    from samspil.exposure.join import build_exposure

    budget = asked.budget
    words = _read_words(desk, budget)
    exposure = build_exposure(_read_figures(desk, asked), words, budget or None)
    return Beside(exposure, tuple(asked.paper.record["years"]), budgets, count_open(desk, budget) if budget else {})


def _read_figures(desk: Desk, asked: Asked) -> "Figures":
    from samspil.exposure.figures import Wish, read_figures

    if asked.kind not in INDICATORS:
        raise miss("no_choice")
    file, recipe = accounts.file_of(desk, asked.paper), given.find_recipe(desk, asked.recipe)
    hashes, beside = given.find_given(desk)
    wish = Wish(asked.year, asked.kind, recipe, beside)
    return remember(desk, (asked.paper.sha256, "figures", asked.year, asked.kind, recipe, *hashes), lambda: read_figures(file, wish))


def _read_words(desk: Desk, budget: int) -> "Words":
    from samspil.cases.matching.many import Shelf, match_all
    from samspil.exposure.join import read_words
    from samspil.values.competition_beside import ReviewSource

    shelf = open_shelf(desk)
    if not budget:
        return read_words(None, Shelf(shelf.cases))
    review = decided_review(desk, budget)
    return read_words(review, match_all(review.initiatives, shelf.index), ReviewSource(budget))


def decided_review(desk: Desk, year: int) -> "Review":
    """The desk's review of a year with the rows that a person stands for, and no others. Raises ExportError."""
    review = build_desk_review(desk, year)
    with desk.reading() as connection:
        states = list_rows(connection, sa.and_(tables.row.c.year == year, tables.row.c.state.in_(STOOD_FOR)))
    ours = {state.id for state in states}
    return replace(review, initiatives=tuple(one for one in review.initiatives if one.id in ours and one.evidence))


def count_open(desk: Desk, year: int) -> dict[str, int]:
    """Municipality -> rows of the year that nobody has decided about."""
    with desk.reading() as connection:
        waiting = list_rows(connection, sa.and_(tables.row.c.year == year, tables.row.c.state == OPEN))
    return dict(Counter(state.municipality_code for state in waiting))


def find_place(beside: Beside, code: str) -> "MunicipalityBeside":
    """Raises NoExposureError."""
    found = beside.exposure.find(code)
    if found is None:
        raise miss("no_municipality")
    return found


def find_area(beside: Beside, key: str) -> "AreaForSuppliers":
    """Raises NoExposureError."""
    found = next((each for each in beside.exposure.services if each.key == key), None)
    if found is None:
        raise miss("no_area")
    return found


def name_area(key: str) -> str:
    """What the report calls a service area."""
    from samspil.publish.competition.beside_words import area_name

    return area_name(key)


def draw_overview(beside: Beside, ask: Any) -> Markup:
    """Coverage and odd postings, the country, every municipality, every area: the report's index."""
    from samspil.publish.competition.beside_pages import index_values, list_plans

    exposure = beside.exposure
    plans = {area.key: list_plans(area) for area in exposure.services}
    return _draw("competition/index_sections.html", exposure, ask, **index_values(exposure, plans))


def draw_place(beside: Beside, place: "MunicipalityBeside", target: str, ask: Any) -> Markup:
    """One municipality's parts, with the chosen level first."""
    from samspil.publish.competition.beside_pages import place_values

    values = place_values(beside.exposure, put_first(place, target))
    head = say(f"competition_beside.short_{target}").capitalize()
    return _draw("competition/place_sections.html", beside.exposure, ask, target_head=head, **values)


def draw_area(beside: Beside, area: "AreaForSuppliers", ask: Any) -> Markup:
    """One service area: least first, and what is newly planned."""
    from samspil.publish.competition.beside_pages import area_values, list_plans

    return _draw("competition/area_sections.html", beside.exposure, ask, **area_values(area, list_plans(area)))


def draw_method(beside: Beside) -> Markup:
    """How it is calculated, and from which files."""
    return _draw("competition/method.html", beside.exposure, lambda path, **_more: path)


def _draw(template: str, exposure: "Exposure", ask: Any, **values: Any) -> Markup:
    """Parts of the report with addresses of the workbench. The report's templates escape all that is the user's."""
    from pathlib import Path

    from samspil.publish.competition.beside_pages import render

    own = {
        "place_page": lambda code: ask(f"/competition/{quote(code, safe='')}"),
        "area_page": lambda key: ask("/competition/suppliers", area=key),
        "row_page": _row_page,
    }
    text = render(template, exposure, Path(), "", lambda case: f"/cases/{quote(case, safe='')}", **own, **values)
    return Markup(text)  # noqa: S704 - see above


def _row_page(initiative: "Initiative") -> str:
    return f"/rows/{quote(initiative.id, safe='')}"


def put_first(place: "MunicipalityBeside", target: str) -> "MunicipalityBeside":
    """The same with the chosen level of others before the rest. Raises NoExposureError for one that there is not."""
    if target not in TARGETS:
        raise miss("no_target")

    def turn(row: "Row") -> "Row":
        return replace(row, comparisons=tuple(sorted(row.comparisons, key=lambda one: one.target != target)))

    areas = tuple(replace(area, row=turn(area.row)) for area in place.areas)
    return replace(place, total=turn(place.total), main_accounts=tuple(map(turn, place.main_accounts)), areas=areas)


def write_file(beside: Beside, name: str) -> tuple[bytes, str]:
    """One of FILES, as the command writes it. Raises NoExposureError."""
    from samspil.publish.competition.beside_json import to_functions_csv, to_json
    from samspil.publish.competition.beside_sheets import to_xlsx

    exposure = beside.exposure
    if name == "exposure.xlsx":
        return to_xlsx(exposure), XLSX
    if name == "exposure.json":
        return to_json(exposure).encode("utf-8", errors="replace"), FILES[name]
    if name == "functions.csv":
        return to_functions_csv(exposure), FILES[name]
    raise miss("no_file")


def write_note(beside: Beside, place: "MunicipalityBeside") -> bytes:
    """One municipality as a document."""
    from samspil.publish.competition.beside_docx import to_docx

    return to_docx(beside.exposure, place)


def describe_accounts(paper: Paper) -> list[tuple[str, str]]:
    """What accounts say of themselves, label and words: table, years, unit, files, source, what was chosen and left out."""
    from samspil.vocabulary.numbers import show_number

    record, about = paper.record, paper.record["about"]
    years = record["years"]
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    unit = say("web_competition.unit_words", unit=about["unit_read"] or "–")
    lines = [("table", about["table"]), ("years", span), ("municipalities", f"{record['municipalities']} / 98"), ("unit", unit)]
    lines += [("rows", show_number(record["rows"])), ("source", about["source"] or "–"), ("names", ", ".join(record["names"]))]
    told = [(say(f"web_competition.about_{key}"), str(words)) for key, words in lines]
    if about["detail"] == "main_account":
        told.append((say("web_competition.about_detail"), say("competition_import.main_accounts_only")))
    told += [(str(name), str(words)) for name, words in about["chosen"].items()]
    return told


def list_notes(paper: Paper) -> list[str]:
    """What was noted when the accounts were read."""
    about = paper.record["about"]
    notes = [say(f"competition_import.note_{key}", **fills) for key, fills in about["notes"] if not key.startswith("lacks_")]
    return [*notes, *map(str, paper.record["noted"])]
