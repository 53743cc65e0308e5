"""`samspil serve [PLACE...]`: the workbench in the browser."""

import argparse
import sys
from pathlib import Path
from typing import Any

from samspil.cli.parser import declare
from samspil.vocabulary.texts import say

_LAST_PORT = 65_535
STORE = "samspil-desk.sqlite"


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "serve")
    parser.add_argument("places", type=Path, nargs="*", metavar=say("cli.place_word"), help=say("serve.places_help"))
    parser.add_argument("--agreements", type=Path, nargs="+", default=[], metavar=say("cli.folder_word"), help=say("serve.agreements_help"))
    add_store(parser)
    parser.add_argument("--port", type=read_port, metavar="N", help=say("serve.port_help"))
    parser.add_argument("--host", default="127.0.0.1", metavar=say("serve.address_word"), help=say("serve.host_help"))
    parser.add_argument("--users", action="store_true", help=say("serve.users_help"))
    parser.add_argument("--behind-tls", dest="tls_name", default="", metavar=say("cli.name_word"), help=say("serve.tls_help"))
    parser.add_argument("--no-browser", dest="browser", action="store_false", help=say("serve.browser_help"))
    parser.set_defaults(run=run)


def add_store(parser: argparse.ArgumentParser) -> None:
    """The option of every command that works on a desk."""
    parser.add_argument("--store", metavar=say("serve.store_word"), help=say("serve.store_help"))


def find_store(given: str | None, places: list[Path]) -> str | Path:
    """The store named; else the one beside the first place; else in the current folder."""
    if given:
        return given
    first = places[0] if places else Path()
    return (first if first.is_dir() else first.parent) / STORE


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop. Raises UsageError, StoreError."""
    from samspil.store.desk.desk import Desk
    from samspil.web.serving import Wish, check_wish
    from samspil.web.serving import run as serve
    from samspil.workbench.arriving import check_folders, read_places, take_in

    wish = Wish(options.host, options.port, options.users, options.tls_name, options.browser)
    check_wish(wish)
    check_folders(options.agreements)
    arrival = read_places(options.places)
    with Desk(find_store(options.store, options.places)) as desk:
        take_in(desk, arrival)
        serve(desk, wish, arrival, options.agreements, _tell)
    return 0


def _tell(line: str) -> None:
    print(line)
    sys.stdout.flush()


def read_port(text: str) -> int:
    """A port, 0 for any that is free. Raises ArgumentTypeError for anything else."""
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(say("serve.bad_port", given=text))
    return int(text)
