"""`samspil competition peers | potential` on the made-up accounts that ship: what is shown, said, written and refused."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from samspil.cli.main import main
from samspil.competition.accounts.keeping import example_accounts
from samspil.competition.peers.conditions import read_conditions
from samspil.values.competition import BENCHMARKS, STATUSES, TARGETS
from samspil.values.competition_peers import DROPPED, FINDINGS, MISSING_REASONS, SHAPES
from samspil.vocabulary.municipalities import read_municipalities
from samspil.vocabulary.texts import read_catalogue, use_language

AXE = Path(__file__).parents[2] / "publish/site/vendored/axe.min.js"
HOSTILE = "<script>alert(1)</script> =HYPERLINK(1)"


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert main(["competition", words[0], str(example_accounts()), *words[1:]]) == code
    told = capsys.readouterr()
    return told.err if code else told.out


def read(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(run(capsys, *words, "--json"))
    return data


def test_what_is_odd_in_the_accounts_stands_before_any_figure(capsys: pytest.CaptureFixture[str]) -> None:
    """Læsø's ferry distorts its transport: said before its share is."""
    told = run(capsys, "peers", "--municipality", "Læsø")
    assert told.index("Dækning og mærkelige posteringer") < told.index("Andel og rang")
    assert "færge" in told[told.index("Dækning") : told.index("Andel og rang")].lower()
    assert [one["kind"] for one in read(capsys, "peers", "--municipality", "0825")["coverage"]] == ["ferry"]


def test_made_up_figures_and_the_approximation_are_said_first(capsys: pytest.CaptureFixture[str]) -> None:
    for action in ("peers", "potential"):
        first = run(capsys, action, "--municipality", "Lejre").strip().splitlines()[0]
        assert first.startswith("EKSEMPEL")
    assert "Det er ikke en besparelse" in first


def test_the_region_is_that_of_the_borders_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    now = read(capsys, "peers", "--municipality", "Lejre", "--by", "region")
    then = read(capsys, "peers", "--municipality", "Lejre", "--by", "region", "--borders", "2027")
    assert (now["group"]["name"], now["standings"][0]["of"]) == ("Sjælland", 16)
    assert (then["group"]["name"], then["standings"][0]["of"]) == ("Østdanmark", 45)


@pytest.mark.parametrize(
    ("words", "by", "of"),
    [
        (("--by", "national"), "national", 98),
        (("--by", "type"), "type", 23),
        (("--by", "best-ten"), "best_ten", 10),
        (("--by", "own", "--chosen", "Greve", "0259", "Roskilde"), "own_choice", 3),
        (("--by", "alike", "--conditions", "eksempel", "--count", "8"), "alike", 8),
    ],
)
def test_every_group_has_rank_and_values(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], by: str, of: int) -> None:
    data = read(capsys, "peers", "--municipality", "Lejre", *words)
    assert data["group"]["by"] == by
    for one in data["standings"]:
        assert one["of"] == of == one["with_figures"]
        assert 1 <= one["rank"] <= one["ranked"] <= of + 1
        shares = sorted((float(peer["share"]) for peer in one["group"]), reverse=True)
        assert one["rank"] == 1 + sum(share > float(one["own"]["share"]) for share in shares)
        assert shares[-1] <= float(one["median"]) <= float(one["upper_quartile"]) <= shares[0]


def test_likeness_shows_the_distance_its_parts_and_how_firm_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("peers", "--municipality", "Lejre", "--by", "alike", "--conditions", "eksempel", "--weight", "road_per_inhabitant=0")
    data = read(capsys, *words)
    for one in data["group"]["alike"]:
        assert sum(part["squared"] for part in one["parts"]) == pytest.approx(one["distance"] ** 2)
        assert 0 <= one["kept"] <= one["draws"] == 200
        assert "road_per_inhabitant" not in {part["condition"] for part in one["parts"]}
    assert data["group"]["dropped"] == [["road_per_inhabitant", "no_weight"]]
    assert read(capsys, *words) == data
    assert "Vej pr. indbygger er ikke brugt: vægten er 0." in run(capsys, *words)


def test_conditions_of_another_year_than_the_accounts_are_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    rows = [f"{one.code},2021,{20_000 + 500 * number}" for number, one in enumerate(read_municipalities())]
    file = tmp_path / "vilkår.csv"
    file.write_text("# source: x\n# date: 2026-01-31\ncode,year,population\n" + "\n".join(rows), encoding="utf-8")
    words = ("peers", "--municipality", "Lejre", "--by", "alike", "--conditions", str(file))
    assert "ikke fra samme år som regnskabet" in run(capsys, *words)
    file.write_text(file.read_text(encoding="utf-8").replace(",2021,", ",2024,"), encoding="utf-8")
    assert "ikke fra samme år som regnskabet" not in run(capsys, *words)


