"""`samspil cases`: the library of examples. Its further actions are declared by `cases_match` and `cases_transfer`."""

import argparse
from pathlib import Path
from typing import Any

from samspil.cli import cases_match, cases_transfer
from samspil.cli.case_options import declare_action, open_cases
from samspil.cli.parser import Parser, declare
from samspil.values.case import CASE_THEMES, FORMS, GRADES, OUTCOMES, SERVICE_AREAS
from samspil.vocabulary.texts import say

ALL_WELL, GAPS = 0, 3
FILTERS = {"theme": CASE_THEMES, "form": FORMS, "area": SERVICE_AREAS, "outcome": OUTCOMES, "grade": GRADES}
# Modules that add actions of their own: each has `add_commands(actions)`.
_FURTHER: tuple[Any, ...] = (cases_match, cases_transfer)


def add_command(commands: Any) -> None:
    """Declare the command and its actions."""
    parser = declare(commands, "cases")
    title, word = say("cases.actions"), say("cases.action_word")
    actions = parser.add_subparsers(dest="action", title=title, metavar=word, required=True, parser_class=Parser)
    _add_list(actions)
    _add_show(actions)
    _add_check(actions)
    for module in _FURTHER:
        module.add_commands(actions)


def _add_list(actions: Any) -> None:
    parser = declare_action(actions, "list")
    for name, codes in FILTERS.items():
        parser.add_argument(f"--{name}", choices=codes, metavar=say("cases.code_word"), help=say(f"cases.{name}_filter_help"))
    parser.add_argument("--municipality", metavar=say("cases.municipality_word"), help=say("cases.municipality_filter_help"))
    parser.set_defaults(run=run_list)


def _add_show(actions: Any) -> None:
    parser = declare_action(actions, "show")
    parser.add_argument("case", metavar="ID", help=say("cases.id_help"))
    parser.set_defaults(run=run_show)


def _add_check(actions: Any) -> None:
    parser = declare_action(actions, "check")
    parser.add_argument("folder", nargs="?", type=Path, metavar=say("cli.folder_word"), help=say("cases.check_folder_help"))
    parser.add_argument("--links", action="store_true", help=say("cases.links_help"))
    parser.set_defaults(run=run_check)


def run_list(options: argparse.Namespace) -> int:
    """A table of the cases that fit the filters; 3 when a file of the library is broken. Raises CaseError, UsageError."""
    from samspil.cases.describe import as_json
    from samspil.cases.filters import choose
    from samspil.cli.case_tables import print_list

    library = open_cases(options)
    chosen = choose(library.cases, {name: getattr(options, name) for name in FILTERS}, options.municipality or "")
    if options.json:
        print(as_json({"cases": chosen, "findings": library.findings, "notes": library.notes}))
    else:
        print_list(chosen, len(library.cases))
    return GAPS if library.findings else ALL_WELL


def run_show(options: argparse.Namespace) -> int:
    """All that a case says, with the source of each effect. Raises CaseError."""
    from samspil.cases.describe import as_json, describe_case

    case = open_cases(options).find(options.case)
    print(as_json(case) if options.json else describe_case(case))
    return ALL_WELL


def run_check(options: argparse.Namespace) -> int:
    """What is wrong with the files of a library; 3 when anything is. Raises CaseError."""
    from samspil.cases.casebook import SHIPPED, open_library
    from samspil.cli.case_tables import print_check

    library = open_library([*([options.folder] if options.folder else [] if options.casebooks else [SHIPPED]), *options.casebooks])
    links = _check_links(library.cases) if options.links else None
    print_check(library, links, to_json=options.json)
    dead = [link for link in links or () if not link.alive]
    return GAPS if library.findings or dead else ALL_WELL


def _check_links(cases: Any) -> Any:
    from samspil.cases.links import check_links

    return check_links(cases)
