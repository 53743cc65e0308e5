"""Files that people bring, and runs over them: names, kinds, order of the queue, what a stop or a fall of the server leaves behind."""

import io
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from samspil.store.desk import jobs as kept
from samspil.store.desk import people
from samspil.store.desk.desk import Desk, list_rows
from samspil.store.desk.jobs import DONE, FAILED, RUNNING, STOPPED, WAITING, Job
from samspil.values.desk import Person
from samspil.workbench import uploads as module
from samspil.workbench.decide import Wish, decide
from samspil.workbench.jobs import LEASE, MOST_TRIES, Progress, Runner, ask_for_run, choose_next, claim_next, list_shown, stop_job
from samspil.workbench.side_run import RunError
from samspil.workbench.uploads import TooBigError, UploadError, find_free, list_new, list_sources, make_safe, remove_new, take_file
from samspil.workbench.year_run import find_folder, lay_out, run_year

SAMPLES = Path(module.__file__).parents[1] / "samples/agreements"
SAMSOE, ASSENS = "budgetforlig_samsoe_2026.txt", "assens-budgetaftale-2026.html"
YEAR = 2026


@pytest.fixture
def desk(store_place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """An empty desk, in a file and on a PostgreSQL server in turn."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with Desk(store_place) as opened:
        yield opened


@pytest.fixture
def person(desk: Desk) -> Person:
    """Who brings the files."""
    with desk.writing() as connection:
        return people.add_person(connection, "aase", "Åse", "admin")


def bring(desk: Desk, person: Person, *names: str, year: int = YEAR) -> None:
    for name in names:
        take_file(desk, person, year, name, io.BytesIO((SAMPLES / name).read_bytes()))


NAMES = [
    ("Budgetaftale 2026.pdf", "Budgetaftale 2026.pdf"),
    ("../../etc/passwd.txt", "passwd.txt"),
    ("C:\\Users\\bo\\Ærø forlig.docx", "Ærø forlig.docx"),
    ("a\u0301.txt", "á.txt"),
    ('<img src=x onerror="alert(1)">.html', "_img src=x onerror=_alert(1)__.html"),
    ("\x00\u202egnp.txt", "__gnp.txt"),
    ("nul.txt", "_nul.txt"),
    ("COM1", "_COM1"),
    ("...", "uden navn"),
    ("", "uden navn"),
    ("mappe/", "mappe"),
    (".htaccess", "htaccess"),
    ("\ud800x.pdf", "_x.pdf"),
    ("å" * 300 + ".pdf", "å" * 90 + ".pdf"),
]


@pytest.mark.parametrize(("given", "safe"), NAMES)
def test_names_lead_nowhere(given: str, safe: str) -> None:
    assert make_safe(given) == safe
    assert make_safe(safe) == safe


def test_two_files_of_one_name_get_two() -> None:
    assert find_free("a.pdf", {"b.pdf"}) == "a.pdf"
    assert find_free("A.pdf", {"a.pdf", "a (2).pdf"}) == "A (3).pdf"


REFUSED = [
    ("tom.pdf", b"", "tom"),
    ("virus.exe", b"MZ\x90\x00" + b"\x00" * 200, ""),
    ("billede.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, ""),
    ("forlig.pdf", b"<!doctype html><html><p>Budget", "forlig.html"),
    ("to.pdf", b"PK\x03\x04 %PDF-1.4 %%EOF", ""),
    ("kaos.docx", b"PK\x03\x04" + b"\xff" * 500, ""),
]


@pytest.mark.parametrize(("name", "content", "said"), REFUSED)
def test_other_kinds_are_refused_and_nothing_is_kept(desk: Desk, person: Person, name: str, content: bytes, said: str) -> None:
    with pytest.raises(UploadError) as caught:
        take_file(desk, person, YEAR, name, io.BytesIO(content))
    assert caught.value.place == name
    assert caught.value.remedy
    assert said in caught.value.message + caught.value.remedy
    assert list_new(desk) == []


def test_a_file_beyond_the_limit_is_refused(desk: Desk, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FILE_BYTES", 1000)
    take_file(desk, person, YEAR, "a.txt", io.BytesIO(b"Budget " * 100))
    with pytest.raises(TooBigError):
        take_file(desk, person, YEAR, "b.txt", io.BytesIO(b"Budget " * 200))


@pytest.mark.parametrize("year", [0, -1, 1066, 2007, 2100, 10**12])
def test_years_of_no_agreement_are_refused(desk: Desk, person: Person, year: int) -> None:
    with pytest.raises(UploadError):
        take_file(desk, person, year, "a.txt", io.BytesIO(b"Budget"))
    with pytest.raises(UploadError):
        ask_for_run(desk, person, year)


def test_the_same_bytes_are_kept_once_and_other_bytes_of_that_name_beside_them(desk: Desk, person: Person) -> None:
    first = take_file(desk, person, YEAR, "a.txt", io.BytesIO(b"Budget"))
    again = take_file(desk, person, YEAR, "b.txt", io.BytesIO(b"Budget"))
    other = take_file(desk, person, YEAR, "A.txt", io.BytesIO(b"Forlig"))
    assert (first.known, again.known, again.name, other.name) == (False, True, "a.txt", "A (2).txt")
    assert [each.name for each in list_new(desk)] == ["a.txt", "A (2).txt"]
    remove_new(desk, list_new(desk)[0].id)
    assert [each.name for each in list_new(desk)] == ["A (2).txt"]
    with pytest.raises(UploadError):
        remove_new(desk, 1)


def job(number: int, person: int, state: str = WAITING, begun: float = 0.0) -> Job:
    return Job(number, person, "review", state, "", {"year": YEAR, "begun": begun})


QUEUES: list[tuple[list[Job], int | None]] = [
    ([], None),
    ([job(1, 1, DONE)], None),
    ([job(2, 1), job(1, 1)], 1),
    ([job(1, 1), job(2, 1), job(3, 2)], 1),
    ([job(1, 1, DONE, 5.0), job(2, 1), job(3, 2)], 3),  # who has had a run waits for who has had none
    ([job(1, 1, DONE, 5.0), job(2, 2, DONE, 9.0), job(3, 2), job(4, 1)], 4),
]


@pytest.mark.parametrize(("jobs", "chosen"), QUEUES)
def test_the_queue_is_fair(jobs: list[Job], chosen: int | None) -> None:
    found = choose_next(jobs)
    assert (found.id if found else None) == chosen


def test_one_run_at_a_time_and_what_was_left_behind_begins_again(desk: Desk, person: Person) -> None:
    """A server that fell gives no sign of life any more; after a few tries the run is given up."""
    take_file(desk, person, YEAR, "a.txt", io.BytesIO(b"Budget"))
    take_file(desk, person, 2027, "a.txt", io.BytesIO(b"Budget"))
    first = ask_for_run(desk, person, YEAR)
    assert ask_for_run(desk, person, YEAR).id == first.id
    second = ask_for_run(desk, person, 2027)
    now = 1000.0
    for number in range(MOST_TRIES):
        claimed = claim_next(desk, now)
        assert claimed is not None
        assert (claimed.id, claimed.state, claimed.record["tries"]) == (first.id, RUNNING, number + 1)
        assert claim_next(desk, now + LEASE - 1) is None
        now += LEASE + 1
        if number == 0:  # the second has never had its turn, but it is the same person's
            assert second.id > first.id
    claimed = claim_next(desk, now)
    assert claimed is not None
    assert claimed.id == second.id
    failed = next(each for each in list_shown(desk) if each.id == first.id)
    assert failed.state == FAILED
    assert failed.error


def test_nothing_to_read_is_said(desk: Desk, person: Person) -> None:
    with pytest.raises(UploadError, match="2031"):
        ask_for_run(desk, person, 2031)


def wait_for(what: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_stop_of_the_server_lets_the_run_wait_and_the_next_start_takes_it(desk: Desk, person: Person, tmp_path: Path) -> None:
    begun = threading.Event()

    def endless(_desk: Desk, _year: int, _folder: Path, watcher: Progress) -> dict[str, Any]:
        from samspil.workbench.side_run import StoppedError

        watcher.tell({"step": "read", "done": 1, "total": 9, "name": "a.txt"})
        begun.set()
        while watcher.beat():
            time.sleep(0.01)
        raise StoppedError

    take_file(desk, person, YEAR, "a.txt", io.BytesIO(b"Budget"))
    ask_for_run(desk, person, YEAR)
    runner = Runner(desk, tmp_path, endless)
    runner.start()
    assert begun.wait(10)
    wait_for(lambda: list_shown(desk)[0].read == ("a.txt",))
    assert "1 af 9" in list_shown(desk)[0].words
    runner.stop()
    assert list_shown(desk)[0].state == WAITING
    again = Runner(desk, tmp_path, lambda *_: {"initiatives": 7, "municipalities": 1, "changed": 7})
    again.start()
    wait_for(lambda: list_shown(desk)[0].state == DONE)
    again.stop()
    assert "7 initiativer" in list_shown(desk)[0].words


def test_a_person_stops_a_run(desk: Desk, person: Person, tmp_path: Path) -> None:
    def endless(_desk: Desk, _year: int, _folder: Path, watcher: Progress) -> dict[str, Any]:
        from samspil.workbench.side_run import StoppedError

        while watcher.beat():
            time.sleep(0.01)
        raise StoppedError

    take_file(desk, person, YEAR, "a.txt", io.BytesIO(b"Budget"))
    number = ask_for_run(desk, person, YEAR).id
    runner = Runner(desk, tmp_path, endless)
    runner.start()
    wait_for(lambda: list_shown(desk)[0].state == RUNNING)
    stop_job(desk, number)
    wait_for(lambda: not any(each.state == RUNNING for each in list_shown(desk)))
    time.sleep(0.3)
    assert list_shown(desk)[0].state == STOPPED
    with pytest.raises(UploadError):
        stop_job(desk, number)
    runner.stop()


def test_faults_are_told_and_the_next_run_goes_on(desk: Desk, person: Person, tmp_path: Path) -> None:
    def fail(_desk: Desk, year: int, _folder: Path, _watcher: Progress) -> dict[str, Any]:
        if year == YEAR:
            raise RunError("Det gik galt.", remedy="Gør noget.")
        raise ZeroDivisionError

    take_file(desk, person, YEAR, "a.txt", io.BytesIO(b"Budget"))
    take_file(desk, person, 2027, "a.txt", io.BytesIO(b"Budget"))
    ask_for_run(desk, person, YEAR)
    ask_for_run(desk, person, 2027)
    runner = Runner(desk, tmp_path, fail)
    runner.start()
    wait_for(lambda: all(each.state == FAILED for each in list_shown(desk)))
    runner.stop()
    later, first = list_shown(desk)
    assert (first.error, first.remedy) == ("Det gik galt.", "Gør noget.")
    assert "ZeroDivisionError" in later.error


class Quiet:
    """A watcher that remembers what it was told, and stops the run when `until` says so."""

    def __init__(self, until: Callable[[list[dict[str, Any]]], bool] = lambda _told: False) -> None:
        self.told: list[dict[str, Any]] = []
        self.until = until

    def tell(self, values: dict[str, Any]) -> None:
        self.told.append(values)

    def beat(self) -> bool:
        return not self.until(self.told)


def test_a_real_run_brings_rows_and_a_second_one_keeps_decisions(desk: Desk, person: Person) -> None:
    """Two small samples; then a third file comes, and a row that was rejected stays so. A name with a folder of an earlier review stays as it was."""
    bring(desk, person, SAMSOE)
    watcher = Quiet()
    outcome = run_year(desk, YEAR, find_folder(desk), watcher)
    assert outcome["initiatives"] == outcome["changed"] > 0
    assert [values["name"] for values in watcher.told if values.get("step") == "read" and values["name"]] == [SAMSOE]
    assert list_new(desk) == []
    with desk.reading() as connection:
        row = list_rows(connection)[0]
    decide(desk, person, Wish("reject", (row.id,), (row.version,), {"reason": "not_theme"}, "k"))
    bring(desk, person, ASSENS)
    assert [each.name for each in list_new(desk)] == [ASSENS]
    watcher = Quiet()
    assert run_year(desk, YEAR, find_folder(desk), watcher)["municipalities"] == 2
    assert SAMSOE not in [values.get("name") for values in watcher.told]  # read before
    with desk.reading() as connection:
        states = {each.id: each.state for each in list_rows(connection)}
    assert states[row.id] == "rejected"
    assert {each.name for each in list_sources_of(desk)} == {SAMSOE, ASSENS}


def list_sources_of(desk: Desk) -> list[Any]:
    with desk.reading() as connection:
        return list_sources(connection, YEAR)


def test_a_run_without_all_files_does_not_begin(desk: Desk, person: Person, tmp_path: Path) -> None:
    """The bytes of a document of the earlier review are not on the desk: its rows would go."""
    bring(desk, person, SAMSOE, ASSENS)
    run_year(desk, YEAR, find_folder(desk), Quiet())
    from samspil.store.desk import tables

    with desk.writing() as connection:
        connection.execute(tables.file.delete().where(tables.file.c.sha256 == list_sources(connection, YEAR)[0].sha256))
        before = len(list_rows(connection))
    with pytest.raises(RunError, match=ASSENS):
        run_year(desk, YEAR, find_folder(desk), Quiet())
    with desk.reading() as connection:
        assert len(list_rows(connection)) == before
    bring(desk, person, ASSENS)  # the remedy that is named
    assert run_year(desk, YEAR, find_folder(desk), Quiet())["municipalities"] == 2


def test_a_stopped_run_leaves_no_process_and_no_change(desk: Desk, person: Person) -> None:
    from samspil.workbench.side_run import StoppedError

    bring(desk, person, SAMSOE)
    with pytest.raises(StoppedError):
        run_year(desk, YEAR, find_folder(desk), Quiet(bool))
    with desk.reading() as connection:
        assert list_rows(connection) == []
        assert kept.list_jobs(connection) == []
    assert run_year(desk, YEAR, find_folder(desk), Quiet())["initiatives"] > 0


def test_the_folder_holds_the_files_of_the_year_and_nothing_else(desk: Desk, person: Person, tmp_path: Path) -> None:
    bring(desk, person, SAMSOE, ASSENS)
    folder = tmp_path / "files"
    (folder / "old/deep").mkdir(parents=True)
    (folder / "old/deep/gone.txt").write_text("x")
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    names = lay_out(desk, list_sources_of(desk), folder)
    assert sorted(path.name for path in folder.rglob("*")) == sorted(names) == sorted([SAMSOE, ASSENS])
    before = (folder / SAMSOE).stat().st_mtime_ns
    lay_out(desk, list_sources_of(desk), folder)
    assert (folder / SAMSOE).stat().st_mtime_ns == before
    shutil.rmtree(folder)
