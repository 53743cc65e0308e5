"""Which table of the bank a file is, whether it holds accounts or a budget, and in which unit: `data/tables.toml`."""

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

from samspil.competition.errors import complain
from samspil.statbank.levels import is_function
from samspil.statbank.words import AREA, METRIC, TIME, UNIT, code_of_text
from samspil.values.competition_accounts import KINDS
from samspil.values.statistics import Dimension, Origin

KNOWN_UNIT = "LOBM"
_ROOM = "competition_import"
_OTHER_MONEY = re.compile(r"mio|mia|million|billion", re.IGNORECASE)


@functools.cache
def _read() -> dict[str, Any]:
    return tomllib.loads(resources.files("samspil.competition.accounts").joinpath("data/tables.toml").read_text(encoding="utf-8"))


def name_kind(origin: Origin, dimensions: Sequence[Dimension]) -> tuple[str, int]:
    """'accounts' or 'budget', and the first year the table has. Raises CompetitionError for another table, or one that is not named."""
    if not origin.id:
        raise complain(f"{_ROOM}.no_table", origin.file)
    found = next((one for one in _read()["tables"] if re.fullmatch(str(one["pattern"]), origin.id)), None)
    if not found or found["kind"] not in KINDS:
        raise complain(f"{_ROOM}.other_table", origin.file, table=origin.id)
    codes = [dimension.code for dimension in dimensions]
    lacking = [name for name in (AREA, TIME) if name not in codes]
    lacking += [] if any(is_function(code) for code in codes) else ["FUNK1"]
    if lacking:
        raise complain(f"{_ROOM}.lacks_dimension", origin.file, names=", ".join(lacking), known=", ".join(codes), table=origin.id)
    return str(found["kind"]), int(found["since"])


def read_unit(origin: Origin, dimensions: Sequence[Dimension], stated: Sequence[str]) -> tuple[str, int]:
    """The unit's code and how many kroner it is. `stated`: what the user says of a table without PRISENHED. Raises CompetitionError."""
    held = next((dimension for dimension in dimensions if dimension.code == UNIT), None)
    units: Mapping[str, int] = _read()["units"]
    if held:
        code = KNOWN_UNIT if KNOWN_UNIT in held.codes and (not stated or KNOWN_UNIT in stated) else (*stated, *held.codes)[0]
        label = held.label_of(code)
    else:
        code = code_of_text(UNIT, origin.unit) or (stated[0] if stated and not origin.unit else "")
        label = origin.unit
    if code == "INDL":
        raise complain(f"{_ROOM}.per_inhabitant", f"{origin.file}:{UNIT}")
    if not code:
        raise complain(f"{_ROOM}.no_unit", f"{origin.file}:{UNIT}", given=label or "–")
    if code not in units or _OTHER_MONEY.search(label):
        raise complain(f"{_ROOM}.other_unit", f"{origin.file}:{UNIT}", given=f"{code} {label}".strip().removesuffix(f" {code}"))
    return code, units[code]


def refuse_metrics(origin: Origin, dimensions: Sequence[Dimension]) -> None:
    """A file with several figures side by side. Raises CompetitionError."""
    held = next((dimension for dimension in dimensions if dimension.code == METRIC), None)
    if held and len(held.codes) > 1:
        raise complain(f"{_ROOM}.several_figures", f"{origin.file}:{METRIC}", values=", ".join(held.codes[:6]))
