"""A made-up BULK file of municipal accounts in full size (REGK100's layout), for measuring. Same seed, same bytes.

usage: python benchmarks/generate_accounts.py FILE [--municipalities 98] [--functions 355] [--years 18] [--lines-each 32] [--seed 1]

A line per area, function, kind of account, ownership, grouping, art, unit and year: 98 x 355 x 18 x 32 = 20,039,040 lines by default, about
0.8 GB. Every figure is invented: round numbers that grow with a made-up size of the municipality and repeat by function.
"""

import argparse
import sys
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from samspil.vocabulary.municipalities import read_municipalities  # noqa: E402 - found by the line above

HEADER = "OMRÅDE;FUNK1;DRANST;EJER;GRUP;ART;PRISENHED;TID;INDHOLD"
ARTS = ("10", "22", "23", "27", "29", "40", "45", "46", "47", "48", "49", "52", "59", "71", "77", "97")
OWNERS = ("1", "4")  # own, private suppliers
KNOWN = (
    "2201",
    "2501",
    "22811",
    "22812",
    "22814",
    "23231",
    "32201",
    "32205",
    "52510",
    "52519",
    "53026",
    "53027",
    "53850",
    "64550",
    "64551",
)
LAST_YEAR = 2024


def name_functions(count: int) -> list[str]:
    """So many codes of functions spread over the main accounts 0-6, the well-known ones first."""
    made = [f"{account or ''}{group}{number:02d}" for number in range(1, 60) for group in (22, 25, 28, 32, 35, 38) for account in range(7)]
    return sorted(dict.fromkeys((*KNOWN, *made)), key=lambda code: (code not in KNOWN, code))[:count]


def make_block(area: str, function: str, year: int, tails: list[str], amounts: list[int], size: int) -> str:
    """The lines of one municipality, function and year."""
    start = f"{area};{function};1;"
    grown = size * (100 + year - LAST_YEAR)
    return "".join([f"{start}{tail}{year};{grown * amount}\r\n" for tail, amount in zip(tails, amounts, strict=True)])


def list_tails(each: int) -> list[str]:
    """The middle of each line: ownership, grouping, art, unit."""
    tails = [f"{owner};001;{art};LOBM;" for owner in OWNERS for art in ARTS]
    groups = (each + len(tails) - 1) // len(tails)
    return [tail.replace(";001;", f";{group + 1:03d};") for group in range(groups) for tail in tails][:each]


def generate(file: Path, municipalities: int = 98, functions: int = 355, years: int = 18, each: int = 32, seed: int = 1) -> int:
    """Write the file, CRLF and byte order mark as the bank has them; gives the number of lines below the header."""
    random, tails, lines = Random(seed), list_tails(each), 0  # noqa: S311 - no secret
    areas = [(one.code[1:], random.randint(1, 40)) for one in read_municipalities()[:municipalities]]
    codes = [(code, [random.randint(0, 9) for _tail in tails]) for code in name_functions(functions)]
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        stream.write(f"{HEADER}\r\n")
        for area, size in areas:
            for code, amounts in codes:
                stream.write("".join([make_block(area, code, LAST_YEAR - back, tails, amounts, size) for back in range(years)]))
                lines += years * each
    return lines


def main() -> None:
    """Read the options and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    for name, usual in (("municipalities", 98), ("functions", 355), ("years", 18), ("lines-each", 32), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    given = parser.parse_args()
    lines = generate(given.file, given.municipalities, given.functions, given.years, given.lines_each, given.seed)
    print(f"{given.file}: {lines:,} lines, {given.file.stat().st_size / 1e6:,.0f} MB, all figures made up")


if __name__ == "__main__":
    main()
