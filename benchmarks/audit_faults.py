"""Plants faults in correct published reviews and counts what the audit finds.  usage: python benchmarks/audit_faults.py [--seed N] [--faults N] [--show]

A review is built as article text by `planted_faults.py`, read by the importer and audited, once as it is and once with faults.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from planted_faults import Draft, Maker, Planted, render, render_previous  # noqa: E402 - found by the line above

from samspil.review.audit.judge import Judge  # noqa: E402
from samspil.review.audit.run import audit_review  # noqa: E402
from samspil.review.kept_published import parse_published  # noqa: E402
from samspil.tasks import read_published  # noqa: E402
from samspil.values.finding import Finding  # noqa: E402
from samspil.values.published import PublishedReview  # noqa: E402


def read_text(text: str, year: int) -> PublishedReview:
    """Through the importer."""
    settings = {"name": "artikel.txt", "sha256": "", "budget_year": year, "rules": [], "language": "da"}
    return parse_published(read_published(text.encode("utf-8"), settings, lambda _step: None)["review"])


@dataclass
class Result:
    """Figures of a run. `missed`, `alarms`: for people to look at."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    alarms: list[tuple[int, Finding]] = field(default_factory=list)
    missed: list[tuple[int, Planted, Draft]] = field(default_factory=list)


def is_found(planted: Planted, findings: Iterable[Finding]) -> bool:
    """The right kind, table and municipality."""
    return any(one.kind == planted.kind and one.table in planted.tables and one.municipality in planted.names for one in findings)


def measure(seed: int, faults: int = 100, per_review: int = 10) -> Result:
    """Correct reviews audited as they are, then with faults of all kinds planted in turn."""
    result, judge, kinds = Result(), Judge(), []
    number = 0
    while sum(result.planted.values()) < faults:
        maker = Maker(seed * 1000 + number)
        draft = maker.draft()
        clean = read_text(render(draft), draft.year)
        result.rows += sum(len(table.rows) for table in clean.tables)
        result.alarms += [(number, finding) for finding in audit_review(clean, judge=judge).findings]
        kinds = kinds or maker.chance.sample(sorted(maker.plants), len(maker.plants))
        for kind in sorted(kinds[:per_review], key=lambda kind: kind == "order"):  # last, since others put rows in order again
            maker.plant(draft, kind)
        kinds = kinds[per_review:] + kinds[:per_review]
        previous = [read_text(render_previous(draft), draft.year - 1)] if draft.previous else []
        findings = audit_review(read_text(render(draft), draft.year), previous, judge=judge).findings
        for planted in draft.planted:
            result.planted[planted.kind] += 1
            if is_found(planted, findings):
                result.found[planted.kind] += 1
            else:
                result.missed.append((number, planted, draft))
        number += 1
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=int, default=100)
    parser.add_argument("--show", action="store_true", help="show what was missed and the false alarms")
    options = parser.parse_args()
    result = measure(options.seed, options.faults)
    for kind in sorted(result.planted):
        print(f"{kind:24} {result.found[kind]:3} of {result.planted[kind]:3}")
    print(
        f"found {sum(result.found.values())} of {sum(result.planted.values())}; {len(result.alarms)} false alarms in {result.rows} correct rows"
    )
    if options.show:
        for number, planted, draft in result.missed:
            rows = [
                row
                for table in draft.tables
                if table.number in planted.tables
                for row in table.rows
                if row.name in planted.names or any(n in row.printed for n in planted.names if n)
            ]
            print("MISSED", number, planted.kind, planted.tables, planted.names, [(row.printed, row.text) for row in rows][:2])
            if planted.kind == "order":
                print([row.printed for table in draft.tables if table.number in planted.tables for row in table.rows])
        for number, finding in result.alarms:
            print(
                "ALARM",
                number,
                finding.kind,
                finding.table,
                finding.municipality,
                finding.message,
                "|",
                finding.quote,
                "|",
                finding.against,
            )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
