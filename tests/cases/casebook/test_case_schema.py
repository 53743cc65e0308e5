"""What a file of a case may hold, and how a fault is named: file, line, field, what to do. Nothing half imported."""

import os
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from case_files import GOOD, change, write

from samspil.cases import frontmatter
from samspil.cases.casebook import MOST_BYTES, check_new, open_library, parse_case, place_of, read_library
from samspil.cases.schema import MOST_LINE, MOST_TEXT
from samspil.errors import CaseError
from samspil.values.case import CASE_FINDING_KINDS

TOMORROW = (max(date.today(), date(2026, 11, 22)) + timedelta(days=1)).isoformat()


def test_a_good_case_is_read_whole() -> None:
    case, findings = parse_case(GOOD, "god.md")
    assert findings == ()
    assert case is not None
    assert (case.id, case.version, case.as_of, case.municipalities) == ("proeve-sag", 2, date(2024, 5, 2), ("0751", "0259"))
    assert case.effects[0].value == Decimal("250000.50")
    assert case.effects[0].driver_value == 120
    assert [change.version for change in case.history] == [1, 2]
    assert (case.problem, case.pitfalls) == ("Der er meget vasketøj.", ("Svind.",))


SOURCES = GOOD[GOOD.index("sources:") : GOOD.index("effects:")]
BROKEN = [  # what is written instead, kind, field, line
    (SOURCES, "", "no_source", "sources", 2),
    (SOURCES, "sources: []\n", "no_source", "sources", 11),
    ("    unit: dkk\n", "", "missing", "effects[0].unit", 17),
    ("    source: kilde\n", "", "missing", "effects[0].source", 17),
    ("    grade: evaluation\n", "", "missing", "effects[0].grade", 17),
    ("    calculated_by: evaluator\n", "", "missing", "effects[0].calculated_by", 17),
    ("version: 2\n", "", "missing", "version", 2),
    ("as_of: 2024-05-02\n", "", "missing", "as_of", 2),
    ("driver_value: 120", "driver_value: 0", "driver_zero", "effects[0].driver_value", 25),
    ("driver_value: 120", "driver_value: -4", "driver_zero", "effects[0].driver_value", 25),
    ("    driver: users\n", "", "contradiction", "effects[0].driver_value", 24),
    ('"0751"', '"0411"', "unknown_municipality", "municipalities[0]", 10),
    ("Køge", "Kjøge By", "unknown_municipality", "municipalities[1]", 10),
    ("theme: groen", "theme: grøn", "unknown_code", "theme", 6),
    ("unit: dkk", "unit: kroner", "unknown_code", "effects[0].unit", 19),
    ("grade: evaluation", "grade: Evaluation", "unknown_code", "effects[0].grade", 21),
    ("as_of: 2024-05-02", f"as_of: {TOMORROW}", "future", "as_of", 4),
    ("source: kilde", "source: anden", "unknown_source", "effects[0].source", 20),
    ("value: 250000.50", "value: 250.000,50", "bad_value", "effects[0].value", 23),
    ("value: 250000.50", "value: 1e9", "bad_value", "effects[0].value", 23),
    ("value: 250000.50", "value: NaN", "bad_value", "effects[0].value", 23),
    ("value: 250000.50", "value: -250000", "bad_value", "effects[0].value", 23),
    ("unit: dkk", "unit: percent", "missing", "effects[0].base", 17),
    ("value: 250000.50", "low: 5\n    high: 2", "contradiction", "effects[0].low", 23),
    ("value: 250000.50", "value: 9\n    low: 1\n    high: 2", "contradiction", "effects[0].value", 23),
    ("value: 250000.50", "low: 1", "contradiction", "effects[0].low", 23),
    ("calculated_by: evaluator", "calculated_by: supplier", "contradiction", "effects[0].grade", 21),
    ("calculated_by: evaluator", "calculated_by: unknown", "contradiction", "effects[0].grade", 21),
    ("as_of: 2024-05-02", "as_of: 2. maj 2024", "bad_value", "as_of", 4),
    ("as_of: 2024-05-02", "as_of: 2024-02-30", "bad_value", "as_of", 4),
    ("as_of: 2024-05-02", "as_of: 2024-04-30", "versions", "as_of", 4),
    ("version: 2\n", "version: 3\n", "versions", "version", 3),
    ("version: 2\n", "version: 0\n", "bad_value", "version", 3),
    ("{version: 1, date: 2024-01-31", "{version: 2, date: 2024-01-31", "versions", "history[1]", 28),
    ("{version: 1, date: 2024-01-31", "{version: 1, date: 2024-05-03", "versions", "history[1]", 28),
    ("id: proeve-sag", "id: ../../etc", "bad_value", "id", 2),
    ("outcome: running", "outcome: running\nstarted: 2020\nended: 2019", "contradiction", "ended", 11),
    ("outcome: running", "outcome: running\nstarted: 20", "bad_value", "started", 10),
    ("outcome: running", "outcome: running\nsuppliers: Elis", "bad_value", "suppliers", 10),
    ("outcome: running", "outcome: running\nfictional: måske", "bad_value", "fictional", 10),
    ("outcome: running", "outcome: running\noutcom: running", "unknown_field", "outcom", 10),
    ("outcome: running", "outcome: running\nproblem: her", "unknown_field", "problem", 10),
    ("https://example.org/rapport", "javascript:alert(1)", "bad_value", "sources[0].address", 15),
    ("https://example.org/rapport", "https://navn:kode@example.org/", "bad_value", "sources[0].address", 15),
    ('title: "En rapport"', f'title: "{"x" * (MOST_LINE + 1)}"', "bad_value", "sources[0].title", 13),
    ('title: "En rapport"', 'title: "En \\u202e rapport"', "hidden_sign", "sources[0].title", 13),
    ("Der er meget vasketøj.", "Der er \x1b[31m meget.", "hidden_sign", "problem", 31),
    ("Der er meget vasketøj.", "ord " * MOST_TEXT, "bad_value", "problem", 31),
    ("Der er meget vasketøj.", "", "missing", "problem", 31),
    ("  - id: kroner", "  - id: kroner\n    what: a", "syntax", "", 19),
    (
        "effects:\n",
        "effects:\n  - {id: kroner, what: b, unit: dkk, source: kilde, grade: evaluation, calculated_by: evaluator}\n",
        "duplicate_id",
        "effects[0].id",
        17,
    ),
    ("## Løsning", "## Problem", "syntax", "", 35),
    ("## Løsning", "## Andet", "syntax", "", 35),
    ("- Svind.", "Svind.", "syntax", "", 41),
    ("\n## Problem", "\nLøs tekst\n\n## Problem", "syntax", "", 31),
    ("id: proeve-sag", "id: &a proeve-sag", "syntax", "", 2),
    ("id: proeve-sag", "id: !!python/object:os.system x", "syntax", "", 2),
    ("id: proeve-sag", "id: *a", "syntax", "", 2),
    ("id: proeve-sag", 'id: "proeve', "syntax", "", None),
    ("id: proeve-sag", "id: [[[[[[x]]]]]]", "syntax", "", 2),
    ("id: proeve-sag", "id: proeve-sag\n...\n--- x", "syntax", "", None),
]


