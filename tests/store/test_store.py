"""The store: values in, values out; whole or not at all; never another's file."""

import sqlite3
from pathlib import Path

import pytest

from samspil.errors import StoreError
from samspil.store import sqlite as module
from samspil.store.schema import APPLICATION, VERSIONS
from samspil.store.sqlite import Store


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    answer = {"text": "æøå \udcff \x00", "page_ranges": [[1, 0, 3]], "drafts": []}
    with Store(tmp_path / "ny/mappe/lager.sqlite") as store:
        store.keep_reading("k", "sha", {"verdict": "ok", "head": "\ud800"}, answer)
        store.keep_pictures("sha", {"p": ({"width": 1}, b"png")})
        store.keep_seen([("a/b", 1, 2, 3, "sha")])
    with Store(tmp_path / "ny/mappe/lager.sqlite") as store:
        assert store.find_reading("k") == answer
        assert store.find_facts("k") == {"verdict": "ok", "head": "\ud800"}
        assert store.has_reading("k")
        assert store.find_picture("p") == ({"width": 1}, b"png")
        assert store.find_seen("a/b", 1, 2, 3) == "sha"
        assert [store.find_seen("a/b", *facts) for facts in ((9, 2, 3), (1, 9, 3), (1, 2, 9))] == [None] * 3
        assert (store.find_reading("x"), store.find_facts("x"), store.find_picture("x"), store.has_picture("x")) == (
            None,
            None,
            None,
            False,
        )


def test_a_run_is_noted_with_its_end(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        first, second = store.begin_run("a", {"year": 2026}), store.begin_run("a", {"year": 2026})
        store.end_run(second, {"files": ["ø"]})
        rows = [store._find("SELECT ended IS NOT NULL, record FROM run WHERE number = ?", number) for number in (first, second)]
    assert rows == [(0, '{"year": 2026}'), (1, '{"files": ["\\u00f8"]}')]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        with pytest.raises(StoreError):
            store.keep_pictures("sha", {"a": ({}, b"x"), "b": ({}, None)})  # type: ignore[dict-item]
        assert not store.has_picture("a")
        store.keep_pictures("sha", {"a": ({}, b"x")})
        assert store.has_picture("a")


@pytest.mark.parametrize("version", range(len(VERSIONS)))
def test_older_stores_are_brought_up_to_date(tmp_path: Path, version: int) -> None:
    if version:
        with sqlite3.connect(tmp_path / "s") as connection:
            for statement in (statement for statements in VERSIONS[:version] for statement in statements):
                connection.execute(statement)
            connection.execute("INSERT INTO picture VALUES ('p', 'sha', '{}', x'00')")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {version}")
        connection.close()
    with Store(tmp_path / "s") as store:
        assert store._find("PRAGMA user_version") == (len(VERSIONS),)
        assert store.has_picture("p") == bool(version)
        store.keep_seen([("a", 1, 2, 3, "sha")])


def test_alone_means_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SECONDS_TO_WAIT", 0.1)
    with Store(tmp_path / "s", alone=True):
        for alone in (True, False):
            with pytest.raises(StoreError, match="i brug"):
                Store(tmp_path / "s", alone=alone).begin_run("x", {})
    with Store(tmp_path / "s") as store:
        assert store.begin_run("x", {}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["s"]


def test_damage_met_later_is_told(tmp_path: Path) -> None:
    with Store(tmp_path / "s") as store:
        store.keep_reading("k", "sha", {}, {"text": "x" * 50_000})
        store._connection.execute("UPDATE reading SET answer = x'0102'")
        with pytest.raises(StoreError, match="beskadiget"):
            store.find_reading("k")


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="--store"):
        Store(tmp_path)
