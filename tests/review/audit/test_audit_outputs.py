"""The command, the JSON of the contract, the page, and the comparison with agreements."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from audit_articles import find_judge, make_review

from samspil.cli import main as cli
from samspil.publish.audit_json import audit_contract
from samspil.publish.audit_page import cut_blocks, render_audit, show
from samspil.review.audit.against import compare_with_agreements
from samspil.review.audit.run import audit_review
from samspil.values.initiative import Evidence, Initiative
from samspil.values.review import Coverage, DocumentRecord, Review
from samspil.vocabulary.texts import use_language

ARTICLE = """Kommunernes budgetaftaler for 2024

Fire ud af 98 kommuner omtaler velfærdsteknologi i deres budgetaftaler for 2024.

Tabel 1. Velfærdsteknologi og digitale løsninger

Kommune Initiativ

Assens Kommune

Der afsættes 0,4 mio. til velfærdsteknologi på plejecentrene.

Vejle Kommune

En softwarerobot skal bogføre fakturaer i administrationen.

Hillerød Kommune

Robotstøvsugere udlånes til hjemmeboende ældre.
"""
KEYS = ["kind", "table", "municipality", "quote", "message", "expected", "confidence"]


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "artikel.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    return file


def test_the_command_prints_the_contract(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["audit", str(article), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["findings"]
    assert all(list(finding) == KEYS for finding in told["findings"])
    found = [(one["kind"], one["table"], one["municipality"], one["expected"]) for one in told["findings"]]
    assert found == [
        ("headline-mismatch", 1, "", "3"),
        ("unit", 1, "Assens", "0,4 mio. kr."),
        ("order", 1, "Vejle", "efter Hillerød"),
    ]


def test_the_command_shows_a_table_and_writes_page_and_json(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["audit", str(article), "--year", "2024", "--out", str(tmp_path / "ud")]) == 0
    shown = capsys.readouterr().out
    assert "3 fund i gennemgangen af budget 2024" in shown
    assert "Rettes til" in shown
    assert json.loads((tmp_path / "ud" / "audit.json").read_text(encoding="utf-8"))["findings"]
    assert "Hillerød" in (tmp_path / "ud" / "audit.html").read_text(encoding="utf-8")


def test_the_year_before_as_an_article(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = tmp_path / "forrige.txt"
    old.write_text(ARTICLE.replace("2024", "2023"), encoding="utf-8")
    assert cli.main(["audit", str(article), "--previous", str(old), "--json"]) == 0
    found = [(one["kind"], one["municipality"]) for one in json.loads(capsys.readouterr().out)["findings"]]
    assert [name for kind, name in found if kind == "carried-over"] == ["Assens", "Vejle"]


def test_no_such_article(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["audit", "findes-ikke.txt"]) == 1
    assert "findes-ikke.txt" in capsys.readouterr().err


class Reader(HTMLParser):
    """Text, ids and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        told = dict(attrs)
        self.ids += [told["id"] or ""] if "id" in told else []
        self.links += [told["href"] or ""] if "href" in told else []

    def handle_data(self, data: str) -> None:
        self.text += data


def read_page(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def test_the_page_anchors_every_finding_and_escapes_the_article() -> None:
    evil = "Der afsættes 2 mio. til <script>alert(1)</script> & velfærdsteknologi."
    review = make_review(
        ("technology", "<b>Teknologi</b>", [("Vejle Kommune", evil), ("Assens Kommune", "Skærmbesøg udbredes til 'alle' & enhver.")])
    )
    audit = audit_review(review, judge=find_judge())
    page = read_page(render_audit(audit))
    assert len(audit.findings) == 2
    assert "script" not in page.tags
    assert "<script>alert(1)</script> & velfærdsteknologi" in page.text
    assert len(set(page.ids)) == len(page.ids)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert {"m1", "f1", "m2", "f2"} <= set(page.ids)


def test_overlapping_findings_are_both_marked() -> None:
    text = "Der afsættes 2 mio. i 2022 til velfærdsteknologi, i alt 5 mio. kr. over fire år 2022-2024."
    audit = audit_review(make_review(("technology", "Teknologi", [("Vejle Kommune", text)])), judge=find_judge())
    page = read_page(render_audit(audit))
    assert len(audit.findings) >= 2
    assert {f"m{number}" for number in range(1, len(audit.findings) + 1)} <= set(page.ids)
    shown = [show(number, finding, audit.review.text) for number, finding in enumerate(audit.findings, 1)]
    lines = ["".join(piece.text for piece in line.pieces) for block in cut_blocks(audit, shown) for line in block.lines]
    assert "\n\n".join(lines) == audit.review.text


def test_the_page_speaks_english() -> None:
    use_language("en")
    try:
        html = render_audit(
            audit_review(make_review(("technology", "T", [("Vejle", "Der afsættes 2 mio. til skærmbesøg.")])), judge=find_judge())
        )
    finally:
        use_language("da")
    assert 'lang="en"' in html
    assert "The sum lacks" in html


def make_agreements() -> Review:
    """Vejle and Assens have been read, Odder has not."""
    records = tuple(
        DocumentRecord(f"{name}.pdf", code, name, code, 2024, 9, "ok", "") for name, code in (("Vejle", "0630"), ("Assens", "0420"))
    )
    evidence = Evidence("Vejle.pdf", "0630", 1, 0, 9, "Der købes robotstøvsugere.")
    robots = Initiative("i1", "Vejle", "0630", 2024, ("technology",), (), "decided", 0.9, "x", (evidence,))
    return Review({"budget_year": 2024}, Coverage(98, 2, records, ("Odder",)), {}, (robots,))


def test_missed_and_unsupported_and_unknown() -> None:
    rows = [("Assens Kommune", "Skærmbesøg indføres i hjemmeplejen."), ("Odder Kommune", "Sensorgulve lægges på plejehjemmet.")]
    review = make_review(("technology", "Teknologi", rows))
    against = compare_with_agreements(review, make_agreements())
    assert [(one.municipality, one.theme, one.quote) for one in against.missed] == [("Vejle", "technology", "Der købes robotstøvsugere.")]
    assert [(one.municipality, one.table) for one in against.unsupported] == [("Assens", 1)]
    assert against.unknown == ("Odder",)
    told = audit_contract(audit_review(review, agreements=make_agreements(), judge=find_judge()))
    assert list(told) == ["findings", "missed", "unsupported", "unknown"]
    json.dumps(told)


def test_a_theme_without_a_table_is_not_missed() -> None:
    review = make_review(("friplejehjem", "Friplejehjem", [("Assens Kommune", "Et friplejehjem undersøges.")]))
    assert compare_with_agreements(review, make_agreements()).missed == ()
