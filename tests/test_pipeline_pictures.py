"""Pages with quotes are drawn by the child that reads: whatever happens to the pictures, the reading stays and the report is the same."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from agreements import as_pdf, compose, read_outputs, review, write_agreement

from samspil import jobs, pictures, reading, tasks
from samspil.documents import drawing
from samspil.documents.loaded import LoadedPages
from samspil.documents.read import read_document
from samspil.engines.child import ChildAnswer
from samspil.engines.inside import run_job
from samspil.engines.limits import Limits
from samspil.engines.pool import Job

Change = Callable[[Job, ChildAnswer], ChildAnswer]
SETTINGS = {"name": "a.pdf", "budget_year": 2026, "second": True, "dpi": 90}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two agreements as PDF, one as text."""
    for number, place in enumerate(("Herning", "Greve")):
        (tmp_path / "a").mkdir(exist_ok=True)
        (tmp_path / f"a/{place} 2026.pdf").write_bytes(as_pdf(compose(place, number)))
    write_agreement(tmp_path / "a/Vejen 2026.txt", "Vejen", 3)
    return tmp_path / "a"


def change_answers(monkeypatch: pytest.MonkeyPatch, change: Change) -> list[str]:
    """Every answer of a reading child passes `change`; gives the tasks that ran, as they run."""
    ran: list[str] = []
    for module in (reading, pictures):
        run_all = module.run_all

        def changed(wanted: Iterable[Job], workers: int, run_all: Any = run_all) -> Iterator[tuple[str, ChildAnswer]]:
            known: dict[str, Job] = {}
            noted = (known.setdefault(job.key, job) for job in wanted)
            for key, answer in run_all(noted, workers):
                ran.append(known[key].task)
                yield key, change(known[key], answer) if known[key].task == jobs.READ_AND_DRAW else answer

        monkeypatch.setattr(module, "run_all", changed)
    return ran


def test_pages_are_drawn_by_the_children_that_read(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = change_answers(monkeypatch, lambda _job, answer: answer)
    review(folder, tmp_path / "ud")
    assert ran == [jobs.READ_AND_DRAW] * 3
    assert list((tmp_path / "ud").rglob("*.png"))


def test_without_a_report_nothing_is_drawn(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = change_answers(monkeypatch, lambda _job, answer: answer)
    review(folder, tmp_path / "ud", report=False)
    assert ran == [jobs.READ] * 3


def lose(_job: Job, answer: ChildAnswer) -> ChildAnswer:
    return dataclasses.replace(answer, pieces=())


def lose_last(_job: Job, answer: ChildAnswer) -> ChildAnswer:
    return dataclasses.replace(answer, pieces=answer.pieces[:-1])


def replace_facts(**facts: Any) -> Change:
    return lambda _job, answer: dataclasses.replace(answer, pieces=tuple(({**old, **facts}, png) for old, png in answer.pieces))


def no_picture(_job: Job, answer: ChildAnswer) -> ChildAnswer:
    return dataclasses.replace(answer, pieces=tuple((facts, b"<svg/>") for facts, _png in answer.pieces))


CHANGES = {
    "all_lost": lose,
    "last_lost": lose_last,
    "no_picture": no_picture,
    "another_page": replace_facts(page=999),
    "page_of_no_kind": replace_facts(page=[1]),
    "no_boxes": replace_facts(boxes=[]),
    "broken_boxes": replace_facts(boxes=[[[1, 2]]] * 50),
    "no_width": replace_facts(width="bred"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_does_not_come_is_drawn_later_and_looks_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    """Nonsense is left out; the outputs are byte for byte those of a run in which all came."""
    review(folder, tmp_path / "ud")
    ran = change_answers(monkeypatch, change)
    review(folder, tmp_path / "igen")
    assert ran.count(jobs.DRAW) == 2
    assert read_outputs(tmp_path / "igen") == read_outputs(tmp_path / "ud")


def test_pages_that_nobody_can_draw_leave_quotes_as_text(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reading stays, the run is complete, the report says that the page cannot be shown; the next run tries again."""
    change_answers(monkeypatch, lose)
    monkeypatch.setattr(pictures, "run_all", lambda wanted, _workers: [(job.key, ChildAnswer(None, "crash")) for job in wanted])
    outcome = review(folder, tmp_path / "ud")
    assert (outcome.complete, outcome.review.coverage.read) == (True, 3)
    assert not list((tmp_path / "ud").rglob("*.png"))
    monkeypatch.undo()
    review(folder, tmp_path / "ud")
    assert list((tmp_path / "ud").rglob("*.png"))


def explode(*_: Any) -> Any:
    raise MemoryError


def collect_frames(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, payload: bytes) -> list[bytes]:
    """The letters of the frames that a reading child writes, in order."""
    monkeypatch.setattr("samspil.engines.inside.take_limits", lambda _limits: None)
    monkeypatch.setattr("samspil.engines.inside.gc.set_threshold", lambda *_: None)
    from samspil.engines.child import open_job

    written: list[bytes] = []
    with open_job(jobs.READ_AND_DRAW, payload, SETTINGS, Limits()) as job:
        job.seek(0)
        run_job(job, written.append)  # type: ignore[arg-type]
    return [frame[:1] for frame in written if frame[:1] != b"P"]


@pytest.mark.parametrize("place", ["draw_grey", "find_text_boxes", "encode_sheet", "has_pictures"])
def test_trouble_while_drawing_comes_after_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    payload = as_pdf(compose("Herning", 1))
    whole = collect_frames(monkeypatch, tmp_path, payload)
    assert (whole[0], whole[-1]) == (b"F", b"A")
    assert set(whole[1:-1]) == {b"B"}
    monkeypatch.setattr(drawing, place, explode)
    assert collect_frames(monkeypatch, tmp_path, payload) == [b"F", b"E"]


def test_large_pictures_are_left_to_children_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    payload = as_pdf(compose("Herning", 1))
    answer, *pieces = tasks.read_and_draw(payload, SETTINGS, lambda _step: None)
    assert answer == tasks.read_file(payload, SETTINGS, lambda _step: None)
    monkeypatch.setattr(tasks, "_MOST_DRAWN_BYTES", len(pieces[0][1]) + 1)
    assert len(list(tasks.read_and_draw(payload, SETTINGS, lambda _step: None))) == 2
    monkeypatch.setattr(tasks, "_MOST_DRAWN", 0)
    assert len(list(tasks.read_and_draw(payload, SETTINGS, lambda _step: None))) == 1


@pytest.mark.parametrize("most", [0, 1, 100])
def test_pages_that_stayed_loaded_give_the_pictures_of_pages_loaded_again(most: int) -> None:
    payload = as_pdf(compose("Herning", 1), lines_a_page=8)
    with LoadedPages(most) as loaded:
        pages = {page.number: [(0, min(40, len(page.raw)))] for page in read_document(payload, "a.pdf", stay=loaded).pages}
        found = list(drawing.draw_loaded(loaded, {**pages, 0: [], 99: []}, 90))
    assert len(found) == len(pages) > 2
    assert found == list(drawing.draw_pages(payload, pages, 90))
