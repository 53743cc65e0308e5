"""The sample agreements as sources, read once, and desks that hold them."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from samspil.search.indexing import analysis_name, make_rows
from samspil.store.desk import search as index
from samspil.store.desk import sources, tables
from samspil.store.desk.desk import Desk
from samspil.tasks import open_source
from samspil.values.desk import SourceText
from samspil.vocabulary.municipalities import find_by_name

SAMPLES = Path(__file__).resolve().parents[2] / "samspil/samples/agreements"
OWNERS = {
    "Billund": "Billund", "Frederikssund": "Frederikssund", "Esbjerg": "Esbjerg", "Vordingborg": "Vordingborg", "Holstebro": "Holstebro", "Hjoerring": "Hjørring",
    "aalborg": "Aalborg", "assens": "Assens", "gladsaxe": "Gladsaxe", "forlig-2026-2029": "Lejre", "aeroe": "Ærø", "samsoe": "Samsø",
}  # fmt: skip
PutText = Callable[..., str]


@dataclass(frozen=True)
class Sample:
    """A sample agreement as read."""

    file: str
    owner: str
    source: SourceText


@pytest.fixture(scope="session")
def samples() -> tuple[Sample, ...]:
    """All samples that can be read without OCR."""
    found = []
    for path in sorted(SAMPLES.iterdir()):
        data = path.read_bytes()
        answer = open_source(data, {"name": path.name}, lambda _: None)
        if "verdict" in answer:
            continue
        passages = tuple((start, end, kind, tuple(headings)) for start, end, kind, headings in answer["passages"])
        pages = tuple((number, start, end) for number, start, end in answer["pages"])
        source = SourceText(hashlib.sha256(data).hexdigest(), answer["format"], answer["text"], pages, tuple(answer["home"]), passages)
        if len(passages) > 30:
            found.append(Sample(path.name, next(owner for sign, owner in OWNERS.items() if sign in path.name), source))
    assert len(found) >= 12
    return tuple(found)


def add_document(desk: Desk, source: SourceText, file: str, owner: str, year: int = 2026) -> None:
    """A source on the desk as if a review had brought it, its text read already."""
    found = find_by_name(owner)
    assert found
    place = {"municipality": owner, "municipality_code": found.code, "pages": len(source.pages), "verdict": "OK", "reason": ""}
    with desk.writing() as connection:
        connection.execute(sa.insert(tables.document), [{"year": year, "file": file, "sha256": source.sha256, **place}])
        sources.keep_text(connection, source)


def add_indexed(desk: Desk, source: SourceText, file: str, owner: str, year: int = 2026) -> None:
    """As `add_document`, and in the index."""
    add_document(desk, source, file, owner, year)
    with desk.writing() as connection:
        index.index_rows(connection, source.sha256, make_rows(source))
        index.note_indexed(connection, source.sha256, analysis_name())


def make_source(name: str, lines: list[str]) -> SourceText:
    """A text of one page with a sentence per line."""
    text = "\n".join(lines)
    passages: list[tuple[int, int, str, tuple[str, ...]]] = []
    for line in lines:
        start = passages[-1][1] + 1 if passages else 0
        passages.append((start, start + len(line), "sentence", ("Overskrift",)))
    return SourceText(
        hashlib.sha256(name.encode()).hexdigest(), "txt", text, ((1, 0, len(text)),), tuple(range(len(text))), tuple(passages)
    )


@pytest.fixture
def desk(store_place: str) -> Iterator[Desk]:
    """An empty desk, on SQLite and on PostgreSQL."""
    with Desk(store_place) as opened:
        yield opened


@pytest.fixture
def sample_desk(desk: Desk, samples: tuple[Sample, ...]) -> Desk:
    """The desk with all samples in the index."""
    for sample in samples:
        add_indexed(desk, sample.source, sample.file, sample.owner)
    return desk
