"""Criteria with their fixed scales and weights: those that ship (`data/criteria.toml`), and what a weights file replaces."""

import functools
import itertools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import Any

from samspil.purchasing.choice.errors import complain
from samspil.purchasing.choice.model import Criterion
from samspil.purchasing.choice.scoring import share_weights

MOST_POINTS = 20
_FILE_KEYS, _CRITERION_KEYS = {"weights", "criteria"}, {"points", "source"}


@dataclass(frozen=True, slots=True)
class Weighting:
    """The criteria that weigh something, with their weights as given. `own`: whether a weights file gave them, or Samspil's starting points are used."""

    criteria: tuple[Criterion, ...]
    weights: tuple[tuple[str, Decimal], ...]
    own: bool


@functools.cache
def read_shipped() -> Mapping[str, Mapping[str, Any]]:
    """The data file as it stands, numbers as decimals."""
    text = resources.files("samspil.purchasing.choice").joinpath("data/criteria.toml").read_text(encoding="utf-8")
    return tomllib.loads(text, parse_float=Decimal)


def make_weighting(paragraph: str, given: Mapping[str, Any] | None = None, place: str = "") -> Weighting:
    """Criteria for a need of `paragraph`; `given`: what a weights file says. Raises ChoiceError."""
    shipped, given = read_shipped(), given or {}
    _check_keys(given, _FILE_KEYS, place)
    own = "weights" in given
    weights = _read_weights(given["weights"], place) if own else {key: Decimal(entry["weight"]) for key, entry in shipped.items()}
    scales = given.get("criteria", {})
    if not isinstance(scales, dict):
        raise complain("bad_scale", place, criterion="criteria")
    _check_criteria([*weights, *scales], place)
    share_weights(weights, place)
    used = {key: weight for key, weight in weights.items() if weight}
    return Weighting(tuple(_make_criterion(key, paragraph, scales.get(key), place) for key in used), tuple(used.items()), own)


def _read_weights(given: Any, place: str) -> dict[str, Decimal]:
    if not isinstance(given, dict):
        raise complain("weights_nothing", place)
    return {key: read_number(value, f"weights.{key}", place) for key, value in given.items()}


def read_number(value: Any, field: str, place: str) -> Decimal:
    """A whole or decimal number of a TOML file. Raises ChoiceError for anything else, and for 'nan' and 'inf'."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise complain("not_number", place, field=field, given=str(value)[:40])
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise complain("not_number", place, field=field, given="?") from error
    if not number.is_finite() or abs(number) > Decimal(10) ** 12:
        raise complain("not_number", place, field=field, given=str(value)[:40])
    return number


def _check_keys(given: Mapping[str, Any], allowed: set[str], place: str) -> None:
    for key in given:
        if key not in allowed:
            raise complain("unknown_field", place, field=key[:40], fields=", ".join(sorted(allowed)))


def _check_criteria(keys: list[str], place: str) -> None:
    for key in keys:
        if key not in read_shipped():
            raise complain("unknown_criterion", place, criterion=key[:40], criteria=", ".join(read_shipped()))


def _make_criterion(key: str, paragraph: str, given: Any, place: str) -> Criterion:
    """The criterion with the scale given, else that of the paragraph, else the one for all."""
    entry = read_shipped()[key]
    if given is not None:
        if not isinstance(given, dict) or "points" not in given:
            raise complain("bad_scale", place, criterion=key)
        _check_keys(given, _CRITERION_KEYS, place)
        return Criterion(key, entry["unit"], read_points(given["points"], key, place), str(given.get("source", ""))[:200])
    base = read_shipped()[entry["like"]] if "like" in entry else entry
    points = base.get("points") or base["paragraphs"].get(paragraph)
    if points is None:
        raise complain("no_scale", place, criterion=key, paragraph=paragraph)
    return Criterion(key, entry["unit"], read_points(points, key, place), entry["source"])


def read_points(given: Any, key: str, place: str) -> tuple[tuple[Decimal, Decimal], ...]:
    """Two to twenty points with rising measurements and values 0 to 1, not all the same. Raises ChoiceError."""
    if (
        not isinstance(given, list)
        or not 2 <= len(given) <= MOST_POINTS
        or not all(isinstance(pair, list) and len(pair) == 2 for pair in given)
    ):
        raise complain("bad_scale", place, criterion=key)
    points = tuple((read_number(x, key, place), read_number(y, key, place)) for x, y in given)
    rising = all(before[0] < after[0] for before, after in itertools.pairwise(points))
    if not rising or not all(0 <= y <= 1 for _x, y in points) or len({y for _x, y in points}) == 1:
        raise complain("bad_scale", place, criterion=key)
    return points
