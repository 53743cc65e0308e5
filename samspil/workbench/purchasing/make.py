"""Make or buy, and self-sufficiency, asked by forms: what is typed becomes the tables that the rooms read, with the examples that ship to begin from.

Nothing that is typed here is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from samspil.publish.purchasing.make_case_story import tell_case, tell_missing
from samspil.publish.purchasing.make_files import make_files
from samspil.publish.purchasing.make_plan_story import tell_forecast
from samspil.publish.purchasing.make_story import Story, show
from samspil.purchasing.make_or_buy.compare import compare_case
from samspil.purchasing.make_or_buy.lines import GROUPS, SPECS, Spec
from samspil.purchasing.make_or_buy.model import DIRECTIONS, Line
from samspil.purchasing.make_or_buy.reading import parse_case
from samspil.purchasing.make_or_buy.template import read_example
from samspil.purchasing.self_sufficiency import lines as plan_lines
from samspil.purchasing.self_sufficiency.forecast import forecast
from samspil.purchasing.self_sufficiency.model import GOALS, Plan
from samspil.purchasing.self_sufficiency.reading import AARHUS, parse_plan, read_plan
from samspil.vocabulary.texts import say
from samspil.workbench.purchasing.data import NoDataError

Typed = Mapping[str, str]
CELLS = ("value", "low", "high", "source", "reason")
CASE_HEAD = ("title", "direction", "paragraph", "price_year", "years")
PLAN_HEAD = ("title", "start_year", "goal_year", "goal_percent", "goal_definition", "bases", "growths")
BLOCK = ("paragraph", "citizens", "citizens_source", "places", "places_source")
MOST_BLOCKS = 10
TYPES = {
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
__all__ = [
    "DIRECTIONS",
    "GOALS",
    "Answer",
    "ask_case",
    "ask_plan",
    "case_groups",
    "count_blocks",
    "example_case",
    "example_plan",
    "plan_specs",
    "write_file",
]


@dataclass(frozen=True, slots=True)
class Answer:
    """`story`: None while something compulsory is missing, and then `missing` says what, a sentence each."""

    story: Story | None
    missing: tuple[str, ...] = ()

    @property
    def parts(self) -> dict[str, Any]:
        """What the shared template of stories knows."""
        sections = self.story.sections if self.story else ()
        drawings = {one.key: Markup(one.drawing) for one in sections}  # noqa: S704 - escaped where they are drawn
        heads = {name: say(f"purchasing_make.section_{name}") for name in ("cautions", "method")}
        return {"story": self.story, "show": show, "drawings": drawings, **{f"{name}_head": words for name, words in heads.items()}}


def _write(number: Decimal | int | None) -> str:
    """A number as it is typed: with comma."""
    return "" if number is None else f"{number:f}".replace(".", ",") if isinstance(number, Decimal) else str(number)


def _type_lines(lines: Mapping[str, Line], prefix: str) -> dict[str, str]:
    typed: dict[str, str] = {}
    for name, line in lines.items():
        cells = {"value": _write(line.value), "source": line.source, "reason": line.reason}
        if line.varies:
            cells |= {"low": _write(line.low), "high": _write(line.high)}
        typed |= {f"{prefix}{name}.{cell}": words for cell, words in cells.items()}
    return typed


def _read_lines(typed: Typed, specs: Sequence[Spec], prefix: str) -> dict[str, dict[str, str]]:
    """The lines that anything was typed in."""
    lines = {}
    for spec in specs:
        cells = {cell: words for cell in CELLS if (words := typed.get(f"{prefix}{spec.name}.{cell}", "").strip())}
        if cells:
            lines[spec.name] = cells
    return lines


def case_groups() -> list[tuple[str, list[Spec]]]:
    """The lines of a case by group, with the group's words."""
    return [(say(f"purchasing_make.group_{group}"), [spec for spec in SPECS if spec.group == group]) for group in GROUPS]


def plan_specs() -> Sequence[Spec]:
    """The assumptions of a paragraph."""
    return plan_lines.SPECS


def example_case() -> dict[str, str]:
    """The case that ships, as typed."""
    case = read_example()
    return {name: str(getattr(case, name)) for name in CASE_HEAD} | {"synthetic": "1"} | _type_lines(case.lines, "")


