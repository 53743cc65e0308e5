"""The tables of a tender plan: headings after the business terms of eForms, typed cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from samspil.competition.plan.build import DEFAULT_YEARS
from samspil.publish.competition import plan_words as words
from samspil.values.competition_plan import Plan, PlanLine, ThresholdSet
from samspil.vocabulary.themes import label

Cell = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, its style ('text', 'wrap', 'kroner', 'count', 'number', 'date') and width in characters."""

    title: str
    style: str = "text"
    width: int = 14

    @property
    def numeric(self) -> bool:
        """Whether it stands to the right."""
        return self.style in ("kroner", "count", "number")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns."""

    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]


def column(key: str, style: str = "text", width: int = 14) -> Column:
    """A column with its heading of the catalogue."""
    return Column(words.word(f"head_{key}"), style, width)


def list_tables(plan: Plan) -> Mapping[str, Table]:
    """All tables by key."""
    return {
        "overview": _overview(plan),
        "plan": _plan(plan),
        "steps": _steps(plan),
        "lots": _lots(plan),
        "requirements": _requirements(plan),
        "notes": _notes(plan),
        "initiatives": _initiatives(plan),
        "volumes": _volumes(plan),
        "thresholds": _thresholds(plan),
    }


def task_tables(plan: Plan, line: PlanLine) -> tuple[Table, ...]:
    """A task's steps and, where the user named them, its lots; without the column that names the task and the columns of a page's edge."""
    one = replace(plan, lines=(line,))
    steps, lots = _steps(one), _lots(one)
    kept = Table(steps.columns[1:7], [row[1:7] for row in steps.rows])
    return (kept, Table(lots.columns[1:], [row[1:] for row in lots.rows])) if line.lots.reason == "themes" else (kept,)


def _notes(plan: Plan) -> Table:
    columns = (column("what", "wrap", 34), column("note", "wrap", 110))
    rows = [(f"{line.id} {line.title}", text) for line in plan.lines for text in (*words.notes(line), *words.lots(line))]
    return Table(columns, rows)


def _overview(plan: Plan) -> Table:
    """What fits on a page."""
    columns = (
        column("what", "wrap", 34),
        column("begin_plan", "date", 18),
        column("future", "date", 18),
        column("deadline", "date", 18),
        column("start", "date", 18),
        column("owner", "text", 20),
        column("procedure", "text", 24),
        column("value", "kroner", 18),
        column("cpv", "wrap", 34),
    )
    rows = [
        (
            f"{line.id} {line.title}",
            line.begin,
            line.publication,
            line.deadline,
            line.new_start,
            line.owner or words.word("not_told"),
            words.procedure(line.procedure.key),
            line.value,
            _cpv(line),
        )
        for line in plan.lines
    ]
    return Table(columns, rows)


_PLAN = (
    ("id", "text", 12),
    ("title", "wrap", 36),
    ("nature", "text", 18),
    ("cpv", "wrap", 34),
    ("value", "kroner", 18),
    ("years", "number", 10),
    ("procedure", "text", 24),
    ("future", "date", 13),
    ("deadline", "date", 13),
    ("start", "date", 13),
    ("renewal", "count", 12),
    ("nuts", "text", 10),
    ("way", "text", 14),
    ("regime", "text", 16),
    ("area", "text", 20),
    ("owner", "text", 20),
    ("begin_plan", "date", 13),
    ("latest", "date", 13),
    ("latest_publication", "date", 13),
    ("end", "date", 13),
    ("notice", "date", 13),
    ("counted", "kroner", 18),
    ("threshold", "kroner", 16),
    ("source", "text", 14),
    ("look", "wrap", 60),
    ("note", "wrap", 60),
)


def _plan(plan: Plan) -> Table:
    """Everything, one row a task."""
    return Table(tuple(column(*each) for each in _PLAN), [_plan_row(plan, line) for line in plan.lines])


def _plan_row(plan: Plan, line: PlanLine) -> tuple[Cell, ...]:
    contract = line.contract
    years = (contract.new_years or (DEFAULT_YEARS if contract.annual_value is not None else None)) if contract else None
    return (
        line.id,
        line.title,
        words.nature(line),
        _cpv(line),
        line.value,
        years,
        words.procedure(line.procedure.key) + (f" ({line.procedure.bt105})" if line.procedure.bt105 else ""),
        line.publication,
        line.deadline,
        line.new_start,
        contract.extension_months if contract and contract.extension_months else None,
        contract.nuts if contract else "",
        words.word(f"way_{line.way}"),
        words.word(f"regime_{line.procedure.regime}"),
        words.area(line.area),
        line.owner,
        line.begin,
        line.latest_begin,
        line.latest_publication,
        line.end,
        line.notice_by,
        line.counted,
        line.threshold.amount if line.threshold else None,
        words.word(f"from_{line.source}"),
        "\n".join(words.conflict(one) for one in plan.conflicts_of(line.id)),
        "\n".join(words.notes(line)),
    )


def _cpv(line: PlanLine) -> str:
    return "; ".join(words.cpv(code) for code in line.cpv)


def _steps(plan: Plan) -> Table:
    columns = (
        column("what", "wrap", 34),
        column("step", "text", 28),
        column("first", "date"),
        column("last", "date"),
        column("days", "count", 8),
        column("least", "count", 8),
        column("status", "text", 18),
        column("basis", "wrap", 50),
    )
    rows = [
        (
            f"{line.id} {line.title}",
            words.word(f"step_{planned.step.key}"),
            planned.first,
            planned.last,
            planned.days,
            planned.step.least,
            words.word(f"status_{planned.step.status}"),
            planned.step.source,
        )
        for line in plan.lines
        for planned in line.steps
    ]
    return Table(columns, rows)


def _lots(plan: Plan) -> Table:
    columns = (
        column("what", "wrap", 34),
        column("lot", "count", 10),
        column("theme", "text", 24),
        column("lot_value", "kroner", 16),
        column("below", "text", 14),
    )
    rows = [
        (f"{line.id} {line.title}", lot.number, lot.theme, lot.value, words.word("yes" if lot.below_part_limit else "no"))
        for line in plan.lines
        for lot in line.lots.lots
    ]
    return Table(columns, rows)


def _requirements(plan: Plan) -> Table:
    columns = (
        column("what", "wrap", 34),
        column("kind", "text", 14),
        column("requirement", "wrap", 60),
        column("status", "text", 16),
        column("basis", "wrap", 40),
    )
    rows = [
        (
            f"{line.id} {line.title}",
            words.word(f"kind_{one.kind}"),
            words.word(f"requirement_{one.key}"),
            words.word(f"status_{one.status}"),
            one.source,
        )
        for line in plan.lines
        for one in line.requirements
    ]
    return Table(columns, rows)


def _initiatives(plan: Plan) -> Table:
    """Each initiative once, with the tasks it stands beside."""
    columns = (
        column("what", "wrap", 30),
        column("way", "text", 14),
        column("stage", "text", 14),
        column("quote", "wrap", 70),
        column("document", "wrap", 28),
        column("page", "count", 8),
    )
    held: dict[str, list[str]] = {}
    found = {one.id: one for line in plan.lines for one in line.initiatives}
    for line in plan.lines:
        for one in line.initiatives:
            held.setdefault(one.id, []).append(line.id)
    rows = [
        (", ".join(held[key]), words.word(f"way_{one.way}"), label("stage", one.stage), one.quote, one.document, one.page)
        for key, one in found.items()
    ]
    return Table(columns, rows)


def _volumes(plan: Plan) -> Table:
    columns = (column("area", "text", 26), column("volume", "kroner", 18), column("target", "text", 24), column("what", "wrap", 30))
    held: dict[str, list[str]] = {}
    found = {each.area: each for each in plan.idle_volumes}
    for line in plan.lines:
        if line.volume:
            found[line.area] = line.volume
            held.setdefault(line.area, []).append(line.id)
    rows = [
        (words.area(key), each.volume, words.target(each.benchmark), ", ".join(held.get(key, ()))) for key, each in sorted(found.items())
    ]
    return Table(columns, rows)


def _thresholds(plan: Plan) -> Table:
    columns = (
        column("from", "date"),
        column("until", "date"),
        column("kind", "text", 36),
        column("threshold", "kroner", 16),
        column("status", "text", 18),
        column("basis", "wrap", 60),
    )
    sets = {line.thresholds.since: line.thresholds for line in plan.lines if line.thresholds}
    return Table(columns, [row for _since, each in sorted(sets.items()) for row in _threshold_rows(each)])


def _threshold_rows(each: ThresholdSet) -> Iterator[tuple[Cell, ...]]:
    for one in each.thresholds.values():
        yield each.since, each.until, words.word(f"threshold_{one.key}"), one.amount, words.word(f"status_{one.status}"), each.source
