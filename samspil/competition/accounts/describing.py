"""`About` as JSON and back, checked: a kept file may come from anywhere."""

import json
from dataclasses import asdict
from typing import Any

from samspil.competition.errors import complain
from samspil.values.competition_accounts import FORM, KINDS, About, AccountFile

_ROOM = "competition_import"
_TEXTS = ("table", "unit_read", "source", "detail")
_DETAILS = ("function", "main_account")


def about_to_json(about: About) -> str:
    """One line of JSON."""
    return json.dumps(asdict(about), ensure_ascii=False)


def about_from_json(data: bytes, file: str) -> About:
    """Back again. Raises CompetitionError for another form or kind than ours, or what is no JSON of ours."""
    try:
        given = json.loads(data)
        form = given["form"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise complain(f"{_ROOM}.not_kept", file) from error
    if form != FORM:
        raise complain(f"{_ROOM}.other_form", file, form=str(form)[:20])
    if given.get("kind") not in KINDS:
        raise complain(f"{_ROOM}.other_kind", file, kind=str(given.get("kind"))[:40])
    try:
        return _build(given)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise complain(f"{_ROOM}.not_kept", file) from error


def _build(given: dict[str, Any]) -> About:
    texts = {name: str(given[name]) for name in _TEXTS}
    if texts["detail"] not in _DETAILS:
        raise ValueError(texts["detail"])
    return About(
        kind=str(given["kind"]),
        table=texts["table"],
        unit_read=texts["unit_read"],
        source=texts["source"],
        detail=texts["detail"],
        files=tuple(AccountFile(str(one["name"]), str(one["sha256"]), str(one["read_on"])) for one in given["files"]),
        example=given["example"] is True,
        missing=int(given["missing"]),
        chosen={str(name): str(words) for name, words in given["chosen"].items()},
        lacks=tuple(str(name) for name in given["lacks"]),
        notes=tuple((str(key), {str(name): str(value) for name, value in values.items()}) for key, values in given["notes"]),
    )
