"""The application: every route from the table, each behind its gate, all behind the shield."""

import contextlib
import functools
import inspect
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from samspil import __version__
from samspil.errors import SamspilError
from samspil.store.desk.desk import Desk
from samspil.web.api.contract import options_of
from samspil.web.api.rate import Rates, check_rate
from samspil.web.errors import answer
from samspil.web.gate import Gate, check_form_token
from samspil.web.lines import API, UNSAFE, Line
from samspil.web.routes import NAV, ROUTES
from samspil.web.settings import Settings
from samspil.web.shield import Shield

HASH_JOBS = 4  # passwords are hashed with 64 MiB each


def make_app(desk: Desk, settings: Settings) -> FastAPI:
    """The web application over an open desk, which the caller closes."""
    app = FastAPI(
        title="Samspil", version=__version__, openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=_live
    )
    app.state.desk, app.state.settings = desk, settings
    app.state.rates, app.state.descriptions = Rates(), {}
    app.state.hashing = anyio.CapacityLimiter(HASH_JOBS)
    for line in ROUTES:
        add_line(app, line)
    for kind in (HTTPException, RequestValidationError, SamspilError):
        app.add_exception_handler(kind, answer)
    app.add_middleware(Shield, settings=settings)
    return app


def add_line(app: FastAPI, line: Line) -> None:
    """A route with its gate."""
    app.add_api_route(
        line.path,
        line.run if line.method in UNSAFE else share_connection(line.run, app.state.desk),
        methods=[line.method],
        include_in_schema=line.kind == API,
        response_model=None,
        response_class=Response,
        dependencies=_dependencies(line),
        **options_of(line.run),
    )
    route = app.router.routes[-1]
    if not isinstance(route, APIRoute):
        raise TypeError(route)
    route.app = Gate(route.app, line, NAV)


def share_connection(run: Callable[..., Any], desk: Desk) -> Callable[..., Any]:
    """What only shows asks all its questions on one connection. Functions that wait in the event loop are left alone: they must hold none while they wait."""
    if inspect.iscoroutinefunction(run):
        return run

    @functools.wraps(run)
    def sharing(*args: Any, **values: Any) -> Any:
        with desk.sharing():
            return run(*args, **values)

    return sharing


def _dependencies(line: Line) -> list[Any]:
    tokens = [Depends(check_form_token)] if line.method in UNSAFE else []
    return [*tokens, Depends(check_rate)] if line.kind == API else tokens


@contextlib.asynccontextmanager
async def _live(app: FastAPI) -> AsyncIterator[None]:
    """What runs beside the requests: `app.state.begin` and `end`, if `serve` has put functions there."""
    for begin in getattr(app.state, "begin", ()):
        begin()
    yield
    for end in getattr(app.state, "end", ()):
        end()
