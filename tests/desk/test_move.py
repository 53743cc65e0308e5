"""A desk moves between SQLite and PostgreSQL whole, or not at all."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from samspil.cli.main import main
from samspil.errors import StoreError
from samspil.publish.contract import review_to_json
from samspil.store.desk import people as kept
from samspil.store.desk import sources, tables
from samspil.store.desk.desk import Desk, list_rows
from samspil.values.desk import ACCEPT, CORRECT, SourceText
from samspil.workbench import move as moving
from samspil.workbench.decide import Wish, decide
from samspil.workbench.move import MoveError, move
from samspil.workbench.runs import bring_in
from samspil.workbench.search import index_sources
from samspil.workbench.verify import verify
from tests.publish.fictional_review import build_review

WORDS = "Der afsættes 2 mio. kr. til føleventiler i 2026."


def fill(place: str | Path) -> None:
    """A review, people, decisions, a file with text in the index, a picture, a token."""
    review = json.loads(json.dumps(review_to_json(build_review(hostile=True))))
    with Desk(place) as desk:
        bring_in(desk, review)
        with desk.writing() as connection:
            people = [kept.add_person(connection, f"person-{number}", f"Åse {number}", "coder", "x") for number in range(3)]
            kept.add_token(connection, kept.Token("f" * 64, people[1].id, "nøgle", "api", 1.5, None))
            rows = list_rows(connection)
            sha256 = rows[0].fields["evidence"].value[0]["sha256"]
            sources.keep_file(connection, sha256, bytes(range(256)) * 5000)
            sources.keep_text(
                connection,
                SourceText(sha256, "txt", WORDS, ((1, 0, len(WORDS)),), tuple(range(len(WORDS))), ((0, len(WORDS), "sentence", ()),)),
            )
            sources.keep_picture(connection, "key", {"width": 1, "height": 2, "boxes": []}, b"\x89PNG\x00")
        for number, row in enumerate(rows[:5]):
            decide(desk, people[number % 3], Wish(ACCEPT, (row.id,), (1,), {}, f"key-{number}"))
            decide(desk, people[0], Wish(CORRECT, (row.id,), (2,), {"committee": "Økonomiudvalget \x07"}))
        assert index_sources(desk) == 1


def read_all(place: str | Path) -> dict[str, list[Any]]:
    """Everything, in an order that does not depend on the database."""
    with Desk(place) as desk, desk.reading() as connection:
        return {
            table.name: sorted(
                repr([bytes(v) if isinstance(v, memoryview) else v for v in line]) for line in connection.execute(sa.select(table))
            )
            for table in tables.metadata.sorted_tables
        }


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A SQLite store with something in most tables."""
    fill(tmp_path / "full.sqlite")
    return tmp_path / "full.sqlite"


def search(place: str | Path, words: str) -> int:
    from samspil.search.query import parse_query
    from samspil.workbench.search import search as look

    with Desk(place) as desk:
        return look(desk, parse_query(words)).total


def test_there_and_back(full: Path, postgres_url: str, tmp_path: Path) -> None:
    """SQLite -> PostgreSQL -> SQLite: the same everywhere; what comes after goes on from there."""
    before = read_all(full)
    there = move(full, postgres_url)
    assert read_all(postgres_url) == before
    assert there.rows == {name: len(lines) for name, lines in before.items()}
    assert (there.verdict.whole, search(postgres_url, "føleventil")) == (True, 1)
    with Desk(postgres_url) as desk:
        with desk.writing() as connection:
            new = kept.add_person(connection, "ny", "Ny", "coder", "x")
            row = list_rows(connection)[-1]
        assert new.id > 3
        decide(desk, new, Wish(ACCEPT, (row.id,), (row.version,), {}))
        after = verify(desk)
    back = move(postgres_url, tmp_path / "back.sqlite")
    assert (back.verdict, search(tmp_path / "back.sqlite", "føleventil")) == (after, 1)
    assert read_all(tmp_path / "back.sqlite") == read_all(postgres_url)
    assert read_all(full) == before


