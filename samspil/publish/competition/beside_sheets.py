"""`exposure.xlsx`: key figures, changes, comparisons, volumes, initiatives, suppliers' lists and coverage; numbers as numbers, text as text, no formula and no link."""

import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import xlsxwriter

from samspil.publish.competition import beside_words as words
from samspil.publish.competition.beside_pages import list_placed
from samspil.publish.competition.beside_words import tell
from samspil.publish.sheets import Cell, Column, Sheet
from samspil.publish.xlsx import OPTIONS, STYLES, write_guide, write_sheet
from samspil.values.competition import TARGETS, Indicator
from samspil.values.competition_beside import READ, AreaBeside, Exposure, MunicipalityBeside, Placed, Row
from samspil.values.competition_change import Change, NoChange
from samspil.vocabulary.themes import label

_RIGHT = {"valign": "top", "align": "right"}
OWN_STYLES = {**STYLES, "percent": {**_RIGHT, "num_format": "0.0 %"}, "points": {**_RIGHT, "num_format": "0.00"}}
Whose = tuple[str, str, str]  # code, name, agreement


def to_xlsx(exposure: Exposure) -> bytes:
    """The workbook; the same bytes for the same figures."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"title": words.title_of(exposure), "created": datetime.datetime(exposure.year, 1, 1)})
    styles = {name: book.add_format({"font_name": "Calibri", **look}) for name, look in OWN_STYLES.items()}
    write_guide(book, list_guide(exposure), styles)
    for sheet in list_sheets(exposure):
        write_sheet(book, tell(f"sheet_{sheet.name}"), sheet, styles)
    book.close()
    return target.getvalue()


def list_guide(exposure: Exposure) -> list[str]:
    """Title, what the figures are, how to read them."""
    example = [f"{tell('example')}. {tell('example_text')}"] if exposure.about.example else []
    facts = [words.approximation(exposure), tell("volume_note"), tell("foot_neutral")]
    files = [f"{exposure.about.table}: {file.name}, SHA-256 {file.sha256}" for file in exposure.about.files]
    method = [tell(f"method_{number}", name=exposure.definition, title=exposure.title) for number in range(1, 8)]
    return [words.title_of(exposure), *example, *facts, *(tell(f"guide_{number}") for number in range(1, 4)), *method, *files]


def list_sheets(exposure: Exposure) -> Iterator[Sheet]:
    """All of them."""
    yield _sheet("coverage", "place::20 code::8 accounts:wrap:30 agreement:wrap:36 findings:count:12", _coverage(exposure))
    yield _sheet("findings", "place::20 code::8 finding:wrap:110", _findings(exposure))
    own = "official:percent difference:points per_inhabitant:kroner own_wins:kroner notes:wrap:60"
    head = f"place::20 code::8 kind::8 level::16 name:wrap:34 year:count:8 share:percent:10 numerator_dkk:kroner:18 base_dkk:kroner:18 rank:count:8 of:count:8 {own}"
    yield _sheet("indicators", head, _indicators(exposure), 2)
    yield _trend_sheet(exposure)
    head = "place::20 code::8 name:wrap:34 since:count:8 year:count:8 points:points numerator_effect:points base_effect:points"
    yield _sheet("change", f"{head} dkk:kroner:18 share_dkk:kroner:18 volume_dkk:kroner:18 why:wrap:60", _changes(exposure), 2)
    levels = " ".join(f"{target}:percent:16" for target in TARGETS)
    head = f"place::20 code::8 level::16 name:wrap:34 share:percent:10 rank:count:8 of:count:8 {levels} peers:count:10"
    yield _sheet("peers", head, _comparisons(exposure), 2)
    levels = " ".join(f"volume_{target}:kroner:20" for target in TARGETS)
    yield _sheet(
        "potential", f"place::20 code::8 name:wrap:34 share:percent:10 base_dkk:kroner:18 {levels} welfare::10", _volumes(exposure), 2
    )
    head = "place::20 code::8 theme:wrap:24 stage::14 budget_year:count:10 areas:wrap:30 placed:wrap:40 quote:wrap:80 source:wrap:30 page::8 id::24"
    yield _sheet("initiatives", head, _initiatives(exposure))
    yield _sheet(
        "suppliers", "area:wrap:30 place::20 code::8 share:percent base_dkk:kroner:18 not_bought:kroner:18 plans_out:count plans_home:count", _suppliers(exposure), 2
    )  # fmt: skip


def _sheet(name: str, head: str, rows: Iterable[Sequence[Cell]], frozen: int = 1) -> Sheet:
    """`head`: 'name:style:width' each; style and width may be left out."""
    columns = []
    for word in head.split():
        key, style, width = [*word.split(":"), "", ""][:3]
        columns.append(Column(tell(f"head_{key}"), int(width or 14), style or "text"))
    return Sheet(name, columns, list(rows), frozen)


def list_rows(exposure: Exposure) -> Iterator[tuple[str, str, Row, AreaBeside | None]]:
    """(name, code, row, its area) of the country and all municipalities, every level; areas without functions have no figures and are left out."""
    for row in (exposure.country, *exposure.country_main):
        yield tell("country_name"), "", row, None
    for each in exposure.municipalities:
        for row in (each.total, *each.main_accounts):
            yield each.name, each.code, row, None
        for area in each.areas:
            if area.countable:
                yield each.name, each.code, area.row, area


def _coverage(exposure: Exposure) -> Iterator[list[Cell]]:
    for each in exposure.municipalities:
        accounts = tell(f"accounts_{each.accounts}", year=exposure.year)
        agreement = tell(f"agreement_{each.agreement}", year=exposure.budget_year or "")
        yield [each.name, each.code, accounts, agreement, len(each.findings)]


def _findings(exposure: Exposure) -> Iterator[list[Cell]]:
    for line in words.list_findings(exposure.findings):
        yield [tell("country_name"), "", line]
    for each in exposure.municipalities:
        for line in words.list_findings(each.findings):
            yield [each.name, each.code, line]


def _indicators(exposure: Exposure) -> Iterator[list[Cell]]:
    for name, code, row, _area in list_rows(exposure):
        if one := row.now:
            start: list[Cell] = [name, code, words.kind_name(one.kind), tell(f"level_{row.level}"), words.row_name(row), one.year]
            rank: list[Cell] = [row.place.rank, row.place.of] if row.place else [None, None]
            yield [*start, _number(one.share), _number(one.numerator), _number(one.base), *rank, *_beside(one)]


def _trend_sheet(exposure: Exposure) -> Sheet:
    """A column of shares for each year, and the years in which a series breaks: shares on either side of one are not comparable."""
    years = sorted({one.year for row in (exposure.country, *(each.total for each in exposure.municipalities)) for one in row.trend})
    heads = [
        Column(tell(f"head_{name}"), width) for name, width in (("place", 20), ("code", 8), ("level", 16), ("name", 34), ("breaks", 14))
    ]
    rows: list[list[Cell]] = []
    for name, code, row, _area in list_rows(exposure):
        if row.trend:
            shares = {one.year: _number(one.share) for one in row.trend}
            breaks = ", ".join(str(year) for year in dict.fromkeys(one.year for one in row.breaks))
            rows.append([name, code, tell(f"level_{row.level}"), words.row_name(row), breaks, *(shares.get(year) for year in years)])
    return Sheet("trend", [*heads, *(Column(str(year), 9, "percent") for year in years)], rows, 2)


def _beside(one: Indicator) -> list[Cell]:
    difference = None if one.difference is None else one.difference * 100
    notes = "; ".join(words.list_notes([one]))
    return [_number(one.official), _number(difference), _number(one.base_per_inhabitant), _number(one.own_wins), notes]


def _changes(exposure: Exposure) -> Iterator[list[Cell]]:
    for name, code, row, _area in list_rows(exposure):
        change = row.change
        if isinstance(change, Change):
            points = [float(part) * 100 for part in (change.points, change.numerator_effect, change.base_effect)]
            whole = [change.dkk, change.share_dkk, change.volume_dkk]
            yield [name, code, words.row_name(row), change.since, change.until, *points, *whole, None]
        elif isinstance(change, NoChange):
            yield [name, code, words.row_name(row), change.since, change.until, *[None] * 6, words.write_no_change(change)]


def _comparisons(exposure: Exposure) -> Iterator[list[Cell]]:
    """How each stands: rank, the country's level, and mean, median and upper quartile of those of its type."""
    for name, code, row, _area in list_rows(exposure):
        if row.comparisons:
            levels = {each.target: each for each in row.comparisons}
            peers = next((each.of for each in row.comparisons if each.target != "national_mean"), None)
            rank: list[Cell] = [row.place.rank, row.place.of] if row.place else [None, None]
            shares: list[Cell] = [_number(levels[target].share) if target in levels else None for target in TARGETS]
            own = _number(row.now.share) if row.now else None
            yield [name, code, tell(f"level_{row.level}"), words.row_name(row), own, *rank, *shares, peers]


