"""Work done at the same time in copies of this process."""

import os
import signal
import time
from pathlib import Path

import pytest

from samspil.engines.aside import do_together


def note(path: Path) -> None:
    path.write_text(str(os.getpid()))


def test_all_works_are_done_each_in_its_own_process(tmp_path: Path) -> None:
    """Every file is there, the last one written here, the others elsewhere."""
    files = [tmp_path / name for name in "abc"]
    do_together([lambda file=file: note(file) for file in files])  # type: ignore[misc]
    writers = [int(file.read_text()) for file in files]
    assert writers[2] == os.getpid()
    assert len(set(writers)) == 3


def test_an_error_in_a_copy_reaches_the_caller() -> None:
    """As the error it is, since the work is tried again here."""

    def fail() -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        do_together([fail, lambda: None])


def test_a_copy_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    """What it was to do is done here."""
    here = os.getpid()

    def die_elsewhere() -> None:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        note(tmp_path / "a")

    do_together([die_elsewhere, lambda: None])
    assert (tmp_path / "a").read_text() == str(here)


def test_an_error_here_leaves_no_copy_running(tmp_path: Path) -> None:
    """The copies are ended before the error goes on."""

    def fail() -> None:
        raise ValueError("here")

    def wait_for_ever() -> None:
        note(tmp_path / "child")
        signal.pause()

    def fail_later() -> None:
        while not (tmp_path / "child").exists() or not (tmp_path / "child").read_text():
            time.sleep(0.01)
        fail()

    with pytest.raises(ValueError, match="here"):
        do_together([wait_for_ever, fail_later])
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "child").read_text()), 0)


def test_nothing_to_do() -> None:
    """One work needs no copy."""
    done: list[int] = []
    do_together([lambda: done.append(os.getpid())])
    assert done == [os.getpid()]