def ask_case(typed: Typed) -> Answer:
    """The comparison of what was typed. Raises MakeError naming the field that cannot be read."""
    head: dict[str, Any] = {name: typed.get(name, "").strip() for name in CASE_HEAD} | {"synthetic": typed.get("synthetic") == "1"}
    case = parse_case({"case": head, "lines": _read_lines(typed, SPECS, "")}, say("desk_purchasing.form"))
    return Answer(None, tell_missing(case)) if case.missing else Answer(tell_case(compare_case(case)))


def example_plan() -> dict[str, str]:
    """Aarhus, as typed."""
    return _type_plan(read_plan(AARHUS)) | {"example": AARHUS}


def _type_plan(plan: Plan) -> dict[str, str]:
    head = {
        "title": plan.title,
        "start_year": str(plan.start_year),
        "goal_year": str(plan.goal_year),
        "goal_percent": _write((plan.goal * 100).normalize()),
    }
    lists = {"bases": "; ".join(map(str, plan.bases)), "growths": "; ".join(map(_write, plan.growths))}
    typed = (
        head
        | lists
        | {"goal_definition": plan.definition, "assumed_base": "1" if plan.assumed_base else "", "blocks": str(len(plan.blocks))}
    )
    for number, block in enumerate(plan.blocks):
        cells = {name: getattr(block, name) for name in ("paragraph", "citizens_source")}
        cells |= {"citizens": _write(block.citizens), "places_source": block.added_source}
        cells["places"] = "\n".join(f"{year}: {_write(places)}" for year, places in block.added)
        typed |= {f"{number}.{name}": words for name, words in cells.items()} | _type_lines(block.lines, f"{number}.")
    return typed


def ask_plan(typed: Typed) -> Answer:
    """The forecast of what was typed. Raises MakeError naming the field that cannot be read."""
    place = say("desk_purchasing.form")
    head: dict[str, Any] = {name: typed.get(name, "").strip() for name in PLAN_HEAD}
    head |= {name: _split(head[name]) for name in ("bases", "growths")} | {"assumed_base": typed.get("assumed_base") == "1"}
    data: dict[str, Any] = {
        "plan": head,
        "paragraphs": [_read_block(typed, number) for number in range(count_blocks(typed)) if _is_filled(typed, number)],
    }
    if typed.get("example") == AARHUS:
        data["figures"] = [{"name": one.name, "value": one.value, "source": one.source} for one in read_plan(AARHUS).figures]
    return Answer(tell_forecast(forecast(parse_plan(data, place))))


def count_blocks(typed: Typed) -> int:
    """How many paragraphs the form has."""
    words = typed.get("blocks", "1")
    return min(max(int(words), 1), MOST_BLOCKS) if words.isascii() and words.isdigit() and len(words) < 4 else 1


def _is_filled(typed: Typed, number: int) -> bool:
    return number == 0 or bool(typed.get(f"{number}.paragraph", "").strip())


def _read_block(typed: Typed, number: int) -> dict[str, Any]:
    cells: dict[str, Any] = {name: words for name in BLOCK if (words := typed.get(f"{number}.{name}", "").strip())}
    cells["places"] = [_read_places(line) for line in cells.get("places", "").splitlines() if line.strip()]
    return cells | {"lines": _read_lines(typed, plan_lines.SPECS, f"{number}.")}


def _read_places(line: str) -> dict[str, str]:
    """'2027: 27,4'; what is typed otherwise is refused where the plan is read."""
    year, _mark, added = line.partition(":")
    return {"year": year.strip(), "added": added.strip()}


def _split(words: str) -> list[str]:
    """'800; 1200'."""
    return [part.strip() for part in words.replace("\n", ";").split(";") if part.strip()]


def write_file(answer: Answer, name: str, kind: str) -> tuple[bytes, str, str]:
    """The story as a page, a workbook or a note, as the commands write it: bytes, type and name. Raises NoDataError for another kind."""
    if kind not in TYPES or answer.story is None:
        raise NoDataError(say("desk_purchasing.no_file"), place=kind[:20], remedy=", ".join(TYPES))
    return make_files(answer.story, name)[f"{name}.{kind}"], TYPES[kind], f"{name}.{kind}"