def _volumes(exposure: Exposure) -> Iterator[list[Cell]]:
    """Service areas only: a sum over main accounts and areas would count twice."""
    for name, code, row, area in list_rows(exposure):
        if area and row.now and row.comparisons:
            levels = {each.target: each.volume for each in row.comparisons}
            volumes: list[Cell] = [_number(levels.get(target)) for target in TARGETS]
            own: list[Cell] = [name, code, words.row_name(row), _number(row.now.share), _number(row.now.base)]
            yield [*own, *volumes, tell("yes" if area.welfare else "no")]


def _initiatives(exposure: Exposure) -> Iterator[list[Cell]]:
    for each in exposure.municipalities:
        yield from (_initiative(each, placed) for placed in list_placed(each))


def _initiative(each: MunicipalityBeside, placed: Placed) -> list[Cell]:
    one = placed.initiative
    areas = "; ".join(words.area_name(how.area) for how in placed.areas)
    how = " ".join([*dict.fromkeys(words.how_placed(how) for how in placed.areas), words.left_out(placed)]).strip()
    pages = ", ".join(dict.fromkeys(str(evidence.page) for evidence in one.evidence))
    files = "; ".join(dict.fromkeys(evidence.document for evidence in one.evidence))
    quotes = "\n\n".join(evidence.quote for evidence in one.evidence)
    known: list[Cell] = [each.name, each.code, words.theme_names(one), label("stage", one.stage), one.budget_year]
    return [*known, areas or tell("nav_not_placed"), how, quotes, files, pages, one.id]


def _suppliers(exposure: Exposure) -> Iterator[list[Cell]]:
    for area in exposure.services:
        for line in area.lines:
            now = line.now
            read = line.agreement == READ
            themes = [set(placed.initiative.themes) for placed in line.planned]
            plans: list[Cell] = [
                sum(bool(one & {"tendering", "friplejehjem"}) for one in themes),
                sum("insourcing" in one for one in themes),
            ]
            money = [_number(now.share), _number(now.base), _number(now.base - now.numerator)] if now else [None] * 3
            yield [words.area_name(area.key), line.name, line.code, *money, *(plans if read else [None, None])]


def _number(value: Decimal | None) -> float | None:
    """A spreadsheet's number; what is missing stays an empty cell."""
    return None if value is None else float(value)
