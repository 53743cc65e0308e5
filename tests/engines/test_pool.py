"""Many jobs, few at a time: every one is accounted for, however its neighbours end."""

import gc
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import bad_tasks
import pytest

from samspil.engines.child import ChildAnswer
from samspil.engines.limits import Limits
from samspil.engines.pool import Job, run_all

ALLOWED = [f"bad_tasks:{name}" for name in dir(bad_tasks) if not name.startswith("_")]
LIMITS = Limits(wall_seconds=1.0, silence_seconds=0.6, grace_seconds=0.2, memory_bytes=400 << 20, answer_bytes=1 << 20)


def job(key: str, task: str = "echo", payload: bytes = b"", **settings: object) -> Job:
    return Job(key, f"bad_tasks:{task}", payload, settings, LIMITS, ALLOWED, ("bad_tasks",))


def test_nine_bad_among_many_good() -> None:
    """89 are read, 9 are named, as docs (hardening, section E) ask."""
    bad = ["hang", "spin", "eat_memory", "segfault", "leave_silently", "fail", "not_json", "ignore_sigterm", "through_channel"]
    jobs = [job(name, name, mode="half_json") if name == "through_channel" else job(name, name) for name in bad]
    jobs += [job(str(number)) for number in range(89)]
    answers = dict(run_all(iter(jobs), 2))
    assert {key for key, answer in answers.items() if not answer.ok} == set(bad)
    assert len(answers) == 98


def test_jobs_are_read_only_when_there_is_room() -> None:
    taken: list[int] = []

    def source() -> Iterator[Job]:
        for number in range(20):
            taken.append(number)
            yield job(str(number))

    for done, _ in enumerate(run_all(source(), 2), 1):
        assert len(taken) <= done + 3
    assert len(taken) == 20


def test_memory_does_not_grow_with_the_number_of_jobs() -> None:
    source = (job(str(number), payload=bytes(2_000_000)) for number in range(60))
    tracemalloc.start()
    for _ in run_all(source, 2):
        pass
    gc.collect()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_stopping_early_ends_what_runs() -> None:
    for key, _ in run_all(iter([job("good"), *(job(str(number), "hang") for number in range(6))]), 2):
        assert key == "good"
        break


def test_any_executor_will_do() -> None:
    with ThreadPoolExecutor(2) as executor:
        answers = dict(run_all((job(str(number)) for number in range(5)), 2, executor=executor))
    assert all(answer.ok for answer in answers.values())
    assert len(answers) == 5


def test_another_way_to_run_a_job() -> None:
    answers = dict(run_all([job("a")], 1, run=lambda each: ChildAnswer({"key": each.key})))
    assert answers["a"].answer == {"key": "a"}


def test_mistake_of_the_caller_is_told() -> None:
    with pytest.raises(ValueError, match="not on the list"):
        list(run_all([Job("a", "os:system", b"")], 1))
