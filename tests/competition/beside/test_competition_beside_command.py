"""`samspil competition report` and `page`, from the made-up accounts that ship."""

import json
from pathlib import Path

import pytest
from beside_figures import make_review

from samspil.cli.main import main
from samspil.competition.accounts.keeping import example_accounts
from samspil.publish.contract import write_json


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gennemgang")
    write_json(make_review(), folder / "initiatives.json")
    return folder


def test_the_whole_report(tmp_path: Path, review: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = [
        "competition",
        "report",
        str(example_accounts()),
        "--from",
        str(review),
        "--out",
        str(tmp_path),
        "--municipality",
        "Aarhus",
        "0741",
    ]
    assert main(call) == 0
    told = capsys.readouterr().out
    assert "98 af 98 kommuner opgjort, aftalen læst i 4" in told
    assert told.startswith("3 særlige posteringer")  # the ferries of Læsø, Samsø and Ærø
    assert {path.name for path in tmp_path.iterdir()} == {
        "report",
        "exposure.xlsx",
        "exposure.json",
        "functions.csv",
        "0751.docx",
        "0741.docx",
    }
    data = json.loads((tmp_path / "exposure.json").read_text(encoding="utf-8"))
    assert data["example"] is True
    for place in data["municipalities"]:  # main accounts and functions add up to the total
        total = float(place["total"]["now"]["base_dkk"])
        assert sum(float(row["now"]["base_dkk"]) for row in place["main_accounts"]) == total
        assert sum(float(one["base_dkk"]) for row in place["main_accounts"] for one in row["functions"]) == total


def test_one_page_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a review plans are unknown, not none."""
    file = tmp_path / "aarhus.html"
    assert main(["competition", "page", str(example_accounts()), "--municipality", "Århus", "--out", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["municipality"]["name"] == "Aarhus"
    assert told["municipality"]["agreement"] == "no_review"
    assert "Ingen gennemgang af aftaler er taget med" in file.read_text(encoding="utf-8")


BAD = [  # what is added to the call, what the complaint names
    (["--municipality", "Hogwarts"], "Hogwarts"),
    (["--municipality", "Aarhus", "--year", "2011"], "2011"),
    (["--municipality", "Aarhus", "--definition", "officiel"], "officiel"),
    (["--municipality", "Aarhus", "--from", "findes-ikke"], "findes-ikke"),
    (["--municipality", "Aarhus", "--official", "findes-ikke.csv"], "findes-ikke.csv"),
]


@pytest.mark.parametrize(("added", "named"), BAD, ids=[row[1] for row in BAD])
def test_what_cannot_be_done_is_said_and_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], added: list[str], named: str
) -> None:
    file = tmp_path / "side.html"
    assert main(["competition", "page", str(example_accounts()), "--out", str(file), *added]) != 0
    assert named in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_accounts_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "regnskab.parquet"
    wrong.write_text("municipality;year", encoding="utf-8")
    assert main(["competition", "report", str(wrong), "--out", str(tmp_path / "ud")]) != 0
    assert "regnskab.parquet" in capsys.readouterr().err
    assert not (tmp_path / "ud" / "report").exists()


def test_a_year_of_the_review_that_is_not_there(tmp_path: Path, review: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = [
        "competition",
        "page",
        str(example_accounts()),
        "--municipality",
        "Aarhus",
        "--out",
        str(tmp_path / "a.html"),
        "--from",
        str(review),
    ]
    assert main([*call, "--budget-year", "2031"]) != 0
    assert "2026" in capsys.readouterr().err


def test_official_values_stand_beside_ours_with_the_difference(tmp_path: Path) -> None:
    given = tmp_path / "officielle.csv"
    given.write_text("# source: prøve\nmunicipality;year;level;code;kind;value\n0751;2024;total;;pli;22,3\n", encoding="utf-8")
    file = tmp_path / "aarhus.html"
    assert (
        main(["competition", "page", str(example_accounts()), "--municipality", "0751", "--out", str(file), "--official", str(given)]) == 0
    )
    assert "Tilnærmelse; afviger fra ministeriets værdi (22,3\u00a0%) med 1,0 procentpoint." in file.read_text(encoding="utf-8")
