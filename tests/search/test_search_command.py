"""`samspil search`: on the results of a review, on a desk, and what it says when there is nothing to search."""

import json
from pathlib import Path

import pytest

from samspil.cli.main import main
from samspil.store.desk.desk import Desk
from samspil.store.sqlite import Store
from tests.search.conftest import add_indexed, make_source


def make_results(folder: Path) -> Path:
    """A review's store with one agreement, as `samspil review` leaves it."""
    text = "Rengøringen sendes i genudbud. Skolen får nyt tag.\nKunstig intelligens i Aabenraa."
    document = {
        "file": "a.pdf",
        "sha256": "aa",
        "municipality": "Aabenraa",
        "municipality_code": "0580",
        "pages": 1,
        "verdict": "OK",
        "reason": "",
    }
    with Store(folder / "samspil.sqlite") as store:
        store.keep_reading("k", "aa", {"verdict": "OK"}, {"text": text, "page_ranges": [[1, 0, 31], [2, 31, len(text)]], "drafts": []})
        store.keep_review(2026, "run", {"samspil": {"budget_year": 2026}, "coverage": {"documents": [document]}})
    return folder


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["search", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_results_of_a_review(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(make_results(tmp_path))
    code, out, _ = ask(capsys, "udbud", "rengøring", "--from", place, "--json")
    assert code == 0
    (hit,) = json.loads(out)["hits"]
    assert (hit["text"], hit["page"], hit["municipality"]) == ("Rengøringen sendes i genudbud.", 1, "Aabenraa")
    assert [piece["text"] for piece in hit["pieces"] if piece["hit"]] == ["Rengøringen", "genudbud"]
    assert "side 2 (a.pdf)" in ask(capsys, "kunstig intelligens", "--from", place)[1]
    assert "Ingen passager" in ask(capsys, "intelligens kunstig", "--from", place)[1]


def test_filters_and_what_cannot_be_searched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(make_results(tmp_path))
    assert "genudbud" in ask(capsys, "udbud", "kommune:Åbenrå", "--year", "2026", "--from", place)[1]
    for words in (("udbud", "--year", "2025"), ("udbud", "tema:udbud"), ('"',), ("AND (",), ("udbud kommune:Atlantis",)):
        code, _, err = ask(capsys, *words, "--from", place)
        assert code == 1
        assert err.startswith("samspil: ")
    assert ask(capsys, "udbud", "--from", str(tmp_path / "borte"))[0] == 1
    assert ask(capsys, "udbud", "--store", str(tmp_path / "borte.sqlite"))[0] == 1


def test_a_desk_beside_the_results_comes_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Desk(tmp_path / "samspil-desk.sqlite") as desk:
        add_indexed(desk, make_source("b", ["Serviceudbud på bordet"]), "b.txt", "Odense")
    make_results(tmp_path)
    out = ask(capsys, "udbud", "--from", str(tmp_path))[1]
    assert "Serviceudbud på bordet" in out
    assert "genudbud" not in out
