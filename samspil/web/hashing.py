"""Passwords are hashed aside, few at a time: each takes 64 MiB, and whoever waits holds no thread."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import anyio
from fastapi import Request

Result = TypeVar("Result")


async def aside(request: Request, function: Callable[..., Result], *given: Any, **named: Any) -> Result:
    """Run `function` in a thread, as one of `HASH_JOBS` at a time."""
    return await anyio.to_thread.run_sync(partial(function, *given, **named), limiter=request.app.state.hashing)
