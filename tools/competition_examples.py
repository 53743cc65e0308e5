"""Writes the made-up accounts of `samspil/competition/examples/`: 98 municipalities, some twenty functions, three years. Same seed, same rows.

usage: python tools/competition_examples.py  (a test compares; --check only compares)

Every figure is invented: a municipality's size is a whole number of thousands of inhabitants that follows from its place in the alphabet (as in
`tools/statbank_examples.py`), a function costs so many kroner for each of them, and the part bought from private suppliers differs by function,
municipality and year. Kroner are rounded to thousands, as in the bank.
"""

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from samspil.competition.accounts.keeping import Row, example_accounts, open_accounts, read_about, write_rows  # noqa: E402 - found by the line above
from samspil.values.competition_accounts import ACCOUNTS, About, AccountFile  # noqa: E402
from samspil.vocabulary.municipalities import read_municipalities  # noqa: E402

SOURCE = "Samspil: opdigtede eksempeltal, ikke fra Danmarks Statistik"
YEARS = (2022, 2023, 2024)
# Function -> kroner per inhabitant, part of it bought from private suppliers, part of that by ownership 4 (services without VAT).
FUNCTIONS = {
    "2510": (400, 0.30, 0.05),
    "2820": (350, 0.40, 0.05),
    "3231": (450, 0.25, 0.05),
    "13861": (700, 0.75, 0.00),
    "22811": (600, 0.45, 0.00),
    "22812": (450, 0.80, 0.00),
    "22814": (150, 0.55, 0.00),
    "23231": (800, 0.90, 0.90),
    "32201": (9_000, 0.14, 0.10),
    "32205": (1_500, 0.08, 0.10),
    "32206": (300, 0.75, 0.80),
    "46282": (500, 0.25, 0.60),
    "46285": (450, 0.20, 0.40),
    "52514": (4_200, 0.16, 0.50),
    "53026": (2_300, 0.34, 0.95),
    "53027": (6_500, 0.18, 0.70),
    "53850": (2_100, 0.38, 0.90),
    "53852": (800, 0.30, 0.90),
    "64550": (300, 0.42, 0.05),
    "64551": (4_500, 0.20, 0.10),
    "64552": (500, 0.60, 0.00),
}
FERRIES = {"0482": 900, "0492": 4_500, "0741": 6_000, "0825": 9_000}  # function 23233 of islands
OWN = (("10", 0.84), ("22", 0.03), ("23", 0.02), ("27", 0.04), ("29", 0.07))
BOUGHT = (("40", 0.15), ("45", 0.45), ("49", 0.40))


def make_rows(seed: int = 1) -> Iterator[Row]:
    """Every leaf with an amount."""
    random = Random(seed)  # noqa: S311 - no secret
    for size, one in enumerate(read_municipalities(), 10):
        leaning = random.uniform(0.75, 1.3)
        growth = random.uniform(-0.02, 0.03)
        costs = {**FUNCTIONS, **({"23233": (FERRIES[one.code], 0.95, 0.90)} if one.code in FERRIES else {})}
        for function, (each, part, owned) in costs.items():
            ours = each * random.uniform(0.85, 1.15), min(0.97, part * leaning * random.uniform(0.85, 1.15))
            for back, year in enumerate(YEARS):
                amount = ours[0] * size * 1000 * 1.025**back
                yield from _split(one.code, year, function, amount, min(0.97, ours[1] * (1 + growth * back)), owned)


def _split(code: str, year: int, function: str, amount: float, part: float, owned: float) -> Iterator[Row]:
    """Wages and goods, what is bought, payments to others, income."""
    for art, share in OWN:
        yield code, year, function, "1", "1", art, _thousands(amount * (1 - part) * share)
    for art, share in BOUGHT:
        yield code, year, function, "1", "1", art, _thousands(amount * part * (1 - owned) * share)
    if owned:
        yield code, year, function, "1", "4", "40", _thousands(amount * part * owned)
    yield code, year, function, "1", "1", "47", _thousands(amount * 0.04)
    yield code, year, function, "1", "1", "52", _thousands(amount * 0.02)
    yield code, year, function, "1", "1", "71", _thousands(-amount * 0.06)


def _thousands(amount: float) -> Decimal:
    return Decimal(round(amount / 1000) * 1000)


def about() -> About:
    """What the file says of itself."""
    return About(
        kind=ACCOUNTS,
        table="REGK100",
        unit_read="LOBM",
        files=(AccountFile("tools/competition_examples.py", "", ""),),
        source=SOURCE,
        example=True,
    )


def write() -> None:
    """The file anew."""
    write_rows(make_rows(), example_accounts(), about())


def check() -> bool:
    """Does the file hold exactly these rows? The bytes of a Parquet file change with the program that writes it, so they are not compared."""
    with open_accounts(example_accounts()) as connection:
        kept = connection.execute("SELECT * FROM accounts").fetchall()
    return sorted(kept) == sorted(make_rows()) and read_about(example_accounts()) == about()


def main() -> None:
    """See the module's text."""
    if "--check" not in sys.argv[1:]:
        write()
    if not check():
        raise SystemExit(f"{example_accounts()} is not what tools/competition_examples.py writes: run it without --check")


if __name__ == "__main__":
    main()
