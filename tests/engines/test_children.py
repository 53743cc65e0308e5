"""Whatever a child does, the parent gets an answer or a name for the failure, and nothing is left behind."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bad_tasks
import pytest

from samspil.engines import child as child_module
from samspil.engines import frames
from samspil.engines.child import ChildAnswer, run_in_child
from samspil.engines.limits import Limits, limits_from_json
from samspil.engines.server import find_server

TASKS = [f"bad_tasks:{name}" for name in dir(bad_tasks) if not name.startswith("_")]
PRELOAD = ("bad_tasks",)
QUICK = Limits(wall_seconds=1.2, silence_seconds=0.8, grace_seconds=0.4, memory_bytes=400 << 20, answer_bytes=1 << 20)


def run(task: str, limits: Limits = QUICK, payload: bytes = b"", retries: int = 0, **settings: Any) -> ChildAnswer:
    return run_in_child(f"bad_tasks:{task}", payload, settings, limits, allowed=TASKS, preload=PRELOAD, retries=retries)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def wait_until_gone(pids: list[int], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while any(is_alive(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture(autouse=True)
def nothing_left_behind(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    own = tmp_path_factory.mktemp("children")  # not the system's: another run may be at work there
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    monkeypatch.setenv("TMPDIR", str(own))
    descriptors = len(os.listdir("/proc/self/fd"))
    yield
    assert not [name for name in os.listdir(own) if name.startswith("samspil-")]
    assert len(os.listdir("/proc/self/fd")) <= descriptors + 2  # a fork server may have been started


def test_answer_comes_back_with_its_danish_letters() -> None:
    answer = run("echo", payload=bytes(3_000_000), place="Ærø")
    assert answer.answer == {"size": 3_000_000, "settings": {"place": "Ærø"}}
    assert answer.ok
    assert not answer.failure


def test_task_must_be_on_the_list() -> None:
    with pytest.raises(ValueError, match="not on the list"):
        run_in_child("os:system", b"", {}, QUICK, allowed=TASKS)


def test_child_has_an_empty_world() -> None:
    """No environment, no network, no descriptors of ours; a folder of its own that is gone afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        os.environ["SAMSPIL_CANARY"] = "x"
        facts = run("surroundings", port=listener.getsockname()[1]).answer
    assert facts is not None
    assert set(facts["environment"]) <= {"TMPDIR", "LC_CTYPE"}
    assert not facts["network"]
    assert facts["descriptors"] <= 6
    assert facts["own_group"]
    assert facts["files"] == ["left behind"]
    assert not os.path.exists(facts["folder"])


FAILURES = [
    ("hang", "stalled", "stopped"),
    ("spin", "stalled", "stopped"),
    ("eat_memory", "memory", ""),
    ("segfault", "crash", "SIGSEGV"),
    ("leave_silently", "garbage", "exit code 0"),
    ("ignore_sigterm", "stalled", "stopped"),
    ("not_json", "crash", "ValueError"),
    ("fail", "crash", "ValueError: børn og ældre"),
]


@pytest.mark.parametrize(("task", "failure", "words"), FAILURES)
def test_failure_has_a_name(task: str, failure: str, words: str) -> None:
    answer = run(task)
    assert (answer.answer, answer.failure) == (None, failure)
    assert words in answer.detail
    assert answer.seconds < 3


@pytest.mark.parametrize(("mode", "words"), [("flood", "too much"), ("half_json", "in the middle"), ("no_frame", "no frame")])
def test_worthless_output_is_garbage(mode: str, words: str) -> None:
    """A child that floods, breaks off or prints: it finds its channel by looking."""
    answer = run("through_channel", mode=mode)
    assert answer.failure == "garbage"
    assert words in answer.detail


def test_processor_time_is_limited() -> None:
    limits = Limits(cpu_seconds=1, wall_seconds=10, silence_seconds=10)
    assert run("spin", limits).failure == "timeout"


def test_slow_work_that_shows_signs_of_life_goes_on() -> None:
    assert run("work_slowly", steps=3).answer == {"done": True}
    assert run("work_slowly", steps=30).failure == "timeout"


@pytest.mark.parametrize("answers", [True, False])
def test_grandchildren_are_ended(tmp_path: Path, answers: bool) -> None:
    pids = tmp_path / "pids"
    pids.write_text("", encoding="ascii")
    answer = run("fork_and_hang", pids=str(pids), answer=answers)
    assert answer.ok == answers
    found = [int(line) for line in pids.read_text(encoding="ascii").split()]
    assert len(found) == 2
    assert wait_until_gone(found)


def test_retry_takes_a_fresh_child() -> None:
    assert run("segfault", retries=2).failure == "crash"
    assert run("echo", retries=2).ok