def test_volumes_follow_from_the_steps_that_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    data = read(capsys, "potential", "--municipality", "Horsens", "--by", "region")
    assert {one["target"] for one in data["potentials"]} == {"national_mean", "peer_mean", "peer_median", "top_quartile"}
    for one in data["potentials"]:
        expected = max(0.0, float(one["benchmark"]) * float(one["base"]) - float(one["numerator"]))
        assert float(one["volume"]) == pytest.approx(expected, abs=0.02)
    assert any(float(one["volume"]) > 0 for one in data["potentials"])
    assert data["savings"] == []
    assert {one["id"] for one in data["evidence"]} >= {"politica-2013-teknik", "politica-2013-velfaerd", "vejservice-2012"}


def test_a_saving_is_shown_only_when_picked_and_is_the_same_by_seed(capsys: pytest.CaptureFixture[str]) -> None:
    words = (
        "potential",
        "--municipality",
        "Horsens",
        "--by",
        "region",
        "--benchmark",
        "top-quartile",
        "--saving",
        "roads_parks=5-15:politica-2013-teknik",
    )
    assert "Ingen besparelse er vist" in run(capsys, *words[:-2])
    first, again, other = (read(capsys, *words, "--seed", seed)["savings"] for seed in ("7", "7", "8"))
    assert first == again
    assert first[0]["total"] != other[0]["total"]
    (row,) = first[0]["rows"]
    assert row["code"] == "roads_parks"
    assert float(row["low"]) == pytest.approx(0.05 * float(row["volume"]), abs=0.01)
    told = run(capsys, *words)
    assert "Ingen besparelse er vist" not in told
    assert "Udgifter til udbud, overgang og kontraktstyring er ikke trukket fra" in told


def test_files_open_and_hold_the_same_and_nothing_of_the_users_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "potential", "--municipality", "Horsens", "--saving", f"transport=-5..5:{HOSTILE}", "--out", str(tmp_path))
    page = (tmp_path / "potential.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "potential.xlsx").read_bytes()))
    assert book.sheetnames[1:4] == ["Dækning og mærkelige posteringer"[:31], "Volumen op til målestok", "Hvad man ved om besparelser"]
    assert "Hvad spændet hviler på" in book.sheetnames
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    steps = book["Mellemregninger"]
    heads = [cell.value for cell in steps[1]]
    base, share, volume = (heads.index(name) for name in ("Grundlag, kr.", "Egen andel", "Volumen, kr."))
    assert all(isinstance(row[place].value, int | float) for row in steps.iter_rows(min_row=2) for place in (base, share, volume))
    note = docx.Document(str(tmp_path / "potential.docx"))
    text = "\n".join(paragraph.text for paragraph in note.paragraphs)
    assert "Volumen op til målestok" in text
    assert "Mellemregninger" not in text
    assert "Ingen dokumenteret" in text  # both sides of the evidence
    assert max(len(table.columns) for table in note.tables) <= 8
    assert {"Kilde til spændet", "10 pct., kr.", "90 pct., kr."} <= {cell.text for table in note.tables for cell in table.rows[0].cells}
    with zipfile.ZipFile(tmp_path / "potential.docx") as packed:
        assert packed.testzip() is None


def test_own_evidence_stands_beside_ours_and_can_be_picked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "egen.toml"
    file.write_text(
        """version = 1
[[evidence]]
id = "koersel-2025"
areas = ["transport"]
finding = "mixed"
low = -2
high = 6
what = "Evaluering af kørsel i 2025."
status = "public"
as_of = 2026-01-31
[evidence.source]
title = "Evaluering"
publisher = "Brancheforeningen"
interest = "industry"
""",
        encoding="utf-8",
    )
    words = ("potential", "--municipality", "Horsens", "--evidence", str(file), "--saving", "transport=-2..6:koersel-2025")
    data = read(capsys, *words)
    assert {"koersel-2025", "politica-2013-teknik"} <= {one["id"] for one in data["evidence"]}
    assert data["savings"][0]["rows"][0]["notes"][:2] == ["own_source", "interest"]
    assert "afsenderen har en interesse: brancheorganisation" in run(capsys, *words)


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_condition_note_and_assumption_has_words(language: str) -> None:
    use_language(language)
    texts = read_catalogue(language, "competition_peers")
    wanted = {f"condition_{one.key}" for one in read_conditions()} | {
        f"unit_{one.unit}" for one in read_conditions() if one.unit not in ("share", "type")
    }
    wanted |= (
        {f"target_{one}" for one in TARGETS} | {f"head_volume_{one}" for one in TARGETS} | {f"section_savings_{one}" for one in TARGETS}
    )
    wanted |= {f"by_{one}" for one in BENCHMARKS} | {f"finding_{one}" for one in FINDINGS} | {f"assumed_{one}" for one in SHAPES}
    wanted |= (
        {f"dropped_{one}" for one in DROPPED}
        | {f"missing_{one}" for one in MISSING_REASONS}
        | {f"status_{one}" for one in STATUSES if one != "public"}
    )
    assert sorted(wanted - texts.keys()) == []


def test_the_pages_fit_and_have_no_barriers(tmp_path: Path, capsys: pytest.CaptureFixture[str], browser: Any) -> None:
    run(capsys, "peers", "--municipality", "Læsø", "--by", "alike", "--conditions", "eksempel", "--out", str(tmp_path))
    run(capsys, "potential", "--municipality", "Horsens", "--saving", f"transport=-5..5:{HOSTILE}", "--out", str(tmp_path))
    for name, width in ((name, width) for name in ("peers", "potential") for width in (1280, 390)):
        complaints: list[str] = []
        page = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()
        page.on("console", lambda message, said=complaints: said.append(message.text))
        page.on("request", lambda sent, said=complaints: None if sent.url.startswith(("file:", "data:")) else said.append(sent.url))
        page.goto(f"file://{tmp_path}/{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
        found = page.evaluate("axe.run(document, {preload: false})")
        assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]] == []
        assert complaints == []


