"""Definition files: which arts, ownerships and functions count as bought and as base, in which years. docs/competition.md tells the form.

Strict, since a share is only as good as its recipe: each known art is named once, in or out; nothing unknown; never official.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from samspil.competition.indicators.codes import DATA, known_codes, read_art, read_data, read_function
from samspil.competition.indicators.files import TomlFile, read_small, read_toml, refuse
from samspil.values.competition import COUNTS, STATUSES, TO_BE_VERIFIED, Correction, Definition

DEFAULT = "pli_samspil_v1"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}_v([1-9][0-9]{0,3})")
_KEYS = (
    "name", "version", "official", "title", "title_en", "source", "status", "since", "until", "dranst", "main_accounts", "notes", "notes_en",
    "arts", "bought", "owners", "function_out", "correction",
)  # fmt: skip
_ANY = "*"


@functools.cache
def shipped_definitions() -> tuple[Definition, ...]:
    """All that come with Samspil, the usual one first."""
    folder = resources.files(DATA).joinpath("data", "definitions")
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    found = [parse_definition(read_data(f"definitions/{name}"), name) for name in names]
    return tuple(sorted(found, key=lambda one: (one.name != DEFAULT, one.name)))


def find_definition(wish: str = DEFAULT) -> Definition:
    """A definition by the name of one that ships, or by the path of a file of the user's. Raises CompetitionError."""
    for definition in shipped_definitions():
        if definition.name == wish:
            return definition
    path = Path(wish)
    if path.suffix != ".toml" and not path.is_file():
        raise refuse("no_definition", wish, known=", ".join(one.name for one in shipped_definitions()))
    definition = parse_definition(read_small(path), str(path))
    if definition.name in {one.name for one in shipped_definitions()}:  # two recipes under one name would be taken for one
        raise refuse("name_taken", str(path), name=definition.name)
    return definition


def parse_definition(text: str, file: str) -> Definition:
    """A definition from the text of its file. Raises CompetitionError naming file, line and remedy."""
    page = read_toml(text, file)
    data = page.data
    page.check_names(data, _KEYS)
    if data.get("official", False) is not False:
        raise refuse("official", page.place_in(data, "official"))
    name, version = _read_name(page)
    arts_in, arts_out = _read_arts(page)
    since, until = page.year_of(data, "since"), page.year_of(data, "until")
    if since and until and since > until:
        raise refuse("years_turned", page.place_in(data, "until"), since=since, until=until)
    owners = page.table_of(data, "owners")
    page.check_names(owners, ("out",))
    return Definition(
        name=name,
        version=version,
        title=page.text_of(data, "title", needed=True),
        source=page.text_of(data, "source", needed=True),
        numerator=tuple(_read_bought(page, arts_in)),
        base_arts=arts_in,
        arts_out=arts_out,
        functions_out=tuple(_read_functions_out(page)),
        main_accounts=_read_main_accounts(page),
        owners_out=tuple(_check_owner(page, owners, owner) for owner in page.texts_of(owners, "out")),
        dranst=_read_dranst(page),
        corrections=tuple(_read_correction(page, one) for one in page.tables_of(data, "correction")),
        since=since,
        until=until,
        status=_read_status(page, data),
        notes=page.texts_of(data, "notes"),
        title_en=page.text_of(data, "title_en"),
        notes_en=page.texts_of(data, "notes_en"),
    )


def _read_name(page: TomlFile) -> tuple[str, int]:
    name = page.text_of(page.data, "name", needed=True)
    version = page.data.get("version")
    if version is None:
        raise refuse("no_version", page.file)
    found = _NAME.fullmatch(name)
    if not found:
        raise refuse("bad_name", page.place_in(page.data, "name"), name=name[:80])
    if isinstance(version, bool) or not isinstance(version, int) or version != int(found[1]):
        raise refuse("version_differs", page.place_in(page.data, "version"), name=name, version=str(version)[:20])
    return name, version


