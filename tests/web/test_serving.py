"""`samspil serve` and `samspil verify`: a real server in a process of its own, what it brings to the desk, how it ends, and whether a changed trail shows."""

import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from samspil.cli.main import main
from samspil.errors import UsageError
from samspil.store.desk import people as kept
from samspil.store.desk import sources, tables
from samspil.store.desk.desk import Desk
from samspil.store.sqlite import Store
from samspil.values.desk import ACCEPT
from samspil.web.serving import Wish, check_wish, listen, make_settings
from samspil.workbench import people
from samspil.workbench.arriving import find_missing, keep_agreements, read_places, take_in
from samspil.workbench.decide import Wish as Decision
from samspil.workbench.decide import decide
from samspil.workbench.verify import verify


@pytest.fixture
def place(tmp_path: Path, review: dict[str, Any]) -> Path:
    """An output folder: a review, its store, and one agreement that the store says where to find."""
    content = b"Budgetaftale 2026 for Aabenraa Kommune"
    sha256 = hashlib.sha256(content).hexdigest()
    first, second = (dict(document) for document in review["coverage"]["documents"][:2])
    first["sha256"] = sha256
    documents = [first, second, *review["coverage"]["documents"][2:]]
    folder = tmp_path / "oversigt"
    folder.mkdir()
    (tmp_path / "aftale.txt").write_bytes(content)
    output = {**review, "coverage": {**review["coverage"], "documents": documents}}
    (folder / "initiatives.json").write_text(json.dumps(output), encoding="utf-8")
    with Store(folder / "samspil.sqlite") as store:
        store.keep_seen([(str(tmp_path / "aftale.txt"), len(content), 1, 1, sha256)])
    return folder


