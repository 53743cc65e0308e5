"""Years for programs: counts, headlines and coverage of the rows as they stand, and exports in the contract's files."""

from typing import Annotated, Literal

from fastapi import Query
from starlette.responses import Response

from samspil.publish.contract import coverage_to_json, headline_to_json, order_headlines
from samspil.web.api.asked import ExportQuery
from samspil.web.api.contract import give, tells
from samspil.web.api.models import Coverage, Headlines, Years
from samspil.web.api.sources import YearNumber
from samspil.web.visit import Here
from samspil.workbench.export import FORMATS, build_desk_review, build_published, write_export
from samspil.workbench.listing import count_years


@tells("listYears", "years", Years)
def show_list(visit: Here) -> Response:
    """The years on the desk."""
    return give({"years": count_years(visit.desk)})


@tells("getHeadlines", "years", Headlines)
def show_headlines(visit: Here, year: YearNumber) -> Response:
    """Themes in numbers. Raises ExportError."""
    review = build_desk_review(visit.desk, year)
    headlines = {theme: headline_to_json(one) for theme, one in order_headlines(review).items()}
    return give({"year": year, "sequence": review.facts["desk_sequence"], "headlines": headlines})


@tells("getCoverage", "years", Coverage)
def show_coverage(visit: Here, year: YearNumber) -> Response:
    """How many municipalities were read, and which were not. Raises ExportError."""
    coverage = coverage_to_json(build_desk_review(visit.desk, year).coverage)
    return give({"year": year} | {name: coverage[name] for name in ("municipalities", "read", "missing")})


@tells("export", "years", None, types=tuple(kind.partition(";")[0] for kind in FORMATS.values()))
def export(visit: Here, year: YearNumber, kind: Literal[tuple(FORMATS)], query: Annotated[ExportQuery, Query()]) -> Response:  # type: ignore[valid-type]
    """The year in a file of the contract. Raises ExportError."""
    content = write_export(build_published(visit.desk, year, query.until or None), kind)
    name = f"initiatives-{year}{f'-{query.until}' if query.until else ''}.{kind}"
    return Response(content, media_type=FORMATS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})
