"""Twenty analysts at one desk: each opens a row beside its page, decides about it and searches, again and again.

usage: python benchmarks/workbench_load.py [--analysts 20] [--seconds 60] [--think 1.0] [--warm 5] [--rows 2000] [--length 20000] [--store URL | --postgres] [--cost N]
The figures to keep, on 2 cores: p95 of reading 300 ms, of deciding 250 ms, of searching 400 ms, no error, no decision lost.

The desk: `--rows` initiatives of ten years in all 98 municipalities, each with a quote of its agreement, which is `--length` code points of sentences from
corpus/agreements on pages of 2,500. The server is a process of its own, with the settings of `samspil serve`; the analysts are threads of
this one and wait `--think` seconds between requests on average (a person looks at a row for longer). Rows are opened as pages (HTML), decisions and searches go
through the API with the version seen and an idempotency key; a stale version is no error. `--store`: a PostgreSQL address, empty; `--postgres`: a private
server, made and removed; else a SQLite file in a temporary folder. The time it took is measured where the analyst sits, so that waiting for the server counts.
`--cost`: no analysts, but N requests of each kind one after the other, and what each costs the server in processor time, which other work on the machine hardly changes.
"""

import argparse
import http.client
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from samspil.desk.spans import make_evidence  # noqa: E402 - found by the line above
from samspil.publish.contract import review_to_json  # noqa: E402
from samspil.search.indexing import analysis_name, make_rows  # noqa: E402
from samspil.store.desk import people as kept  # noqa: E402
from samspil.store.desk import search as index  # noqa: E402
from samspil.store.desk import sources  # noqa: E402
from samspil.store.desk.desk import Desk, list_rows, read_events  # noqa: E402
from samspil.values.desk import SourceText  # noqa: E402
from samspil.values.search import IndexRow  # noqa: E402
from samspil.workbench.people import add_token, begin_session  # noqa: E402
from samspil.workbench.runs import bring_in  # noqa: E402
from samspil.workbench.verify import verify  # noqa: E402
from tests.postgres import Cluster  # noqa: E402
from tests.publish.fictional_review import build_review, read_places  # noqa: E402

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
TEXTS = 16  # different agreements; more would only take longer to make
PAGE_LENGTH, LONGEST_SENTENCE = 2500, 400  # code points


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
    asked: int = 0
    begin: float = 0.0

    def work(self, port: int, begin: float, end: float, think: float) -> None:
        """Until the time is up; what was asked before `begin` is not timed (templates and word lists are loaded by the first who need them)."""
        chance = random.Random(self.number)  # noqa: S311 - seeded, to be repeated
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.begin = begin
        while time.monotonic() < end:
            row = chance.choice(self.rows)
            self.ask("read", connection, "GET", f"/rows/{row}", {"Cookie": f"samspil={self.cookie}"})
            time.sleep(chance.expovariate(1 / think) if think else 0)
            self.decide(connection, row, chance)
            time.sleep(chance.expovariate(1 / think) if think else 0)
            self.search(connection, chance)
            time.sleep(chance.expovariate(1 / think) if think else 0)

    def search(self, connection: http.client.HTTPConnection, chance: random.Random) -> None:
        """A search by the API."""
        query = urllib.parse.quote(chance.choice(QUERIES))
        self.ask("search", connection, "GET", f"/api/v1/search?q={query}", {"Authorization": f"Bearer {self.token}"})

    def decide(self, connection: http.client.HTTPConnection, row: str, chance: random.Random) -> None:
        """Look at the row, and decide about the version seen."""
        bearer = {"Authorization": f"Bearer {self.token}"}
        _, etag, _ = self.ask("read", connection, "GET", f"/api/v1/rows/{row}", bearer)
        key = f"a{self.number}-{len(self.keys)}-{self.stale}"
        body = json.dumps(chance.choice(DECISIONS))
        headers = {**bearer, "If-Match": etag, "Idempotency-Key": key, "Content-Type": "application/json"}
        status, _, _ = self.ask("decide", connection, "POST", f"/api/v1/rows/{row}/decisions", headers, body)
        if status == 200:
            self.keys.add(key)
        self.stale += status == 412

    def ask(
        self, kind: str, connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str], body: str = ""
    ) -> tuple[int, str, bytes]:
        """One request, timed and looked at."""
        self.asked += 1
        begun = time.perf_counter()
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        content = response.read()
        if time.monotonic() >= self.begin:
            self.times[kind].append(time.perf_counter() - begun)
        if response.status not in (200, 412):
            self.errors.append(f"{method} {path}: {response.status} {content[:200]!r}")
        return response.status, response.headers.get("etag", ""), content


