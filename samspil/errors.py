"""Errors a caller can act on. Each says what happened, where, and what to do about it."""

import lzma
import struct
import zipfile
import zlib

# What Python's zipfile lets through for an archive that is damaged, cut or locked, by what raises it; found by spoiling archives of all four methods.
DAMAGED_ZIP = (
    zipfile.BadZipFile,
    zlib.error,  # a packed stream; of bzip2 it is OSError, of LZMA an error of its own
    OSError,
    lzma.LZMAError,
    EOFError,  # a stream that is cut
    RuntimeError,  # locked, or packed in a way it does not know
    ValueError,  # places before the archive's beginning, names that are no text
    struct.error,
)


class SamspilError(Exception):
    """Base of all errors raised on purpose.

    Attributes: `message` (what happened, for people), `place` (file, line or row, if any), `remedy` (what to do).
    """

    def __init__(self, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        return " ".join(part for part in (f"{self.place}:" if self.place else "", self.message, self.remedy) if part)


class UsageError(SamspilError):
    """The command was called in a way that cannot be carried out (exit code 1)."""


class NothingReadError(SamspilError):
    """Not one document could be read (exit code 2)."""


class OutputError(SamspilError):
    """The outputs could not be written: folder not writable, disk full."""


class RejectedError(SamspilError):
    """A document is refused; `verdict` is one of `values.verdict`, the message is the reason shown to users."""

    def __init__(self, verdict: str, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.verdict = verdict


class CorpusError(SamspilError):
    """A file of the training corpus has broken marks or unknown labels."""


class ModelError(SamspilError):
    """The model file is missing, damaged, or made by a version this code cannot read."""


class StoreError(SamspilError):
    """The store's file is damaged, of a later version, or not a store."""


class CaseError(SamspilError):
    """A library of cases holds a broken case, or the case asked for is not in it."""
