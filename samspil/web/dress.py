"""Templates and assets: how pages look. The report's stylesheet and fonts, and our own beside them."""

import functools
import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from typing import Any

import jinja2

from samspil import __version__
from samspil.vocabulary.numbers import show_decimal, show_kroner, show_number
from samspil.vocabulary.texts import language, say

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "woff2": "font/woff2",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_OF_REPORT = (
    "report.css",
    "purchasing.css",
    "purchasing.js",
    "make.css",
    "competition.css",
    "competition.js",
    "plan.css",
    "IBMPlexSans-Regular-Latin1.woff2",
    "IBMPlexSans-SemiBold-Latin1.woff2",
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages load: its bytes, type and the start of its SHA-256."""

    content: bytes
    type: str
    version: str


@functools.cache
def list_assets() -> dict[str, Asset]:
    """By name; nothing else is ever served from there."""
    own = [file for file in resources.files("samspil.web").joinpath("assets").iterdir() if file.name.rpartition(".")[2] in _TYPES]
    report = [resources.files("samspil.publish").joinpath("assets", name) for name in _OF_REPORT]
    return {file.name: _read_asset(file.name, file.read_bytes()) for file in (*report, *own)}


def _read_asset(name: str, content: bytes) -> Asset:
    return Asset(content, _TYPES[name.rpartition(".")[2]], hashlib.sha256(content).hexdigest()[:12])


def asset_address(name: str) -> str:
    """The address of an asset, other for other bytes, so that browsers may keep it for ever. Raises KeyError for an unknown one."""
    return f"/assets/{name}?v={list_assets()[name].version}"


@functools.cache
def load_templates() -> jinja2.Environment:
    """Templates with escaping on and strict about names."""
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [jinja2.PackageLoader("samspil.web"), jinja2.PrefixLoader({"publish": jinja2.PackageLoader("samspil.publish")})]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"t": say, "say": say, "asset": asset_address, "language": language, "version": __version__}
    environment.globals["new_key"] = lambda: secrets.token_urlsafe(16)
    environment.filters |= {"number": show_number, "decimal": show_decimal, "kroner": show_kroner, "moment": show_moment}
    return environment


def render(template: str, **values: Any) -> str:
    """A page as HTML; half characters, which a hostile file may hold, are shown as '?'."""
    return load_templates().get_template(template).render(**values).encode("utf-8", "replace").decode("utf-8")


def show_moment(seconds: float) -> str:
    """Seconds since 1970 as people write it, in the server's own time zone: '3.2.2026 kl. 14.05'."""
    moment = datetime.fromtimestamp(seconds, UTC).astimezone()
    return say("web.moment", day=moment.day, month=moment.month, year=moment.year, clock=f"{moment:%H.%M}")