def test_the_same_files_byte_for_byte(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b"):
        run(capsys, "peers", "--municipality", "Lejre", "--by", "alike", "--conditions", "eksempel", "--out", str(tmp_path / name))
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


def test_english_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """But for titles of sources, which stand as they were printed."""
    words = ["potential", "--municipality", "Horsens", "--by", "alike", "--conditions", "example", "--saving", "transport=-5..5:own study"]
    try:
        assert main(["--lang", "en", "competition", words[0], str(example_accounts()), *words[1:]]) == 0
    finally:
        use_language("da")
    told = "\n".join(line for line in capsys.readouterr().out.splitlines() if not line.startswith("•"))
    assert "Volume up to a benchmark" in told
    assert not re.search(r"\b(ikke|kommuner|gruppens|besparelse|volumen op)\b", told)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("peers", "--municipality", "Lejra"), "Lejre"),
        (("peers", "--municipality", "Lejre", "--by", "own"), "--chosen"),
        (("peers", "--municipality", "Lejre", "--by", "own", "--chosen", "Lejre"), "sig selv"),
        (("peers", "--municipality", "Lejre", "--chosen", "Greve"), "--by own"),
        (("peers", "--municipality", "Lejre", "--by", "alike"), "--conditions"),
        (("peers", "--municipality", "Lejre", "--by", "alike", "--conditions", "intet.csv"), "intet.csv"),
        (("peers", "--municipality", "Lejre", "--conditions", "eksempel"), "--by alike"),
        (("peers", "--municipality", "Lejre", "--by", "alike", "--conditions", "eksempel", "--weight", "density"), "density"),
        (("peers", "--municipality", "Lejre", "--by", "alike", "--conditions", "eksempel", "--weight", "x=1"), "density"),
        (("peers", "--municipality", "Lejre", "--year", "2010"), "2010"),
        (("potential", "--municipality", "Lejre", "--saving", "roads_parks=5-15"), "OMRÅDE=LAV-HØJ:KILDE"),
        (("potential", "--municipality", "Lejre", "--saving", "cleaning=13-54:rengoering-2012"), "roads_parks"),
        (("potential", "--municipality", "Lejre", "--level", "total", "--saving", "roads_parks=5-15:egen kilde"), "service-area"),
        (("potential", "--municipality", "Lejre", "--evidence", "intet.toml"), "intet.toml"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_way_out(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str) -> None:
    told = run(capsys, *words, code=1)
    assert said in told
    assert "Traceback" not in told


@pytest.mark.parametrize("words", [("--by", "nearest"), ("--count", "2"), ("--seed", "-1"), ("--level", "art"), ("--year", "nu")])
def test_wrong_use_leaves_with_1(capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["competition", "peers", "regnskab.parquet", "--municipality", "Lejre", *words])
    assert caught.value.code == 1
    assert capsys.readouterr().err


def test_help_fits_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for action in ("peers", "potential"):
        with pytest.raises(SystemExit):
            main(["competition", action, "--help"])
        assert max(len(line) for line in capsys.readouterr().out.splitlines()) <= 80
