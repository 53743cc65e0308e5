"""Breaks in series: years from which definitions or the chart of accounts are others. No change is told across one."""

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from samspil.competition.indicators.areas import shipped_areas
from samspil.competition.indicators.codes import read_data, read_function
from samspil.competition.indicators.files import TomlFile, read_small, read_toml, refuse
from samspil.values.competition import INDICATORS, LEVELS, STATUSES, ServiceArea, full_code
from samspil.values.competition_change import Break

_KEYS = ("year", "key", "text", "text_en", "source", "status", "kinds", "levels", "functions", "official_only")


@functools.cache
def shipped_breaks() -> tuple[Break, ...]:
    """Those that come with Samspil, by year."""
    return parse_breaks(read_data("series_breaks.toml"), "series_breaks.toml")


def read_breaks(file: Path) -> tuple[Break, ...]:
    """Those of a user's file. Raises CompetitionError."""
    return parse_breaks(read_small(file), str(file))


def parse_breaks(text: str, file: str) -> tuple[Break, ...]:
    """The breaks of a file's text, by year. Raises CompetitionError."""
    page = read_toml(text, file)
    page.check_names(page.data, ("version", "break"))
    found = tuple(_read_break(page, one) for one in page.tables_of(page.data, "break"))
    return tuple(sorted(found, key=lambda one: (one.year, one.key)))


def _read_break(page: TomlFile, data: Mapping[str, Any]) -> Break:
    page.check_names(data, _KEYS)
    key = page.text_of(data, "key", needed=True)
    year = page.year_of(data, "year")
    if year is None:
        raise refuse("no_key", page.place_in(data, "year"), name="year")
    status = page.text_of(data, "status", needed=True)
    for given, known in (((status,), STATUSES), (page.texts_of(data, "kinds"), INDICATORS), (page.texts_of(data, "levels"), LEVELS)):
        if strange := [one for one in given if one not in known]:
            raise refuse("unknown_word", page.place_in(data, f'"{strange[0]}"'), given=strange[0][:40], known=", ".join(known))
    official_only = data.get("official_only", False)
    if not isinstance(official_only, bool):
        raise refuse("unknown_word", page.place_in(data, "official_only"), given=str(official_only)[:40], known="true, false")
    return Break(
        year=year,
        key=key,
        text=page.text_of(data, "text", needed=True),
        source=page.text_of(data, "source", needed=True),
        status=status,
        text_en=page.text_of(data, "text_en"),
        kinds=page.texts_of(data, "kinds"),
        levels=page.texts_of(data, "levels"),
        functions=tuple(_check(page, data, one) for one in page.texts_of(data, "functions")),
        official_only=official_only,
    )


def _check(page: TomlFile, data: Mapping[str, Any], text: str) -> str:
    code = read_function(text)
    if code is None:
        raise refuse("unknown_function", page.place_in(data, f'"{text}"'), code=text[:20])
    return code


def find_breaks(
    kind: str,
    level: str,
    code: str,
    since: int,
    until: int,
    *,
    official: bool = False,
    breaks: Sequence[Break] | None = None,
    areas: Sequence[ServiceArea] | None = None,
) -> tuple[Break, ...]:
    """The breaks between two years (after `since`, up to `until`) that touch what an indicator is told of. `official`: of the ministry's values."""
    known = shipped_breaks() if breaks is None else breaks
    reach = _reach(level, code, shipped_areas() if areas is None else areas)
    return tuple(one for one in known if since < one.year <= until and _touches(one, kind, level, reach, official))


def _reach(level: str, code: str, areas: Sequence[ServiceArea]) -> tuple[str, ...]:
    """Beginnings of the full codes that a level and code stand for; ('',) for everything."""
    if level == "total":
        return ("",)
    if level == "service_area":
        return next((area.functions for area in areas if area.key == code), ())
    return (full_code(code),)


def _touches(one: Break, kind: str, level: str, reach: Sequence[str], official: bool) -> bool:
    if (one.official_only and not official) or (one.kinds and kind not in one.kinds) or (one.levels and level not in one.levels):
        return False
    return not one.functions or any(mine.startswith(its) or its.startswith(mine) for mine in reach for its in one.functions)
