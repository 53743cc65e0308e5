"""A supplier's answer read from the workbook that came back: keys, stances, corrections and comments, each checked. Runs in a killable child.

Free text is looked at by the intake's detector of personal data; what it finds is named by kind and cell and never by value, and the file is refused as a whole.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from samspil.purchasing.intake.cells import Problem, Raw, clean, is_empty, read_cell
from samspil.purchasing.intake.columns import fold, read_kinds
from samspil.purchasing.intake.findings import letter
from samspil.purchasing.intake.grid import Grid, UnreadableError
from samspil.purchasing.intake.personal import find_in_number, find_in_text
from samspil.purchasing.prices.reply import CORRECTION, STANCES, ReplyLine, ReplySheet, parse_sheet, show
from samspil.purchasing.prices.words import tell
from samspil.vocabulary.texts import say, use_language

KEY, KNOWN, STANCE, CORRECTED, COMMENT = "key", "known", "stance", "correction", "comment"
ANSWERED = "comment"  # the stance of a question that was answered in words
HEADS = ("key", "offer", "what", "subject", "known", "unit", "stance", "correction", "comment")
LONGEST_COMMENT = 1000
_MOST_FINDINGS = 200
_MOST_HEADS = 20  # rows searched for the heading


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the answer: `cell` 'I7' ('' for the file), `key` of `purchasing_prices.reply_KEY`, and what its text needs (never a person's data)."""

    cell: str
    key: str
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answered line, by its key; `correction` as the column's own type writes it."""

    key: str
    stance: str
    correction: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """`personal`: cell and kind of personal data; with any, nothing else is given. `unanswered`: keys of lines without an answer."""

    answers: tuple[GivenAnswer, ...] = ()
    unanswered: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    personal: tuple[tuple[str, str], ...] = ()


def read_reply_file(payload: bytes, settings: Mapping[str, Any], _progress: Any) -> dict[str, Any]:
    """The child's task. `settings`: sheet (`sheet_to_json`), name, language. The answer is a Reading as JSON, or `unreadable` with a key of the catalogue."""
    from samspil.purchasing.intake.xlsx import read_xlsx

    use_language(settings.get("language", "da"))
    try:
        grids = read_xlsx(payload, settings["name"])
    except UnreadableError as error:
        return {"unreadable": error.key, "detail": error.detail}
    return asdict(read_reply(grids, parse_sheet(settings["sheet"])))


def parse_reading(values: Mapping[str, Any]) -> Reading:
    """A Reading from the child's JSON. Raises KeyError, TypeError."""
    return Reading(
        tuple(GivenAnswer(**each) for each in values["answers"]),
        tuple(map(str, values["unanswered"])),
        tuple(Fault(**each) for each in values["faults"]),
        tuple((str(cell), str(kind)) for cell, kind in values["personal"]),
    )


def read_reply(grids: Sequence[Grid], sheet: ReplySheet) -> Reading:
    """The answers to a sheet's lines; every row with a key is either an answer, unanswered, or named as a fault."""
    place = next((found for grid in grids if (found := _find_heads(grid))), None)
    personal = tuple(_find_personal(grids, place, sheet))
    if personal:
        return Reading(personal=personal)
    if place is None:
        return Reading(
            faults=(Fault("", "no_heading", {"heads": ", ".join(tell(f"head_{name}") for name in (KEY, STANCE, CORRECTED, COMMENT))}),)
        )
    return _read_rows(*place, sheet)


_Place = tuple[Grid, int, dict[str, int]]


def _find_heads(grid: Grid) -> _Place | None:
    """The grid, the row of headings and the column of each."""
    spellings = {fold(word): name for name in HEADS for word in _spellings(name)}
    for number, row in enumerate(grid.rows[:_MOST_HEADS]):
        heads = {spellings[fold(cell)]: column for column, cell in enumerate(row) if isinstance(cell, str) and fold(cell) in spellings}
        if {KEY, STANCE, CORRECTED, COMMENT} <= set(heads):
            return grid, number, heads
    return None


def _spellings(name: str) -> tuple[str, ...]:
    """In both languages: a sheet sent in Danish may come back to an English screen."""
    from samspil.vocabulary.texts import LANGUAGES, read_catalogue

    return tuple(read_catalogue(each, "purchasing_prices")[f"head_{name}"] for each in LANGUAGES)


def _find_personal(grids: Sequence[Grid], place: _Place | None, sheet: ReplySheet) -> Iterator[tuple[str, str]]:
    """Everything the supplier may have written: the answers, whatever differs from what was sent, and comments on cells."""
    sent = {text for line in sheet.lines for text in (line.known, line.subject, line.offer, line.unit, line.key)} | {
        sheet.supplier_name,
        sheet.supplier,
    }
    for grid in grids:
        free = {place[2].get(name) for name in (CORRECTED, COMMENT, STANCE)} if place and place[0] is grid else set()
        for number, row in enumerate(grid.rows):
            for column, raw in enumerate(row):
                if kind := _personal_kind(
                    raw, free=column in free, sent=sent, own=place is None or place[0] is not grid or number <= place[1]
                ):
                    yield f"{grid.sheet}, {letter(column)}{number + 1}", kind
        for text in grid.comments:
            if kind := find_in_text(text):
                yield grid.sheet, kind


