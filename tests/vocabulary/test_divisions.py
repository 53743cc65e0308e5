"""Regions and types of municipalities by date."""

import datetime

import pytest

from samspil.vocabulary.divisions import REGIONS, TYPES, regions_in, type_of, types_in
from samspil.vocabulary.municipalities import find_by_name, read_municipalities


def test_five_regions_until_2026_and_four_from_2027() -> None:
    assert {region: len(codes) for region, codes in regions_in(2026).items()} == {
        "Hovedstaden": 29, "Sjælland": 17, "Syddanmark": 22, "Midtjylland": 19, "Nordjylland": 11,
    }  # fmt: skip
    assert {region: len(codes) for region, codes in regions_in(2027).items()} == {
        "Østdanmark": 46, "Syddanmark": 22, "Midtjylland": 19, "Nordjylland": 11,
    }  # fmt: skip
    assert set(regions_in(2026)) | set(regions_in(2027)) == set(REGIONS)


def test_every_municipality_has_one_type() -> None:
    """The sizes of Statistics Denmark's groups."""
    found = types_in(2026)
    assert {name: len(codes) for name, codes in found.items()} == {"hovedstad": 24, "storby": 3, "provinsby": 16, "opland": 24, "land": 31}
    assert tuple(found) == TYPES
    assert sorted(code for codes in found.values() for code in codes) == sorted(place.code for place in read_municipalities())


@pytest.mark.parametrize(
    ("name", "kind"),
    [("København", "hovedstad"), ("Aarhus", "storby"), ("Odense", "storby"), ("Vejle", "provinsby"), ("Lejre", "opland"), ("Læsø", "land")],
)
def test_types_of_known_places(name: str, kind: str) -> None:
    place = find_by_name(name)
    assert place is not None
    assert type_of(place.code, datetime.date(2026, 1, 1)) == kind
    assert type_of(place.code, datetime.date(2012, 1, 1)) == kind  # before the grouping began, its first division


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(KeyError):
        type_of("0411", datetime.date(2026, 1, 1))
