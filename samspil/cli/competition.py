"""`samspil competition`: accounts in and all that is worked out from them; each action is declared by a module beside this one."""

from typing import Any

from samspil.cli import (
    competition_green,
    competition_import,
    competition_indicator,
    competition_peers,
    competition_plan,
    competition_potential,
    competition_report,
)
from samspil.cli.parser import Parser, declare
from samspil.vocabulary.texts import say

# Modules that add actions of their own: each has `add_commands(actions)`.
_PARTS: tuple[Any, ...] = (
    competition_import,
    competition_indicator,
    competition_peers,
    competition_potential,
    competition_report,
    competition_plan,
    competition_green,
)


def add_command(commands: Any) -> None:
    """Declare the command and its actions."""
    parser = declare(commands, "competition")
    title, word = say("competition_import.actions"), say("competition_import.action_word")
    actions = parser.add_subparsers(dest="action", title=title, metavar=word, required=True, parser_class=Parser)
    for part in _PARTS:
        part.add_commands(actions)
