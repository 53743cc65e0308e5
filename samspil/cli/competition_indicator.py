"""`samspil competition indicator ACCOUNTS`: PLI and IKU on the terminal, as JSON, as a workbook or a CSV file."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.competition_options import accounts_file
from samspil.cli.purchasing_options import declare_action
from samspil.errors import UsageError
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.competition.indicators.measure import Given
    from samspil.publish.competition.indicator_tables import Shown
    from samspil.values.competition import ServiceArea
    from samspil.values.competition_change import National

ALL_WELL = 0
ROOM = "competition_indicators"
_LEVELS = ("total", "main_account", "function", "service_area")
_KINDS = ("pli", "iku")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099


def add_commands(actions: Any) -> None:
    """Declare the action and its options."""
    parser = declare_action(actions, "indicator", ROOM)
    file, year = say("cli.file_word"), say("cli.year_word")
    parser.add_argument("accounts", type=accounts_file, nargs="?", metavar=say(f"{ROOM}.accounts_word"), help=say(f"{ROOM}.accounts_help"))
    _add(parser, "definition", say(f"{ROOM}.definition_word"))
    _add(parser, "level", say(f"{ROOM}.level_word"), choices=_LEVELS, default="total")
    _add(parser, "year", year, type=_read_year, nargs="+", default=[])
    _add(parser, "municipality", say(f"{ROOM}.municipality_word"), nargs="+", default=[])
    _add(parser, "kind", say(f"{ROOM}.kind_word"), choices=_KINDS, nargs="+", default=[])
    _add(parser, "code", say(f"{ROOM}.code_word"), nargs="+", default=[])
    for name in ("official", "own-wins", "population", "index", "areas", "breaks", "out"):
        _add(parser, name, file, type=Path)
    _add(parser, "prices", year, type=_read_year)
    _add(parser, "since", year, type=_read_year)
    for name in ("best-ten", "definitions"):
        parser.add_argument(f"--{name}", action="store_true", help=say(f"{ROOM}.{name.replace('-', '_')}_help"))
    parser.set_defaults(run=run)


def _add(parser: argparse.ArgumentParser, name: str, word: str, **options: Any) -> None:
    parser.add_argument(f"--{name}", metavar=word, help=say(f"{ROOM}.{name.replace('-', '_')}_help"), **options)


def _read_year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and _FIRST_YEAR <= int(text[:9]) <= _LAST_YEAR):
        raise argparse.ArgumentTypeError(say("cli.bad_year", given=text, first=_FIRST_YEAR, last=_LAST_YEAR))
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Work out, show, write. Raises CompetitionError, StatbankError, UsageError, OutputError."""
    from samspil.cli import competition_indicator_tables as tables

    if options.definitions:
        from samspil.competition.indicators.definitions import shipped_definitions

        tables.print_definitions(shipped_definitions(), options.json)
        return ALL_WELL
    _check(options)
    if options.best_ten:
        constructed, national = _calculate(options)
        tables.print_national(national, options.json, constructed=constructed)
        return ALL_WELL
    shown = _measure(options)
    if options.out:
        _write(shown, options.out)
    if options.json:
        tables.print_json(shown)
    else:
        tables.print_indicators(shown, options.out)
    return ALL_WELL


def _check(options: argparse.Namespace) -> None:
    if options.accounts is None and not options.best_ten:
        raise _refuse("bad_accounts")
    if options.out and options.out.suffix.lower() not in (".xlsx", ".csv"):
        raise _refuse("bad_out", file=options.out)
    if (options.prices is None) != (options.index is None):
        raise _refuse("prices_pair")
    if options.since and (len(options.year) > 1 or (options.year and options.year[0] <= options.since)):
        raise _refuse("one_until")


def _refuse(key: str, **values: object) -> UsageError:
    return UsageError(say(f"{ROOM}.{key}", **values), remedy=say(f"{ROOM}.{key}_remedy"))


def _calculate(options: argparse.Namespace) -> "tuple[bool, National]":
    """The national calculation, and whether its table is the constructed one that ships."""
    from samspil.competition.indicators.definitions import DEFAULT, find_definition
    from samspil.competition.indicators.measure import measure
    from samspil.competition.indicators.national import national_up_to_best_ten, published_2022, read_main_accounts
    from samspil.competition.indicators.sums import list_years

    if options.accounts is None:
        return True, published_2022()
    if options.accounts.suffix.lower() == ".csv":
        return False, read_main_accounts(options.accounts)
    year = options.year[:1] or list_years(options.accounts)[-1:]
    definition = find_definition(options.definition or DEFAULT)
    return False, national_up_to_best_ten(measure(options.accounts, definition, "main_account", year))


