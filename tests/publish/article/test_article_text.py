"""What the article says: every number from rows, every quote verbatim, plain and neutral Danish."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from typing import Any

import pytest
from article_reviews import recount
from fictional_review import YEAR

from samspil.errors import SamspilError
from samspil.publish.article.binder import check_article, check_piece
from samspil.publish.article.build import build_article
from samspil.publish.article.examples import Chooser
from samspil.publish.article.measures import MEASURES, Sources
from samspil.publish.article.model import (
    Article,
    ArticleError,
    Cited,
    Example,
    Figure,
    Paragraph,
    Published,
    Section,
    list_pieces,
    list_runs,
    plain,
)
from samspil.publish.article.neutral import find_judging, judge_words
from samspil.publish.article.words import capitalise, compose, write_value
from samspil.values.amount import Amount
from samspil.values.review import Review, SecondReading, ThemeAgreement
from samspil.version import read_quality
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.texts import LANGUAGES, use_language

Maker = Callable[..., Review]
THE_NUMBER_WORDS = {
    "da": r"\b(?:nul|én|ét|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tyve|hundrede|tusind|begge|halvdelen|dobbelt)\b",
    "en": r"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|both|half|double)\b",
}


def text_of(article: Article) -> str:
    return "\n".join(plain(run) for run in list_runs(article))


def section_of(article: Article, anchor: str) -> Section:
    return next(section for section in article.sections if section.id == anchor)


def words_of(section: Section) -> str:
    return "\n".join(plain(block.pieces) for block in section.blocks if isinstance(block, Paragraph))


# Numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_template_holds_a_digit_or_a_number_word(language: str) -> None:
    file = resources.files("samspil.vocabulary").joinpath(f"catalogue/{language}/article.toml")
    texts: dict[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))
    words = {key: text for key, text in texts.items() if not key.startswith(("number_", "count_", "error_", "remedy_"))}
    assert len(words) > 100
    for key, text in words.items():
        bare = re.sub(r"\{\w+\}", "", text)
        assert not re.search(r"\d", bare), key
        if key != "map_one":
            assert not re.search(THE_NUMBER_WORDS[language], bare, re.IGNORECASE), key


def test_every_number_of_the_text_is_bound(article: Article, two_years: dict[int, Review]) -> None:
    """Counted anew here, from the pieces: digits outside figures, quotes and names there are none, and figures are recounted."""
    figures = [piece for piece in list_pieces(article) if isinstance(piece, Figure)]
    assert len(figures) > 500
    assert {figure.measure for figure in figures} >= {
        "municipalities",
        "initiatives",
        "read",
        "missing",
        "allocation",
        "saving",
        "beside",
        "low",
    }
    assert not any(re.search(r"\d", piece) for piece in list_pieces(article) if isinstance(piece, str))
    check_article(article, Sources(two_years, read_quality()))


def test_a_headline_is_the_municipalities_behind_it(article: Article, one_year: Review) -> None:
    """By hand: the number in the prose of each theme, the rows it names, and the table below are the same municipalities."""
    for theme in one_year.headlines:
        expected = {row.municipality for row in one_year.initiatives if theme in row.themes}
        section = section_of(article, f"tema-{theme}")
        first = next(
            piece for block in section.blocks if isinstance(block, Paragraph) for piece in block.pieces if isinstance(piece, Figure)
        )
        assert first.value == len(expected)
        assert {row.split("-")[0] for row in first.rows} == {row.municipality_code for row in one_year.initiatives if theme in row.themes}
        table = next(b for s in article.sections for b in s.blocks if isinstance(b, Published) and b.id == f"tabel-{theme}")
        assert [name.text for name, _ in table.rows] == sorted(expected, key=sort_key)


def change_count(review: Review) -> Review:
    headline = review.headlines["technology"]
    return replace(review, headlines={**review.headlines, "technology": replace(headline, municipalities=headline.municipalities + 1)})


def change_kroner(review: Review) -> Review:
    headline = review.headlines["tendering"]
    sums = {year: dkk + 1 for year, dkk in headline.allocation_dkk.items()}
    return replace(review, headlines={**review.headlines, "tendering": replace(headline, allocation_dkk=sums)})


def change_interval(review: Review) -> Review:
    headline = review.headlines["insourcing"]
    low, high = headline.interval or (0, 0)
    return replace(review, headlines={**review.headlines, "insourcing": replace(headline, interval=(low, high + 1))})


def lose_a_row(review: Review) -> Review:
    lost = review.initiatives[0].municipality
    return replace(review, initiatives=tuple(row for row in review.initiatives if row.municipality != lost))


def claim_a_reading(review: Review) -> Review:
    return replace(review, coverage=replace(review.coverage, read=review.coverage.read + 1))


@pytest.mark.parametrize("spoil", [change_count, change_kroner, change_interval, lose_a_row, claim_a_reading])
def test_a_review_that_contradicts_its_rows_is_not_published(one_year: Review, spoil: Callable[[Review], Review]) -> None:
    with pytest.raises(ArticleError) as caught:
        build_article({YEAR: spoil(one_year)}, YEAR, read_quality())
    assert "rækkerne" in caught.value.message
    assert "samspil review" in caught.value.remedy


def first_figure(article: Article, measure: str) -> Figure:
    return next(piece for piece in list_pieces(article) if isinstance(piece, Figure) and piece.measure == measure)


def test_a_forged_piece_is_found(article: Article, two_years: dict[int, Review]) -> None:
    sources = Sources(two_years, read_quality())
    good = first_figure(article, "municipalities")
    check_piece(sources, good)
    quote = next(piece for piece in list_pieces(article) if isinstance(piece, Cited))
    check_piece(sources, quote)
    forged: list[Any] = [
        replace(good, value=good.value + 1, words=write_value(good.value + 1, good.form)),
        replace(good, words="99"),
        replace(good, rows=good.rows[1:]),
        replace(quote, text=quote.text.replace("kr.", "øre") + " mere"),
        "12 kommuner",
    ]
    for piece in forged:
        with pytest.raises(ArticleError):
            check_piece(sources, piece)


def test_every_measure_is_used_or_known(article: Article) -> None:
    used = {piece.measure for piece in list_pieces(article) if isinstance(piece, Figure)}
    assert used <= set(MEASURES)
    assert set(MEASURES) - used <= {"agreement", "double", "files"}


# Words

VALUES = [
    (0, "count:municipality", "ingen kommuner", "no municipalities"),
    (1, "count:municipality", "én kommune", "one municipality"),
    (2, "count:municipality", "to kommuner", "two municipalities"),
    (9, "count:initiative", "ni initiativer", "nine initiatives"),
    (10, "count:municipality", "10 kommuner", "10 municipalities"),
    (1, "count:initiative", "ét initiativ", "one initiative"),
    (1, "count:amount!", "Ét beløb", "One sum"),
    (1234, "count:initiative", "1.234 initiativer", "1,234 initiatives"),
    (1, "neuter", "ét", "one"),
    (7, "digits", "7", "7"),
    (2026, "plain", "2026", "2026"),
    (2_500_000, "stated", "2,5 mio. kr.", "DKK 2.5 million"),
    (1_234_567, "stated", "1.234.567 kr.", "DKK 1,234,567"),
    (363_000, "rounded", "363.000 kr.", "DKK 363,000"),
    (12_363_000, "rounded", "12,4 mio. kr.", "DKK 12.4 million"),
    (163_000_000, "rounded", "163 mio. kr.", "DKK 163 million"),
    (8_000_000, "rounded", "8 mio. kr.", "DKK 8 million"),
    (950, "rounded", "950 kr.", "DKK 950"),
    (0.829, "percent", "83", "83"),
    (0.7, "decimal", "0,70", "0.70"),
    (-0.05, "decimal", "−0,05", "−0.05"),
]


@pytest.mark.parametrize(("value", "form", "danish", "english"), VALUES)
def test_numbers_are_written_as_people_do(value: float, form: str, danish: str, english: str) -> None:
    for language, words in (("da", danish), ("en", english)):
        use_language(language)
        assert write_value(value, form).replace("\u00a0", " ") == words


def test_no_second_stop_after_kroner() -> None:
    sums = {name: Figure(8_800_000, write_value(8_800_000, "rounded"), "rounded", name, YEAR) for name in ("allocation", "saving")}
    told = plain(compose("money_allocation_saving", year=Figure(YEAR, str(YEAR), "plain", "year", YEAR), **sums))
    assert told.endswith("besparelser på 8,8\u00a0mio.\u00a0kr.")


def test_a_figure_begins_a_sentence_with_a_capital() -> None:
    assert capitalise(Figure(3, "tre beløb", "count:amount", "beside", YEAR)).words == "Tre beløb"


def keep(review: Review, rows: int, theme: str = "friplejehjem") -> Review:
    """Only the first rows of a theme, from distinct municipalities."""
    chosen: dict[str, object] = {}
    for row in review.initiatives:
        if theme in row.themes and row.municipality not in chosen and len(chosen) < rows:
            chosen[row.municipality] = replace(row, themes=(theme,), topics=(), amounts=())
    return recount(replace(review, initiatives=tuple(chosen.values())))  # type: ignore[arg-type]


SENTENCES = [
    (0, "Ingen af de 28 læste kommuner har initiativer om friplejehjem i budgetaftalen for 2026."),
    (1, "1 af de 28 læste kommuner har initiativer om friplejehjem i budgetaftalen for 2026."),
    (1, "Aftalerne rummer ét initiativ på området: ét "),
    (2, "2 af de 28 læste kommuner har initiativer om friplejehjem i budgetaftalen for 2026."),
    (2, "Aftalerne rummer to initiativer på området: "),
    (2, "Aftalerne har ingen beløb til initiativerne i 2026."),
]


@pytest.mark.parametrize(("rows", "sentence"), SENTENCES)
def test_few_are_told_in_good_danish(maker: Maker, rows: int, sentence: str) -> None:
    article = build_article({YEAR: keep(maker(), rows)}, YEAR)
    assert sentence in words_of(section_of(article, "tema-friplejehjem"))
    if not rows:
        assert "Der er ikke fundet initiativer inden for temaerne." in text_of(article)
        assert plain(article.title) == "Kommunernes budgetaftaler for 2026"


def test_all_and_the_year_before(two_years: dict[int, Review], article: Article) -> None:
    technology = words_of(section_of(article, "tema-technology"))
    before = two_years[YEAR - 1].headlines["technology"].municipalities
    assert f"Året før var det {before} af 28." in technology
    assert "Tallene for 2025 kommer også fra 28 læste kommuner" in words_of(section_of(article, "overblik"))


def test_years_with_other_coverage_are_not_compared_without_a_word(maker: Maker, one_year: Review) -> None:
    fewer = maker(YEAR - 1, names=tuple(record.municipality for record in one_year.coverage.documents[:9]), initiatives=20)
    article = build_article({YEAR - 1: fewer, YEAR: one_year}, YEAR)
    told = words_of(section_of(article, "overblik"))
    assert "I 2025 blev syv kommuner læst mod 28 i 2026. Forskelle mellem årene kan derfor skyldes, hvilke aftaler der er læst." in told


def test_without_the_year_before_nothing_is_compared(one_year: Review) -> None:
    assert "Året før" not in text_of(build_article({YEAR: one_year, YEAR - 2: one_year}, YEAR, read_quality()))


def test_unread_is_said_to_be_unknown(article: Article) -> None:
    lead = plain(article.standfirst[0])
    assert lead.startswith("Budgetaftalerne fra 28 af landets 98 kommuner er læst.")
    assert lead.endswith("70 kommuner er ikke læst, og om dem siger artiklen intet.")
    assert "Ikke læst (70 kommuner): " in words_of(section_of(article, "metode"))


def test_the_method_names_codebook_model_and_errors(article: Article, one_year: Review) -> None:
    told = words_of(section_of(article, "metode"))
    assert f"med modellen {one_year.facts['model']} efter kodebog 1" in told
    quality = read_quality() or {}
    assert f"prøvet på {quality['texts']} mærkede tekster" in told
    assert f"Den fandt {round(100 * quality['figures']['initiatives']['recall'])} procent" in told


def test_errors_of_another_model_are_not_borrowed(maker: Maker) -> None:
    article = build_article({YEAR: maker()}, YEAR, read_quality())
    assert "Læsefejlene er ikke målt for den model" in words_of(section_of(article, "metode"))


def test_sample_data_are_marked(maker: Maker) -> None:
    assert "Fiktive eksempeldata" in plain(build_article({YEAR: maker(fictional=True)}, YEAR).marks[0])
    assert build_article({YEAR: maker()}, YEAR).marks == ()


@pytest.mark.parametrize(("year", "regions"), [(2026, 5), (2027, 4)])
def test_regions_are_those_of_the_year(maker: Maker, year: int, regions: int) -> None:
    article = build_article({year: maker(year)}, year)
    titles = [plain(section.title) for section in article.sections if section.id.startswith("region-")]
    assert len(titles) == regions
    assert ("Region Østdanmark" in titles) == (year == 2027)
    assert titles == sorted(titles, key=sort_key)


# Examples


def test_examples_follow_their_rule(article: Article, one_year: Review) -> None:
    shown = [block for section in article.sections for block in section.blocks if isinstance(block, Example)]
    assert len(shown) >= 10
    assert len({example.municipality.text for example in shown}) == len(shown)
    by_id = {row.id: row for row in one_year.initiatives}
    for example in shown:
        quote = by_id[example.initiative].evidence[0].quote
        assert example.quote.text == quote
        assert len(quote) <= 400
    told = words_of(section_of(article, "metode"))
    assert "op til to initiativer for hvert tema" in told
    assert "på højst 400 tegn" in told


def test_sums_then_confidence_decide(one_year: Review) -> None:
    row = next(row for row in one_year.initiatives if row.evidence)
    summed = (Amount(1000, "allocation", {YEAR: 1000}),)
    rows = [
        replace(row, id="a", municipality="Ærø", municipality_code="0492", confidence=0.99, amounts=()),
        replace(row, id="b", municipality="Greve", municipality_code="0253", confidence=0.7, amounts=summed),
        replace(row, id="c", municipality="Køge", municipality_code="0259", confidence=0.9, amounts=summed),
        replace(row, id="d", municipality="Vejle", municipality_code="0630", confidence=0.8, amounts=summed),
    ]
    assert [chosen.id for chosen in Chooser(YEAR).choose(rows, 2)] == ["c", "d"]  # b is of c's region, a has no sum


def test_half_sentences_and_long_quotes_are_no_examples(one_year: Review) -> None:
    row = one_year.initiatives[0]
    cut = ["og derfor sendes rengøringen i udbud.", "Rengøring i udbud", "A" * 400 + "."]
    rows = [replace(row, id=str(n), evidence=(replace(row.evidence[0], quote=quote),)) for n, quote in enumerate(cut)]
    assert Chooser(YEAR).choose(rows, 3) == []


# Neutral wording


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_article_takes_no_side(two_years: dict[int, Review], language: str) -> None:
    use_language(language)
    assert find_judging(build_article(two_years, YEAR, read_quality())) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_template_takes_a_side(language: str) -> None:
    """Templates that this article did not need are held to the same rule."""
    file = resources.files("samspil.vocabulary").joinpath(f"catalogue/{language}/article.toml")
    for key, text in tomllib.loads(file.read_text(encoding="utf-8")).items():
        assert judge_words(str(text), language) == [], key


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Heldigvis sender flere kommuner opgaver i udbud.", ["heldigvis"]),
        ("Det er en imponerende fremgang med store gevinster.", ["imponerende", "gevinster"]),
        ("Kommunerne bør gøre mere.", ["bør"]),
        ("Kommunerne afsætter penge til friplejehjem i Bording.", []),
    ],
)
def test_judging_words_are_found(sentence: str, words: list[str]) -> None:
    assert judge_words(sentence, "da") == words


def test_english_says_the_same_numbers(two_years: dict[int, Review], article: Article) -> None:
    use_language("en")
    english = build_article(two_years, YEAR, read_quality())
    assert english.language == "en"

    def figures(one: Article) -> list[tuple[str, float]]:
        return [(piece.measure, piece.value) for piece in list_pieces(one) if isinstance(piece, Figure)]

    assert sorted(figures(english)) == sorted(figures(article))
    assert "kommuner" not in "".join(piece for piece in list_pieces(english) if isinstance(piece, str))


def test_an_unknown_id_is_an_error_not_a_crash(one_year: Review) -> None:
    with pytest.raises(SamspilError):
        Sources({YEAR: one_year}).find(YEAR, "no-such-row")


def test_the_agreement_of_two_readings_is_told_where_it_is_known(one_year: Review) -> None:
    known = ThemeAgreement(0.81, 0.7, 40, 5, 6)
    review = replace(one_year, second=SecondReading("regler-1", known, {"technology": replace(known, alpha=0.9)}, (), 3))
    told = words_of(section_of(build_article({YEAR: review}, YEAR), "metode"))
    assert "(regler-1). Enigheden mellem læsningerne (Krippendorffs alfa) er 0,81. 1 er fuld enighed, og 0 er som ved et tilfælde." in told
    assert "Tema for tema: Velfærdsteknologi og digital innovation 0,90." in told


def test_where_all_of_many_are_meant_no_names_are_listed(maker: Maker) -> None:
    from fictional_review import read_places

    article = build_article({YEAR: maker(names=tuple(read_places()), initiatives=600)}, YEAR)
    told = words_of(section_of(article, "region-hovedstaden"))
    assert "Alle regionens 29 kommuner er læst. De læste kommuner har alle initiativer inden for temaerne." in told
    assert "Friplejehjem: alle 29 læste kommuner" in told
    assert "Nordjylland" not in told
    assert "9 af regionens 11 kommuner er læst." in words_of(section_of(article, "region-nordjylland"))


def test_a_table_shows_an_initiatives_quotes_and_says_where_it_leaves_some_out(one_year: Review) -> None:
    row = one_year.initiatives[0]
    quotes = ["Rengøringen sendes i udbud.", "og det sker i 2026 " + "a" * 250 + ".", "Rengøring, nyt udbud", "B" * 300 + "."]
    long = "Den første sætning er lang " + "ordet " * 80 + "slut."
    evidence = tuple(replace(row.evidence[0], quote=quote, start=n, end=n + 1) for n, quote in enumerate(quotes))
    rows = (replace(row, evidence=evidence), replace(row, id="x", evidence=(replace(row.evidence[0], quote=long),)))
    article = build_article({YEAR: recount(replace(one_year, initiatives=rows))}, YEAR)
    table = next(b for s in article.sections for b in s.blocks if isinstance(b, Published) and b.rows)
    told = [plain(entry.quotes) for entry in table.rows[0][1]]
    assert f"Rengøringen sendes i udbud. … {quotes[1]} […]" in told
    shortened = next(words for words in told if words.startswith("Den første"))
    assert shortened.endswith("ordet …")
    assert len(shortened) <= 322
