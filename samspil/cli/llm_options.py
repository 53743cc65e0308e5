"""The options of `samspil review` that name a language model to read with."""

import argparse
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.errors import UsageError
from samspil.vocabulary.texts import language, say

if TYPE_CHECKING:
    from samspil.llm_reading import LlmWish

READERS = ("linear", "llm")
AT_A_TIME, TIMEOUT = 2, 180  # as `Limits` has them, which is loaded only when needed; a test compares
QUOTE_REASONS = ("unknown_passage", "quote_not_found", "quote_too_short", "example", "order")  # docs/llm-reader.md


def add_llm_options(parser: argparse.ArgumentParser) -> None:
    """Declare them, in a group of their own."""
    group = parser.add_argument_group(say("llm.options_word"))
    parser.add_argument("--reader", choices=READERS, default="linear", help=say("llm.reader_help"))

    def add(option: str, read: Callable[[str], Any], word: str, text: str, **values: object) -> None:
        group.add_argument(option, type=read, metavar=say(word), help=say(f"llm.{text}_help", **values))

    add("--base-url", str, "llm.address_word", "base_url")
    add("--model", str, "llm.name_word", "model")
    add("--api-key-env", str, "llm.variable_word", "key")
    add("--llm-cache", Path, "cli.file_word", "cache")
    add("--llm-max-tokens", _read_count, "llm.count_word", "max_tokens")
    add("--llm-max-cost", _read_amount, "llm.amount_word", "max_cost")
    add("--llm-price-in", _read_amount, "llm.amount_word", "price_in")
    add("--llm-price-out", _read_amount, "llm.amount_word", "price_out")
    add("--llm-at-a-time", _read_at_a_time, "llm.count_word", "at_a_time", usual=AT_A_TIME)
    add("--llm-timeout", _read_seconds, "llm.seconds_word", "timeout", usual=TIMEOUT)
    group.add_argument("--llm-fallback", action="store_true", default=None, help=say("llm.fallback_help"))


def read_wish(options: argparse.Namespace) -> "LlmWish | None":
    """The language model the user named, None for the reader that ships. Raises UsageError for options that do not fit together."""
    given = {name: value for name in _NAMES if (value := getattr(options, name)) is not None}
    if options.reader != "llm":
        _refuse_idle(given)
        return None
    if not (options.base_url or "").strip():
        raise UsageError(say("llm.no_server"), remedy=say("llm.no_server_remedy"))
    from samspil.initiatives.llm import Budget, Limits
    from samspil.llm_reading import LlmWish

    budget = Budget(options.llm_max_tokens, options.llm_max_cost, options.llm_price_in, options.llm_price_out)
    limits = Limits(at_a_time=options.llm_at_a_time or AT_A_TIME, timeout=options.llm_timeout or TIMEOUT)
    key, cache = options.api_key_env or "", options.llm_cache
    return LlmWish(options.base_url, options.model or "", key, cache, budget, limits, bool(options.llm_fallback))


_NAMES = (
    "base_url",
    "model",
    "api_key_env",
    *(f"llm_{name}" for name in ("cache", "max_tokens", "max_cost", "price_in", "price_out", "at_a_time", "timeout", "fallback")),
)


def _refuse_idle(given: Mapping[str, object]) -> None:
    """A user who names a server but no reader would wonder who has read."""
    if given:
        option = f"--{next(iter(given)).replace('_', '-')}"
        raise UsageError(say("llm.without_reader", option=option), remedy=say("llm.without_reader_remedy", option=option))


def describe_sent(sent: Mapping[str, Any]) -> str:
    """One line about what a language model was asked: windows, tokens, cost, quotes that did not hold."""
    record, activity = sent["record"], sent["activity"]
    cost = say("llm.cost_unknown") if activity["cost"] is None else _show_decimal(activity["cost"])
    return say(
        "llm.summary",
        model=record["model"],
        answered=record["totals"]["answered"],
        windows=record["totals"]["windows"],
        requests=activity["requests"],
        tokens_in=activity["tokens_in"],
        tokens_out=activity["tokens_out"],
        cost=cost,
        dropped=sum(record["dropped"].get(reason, 0) for reason in QUOTE_REASONS),
    )


def _show_decimal(value: float) -> str:
    return f"{value:.4f}".replace(".", "," if language() == "da" else ".")


def _read_count(text: str) -> int:
    return int(_read_number(text, 0, whole=True))


def _read_at_a_time(text: str) -> int:
    return int(_read_number(text, 1, whole=True))


def _read_amount(text: str) -> float:
    return _read_number(text, 0)


def _read_seconds(text: str) -> float:
    return _read_number(text, 1)


def _read_number(text: str, least: int, *, whole: bool = False) -> float:
    """A number with a point or a Danish comma. Raises ArgumentTypeError for anything below `least`."""
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number >= least) or (whole and not text.isdecimal()):
        raise argparse.ArgumentTypeError(say("llm.bad_number", given=text, least=least))
    return number