def _measure(options: argparse.Namespace) -> "Shown":
    from samspil.competition.indicators.areas import read_areas, shipped_areas
    from samspil.competition.indicators.breaks import read_breaks
    from samspil.competition.indicators.change import list_changes
    from samspil.competition.indicators.definitions import DEFAULT, find_definition
    from samspil.competition.indicators.measure import measure
    from samspil.competition.indicators.sums import check_about, list_years
    from samspil.publish.competition.indicator_tables import Shown

    about, definition = check_about(options.accounts), find_definition(options.definition or DEFAULT)
    areas = read_areas(options.areas) if options.areas else shipped_areas()
    years = tuple(options.year or list_years(options.accounts)[-1:])
    asked = tuple(sorted({*years, options.since})) if options.since else years
    given, sources = _read_given(options, asked)
    kinds = tuple(options.kind) or (_KINDS if options.own_wins else _KINDS[:1])
    places, codes = _find_places(options.municipality), [_plain_code(code) for code in options.code]
    found = measure(options.accounts, definition, options.level, asked, places, codes=codes, kinds=kinds, given=given, areas=areas)
    breaks = read_breaks(options.breaks) if options.breaks else None
    changes = list_changes(found, options.since, years[-1], breaks=breaks, areas=areas) if options.since else ()
    if options.level != "service_area" or not found:
        return Shown(definition, about, found, changes, sources)
    outside = _outside(options, definition, max(asked), areas)
    return Shown(definition, about, found, changes, sources, areas, outside)


def _outside(options: argparse.Namespace, definition: Any, year: int, areas: "tuple[ServiceArea, ...]") -> Any:
    """Kroner of the country's base in no area."""
    from samspil.competition.indicators.measure import measure_levels

    rows = measure_levels(options.accounts, definition, ("total", "service_area"), (year,), areas=areas)
    country = [one for one in rows if not one.municipality]
    return sum(one.base if one.level == "total" else -one.base for one in country)


def _plain_code(code: str) -> str:
    """'2.28.14' and '0.22.01' as the bank has them; other codes as they are."""
    plain = code.replace(".", "")
    return plain[1:] if "." in code and len(plain) == 5 and plain[0] == "0" else plain


def _find_places(names: list[str]) -> list[str]:
    from samspil.vocabulary.municipalities import find_by_code, find_by_name, suggest

    found = []
    for name in names:
        one = find_by_code(name) if name.isascii() and name.isdigit() else find_by_name(name)
        if one is None:
            near = ", ".join(each.name for each in suggest(name))
            raise _refuse("unknown_place", given=name[:60], near=f" ({near}?)" if near else "")
        found.append(one.code)
    return found


def _read_given(options: argparse.Namespace, years: tuple[int, ...]) -> "tuple[Given, tuple[str, ...]]":
    """The user's own figures, and a line each on where they are from."""
    from samspil.competition.indicators.given import (
        Inhabitants,
        OfficialValues,
        OwnWins,
        Prices,
        read_index,
        read_inhabitants,
        read_official,
        read_own_wins,
    )
    from samspil.competition.indicators.measure import Given

    official = read_official(options.official) if options.official else OfficialValues()
    wins = read_own_wins(options.own_wins) if options.own_wins else OwnWins()
    people = read_inhabitants(options.population, years) if options.population else Inhabitants()
    prices = Prices(read_index(options.index), options.prices) if options.index else None
    told = (("official", official.source), ("own_wins", wins.source), ("population", people.source))
    lines = [say(f"{ROOM}.{name}_line", source=source) for name, source in told if source]
    lines.append(say(f"{ROOM}.prices_line", year=prices.year, source=prices.index.source) if prices else say(f"{ROOM}.current_line"))
    return Given(official, wins, people, prices), tuple(lines)


def _write(shown: "Shown", out: Path) -> None:
    from samspil.publish.competition.indicator_sheets import to_csv, to_xlsx
    from samspil.publish.files import write_bytes

    write_bytes(out, to_csv(shown) if out.suffix.lower() == ".csv" else to_xlsx(shown))
