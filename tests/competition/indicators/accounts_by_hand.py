"""One municipality small enough to be worked out by hand, and a neighbour. Amounts in million kroner."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from samspil.competition.accounts.keeping import write_rows
from samspil.values.competition_accounts import About

ODENSE, AARHUS = "0461", "0751"
MILLION = 1_000_000

# function, dranst, owner, art, amount: what pli_samspil_v1 makes of it
ODENSE_2023 = [
    ("22814", "1", "1", "10", 4),  # 2.28.14: base 4 + 1 + 3 + 2 = 10, bought 3 + 2 = 5
    ("22814", "1", "1", "23", 1),
    ("22814", "1", "1", "45", 3),
    ("22814", "1", "1", "49", 2),
    ("2820", "1", "1", "10", 3),  # 0.28.20: base 3 + 2 + 1 = 6, bought 2 (art 4.0 with ownership 4 only); 4.6 is out
    ("2820", "1", "4", "40", 2),
    ("2820", "1", "1", "40", 1),
    ("2820", "1", "1", "46", 7),
    ("13861", "1", "1", "10", 2),  # 1.38.61: base 10, bought 8
    ("13861", "1", "1", "49", 8),
    ("52519", "1", "1", "59", 6),  # 5.25.19: subsidies to private day care count as bought; 5.2 is out: base 6, bought 6
    ("52519", "1", "1", "52", 1),
    (
        "52822",
        "1",
        "1",
        "10",
        20,
    ),  # 5.28.22: base 20 + 5 = 25, bought 5; income 7.7 counts by pli_samspil_trade_v1 only (base 21), 7.1 never
    ("52822", "1", "4", "40", 5),
    ("52822", "1", "1", "77", -4),
    ("52822", "1", "1", "71", -1),
    ("52824", "1", "1", "10", 9),  # secure institutions: out, income too
    ("52824", "1", "1", "77", -2),
    ("64240", "1", "1", "10", 5),  # political organisation: out
    ("64559", "1", "1", "49", 2),  # contribution to Udbetaling Danmark: out
    ("53027", "1", "1", "10", 40),  # 5.30.27: base 40 + 3 + 4 + 3 = 50, bought 3; refund and construction are out
    ("53027", "1", "1", "22", 3),
    ("53027", "1", "2", "40", 4),
    ("53027", "1", "1", "49", 3),
    ("53027", "2", "1", "10", -5),
    ("53027", "3", "1", "45", 50),
    ("72850", "1", "1", "49", 11),  # main account 7: out
]
AARHUS_2023 = [("22814", "1", "1", "10", 6), ("22814", "1", "1", "45", 4)]  # base 10, bought 4
ABOUT = About("accounts", "REGK100", "LOBM", (), "regnet i hånden", example=True)


def keep(path: Path, rows: Sequence[tuple[str, int, str, str, str, str, float]], **about: Any) -> Path:
    """A kept accounts file of rows (municipality, year, function, dranst, owner, art, million kroner)."""
    file = path / "regnskab.parquet"
    write_rows([(*row[:6], Decimal(str(row[6])) * MILLION) for row in rows], file, replace(ABOUT, **about))
    return file


def by_hand(path: Path, **about: Any) -> Path:
    """Odense and Aarhus in 2023, and Odense in 2024 with winter service at a base of 16 and bought 8."""
    rows = [(ODENSE, 2023, *row) for row in ODENSE_2023] + [(AARHUS, 2023, *row) for row in AARHUS_2023]
    rows += [
        (ODENSE, 2024, "22814", "1", "1", "10", 8),
        (ODENSE, 2024, "22814", "1", "1", "45", 8),
        (AARHUS, 2024, "22814", "1", "1", "45", 1),
    ]
    return keep(path, rows, **about)
