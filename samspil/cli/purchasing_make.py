"""`samspil purchasing make-or-buy | self-sufficiency`: own places against bought ones, and how far own places reach."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.parser import read_year
from samspil.cli.purchasing_options import declare_action
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.publish.purchasing.make_story import Story
    from samspil.purchasing.figures.refund import Rates
    from samspil.purchasing.make_or_buy.model import Case
    from samspil.purchasing.self_sufficiency.model import Measured

ALL_WELL, GAPS = 0, 3
FEWEST_DRAWS, MOST_DRAWS = 1_000, 200_000
_ROOM = "purchasing_make"


def add_commands(actions: Any) -> None:
    """Declare the two actions."""
    file, folder = say("cli.file_word"), say("cli.folder_word")
    make = declare_action(actions, "make-or-buy", _ROOM)
    make.add_argument("case", nargs="?", default="", metavar=say(f"{_ROOM}.file_word"), help=say(f"{_ROOM}.case_help"))
    make.add_argument("--data", type=Path, nargs="+", default=[], metavar=file, help=say(f"{_ROOM}.data_help"))
    make.add_argument("--refund", type=Path, metavar=file, help=say(f"{_ROOM}.refund_help"))
    make.add_argument("--template", action="store_true", help=say(f"{_ROOM}.template_help"))
    make.add_argument("--filled", action="store_true", help=say(f"{_ROOM}.filled_help"))
    make.set_defaults(run=run_make)
    reach = declare_action(actions, "self-sufficiency", _ROOM)
    reach.add_argument("plan", nargs="?", default="aarhus", metavar=say(f"{_ROOM}.plan_word"), help=say(f"{_ROOM}.plan_help"))
    reach.add_argument("--data", type=Path, nargs="+", default=[], metavar=file, help=say(f"{_ROOM}.rates_data_help"))
    reach.set_defaults(run=run_reach)
    for parser, draws in ((make, 10_000), (reach, 5_000)):
        parser.add_argument("--year", type=read_year, metavar=say("cli.year_word"), help=say(f"{_ROOM}.year_help"))
        parser.add_argument("--draws", type=_read_draws, default=draws, metavar="N", help=say(f"{_ROOM}.draws_help"))
        parser.add_argument("--out", type=Path, metavar=folder, help=say(f"{_ROOM}.out_help"))


def _read_draws(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and FEWEST_DRAWS <= int(text) <= MOST_DRAWS):
        raise argparse.ArgumentTypeError(say(f"{_ROOM}.bad_draws", given=text[:40], low=FEWEST_DRAWS, high=MOST_DRAWS))
    return int(text)


def run_make(options: argparse.Namespace) -> int:
    """Compare, show, write; 3 and no figure while a compulsory line is missing. Raises MakeError, FiguresError, UsageError, OutputError."""
    from samspil.case_files import open_case
    from samspil.publish.purchasing.make_case_story import tell_case
    from samspil.publish.purchasing.make_json import comparison_to_json
    from samspil.purchasing.make_or_buy.compare import compare_case
    from samspil.purchasing.make_or_buy.errors import complain

    if options.template:
        return _write_templates(options)
    if not options.case:
        raise complain("nothing_given")
    case = _count(options, open_case(options.case))
    if case.missing:
        return _refuse(options, case)
    done = compare_case(case, _read_rates(options.refund), options.draws)
    _tell(options, tell_case(done), comparison_to_json(done), "make-or-buy")
    return ALL_WELL


def _write_templates(options: argparse.Namespace) -> int:
    from samspil.publish.files import write_bytes
    from samspil.purchasing.make_or_buy.errors import complain
    from samspil.purchasing.make_or_buy.template import make_templates, read_example

    if options.case:
        raise complain("two_wishes")
    if options.out is None:
        raise complain("template_out")
    files = make_templates(read_example() if options.filled else None)
    for name, content in files.items():
        write_bytes(options.out / name, content)
    _tell_files(options, [str(options.out / name) for name in files])
    return ALL_WELL


def _count(options: argparse.Namespace, case: "Case") -> "Case":
    """The case with the citizens of the data given, if any."""
    if not options.data:
        return case
    from samspil.cli.purchasing_options import open_data
    from samspil.purchasing.make_or_buy.citizens import count_citizens
    from samspil.purchasing.make_or_buy.reading import with_citizens

    portfolio = open_data(options)
    year = options.year or portfolio.as_of.year
    source = ", ".join(file.name for file in options.data)
    return with_citizens(case, count_citizens(portfolio, case.paragraph, case.direction, year), f"{source} ({year})")


def _refuse(options: argparse.Namespace, case: "Case") -> int:
    """Every line that is missing; no figure."""
    from samspil.publish.purchasing.make_case_story import tell_missing
    from samspil.publish.purchasing.make_json import case_to_json

    if options.json:
        print(json.dumps(case_to_json(case), ensure_ascii=False, indent=1))
        return GAPS
    print(say(f"{_ROOM}.incomplete_title", count=len(case.missing), title=case.title))
    print(*(f"  • {line}" for line in tell_missing(case)), sep="\n")
    print(say(f"{_ROOM}.incomplete_text"))
    return GAPS


def _read_rates(file: Path | None) -> "Rates | None":
    from samspil.purchasing.figures.refund import read_rates

    return read_rates(file) if file else None


def run_reach(options: argparse.Namespace) -> int:
    """Project, show, write. Raises MakeError, UsageError, NothingReadError, OutputError."""
    from samspil.publish.purchasing.make_json import forecast_to_json
    from samspil.publish.purchasing.make_plan_story import tell_forecast
    from samspil.purchasing.self_sufficiency.forecast import forecast
    from samspil.purchasing.self_sufficiency.reading import read_plan

    done = forecast(read_plan(options.plan), options.draws)
    measured = _measure(options)
    story = tell_forecast(done)
    _tell(options, _with_measured(story, measured), forecast_to_json(done, measured), "self-sufficiency")
    return ALL_WELL


def _measure(options: argparse.Namespace) -> "Measured | None":
    if not options.data:
        return None
    from samspil.cli.purchasing_options import open_data
    from samspil.purchasing.self_sufficiency.rates import measure_rates

    portfolio = open_data(options)
    return measure_rates(portfolio, options.year or portfolio.as_of.year)


def _with_measured(story: "Story", measured: "Measured | None") -> "Story":
    from dataclasses import replace

    from samspil.publish.purchasing.make_plan_story import tell_measured

    return replace(story, sections=(*story.sections, tell_measured(measured))) if measured else story


def _tell(options: argparse.Namespace, story: "Story", data: dict[str, Any], name: str) -> None:
    """On screen or as JSON, and as files."""
    if options.json:
        print(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        from samspil.cli.purchasing_make_tables import print_story

        print_story(story)
    if options.out:
        from samspil.publish.files import write_bytes
        from samspil.publish.purchasing.make_files import make_files

        files = make_files(story, name)
        for file, content in files.items():
            write_bytes(options.out / file, content)
        if not options.json:
            _tell_files(options, [str(options.out / file) for file in files])


def _tell_files(options: argparse.Namespace, files: list[str]) -> None:
    if options.json:
        print(json.dumps({"files": files}, ensure_ascii=False, indent=1))
    else:
        print(say(f"{_ROOM}.written", files=", ".join(files)))
