"""What `samspil competition peers` and `potential` share: whom to hold against whom, what is odd in the accounts, and the answer on screen and as files."""

import argparse
import json
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.competition_options import accounts_file
from samspil.cli.parser import read_year
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.competition.peers.run import Compared, Wish
    from samspil.publish.purchasing.make_story import Story
    from samspil.values.competition_findings import AccountFinding

ROOM = "competition_peers"
BY = ("national", "region", "type", "best-ten", "own", "alike")
LEVELS = ("total", "main-account", "function", "service-area")
_BY = {"own": "own_choice"}
FEWEST, MOST = 3, 50
_OTHERS_SHOWN = 5


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of both."""
    file, folder, number, level = say("cli.file_word"), say("cli.folder_word"), say(f"{ROOM}.number_word"), say(f"{ROOM}.level_word")
    parser.add_argument("accounts", type=accounts_file, metavar=say(f"{ROOM}.accounts_word"), help=say(f"{ROOM}.accounts_help"))
    parser.add_argument("--municipality", required=True, metavar=say(f"{ROOM}.municipality_word"), help=say(f"{ROOM}.municipality_help"))
    parser.add_argument("--by", choices=BY, default="type", metavar=say(f"{ROOM}.by_word"), help=say(f"{ROOM}.by_help"))
    parser.add_argument("--chosen", nargs="+", default=[], metavar=say(f"{ROOM}.municipality_word"), help=say(f"{ROOM}.chosen_help"))
    parser.add_argument("--conditions", type=Path, nargs="+", default=[], metavar=file, help=say(f"{ROOM}.conditions_help"))
    parser.add_argument("--conditions-year", default="", metavar=say("cli.year_word"), help=say(f"{ROOM}.conditions_year_help"))
    parser.add_argument("--weight", action="append", default=[], metavar=say(f"{ROOM}.weight_word"), help=say(f"{ROOM}.weight_help"))
    parser.add_argument("--count", type=_read_count, default=10, metavar=number, help=say(f"{ROOM}.count_help", low=FEWEST, high=MOST))
    parser.add_argument("--level", choices=LEVELS, default="service-area", metavar=level, help=say(f"{ROOM}.level_help"))
    parser.add_argument("--year", type=read_year, metavar=say("cli.year_word"), help=say(f"{ROOM}.year_help"))
    parser.add_argument("--borders", type=read_year, metavar=say("cli.year_word"), help=say(f"{ROOM}.borders_help"))
    parser.add_argument("--definition", default="", metavar=file, help=say(f"{ROOM}.definition_help"))
    parser.add_argument("--seed", type=_read_seed, default=1, metavar=number, help=say(f"{ROOM}.seed_help"))
    parser.add_argument("--out", type=Path, metavar=folder, help=say(f"{ROOM}.out_help"))


def _read_count(text: str) -> int:
    return _read_whole(text, FEWEST, MOST)


def _read_seed(text: str) -> int:
    return _read_whole(text, 0, 2**31)


def _read_whole(text: str, low: int, high: int) -> int:
    """A whole number between two. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and len(text) < 11 and low <= int(text) <= high):
        raise argparse.ArgumentTypeError(say(f"{ROOM}.bad_whole", given=text[:40], low=low, high=high))
    return int(text)


def read_wish(options: argparse.Namespace) -> "Wish":
    """The wish of the options. Raises CompetitionError, StatbankError."""
    from samspil.competition.indicators.definitions import find_definition
    from samspil.competition.peers.groups import read_names
    from samspil.competition.peers.run import Wish

    (code,) = read_names([options.municipality], "--municipality")
    return Wish(
        municipality=code,
        by=_BY.get(options.by, options.by.replace("-", "_")),
        level=options.level.replace("-", "_"),
        year=options.year,
        borders=options.borders,
        definition=find_definition(options.definition) if options.definition else None,
        chosen=read_names(options.chosen, "--chosen"),
        drivers=_read_drivers(options),
        weights=dict(_read_weight(text) for text in options.weight),
        count=options.count,
        seed=options.seed,
    )


def _read_drivers(options: argparse.Namespace) -> tuple[Any, ...]:
    """Conditions of the files; the example where it is asked for by name. Options that belong to another `--by` are refused, not passed over."""
    from samspil.competition.errors import complain
    from samspil.competition.peers.facts_file import read_example, read_facts

    for name, given, by in (
        ("--conditions", options.conditions, "alike"),
        ("--weight", options.weight, "alike"),
        ("--chosen", options.chosen, "own"),
    ):
        if given and options.by != by:
            raise complain(f"{ROOM}.error_only_with", name, option=name, by=by)
    if options.by != "alike":
        return ()
    if not options.conditions:
        raise complain(f"{ROOM}.error_conditions_needed", "--conditions")
    files = [file for file in options.conditions if str(file) not in ("eksempel", "example")]
    return (*(read_example() if len(files) < len(options.conditions) else ()), *read_facts(files, options.conditions_year))


def _read_weight(text: str) -> tuple[str, Decimal]:
    """'density=2' as name and weight. Raises CompetitionError."""
    from samspil.competition.errors import complain

    name, _mark, number = text.partition("=")
    try:
        return name.strip(), Decimal(number.strip().replace(",", "."))
    except InvalidOperation as error:
        raise complain(f"{ROOM}.error_weight_form", "--weight", given=text[:60]) from error


def find_coverage(accounts: Path, municipality: str, year: int) -> tuple[list["AccountFinding"], int]:
    """What is odd in the accounts of the municipality or of all in that year, and how many findings there are of others in that year."""
    from samspil.competition.coverage.checks import check_accounts

    found = [one for one in check_accounts(accounts) if one.year in (0, year)]
    own = [one for one in found if one.municipality in ("", municipality)]
    return own, len(found) - len(own)


def coverage_lines(own: Sequence["AccountFinding"], others: int) -> list[str]:
    """One line each, and how many there are of others."""
    from samspil.competition.coverage.telling import tell_finding

    lines = [" ".join(tell_finding(one)) for one in own]
    return [*lines, *([say(f"{ROOM}.findings_of_others", count=others)] if others else [])]


def show(options: argparse.Namespace, story: "Story", data: dict[str, Any], name: str) -> int:
    """On screen or as JSON, and as files; the exit code."""
    if options.json:
        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        from samspil.cli.purchasing_make_tables import print_story
        from samspil.publish.competition.potential_files import for_screen

        print_story(for_screen(story))
    if options.out:
        _write(options, story, name)
    return 0


def _write(options: argparse.Namespace, story: "Story", name: str) -> None:
    from samspil.publish.competition.potential_files import make_files
    from samspil.publish.files import write_bytes

    files = make_files(story, name)
    for file, content in files.items():
        write_bytes(options.out / file, content)
    if not options.json:
        print(say(f"{ROOM}.written", files=", ".join(str(options.out / file) for file in files)))


def findings_json(own: Sequence["AccountFinding"]) -> list[dict[str, Any]]:
    """Findings by their fields."""
    from dataclasses import asdict

    return [asdict(one) for one in own]


def compare(options: argparse.Namespace) -> "Compared":
    """The comparison of the options. Raises CompetitionError, StatbankError."""
    from samspil.competition.peers import run

    return run.compare(options.accounts, read_wish(options))
