"""What a review leaves behind: the contract's files, true quotes, sums that agree, the same bytes every time."""

import csv
import io
import json
import os
import random
import re
import shutil
import subprocess
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import lxml.html
import openpyxl
import pytest
from agreements import MIXED, JobSpy, read_outputs, review, run_samspil, write_agreement, write_mixed

from samspil import folder as folder_module
from samspil import reading
from samspil.values.codes import MUNICIPALITIES_IN_DENMARK, THEMES
from samspil.vocabulary.themes import label

INITIATIVE_KEYS = [
    "id",
    "municipality",
    "municipality_code",
    "budget_year",
    "themes",
    "topics",
    "stage",
    "confidence",
    "reader",
    "evidence",
    "amounts",
    "technologies",
    "actors",
    "committee",
]
EVIDENCE_KEYS = ["document", "sha256", "page", "start", "end", "quote", "prefix", "suffix"]
AMOUNT_KEYS = ["dkk", "kind", "profile", "total", "ambiguous", "assumed", "part_of", "price_level", "quote"]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_mixed(tmp_path_factory.mktemp("aftaler"))


@pytest.fixture(scope="module")
def out(mixed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("ud")
    review(mixed, target)
    return target


@pytest.fixture(scope="module")
def result(out: Path) -> dict[str, Any]:
    return json.loads((out / "initiatives.json").read_text(encoding="utf-8"))


def test_all_files_of_the_contract_exist(out: Path) -> None:
    names = (
        "initiatives.json initiatives.csv initiatives.xlsx initiatives.parquet datapackage.json run.json report/index.html samspil.sqlite"
    )
    assert not [name for name in names.split() if not (out / name).is_file()]


def test_keys_come_in_the_order_of_the_contract(result: dict[str, Any]) -> None:
    assert list(result) == ["samspil", "coverage", "headlines", "initiatives"]
    assert list(result["samspil"]) == ["version", "codebook", "model", "run", "budget_year"]
    assert list(result["coverage"]) == ["municipalities", "read", "documents", "missing"]
    assert tuple(result["headlines"]) == THEMES
    assert result["initiatives"]
    for row in result["initiatives"]:
        assert list(row) == INITIATIVE_KEYS
        assert all(list(evidence) == EVIDENCE_KEYS for evidence in row["evidence"])
        assert all(list(amount) == AMOUNT_KEYS for amount in row["amounts"])


def test_every_file_is_accounted_for(result: dict[str, Any]) -> None:
    verdicts = {record["file"]: record["verdict"] for record in result["coverage"]["documents"]}
    assert set(verdicts) == {*MIXED, "tom.pdf"}
    assert verdicts.pop("tom.pdf") == "rejected"
    assert set(verdicts.values()) <= {"ok", "warn"}
    assert result["coverage"]["read"] == 6
    assert len(result["coverage"]["missing"]) == MUNICIPALITIES_IN_DENMARK - 6


def squeeze(text: str) -> str:
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def extract(path: Path, page: int) -> str:
    """The text of a page as another program sees it."""
    if path.suffix == ".pdf":
        orders: tuple[list[str], ...] = (
            [],
            ["-raw"],
        )  # as laid out, and as written: the first mixes the cells of narrow tables, the second columns
        commands = [["pdftotext", *order, "-f", str(page), "-l", str(page), str(path), "-"] for order in orders]
        return "\f".join(subprocess.run(command, capture_output=True, text=True, check=True).stdout for command in commands)  # noqa: S603
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if path.suffix == ".html":
        return str(lxml.html.fromstring(path.read_bytes()).xpath("string()"))
    return path.read_text(encoding="utf-8")


def missing_quotes(folder: Path, rows: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    evidence = [one for row in rows for one in row["evidence"]]
    places = ((one["document"], one["page"], one["quote"]) for one in evidence)
    return [place for place in places if squeeze(place[2]) not in squeeze(extract(folder / place[0], place[1]))]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_every_quote_stands_on_its_page_for_another_program(mixed: Path, result: dict[str, Any]) -> None:
    assert {Path(one["document"]).suffix for row in result["initiatives"] for one in row["evidence"]} == {".pdf", ".docx", ".html", ".txt"}
    assert {one["page"] for row in result["initiatives"] for one in row["evidence"]} >= {1, 2}
    assert missing_quotes(mixed, result["initiatives"]) == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_every_quote_of_the_development_set_stands_on_its_page(devset: Path, tmp_path: Path) -> None:
    rows = review(devset / "docs", tmp_path, report=False).review.initiatives
    places = [(one.document, one.page, one.quote) for row in rows for one in row.evidence]
    assert len(places) > 20
    assert [place for place in places if squeeze(place[2]) not in squeeze(extract(devset / "docs" / place[0], place[1]))] == []


def test_quotes_are_the_text_at_their_place(mixed: Path, out: Path, result: dict[str, Any]) -> None:
    from samspil.documents.read import read_document
    from samspil.passages.split import split_passages

    texts = {name: split_passages(read_document((mixed / name).read_bytes(), name))[0] for name in MIXED}
    for evidence in (one for row in result["initiatives"] for one in row["evidence"]):
        clean = texts[evidence["document"]]
        assert clean.text[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert any(n == evidence["page"] and a <= evidence["start"] and evidence["end"] <= b for n, a, b in clean.pages)


def test_headlines_are_the_sums_of_their_rows(result: dict[str, Any]) -> None:
    for theme, headline in result["headlines"].items():
        rows = [row for row in result["initiatives"] if theme in row["themes"]]
        assert headline["municipalities"] == len({row["municipality"] for row in rows})
        assert (headline["read"], headline["of"]) == (6, MUNICIPALITIES_IN_DENMARK)
        for kind in ("allocation", "saving"):
            added = [a for row in rows for a in row["amounts"] if a["kind"] == kind and not a["ambiguous"] and not a["part_of"]]
            sums = {year: sum(a["profile"].get(year, 0) for a in added) for year in ("2026", "2027", "2028", "2029")}
            assert {year: headline[f"{kind}_dkk"].get(year, 0) for year in sums} == sums


def test_workbook_and_report_show_the_same_sums(out: Path, result: dict[str, Any]) -> None:
    sheet = openpyxl.load_workbook(out / "initiatives.xlsx")["Overblik"]
    rows = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    report = str(lxml.html.fromstring((out / "report/index.html").read_bytes()).xpath("string()"))
    for theme, headline in result["headlines"].items():
        row = rows[label("theme", theme)]
        wanted = [headline[f"{kind}_dkk"].get(str(year), 0) for kind in ("allocation", "saving") for year in range(2026, 2030)]
        assert list(row[6:14]) == wanted
        assert row[1:4] == (headline["municipalities"], headline["read"], headline["of"])
        assert f"{headline['municipalities']} af {headline['read']}" in re.sub(r"\s+", " ", report)


def test_table_has_the_rows_of_the_json(out: Path, result: dict[str, Any]) -> None:
    rows = list(csv.DictReader(io.StringIO((out / "initiatives.csv").read_text(encoding="utf-8-sig"))))
    assert [row["id"] for row in rows] == [row["id"] for row in result["initiatives"]]


def test_report_loads_nothing_from_elsewhere(out: Path) -> None:
    """A case's page links to its sources, which a reader may follow; nothing else names another place, and nothing is loaded."""
    for page in (out / "report").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if page.parent.name == "cases":
            text = re.sub(r"""<a href="https?://[^"<>]*" rel="noopener noreferrer" target="_blank">""", "", text)
        assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", text), page


@pytest.fixture(scope="module")
def undisturbed(out: Path) -> dict[str, bytes]:
    return read_outputs(out)


def test_same_input_gives_the_same_bytes(mixed: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    for workers in (1, 2, 4):
        review(mixed, tmp_path / str(workers), workers=workers)
        assert read_outputs(tmp_path / str(workers)) == undisturbed, f"{workers} workers"
    review(mixed, tmp_path / "2")
    assert read_outputs(tmp_path / "2") == undisturbed, "second run"


def test_order_of_the_folder_does_not_matter(
    mixed: Path, undisturbed: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Shuffled(list):  # type: ignore[type-arg]
        def __enter__(self) -> "Shuffled":
            return self

        def __exit__(self, *_: object) -> None: ...

    chance, scan = random.Random(5), os.scandir  # noqa: S311

    def shuffled(path: Path) -> Shuffled:
        entries = sorted(scan(path), key=lambda entry: entry.name)
        chance.shuffle(entries)
        return Shuffled(entries)

    monkeypatch.setattr(os, "scandir", shuffled)
    names = [file.name for file in folder_module.list_files(mixed)]
    assert names == sorted(names)
    monkeypatch.undo()
    copied = tmp_path / mixed.name
    for name in sorted({*MIXED, "tom.pdf"}, reverse=True):  # made in another order, so that the disk lists them in another
        (copied / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(mixed / name, copied / name)
    review(copied, tmp_path / "ud")
    assert read_outputs(tmp_path / "ud") == undisturbed


@pytest.mark.parametrize("seed", ["0", "1", "random"])
def test_hash_seed_does_not_matter(mixed: Path, undisturbed: dict[str, bytes], tmp_path: Path, seed: str) -> None:
    done = run_samspil("review", mixed, "--year", 2026, "--out", tmp_path, PYTHONHASHSEED=seed)
    assert done.returncode == 3, done.stderr
    assert read_outputs(tmp_path) == undisturbed


def unpack(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(part) for part in archive.namelist())


def test_outputs_hold_no_time_and_no_place(mixed: Path, undisturbed: dict[str, bytes]) -> None:
    for name, written in undisturbed.items():
        content = unpack(written) if name.endswith(".xlsx") else written
        if not name.endswith((".png", ".parquet")):
            assert str(mixed).encode() not in content, name
        if not name.endswith((".png", ".parquet")) and not name.startswith("report/cases/"):  # a case tells the day its facts were checked
            assert datetime.now().strftime("%Y-%m-%d").encode() not in content, name


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> JobSpy:
    spied = JobSpy()
    monkeypatch.setattr(reading, "run_all", spied)
    return spied


def test_second_run_reads_only_what_changed(mixed: Path, tmp_path: Path, spy: JobSpy) -> None:
    folder, out = Path(shutil.copytree(mixed, tmp_path / "aftaler")), tmp_path / "ud"
    review(folder, out)
    assert sorted(spy.jobs) == sorted({*MIXED, "tom.pdf"})
    spy.jobs.clear()
    review(folder, out)
    assert spy.jobs == []
    write_agreement(folder / "sjælland/odsherred 2026.txt", "Odsherred", 77)
    write_agreement(folder / "ny/ærø 2026.txt", "Ærø", 78)
    review(folder, out)
    assert sorted(spy.jobs) == ["ny/ærø 2026.txt", "sjælland/odsherred 2026.txt"]


def test_removed_and_renamed_files(mixed: Path, tmp_path: Path, spy: JobSpy) -> None:
    folder, out = Path(shutil.copytree(mixed, tmp_path / "aftaler")), tmp_path / "ud"
    review(folder, out)
    spy.jobs.clear()
    (folder / "sjælland/Budgetaftale Greve 2026.html").unlink()
    (folder / "sjælland/odsherred 2026.txt").rename(folder / "Odsherred-endelig-2026.txt")
    after = review(folder, out)
    files = {record.file for record in after.review.coverage.documents}
    assert "sjælland/Budgetaftale Greve 2026.html" not in files
    assert {"Odsherred-endelig-2026.txt"} == {
        one.document for row in after.review.initiatives if row.municipality == "Odsherred" for one in row.evidence
    }
    assert spy.jobs == []
    review(folder, tmp_path / "frisk")
    assert read_outputs(out) == read_outputs(tmp_path / "frisk")


def test_changed_bytes_with_size_and_time_kept_are_seen(tmp_path: Path, spy: JobSpy) -> None:
    file = write_agreement(tmp_path / "aftaler/herning 2026.txt", "Herning")
    review(tmp_path / "aftaler", tmp_path / "ud", report=False)
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"1,2 mio.", b"9,8 mio."))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    spy.jobs.clear()
    review(tmp_path / "aftaler", tmp_path / "ud", report=False)
    assert len(spy.jobs) == 1


def test_without_report_an_earlier_one_is_taken_away(mixed: Path, tmp_path: Path) -> None:
    review(mixed, tmp_path)
    assert review(mixed, tmp_path, report=False).report is None
    assert not (tmp_path / "report").exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
