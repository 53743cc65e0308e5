"""Samples that two people code blind: drawn by a curator, coded passage by passage, then compared, settled and measured."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import Form
from starlette.responses import JSONResponse, Response

from samspil.desk.coding import AMOUNTS, HEADING, Action, Coding, CodingError, dump_coding
from samspil.desk.fields import FieldError
from samspil.errors import SamspilError
from samspil.values.codes import AMOUNT_KINDS, STAGES, THEMES, TOPICS, horizon
from samspil.vocabulary.texts import say
from samspil.vocabulary.themes import describe, label, short_label
from samspil.web.forms import Sent, amounts_of
from samspil.web.row_words import all_years, sum_typed
from samspil.web.visit import Here, Visit
from samspil.workbench import curation, drawing, measuring, samples
from samspil.workbench.checks import DecisionError
from samspil.workbench.decide import StaleError
from samspil.workbench.rows import list_choices

Text = Annotated[str, Form(max_length=200)]
Texts = Annotated[list[str], Form(max_length=20)]
Number = Annotated[int, Form()]
STAGE_KEYS: Mapping[str, str] = {"considered": "o", "planned": "p", "decided": "b", "underway": "i", "completed": "g", "stopped": "s"}
TOPIC_KEYS: Mapping[str, str] = {"welfare_technology": "v", "ai": "a", "automation": "r", "digitalisation": "d"}
AMOUNTS_KEY = "l"
ACTION_KEYS: Mapping[str, str] = {"new": "n", "take": "f", "drop": "x", "merge": "m", "switch": "t", "undo": "z"}
WORDS: Mapping[str, Any] = {
    "label": label,
    "short": short_label,
    "describe": describe,
    "stages": STAGES,
    "themes": THEMES,
    "topics": TOPICS,
    "kinds": AMOUNT_KINDS,
    "sum_typed": sum_typed,
    "all_years": all_years,
}


_NOTHING: Mapping[str, Any] = dict.fromkeys(("name", "year", "count", "coder_1", "coder_2", "seed", "way"))


def show_list(visit: Here) -> Response:
    """All samples of the person; a curator can draw one."""
    return _show_list(visit)


def _show_list(
    visit: Visit, status: int = 200, *, trouble: SamspilError | None = None, wanted: Mapping[str, Any] | None = None
) -> Response:
    years = list_choices(visit.desk)["years"]
    eligible = {year: len(drawing.list_eligible(visit.desk, year)) for year in years} if visit.may("curator") else {}
    values = {
        "views": samples.list_samples(visit.desk, visit.person),
        "years": years,
        "eligible": eligible,
        "coders": drawing.list_coders(visit.desk),
        "ways": drawing.WAYS,
        "most": min(drawing.MOST_DOCUMENTS, max(eligible.values(), default=0)),
        "seed": int(f"{date.today():%Y%m%d}"),
    }
    return visit.page("samples.html", status, trouble=trouble, wanted=wanted or _NOTHING, **values)


def make(
    visit: Here,
    name: Text = "",
    year: Number = 0,
    count: Number = 0,
    coder_1: Number = 0,
    coder_2: Number = 0,
    seed: Number = -1,
    way: Text = "",
    key: Text = "",
) -> Response:
    """Draw a sample."""
    ask = drawing.Ask(year, name, count, (coder_1, coder_2), seed, way)
    try:
        sample = drawing.make_sample(visit.desk, visit.person, ask, key)
    except CodingError as error:
        wanted = {"name": name, "year": year, "count": count, "coder_1": coder_1, "coder_2": coder_2, "seed": seed, "way": way}
        return _show_list(visit, 422, trouble=error, wanted=wanted)
    return visit.go(f"/samples/{sample.id}", "web_samples.said_made")


def show(visit: Here, sample: int) -> Response:
    """One sample: its documents, and how far everybody is."""
    return _show(visit, sample)


def _show(visit: Visit, sample: int, status: int = 200, *, trouble: SamspilError | None = None) -> Response:
    view = samples.view_sample(visit.desk, visit.person, sample)
    settled = {sha256: len(entries) for sha256, entries in view.sample.settled.items()}
    return visit.page("sample.html", status, view=view, sample=view.sample, settled=settled, trouble=trouble)


def show_coding(visit: Here, sample: int, document: str) -> Response:
    """The page on which a document is coded."""
    return _show_coding(visit, sample, document)


def _show_coding(visit: Visit, sample: int, document: str, status: int = 200, *, trouble: SamspilError | None = None) -> Response:
    view = samples.open_coding(visit.desk, visit.person, sample, document)
    pages = {start: number for number, start, _end in view.source.pages}
    facts = {
        "address": f"/samples/{sample}/code/{document}",
        "coding": _plain(view.coding),
        "done": view.done,
        "labels": {
            kind: {one: short_label(kind, one) if kind in ("theme", "topic") else label(kind, one) for one in ids}
            for kind, ids in _IDS.items()
        },
        "keys": {
            "theme": list(THEMES),
            "stage": dict(STAGE_KEYS),
            "topic": dict(TOPIC_KEYS),
            "action": dict(ACTION_KEYS),
            "amounts": AMOUNTS_KEY if view.sample.amounts else "",
        },
        "words": {name: say(f"web_samples.{name}", **places) for name, places in _SCRIPT_WORDS.items()},
    }
    numbers = {"pages": pages, "heading": HEADING, "years": horizon(view.sample.year), "amounts_key": AMOUNTS_KEY}
    keys = {"stage_keys": STAGE_KEYS, "topic_keys": TOPIC_KEYS, "action_keys": ACTION_KEYS}
    return visit.page("coding.html", status, view=view, facts=json.dumps(facts), trouble=trouble, **numbers, **keys, **WORDS)


_IDS: Mapping[str, tuple[str, ...]] = {"theme": THEMES, "topic": TOPICS, "stage": STAGES, "amount": AMOUNT_KINDS}
_SCRIPT_WORDS: Mapping[str, Mapping[str, str]] = {
    "none_here": {},
    "count_units": {"count": "{count}"},  # the script fills it in
    "saved": {},
    "saving": {},
    "not_saved": {},
    "stage_lacks": {},
    "theme_lacks": {},
    "no_sums": {},
    "part_of_tag": {},
    "ambiguous_tag": {},
}


def _plain(coding: Coding) -> dict[str, Any]:
    """What the page's script needs of a coding."""
    content = dump_coding(coding)
    return {"version": content["version"], "units": content["units"], "past": len(content["past"])}


