"""Bringing files in the browser: what is refused and how, with and without the page's script; and the whole way from a dropped file to its rows."""

import hashlib
import json
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from samspil.store.desk.desk import Desk, list_rows
from samspil.web.routes import UPLOAD
from samspil.workbench import uploads as module
from samspil.workbench.jobs import Runner, list_shown
from samspil.workbench.uploads import list_new
from samspil.workbench.year_run import find_folder
from tests.web.conftest import Browser, ClientAs, Live, expect, find_barriers

SAMPLES = Path(module.__file__).parents[1] / "samples/agreements"
SAMSOE, ASSENS, GLADSAXE = "budgetforlig_samsoe_2026.txt", "assens-budgetaftale-2026.html", "budgetaftale_2026-2029_gladsaxe.pdf"


@pytest.fixture
def desk(store_place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """An empty desk, in a file and on a PostgreSQL server in turn."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with Desk(store_place) as opened:
        yield opened


EVIL = '<img src=x onerror="alert(1)">{{7*7}}.txt'


def send(browser: Browser, name: str, content: bytes, year: object = 2026, path: str = "/api/v1/uploads") -> Any:
    """One file, as the page's script sends it."""
    headers = {"X-Form-Token": browser.form_token}
    return browser.post(path, data={"year": str(year)}, files={"file": (name, content)}, headers=headers)


def test_a_file_is_kept_once(desk: Desk, client_as: ClientAs) -> None:
    admin = client_as("admin")
    first, again = send(admin, SAMSOE, b"Budget"), send(admin, "andet.txt", b"Budget")
    assert (first.status_code, first.json()["known"], again.status_code, again.json()["known"]) == (201, False, 200, True)
    assert first.json()["sha256"] == hashlib.sha256(b"Budget").hexdigest()
    assert [each.name for each in list_new(desk)] == [SAMSOE]
    assert [each["name"] for each in admin.get("/api/v1/jobs").json()["new"]] == [SAMSOE]


REFUSED: list[tuple[str, bytes, object, int]] = [
    ("a.pdf", b"", 2026, 422),
    ("a.pdf", b"MZ\x90" + b"\x00" * 99, 2026, 422),
    ("a.pdf", b"<!doctype html><p>x", 2026, 422),
    ("a.txt", b"Budget", 1066, 422),
    ("a.txt", b"Budget", "to tusind", 422),
]


@pytest.mark.parametrize(("name", "content", "year", "status"), REFUSED)
def test_refused_with_words_and_nothing_kept(desk: Desk, client_as: ClientAs, name: str, content: bytes, year: object, status: int) -> None:
    """The same answer to the script and to the form."""
    admin = client_as("admin")
    answer = send(admin, name, content, year)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
    assert answer.json()["error"]["remedy"]
    page = send(admin, name, content, year, "/uploads")
    assert page.status_code == status
    assert "Traceback" not in page.text
    assert list_new(desk) == []
    assert list_shown(desk) == []


def test_too_large_is_413_before_it_is_read(desk: Desk, client_as: ClientAs, live: Live) -> None:
    """A body that says that it is 200 MB is refused on its word, on a real connection."""
    admin = client_as("admin")
    answer = admin.post("/api/v1/uploads", content=b"x", headers={"Content-Length": str(200_000_000), "X-Form-Token": admin.form_token})
    assert answer.status_code == 413
    assert "100" in answer.json()["error"]["remedy"]
    assert UPLOAD < 200_000_000
    headers = {"Cookie": f"samspil={admin.cookies.get('samspil')}", "Origin": live.address, "X-Form-Token": admin.form_token}
    request = urllib.request.Request(f"{live.address}/api/v1/uploads", data=endless(120), headers=headers, method="POST")  # noqa: S310
    request.add_header("Content-Type", "multipart/form-data; boundary=x")
    with pytest.raises((urllib.error.URLError, ConnectionError)) as caught:
        urllib.request.urlopen(request, timeout=60)  # noqa: S310
    assert getattr(caught.value, "code", 413) == 413
    assert list_new(desk) == []


def endless(megabytes: int) -> Iterator[bytes]:
    """A body that does not say how long it is."""
    yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    for _ in range(megabytes):
        yield b"a" * 1_000_000


def test_a_file_over_the_limit_in_a_body_under_it(desk: Desk, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_FILE_BYTES", 1000)
    admin = client_as("admin")
    assert send(admin, "a.txt", b"Budget " * 1000).status_code == 413
    assert send(admin, "a.txt", b"Budget " * 1000, path="/uploads").status_code == 413


def test_the_form_without_a_script_takes_several_and_asks_for_a_run(desk: Desk, client_as: ClientAs) -> None:
    admin = client_as("admin")
    files = [("file", (name, (SAMPLES / name).read_bytes())) for name in (SAMSOE, ASSENS)]
    answer = admin.post("/uploads", data={"year": "2026", "form_token": admin.form_token}, files=files)
    assert (answer.status_code, answer.headers["location"]) == (303, "/uploads")
    page = admin.get("/uploads").text
    assert SAMSOE in page
    assert ASSENS in page
    assert [(shown.state, shown.year) for shown in list_shown(desk)] == [("waiting", 2026)]


def test_names_are_text_wherever_they_stand(desk: Desk, client_as: ClientAs) -> None:
    admin = client_as("admin")
    assert send(admin, EVIL, b"Budget").status_code == 201
    page = admin.get("/uploads").text
    assert "<img" not in page
    assert "{{7_7}}" in page


def test_taken_back_and_stopped(desk: Desk, client_as: ClientAs) -> None:
    """Once; the second time there is nothing."""
    admin = client_as("admin")
    send(admin, "a.txt", b"Budget")
    assert admin.send_form("/uploads/begin", year=2026).status_code == 303
    job, upload = list_shown(desk)[0].id, list_new(desk)[0].id
    for path, fields in (("/uploads/stop", {"job": job}), ("/uploads/remove", {"upload": upload})):
        assert [admin.send_form(path, **fields).status_code for _ in range(2)] == [303, 422]
    assert admin.send_form("/uploads/begin", year=2026).status_code == 422
    assert list_new(desk) == []


@pytest.fixture
def runner(app: FastAPI, desk: Desk) -> Iterator[Runner]:
    """What `samspil serve` runs beside the requests."""
    made = Runner(desk, find_folder(desk))
    app.state.runner = made
    made.start()
    yield made
    made.stop()


def drop_files(page: Any, *names: str) -> None:
    """Drag files onto the page and let go."""
    files = [[name, list((SAMPLES / name).read_bytes())] for name in names]
    script = """files => {
        const transfer = new DataTransfer();
        for (const [name, bytes] of files) transfer.items.add(new File([new Uint8Array(bytes)], name));
        for (const type of ["dragenter", "dragover", "drop"])
            document.querySelector(".drop").dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: transfer}));
    }"""
    page.evaluate(script, files)


def test_from_dropped_files_to_rows(desk: Desk, live: Live, runner: Runner) -> None:
    """Dragged in, read, shown in a second tab too, again after a reload, and their rows are there; then one more file by the button."""
    page, second = live.page_as("admin"), live.page_as("admin", 390)
    for each in (page, second):
        each.goto(f"{live.address}/uploads")
    page.fill("[name=year]", "2026")
    drop_files(page, SAMSOE, ASSENS)
    page.locator("[data-state=done]").wait_for(timeout=60_000)
    second.locator("[data-state=done]").wait_for(timeout=60_000)
    for each in (page, second):
        assert {SAMSOE, ASSENS} == set(each.locator("[data-part=names] bdi").all_text_contents())
        assert find_barriers(each) == []
        assert each.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not each.locator("[data-new]").is_visible()
    page.reload()
    expect(page.locator("[data-state=done]")).to_have_count(1)
    page.click("[data-part=links] a >> nth=0")
    page.wait_for_url("**/rows?year=2026")
    with desk.reading() as connection:
        rows = len(list_rows(connection))
    assert rows > 5
    assert str(rows) in page.locator("main").inner_text()
    page.goto(f"{live.address}/uploads")
    page.set_input_files("input[type=file]", SAMPLES / GLADSAXE)
    page.locator("[data-state=done] >> nth=1").wait_for(timeout=60_000)
    page.goto(live.address)
    assert "3 af 98" in page.locator("#coverage").inner_text()


def test_a_faulty_file_among_good_ones_is_told_beside_it(desk: Desk, live: Live, runner: Runner, tmp_path: Path) -> None:
    """The others are read all the same."""
    (tmp_path / "program.pdf").write_bytes(b"MZ\x90" + b"\x00" * 99)
    page = live.page_as("admin")
    page.goto(f"{live.address}/uploads")
    page.fill("[name=year]", "2027")
    page.set_input_files("input[type=file]", [tmp_path / "program.pdf", SAMPLES / SAMSOE])
    page.locator("[data-state=done]").wait_for(timeout=60_000)
    assert "1 fil kunne ikke bruges" in page.locator("[data-part=words]").inner_text()  # it is of 2026, and was sent as of another year
    lines = page.locator("[data-files] li").all_text_contents()
    assert "program" in lines[0]
    expect(page.locator("[data-files] .bad")).to_have_count(1)
    assert "modtaget" in lines[1]
    live.complaints.clear()  # the browser notes the refusal


def test_progress_is_seen_while_it_goes_on_and_a_stop_ends_it(desk: Desk, app: FastAPI, live: Live) -> None:
    """A run that reads file after file and waits: names appear without a reload."""
    from samspil.workbench.side_run import StoppedError

    step = threading.Event()

    def slow(_desk: Desk, _year: int, _folder: Path, watcher: Any) -> dict[str, Any]:
        watcher.tell({"step": "read", "done": 1, "total": 2, "name": "den første.pdf"})
        while not step.wait(0.05):
            if not watcher.beat():
                raise StoppedError
        watcher.tell({"step": "read", "done": 2, "total": 2, "name": "den anden.pdf"})
        while watcher.beat():
            step.wait(0.05)
        raise StoppedError

    made = app.state.runner = Runner(desk, find_folder(desk), slow)
    page = live.page_as("admin")
    page.goto(f"{live.address}/uploads")
    drop_files(page, SAMSOE)
    page.locator("[data-state=waiting]").wait_for()  # the list of names was fetched folded, and must open by itself
    made.start()
    page.get_by_text("læser: 1 af 2 filer").wait_for()
    page.get_by_text("den første.pdf").wait_for()
    step.set()
    page.get_by_text("den anden.pdf").wait_for()
    page.click("[data-state=running] button")
    page.locator("[data-state=stopped]").wait_for()
    made.stop()


def test_the_state_is_json_for_programs(desk: Desk, client_as: ClientAs) -> None:
    admin = client_as("admin")
    send(admin, "a.txt", b"Budget")
    answer = admin.post("/api/v1/jobs", data={"year": "2026"}, headers={"X-Form-Token": admin.form_token})
    assert answer.status_code == 202
    state = json.loads(admin.get("/api/v1/jobs").content)
    assert [(job["id"], job["state"], job["year"]) for job in state["jobs"]] == [(answer.json()["job"], "waiting", 2026)]
    assert state["jobs"][0]["by"] == "Admin Åse"
    assert [(each["name"], each["sha256"]) for each in state["new"]] == [("a.txt", hashlib.sha256(b"Budget").hexdigest())]
