"""Sums of money in budget agreements: found in sentences and table rows, laid out over the years, and joined.

The way of the data: `tokens` (text to words) -> `sums` and `years` (what is money, what is a year) -> `ties` and `kinds` (which belongs to
which) -> `mentions` -> `layout` and `reading` (amounts); `rows` (table rows) -> `merge` (text and table together).
"""

from samspil.initiatives.amounts.mentions import Mention, find_mentions
from samspil.initiatives.amounts.merge import merge_amounts
from samspil.initiatives.amounts.reading import read_amounts
from samspil.initiatives.amounts.rows import find_factor, find_sign, find_years, parse_number_cell, read_row

__all__ = [
    "Mention",
    "find_factor",
    "find_mentions",
    "find_sign",
    "find_years",
    "merge_amounts",
    "parse_number_cell",
    "read_amounts",
    "read_row",
]
