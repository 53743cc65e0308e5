"""Sources for programs: a year's files, their texts, pictures of their pages with boxes."""

from typing import Annotated

from fastapi import Path, Query
from starlette.responses import Response

from samspil.web.api.asked import SHA256, Part
from samspil.web.api.contract import give, tells
from samspil.web.api.models import Documents, DrawnPage, Source
from samspil.web.visit import Here
from samspil.workbench.listing import list_documents_part
from samspil.workbench.sources import draw_source, open_source
from samspil.workbench.views import find_name

YearNumber = Annotated[int, Path(ge=1900, le=2999)]
Sha256 = Annotated[str, Path(pattern=SHA256)]
PageNumber = Annotated[int, Path(ge=1, le=100_000)]
Ranges = Annotated[
    list[Annotated[str, Query(pattern=r"^\d{1,9}-\d{1,9}$")]], Query(max_length=100, description="start-end in the source's text")
]
_KEPT = "private, max-age=3600"  # the address names the file by its hash


@tells("listDocuments", "sources", Documents)
def show_documents(visit: Here, year: YearNumber, query: Annotated[Part, Query()]) -> Response:
    """The files of the newest run of a year."""
    part = list_documents_part(visit.desk, year, query.cursor, query.limit)
    return give({"documents": part.documents, "next": part.next})


@tells("getSource", "sources", Source, 404)
def show_text(visit: Here, sha256: Sha256) -> Response:
    """The text in which quotes count, with its pages and passages. Raises NoSourceError."""
    name = find_name(visit.desk, sha256)
    source = open_source(visit.desk, sha256, name)
    pages = [{"number": number, "start": start, "end": end} for number, start, end in source.pages]
    passages = [{"start": a, "end": b, "kind": kind, "headings": list(above)} for a, b, kind, above in source.passages]
    return give({"sha256": sha256, "file": name, "format": source.format, "text": source.text, "pages": pages, "passages": passages})


@tells("getPage", "sources", DrawnPage, 404)
def show_page(visit: Here, sha256: Sha256, page: PageNumber, range: Ranges = []) -> Response:  # noqa: B006 - FastAPI copies it
    """Size of a PDF page's picture, and the boxes of ranges on it. Raises NoSourceError."""
    source = open_source(visit.desk, sha256, find_name(visit.desk, sha256))
    places = [(int(start), int(end)) for start, _, end in (words.partition("-") for words in range)]
    boxes, drawn = [], draw_source(visit.desk, source, page, [])
    for place in places:
        found = draw_source(visit.desk, source, page, [place]).boxes
        boxes.append(found[0] if found else ())
    image = f"/api/v1/sources/{sha256}/pages/{page}/image"
    return give({"sha256": sha256, "page": page, "width": drawn.width, "height": drawn.height, "image": image, "boxes": boxes})


@tells("getPageImage", "sources", None, 404, types=("image/png",))
def show_image(visit: Here, sha256: Sha256, page: PageNumber) -> Response:
    """The picture. Raises NoSourceError."""
    source = open_source(visit.desk, sha256, find_name(visit.desk, sha256))
    return Response(draw_source(visit.desk, source, page, []).png, media_type="image/png", headers={"Cache-Control": _KEPT})
