"""`samspil competition plan`: a tender plan from contract ends, with what the agreement says and volumes beside."""

import argparse
import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.purchasing_options import declare_action
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.competition.plan.intake import Intake
    from samspil.values.competition_plan import Plan

ALL_WELL, NOTHING_READ, GAPS = 0, 2, 3
FIRST, LAST = date(2024, 1, 1), date(2059, 12, 31)
_ROOM = "competition_plan"
_PER_OWNER = 3
_SHOWN = 20
_SUFFIXES = (".xlsx", ".csv")


def add_commands(actions: Any) -> None:
    """Declare the action."""
    file = say("cli.file_word")
    parser = declare_action(actions, "plan", _ROOM)
    parser.add_argument("contracts", nargs="?", default="", metavar=say(f"{_ROOM}.list_word"), help=say(f"{_ROOM}.list_help"))
    municipality = say(f"{_ROOM}.municipality_word")
    parser.add_argument("--municipality", default="", metavar=municipality, help=say(f"{_ROOM}.municipality_help"))
    parser.add_argument(
        "--from", dest="places", type=Path, nargs="+", default=[], metavar=say("cli.place_word"), help=say(f"{_ROOM}.from_help")
    )
    parser.add_argument("--potential", type=Path, metavar=file, help=say(f"{_ROOM}.potential_help"))
    parser.add_argument("--today", type=_day, metavar=say(f"{_ROOM}.today_word"), help=say(f"{_ROOM}.today_help"))
    owner = say(f"{_ROOM}.owner_help", default=_PER_OWNER)
    parser.add_argument("--per-owner", type=_count, default=_PER_OWNER, metavar="N", help=owner)
    parser.add_argument("--lot-size", type=_size, metavar="N", help=say(f"{_ROOM}.lot_help"))
    parser.add_argument("--lead-times", type=Path, metavar=file, help=say(f"{_ROOM}.times_help"))
    parser.add_argument("--template", type=Path, metavar=file, help=say(f"{_ROOM}.template_help"))
    parser.add_argument("--filled", action="store_true", help=say(f"{_ROOM}.filled_help"))
    parser.add_argument("--limit", type=_limit, default=_SHOWN, metavar="N", help=say(f"{_ROOM}.limit_help"))
    parser.add_argument("--out", type=Path, metavar=say("cli.folder_word"), help=say(f"{_ROOM}.out_help"))
    parser.set_defaults(run=run_plan)


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if not FIRST <= found <= LAST:
        raise argparse.ArgumentTypeError(say(f"{_ROOM}.bad_date", given=text[:40], first=FIRST, last=LAST))
    return found


def _whole(text: str, low: int, high: int, key: str) -> int:
    plain = text.replace(".", "") if key == "bad_size" else text
    if not (plain.isascii() and plain.isdigit() and len(plain) < 13 and low <= int(plain) <= high):
        raise argparse.ArgumentTypeError(say(f"{_ROOM}.{key}", given=text[:40], low=low, high=high))
    return int(plain)


def _count(text: str) -> int:
    return _whole(text, 1, 100, "bad_count")


def _limit(text: str) -> int:
    return _whole(text, 0, 100_000, "bad_count")


def _size(text: str) -> Decimal:
    return Decimal(_whole(text, 50_000, 10**10, "bad_size"))


def run_plan(options: argparse.Namespace) -> int:
    """Read, plan, show, write; 2 when no contract could be read, 3 when some could not. Raises CompetitionError, UsageError, OutputError."""
    from samspil.competition.errors import complain
    from samspil.contract_list import open_contracts
    from samspil.tender_planning import find_municipality, plan_tenders, read_times, wishes_for

    if options.template:
        return _write_template(options)
    if not options.contracts:
        raise complain(f"{_ROOM}.error_nothing_given")
    intake = open_contracts(options.contracts)
    _tell_intake(intake, options.limit)
    if not intake.contracts:
        print(f"samspil: {complain(f'{_ROOM}.error_nothing_read', options.contracts)}", file=sys.stderr)
        return NOTHING_READ
    wishes = wishes_for(
        options.today or date.today(),
        find_municipality(options.municipality),
        per_owner=options.per_owner,
        lot_size=options.lot_size,
        times=read_times(options.lead_times) if options.lead_times else None,
    )
    plan = plan_tenders(intake.contracts, wishes, options.places, options.potential)
    _tell(options, plan, intake)
    return GAPS if intake.refused else ALL_WELL


def _write_template(options: argparse.Namespace) -> int:
    from samspil.competition.errors import complain
    from samspil.contract_list import EXAMPLES, open_contracts
    from samspil.publish.competition.plan_template import make_template
    from samspil.publish.files import write_bytes

    if options.contracts or options.out or options.places or options.potential or options.json:
        raise complain(f"{_ROOM}.error_two_wishes")
    suffix = options.template.suffix.lower()
    if suffix not in _SUFFIXES:
        raise complain(f"{_ROOM}.error_template_name", str(options.template))
    write_bytes(options.template, make_template(suffix, open_contracts(EXAMPLES[0]).contracts if options.filled else ()))
    print(say(f"{_ROOM}.written", files=str(options.template)))
    return ALL_WELL


def _tell_intake(intake: "Intake", limit: int) -> None:
    """Findings and counts, on stderr: stdout is the plan's."""
    shown = intake.findings[: limit or None]
    for finding in shown:
        print(f"samspil: {say(f'{_ROOM}.level_{finding.level}')} {finding.line()}", file=sys.stderr)
    if rest := len(intake.findings) - len(shown):
        print(say(f"{_ROOM}.more_findings", count=rest), file=sys.stderr)
    if intake.findings:
        read = intake.rows - intake.refused - intake.totals
        print(say(f"{_ROOM}.counts", rows=intake.rows, read=read, refused=intake.refused, totals=intake.totals), file=sys.stderr)


def _tell(options: argparse.Namespace, plan: "Plan", intake: "Intake") -> None:
    from samspil.publish.competition.plan_story import tell_plan

    files = _write(options.out, plan) if options.out else []
    if options.json:
        from samspil.publish.competition.plan_json import plan_to_json

        findings = [{"kind": each.kind, "level": each.level, "place": each.place, "text": each.line()} for each in intake.findings]
        print(json.dumps({**plan_to_json(plan), "findings": findings, "files": files}, ensure_ascii=False, indent=1))
        return
    from samspil.cli.competition_plan_tables import print_plan

    print_plan(tell_plan(plan))
    if files:
        print(say(f"{_ROOM}.written", files=", ".join(files)))


def _write(folder: Path, plan: "Plan") -> list[str]:
    """All files; one that this plan has not is taken away, so that an old one does not stand beside."""
    from samspil.publish.competition.plan_files import NAMES, make_files
    from samspil.publish.files import write_bytes

    files = make_files(plan)
    for name, content in files.items():
        write_bytes(folder / name, content)
    for name in set(NAMES) - set(files):
        (folder / name).unlink(missing_ok=True)
    return [str(folder / name) for name in files]