def _personal_kind(raw: Raw, *, free: bool, sent: set[str], own: bool) -> str:
    """`free`: written by the supplier; `own`: outside the lines, where our guide stands (long texts and addresses are ours)."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return find_in_number(raw)
    if not isinstance(raw, str) or raw in sent:
        return ""
    return find_in_text(raw, organisation=not free, prose=not (free or own))


def _read_rows(grid: Grid, head: int, columns: Mapping[str, int], sheet: ReplySheet) -> Reading:
    lines = {line.key: line for line in sheet.lines}
    answers: dict[str, GivenAnswer] = {}
    seen: set[str] = set()
    faults: list[Fault] = []
    for number, row in enumerate(grid.rows[head + 1 :], start=head + 2):
        cells = {name: row[column] if column < len(row) else None for name, column in columns.items()}
        if all(is_empty(cell) for cell in row):
            continue
        key, at = _text(cells[KEY]), f"{letter(columns[KEY])}{number}"
        if key not in lines:
            faults.append(Fault(at, "no_key" if not key else "other_sheet" if key.partition("-")[0] != sheet.id else "changed_key"))
        elif key in seen:
            faults.append(Fault(at, "doubled_key"))
        else:
            seen.add(key)
            answer, wrong = _read_line(lines[key], cells, columns, number)
            faults += wrong
            if answer:
                answers[key] = answer
    faults += [Fault("", "missing_line", {"subject": lines[key].subject, "count": 1}) for key in lines if key not in seen][:_MOST_FINDINGS]
    unanswered = tuple(key for key in lines if key not in answers)
    return Reading(tuple(answers.values()), unanswered, tuple(faults[:_MOST_FINDINGS]))


def _read_line(
    line: ReplyLine, cells: Mapping[str, Raw], columns: Mapping[str, int], number: int
) -> tuple[GivenAnswer | None, list[Fault]]:
    """The answer of one line, if any, and what is wrong with it; a wrong correction is named and not taken."""
    at = {name: f"{letter(column)}{number}" for name, column in columns.items()}
    stance, comment, corrected = _text(cells[STANCE]), _text(cells[COMMENT]), not is_empty(cells[CORRECTED])
    if KNOWN in cells and _text(cells[KNOWN]) != " ".join(line.known.split()):
        return None, [Fault(at[KNOWN], "changed_known")]
    if not (stance or comment or corrected):
        return None, []
    code = _find_stance(stance) if stance else CORRECTION if corrected else "" if line.can_correct else ANSWERED
    if fault := _find_fault(code, stance, comment, corrected, at):
        return None, [fault]
    return _correct(line, cells[CORRECTED], comment, at[CORRECTED]) if corrected else (GivenAnswer(line.key, code, "", comment), [])


def _find_fault(code: str, stance: str, comment: str, corrected: bool, at: Mapping[str, str]) -> Fault | None:
    """What keeps an answer from being taken."""
    if not code:
        choices = ", ".join(tell(f"stance_{each}") for each in STANCES)
        return Fault(at[STANCE], "bad_stance" if stance else "no_stance", {"choices": choices})
    if len(comment) > LONGEST_COMMENT:
        return Fault(at[COMMENT], "long_comment", {"most": LONGEST_COMMENT})
    if (code == CORRECTION) != corrected:
        return Fault(at[CORRECTED], "correction_unasked" if corrected else "no_correction")
    return None


def _correct(line: ReplyLine, raw: Raw, comment: str, at: str) -> tuple[GivenAnswer | None, list[Fault]]:
    if not line.can_correct:
        return None, [Fault(at, "cannot_correct")]
    column = read_kinds()[line.kind].find(line.field)
    try:
        value = read_cell(raw, column)
    except Problem as problem:
        detail = {"column": column.heading, "value": _text(raw)[:40], **problem.detail}  # it passed the detector of personal data
        return None, [Fault(at, "bad_correction", {"why": say(f"purchasing_findings.{problem.key}", **detail)})]
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        least, most = (Decimal(0) if column.shape == "money" and column.least is None else column.least), column.most
        if (least is not None and value < least) or (most is not None and value > most):
            bounds = {"least": "–" if least is None else str(least), "most": "–" if most is None else str(most)}
            return None, [Fault(at, "outside", bounds)]
    return GivenAnswer(line.key, CORRECTION, show(value, column), comment), []


def _find_stance(text: str) -> str:
    return next((code for code in STANCES if fold(text) in {fold(word) for word in _stance_words(code)}), "")


def _stance_words(code: str) -> tuple[str, ...]:
    from samspil.vocabulary.texts import LANGUAGES, read_catalogue

    return (code, *(read_catalogue(each, "purchasing_prices")[f"stance_{code}"] for each in LANGUAGES))


def _text(raw: Raw) -> str:
    if raw is None:
        return ""
    if isinstance(raw, date | datetime):
        return raw.isoformat()
    return " ".join(clean(str(raw)).split())


def describe_fault(fault: Fault) -> str:
    """In words, with its place."""
    place = f"{fault.cell}: " if fault.cell else ""
    return place + tell(f"reply_{fault.key}", **fault.detail)
