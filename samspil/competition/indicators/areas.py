"""Which functions make up an area of service: `data/service_areas.toml`, or a file of the same form."""

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from samspil.competition.indicators.codes import read_data, read_function
from samspil.competition.indicators.files import TomlFile, read_small, read_toml, refuse
from samspil.values.case import SERVICE_AREAS
from samspil.values.competition import STATUSES, TO_BE_VERIFIED, ServiceArea, begins


@functools.cache
def shipped_areas() -> tuple[ServiceArea, ...]:
    """Those that come with Samspil, in the order of SERVICE_AREAS."""
    return parse_areas(read_data("service_areas.toml"), "service_areas.toml")


def read_areas(file: Path) -> tuple[ServiceArea, ...]:
    """Those of a user's file. Raises CompetitionError."""
    return parse_areas(read_small(file), str(file))


def area_of(function: str, areas: tuple[ServiceArea, ...] | None = None) -> ServiceArea | None:
    """The area a function (the bank's code) belongs to; None where it stands in none."""
    return next((area for area in areas or shipped_areas() if area.functions and begins(function, area.functions)), None)


def parse_areas(text: str, file: str) -> tuple[ServiceArea, ...]:
    """The areas of a file's text. Raises CompetitionError for unknown areas, an area twice, a function in two."""
    page = read_toml(text, file)
    page.check_names(page.data, ("version", "source", "status", "area"))
    source = page.text_of(page.data, "source", needed=True)
    status = page.text_of(page.data, "status") or TO_BE_VERIFIED
    if status not in STATUSES:
        raise refuse("unknown_status", page.place_in(page.data, "status"), given=status[:40], known=", ".join(STATUSES))
    if page.data.get("version") is None:
        raise refuse("no_version", file)
    seen: dict[str, str] = {}
    areas = [_read_area(page, one, seen, (source, status)) for one in page.tables_of(page.data, "area")]
    if not areas:
        raise refuse("no_key", file, name="area")
    for area in areas:
        if sum(area.key == other.key for other in areas) > 1:
            raise refuse("area_twice", page.place(f'"{area.key}"'), area=area.key)
    return tuple(sorted(areas, key=lambda area: SERVICE_AREAS.index(area.key)))


def _read_area(page: TomlFile, data: Mapping[str, Any], seen: dict[str, str], told: tuple[str, str]) -> ServiceArea:
    page.check_names(data, ("key", "functions", "welfare", "source", "status"))
    key = page.text_of(data, "key", needed=True)
    if key not in SERVICE_AREAS:
        raise refuse("unknown_area", page.place_in(data, "key"), area=key[:40], known=", ".join(SERVICE_AREAS))
    if not isinstance(data.get("welfare"), bool):
        raise refuse("no_welfare", page.place_in(data, "key"), area=key)
    codes = []
    for text in page.texts_of(data, "functions"):
        code = read_function(text)
        if code is None:
            raise refuse("unknown_function", page.place_in(data, f'"{text}"'), code=text[:20])
        for other, area in seen.items():
            if code.startswith(other) or other.startswith(code):  # else money would count twice
                raise refuse("function_in_two", page.place_in(data, f'"{text}"'), code=text, area=area, other=key)
        seen[code] = key
        codes.append(code)
    source, status = told
    return ServiceArea(key, tuple(codes), data["welfare"], page.text_of(data, "source") or source, page.text_of(data, "status") or status)