def test_sqlite_to_sqlite(full: Path, tmp_path: Path) -> None:
    assert move(full, tmp_path / "new.sqlite").verdict.whole
    assert read_all(tmp_path / "new.sqlite") == read_all(full)


def test_refuses_what_would_lose_something(full: Path, tmp_path: Path, store_place: str) -> None:
    """A target with anything in it, the store itself under another name, a source that is not there."""
    with Desk(store_place) as desk, desk.writing() as connection:
        kept.add_person(connection, "a", "A", "admin")
    before = read_all(store_place)
    with pytest.raises(MoveError) as found:
        move(full, store_place)
    assert "person" in found.value.message
    assert found.value.remedy
    assert read_all(store_place) == before
    (tmp_path / "link.sqlite").symlink_to(full)
    for source, target in ((full, full), (full, tmp_path / "link.sqlite"), (tmp_path / "nothing.sqlite", tmp_path / "new.sqlite")):
        with pytest.raises(MoveError) as found:
            move(source, target)
        assert found.value.remedy
    assert not (tmp_path / "nothing.sqlite").exists()


def test_a_fault_on_the_way_leaves_nothing(full: Path, store_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the same command works."""

    def fail(connection: sa.Connection) -> None:
        connection.execute(sa.text("SELECT nonsense FROM nowhere"))

    monkeypatch.setattr(moving, "rebuild_index", fail)
    with pytest.raises(StoreError) as found:
        move(full, store_place)
    assert found.value.remedy
    assert all(lines == [] for lines in read_all(store_place).values())
    monkeypatch.undo()
    assert move(full, store_place).verdict.whole


def test_a_value_that_arrives_otherwise_is_seen(full: Path, store_place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the new store gives back is compared, value by value."""
    read = moving._read

    def changed(connection: sa.Connection, table: sa.Table) -> Any:
        for lines in read(connection, table):
            first = connection.engine.url.database != str(full)
            yield [{**line, "name": "another"} if first and table.name == "person" else line for line in lines]

    monkeypatch.setattr(moving, "_read", changed)
    with pytest.raises(MoveError) as found:
        move(full, store_place)
    assert "person" in found.value.message
    assert all(lines == [] for lines in read_all(store_place).values())


@pytest.mark.parametrize("wait", [0.0, 0.02, 0.1, 0.3])
def test_killed_on_the_way(full: Path, store_place: str, wait: float) -> None:
    """kill -9 at any moment: the new store is empty or whole, and after an empty one the same command works."""
    script = "import sys; from samspil.workbench.move import move; from samspil.store.desk.desk import Desk; print('go', flush=True); move(*sys.argv[1:])"
    before = read_all(full)
    process = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", script, str(full), store_place], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert process.stdout
    process.stdout.readline()
    time.sleep(wait)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    found = read_all(store_place)
    assert found == before or all(lines == [] for lines in found.values())
    if found != before:
        assert move(full, store_place).verdict.whole
    assert read_all(store_place) == before == read_all(full)


def test_command(full: Path, store_place: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Says what it moved and the trail's head; a second time it refuses."""
    assert main(["desk", "move", str(full), store_place, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    with Desk(store_place) as desk:
        verdict = verify(desk)
    assert (told["whole"], told["head"], told["lines"]) == (True, f"{verdict.head[0]}:{verdict.head[1]}", verdict.lines)
    assert main(["desk", "move", str(full), store_place]) == 1
    assert "ikke tomt" in capsys.readouterr().err


def test_a_broken_trail_stays_as_broken(full: Path, store_place: str) -> None:
    """It is moved as it is, and said."""
    with Desk(full) as desk, desk.writing() as connection:
        connection.exec_driver_sql("UPDATE event SET at = 'x' WHERE sequence = 3")
    assert main(["desk", "move", str(full), store_place]) == 3
    with Desk(store_place) as desk:
        assert [line.sequence for line in verify(desk).broken] == [3]
