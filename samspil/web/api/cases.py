"""The library of cases for programs: all of them, one, those that fit a need, and what one would give elsewhere."""

import json
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import Field
from starlette.responses import Response

from samspil.cases.describe import as_json
from samspil.cases.matching.words import answer_to_json
from samspil.cases.transfer.contract import transfer_to_json
from samspil.publish.case_words import grade_of
from samspil.values.case import CASE_THEMES, FORMS, GRADES, OUTCOMES, SERVICE_AREAS, Case
from samspil.web.api.asked import Asked, Word
from samspil.web.api.case_models import CaseAnswer, CaseList, NeedAnswer, TransferAnswer
from samspil.web.api.contract import give, tells
from samspil.web.visit import Here
from samspil.workbench.case_rows import match_need
from samspil.workbench.case_tools import find_size
from samspil.workbench.case_transfer import read_given, work_out
from samspil.workbench.cases import Shelf, choose_cases, open_shelf

Line = Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")]


class CaseQuery(Asked):
    """The filters of the page; empty ones let everything through. `grade`: at least that evidence; `words`: all must stand in the case."""

    theme: Literal["", *CASE_THEMES] = ""  # type: ignore[valid-type]
    form: Literal["", *FORMS] = ""  # type: ignore[valid-type]
    area: Literal["", *SERVICE_AREAS] = ""  # type: ignore[valid-type]
    technology: Word = ""
    grade: Literal["", *GRADES] = ""  # type: ignore[valid-type]
    outcome: Literal["", *OUTCOMES] = ""  # type: ignore[valid-type]
    words: Word = ""


class NeedQuery(Asked):
    """A need in one's own words. `municipality`: whose need it is, name or code."""

    need: Annotated[str, Field(min_length=1, max_length=2000)]
    municipality: Word = ""
    limit: int = Field(5, ge=1, le=50)


class TransferQuery(Asked):
    """`to`: the municipality, name or code. `own`: own numbers as 'population_80plus=4600'; `their`: numbers of cases as 'case-id.year=2019';
    `cost`: 'investment=500000' or 'investment=400000:500000:700000'; `others`: ids of cases to pool with it."""

    to: Word
    effect: Word = ""
    own: Annotated[list[Line], Field(max_length=30)] = Field(default_factory=list)
    their: Annotated[list[Line], Field(max_length=60)] = Field(default_factory=list)
    cost: Annotated[list[Line], Field(max_length=10)] = Field(default_factory=list)
    others: Annotated[list[Word], Field(max_length=19)] = Field(default_factory=list)
    recurrence: Literal["", "yearly", "one_off"] = ""


@tells("listCases", "cases", CaseList)
def show_list(visit: Here, query: Annotated[CaseQuery, Query()]) -> Response:
    """The library under filters."""
    shelf = open_shelf(visit.desk)
    return give({"cases": [_head(shelf, case) for case in choose_cases(shelf, query.model_dump())], "total": len(shelf.cases)})


def _head(shelf: Shelf, case: Case) -> dict[str, Any]:
    names = ("id", "version", "title", "theme", "form", "service_area", "outcome")
    plain = {name: getattr(case, name) for name in names}
    return plain | {
        "as_of": case.as_of.isoformat(),
        "grade": grade_of(case),
        "municipalities": list(case.municipalities),
        "own": shelf.is_own(case),
    }


@tells("getCase", "cases", CaseAnswer, 404)
def show(visit: Here, case: str) -> Response:
    """One case. Raises NoCaseError."""
    shelf = open_shelf(visit.desk)
    found = shelf.find(case).case
    content = json.loads(as_json(found))
    del content["file"]
    return give(content | _head(shelf, found))


@tells("matchNeed", "cases", NeedAnswer)
def match(visit: Here, query: Annotated[NeedQuery, Query()]) -> Response:
    """The cases that fit a need. Raises TransferError for an unknown municipality."""
    return give(answer_to_json(match_need(visit.desk, query.need, find_size(query.municipality.strip()), query.limit)))


@tells("transferCase", "cases", TransferAnswer, 404)
def transfer(visit: Here, case: str, query: Annotated[TransferQuery, Query()]) -> Response:
    """What a case would give elsewhere. Raises NoCaseError, TransferError."""
    shelf = open_shelf(visit.desk)
    found = shelf.find(case).case
    pairs = [("to", query.to), ("effect", query.effect), ("recurrence", query.recurrence), *(("with", one) for one in query.others)]
    for kind, lines in (("own", query.own), ("their", query.their)):
        pairs += [(f"{kind}_{name}", words) for name, _sign, words in (line.partition("=") for line in lines)]
    for name, _sign, words in (line.partition("=") for line in query.cost):
        parts = words.split(":")
        low, middle, high = parts if len(parts) == 3 else ("", words, "")
        pairs += [(f"cost_{name}_low", low), (f"cost_{name}", middle), (f"cost_{name}_high", high)]
    answer = work_out(found, shelf.cases, read_given(pairs))
    return give(transfer_to_json(answer.result, answer.worth))
