"""Exports: a year's rows as they stand, or stood after any line of the trail."""

from fastapi import Request
from starlette.responses import Response

from samspil.web.row_words import WORDS
from samspil.web.visit import Here
from samspil.workbench.export import FORMATS, build_published, list_moments, write_export
from samspil.workbench.rows import list_choices


def show(visit: Here) -> Response:
    """What can be fetched."""
    return visit.page(
        "export.html", years=list_choices(visit.desk)["years"], moments=list_moments(visit.desk), formats=list(FORMATS), **WORDS
    )


def fetch(request: Request, visit: Here, year: int, kind: str) -> Response:
    """A file. `until`: a line of the trail. Raises ExportError."""
    words = request.query_params.get("until", "").strip()
    until = int(words) if words.isascii() and words.isdigit() and len(words) < 10 else -1 if words else None
    content = write_export(build_published(visit.desk, year, until), kind)
    name = f"initiatives-{year}{f'-{until}' if until else ''}.{kind}"
    return Response(content, media_type=FORMATS[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})
