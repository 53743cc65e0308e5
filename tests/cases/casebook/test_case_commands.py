"""samspil cases list, show and check as users meet them."""

import json
from pathlib import Path

import pytest
from case_files import GOOD, change, write

from samspil.cases.casebook import read_library
from samspil.cli import main as cli
from samspil.values import case as codes
from samspil.vocabulary.texts import read_catalogue

SHIPPED = len(read_library())


def call(*words: object) -> int:
    return cli.main([str(word) for word in words])


def test_the_list_counts_and_filters(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert call("cases", "list") == 0
    shown = capsys.readouterr().out
    assert f"{SHIPPED} af {SHIPPED} eksempler." in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert call("cases", "list", "--theme", "groen", "--form", "esco") == 0
    shown = capsys.readouterr().out
    assert f"1 af {SHIPPED} eksempler." in shown
    assert "Påstand: leverandørens" in " ".join(shown.replace("│", " ").split())


FILTERS = [
    (
        ["--area", "roads_parks", "--grade", "evaluation"],
        {"vejservice-udbud-2012", "vejbelaegning-udbud-2012", "udlicitering-tekniske-omraader"},
    ),
    (["--municipality", "Århus", "--theme", "socialt"], {"aarhus-rengoering-ika"}),
    (["--municipality", "0161"], {"glostrup-isfuglen"}),
    (["--outcome", "stopped", "--form", "insourcing"], {"soelleroed-frydenholm"}),
    (["--area", "waste_water"], set()),
]


@pytest.mark.parametrize(("words", "wanted"), FILTERS)
def test_filters_by_code(words: list[str], wanted: set[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cases", "list", "--json", *words) == 0
    assert {case["id"] for case in json.loads(capsys.readouterr().out)["cases"]} == wanted


def test_an_unknown_municipality_or_case_is_an_error_with_a_way_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cases", "list", "--municipality", "Køgge\x1b") == 1
    shown = capsys.readouterr().err
    assert "Køge" in shown
    assert "\x1b" not in shown
    assert call("cases", "show", "holstebro") == 1
    assert "holstebro-vej-park" in capsys.readouterr().err


def test_show_tells_everything(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cases", "show", "kerteminde-digital-traening") == 0
    shown = " ".join(capsys.readouterr().out.split())
    for words in (
        "Udgave 1, holdt op mod kilderne 2026-11-22",
        "Råderum og effektiv opgaveløsning",
        "Kommuner: Kerteminde",
        "mindst 1.000.000 kr.",
        "Påstand: kilden siger ikke, hvem der har regnet",
        "udgifterne er trukket fra",
        "indbyggere på 80 år og derover: eksemplets størrelse mangler",
        "DI, cirka 2023, tema 1, eksempel 2",
        "afsenderen har en interesse: brancheorganisation",
        "udgave 1, 2026-11-22: Første udgave",
    ):
        assert words in shown, words


def test_show_speaks_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--lang", "en", "cases", "show", "vejservice-udbud-2012") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "(against the aim): from 17 to 20 per cent" in shown
    assert "not read by us; as referred in" in shown


def test_show_every_case_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    for case in read_library():
        for language in ("da", "en"):
            assert call("--lang", language, "cases", "show", case.id) == 0
            shown = " ".join(capsys.readouterr().out.split())
            assert all(" ".join(fact.split()) in shown for fact in (*case.facts, *case.pitfalls, *case.preconditions))
            assert all(effect.what in shown for effect in case.effects)


def test_own_cases_beside_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    newer = (Path(codes.__file__).parents[1] / "cases/examples/glostrup-isfuglen.md").read_text(encoding="utf-8")
    newer = change(
        "version: 1\n",
        "version: 2\n",
        change('    what: "Første udgave"\n', '    what: "Første udgave"\n  - {version: 2, date: 2026-11-22, what: nyt}\n', newer),
    )
    one, two = write(tmp_path / "en", egen=GOOD), write(tmp_path / "to", nyere=newer, daarlig=change("    unit: dkk\n", "", GOOD))
    assert call("cases", "list", "--json", "--library", one, "--library", two) == 3
    shown = capsys.readouterr()
    told = json.loads(shown.out)
    assert len(told["cases"]) == SHIPPED + 1
    assert [case["version"] for case in told["cases"] if case["id"] == "glostrup-isfuglen"] == [2]
    assert [note["case"] for note in told["notes"]] == ["glostrup-isfuglen"]
    assert "udgave 1" in shown.err
    assert "to/daarlig.md:17 (effects[0].unit)" in shown.err
    assert "Skriv det, for eksempel: dkk" in shown.err


def test_check_names_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cases", "check") == 0
    assert f"{SHIPPED} eksempler er læst, og der er intet at rette." in capsys.readouterr().out
    folder = write(tmp_path / "sager", god=GOOD, daarlig=change("driver_value: 120", "driver_value: 0", change("proeve-sag", "anden")))
    assert call("cases", "check", folder) == 3
    shown = capsys.readouterr().out
    assert "sager/daarlig.md:25 (effects[0].driver_value)" in shown
    assert "1 eksempler er læst; 1 ting skal rettes." in shown
    assert call("cases", "check", folder, "--json") == 3
    told = json.loads(capsys.readouterr().out)
    assert [(each["kind"], each["line"]) for each in told["findings"]] == [("driver_zero", 25)]
    assert call("cases", "check", tmp_path / "intet") == 1
    assert "findes ikke" in capsys.readouterr().err


LABELS = {
    "theme": codes.CASE_THEMES,
    "form": codes.FORMS,
    "area": codes.SERVICE_AREAS,
    "outcome": codes.OUTCOMES,
    "grade": codes.GRADES,
    "calculated_by": codes.CALCULATORS,
    "unit": codes.UNITS,
    "bound": codes.BOUNDS,
    "recurrence": codes.RECURRENCES,
    "cost_side": codes.COST_SIDES,
    "driver": codes.DRIVERS,
    "interest": codes.INTERESTS,
}


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_code_has_a_word(language: str) -> None:
    texts = read_catalogue(language, "cases")
    missing = [f"{kind}_{code}" for kind, known in LABELS.items() for code in known if f"{kind}_{code}" not in texts]
    assert not missing


@pytest.mark.parametrize("action", ["list", "show", "check"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_each_action_has_help_with_an_example(
    action: str, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as left:
        call("--lang", language, "cases", action, "--help")
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert f"samspil cases {action}" in shown.partition("Eksempel:\n" if language == "da" else "Example:\n")[2]
    assert max(map(len, shown.splitlines())) <= 80
