"""What can be wrong with what the figures on competition are made of."""

from samspil.errors import SamspilError
from samspil.vocabulary.texts import say


class CompetitionError(SamspilError):
    """Accounts, a definition, a plan or another file of the user's is refused. `kind` is the catalogue's key without its room."""

    def __init__(self, kind: str, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.kind = kind


def complain(key: str, place: str = "", **values: object) -> CompetitionError:
    """The error of a text in the catalogue: 'competition_import.no_rows' and 'competition_import.no_rows_remedy', filled in with the same values."""
    kind = key.rpartition(".")[2]
    return CompetitionError(kind, say(key, **values), place=place, remedy=say(f"{key}_remedy", **values))
