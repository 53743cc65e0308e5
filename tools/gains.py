"""Which labelled initiatives the reader has gained and lost since the last release.

usage: python tools/gains.py [--now FILE] [--last FILE] [--release]

Compares `found` of samspil/initiatives/data/quality.json (unseen texts; left by `samspil train`) with corpus/last-release.json. `--now` takes another
quality.json, or what `samspil evaluate --corpus ... --json` printed. Texts that are new since the release are counted apart, and so are initiatives
whose label is gone. `--release` makes today's reading the one to compare with.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
NOW = ROOT / "samspil" / "initiatives" / "data" / "quality.json"
LAST = ROOT / "corpus" / "last-release.json"


@dataclass(frozen=True)
class Gains:
    """Names are 'file:id'. `fresh`: found in texts that were not there; `unlabelled`: found then, and no initiative any more; `known`: found then."""

    gained: list[str]
    lost: list[str]
    fresh: list[str]
    unlabelled: list[str]
    known: int


def compare(now: Mapping[str, Any], last: Mapping[str, Any]) -> Gains:
    """Today's reading against the last release's. A file of an earlier version does not say what is labelled: then nothing counts as unlabelled."""
    found, before = set(now["found"]), set(last["found"])
    texts = set(last.get("texts") or (name.rpartition(":")[0] for name in before))
    fresh = {name for name in found if name.rpartition(":")[0] not in texts}
    labelled = set(tell_themes(now)) or found | before
    return Gains(
        sorted(found - before - fresh), sorted((before - found) & labelled), sorted(fresh), sorted(before - found - labelled), len(before)
    )


def tell_themes(quality: Mapping[str, Any]) -> dict[str, str]:
    """Every labelled initiative with its themes; {} where the file does not say."""
    table = quality.get("outcomes") or {"columns": [], "rows": []}
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    return {f"{row['file']}:{row['id']}": ", ".join(row["themes"]) for row in rows}


def read(file: Path) -> dict[str, Any]:
    """A quality.json, or the corpus part of what `samspil evaluate --json` printed. Leaves with a message when it is neither."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        quality: dict[str, Any] = content.get("corpus", content)
        if not isinstance(quality["found"], list):
            raise TypeError("found")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SystemExit(
            f"{file}: no measured quality in it ({error!r}); give a quality.json or the output of samspil evaluate --json"
        ) from error
    return quality


def release(now: Mapping[str, Any], file: Path) -> None:
    """Make today's reading the one to compare with."""
    table = now.get("texts_read") or {"rows": []}
    texts = [row[0] for row in table["rows"]] or sorted({name.rpartition(":")[0] for name in now["found"]})
    content = {"version": now["version"], "texts": texts, "found": now["found"]}
    aside = file.with_suffix(".tmp")
    aside.write_text(json.dumps(content, ensure_ascii=False, indent=0), encoding="utf-8")
    os.replace(aside, file)


def describe(gains: Gains, themes: Mapping[str, str]) -> list[str]:
    """The counts, then every initiative gained and lost."""
    first = (
        f"Since the last release: {len(gains.gained)} initiatives gained, {len(gains.lost)} lost, {len(gains.fresh)} found in new texts."
    )
    lines = [first + (f" {len(gains.unlabelled)} are no longer labelled." if gains.unlabelled else "")]
    for title, names in (("gained", gains.gained), ("lost", gains.lost)):
        lines += [f"  {title} {name}{f' ({themes[name]})' if name in themes else ''}" for name in names]
    return lines


def main() -> None:
    """Print the lists, or take over today's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--now", type=Path, default=NOW)
    parser.add_argument("--last", type=Path, default=LAST)
    parser.add_argument("--release", action="store_true")
    options = parser.parse_args()
    now = read(options.now)
    if options.release:
        release(now, options.last)
    try:
        print("\n".join(describe(compare(now, read(options.last)), tell_themes(now))), flush=True)
    except BrokenPipeError:  # as in `... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
