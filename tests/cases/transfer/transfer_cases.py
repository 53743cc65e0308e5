"""Cases made for the tests of transfers: every one of them is fictional."""

from datetime import date
from decimal import Decimal
from typing import Any

from samspil.cases.transfer.model import Number, Scaled, Transfer
from samspil.cases.transfer.run import transfer
from samspil.cases.transfer.wish import Wish, find_municipality
from samspil.values.case import Case, Effect, Source

TODAY = date(2026, 11, 22)
HERNING = find_municipality("Herning")


def make_effect(**values: Any) -> Effect:
    """An effect of a million kroner a year that grows with the number of people aged 80 and over; 1,800 of them in the case."""
    usual: dict[str, Any] = {
        "id": "virkning",
        "what": "Mindre udgift",
        "unit": "dkk",
        "source": "kilde",
        "grade": "evaluation",
        "calculated_by": "evaluator",
        "value": Decimal(1_000_000),
        "recurrence": "yearly",
        "year": 2024,
        "driver": "population_80plus",
        "driver_value": Decimal(1800),
        "cost_side": "net",
    }
    return Effect(**{**usual, **values})


def make_case(case_id: str = "prove", *effects: Effect, **values: Any) -> Case:
    """A case of one named municipality with these effects, or the usual one."""
    usual: dict[str, Any] = {
        "version": 1,
        "as_of": TODAY,
        "title": f"Eksemplet {case_id}",
        "theme": "raaderum",
        "form": "tender",
        "service_area": "home_care",
        "outcome": "running",
        "problem": "Et problem.",
        "solution": "En løsning.",
        "sources": (Source("kilde", "En kilde", "En udgiver"),),
        "municipalities": ("0440",),
        "effects": effects or (make_effect(),),
    }
    return Case(id=case_id, **{**usual, **values})


def make_wish(theirs: dict[tuple[str, str], int | str] | None = None, **own: int | str) -> Wish:
    """A wish of Herning's with these numbers of its own."""
    numbers = {name: Number(Decimal(value), "prøve") for name, value in own.items()}
    return Wish(HERNING, numbers, {place: Number(Decimal(value), "prøve") for place, value in (theirs or {}).items()}, today=TODAY)


def run(wish: Wish, *cases: Case) -> Transfer:
    """All effects of these cases."""
    return transfer([(case, effect) for case in cases for effect in case.effects], wish)


def run_one(wish: Wish, effect: Effect) -> Scaled:
    """The one effect of one case, which must not lack anything."""
    result = run(wish, make_case("prove", effect))
    assert result.missing == ()
    return result.scaled[0]
