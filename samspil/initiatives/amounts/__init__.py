"""Sums of money in budget agreements: found in sentences and table rows, laid out over the years, and joined.

The way of the data: `tokens` (text to words) -> `sums` (what is money) and `years`, `named_years` (what is a year clause), together in
`grammar` -> `ties` (which years belong to which sum; `later`: told behind it) and `kinds` (set aside, saved or described) -> `mentions` -> `layout`, `shares` and `reading`
(amounts); `rows` and `signs` (table rows) -> `merge` (text and table together). The words themselves stand in `vocabulary/data/amounts.toml`.
"""

from samspil.initiatives.amounts.mentions import Mention, find_mentions
from samspil.initiatives.amounts.merge import merge_amounts
from samspil.initiatives.amounts.reading import read_amounts
from samspil.initiatives.amounts.rows import find_factor, find_years, parse_number_cell, read_row
from samspil.initiatives.amounts.signs import find_sign, is_of_savings

__all__ = [
    "Mention",
    "find_factor",
    "find_mentions",
    "find_sign",
    "find_years",
    "is_of_savings",
    "merge_amounts",
    "parse_number_cell",
    "read_amounts",
    "read_row",
]
