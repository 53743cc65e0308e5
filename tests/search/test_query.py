"""The grammar of queries: what is written becomes what is meant, and whatever is written gives a query or a clear message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.search.match import find_hits, has_hit, make_snippet
from samspil.search.memory import MemoryIndex
from samspil.search.query import MOST_CHARACTERS, Query, QueryError, loosen_query, narrow_query, parse_query
from samspil.search.words import list_tokens


def show(query: Query) -> list[list[str]]:
    return [[term.text for term in group] for group in query.groups]


READ = {
    "udbud rengøring": [["udbud"], ["rengøring"]],
    '"kunstig intelligens" skole': [["kunstig intelligens"], ["skole"]],
    "børn OR unge skole": [["børn", "unge"], ["skole"]],
    "børn ELLER unge ELLER ældre": [["børn", "unge", "ældre"]],
    "udbud AND salg": [["udbud"], ["salg"]],
    "udbud OG salg": [["udbud"], ["salg"]],
    "udbud af rengøring": [["udbud"], ["rengøring"]],
    "og": [["og"]],
    "offentlig-privat": [["offentlig"], ["privat"]],
    "pleje*": [["pleje*"]],
    '"ikke lukket': [["ikke lukket"]],
    "Bemærk:noget": [["Bemærk"], ["noget"]],
    "near/3 udbud": [["near"], ["3"], ["udbud"]],
    "(skole)": [["skole"]],
    "OR udbud": [["udbud"]],
    "udbud OR": [["udbud"]],
    "50% af": [["50"]],
}


@pytest.mark.parametrize("text", READ)
def test_what_is_written_is_what_is_meant(text: str) -> None:
    assert show(parse_query(text)) == READ[text]


def test_exclusions() -> None:
    for text in ("udbud -salg", "udbud NOT salg", "udbud IKKE salg", 'udbud -"salg af grunde"'):
        query = parse_query(text)
        assert show(query) == [["udbud"]]
        assert len(query.excluded) == 1


def test_filters() -> None:
    query = parse_query('udbud år:2025-2026 kommune:"Høje Taastrup" kommune:Århus tema:hjemtagning type:overskrift')
    assert query.years == (2025, 2026)
    assert query.municipalities == ("0169", "0751")
    assert query.themes == ("insourcing",)
    assert query.kinds == ("heading",)
    assert parse_query("udbud year:2026 municipality:0751 theme:insourcing kind:row").kinds == ("row",)
    assert narrow_query(query, year="2026", municipality="", theme="", kind="").years == (2026,)


NOTHING = [
    "",
    "   ",
    '"',
    '""',
    "*",
    "%",
    "()",
    "AND (",
    "-",
    "--",
    "-udbud",
    "år:2026",
    "OR",
    '"..."',
    "år:næste udbud",
    "kommune:Atlantis udbud",
    "tema:fisk udbud",
    "type:x udbud",
    "NEAR/",
    "NEAR/3 udbud",
    "skole NEAR(a b)",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_cannot_be_searched_says_why(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    assert caught.value.message
    assert caught.value.remedy


def test_limits() -> None:
    for text in ("a" * (MOST_CHARACTERS + 1), " ".join(f"ord{number}" for number in range(30))):
        with pytest.raises(QueryError):
            parse_query(text)
    with pytest.raises(QueryError):
        narrow_query(parse_query("udbud år:2025"), year="2026")
    with pytest.raises(QueryError) as caught:
        parse_query("udbud kommune:Albrg")
    assert "Aalborg" in caught.value.message


@given(st.text(alphabet=st.sampled_from("\"-*%()+:&|!'\\ ^~{}[]/.,;NEARORANDåæøabc0129\n\x00\u00ad"), max_size=60))
def test_any_text_gives_a_query_or_a_message(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError:
        return
    assert query.groups
    tokens = list(list_tokens("Der afsættes 2 mio. kr. til abc."))
    assert isinstance(has_hit(query, tokens), bool)


TEXTS = [
    "Rengøringen sendes i udbud.",
    "Genudbud af rengøring på skoler",
    "Kunstig intelligens og robotter",
    "Intelligens er kunstig",
    "Plejehjemmene i Aabenraa",
    "Salg af grunde",
]
FOUND = {
    "udbud": {0, 1}, "rengøring udbud": {0, 1}, '"kunstig intelligens"': {2}, "kunstig intelligens": {2, 3}, "åbenrå": {4}, "plejeh*": {4}, "aabenra*": {4},
    "udbud -skole": {0}, "robot ELLER salg": {2, 5}, '"sendes i udbud"': {0}, "udbud salg": set(), "hjem": {4},
}  # fmt: skip


@pytest.mark.parametrize("text", FOUND)
def test_what_is_found(text: str) -> None:
    assert set(MemoryIndex(TEXTS).search(parse_query(text))) == FOUND[text]


def test_the_word_itself_comes_before_compounds() -> None:
    assert MemoryIndex(["Nyt genudbud af drift", "Nyt udbud af drift"]).search(parse_query("udbud")) == [1, 0]


def test_hits_are_marked_in_the_text_as_written() -> None:
    text = "Ved GENUDBUD af ren\u00adgøringen i A\u030ab\u0065nra\u030a"
    pieces = make_snippet(parse_query("udbud rengøring"), text)
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.hit] == ["GENUDBUD", "ren\u00adgøringen"]
    query = parse_query('"kunstig intelligens" intelligens')
    assert find_hits(query, list(list_tokens("kunstig intelligens"))) == [(0, 19)]


def test_a_long_passage_is_shown_around_its_hit() -> None:
    text = "ord " * 300 + "udbud " + "ord " * 300
    pieces = make_snippet(parse_query("udbud"), text, "… ", " …")
    assert [piece.text for piece in pieces if piece.hit] == ["udbud"]
    assert pieces[0].text.startswith("…")
    assert sum(len(piece.text) for piece in pieces) < 300


def test_loosening() -> None:
    loose = loosen_query(parse_query("rengøringsudbud skole"))
    assert loose
    assert show(loose) == [["rengøring"], ["udbud"], ["skole"]]
    assert loosen_query(parse_query("udbud skole")) is None
