"""A file or wish for key figures that cannot be used."""

from samspil.errors import SamspilError
from samspil.vocabulary.texts import say


class FiguresError(SamspilError):
    """An index, rates or a year that cannot be used."""


def complain(key: str, place: str = "", **values: object) -> FiguresError:
    """The error with its text and remedy from the catalogue."""
    message, remedy = (say(f"purchasing_figures.{kind}_{key}", **values) for kind in ("error", "remedy"))
    return FiguresError(message, place=place, remedy=remedy)
