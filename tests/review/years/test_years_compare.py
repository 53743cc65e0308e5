"""Two years compared: silence counts only where somebody read, published rows are marked, trends know their borders."""

import pytest
from year_pairs import make, source

from samspil.review.years.compare import compare_years
from samspil.review.years.sources import from_published, from_review
from samspil.review.years.summary import add_promises
from samspil.values.amount import Amount
from samspil.values.comparison import Comparison
from samspil.values.published import PublishedReview, PublishedRow, PublishedTable

VACUUM = "Der købes robotstøvsugere til hjemmeplejens borgere for 500.000 kr. i 2026 og 200.000 kr. i 2027."
VACUUM_NOW = "Robotstøvsugere i hjemmeplejen fortsætter med 200.000 kr. i 2027."
CHATBOT = "En chatbot skal svare på spørgsmål i borgerservice."


def statuses(comparison: Comparison) -> list[tuple[str, str, str]]:
    return [(fate.municipality, fate.status, fate.reason) for fate in comparison.fates]


def test_new_carried_on_and_not_mentioned_again() -> None:
    earlier = source(2026, [make("Faxe", 2026, VACUUM), make("Greve", 2026, CHATBOT)])
    later = source(2027, [make("Faxe", 2027, VACUUM_NOW, "decided"), make("Faxe", 2027, CHATBOT, number=2)], ["Greve"])
    found = compare_years(earlier, later)
    assert statuses(found) == [("Faxe", "carried_on", ""), ("Faxe", "new", ""), ("Greve", "dropped", "")]
    assert found.read_both == ("Faxe", "Greve")


@pytest.mark.parametrize(("stage", "status"), [("completed", "ended"), ("stopped", "ended"), ("underway", "dropped")])
def test_what_had_ended_is_not_missed(stage: str, status: str) -> None:
    found = compare_years(source(2026, [make("Faxe", 2026, CHATBOT, stage)]), source(2027, [], ["Faxe"]))
    assert [fate.status for fate in found.fates] == [status]


def test_an_unread_agreement_is_unknown_never_new_or_dropped() -> None:
    earlier = source(2026, [make("Faxe", 2026, VACUUM)])
    later = source(2027, [make("Greve", 2027, CHATBOT)])
    found = compare_years(earlier, later)
    assert statuses(found) == [("Faxe", "unknown", "later_unread"), ("Greve", "unknown", "earlier_unread")]
    assert [promise.outcome for promise in found.fates[0].promises] == ["unknown"]
    assert (found.only_earlier, found.only_later, found.read_both) == (("Faxe",), ("Greve",), ())


def test_the_money_of_what_is_not_mentioned_again() -> None:
    found = compare_years(source(2026, [make("Faxe", 2026, VACUUM)]), source(2027, [], ["Faxe"]))
    (fate,) = found.fates
    assert [(p.year, p.promised, p.stated, p.outcome) for p in fate.promises] == [(2027, 200_000, None, "not_mentioned")]


def test_a_neighbour_of_a_linked_undertaking_is_new_and_names_it() -> None:
    earlier = source(2026, [make("Faxe", 2026, "Et friplejehjem i Haslev undersøges.", "considered", "friplejehjem")])
    later = [
        make("Faxe", 2027, "Friplejehjemmet i Haslev undersøges fortsat.", "considered", "friplejehjem"),
        make("Faxe", 2027, "Et friplejehjem i Karise undersøges.", "considered", "friplejehjem", 2),
    ]
    found = compare_years(earlier, source(2027, later))
    assert [fate.status for fate in found.fates] == ["carried_on", "new"]
    assert found.fates[1].near == ("0320-2026-1",)


def test_promises_add_up_to_what_is_said_of_them() -> None:
    earlier = source(
        2026, [make("Faxe", 2026, VACUUM), make("Greve", 2026, VACUUM), make("Køge", 2026, VACUUM), make("Solrød", 2026, VACUUM)]
    )
    now = "Robotstøvsugere i hjemmeplejen fortsætter med 150.000 kr. i 2027."
    later = source(2027, [make("Faxe", 2027, now), make("Greve", 2027, "Robotstøvsugere i hjemmeplejen fortsætter.")], ["Køge"])
    (row,) = add_promises(compare_years(earlier, later))
    assert (row.kind, row.year, row.promised) == ("allocation", 2027, 800_000)
    assert (row.answered, row.stated, row.silent, row.gone, row.open) == (200_000, 150_000, 200_000, 200_000, 200_000)


