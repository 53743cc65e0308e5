"""Prices, the negotiation list and contracts on the terminal and as JSON."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.purchasing.prices.contracts import Watch
    from samspil.purchasing.prices.model import Entry, Expected, Negotiation, Refusal
    from samspil.values.purchasing import Placement

_ROOM = "purchasing_prices"
_ANSWERS_SHOWN = 5


def clean(text: str) -> str:
    """Text of others for the terminal: signs that cannot be seen, or that steer it, are left out."""
    return "".join(sign for sign in text.replace("\u00a0", " ") if sign.isprintable())


def print_json(content: object) -> None:
    """Kroner and other decimals as numbers in text, so that no øre is lost; dates in ISO form."""
    print(json.dumps(content, ensure_ascii=False, indent=1, default=_plain).encode("utf-8", "replace").decode("utf-8"))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def list_to_json(found: "Negotiation") -> dict[str, Any]:
    """The list with what its properties work out."""
    values = asdict(found)
    for entry, written in zip(found.entries, values["entries"], strict=True):
        written |= {"days": entry.days, "points": entry.points}
        for line, told in zip(entry.lines, written["lines"], strict=True):
            told |= {"per_day": line.per_day, "benchmark_dkk": line.benchmark_dkk, "potential_dkk": line.potential_dkk}
        for part, told in zip(entry.order, written["order"], strict=True):
            told["points"] = part.points
    values["sums"] |= {"share": found.sums.share, "sure_share": found.sums.sure_share}
    return values


def show_prices(
    placements: "Mapping[str, Placement]",
    found: "Sequence[Expected]",
    refused: "Sequence[tuple[str, Refusal]]",
    limit: int,
    *,
    synthetic: bool,
) -> None:
    """Each price with its range and reasons; those without, counted by reason."""
    from samspil.purchasing.prices import words

    if synthetic:
        print(say(f"{_ROOM}.synthetic"))
    print(say(f"{_ROOM}.prices_summary", priced=len(found), refused=len(refused)))
    for one in found[:limit]:
        placement = placements[one.key]
        paid = words.write_ore(placement.paid_dkk / placement.days)
        print("\n" + clean(say(f"{_ROOM}.paid_line", paid=paid, line=one.key, year=placement.year)))
        for line in words.describe_expected(one):
            print(f"  {clean(line)}")
    if refused:
        print("\n" + say(f"{_ROOM}.refused_head"))
        for why, count in Counter(words.describe_refusal(each) for _key, each in refused).most_common(limit):
            print(f"  - {clean(say(f'{_ROOM}.refused_count', why=why, count=count))}")


def show_list(found: "Negotiation", names: "Sequence[tuple[str, Refusal]]", limit: int) -> None:
    """Sums, then each offer with all that stands beside its price."""
    from samspil.purchasing.prices import words

    print("\n".join([*words.describe_list(found), *words.describe_sums(found.sums), say(f"{_ROOM}.quality_first")]))
    for number, entry in enumerate(found.entries[:limit], start=1):
        _show_entry(number, entry)
    rest = len(found.entries) - limit
    if rest > 0:
        print("\n" + say(f"{_ROOM}.more_on_list", count=rest))
    if not found.entries:
        print("\n" + say(f"{_ROOM}.none_on_list"))
    if names:
        print("\n" + say(f"{_ROOM}.not_compared_head", count=len(names)))
        for name, refusal in names[:limit]:
            print(f"  - {clean(name)}: {clean(words.describe_refusal(refusal))}")


def _show_entry(number: int, entry: "Entry") -> None:
    from samspil.purchasing.prices import words

    sums = {
        name: words.write_kroner(dkk)
        for name, dkk in (("potential", entry.potential_dkk), ("low", entry.low_dkk), ("high", entry.high_dkk))
    }
    print("\n" + clean(say(f"{_ROOM}.entry_line", rank=number, name=entry.name, supplier=entry.supplier_name, **sums)))
    per_day = {"paid": words.write_ore(entry.paid_dkk / entry.days), "benchmark": words.write_ore(entry.benchmark_dkk / entry.days)}
    lines = [
        say(f"{_ROOM}.entry_paid", **per_day, days=entry.days, dearer=words.write_share(entry.dearer_than, 0)),
        words.describe_quality(entry.quality),
        words.describe_terms(entry.terms),
        *(words.describe_driver(each) for each in entry.drivers),
        words.ask(entry.drivers[0]),
        words.describe_order(entry),
    ]
    if entry.answers:
        lines.append(say(f"{_ROOM}.answered_on", on=words.write_date(entry.answered_on)))
        lines += [words.describe_answer(each) for each in entry.answers[:_ANSWERS_SHOWN]]
    print("\n".join(f"  {clean(line)}" for line in lines))


def show_watch(found: "Sequence[Watch]", limit: int, year: int) -> None:
    """By kind, each with its count; the first of each kind in full."""
    from samspil.purchasing.prices import words

    if not found:
        print(say(f"{_ROOM}.watch_nothing", year=year))
        return
    print(say(f"{_ROOM}.contracts_guide", count=len(found)))
    for kind, count in Counter(each.kind for each in found).items():
        print(f"\n{words.watch_title(kind)} ({count})")
        for each in [watch for watch in found if watch.kind == kind][:limit]:
            print(f"  - {clean(each.name)}: {clean(words.describe_watch(each))}")
