"""What may leave: only initiatives whose every quote stands in the text, on its page; and how kroner are added."""

from dataclasses import replace

import pytest

from samspil.review.build import ReadDocument, build_review, is_verbatim
from samspil.review.headlines import add_years
from samspil.values.amount import Amount
from samspil.values.draft import Draft, DraftQuote
from samspil.values.review import DocumentRecord, Review

TEXT = "Driften af vejene sendes i udbud. Der plantes træer. Vi hjemtager borgere."
QUOTE = DraftQuote(1, 0, 33, TEXT[0:33], "", TEXT[33:65], 0, 33)
DRAFT = Draft(("tendering",), (), "decided", 0.9, (QUOTE,), (), (), (), "")
RECORD = DocumentRecord("a.pdf", "f" * 64, "Ærø", "0492", 2026, 2, "ok", "")
FACTS = {"budget_year": 2026}


def review_of(*drafts: Draft, record: DocumentRecord = RECORD) -> Review:
    document = ReadDocument(TEXT, ((1, 0, 52), (2, 52, len(TEXT))), drafts)
    return build_review(FACTS, [record], lambda _sha: document, "model x")


def test_a_true_quote_passes() -> None:
    review = review_of(DRAFT)
    assert [item.evidence[0].quote for item in review.initiatives] == [TEXT[0:33]]
    assert review.headlines["tendering"].municipalities == 1


@pytest.mark.parametrize(
    "quote",
    [
        replace(QUOTE, quote="Driften af vejene sendes i udbud!"),
        replace(QUOTE, start=1, end=34),
        replace(QUOTE, page=2),
        replace(QUOTE, page=9),
        replace(QUOTE, start=40, end=60, quote=TEXT[40:60]),
        replace(QUOTE, start=0, end=0, quote=""),
    ],
    ids=["other words", "shifted", "other page", "no such page", "over a page break", "empty"],
)
def test_a_quote_that_does_not_stand_there_drops_the_initiative(quote: DraftQuote) -> None:
    assert not is_verbatim(quote, ReadDocument(TEXT, ((1, 0, 52), (2, 52, len(TEXT))), ()))
    review = review_of(replace(DRAFT, evidence=(quote,)), DRAFT)
    assert len(review.initiatives) == 1
    assert review.dropped_quotes == 1


def test_only_read_documents_count() -> None:
    for verdict in ("attention", "duplicate", "failed", "rejected", "encrypted", "needs_ocr"):
        review = review_of(DRAFT, record=replace(RECORD, verdict=verdict))
        assert not review.initiatives
        assert review.coverage.read == 0
        assert "Ærø" in review.coverage.missing


def test_ids_are_stable_and_unique() -> None:
    first, second = (item.id for item in review_of(DRAFT, DRAFT).initiatives)
    assert first != second
    assert review_of(DRAFT).initiatives[0].id == first


def test_missing_municipalities_stand_in_danish_order() -> None:
    missing = review_of(DRAFT).coverage.missing
    assert len(missing) == 97
    assert missing[0] == "Albertslund"
    assert missing[-3:] == ("Aabenraa", "Aalborg", "Aarhus")


ADDED = [
    (Amount(5, "allocation", {2026: 5, 2027: 5}), {2026: 5, 2027: 5, 2028: 0, 2029: 0}, "each year"),
    (Amount(5, "allocation", {2026: 5}, part_of=True), {2026: 0, 2027: 0, 2028: 0, 2029: 0}, "heraf is never added"),
    (Amount(5, "allocation", {2026: 5}, ambiguous=True), {2026: 0, 2027: 0, 2028: 0, 2029: 0}, "ambiguous is named, not added"),
    (Amount(5, "allocation", {2025: 5, 2030: 5}), {2026: 0, 2027: 0, 2028: 0, 2029: 0}, "outside the horizon"),
    (Amount(5, "allocation", {}, total=5), {2026: 0, 2027: 0, 2028: 0, 2029: 0}, "a total has no year"),
]


@pytest.mark.parametrize(("amount", "sums", "why"), ADDED, ids=[why for *_, why in ADDED])
def test_kroner_are_added_by_the_codebook(amount: Amount, sums: dict[int, int], why: str) -> None:
    assert add_years([amount], 2026) == sums, why


@pytest.mark.parametrize(
    ("page", "amount", "expected"),
    [
        (1, "2 mio. kr.", ["ocr_amount"]),
        (1, "", ["ocr_amount"]),
        (2, "2 mio. kr.", []),
        (1, None, []),
    ],
    ids=["a sum from the picture", "a sum without a quote of its own", "another page was the picture", "no sum"],
)
def test_a_sum_read_from_a_picture_is_to_be_looked_at(page: int, amount: str | None, expected: list[str]) -> None:
    text = "Driften af vejene sendes i udbud for 2 mio. kr. i 2026."
    quote = DraftQuote(1, 0, len(text), text, "", "", 0, len(text))
    sums = () if amount is None else (Amount(2_000_000, "allocation", {2026: 2_000_000}, quote=amount),)
    document = ReadDocument(text, ((1, 0, len(text)),), (replace(DRAFT, evidence=(quote,), amounts=sums),), words={page: ()})
    review = build_review(FACTS, [RECORD], lambda _sha: document, "model x", second_reader="regler-1")
    assert review.second
    assert [reason for check in review.second.checks for reason in check.reasons if reason == "ocr_amount"] == expected
