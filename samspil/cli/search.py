"""`samspil search WORDS`: passages of all agreements, on a desk or in the results of reviews."""

import argparse
import json
from pathlib import Path
from typing import Any

from samspil.cli.parser import add_from, add_json, declare, read_year
from samspil.cli.serve import STORE
from samspil.errors import UsageError
from samspil.vocabulary.texts import say

_USUAL, _MOST = 20, 100


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "search")
    parser.add_argument("words", nargs="+", metavar=say("search.words_word"), help=say("search.words_help"))
    add_from(parser)
    parser.add_argument("--store", metavar=say("serve.store_word"), help=say("search.store_help"))
    parser.add_argument("--year", type=read_year, metavar=say("cli.year_word"), help=say("search.year_help"))
    parser.add_argument("--most", type=read_most, default=_USUAL, metavar="N", help=say("search.most_help"))
    add_json(parser)
    parser.set_defaults(run=run)


def read_most(text: str) -> int:
    """How many to show. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= _MOST):
        raise argparse.ArgumentTypeError(say("search.bad_most"))
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Search and show. Raises QueryError, UsageError, StoreError."""
    from samspil.workbench.alerts import read_asked

    query = read_asked({"q": " ".join(_quote(word) for word in options.words), "year": str(options.year or "")})
    answer = _search(options, query)
    if options.json:
        _print_json(answer)
    else:
        _print(answer)
    return 0


def _quote(word: str) -> str:
    """The shell has taken the quotation marks away: "kunstig intelligens" as one argument is a phrase again, unless it is a query of its own."""
    plain = " " in word and '"' not in word and not any(_is_sign(part) for part in word.split())
    return f'"{word}"' if plain else word


def _is_sign(part: str) -> bool:
    return ":" in part or part.startswith("-") or part.endswith("*") or part in {"OR", "ELLER", "AND", "OG", "NOT", "IKKE"}


def _search(options: argparse.Namespace, query: Any) -> Any:
    store = options.store or _find_desk(options.places)
    if store is None:
        from samspil.workbench.loose_texts import search_outputs

        return search_outputs(options.places or [Path()], query, options.most)
    if "://" not in str(store) and not Path(store).is_file():
        raise UsageError(say("serve.no_store"), place=str(store), remedy=say("serve.no_store_remedy"))
    from samspil.store.desk.desk import Desk
    from samspil.workbench.search import index_sources, search

    with Desk(store) as desk:
        index_sources(desk)
        return search(desk, query, size=options.most)


def _find_desk(places: list[Path]) -> Path | None:
    """The desk beside the results, if there is just one place and it has one."""
    found = [place / STORE for place in places or [Path()] if (place / STORE).is_file()]
    return found[0] if len(found) == 1 and len(places) < 2 else None


def _print_json(answer: Any) -> None:
    from samspil.workbench.alerts import describe_hit

    hits = [{**describe_hit(hit), "pieces": [{"text": piece.text, "hit": piece.hit} for piece in hit.pieces]} for hit in answer.hits]
    print(
        json.dumps(
            {"total": answer.total, "capped": answer.capped, "loosened": answer.loosened, "hits": hits}, ensure_ascii=False, indent=1
        )
    )


def _print(answer: Any) -> None:
    """Place and text of each passage; on a terminal its hits are bold."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    shown = len(answer.hits)
    key = "count_none" if not shown else "count_one" if answer.total == 1 else "count" if shown < answer.total else "count_all"
    console.print(say(f"search.{key}", count=answer.total, shown=shown), markup=False)
    if answer.loosened:
        console.print(say("search.loosened"), markup=False)
    for hit in answer.hits:
        owner = hit.owner
        place = say("search.place", municipality=owner.municipality or "–", year=owner.year, page=hit.passage.page, file=owner.file)
        line = Text("  ")
        for piece in hit.pieces:
            line.append(piece.text.replace("\n", " "), style="bold" if piece.hit else "")
        console.print(Text(place, style="dim"))
        console.print(line)
