"""The benchmarks run on two small files. Nothing is timed here: figures come from `benchmarks/`, by hand or at night."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import common  # noqa: E402
import quality  # noqa: E402

from samspil.initiatives.model import read_model  # noqa: E402
from samspil.version import read_quality  # noqa: E402
from samspil.vocabulary.texts import use_language  # noqa: E402

MODEL = ROOT / "samspil" / "initiatives" / "data" / "reader.npz"
needs_command = pytest.mark.skipif(not common.find_command(), reason="the samspil command is not installed")
needs_model = pytest.mark.skipif(not MODEL.exists(), reason="no model yet: samspil train")
needs_makers = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in ("weasyprint", "docx", "markdown")),
    reason="weasyprint, python-docx and markdown make the files",
)
pytestmark = needs_makers


def run(script: str, *words: object) -> str:
    """Run a script of benchmarks/ and give what it says."""
    done = subprocess.run([sys.executable, str(BENCHMARKS / script), *map(str, words)], capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two agreements of two pages."""
    folder = tmp_path_factory.mktemp("pdfs")
    run("generate.py", folder, "--agreements", 2, "--pages", 2)
    return folder


def test_generated_files_have_their_pages_and_say_they_are_fictional(pdfs: Path) -> None:
    files = sorted(pdfs.glob("*.pdf"))
    assert len(files) == 2
    for file in files:
        pages = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(file)]
        assert len(pages) == 2
        assert all("Fiktivt eksempel" in text for text in pages)


def test_same_seed_same_bytes_and_copies_differ(pdfs: Path, tmp_path: Path) -> None:
    run("generate.py", tmp_path, "--agreements", 1, "--pages", 2, "--copies", 3)
    made = sorted(tmp_path.glob("*.pdf"))
    assert made[0].read_bytes() == (pdfs / made[0].name.replace("-01", "")).read_bytes()
    assert len({file.read_bytes() for file in made}) == 3
    again = tmp_path / "again"
    run("generate.py", again, "--agreements", 1, "--pages", 2, "--copies", 3)
    assert [(again / file.name).read_bytes() for file in made] == [file.read_bytes() for file in made]


@pytest.mark.parametrize("script", ["generate.py", "review_speed.py", "parent_memory.py", "reading_speed.py"])
def test_help(script: str) -> None:
    assert "usage" in run(script, "--help")


def test_sections_are_replaced_not_repeated(tmp_path: Path) -> None:
    file = tmp_path / "benchmarks.md"
    common.write_section("one", "first", file)
    common.write_section("two", "other", file)
    common.write_section("one", "second", file)
    text = file.read_text(encoding="utf-8")
    assert text.count("<!-- one:start -->") == 1
    assert "second" in text
    assert "other" in text
    assert "first" not in text


@needs_command
@needs_model
def test_review_speed_writes_its_table(pdfs: Path, tmp_path: Path) -> None:
    docs = tmp_path / "benchmarks.md"
    run("review_speed.py", pdfs, "--rounds", 1, "--docs", docs)
    text = docs.read_text(encoding="utf-8")
    assert all(ratio in text for ratio in ("b/a", "c/a", "d/b"))


@needs_command
@needs_model
def test_parent_memory_writes_its_table(pdfs: Path, tmp_path: Path) -> None:
    docs = tmp_path / "benchmarks.md"
    run("parent_memory.py", pdfs, pdfs, "--docs", docs)
    assert "2 agreements" in docs.read_text(encoding="utf-8")


@needs_model
def test_reading_speed_writes_its_table(tmp_path: Path) -> None:
    docs = tmp_path / "benchmarks.md"
    run("generate.py", tmp_path, "--agreements", 2, "--pages", 2, "--txt")
    run("reading_speed.py", tmp_path, "--rounds", 1, "--docs", docs)
    assert "text to initiatives" in docs.read_text(encoding="utf-8")


@needs_model
def test_kept_out_writes_figures_and_errors(tmp_path: Path) -> None:
    texts, docs = tmp_path / "texts", tmp_path / "page.md"
    texts.mkdir()
    for file in sorted((ROOT / "corpus" / "kept-out").glob("w20a*.md"))[:2]:
        (texts / file.name).write_bytes(file.read_bytes())
    assert "| w20a |" in run("kept_out.py", "--texts", texts, "--docs", docs)
    page = docs.read_text(encoding="utf-8")
    assert "all 2 texts" in page
    assert page.count("\n- ") > 5


def test_the_page_of_kept_out_texts_is_of_the_model_that_ships() -> None:
    """A new model is read on them again, or has been trained on them; then others are needed."""
    assert f"`{read_model().name}`" in (ROOT / "docs" / "quality-kept-out.md").read_text(encoding="utf-8")


def test_the_page_of_quality_holds_the_figures_kept_one_municipality_at_a_time() -> None:
    """Whoever measures anew or changes a section writes the page again."""
    each, shipped = json.loads(quality.EACH.read_text(encoding="utf-8")), read_quality()
    use_language("en")
    page = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8").split("\n")
    assert [line for line in quality.write_each(each, shipped) if line not in page] == []
    assert each["folds"] == len(read_model().facts["municipalities"])


def shipped_quality() -> dict[str, Any]:
    known = read_quality()
    assert known
    return known


def test_a_measurement_by_fewer_parts_is_not_taken_for_one_municipality_at_a_time(tmp_path: Path) -> None:
    file = tmp_path / "parts.json"
    file.write_text(json.dumps({"corpus": shipped_quality() | {"folds": 5}}), encoding="utf-8")
    command = [sys.executable, str(BENCHMARKS / "quality.py"), "--each", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 1
    assert "5 parts: measure with --folds each" in done.stderr


def test_figures_of_another_model_are_named_as_such_and_not_compared() -> None:
    shipped = shipped_quality()
    use_language("en")
    lines = quality.write_each({**shipped, "version": "0123456789", "folds": 92}, shipped)
    assert lines[0].endswith("(model linear-0123456789)")
    assert not any("found only this way" in line for line in lines)
