"""Kills, interruptions, full disks and second runs: the outputs are the old ones or the new ones, and a resumed run ends like any other."""

import errno
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from agreements import ROOT, environment, read_outputs, review, run_samspil, write_agreement, write_many, write_mixed
from killed_run import NEVER_REACHED, POINTS

from samspil.errors import OutputError, StoreError
from samspil.publish import files
from samspil.store.sqlite import Store

RANDOM_KILLS = int(os.environ.get("SAMSPIL_KILLS", "8"))  # a nightly run sets it to 500


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_mixed(tmp_path_factory.mktemp("aftaler"))


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("ud")
    review(folder, out)
    return read_outputs(out)


def check_intact(out: Path) -> None:
    """The store is whole, and what stands under the final names is whole."""
    store = out / "samspil.sqlite"
    if store.is_file():
        with sqlite3.connect(store) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()


def check_only_whole_files(out: Path, undisturbed: dict[str, bytes]) -> None:
    """Every file under its final name is as a finished run leaves it."""
    found = {name: content for name, content in read_outputs(out).items() if not name.startswith(".")}
    assert {name: content for name, content in found.items() if undisturbed.get(name) != content} == {}


def resume(folder: Path, out: Path, undisturbed: dict[str, bytes]) -> None:
    check_intact(out)
    check_only_whole_files(out, undisturbed)
    review(folder, out)
    assert read_outputs(out) == undisturbed
    assert sorted(path.name for path in out.iterdir() if path.name.startswith(".") or path.name.startswith("samspil")) == ["samspil.sqlite"]
    check_intact(out)


