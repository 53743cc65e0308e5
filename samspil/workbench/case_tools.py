"""What the pages of cases ask for beside the cases: sizes, drawings, files for suppliers, coverage."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from samspil.cases.matching.model import Size
from samspil.cases.matching.words import describe_score, describe_silence, label_of, list_labels
from samspil.cases.transfer.model import Transfer
from samspil.cases.transfer.report import Outcome
from samspil.cases.transfer.value import Worth
from samspil.cases.transfer.wish import find_municipality
from samspil.publish.opportunities import to_csv, to_json, to_xlsx
from samspil.publish.transfer_chart import draw_tornado
from samspil.publish.transfer_page import draw_effects
from samspil.store.desk.desk import Desk
from samspil.vocabulary.concepts import read_concepts
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.texts import say
from samspil.workbench.case_rows import Asked, find_open
from samspil.workbench.cases import NoCaseError
from samspil.workbench.export import ExportError
from samspil.workbench.overview import list_years, read_current

FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def find_size(place: str) -> Size | None:
    """The municipality a need comes from, by name or code; None for ''. Raises TransferError naming near ones."""
    return Size(find_municipality(place).code) if place else None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A transfer's drawings: a range for each unit, and the tornado ('' without costs)."""

    ranges: tuple[Markup, ...]
    tornado: Markup


def draw(result: Transfer, worth: Outcome) -> Drawn:
    """As on the page that the command line writes."""
    bars = draw_tornado(worth) if isinstance(worth, Worth) and worth.bars else ""
    return Drawn(tuple(draw_effects(result)), Markup(bars))  # noqa: S704 - escaped where it is drawn


def list_technologies() -> list[tuple[str, str]]:
    """The technologies that texts are searched for: concept and words."""
    found = [(concept, one.label) for concept, one in read_concepts().items() if concept.startswith("technology.")]
    return sorted(found, key=lambda pair: sort_key(pair[1]))


def tell_coverage(desk: Desk, year: int = 0) -> list[str]:
    """Who was read, a line for each year: nothing found is no proof of nothing planned."""
    lines = []
    for one in [year] if year else list_years(desk):
        try:
            coverage = read_current(desk, one).coverage
        except ExportError:
            continue
        lines.append(say("cases_match.coverage_note", read=coverage.read, of=coverage.municipalities, year=one))
    return lines


def write_opportunities(desk: Desk, asked: Asked, kind: str) -> tuple[bytes, str]:
    """All that is open as a file, and its type. Raises NoCaseError for a kind that there is not."""
    writers: dict[str, Callable[..., bytes]] = {"csv": to_csv, "xlsx": to_xlsx, "json": to_json}
    if kind not in writers:
        raise NoCaseError(say("desk_cases.no_kind"), place=kind[:20], remedy=", ".join(writers))
    found, _total = find_open(desk, asked)
    return writers[kind](found, tell_coverage(desk, asked.year)), FILES[kind]


__all__ = [
    "describe_score",
    "describe_silence",
    "draw",
    "find_size",
    "label_of",
    "list_labels",
    "list_technologies",
    "tell_coverage",
    "write_opportunities",
]