@pytest.mark.parametrize("loader", [yaml.BaseLoader, getattr(yaml, "CBaseLoader", yaml.BaseLoader)], ids=["python", "c"])
@pytest.mark.parametrize(("old", "new", "kind", "field", "line"), BROKEN, ids=lambda value: str(value)[:40])
def test_a_fault_is_named_by_kind_field_and_line(
    old: str, new: str, kind: str, field: str, line: int | None, loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frontmatter, "_LOADER", loader)
    case, findings = parse_case(change(old, new), "sag.md")
    assert case is None
    assert (kind, field) in {(each.kind, each.field) for each in findings}, findings
    finding = next(each for each in findings if (each.kind, each.field) == (kind, field))
    assert line is None or finding.line == line, finding
    assert finding.kind in CASE_FINDING_KINDS
    assert finding.message
    assert finding.remedy
    assert place_of(finding).startswith("sag.md")


@pytest.mark.parametrize("text", ["", "ingen felter", "---\nid: x\n", "---\n- a\n---\n", "---\n---\n", "---\n" + "[" * 5000 + "\n---\n"])
def test_what_is_no_case_at_all(text: str) -> None:
    case, findings = parse_case(text, "x.md")
    assert case is None
    assert findings[0].kind == "syntax"


def test_a_message_holds_no_signs_that_steer_a_terminal() -> None:
    for text in (
        change("## Løsning", "## \x1b[31mL"),
        change("id: proeve-sag", "id: \x1b]0;x"),
        change("theme: groen", 'theme: "\\x1b[31m"'),
        change("theme", "th\u202eeme"),
    ):
        case, findings = parse_case(text, "x.md")
        assert case is None
        assert all(part.isprintable() for each in findings for part in (each.message, each.remedy, each.field, each.case))


def test_all_faults_of_a_file_are_named_at_once() -> None:
    text = change("unit: dkk", "unit: kr", change("theme: groen", "theme: blå", change("version: 2\n", "")))
    _case, findings = parse_case(text)
    assert {each.field for each in findings} >= {"version", "theme", "effects[0].unit"}
    assert [each.line for each in findings] == sorted(each.line for each in findings)


def test_hostile_markup_is_data() -> None:
    """Nothing of it is understood as markup, YAML types or paths; it comes back as it was."""
    words = "<script>alert(1)</script> {{ 7*7 }} ${x} =HYPERLINK() [bold red] ../../x"
    case, findings = parse_case(change("Et vaskeri tager det.", words, change('"Lavere udgift"', f"'{words}'")))
    assert findings == ()
    assert case is not None
    assert case.solution == case.effects[0].what == words


