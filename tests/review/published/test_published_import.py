"""The command as users meet it: what is kept, written and said; nothing existing is overwritten; hostile files end in a sentence."""

import json
import sqlite3
from pathlib import Path

import pytest
from articles import DOCUMENTS, PAGES, TABLES, plain, prose

from samspil.cli import main as cli
from samspil.collection import open_collection
from samspil.errors import NothingReadError, UsageError
from samspil.importing import import_article, keep_article
from samspil.publish.published import published_bytes
from samspil.review.kept_published import parse_published
from samspil.review.published.mapping import read_mapping
from samspil.store.sqlite import Store

ROW_KEYS = ["municipality", "municipality_code", "as_printed", "text", "stage", "amounts"]
AMOUNT_KEYS = ["dkk", "kind", "profile", "total", "ambiguous", "assumed", "part_of", "price_level", "quote"]


def call(*arguments: object) -> int:
    try:
        return cli.main(["import-review", *map(str, arguments)])
    except SystemExit as left:
        return int(left.code or 0)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "artikel.txt"
    file.write_text(plain(), encoding="utf-8")
    return file


def test_the_contract(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """OUT/published.json holds the contract's keys in its order, with stage and amounts of every row."""
    assert call(article, "--year", 2025, "--out", tmp_path / "ud") == 0
    written = json.loads((tmp_path / "ud/published.json").read_bytes())
    assert list(written) == ["year", "tables", "claims"]
    assert [list(table) for table in written["tables"]] == [["number", "title", "theme", "rows"]] * 3
    rows = [row for table in written["tables"] for row in table["rows"]]
    assert [list(row) for row in rows] == [ROW_KEYS] * 14
    assert all(row["stage"] for row in rows)
    assert {tuple(amount) for row in rows for amount in row["amounts"]} == {tuple(AMOUNT_KEYS)}
    assert list(written["claims"][0]) == ["quote", "count", "at_least", "of", "theme", "table"]
    shown = capsys.readouterr().out
    assert "Offentliggjort oversigt for budgetår 2025" in shown
    assert "mindst 3" in shown
    assert str(tmp_path / "ud/published.json") in shown


def test_stage_and_amounts_of_rows(article: Path) -> None:
    rows = {(table.theme, row.municipality): row for table in import_article(article).review.tables for row in table.rows}
    assert [(amount.dkk, amount.kind, dict(amount.profile)) for amount in rows["technology", "Assens"].amounts] == [
        (800_000, "allocation", {2025: 800_000})
    ]
    robots = rows["technology", "Ringkøbing-Skjern"].amounts
    assert [(amount.dkk, sorted(amount.profile)) for amount in robots] == [(2_000_000, [2025, 2026, 2027, 2028])]
    assert rows["tendering", "Faaborg-Midtfyn"].stage == "considered"
    assert rows["friplejehjem", "Læsø"].stage == "stopped"
    assert all(amount.quote in row.text for row in rows.values() for amount in row.amounts)


def test_kept_as_published_and_apart(article: Path, tmp_path: Path) -> None:
    call(article, "--out", tmp_path / "ud")
    collection = open_collection([tmp_path / "ud/samspil.sqlite"])
    (kept,) = collection.published
    assert not collection.reviews
    assert (kept.year, kept.file, len(kept.tables), kept.published) == (2025, "artikel.txt", 3, "2025-03-14")
    assert all(kept.text[row.start : row.end].endswith(row.text) for table in kept.tables for row in table.rows)
    assert kept == import_article(article).review


def test_the_same_article_twice(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(article, "--out", tmp_path / "ud")
    before = (tmp_path / "ud/published.json").read_bytes()
    capsys.readouterr()
    assert call(article, "--out", tmp_path / "ud") == 0
    shown = capsys.readouterr().out
    assert "allerede gemt for budgetår 2025" in shown
    assert "den samme som før" in shown
    assert (tmp_path / "ud/published.json").read_bytes() == before
    assert len(open_collection([tmp_path / "ud/samspil.sqlite"]).published) == 1


def test_another_article_of_the_year(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its published.json is not overwritten unless asked for; the store keeps both."""
    out, other = tmp_path / "ud", tmp_path / "anden.txt"
    other.write_text(plain(TABLES[:2]), encoding="utf-8")
    call(article, "--out", out)
    before = (out / "published.json").read_bytes()
    capsys.readouterr()
    assert call(other, "--out", out) == 1
    shown = capsys.readouterr().err
    assert "published.json fra en anden artikel" in shown
    assert "--force" in shown
    assert (out / "published.json").read_bytes() == before
    assert len(open_collection([out / "samspil.sqlite"]).published) == 1
    assert call(other, "--out", tmp_path / "ud2", "--store", out / "samspil.sqlite") == 3
    assert "2 offentliggjorte oversigter for budgetår 2025" in capsys.readouterr().out
    assert call(other, "--out", out, "--force") == 3
    assert len(json.loads((out / "published.json").read_bytes())["tables"]) == 2
    assert len(open_collection([out / "samspil.sqlite"]).published) == 2


def test_a_foreign_published_json_is_left_alone(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "published.json").write_text("[1]", encoding="utf-8")
    assert call(article, "--out", tmp_path) == 1
    assert "ikke er skrevet af Samspil" in capsys.readouterr().err
    assert (tmp_path / "published.json").read_text(encoding="utf-8") == "[1]"


def test_gaps_are_3_and_what_there_is_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "afkortet.txt"
    file.write_text(plain()[:1200] + "\n\nLog ind for at læse resten", encoding="utf-8")
    assert call(file, "--out", tmp_path / "ud") == 3
    shown = capsys.readouterr().out
    assert "Bemærk:" in shown
    assert "kræver abonnement eller login" in shown
    assert (tmp_path / "ud/published.json").is_file()


NOTHING = [
    ("tom.txt", b"", "Filen er tom"),
    ("vejr.txt", b"Vejret bliver godt i hele landet i weekenden, siger man. " * 9, "Artiklen nævner ingen kommuner"),
    (
        "english.html",
        b"<p>The weather will be fine all over the country, and the experts are happy about that.</p>" * 9,
        "ikke ud til at være dansk",
    ),
    ("billede.docx", b"\x89PNG\r\n\x1a\n" + bytes(100), "kunne ikke læses"),
    ("bombe.pdf", b"%PDF-1.4\n" + b"[" * 100_000, "kunne ikke læses"),
]


@pytest.mark.parametrize(("name", "data", "words"), NOTHING)
def test_nothing_read_is_2_and_nothing_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert call(tmp_path / name, "--year", 2025, "--out", tmp_path / "ud") == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "ud").exists()


def test_no_such_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(tmp_path / "mangler.txt", "--out", tmp_path / "ud") == 1
    assert "Filen findes ikke" in capsys.readouterr().err
    assert call(tmp_path, "--out", tmp_path / "ud") == 1
    assert "ikke en fil" in capsys.readouterr().err


def test_a_year_nobody_says(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(plain().replace("2025", "næste år"), encoding="utf-8")
    with pytest.raises(UsageError, match="--year"):
        import_article(file)
    assert import_article(file, 2025).review.year == 2025


def test_a_child_that_is_stopped(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that keeps the reader busy too long costs a sentence, not the program."""
    from samspil import importing
    from samspil.engines.child import ChildAnswer

    monkeypatch.setattr(importing, "run_all", lambda jobs, _workers: iter([(next(iter(jobs)).key, ChildAnswer(None, "timeout"))]))
    with pytest.raises(NothingReadError, match="tog for lang tid"):
        import_article(article)


def test_what_a_child_says_is_looked_at(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from samspil import importing
    from samspil.engines.child import ChildAnswer

    monkeypatch.setattr(importing, "run_all", lambda jobs, _workers: iter([(next(iter(jobs)).key, ChildAnswer({"review": {"tables": 7}}))]))
    with pytest.raises(NothingReadError, match="brugbart svar"):
        import_article(article)


@pytest.mark.parametrize(("name", "data"), [("a.html", PAGES["theme column first"].encode()), ("a.docx", DOCUMENTS["real tables"])])
def test_other_formats_through_a_child(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert [len(table.rows) for table in import_article(tmp_path / name).review.tables] == [5, 6, 3]


def test_json_for_programs(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(article, "--out", tmp_path, "--json") == 0
    shown = capsys.readouterr()
    result = json.loads(shown.out)
    assert (len(result["tables"]), result["notes"], result["kept"], result["out"]) == (3, [], True, str(tmp_path / "published.json"))
    assert shown.err == ""


def test_claims_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An article that never had tables gives its claims, and that is no gap."""
    file = tmp_path / "a.txt"
    file.write_text("\n\n".join(line for line in prose() if "abel" not in line), encoding="utf-8")
    assert call(file, "--out", tmp_path / "ud") == 0
    assert "ingen tabel" in capsys.readouterr().out


def test_same_article_same_bytes(article: Path) -> None:
    assert published_bytes(import_article(article).review) == published_bytes(import_article(article).review)


def test_a_full_journey_through_the_store(article: Path, tmp_path: Path) -> None:
    review = import_article(article).review
    keep_article(review, tmp_path)
    with Store(tmp_path / "samspil.sqlite") as store:
        assert [parse_published(content) for content in store.list_published()] == [review]
    assert sqlite3.connect(tmp_path / "samspil.sqlite").execute("SELECT count(*) FROM review").fetchone() == (0,)


TOML = '[[table]]\nyear = 2025\nnumber = 3\ntheme = "insourcing"\n\n[[table]]\ntitle = "velfærdstekno*"\ntheme = "tendering"\n'
YAML = "table:\n  - {year: 2025, number: 3, theme: insourcing}\n  - title: velfærdstekno*\n    theme: tendering\n"


@pytest.mark.parametrize(("name", "content"), [("kort.toml", TOML), ("kort.yaml", YAML), ("kort.yml", YAML)])
def test_a_mapping_file(article: Path, tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    review = import_article(article, None, read_mapping(tmp_path / name)).review
    assert [table.theme for table in review.tables] == ["tendering", "tendering", "insourcing"]


def test_read_again_with_another_mapping(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file follows the new reading; what the store keeps is not changed, and that is said."""
    (tmp_path / "kort.toml").write_text(TOML, encoding="utf-8")
    call(article, "--out", tmp_path / "ud")
    assert call(article, "--out", tmp_path / "ud", "--mapping", tmp_path / "kort.toml") == 0
    assert "læst anderledes" in capsys.readouterr().out
    assert json.loads((tmp_path / "ud/published.json").read_bytes())["tables"][2]["theme"] == "insourcing"
    assert open_collection([tmp_path / "ud/samspil.sqlite"]).published[0].tables[2].theme == "friplejehjem"


BAD_MAPPINGS = [
    ("a.toml", "[[table", "kunne ikke læses"),
    ("a.yaml", "table: [unclosed", "kunne ikke læses"),
    ("a.yaml", "!!python/object/apply:os.system ['true']", "kunne ikke læses"),
    ("a.toml", "x = 1", "liste »table«"),
    ("a.toml", '[[table]]\nnumber = 1\ntheme = "sport"', "temaet »sport« kendes ikke"),
    ("a.toml", '[[table]]\nnumber = "1"\ntheme = "technology"', "»number« skal være et helt tal"),
    ("a.toml", '[[table]]\nyear = 2024\ntheme = "technology"', "mindst et af"),
    (
        "a.toml",
        '[[table]]\nnumber = 1\ntheme = "technology"\n[[table]]\ntabel = 1\ntheme = "technology"',
        "Indgang 2 er ikke gyldig: »tabel« kendes ikke",
    ),
    ("mangler.toml", None, "kunne ikke læses"),
]


@pytest.mark.parametrize(("name", "content", "words"), BAD_MAPPINGS)
def test_a_bad_mapping_file(
    article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    assert call(article, "--mapping", tmp_path / name, "--out", tmp_path / "ud") == 1
    shown = capsys.readouterr().err
    assert words in shown
    assert name in shown
    assert not (tmp_path / "ud").exists()
