"""Definition files, areas and breaks: what ships, what is refused with file, line and remedy."""

from pathlib import Path

import pytest

from samspil.competition.errors import CompetitionError
from samspil.competition.indicators.areas import parse_areas, read_areas
from samspil.competition.indicators.breaks import find_breaks, parse_breaks, read_breaks, shipped_breaks
from samspil.competition.indicators.cells import count_of
from samspil.competition.indicators.definitions import DEFAULT, find_definition, parse_definition, shipped_definitions
from samspil.values.competition import STATUSES

GOOD = """\
name = "pli_vores_v2"
version = 2
official = false
title = "Vores"
source = "Økonomiafdelingen, notat af 3. marts"
since = 2018
until = 2024
[arts]
in = ["1", "2", "4.0", "4.5", "4.9"]
out = ["0", "4.6", "4.7", "4.8", "5", "6", "7", "8", "9"]
[bought]
"4.0" = ["3", "4"]
"4.9" = ["*"]
[owners]
out = ["2"]
[[function_out]]
code = "0.22.01"
source = "eget valg"
status = "own_design"
[[correction]]
count = "base"
functions = ["2.28"]
arts = ["4.9"]
owners = ["1"]
source = "eget valg"
[[correction]]
count = "out"
functions = ["2.28.14"]
source = "eget valg"
"""


def test_a_definition_of_ones_own() -> None:
    """Every part is read, and codes are the bank's."""
    one = parse_definition(GOOD, "vores.toml")
    assert (one.name, one.version, one.since, one.until, one.official) == ("pli_vores_v2", 2, 2018, 2024, False)
    assert one.numerator == (("40", "3"), ("40", "4"), ("49", "*"))
    assert (one.functions_out, one.owners_out) == (("02201",), ("2",))
    assert not one.holds(2017)
    assert one.holds(2018)
    assert not one.holds(2025)


CELLS = [
    (("22811", "1", "1", "49"), "base"),  # the first correction
    (("22811", "1", "4", "49"), "bought"),  # another ownership: it does not fit
    (("22814", "1", "1", "49"), "out"),  # the last correction that fits holds
    (("22814", "1", "1", "10"), "out"),
    (("53027", "1", "4", "40"), "bought"),
    (("53027", "1", "3", "40"), "bought"),
    (("53027", "1", "1", "40"), "base"),
    (("53027", "1", "1", "45"), "base"),
    (("53027", "1", "2", "49"), "out"),  # ownership left out
    (("53027", "3", "1", "49"), "out"),  # construction
    (("2201", "1", "1", "49"), "out"),  # function left out
    (("22001", "1", "1", "49"), "bought"),  # 2.20.01 is not 0.22.01
    (("73500", "1", "1", "49"), "out"),  # main account 7
    (("53027", "1", "1", "46"), "out"),
    (("53027", "1", "1", "1"), "base"),
    (("53027", "1", "1", "S1"), "base"),  # the bank's code of wages where there is nothing below them
    (("53027", "1", "1", "S5"), "out"),
    (("53027", "1", "1", "4"), "out"),  # all of 4 cannot be told apart: out, and said
]


@pytest.mark.parametrize(("cell", "count"), CELLS)
def test_how_a_cell_counts(cell: tuple[str, str, str, str], count: str) -> None:
    assert count_of(parse_definition(GOOD, "vores.toml"), *cell) == count


