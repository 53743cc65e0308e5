"""`samspil evaluate`: rows against labelled agreements (GOLD PREDICTED), or the reader on municipalities it has not seen (`--corpus`)."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from samspil.cli.parser import add_json, count_processors, declare, read_workers
from samspil.errors import UsageError
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import say

EACH = "each"


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "evaluate")
    folder, file = say("cli.folder_word"), say("cli.file_word")
    parser.add_argument("gold", type=Path, nargs="?", metavar="GOLD", help=say("cli.gold_help"))
    parser.add_argument("predicted", type=Path, nargs="?", metavar="PREDICTED", help=say("cli.predicted_help"))
    parser.add_argument("--corpus", type=Path, metavar=folder, help=say("quality.corpus_help"))
    parser.add_argument("--gold", dest="golds", type=Path, action="append", default=[], metavar=file, help=say("quality.gold_help"))
    parser.add_argument("--docs", type=Path, action="append", default=[], metavar=folder, help=say("quality.docs_help"))
    parser.add_argument("--folds", type=read_folds, metavar="N", help=say("quality.folds_help"))
    parser.add_argument("--keep", type=Path, metavar=folder, help=say("quality.keep_help"))
    parser.add_argument("--errors", type=read_errors, metavar="N", help=say("quality.errors_help"))
    parser.add_argument("--workers", type=read_workers, default=count_processors(), metavar="N", help=say("quality.workers_help"))
    add_json(parser)
    parser.set_defaults(run=run)


def read_folds(text: str) -> int:
    """A number of parts from 2; 0 for 'each'. Raises ArgumentTypeError for anything else."""
    if text == EACH:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) >= 2):
        raise argparse.ArgumentTypeError(say("quality.bad_folds", given=text))
    return int(text)


def read_errors(text: str) -> int:
    """How many errors to show. Raises ArgumentTypeError for anything but a number."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(say("quality.bad_errors", given=text))
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Compare or measure, and show."""
    if options.corpus is not None:
        return _measure(options)
    for name in ("golds", "docs", "folds", "keep"):
        if getattr(options, name):
            raise UsageError(say("quality.needs_corpus", option=f"--{name.removesuffix('s') if name == 'golds' else name}"))
    if options.gold is None or options.predicted is None:
        raise UsageError(say("quality.use_one"), remedy=say("quality.use_one_remedy"))
    return _compare(options)


def _compare(options: argparse.Namespace) -> int:
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
        print_evaluation(result, options.errors)
    return 0


def _measure(options: argparse.Namespace) -> int:
    """The corpus by parts and the labelled sets. What goes on is told on stderr, so that --json stays JSON."""
    if options.gold is not None:
        raise UsageError(say("quality.use_one"), remedy=say("quality.use_one_remedy"))
    if len(options.golds) != len(options.docs):
        raise UsageError(say("quality.pairs", gold=len(options.golds), docs=len(options.docs)), remedy=say("quality.use_one_remedy"))
    from samspil.cli.quality_tables import print_quality, tell_progress
    from samspil.judging import Judge, Task
    from samspil.labelled_set import open_set

    sets = [open_set(gold, docs) for gold, docs in zip(options.golds, options.docs, strict=True)]
    judge = Judge(Task(options.corpus, options.folds, options.keep, options.workers), tell_progress)
    corpus = judge.measure_corpus()
    measured = [(labelled.name, judge.measure_set(labelled)) for labelled in sets]
    if options.json:
        print(json.dumps({"corpus": corpus, "sets": [{"name": name, **quality} for name, quality in measured]}, ensure_ascii=False))
    else:
        print_quality(corpus, measured, options.errors)
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
