"""Twenty analysts at one desk: each opens a row beside its page, decides about it and searches, again and again.

usage: python benchmarks/workbench_load.py [--analysts 20] [--seconds 60] [--think 1.0] [--warm 5] [--store URL]
The figures to keep, on 2 cores: p95 of reading 300 ms, of deciding 250 ms, of searching 400 ms, no error, no decision lost.

The desk: ten times the rows of the fictional review over ten years, and the sentences of corpus/agreements as passages. The server is a process of its own; the analysts are threads of
this one and wait `--think` seconds between requests on average (a person looks at a row for longer). Rows are opened as pages (HTML), decisions and searches go
through the API with the version seen and an idempotency key; a stale version is no error. `--store`: a PostgreSQL address, empty; else a SQLite file in a temporary folder.
The time it took is measured where the analyst sits, so that waiting for the server counts.
"""

import argparse
import http.client
import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from samspil.publish.contract import review_to_json  # noqa: E402 - found by the line above
from samspil.search.indexing import analysis_name, make_rows  # noqa: E402
from samspil.store.desk import people as kept  # noqa: E402
from samspil.store.desk import search as index  # noqa: E402
from samspil.store.desk import sources  # noqa: E402
from samspil.store.desk.desk import Desk, list_rows, read_events  # noqa: E402
from samspil.values.desk import SourceText  # noqa: E402
from samspil.workbench.people import add_token, begin_session  # noqa: E402
from samspil.workbench.runs import bring_in  # noqa: E402
from samspil.workbench.verify import verify  # noqa: E402
from tests.publish.fictional_review import build_review  # noqa: E402

LIMITS = {"read": 0.3, "decide": 0.25, "search": 0.4}
YEARS = range(2017, 2027)
QUERIES = (
    "udbud",
    "hjemtage",
    "teknologi",
    "pleje*",
    "rengøring udbud",
    '"kunstig intelligens"',
    "besparelse",
    "skole OR dagtilbud",
    "robot",
    "udbud -skole",
)
DECISIONS: tuple[dict[str, Any], ...] = (
    {"kind": "accept"},
    {"kind": "correct", "content": {"stage": "planned"}},
    {"kind": "reject", "content": {"reason": "duplicate"}},
)
SOURCE_WORDS = 4000  # code points of each agreement's text


@dataclass
class Analyst:
    """One person's browser and program. `times`: kind of request -> seconds."""

    number: int
    token: str
    cookie: str
    rows: list[str]
    times: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in LIMITS})
    keys: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)
    stale: int = 0
    begin: float = 0.0

    def work(self, port: int, begin: float, end: float, think: float) -> None:
        """Until the time is up; what was asked before `begin` is not timed (templates and word lists are loaded by the first who need them)."""
        chance = random.Random(self.number)  # noqa: S311 - seeded, to be repeated
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.begin = begin
        while time.monotonic() < end:
            row = chance.choice(self.rows)
            self._ask("read", connection, "GET", f"/rows/{row}", {"Cookie": f"samspil={self.cookie}"})
            time.sleep(chance.expovariate(1 / think) if think else 0)
            self._decide(connection, row, chance)
            time.sleep(chance.expovariate(1 / think) if think else 0)
            query = urllib.parse.quote(chance.choice(QUERIES))
            self._ask("search", connection, "GET", f"/api/v1/search?q={query}", {"Authorization": f"Bearer {self.token}"})
            time.sleep(chance.expovariate(1 / think) if think else 0)

    def _decide(self, connection: http.client.HTTPConnection, row: str, chance: random.Random) -> None:
        bearer = {"Authorization": f"Bearer {self.token}"}
        _, etag, _ = self._ask("read", connection, "GET", f"/api/v1/rows/{row}", bearer)
        key = f"a{self.number}-{len(self.keys)}-{self.stale}"
        body = json.dumps(chance.choice(DECISIONS))
        headers = {**bearer, "If-Match": etag, "Idempotency-Key": key, "Content-Type": "application/json"}
        status, _, _ = self._ask("decide", connection, "POST", f"/api/v1/rows/{row}/decisions", headers, body)
        if status == 200:
            self.keys.add(key)
        self.stale += status == 412

    def _ask(
        self, kind: str, connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str], body: str = ""
    ) -> tuple[int, str, bytes]:
        begun = time.perf_counter()
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        content = response.read()
        if time.monotonic() >= self.begin:
            self.times[kind].append(time.perf_counter() - begun)
        if response.status not in (200, 412):
            self.errors.append(f"{method} {path}: {response.status} {content[:200]!r}")
        return response.status, response.headers.get("etag", ""), content


