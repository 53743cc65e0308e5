"""What stands on the workbook's sheets: columns with titles and widths, rows as plain cells. No spreadsheet library here."""

from collections.abc import Sequence
from dataclasses import dataclass

from samspil.publish.contract import order_documents, order_headlines, order_initiatives
from samspil.publish.figures import ADDED_KINDS, build_ledger, list_entries, state_of
from samspil.publish.own_themes import find_own_note
from samspil.publish.rows import review_years
from samspil.publish.tables import in_theme
from samspil.values.codes import horizon
from samspil.values.initiative import Initiative
from samspil.values.review import Review
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.texts import say
from samspil.vocabulary.themes import label

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """`style`: 'text', 'wrap', 'kroner', 'count' or 'share'; `width` in characters."""

    title: str
    width: int = 14
    style: str = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name`: key of its title in the catalogue; `frozen`: columns that stay in sight."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    frozen: int = 1


def list_sheets(review: Review) -> list[Sheet]:
    """Overview, initiatives, amounts, quotes, coverage."""
    return [overview_sheet(review), initiative_sheet(review), amount_sheet(review), quote_sheet(review), coverage_sheet(review)]


def guide_lines(review: Review) -> list[str]:
    """Title, run facts and how to read the numbers."""
    facts = review.facts
    lines = [say("publish.title", year=facts["budget_year"])]
    if facts.get("fictional"):
        lines.append(say("publish.fictional_heading") + ". " + say("publish.fictional_text"))
    lines.append(say("publish.run_facts", **{name: facts.get(name, "") for name in ("version", "codebook", "model", "run")}))
    lines.append(say("publish.coverage_line", read=review.coverage.read, of=review.coverage.municipalities))
    lines += [f"{label('theme', theme)}: {note}" for theme in review.headlines if (note := find_own_note(review, theme))]
    return lines + [say(f"publish.guide_{number}") for number in range(1, 9)]


def overview_sheet(review: Review) -> Sheet:
    """One row per theme: municipalities, then kroner per year."""
    years = review_years(review)
    names = ("theme", "municipalities", "read", "of", "interval", "initiatives")
    columns = [Column(say(f"publish.head_{name}"), 46 if name == "theme" else 12, "wrap" if name == "theme" else "count") for name in names]
    columns += [_kroner(f"{label('amount', kind)} {year}") for kind in ADDED_KINDS for year in years]
    columns += [Column(say("publish.head_beside"), 16, "count")]
    return Sheet("overview", columns, [_overview_row(review, theme) for theme in order_headlines(review)])


def _overview_row(review: Review, theme: str) -> list[Cell]:
    headline, initiatives = review.headlines[theme], in_theme(review, theme)
    interval = f"{headline.interval[0]}–{headline.interval[1]}" if headline.interval else None
    ledgers = [build_ledger(initiatives, kind, review_years(review)) for kind in ADDED_KINDS]
    kroner = [ledger.years[year] for ledger in ledgers for year in review_years(review)]
    counts: list[Cell] = [headline.municipalities, headline.read, headline.of, interval, len(initiatives)]
    return [label("theme", theme), *counts, *kroner, sum(ledger.beside for ledger in ledgers)]


def initiative_sheet(review: Review) -> Sheet:
    """One row per initiative."""
    years = review_years(review)
    names = {"municipality": 20, "theme": 30, "topic": 22, "stage": 13, "quote": 80, "source": 30, "page": 8}
    columns = [Column(say(f"publish.head_{name}"), width, "wrap") for name, width in names.items()]
    columns += [_kroner(f"{label('amount', kind)} {year}") for kind in ADDED_KINDS for year in years]
    columns += [Column(say("publish.head_beside"), 12, "count"), Column(say("publish.head_confidence"), 10, "share")]
    columns += [Column(say(f"publish.head_{name}"), 24, "wrap") for name in ("technologies", "actors", "committee", "reader", "code", "id")]
    return Sheet("initiatives", columns, [_initiative_row(initiative, years) for initiative in order_initiatives(review)])


def _initiative_row(initiative: Initiative, years: Sequence[int]) -> list[Cell]:
    ledgers = [build_ledger([initiative], kind, years) for kind in ADDED_KINDS]
    kroner = [ledger.years[year] or None for ledger in ledgers for year in years]
    sources = dict.fromkeys(evidence.document for evidence in initiative.evidence)
    pages = dict.fromkeys(str(evidence.page) for evidence in initiative.evidence)
    words: list[Cell] = [
        initiative.municipality,
        "; ".join(label("theme", theme) for theme in initiative.themes),
        "; ".join(label("topic", topic) for topic in initiative.topics),
        label("stage", initiative.stage),
        "\n\n".join(evidence.quote for evidence in initiative.evidence),
        "; ".join(sources),
        ", ".join(pages),
    ]
    lists = [", ".join(initiative.technologies), ", ".join(initiative.actors), initiative.committee]
    rest: list[Cell] = [round(initiative.confidence, 3), *lists, initiative.reader, initiative.municipality_code, initiative.id]
    return [*words, *kroner, sum(ledger.beside for ledger in ledgers), *rest]


def amount_sheet(review: Review) -> Sheet:
    """One row per amount, laid out over the years; `state` says whether it is added."""
    names = {"municipality": 20, "kind": 14, "amount": 15, "state": 24, "quote": 60, "total": 15, "price_level": 10, "readings": 40}
    kroner = {"amount", "total"}
    columns = [Column(say(f"publish.head_{name}"), width, "kroner" if name in kroner else "wrap") for name, width in names.items()]
    columns += [_kroner(str(year)) for year in review_years(review)]
    columns += [_kroner(say("publish.head_outside")), Column(say("publish.head_theme"), 30, "wrap"), Column(say("publish.head_id"), 24)]
    return Sheet("amounts", columns, _amount_rows(review))


def _amount_rows(review: Review) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for initiative, amount in ((entry.initiative, entry.amount) for entry in list_entries(order_initiatives(review))):
        years = horizon(initiative.budget_year)
        state = say(f"publish.state_{state_of(amount)}") + (f" ({say('publish.assumed')})" if amount.assumed else "")
        first: list[Cell] = [initiative.municipality, label("amount", amount.kind), amount.dkk, state, amount.quote, amount.total]
        outside = sum(dkk for year, dkk in amount.profile.items() if year not in years) or None
        themes = "; ".join(label("theme", theme) for theme in initiative.themes)
        layout = [amount.profile.get(year) for year in review_years(review)]
        rows.append([*first, amount.price_level, "\n".join(amount.readings), *layout, outside, themes, initiative.id])
    return rows


def quote_sheet(review: Review) -> Sheet:
    """One row per quote, with its place in the source."""
    names = {"municipality": 20, "quote": 90, "source": 34, "page": 8, "start": 10, "end": 10, "sha256": 20, "id": 24}
    columns = [Column(say(f"publish.head_{name}"), width, _style(name)) for name, width in names.items()]
    pairs = [(initiative, evidence) for initiative in order_initiatives(review) for evidence in initiative.evidence]
    rows: list[list[Cell]] = [[i.municipality, e.quote, e.document, e.page, e.start, e.end, e.sha256, i.id] for i, e in pairs]
    return Sheet("quotes", columns, rows)


def _style(name: str) -> str:
    return "count" if name in {"page", "start", "end", "pages", "year"} else "wrap" if name in {"quote", "source", "reason"} else "text"


def coverage_sheet(review: Review) -> Sheet:
    """Every file with its verdict, then every municipality without a read agreement."""
    names = {"municipality": 20, "verdict": 22, "reason": 60, "source": 40, "pages": 8, "year": 9, "code": 8, "sha256": 20}
    columns = [Column(say(f"publish.head_{name}"), width, _style(name)) for name, width in names.items()]
    rows: list[list[Cell]] = []
    for record in order_documents(review.coverage):
        words: list[Cell] = [record.municipality, label("verdict", record.verdict), record.reason, record.file]
        rows.append([*words, record.pages, record.budget_year, record.municipality_code, record.sha256])
    unread = say("publish.unread_verdict")
    rows += [[name, unread, say("publish.unread_reason"), *[None] * 5] for name in sorted(review.coverage.missing, key=sort_key)]
    return Sheet("coverage", columns, rows)


def _kroner(title: str) -> Column:
    return Column(title, 14, "kroner")
