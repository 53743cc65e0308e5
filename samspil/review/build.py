"""Settled documents and their drafts become the year's review: coverage, checked initiatives, headlines."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from samspil.review.agreement import TwoReadings
from samspil.review.headlines import count_headlines
from samspil.review.intervals import CalibrationBin, find_bands
from samspil.review.own_themes import list_own_themes, name_reader
from samspil.review.second import SecondUnit, Span, compare_with_second, pair_document
from samspil.values.codes import MUNICIPALITIES_IN_DENMARK, READ_VERDICTS
from samspil.values.document import Word
from samspil.values.draft import Draft, DraftQuote
from samspil.values.initiative import Evidence, Initiative
from samspil.values.review import Coverage, DocumentRecord, Review
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.municipalities import read_municipalities

FindReader = Callable[[Sequence[str]], str]  # themes -> who proposed the initiative


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What reading left of one file: its cleaned text with page ranges, and the drafts found in it. `words`: page -> where OCR saw each word."""

    text: str
    page_ranges: tuple[tuple[int, int, int], ...]
    drafts: tuple[Draft, ...]
    passages: tuple[Span, ...] = ()
    second: tuple[SecondUnit, ...] = ()
    words: Mapping[int, tuple[Word, ...]] = field(default_factory=dict)


def build_review(
    facts: Mapping[str, object],
    records: Sequence[DocumentRecord],
    find_document: Callable[[str], ReadDocument | None],
    reader: str,
    *,
    second_reader: str = "",
    quality: Mapping[str, Any] | None = None,
) -> Review:
    """The review of these settled documents; `find_document` gives by sha256 what was read. Only documents with verdict ok or warn count.

    `second_reader`: name of the second reading, when the documents hold one; `quality`: the measured error rates behind intervals and bands.
    """
    own = list_own_themes(facts)
    initiatives: list[Initiative] = []
    pairs: list[TwoReadings] = []
    scanned: list[str] = []
    dropped = 0
    for record in records:
        document = find_document(record.sha256) if record.verdict in READ_VERDICTS else None
        if document:
            kept, lost = take_initiatives(record, document, lambda themes: name_reader(reader, own, themes))
            initiatives += kept
            dropped += lost
            scanned += [row.id for row in kept if has_scanned_amount(row, document)]
            pairs.append(pair_document(record.file, document.passages, kept, document.second))
    coverage = cover(records)
    ordered = tuple(
        sorted(initiatives, key=lambda item: (sort_key(item.municipality), item.evidence[0].document, item.evidence[0].start, item.id))
    )
    year = int(str(facts["budget_year"]))
    headlines = count_headlines(ordered, coverage.read, year, quality, [theme["id"] for theme in own])
    second = compare_with_second(second_reader, pairs, scanned) if second_reader and pairs else None
    return Review(facts, coverage, headlines, ordered, dropped, second, _bands(quality))


def _bands(quality: Mapping[str, Any] | None) -> tuple[float | None, float | None]:
    """From which confidence a row is called sure and fairly sure, by the measured calibration."""
    if quality is None:
        return (None, None)
    bands = find_bands([CalibrationBin(part["from"], part["rows"], part["right"]) for part in quality["calibration"]["bins"]])
    return (bands.sure, bands.fairly_sure)


def cover(records: Sequence[DocumentRecord]) -> Coverage:
    """Which municipalities were read, and which were not."""
    read = {record.municipality for record in records if record.verdict in READ_VERDICTS and record.municipality}
    names = sorted((municipality.name for municipality in read_municipalities()), key=sort_key)
    return Coverage(MUNICIPALITIES_IN_DENMARK, len(read), tuple(records), tuple(name for name in names if name not in read))


def take_initiatives(record: DocumentRecord, document: ReadDocument, find_reader: FindReader) -> tuple[list[Initiative], int]:
    """The initiatives of one document whose every quote stands in its text on the page named, and how many were dropped."""
    kept = [draft for draft in document.drafts if all(is_verbatim(quote, document) for quote in draft.evidence) and draft.evidence]
    names = _unique_names(record, kept)
    return [_initiative(record, draft, name, find_reader(draft.themes)) for draft, name in zip(kept, names, strict=True)], len(
        document.drafts
    ) - len(kept)


def is_verbatim(quote: DraftQuote, document: ReadDocument) -> bool:
    """Whether the quote equals the text at its place, and its place lies on its page."""
    on_page = any(page == quote.page and start <= quote.start and quote.end <= end for page, start, end in document.page_ranges)
    return on_page and bool(quote.quote) and document.text[quote.start : quote.end] == quote.quote


def has_scanned_amount(row: Initiative, document: ReadDocument) -> bool:
    """Whether a sum of the row stands in a quote from a page that OCR has read."""
    quotes = [one.quote for one in row.evidence if one.page in document.words]
    return any(not amount.quote or any(amount.quote in quote for quote in quotes) for amount in row.amounts) if quotes else False


def _unique_names(record: DocumentRecord, drafts: Iterable[Draft]) -> list[str]:
    """Ids that stay the same as long as the municipality, year and first quote do: '0259-2026-3f9a1c'."""
    names: list[str] = []
    for draft in drafts:
        digest = hashlib.sha256(draft.evidence[0].quote.encode("utf-8")).hexdigest()
        name = f"{record.municipality_code}-{record.budget_year}-{digest[:6]}"
        repeats = sum(other == name or other.startswith(f"{name}-") for other in names)
        names.append(f"{name}-{repeats + 1}" if repeats else name)
    return names


def _initiative(record: DocumentRecord, draft: Draft, name: str, reader: str) -> Initiative:
    evidence = tuple(
        Evidence(record.file, record.sha256, quote.page, quote.start, quote.end, quote.quote, quote.prefix, quote.suffix)
        for quote in draft.evidence
    )
    return Initiative(
        name,
        record.municipality,
        record.municipality_code,
        record.budget_year or 0,
        draft.themes,
        draft.topics,
        draft.stage,
        draft.confidence,
        reader,
        evidence,
        draft.amounts,
        draft.technologies,
        draft.actors,
        draft.committee,
    )
