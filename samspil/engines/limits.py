"""What one child may use before it is stopped (docs: hardening, 'Isolation figures')."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Times in seconds, sizes in bytes. `path`: the PATH a child may see when it has to start a program (OCR); '' for none."""

    wall_seconds: float = 180.0
    silence_seconds: float = 30.0
    grace_seconds: float = 5.0
    cpu_seconds: int = 120
    memory_bytes: int = 1024 * MEBIBYTE
    file_bytes: int = 256 * 1_000_000
    open_files: int = 64
    answer_bytes: int = 64 * MEBIBYTE
    path: str = ""

    def to_json(self) -> dict[str, Any]:
        """For the way to the child."""
        return asdict(self)


def limits_from_json(values: Mapping[str, Any]) -> Limits:
    """The limits of `to_json`. Raises TypeError for unknown names."""
    return Limits(**values)
