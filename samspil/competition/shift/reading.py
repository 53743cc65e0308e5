"""Actual shares from a user's table: per year the external kroner and the whole (or the own kroner), or the external share."""

from collections.abc import Sequence
from decimal import Decimal, localcontext

from samspil.competition.user_table import Heading, Record, UserTable, blame, read_number, read_text, read_year, take_records
from samspil.economics.worth import DIGITS
from samspil.values.competition_shift import Actual

COLUMNS = (
    Heading("year", "år", ("regnskabsår",)),
    Heading("external", "eksterne", ("ekstern", "eksterne kr.", "eksterne (kr.)"), needed=False),
    Heading("own", "egne", ("egen", "egne kr.", "egne (kr.)"), needed=False),
    Heading("base", "i alt", ("grundlag", "ialt", "i alt (kr.)"), needed=False),
    Heading("share", "ekstern andel", ("andel", "andel ekstern"), needed=False),
    Heading("source", "kilde", (), needed=False),
)
_NEAR = Decimal("0.0005")  # a share written with one decimal of a per cent


def read_actuals(tables: Sequence[UserTable]) -> tuple[Actual, ...]:
    """In order of years. Raises CompetitionError: a year twice, sums below nought, parts that do not add up, a share that the kroner do not bear out."""
    found: dict[int, Actual] = {}
    for record in take_records(tables, COLUMNS).rows:
        actual = _read(record)
        if actual.year in found:
            raise blame("year_twice", record.place("year"), year=actual.year)
        found[actual.year] = actual
    return tuple(found[year] for year in sorted(found))


def _read(record: Record) -> Actual:
    year, source = read_year(record, "year") or 0, read_text(record, "source", needed=False)
    external, base = _read_kroner(record)
    share = _read_share(record)
    if external is None or base is None:
        if share is None:
            raise blame("shift_row", record.where)
        return Actual(year, share, source=source or record.where)
    with localcontext() as context:
        context.prec = DIGITS
        own_share = external / base
    if share is not None and abs(share - own_share) > _NEAR:
        raise blame("shift_share_differs", record.place("share"))
    return Actual(year, own_share, external, base, source or record.where)


def _read_kroner(record: Record) -> tuple[Decimal | None, Decimal | None]:
    """External kroner and the whole; (None, None) where the row has no kroner."""
    external, own, base = (read_number(record, key, money=True) for key in ("external", "own", "base"))
    for key, value in (("external", external), ("own", own), ("base", base)):
        if value is not None and value < 0:
            raise blame("negative", record.place(key))
    if external is None and own is None and base is None:
        return None, None
    if external is None or (own is None and base is None):
        raise blame("shift_row", record.where)
    whole = base if base is not None else external + (own or 0)
    if (own is not None and base is not None and own + external != base) or external > whole:
        raise blame("shift_sum", record.where)
    if whole == 0:
        raise blame("shift_nought", record.where)
    return external, whole


def _read_share(record: Record) -> Decimal | None:
    """'30 %' and a workbook's 0,3 are 0.3; a bare 30 is refused: 1 could be one per cent or all of it."""
    cell = record.cells.get("share")
    if isinstance(cell, str) and cell.strip().endswith("%"):
        number = read_number(Record(record.where, {"share": cell.strip()[:-1].strip()}, record.titles), "share")
        share = number / 100 if number is not None else None
    else:
        share = read_number(record, "share")
    if share is not None and not 0 <= share <= 1:
        raise blame("shift_share", record.place("share"), given=f"{share:f}".replace(".", ","))
    return share
