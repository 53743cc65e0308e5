"""Codes as people write them (2.28.14, 4.0) and as the bank has them (22814, 40); which arts and ownerships a definition may name."""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

_FUNCTION = re.compile(r"[0-9](\.[0-9]{1,2}){0,2}")
_ART = re.compile(r"[0-9](\.[0-9])?")
DATA = "samspil.competition"


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """Codes as the bank has them (without dots), with their Danish names."""

    arts: Mapping[str, str]
    owners: Mapping[str, str]
    dranst: Mapping[str, str]


@functools.cache
def known_codes() -> KnownCodes:
    """Those of `data/arts.toml`."""
    data = tomllib.loads(read_data("arts.toml"))
    return KnownCodes(*({plain(code): str(name) for code, name in data[part].items()} for part in ("arts", "owners", "dranst")))


def read_data(name: str) -> str:
    """A data file that ships with this room."""
    return resources.files(DATA).joinpath("data", *name.split("/")).read_text(encoding="utf-8")


def plain(code: str) -> str:
    """'4.0' -> '40'."""
    return code.replace(".", "")


def read_function(text: str) -> str | None:
    """'2.28.14' -> '22814', '0.22' -> '022', '5.25.1' -> '5251': the beginning of a full code; None for anything else. Dots are needed, or 2.2 and 0.22 would be one."""
    return plain(text) if _FUNCTION.fullmatch(text) else None


def read_art(text: str) -> str | None:
    """'4.0' or '40' -> '40', '5' -> '5'; None for anything else."""
    return plain(text) if _ART.fullmatch(text) or re.fullmatch(r"[0-9]{2}", text) else None


def write_function(code: str) -> str:
    """'2201' -> '0.22.01', '22814' -> '2.28.14', '5' -> '5': as people write it."""
    full = f"0{code}" if len(code) in (2, 4) else code
    return ".".join(part for part in (full[:1], full[1:3], full[3:]) if part)
