"""Writes the example files of `samspil/statbank/examples/`: small, made up, in each of the bank's formats. Same seed, same bytes.

usage: python tools/statbank_examples.py  (a test compares; --check only compares)

Every figure is invented and round: a municipality's population is a whole number of thousands that follows from its place in the alphabet, and ages
and accounts are shares of it. The names begin with `eksempel-`, which marks every figure read from them as an example.
"""

import sys
from array import array
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from samspil.statbank.writing import format_csv, format_jsonstat  # noqa: E402 - found by the line above
from samspil.values.statistics import CODES, SCALE, Category, Dimension, Origin, Table  # noqa: E402
from samspil.vocabulary.municipalities import read_municipalities  # noqa: E402

FOLDER = ROOT / "samspil" / "statbank" / "examples"
SOURCE = "Samspil: opdigtede eksempeltal, ikke fra Danmarks Statistik"
SHARES = {"population": 1000, "population_80plus": 50, "children_0_5": 60, "pupils": 110, "square_metres": 8000, "road_km": 12, "users": 20}
YEAR = "2025"
Value = Callable[[Sequence[str]], int]


def make_table(name: str, title: str, unit: str, dimensions: Sequence[Dimension], value: Value) -> Table:
    """A full cube with `value(codes)` in every cell."""
    origin = Origin(f"eksempel-{name}", "", "", id=name, title=f"EKSEMPEL, opdigtede tal: {title}", unit=unit, source=SOURCE, example=True)
    sizes = [range(len(one.categories)) for one in dimensions]
    cells = list(product(*sizes))
    places = tuple(array("I", [cell[number] for cell in cells]) for number in range(len(dimensions)))
    codes = [one.codes for one in dimensions]
    numbers = array("q", [value([names[place] for names, place in zip(codes, cell, strict=True)]) * 10**SCALE for cell in cells])
    return Table(origin, tuple(dimensions), places, numbers)


def dimension(code: str, values: dict[str, str], label: str = "") -> Dimension:
    """A dimension of code -> text."""
    return Dimension(code, tuple(Category(one, text) for one, text in values.items()), label)


def thousands() -> dict[str, int]:
    """Code of three digits -> made-up thousands of inhabitants, 10 to 107 by order of the codes."""
    return {one.code[1:]: number for number, one in enumerate(read_municipalities(), 10)}


def population() -> Table:
    """FOLK1A's layout for ten municipalities with the country and a region: single ages and their total, which is the trap."""
    people = dict(list(thousands().items())[:10])
    names = {one.code[1:]: one.name for one in read_municipalities()}
    areas = {"000": "Hele landet", "084": "Region Hovedstaden", **{code: names[code] for code in people}}
    ages = {"IALT": "Alder i alt", **{str(age): f"{age} år" for age in range(101)}}
    per_age = {str(age): 10 if age < 80 else 5 for age in range(101)}
    total = sum(per_age.values())

    def value(codes: Sequence[str]) -> int:
        size = people.get(codes[0], sum(people.values()))
        return size * (total if codes[1] == "IALT" else per_age[codes[1]])

    time = dimension("TID", {f"{YEAR}K1": f"{YEAR}K1"}, "tid")
    return make_table(
        "FOLK1A",
        "folketal efter område og alder",
        "Antal",
        [dimension("OMRÅDE", areas, "område"), dimension("ALDER", ages, "alder"), time],
        value,
    )


def accounts() -> Table:
    """REGK31's layout with its traps: two units, totals and subtotals of art, two kinds of account, the country."""
    people = dict(list(thousands().items())[:4])
    names = {one.code[1:]: one.name for one in read_municipalities()}
    areas = {"000": "Hele landet", **{code: names[code] for code in people}}
    functions = {"2201": "0.22.01 Fælles formål", "22814": "2.28.14 Vintertjeneste", "53027": "5.30.27 Pleje og omsorg"}
    leaves = {
        "10": "1 Lønninger",
        "40": "4.0 Tjenesteydelser uden moms",
        "45": "4.5 Entreprenør- og håndværkerydelser",
        "49": "4.9 Øvrige tjenesteydelser",
    }
    arts = {"TOT": "I alt (netto)", "UE": "Bruttoudgifter", "S4": "4 Tjenesteydelser", **leaves}
    random = Random(1)  # noqa: S311 - no secret
    amounts = {(function, art): random.randint(1, 9) * 100 for function in functions for art in leaves}

    def value(codes: Sequence[str]) -> int:
        area, function, state, art, unit, _year = codes
        sums = {"TOT": leaves, "UE": leaves, "S4": {"40": "", "45": "", "49": ""}}
        each = sum(amounts[function, leaf] for leaf in sums.get(art, {art: ""}))
        size = people.get(area, sum(people.values())) if unit == "LOBM" else 1
        return each * size // (1 if state == "1" else 10)

    dimensions = [
        dimension("OMRÅDE", areas, "område"),
        dimension("FUNK1", functions, "funktion"),
        dimension("DRANST", {"1": "Driftskonti", "3": "Anlæg"}, "dranst"),
        dimension("ART", arts, "art"),
        dimension("PRISENHED", {"LOBM": "Løbende priser (1.000 kr.)", "INDL": "Pr. indbygger, løbende priser (kr.)"}, "prisenhed"),
        dimension("TID", {"2023": "2023", "2024": "2024"}, "tid"),
    ]
    return make_table("REGK31", "kommunernes regnskaber på funktioner", "1.000 kr.", dimensions, value)


