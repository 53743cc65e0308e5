"""`samspil purchasing`: templates, check and generation of data; the other actions are declared by the modules beside it."""

from typing import Any

from samspil.cli import purchasing_choice, purchasing_figures, purchasing_intake, purchasing_make, purchasing_prices
from samspil.cli.parser import Parser, declare
from samspil.vocabulary.texts import say

# Modules that add actions of their own: each has `add_commands(actions)`.
_PARTS: tuple[Any, ...] = (purchasing_intake, purchasing_figures, purchasing_prices, purchasing_choice, purchasing_make)


def add_command(commands: Any) -> None:
    """Declare the command and its actions."""
    parser = declare(commands, "purchasing")
    title, word = say("purchasing_intake.actions"), say("purchasing_intake.action_word")
    actions = parser.add_subparsers(dest="action", title=title, metavar=word, required=True, parser_class=Parser)
    for part in _PARTS:
        part.add_commands(actions)
