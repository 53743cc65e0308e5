"""Links are asked of a server on this machine: what answers, what is gone, slow, moved in rings, or no place of ours to knock."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from case_files import GOOD, change, write

from samspil.cases.casebook import open_library
from samspil.cases.links import check_links
from samspil.cli import main as cli

ASKED: list[tuple[str, str]] = []


class Pages(BaseHTTPRequestHandler):
    def answer(self) -> None:
        ASKED.append((self.command, self.path))
        if self.path == "/slow":
            time.sleep(5)
        status = {"/gone": 404, "/ring": 302, "/moved": 301, "/away": 302, "/no-head": 405 if self.command == "HEAD" else 200}.get(
            self.path, 200
        )
        self.send_response(status)
        target = {"/ring": "/ring", "/moved": "/page?a=%C3%B8", "/away": "file:///etc/passwd"}.get(self.path)
        if target:
            self.send_header("Location", target)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"x" * 10_000)

    do_HEAD = do_GET = answer  # noqa: N815 - the names the server looks for

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()


def library_of(folder: Path, *addresses: str) -> Path:
    texts = {
        f"sag{number}": change("https://example.org/rapport", address, change("id: proeve-sag", f"id: sag-{number}"))
        for number, address in enumerate(addresses)
    }
    return write(folder, **texts)


def test_every_address_gets_its_verdict(server: str, tmp_path: Path) -> None:
    paths = ("/page", "/gone", "/no-head", "/moved", "/ring", "/away", "/slow", "/æ ø".replace(" ", "%20"))
    cases = open_library([library_of(tmp_path / "sager", *(server + path for path in paths))]).cases
    answers = {answer.address.removeprefix(server): answer for answer in check_links(cases, seconds=3, local=True)}
    assert {path for path, answer in answers.items() if answer.alive} == {"/page", "/no-head", "/moved", "/æ%20ø"}
    assert answers["/gone"].status == 404
    assert "404" in answers["/gone"].detail
    assert "3" in answers["/slow"].detail
    assert "omstillinger" in answers["/ring"].detail
    assert not answers["/away"].alive
    assert all(answer.detail for answer in answers.values() if not answer.alive)


def test_an_address_of_several_cases_is_asked_once(server: str, tmp_path: Path) -> None:
    cases = open_library([library_of(tmp_path / "sager", server + "/once", server + "/once")]).cases
    before = len(ASKED)
    answers = check_links(cases, local=True)
    assert [answer.cases for answer in answers] == [("sag-0", "sag-1")]
    assert ASKED[before:] == [("HEAD", "/once")]


def test_nobody_answers(tmp_path: Path) -> None:
    cases = open_library([library_of(tmp_path / "sager", "http://127.0.0.1:9/", "http://navn.invalid/")]).cases
    assert [answer.alive for answer in check_links(cases, seconds=2, local=True)] == [False, False]


def test_a_case_cannot_make_us_knock_in_a_local_network(server: str, tmp_path: Path) -> None:
    cases = open_library([library_of(tmp_path / "sager", server + "/secret", "http://[::1]/", "http://169.254.169.254/latest")]).cases
    before = len(ASKED)
    answers = check_links(cases, seconds=2)
    assert not any(answer.alive for answer in answers)
    assert all("lokalt net" in answer.detail for answer in answers)
    assert len(ASKED) == before


def test_the_command_asks_the_network_only_when_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "sager", god=GOOD)
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_k: pytest.fail("asked the network"))
    assert cli.main(["cases", "check", str(folder)]) == 0
    assert "1 eksempler er læst" in capsys.readouterr().out

    def nobody(*_a: object, **_k: object) -> list[object]:
        raise OSError("no network")

    monkeypatch.setattr("socket.getaddrinfo", nobody)
    assert cli.main(["cases", "check", str(folder), "--links", "--json"]) == 3
    assert [(link["address"], link["alive"]) for link in json.loads(capsys.readouterr().out)["links"]] == [
        ("https://example.org/rapport", False)
    ]
