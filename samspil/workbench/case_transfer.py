"""What a case would give elsewhere, asked by a form: words become inputs, and what is missing becomes fields."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from samspil.cases.transfer.costs import LIMITS, RECURRENCE, read_costs
from samspil.cases.transfer.errors import TransferError
from samspil.cases.transfer.model import Missing, Transfer
from samspil.cases.transfer.prices import Prices, read_prices
from samspil.cases.transfer.report import Outcome
from samspil.cases.transfer.run import choose_effects, transfer
from samspil.cases.transfer.value import find_worth
from samspil.cases.transfer.wish import OWN_NAMES, Wish, find_municipality, read_own, read_theirs
from samspil.values.case import DRIVERS, Case
from samspil.vocabulary.texts import say

MOST_CASES = 20
COSTS = tuple(LIMITS)
_OWN, _THEIRS, _COST = "own_", "their_", "cost_"
_OF_OWN = {"no_own_driver", "no_count", "no_own_base", "no_own_base_driver"}
_NAMES = {"no_count": "per", "no_own_base": "base", "no_own_base_driver": "base"}
_PRICES = "indeks.csv"


@dataclass(frozen=True, slots=True)
class Given:
    """The form as filled in. `effect`: of the first case, '' for all; `others`: more cases; `own`, `theirs` ('case.name'), `costs` (name -> low, middle, high): words."""

    to: str = ""
    effect: str = ""
    others: tuple[str, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)
    theirs: Mapping[str, str] = field(default_factory=dict)
    costs: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    recurrence: str = ""
    prices: str = ""
    prices_source: str = ""
    price_year: str = ""


@dataclass(frozen=True, slots=True)
class Want:
    """A field that a missing or given number needs: its `name` in the form, its `label`, and what was typed."""

    name: str
    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The illustration, and the fields for what it lacks or was given. `worth`: None without costs."""

    result: Transfer
    worth: Outcome
    wants: tuple[Want, ...]


def read_given(values: Iterable[tuple[str, str]]) -> Given:
    """The form's names and words; empty ones are not given, unknown ones are left out."""
    pairs = [(name, words.strip()) for name, words in values if words.strip()]
    plain = dict(pairs)
    costs = {}
    for name in COSTS:
        parts = (plain.get(f"{_COST}{name}_low", ""), plain.get(f"{_COST}{name}", ""), plain.get(f"{_COST}{name}_high", ""))
        if any(parts):
            costs[name] = parts
    others = tuple(dict.fromkeys(words for name, words in pairs if name == "with"))
    return Given(
        plain.get("to", ""),
        plain.get("effect", ""),
        others[: MOST_CASES - 1],
        _taken(plain, _OWN),
        _taken(plain, _THEIRS),
        costs,
        plain.get(RECURRENCE, ""),
        plain.get("prices", ""),
        plain.get("prices_source", ""),
        plain.get("price_year", ""),
    )


def _taken(values: Mapping[str, str], start: str) -> dict[str, str]:
    return {name.removeprefix(start): words for name, words in values.items() if name.startswith(start)}


def work_out(case: Case, library: Sequence[Case], given: Given) -> Answer:
    """Calculate. Raises TransferError for what cannot be read."""
    words = [f"{case.id}:{given.effect}" if given.effect else case.id, *(one for one in given.others if one != case.id)]
    choices = choose_effects(words, library)
    cases = [chosen for chosen, _effect in choices]
    wish = Wish(
        find_municipality(given.to),
        read_own(f"{name}={words}" for name, words in given.own.items()),
        read_theirs((f"{name}={words}" for name, words in given.theirs.items()), cases),
        {},
        _read_prices(given),
        _read_year(given.price_year),
    )
    costs = read_costs(_cost_words(given))
    result = transfer(choices, wish)
    worth = find_worth(result, costs) if costs else None
    return Answer(result, worth, tuple(_list_wants(result.missing, given)))


def _cost_words(given: Given) -> list[str]:
    words = [f"{name}={parts[1] if not parts[0] and not parts[2] else ':'.join(parts)}" for name, parts in given.costs.items()]
    return [*words, *([f"{RECURRENCE}={given.recurrence}"] if given.recurrence else [])]


def _read_year(words: str) -> int | None:
    if not words:
        return None
    if not (words.isascii() and words.isdigit() and len(words) == 4):
        raise TransferError("bad_year", say("web_cases.bad_price_year"), place=say("web_cases.price_year"))
    return int(words)


def _read_prices(given: Given) -> Prices | None:
    """'2020 100' lines, by the same reader and rules as a file."""
    if not given.prices:
        return None
    rows = [line.replace(";", " ").split() for line in given.prices.splitlines() if line.strip()]
    source = given.prices_source.replace('"', "'")
    lines = [f'{row[0]},{row[1].replace(",", ".")},"{source}"' if len(row) == 2 else f'"{" ".join(row)[:40]}",,' for row in rows[:300]]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / _PRICES
        file.write_text(
            "\n".join(["year,index,source", *(line.replace("\r", " ") for line in lines)]) + "\n", encoding="utf-8", errors="replace"
        )
        try:
            return read_prices(file)
        except TransferError as error:
            place = error.place.replace(f"{folder}/", "")
            raise TransferError(error.kind, error.message, place=place, remedy=error.remedy) from error


def _list_wants(missing: Sequence[Missing], given: Given) -> Iterable[Want]:
    """A field for each number that is missing and can be given, and for each that was."""
    found: dict[str, Want] = {}
    for name, words in given.own.items():
        if name in OWN_NAMES:
            found[f"{_OWN}{name}"] = Want(f"{_OWN}{name}", _label_own(name), words)
    for place, words in given.theirs.items():
        found[f"{_THEIRS}{place}"] = Want(f"{_THEIRS}{place}", _label_theirs(place), words)
    for one in missing:
        for name, label in _fields_of(one):
            found.setdefault(name, Want(name, label))
    return found.values()


def _fields_of(one: Missing) -> Iterable[tuple[str, str]]:
    if one.key in _OF_OWN:
        name = _NAMES.get(one.key, one.field)
        yield f"{_OWN}{name}", one.text if name in ("per", "base") else _label_own(name)
    elif one.key == "no_case_driver":
        yield f"{_THEIRS}{one.case}.{one.field}", _label_theirs(f"{one.case}.{one.field}")
    elif one.key == "no_price_year":
        yield f"{_THEIRS}{one.case}.year", _label_theirs(f"{one.case}.year")
    elif one.key == "no_driver":
        for driver in DRIVERS:
            yield f"{_THEIRS}{one.case}.{driver}", _label_theirs(f"{one.case}.{driver}")


def _label_own(name: str) -> str:
    key = f"web_cases.own_{name}" if name in ("per", "base") else f"cases.driver_{name}"
    return say("web_cases.own_label", what=say(key))


def _label_theirs(place: str) -> str:
    case, _, name = place.rpartition(".")
    what = say(f"cases.driver_{name}") if name in DRIVERS else say("web_cases.their_year") if name == "year" else name
    return say("web_cases.their_label", case=case, what=what)
