"""An evaluation of bids as tables, lines and JSON."""

from fractions import Fraction
from typing import Any

from samspil.purchasing.bids.evaluate import PRICE, is_money, to_decimal
from samspil.purchasing.bids.model import BidResult, Evaluation, Span
from samspil.purchasing.choice.tables import Table, word
from samspil.purchasing.choice.words import kroner, number, percent, say_reason


def results_table(done: Evaluation) -> Table:
    """Bids with the part of each criterion, best first."""
    money = is_money(done.tender.rules)
    names = [word("price_word"), *(each.name for each in done.tender.rules.qualities)]
    given = () if money else (word("given_price_word"),)
    head = (
        word("rank_word"),
        word("bid_word"),
        *given,
        *names,
        word("total_money_word" if money else "total_points_word"),
        word("why_word"),
    )
    rows = tuple(_result_row(each, money) for each in done.results)
    return Table("bids", word("bid_word"), head, rows)


def _result_row(result: BidResult, money: bool) -> tuple[str, ...]:
    show = kroner if money else _points
    parts = [kroner(part.given) if money and part.criterion == PRICE else show(part.part) for part in result.parts]
    given = () if money else (kroner(result.parts[0].given),)
    why = "; ".join(say_reason(reason) for reason in result.failed)
    return (str(result.rank or "-"), result.bid, *given, *parts, show(result.total), why)


def _points(value: Fraction) -> str:
    return number(value, 4)


def effective_table(done: Evaluation) -> Table:
    """Stated weights against what the differences between these bids weigh."""
    rows = [
        (
            word("price_word") if each.criterion == PRICE else each.criterion,
            percent(each.stated),
            percent(each.effective) if each.effective is not None else "-",
        )
        for each in done.effective
    ]
    return Table("effective", word("effective_word"), (word("criterion_word"), word("stated_word"), word("effective_word")), tuple(rows))


def removals_table(done: Evaluation) -> Table:
    """Who would win without each bid, and which others turn."""
    rows = [
        (each.removed, ", ".join(each.winners) or word("no_winner"), "; ".join(f"{above} / {below}" for above, below in each.turned) or "-")
        for each in done.removals
    ]
    return Table("removals", word("sheet_removals"), (word("removed_word"), word("winner_word"), word("turned_word")), tuple(rows))


def span_line(span: Span) -> str:
    """'Prisens vægt 0-37,5 %: A'."""
    shown = 100 if span.kind == "price_weight" else 1
    low, high = number(span.low * shown), number(span.high * shown)
    return word(f"span_{span.kind}", low=low, high=high, winners=", ".join(span.winners) or word("no_winner"))


def lines_of(done: Evaluation) -> list[str]:
    """The winner and the warnings."""
    winners = ", ".join(done.winners) or word("no_winner")
    return [word("winner_line", model=done.tender.rules.model, winners=winners), *(say_reason(each, "warn") for each in done.warnings)]


def all_tables(done: Evaluation) -> list[Table]:
    """For the workbook."""
    spans = tuple((span_line(span),) for span in (*done.weights, *done.slopes))
    warnings = tuple((line,) for line in (*lines_of(done), word("tender_word")))
    return [
        results_table(done),
        effective_table(done),
        removals_table(done),
        Table("spans", word("sheet_spans"), (word("sheet_spans"),), spans),
        Table("warnings", word("sheet_warnings"), (word("sheet_warnings"),), warnings),
    ]


def as_json(done: Evaluation) -> dict[str, Any]:
    """All of it; totals as decimal text, so that nothing is lost."""
    return {
        "model": done.tender.rules.model,
        "our_form": done.our_form,
        "unit": "dkk" if is_money(done.tender.rules) else "points",
        "winners": list(done.winners),
        "results": [
            {
                "bid": each.bid,
                "rank": each.rank,
                "total": str(to_decimal(each.total)),
                "failed": [say_reason(reason) for reason in each.failed],
                "parts": [
                    {
                        "criterion": part.criterion,
                        "given": str(part.given),
                        "points": str(to_decimal(part.points)),
                        "part": str(to_decimal(part.part)),
                    }
                    for part in each.parts
                ],
            }
            for each in done.results
        ],
        "effective_weights": [
            {
                "criterion": each.criterion,
                "stated": float(each.stated),
                "effective": None if each.effective is None else float(each.effective),
            }
            for each in done.effective
        ],
        "without": [
            {"removed": each.removed, "winners": list(each.winners), "turned": [list(pair) for pair in each.turned]}
            for each in done.removals
        ],
        "spans": [
            {"kind": span.kind, "low": float(span.low), "high": float(span.high), "winners": list(span.winners)}
            for span in (*done.weights, *done.slopes)
        ],
        "warnings": [{"key": each.key, "text": say_reason(each, "warn")} for each in done.warnings],
    }
