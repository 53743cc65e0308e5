"""`samspil purchasing prices | negotiate | contracts`, and `reply` from `purchasing_reply`."""

import argparse
import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli import purchasing_price_tables as tables
from samspil.cli import purchasing_reply
from samspil.cli.parser import read_year
from samspil.cli.purchasing_options import add_data, declare_action, open_data
from samspil.errors import UsageError
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from decimal import Decimal

    from samspil.purchasing.prices.model import Expected, Refusal

ALL_WELL = 0
_ROOM = "purchasing_prices"
_SHOWN = 20
_MONTHS = 6


def add_commands(actions: Any) -> None:
    """Declare the actions."""
    _add_prices(actions)
    _add_negotiate(actions)
    purchasing_reply.add_commands(actions)
    _add_contracts(actions)


def _text(key: str) -> str:
    return say(f"{_ROOM}.{key}")


def _add_prices(actions: Any) -> None:
    parser = declare_action(actions, "prices", _ROOM)
    add_data(parser)
    parser.add_argument("--offer", action="append", default=[], metavar=_text("offer_word"), help=_text("offer_help"))
    parser.add_argument("--placement", action="append", default=[], metavar=_text("placement_word"), help=_text("placement_help"))
    parser.add_argument("--year", type=read_year, metavar=say("cli.year_word"), help=_text("year_help"))
    _add_output(parser, "out_xlsx_help")
    parser.set_defaults(run=run_prices)


def _add_negotiate(actions: Any) -> None:
    parser = declare_action(actions, "negotiate", _ROOM)
    add_data(parser)
    parser.add_argument("--year", type=read_year, action="append", default=[], metavar=say("cli.year_word"), help=_text("years_help"))
    parser.add_argument("--benchmark", choices=("expected", "peers"), default="expected", help=_text("benchmark_help"))
    parser.add_argument("--target", type=read_above_zero, metavar=_text("target_word"), help=_text("target_help"))
    parser.add_argument("--weight", type=_read_weight, action="append", default=[], metavar=_text("weight_word"), help=_text("weight_help"))
    parser.add_argument("--months", type=_read_count, default=12, metavar="N", help=_text("months_help"))
    parser.add_argument("--replies", type=Path, metavar=say("cli.folder_word"), help=_text("replies_help"))
    _add_output(parser, "out_xlsx_help")
    parser.set_defaults(run=run_negotiate)


def _add_contracts(actions: Any) -> None:
    parser = declare_action(actions, "contracts", _ROOM)
    add_data(parser)
    parser.add_argument("--months", type=_read_count, default=_MONTHS, metavar="N", help=_text("months_help"))
    parser.add_argument("--year", type=read_year, metavar=say("cli.year_word"), help=_text("year_help"))
    _add_output(parser, "out_watch_help")
    parser.set_defaults(run=run_contracts)


def _add_output(parser: argparse.ArgumentParser, help_key: str) -> None:
    parser.add_argument("--out", type=Path, metavar=say("cli.file_word"), help=_text(help_key))
    parser.add_argument("--limit", type=_read_count, default=_SHOWN, metavar="N", help=_text("limit_help"))


def read_above_zero(text: str) -> "Decimal":
    """A number above 0 with comma or point. Raises ArgumentTypeError."""
    return _read_decimal(text, "bad_number", zero=False)


def _read_weight(text: str) -> "tuple[str, Decimal]":
    name, mark, number = text.partition("=")
    if not mark:
        raise argparse.ArgumentTypeError(say(f"{_ROOM}.bad_weight", given=text[:40]))
    return name.strip(), _read_decimal(number, "bad_weight", zero=True, whole=text)


def _read_decimal(text: str, complaint: str, *, zero: bool, whole: str = "") -> "Decimal":
    import re
    from decimal import Decimal

    wrong = argparse.ArgumentTypeError(say(f"{_ROOM}.{complaint}", given=(whole or text)[:40]))
    if not re.fullmatch(r"-?\d{1,12}(?:[.,]\d{1,6})?", text.strip(), re.ASCII):
        raise wrong
    number = Decimal(text.strip().replace(",", "."))
    if not zero and number <= 0:
        raise wrong
    return number


def _read_count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) > 0):
        raise argparse.ArgumentTypeError(say(f"{_ROOM}.bad_number", given=text[:40]))
    return int(text)


def _check_ending(file: Path | None, *endings: str) -> None:
    if file and file.suffix.lower() not in endings:
        remedy = say(f"{_ROOM}.bad_ending_remedy", example=f"{file.stem or 'liste'}{endings[0]}")
        raise UsageError(say(f"{_ROOM}.bad_ending", endings=", ".join(endings)), place=str(file), remedy=remedy)


