"""The table of numbers behind the price model: a column for each code, and the continuous factors about their means. A factor that is unknown counts as average.

Who owns the offer is no factor: an owner is no reason for a price.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from samspil.purchasing.prices.rows import Row

_HIGHEST = 3.0  # a continuous factor counts at most three standard deviations from its mean: a line with a wrong figure must not get an absurd price


def _log(value: object) -> float:
    number = float(value) if value is not None else math.nan  # type: ignore[arg-type]
    return math.log(number) if number > 0 else math.nan


def _plain(value: object) -> float:
    return float(value) if value is not None else math.nan  # type: ignore[arg-type]


# A code's factors are one column for each value; hours and places work on the price by per cent for per cent, hence their logarithm.
CODED: Mapping[str, Callable[[Row], str]] = {
    "paragraph": lambda row: row.placement.paragraph,
    "group": lambda row: row.placement.target_group,
    "level": lambda row: str(row.placement.support_level),
    "region": lambda row: row.region,
    "year": lambda row: str(row.placement.price_year),
}
MEASURED: Mapping[str, Callable[[Row], float]] = {
    "hours": lambda row: _log(row.placement.hours_per_week),
    "size": lambda row: _log(row.offer.places),
    "staff": lambda row: _plain(row.offer.staff_per_place),
    "education": lambda row: _plain(row.offer.educated_share),
    "quality": lambda row: row.quality,
}


@dataclass(frozen=True, slots=True)
class Features:
    """Rows as columns of values, read once: `coded` texts and `measured` numbers (NaN: unknown) of each factor, `offers`, `levels`, `days` and `prices` (log)."""

    coded: Mapping[str, Any]
    measured: Mapping[str, Any]
    offers: Any
    levels: Any
    days: Any
    prices: Any

    def __len__(self) -> int:
        return len(self.prices)

    def take(self, places: Any) -> "Features":
        """The rows at these places (numbers, or a mask)."""
        return Features(
            {name: values[places] for name, values in self.coded.items()},
            {name: values[places] for name, values in self.measured.items()},
            *(each[places] for each in (self.offers, self.levels, self.days, self.prices)),
        )


def read_features(rows: Sequence[Row]) -> Features:
    """The columns of rows."""
    return Features(
        {name: np.array([tell(row) for row in rows], dtype=str) for name, tell in CODED.items()},
        {name: np.array([measure(row) for row in rows], dtype=float) for name, measure in MEASURED.items()},
        np.array([row.offer.id for row in rows], dtype=str),
        np.array([row.placement.support_level for row in rows], dtype=float),
        np.array([row.placement.days for row in rows], dtype=float),
        np.array([row.log_price for row in rows], dtype=float),
    )


@dataclass(frozen=True, slots=True)
class Design:
    """How rows become numbers: `codes` of each coded factor (in order), `means` and `spreads` of the measured ones."""

    codes: Mapping[str, tuple[str, ...]]
    means: Mapping[str, float]
    spreads: Mapping[str, float]

    @property
    def factors(self) -> tuple[str, ...]:
        """The factor of each column; the first is the constant ''."""
        coded = [name for name, codes in self.codes.items() for _ in codes]
        return ("", *coded, *self.means)

    def table(self, features: Features) -> Any:
        """Rows x columns; a code the design does not know, and an unknown measure, are zeros (the average)."""
        columns = [np.ones(len(features))]
        for name, codes in self.codes.items():
            columns += [(features.coded[name] == code).astype(float) for code in codes]
        for name, mean in self.means.items():
            columns.append(_standardise(features.measured[name], mean, self.spreads[name]))
        return np.column_stack(columns)


def _standardise(values: Any, mean: float, spread: float) -> Any:
    return np.clip(np.nan_to_num((values - mean) / spread, nan=0.0), -_HIGHEST, _HIGHEST)


def make_design(features: Features) -> Design:
    """The design that fits these rows; a factor that never differs has no column."""
    codes = {}
    for name, values in features.coded.items():
        found = tuple(str(each) for each in np.unique(values) if each)
        if len(found) > 1:
            codes[name] = found
    means, spreads = {}, {}
    for name, values in features.measured.items():
        known = values[~np.isnan(values)]
        if len(known) > 1 and float(known.std()) > 1e-9:
            means[name], spreads[name] = float(known.mean()), float(known.std())
    return Design(codes, means, spreads)


def describe_value(row: Row, factor: str) -> str:
    """A factor's value as it stands in the data, '' when unknown: what `Part.value` holds."""
    if factor in CODED:
        return CODED[factor](row)
    plain = {
        "hours": row.placement.hours_per_week,
        "size": row.offer.places,
        "staff": row.offer.staff_per_place,
        "education": row.offer.educated_share,
        "quality": None if math.isnan(row.quality) else round(row.quality, 2),
    }[factor]
    return "" if plain is None else str(plain)
