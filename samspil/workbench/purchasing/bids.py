"""Bids in a tender, asked by a form: a sheet is evaluated by the rules that are typed. Another door than the choice for a citizen; nothing is kept."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import BinaryIO

from samspil.bidding import MOST_SHEET_BYTES, read_sheet
from samspil.publish.purchasing.choice_xlsx import render_tables
from samspil.purchasing.bids import tables
from samspil.purchasing.bids.model import MODELS, Evaluation
from samspil.purchasing.bids.tender import evaluate_tender
from samspil.purchasing.choice.criteria import read_number
from samspil.purchasing.choice.errors import complain
from samspil.purchasing.choice.tables import Table
from samspil.vocabulary.texts import say
from samspil.workbench.purchasing.choose import XLSX

Typed = Mapping[str, str]
NUMBERS = ("price_weight", "k", "scale")
_DIGITS = ("0", "1", "2", "3", "4")
EXAMPLE = """Tilbudsgiver;Pris;Kvalitet;Tidsplan
vægt;40;40;20
maks;;10;10
Eksempel A;1000000;7;8
Eksempel B;1120000;9;7
Eksempel C;1450000;9;10
"""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Bids evaluated, as the page and the workbook show them."""

    done: Evaluation

    @property
    def lines(self) -> list[str]:
        """The winner, and warnings with numbers."""
        return tables.lines_of(self.done)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Bids with the parts of their score, what the weights really are, and what becomes of it without each bid."""
        made = (tables.results_table(self.done), tables.effective_table(self.done), tables.removals_table(self.done))
        return tuple(table for table in made if table.rows)

    @property
    def spans(self) -> list[str]:
        """Who wins at which weight of price and at which slope."""
        return [tables.span_line(span) for span in (*self.done.weights, *self.done.slopes)]


def evaluate(name: str, stream: BinaryIO, typed: Typed) -> Evaluated:
    """A sheet of bids by the model of the form. Raises ChoiceError."""
    data = stream.read(MOST_SHEET_BYTES + 1)
    if len(data) > MOST_SHEET_BYTES:
        raise complain("too_big", name, most=MOST_SHEET_BYTES // 1000)
    return Evaluated(evaluate_tender(read_sheet(name, data, _read_settings(typed), name), name))


def _read_settings(typed: Typed) -> dict[str, object]:
    """What was typed goes before what the sheet says. Raises ChoiceError."""
    settings: dict[str, object] = {"model": typed.get("model", "") or MODELS[0]}
    settings |= {name: _read_typed(name, words) for name in NUMBERS if (words := typed.get(name, "").strip())}
    if typed.get("no_cut"):
        settings["cut"] = False
    if (digits := typed.get("round_digits", "")) in _DIGITS:
        settings["round_digits"] = int(digits)
    return settings


def _read_typed(name: str, words: str) -> Decimal:
    value: Decimal | str = words
    with suppress(InvalidOperation):
        value = Decimal(words.replace(",", "."))
    return read_number(value, say(f"web_purchasing.bids_{name}"), "")


def write_tables(shown: Evaluated) -> tuple[bytes, str, str]:
    """The workbook of the command: bytes, type and name."""
    return render_tables(tables.all_tables(shown.done)), XLSX, "evaluering.xlsx"