def _write(options: argparse.Namespace, content: bytes) -> None:
    """Write the file and say so (not on a program's output)."""
    from samspil.folder import show_path
    from samspil.publish.files import write_bytes

    write_bytes(options.out, content)
    if not options.json:
        print(say(f"{_ROOM}.written", path=show_path(options.out)))


def run_prices(options: argparse.Namespace) -> int:
    """Expected prices of the placements asked for. Raises UsageError, NothingReadError, OutputError."""
    from samspil.purchasing.prices.expected import expect_all, fit_prices
    from samspil.purchasing.prices.model import Expected, Refusal

    _check_ending(options.out, ".xlsx")
    portfolio = open_data(options)
    prices = fit_prices(portfolio)
    if isinstance(prices, Refusal):
        from samspil.purchasing.prices.words import describe_refusal

        raise UsageError(describe_refusal(prices))
    placements = {each.key: each for each in portfolio.placements}
    asked = _choose(placements, options)
    found: list[Expected] = []
    refused: list[tuple[str, Refusal]] = []
    for one in expect_all(prices):
        if isinstance(one, Expected):
            found += [one] if one.key in asked else []
        else:
            refused += [one] if one[0] in asked else []
    _show_prices(options, placements, found, refused, synthetic=portfolio.synthetic)
    return ALL_WELL


def _choose(placements: Any, options: argparse.Namespace) -> set[str]:
    """Keys of the placements of the offers, keys and year asked for. Raises UsageError when one is not there."""
    offers = {each.offer for each in placements.values()}
    missing = [*(offer for offer in options.offer if offer not in offers), *(key for key in options.placement if key not in placements)]
    if missing:
        raise UsageError(say(f"{_ROOM}.no_offer", given=", ".join(missing)[:80]), remedy=say(f"{_ROOM}.no_offer_remedy"))
    years = sorted({each.year for each in placements.values()})
    if options.year and options.year not in years:
        remedy = say(f"{_ROOM}.no_year_remedy", years=", ".join(map(str, years)))
        raise UsageError(say(f"{_ROOM}.no_year", year=options.year), remedy=remedy)
    year = options.year or (None if options.placement else max(years, default=None))
    return {
        key
        for key, each in placements.items()
        if (not options.offer or each.offer in options.offer)
        and (not options.placement or key in options.placement)
        and (year is None or each.year == year)
    }


def _show_prices(
    options: argparse.Namespace, placements: Any, found: "list[Expected]", refused: "list[tuple[str, Refusal]]", *, synthetic: bool
) -> None:
    if options.json:
        tables.print_json({"synthetic": synthetic, "expected": found, "refused": refused})
    else:
        tables.show_prices(placements, found, refused, options.limit, synthetic=synthetic)
    if options.out:
        from samspil.publish.purchasing.negotiation_xlsx import expected_to_xlsx

        _write(options, expected_to_xlsx(found, refused, synthetic=synthetic))


def run_negotiate(options: argparse.Namespace) -> int:
    """The negotiation list. Raises UsageError, NothingReadError, OutputError."""
    from samspil.purchasing.prices.negotiation import build_list, name_not_compared

    _check_ending(options.out, ".xlsx")
    portfolio = open_data(options)
    replies = None
    if options.replies:
        from samspil.replying import gather_replies

        replies = gather_replies(options.replies)
    found = build_list(
        portfolio,
        years=options.year,
        benchmark=options.benchmark,
        target_dkk=options.target * 1_000_000 if options.target else None,
        weights=dict(options.weight) or None,
        months=options.months,
        replies=replies,
    )
    names = name_not_compared(portfolio, found)
    if options.json:
        tables.print_json(tables.list_to_json(found))
    else:
        tables.show_list(found, names, options.limit)
    if options.out:
        from samspil.publish.purchasing.negotiation_xlsx import negotiation_to_xlsx

        _write(options, negotiation_to_xlsx(found, names))
    return ALL_WELL


def run_contracts(options: argparse.Namespace) -> int:
    """What to look at in contracts. Raises UsageError, NothingReadError, OutputError."""
    from samspil.purchasing.prices.contracts import watch_contracts

    _check_ending(options.out, ".xlsx", ".ics")
    portfolio = open_data(options)
    found = watch_contracts(portfolio, months=options.months, year=options.year)
    if options.json:
        tables.print_json({"synthetic": portfolio.synthetic, "as_of": portfolio.as_of, "findings": found})
    else:
        tables.show_watch(found, options.limit, options.year or max((each.year for each in portfolio.placements), default=0))
    if options.out and options.out.suffix.lower() == ".ics":
        from samspil.purchasing.prices.calendar import to_ics

        _write(options, to_ics(found, datetime.datetime.combine(portfolio.as_of, datetime.time(), datetime.UTC)))
    elif options.out:
        from samspil.publish.purchasing.negotiation_xlsx import contracts_to_xlsx

        _write(options, contracts_to_xlsx(found, synthetic=portfolio.synthetic))
    return ALL_WELL
