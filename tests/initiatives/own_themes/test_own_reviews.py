"""A review with an own theme beside the five: rows, headline, report and record show it, and everything else stays as it was."""

import json
import re
from pathlib import Path

import openpyxl
import pytest
from agreements import as_text, compose
from own_example import EXAMPLE

from samspil.cli import main as cli
from samspil.initiatives.own_themes.together import ReaderTogether, merge_proposals
from samspil.initiatives.own_themes.training.background import read_background
from samspil.initiatives.reader import Proposal
from samspil.values.codes import THEMES
from samspil.vocabulary.themes import label, short_label, use_own_themes

OTHERS = len(read_background())
MARK = re.compile(r"\{\{[\w,]+\|(.*?)\}\}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A held-out text as the agreement of a municipality, and an agreement without the theme."""
    made = tmp_path_factory.mktemp("aftaler")
    text = (EXAMPLE / "held-out/h1-dybdal.md").read_text(encoding="utf-8").split("---", 2)[2]
    (made / "Herning 2026.txt").write_text(MARK.sub(r"\1", text).replace("Dybdal", "Herning").replace("#", ""), encoding="utf-8")
    (made / "Greve 2026.txt").write_bytes(as_text(compose("Greve", 3)))
    return made


@pytest.fixture(scope="module")
def reviewed(folder: Path, trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("ud")
    assert cli.main(["review", str(folder), "--year", "2026", "--out", str(out), "--theme", str(trained)]) == 0
    return out


def load(out: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads((out / "initiatives.json").read_text(encoding="utf-8"))
    return content


def test_the_theme_stands_after_the_five(reviewed: Path) -> None:
    headlines = load(reviewed)["headlines"]
    assert isinstance(headlines, dict)
    assert list(headlines) == [*THEMES, "skolestruktur"]
    assert headlines["skolestruktur"]["municipalities"] == 1
    assert headlines["skolestruktur"]["of"] == 98
    assert headlines["skolestruktur"]["interval"] is None


def test_rows_name_their_reader(reviewed: Path) -> None:
    rows = load(reviewed)["initiatives"]
    assert isinstance(rows, list)
    own = [row for row in rows if "skolestruktur" in row["themes"]]
    assert own
    assert {row["municipality"] for row in own} == {"Herning"}
    assert all("own theme skolestruktur-" in row["reader"] for row in own)
    assert all("own theme" not in row["reader"] for row in rows if "skolestruktur" not in row["themes"])
    assert all(row["reader"].startswith("model linear-") for row in rows if set(row["themes"]) & set(THEMES))


def test_the_record_names_the_file(reviewed: Path, trained: Path) -> None:
    import hashlib

    digest = hashlib.sha256((trained / "theme.npz").read_bytes()).hexdigest()
    facts = load(reviewed)["samspil"]
    assert isinstance(facts, dict)
    assert [(one["id"], one["sha256"]) for one in facts["own_themes"]] == [("skolestruktur", digest)]
    record = json.loads((reviewed / "run.json").read_text(encoding="utf-8"))
    assert record["settings"]["themes"] == [f"skolestruktur-{facts['own_themes'][0]['version']}-{digest[:12]}"]


def test_the_report_marks_it_as_the_users_own(reviewed: Path) -> None:
    page = (reviewed / "report/index.html").read_text(encoding="utf-8")
    assert "Skolestruktur (eget tema)" in page
    assert f"Eget tema (skrevet af brugeren, ikke en del af Samspil). Målt på 14 egne eksempler og {OTHERS} tekster om andet" in page
    assert 'id="tema-skolestruktur"' in page
    assert (reviewed / "report/tal/skolestruktur.html").is_file()
    sheets = openpyxl.load_workbook(reviewed / "initiatives.xlsx")
    cells = {cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "Skolestruktur (eget tema)" in cells
    assert any(str(cell).startswith("Skolestruktur (eget tema): Eget tema") for cell in cells)


def test_without_the_theme_nothing_is_left_of_it(folder: Path, reviewed: Path, tmp_path: Path) -> None:
    """The same folder after a review with the theme, in the same process."""
    assert cli.main(["review", str(folder), "--year", "2026", "--out", str(tmp_path), "--no-report"]) == 0
    plain, own = load(tmp_path), load(reviewed)
    assert "own_themes" not in str(plain)
    assert "skolestruktur" not in (tmp_path / "run.json").read_text(encoding="utf-8")
    assert list(plain["headlines"]) == list(THEMES)  # type: ignore[call-overload]
    assert {theme: _count(plain, theme) for theme in THEMES} == {theme: _count(own, theme) for theme in THEMES}


def _count(review: dict[str, object], theme: str) -> int:
    return int(review["headlines"][theme]["municipalities"])  # type: ignore[index]


def test_an_english_review(folder: Path, trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--lang", "en", "review", str(folder), "--year", "2026", "--out", str(tmp_path), "--theme", str(trained)]
    assert cli.main(given) == 0
    assert "School structure: Own theme (written by the user" in capsys.readouterr().out
    page = (tmp_path / "report/index.html").read_text(encoding="utf-8")
    assert "School structure (own theme)" in page
    assert f"Measured on 14 examples of their own and {OTHERS} texts about other things" in page


def test_an_untrained_theme_stops_the_review_before_anything_is_written(
    folder: Path, small: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theme = small()  # type: ignore[operator]
    assert cli.main(["review", str(folder), "--year", "2026", "--out", str(tmp_path / "ud"), "--theme", str(theme)]) == 1
    assert f"samspil train --theme {theme}" in capsys.readouterr().err
    assert not (tmp_path / "ud").exists()


def test_labels_are_gone_with_the_theme() -> None:
    words = {
        "id": "havne",
        "label_da": "Havne",
        "short_da": "Havne",
        "label_en": "Harbours",
        "short_en": "Harbours",
        "description": "Om havne.",
    }
    use_own_themes([words])
    assert (label("theme", "havne"), short_label("theme", "havne")) == ("Havne (eget tema)", "Havne")
    use_own_themes([])
    assert label("theme", "havne") == "havne"


def proposal(theme: str, *passages: int, rows: tuple[int, ...] = (), confidence: float = 0.9, stage: str = "decided") -> Proposal:
    return Proposal((theme,), (), stage, confidence, passages, rows)


MERGES = [
    ((1, 2), (1, 2), 1),  # the same passages
    ((1, 2), (2,), 1),  # two thirds shared (F1)
    ((1, 2, 3), (3,), 1),  # exactly half
    ((1, 2, 3, 4), (4,), 2),  # less than half
    ((1,), (2,), 2),  # side by side
]


@pytest.mark.parametrize(("shipped", "own", "rows"), MERGES)
def test_half_of_the_passages_make_one_initiative(shipped: tuple[int, ...], own: tuple[int, ...], rows: int) -> None:
    merged = merge_proposals([proposal("tendering", *shipped)], [proposal("havne", *own, confidence=0.6, stage="planned")])
    assert len(merged) == rows
    if rows == 1:
        assert merged[0] == Proposal(("tendering", "havne"), (), "decided", 0.6, tuple(sorted({*shipped, *own})))


def test_readers_together_keep_the_order_of_the_text() -> None:
    class Given:
        def __init__(self, *proposals: Proposal) -> None:
            self.name, self.proposals = "given", proposals

        def propose(self, _passages: object) -> list[Proposal]:
            return list(self.proposals)

    together = ReaderTogether(
        Given(proposal("tendering", 5)), [Given(proposal("a", 1), proposal("a", 5)), Given(proposal("b", 1), proposal("b", 9))]
    )
    assert [(one.themes, one.passages) for one in together.propose([])] == [
        (("a", "b"), (1,)),
        (("tendering", "a"), (5,)),
        (("b",), (9,)),
    ]
