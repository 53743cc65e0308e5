"""From text to initiatives on one core, in MB/s, beside trivial tokenising of the same text as a yardstick.

usage: python benchmarks/reading_speed.py FOLDER [--rounds 3] [--docs docs/benchmarks.md|none]

FOLDER holds plain texts from `generate.py FOLDER --txt`. By turns in one run: the yardstick `len(re.findall(r"\\w+", text))`, then
reading the document, splitting it into passages, and the reader's proposals, each timed on its own and together.
"""

import argparse
import os
import re
import time
from pathlib import Path
from statistics import median

from common import DOCS, describe_machine, hold_cores, make_table, publish

STEPS = ("yardstick", "read", "split", "propose")


def tokenise_all(texts: list[str]) -> int:
    """The yardstick: count words."""
    return sum(len(re.findall(r"\w+", text)) for text in texts)


def time_file(data: bytes, name: str, reader: object) -> tuple[dict[str, float], int]:
    """Seconds of each step for one file, and how many initiatives were proposed."""
    from samspil.documents.read import read_document
    from samspil.passages.split import split_passages

    moments = [time.perf_counter()]
    document = read_document(data, name)
    moments.append(time.perf_counter())
    _clean, passages = split_passages(document)
    moments.append(time.perf_counter())
    proposals = reader.propose(passages)  # type: ignore[attr-defined]
    moments.append(time.perf_counter())
    return {step: moments[n + 1] - moments[n] for n, step in enumerate(STEPS[1:])}, len(proposals)


def time_round(files: dict[str, bytes], reader: object) -> tuple[dict[str, float], int]:
    """One round over all files."""
    texts = [data.decode("utf-8") for data in files.values()]
    start = time.perf_counter()
    tokenise_all(texts)
    seconds, found = {"yardstick": time.perf_counter() - start}, 0
    for name, data in files.items():
        parts, count = time_file(data, name, reader)
        found += count
        for step, part in parts.items():
            seconds[step] = seconds.get(step, 0.0) + part
    return seconds, found


def describe(files: dict[str, bytes], rounds: list[dict[str, float]], found: int) -> str:
    """The section for docs/benchmarks.md."""
    size = sum(map(len, files.values())) / 1e6
    yardstick = median(one["yardstick"] for one in rounds)
    whole = median(sum(one[step] for step in STEPS[1:]) for one in rounds)
    times = [(step, median(one[step] for one in rounds)) for step in STEPS] + [("text to initiatives", whole)]
    rows = [(name, f"{seconds:.3f}", f"{size / seconds:.2f}", f"{seconds / yardstick:.1f}") for name, seconds in times]
    said = f"{len(files)} texts, {size:.2f} MB, {found} proposals, {len(rounds)} rounds. {describe_machine()}."
    return f"## Reading speed\n\n{said}\n\n{make_table(('step', 'seconds (median)', 'MB/s', 'times the yardstick'), rows)}\n"


def main(argv: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--docs", default=str(DOCS))
    args = parser.parse_args(argv)
    hold_cores(1)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):  # before numpy is loaded
        os.environ.setdefault(name, "1")
    from samspil.initiatives.model import read_model
    from samspil.initiatives.reader import LinearReader

    files = {file.name: file.read_bytes() for file in sorted(args.folder.glob("*.txt"))}
    if not files:
        raise SystemExit(f"No .txt files in {args.folder}; make them with benchmarks/generate.py {args.folder} --txt")
    reader = LinearReader(read_model())
    results = [time_round(files, reader) for _ in range(args.rounds)]
    publish("reading-speed", describe(files, [seconds for seconds, _ in results], results[0][1]), args.docs)


if __name__ == "__main__":
    main()
