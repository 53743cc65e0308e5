"""`samspil competition peers`: how a municipality stands among its peers, and who they are."""

import argparse
from typing import Any

from samspil.cli.competition_against import ROOM, add_options, compare, coverage_lines, find_coverage, findings_json, show
from samspil.cli.purchasing_options import declare_action


def add_commands(actions: Any) -> None:
    """Declare the action."""
    parser = declare_action(actions, "peers", ROOM)
    add_options(parser)
    parser.set_defaults(run=run_peers)


def run_peers(options: argparse.Namespace) -> int:
    """What is odd first, then how it stands. Raises CompetitionError, StatbankError, OutputError."""
    from samspil.publish.competition.peers_json import compared_to_json
    from samspil.publish.competition.peers_story import tell_peers

    found = compare(options)
    own, others = find_coverage(options.accounts, found.wish.municipality, found.year)
    return show(options, tell_peers(found, coverage_lines(own, others)), compared_to_json(found, findings_json(own)), "peers")
