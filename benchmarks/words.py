"""Words for the slots of filler.txt: invented places, first parts of compounds, groups of people, areas, committees, sums."""

import random
import re
from pathlib import Path

FIRST_YEAR = 2026
COMMITTEES = ("Børneudvalget", "Skoleudvalget", "Kultur- og Fritidsudvalget", "Teknik- og Miljøudvalget", "Social- og Sundhedsudvalget", "Økonomiudvalget",
              "Natur- og Klimaudvalget", "Landdistriktsudvalget", "Arbejdsmarkedsudvalget", "Plan- og Byudvalget")  # fmt: skip


def read_words() -> dict[str, list[str]]:
    """The lists of words.txt by name."""
    text = (Path(__file__).resolve().parent / "words.txt").read_text(encoding="utf-8")
    joined = re.sub(r"\n +", " ", text)
    pairs = (line.split(":", 1) for line in joined.splitlines() if line and not line.startswith("#"))
    return {name: words.split() for name, words in pairs}


WORDS = read_words()


def place(rng: random.Random) -> str:
    """An invented place."""
    return rng.choice(WORDS["place_heads"]) + rng.choice(WORDS["place_tails"])


def money(rng: random.Random) -> str:
    """A sum in one of its wordings."""
    millions, thousands = rng.randint(11, 240) / 10, rng.randint(2, 95) * 10
    return rng.choice(
        (f"{millions:.1f} mio. kr.".replace(".", ",", 1), f"{thousands}.000 kr.", f"{thousands} t.kr.", f"{rng.randint(2, 40)} mio. kr.")
    )


SLOTS = {
    "sted": place,
    "kr": money,
    "led": lambda rng: rng.choice(WORDS["heads"]),
    "gruppe": lambda rng: rng.choice(WORDS["groups"]),
    "fag": lambda rng: rng.choice(WORDS["areas"]),
    "udvalg": lambda rng: rng.choice(COMMITTEES),
    "måned": lambda rng: rng.choice(WORDS["months"]),
    "år": lambda rng: str(FIRST_YEAR + rng.randint(0, 3)),
    "tal": lambda rng: str(rng.randint(2, 39)),
    "stort": lambda rng: str(rng.randint(101, 980)),
}
