"""The fields of a case, one table that the reader, the writer, the form and docs/cases.md go by."""

from typing import NamedTuple

from samspil.values.case import (
    BOUNDS,
    CALCULATORS,
    CASE_THEMES,
    COST_SIDES,
    DRIVERS,
    FORMS,
    GRADES,
    INTERESTS,
    OUTCOMES,
    RECURRENCES,
    SERVICE_AREAS,
    UNITS,
)

MOST_LINE = 300
MOST_TEXT = 6000
MOST_ITEMS = 60
FIRST_YEAR = 1900


class Field(NamedTuple):
    """`kind`: id, line, text, code, integer, year, number, yes_no, date, address, lines, municipalities, or the name of a table of FIELDS. `codes`: its values when `kind` is code."""

    name: str
    kind: str
    needed: bool = False
    codes: tuple[str, ...] = ()


FIELDS: dict[str, tuple[Field, ...]] = {
    "case": (
        Field("id", "id", True),
        Field("version", "integer", True),
        Field("as_of", "date", True),
        Field("title", "line", True),
        Field("theme", "code", True, CASE_THEMES),
        Field("form", "code", True, FORMS),
        Field("service_area", "code", True, SERVICE_AREAS),
        Field("outcome", "code", True, OUTCOMES),
        Field("municipalities", "municipalities"),
        Field("suppliers", "lines"),
        Field("technologies", "lines"),
        Field("aims", "lines"),
        Field("period", "line"),
        Field("started", "year"),
        Field("ended", "year"),
        Field("contact_role", "line"),
        Field("fictional", "yes_no"),
        Field("sources", "source"),
        Field("effects", "effect"),
        Field("history", "change", True),
    ),
    "source": (
        Field("id", "id", True),
        Field("title", "line", True),
        Field("publisher", "line", True),
        Field("published", "line"),
        Field("address", "address"),
        Field("place", "line"),
        Field("read_on", "date"),
        Field("interest", "code", False, INTERESTS),
        Field("referred_in", "line"),
    ),
    "effect": (
        Field("id", "id", True),
        Field("what", "line", True),
        Field("unit", "code", True, UNITS),
        Field("source", "id", True),
        Field("grade", "code", True, GRADES),
        Field("calculated_by", "code", True, CALCULATORS),
        Field("value", "number"),
        Field("bound", "code", False, BOUNDS),
        Field("low", "number"),
        Field("high", "number"),
        Field("gain", "yes_no"),
        Field("per", "line"),
        Field("recurrence", "code", False, RECURRENCES),
        Field("year", "year"),
        Field("base", "line"),
        Field("base_value", "number"),
        Field("base_unit", "code", False, UNITS),
        Field("driver", "code", False, DRIVERS),
        Field("driver_value", "number"),
        Field("driver_note", "line"),
        Field("cost_side", "code", False, COST_SIDES),
        Field("cost_dkk", "number"),
    ),
    "change": (Field("version", "integer", True), Field("date", "date", True), Field("what", "line", True)),
}

# Sections of the text below the front matter: field -> heading. The first two are paragraphs, the others lists.
SECTIONS = {"problem": "Problem", "solution": "Løsning", "preconditions": "Forudsætninger", "pitfalls": "Faldgruber", "facts": "Fakta"}
PARAGRAPHS = ("problem", "solution")
