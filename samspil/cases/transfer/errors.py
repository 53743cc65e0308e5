"""What is wrong with what was given: the field, what stands there, what to write instead."""

from samspil.errors import SamspilError
from samspil.vocabulary.texts import say


class TransferError(SamspilError):
    """A number, a file or a choice that cannot be used. `kind` is the catalogue's key; `place` the file and field."""

    def __init__(self, kind: str, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.kind = kind


def complain(kind: str, place: str = "", **values: object) -> TransferError:
    """The error of `cases_transfer.error_KIND` and `error_KIND_remedy`, filled in with the same values."""
    texts = (say(f"cases_transfer.error_{kind}", **values), say(f"cases_transfer.error_{kind}_remedy", **values))
    return TransferError(kind, texts[0], place=place, remedy=texts[1])
