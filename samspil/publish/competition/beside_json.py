"""`exposure.json` and `functions.csv`: the whole report for programs. Decimals are texts with a point, so that no krone is lost; None is 'not measured'."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from samspil.publish.competition.beside_pages import list_placed
from samspil.publish.competition.beside_words import list_findings
from samspil.publish.csv_table import neutralise
from samspil.values.competition import Indicator
from samspil.values.competition_beside import AreaBeside, AreaForSuppliers, Exposure, MunicipalityBeside, Placed, Row
from samspil.values.competition_change import Change, NoChange

FORM = 1
FUNCTIONS_HEAD = ("municipality", "year", "kind", "function", "numerator_dkk", "base_dkk", "definition")


def to_json(exposure: Exposure) -> str:
    """All of it, a municipality to a line."""
    head = _dump(_head(exposure))[:-1]
    places = ",\n".join(_dump(place_to_json(each)) for each in exposure.municipalities)
    services = ",\n".join(_dump(_service(each)) for each in exposure.services)
    return f'{head},\n"municipalities": [\n{places}\n],\n"service_areas": [\n{services}\n]}}\n'


def one_to_json(exposure: Exposure, place: MunicipalityBeside) -> str:
    """One municipality, with the same head."""
    return f'{_dump(_head(exposure))[:-1]}, "municipality": {_dump(place_to_json(place))}}}\n'


def _dump(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False)
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _head(exposure: Exposure) -> dict[str, Any]:
    about = exposure.about
    return {
        "form": FORM,
        "year": exposure.year,
        "kind": exposure.kind,
        "definition": exposure.definition,
        "official": False,
        "example": about.example,
        "budget_year": exposure.budget_year,
        "accounts": {
            "table": about.table,
            "files": [{"name": one.name, "sha256": one.sha256, "read_on": one.read_on} for one in about.files],
        },
        "findings": list_findings(exposure.findings),
        "country": _row(exposure.country),
        "country_main_accounts": [_row(row) for row in exposure.country_main],
    }


def place_to_json(place: MunicipalityBeside) -> dict[str, Any]:
    """A municipality: states first, then figures, areas, initiatives."""
    return {
        "code": place.code,
        "name": place.name,
        "accounts": place.accounts,
        "agreement": place.agreement,
        "findings": list_findings(place.findings),
        "total": _row(place.total),
        "main_accounts": [_row(row) for row in place.main_accounts],
        "areas": [_area(area) for area in place.areas],
        "initiatives": [_placed(placed) for placed in list_placed(place)],
    }


def _area(area: AreaBeside) -> dict[str, Any]:
    cases = [{"id": each.case.id, "initiatives": list(each.initiatives)} for each in area.cases]
    initiatives = [placed.initiative.id for placed in area.placed]
    return {"welfare": area.welfare, "countable": area.countable, **_row(area.row), "initiatives": initiatives, "cases": cases}


def _row(row: Row) -> dict[str, Any]:
    return {
        "level": row.level,
        "code": row.key,
        "now": _indicator(row.now) if row.now else None,
        "trend": [{"year": one.year, "share": _text(one.share), "base_dkk": _text(one.base)} for one in row.trend],
        "breaks": [{"year": one.year, "key": one.key} for one in row.breaks],
        "rank": {"rank": row.place.rank, "of": row.place.of, "tied": row.place.tied} if row.place else None,
        "compared": [
            {"target": one.target, "share": _text(one.share), "of": one.of, "volume_dkk": _text(one.volume)} for one in row.comparisons
        ],
        "change": _change(row.change),
        "functions": [_indicator(one) | {"function": one.code} for one in row.parts],
    }


def _indicator(one: Indicator) -> dict[str, Any]:
    return {
        "share": _text(one.share),
        "numerator_dkk": _text(one.numerator),
        "base_dkk": _text(one.base),
        "own_wins_dkk": _text(one.own_wins),
        "official": _text(one.official),
        "difference": _text(one.difference),
        "notes": list(one.notes),
    }


def _change(change: Change | NoChange | None) -> dict[str, Any] | None:
    if change is None:
        return None
    if isinstance(change, NoChange):
        return {"since": change.since, "why_none": change.key, "breaks": [one.key for one in change.breaks]}
    points = {name: float(getattr(change, name)) for name in ("points", "numerator_effect", "base_effect")}
    return {"since": change.since, **points, "dkk": change.dkk, "share_dkk": change.share_dkk, "volume_dkk": change.volume_dkk}


def _placed(placed: Placed) -> dict[str, Any]:
    one = placed.initiative
    return {
        "id": one.id,
        "themes": list(one.themes),
        "stage": one.stage,
        "budget_year": one.budget_year,
        "areas": [{"area": how.area, "by": how.how, "words": list(how.words)} for how in placed.areas],
        "left_out": list(placed.left_out),
        "quotes": [{"quote": each.quote, "file": each.document, "sha256": each.sha256, "page": each.page} for each in one.evidence],
    }


def _service(area: AreaForSuppliers) -> dict[str, Any]:
    lines = [
        {
            "municipality": line.code,
            "agreement": line.agreement,
            "share": _text(line.now.share) if line.now else None,
            "base_dkk": _text(line.now.base) if line.now else None,
            "planned": [placed.initiative.id for placed in line.planned],
        }
        for line in area.lines
    ]
    return {"area": area.key, "welfare": area.welfare, "countable": area.countable, "lines": lines}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def to_functions_csv(exposure: Exposure) -> bytes:
    """The rows behind every number: a municipality's functions of the year, kroner with a point."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(FUNCTIONS_HEAD)
    writer.writerows(_function_rows(exposure))
    return sheet.getvalue().encode("utf-8")


def _function_rows(exposure: Exposure) -> Iterator[list[object]]:
    for each in exposure.municipalities:
        for row in each.main_accounts:
            for one in row.parts:
                yield [each.code, one.year, one.kind, neutralise(one.code), _text(one.numerator), _text(one.base), one.definition]
