"""Matching by behaviour: true reasons, direction, refusal, silence, and needs of any kind."""

import math
import time

import pytest

from samspil.cases.casebook import read_library
from samspil.cases.matching.index import CaseIndex
from samspil.cases.matching.match import answer_need, match_cases
from samspil.cases.matching.model import Match, Size
from samspil.cases.matching.reading import read_text
from samspil.cases.matching.sides import case_texts
from samspil.cases.matching.weights import WEIGHTS
from samspil.cases.matching.words import answer_to_json, describe_reason, describe_silence
from samspil.search.words import list_tokens, make_word
from samspil.values.case import FORMS, SERVICE_AREAS
from samspil.vocabulary.concepts import read_concepts
from samspil.vocabulary.texts import use_language
from tests.cases.matching.judged import halves
from tests.cases.matching.samples import make_case, make_initiative


@pytest.fixture(scope="module")
def index() -> CaseIndex:
    return CaseIndex(read_library())


def ids(matches: tuple[Match, ...]) -> list[str]:
    return [match.case.id for match in matches]


def surfaces(text: str) -> set[str]:
    return {text[token.start : token.end].lower() for token in list_tokens(text)}


def test_every_reason_is_really_shared(index: CaseIndex) -> None:
    """Its words stand in the need and in the case, and reading each alone gives the concept."""
    told = 0
    for need in halves()[1]:
        for match in match_cases(need.text, index):
            case_words = surfaces("\n".join(text for text, _weight in case_texts(match.case)))
            case_reading = index.readings[index.cases.index(match.case)]
            for reason in match.reasons:
                told += 1
                assert set(reason.case_words) <= case_words, (need.text, reason)
                if reason.kind == "name":
                    assert reason.id in {made.surface for word in case_words if (made := make_word(word))}
                elif reason.kind not in ("place", "size", "opposite"):
                    assert reason.need_words
                    assert set(reason.need_words) <= surfaces(need.text), (need.text, reason)
                if "." in reason.id and reason.kind != "opposite":
                    assert reason.id in read_text(need.text).weights
                    assert reason.id in case_reading.weights
    assert told > 300


def test_reasons_add_up_to_the_score(index: CaseIndex) -> None:
    """But for what is too little to tell."""
    for need in halves()[0][:40]:
        for match in match_cases(need.text, index):
            points = WEIGHTS.start + sum(reason.points for reason in match.reasons)
            assert 1 / (1 + math.exp(-points)) == pytest.approx(match.score, abs=0.12)
            assert all(reason.points > 0 for reason in match.reasons if not reason.against)


def test_a_case_without_reason_is_not_shown(index: CaseIndex) -> None:
    for need in halves()[1]:
        for match in match_cases(need.text, index, limit=50):
            assert [reason for reason in match.reasons if not reason.against], need.text
            assert 0 < match.score <= 1


DIRECTIONS = [
    ("Rengøringen sendes i udbud", "Rengøringen hjemtages"),
    ("Driften af plejehjemmet udbydes til en privat leverandør", "Driften af plejehjemmet hjemtages fra den private leverandør"),
]


@pytest.mark.parametrize(("out", "home"), DIRECTIONS)
def test_taking_home_is_no_tender(index: CaseIndex, out: str, home: str) -> None:
    """The first sheet goes the way of the need."""
    assert match_cases(out, index)[0].case.form != "insourcing"
    assert match_cases(home, index)[0].case.form == "insourcing"
    against = [reason for match in match_cases(home, index) if match.case.form == "tender" for reason in match.reasons if reason.against]
    shown = [match for match in match_cases(home, index) if match.case.form == "tender"]
    assert len(against) == len(shown)


REFUSALS = [
    "Vi vil ikke have udbud af vask",
    "Vask af arbejdstøj uden udbud",
    "Vask af arbejdstøj, men nej til udbud",
    "Udbud af vask fravælges",
]