def wait_until_gone(mark: str, seconds: float = 10) -> list[int]:
    """Processes whose environment or command holds `mark`, after waiting for them to end."""
    deadline = time.monotonic() + seconds
    while (left := find_processes(mark)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return left


def find_processes(mark: str) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if mark.encode() in words and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found


ALL_POINTS = [(f"{point}:{when}", number) for point in POINTS for when in ("before", "after") for number in (1, 3)]
LABELLED = [
    *[(f"{point}:after", 1) for point in POINTS if point != "files-seen"],
    *[("run-begins:before", 1), ("file-kept:before", 3), ("file-kept:after", 6), ("file-placed:after", 5), ("run-ends:before", 1)],
]


@pytest.mark.parametrize(("point", "number"), ALL_POINTS if RANDOM_KILLS > 20 else LABELLED)
def test_killed_at_a_labelled_point(folder: Path, undisturbed: dict[str, bytes], tmp_path: Path, point: str, number: int) -> None:
    command = [sys.executable, str(ROOT / "tests/killed_run.py"), str(folder), str(tmp_path / "ud"), point, str(number)]
    killed = subprocess.run(command, env=environment(TMPDIR=str(tmp_path)), capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    if killed.returncode == NEVER_REACHED and RANDOM_KILLS > 20:
        return  # few points are reached thrice, and files made within the last seconds are not remembered
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    resume(folder, tmp_path / "ud", undisturbed)


def test_killed_while_an_old_report_gives_way(folder: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    """The moment between moving the old report away and putting the new one in its place."""
    out = tmp_path / "ud"
    review(folder, out)
    command = [sys.executable, str(ROOT / "tests/killed_run.py"), str(folder), str(out), "folder-placed:after", "1"]
    assert subprocess.run(command, env=environment(), timeout=60, check=False).returncode == -signal.SIGKILL  # noqa: S603
    assert not (out / "report").exists()
    files.remove_leftovers(out)
    assert read_outputs(out) == undisturbed
    resume(folder, out, undisturbed)


def test_killed_at_random_moments(folder: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    """One run after the other over the same outputs, each killed, until one ends well."""
    chance = random.Random(11)  # noqa: S311
    mark = f"SAMSPIL_TEST_MARK={tmp_path.name}"
    for number in range(RANDOM_KILLS):
        out = tmp_path / str(number // 4)  # some begin anew, some meet what earlier kills left
        command = [sys.executable, "-m", "samspil", "review", str(folder), "--year", "2026", "--out", str(out)]
        with subprocess.Popen(  # noqa: S603
            command, env=environment(SAMSPIL_TEST_MARK=tmp_path.name), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            time.sleep(chance.uniform(0.2, 1.6))
            process.kill()
        check_intact(out)
        check_only_whole_files(out, undisturbed)
    assert wait_until_gone(mark) == []
    for out in tmp_path.iterdir():
        resume(folder, out, undisturbed)


def start_slow_run(tmp_path: Path) -> tuple["subprocess.Popen[str]", Path]:
    """A run of many agreements in a process group of its own, as a terminal starts it, caught while it reads."""
    folder, out = write_many(tmp_path / "aftaler", 30, "pdf"), tmp_path / "ud"
    command = [sys.executable, "-m", "samspil", "review", str(folder), "--year", "2026", "--out", str(out)]
    process = subprocess.Popen(  # noqa: S603
        command,
        env=environment(TMPDIR=str(tmp_path)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    while "6/30" not in (line := process.stderr.readline()):
        assert line, "the run ended too early"
    return process, out


def descendants(process: int) -> set[int]:
    """All processes below one."""
    found: set[int] = set()
    waiting = [process]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            children = {int(word) for word in task.read_text().split()} - found
            found |= children
            waiting += children
    return found


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_run_leaves_nobody_behind(tmp_path: Path, number: int) -> None:
    process, out = start_slow_run(tmp_path)
    below = descendants(process.pid)
    assert below
    os.killpg(process.pid, number)  # as Ctrl-C on a terminal does
    _stdout, stderr = process.communicate(timeout=15)
    assert process.returncode == 130
    assert "Afbrudt." in stderr
    assert "kør samme kommando igen" in stderr
    assert "Traceback" not in stderr
    deadline = time.monotonic() + 5
    while (left := {child for child in below if Path(f"/proc/{child}").exists()}) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left
    assert not list(tmp_path.glob("samspil-*")), "temporary folders are left"
    assert not (out / "initiatives.json").exists()
    check_intact(out)
    with Store(out / "samspil.sqlite") as store:
        kept = store._find("SELECT count(*) FROM reading")[0]
    assert kept >= 6
    again = run_samspil("review", tmp_path / "aftaler", "--year", 2026, "--out", out)
    assert again.returncode == 0, again.stderr
    counts = [int(line.split()[2].split("/")[0]) for line in again.stderr.splitlines() if line.startswith("Læser filer ")]
    assert counts
    assert min(counts) >= kept  # nothing that was kept is read again; not every count is printed


def fail_at(number: int, error: OSError, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, which fails from the NUMBERth call on."""
    calls = 0

    def wrapped(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls >= number:
            raise error
        return function(*arguments, **named)

    return wrapped


@pytest.mark.parametrize("number", [1, 2, 3, 7])
def test_full_disk_leaves_the_earlier_outputs_whole(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    copied, out = Path(shutil.copytree(folder, tmp_path / "aftaler")), tmp_path / "ud"
    review(copied, out)
    before = read_outputs(out)
    write_agreement(copied / "ærø 2026.txt", "Ærø", 5)
    full = OSError(errno.ENOSPC, "No space left on device")
    target: tuple[Any, str] = (os, "fsync") if number < 7 else (Path, "write_bytes")  # the report's pages are the last to be written
    monkeypatch.setattr(*target, fail_at(number if number < 7 else 3, full, getattr(*target)))
    with pytest.raises(OutputError) as caught:
        review(copied, out)
    assert "disken er fuld" in caught.value.message
    assert "plads" in caught.value.remedy
    assert ".tmp" not in caught.value.place
    monkeypatch.undo()
    assert read_outputs(out) == before
    review(copied, out)
    review(copied, tmp_path / "frisk")
    assert read_outputs(out) == read_outputs(tmp_path / "frisk")


def test_full_disk_under_the_store(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = sqlite3.connect

    def connect_small(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = opened(*arguments, **named)
        connection.execute("PRAGMA max_page_count = 14")
        return connection

    monkeypatch.setattr(sqlite3, "connect", connect_small)
    with pytest.raises(StoreError) as caught:
        review(folder, tmp_path)
    assert caught.value.message == "Disken er fuld."
    assert "Gør plads" in caught.value.remedy
    monkeypatch.undo()
    check_intact(tmp_path)
    assert review(folder, tmp_path).review.coverage.read == 6


def test_limit_of_file_size_ends_with_a_message(folder: Path, tmp_path: Path) -> None:
    """RLIMIT_FSIZE: the system refuses to let any file grow beyond 20 KB."""
    command = f"ulimit -f 20; exec {sys.executable} -m samspil review '{folder}' --year 2026 --out '{tmp_path / 'ud'}'"
    done = subprocess.run(["/bin/sh", "-c", command], env=environment(), capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    assert done.returncode == 1, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "ud/initiatives.json").exists()


def test_second_run_on_the_same_store_waits_or_leaves(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samspil.store.sqlite._SECONDS_TO_WAIT", 0.2)
    with Store(tmp_path / "samspil.sqlite", alone=True), pytest.raises(StoreError) as caught:
        review(folder, tmp_path)
    assert "i brug" in caught.value.message
    assert review(folder, tmp_path).review.coverage.read == 6


def test_temporary_folders_of_children_are_gone(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    review(folder, tmp_path / "ud")
    assert list((tmp_path / "tmp").iterdir()) == []
