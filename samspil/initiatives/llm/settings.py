"""What the user decides: which server, how much it may cost, how patient to be. All checked before anything is sent."""

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from samspil.errors import UsageError
from samspil.vocabulary.texts import say

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Budget:
    """Caps, and prices per million tokens in whatever currency the user counts in; None: no cap, price unknown."""

    max_tokens: int | None = None
    max_cost: float | None = None
    price_in: float | None = None
    price_out: float | None = None

    def check(self) -> None:
        """Raises UsageError for negative figures, and for a cap on cost without prices."""
        figures = [figure for figure in (self.max_tokens, self.max_cost, self.price_in, self.price_out) if figure is not None]
        if any(figure < 0 or not math.isfinite(figure) for figure in figures):
            raise UsageError(say("llm.budget_negative"), remedy=say("llm.budget_remedy"))
        if self.max_cost is not None and (self.price_in is None or self.price_out is None):
            raise UsageError(say("llm.budget_without_prices"), remedy=say("llm.budget_remedy"))

    def cost(self, tokens_in: int, tokens_out: int) -> float | None:
        """What these tokens cost; None when a price is unknown."""
        if self.price_in is None or self.price_out is None:
            return None
        return (tokens_in * self.price_in + tokens_out * self.price_out) / MILLION


@dataclass(frozen=True, slots=True)
class Limits:
    """Patience. Seconds for `timeout` (a whole answer) and the waits between attempts, which double from `first_wait` to `longest_wait`.

    `failures_in_row`: after so many windows without a usable answer the server counts as unavailable.
    """

    at_a_time: int = 2
    attempts: int = 4
    timeout: float = 180.0
    first_wait: float = 1.0
    longest_wait: float = 60.0
    failures_in_row: int = 5
    answer_tokens: int = 4096
    answer_bytes: int = 1_000_000

    def check(self) -> None:
        """Raises UsageError when a figure leaves no room to work."""
        counts = (self.at_a_time, self.attempts, self.failures_in_row, self.answer_tokens, self.answer_bytes)
        if min(counts) < 1 or self.timeout <= 0 or min(self.first_wait, self.longest_wait) < 0:
            raise UsageError(say("llm.limits_wrong"))


class Secret:
    """A key that shows itself to nobody who does not ask by name."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __bool__(self) -> bool:
        return bool(self._value)

    def reveal(self) -> str:
        """The key itself, for the request's header only."""
        return self._value

    def hide(self, text: str) -> str:
        """The text with the key blacked out."""
        return text.replace(self._value, "***") if self._value else text


@dataclass(frozen=True, slots=True)
class Server:
    """An OpenAI-compatible server, as the user named it; `url` never holds a secret."""

    url: str
    model: str
    key: Secret


def choose_server(base_url: str, model: str, api_key_env: str, environment: Mapping[str, str] | None = None) -> Server:
    """The server to ask. Raises UsageError when the address, the model or the variable that should hold the key is not usable."""
    if not model.strip() or not model.isprintable():
        raise UsageError(say("llm.no_model"), remedy=say("llm.no_model_remedy"))
    return Server(check_url(base_url), model.strip(), read_key(api_key_env, os.environ if environment is None else environment))


def check_url(base_url: str) -> str:
    """The address without a closing slash. Raises UsageError if it is no http(s) address, or holds a name, password or query."""
    try:
        parts = urlsplit(base_url.strip())
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(say("llm.url_wrong"), remedy=say("llm.url_remedy"))
    if parts.username or parts.password or parts.query or parts.fragment:
        raise UsageError(say("llm.url_with_secret"), remedy=say("llm.key_remedy"))
    return parts.geturl().rstrip("/")


def read_key(variable: str, environment: Mapping[str, str]) -> Secret:
    """The key in the environment variable the user named; empty when none was named. Raises UsageError, without showing what may be a key."""
    if not variable:
        return Secret("")
    if not re.fullmatch(r"[A-Z_][A-Z0-9_]{0,63}", variable):  # somebody may have given the key instead of its variable's name
        raise UsageError(say("llm.key_name_wrong"), remedy=say("llm.key_remedy"))
    value = environment.get(variable, "").strip()
    if not value:
        raise UsageError(say("llm.key_missing", variable=variable), remedy=say("llm.key_remedy"))
    if not re.fullmatch(r"[\x21-\x7e]{6,}", value):
        raise UsageError(say("llm.key_odd", variable=variable), remedy=say("llm.key_remedy"))
    return Secret(value)
