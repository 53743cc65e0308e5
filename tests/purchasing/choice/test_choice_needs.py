"""The file of a need: codes, numbers, dates; anything that tells who the citizen is stops it, and is never shown."""

from datetime import date
from decimal import Decimal as D  # noqa: N817 - many in tables

import pytest

from samspil.purchasing.choice.errors import ChoiceError
from samspil.purchasing.choice.need_file import MOST_BYTES, parse_need

GOOD = """
paragraph = "servicelovens § 107"
target_groups = ["autisme"]
support_level = 3
age = 34
start = 2026-03-15
latest = 2026-05-01
distance_limit_km = 150.5
wishes = ["nattevagt"]

[offers.T00137]
price_day = 2310.00
free_from = 2026-04-01
"""


def test_a_need_is_read() -> None:
    need = parse_need(GOOD)
    assert (need.paragraph, need.target_groups, need.support_level, need.age) == ("SEL § 107", ("autism",), 3, 34)
    assert (need.start, need.latest, need.distance_limit_km) == (date(2026, 3, 15), date(2026, 5, 1), D("150.5"))
    assert need.find_known("T00137").price_day == D("2310.00")
    assert need.find_known("T9").price_day is None


def test_old_paragraphs_are_read_as_what_they_became() -> None:
    assert parse_need(GOOD.replace("servicelovens § 107", "SEL § 66 opholdssted")).paragraph == "BL § 43 opholdssted"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("age = 34", "age = 340", "'age'"),
        ("age = 34", 'age = "34"', "'age'"),
        ("age = 34", "age = true", "'age'"),
        ("age = 34", "", "'age' mangler"),
        ("support_level = 3", "support_level = 5", "0 til 4"),
        ("2026-03-15", "1899-03-15", "'start'"),
        ("2026-03-15", '"2026-03-15"', "'start'"),
        ("2026-05-01", "2026-03-01", "ligger før"),
        ("servicelovens § 107", "§ 9999", "Paragraffen"),
        ("servicelovens § 107", "SEL § 66", "ikke entydig"),
        ('"autisme"', '"trækfugle"', "Målgruppen"),
        ("150.5", "-1", "negativ"),
        ("150.5", "nan", "'distance_limit_km'"),
        ("150.5", "1e400", "'distance_limit_km'"),
        ("2310.00", "0", "Prisen for T00137 er 0"),
        ("2310.00", "inf", "price_day"),
        ("price_day", "pris", "offers.T00137.pris"),
        ("wishes = ", "journal = ", "'journal'"),
        ('["nattevagt"]', '["' + "x" * 61 + '"]', "korte ord"),
        ('["nattevagt"]', '"nattevagt"', "korte ord"),
        ("[offers.T00137]", "[[offers]]", "'offers'"),
        ("age = 34", "age = 34\nfree_choice = true", "udmålte"),
        ("age = 34", "age = 34\nacute = 1", "'acute'"),
        ("age = 34", "age = 34 år", "TOML"),
        ("age = 34", "age = " + "[" * 5000, "TOML"),
        ("age = 34", "#" + "x" * MOST_BYTES, "kB"),
    ],
)
def test_needs_that_cannot_be_used(old: str, new: str, words: str) -> None:
    with pytest.raises(ChoiceError, match=words) as caught:
        parse_need(GOOD.replace(old, new), "behov.toml")
    assert caught.value.remedy
    assert caught.value.place.startswith("behov.toml")


@pytest.mark.parametrize(
    "secret",
    ["010180-1234", "0101801234", "Anne Petersen", "anne.p@example.org", "tlf. 20 30 40 50", "Søndergade 12"],
)
@pytest.mark.parametrize("field", ['wishes = ["{}"]', "# {}", 'required_services = ["ro", "{}"]', 'reference = "{}"'])
def test_personal_data_stop_the_file_and_are_never_shown(secret: str, field: str) -> None:
    text = GOOD.replace('wishes = ["nattevagt"]', field.format(secret))
    with pytest.raises(ChoiceError) as caught:
        parse_need(text, "behov.toml")
    error: BaseException | None = caught.value
    while error is not None:
        assert secret not in f"{error} {error.__dict__}"
        error = error.__cause__ or error.__context__
    assert "behov.toml:9" in str(caught.value)
