"""The national calculation: what is bought if every municipality reaches the mean of the ten best, main account by main account.

For each main account: the ten highest shares (ties by code), their plain mean m; a municipality below m is lifted by (m - its share) x its base; one above
it stays. The mean is not weighted, since it is a mean of municipalities. The result is volume that would be bought, not a saving.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from samspil.competition.indicators.codes import DATA, read_data
from samspil.competition.indicators.files import Sheet, parse_sheet, read_sheet, refuse
from samspil.values.competition import Indicator
from samspil.values.competition_change import Lift, National

BEST = 10
PUBLISHED = "national_2022.csv"
_COLUMNS = ("municipality", "year", "main_account", "numerator", "base")


def national_up_to_best_ten(indicators: Iterable[Indicator], *, best: int = BEST, printed: Decimal | None = None) -> National:
    """The calculation from indicators of main accounts of one year, kind and definition; the country's own rows are left aside, as are those without a base.

    `printed`: the share a publication gives, to be set beside what its own parts make. Raises CompetitionError for several years, kinds or definitions, and for fewer
    municipalities than `best` on a main account.
    """
    rows = [one for one in indicators if one.level == "main_account" and one.municipality and one.share is not None]
    if not rows:
        raise refuse("no_main_accounts", "")
    for name in ("year", "kind", "definition", "prices"):
        if len(values := sorted({str(getattr(one, name)) for one in rows})) > 1:
            raise refuse("mixed", "", name=name, values=", ".join(values))
    codes = sorted({one.code for one in rows})
    lifts = tuple(_lift(code, [one for one in rows if one.code == code], best) for code in codes)
    return National(rows[0].year, best, lifts, printed, any(one.example for one in rows))


def _lift(code: str, rows: Sequence[Indicator], best: int) -> Lift:
    if len(rows) < best:
        raise refuse("too_few", "", code=code, found=len(rows), best=best)
    shares = {one.municipality: one.numerator / one.base for one in rows}
    order = sorted(shares, key=lambda municipality: (-shares[municipality], municipality))
    mean = sum((shares[municipality] for municipality in order[:best]), Decimal(0)) / best
    below = [one for one in rows if shares[one.municipality] < mean]
    return Lift(
        code=code,
        base=sum((one.base for one in rows), Decimal(0)),
        numerator=sum((one.numerator for one in rows), Decimal(0)),
        best=tuple(order[:best]),
        mean=mean,
        added=sum((mean * one.base - one.numerator for one in below), Decimal(0)),
        lifted=len(below),
    )


def published_2022() -> National:
    """The calculation published for 2022, rebuilt from the table that ships: its sums and the printed share are published, what lies between is constructed."""
    return _calculate(parse_sheet(read_data(PUBLISHED), f"{DATA}/{PUBLISHED}", _COLUMNS))


def read_main_accounts(file: Path) -> National:
    """The same from a table of the user's: `municipality;year;main_account;numerator;base` in kroner, `# printed_share: 27,5` where one was printed. Raises CompetitionError."""
    return _calculate(read_sheet(file, _COLUMNS))


def _calculate(sheet: Sheet) -> National:
    source, seen = sheet.source, set()
    rows = []
    for row in sheet.rows:
        key = (row.cells["municipality"], row.year(), row.cells["main_account"])
        if key in seen:
            raise row.fault("row_twice", "municipality")
        seen.add(key)
        if key[2] not in tuple("0123456") or not key[0]:
            raise row.fault("unknown_cell", "main_account", known="0-6")
        numerator, base = row.number("numerator"), row.number("base")
        if numerator < 0 or base < numerator:
            raise row.fault("above_base", "numerator")
        rows.append(Indicator(key[0], key[1], "pli", "main_account", key[2], numerator, base, source, example=sheet.example))
    printed = sheet.fact_number("printed_share")
    return national_up_to_best_ten(rows, printed=None if printed is None else printed / 100)
