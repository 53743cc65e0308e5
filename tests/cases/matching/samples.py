"""Cases and initiatives for the tests of matching."""

import dataclasses
from datetime import date
from typing import Any

from samspil.values.amount import Amount
from samspil.values.case import Case, Source
from samspil.values.initiative import Evidence, Initiative

SOURCE = Source("kilde", "En kilde", "Et forlag")


def make_case(case_id: str = "proeve", **values: Any) -> Case:
    """A case of which only what is given matters."""
    plain = Case(
        id=case_id, version=1, as_of=date(2026, 1, 1), title="Prøve", theme="raaderum", form="tender", service_area="laundry", outcome="running",
        problem="", solution="", sources=(SOURCE,),
    )  # fmt: skip
    return dataclasses.replace(plain, **values)


def make_initiative(text: str, **values: Any) -> Initiative:
    """An initiative with one quote."""
    evidence = Evidence("aftaler/Odense 2026.pdf", "0" * 64, 7, 100, 100 + len(text), text)
    plain = Initiative(
        id="2026-0461-1", municipality="Odense", municipality_code="0461", budget_year=2026, themes=("tendering",), topics=(), stage="planned", confidence=0.9,
        reader="model 1", evidence=(evidence,),
    )  # fmt: skip
    return dataclasses.replace(plain, **values)


def allocate(dkk: int, **values: Any) -> Amount:
    """A sum laid out in the budget year and the next."""
    return dataclasses.replace(Amount(dkk, "allocation", {2026: dkk, 2027: dkk}, quote=f"{dkk} kr. årligt"), **values)