def test_many_threads_at_once() -> None:
    answers: dict[int, ChildAnswer] = {}

    def work(number: int) -> None:
        answers[number] = run("segfault" if number % 3 == 0 else "echo", number=number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, answer in answers.items():
        expected = None if number % 3 == 0 else {"size": 0, "settings": {"number": number}}
        assert answer.answer == expected


def test_cancelled_child_is_ended_soon() -> None:
    cancelled = threading.Event()
    threading.Timer(0.3, cancelled.set).start()
    answer = run_in_child("bad_tasks:hang", b"", {}, Limits(), allowed=TASKS, preload=PRELOAD, retries=5, cancelled=cancelled)
    assert answer.detail == "cancelled"
    assert answer.seconds < 2


def test_killed_fork_server_is_started_again() -> None:
    assert run("echo").ok
    server = find_server(PRELOAD)
    server._process.kill()
    server._process.wait()
    assert run("echo").ok


def test_killed_fork_server_takes_its_children_along(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    pids.write_text("", encoding="ascii")
    answers: list[ChildAnswer] = []
    limits = Limits(wall_seconds=20, silence_seconds=20)
    thread = threading.Thread(target=lambda: answers.append(run("fork_and_hang", limits, pids=str(pids))))
    thread.start()
    while len(pids.read_text(encoding="ascii").split()) < 2:
        time.sleep(0.05)
    find_server(PRELOAD)._process.kill()
    thread.join()
    assert answers[0].failure == "crash"
    in_group, in_own_session = map(int, pids.read_text(encoding="ascii").split())
    assert wait_until_gone([in_group])
    os.kill(in_own_session, signal.SIGKILL)  # the one thing that nobody is left to end


PARENT = """
    import sys
    sys.path[:0] = {path!r}
    from samspil.engines.pool import Job, run_all
    jobs = (Job(str(n), "bad_tasks:hang", b"", dict(), allowed=["bad_tasks:hang"], preload=("bad_tasks",)) for n in range(9))
    print("ready", flush=True)
    for key, answer in run_all(jobs, 2):
        pass
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_no_orphans_when_the_parent_ends(number: signal.Signals) -> None:
    """Ctrl-C and kill -9: the fork server and all children are gone within seconds."""
    path = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]
    code = textwrap.dedent(PARENT).format(path=path)
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
    assert parent.stdout is not None
    parent.stdout.readline()
    deadline = time.monotonic() + 10
    family: list[int] = []
    while len(family) < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
        family = descendants(parent.pid)
    assert len(family) == 3  # one server, two children
    parent.send_signal(number)
    parent.wait(10)
    parent.stdout.close()
    assert wait_until_gone(family)


def descendants(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*"):
        for word in (task / "children").read_text(encoding="ascii").split():
            found += [int(word), *descendants(int(word))]
    return found


def test_children_without_fork_work_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows: a new interpreter for each job, ended by the clock."""
    monkeypatch.setattr(child_module, "can_fork", lambda: False)
    limits = Limits(wall_seconds=10, silence_seconds=10)
    assert run("echo", limits, payload=b"abc").answer == {"size": 3, "settings": {}}
    assert run("segfault", limits).failure == "crash"
    assert run("hang", Limits(wall_seconds=1.5, silence_seconds=1.5, grace_seconds=0.2)).failure in ("timeout", "stalled")


def test_programs_need_a_path_and_get_one_only_when_asked() -> None:
    assert run("start_program", Limits(path=os.defpath)).answer == {"out": "1\n"}


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"1", b'{"a": NaN}', b'{"a": Infinity}', b"\xff", b'{"a":', b"[" * 200_000, b'{"a":1}{"b":2}']
)
def test_only_a_json_object_is_an_answer(body: bytes) -> None:
    with pytest.raises(frames.GarbageError):
        frames.decode_json(body)


def test_frames_come_whole_however_they_are_cut() -> None:
    data = frames.pack(frames.PROGRESS) + frames.pack(frames.ANSWER, b'{"a":"\xc3\xa6"}')
    reader = frames.FrameReader(1000)
    found = [frame for index in range(len(data)) for frame in reader.feed(data[index : index + 1])]
    assert found == [(b"P", b""), (b"A", b'{"a":"\xc3\xa6"}')]
    assert reader.is_between_frames


def test_limits_travel_as_json() -> None:
    assert limits_from_json(Limits(wall_seconds=3).to_json()) == Limits(wall_seconds=3)


def test_pieces_follow_an_answer() -> None:
    """As they were sent, in order, with any bytes in them."""
    answer = run("answer_then", payload=bytes(100_000), pieces=3, then="")
    assert (answer.answer, answer.failure, answer.detail) == ({"read": True}, "", "")
    assert answer.pieces == tuple(({"page": number}, b"\x00{}\n\xff" + bytes(100_000)) for number in range(3))


LATER = [
    ("hang", "stalled"),
    ("spin", "stalled"),
    ("eat_memory", ""),
    ("segfault", "SIGSEGV"),
    ("leave_silently", "exit code 0"),
    ("fail", "ValueError"),
    ("ignore_sigterm", "stalled"),
    ("through_channel", "too much"),
]


@pytest.mark.parametrize(("then", "words"), LATER)
def test_what_goes_wrong_after_an_answer_costs_later_pieces_alone(then: str, words: str) -> None:
    """The answer stands, with the pieces that had come, and is not asked for again."""
    answer = run("answer_then", retries=3, pieces=2, then=then, mode="flood")
    assert (answer.answer, answer.failure, len(answer.pieces)) == ({"read": True}, "", 2)
    assert words in answer.detail
    assert answer.seconds < 3


def test_more_pieces_than_anybody_needs_are_garbage() -> None:
    answer = run("answer_then", Limits(), pieces=6_000, then="")
    assert answer.answer == {"read": True}
    assert len(answer.pieces) == 5_000
    assert "disorder" in answer.detail


@pytest.mark.parametrize(("task", "failure"), [("fail_then_answer", "crash"), ("piece_first", "garbage")])
def test_without_an_answer_there_is_a_failure(task: str, failure: str) -> None:
    answer = run(task)
    assert (answer.answer, answer.failure, answer.pieces) == (None, failure, ())
