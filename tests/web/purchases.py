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
def plain_portfolio() -> Portfolio:
    """60 suppliers and 2,500 placements."""
    return make_portfolio(7, 60, 2500)[0]


@functools.cache
def hostile_portfolio() -> Portfolio:
    """It, with the second supplier and its offers called by markup."""
    made = plain_portfolio()
    suppliers = (made.suppliers[0], replace(made.suppliers[1], name=HOSTILE), *made.suppliers[2:])
    offers = tuple(replace(one, name=HOSTILE) if one.supplier == suppliers[1].id else one for one in made.offers)
    return replace(made, suppliers=suppliers, offers=offers)


@functools.cache
def make_workbook() -> bytes:
    """It, in the template."""
    return next(iter(make_templates("xlsx", hostile_portfolio()).values()))


def lay_purchases(desk: Desk, person: Person, portfolio: Portfolio | None = None) -> int:
    """The hostile one (or another), on a desk, as bringing it leaves it."""
    name = "indkoeb.xlsx" if portfolio else HOSTILE
    portfolio = portfolio or hostile_portfolio()
    place = {"file": "indkoeb.xlsx", "sheet": "Tilbud"}
    finding = {**place, "key": "missing", "level": "row", "cell": "B7", "column": name, "value": "", "detail": {}, "more": 0}
    count = {**place, "kind": "offers", "rows": 3, "read": 2, "refused": 1}
    about = {"municipality": portfolio.municipality, "as_of": portfolio.as_of.isoformat(), "synthetic": True}
    record = {**about, "names": [name], "findings": [finding], "counts": [count]}
    content = json.dumps(portfolio_to_json(portfolio), ensure_ascii=False, separators=(",", ":")).encode()
    with desk.writing() as connection:
        return kept.add_set(connection, desk.now(), person.id, hashlib.sha256(content).hexdigest(), record, content)
