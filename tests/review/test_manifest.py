"""The list of files and their municipalities."""

from pathlib import Path

import pytest

from samspil.errors import UsageError
from samspil.review.manifest import read_manifest

GOOD = {
    "semicolon": b"file;municipality;year\na.pdf;Vejle;2026\nb.pdf;Aarhus;2026\n",
    "comma": b"file,municipality,year\na.pdf,Vejle,2026\nb.pdf,Aarhus,2026\n",
    "Danish header": "fil;kommune;år\na.pdf;Vejle Kommune;2026\nb.pdf;Århus;2026-2029\n".encode(),
    "BOM": "\ufefffil;kommune;år\r\na.pdf;Vejle;2026\r\nb.pdf;Århus;2026\r\n".encode(),
    "cp1252": "fil;kommune;år\na.pdf;Vejle;2026\nb.pdf;Århus;2026\n".encode("cp1252"),
    "utf-16": "fil\tkommune\tår\na.pdf\tVejle\t2026\nb.pdf\tÅrhus\t2026\n".encode("utf-16"),
    "other columns, blank lines, codes": b"note;year;municipality;file\n;2026;630;a.pdf\n\n;;;\nx;2026;0751;./b.pdf\n",
}
BAD = [
    ("fil;kommune;år\na.pdf;Vejel;2026\n", 2, "Vejle"),
    ("fil;kommune;år\na.pdf;Qwrtz;2026\n", 2, "98 kommuner"),
    ("fil;kommune;år\na.pdf;Vejle;2026\n\nz.pdf;Vejle;2026\n", 4, "z.pdf"),
    ("fil;kommune;år\na.pdf;Vejle;2026\na.pdf;Vejle;2026\n", 3, "linje 2"),
    ("fil;kommune;år\na.pdf;Vejle;næste år\n", 2, "næste år"),
    ("fil;kommune;år\n;Vejle;2026\n", 2, "filnavn"),
    ("navn;by\na.pdf;Vejle\n", 1, "kolonnerne"),
    ("", 1, "kolonnerne"),
]


@pytest.mark.parametrize("name", GOOD)
def test_reads_each_form(tmp_path: Path, name: str) -> None:
    """Separators, encodings, headers and spellings."""
    path = tmp_path / "liste.csv"
    path.write_bytes(GOOD[name])
    lines = read_manifest(path, {"a.pdf", "b.pdf"})
    assert {file: (line.municipality.name, line.year) for file, line in lines.items()} == {
        "a.pdf": ("Vejle", 2026),
        "b.pdf": ("Aarhus", 2026),
    }


@pytest.mark.parametrize(("content", "line", "words"), BAD)
def test_names_line_and_remedy(tmp_path: Path, content: str, line: int, words: str) -> None:
    """Each fault with its line and what to do."""
    path = tmp_path / "liste.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_manifest(path, {"a.pdf"})
    assert f"{path}:{line}" == caught.value.place
    assert words in caught.value.message
    assert caught.value.remedy


def test_year_may_be_left_out(tmp_path: Path) -> None:
    """Then the file tells it."""
    path = tmp_path / "liste.csv"
    path.write_text("fil,kommune\na.pdf,Vejle\n", encoding="utf-8")
    assert read_manifest(path)["a.pdf"].year is None


def test_which_file_counts(tmp_path: Path) -> None:
    """Ja or nej, or nothing."""
    path = tmp_path / "liste.csv"
    path.write_text("fil;kommune;tæller\na.pdf;Vejle;Ja\nb.pdf;Vejle;nej\nc.pdf;Odense;\n", encoding="utf-8")
    assert [line.counts for line in read_manifest(path).values()] == [True, False, None]
    path.write_text("fil;kommune;tæller\na.pdf;Vejle;måske\n", encoding="utf-8")
    with pytest.raises(UsageError, match="måske"):
        read_manifest(path)


def test_missing_list_is_a_usage_error(tmp_path: Path) -> None:
    """No traceback for a wrong path."""
    with pytest.raises(UsageError):
        read_manifest(tmp_path / "ingen.csv")
