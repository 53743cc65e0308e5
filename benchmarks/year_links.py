"""How well two years are linked, on labelled pairs (corpus/years/README.md): F1 of links, what of the linked was called new or dropped, statuses.

    python benchmarks/year_links.py [FOLDER ...] [--errors]

Without folders: both halves of corpus/years. `--errors` lists wrong and missed links; do not look at those of the held-out half and then tune.
"""

import sys
from pathlib import Path

from samspil.review.years.labelled import read_pairs, score

HALVES = Path(__file__).parents[1] / "corpus/years"


def main(arguments: list[str]) -> None:
    folders = [Path(word) for word in arguments if not word.startswith("--")] or [HALVES / "development", HALVES / "held-out"]
    print(f"{'folder':14}{'links':>6}{'P':>7}{'R':>7}{'F1':>7}{'as new':>8}{'as dropped':>12}{'unclear':>9}{'status':>8}")
    for folder in folders:
        scores = score(read_pairs(folder))
        links = scores.right + len(scores.missed)
        figures = f"{scores.precision:7.3f}{scores.recall:7.3f}{scores.f1:7.3f}"
        lost = f"{len(scores.carried_as_new):8}{len(scores.carried_as_dropped):12}{scores.doubts:9}"
        print(f"{folder.name:14}{links:6}{figures}{lost}{scores.same_status / max(1, links):8.3f}")
        if "--errors" in arguments:
            for name in ("wrong", "missed", "carried_as_new", "carried_as_dropped"):
                for words in getattr(scores, name):
                    print(f"  {name}: {words}")


if __name__ == "__main__":
    main(sys.argv[1:])
