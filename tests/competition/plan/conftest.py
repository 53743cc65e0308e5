"""Plans for the tests of outputs: the example that ships, and one full of hostile strings."""

from datetime import date
from decimal import Decimal

import pytest
from contract_lists import HOSTILE, TODAY

from samspil.competition.plan.build import make_plan
from samspil.contract_list import open_contracts
from samspil.tender_planning import wishes_for
from samspil.values.competition_plan import AreaVolume, Contract, Plan, PlanInitiative


@pytest.fixture(scope="session")
def example() -> Plan:
    """The example's plan."""
    return make_plan(open_contracts("eksempel").contracts, wishes_for(TODAY))


@pytest.fixture(scope="session")
def hostile() -> Plan:
    """A plan of Odense whose every text is hostile, with initiatives and volumes."""
    contracts = [
        Contract(
            "H/1 ø",
            HOSTILE,
            date(2028, 6, 30),
            area="cleaning",
            value=Decimal("9000000.50"),
            owner=HOSTILE,
            parts=((HOSTILE, None), ("Syd", None)),
        ),
        Contract(
            "=H2",
            "@SUM(1+1)",
            date(2027, 1, 31),
            nature="works",
            value=Decimal(70000000),
            extension_months=12,
            notice_months=3,
            cpv="45233220",
            nuts="DK031",
        ),
        Contract("H3", "Hjemtagning", date(2028, 6, 30), way="insource", area="meals"),
        Contract(
            "H4", "Ikke afgjort", date(2028, 6, 30), nature="light", way="undecided", performed_by="own", value=Decimal(8000000), owner="Æ"
        ),
    ]
    initiatives = [PlanInitiative("0461-2026-1", 2026, "tender", "decided", ("cleaning",), HOSTILE, "<b>a.pdf", 3)]
    volumes = [AreaVolume("cleaning", "peer_median", Decimal(4000000)), AreaVolume("schools", "national_mean", Decimal(1))]
    return make_plan(contracts, wishes_for(TODAY, "0461"), initiatives, volumes)
