"""The assumptions of a paragraph's block, with units and limits. Names and help stand in the catalogue (`line_NAME`, `help_NAME`)."""

from collections.abc import Mapping
from decimal import Decimal

from samspil.purchasing.make_or_buy.lines import Spec


def _spec(name: str, unit: str, low: str, high: str, *, compulsory: bool = False) -> Spec:
    return Spec(name, "self_sufficiency", unit, Decimal(low), Decimal(high), compulsory)


SPECS: tuple[Spec, ...] = (
    _spec("own_share", "percent", "0", "100", compulsory=True),
    _spec("growth", "percent_year", "-20", "30", compulsory=True),
    _spec("growth_noise", "points", "0", "20"),
    _spec("added_occupancy", "percent", "1", "100", compulsory=True),
    _spec("turnover_own", "percent_year", "0", "90", compulsory=True),
    _spec("turnover_external", "percent_year", "0", "90", compulsory=True),
    _spec("suitable_share", "percent", "0", "100", compulsory=True),
    _spec("move_home_share", "percent_year", "0", "100", compulsory=True),
    _spec("built_share", "percent", "0", "150"),
    _spec("delay_years", "years", "0", "20"),
    _spec("own_cost", "dkk_citizen_year", "0.01", "100000000"),
    _spec("external_cost", "dkk_citizen_year", "0.01", "100000000"),
)
BY_NAME: Mapping[str, Spec] = {spec.name: spec for spec in SPECS}
USUAL: Mapping[str, Decimal] = {"growth_noise": Decimal(0), "built_share": Decimal(100), "delay_years": Decimal(0)}
EITHER = {"growth": "history"}  # what may stand instead of a compulsory line
