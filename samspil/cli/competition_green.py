"""`samspil competition green | cpv | shift`: the climate footprint of purchases, CPV suggestions, a share moved and followed."""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.competition_options import accounts_file
from samspil.cli.parser import read_year
from samspil.cli.purchasing_options import declare_action
from samspil.vocabulary.texts import language, say

if TYPE_CHECKING:
    from samspil.competition.user_table import UserTable
    from samspil.publish.purchasing.make_story import Story
    from samspil.values.competition import Indicator
    from samspil.values.competition_cpv import CpvSuggestion
    from samspil.values.competition_shift import Actual

ALL_WELL, NOTHING_FOUND = 0, 3
EXAMPLE = "eksempel"
FEWEST_DRAWS, MOST_DRAWS = 1_000, 100_000
_ROOM = "competition_green"


def add_commands(actions: Any) -> None:
    """Declare the three actions."""
    _add_green(declare_action(actions, "green", _ROOM))
    _add_cpv(declare_action(actions, "cpv", _ROOM))
    _add_shift(declare_action(actions, "shift", _ROOM))


def _add_green(parser: argparse.ArgumentParser) -> None:
    file, folder = say("cli.file_word"), say("cli.folder_word")
    parser.add_argument("spend", nargs="?", default="", metavar=say(f"{_ROOM}.spend_word"), help=say(f"{_ROOM}.spend_help"))
    parser.add_argument("--factors", default="", metavar=file, help=say(f"{_ROOM}.factors_help"))
    parser.add_argument("--index", type=Path, metavar=file, help=say(f"{_ROOM}.index_help"))
    wish = say(f"{_ROOM}.requirement_word")
    parser.add_argument("--requirement", action="append", default=[], metavar=wish, help=_help("requirement"))
    parser.add_argument("--draws", type=_number(FEWEST_DRAWS, MOST_DRAWS), default=10_000, metavar="N", help=say(f"{_ROOM}.draws_help"))
    parser.add_argument("--seed", type=_number(0, 2**31 - 1), default=1, metavar="N", help=say(f"{_ROOM}.seed_help"))
    parser.add_argument("--out", type=Path, metavar=folder, help=say(f"{_ROOM}.out_help"))
    parser.add_argument("--templates", type=Path, metavar=folder, help=say(f"{_ROOM}.templates_help"))
    parser.set_defaults(run=run_green)


def _help(name: str) -> str:
    """A per cent sign is argparse's own: it must stand twice."""
    return say(f"{_ROOM}.{name}_help").replace("%", "%%")


def _add_cpv(parser: argparse.ArgumentParser) -> None:
    from samspil.values.case import SERVICE_AREAS

    parser.add_argument("text", nargs="+", metavar=say(f"{_ROOM}.text_word"), help=say(f"{_ROOM}.text_help"))
    area = say(f"{_ROOM}.area_help", areas=", ".join(SERVICE_AREAS))
    parser.add_argument("--area", default=None, metavar=say(f"{_ROOM}.area_word"), help=area)
    parser.set_defaults(run=run_cpv)


