"""`samspil competition import`: files of Statistics Denmark become one checked file of accounts."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.purchasing_options import declare_action
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.values.competition_accounts import About
    from samspil.values.competition_findings import AccountFinding
    from samspil.values.statistics import TableFinding

_ROOM = "competition_import"
_PLAIN, _TO_LOOK_AT = 0, 3
_SHOWN = 20


def add_commands(actions: Any) -> None:
    """Declare the action."""
    parser = declare_action(actions, "import", _ROOM)
    parser.add_argument("files", type=Path, nargs="+", metavar=say(f"{_ROOM}.files_word"), help=say(f"{_ROOM}.files_help"))
    parser.add_argument("--out", type=Path, required=True, metavar=say("cli.file_word"), help=say(f"{_ROOM}.out_help"))
    parser.add_argument("--where", action="append", default=[], metavar=say("statbank.where_word"), help=say(f"{_ROOM}.where_help"))
    parser.set_defaults(run=run_import)


def run_import(options: argparse.Namespace) -> int:
    """Gather and show; 3 when there is something odd to look at. Raises CompetitionError, StatbankError, SelectError."""
    from samspil.competition.accounts.gathering import import_accounts
    from samspil.competition.accounts.keeping import count_accounts
    from samspil.competition.coverage.checks import check_accounts
    from samspil.statbank.selecting import parse_choices

    about, noted = import_accounts(options.files, options.out, parse_choices(options.where))
    findings = check_accounts(options.out)
    counts = count_accounts(options.out)
    if options.json:
        print(json.dumps(_describe(options.out, about, noted, findings, counts), ensure_ascii=False, indent=1))
    else:
        _print(options.out, about, noted, findings, counts)
    return _TO_LOOK_AT if any(finding.weight == "odd" for finding in findings) else _PLAIN


def _describe(
    out: Path,
    about: "About",
    noted: "tuple[TableFinding, ...]",
    findings: "tuple[AccountFinding, ...]",
    counts: tuple[int, int, tuple[int, ...]],
) -> dict[str, Any]:
    from samspil.competition.coverage.telling import tell_finding

    rows, municipalities, years = counts
    told = []
    for finding in findings:
        what, remedy = tell_finding(finding)
        numbers = {name: str(value) for name, value in finding.numbers.items()}
        told.append({**asdict(finding), "numbers": numbers, "what": what, "remedy": remedy})
    return {
        "file": str(out),
        "rows": rows,
        "municipalities": municipalities,
        "years": list(years),
        "about": asdict(about),
        "files": [asdict(one) for one in noted],
        "findings": told,
    }


def _print(
    out: Path,
    about: "About",
    noted: "tuple[TableFinding, ...]",
    findings: "tuple[AccountFinding, ...]",
    counts: tuple[int, int, tuple[int, ...]],
) -> None:
    from rich.console import Console

    from samspil.vocabulary.numbers import show_number

    console = Console(highlight=False, soft_wrap=True)

    def tell(line: str, style: str = "") -> None:
        console.print(line, style=style or None, markup=False)

    rows, municipalities, years = counts
    span = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}" if years else "–"
    tell(say(f"{_ROOM}.gathered", rows=show_number(rows), municipalities=municipalities, years=span, out=out), "bold")
    if about.example:
        tell(say(f"{_ROOM}.example"), "bold yellow")
    tell(say(f"{_ROOM}.about_{about.kind}", table=about.table, source=about.source))
    if about.detail == "main_account":
        tell(say(f"{_ROOM}.main_accounts_only"))
    tell(say(f"{_ROOM}.done_title"))
    for name, values in about.chosen.items():
        tell("  " + say(f"{_ROOM}.chosen_line", name=name, values=values))
    for key, fills in about.notes:
        if not key.startswith(("lacks_", "country_")):  # told among the findings
            tell("  " + say(f"{_ROOM}.note_{key}", **fills))
    for one in noted:
        tell(f"  {Path(one.file).name}: {one.what}")
    _print_findings(tell, findings)


def _print_findings(tell: Any, findings: "tuple[AccountFinding, ...]") -> None:
    """The odd ones with what to do, then the notes."""
    from samspil.competition.coverage.telling import tell_finding

    odd = [finding for finding in findings if finding.weight == "odd"]
    notes = [finding for finding in findings if finding.weight != "odd"]
    for title, held in (("odd_title", odd), ("note_title", notes)):
        if held:
            tell(say(f"{_ROOM}.{title}"), "bold" if held is odd else "")
        for finding in held[:_SHOWN]:
            what, remedy = tell_finding(finding)
            tell(f"  {what}")
            tell(f"    {remedy}", "dim")
        if len(held) > _SHOWN:
            tell("  " + say(f"{_ROOM}.and_more", count=len(held) - _SHOWN))
    if not odd:
        tell(say(f"{_ROOM}.none_odd"))
