"""How long a search takes over 100,000 passages, on SQLite and, where a server is installed, on PostgreSQL; beside it, in the same run, a LIKE scan over the same texts.

usage: python benchmarks/search_speed.py [--passages 100000] [--rounds 3]   (the figure to keep: p95 at most 100 ms on both)

The passages are pairs of sentences drawn from corpus/agreements by a seeded generator. Searched are single words, rare and in every second passage, compounds,
phrases, beginnings, alternatives, exclusions, and filters by year, municipality and kind: with the texts of the first page, its marks and its count.
"""

import argparse
import random
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from samspil.search.indexing import analysis_name, make_rows  # noqa: E402
from samspil.search.query import parse_query  # noqa: E402
from samspil.store.desk import search as index  # noqa: E402
from samspil.store.desk import sources, tables  # noqa: E402
from samspil.store.desk.desk import Desk  # noqa: E402
from samspil.values.desk import SourceText  # noqa: E402
from samspil.vocabulary.municipalities import read_municipalities  # noqa: E402
from samspil.workbench.search import search  # noqa: E402
from tests.postgres import Cluster, find_programs  # noqa: E402

LIMIT = 0.1
PER_DOCUMENT = 200
PER_PAGE = 10
QUERIES = (
    "udbud", "hjemtage", "teknologi", "kommune", "børn", "skole", "plejehjem", "robot", "kunstig intelligens", '"kunstig intelligens"', "pleje*", "ko*", "rengøring udbud",
    "friplejehjem", "klimakrav", "besparelse", "borgere ældre", "skole OR dagtilbud OR børnehave", "udbud -skole", "børn unge familier", "år", "mio kr", "kr", "og",
    '"der afsættes"', "analyse AND udbud", "velfærdsteknologi skærmbesøg", "kørsel", "genudbud", "svømmehal", "vej*", "2026", "1,2 mio", "konkurrenceudsættelse",
    "udbud år:2024", "kommune år:2022", "børn kommune:Aalborg", "teknologi type:sætning", "skole -børn år:2023", "hjemtage kommune:Odense år:2025",
)  # fmt: skip


def read_sentences() -> list[str]:
    """All sentences of the labelled texts, without their marks."""
    found: list[str] = []
    for file in sorted((ROOT / "corpus/agreements").glob("*")):
        body = file.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
        plain = re.sub(r"\[/?[^\]]*\]|[#*|_]", " ", body)
        found += [" ".join(piece.split()) for piece in re.split(r"(?<=[.!?])\s+|\n", plain)]
    return [sentence for sentence in dict.fromkeys(found) if 40 <= len(sentence) <= 400]


def make_sources(count: int) -> Iterator[SourceText]:
    """Documents of 200 passages."""
    rng, sentences = random.Random(5), read_sentences()  # noqa: S311 - a benchmark's texts, no secret
    for number in range(count // PER_DOCUMENT):
        text, passages, pages = "", [], []
        for place in range(PER_DOCUMENT):
            if place % PER_PAGE == 0:
                pages.append(len(text))
            start = len(text)
            text += " ".join(rng.sample(sentences, 2)) + "\n"
            passages.append((start, len(text) - 1, "sentence", ()))
        ends = [*pages[1:], len(text)]
        listed = tuple((page, start, end) for page, (start, end) in enumerate(zip(pages, ends, strict=True), 1))
        yield SourceText(f"{number:064x}", "txt", text, listed, tuple(range(len(text))), tuple(passages))


def fill(desk: Desk, texts: Sequence[SourceText]) -> float:
    """All texts into the index; gives passages per second."""
    towns, start = read_municipalities(), time.perf_counter()
    for number, source in enumerate(texts):
        owner = towns[number % len(towns)]
        document = {
            "year": 2022 + number // len(towns), "file": f"{number}.txt", "sha256": source.sha256, "municipality": owner.name, "municipality_code": owner.code,
            "pages": len(source.pages), "verdict": "OK", "reason": "",
        }  # fmt: skip
        rows = make_rows(source)
        with desk.writing() as connection:
            connection.execute(sa.insert(tables.document), [document])
            sources.keep_text(connection, source)
            index.index_rows(connection, source.sha256, rows)
            index.note_indexed(connection, source.sha256, analysis_name())
    return sum(len(source.passages) for source in texts) / (time.perf_counter() - start)


def measure(work: Callable[[str], object], queries: Sequence[str], rounds: int) -> dict[str, float]:
    """Seconds of each query, the median of the rounds."""
    times: dict[str, list[float]] = {query: [] for query in queries}
    for _ in range(rounds):
        for query in queries:
            start = time.perf_counter()
            work(query)
            times[query].append(time.perf_counter() - start)
    return {query: statistics.median(found) for query, found in times.items()}


def p95(times: dict[str, float]) -> float:
    """The value that 95 % of the queries stay under."""
    return sorted(times.values())[max(0, -(-len(times) * 95 // 100) - 1)]


def make_rival(texts: Sequence[SourceText]) -> sqlite3.Connection:
    """What one would do without an index: a table of passages, scanned with LIKE."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE passage (text TEXT)")
    lines = ((source.text[start:end],) for source in texts for start, end, _kind, _headings in source.passages)
    connection.executemany("INSERT INTO passage VALUES (?)", lines)
    return connection


def scan(connection: sqlite3.Connection, query: str) -> list[str]:
    """Passages that hold all the plain words of a query."""
    words = [word.strip('"*') for word in query.split() if ":" not in word and word not in ("OR", "AND") and not word.startswith("-")]
    where = " AND ".join("text LIKE ?" for _ in words)
    return [row[0] for row in connection.execute(f"SELECT text FROM passage WHERE {where}", [f"%{word}%" for word in words])][:20]  # noqa: S608 - placeholders only


def report(name: str, place: str, texts: Sequence[SourceText], rival: float, rounds: int) -> bool:
    """One database; whether it keeps the figure."""
    with Desk(place) as desk:
        speed = fill(desk, texts)
        if not desk.is_sqlite:
            with desk.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sa.text("ANALYZE"))
        times = measure(lambda query: search(desk, parse_query(query)), QUERIES, rounds)
    worst = sorted(times, key=lambda query: -times[query])[:4]
    print(
        f"{name}: indexed {speed:,.0f} passages/s; p50 {statistics.median(times.values()) * 1000:.1f} ms, p95 {p95(times) * 1000:.1f} ms, ratio to LIKE {p95(times) / rival:.2f}"
    )
    print("  slowest: " + ", ".join(f"{query} {times[query] * 1000:.0f} ms" for query in worst))
    return p95(times) <= LIMIT


def main() -> int:
    """Both databases and the rival in one run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    texts = list(make_sources(options.passages))
    connection = make_rival(texts)
    rival = p95(measure(lambda query: scan(connection, query), QUERIES, 1))
    connection.close()
    print(
        f"{options.passages:,} passages, {sum(len(source.text) for source in texts) / 1e6:.1f} million characters; LIKE scan p95 {rival * 1000:.0f} ms"
    )
    with tempfile.TemporaryDirectory() as folder:
        good = report("SQLite", f"{folder}/desk.sqlite", texts, rival, options.rounds)
    if find_programs() is None:
        print("PostgreSQL: not installed, not measured")
        return 0 if good else 1
    cluster = Cluster()
    try:
        good = report("PostgreSQL", cluster.make_database(), texts, rival, options.rounds) and good
    finally:
        cluster.remove()
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