@pytest.mark.parametrize("need", REFUSALS)
def test_what_is_refused_counts_against(index: CaseIndex, need: str) -> None:
    wanted = {match.case.id: match.score for match in match_cases("Udbud af vask af arbejdstøj", index, limit=50)}
    refused = {match.case.id: match.score for match in match_cases(need, index, limit=50)}
    assert read_text(need).refused == {"form.tender"}
    assert refused.get("vejen-vask-arbejdstoej", 0.0) < wanted["vejen-vask-arbejdstoej"]


NO_REFUSAL = ["Vi kan ikke finde en leverandør til udbud af vask", "Vi vil have udbud, ikke snak", "Det er ikke nok; et udbud skal til"]


@pytest.mark.parametrize("need", NO_REFUSAL)
def test_trouble_is_no_refusal(need: str) -> None:
    """'kan ikke' tells of a trouble; a 'not' of another sentence reaches no further."""
    assert "form.tender" not in read_text(need).refused
    assert read_text(need).weights["form.tender"] > 0


FALSE_FRIENDS = [
    ("Kommunen vil hjemtage flere fondsmidler", "form.insourcing"),
    ("Kursusudbuddet på aftenskolen", "form.tender"),
    ("Udbud og efterspørgsel på boliger", "form.tender"),
    ("Vejen Kommune er godt på vej", "area.roads_parks"),
    ("Udgifterne falder, og forbruget falder", "matter.falls"),
    ("De grønne områder", "aim.green"),
    ("Opgaven konkurrenceudsættes", "aim.social_responsibility"),
    ("Ledige i praktik", "technology.energy_measures"),
    ("Vi tager ansvar for tagene", "matter.take_back"),
]


@pytest.mark.parametrize(("text", "concept"), FALSE_FRIENDS)
def test_false_friends_name_nothing(text: str, concept: str) -> None:
    assert concept in read_concepts()
    assert concept not in read_text(text).weights


FOUND = [
    ("inkontinens", "aabenraa-intelligent-ble"),
    ("Bøgeskovhus", "aarhus-boegeskovhus"),
    ("digirehap", "kerteminde-digital-traening"),
    ("digi rehab", "kerteminde-digital-traening"),
    ("Tunnstall", "tunstall-tryghedscentral"),
    ("smart diapers for nursing homes", "aabenraa-intelligent-ble"),
    ("private kindergarten as a choice for parents", "glostrup-isfuglen"),
    ("BLESKIFT", "aabenraa-intelligent-ble"),
    ("ble\u00adskift", "aabenraa-intelligent-ble"),
    ("rengo\u0308ring no, rengøring", "koege-rengoering"),
]


@pytest.mark.parametrize(("need", "case"), FOUND)
def test_short_foreign_and_misspelt_needs(index: CaseIndex, need: str, case: str) -> None:
    assert case in ids(match_cases(need, index))


SILENT = [
    ("", "empty"),
    ("   \n\t", "empty"),
    ("?!... ---", "empty"),
    ("og i det at", "empty"),
    ("blåbærgrød paraply tangent", "not_understood"),
    ("Vi skal spare penge", "too_general"),
    ("Spildevandsledninger", "no_case"),
]


@pytest.mark.parametrize(("need", "silence"), SILENT)
def test_nothing_fits_and_it_is_said_why(index: CaseIndex, need: str, silence: str) -> None:
    answer = answer_need(need, index)
    assert answer.matches == ()
    assert answer.silence == silence
    for language in ("en", "da"):
        use_language(language)
        assert len(describe_silence(answer)) > 30


def test_refusing_all_there_is_brings_nothing_and_says_so() -> None:
    """Close enough but for the form that is said no to."""
    library = [make_case("vask", title="Vaskeri")]
    assert answer_need("Udbud af vask", library).silence == ""
    answer = answer_need("Vask, men vi vil ikke i udbud", library)
    assert answer.matches == ()
    assert answer.silence == "refused"
    assert "Udbud" in describe_silence(answer)


def test_no_cases_no_matches() -> None:
    assert match_cases("inkontinens", []) == ()
    assert answer_need("inkontinens", []).silence == "no_case"


