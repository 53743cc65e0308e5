"""Every hostile file gets the verdict of its row, in a sentence, soon, and harms nobody else."""

import os
import time
from pathlib import Path

import hostile
import pytest

from samspil.documents.dto import document_from_json
from samspil.documents.read import read_document
from samspil.engines.child import ChildAnswer, run_in_child
from samspil.engines.limits import Limits
from samspil.values.document import Document

TASK = "reading_task:read"
FLIPPED = int(os.environ.get("SAMSPIL_FLIPPED", "45"))
SECONDS = 20


def read_apart(data: bytes, name: str) -> ChildAnswer:
    return run_in_child(TASK, data, {"name": name}, Limits(), allowed=[TASK], preload=("reading_task",))


def outcome(answer: ChildAnswer) -> tuple[str, str, Document | None]:
    """Verdict, reason or notes, and the document if there is one."""
    if answer.answer is None:
        return "failed", answer.failure, None
    if "document" in answer.answer:
        document = document_from_json(answer.answer["document"])
        return document.verdict, " ".join(document.notes), document
    return answer.answer["verdict"], answer.answer["reason"], None


@pytest.mark.parametrize("each", hostile.CASES, ids=str)
def test_hostile_file_gets_its_verdict(each: hostile.Case) -> None:
    data = each.make()
    started = time.monotonic()
    verdict, reason, document = outcome(read_apart(data, each.file))
    assert time.monotonic() - started < SECONDS
    assert verdict in each.verdicts, reason
    assert each.words in reason
    assert (verdict == "ok") == (reason == "")
    if document is not None and each.text:
        assert each.text in "\n".join(page.raw for page in document.pages)


def test_damaged_files_never_surprise() -> None:
    """Row 3: bytes changed at random give some verdict, and the next file is read as if nothing had been."""
    for data in hostile.flipped(FLIPPED):
        answer = read_apart(data, "a.pdf" if b"%PDF" in data[:1024] else "a.docx")
        assert outcome(answer)[0] in hostile.DAMAGED
        assert "Error: " not in answer.detail, "an error of Python is a mistake of ours, not a verdict"
    assert outcome(read_apart(hostile.text_pdf(), "a.pdf"))[0] == "ok"


def test_hidden_text_is_not_among_the_lines() -> None:
    """Row 17: what nobody can see on the page is in the raw text only."""
    _, _, document = outcome(read_apart(hostile.hidden_text(), "a.pdf"))
    assert document is not None
    page = document.pages[0]
    assert "Skjult ord" in page.raw
    assert not any("Skjult ord" in page.raw[line.start : line.end] for line in page.lines)


def test_unsafe_member_is_never_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 23: nothing is unpacked to disk, so nothing can leave the folder."""
    monkeypatch.chdir(tmp_path)
    outcome(read_apart(hostile.named_member("../x"), "a.docx"))
    assert list(tmp_path.parent.glob("x")) == list(tmp_path.iterdir()) == []


def test_four_times_the_text_is_far_from_sixteen_times_the_work() -> None:
    """Row 37: linear time, with room for a noisy machine."""

    def seconds(size: int) -> float:
        data = ("a b  1 | 2\t3 - æ " * size).encode()
        best = 9.0
        for _ in range(3):
            started = time.perf_counter()
            read_document(data, "a.txt")
            best = min(best, time.perf_counter() - started)
        return best

    assert seconds(80_000) < 8 * seconds(20_000)
