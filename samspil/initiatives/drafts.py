"""Proposals become drafts of initiatives: quotes with their places, amounts, technologies, actors, committee.

A draft knows its document's text but not whose agreement it is; `review` adds that.
"""

import functools
from collections.abc import Sequence

from samspil.initiatives.amounts import find_factor, find_sign, find_years, is_of_savings, merge_amounts, read_amounts, read_row
from samspil.initiatives.committee import committee_of
from samspil.initiatives.features import read_words
from samspil.initiatives.reader import Proposal, Reader
from samspil.values.amount import Amount
from samspil.values.draft import Draft, DraftQuote
from samspil.values.passage import CleanText, Passage
from samspil.vocabulary.actors import find_actors
from samspil.vocabulary.terms import TermFinder, read_groups

CONTEXT = 32  # code points before and after a quote, as in the W3C annotation model's TextQuoteSelector


def draft_initiatives(clean: CleanText, passages: Sequence[Passage], reader: Reader, budget_year: int) -> list[Draft]:
    """What the reader finds in a document, dressed for the review, in reading order."""
    return [_draft(clean, passages, proposal, budget_year) for proposal in reader.propose(passages)]


def _draft(clean: CleanText, passages: Sequence[Passage], proposal: Proposal, budget_year: int) -> Draft:
    told = [passages[n] for n in proposal.passages]
    rows = [passages[n] for n in proposal.rows]
    text = " ".join(passage.text for passage in (*told, *rows))
    return Draft(
        proposal.themes,
        proposal.topics,
        proposal.stage,
        round(proposal.confidence, 3),
        tuple(quote for passage in (*told, *rows) for quote in quotes_of(clean, passage)),
        tuple(amounts_of(told, rows, budget_year)),
        find_technologies(text) if "technology" in proposal.themes else (),
        find_actors(text),
        committee_of((told or rows)[0].headings, text),
    )


def quotes_of(clean: CleanText, passage: Passage) -> list[DraftQuote]:
    """The passage as quotes, one per page it stands on."""
    return [
        DraftQuote(
            page,
            start,
            end,
            clean.text[start:end],
            clean.text[max(0, start - CONTEXT) : start],
            clean.text[end : end + CONTEXT],
            min(clean.home[start:end]),
            max(clean.home[start:end]) + 1,
        )
        for page, start, end in clean.split_at_pages(passage.start, passage.end)
    ]


def amounts_of(told: Sequence[Passage], rows: Sequence[Passage], budget_year: int) -> list[Amount]:
    """The sums of an initiative, from its sentences and its table rows, each once."""
    saved = [n for n, passage in enumerate(told) if passage.kind == "item" and passage.headings and is_of_savings(passage.headings[-1])]
    stated = read_amounts([passage.text for passage in told], budget_year, saved) if told else []
    laid_out = [amount for row in rows if (amount := read_row_passage(row, budget_year))]
    return merge_amounts(stated, laid_out, budget_year)


def read_row_passage(row: Passage, budget_year: int) -> Amount | None:
    """A table row's amount by its header's years and its table's unit; None without figures under years."""
    return read_row(row.text, row.cells, *_read_table_head(row.columns, row.notes, row.headings, budget_year))


@functools.lru_cache(maxsize=64)  # the rows of a table have it in common
def _read_table_head(
    columns: tuple[str, ...], notes: tuple[str, ...], headings: tuple[str, ...], budget_year: int
) -> tuple[tuple[int | None, ...], int | None, int]:
    """Years of the columns, factor and sign of a table."""
    unit = [*columns, *reversed(notes), *reversed(headings)]  # the nearest one that names a unit holds
    return tuple(find_years(columns, budget_year)), find_factor(unit), find_sign(unit)


_TECHNOLOGY_GROUPS = frozenset(("technology.welfare", "technology.ai", "technology.automation"))


def find_technologies(text: str) -> tuple[str, ...]:
    """Devices and techniques named, as written, in the order of the alphabet."""
    return tuple(sorted({word for word in read_words(text) if len(word) > 3 and _TECHNOLOGY_GROUPS & set(_finder().groups_of(word))}))


@functools.cache
def _finder() -> TermFinder:
    return TermFinder([group for group in read_groups() if group.name in _TECHNOLOGY_GROUPS])
