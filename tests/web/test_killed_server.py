"""kill -9 of the server under load: what was acknowledged is there, once; what was not can be sent again. And two people who decide at the same moment.

SAMSPIL_SLOW=1 kills 200 times instead of 8 and lets two people meet 1,000 times instead of 200, on each database.
"""

import collections
import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from samspil.publish.contract import review_to_json
from samspil.store.desk import people as kept
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk, find_row, list_rows
from samspil.values.desk import ACCEPT, CORRECT, Person
from samspil.workbench.decide import StaleError, Wish, decide
from samspil.workbench.people import add_token
from samspil.workbench.runs import bring_in
from samspil.workbench.verify import verify
from tests.publish.fictional_review import build_review

KILLS = 200 if os.environ.get("SAMSPIL_SLOW") else 8
CONFLICTS = 1000 if os.environ.get("SAMSPIL_SLOW") else 200
CLIENTS = 4
STEPS: tuple[dict[str, Any], ...] = (
    {"kind": "accept"},
    {"kind": "correct", "content": {"stage": "stopped"}},
    {"kind": "undo"},
    {"kind": "correct", "content": {"amounts": [{"dkk": 1_000_000, "kind": "saving", "profile": {"2026": 1_000_000}}]}},
    {"kind": "reject", "content": {"reason": "duplicate"}},
)


@dataclass
class Client:
    """A coder's program: decides as quickly as it can, each time under a new key, and notes what was acknowledged. `doubtful`: sent, but never answered."""

    name: str
    token: str
    rows: list[str]
    random: random.Random
    acknowledged: dict[str, int] = field(default_factory=dict)
    doubtful: tuple[str, str, dict[str, Any], int] | None = None
    count: int = 0
    odd: list[str] = field(default_factory=list)

    def work(self, port: int) -> None:
        """Until the server is gone. A decision in doubt goes first, as it was sent before."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            while True:
                if self.doubtful is None:
                    row = self.random.choice(self.rows)
                    seen = self._ask(connection, "GET", f"/rows/{row}")[1]
                    self.count += 1
                    self.doubtful = (f"{self.name}-{self.count}", row, self.random.choice(STEPS), int(seen["version"]))
                key, row, body, version = self.doubtful
                status, told = self._ask(
                    connection, "POST", f"/rows/{row}/decisions", body, {"If-Match": f'"{version}"', "Idempotency-Key": key}
                )
                self.doubtful = None
                if status == 200:
                    self.acknowledged[key] = int(told["sequence"])
                elif status not in (412, 422, 503):  # stale; nothing to undo; too busy: not done
                    self.odd.append(f"{status} {told}")
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()

    def _ask(
        self, connection: http.client.HTTPConnection, method: str, path: str, body: Any = None, more: dict[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **(more or {})}
        connection.request(method, f"/api/v1{path}", json.dumps(body) if body else None, headers)
        response = connection.getresponse()
        return response.status, dict(json.loads(response.read()))


def set_up(place: str) -> tuple[list[Client], list[str]]:
    """A desk with a review; clients that share few rows, so that they meet."""
    with Desk(place) as desk:
        bring_in(desk, json.loads(json.dumps(review_to_json(build_review()))))
        with desk.writing() as connection:
            people = [kept.add_person(connection, f"coder-{number}", f"C {number}", "coder", "x") for number in range(CLIENTS)]
            rows = [row.id for row in list_rows(connection)][:6]
        return [Client(p.login, add_token(desk, p, "t").text, rows, random.Random(p.id)) for p in people], rows  # noqa: S311 - a test's own choices


def start(place: str) -> tuple[subprocess.Popen[str], int]:
    """A server in a process of its own, ready for requests."""
    command = [sys.executable, str(Path(__file__).with_name("killed_server.py")), place]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603
    assert process.stdout
    return process, int(process.stdout.readline())


def serve_and_kill(place: str, clients: list[Client], seconds: float) -> None:
    """Start it, let the clients work, kill it so long after somebody's first answer."""
    process, port = start(place)
    before = sum(len(client.acknowledged) for client in clients)
    threads = [threading.Thread(target=client.work, args=(port,)) for client in clients]
    for thread in threads:
        thread.start()
    end = time.monotonic() + 60
    while sum(len(client.acknowledged) for client in clients) == before and time.monotonic() < end:
        time.sleep(0.002)
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    for thread in threads:
        thread.join()


