"""`samspil evaluate GOLD PREDICTED`: how good the rows are against labelled agreements."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from samspil.cli.parser import add_json, declare
from samspil.errors import UsageError
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import say


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "evaluate")
    parser.add_argument("gold", type=Path, metavar="GOLD", help=say("cli.gold_help"))
    parser.add_argument("predicted", type=Path, metavar="PREDICTED", help=say("cli.predicted_help"))
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Compare and show."""
    from samspil.cli.tables import print_evaluation
    from samspil.review.evaluate import evaluate

    gold, predicted = _read_list(options.gold), _read_list(options.predicted)
    try:
        result = evaluate(gold, predicted)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        place = f"{options.gold}, {options.predicted}"
        raise UsageError(say("cli.bad_gold", detail=repr(error)), place=place, remedy=say("cli.bad_gold_remedy")) from error
    if options.json:
        print(json.dumps({name: value for name, value in asdict(result).items() if name != "matched"}, ensure_ascii=False))
    else:
        print_evaluation(result)
    return 0


def _read_list(file: Path) -> list[dict[str, Any]]:
    """A JSON list, or the 'initiatives' of a review. Raises UsageError naming the file."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(say("cli.file_unopened", detail=explain(error)), place=str(file)) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(say("cli.bad_json", detail=error), place=str(file), remedy=say("cli.bad_gold_remedy")) from error
    rows = content.get("initiatives") if isinstance(content, dict) else content
    if not isinstance(rows, list):
        raise UsageError(say("cli.bad_gold", detail=type(content).__name__), place=str(file), remedy=say("cli.bad_gold_remedy"))
    return rows
