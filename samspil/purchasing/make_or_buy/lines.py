"""The lines of a case: what must be told, in which unit, within which limits. Help and names stand in the catalogue (`line_NAME`, `help_NAME`).

What belongs to the full cost of own places: bekendtgørelse om finansiering af visse ydelser (BEK 1674/2016 and later): all direct and indirect costs,
depreciation and interest, divided by the occupancy; here the overhead is the marginal one, since the case asks what the decision changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

GROUPS = ("general", "citizens", "own", "external", "capital", "change", "later")
DISTRIBUTIONS = ("triangular", "pert", "normal")


@dataclass(frozen=True, slots=True)
class Spec:
    """A line. `unit`: key of `purchasing_make.unit_…`; limits include their ends; `whole`: whole numbers that are not varied."""

    name: str
    group: str
    unit: str
    low: Decimal
    high: Decimal
    compulsory: bool = True
    whole: bool = False

    @property
    def zero_needs_reason(self) -> bool:
        """Whether a nought has to be explained."""
        return self.low <= 0


def _lines(group: str, *rows: tuple[str, str, str, str] | tuple[str, str, str, str, str]) -> list[Spec]:
    """Rows of name, unit, lowest, highest and flags ('o': optional, 'w': whole)."""
    return [
        Spec(name, group, unit, Decimal(low), Decimal(high), "o" not in "".join(flags), "w" in "".join(flags))
        for name, unit, low, high, *flags in rows
    ]


_KRONER = "100000000000"
_EACH = "100000000"
SPECS: tuple[Spec, ...] = (
    *_lines("general", ("discount_rate", "percent", "0", "25")),
    *_lines(
        "citizens",
        ("citizens_suitable", "persons", "1", "100000"),
        ("citizens_not_suitable", "persons", "0", "100000", "w"),
        ("citizens_unknown", "persons", "0", "100000", "w"),
        ("refusal_share", "percent", "0", "99"),
        ("citizens_coming", "persons", "0", "100000", "o"),
    ),
    *_lines(
        "own",
        ("places", "places", "1", "10000"),
        ("occupancy", "percent", "1", "100"),
        ("staff_hours", "hours_place_year", "0", "30000"),
        ("hourly_wage", "dkk_hour", "0", "3000"),
        ("pension", "percent_wage", "0", "100"),
        ("night_weekend", "percent_wage", "0", "200"),
        ("food", "dkk_place_year", "0", _EACH),
        ("premises_rent", "dkk_place_year", "0", _EACH),
        ("transport", "dkk_place_year", "0", _EACH),
        ("training", "dkk_place_year", "0", _EACH),
        ("supervision", "dkk_place_year", "0", _EACH),
        ("fixed_yearly", "dkk_year", "0", _KRONER),
        ("overhead", "dkk_citizen_year", "0", _EACH),
        ("other_own", "dkk_place_year", "0", _EACH, "o"),
    ),
    *_lines(
        "external",
        ("price_day", "dkk_day", "0.01", "1000000"),
        ("add_ons_day", "dkk_day", "0", "1000000"),
        ("days", "days_year", "1", "366"),
        ("buy_admin", "dkk_citizen_year", "0", _EACH),
        ("other_external", "dkk_citizen_year", "0", _EACH, "o"),
    ),
    *_lines(
        "capital",
        ("building", "dkk_place", "0", _EACH),
        ("building_life", "years", "1", "100", "w"),
        ("inventory", "dkk_place", "0", _EACH),
        ("it", "dkk", "0", _KRONER),
        ("renewal_years", "years", "1", "50", "w"),
    ),
    *_lines(
        "change",
        ("project", "dkk", "0", _KRONER),
        ("staff_change", "dkk", "0", _KRONER),
        ("double_pay_months", "months", "0", "36"),
        ("notice_months", "months", "0", "36"),
        ("commissioning_months", "months", "0", "36"),
        ("delay_months", "months", "0", "120", "o"),
    ),
    *_lines("later", ("lost_economies", "dkk_year", "0", _KRONER), ("exit", "dkk", "0", _KRONER)),
)
BY_NAME: Mapping[str, Spec] = {spec.name: spec for spec in SPECS}
