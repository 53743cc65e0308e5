"""Words as search sees them: forms of one word meet, compounds open, names are found in both spellings, offsets stay those of the text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.search.words import LONGEST, list_parts, list_tokens, make_word, split_compound


def stem(word: str) -> str:
    made = make_word(word)
    assert made
    return made.stem


def parts(word: str) -> frozenset[str]:
    made = make_word(word)
    assert made
    return made.parts


SAME = [
    "hjemtage hjemtages hjemtaget hjemtagning hjemtagningen hjemtagelse hjemtagelsen",
    "udbud udbuddet udbydes udbudt",
    "konkurrenceudsætte konkurrenceudsættes konkurrenceudsættelse konkurrenceudsat",
    "velfærdsteknologi velfærdsteknologien velfærdsteknologiske velfærdsteknologisk",
    "digitalisere digitalisering digitaliseringen digitaliseret",
    "robot robotter robotten robotterne",
    "plads pladser pladsen pladserne",
    "barn barnet børn børnene",
    "køkken køkkenet køkkener køkkenerne",
    "plejehjem plejehjemmet plejehjemmene plejehjems",
    "sygeplejerske sygeplejersker sygeplejerskerne",
    "Aabenraa Åbenrå aabenraas ÅBENRÅ Aabenrå",
    "Århus Aarhus",
    "genforhandle genforhandling genforhandlingen genforhandler",
    "grøn grønt grønne",
]


@pytest.mark.parametrize("words", SAME)
def test_forms_of_a_word_share_their_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


DIFFERENT = [
    ("ål", "al"), ("ær", "ar"), ("ø", "o"), ("år", "ar"), ("rådhus", "radhus"), ("plan", "plads"), ("vej", "vejledning"), ("by", "bydel"), ("udbud", "udbytte"),
    ("køre", "kørsel"), ("park", "parkering"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_words_stay_apart(one: str, other: str) -> None:
    """æ, ø and å are letters of their own."""
    assert stem(one) != stem(other)
    assert stem(one) not in parts(other)


INSIDE = {
    "udbud": "genudbud rengøringsudbud udbudsplan udbudsplanen serviceudbuddet genudbydes udbudsmaterialet",
    "teknologi": "velfærdsteknologi velfærdsteknologiske",
    "plejehjem": "friplejehjem friplejehjemmet friplejehjemmene plejehjemsplads",
    "robot": "softwarerobotter medicinrobot robotstøvsugere bierobotterne",
    "rengøring": "rengøringsudbud skolerengøring",
    "hal": "svømmehallen idrætshaller",
    "plejebolig": "plejeboliggarantien",
    "krav": "klimakrav",
    "sygeplejerske": "aftensygeplejersker",
    "arbejde": "ekstraarbejde",
}


@pytest.mark.parametrize("part", INSIDE)
def test_parts_of_compounds_are_found(part: str) -> None:
    missing = [word for word in INSIDE[part].split() if stem(part) not in parts(word)]
    assert missing == []


@pytest.mark.parametrize(
    "word",
    [
        "vejledning",
        "overvejende",
        "aftale",
        "områder",
        "hjemmeside",
        "selvfølgelig",
        "ledelse",
        "biblioteker",
        "lokaler",
        "undervisning",
        "arbejdsplads",
    ],
)
def test_what_only_looks_like_a_compound_stays_whole(word: str) -> None:
    assert len(split_compound(word)) == 1


def test_parts_to_look_for_alone() -> None:
    """Only where each part says something by itself."""
    assert [word.surface for word in list_parts("rengøringsudbud")] == ["rengøring", "udbud"]
    assert list_parts("friplejehjem") == []
    assert list_parts("udbud") == []


def test_numbers() -> None:
    assert [token.word.stem for token in list_tokens("1.250.000 kr. og 2,4 mio. i 2026-2029, 8.")] == [
        "1250000",
        "kr",
        "og",
        "2_4",
        "mio",
        "i",
        "2026",
        "2029",
        "8",
    ]


@pytest.mark.parametrize("text", ["Aabenra\u030a", "hjem\u00adtages", "hjem\u200btages", "idéer"])
def test_invisible_letters_and_composed_ones(text: str) -> None:
    """A decomposed å, a soft hyphen or a zero-width blank changes nothing, and the place is that of the original."""
    (token,) = list_tokens(text)
    plain = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\u200b", "")
    assert token.word == make_word(plain)
    assert (token.start, token.end) == (0, len(text))


@given(st.text(max_size=200))
def test_any_text_has_tokens_in_order_with_plain_words(text: str) -> None:
    """Whatever stands there, the words hold only letters, digits and '_', which no database takes apart."""
    place = 0
    for token in list_tokens(text):
        assert place <= token.start < token.end <= len(text)
        place = token.end
        for word in (token.word.surface, token.word.stem, *token.word.parts):
            assert word
            assert len(word) <= 2 * LONGEST
            assert all(char.isalnum() or char == "_" or unicodedata.category(char).startswith("M") for char in word), repr(word)
            assert not set(word) & set(" '\"\\:*()&|!")
