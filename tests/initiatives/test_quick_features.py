"""The quick ways to features give what the plain ways give: groups of words and phrases, hashes of letter sequences and of pairs."""

from itertools import pairwise
from zlib import crc32

import pytest

from samspil.initiatives.feature_table import tabulate, tabulate_passages
from samspil.initiatives.features import BUCKETS, FeatureReader, hash_feature, read_words, stem
from samspil.initiatives.pair_hashes import PairHashes
from samspil.initiatives.quick_terms import QuickTerms
from samspil.values.passage import Passage
from samspil.vocabulary.terms import TermFinder, TermGroup, read_groups

WORDS = (
    *("plejehjem", "friplejehjem", "plejecenterhjem", "selvejende", "ældreboligen", "sensorgulv", "ai", "ai-løsning", "co2", "co₂-krav"),
    *("lca", "lcakrav", "rpa", "gps", "udbud", "rengøringsudbud", "genudbud", "hjemtages", "velfærdsteknologi", "robotstøvsuger"),
    *("§", "%", "#", "#år", "og", "i", "x", "ø", "kommunen", "fondens", "havefonden", "indregnes"),
)


def test_quick_terms_know_the_groups_of_every_word() -> None:
    plain, quick = TermFinder(read_groups()), QuickTerms(read_groups())
    patterns = {part.replace("*", filler) for g in read_groups() for p in g.patterns for part in p.split() for filler in ("", "x", "æble")}
    words = {*WORDS, *patterns, *(f"u{word}" for word in patterns)}
    assert {word: quick.groups_of(word) for word in words} == {word: plain.groups_of(word) for word in words}
    assert quick.groups_of("friplejehjem")
    assert not quick.groups_of("kommunen")


@pytest.mark.parametrize("pattern", ["*midt*", "*ende", "to*dele", "*", "kort*", "præcis"])
def test_quick_terms_know_patterns_of_every_form(pattern: str) -> None:
    groups = [TermGroup("a.b", (pattern,))]
    words = ("midt", "xmidtx", "ende", "xende", "endex", "todele", "toxdele", "kort", "korte", "præcis", "præcist", "", "k")
    assert [QuickTerms(groups).groups_of(word) for word in words] == [TermFinder(groups).groups_of(word) for word in words]


def test_every_phrase_has_a_place() -> None:
    quick = QuickTerms(read_groups())
    for group in read_groups():
        for phrase in (pattern for pattern in group.patterns if " " in pattern):
            words = ["dog", *phrase.replace("*", "").split(), "her"]
            assert group.name in quick.groups_of_phrases(words)
            assert 1 in quick.places_of_phrases(words)
    assert quick.places_of_phrases(["dog", "er", "der"]) == []


def test_pairs_hash_as_their_text_does() -> None:
    words = ["a", "ældre", "x" * 62, "x" * 63, "€" * 40, "y" * 5_000, "", "2026"]
    hashes = PairHashes()
    for word in words:
        hashes.add(word)
    numbers = [n for first in range(len(words)) for second in range(len(words)) for n in (first, second)]
    expected = [crc32(f"b={words[a]} {words[b]}".encode()) for a, b in pairwise(numbers)]
    assert hashes.hash_pairs(numbers).tolist() == expected
    assert hashes.hash_pairs([]).tolist() == hashes.hash_pairs([3]).tolist() == []


def test_passages_as_a_table_have_the_features_of_each_alone() -> None:
    told = ["", "Driften", "Kommunen er i gang med at tage opgaven hjem", "", "Der står 2 udbud for", "Ja", ""]
    passages = [Passage(text, 0, len(text), 1, kind, 1, ("A", "Udbud af drift", kind)) for text in told for kind in ("item", "row")]
    words, alone = [read_words(passage.text) for passage in passages], FeatureReader()
    table = tabulate_passages(FeatureReader(), passages, words)
    expected = tabulate([alone.of_passage(passage) for passage in passages])
    for name in ("words", "word_counts", "others", "other_counts"):
        assert getattr(table, name).tolist() == getattr(expected, name).tolist(), name
    nothing = tabulate_passages(FeatureReader(), [], [])
    assert [len(getattr(nothing, name)) for name in ("words", "word_counts", "others", "other_counts")] == [0, 0, 0, 0]


def test_features_are_the_hashes_of_their_names() -> None:
    text = "Rengøringen i plejehjemmets køkken udbydes; 2 mio. kr. spares i 2027"
    words = read_words(text)
    reader = FeatureReader()
    names = [f"b={stem(a)} {stem(b)}" for a, b in pairwise(words)]
    for word in words:
        framed = f"<{word}>"
        sequences = [framed[n : n + size] for size in (4, 5) for n in range(len(framed) - size + 1)] if len(word) > 4 else []
        groups = [name for name in reader.terms.groups_of(word) for _ in range(2)]
        names += [f"w={word}", f"s={stem(word)}", *(f"n={part}" for part in sequences), *(f"v={name}" for name in groups)]
    names += [f"v={name}" for name in reader.terms.groups_of_phrases(words)]
    assert sorted(reader.expand(reader.of_words(words))) == sorted(map(hash_feature, names))
    assert max(reader.expand(reader.of_words(words))) < BUCKETS


def test_texts_together_have_the_features_of_each_alone() -> None:
    texts = [read_words(text) for text in ("Der står for driften", "", "2 udbud", "Kommunen er i gang med at tage opgaven hjem", "Ja")]
    alone = FeatureReader()
    assert FeatureReader().of_texts(texts) == [alone.of_words(words) for words in texts]