def main_accounts() -> Table:
    """REGK11's layout: main accounts with their total X."""
    people = dict(list(thousands().items())[:4])
    names = {one.code[1:]: one.name for one in read_municipalities()}
    labels = ("Byudvikling", "Forsyning", "Transport", "Undervisning og kultur", "Sundhed", "Sociale opgaver", "Administration")
    functions = {"X": "I alt", **{str(number): f"{number} {label}" for number, label in enumerate(labels)}}

    def value(codes: Sequence[str]) -> int:
        each = sum(range(1, 8)) if codes[1] == "X" else int(codes[1]) + 1
        return each * 1000 * people[codes[0]]

    time = dimension("TID", {"2024": "2024"}, "tid")
    parts = [dimension("OMRÅDE", {code: names[code] for code in people}, "område"), dimension("FUNK1", functions, "hovedkonto"), time]
    return make_table("REGK11", "kommunernes regnskaber på hovedkonti", "1.000 kr.", parts, value)


def owners() -> Table:
    """REGK100's layout (BULK): with ownership and grouping."""
    people = dict(list(thousands().items())[:4])
    dimensions = [
        dimension("OMRÅDE", dict.fromkeys(people, "")),
        dimension("FUNK1", dict.fromkeys(("22814", "53026"), "")),
        dimension("DRANST", {"1": ""}),
        dimension("EJER", dict.fromkeys(("1", "4"), "")),
        dimension("GRUP", {"001": ""}),
        dimension("ART", dict.fromkeys(("10", "40", "45", "49"), "")),
        dimension("PRISENHED", {"LOBM": ""}),
        dimension("TID", {"2024": ""}),
    ]
    return make_table("REGK100", "", "1.000 kr.", dimensions, lambda codes: people[codes[0]] * int(codes[3]) * int(codes[5]) * 10)


def own_drivers() -> bytes:
    """A file of the user's own kind, all 98 municipalities."""
    lines = [
        "# EKSEMPELTAL: opdigtede og runde, ikke rigtige tal for nogen kommune. Made-up figures, of no real municipality.",
        f"# source: {SOURCE}",
        f"# date: {YEAR}-01-01",
        "# example: yes",
        ",".join(("code", "year", *SHARES)),
    ]
    lines += [",".join([f"0{code}", YEAR, *(str(size * share) for share in SHARES.values())]) for code, size in thousands().items()]
    return ("\n".join(lines) + "\n").encode()


def make_files() -> dict[str, bytes]:
    """Name -> content."""
    people, money = population(), accounts()
    return {
        "eksempel-FOLK1A.csv": format_csv(people),
        "eksempel-FOLK1A-jsonstat1.json": format_jsonstat(people, "1.2"),
        "eksempel-FOLK1A-jsonstat2.json": format_jsonstat(people, "2.0"),
        "eksempel-REGK31.csv": format_csv(money),
        "eksempel-REGK31-jsonstat1.json": format_jsonstat(money, "1.2"),
        "eksempel-REGK31-jsonstat2.json": format_jsonstat(money, "2.0"),
        "eksempel-REGK11.csv": format_csv(main_accounts()),
        "eksempel-REGK100-bulk.csv": format_csv(owners(), presentation=CODES),
        "eksempel-drivere.csv": own_drivers(),
    }


def main() -> int:
    """Write, or compare."""
    files = make_files()
    if "--check" in sys.argv:
        return int(any(not (FOLDER / name).is_file() or (FOLDER / name).read_bytes() != content for name, content in files.items()))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (FOLDER / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