def test_very_long_needs(index: CaseIndex) -> None:
    """100 kB in at most a few seconds, and what it speaks of most decides."""
    filler = "Mødet begyndte klokken ni, og referatet blev godkendt uden bemærkninger. "
    need = filler * 600 + "Beboerne på plejehjemmet er inkontinente, og bleerne skal skiftes. " * 900
    assert len(need.encode()) > 100_000
    start = time.perf_counter()
    found = match_cases(need, index)
    assert time.perf_counter() - start < 10
    assert found[0].case.id == "aabenraa-intelligent-ble"


HOSTILE = [
    "<script>alert('vask')</script> arbejdstøj",
    '=HYPERLINK("http://x") arbejdstøj',
    "\x00\x1b[31m arbejdstøj\u202e\u200b",
    "{label} %s ${x} arbejdstøj {0}",
    "\ud800 arbejdstøj",
    "[bold]arbejdstøj[/bold]",
    "arbejdstøj'; DROP TABLE cases; --",
    "arbejdstøj " + "a" * 50_000,
    "arbejdstøj " + "æ̊" * 5_000,
]


@pytest.mark.parametrize("need", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_needs_are_words(index: CaseIndex, need: str) -> None:
    answer = answer_need(need, index)
    assert ids(answer.matches)[0] == "vejen-vask-arbejdstoej"
    assert all(describe_reason(reason) for match in answer.matches for reason in match.reasons)


def test_hostile_cases_are_data() -> None:
    """Braces and markup in a case reach the reader as words."""
    case = make_case(title="{0.__class__} <b>vask</b>", solution="%n {label} vaskeri", suppliers=("{x}",), municipalities=("9999",))
    (match,) = match_cases("vaskeri", [case], size=Size("0461"))
    assert answer_to_json(answer_need("vaskeri", [case]))["matches"][0]["title"] == case.title
    assert all(describe_reason(reason) for reason in match.reasons)


def test_same_answer_whatever_the_order_of_the_cases(index: CaseIndex) -> None:
    turned = CaseIndex(index.cases[::-1])
    for need in halves()[1][:40]:
        first, second = match_cases(need.text, index), match_cases(need.text, turned)
        assert [(match.case.id, match.score) for match in first] == [(match.case.id, match.score) for match in second]
        assert match_cases(need.text, index) == first


def test_words_are_shown_as_written() -> None:
    """Search folds 'aa' to 'å'; people see what they wrote, and years tell nothing."""
    case = make_case(title="Klimaaftryk i 2026 af vask", solution="Klimaaftrykket af vask")
    (match,) = match_cases("Klimaaftryk af vask i 2026", [case])
    shown = {word for reason in match.reasons for word in (*reason.need_words, *reason.case_words)}
    assert "klimaaftryk" in shown
    assert not {"klimåftryk", "2026"} & shown


def test_limit(index: CaseIndex) -> None:
    whole = match_cases("Udbud af rengøring på skoler", index, limit=50)
    assert len(whole) > 3
    assert match_cases("Udbud af rengøring på skoler", index, limit=2) == whole[:2]
    assert match_cases("Udbud af rengøring på skoler", index, limit=0) == ()


def test_equal_cases_stand_by_their_ids() -> None:
    cases = [make_case(name, title="Vaskeri") for name in ("c", "a", "b", "e", "d", "f")]
    assert ids(match_cases("vaskeri", cases, limit=4)) == ["a", "b", "c", "d"]


def test_a_municipality_of_the_like_size_counts_a_little() -> None:
    """Odense is a large town as Aarhus is; Læsø is not. With numbers of inhabitants, these decide."""
    cases = [make_case("aarhus", title="Vaskeri", municipalities=("0751",)), make_case("laesoe", title="Vaskeri", municipalities=("0825",))]
    large = match_cases("vaskeri", cases, size=Size("0461"))
    assert ids(large) == ["aarhus", "laesoe"]
    assert [reason.kind for reason in large[0].reasons].count("size") == 1
    assert "size" not in [reason.kind for reason in large[1].reasons]
    assert ids(match_cases("vaskeri", cases[::-1], size=Size("0461", {"0461": 2000, "0825": 1800, "0751": 350_000}))) == [
        "laesoe",
        "aarhus",
    ]
    assert large[0].score - large[1].score < 0.1
    unknown = match_cases("vaskeri", cases, size=Size("9999"))
    assert unknown[0].score == unknown[1].score
    assert match_cases("Noget om skakturneringer", cases, size=Size("0461")) == ()


def test_an_initiative_brings_its_theme_and_its_municipality(index: CaseIndex) -> None:
    sentence = "Muligheden undersøges i Odense Kommune."
    assert match_cases(sentence, index) == ()
    initiative = make_initiative(sentence, themes=("friplejehjem",))
    found = match_cases(initiative, index)
    assert {"skive-friplejehjem", "solroed-friplejehjem"} <= set(ids(found))
    assert all(reason.need_words == () for match in found for reason in match.reasons if reason.id == "matter.private_care_home")
    assert "place" not in [reason.kind for match in found for reason in match.reasons]


def test_a_named_municipality_is_a_reason(index: CaseIndex) -> None:
    (best, *_rest) = match_cases("Rengøring som i Slagelse Kommune", index)
    assert best.case.id == "slagelse-rengoering"
    assert "0330" in [reason.id for reason in best.reasons if reason.kind == "place"]


def test_each_code_of_a_case_has_its_concept() -> None:
    concepts = read_concepts()
    assert {f"area.{area}" for area in SERVICE_AREAS} <= concepts.keys()
    assert {f"form.{form}" for form in FORMS} <= concepts.keys()
    for concept in concepts.values():
        assert concept.labels["da"] != concept.labels["en"] or concept.labels["da"] == "ESCO", concept.id
        assert 0 < concept.weight <= 1
        assert all(0 < share <= 1 for share in concept.implies.values())


def test_a_case_of_an_unknown_code_is_matched_by_its_words() -> None:
    case = make_case(form="barter", service_area="space", theme="other", title="Vaskeri")
    assert ids(match_cases("vaskeri", [case])) == ["proeve"]


PHRASES = [  # text, concept, whether it is named
    ("Der er huller i kørebanen", "matter.road_surface", True),  # any word of a group
    ("Vejene smuldrer", "matter.road_surface", True),
    ("Mormor er skvattet i gangen", "matter.falls", True),
    ("Han kigger forbi mandag, og så har han altid hunden, avisen og kaffen med", "technology.night_sensing", False),
    ("De kigger med på mit værelse", "technology.night_sensing", True),  # a function word stands beside
    ("Musikskolen får en ny leder", "area.employment", False),  # 'leder' is not 'ledig'
    ("Lastbilen kører", "aim.save_money", False),  # nor 'bil' 'billig'
    ("Kontanthjælp i årevis", "area.elderly", False),  # the parts of a word that is known whole hint at nothing
]


@pytest.mark.parametrize(("text", "concept", "named"), PHRASES)
def test_words_stand_for_each_other_and_false_friends_do_not(text: str, concept: str, named: bool) -> None:
    assert concept in read_concepts()
    assert (concept in read_text(text).weights) == named


def test_what_is_implied_implies_at_half_its_weight() -> None:
    """Alarm calls -> a call centre -> the home; the words on both sides are those of the trouble."""
    reading = read_text("fejlkald")
    concepts = read_concepts()
    first = concepts["matter.alarm_calls"].implies["technology.alarm_centre"]
    assert reading.weights["technology.alarm_centre"] == pytest.approx(first)
    second = read_text("urinlugt")
    through = concepts["matter.incontinence"].implies["technology.sensor_pad"] * 0.5
    assert "form.technology_purchase" not in concepts["matter.incontinence"].implies
    assert second.weights["form.technology_purchase"] == pytest.approx(
        through * concepts["technology.sensor_pad"].implies["form.technology_purchase"]
    )
    assert second.evidence["form.technology_purchase"] == ("urinlugt",)


def test_a_phrase_with_an_unknown_group_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {kind: {} for kind in ("technology", "area", "form", "aim")} | {
        "groups": {"old": "ældre"},
        "matter": {"x": {"da": "x", "en": "x", "phrases": ["@young seng"]}},
    }
    monkeypatch.setattr("samspil.vocabulary.concepts._read_file", lambda: broken)
    with pytest.raises(ValueError, match="@young"):
        read_concepts.__wrapped__()