PUBLISHED = PublishedReview(
    2026,
    (
        PublishedTable(
            1,
            "Teknologi",
            "technology",
            (
                PublishedRow("Faxe", "0320", "Faxe Kommune", VACUUM, "decided", (Amount(200_000, "allocation", {2027: 200_000}),)),
                PublishedRow("Greve", "0253", "Greve Kommune", CHATBOT, ""),
                PublishedRow("", "", "Gotham Kommune", CHATBOT, "decided"),
            ),
        ),
        PublishedTable(2, "Andet", "", (PublishedRow("Køge", "0259", "Køge Kommune", CHATBOT, "decided"),)),
    ),
    (),
    file="artikel.html",
    sha256="ab" * 32,
)


def test_rows_of_a_published_review_are_marked_and_their_silence_says_nothing() -> None:
    earlier = from_published([PUBLISHED], 2026)
    assert earlier.published
    assert sorted(earlier.initiatives) == ["0253", "0320"]
    later = source(2027, [make("Faxe", 2027, VACUUM_NOW), make("Faxe", 2027, CHATBOT, number=2), make("Køge", 2027, CHATBOT)], ["Greve"])
    found = compare_years(earlier, later)
    assert statuses(found) == [
        ("Faxe", "carried_on", ""),
        ("Faxe", "unknown", "earlier_published"),
        ("Greve", "dropped", ""),
        ("Køge", "unknown", "earlier_published"),
    ]
    assert found.fates[0].earlier[0].reader == "published"
    assert found.published == (2026,)
    assert {count.read for count in found.counts if count.year == 2026} == {None}


def test_a_later_published_review_drops_nothing() -> None:
    later = from_published([PUBLISHED], 2027)
    found = compare_years(source(2026, [make("Køge", 2026, CHATBOT)]), later)
    assert ("Køge", "unknown", "later_published") in statuses(found)


def counts(comparison: Comparison, division: str, year: int, borders: int | None = None) -> dict[str, tuple[int, int | None, int]]:
    return {
        count.group: (count.municipalities, count.read, count.of)
        for count in comparison.counts
        if (count.theme, count.division, count.year) == ("technology", division, year) and borders in (None, count.borders)
    }


def test_trends_by_region_follow_the_borders_of_the_day() -> None:
    earlier = source(2026, [make("Faxe", 2026, VACUUM), make("Gentofte", 2026, CHATBOT)], ["Greve"])
    later = source(2027, [make("Faxe", 2027, VACUUM_NOW)], ["Gentofte"])
    found = compare_years(earlier, later)
    assert counts(found, "region", 2026, 2026)["Hovedstaden"] == (1, 1, 29)
    assert counts(found, "region", 2026, 2026)["Sjælland"] == (1, 2, 17)
    assert counts(found, "region", 2026, 2027)["Østdanmark"] == (2, 3, 46)
    assert counts(found, "region", 2027)["Østdanmark"] == (1, 2, 46)
    assert "Hovedstaden" not in counts(found, "region", 2027)
    assert counts(found, "type", 2026)["opland"] == (1, 1, 24)
    assert counts(found, "type", 2026)["hovedstad"] == (1, 2, 24)


def test_the_panel_is_those_read_in_both_years() -> None:
    earlier = source(2026, [make("Faxe", 2026, VACUUM)])
    later = source(2027, [make("Faxe", 2027, VACUUM_NOW), make("Greve", 2027, CHATBOT)])
    found = compare_years(earlier, later, [source(2024, [make("Køge", 2024, CHATBOT)])])
    assert counts(found, "country", 2027)[""] == (2, 2, 98)
    assert counts(found, "panel", 2027)[""] == (1, 1, 1)
    assert counts(found, "country", 2024)[""] == (1, 1, 98)
    assert not counts(found, "panel", 2024)
    assert found.years == (2024, 2026, 2027)


def test_municipalities_stand_in_danish_order() -> None:
    names = ("Aabenraa", "Ærø", "Greve", "Tårnby", "Tønder")
    earlier = source(2026, [make(name, 2026, CHATBOT) for name in names])
    found = compare_years(earlier, source(2027, [], names))
    assert [fate.municipality for fate in found.fates] == ["Greve", "Tønder", "Tårnby", "Ærø", "Aabenraa"]


def test_read_are_all_but_the_missing() -> None:
    from year_pairs import review

    made = from_review(review(2026, [make("Faxe", 2026, CHATBOT)], ["Greve"]), 2026)
    assert made.read == {"0320", "0253"}
