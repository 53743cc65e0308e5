"""Indicators as tables: columns of the terminal, of the workbook and of the CSV file; what stands above and below them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samspil.competition.indicators.breaks import find_breaks
from samspil.competition.indicators.codes import plain, write_function
from samspil.competition.indicators.words import (
    describe_break,
    describe_change,
    describe_difference,
    describe_note,
    list_notes,
    name_code,
    name_kind,
    name_place,
    notes_of,
    title_of,
    write_millions,
    write_number,
    write_share,
)
from samspil.values.competition import Correction, Definition, Indicator, ServiceArea
from samspil.values.competition_accounts import About
from samspil.values.competition_change import Break, Change, NoChange
from samspil.vocabulary.danish import NO_BREAK_SPACE, sort_key
from samspil.vocabulary.texts import say

ROOM = "competition_indicators"
_INDENT = NO_BREAK_SPACE * 2


@dataclass(frozen=True, slots=True)
class Shown:
    """All that is shown of one question: `sources` are the lines on where the user's own figures are from; `outside`: kroner of the country's base outside all areas."""

    definition: Definition
    about: About
    indicators: tuple[Indicator, ...]
    changes: tuple[Change | NoChange, ...] = ()
    sources: tuple[str, ...] = ()
    areas: tuple[ServiceArea, ...] = ()
    outside: Decimal | None = None

    @property
    def years(self) -> str:
        """'2022, 2023'."""
        return ", ".join(str(year) for year in sorted({one.year for one in self.indicators}))


def in_order(indicators: Iterable[Indicator]) -> list[Indicator]:
    """The country first, municipalities in Danish order; each with its codes (areas by name), years and kinds in order."""

    def place(one: Indicator) -> tuple[object, ...]:
        code = sort_key(name_code(one.level, one.code)) if one.level == "service_area" else (one.code.zfill(5), "")
        return bool(one.municipality), sort_key(name_place(one.municipality)), one.level, code, one.year, one.kind != "pli"

    return sorted(indicators, key=place)


def list_heads(shown: Shown) -> list[str]:
    """What must be known before the figures."""
    lines = [say(f"{ROOM}.title", years=shown.years), say(f"{ROOM}.statement")]
    if any(one.example for one in shown.indicators):
        lines.append(say(f"{ROOM}.example_line"))
    lines.append(say(f"{ROOM}.definition_line", name=shown.definition.name, title=title_of(shown.definition)))
    lines.append(say(f"{ROOM}.accounts_line", table=shown.about.table, source=shown.about.source))
    return [*lines, *shown.sources]


def list_feet(shown: Shown) -> list[str]:
    """What must be known after them: notes, how far from the ministry's value, changes, areas, the definition's own reservations."""
    lines = list_notes(shown.indicators)
    lines += [f"{_about(one)}: {describe_difference(one)}." for one in in_order(shown.indicators) if one.difference is not None]
    lines += [say(f"{ROOM}.official_break", line=describe_break(one)) for one in _official_breaks(shown.indicators)]
    lines += [f"{_about_change(one)}: {describe_change(one)}" for one in shown.changes]
    if any(not one.municipality for one in shown.indicators):
        lines.append(say(f"{ROOM}.weighted_line"))
    if shown.areas:
        year = max(one.year for one in shown.indicators)
        status = say(f"{ROOM}.status_{shown.areas[0].status}")
        lines.append(
            say(f"{ROOM}.areas_line", source=shown.areas[0].source, status=status, outside=write_millions(shown.outside), year=year)
        )
    return [*lines, *notes_of(shown.definition)]


def _official_breaks(indicators: Iterable[Indicator]) -> list[Break]:
    """Breaks of the ministry's own values between the years that have one, each once."""
    years: dict[tuple[str, str, str], list[int]] = {}
    for one in indicators:
        if one.official is not None:
            years.setdefault((one.kind, one.level, one.code), []).append(one.year)
    found = (each for about, held in years.items() for each in find_breaks(*about, min(held), max(held), official=True))
    return list(dict.fromkeys(each for each in found if each.official_only))


