"""`samspil competition report` and `page`: figures beside agreements and cases, as a whole report or as one municipality's page."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.competition_options import accounts_file
from samspil.cli.parser import read_year
from samspil.cli.purchasing_options import declare_action
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.values.competition_beside import Exposure

ALL_WELL = 0
_ROOM = "competition_beside"


def add_commands(actions: Any) -> None:
    """Declare both actions."""
    report = _declare(actions, "report")
    report.add_argument("--out", type=Path, required=True, metavar=say("cli.folder_word"), help=say(f"{_ROOM}.out_folder_help"))
    word = say(f"{_ROOM}.municipality_word")
    report.add_argument("--municipality", nargs="+", default=[], metavar=word, help=say(f"{_ROOM}.municipality_help"))
    report.set_defaults(run=run_report)
    page = _declare(actions, "page")
    page.add_argument("--out", type=Path, required=True, metavar=say("cli.file_word"), help=say(f"{_ROOM}.out_file_help"))
    page.add_argument("--municipality", required=True, metavar=word, help=say(f"{_ROOM}.municipality_one_help"))
    page.set_defaults(run=run_page)


def _declare(actions: Any, name: str) -> argparse.ArgumentParser:
    """What both share."""
    parser = declare_action(actions, name, _ROOM)
    file, year = say("cli.file_word"), say("cli.year_word")
    parser.add_argument("accounts", type=accounts_file, metavar=file, help=say(f"{_ROOM}.accounts_help"))
    place = say("cli.place_word")
    parser.add_argument(
        "--from", dest="places", type=Path, nargs="+", action="extend", default=[], metavar=place, help=say(f"{_ROOM}.from_help")
    )
    parser.add_argument("--year", type=read_year, metavar=year, help=say(f"{_ROOM}.year_help"))
    parser.add_argument("--budget-year", type=read_year, metavar=year, help=say(f"{_ROOM}.review_year_help"))
    parser.add_argument("--kind", choices=("pli", "iku"), default="pli", help=say(f"{_ROOM}.kind_help"))
    parser.add_argument("--definition", default="", metavar=say(f"{_ROOM}.definition_name_word"), help=say(f"{_ROOM}.definition_help"))
    parser.add_argument("--official", type=Path, metavar=file, help=say(f"{_ROOM}.official_help"))
    parser.add_argument("--own-wins", type=Path, metavar=file, help=say(f"{_ROOM}.own_wins_help"))
    return parser


def run_report(options: argparse.Namespace) -> int:
    """Write the report and say where. Raises CompetitionError, UsageError, OutputError."""
    from samspil.cli.review import check_out
    from samspil.engines.aside import do_together
    from samspil.exposure.opening import find_code
    from samspil.folder import show_path
    from samspil.publish.competition.beside_json import to_json
    from samspil.publish.competition.beside_report import write_report

    check_out(options.out)
    chosen = [find_code(given) for given in options.municipality]
    exposure = _open(options)
    index = write_report(exposure, options.out, chosen, do_together)
    if options.json:
        print(to_json(exposure), end="")
        return ALL_WELL
    _print_findings(exposure)
    measured, of, read = _count(exposure)
    print(say(f"{_ROOM}.written", place=show_path(index.resolve()), measured=measured, of=of, read=read))
    return ALL_WELL


def run_page(options: argparse.Namespace) -> int:
    """Write one page and say where. Raises CompetitionError, UsageError, OutputError."""
    from samspil.exposure.opening import find_code
    from samspil.folder import show_path
    from samspil.publish.competition.beside_json import one_to_json
    from samspil.publish.competition.beside_page import write_page

    code = find_code(options.municipality)
    exposure = _open(options)
    place = next(each for each in exposure.municipalities if each.code == code)
    write_page(exposure, place, options.out)
    if options.json:
        print(one_to_json(exposure, place), end="")
    else:
        print(say(f"{_ROOM}.written_page", place=show_path(options.out.resolve())))
    return ALL_WELL


def _open(options: argparse.Namespace) -> "Exposure":
    from samspil.competition.indicators.given import OfficialValues, OwnWins, read_official, read_own_wins
    from samspil.competition.indicators.measure import Given
    from samspil.exposure.figures import Wish
    from samspil.exposure.opening import open_exposure

    official = read_official(options.official) if options.official else OfficialValues()
    own_wins = read_own_wins(options.own_wins) if options.own_wins else OwnWins()
    wish = Wish(options.year, options.kind, options.definition, Given(official=official, own_wins=own_wins))
    return open_exposure(options.accounts, options.places, wish, options.budget_year)


def _count(exposure: "Exposure") -> tuple[int, int, int]:
    places = exposure.municipalities
    measured = sum(place.accounts == "measured" for place in places)
    return measured, len(places), sum(place.agreement == "read" for place in places)


def _print_findings(exposure: "Exposure") -> None:
    """Odd postings come before any figure."""
    if count := len(exposure.findings) + sum(len(place.findings) for place in exposure.municipalities):
        print(say(f"{_ROOM}.finding_line", n=count))
