"""Limits the law sets for the choice (`data/law.toml`)."""

import functools
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib import resources


@dataclass(frozen=True, slots=True)
class Law:
    """`equal_*`: the right to an equal offer (§ 108(2)) and how much dearer it may be, from `equal_passed` on. `acute_*`: unapproved offers for children."""

    equal_paragraph: str
    equal_most_dearer: Decimal
    equal_law: str
    equal_passed: date
    acute_laws: tuple[str, ...]
    acute_weeks: int
    acute_more_weeks: int


@functools.cache
def read_law() -> Law:
    """What the data file says."""
    data = tomllib.loads(resources.files("samspil.purchasing.choice").joinpath("data/law.toml").read_text(encoding="utf-8"))
    equal, acute = data["equal_offer"], data["acute"]
    return Law(
        equal["paragraph"],
        Decimal(equal["most_dearer"]),
        equal["law"],
        equal["passed"],
        tuple(acute["laws"]),
        acute["weeks"],
        acute["more_weeks"],
    )