def terminal_table(shown: Shown) -> tuple[list[str], list[list[str]]]:
    """Headings and rows for people; columns that say nothing new are left out. Where a place has several rows it stands on one of its own above them."""
    rows = in_order(shown.indicators)
    parts = ["code"] if any(one.level != "total" for one in rows) else []
    parts += ["year"] if len({one.year for one in rows}) > 1 else []
    parts += ["kind"] if len({one.kind for one in rows}) > 1 else []
    columns = ["share", "base", "numerator"]
    columns += ["own_wins"] if any(one.own_wins is not None for one in rows) else []
    columns += ["per_inhabitant"] if any(one.inhabitants for one in rows) else []
    columns += ["official", "difference"] if any(one.official is not None for one in rows) else []
    lines: list[list[str]] = []
    place = None
    for one in rows:
        if parts and one.municipality != place:
            place = one.municipality
            lines.append([name_place(place), *[""] * len(columns)])
        label = _INDENT + _join(one, parts) if parts else name_place(one.municipality)
        lines.append([label, *(_cell(one, name) for name in columns)])
    return [say(f"{ROOM}.head_{name}") for name in ("place", *columns)], lines


def _join(one: Indicator, parts: Sequence[str]) -> str:
    """Code, year and kind as one label; a year stays beside its kind."""
    told = [_cell(one, name) for name in parts]
    if parts[0] != "code" or len(told) == 1:
        return NO_BREAK_SPACE.join(told)
    return f"{told[0]}, {NO_BREAK_SPACE.join(told[1:])}"


def _cell(one: Indicator, name: str) -> str:
    made = {
        "code": lambda: name_code(one.level, one.code),
        "year": lambda: str(one.year),
        "kind": lambda: name_kind(one.kind),
        "share": lambda: write_share(one.share),
        "base": lambda: write_millions(one.base),
        "numerator": lambda: write_millions(one.numerator),
        "own_wins": lambda: write_millions(one.own_wins) if one.kind == "iku" else "",
        "per_inhabitant": lambda: write_number(one.base_per_inhabitant) if one.base_per_inhabitant else say(f"{ROOM}.not_known"),
        "official": lambda: write_share(one.official),
        "difference": lambda: write_number(one.difference * 100, 1) if one.difference is not None else "",
    }
    return made[name]()


def list_definition(definition: Definition) -> list[tuple[str, str]]:
    """The recipe, fact by fact."""
    one = definition
    bought = [f"{_art(art)}: {say(f'{ROOM}.any_owner') if owner == '*' else owner}" for art, owner in one.numerator]
    facts = {
        "name": one.name,
        "version": str(one.version),
        "title": title_of(one),
        "source": one.source,
        "status": say(f"{ROOM}.status_{one.status}"),
        "years": _years(one),
        "dranst": one.dranst,
        "main_accounts": ", ".join(one.main_accounts),
        "base_arts": ", ".join(map(_art, one.base_arts)),
        "arts_out": ", ".join(map(_art, one.arts_out)),
        "bought": "; ".join(bought),
        "owners_out": ", ".join(one.owners_out) or "–",
        "functions_out": ", ".join(map(write_function, one.functions_out)) or "–",
        "corrections": "\n".join(map(_correction, one.corrections)) or "–",
        "notes": "\n".join(notes_of(one)) or "–",
    }
    return [(say(f"{ROOM}.field_{name}"), value) for name, value in facts.items()]


def _years(one: Definition) -> str:
    told = [say(f"{ROOM}.years_{name}", **{name: getattr(one, name)}) for name in ("since", "until") if getattr(one, name)]
    return " ".join(told) or say(f"{ROOM}.years_all")


def _correction(one: Correction) -> str:
    every = say(f"{ROOM}.all_word")
    return say(
        f"{ROOM}.correction_line",
        count=say(f"{ROOM}.count_{one.count}"),
        functions=", ".join(map(write_function, one.functions)) or every,
        arts=", ".join(map(_art, one.arts)) or every,
        owners=", ".join(one.owners) or every,
        source=one.source,
        status=say(f"{ROOM}.status_{one.status}"),
    )


def _art(art: str) -> str:
    return ".".join(plain(art))


def note_words(one: Indicator) -> str:
    """All notes of an indicator in one cell."""
    return " ".join(describe_note(note) for note in one.notes)


def _about(one: Indicator) -> str:
    return f"{name_place(one.municipality)}, {name_code(one.level, one.code)}, {one.year}, {name_kind(one.kind)}"


def _about_change(one: Change | NoChange) -> str:
    return f"{name_place(one.municipality)}, {name_code(one.level, one.code)}, {name_kind(one.kind)}"


def order_changes(changes: Sequence[Change | NoChange]) -> list[Change | NoChange]:
    """The country first, then municipalities in Danish order."""
    return sorted(
        changes, key=lambda one: (bool(one.municipality), sort_key(name_place(one.municipality)), one.level, one.code, one.kind != "pli")
    )
