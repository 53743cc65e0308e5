"""`samspil verify`: whether the trail of a desk is whole."""

import argparse
import json
import re
from pathlib import Path
from typing import Any

from samspil.cli.parser import add_json, declare
from samspil.cli.serve import add_store, find_store
from samspil.errors import UsageError
from samspil.vocabulary.texts import say

_WHOLE, _BROKEN = 0, 3
_HEAD = re.compile(r"(\d{1,15}):([0-9a-f]{64})")


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "verify")
    parser.add_argument("places", type=Path, nargs="*", metavar=say("cli.place_word"), help=say("serve.verify_places_help"))
    add_store(parser)
    parser.add_argument("--head", type=read_head, metavar=say("serve.head_word"), help=say("serve.head_help"))
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check, name what is wrong; 3 when something is. Raises UsageError, StoreError."""
    from samspil.store.desk.desk import Desk
    from samspil.workbench.verify import verify

    store = find_store(options.store, options.places)
    if "://" not in str(store) and not Path(store).is_file():
        raise UsageError(say("serve.no_store"), place=str(store), remedy=say("serve.no_store_remedy"))
    with Desk(store) as desk:
        verdict = verify(desk, options.head)
    head = f"{verdict.head[0]}:{verdict.head[1]}"
    if options.json:
        broken = [{"sequence": line.sequence, "problem": line.problem} for line in verdict.broken]
        print(json.dumps({"whole": verdict.whole, "lines": verdict.lines, "head": head, "broken": broken, "rows": list(verdict.rows)}))
    else:
        for line in verdict.broken:
            print(say(f"serve.line_{line.problem}", sequence=line.sequence))
        for row in verdict.rows:
            print(say("serve.strange_row", row=row))
        print(say("serve.whole" if verdict.whole else "serve.broken", lines=verdict.lines))
        print(say("serve.head", head=head))
    return _WHOLE if verdict.whole else _BROKEN


def read_head(text: str) -> tuple[int, str]:
    """'SEQUENCE:HASH' as the command prints it. Raises ArgumentTypeError for anything else."""
    match = _HEAD.fullmatch(text.strip())
    if match is None:
        raise argparse.ArgumentTypeError(say("serve.bad_head", given=text))
    return int(match[1]), match[2]
