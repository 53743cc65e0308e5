"""What this desk has beside the accounts: the ministry's values, own tenders won, recipes of one's own. Read by the reading process, kept as plain values; the newest of each counts."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.errors import SamspilError
from samspil.store.desk.desk import Desk
from samspil.vocabulary.texts import language, say
from samspil.workbench.competition import papers
from samspil.workbench.competition.papers import CONDITIONS, DEFINITION, OFFICIAL, OWN_WINS, ROOM, Paper, miss, remember

if TYPE_CHECKING:
    from samspil.competition.indicators.measure import Given
    from samspil.values.competition import Definition

_LONGEST = 300
Told = dict[str, Any]


def tell(kind: str, files: Sequence[Path]) -> Told:
    """Files of a kind as plain values (`values`) and what a list may show of them (`says`, `source`, `example`). Raises CompetitionError, StatbankError, SamspilError."""
    if kind != CONDITIONS and len(files) != 1:
        raise SamspilError(say(f"{ROOM}.one_file"), remedy=say(f"{ROOM}.one_file_remedy"))
    return _TELLERS[kind](files)


def _tell_conditions(files: Sequence[Path]) -> Told:
    from samspil.competition.peers.facts_file import read_facts

    drivers = read_facts(list(files))
    told = [[one.municipality, one.driver, str(one.value), one.date.isoformat(), one.source[:_LONGEST], one.example] for one in drivers]
    names = sorted({one.driver for one in drivers})
    return {"values": {"drivers": told}, "conditions": names, "says": names, "example": any(one.example for one in drivers)}


def _tell_official(files: Sequence[Path]) -> Told:
    from samspil.competition.indicators.given import read_official

    found = read_official(files[0])
    shares = [[*key, str(share)] for key, share in found.shares.items()]
    return {"values": {"shares": shares, "source": found.source[:_LONGEST]}, **_span(found.source, {key[1] for key in found.shares})}


def _tell_own_wins(files: Sequence[Path]) -> Told:
    from samspil.competition.indicators.given import read_own_wins

    found = read_own_wins(files[0])
    amounts = [[*key, str(amount)] for key, amount in found.amounts.items()]
    values = {"amounts": amounts, "source": found.source[:_LONGEST], "example": found.example}
    return {"values": values, **_span(found.source, {key[1] for key in found.amounts}), "example": found.example}


def _tell_definition(files: Sequence[Path]) -> Told:
    from samspil.competition.indicators.definitions import find_definition

    definition = find_definition(str(files[0]))
    text = files[0].read_text(encoding="utf-8-sig")
    return {
        "values": {"text": text, "name": files[0].name},
        "recipe": definition.name,
        "says": [definition.name, definition.title[:_LONGEST]],
    }


_TELLERS: Mapping[str, Callable[[Sequence[Path]], Told]] = {
    CONDITIONS: _tell_conditions,
    OFFICIAL: _tell_official,
    OWN_WINS: _tell_own_wins,
    DEFINITION: _tell_definition,
}
GIVEN = tuple(_TELLERS)


def _span(source: str, years: set[int]) -> Told:
    first, last = min(years), max(years)
    return {"says": [str(first) if first == last else f"{first}–{last}", source[:_LONGEST]], "source": source[:_LONGEST]}


def find_given(desk: Desk) -> "tuple[tuple[str, ...], Given]":
    """What stands beside every figure, and the hashes of what it was read from. Raises StoreError."""
    from samspil.competition.indicators.measure import Given

    official, wins = papers.find_paper(desk, OFFICIAL), papers.find_paper(desk, OWN_WINS)
    known: Told = {}
    if official:
        known["official"] = remember(desk, (official.sha256, OFFICIAL), lambda: _open_official(desk, official))
    if wins:
        known["own_wins"] = remember(desk, (wins.sha256, OWN_WINS), lambda: _open_own_wins(desk, wins))
    return tuple(paper.sha256 if paper else "" for paper in (official, wins)), Given(**known)


def _open_official(desk: Desk, paper: Paper) -> Any:
    from samspil.competition.indicators.given import OfficialValues

    values = papers.open_values(desk, paper)
    shares = {(who, int(year), level, code, kind): Decimal(share) for who, year, level, code, kind, share in values["shares"]}
    return OfficialValues(shares, values["source"])


def _open_own_wins(desk: Desk, paper: Paper) -> Any:
    from samspil.competition.indicators.given import OwnWins

    values = papers.open_values(desk, paper)
    amounts = {(who, int(year), function): Decimal(amount) for who, year, function, amount in values["amounts"]}
    return OwnWins(amounts, values["source"], values["example"])


def list_recipes(desk: Desk) -> dict[str, str]:
    """Name -> title of all definitions that may be asked for, the usual one first: those that ship, then those brought to the desk."""
    from samspil.competition.indicators.definitions import shipped_definitions

    known = {one.name: (one.title_en or one.title) if language() == "en" else one.title for one in shipped_definitions()}
    for paper in papers.list_papers(desk, DEFINITION):
        known.setdefault(paper.record["recipe"], paper.record["says"][1])
    return known


def find_recipe(desk: Desk, name: str) -> "Definition":
    """A definition by name, the usual one for ''. Raises NoExposureError, StoreError."""
    from samspil.competition.indicators.definitions import parse_definition, shipped_definitions

    for definition in shipped_definitions():
        if name in ("", definition.name):
            return definition
    paper = next((one for one in papers.list_papers(desk, DEFINITION) if one.record["recipe"] == name), None)
    if paper is None:
        raise miss("no_recipe")

    def parse() -> "Definition":
        values = papers.open_values(desk, paper)
        return parse_definition(values["text"], values["name"])

    return remember(desk, (paper.sha256, DEFINITION), parse)
