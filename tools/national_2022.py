"""Writes samspil/competition/data/national_2022.csv: a main-account table for 98 municipalities without names that adds up to what was published for 2022.

usage: python tools/national_2022.py

Published: a base of 269 bn kroner, of which 73.4 bn were bought from private suppliers, printed as 27.5 per cent. Constructed here, and marked as such in the
file: how the two sums fall on main accounts and on municipalities. Sizes and shares follow a fixed pattern; the last municipality takes what rounding leaves.
"""

from pathlib import Path

OUT = Path(__file__).resolve().parents[1] / "samspil/competition/data/national_2022.csv"
MUNICIPALITIES = 98
# Main account -> base and bought, in million kroner: 269,000 and 73,400 in all.
ACCOUNTS = {"0": (11_000, 5_600), "1": (6_500, 3_900), "2": (9_500, 6_600), "3": (66_000, 11_300), "4": (14_000, 2_400), "5": (122_000, 31_200), "6": (40_000, 12_400)}  # fmt: skip
HEAD = """\
# source: Offentliggjort beregning for 2022: grundlag 269 mia. kr., heraf konkurrenceudsat 73,4 mia. kr., trykt som 27,5 pct.
# published: kun summerne (269 og 73,4 mia. kr.) og den trykte andel
# constructed: fordelingen på hovedkonti og på kommunerne K01-K98, som ikke er virkelige kommuner
# example: yes
# printed_share: 27,5
municipality;year;main_account;numerator;base
"""


def make_rows() -> list[str]:
    """One line per municipality and main account."""
    sizes = [20 + (number * 37) % 61 for number in range(MUNICIPALITIES)]
    rows = []
    for account, (base, bought) in ACCOUNTS.items():
        bases = share_out(base * 1_000_000, sizes)
        leans = [size * (80 + (number * 29 + int(account) * 17) % 41) for number, size in enumerate(sizes)]
        rows += [
            f"K{number + 1:02d};2022;{account};{part};{whole}"
            for number, (part, whole) in enumerate(zip(share_out(bought * 1_000_000, leans), bases, strict=True))
        ]
    return rows


def share_out(total: int, weights: list[int]) -> list[int]:
    """A whole sum by weights, in thousands of kroner; the last takes the rest."""
    parts = [total * weight // sum(weights) // 1000 * 1000 for weight in weights[:-1]]
    return [*parts, total - sum(parts)]


if __name__ == "__main__":
    OUT.write_text(HEAD + "\n".join(make_rows()) + "\n", encoding="utf-8")
