"""A need, weights or data that no choice can be made from."""

from samspil.errors import SamspilError
from samspil.vocabulary.texts import say


class ChoiceError(SamspilError):
    """A need, weights, bids or a method that cannot be used."""


def complain(key: str, place: str = "", **values: object) -> ChoiceError:
    """The error with its text and remedy from the catalogue."""
    message, remedy = (say(f"purchasing_choice.{kind}_{key}", **values) for kind in ("error", "remedy"))
    return ChoiceError(message, place=place, remedy=remedy)
