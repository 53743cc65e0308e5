"""Published reviews for the tests, built without the importer: a title, prose, tables with rows, each with its place in the text."""

import functools
from collections.abc import Iterable, Sequence

from samspil.review.audit.judge import Judge
from samspil.review.audit.run import audit_review
from samspil.values.finding import Finding
from samspil.values.published import Claim, PublishedReview, PublishedRow, PublishedTable
from samspil.vocabulary.municipalities import find_by_name

Rows = Sequence[tuple[str, str]]
TITLE = "Tabel {number}. {title}"


@functools.cache
def find_judge() -> Judge:
    """The model, loaded once for all tests."""
    return Judge()


class Text:
    """Paragraphs one blank line apart, and where each stands."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, paragraph: str) -> tuple[int, int]:
        self.text += "\n\n" if self.text else ""
        start = len(self.text)
        self.text += paragraph
        return start, len(self.text)


def make_review(
    *tables: tuple[str, str, Rows], prose: Iterable[str] = (), claims: Iterable[tuple[str, int, int | None]] = (), year: int = 2024
) -> PublishedReview:
    """`tables`: (theme, title, rows); `claims`: (sentence, count, table), of which the sentence is put into the prose."""
    text = Text()
    text.add(f"Budgetaftalerne for {year}")
    for paragraph in prose:
        text.add(paragraph)
    told = [(claim, text.add(claim[0])) for claim in claims]
    made = tuple(_table(text, number, *table) for number, table in enumerate(tables, 1))
    stated = tuple(
        Claim(quote, count, "mindst" in quote.lower(), 98 if "98" in quote else None, "", table, *place)
        for (quote, count, table), place in told
    )
    return PublishedReview(year, made, stated, text.text, "artikel.txt", "0" * 64)


def _table(text: Text, number: int, theme: str, title: str, rows: Rows) -> PublishedTable:
    start, end = text.add(TITLE.format(number=number, title=title))
    made = []
    for printed, words in rows:
        begin, _ = text.add(printed)
        _, end = text.add(words)
        known = find_by_name(printed)
        made.append(PublishedRow(known.name if known else "", known.code if known else "", printed, words, "", (), 1.0, begin, end))
    return PublishedTable(number, title, theme, tuple(made), start, end)


def audit(review: PublishedReview, *previous: PublishedReview) -> list[Finding]:
    """All findings; each quote must stand where it says."""
    findings = list(audit_review(review, previous, judge=find_judge()).findings)
    for finding in findings:
        assert review.text[finding.start : finding.end] == finding.quote
        assert finding.quote
        assert 0 < finding.confidence <= 1
    return findings


def audit_row(text: str, theme: str = "technology", name: str = "Vejle", year: int = 2024) -> list[Finding]:
    """The findings of a review with this one row."""
    return audit(make_review((theme, "Oversigt", [(f"{name} Kommune", text)]), year=year))


def kinds(findings: Iterable[Finding]) -> list[str]:
    return sorted(finding.kind for finding in findings)
