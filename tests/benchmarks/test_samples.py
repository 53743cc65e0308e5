"""The sample agreements that ship with the package: marked as fictional, labelled, readable."""

import importlib.util
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from samspil.documents.read import read_document
from samspil.errors import RejectedError
from samspil.passages.split import split_passages

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samspil" / "samples" / "agreements"
GOLD = json.loads((SAMPLES.parent / "gold.json").read_text(encoding="utf-8"))
NOTE = "fiktivt eksempel"


def squeeze(text: str) -> str:
    """Letters and digits only, so that line breaks and hyphens do not count."""
    return re.sub(r"[\W_]", "", text.replace("\u00ad", "")).lower()


def pages_as_shown(file: Path) -> list[str]:
    """What a person sees of each page: a Word file's page head and a web page's banner included, which reading leaves out."""
    data = file.read_bytes()
    if file.suffix == ".docx":
        archive = zipfile.ZipFile(file)
        return [archive.read(name).decode("utf-8") for name in archive.namelist() if re.fullmatch(r"word/header\d+\.xml", name)]
    if file.suffix == ".html":
        return [data.decode("utf-8")]
    return [page.raw for page in read_document(data, file.name).pages]


@pytest.mark.parametrize("agreement", GOLD, ids=lambda agreement: agreement["municipality"])
def test_every_quote_of_the_gold_stands_in_the_built_file(agreement: dict[str, Any]) -> None:
    document = read_document((SAMPLES / agreement["file"]).read_bytes(), agreement["file"])
    clean, _passages = split_passages(document)
    text = squeeze(clean.text)
    missing = [quote for one in agreement["initiatives"] for quote in one["evidence"] if squeeze(quote) not in text]
    assert not missing


@pytest.mark.parametrize("agreement", GOLD, ids=lambda agreement: agreement["municipality"])
def test_every_page_says_that_it_is_fictional(agreement: dict[str, Any]) -> None:
    assert all(squeeze(NOTE) in squeeze(page) for page in pages_as_shown(SAMPLES / agreement["file"]))


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("Scannet_budgetaftale_2026_Faaborg-Midtfyn.pdf", "needs_ocr"),
        ("Budgetforlig 2026-2029 Stevns (adgangskode).pdf", "encrypted"),
        ("budgetaftale-2026-fanoe.pdf", "rejected"),
    ],
)
def test_troublesome_files_get_their_verdicts(name: str, verdict: str) -> None:
    with pytest.raises(RejectedError) as caught:
        read_document((SAMPLES / name).read_bytes(), name)
    assert caught.value.verdict == verdict


def test_the_folder_stays_small() -> None:
    assert sum(file.stat().st_size for file in SAMPLES.iterdir() if file.is_file()) < 2_500_000


@pytest.mark.skipif(not all(importlib.util.find_spec(name) for name in ("markdown", "yaml")), reason="markdown and pyyaml read the sources")
def test_gold_agrees_with_the_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "samples-src"))
    source = pytest.importorskip("source")
    assert "samples-src" in str(Path(sys.modules["source"].__file__ or ""))
    built = json.loads(json.dumps([source.gold_of(sample) for sample in source.read_sources()], default=str))
    assert built == GOLD
