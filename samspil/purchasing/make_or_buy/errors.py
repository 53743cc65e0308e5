"""What is wrong with a case of make or buy, or with a forecast of self-sufficiency: file, field, what stands there, what to write instead."""

from samspil.errors import SamspilError
from samspil.vocabulary.texts import say


class MakeError(SamspilError):
    """A case or a file that cannot be used. `kind`: the catalogue's key."""

    def __init__(self, kind: str, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.kind = kind


def complain(kind: str, place: str = "", **values: object) -> MakeError:
    """The error of `purchasing_make.error_KIND` and `error_KIND_remedy`, filled in with the same values."""
    texts = (say(f"purchasing_make.error_{kind}", **values), say(f"purchasing_make.error_{kind}_remedy", **values))
    return MakeError(kind, texts[0], place=place, remedy=texts[1])