def check(place: str, clients: list[Client]) -> None:
    """Every acknowledged decision stands in the trail once, at the line that was told; the trail and the rows are whole, and so is the database."""
    with Desk(place) as desk, desk.reading() as connection:
        assert verify(desk).whole
        lines = connection.execute(sa.select(tables.event.c.key, tables.event.c.sequence).where(tables.event.c.key != "")).all()
        number = {person.login: person.id for person in kept.list_people(connection)}
    found = collections.Counter(key for key, _ in lines)
    assert set(found.values()) <= {1}
    at = {line.key: line.sequence for line in lines}
    for client in clients:
        assert client.odd == []
        told = {f"api:{number[client.name]}:{key}": sequence for key, sequence in client.acknowledged.items()}
        assert {key: at.get(key) for key in told} == told
    sent = {f"api:{number[c.name]}:{key}" for c in clients for key in (*c.acknowledged, *((c.doubtful[0],) if c.doubtful else ()))}
    assert set(found) <= sent, "a decision stands there that was answered as not done"
    if "://" not in place:
        with sqlite3.connect(place) as store:
            assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_killed_at_any_moment(store_place: str) -> None:
    """What nobody answered is sent again under its key, and done once."""
    clients, _rows = set_up(store_place)
    moments = random.Random(20260)  # noqa: S311 - seeded, to be repeated
    for _ in range(KILLS):
        serve_and_kill(store_place, clients, moments.uniform(0.0, 0.6))
        check(store_place, clients)
    assert sum(len(client.acknowledged) for client in clients) > 5 * KILLS
    print(f"{KILLS} kills, {sum(len(client.acknowledged) for client in clients)} decisions acknowledged")


def contend(desk: Desk, people: list[Person], row: str, version: int, barrier: threading.Barrier) -> tuple[int, int]:
    """Both at once with what both have seen; how many won, how many were told that they came second."""
    outcomes: list[str] = []

    def go(person: Person, wish: Wish) -> None:
        barrier.wait()
        try:
            states = decide(desk, person, wish)
            outcomes.append("won" if [state.version for state in states] == [version + 1] else f"odd {states}")
        except StaleError as error:
            outcomes.append("second" if error.now.version == version + 1 else f"odd {error.now}")

    wishes = (Wish(ACCEPT, (row,), (version,), {}), Wish(CORRECT, (row,), (version,), {"stage": "stopped" if version % 2 else "planned"}))
    threads = [threading.Thread(target=go, args=pair) for pair in zip(people, wishes, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes.count("won"), outcomes.count("second")


def test_two_people_on_one_row(store_place: str) -> None:
    """At the same moment, many times: one wins, the other sees what the first has done; the versions add up, nothing is lost or doubled."""
    _clients, rows = set_up(store_place)
    barrier = threading.Barrier(2)
    with Desk(store_place) as desk:
        with desk.reading() as connection:
            people = kept.list_people(connection)[:2]
            before = verify(desk).lines
        found = [contend(desk, people, rows[0], version, barrier) for version in range(1, CONFLICTS + 1)]
        assert found == [(1, 1)] * CONFLICTS
        with desk.reading() as connection:
            state = find_row(connection, rows[0])
        verdict = verify(desk)
    assert state is not None
    assert state.version == CONFLICTS + 1
    assert (verdict.whole, verdict.lines) == (True, before + CONFLICTS)
