"""What stands beside the accounts on the desk: the ministry's values, own tenders won, recipes of one's own; brought, used, refused, removed."""

import re

import pytest

from samspil.competition.indicators.codes import read_data
from samspil.store.desk.desk import Desk
from samspil.workbench.competition import bringing, given, papers
from samspil.workbench.competition.papers import DEFINITION, OFFICIAL, OWN_WINS
from tests.web.competition_desk import lay_accounts
from tests.web.conftest import Browser, ClientAs
from tests.web.test_competition import bring

OFFICIAL_FILE = (
    "# source: Ministeriets tabel\nmunicipality;year;level;code;kind;value\n0320;{year};total;;pli;31,4\n0320;{year};total;;iku;33,3\n"
)
WINS_FILE = "# source: Egen liste\nmunicipality;year;function;amount\n0320;{year};2.28.11;5000000\n"
OWN_NAME = "pli_vores_v1"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not turn what goes fast into what is followed on the page."""
    monkeypatch.setattr(bringing, "WAIT", 120.0)


@pytest.fixture
def filled(desk: Desk, client_as: ClientAs) -> ClientAs:
    """Browsers over a desk with the example accounts on it."""
    person = client_as("curator").person
    assert person
    lay_accounts(desk, person)
    return client_as


@pytest.fixture
def year(desk: Desk, filled: ClientAs) -> int:
    """The last year of the accounts."""
    return int(papers.list_papers(desk, papers.ACCOUNTS)[0].record["years"][-1])


def own_recipe() -> bytes:
    """The usual one under another name."""
    return read_data("definitions/pli_samspil_v1.toml").replace("pli_samspil_v1", OWN_NAME).encode()


def place(browser: Browser, **asked: str) -> str:
    page = browser.get("/competition/0320", params=asked)
    assert page.status_code == 200
    return page.text


def test_the_ministrys_values_stand_beside_ours(filled: ClientAs, year: int) -> None:
    assert "31,4" not in place(filled("reader"))
    assert bring(filled("curator"), ("tal.csv", OFFICIAL_FILE.format(year=year).encode()), kind=OFFICIAL).status_code == 303
    assert "31,4" in place(filled("reader"))
    assert "33,3" in place(filled("reader"), kind="iku")
    page = filled("curator").get("/competition/data").text
    assert f"tal.csv</bdi>: {year}, Ministeriets tabel" in page


def test_own_wins_lift_iku_of_who_reported(filled: ClientAs, year: int) -> None:
    before = place(filled("reader"), kind="iku")
    assert bring(filled("curator"), ("egne.csv", WINS_FILE.format(year=year).encode()), kind=OWN_WINS).status_code == 303
    after = place(filled("reader"), kind="iku")
    assert "IKU" in before
    assert shares(before) != shares(after)
    assert shares(place(filled("reader"))) == shares(place(filled("reader"), kind="pli"))


def shares(page: str) -> list[str]:
    return re.findall(r"\d+,\d\s?(?:%|pct)", page)


def test_a_recipe_of_ones_own_can_be_chosen(desk: Desk, filled: ClientAs) -> None:
    assert filled("reader").get("/competition/0320", params={"recipe": OWN_NAME}).status_code == 404
    assert bring(filled("curator"), ("opskrift.toml", own_recipe()), kind=DEFINITION).status_code == 303
    assert OWN_NAME in given.list_recipes(desk)
    assert OWN_NAME in place(filled("reader"), recipe=OWN_NAME)
    page = filled("reader").get("/competition/peers", params={"municipality": "0461", "recipe": OWN_NAME})
    assert page.status_code == 200
    assert OWN_NAME in page.text.partition('id="answer"')[2]
    figures = filled("reader").get("/competition/files/exposure.json", params={"recipe": OWN_NAME, "kind": "iku"}).json()
    assert figures["definition"] == OWN_NAME


def test_volumes_follow_the_chosen_recipe(filled: ClientAs) -> None:
    """The choice stands among the fields that are always shown, and the answer names it."""
    bring(filled("curator"), ("opskrift.toml", own_recipe()), kind=DEFINITION)
    reader = filled("reader")
    page = reader.get("/competition/potential?municipality=0461").text
    assert page.index('name="recipe"') < page.index("<details")
    asked = {"form_token": reader.form_token, "municipality": "0461", "by": "type", "target": "peer_mean", "recipe": OWN_NAME}
    assert OWN_NAME in reader.post("/competition/potential", data=asked).text.partition('id="answer"')[2]


def test_every_recipe_that_ships_can_be_chosen(desk: Desk, filled: ClientAs) -> None:
    names = list(given.list_recipes(desk))
    assert len(names) == 3
    for name in names:
        assert f'value="{name}" selected' in place(filled("reader"), recipe=name)


@pytest.mark.parametrize(
    ("kind", "name", "content", "says"),
    [
        (OFFICIAL, "tal.csv", b"municipality;year\n0320;2024\n", "tal.csv"),
        (OFFICIAL, "tal.csv", OFFICIAL_FILE.format(year=2024).replace("31,4", "131").encode(), "tal.csv"),
        (OWN_WINS, "egne.csv", WINS_FILE.format(year=2024).replace("0320", "9999").encode(), "egne.csv"),
        (OWN_WINS, "egne.csv", WINS_FILE.format(year=2024).replace("5000000", "-1").encode(), "egne.csv"),
        (DEFINITION, "opskrift.toml", b"name = 'x'\n", "opskrift.toml"),
        (DEFINITION, "opskrift.toml", read_data("definitions/pli_samspil_v1.toml").encode(), "pli_samspil_v1"),
    ],
)
def test_a_file_that_is_wrong_is_refused(desk: Desk, filled: ClientAs, kind: str, name: str, content: bytes, says: str) -> None:
    answer = bring(filled("curator"), (name, content), kind=kind)
    assert answer.status_code == 422
    assert says in answer.text
    assert 'role="alert"' in answer.text
    assert papers.list_papers(desk, kind) == []


def test_one_file_at_a_time(filled: ClientAs) -> None:
    content = OFFICIAL_FILE.format(year=2024).encode()
    assert bring(filled("curator"), ("a.csv", content), ("b.csv", content), kind=OFFICIAL).status_code == 422


@pytest.mark.parametrize("asked", [{"kind": "xyz"}, {"recipe": "../../etc/passwd"}])
def test_an_address_that_asks_for_what_there_is_not(filled: ClientAs, asked: dict[str, str]) -> None:
    assert filled("reader").get("/competition/0320", params=asked).status_code == 404


def test_readers_and_coders_bring_nothing_and_admins_remove(desk: Desk, filled: ClientAs, year: int) -> None:
    content = OFFICIAL_FILE.format(year=year).encode()
    assert bring(filled("coder"), ("tal.csv", content), kind=OFFICIAL).status_code == 403
    assert bring(filled("curator"), ("tal.csv", content), kind=OFFICIAL).status_code == 303
    number = papers.list_papers(desk, OFFICIAL)[0].id
    admin = filled("admin")
    gone = admin.post("/competition/data/remove", data={"form_token": admin.form_token, "paper": number, "kind": OFFICIAL})
    assert gone.status_code == 303
    assert papers.list_papers(desk, OFFICIAL) == []
    assert "31,4" not in place(filled("reader"))