def test_words_that_yaml_would_turn_into_types_stay_words() -> None:
    case, _ = parse_case(change('"Lavere udgift"', "no", change('["0751", Køge]', "[0751]", change('"Et institut"', "1e3"))))
    assert case is not None
    assert case.effects[0].what == "no"
    assert case.municipalities == ("0751",)
    assert case.sources[0].publisher == "1e3"


def test_line_ends_and_byte_order_mark_do_not_matter() -> None:
    assert parse_case("\ufeff" + GOOD.replace("\n", "\r\n")) == parse_case(GOOD)


def test_the_others_are_read_and_the_broken_one_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "sager", god=GOOD, daarlig=change("    unit: dkk\n", "", change("proeve-sag", "anden")))
    library = open_library([folder])
    assert [case.id for case in library.cases] == ["proeve-sag"]
    assert [(each.file, each.case) for each in library.findings] == [("sager/daarlig.md", "anden")]
    with pytest.raises(CaseError) as caught:
        read_library(folder)
    assert "daarlig.md" in caught.value.place
    assert caught.value.remedy


def test_two_cases_with_one_id_are_both_left_out(tmp_path: Path) -> None:
    folder = write(tmp_path / "sager", a=GOOD, b=change("Svind", "Slid"), c=change("proeve-sag", "tredje"))
    library = open_library([folder])
    assert [case.id for case in library.cases] == ["tredje"]
    assert [(each.kind, each.file) for each in library.findings] == [("duplicate_id", "sager/a.md"), ("duplicate_id", "sager/b.md")]
    assert "sager/b.md" in library.findings[0].message


def test_the_later_version_wins_and_it_is_said(tmp_path: Path) -> None:
    newer = change(
        "version: 2\n", "version: 3\n", change("---\n\n## Problem", "  - {version: 3, date: 2024-05-02, what: mere}\n---\n\n## Problem")
    )
    ours, theirs = write(tmp_path / "vores", sag=GOOD), write(tmp_path / "deres", sag=newer)
    for folders in ([ours, theirs], [theirs, ours]):
        library = open_library(folders)
        assert [(case.version, case.file) for case in library.cases] == [(3, "deres/sag.md")]
        assert not library.findings
        assert [(note.kind, note.case) for note in library.notes] == [("replaced", "proeve-sag")]
        assert "vores/sag.md" in library.notes[0].message


def test_one_version_with_two_contents_is_a_fault(tmp_path: Path) -> None:
    ours, theirs = write(tmp_path / "a", sag=GOOD), write(tmp_path / "b", sag=change("Svind", "Slid"))
    library = open_library([ours, theirs])
    assert [case.pitfalls for case in library.cases] == [("Svind.",)]
    assert [(each.kind, each.file) for each in library.findings] == [("duplicate_id", "b/sag.md")]
    assert open_library([ours, write(tmp_path / "c", sag=GOOD)]).findings == ()


def test_files_that_are_no_text_are_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "sager", god=GOOD, readme="ikke en sag", README="heller ikke")
    (folder / "stor.md").write_text("x" * (MOST_BYTES + 1), encoding="utf-8")
    (folder / "latin.md").write_bytes(GOOD.encode("latin-1"))
    (folder / "mappe.md").mkdir()
    os.mkfifo(folder / "ror.md")
    (folder / "loes.md").symlink_to(folder / "findes-ikke")
    (folder / ".skjult.md").write_text("x", encoding="utf-8")
    library = open_library([folder])
    assert len(library.cases) == 1
    assert [(each.kind, each.file) for each in library.findings] == [
        ("unreadable", f"sager/{name}.md") for name in ("latin", "loes", "ror", "stor")
    ]


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="findes ikke"):
        read_library(tmp_path / "intet")


def test_the_fields_of_a_form() -> None:
    """The same schema without a file: findings per field, and none when a case can be made."""
    fields = {
        "id": "ny-sag",
        "version": "1",
        "as_of": "2024-05-02",
        "title": "Ny",
        "theme": "tid",
        "form": "tender",
        "service_area": "meals",
        "outcome": "unknown",
        "problem": "Et problem.",
        "solution": "En løsning.\r\n\r\nTo afsnit.",
        "pitfalls": ["En faldgrube"],
        "sources": [{"id": "a", "title": "T", "publisher": "P"}],
        "history": [{"version": "1", "date": "2024-05-02", "what": "Første udgave"}],
    }
    assert check_new(fields) == ()
    assert [each.field for each in check_new({**fields, "sources": []})] == ["sources"]
    assert [each.field for each in check_new({**fields, "title": {"a": "b"}, "problem": 7})] == ["title", "problem"]
    assert {each.field for each in check_new({})} >= {"id", "version", "as_of", "title", "sources", "history", "problem", "solution"}
