"""The figure to reach: 100 written queries over the samples, recall@10 at least 0.95, precision@10 at least 0.80, on each database."""

import tomllib
from pathlib import Path
from statistics import mean
from typing import Any

from samspil.store.desk.desk import Desk
from samspil.workbench.alerts import read_asked
from samspil.workbench.search import search
from tests.search.conftest import Sample

QUERIES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))["query"]
FIRST = 10


def judge(found: list[str], answers: list[str], everywhere: int) -> tuple[float, float]:
    """Recall: right ones among the first ten, of those there are (of ten, where there are more). Precision: of those that were given."""
    right = sum(text.startswith(tuple(answers)) for text in found)
    return right / min(FIRST, everywhere), right / len(found) if found else 0.0


def test_the_queries_are_many_and_each_answer_is_there(samples: tuple[Sample, ...]) -> None:
    texts = [sample.source.text[start:end] for sample in samples for start, end, *_rest in sample.source.passages]
    assert len(QUERIES) >= 100
    assert len({query["q"] for query in QUERIES}) == len(QUERIES)
    missing = [answer for query in QUERIES for answer in query["answers"] if not any(text.startswith(answer) for text in texts)]
    assert missing == []


def test_written_queries_find_what_was_judged_right(sample_desk: Desk, samples: tuple[Sample, ...]) -> None:
    passages = [(sample.owner, sample.source.text[start:end]) for sample in samples for start, end, *_rest in sample.source.passages]
    measured = {}
    for query in QUERIES:
        asked = read_asked({"q": query["q"]})
        owners = {"Aalborg"} if asked.municipalities else {owner for owner, _text in passages}
        everywhere = sum(owner in owners and text.startswith(tuple(query["answers"])) for owner, text in passages)
        found = [hit.passage.text for hit in search(sample_desk, asked, size=FIRST).hits]
        measured[query["q"]] = judge(found, query["answers"], everywhere)
    recall, precision = (mean(pair[number] for pair in measured.values()) for number in (0, 1))
    worst = sorted(measured.items(), key=lambda item: sum(item[1]))[:5]
    print(f"recall@10 {recall:.3f}, precision@10 {precision:.3f}; worst: {worst}")
    assert recall >= 0.95, worst
    assert precision >= 0.80, worst