def code(
    visit: Here,
    sample: int,
    document: str,
    form: Sent,
    action: Text = "",
    passage: Number = -1,
    unit: Number = 0,
    value: Text = "",
    version: Number = -1,
    key: Text = "",
) -> Response:
    """One action, saved; the answer is the coding as it stands, for the page's script."""
    try:
        amounts = tuple(amounts_of(form)) if action == AMOUNTS else ()
        coding = samples.code(visit.desk, visit.person, sample, document, Action(action, passage, unit, value, amounts), version, key)
    except (CodingError, FieldError, samples.StaleCodingError) as error:
        status = 409 if isinstance(error, samples.StaleCodingError) else 422
        place = f"{error.place}: " if isinstance(error, FieldError) else ""
        return JSONResponse({"trouble": f"{place}{error.message} {error.remedy}".strip()}, status)
    return JSONResponse({"coding": _plain(coding)})


def finish(visit: Here, sample: int, document: str, version: Number = -1) -> Response:
    """Close one's coding of a document."""
    try:
        is_open = samples.finish(visit.desk, visit.person, sample, document, version)
    except (CodingError, samples.StaleCodingError) as error:
        return _show_coding(visit, sample, document, 409 if isinstance(error, samples.StaleCodingError) else 422, trouble=error)
    if is_open:
        return visit.go(f"/samples/{sample}", "web_samples.said_open")
    return visit.go(f"/samples/{sample}", "web_samples.said_done")


def end(visit: Here, sample: int) -> Response:
    """End a sample with the documents that both are done with."""
    try:
        samples.end_early(visit.desk, visit.person, sample)
    except CodingError as error:
        return _show(visit, sample, 422, trouble=error)
    return visit.go(f"/samples/{sample}", "web_samples.said_ended")


def show_export(visit: Here, sample: int, coder: int) -> Response:
    """One coder's coding as JSON: one's own, or another's when both are done."""
    return JSONResponse(samples.export_coding(visit.desk, visit.person, sample, coder))


def show_curation(visit: Here, sample: int, document: str) -> Response:
    """Two codings side by side."""
    return _show_curation(visit, sample, document)


def _show_curation(visit: Visit, sample: int, document: str, status: int = 200, *, trouble: SamspilError | None = None) -> Response:
    view = curation.view_document(visit.desk, visit.person, sample, document)
    about = samples.view_sample(visit.desk, visit.person, sample)
    names, years = samples.names_of(view.sample, about.names), horizon(view.sample.year)
    return visit.page("curation.html", status, view=view, sample=view.sample, names=names, years=years, trouble=trouble, **WORDS)


def settle(
    visit: Here,
    sample: int,
    document: str,
    form: Sent,
    choice: Text = "",
    pair: Text = "",
    themes: Texts = [],  # noqa: B006 - FastAPI copies it
    topics: Texts = [],  # noqa: B006
    stage: Text = "",
    extent: Text = "all",
    key: Text = "",
) -> Response:
    """What a curator makes of a pair, of all pairs without difference ('all_agreed'), or that a settlement is undone ('undo')."""
    said = "web_samples.said_undone" if choice == "undo" else "web_samples.said_settled"
    try:
        if choice == "undo":
            curation.unsettle(visit.desk, visit.person, sample, document, pair)
        elif choice == "all_agreed":
            curation.settle_agreed(visit.desk, visit.person, sample, document)
        else:
            own = curation.Own(tuple(themes), tuple(topics), stage, extent, tuple(amounts_of(form)))
            curation.settle(visit.desk, visit.person, sample, document, pair, choice, own, key)
    except (CodingError, FieldError, DecisionError, StaleError) as error:
        return _show_curation(visit, sample, document, 409 if isinstance(error, StaleError) else 422, trouble=error)
    return visit.go(f"/samples/{sample}/curate/{document}", said)


def show_result(visit: Here, sample: int) -> Response:
    """How far the coders agree, and how right the machine is."""
    result = measuring.measure(visit.desk, visit.person, sample)
    about = samples.view_sample(visit.desk, visit.person, sample)
    names = samples.names_of(result.sample, about.names)
    return visit.page("sample_result.html", result=result, sample=result.sample, names=names, told=measuring.tell(result), **WORDS)
