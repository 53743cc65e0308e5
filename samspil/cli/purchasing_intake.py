"""`samspil purchasing template | check | generate`: where data go, what is wrong with them, and made-up ones."""

import argparse
import json
from pathlib import Path
from typing import Any

from samspil.cli.purchasing_options import add_data, declare_action
from samspil.errors import UsageError
from samspil.vocabulary.texts import say

ALL_WELL, GAPS = 0, 3
_ROOM = "purchasing_intake"
_FORMATS = ("xlsx", "csv")
_SHOWN = 100
_MOST_SUPPLIERS, _MOST_PLACEMENTS, _MOST_SEED = 5_000, 500_000, 10**9


def add_commands(actions: Any) -> None:
    """Declare the three actions."""
    template = declare_action(actions, "template", _ROOM)
    _add_output(template)
    template.add_argument("--filled", action="store_true", help=say(f"{_ROOM}.filled_help"))
    template.set_defaults(run=run_template)
    check = declare_action(actions, "check", _ROOM)
    add_data(check)
    check.add_argument("--municipality", default="", metavar=say(f"{_ROOM}.municipality_word"), help=say(f"{_ROOM}.municipality_help"))
    check.add_argument("--limit", type=_counter(0, 10**6), default=_SHOWN, metavar="N", help=say(f"{_ROOM}.limit_help"))
    check.set_defaults(run=run_check)
    generate = declare_action(actions, "generate", _ROOM)
    _add_output(generate)
    for name, most, usual, least in (
        ("seed", _MOST_SEED, 1, 0),
        ("suppliers", _MOST_SUPPLIERS, 300, 2),
        ("placements", _MOST_PLACEMENTS, 12_000, 1),
    ):
        generate.add_argument(f"--{name}", type=_counter(least, most), default=usual, metavar="N", help=say(f"{_ROOM}.{name}_help"))
    generate.set_defaults(run=run_generate)


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, required=True, metavar=say("cli.folder_word"), help=say(f"{_ROOM}.out_help"))
    parser.add_argument("--format", choices=_FORMATS, default=_FORMATS[0], help=say(f"{_ROOM}.format_help"))


def _counter(first: int, last: int) -> Any:
    """A reader of whole numbers within bounds, for argparse."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 12 and first <= int(text) <= last):
            raise argparse.ArgumentTypeError(say(f"{_ROOM}.bad_count", given=text[:40], first=first, last=last))
        return int(text)

    return read


def run_template(options: argparse.Namespace) -> int:
    """Write empty or filled templates. Raises OutputError."""
    from samspil.purchasing.intake.templates import make_templates
    from samspil.purchasing.synthetic import make_portfolio

    example = make_portfolio(1, 6, 24)[0] if options.filled else None
    _write(options, make_templates(options.format, example))
    return ALL_WELL


def run_check(options: argparse.Namespace) -> int:
    """Every fault of the files; 3 when there is any. Raises UsageError, NothingReadError."""
    from samspil.purchases import read_purchases

    reading = read_purchases(options.data, municipality=find_municipality(options.municipality))
    if options.json:
        print(json.dumps(reading.as_json(), ensure_ascii=False, indent=1))
    else:
        print("\n".join(reading.lines(options.limit)))
    return reading.exit_code


def find_municipality(given: str) -> str:
    """The code of a municipality's name or code, '' for ''. Raises UsageError."""
    from samspil.vocabulary.municipalities import find_by_code, find_by_name, suggest

    found = find_by_code(given) or find_by_name(given) if given else None
    if given and not found:
        names = ", ".join(each.name for each in suggest(given))
        raise UsageError(say(f"{_ROOM}.bad_municipality", given=given[:60]), remedy=say(f"{_ROOM}.bad_municipality_remedy", names=names))
    return found.code if found else ""


def run_generate(options: argparse.Namespace) -> int:
    """Write a made-up portfolio in the templates, and truth.json. Raises OutputError."""
    from samspil.purchasing.intake.templates import make_templates
    from samspil.purchasing.synthetic import make_portfolio, truth_to_json

    portfolio, truth = make_portfolio(options.seed, options.suppliers, options.placements)
    truth_file = json.dumps({"note": say(f"{_ROOM}.truth_note"), **truth_to_json(truth)}, ensure_ascii=False, indent=1).encode()
    files = make_templates(options.format, portfolio) | {"truth.json": truth_file}
    counts = {name: len(getattr(portfolio, name)) for name in ("placements", "offers", "suppliers")}
    _write(options, files, say(f"{_ROOM}.generated", seed=options.seed, **counts))
    return ALL_WELL


def _write(options: argparse.Namespace, files: dict[str, bytes], word: str = "") -> None:
    """Put the files in the folder and say so."""
    from samspil.publish.files import write_bytes

    for name, content in files.items():
        write_bytes(options.out / name, content)
    paths = [str(options.out / name) for name in files]
    if options.json:
        print(json.dumps({"files": paths}, ensure_ascii=False, indent=1))
        return
    print(*([word] if word else []), say(f"{_ROOM}.template_written", files=", ".join(paths)), sep="\n")
