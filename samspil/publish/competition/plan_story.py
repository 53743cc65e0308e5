"""What a tender plan tells, once for page, document, workbook and terminal: sections with sentences and tables of typed cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from samspil.competition.plan.rules import read_lot_rule
from samspil.publish.competition import plan_words as words
from samspil.publish.competition.plan_tables import Cell, Table, list_tables, task_tables
from samspil.purchasing.figures.words import write_number
from samspil.values.competition_plan import Plan, PlanLine


@dataclass(frozen=True, slots=True)
class Section:
    """`key`: names its heading; `groups`: (a line's title, sentences) where a section goes line by line; `sheet_only`: too wide for a page."""

    key: str
    lines: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    table: Table | None = None
    sheet_only: bool = False
    drawn: bool = False

    @property
    def title(self) -> str:
        """Its heading."""
        return words.word(f"section_{self.key}")


@dataclass(frozen=True, slots=True)
class Task:
    """One task of the plan: sentences, its tables of steps and lots, requirements to consider."""

    id: str
    title: str
    lines: tuple[str, ...]
    tables: tuple[Table, ...]
    requirements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """All of it; `tasks` belong to the section of that key. `example`: made-up contracts; `statement` stands at the head of everything."""

    plan: Plan
    title: str
    statement: str
    answer: str
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    method: tuple[str, ...]


def tell_plan(plan: Plan) -> Story:
    """The plan in the language in use."""
    tables = list_tables(plan)
    sections = [
        Section("conflicts", groups=_group_conflicts(plan), lines=() if plan.conflicts else (words.word("no_conflicts"),)),
        Section("gantt", drawn=True),
        Section("plan", table=tables["overview"]),
        Section("plan", table=tables["plan"], sheet_only=True),
        Section("steps", table=tables["steps"], sheet_only=True),
        Section("lots", table=tables["lots"], sheet_only=True),
        Section("requirements", table=tables["requirements"], sheet_only=True),
        Section("notes", table=tables["notes"], sheet_only=True),
        Section("tasks", (words.word("lots_equal"),)),
        Section("initiatives", _no_initiatives(plan), table=tables["initiatives"]),
        Section("volumes", _volume_lines(plan), table=tables["volumes"]),
        Section("thresholds", table=tables["thresholds"]),
    ]
    kept = [each for each in sections if each.drawn or each.lines or each.groups or (each.table and each.table.rows)]
    tasks = tuple(_tell_task(plan, line) for line in plan.lines)
    return Story(plan, words.title_of(plan), words.statement_of(plan), words.answer_of(plan), tuple(kept), tasks, _method(plan))


def _tell_task(plan: Plan, line: PlanLine) -> Task:
    asked = [
        words.word(
            "requirement_line",
            kind=words.word(f"kind_{one.kind}"),
            text=words.word(f"requirement_{one.key}"),
            status="; ".join(part for part in (words.word(f"status_{one.status}"), one.source) if part),
        )
        for one in line.requirements
    ]
    facts = (*words.facts(line), *words.notes(line), *words.lots(line))
    return Task(line.id, f"{line.id} {line.title}", facts, task_tables(plan, line), tuple(asked))


def _group_conflicts(plan: Plan) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Conflicts by the tasks they are about, in the plan's order."""
    titles = {line.id: line.title for line in plan.lines}
    found: dict[tuple[str, ...], list[str]] = {}
    for one in plan.conflicts:
        found.setdefault(one.lines, []).append(words.conflict(one))
    order = {line.id: number for number, line in enumerate(plan.lines)}
    keys = sorted(found, key=lambda ids: (order[ids[0]] if len(ids) == 1 else len(order), ids))
    return tuple((", ".join(f"{key} {titles[key]}" for key in ids), tuple(found[ids])) for ids in keys)


def _no_initiatives(plan: Plan) -> tuple[str, ...]:
    asked = plan.budget_year is not None
    return (words.word("initiative_none", year=plan.budget_year),) if asked and not any(line.initiatives for line in plan.lines) else ()


def _volume_lines(plan: Plan) -> tuple[str, ...]:
    if not plan.idle_volumes and not any(line.volume for line in plan.lines):
        return ()
    idle = ", ".join(words.area(each.area) for each in plan.idle_volumes)
    return (words.word("volume_note"), *((words.word("volume_idle", areas=idle),) if idle else ()))


def _method(plan: Plan) -> tuple[str, ...]:
    rule = read_lot_rule()
    times = words.word("method_times_own", file=plan.times_file) if plan.times_file else words.word("method_times_ours")
    lines = [
        words.word("method_neutral"),
        words.word("method_back"),
        words.word("method_times", file=times, as_of=words.day(plan.times_as_of)),
        words.word("method_thresholds"),
        words.word("method_sum"),
        words.word("method_lots", size=words.kroner(plan.lot_size), most=rule.most, source=rule.target_source),
        words.word("method_holidays"),
    ]
    return (*lines, *((words.word("method_sources", sources="; ".join(plan.sources)),) if plan.sources else ()))


def show(cell: Cell, style: str) -> str:
    """A cell as people read it; '–' for nothing."""
    if cell is None or cell == "":
        return "–"
    if isinstance(cell, date):
        return words.day(cell)
    if isinstance(cell, Decimal | int) and style in ("kroner", "number"):
        return write_number(Decimal(cell), 2 if style == "number" else 0)
    return str(cell)


def page_sections(story: Story) -> Sequence[Section]:
    """Those of page, document and terminal."""
    return [each for each in story.sections if not each.sheet_only]


def sheet_sections(story: Story) -> Sequence[Section]:
    """Those of the workbook: every table once, the full plan for the short one."""
    wide = {each.key for each in story.sections if each.sheet_only}
    return [each for each in story.sections if each.table and each.table.rows and (each.sheet_only or each.key not in wide)]
