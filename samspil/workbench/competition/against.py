"""Peers and volumes, asked by forms: whom to hold against whom, ranks and distances, ranges of saving that the user picks. Nothing that is typed is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from samspil.store.desk.desk import Desk
from samspil.values.case import SERVICE_AREAS
from samspil.values.competition import BENCHMARKS, TARGETS
from samspil.vocabulary.texts import say
from samspil.workbench.competition import accounts, given, papers
from samspil.workbench.competition.papers import Paper, blame, miss, remember

if TYPE_CHECKING:
    from samspil.competition.peers.run import Compared, Wish
    from samspil.publish.purchasing.make_story import Story
    from samspil.values.competition_findings import AccountFinding
    from samspil.values.competition_peers import Evidence
    from samspil.values.statistics import Driver

Typed = Mapping[str, str]
LEVELS = ("service_area", "main_account", "function", "total")
SHAPES = ("uniform", "triangular")
EXAMPLE, BROUGHT = "example", "brought"
FEWEST, MOST = 3, 50
MOST_CHOSEN = 97
TYPES = {
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A story and its parts for the shared template."""

    story: "Story"

    @property
    def parts(self) -> dict[str, Any]:
        """What the template of stories knows."""
        return story_parts(self.story)


def story_parts(story: "Story") -> dict[str, Any]:
    """What the template of stories knows."""
    from samspil.publish.purchasing.make_story import show

    drawings = {one.key: Markup(one.drawing) for one in story.sections}  # noqa: S704 - escaped where they are drawn
    heads = {f"{name}_head": say(f"purchasing_make.section_{name}") for name in ("cautions", "method")}
    return {"story": story, "show": show, "drawings": drawings, **heads}


def read_whole(typed: Typed, name: str, default: int, low: int, high: int) -> int:
    """A whole number between two. Raises ExposureError naming the field."""
    words = typed.get(name, "").strip()
    if not words:
        return default
    if not (words.isascii() and words.isdigit() and len(words) < 11 and low <= int(words) <= high):
        raise blame("bad_whole", say(f"web_competition.field_{name}"), given=words[:40], low=low, high=high)
    return int(words)


def read_wish(desk: Desk, paper: Paper, typed: Typed) -> "Wish":
    """The wish of a form. Raises ExposureError, CompetitionError."""
    from samspil.competition.peers.groups import read_names
    from samspil.competition.peers.run import Wish

    by, level = typed.get("by", "") or "type", typed.get("level", "") or LEVELS[0]
    if by not in BENCHMARKS or level not in LEVELS:
        raise miss("no_choice")
    place = say("web_competition.field_municipality")
    (code,) = read_names([typed.get("municipality", "") or "–"], place)
    years = paper.record["years"]
    year = read_whole(typed, "year", years[-1], years[0], years[-1])
    chosen = [name.strip() for name in typed.get("chosen", "").replace("\n", ",").split(",") if name.strip()][:MOST_CHOSEN]
    return Wish(
        municipality=code,
        definition=given.find_recipe(desk, typed.get("recipe", "")),
        by=by,
        level=level,
        year=year,
        chosen=read_names(chosen, say("web_competition.field_chosen")) if by == "own_choice" else (),
        drivers=find_drivers(desk, typed.get("conditions", "") or EXAMPLE) if by == "alike" else (),
        weights=_read_weights(typed.get("weights", "")) if by == "alike" else {},
        count=read_whole(typed, "count", 10, FEWEST, MOST),
        seed=read_whole(typed, "seed", 1, 0, 2**31 - 1),
    )


def _read_weights(text: str) -> dict[str, Decimal]:
    """'density=2, aged=1,5' is not told apart by commas: a weight a line, or with semicolons. Raises ExposureError."""
    weights = {}
    for part in text.replace("\n", ";").split(";"):
        name, _mark, number = part.partition("=")
        try:
            if part.strip():
                weights[name.strip()] = Decimal(number.strip().replace(",", "."))
        except InvalidOperation as error:
            raise blame("bad_weight", say("web_competition.field_weights"), given=part.strip()[:60]) from error
    return weights


def find_drivers(desk: Desk, which: str) -> "tuple[Driver, ...]":
    """Conditions of municipalities: those of the example, or those brought to the desk. Raises NoExposureError."""
    from samspil.competition.peers.facts_file import read_example

    if which == EXAMPLE:
        return read_example()
    paper = accounts.find_conditions(desk)
    if which != BROUGHT or paper is None:
        raise miss("no_conditions")
    return remember(desk, (paper.sha256, "drivers"), lambda: _read_drivers(desk, paper))


def _read_drivers(desk: Desk, paper: Paper) -> "tuple[Driver, ...]":
    from datetime import date

    from samspil.values.statistics import Driver

    found = papers.open_values(desk, paper)["drivers"]
    return tuple(
        Driver(code, name, Decimal(value), date.fromisoformat(day), source, example) for code, name, value, day, source, example in found
    )


