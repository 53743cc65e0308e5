"""Competition for tests of pages: the example accounts on a desk, with names of files that are markup, a plan and an estimate."""

import sqlalchemy as sa

from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, list_rows
from samspil.values.desk import ACCEPTED, OPEN, Person
from samspil.workbench.competition import accounts, bringing, green, plans
from samspil.workbench.wishes import accept_all

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)> & {{ 7*7 }}'
TODAY = "2026-11-22"


def lay_accounts(desk: Desk, person: Person) -> int:
    """The example, called by markup; gives its number."""
    number = bringing.bring_example(desk, person)
    with desk.writing() as connection:
        table = tables.competition_paper
        record = connection.execute(sa.select(table.c.record).where(table.c.id == number)).scalar() or ""
        hostile = record.replace('"eksempel-regnskab.parquet"', '"<script>alert(1)</script>"').replace(
            '"table": "REGK100"', '"table": "<b>REGK100"'
        )
        connection.execute(sa.update(table).values(record=hostile).where(table.c.id == number))
    assert accounts.find_accounts(desk)
    return number


def accept_rows(desk: Desk, person: Person, municipality: str = "0320") -> list[str]:
    """A person stands for the open rows of a municipality; gives their ids."""
    condition = sa.and_(tables.row.c.municipality_code == municipality, tables.row.c.state == OPEN)
    with desk.reading() as connection:
        rows = list_rows(connection, condition)
    accept_all(desk, person, [(row.id, row.version) for row in rows], "accept")
    with desk.reading() as connection:
        return [row.id for row in list_rows(connection, tables.row.c.state == ACCEPTED)]


def lay_competition(desk: Desk, person: Person) -> tuple[int, int]:
    """Accounts, accepted rows, a plan and an estimate; the numbers of the two last."""
    lay_accounts(desk, person)
    accept_rows(desk, person)
    made = plans.bring(desk, person, None, {"today": TODAY, "municipality": "0320", "rows": "1", "target": "peer_median"})
    return made.paper, green.bring(desk, person, {}, {"example": "1"})
