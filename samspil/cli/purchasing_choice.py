"""`samspil purchasing choose | bids`: an offer for one citizen's needs, and bids in a tender. Two doors: one is not the other."""

import argparse
import json
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.purchasing_options import declare_action, open_data
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.purchasing.bids.model import Evaluation
    from samspil.purchasing.choice.methods import MethodResult
    from samspil.purchasing.choice.model import Choice, CitizenNeed

ALL_WELL, GAPS = 0, 3
_ROOM = "purchasing_choice"
_METHODS = ("wsm_sum", "wsm_max", "topsis", "vikor", "moora")
_MODELS = ("relative", "linear", "minmax", "priced_quality", "commission", "oslo")
_NONE = ("ingen", "none")
_SHOWN = 10
BOOK, NOTE, LOG = "choice.xlsx", "decision.docx", "decisions.jsonl"


def add_commands(actions: Any) -> None:
    """Declare the two actions."""
    _add_choose(declare_action(actions, "choose", _ROOM))
    _add_bids(declare_action(actions, "bids", _ROOM))


def _add_choose(parser: argparse.ArgumentParser) -> None:
    file, folder = say(f"{_ROOM}.file_word"), say("cli.folder_word")
    parser.add_argument("--need", type=Path, required=True, metavar=file, help=say(f"{_ROOM}.need_help"))
    parser.add_argument("--data", type=Path, nargs="+", required=True, metavar=say(f"{_ROOM}.data_word"), help=say(f"{_ROOM}.data_help"))
    parser.add_argument("--weights", type=Path, metavar=file, help=say(f"{_ROOM}.weights_help"))
    methods = say(f"{_ROOM}.method_help", methods=", ".join(_METHODS))
    parser.add_argument("--method", action="append", default=[], choices=_METHODS, metavar="METHOD", help=methods)
    parser.add_argument("--draws", type=int, default=10_000, metavar="N", help=say(f"{_ROOM}.draws_help"))
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=say(f"{_ROOM}.seed_help"))
    parser.add_argument("--around", type=_number, metavar="N", help=say(f"{_ROOM}.around_help"))
    parser.add_argument("--limit", type=int, default=_SHOWN, metavar="N", help=say(f"{_ROOM}.limit_help"))
    parser.add_argument("--out", type=Path, metavar=folder, help=say(f"{_ROOM}.out_help"))
    parser.add_argument("--chosen", metavar="ID", help=say(f"{_ROOM}.chosen_help"))
    parser.add_argument("--grounds", type=Path, metavar=file, help=say(f"{_ROOM}.grounds_help"))
    parser.add_argument("--unit", default="", metavar="TEXT", help=say(f"{_ROOM}.unit_help"))
    parser.add_argument("--on", type=_day, metavar=say("cli.date_word"), help=say(f"{_ROOM}.on_help"))
    parser.set_defaults(run=run_choose)


def _add_bids(parser: argparse.ArgumentParser) -> None:
    file = say(f"{_ROOM}.file_word")
    parser.add_argument("bids", type=Path, metavar=file, help=say(f"{_ROOM}.bids_file_help"))
    parser.add_argument("--model", choices=_MODELS, metavar=say(f"{_ROOM}.model_word"), help=say(f"{_ROOM}.model_help"))
    for name in ("k", "price-weight", "scale"):
        parser.add_argument(f"--{name}", type=_number, metavar="N", help=say(f"{_ROOM}.{name.replace('-', '_')}_help"))
    parser.add_argument("--no-cut", action="store_true", help=say(f"{_ROOM}.no_cut_help"))
    parser.add_argument("--round", type=int, metavar="N", help=say(f"{_ROOM}.round_help"))
    parser.add_argument("--out", type=Path, metavar=file, help=say(f"{_ROOM}.bids_out_help"))
    parser.set_defaults(run=run_bids)


def _number(text: str) -> Decimal:
    """'0,5' or '0.5'."""
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite():
        raise argparse.ArgumentTypeError(repr(text[:40]))
    return value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(repr(text[:40])) from None


def run_choose(options: argparse.Namespace) -> int:
    """Rank, show, and write what is asked for; 3 when no offer surely meets all must-haves. Raises UsageError, NothingReadError, ChoiceError."""
    from samspil.purchasing.choice.choose import Settings, choose
    from samspil.purchasing.choice.criteria import make_weighting
    from samspil.purchasing.choice.methods import check_reversal

    _check_note(options)
    need, given = _read_need(options)
    weighting = make_weighting(need.paragraph, given, str(options.weights or ""))
    settings: Settings = Settings(options.draws, options.seed, None if options.around is None else float(options.around))
    choice = choose(open_data(options), need, weighting, settings, str(options.need))
    results = [check_reversal(method, choice.ranked) for method in options.method] if choice.ranked else []
    files = _write_choice(options, choice) if options.out else []
    _show_choice(options, choice, results, files)
    return ALL_WELL if choice.ranked else GAPS


