"""The file beside a fetched file that says where it came from: `FILE.provenance.json`. Written by `samspil statbank fetch`, read with the file."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from samspil.statbank.errors import complain
from samspil.vocabulary.system import explain

LICENCE = "CC BY 4.0"
SOURCE = "Danmarks Statistik, Statistikbanken"
_LARGEST = 5_000_000
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a provenance file says; all '' when there is none. `read_on`: the day the bank was asked."""

    table: str = ""
    title: str = ""
    unit: str = ""
    source: str = ""
    updated: str = ""
    language: str = ""
    sha256: str = ""
    read_on: date | None = None
    example: bool = False


def provenance_path(file: Path) -> Path:
    """Where it lies."""
    return file.with_name(f"{file.name}.provenance.json")


def read_provenance(file: Path) -> Provenance:
    """What is said beside `file`. Raises StatbankError when it is there and cannot be read."""
    beside = provenance_path(file)
    try:
        if not beside.is_file():
            return Provenance()
        content = json.loads(beside.read_bytes()[:_LARGEST])
        day = datetime.fromisoformat(str(content["read_at"])).date() if content.get("read_at") else None
    except OSError as error:
        raise complain("cannot_open", str(beside), reason=explain(error)) from error
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise complain("bad_provenance", str(beside), detail=str(error)[:100]) from error
    texts = {key: _text(content, key) for key in ("table", "title", "unit", "source", "updated", "language", "sha256")}
    return Provenance(**texts, read_on=day, example=content.get("example") is True)


def _text(content: dict[str, Any], key: str) -> str:
    value = content.get(key)
    return value[:500] if isinstance(value, str) else ""


def hash_file(file: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
