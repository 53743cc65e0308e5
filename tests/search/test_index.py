"""The databases' indexes: they find exactly what the index in memory finds, on SQLite and on PostgreSQL, and keep up with what changes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samspil.search.indexing import MOST_TOKENS, make_index_query, make_rows
from samspil.search.memory import MemoryIndex
from samspil.search.query import QueryError, parse_query
from samspil.store.desk import search as index
from samspil.store.desk import sources, tables
from samspil.store.desk.desk import Desk
from samspil.values.desk import CORRECT, REJECT, Person
from samspil.workbench.alerts import read_asked
from samspil.workbench.decide import Wish, append, decide, refresh
from samspil.workbench.search import UNREADABLE, index_sources, list_choices, list_waiting, read_state, search
from tests.search.conftest import Sample, add_document, add_indexed, make_source

QUERIES = [
    "udbud", "hjemtage", "teknologi", "plejehjem", '"i udbud"', '"kunstig intelligens"', "pleje*", "ko*", "a*", "udbud -skole", 'udbud -"i udbud"', "børn OR unge", "og", "2,4", "1.250.000",
    "mio kr", "udbud -pleje*", "skole børn unge", "Ålborg", "aalborg", '"der afsættes"', "år", "ø", "SFO'en", "sømmer*", "hus", "vej", "by", '"1,2 mio"', '"2026-2029"',
]  # fmt: skip


def texts_of(samples: Sequence[Sample]) -> list[tuple[str, int, str]]:
    return [
        (sample.source.sha256, start, sample.source.text[start:end]) for sample in samples for start, end, *_rest in sample.source.passages
    ]


def found_in(desk: Desk, text: str) -> set[tuple[str, int]]:
    with desk.reading() as connection:
        ids = index.find_ids(connection, make_index_query(parse_query(text)))
        return {(passage.sha256, passage.start) for passage in index.read_passages(connection, ids)}


def test_both_databases_find_what_memory_finds(sample_desk: Desk, samples: tuple[Sample, ...]) -> None:
    texts = texts_of(samples)
    memory = MemoryIndex(text for *_place, text in texts)
    for query in QUERIES:
        assert found_in(sample_desk, query) == {texts[number][:2] for number in memory.search(parse_query(query))}, query


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=st.text(alphabet=st.sampled_from("\"-*%():&|!'\\ ^~{}[]/.,;NEARODåæøudbkolet0129\n\x00\u00ad\U0001f600½²"), max_size=50))
def test_no_text_breaks_a_database(sample_desk: Desk, samples: tuple[Sample, ...], text: str) -> None:
    """Whatever is written, the databases give what memory gives."""
    try:
        query = parse_query(text)
    except QueryError:
        return
    texts = [(sha256, start, words) for sha256, start, words in texts_of(samples[:2])]
    memory = {texts[number][:2] for number in MemoryIndex(words for *_p, words in texts).search(query)}
    shas = {sample.source.sha256 for sample in samples[:2]}
    assert {place for place in found_in(sample_desk, text) if place[0] in shas} == memory


def test_strange_letters_are_indexed(desk: Desk) -> None:
    """Emoji, other scripts, lone surrogates' replacement, NUL, quotes: nothing stops the index."""
    lines = ["Nul\x00 i udbud", "quote ' \" \\ : * udbud", "Привет udbud ½ x²", "😀 udbud", "१२ udbud ٣", "udbud " * 3000]
    source = make_source("strange", lines)
    add_indexed(desk, source, "a.txt", "Aalborg")
    assert search(desk, parse_query("udbud"), size=100).total == len(lines) - 1 + -(-3000 // MOST_TOKENS)


def test_filters(desk: Desk) -> None:
    add_indexed(desk, make_source("a", ["Udbud i Aalborg"]), "a.txt", "Aalborg", 2025)
    add_indexed(desk, make_source("b", ["Udbud i Odense", "Udbud af rengøring"]), "b.txt", "Odense", 2026)
    gone = make_source("c", ["Udbud i en fil, der ikke længere står i oversigten"])
    add_indexed(desk, gone, "c.txt", "Odense", 2026)
    with desk.writing() as connection:
        connection.execute(sa.delete(tables.document).where(tables.document.c.sha256 == gone.sha256))

    def ask(words: str) -> list[str]:
        return [hit.passage.text for hit in search(desk, read_asked({"q": words})).hits]

    assert sorted(ask("udbud")) == ["Udbud af rengøring", "Udbud i Aalborg", "Udbud i Odense"]
    assert ask("udbud år:2025") == ["Udbud i Aalborg"]
    assert sorted(ask("udbud kommune:Odense")) == ["Udbud af rengøring", "Udbud i Odense"]
    assert ask("udbud kommune:Odense år:2025") == []
    assert ask("udbud type:overskrift") == []
    assert len(ask("udbud type:sætning")) == 3
    assert [name for _code, name in list_choices(desk).municipalities] == ["Odense", "Aalborg"]


def test_a_hit_says_where_it_stands(desk: Desk) -> None:
    source = make_source("a", ["Først dette.", "Så et genudbud."])
    add_indexed(desk, source, "aftale <b>.txt", "Ærø")
    (hit,) = search(desk, parse_query("udbud")).hits
    assert source.text[hit.passage.start : hit.passage.end] == hit.passage.text == "Så et genudbud."
    assert (hit.owner.municipality, hit.owner.year, hit.passage.page, hit.passage.headings) == ("Ærø", 2026, 1, ("Overskrift",))
    assert hit.address == f"/sources/{source.sha256}/1?start={hit.passage.start}&end={hit.passage.end}"


def test_paging(desk: Desk) -> None:
    add_indexed(desk, make_source("a", [f"Udbud nummer {number}" for number in range(45)]), "a.txt", "Aalborg")
    pages = [search(desk, parse_query("udbud"), page=page) for page in (1, 2, 3)]
    assert [len(page.hits) for page in pages] == [20, 20, 5]
    assert len({hit.passage.id for page in pages for hit in page.hits}) == 45
    assert search(desk, parse_query("udbud"), page=99).page == 3
    assert search(desk, parse_query("udbud"), page=-1).page == 1


def test_a_compound_nobody_writes_is_found_by_its_parts(desk: Desk) -> None:
    add_indexed(desk, make_source("a", ["Rengøringen sendes i udbud"]), "a.txt", "Aalborg")
    answer = search(desk, parse_query("rengøringsudbud"))
    assert answer.loosened
    assert [piece.text for piece in answer.hits[0].pieces if piece.hit] == ["Rengøringen", "udbud"]


def test_sources_come_into_the_index_once(desk: Desk) -> None:
    """A second time there is nothing to do; a file that cannot be read is noted and not tried again."""
    with desk.writing() as connection:
        sources.keep_file(connection, "ff", b"%PDF-1.4 broken")
        document = {"municipality": "Aalborg", "municipality_code": "0851", "pages": 1, "verdict": "OK", "reason": "", "year": 2026}
        connection.execute(
            sa.insert(tables.document), [{**document, "file": "x.pdf", "sha256": "ff"}, {**document, "file": "y.pdf", "sha256": "ee"}]
        )
    add_document(desk, make_source("a", ["Et udbud"]), "a.txt", "Aalborg")
    steps: list[tuple[int, int]] = []
    assert index_sources(desk, lambda done, of: steps.append((done, of))) == 1
    assert steps[-1] == (2, 2)
    state = read_state(desk)
    assert (state.ready, state.waiting, state.unreadable) == (1, 1, 1)  # of y.pdf there are no bytes yet
    assert list_waiting(desk) == []
    assert search(desk, parse_query("udbud")).total == 1
    with desk.reading() as connection:
        assert index.list_indexed(connection)["ff"] == UNREADABLE


def test_other_rules_make_the_index_anew_with_the_same_ids(desk: Desk) -> None:
    """Alerts name passages by id: an id stays that of its place, and none is given twice."""
    source = make_source("a", ["Et udbud", "Et salg", "Et køb"])
    add_indexed(desk, source, "a.txt", "Aalborg")
    with desk.writing() as connection:
        before = {line[2]: line[0] for line in index.list_places(connection)}
        rows = make_rows(source)
        changed = [rows[0], replace(rows[1], stems=("et", "pant"))]
        index.index_rows(connection, source.sha256, changed)
        after = {line[2]: line[0] for line in index.list_places(connection)}
        assert after == {start: before[start] for start in list(before)[:2]}
    assert found_in(desk, "salg") == set()
    assert len(found_in(desk, "pant")) == 1
    assert found_in(desk, "køb") == set()
    with desk.writing() as connection:
        index.index_rows(connection, source.sha256, [])
        index.index_rows(connection, source.sha256, make_rows(source))
    assert len(found_in(desk, "et")) == 3


def test_the_index_can_be_made_again_from_the_passages(sample_desk: Desk) -> None:
    before = [found_in(sample_desk, query) for query in QUERIES[:6]]
    with sample_desk.writing() as connection:
        index.rebuild_index(connection)
    assert [found_in(sample_desk, query) for query in QUERIES[:6]] == before


ANNA = Person(1, "anna", "Anna", "coder")


def propose(desk: Desk, row: str, sha256: str, start: int, end: int, theme: str) -> None:
    quote = {"document": "a.txt", "sha256": sha256, "page": 1, "start": start, "end": end, "quote": "x", "prefix": "", "suffix": ""}
    content: dict[str, Any] = {
        "budget_year": 2026, "municipality": "Aalborg", "municipality_code": "0851", "themes": [theme], "topics": [], "stage": "planned", "confidence": 0.7,
        "evidence": [quote], "amounts": [], "technologies": [], "actors": [], "committee": "",
    }  # fmt: skip
    with desk.writing() as connection:
        append(connection, desk, [("model linear-1", "propose", [row], {"initiative": content}, "")])
        refresh(connection, [row])


def test_the_theme_filter_follows_decisions(desk: Desk) -> None:
    """Passages that a row of the theme quotes, as the rows are now: a correction or rejection shows in the next search."""
    source = make_source("a", ["Udbud af rengøring", "Udbud af valgfag", "Hjemtagning efter udbud"])
    add_indexed(desk, source, "a.txt", "Aalborg")
    spans = [(start, end) for start, end, *_rest in source.passages]
    propose(desk, "r1", source.sha256, *spans[0], "tendering")
    propose(desk, "r2", source.sha256, spans[2][0] + 3, spans[2][1], "insourcing")

    def ask(theme: str) -> list[str]:
        return [hit.passage.text for hit in search(desk, read_asked({"q": "udbud", "theme": theme})).hits]

    assert ask("tendering") == ["Udbud af rengøring"]
    assert ask("insourcing") == ["Hjemtagning efter udbud"]
    decide(desk, ANNA, Wish(CORRECT, ("r2",), (1,), {"themes": ["tendering"]}))
    assert sorted(ask("tendering")) == ["Hjemtagning efter udbud", "Udbud af rengøring"]
    assert ask("insourcing") == []
    decide(desk, ANNA, Wish(REJECT, ("r1",), (1,), {"reason": "not_an_initiative"}))
    assert ask("tendering") == ["Hjemtagning efter udbud"]


@pytest.mark.parametrize("word", ["udbud", "skole"])
def test_a_broad_search_is_capped_at_the_newest(desk: Desk, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "MOST_FOUND", 5)
    monkeypatch.setitem(index.find_ids.__kwdefaults__ or {}, "most", 5)
    add_indexed(desk, make_source("a", [f"{word} {number}" for number in range(9)]), "a.txt", "Aalborg")
    answer = search(desk, parse_query(word))
    assert answer.capped
    assert {hit.passage.text for hit in answer.hits} == {f"{word} {number}" for number in range(4, 9)}
