"""What a transfer is asked for: the municipality, its own figures, figures of the cases that were missing, prices, and costs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from samspil.cases.transfer.errors import complain
from samspil.cases.transfer.model import BASE, COUNT, Number
from samspil.cases.transfer.numbers import read_given
from samspil.cases.transfer.prices import Prices
from samspil.values.case import DRIVERS, Case
from samspil.values.statistics import Driver
from samspil.vocabulary.municipalities import Municipality, find_by_code, find_by_name, suggest
from samspil.vocabulary.texts import say

OWN_NAMES = (*DRIVERS, BASE, COUNT)
CASE_YEAR = "year"
CASE_NAMES = (*DRIVERS, CASE_YEAR)


@dataclass(frozen=True, slots=True)
class Wish:
    """`own`: numbers of the own municipality by name; `theirs`: by case id and name; `figures`: by municipality code and driver, of driver files.

    `price_year` counts only with `prices`; None is the index's last year.
    """

    municipality: Municipality
    own: Mapping[str, Number] = field(default_factory=dict)
    theirs: Mapping[tuple[str, str], Number] = field(default_factory=dict)
    figures: Mapping[tuple[str, str], Number] = field(default_factory=dict)
    prices: Prices | None = None
    price_year: int | None = None
    today: date = field(default_factory=date.today)

    def find_own(self, name: str) -> Number | None:
        """The own municipality's number: what was given for it, else of a driver file."""
        return self.own.get(name) or self.figures.get((self.municipality.code, name))


def find_municipality(text: str) -> Municipality:
    """By name or code. Raises TransferError naming near ones."""
    found = find_by_code(text) if text.strip().isdigit() else find_by_name(text)
    if found is None:
        near = ", ".join(one.name for one in suggest(text))
        raise complain("unknown_municipality_near" if near else "unknown_municipality", "--to", given=text[:60], near=near)
    return found


def read_own(words: Iterable[str]) -> dict[str, Number]:
    """`--given NAME=NUMBER`, each. Raises TransferError."""
    found: dict[str, Number] = {}
    for word in words:
        name, text = _split(word, "--given")
        _check_name(name, OWN_NAMES, "--given")
        if name in found:
            raise complain("given_twice", "--given", name=name)
        found[name] = _above_zero(text, f"--given {name}")
    return found


def read_theirs(words: Iterable[str], cases: Sequence[Case]) -> dict[tuple[str, str], Number]:
    """`--case-driver CASE.NAME=NUMBER`, each; NAME a driver or 'year'. Raises TransferError, also for a case that is not among those asked for."""
    ids = {case.id for case in cases}
    found: dict[tuple[str, str], Number] = {}
    for word in words:
        place, text = _split(word, "--case-driver")
        case, _, name = place.rpartition(".")
        if case not in ids:
            raise complain("other_case", "--case-driver", given=case or place, cases=", ".join(sorted(ids)))
        _check_name(name, CASE_NAMES, "--case-driver")
        if (case, name) in found:
            raise complain("given_twice", "--case-driver", name=place)
        found[case, name] = _above_zero(text, f"--case-driver {place}")
    return found


def take_figures(drivers: Iterable[Driver]) -> dict[tuple[str, str], Number]:
    """Driver values of files by municipality and driver; the latest day counts. Raises TransferError for a value of 0 or less."""
    found: dict[tuple[str, str], Number] = {}
    for one in sorted(drivers, key=lambda driver: driver.date):
        if one.value <= 0:
            raise complain("driver_zero", f"--drivers {one.source} ({one.municipality} {one.driver})", given=one.value)
        day = one.date.isoformat()
        source = one.source if day in one.source else say("cases_transfer.source_file", source=one.source, day=day)
        found[one.municipality, one.driver] = Number(one.value, source, one.year, one.example)
    return found


def _split(word: str, option: str) -> tuple[str, str]:
    name, sign, text = word.partition("=")
    if not (sign and name.strip() and text.strip()):
        raise complain("no_equals", option, given=word[:60])
    return name.strip(), text


def _check_name(name: str, names: Sequence[str], option: str) -> None:
    if name not in names:
        raise complain("unknown_name", option, given=name[:60], names=", ".join(names))


def _above_zero(text: str, place: str) -> Number:
    number = read_given(text, place)
    if number <= 0:
        raise complain("driver_zero", place, given=text.strip())
    return Number(number, say("cases_transfer.source_given"))