class Server:
    """A running `samspil serve`."""

    def __init__(self, *arguments: Any) -> None:
        environment = {**os.environ, "SAMSPIL_LANG": "da"}
        command = [sys.executable, "-m", "samspil", "serve", "--no-browser", "--port", "0", *map(str, arguments)]
        self.process = subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        )
        assert self.process.stdout
        self.lines = [self.process.stdout.readline() for _ in range(3)]
        self.address = self.lines[1].strip()
        found = re.match(r"http://127\.0\.0\.1:(\d+)", self.address)
        assert found, self.lines
        self.port = int(found[1])

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str, str]:
        """Exit code, and what it said."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, "".join(self.lines) + out, err


@pytest.fixture
def server(place: Path) -> Iterator[Server]:
    """One with a review, for one person."""
    running = Server(place)
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serves_and_ends(server: Server, place: Path, number: int) -> None:
    """The printed address opens once; the desk lies beside the review; ending is tidy and quick, and the trail is whole."""
    answer = server.get(server.address.partition(str(server.port))[2])
    cookie = (answer.getheader("set-cookie") or "").partition(";")[0]
    assert (answer.status, answer.getheader("location")) == (303, "/")
    assert server.get("/").status == 401
    page = server.get("/", Cookie=cookie)
    assert page.status == 200
    assert b"2026" in page.read()
    assert page.getheader("server") is None
    assert server.get("/", Cookie=cookie, Host="evil.example").status == 400
    begun = time.monotonic()
    code, out, err = server.stop(number)
    assert (code, err) == (0, "")
    assert time.monotonic() - begun < 10
    assert "lukket" in out
    assert cookie.partition("=")[2] not in out
    with Desk(place / "samspil-desk.sqlite") as desk:
        assert verify(desk).whole


def test_raw_nonsense_is_answered_quickly(server: Server) -> None:
    """A header of a megabyte, two lengths, no HTTP at all."""
    for words in (
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 1_000_000,
        b"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"\x16\x03\x01\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as caller:
            begun = time.monotonic()
            try:
                caller.sendall(words)
                answer = caller.recv(1000)
            except ConnectionError:
                answer = b""
            assert answer == b"" or answer.startswith(b"HTTP/1.1 4")
            assert time.monotonic() - begun < 5
    assert server.get("/health").status == 204


def test_first_admin_by_the_printed_code(place: Path) -> None:
    running = Server(place, "--users")
    try:
        token = running.address.partition("#")[2]
        assert len(token) > 40
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
        form = f"token={token}&login=anna&name=Anna&password=fire+hunde+l%C3%B8ber"
        origin = f"http://127.0.0.1:{running.port}"
        connection.request("POST", "/setup", form, {"Origin": origin, "Content-Type": "application/x-www-form-urlencoded"})
        assert connection.getresponse().status == 303
    finally:
        code, _, err = running.stop()
    assert (code, err) == (0, "")
    again = Server("--store", place / "samspil-desk.sqlite")
    assert "Log ind" in again.lines[0]
    assert "token" not in again.address
    assert again.stop()[0] == 0


def test_agreements_are_found_where_they_were_read(place: Path, desk: Desk) -> None:
    """By their bytes: a file that was changed since is not taken; a folder given helps out."""
    arrival = read_places([place])
    take_in(desk, arrival)
    before = len(find_missing(desk))
    kept_now, missing = keep_agreements(desk, arrival.paths, ())
    assert (kept_now, missing) == (1, before - 1)
    path = next(iter(arrival.paths.values()))
    with desk.writing() as connection:
        connection.execute(sa.delete(tables.file))
    moved = place.parent / "andet sted"
    moved.mkdir()
    shutil.copyfile(path, moved / "nyt navn.txt")
    path.write_bytes(b"something else")
    assert keep_agreements(desk, arrival.paths, ())[0] == 0
    assert keep_agreements(desk, arrival.paths, [moved])[0] == 1
    with desk.reading() as connection:
        assert sources.find_file(connection, next(iter(arrival.paths))) == (moved / "nyt navn.txt").read_bytes()
    assert take_in(desk, arrival) == 0


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"samspil": 1}', "\x00"])
def test_a_place_that_is_no_review(tmp_path: Path, content: str) -> None:
    (tmp_path / "initiatives.json").write_text(content)
    for place in (tmp_path, tmp_path / "initiatives.json", tmp_path / "nothing"):
        with pytest.raises(UsageError) as found:
            read_places([place])
        assert found.value.remedy
        assert str(tmp_path) in found.value.place


@pytest.mark.parametrize(
    ("wish", "allowed"),
    [
        (Wish(), True), (Wish("::1"), True), (Wish("localhost"), True), (Wish("127.8.8.8"), True), (Wish(several=True), True),
        (Wish("0.0.0.0"), False), (Wish("192.168.1.2"), False), (Wish("::"), False), (Wish("example.dk"), False), (Wish("0.0.0.0", several=True), False),  # noqa: S104
        (Wish("0.0.0.0", tls_name="desk.example"), False), (Wish("0.0.0.0", several=True, tls_name="desk.example"), True),  # noqa: S104
        (Wish(tls_name="desk.example"), False), (Wish(several=True, tls_name="https://desk.example"), False), (Wish(several=True, tls_name="a b"), False),
    ],
)  # fmt: skip
def test_open_to_others_only_with_login_and_https(wish: Wish, allowed: bool) -> None:
    if allowed:
        check_wish(wish)
        return
    with pytest.raises(UsageError) as found:
        check_wish(wish)
    assert found.value.remedy


def test_a_taken_port(capsys: pytest.CaptureFixture[str]) -> None:
    """Asked for by number: said; else another is taken."""
    with listen(Wish(port=0)) as first:
        with pytest.raises(UsageError) as found:
            listen(Wish(port=first.getsockname()[1]))
        assert found.value.remedy


def test_accounts_are_never_passed_by(desk: Desk) -> None:
    """A desk with accounts asks for login also when --users was left out; the token of the first admin is gone with the first admin."""
    assert not make_settings(desk, Wish(), 1)[0].several
    settings, token = make_settings(desk, Wish(several=True), 1)
    assert settings.setup.hash == people.hash_secret(token)
    people.add_first(desk, "anna", "Anna", "fire hunde løber hjem")
    settings, token = make_settings(desk, Wish(), 1)
    assert (settings.several, token, settings.setup.hash, settings.start.hash) == (True, "", "", "")


class TestVerify:
    """One line changed, one taken away, the end cut off, a row changed behind the trail's back."""

    @pytest.fixture
    def store(self, full_desk: Desk, tmp_path: Path) -> Path:
        """A desk with a decision on it."""
        with full_desk.writing() as connection:
            person = kept.add_person(connection, "bo", "Bo", "coder")
            row = connection.execute(sa.select(tables.row.c.id)).scalars().first()
        decide(full_desk, person, Decision(ACCEPT, (str(row),), (1,), {}))
        full_desk.close()
        return tmp_path / "desk.sqlite"

    def call(self, store: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, dict[str, Any]]:
        code = main(["verify", "--store", str(store), "--json", *more])
        return code, json.loads(capsys.readouterr().out)

    def tamper(self, store: Path, *statements: str) -> None:
        with Desk(store) as desk, desk.writing() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def test_whole(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, told = self.call(store, capsys)
        assert (code, told["whole"], told["broken"], told["rows"]) == (0, True, [], [])
        assert self.call(store, capsys, "--head", told["head"])[0] == 0
        assert main(["verify", str(store.parent / "nothing.json")]) == 1

    @pytest.mark.parametrize(
        ("statements", "broken"),
        [
            (["UPDATE event SET at = 'x' WHERE sequence = 7"], [(7, "changed")]),
            (["UPDATE event SET actor = 'person 2' WHERE sequence = 7"], [(7, "changed")]),
            (["UPDATE event SET content = 'no json' WHERE sequence = 3"], [(3, "changed")]),
            (["UPDATE event SET rows = '7' WHERE sequence = 3"], [(3, "changed")]),
            (["DELETE FROM event_row WHERE sequence = 7", "DELETE FROM event WHERE sequence = 7"], [(8, "missing")]),
        ],
    )
    def test_broken(self, store: Path, capsys: pytest.CaptureFixture[str], statements: list[str], broken: list[tuple[int, str]]) -> None:
        self.tamper(store, *statements)
        code, told = self.call(store, capsys)
        assert (code, [(line["sequence"], line["problem"]) for line in told["broken"]]) == (3, broken)
        assert main(["verify", "--store", str(store)]) == 3
        assert f"{broken[0][0]}" in capsys.readouterr().out

    def test_cut_end(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Also when whoever cut it has adapted the store's own note: then by a line noted elsewhere."""
        head = self.call(store, capsys)[1]["head"]
        last = int(head.partition(":")[0])
        with Desk(store) as desk, desk.writing() as connection:
            for table in (tables.event_row, tables.event):
                connection.execute(sa.delete(table).where(table.c.sequence == last))
        assert self.call(store, capsys)[1]["broken"] == [{"sequence": last, "problem": "missing"}]
        self.tamper(store, "UPDATE chain SET (sequence, hash) = (SELECT sequence, hash FROM event ORDER BY sequence DESC LIMIT 1)")
        assert self.call(store, capsys)[1]["broken"] == []
        assert self.call(store, capsys, "--head", head)[1]["broken"] == [{"sequence": last, "problem": "missing"}]

    def test_row_behind_the_trails_back(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        with Desk(store) as desk, desk.reading() as connection:
            first, second = connection.execute(sa.select(tables.row.c.id).order_by(tables.row.c.id).limit(2)).scalars()
            content = str(connection.execute(sa.select(tables.row.c.content).where(tables.row.c.id == first)).scalar())
        with Desk(store) as desk, desk.writing() as connection:
            other = content.replace('"year":2026', '"year":2027')
            connection.execute(sa.update(tables.row).where(tables.row.c.id == first).values(content=other))
            connection.execute(sa.delete(tables.row).where(tables.row.c.id == second))
        code, told = self.call(store, capsys)
        assert (code, told["broken"], told["rows"]) == (3, [], sorted([first, second]))