def _add_shift(parser: argparse.ArgumentParser) -> None:
    point = say(f"{_ROOM}.point_word")
    parser.add_argument("--start", required=True, metavar=point, help=say(f"{_ROOM}.start_help"))
    parser.add_argument("--target", required=True, metavar=point, help=say(f"{_ROOM}.target_help"))
    parser.add_argument("--step", action="append", default=[], metavar=point, help=say(f"{_ROOM}.step_help"))
    parser.add_argument("--path", choices=("linear", "steps"), default="linear", help=say(f"{_ROOM}.path_help"))
    parser.add_argument("--actual", type=Path, metavar=say("cli.file_word"), help=say(f"{_ROOM}.actual_help"))
    parser.add_argument("--accounts", type=accounts_file, metavar=say("cli.file_word"), help=say(f"{_ROOM}.accounts_help"))
    parser.add_argument("--municipality", default="", metavar=say(f"{_ROOM}.place_word"), help=say(f"{_ROOM}.municipality_help"))
    parser.add_argument("--area", default="", metavar=say(f"{_ROOM}.area_word"), help=say(f"{_ROOM}.shift_area_help"))
    parser.add_argument("--base", type=_number(1, 10**13), metavar=say(f"{_ROOM}.base_word"), help=say(f"{_ROOM}.base_help"))
    parser.add_argument("--prices", type=read_year, metavar=say("cli.year_word"), help=say(f"{_ROOM}.prices_help"))
    parser.add_argument("--title", default="", metavar=say(f"{_ROOM}.title_word"), help=say(f"{_ROOM}.title_help"))
    parser.add_argument("--out", type=Path, metavar=say("cli.folder_word"), help=say(f"{_ROOM}.out_help"))
    parser.set_defaults(run=run_shift)


def _number(low: int, high: int) -> Callable[[str], int]:
    """A reader of whole numbers in digits."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 16 and low <= int(text) <= high):
            raise argparse.ArgumentTypeError(say(f"{_ROOM}.bad_number", given=text[:40], low=low, high=high))
        return int(text)

    return read


def run_green(options: argparse.Namespace) -> int:
    """Estimate, show, write; 3 when nothing could be calculated. Raises CompetitionError, OutputError."""
    from samspil.competition.green.estimate import estimate
    from samspil.competition.green.reading import read_factors, read_levels, read_spending
    from samspil.competition.green.requirements import parse_requirements
    from samspil.competition.user_table import blame
    from samspil.publish.competition.green_files import EXAMPLES
    from samspil.publish.competition.green_story import tell_estimate
    from samspil.table_files import open_table

    if options.templates:
        return _write_templates(options)
    if not options.spend or not options.factors:
        raise blame("nothing_given")
    spending = read_spending(_open(options.spend, EXAMPLES[0]))
    factors = read_factors(_open(options.factors, EXAMPLES[1]))
    levels = read_levels(open_table(options.index)) if options.index else None
    wishes = parse_requirements(options.requirement, list(dict.fromkeys(line.category for line in spending.lines)))
    done = estimate(spending, factors, wishes, levels, options.draws, options.seed)
    _tell(options, tell_estimate(done), done, "green")
    return ALL_WELL if done.kg is not None else NOTHING_FOUND


def _open(given: str, example: str) -> "tuple[UserTable, ...]":
    """The user's file, or the example that ships."""
    from samspil.publish.competition.green_files import read_example
    from samspil.table_files import open_table, read_table

    return read_table(read_example(example), example) if given == EXAMPLE else open_table(Path(given))


def _write_templates(options: argparse.Namespace) -> int:
    from samspil.publish.competition.green_files import make_templates

    _write(options, make_templates(), options.templates)
    return ALL_WELL


def _write(options: argparse.Namespace, files: dict[str, bytes], folder: Path) -> None:
    from samspil.publish.files import write_bytes

    for name, content in files.items():
        write_bytes(folder / name, content)
    if not options.json:
        print(say(f"{_ROOM}.written", files=", ".join(str(folder / name) for name in files)))


def _tell(options: argparse.Namespace, story: "Story", values: Any, name: str) -> None:
    """On screen or as JSON, and as files."""
    from samspil.publish.competition.green_files import make_files, write_json

    if options.json:
        print(write_json(story, values))
    else:
        from samspil.cli.purchasing_make_tables import print_story
        from samspil.publish.competition.green_parts import narrow

        print_story(narrow(story))
    if options.out:
        _write(options, make_files(story, values, name), options.out)


