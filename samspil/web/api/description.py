"""What programs can do here: as OpenAPI 3.1 in either language, as a page for people, and whose token it is."""

from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.responses import Response

from samspil import __version__
from samspil.values.desk import Json
from samspil.vocabulary.texts import language, read_catalogue
from samspil.web.api.contract import give, options_of, tells
from samspil.web.api.models import Me
from samspil.web.gate import Gate
from samspil.web.lines import API, Line
from samspil.web.visit import Here

Language = Literal["", "da", "en"]


@tells("getDescription", "me", None, types=("application/json",))
def show(request: Request, visit: Here, lang: Language = "") -> Response:
    """The description of the API. `lang`: 'da' or 'en', else the server's language."""
    return give(describe_api(request.app, lang or language()))


def show_page(request: Request, visit: Here) -> Response:
    """The same for people, as a page without any script."""
    description = describe_api(request.app, language())
    return visit.page("api.html", api=description, groups=_group(description), shapes=description["components"]["schemas"], words=say_shape)


@tells("getMe", "me", Me)
def show_me(visit: Here) -> Response:
    """Whose token or session this is."""
    person = visit.person
    return give({"id": person.id, "login": person.login, "name": person.name, "role": person.role})


def describe_api(app: FastAPI, words: str) -> Json:
    """OpenAPI 3.1 of all lines of the API, with summaries in the language `words`; made once per language."""
    kept: dict[str, Json] = app.state.descriptions
    if words not in kept:
        kept[words] = _describe(app, words)
    return kept[words]


def is_promised(line: Line) -> bool:
    """Whether a line is part of what programs may rely on. Other API lines answer scripts of our own pages."""
    return line.kind == API and bool(options_of(line.run))


def _describe(app: FastAPI, words: str) -> Json:
    texts = read_catalogue(words, "web_api")
    routes = [route for route in app.routes if isinstance(route, APIRoute) and isinstance(route.app, Gate) and is_promised(route.app.line)]
    told = get_openapi(
        title="Samspil", version=__version__, openapi_version="3.1.0", summary=texts["summary"], description=texts["text"], routes=routes
    )
    told["components"]["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "description": texts["bearer"]}}
    told["security"] = [{"bearer": []}]
    for route in routes:
        for method in route.methods or ():
            _add_words(told["paths"][route.path_format].get(method.lower()), route, texts)
    told["tags"] = [{"name": name, "description": texts[f"tag_{name}"]} for name in _tags(told)]
    return told


def _add_words(operation: Json | None, route: APIRoute, texts: dict[str, str]) -> None:
    """Summary and what it does from the catalogue; the least role that may."""
    if operation is None or not route.operation_id or not isinstance(route.app, Gate):
        return
    operation["summary"] = texts[route.operation_id]
    operation["description"] = texts[f"{route.operation_id}_text"]
    operation["x-least-role"] = route.app.line.role


def _operations(told: Json) -> list[tuple[str, str, Json]]:
    return [(method, path, one) for path, methods in told["paths"].items() for method, one in methods.items()]


def _tags(told: Json) -> list[str]:
    return list(dict.fromkeys(tag for _method, _path, one in _operations(told) for tag in one.get("tags", ())))


def _group(told: Json) -> list[tuple[Json, list[tuple[str, str, Json]]]]:
    return [(tag, [one for one in _operations(told) if tag["name"] in one[2].get("tags", ())]) for tag in told["tags"]]


def say_shape(schema: Json) -> str:
    """A JSON schema in a few words: 'list of Row', '"a" | "b"', 'integer'."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(f'"{one}"' for one in schema["enum"])
    if "const" in schema:
        return f'"{schema["const"]}"'
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " | ".join(say_shape(one) for one in schema[several])
    if schema.get("type") == "array":
        return f"[{say_shape(schema.get('items', {}))}]"
    inside: Any = schema.get("additionalProperties")
    return f"{{… : {say_shape(inside)}}}" if isinstance(inside, dict) else str(schema.get("type", "…"))
