"""`samspil competition potential`: the volume up to a benchmark in each area; a saving only on a range that the user picked."""

import argparse
from pathlib import Path
from typing import Any

from samspil.cli.competition_against import ROOM, add_options, compare, coverage_lines, find_coverage, findings_json, show
from samspil.cli.purchasing_options import declare_action
from samspil.values.competition import TARGETS
from samspil.values.competition_peers import SHAPES
from samspil.vocabulary.texts import say

_TARGETS = {target.replace("_", "-"): target for target in TARGETS}
FEWEST_DRAWS, MOST_DRAWS = 1_000, 50_000


def add_commands(actions: Any) -> None:
    """Declare the action."""
    parser = declare_action(actions, "potential", ROOM)
    add_options(parser)
    targets = list(_TARGETS)
    parser.add_argument(
        "--benchmark",
        nargs="+",
        choices=targets,
        default=targets,
        metavar=say(f"{ROOM}.benchmark_word"),
        help=say(f"{ROOM}.benchmark_help"),
    )
    parser.add_argument("--saving", action="append", default=[], metavar=say(f"{ROOM}.saving_word"), help=say(f"{ROOM}.saving_help"))
    parser.add_argument("--evidence", type=Path, metavar=say("cli.file_word"), help=say(f"{ROOM}.evidence_help"))
    parser.add_argument("--shape", choices=SHAPES, default=SHAPES[0], help=say(f"{ROOM}.shape_help"))
    parser.add_argument("--draws", type=_read_draws, default=10_000, metavar=say(f"{ROOM}.number_word"), help=say(f"{ROOM}.draws_help"))
    parser.set_defaults(run=run_potential)


def _read_draws(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and FEWEST_DRAWS <= int(text) <= MOST_DRAWS):
        raise argparse.ArgumentTypeError(say(f"{ROOM}.bad_whole", given=text[:40], low=FEWEST_DRAWS, high=MOST_DRAWS))
    return int(text)


def run_potential(options: argparse.Namespace) -> int:
    """What is odd first, then the volumes. Raises CompetitionError, StatbankError, OutputError."""
    from samspil.competition.potential.evidence import join_evidence, read_evidence, shipped_evidence
    from samspil.competition.potential.run import find_potential
    from samspil.publish.competition.peers_json import potential_to_json
    from samspil.publish.competition.potential_story import tell_potential

    evidence = join_evidence(shipped_evidence(), read_evidence(options.evidence)) if options.evidence else shipped_evidence()
    found = find_potential(
        compare(options),
        [_TARGETS[name] for name in options.benchmark],
        savings=options.saving,
        evidence=evidence,
        seed=options.seed,
        draws=options.draws,
        shape=options.shape,
    )
    own, others = find_coverage(options.accounts, found.compared.wish.municipality, found.compared.year)
    return show(options, tell_potential(found, coverage_lines(own, others)), potential_to_json(found, findings_json(own)), "potential")
