"""Stylesheets, scripts and fonts, which anybody may have, and a sign of life."""

from fastapi import Request
from starlette.responses import Response

from samspil.web.dress import list_assets
from samspil.web.errors import Refusal

_FOR_EVER, _FOR_A_WHILE = "public, max-age=31536000, immutable", "public, max-age=3600"


def show(request: Request, name: str) -> Response:
    """An asset by its name; kept by browsers for ever when asked for with its version. Raises Refusal for any other name."""
    asset = list_assets().get(name)
    if asset is None:
        raise Refusal(404, "status_404")
    kept = _FOR_EVER if request.query_params.get("v") == asset.version else _FOR_A_WHILE
    headers = {"Cache-Control": kept, "ETag": f'"{asset.version}"'}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(asset.content, headers=headers, media_type=asset.type)


def show_health() -> Response:
    """That the server answers, and nothing else."""
    return Response(status_code=204)
