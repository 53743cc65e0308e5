"""The negotiation list and the contract watch for the pages: worked out once for a set and a year, with what suppliers have answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from decimal import Decimal

from samspil.publish.purchasing.negotiation_xlsx import contracts_to_xlsx, negotiation_to_xlsx
from samspil.purchasing.prices import words
from samspil.purchasing.prices.calendar import to_ics
from samspil.purchasing.prices.contracts import KINDS, Watch, watch_contracts
from samspil.purchasing.prices.model import BENCHMARKS, Entry, Negotiation, Refusal
from samspil.purchasing.prices.negotiation import add_up, build_list, name_not_compared
from samspil.store.desk.desk import Desk
from samspil.vocabulary.texts import say
from samspil.workbench.purchasing.data import DataSet, NoDataError, PurchasingError, list_years, open_portfolio, remember
from samspil.workbench.purchasing.replies import gather

MONTHS = 6
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
__all__ = ["BENCHMARKS", "MONTHS", "Bargain", "contracts", "negotiate", "read_millions", "words", "write_contracts", "write_list"]


@dataclass(frozen=True, slots=True)
class Bargain:
    """The list as a page shows it. `left_out`: names of offers that cannot be compared, with the reason."""

    found: Negotiation
    left_out: Sequence[tuple[str, Refusal]]
    year: int
    years: Sequence[int]


def read_millions(text: str) -> Decimal | None:
    """'5,4' (million kroner) as kroner, None for ''. Raises PurchasingError."""
    plain = text.strip().replace(",", ".")
    if not plain:
        return None
    if not plain.replace(".", "", 1).isascii() or not plain.replace(".", "", 1).isdigit() or len(plain) > 12 or not Decimal(plain):
        raise PurchasingError(say("desk_purchasing.bad_target"), remedy=say("desk_purchasing.bad_target_remedy"))
    return Decimal(plain) * 1_000_000


def _choose_year(years: Sequence[int], year: int) -> int:
    """Raises NoDataError."""
    if year and year not in years:
        raise NoDataError(
            say("desk_purchasing.no_year", year=year), remedy=say("desk_purchasing.no_year_remedy", years=", ".join(map(str, years)))
        )
    return year or (years[0] if years else 0)


def negotiate(desk: Desk, data: DataSet, year: int = 0, benchmark: str = "", target: Decimal | None = None) -> Bargain:
    """The list of a set and year (the last for 0) by a benchmark, against a target in kroner. Raises NoDataError, UsageError (no placements, no statsmodels)."""
    portfolio = open_portfolio(desk, data)
    years = list_years(portfolio)
    chosen, by = _choose_year(years, year), benchmark if benchmark in BENCHMARKS else BENCHMARKS[0]
    found = remember(
        desk, (data.sha256, "negotiation", chosen, by), lambda: build_list(portfolio, years=[chosen] if chosen else [], benchmark=by)
    )
    replies = gather(desk, data)
    entries = tuple(
        replace(one, answers=replies.answers.get(one.offer, ()), answered_on=replies.on.get(one.offer)) for one in found.entries
    )
    shown = replace(found, entries=entries, sums=add_up(entries, target))
    return Bargain(shown, name_not_compared(portfolio, found), chosen, years)


def list_entries(desk: Desk, data: DataSet, supplier: str, year: int) -> list[Entry]:
    """A supplier's entries on the list, for the questions of its reply sheet."""
    return [one for one in negotiate(desk, data, year).found.entries if one.supplier == supplier]


def write_list(bargain: Bargain) -> bytes:
    """The list as a workbook, as the command writes it."""
    return negotiation_to_xlsx(bargain.found, bargain.left_out)


def contracts(desk: Desk, data: DataSet, year: int = 0, months: int = MONTHS) -> tuple[dict[str, list[Watch]], int, Sequence[int]]:
    """What to look at, by kind in their order, the year, and all years. Raises NoDataError, UsageError."""
    portfolio = open_portfolio(desk, data)
    years = list_years(portfolio)
    chosen = _choose_year(years, year)
    found = watch_contracts(portfolio, months=months, year=chosen or None)
    return {kind: held for kind in KINDS if (held := [one for one in found if one.kind == kind])}, chosen, years


def write_contracts(desk: Desk, data: DataSet, year: int, months: int, kind: str) -> tuple[bytes, str]:
    """The watch as a workbook or a calendar, and its type. Raises NoDataError for another kind, UsageError (no icalendar)."""
    portfolio = open_portfolio(desk, data)
    by_kind, _year, _years = contracts(desk, data, year, months)
    found = [one for held in by_kind.values() for one in held]
    if kind == "xlsx":
        return contracts_to_xlsx(found, synthetic=portfolio.synthetic), XLSX
    if kind == "ics":
        return to_ics(found, datetime.combine(portfolio.as_of, time(), UTC)), "text/calendar; charset=utf-8"
    raise NoDataError(say("desk_purchasing.no_file"), place=kind[:20], remedy="xlsx, ics")