def fill(desk: Desk, count: int, rows: int, length: int) -> list[Analyst]:
    """Reviews of ten years, texts in the index, people with token and session."""
    texts = make_texts(length)
    plain = json.dumps(review_to_json(build_review(sorted(read_places()), max(1, rows // len(YEARS)))))
    for year in YEARS:
        review = json.loads(plain.replace("2026", str(year)))
        review["samspil"] |= {"budget_year": year, "run": f"run-{year}"}
        for one in review["coverage"]["documents"]:
            one["sha256"] = one["sha256"] and f"{year}{one['sha256'][4:]}{one['municipality_code']}"[-64:]
        found = {one["municipality_code"]: one for one in review["coverage"]["documents"] if one["verdict"] in ("ok", "warn")}
        sources = {code: lay_text(desk, one["sha256"], texts[int(code) % len(texts)]) for code, one in found.items()}
        for number, one in enumerate(review["initiatives"]):
            code = one["municipality_code"]
            one |= {"budget_year": year, "id": f"{year}-{one['id']}", "evidence": quote_from(sources[code], found[code]["file"], number)}
        bring_in(desk, review)
    with desk.writing() as connection:
        people = [kept.add_person(connection, f"analyst-{number}", f"Analytiker {number}", "coder", "x") for number in range(count)]
        ids = [row.id for row in list_rows(connection)]
    return [Analyst(p.id, add_token(desk, p, "load").text, begin_session(desk, p).text, ids) for p in people]


def make_texts(length: int) -> list[tuple[SourceText, list[IndexRow]]]:
    """Agreements of sentences of the corpus in different orders, with what the index holds of them."""
    words = " ".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus/agreements").glob("*.md"))).split()
    sentences = [f"{one.strip()}." for one in " ".join(words).split(". ") if len(one) < LONGEST_SENTENCE]
    made = []
    for seed in range(TEXTS):
        chosen = " ".join(random.Random(seed).choices(sentences, k=length // 20))[:length]  # noqa: S311 - seeded, to be repeated
        edges = [0, *(place + 2 for place, pair in enumerate(itertools.pairwise(chosen)) if pair == (".", " ")), len(chosen)]
        passages = tuple((a, b, "sentence", ()) for a, b in itertools.pairwise(edges) if chosen[a:b].strip())
        turns: list[int] = []
        for start, *_rest in passages:
            if start >= len(turns) * PAGE_LENGTH:
                turns.append(start)
        pages = tuple((number, a, b) for number, (a, b) in enumerate(itertools.pairwise([*turns, len(chosen)]), 1))
        source = SourceText("", "txt", chosen, pages, tuple(range(len(chosen))), passages)
        made.append((source, make_rows(source)))
    return made


def lay_text(desk: Desk, sha256: str, made: tuple[SourceText, list[IndexRow]]) -> SourceText:
    """One of them as the text of a file, in the index."""
    source = replace(made[0], sha256=sha256)
    with desk.writing() as connection:
        sources.keep_text(connection, source)
        index.index_rows(connection, sha256, made[1])
        index.note_indexed(connection, sha256, analysis_name())
    return source


def quote_from(source: SourceText, document: str, number: int) -> list[dict[str, Any]]:
    """A sentence of the text as a row's evidence, each number another."""
    start, end, *_rest = source.passages[number * 7 % len(source.passages)]
    return make_evidence(source, document, start, end)


def run(place: str, options: argparse.Namespace) -> int:
    """Fill, serve, work, count. 1 when a figure is missed."""
    with Desk(place) as desk:
        analysts = fill(desk, options.analysts, options.rows, options.length)
    command = [sys.executable, str(ROOT / "tests/web/killed_server.py"), place]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert server.stdout
        port = int(server.stdout.readline())
        if options.cost:
            return show_costs(analysts[0], port, server.pid, options.cost)
        used = read_cpu(server.pid)
        begin = time.monotonic() + options.warm
        end = begin + options.seconds
        threads = [threading.Thread(target=analyst.work, args=(port, begin, end, options.think)) for analyst in analysts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        used = read_cpu(server.pid) - used
    finally:
        server.kill()
        server.communicate()
    print(f"processor time of the server: {1000 * used / max(1, sum(analyst.asked for analyst in analysts)):.1f} ms a request")
    return report(place, analysts)


def read_cpu(process: int) -> float:
    """Seconds of processor time that a process has used (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def show_costs(analyst: Analyst, port: int, server: int, count: int) -> int:
    """Prints what a request of each kind costs the server."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    chance = random.Random(0)  # noqa: S311 - seeded, to be repeated
    cookie, bearer = {"Cookie": f"samspil={analyst.cookie}"}, {"Authorization": f"Bearer {analyst.token}"}
    asks: dict[str, Callable[[], object]] = {
        "row page": lambda: analyst.ask("read", connection, "GET", f"/rows/{chance.choice(analyst.rows)}", cookie),
        "row (API)": lambda: analyst.ask("read", connection, "GET", f"/api/v1/rows/{chance.choice(analyst.rows)}", bearer),
        "row and decision": lambda: analyst.decide(connection, chance.choice(analyst.rows), chance),
        "search (API)": lambda: analyst.search(connection, chance),
        "search page": lambda: analyst.ask("search", connection, "GET", "/soeg?q=udbud", cookie),
        "queue": lambda: analyst.ask("read", connection, "GET", "/rows", cookie),
        "overview": lambda: analyst.ask("read", connection, "GET", "/", cookie),
        "decision and overview": lambda: (analyst.decide(connection, analyst.rows[0], chance), asks["overview"]()),
    }
    for name, ask in asks.items():
        for _ in range(3):
            ask()
        used, begun = read_cpu(server), time.perf_counter()
        for _ in range(count):
            ask()
        used, took = read_cpu(server) - used, time.perf_counter() - begun
        print(f"{name:22} {1000 * used / count:7.1f} ms of processor  {1000 * took / count:7.1f} ms in all", flush=True)
    print("\n".join(analyst.errors[:5]))
    return int(bool(analyst.errors))


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
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--length", type=int, default=20_000, help="code points of each agreement")
    parser.add_argument("--store", default="")
    parser.add_argument("--postgres", action="store_true", help="on a private PostgreSQL server")
    parser.add_argument("--cost", type=int, default=0, metavar="N", help="only what N requests of each kind cost the server")
    options = parser.parse_args()
    if options.postgres:
        cluster = Cluster()
        try:
            cluster.stop()
            cluster.start("")  # with fsync, as it is used
            return run(cluster.make_database(), options)
        finally:
            cluster.remove()
    if options.store:
        return run(options.store, options)
    with tempfile.TemporaryDirectory() as folder:
        return run(f"{folder}/desk.sqlite", options)


if __name__ == "__main__":
    sys.exit(main())