def _read_arts(page: TomlFile) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Beginnings of the arts in the base and of those outside: every known art under one of them, and one only."""
    table = page.table_of(page.data, "arts")
    page.check_names(table, ("in", "out"))
    if not table.get("in"):
        raise refuse("no_key", page.place_in(table, "in") if table else page.file, name="arts.in")
    sides = {side: tuple(_check_art(page, table, art) for art in page.texts_of(table, side)) for side in ("in", "out")}
    for art in known_codes().arts:
        found = [(side, one) for side, codes in sides.items() for one in codes if art.startswith(one)]
        if not found:
            raise refuse("art_unnamed", page.place_in(table, "in"), art=_dotted(art), name=known_codes().arts[art])
        if len(found) > 1:
            key = "art_twice" if found[0][0] == found[1][0] else "art_in_and_out"
            raise refuse(key, page.place_in(table, f'"{_dotted(found[0][1])}"'), art=_dotted(art))
    return sides["in"], sides["out"]


def _check_art(page: TomlFile, table: Mapping[str, Any], text: str) -> str:
    art = read_art(text)
    if art is None or not any(known.startswith(art) for known in known_codes().arts):
        known = ", ".join(_dotted(one) for one in known_codes().arts)
        raise refuse("unknown_art", page.place_in(table, f'"{text}"'), art=text[:20], known=known)
    return art


def _check_owner(page: TomlFile, table: Mapping[str, Any], text: str) -> str:
    if text not in known_codes().owners:
        told = ", ".join(f"{code} ({name})" for code, name in known_codes().owners.items())
        raise refuse("unknown_owner", page.place_in(table, f'"{text}"'), owner=text[:20], known=told)
    return text


def _read_bought(page: TomlFile, arts_in: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    table = page.table_of(page.data, "bought")
    if not table:
        raise refuse("no_key", page.file, name="bought")
    for text in table:
        art, place = _check_art(page, table, text), page.place_in(table, f'"{text}"')
        if not art.startswith(arts_in):  # else the numerator could be larger than the base
            raise refuse("bought_not_in_base", place, art=text[:20])
        owners = page.texts_of(table, text)
        if not owners:
            raise refuse("no_key", place, name=f"bought.{text[:20]}")
        for owner in owners:
            yield art, owner if owner == _ANY else _check_owner(page, table, owner)


def _read_functions_out(page: TomlFile) -> Iterator[str]:
    for table in page.tables_of(page.data, "function_out"):
        page.check_names(table, ("code", "source", "status"))
        code = page.text_of(table, "code", needed=True)
        page.text_of(table, "source", needed=True)
        _read_status(page, table)
        yield _check_function(page, table, code)


def _check_function(page: TomlFile, table: Mapping[str, Any], text: str) -> str:
    code = read_function(text)
    if code is None or code[0] not in "0123456":
        raise refuse("unknown_function", page.place_in(table, f'"{text}"'), code=text[:20])
    return code


def _read_main_accounts(page: TomlFile) -> tuple[str, ...]:
    accounts = page.texts_of(page.data, "main_accounts") if "main_accounts" in page.data else tuple("0123456")
    if not accounts or any(one not in tuple("0123456") for one in accounts) or len(set(accounts)) < len(accounts):
        raise refuse("bad_main_accounts", page.place_in(page.data, "main_accounts"), given=", ".join(accounts)[:60])
    return accounts


def _read_dranst(page: TomlFile) -> str:
    dranst = page.text_of(page.data, "dranst") or "1"
    if dranst not in known_codes().dranst:
        told = ", ".join(f"{code} ({name})" for code, name in known_codes().dranst.items())
        raise refuse("unknown_dranst", page.place_in(page.data, "dranst"), given=dranst[:20], known=told)
    return dranst


def _read_status(page: TomlFile, data: Mapping[str, Any]) -> str:
    status = page.text_of(data, "status") or TO_BE_VERIFIED
    if status not in STATUSES:
        raise refuse("unknown_status", page.place_in(data, "status"), given=status[:40], known=", ".join(STATUSES))
    return status


def _read_correction(page: TomlFile, data: Mapping[str, Any]) -> Correction:
    page.check_names(data, ("count", "functions", "arts", "owners", "source", "status", "note"))
    count = page.text_of(data, "count", needed=True)
    if count not in COUNTS:
        raise refuse("unknown_count", page.place_in(data, "count"), given=count[:40], known=", ".join(COUNTS))
    if not any(data.get(name) for name in ("functions", "arts", "owners")):
        raise refuse("correction_of_all", page.place_in(data, "source", "[["))
    return Correction(
        count=count,
        functions=tuple(_check_function(page, data, one) for one in page.texts_of(data, "functions")),
        arts=tuple(_check_art(page, data, one) for one in page.texts_of(data, "arts")),
        owners=tuple(_check_owner(page, data, one) for one in page.texts_of(data, "owners")),
        source=page.text_of(data, "source", needed=True),
        status=_read_status(page, data),
        note=page.text_of(data, "note"),
    )


def _dotted(art: str) -> str:
    return ".".join(art)
