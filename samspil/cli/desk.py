"""`samspil desk move FROM TO`: a desk from SQLite to PostgreSQL or back."""

import argparse
import json
import sys
from typing import Any

from samspil.cli.parser import Parser, add_json, declare
from samspil.vocabulary.texts import say

_WHOLE, _BROKEN = 0, 3


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "desk")
    actions = parser.add_subparsers(dest="action", title=say("desk_move.actions"), metavar="move", required=True, parser_class=Parser)
    moving = actions.add_parser("move", help=say("desk_move.help"), description=say("desk_move.help"), epilog=say("cli.desk_example"))
    moving.add_argument("source", metavar=say("desk_move.from_word"), help=say("desk_move.from_help"))
    moving.add_argument("target", metavar=say("desk_move.to_word"), help=say("desk_move.to_help"))
    add_json(moving)
    moving.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Move, tell how much; 3 when the trail was not whole, neither before nor after. Raises StoreError, MoveError."""
    from samspil.workbench.move import move

    moved = move(options.source, options.target, _tell)
    head = f"{moved.verdict.head[0]}:{moved.verdict.head[1]}"
    if options.json:
        print(
            json.dumps(
                {
                    "rows": moved.rows,
                    "lines": moved.verdict.lines,
                    "head": head,
                    "whole": moved.verdict.whole,
                    "files": moved.files,
                    "missing": moved.missing,
                }
            )
        )
    else:
        print(say("desk_move.done", rows=sum(moved.rows.values()), lines=moved.verdict.lines))
        if moved.files or moved.missing:
            print(say("desk_move.files_missing" if moved.missing else "desk_move.files", files=moved.files, missing=moved.missing))
        print(say("serve.head", head=head))
        print(say("desk_move.next" if moved.verdict.whole else "desk_move.broken"))
    return _WHOLE if moved.verdict.whole else _BROKEN


def _tell(table: str, rows: int) -> None:
    if rows:
        print(say("desk_move.table", table=table, rows=rows), file=sys.stderr)