def _check_note(options: argparse.Namespace) -> None:
    from samspil.purchasing.choice.errors import complain

    wanted = options.chosen or options.grounds or options.unit or options.on
    if wanted and not (options.chosen and options.unit and options.on and options.out):
        raise complain("note_needs")


def _read_need(options: argparse.Namespace) -> "tuple[CitizenNeed, dict[str, Any] | None]":
    """The need, and the weights file's fields."""
    from samspil.bidding import read_text
    from samspil.purchasing.choice.need_file import parse_need, parse_toml

    need = parse_need(read_text(options.need), str(options.need))
    return need, parse_toml(read_text(options.weights), str(options.weights)) if options.weights else None


def _write_choice(options: argparse.Namespace, choice: "Choice") -> list[str]:
    """The workbook; with a decision also the note and its line in the log."""
    from samspil.publish.files import write_bytes
    from samspil.publish.purchasing.choice_xlsx import render_tables
    from samspil.purchasing.choice.tables import all_tables

    note = _make_note(options, choice) if options.chosen else None  # first: grounds refused leave nothing behind
    files = {BOOK: render_tables(all_tables(choice)), **({NOTE: note[0], LOG: note[1]} if note else {})}
    for name, content in files.items():
        write_bytes(options.out / name, content)
    return [str(options.out / name) for name in files]


def _make_note(options: argparse.Namespace, choice: "Choice") -> tuple[bytes, bytes]:
    """The note, and the log with its line added (once: the same decision again adds nothing)."""
    from samspil.bidding import read_text
    from samspil.publish.purchasing.decision_note import render_note
    from samspil.purchasing.choice.decision import Decision, decide, make_log_line

    grounds = read_text(options.grounds) if options.grounds else ""
    offer = "" if options.chosen.lower() in _NONE else options.chosen
    decided = decide(choice, Decision(offer, grounds, options.unit, options.on))
    note = render_note(decided)
    log = options.out / LOG
    lines = read_text(log).splitlines() if log.exists() else []
    before = lines[-2] if len(lines) > 1 else ""
    if not lines or lines[-1] != make_log_line(decided, note, before):
        lines.append(make_log_line(decided, note, lines[-1] if lines else ""))
    return note, ("\n".join(lines) + "\n").encode()


def _show_choice(options: argparse.Namespace, choice: "Choice", results: "list[MethodResult]", files: list[str]) -> None:
    from samspil.purchasing.choice.words import as_json

    if options.json:
        methods = [
            {"method": each.method, "ranks": {p.offer: p.rank for p in each.placed}, "reversals": len(each.reversals), "tried": each.tried}
            for each in results
        ]
        print(json.dumps({**as_json(choice), "methods": methods, "files": files}, ensure_ascii=False, indent=1))
        return
    from samspil.cli.choice_tables import print_choice

    print_choice(choice, results, options.limit)
    if files:
        print(say(f"{_ROOM}.written", files=", ".join(files)))


def run_bids(options: argparse.Namespace) -> int:
    """Evaluate and show; 3 when no bid wins. Raises UsageError, ChoiceError."""
    from samspil.bidding import read_tender
    from samspil.purchasing.bids.tender import evaluate_tender

    given = {
        "model": options.model,
        "k": options.k,
        "price_weight": options.price_weight,
        "scale": options.scale,
        "round_digits": options.round,
    }
    settings = {key: value for key, value in given.items() if value is not None} | ({"cut": False} if options.no_cut else {})
    done = evaluate_tender(read_tender(options.bids, settings), str(options.bids))
    _show_bids(options, done)
    return ALL_WELL if done.winners else GAPS


def _show_bids(options: argparse.Namespace, done: "Evaluation") -> None:
    from samspil.purchasing.bids.tables import all_tables, as_json

    if options.out:
        from samspil.publish.files import write_bytes
        from samspil.publish.purchasing.choice_xlsx import render_tables

        write_bytes(options.out, render_tables(all_tables(done)))
    if options.json:
        print(json.dumps(as_json(done), ensure_ascii=False, indent=1))
        return
    from samspil.cli.choice_tables import print_bids

    print_bids(done)
    if options.out:
        print(say(f"{_ROOM}.written", files=str(options.out)))
