"""What a calculation of key figures was asked to use."""

from dataclasses import dataclass, field
from decimal import Decimal

from samspil.purchasing.figures.errors import complain
from samspil.purchasing.figures.index import PriceIndex
from samspil.purchasing.figures.quality import OLD_YEARS
from samspil.purchasing.figures.refund import Rates, shipped_rates
from samspil.purchasing.figures.units import CALENDAR
from samspil.values.purchasing import Portfolio


@dataclass(frozen=True, slots=True)
class Settings:
    """`year`: the year shown (the last one with placements); `price_year`: all prices in kroner of it (the year shown; needs `index`); `convention`: days of a year."""

    year: int | None = None
    index: PriceIndex | None = None
    price_year: int | None = None
    rates: Rates = field(default_factory=shipped_rates)
    convention: str = CALENDAR
    old_years: int = OLD_YEARS


@dataclass(frozen=True, slots=True)
class Basis:
    """The settings with what was left open filled in: the year shown, and the price year (None: each year in its own prices)."""

    year: int
    price_year: int | None
    settings: Settings

    def prices_of(self, year: int) -> int:
        """The price year that deals of a year are told in."""
        return self.price_year or year

    def index_growth(self, year: int) -> Decimal | None:
        """How the index grew from the year before."""
        factor = self.settings.index.factor(year - 1, year) if self.settings.index else None
        return None if factor is None else factor - 1


def settle(portfolio: Portfolio, settings: Settings) -> Basis:
    """Fill in the year and price year. Raises FiguresError: no placements, none in the year, an index that lacks the price year, a price year without index."""
    years = sorted({placement.year for placement in portfolio.placements})
    if not years:
        raise complain("no_placements")
    year = settings.year or years[-1]
    if year not in years:
        raise complain("no_year", year=year, years=", ".join(map(str, years)))
    if settings.index is None:
        if settings.price_year is not None:
            raise complain("price_year_alone", "--price-year")
        return Basis(year, None, settings)
    price_year = settings.price_year or year
    if settings.index.factor(price_year, price_year) is None:
        raise complain("not_in_index", settings.index.source, year=price_year)
    return Basis(year, price_year, settings)
