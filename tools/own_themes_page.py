"""Writes the measured figures of the worked example into docs/own-themes.md.  usage: python tools/own_themes_page.py  (--background: first make
the texts about other things anew from corpus/, when that has changed)
"""

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from samspil.initiatives.corpus import read_corpus  # noqa: E402 - found by the line above
from samspil.initiatives.model import read_model  # noqa: E402
from samspil.initiatives.own_themes.model import OwnModel  # noqa: E402
from samspil.initiatives.own_themes.training import background  # noqa: E402
from samspil.initiatives.own_themes.training.train import train_folder  # noqa: E402
from samspil.initiatives.reader import LinearReader  # noqa: E402
from samspil.publish.own_themes import list_estimate  # noqa: E402
from samspil.vocabulary.texts import use_language  # noqa: E402

PAGE = ROOT / "docs" / "own-themes.md"
EXAMPLE = ROOT / "examples" / "own-theme-skolestruktur"
BLOCK = re.compile(r"(?<=<!-- figures: written by tools/own_themes_page.py -->\n).*?(?=<!-- end of figures -->)", re.S)


def main() -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--background", action="store_true")
    if parser.parse_args().background:
        background.write_background(read_corpus(ROOT / "corpus/agreements"), Path(background.__file__).with_name(background.FILE))
    page = PAGE.read_text(encoding="utf-8")
    block = make_block(train_folder(EXAMPLE, LinearReader(read_model())))
    PAGE.write_text(BLOCK.sub(lambda _match: block, page), encoding="utf-8")
    return 0


def make_block(model: OwnModel) -> str:
    """The table of an estimate, in English, with what it rests on."""
    use_language("en")
    estimate = model.facts["estimate"]
    rows = "\n".join(f"| {name} | {words} |" for name, words in list_estimate(estimate))
    rests = f"{estimate['files']} texts with {estimate['initiatives']} initiatives, {estimate['others']} texts about other things, on top of the model {model.facts['reader']}"
    return f"Theme {model.theme.id}, version {model.facts['version']}: {rests}.\n\n| figure | measured, with its 90 % interval |\n| --- | --- |\n{rows}\n"


if __name__ == "__main__":
    sys.exit(main())