def fill(desk: Desk, count: int) -> list[Analyst]:
    """The review of ten years, texts in the index, people with token and session."""
    plain = json.dumps(review_to_json(build_review()))
    for year in YEARS:
        review = json.loads(plain.replace("2026", str(year)))
        review["samspil"] |= {"budget_year": year, "run": f"run-{year}"}
        review["initiatives"] = [{**one, "budget_year": year, "id": f"{year}-{one['id']}"} for one in review["initiatives"]]
        review["coverage"]["documents"] = [
            {**one, "sha256": one["sha256"] and f"{year}{one['sha256'][4:]}"} for one in review["coverage"]["documents"]
        ]
        bring_in(desk, review)
        lay_texts(desk, [one["sha256"] for one in review["coverage"]["documents"] if one["sha256"]], year)
    with desk.writing() as connection:
        people = [kept.add_person(connection, f"analyst-{number}", f"Analytiker {number}", "coder", "x") for number in range(count)]
        rows = [row.id for row in list_rows(connection)]
    return [Analyst(p.id, add_token(desk, p, "load").text, begin_session(desk, p).text, rows) for p in people]


def lay_texts(desk: Desk, hashes: list[str], seed: int) -> None:
    """Sentences of the corpus as the texts of agreements, in the index."""
    chance = random.Random(seed)  # noqa: S311 - seeded, to be repeated
    words = " ".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus/agreements").glob("*.md"))).replace("\n", " ")
    for sha256 in dict.fromkeys(hashes):
        begin = chance.randrange(max(1, len(words) - SOURCE_WORDS))
        text = words[begin : begin + SOURCE_WORDS]
        edges = [0, *(place + 1 for place, char in enumerate(text[:-1]) if char == "."), len(text)]
        passages = tuple((a, b, "sentence", ()) for a, b in itertools.pairwise(edges) if text[a:b].strip())
        source = SourceText(sha256, "txt", text, ((1, 0, len(text)),), tuple(range(len(text))), passages)
        with desk.writing() as connection:
            sources.keep_text(connection, source)
            index.index_rows(connection, sha256, make_rows(source))
            index.note_indexed(connection, sha256, analysis_name())


def run(place: str, options: argparse.Namespace) -> int:
    """Fill, serve, work, count. 1 when a figure is missed."""
    with Desk(place) as desk:
        analysts = fill(desk, options.analysts)
    command = [sys.executable, str(ROOT / "tests/web/killed_server.py"), place]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert server.stdout
        port = int(server.stdout.readline())
        begin = time.monotonic() + options.warm
        end = begin + options.seconds
        threads = [threading.Thread(target=analyst.work, args=(port, begin, end, options.think)) for analyst in analysts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        server.kill()
        server.communicate()
    return report(place, analysts)


def report(place: str, analysts: list[Analyst]) -> int:
    """Prints figures; 1 when one is missed."""
    with Desk(place) as desk:
        whole = verify(desk).whole
        with desk.reading() as connection:
            known = {event.key.rpartition(":")[2] for event in read_events(connection) if event.key}
    lost = sum(len(analyst.keys - known) for analyst in analysts)
    errors = [error for analyst in analysts for error in analyst.errors]
    missed = bool(errors) or bool(lost) or not whole
    for kind, limit in LIMITS.items():
        times = sorted(value for analyst in analysts for value in analyst.times[kind])
        p95 = statistics.quantiles(times, n=20)[18]
        missed |= p95 > limit
        print(
            f"{kind:7} {len(times):6} requests  median {statistics.median(times) * 1000:6.0f} ms  p95 {p95 * 1000:6.0f} ms  (at most {limit * 1000:.0f})"
        )
    print(
        f"decisions {sum(len(a.keys) for a in analysts)}, stale {sum(a.stale for a in analysts)}, lost {lost}, errors {len(errors)}, trail whole: {whole}"
    )
    print("\n".join(errors[:5]))
    return int(missed)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--analysts", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, default=1.0, help="mean seconds between two requests of a person")
    parser.add_argument("--warm", type=float, default=5.0, help="seconds before anything is timed")
    parser.add_argument("--store", default="")
    options = parser.parse_args()
    if options.store:
        return run(options.store, options)
    with tempfile.TemporaryDirectory() as folder:
        return run(f"{folder}/desk.sqlite", options)


if __name__ == "__main__":
    sys.exit(main())
