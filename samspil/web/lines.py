"""A line of the table of routes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ANYONE, READER, CODER, CURATOR, ADMIN = "anyone", "reader", "coder", "curator", "admin"
PAGE, API = "page", "api"
MEGABYTE = 1_000_000
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Line:
    """`role`: the least that may come; ANYONE: also without login. `run`: the FastAPI endpoint. `writes`: what it changes, '' for nothing."""

    method: str
    path: str
    role: str
    kind: str
    run: Callable[..., Any]
    writes: str = ""
    body: int = MEGABYTE
    seconds: float = 30.0

    def __post_init__(self) -> None:
        if (self.method in UNSAFE) != bool(self.writes) and self.method != "GET":
            raise ValueError(f"{self.method} {self.path} must say what it writes")
