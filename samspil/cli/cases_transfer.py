"""`samspil cases transfer CASE ... --to KOMMUNE`: what cases would give in the own municipality, as an illustration."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.case_options import declare_action, open_cases
from samspil.cli.parser import read_year
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samspil.cases.transfer.costs import Costs
    from samspil.cases.transfer.model import Missing, Refusal, Transfer
    from samspil.cases.transfer.value import Worth
    from samspil.cases.transfer.wish import Wish
    from samspil.values.case import Case
    from samspil.values.statistics import Driver

ALL_WELL, GAPS = 0, 3
ENDINGS = (".html", ".xlsx")


def add_commands(actions: Any) -> None:
    """Declare the action and its options."""
    parser = declare_action(actions, "transfer", "cases_transfer")
    word, file = "cases_transfer", say("cli.file_word")
    parser.add_argument("cases", nargs="+", metavar=say(f"{word}.case_word"), help=say(f"{word}.case_help"))
    parser.add_argument("--to", required=True, metavar=say(f"{word}.to_word"), help=say(f"{word}.to_help"))
    parser.add_argument("--drivers", type=Path, nargs="+", default=[], metavar=file, help=say(f"{word}.drivers_help"))
    parser.add_argument("--period", default="", metavar=say(f"{word}.period_word"), help=say(f"{word}.period_help"))
    for option, name in (("--given", "given"), ("--case-driver", "case_driver"), ("--cost", "cost")):
        parser.add_argument(option, action="append", default=[], metavar=say(f"{word}.{name}_word"), help=say(f"{word}.{name}_help"))
    parser.add_argument("--costs", type=Path, metavar=file, help=say(f"{word}.costs_help"))
    parser.add_argument("--prices", type=Path, metavar=file, help=say(f"{word}.prices_help"))
    parser.add_argument("--price-year", type=read_year, metavar=say("cli.year_word"), help=say(f"{word}.price_year_help"))
    parser.add_argument("--out", type=Path, metavar=file, help=say(f"{word}.out_help"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Calculate, show, write; 3 when an input is missing or cases could not be pooled. Raises TransferError, StatbankError, CaseError, OutputError."""
    from samspil.cases.transfer.costs import read_costs
    from samspil.cases.transfer.run import choose_effects, incomplete, transfer
    from samspil.cases.transfer.value import Worth, find_worth
    from samspil.cli.transfer_tables import print_transfer

    _check_out(options.out)
    choices = choose_effects(options.cases, open_cases(options).cases)
    costs = read_costs(options.cost, [options.costs] if options.costs else [])
    result = transfer(choices, _read_wish(options, [case for case, _effect in choices]))
    worth = _find_worth(result, costs, find_worth)
    if options.json:
        _show_json(result, worth)
    else:
        print_transfer(result, worth)
    if options.out:
        _write(result, worth, options.out)
        _tell(options)
    return GAPS if incomplete(result) or (worth is not None and not isinstance(worth, Worth)) else ALL_WELL


def _find_worth(result: "Transfer", costs: "Costs", find: Any) -> "Worth | Refusal | tuple[Missing, ...] | None":
    found: Worth | Refusal | tuple[Missing, ...] | None = find(result, costs) if costs else None
    return found


def _read_wish(options: argparse.Namespace, cases: "Sequence[Case]") -> "Wish":
    from samspil.cases.transfer.errors import complain
    from samspil.cases.transfer.prices import read_prices
    from samspil.cases.transfer.wish import Wish, find_municipality, read_own, read_theirs, take_figures

    if options.price_year is not None and not options.prices:
        raise complain("price_year_alone", "--price-year")
    return Wish(
        find_municipality(options.to),
        read_own(options.given),
        read_theirs(options.case_driver, cases),
        take_figures(_read_drivers(options.drivers, options.period)),
        read_prices(options.prices) if options.prices else None,
        options.price_year,
    )


def _read_drivers(files: "Sequence[Path]", period: str) -> "list[Driver]":
    if not files:
        return []
    from samspil.statbank.drivers import read_drivers

    return [driver for file in files for driver in read_drivers(file, period=period).drivers]


def _check_out(out: Path | None) -> None:
    """Refuse a file we cannot write before anything is calculated. Raises TransferError, UsageError."""
    from samspil.cases.transfer.errors import complain
    from samspil.cli.review import check_out

    if out is None:
        return
    if out.suffix.lower() not in ENDINGS:
        raise complain("bad_out", "--out", given=out.name)
    check_out(out.parent)


def _write(result: "Transfer", worth: Any, out: Path) -> None:
    if out.suffix.lower() == ".html":
        from samspil.publish.transfer_page import write_page as write
    else:
        from samspil.publish.transfer_sheets import write_workbook as write
    write(result, worth, out)


def _tell(options: argparse.Namespace) -> None:
    from samspil.folder import show_path

    if not options.json:
        print(say("cases_transfer.written", file=show_path(options.out.resolve())))


def _show_json(result: "Transfer", worth: Any) -> None:
    from samspil.cases.transfer.contract import as_json, transfer_to_json

    print(as_json(transfer_to_json(result, worth)))
