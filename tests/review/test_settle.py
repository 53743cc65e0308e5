"""Every file gets its place."""

import hashlib
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspil.review.manifest import ManifestLine
from samspil.review.settle import FileFacts, gather_facts, settle_documents
from samspil.values.review import DocumentRecord
from samspil.vocabulary.municipalities import find_by_name, read_municipalities
from samspil.vocabulary.texts import read_catalogue

WORDS = (
    "byrådet",
    "udvalget",
    "pleje",
    "skole",
    "veje",
    "robotter",
    "udbud",
    "borgere",
    "hjælp",
    "ældre",
    "børn",
    "natur",
    "havn",
    "idræt",
    "musik",
)


def write_agreement(name: str, *, year: int = 2026, seed: int = 1, sentences: int = 60, lead: str = "") -> str:
    """A text that looks like an agreement of one municipality; other seeds give other texts."""
    chance = random.Random(seed)  # noqa: S311
    lines = [
        f"{lead}Budgetaftale {year}-{year + 3} for {name} Kommune",
        f"Indgået {chance.randint(1, 28)}. september {year - 1} af partierne.",
    ]
    for _number in range(sentences):
        words = " ".join(chance.choices(WORDS, k=9))
        lines.append(f"Partierne er enige om, at der afsættes {chance.randint(100, 999)}.000 kr. årligt til {words}.")
    return "\n".join(lines)


def make_facts(file: str, text: str, *, verdict: str = "ok", reason: str = "", sha: str = "") -> FileFacts:
    """The facts of one file; the hash follows from the text unless given."""
    return gather_facts(file, sha or hashlib.sha256(text.encode()).hexdigest(), verdict, reason, 3, "", text)


def settle(*facts: FileFacts, manifest: dict[str, ManifestLine] | None = None) -> dict[str, DocumentRecord]:
    """Records by file, for 2026."""
    return {record.file: record for record in settle_documents(facts, 2026, manifest)}


def test_plain_agreement_is_ok() -> None:
    """Nothing to say about it."""
    record = settle(make_facts("vejle.pdf", write_agreement("Vejle")))["vejle.pdf"]
    assert (record.municipality, record.municipality_code, record.budget_year, record.verdict, record.reason) == (
        "Vejle",
        "0630",
        2026,
        "ok",
        "",
    )


def test_same_bytes_and_same_text() -> None:
    """One is used, the others are named duplicates."""
    text = write_agreement("Vejle")
    records = settle(
        make_facts("vejle.pdf", text),
        make_facts("vejle kopi.pdf", text),
        make_facts("vejle-udskrift.pdf", text.replace("\n", " \n"), sha="x"),
    )
    assert [records[file].verdict for file in ("vejle.pdf", "vejle kopi.pdf", "vejle-udskrift.pdf")] == ["ok", "duplicate", "duplicate"]
    assert "vejle.pdf" in records["vejle kopi.pdf"].reason
    assert records["vejle kopi.pdf"].municipality == "Vejle"


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("vejle udkast.pdf", "vejle.pdf"),
        ("vejle-forslag.pdf", "vejle-endelig.pdf"),
        ("vejle 1. behandling.pdf", "vejle 2. behandling.pdf"),
        ("vejle_v1.pdf", "vejle_v2.pdf"),
        ("vejle.pdf", "vejle_underskrevet.pdf"),
        ("vejle 2025-09-01.pdf", "vejle 2025-09-12.pdf"),
    ],
)
def test_draft_gives_way_to_final(earlier: str, later: str) -> None:
    """Whatever the order of the files."""
    text = write_agreement("Vejle")
    draft = make_facts(earlier, text.replace("Partierne er enige om, at der afsættes", "Det foreslås at afsætte", 5))
    for facts in ((draft, make_facts(later, text)), (make_facts(later, text), draft)):
        records = settle(*facts)
        assert records[later].verdict == "ok"
        assert records[earlier].verdict == "duplicate"
        assert later in records[earlier].reason


def test_two_candidates_are_both_left_out() -> None:
    """Two different agreements that nothing orders."""
    records = settle(make_facts("vejle a.pdf", write_agreement("Vejle")), make_facts("vejle b.pdf", write_agreement("Vejle", seed=2)))
    assert [record.verdict for record in records.values()] == ["attention", "attention"]
    assert "2 kandidater for Vejle 2026" in records["vejle a.pdf"].reason
    assert "vejle b.pdf" in records["vejle a.pdf"].reason


