"""Small made-up files of accounts in the bank's layout, to plant faults in."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

HEAD = "OMRÅDE;FUNK1;DRANST;EJER;GRUP;ART;PRISENHED;TID;INDHOLD"
AREAS = ("101", "147", "151", "153", "155", "157", "159", "161", "163", "165", "167", "751")
FUNCTIONS = ("2820", "13861", "22811", "22814", "32201", "32205", "52514", "53026", "53850", "64551", "64552")
YEARS = ("2021", "2022", "2023", "2024")
# Art, ownership, part of a function's cost: wages, goods, bought (4.0 by ownership 4), to other municipalities, income.
LEAVES = (("10", "1", 50), ("22", "1", 10), ("40", "4", 20), ("45", "1", 12), ("49", "1", 8), ("47", "1", 3), ("71", "1", -6))
COSTS = dict(zip(FUNCTIONS, (400, 700, 600, 150, 9000, 1500, 4200, 2300, 2100, 4500, 500), strict=True))
BOM = "\ufeff"

Line = tuple[str, ...]
Change = Callable[[list[Line]], Sequence[Line]]


def amount(area: str, function: str, year: str, part: int) -> int:
    """1,000 kroner; grows 3 % a year and differs somewhat by municipality."""
    size = 10 + AREAS.index(area)
    lean = 90 + (AREAS.index(area) * 7 + FUNCTIONS.index(function) * 5) % 21
    return COSTS[function] * size * lean * part * (100 + 3 * (int(year) - 2021)) // 100_000


def make_lines(areas: Sequence[str] = AREAS, years: Sequence[str] = YEARS) -> list[Line]:
    """A whole and right file."""
    return [
        (area, function, "1", owner, "001", art, "LOBM", year, str(amount(area, function, year, part)))
        for area in areas
        for function in FUNCTIONS
        for year in years
        for art, owner, part in LEAVES
    ]


def write(file: Path, lines: Sequence[Line], head: str = HEAD) -> Path:
    """As the bank writes it: byte order mark, CRLF."""
    text = "\r\n".join([head, *(";".join(line) for line in lines)]) + "\r\n"
    file.write_bytes((BOM + text).encode("utf-8"))
    return file


def kroner(lines: Sequence[Line]) -> Decimal:
    """What the leaves of a file add up to, counted once, in kroner."""
    return sum((Decimal(line[-1]) * 1000 for line in lines), Decimal(0))


def change(where: dict[int, str], to: Callable[[Line], Line]) -> Change:
    """The lines whose cells are these, changed."""
    return lambda lines: [to(line) if all(line[place] == value for place, value in where.items()) else line for line in lines]


def times(factor: float) -> Callable[[Line], Line]:
    """The amount so many times."""
    return lambda line: (*line[:-1], str(int(int(line[-1]) * factor)))


def without(where: dict[int, str]) -> Change:
    """The lines whose cells are these, gone."""
    return lambda lines: [line for line in lines if not all(line[place] == value for place, value in where.items())]


def swap(place: int, codes: dict[str, str]) -> Change:
    """One column's codes, others."""
    return lambda lines: [(*line[:place], codes.get(line[place], line[place]), *line[place + 1 :]) for line in lines]


def added(place: int, code: str, scale: int = 1) -> Change:
    """Every line once more with another code in a column: a total, another unit, another level."""
    return lambda lines: [*lines, *((*line[:place], code, *line[place + 1 : -1], str(int(line[-1]) * scale)) for line in lines)]


def total(place: int, code: str) -> Change:
    """The sum over a column's codes, as lines of their own."""

    def add(lines: list[Line]) -> list[Line]:
        sums: dict[Line, int] = {}
        for line in lines:
            key = (*line[:place], code, *line[place + 1 : -1])
            sums[key] = sums.get(key, 0) + int(line[-1])
        return [*lines, *((*key, str(value)) for key, value in sums.items())]

    return add
