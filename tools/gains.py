"""Which labelled initiatives the reader has gained and lost since the last release.  usage: python tools/gains.py [--release]

Compares `found` of samspil/initiatives/data/quality.json (unseen texts) with corpus/last-release.json. Texts that were not there at the last release are
counted apart. `--release` makes today's reading the one to compare with.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOW = ROOT / "samspil" / "initiatives" / "data" / "quality.json"
LAST = ROOT / "corpus" / "last-release.json"


def compare() -> tuple[list[str], list[str], list[str]]:
    """Gained, lost, and found in texts that are new since."""
    now, last = (set(json.loads(file.read_text(encoding="utf-8"))["found"]) for file in (NOW, LAST))
    known = {name.split(":")[0] for name in last}
    fresh = {name for name in now if name.split(":")[0] not in known}
    return sorted(now - last - fresh), sorted(last - now), sorted(fresh)


def main() -> None:
    """Print the two lists, or take over today's."""
    if "--release" in sys.argv:
        now = json.loads(NOW.read_text(encoding="utf-8"))
        LAST.write_text(json.dumps({"version": now["version"], "found": now["found"]}, ensure_ascii=False, indent=0), encoding="utf-8")
    gained, lost, fresh = compare()
    print(f"Since the last release: {len(gained)} initiatives gained, {len(lost)} lost, {len(fresh)} found in new texts.")
    for title, names in (("gained", gained), ("lost", lost)):
        for name in names:
            print(f"  {title} {name}")


if __name__ == "__main__":
    main()