def test_one_changed_figure_is_not_the_same_text() -> None:
    """Nobody knows which of the two figures holds."""
    text = write_agreement("Vejle")
    records = settle(make_facts("vejle a.pdf", text), make_facts("vejle b.pdf", text.replace("afsættes ", "afsættes 1.", 1)))
    assert {record.verdict for record in records.values()} == {"attention"}


def test_three_versions_name_the_last() -> None:
    """Not the one between, which is left out as well."""
    text = write_agreement("Vejle")
    files = [f"vejle_v{number}.pdf" for number in (1, 2, 3)]
    records = settle(*(make_facts(file, text.replace("årligt", "hvert år", index)) for index, file in enumerate(files)))
    assert [records[file].verdict for file in files] == ["duplicate", "duplicate", "ok"]
    assert all("vejle_v3.pdf" in records[file].reason for file in files[:2])


@pytest.mark.parametrize(
    ("said", "used"),
    [
        ({"vejle a.pdf": True}, {"vejle a.pdf"}),
        ({"vejle a.pdf": True, "vejle b.pdf": False}, {"vejle a.pdf"}),
        ({"vejle a.pdf": False}, {"vejle b.pdf"}),
        ({"vejle a.pdf": True, "vejle b.pdf": True}, set()),
        ({"vejle a.pdf": False, "vejle b.pdf": False}, set()),
        ({"vejle a.pdf": None}, set()),
    ],
    ids=str,
)
def test_a_list_says_which_of_two_counts(said: dict[str, bool | None], used: set[str]) -> None:
    """What it sets aside names the one that counts; where it leaves two, or none, they are candidates as before."""
    vejle = find_by_name("Vejle")
    assert vejle
    manifest = {file: ManifestLine(file, vejle, 2026, 2, counts) for file, counts in said.items()}
    files = [make_facts(f"vejle {letter}.pdf", write_agreement("Vejle", seed=seed)) for seed, letter in enumerate("ab", 1)]
    records = settle(*files, manifest=manifest)
    assert {file for file, record in records.items() if record.verdict in ("ok", "warn")} == used
    for file in used:
        (other,) = records.keys() - used
        assert records[other].verdict == "duplicate"
        assert file in records[other].reason
    if not used:
        assert {record.verdict for record in records.values()} == {"attention"}


def test_draft_of_two_candidates_waits_with_them() -> None:
    """Nothing is said to be used that is not."""
    texts = {"vejle udkast.pdf": 1, "vejle a.pdf": 2, "vejle b.pdf": 3}
    records = settle(*(make_facts(file, write_agreement("Vejle", seed=seed)) for file, seed in texts.items()))
    assert {record.verdict for record in records.values()} == {"attention"}


def test_press_release_gives_way_to_agreement() -> None:
    """Much shorter, and calls itself so."""
    release = write_agreement("Vejle", seed=3, sentences=8, lead="Pressemeddelelse: ")
    records = settle(make_facts("vejle nyhed.pdf", release), make_facts("vejle.pdf", write_agreement("Vejle")))
    assert (records["vejle.pdf"].verdict, records["vejle nyhed.pdf"].verdict) == ("ok", "duplicate")


def test_appendix_does_not_stop_the_agreement() -> None:
    """It is listed, and people are told."""
    records = settle(make_facts("vejle bilag 2.pdf", write_agreement("Vejle", seed=4)), make_facts("vejle.pdf", write_agreement("Vejle")))
    assert (records["vejle.pdf"].verdict, records["vejle bilag 2.pdf"].verdict) == ("ok", "attention")


def test_wrong_year_names_both() -> None:
    """A file of last year in this year's folder."""
    record = settle(make_facts("vejle.pdf", write_agreement("Vejle", year=2025)))["vejle.pdf"]
    assert (record.verdict, record.budget_year) == ("attention", 2025)
    assert "2025" in record.reason
    assert "2026" in record.reason


def test_conflict_lists_candidates() -> None:
    """File name against text."""
    record = settle(make_facts("aarhus.pdf", write_agreement("Vejle")))["aarhus.pdf"]
    assert (record.verdict, record.municipality, record.candidates) == ("attention", "", ("Vejle", "Aarhus"))


