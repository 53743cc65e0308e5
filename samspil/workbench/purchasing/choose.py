"""Choosing an offer for one need, asked by a form. Neither the need nor the grounds are kept: the trail tells by hash that a note was made, of which data, by whom."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from samspil.publish.purchasing.choice_xlsx import render_tables
from samspil.publish.purchasing.decision_note import render_note
from samspil.purchasing.choice import tables
from samspil.purchasing.choice.choose import choose
from samspil.purchasing.choice.criteria import make_weighting, read_shipped
from samspil.purchasing.choice.decision import Decision, decide
from samspil.purchasing.choice.model import Choice
from samspil.purchasing.choice.need_file import make_need
from samspil.purchasing.choice.words import criterion_label
from samspil.purchasing.intake.columns import code_label, list_codes
from samspil.store.desk.desk import Desk
from samspil.values.desk import Person
from samspil.values.purchasing import SUPPORT_LEVELS
from samspil.vocabulary.paragraphs import list_paragraphs
from samspil.vocabulary.texts import say
from samspil.workbench.purchasing.data import NOTED, DataSet, log, open_portfolio

Typed = Mapping[str, str]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 10  # offers of which contributions are shown, and prices may be typed
_WHOLE, _NUMBERS, _DATES = ("support_level", "age", "acute_weeks"), ("distance_limit_km", "assessed_price_day"), ("start", "latest", "ends")
_LISTS, _FLAGS = ("required_services", "wishes"), ("acute", "free_choice")
_PRICE, _WEIGHT = "price:", "weight:"


@dataclass(frozen=True, slots=True)
class Shown:
    """A choice with its tables as the page, the workbook and the note show them."""

    choice: Choice

    @property
    def tables(self) -> dict[str, tables.Table]:
        """By name; empty ones are left out."""
        made = {
            "ranked": tables.ranked_table(self.choice),
            "parts": tables.parts_table(self.choice, SHOWN),
            "firm": tables.firm_table(self.choice),
            "apart": tables.apart_table(self.choice),
            "excluded": tables.excluded_table(self.choice, near=True),
        }
        return {name: table for name, table in made.items() if table.rows}

    @property
    def others(self) -> int:
        """Offers of another kind, which are counted only."""
        return sum(tables.is_other_kind(one) for one in self.choice.candidates)

    @property
    def offers(self) -> list[tuple[str, str]]:
        """Id and name of the offers a person may choose: ranked, then those to be asked."""
        return [(one.offer, self.choice.find(one.offer).name) for one in (*self.choice.ranked, *self.choice.apart)]

    @property
    def lines(self) -> list[str]:
        """What must be said beside the tables."""
        drawn = [tables.simulation_line(self.choice.simulation)] if self.choice.simulation else []
        return [*tables.notes_of(self.choice), *drawn]

    @property
    def counts(self) -> list[str]:
        """How many offers each must-have excludes."""
        return tables.count_excluded(self.choice)

    @property
    def bars(self) -> list[tuple[str, float, list[tuple[str, float, float]]]]:
        """Of the first offers: name, score, and each contribution as (criterion, from, width) in per cent of the most that can be had."""
        found = []
        for one in self.choice.ranked[:SHOWN]:
            left, parts = 0.0, []
            for part in one.parts:
                parts.append((criterion_label(part.criterion), round(left, 3), round(float(part.low) * 100, 3)))
                left += float(part.low) * 100
            found.append((self.choice.find(one.offer).name, round(float(one.low) * 100, 1), parts))
        return found


def form_choices() -> dict[str, Any]:
    """What the form offers: paragraphs, target groups, levels, criteria with the weights that ship."""
    shipped = read_shipped()
    return {
        "paragraphs": list_paragraphs(),
        "target_groups": [(code, code_label("group", code)) for code in list_codes("group")],
        "levels": [(str(level), say(f"purchasing_figures.level_{level}")) for level in SUPPORT_LEVELS],
        "criteria": [(key, criterion_label(key), str(entry["weight"]).replace(".", ",")) for key, entry in shipped.items()],
    }


def ask(desk: Desk, data: DataSet, typed: Typed) -> Shown:
    """The choice for what was typed. Raises ChoiceError naming the field."""
    need = make_need(_read_need(typed), say("desk_purchasing.form"))
    weights = {name.removeprefix(_WEIGHT): _number(words) for name, words in typed.items() if name.startswith(_WEIGHT) and words.strip()}
    weighting = make_weighting(need.paragraph, {"weights": weights} if weights else None, say("desk_purchasing.form"))
    return Shown(choose(open_portfolio(desk, data), need, weighting, place=say("desk_purchasing.form")))


def _read_need(typed: Typed) -> dict[str, Any]:
    """The fields as a file would give them; a word where a number should be stays a word, and is refused where the need is read."""
    given: dict[str, Any] = {"paragraph": typed.get("paragraph", ""), "target_groups": _lines(typed.get("target_groups", ""))}
    given |= {name: True for name in _FLAGS if typed.get(name)}
    for names, read in ((_WHOLE, _whole), (_NUMBERS, _number), (_DATES, _date), (_LISTS, _lines)):
        given |= {name: read(words) for name in names if (words := typed.get(name, "").strip())}
    prices = {name.removeprefix(_PRICE): words.strip() for name, words in typed.items() if name.startswith(_PRICE) and words.strip()}
    return given | ({"offers": {offer: {"price_day": _number(words)} for offer, words in prices.items()}} if prices else {})


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


def _whole(words: str) -> int | str:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 6 else words


def _number(words: str) -> Decimal | str:
    try:
        return Decimal(words.strip().replace(" ", "").replace(",", ".")) if words.isascii() and len(words) < 20 else words
    except InvalidOperation:
        return words


def _date(words: str) -> date | str:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return words


def make_note(desk: Desk, person: Person, data: DataSet, shown: Shown, typed: Typed) -> bytes:
    """The note of what a person decided and why, with a line in the trail (hashes only). Raises ChoiceError (no grounds, personal data in them)."""
    decision = Decision(typed.get("offer", ""), typed.get("grounds", ""), typed.get("unit", ""), desk.clock().date())
    decided = decide(shown.choice, decision)
    note = render_note(decided)
    with desk.writing() as connection:
        log(connection, desk, person, NOTED, data.id, hashlib.sha256(note).hexdigest())
    return note


def write_tables(shown: Shown) -> bytes:
    """All tables as a workbook, as the command writes it."""
    return render_tables(tables.all_tables(shown.choice))