def run_cpv(options: argparse.Namespace) -> int:
    """Suggest; 3 when there is nothing to suggest. Raises CompetitionError."""
    from dataclasses import asdict

    from samspil.competition.cpv.codes import read_codes
    from samspil.competition.cpv.suggest import suggest

    found = suggest(" ".join(options.text), options.area)
    if options.json:
        told = [{"number": one.number, **asdict(one)} for one in found]
        print(json.dumps({"statement": say(f"{_ROOM}.cpv_title"), "suggestions": told}, ensure_ascii=False, indent=1))
    elif found:
        print(say(f"{_ROOM}.cpv_title"))
        for one in found:
            _print_suggestion(one)
        print(say(f"{_ROOM}.cpv_list", as_of=read_codes().as_of.isoformat()))
    else:
        print(say(f"{_ROOM}.cpv_none", count=len(read_codes().codes)))
    return ALL_WELL if found else NOTHING_FOUND


def _print_suggestion(one: "CpvSuggestion") -> None:
    from samspil.purchasing.figures.words import write_number

    name = one.name_da if language() == "da" else one.name_en
    confidence = write_number(_exact(one.confidence), 2)
    print(say(f"{_ROOM}.cpv_line", number=one.number, name=name, confidence=confidence))
    notes = [say(f"{_ROOM}.cpv_rests", words=", ".join(one.words))]
    notes.append(say(f"{_ROOM}.cpv_status_public" if one.status == "public" else f"{_ROOM}.cpv_status_verify"))
    notes += [] if one.check else [say(f"{_ROOM}.cpv_check")]
    notes += [say(f"{_ROOM}.cpv_area_no")] if one.area is False else []
    print(f"    {'; '.join(notes)}")


def _exact(value: float) -> Any:
    from decimal import Decimal

    return Decimal(repr(value))


def run_shift(options: argparse.Namespace) -> int:
    """Plan, follow, show, write. Raises CompetitionError, OutputError."""
    from decimal import Decimal

    from samspil.competition.shift.follow import follow
    from samspil.competition.shift.plan import make_plan, parse_point
    from samspil.publish.competition.green_shift_story import tell_shift

    base = Decimal(options.base) if options.base is not None else None
    steps = [parse_point(text) for text in options.step]
    plan = make_plan(parse_point(options.start), parse_point(options.target), steps, options.path, base, options.prices, options.title)
    done = follow(plan, _read_actuals(options))
    _tell(options, tell_shift(done), done, "shift")
    return ALL_WELL


def _read_actuals(options: argparse.Namespace) -> "tuple[Actual, ...]":
    """Actual shares of the user's table, or of one municipality's accounts; none of them: ()."""
    from samspil.competition.shift.follow import actuals_of
    from samspil.competition.shift.reading import read_actuals
    from samspil.competition.user_table import blame
    from samspil.table_files import open_table

    if options.actual and options.accounts:
        raise blame("shift_two_sources")
    if (options.municipality or options.area) and not options.accounts:
        raise blame("shift_no_accounts")
    if options.accounts:
        return actuals_of(_measure(options))
    return read_actuals(open_table(options.actual)) if options.actual else ()


def _measure(options: argparse.Namespace) -> "list[Indicator]":
    """The municipality's PLI by year, in all or in one service area."""
    from samspil.competition.indicators.measure import measure
    from samspil.competition.user_table import blame, show
    from samspil.values.case import SERVICE_AREAS
    from samspil.vocabulary.municipalities import find_by_code, find_by_name

    name, area = options.municipality, options.area
    place = find_by_code(name) if name.isascii() and name.isdigit() else find_by_name(name)
    if place is None:
        raise blame("shift_place", show(name))
    if area and area not in SERVICE_AREAS:
        raise blame("cpv_area", area=show(area), areas=", ".join(SERVICE_AREAS))
    level, codes = ("service_area", (area,)) if area else ("total", ())
    found = measure(options.accounts, None, level, (), (place.code,), codes=codes, kinds=("pli",), country=False)
    if not found:
        raise blame("shift_not_in_accounts", f"{options.accounts}", municipality=place.name)
    return list(found)
