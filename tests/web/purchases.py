"""Purchasing data for tests of pages: a small made-up portfolio with names that are markup, as a workbook and as a set laid on a desk."""

import functools
import hashlib
import json
from dataclasses import replace

from samspil.purchasing.intake.templates import make_templates
from samspil.purchasing.keeping import portfolio_to_json
from samspil.purchasing.synthetic import make_portfolio
from samspil.store.desk import purchasing as kept
from samspil.store.desk.desk import Desk
from samspil.values.desk import Person
from samspil.values.purchasing import Portfolio

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)> & {{ 7*7 }}'


@functools.cache
def hostile_portfolio() -> Portfolio:
    """60 suppliers; the second and its offers are called by markup."""
    made, _truth = make_portfolio(7, 60, 2500)
    suppliers = (made.suppliers[0], replace(made.suppliers[1], name=HOSTILE), *made.suppliers[2:])
    offers = tuple(replace(one, name=HOSTILE) if one.supplier == suppliers[1].id else one for one in made.offers)
    return replace(made, suppliers=suppliers, offers=offers)


@functools.cache
def make_workbook() -> bytes:
    """It, in the template."""
    return next(iter(make_templates("xlsx", hostile_portfolio()).values()))


@functools.cache
def _content() -> bytes:
    return json.dumps(portfolio_to_json(hostile_portfolio()), ensure_ascii=False, separators=(",", ":")).encode()


def lay_purchases(desk: Desk, person: Person) -> int:
    """It, on a desk, as bringing it leaves it."""
    portfolio = hostile_portfolio()
    finding = {
        "key": "missing",
        "level": "row",
        "file": "indkoeb.xlsx",
        "sheet": "Tilbud",
        "cell": "B7",
        "column": HOSTILE,
        "value": "",
        "detail": {},
        "more": 0,
    }
    count = {"file": "indkoeb.xlsx", "sheet": "Tilbud", "kind": "offers", "rows": 3, "read": 2, "refused": 1}
    record = {
        "municipality": portfolio.municipality,
        "as_of": portfolio.as_of.isoformat(),
        "synthetic": True,
        "names": [HOSTILE],
        "findings": [finding],
        "counts": [count],
    }
    with desk.writing() as connection:
        return kept.add_set(connection, desk.now(), person.id, hashlib.sha256(_content()).hexdigest(), record, _content())