# What is changed in the good file, the fault, the line it is told of, what the message or remedy names.
BAD = [
    ('"4.9"]\nout', '"4.9", "4.3"]\nout', "unknown_art", 9, "4.3"),
    ('"4.9"]\nout', '"4.9", "x"]\nout', "unknown_art", 9, "x"),
    ('"4.9"]\nout', '"4.9", "4.6"]\nout', "art_in_and_out", 9, "4.6"),
    ('"4.9"]\nout', '"4.9", "4.9"]\nout', "art_twice", 9, "4.9"),
    ('"4.9"]\nout', '"4.9", "5.1"]\nout', "art_in_and_out", 9, "5.1"),
    ('"4.8", ', "", "art_unnamed", 9, "4.8"),
    ("version = 2\n", "", "no_version", None, "version = 1"),
    ("version = 2\n", "version = 3\n", "version_differs", 2, "3"),
    ("version = 2\n", "version = true\n", "version_differs", 2, "pli_vores_v2"),
    ("official = false", "official = true", "official", 3, "--official"),
    ("official = false", 'official = "ja"', "official", 3, "--official"),
    ('"pli_vores_v2"', '"Vores PLI"', "bad_name", 1, "Vores PLI"),
    ('"pli_vores_v2"', '"pli_vores"', "bad_name", 1, "_v1"),
    ('name = "pli_vores_v2"\n', "", "no_key", None, "name"),
    ('title = "Vores"', 'title = ""', "no_key", 4, "title"),
    ('title = "Vores"', "title = 4", "not_text", 4, "title"),
    ('source = "Økonomiafdelingen, notat af 3. marts"\n', "", "no_key", None, "source"),
    ("since = 2018", "since = 2025", "years_turned", 7, "2025"),
    ("since = 2018", 'since = "2018"', "bad_year", 6, "2018"),
    ("since = 2018", "since = 18", "bad_year", 6, "18"),
    ("since = 2018", "since = 2018\nsinse = 3", "unknown_key", 7, "sinse"),
    ('"4.0" = ["3", "4"]', '"4.0" = ["3", "9"]', "unknown_owner", 12, "9"),
    ('"4.0" = ["3", "4"]', '"4.0" = "4"', "not_texts", 12, "4.0"),
    ('"4.0" = ["3", "4"]', '"4.0" = []', "no_key", 12, "bought.4.0"),
    ('"4.0" = ["3", "4"]', '"4.6" = ["*"]', "bought_not_in_base", 12, "4.6"),
    ('"4.0" = ["3", "4"]', '"4.4" = ["*"]', "unknown_art", 12, "4.4"),
    ('out = ["2"]', 'out = ["7"]', "unknown_owner", 15, "7"),
    ('code = "0.22.01"', 'code = "2201"', "unknown_function", 17, "0.22.01"),
    ('code = "0.22.01"', 'code = "8.22.01"', "unknown_function", 17, "8.22.01"),
    ('code = "0.22.01"\nsource = "eget valg"\n', 'code = "0.22.01"\n', "no_key", 16, "source"),
    ('status = "own_design"', 'status = "sikker"', "unknown_status", 19, "sikker"),
    ('count = "base"', 'count = "halv"', "unknown_count", 21, "halv"),
    ('count = "out"\nfunctions = ["2.28.14"]', 'count = "out"', "correction_of_all", 26, "functions"),
    ('owners = ["1"]', 'owner = ["1"]', "unknown_key", 24, "owner"),
    ("[owners]", "[owners", "bad_toml", 14, "TOML"),
    ("since = 2018", "since = 2018\nsince = 2019", "bad_toml", 7, "TOML"),
    ("since = 2018", 'since = 2018\ndranst = "9"', "unknown_dranst", 7, "9"),
    ("since = 2018", 'since = 2018\nmain_accounts = ["1", "8"]', "bad_main_accounts", 7, "8"),
    ("since = 2018", 'since = 2018\nmain_accounts = ["1", "1"]', "bad_main_accounts", 7, "1"),
    ("since = 2018", "since = 2018\nmain_accounts = []", "bad_main_accounts", 7, "0"),
    ("[[function_out]]", "[function_out]", "not_tables", 16, "function_out"),
    ("[owners]", "[[owners]]", "not_table", 14, "owners"),
]


@pytest.mark.parametrize(("old", "new", "kind", "line", "named"), BAD)
def test_bad_definitions(old: str, new: str, kind: str, line: int | None, named: str) -> None:
    assert GOOD.count(old) >= 1
    with pytest.raises(CompetitionError) as caught:
        parse_definition(GOOD.replace(old, new, 1), "vores.toml")
    error = caught.value
    assert error.kind == kind
    assert error.place == (f"vores.toml:{line}" if line else error.place)
    assert error.place.startswith("vores.toml")
    assert named in f"{error.message} {error.remedy}"
    assert error.remedy


@pytest.mark.parametrize("missing", ["[arts]\nin = [\"1\", \"2\", \"4.0\", \"4.5\", \"4.9\"]\nout = [\"0\", \"4.6\", \"4.7\", \"4.8\", \"5\", \"6\", \"7\", \"8\", \"9\"]\n", "[bought]\n\"4.0\" = [\"3\", \"4\"]\n\"4.9\" = [\"*\"]\n"])  # fmt: skip
def test_a_recipe_needs_arts_and_what_is_bought(missing: str) -> None:
    with pytest.raises(CompetitionError) as caught:
        parse_definition(GOOD.replace(missing, ""), "vores.toml")
    assert caught.value.kind == "no_key"


def test_a_file_of_ones_own_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "vores.toml"
    file.write_text(GOOD, encoding="utf-8")
    assert find_definition(str(file)).name == "pli_vores_v2"
    file.write_text(GOOD.replace("pli_vores_v2", "pli_samspil_v1").replace("version = 2", "version = 1"), encoding="utf-8")
    with pytest.raises(CompetitionError) as caught:
        find_definition(str(file))
    assert caught.value.kind == "name_taken"


BAD_FILES = [(b'name = "\xe6"', "not_utf8"), (b"name = 'a\x00'", "not_utf8"), (b"", "no_key"), (b"<html>", "bad_toml")]


@pytest.mark.parametrize(("content", "kind"), BAD_FILES)
def test_files_that_are_no_definition(tmp_path: Path, content: bytes, kind: str) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(content)
    with pytest.raises(CompetitionError) as caught:
        find_definition(str(file))
    assert caught.value.kind == kind
    assert str(file) in caught.value.place


def test_names_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(CompetitionError, match="pli_samspil_v9") as caught:
        find_definition("pli_samspil_v9")
    assert DEFAULT in caught.value.remedy
    with pytest.raises(CompetitionError) as caught:
        find_definition(str(tmp_path / "nej.toml"))
    assert caught.value.kind == "unreadable"