def compare(desk: Desk, paper: Paper, typed: Typed) -> "tuple[Compared, list[str]]":
    """How it stands, and what is odd in the accounts, one line each. Raises ExposureError, CompetitionError."""
    from samspil.competition.peers import run

    found = run.compare(accounts.file_of(desk, paper), read_wish(desk, paper, typed))
    return found, tell_coverage(desk, paper, found.wish.municipality, found.year)


def tell_coverage(desk: Desk, paper: Paper, municipality: str, year: int) -> list[str]:
    """What is odd in the accounts of the municipality or of all in that year, and how many findings there are of others."""
    from samspil.competition.coverage.telling import tell_finding

    found = [one for one in find_odd(desk, paper) if one.year in (0, year)]
    own = [one for one in found if one.municipality in ("", municipality)]
    others = len(found) - len(own)
    return [*(" ".join(tell_finding(one)) for one in own), *([say("competition_peers.findings_of_others", count=others)] if others else [])]


def find_odd(desk: Desk, paper: Paper) -> "tuple[AccountFinding, ...]":
    """All findings of accounts."""
    from samspil.competition.coverage.checks import check_accounts

    file = accounts.file_of(desk, paper)
    return remember(desk, (paper.sha256, "odd"), lambda: check_accounts(file))


def ask_peers(desk: Desk, paper: Paper, typed: Typed) -> Answer:
    """How a municipality stands among its peers. Raises ExposureError, CompetitionError."""
    from samspil.publish.competition.peers_story import tell_peers

    found, odd = compare(desk, paper, typed)
    return Answer(tell_peers(found, odd))


def ask_potential(desk: Desk, paper: Paper, typed: Typed) -> Answer:
    """Volumes up to a level; savings for the areas where the user picked a range with a source. Raises ExposureError, CompetitionError."""
    from samspil.competition.potential.run import find_potential
    from samspil.publish.competition.potential_story import tell_potential

    found, odd = compare(desk, paper, {**typed, "level": "service_area"})
    target, shape = typed.get("target", "") or TARGETS[0], typed.get("shape", "") or SHAPES[0]
    if shape not in SHAPES or (target != "all" and target not in TARGETS):
        raise miss("no_choice")
    targets = TARGETS if target == "all" else (target,)
    seed = read_whole(typed, "seed", 1, 0, 2**31 - 1)
    answer = find_potential(found, targets, savings=list(read_picks(typed)), seed=seed, shape=shape)
    return Answer(tell_potential(answer, odd))


def read_picks(typed: Typed) -> list[str]:
    """The areas for which a range was typed, as the command has them. Raises ExposureError for a range without a source, or half a range."""
    picks = []
    for area in SERVICE_AREAS:
        low, high = (typed.get(f"{end}.{area}", "").strip() for end in ("low", "high"))
        source = typed.get(f"evidence.{area}", "").strip() or " ".join(typed.get(f"source.{area}", "").split())
        if not low and not high:
            continue
        if not (low and high and source):
            raise blame("half_pick", name_area(area))
        picks.append(f"{area}={low}..{high}:{source}")
    return picks


def list_evidence() -> "dict[str, list[tuple[str, str]]]":
    """Service area -> what may be picked as a source of a range there: id and words."""
    from samspil.competition.potential.evidence import shipped_evidence

    told: dict[str, list[tuple[str, str]]] = {area: [] for area in SERVICE_AREAS}
    for one in shipped_evidence():
        if one.low is not None and one.high is not None:
            for area in one.areas:
                told[area].append((one.id, _short_words(one)))
    return told


def _short_words(one: "Evidence") -> str:
    from samspil.publish.competition.peers_words import span

    figures = span(one.low, one.high) if one.low is not None and one.high is not None else ""
    return f"{figures}: {one.source.publisher}, {one.source.title}"[:160]


def list_areas() -> list[tuple[str, str, bool]]:
    """Service areas with functions of their own: key, name, whether it is welfare."""
    from samspil.competition.indicators.areas import shipped_areas

    return [(area.key, name_area(area.key), area.welfare) for area in shipped_areas() if area.functions]


def name_area(key: str) -> str:
    """'Vej og park'."""
    from samspil.publish.competition.peers_words import area_name

    return area_name("service_area", key)


def write_file(answer: Answer, name: str, kind: str) -> tuple[bytes, str, str]:
    """The story as a page, a workbook or a document, as the commands write it: bytes, type and name. Raises NoExposureError for another kind."""
    from samspil.publish.competition.potential_files import make_files

    if kind not in TYPES:
        raise miss("no_file")
    return make_files(answer.story, name)[f"{name}.{kind}"], TYPES[kind], f"{name}.{kind}"
