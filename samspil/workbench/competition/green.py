"""The green side of a purchase plan at the desk: spend and factors read in a child, kept with what was asked, and estimated again from that."""

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from samspil.store.desk.desk import Desk
from samspil.values.desk import Person
from samspil.workbench.competition import exposed, papers
from samspil.workbench.competition.against import Answer, read_whole
from samspil.workbench.competition.papers import GREEN, Paper, blame, miss, remember

if TYPE_CHECKING:
    from samspil.competition.user_table import UserTable
    from samspil.publish.purchasing.make_story import Story
    from samspil.values.competition_green import Estimate

FILES = ("spend", "factors", "index")
MOST_BYTES = 10_000_000
MOST_REQUIREMENTS = 20
TYPES = {"green.html": "text/html; charset=utf-8", "green.xlsx": exposed.XLSX, "green.json": "application/json"}
Given = Mapping[str, tuple[str, bytes]]


def bring(desk: Desk, person: Person, files: Given, typed: Mapping[str, str], key: str = "") -> int:
    """Estimate, and keep what it rests on; the number of the paper. Without files: the examples. Raises ExposureError, CompetitionError."""
    from samspil.publish.competition.green_files import EXAMPLES, read_example

    given = dict(files)
    if typed.get("example"):
        given = {part: (name, read_example(name)) for part, name in zip(FILES, EXAMPLES, strict=False)}
    if "spend" not in given or "factors" not in given:
        raise blame("two_files")
    for name, content in given.values():
        if len(content) > MOST_BYTES:
            raise blame("too_big", name[:100], most=MOST_BYTES // 1_000_000)
    lines = [line.strip() for line in typed.get("requirements", "").splitlines() if line.strip()][:MOST_REQUIREMENTS]
    values: dict[str, Any] = {"seed": read_whole(typed, "seed", 1, 0, 2**31 - 1), "requirements": lines}
    values["files"] = {part: [name[:200], base64.b64encode(content).decode("ascii")] for part, (name, content) in given.items()}
    story, estimate = _work_out(values)
    example = any(name in EXAMPLES for name, _content in given.values())
    record = {"names": [name[:200] for name, _content in given.values()], "answer": story.answer[:400], "example": example}
    record["told"] = estimate.kg is not None
    return papers.keep_values(desk, person, GREEN, record, values, key)


def _work_out(values: Mapping[str, Any]) -> "tuple[Story, Estimate]":
    from samspil.competition.green.estimate import estimate
    from samspil.competition.green.reading import read_factors, read_levels, read_spending
    from samspil.competition.green.requirements import parse_requirements
    from samspil.publish.competition.green_story import tell_estimate

    tables = {part: _open(name, data) for part, (name, data) in values["files"].items()}
    spending, factors = read_spending(tables["spend"]), read_factors(tables["factors"])
    levels = read_levels(tables["index"]) if "index" in tables else None
    wishes = parse_requirements(values["requirements"], list(dict.fromkeys(line.category for line in spending.lines)))
    done = estimate(spending, factors, wishes, levels, seed=values["seed"])
    return tell_estimate(done), done


def _open(name: str, data: str) -> "tuple[UserTable, ...]":
    from samspil.table_files import read_table

    return read_table(base64.b64decode(data), name)


def open_estimate(desk: Desk, paper: Paper) -> "tuple[Answer, Estimate]":
    """The estimate of a paper, made again from what was kept. Raises StoreError, CompetitionError."""
    story, done = remember(desk, (paper.sha256, "green"), lambda: _work_out(papers.open_values(desk, paper)))
    return Answer(story), done


def write_file(found: "tuple[Answer, Estimate]", name: str) -> tuple[bytes, str]:
    """One of TYPES, as the command writes it. Raises NoExposureError."""
    from samspil.publish.competition.green_files import make_files

    if name not in TYPES:
        raise miss("no_file")
    answer, done = found
    return make_files(answer.story, done, "green")[name], TYPES[name]


def make_template(name: str) -> bytes:
    """An empty table with its headings, or an example. Raises NoExposureError."""
    from samspil.publish.competition.green_files import make_templates

    found = make_templates().get(name)
    if found is None:
        raise miss("no_file")
    return found
