"""Forms whose fields depend on the row: read whole, and brought from text into values. What the values may be is checked by the desk."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData

from samspil.desk.fields import FieldError
from samspil.desk.numbers import parse_kroner
from samspil.vocabulary.texts import say
from samspil.workbench.wishes import Part, Seen, Selection

MOST_FIELD = 20_000
_PROFILE = re.compile(r"year_(\d{4})_\d+")


async def read_form(request: Request) -> FormData:
    """The form as sent; read once, by whoever asks first."""
    return await request.form()


Sent = Annotated[FormData, Depends(read_form)]


def text_of(form: FormData, name: str) -> str:
    """A field's text, '' without it. Raises FieldError for one that is too long."""
    value = form.get(name, "")
    if not isinstance(value, str):
        return ""
    if len(value) > MOST_FIELD:
        raise FieldError("unknown", say("desk_rows.too_long", most=MOST_FIELD))
    return value


def texts_of(form: FormData, name: str) -> list[str]:
    """All values of a field."""
    return [value for value in form.getlist(name) if isinstance(value, str)][:1000]


def number_of(form: FormData, name: str, default: int = -1) -> int:
    """A whole number from 0; `default` for anything else."""
    words = text_of(form, name).strip()
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else default


def seen_of(words: str) -> Seen | None:
    """'0259-2026-3f9a1c:4', a row and the version that was on the screen."""
    row, colon, version = words.rpartition(":")
    return (row[:100], int(version)) if colon and version.isascii() and version.isdigit() and len(version) < 10 else None


def selection_of(form: FormData) -> Selection:
    """What was selected on the page: by the script, as offsets, or typed as words."""
    page = number_of(form, "page", 0)
    return Selection(text_of(form, "sha256"), number_of(form, "start"), number_of(form, "end"), text_of(form, "words"), page or None)


def correction_of(form: FormData) -> dict[str, Any]:
    """The fields that the form names in `field`."""
    readers: dict[str, Callable[[], Any]] = {
        "themes": lambda: texts_of(form, "themes"),
        "topics": lambda: texts_of(form, "topics"),
        "stage": lambda: text_of(form, "stage"),
        "amounts": lambda: amounts_of(form),
        "technologies": lambda: lines_of(form, "technologies"),
        "actors": lambda: lines_of(form, "actors"),
        "committee": lambda: text_of(form, "committee").strip(),
    }
    content = {name: readers[name]() for name in texts_of(form, "field") if name in readers}
    if "themes" in content and "topics" in content and "technology" not in content["themes"]:
        content["topics"] = []  # the form shows topics for that theme only; without a script they are still sent
    return content


def lines_of(form: FormData, name: str) -> list[str]:
    """Each line one."""
    return [line.strip() for line in text_of(form, name).splitlines() if line.strip()]


def amounts_of(form: FormData) -> list[dict[str, Any]]:
    """The amounts in the form's lines; a line without kroner in it, or marked to be removed, is none. Raises FieldError."""
    return [_amount_of(form, number, f"amounts.{place}", parse_kroner) for place, number in enumerate(_list_lines(form), 1)]


def typed_amounts(form: FormData) -> list[dict[str, Any]]:
    """The same lines with sums as they were typed, for the form to show again."""
    return [_amount_of(form, number, "amounts", lambda words, _field: words.strip() or None) for number in _list_lines(form)]


def _list_lines(form: FormData) -> list[int]:
    numbers = range(min(number_of(form, "amounts_count", 0), 100))
    return [one for one in numbers if text_of(form, f"dkk_{one}").strip() and text_of(form, f"remove_{one}") != "1"]


def _amount_of(form: FormData, number: int, field: str, parse: Callable[[str, str], Any]) -> dict[str, Any]:
    level = text_of(form, f"price_level_{number}").strip()
    years = [match.group(1) for name in form if (match := _PROFILE.fullmatch(name)) and name.endswith(f"_{number}")]
    sums = {year: parse(text_of(form, f"year_{year}_{number}"), f"{field}.profile") for year in years}
    return {
        "dkk": parse(text_of(form, f"dkk_{number}"), f"{field}.dkk"),
        "kind": text_of(form, f"kind_{number}"),
        "profile": {year: dkk for year, dkk in sums.items() if dkk is not None},
        "total": parse(text_of(form, f"total_{number}"), f"{field}.total"),
        **{name: text_of(form, f"{name}_{number}") == "1" for name in ("ambiguous", "assumed", "part_of")},
        "price_level": level or None,
        "quote": text_of(form, f"quote_{number}"),
    }


def parts_of(form: FormData) -> list[Part]:
    """The parts of a split: to which each passage (`unit_0` = '1' ...) and sum (`amount_0`) goes; parts to which nothing goes are none."""
    units, amounts = _by_part(form, "unit"), _by_part(form, "amount")
    found = sorted(set(units) | set(amounts))
    return [_part_of(form, part, units.get(part, []), amounts.get(part, [])) for part in found]


def _part_of(form: FormData, part: int, units: Sequence[int], amounts: Sequence[int]) -> Part:
    theme = text_of(form, f"theme_{part}")
    return Part(tuple(units), tuple(amounts), (theme,) if theme else (), text_of(form, f"stage_{part}"))


def _by_part(form: FormData, name: str) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    for field in form:
        number = field.removeprefix(f"{name}_")
        if field.startswith(f"{name}_") and number.isascii() and number.isdigit() and len(number) < 5:
            part = number_of(form, field, 0)
            if 0 < part < 20:
                found.setdefault(part, []).append(int(number))
    return found
