"""`samspil cases match | plans | opportunities` as users meet them."""

import io
import json
from pathlib import Path

import pytest
from agreements import write_agreement

from samspil.cli import main as cli


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("aftaler")
    for seed, name in enumerate(("Herning", "Greve", "Viborg")):
        write_agreement(folder / f"{name} 2026.txt", name, seed)
    made = tmp_path_factory.mktemp("ud")
    assert call("review", folder, "--year", 2026, "--out", made, "--no-report") == 0
    return made


def call(*arguments: object) -> int:
    try:
        return cli.main([str(word) for word in arguments])
    except SystemExit as left:
        return int(left.code or 0)


def test_a_need_brings_cases_with_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cases", "match", "Sengene er våde om natten") == 0
    shown = capsys.readouterr().out
    assert "[aabenraa-intelligent-ble], lighed 0," in shown
    assert "behovet: våde, sengene" in shown or "behovet: sengene, våde" in shown


def test_a_need_in_english_words_of_the_user(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("--lang", "en", "cases", "match", "wet beds", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["matches"][0]["case"] == "aabenraa-intelligent-ble"
    assert answer["matches"][0]["reasons"][0]["text"].startswith("the same ")


def test_nothing_fits(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cases", "match", "skakturneringer på Mars") == 0
    assert "Intet eksempel" in capsys.readouterr().out


def test_a_need_from_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("inkontinens \x1b[2J"))
    assert call("cases", "match", "-", "--size", "Odense", "--limit", "1") == 0
    shown = capsys.readouterr().out
    assert "aabenraa-intelligent-ble" in shown
    assert "\x1b" not in shown


def test_an_initiative_of_a_review(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads((out / "initiatives.json").read_text(encoding="utf-8"))["initiatives"]
    cleaning = next(row for row in rows if "Rengøring" in row["evidence"][0]["quote"])
    assert call("cases", "match", "--initiative", cleaning["id"], "--from", out, "--json") == 0
    matches = json.loads(capsys.readouterr().out)["matches"]
    assert any("rengoering" in match["case"] for match in matches[:2])


def test_who_plans_the_like(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cases", "plans", "koege-rengoering", "--from", out) == 0
    shown = capsys.readouterr().out
    assert "Rengøringen på skoler og daginstitutioner" in shown
    assert "side 1" in shown
    assert "Læst: 3 af 98 kommuner i 2026" in shown
    assert call("cases", "plans", "koege-rengoering", "--from", out, "--json") == 0
    assert json.loads(capsys.readouterr().out)["plans"][0]["quotes"][0]["page"] == 1


def test_opportunities_to_file_and_screen(out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("cases", "opportunities", "--from", out, "--area", "cleaning", "--out", tmp_path / "m.xlsx") == 0
    assert (tmp_path / "m.xlsx").read_bytes()[:2] == b"PK"
    assert "skrevet i" in capsys.readouterr().out
    assert call("cases", "opportunities", "--from", out, "--area", "cleaning") == 0
    assert "Rengøringen på skoler" in capsys.readouterr().out
    assert call("cases", "opportunities", "--from", out, "--area", "waste_water", "--json") == 0
    assert json.loads(capsys.readouterr().out)["opportunities"] == []


WRONG = [
    (("match",), "Giv enten et behov"),
    (("match", "vask", "--initiative", "x"), "Giv enten et behov"),
    (("match", "--initiative", "x\x1b", "--from", "OUT"), "intet initiativ med id 'x'"),
    (("match", "vask", "--size", "Odenze"), "Mente du Odense"),
    (("match", "vask", "--limit", "0"), "mellem 1 og 1000"),
    (("plans", "koege-rengorin", "--from", "OUT"), "koege-rengoering"),
    (("plans", "koege-rengoering", "--from", "OUT", "--year", "2024"), "2026"),
    (("opportunities", "--from", "OUT", "--out", "m.pdf"), ".csv, .xlsx eller .json"),
    (("opportunities", "--from", "OUT", "--technology", "laser"), "sensor_pad"),
    (("opportunities", "--from", "/findes/ikke"), "findes ikke"),
]


@pytest.mark.parametrize(("words", "message"), WRONG)
def test_wrong_use_is_explained(out: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], message: str) -> None:
    assert call("cases", *(str(out) if word == "OUT" else word for word in words)) == 1
    shown = capsys.readouterr().err
    assert message in shown
    assert "Traceback" not in shown
    assert "\x1b" not in shown