def test_unread_file_still_shows_its_municipality() -> None:
    """So that coverage can say who is unread."""
    record = settle(FileFacts("vejle.pdf", "x", "needs_ocr", "Filen er indscannet."))["vejle.pdf"]
    assert (record.verdict, record.municipality, record.reason) == ("needs_ocr", "Vejle", "Filen er indscannet.")


def test_foreign_text_and_other_text() -> None:
    """Both need a person."""
    records = settle(
        make_facts("vejle.pdf", "The parties agree on the budget of the council. " * 20),
        make_facts("odense.pdf", "Log ind. Brugernavn. Adgangskode."),
    )
    assert "dansk" in records["vejle.pdf"].reason
    assert "budgetaftale" in records["odense.pdf"].reason


def test_list_wins_and_says_so() -> None:
    """A person's decision holds, with a warning where the text says otherwise."""
    kolding = find_by_name("Kolding")
    assert kolding
    record = settle(make_facts("a.pdf", write_agreement("Vejle")), manifest={"a.pdf": ManifestLine("a.pdf", kolding, 2026, 2)})["a.pdf"]
    assert (record.municipality, record.verdict) == ("Kolding", "warn")
    assert "Vejle" in record.reason


def test_same_bytes_under_two_names_of_municipalities() -> None:
    """Nothing but the names tells: nobody gets it."""
    text = write_agreement("X").replace(" for X Kommune", "")
    records = settle(make_facts("vejle.pdf", text), make_facts("kolding.pdf", text))
    assert {record.verdict for record in records.values()} == {"attention"}
    assert records["vejle.pdf"].candidates == ("Kolding", "Vejle")


def test_records_stand_in_danish_order() -> None:
    """Aa last, unknown owners at the end."""
    names = ["Aarhus", "Ærø", "Tårnby", "Tønder"]
    facts = [make_facts(f"{name}.pdf", write_agreement(name)) for name in names] + [FileFacts("x.pdf", "", "failed")]
    assert [record.municipality for record in settle_documents(facts, 2026, {})] == ["Tønder", "Tårnby", "Ærø", "Aarhus", ""]


def test_hidden_characters_of_file_names_are_shown() -> None:
    """In the reason they stand as marks."""
    record = next(iter(settle(make_facts("vej\u202ele.pdf", "Log ind")).values()))
    assert "⟨U+202E⟩" in record.reason


POOL = [
    make_facts(f"{name}{end}.pdf", write_agreement(name, year=year, seed=seed))
    for name, end, year, seed in [
        ("Vejle", "", 2026, 1),
        ("Vejle", " v2", 2026, 1),
        ("Vejle", " b", 2026, 2),
        ("Vejle", " kopi", 2026, 1),
        ("Aarhus", "", 2025, 3),
    ]
] + [FileFacts("Odense.pdf", "q", "failed"), make_facts("tom.pdf", "")]


@settings(deadline=None)
@given(st.permutations(POOL))
def test_order_of_files_does_not_matter(facts: list[FileFacts]) -> None:
    """Every file exactly once, with a reason unless all is well, the same whatever the order."""
    records = settle_documents(facts, 2026, {})
    assert records == settle_documents(POOL, 2026, {})
    assert sorted(record.file for record in records) == sorted(one.file for one in POOL)
    assert all(record.reason or record.verdict == "ok" for record in records)


def test_980_documents_in_two_seconds() -> None:
    """Ten files for each municipality; the bound has room for a busy machine."""
    everyone = read_municipalities()
    facts = [
        make_facts(f"{one.name} {number}.pdf", write_agreement(one.name, seed=number, sentences=20))
        for one in everyone
        for number in range(10)
    ]
    start = time.perf_counter()
    records = settle_documents(facts, 2026, {})
    assert time.perf_counter() - start < 6
    assert len(records) == 980


def test_catalogues_have_the_same_keys_and_fields() -> None:
    """Danish and English say the same things."""
    danish, english = read_catalogue("da", "review"), read_catalogue("en", "review")
    assert danish.keys() == english.keys()
    for key, text in danish.items():
        assert {part.split("}")[0] for part in text.split("{")[1:]} == {part.split("}")[0] for part in english[key].split("{")[1:]}