def test_those_that_ship_are_named_sourced_and_not_official() -> None:
    found = shipped_definitions()
    assert found[0].name == DEFAULT
    assert len({one.name for one in found}) == len(found)
    for one in found:
        assert one.source
        assert one.title_en
        assert one.status in STATUSES
        assert one.official is False
        assert len(one.notes) == len(one.notes_en)
        assert all(correction.source for correction in one.corrections)


AREAS = 'version = 1\nsource = "os"\n[[area]]\nkey = "schools"\nfunctions = ["3.22"]\nwelfare = true\n'
BAD_AREAS = [
    ('"schools"', '"skoler"', "unknown_area", 4),
    ('"3.22"', '"322"', "unknown_function", 5),
    ("welfare = true\n", "", "no_welfare", 4),
    ("welfare = true\n", 'welfare = true\n[[area]]\nkey = "transport"\nfunctions = ["3.22.06"]\nwelfare = false\n', "function_in_two", 9),
    ("welfare = true\n", 'welfare = true\n[[area]]\nkey = "schools"\nfunctions = []\nwelfare = true\n', "area_twice", 4),
    ('source = "os"\n', "", "no_key", None),
    ("version = 1\n", "", "no_version", None),
]


@pytest.mark.parametrize(("old", "new", "kind", "line"), BAD_AREAS)
def test_bad_areas(old: str, new: str, kind: str, line: int | None) -> None:
    """Above all no function in two areas: its money would count twice."""
    with pytest.raises(CompetitionError) as caught:
        parse_areas(AREAS.replace(old, new), "areas.toml")
    assert (caught.value.kind, caught.value.place) == (kind, f"areas.toml:{line}" if line else "areas.toml")


def test_areas_and_breaks_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "areas.toml"
    file.write_text(AREAS, encoding="utf-8")
    assert [(one.key, one.functions, one.welfare) for one in read_areas(file)] == [("schools", ("322",), True)]
    file.write_text(BREAK, encoding="utf-8")
    assert [(one.year, one.functions) for one in read_breaks(file)] == [(2020, ("53026",))]


BREAK = '[[break]]\nyear = 2020\nkey = "k"\ntext = "t"\nsource = "s"\nstatus = "public"\nlevels = ["function"]\nfunctions = ["5.30.26"]\n'
BAD_BREAKS = [
    ("year = 2020\n", "", "no_key"),
    ("2020", '"2020"', "bad_year"),
    ('"public"', '"sikker"', "unknown_word"),
    ('"function"]', '"kommune"]', "unknown_word"),
    ('"5.30.26"', '"53026"', "unknown_function"),
    ('source = "s"\n', "", "no_key"),
    ('key = "k"', 'key = "k"\nhvorfor = "x"', "unknown_key"),
]


@pytest.mark.parametrize(("old", "new", "kind"), BAD_BREAKS)
def test_bad_breaks(old: str, new: str, kind: str) -> None:
    with pytest.raises(CompetitionError) as caught:
        parse_breaks(BREAK.replace(old, new), "breaks.toml")
    assert caught.value.kind == kind
    assert caught.value.place.startswith("breaks.toml")


# kind, level, code, from, to, official, the breaks between
BETWEEN = [
    ("pli", "total", "", 2006, 2008, False, ["reform_2007"]),
    ("pli", "total", "", 2007, 2024, False, []),
    ("iku", "total", "", 2014, 2017, True, ["revision_2016"]),  # the ministry's own values
    ("pli", "total", "", 2014, 2017, False, []),  # one recipe for all years
    ("pli", "function", "53026", 2017, 2018, False, ["elderly_2018"]),
    ("pli", "function", "53026", 2018, 2019, False, []),
    ("pli", "function", "22814", 2017, 2018, False, []),
    ("pli", "main_account", "5", 2017, 2018, False, []),  # a move inside main account 5
    ("pli", "service_area", "home_care", 2024, 2025, False, ["elderly_act_2025"]),
    ("pli", "service_area", "care_homes", 2017, 2025, False, ["elderly_2018", "elderly_act_2025"]),
    ("pli", "service_area", "roads_parks", 2007, 2025, False, []),
    ("pli", "main_account", "4", 2026, 2027, False, ["health_reform_2027"]),
    ("pli", "main_account", "2", 2026, 2027, False, []),
    ("pli", "total", "", 2026, 2027, False, ["health_reform_2027"]),
]


@pytest.mark.parametrize(("kind", "level", "code", "since", "until", "official", "keys"), BETWEEN)
def test_breaks_between_two_years(kind: str, level: str, code: str, since: int, until: int, official: bool, keys: list[str]) -> None:
    assert [one.key for one in find_breaks(kind, level, code, since, until, official=official)] == keys


def test_breaks_that_ship_are_sourced_in_both_languages() -> None:
    assert all(one.text and one.text_en and one.source and one.status in STATUSES for one in shipped_breaks())
