"""The whole choice: no offer disappears, prices to the øre, the same inputs the same answer, the note and its trail."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal as D  # noqa: N817 - many in tables
from pathlib import Path
from typing import Any

import pytest
from choice_made import knowing, make_need, make_offer, make_portfolio_of

from samspil.cli import main as cli
from samspil.publish.purchasing.choice_xlsx import render_tables
from samspil.publish.purchasing.decision_note import render_note
from samspil.purchasing.choice.choose import Settings, choose
from samspil.purchasing.choice.criteria import Weighting, make_weighting
from samspil.purchasing.choice.decision import Decision, decide, make_log_line
from samspil.purchasing.choice.errors import ChoiceError
from samspil.purchasing.choice.facts import find_listed, find_price, measure, sort_portfolio
from samspil.purchasing.choice.model import Choice
from samspil.purchasing.choice.tables import all_tables
from samspil.purchasing.choice.words import as_json
from samspil.purchasing.synthetic import make_portfolio
from samspil.values.purchasing import Outcome, Supervision, Tariff

SETTINGS = Settings(draws=200)
ON = date(2026, 2, 1)


def weighting(**weights: int) -> Weighting:
    return make_weighting("SEL § 107", {"weights": weights} if weights else None)


def small_choice(**changes: Any) -> Choice:
    offers = (make_offer("A"), make_offer("B", distance_km=D(90)), make_offer("C", age_to=None), make_offer("D", approved=False))
    return choose(make_portfolio_of(*offers), make_need(**changes), weighting(), SETTINGS)


def test_no_offer_disappears() -> None:
    portfolio, _truth = make_portfolio(4, 40, 600)
    need = make_need(start=date(2026, 3, 1))
    made = choose(portfolio, need, weighting(), SETTINGS)
    out = [each.offer for each in made.candidates if each.verdict == "out"]
    assert sorted([*out, *(each.offer for each in (*made.ranked, *made.apart))]) == sorted(offer.id for offer in portfolio.offers)
    assert all(each.verdict != "out" or any(check.reason for check in each.checks if check.verdict == "out") for each in made.candidates)
    json.dumps(as_json(made))


def test_unknown_stands_apart_with_what_to_ask() -> None:
    made = small_choice()
    assert [each.offer for each in made.ranked] == ["A", "B"]
    assert [each.offer for each in made.apart] == ["C"]
    assert "Aldersgrænsen" in as_json(made)["apart"][0]["ask"][0]
    assert [each["offer"] for each in as_json(made)["excluded"]] == ["D"]


def test_adding_or_removing_an_offer_changes_no_other_score() -> None:
    offers = [make_offer(name, distance_km=D(10 * number), days_to_start=90 - 10 * number) for number, name in enumerate("ABCDEF")]
    scores = [
        {each.offer: each.low for each in choose(make_portfolio_of(*kept), make_need(), weighting(), SETTINGS).ranked}
        for kept in (offers, offers[1:], [*offers, make_offer("Z", distance_km=D(500))])
    ]
    assert all(scores[0][name] == other[name] for other in scores[1:] for name in "BCDEF")


def test_all_excluded_and_nothing_certain_are_said() -> None:
    made = small_choice(age=80)
    assert made.empty is not None
    assert (made.empty.key, made.ranked, made.simulation, made.swings) == ("all_out" if not made.apart else "none_certain", (), None, ())
    unknown = choose(make_portfolio_of(make_offer("A", free_places=None, free_from=None)), make_need(), weighting(), SETTINGS)
    assert unknown.empty is not None
    assert unknown.empty.key == "none_certain"
    assert choose(make_portfolio_of(make_offer("A")), make_need(), weighting(), SETTINGS).notes[-1].key == "only_one"
    with pytest.raises(ChoiceError, match="ingen tilbud"):
        choose(make_portfolio_of(), make_need(), weighting(), SETTINGS)
    with pytest.raises(ChoiceError, match="T9"):
        choose(make_portfolio_of(make_offer("A")), make_need(known=knowing("T9", free_places=1)), weighting(), SETTINGS)
    with pytest.raises(ChoiceError, match="Kun ønsker"):
        choose(make_portfolio_of(make_offer("A")), make_need(), weighting(wishes=1), SETTINGS)


def test_refund_by_hand_to_the_oere() -> None:
    """4,000 kr. a day is 1,460,000 a year: 25 % of the 630,000 above 830,000 is 157,500, that is 431.51 a day (rates of 2020)."""
    price = find_price(make_offer(), make_need(known=knowing("T1", price_day=D(4000))), ())
    assert price is not None
    assert price.refund_day is not None
    assert price.net_day is not None
    assert (price.kind, round(price.refund_day, 2), round(price.net_day, 2), price.level) == ("negotiated", D("431.51"), D("3568.49"), 2020)


@pytest.mark.parametrize(
    ("tariffs", "expected"),
    [
        ([("2000", "day", 2026, None)], D(2000)),
        ([("2000", "day", 2026, None), ("2500", "day", 2026, 2)], D(2500)),
        ([("1900", "day", 2025, None)], D(1900)),
        ([("1900", "day", 2025, None), ("2000", "day", 2026, None)], D(2000)),
        ([("2000", "day", 2027, None)], None),
        ([("2000", "day", 2026, 3)], None),
        ([("2000", "day", 2026, None), ("2001", "day", 2026, None)], None),
        ([("730000", "year", 2026, None)], D(2000)),
        ([("100", "hour", 2026, None)], None),
    ],
)
def test_which_listed_price(tariffs: list[tuple[str, str, int, int | None]], expected: D | None) -> None:
    rows = [Tariff("T1", "SEL § 107", "main", "Ophold", D(price), unit, year, level) for price, unit, year, level in tariffs]
    found = find_listed(make_need(), rows)
    assert (found.gross_day if found else None) == (expected if expected is None else pytest.approx(expected, abs=D("1e-9")))


def test_measurements_are_the_latest_and_never_filled_in() -> None:
    scores = (
        Supervision("T1", "competences", D(3), date(2024, 1, 1)),
        Supervision("T1", "competences", D(5), date(2025, 1, 1)),
        Supervision("T1", "economy", D(4), date(2025, 2, 1)),
        Supervision("T1", "economy", D(1), date(2026, 12, 1)),
    )
    outcomes = (Outcome("T1", 2024, 8, D("0.5")), Outcome("T1", 2025, 4, D("0.9")))
    offer = make_offer(educated_share=None)
    shelf = sort_portfolio(make_portfolio_of(offer, supervisions=scores, outcomes=outcomes))
    found = measure(offer, make_need(wishes=("KRAP", "Nattevagt", "0751")), shelf, None)
    assert found["supervision"].value == D("4.5")
    assert found["goals_met"].value == D("0.5")
    assert found["wishes"].value == D(2) / 3
    assert [found[key].value for key in ("price_day", "net_price_day", "educated_share", "breakdowns")] == [None] * 4


def test_the_hash_follows_the_inputs() -> None:
    base = small_choice().sha256
    assert small_choice().sha256 == base
    assert small_choice(age=31).sha256 != base
    portfolio = make_portfolio_of(make_offer("A"))
    changed = replace(portfolio, offers=(make_offer("A", distance_km=D(21)),))
    assert choose(portfolio, make_need(), weighting(), SETTINGS).sha256 != choose(changed, make_need(), weighting(), SETTINGS).sha256


def test_the_note_has_the_persons_own_choice_and_the_same_bytes() -> None:
    made = small_choice()
    decided = decide(made, Decision("B", "Borgeren ønsker at bo tættere på sin familie.", "Voksenrådgivningen, rådgiver", ON))
    assert (decided.deviates, decided.rank, decided.verdict) == (True, 2, "ok")
    note = render_note(decided)
    assert note == render_note(decided)
    text = zipfile.ZipFile(io.BytesIO(note)).read("word/document.xml").decode()
    for words in (
        "afviger",
        "tættere på sin familie",
        made.sha256,
        "Eksempelhus B".replace("hus", "huset"),
        "Brutto",
        "Ikke godkendt",
        "Aldersgrænsen",
    ):
        assert words in text, words
    assert render_tables(all_tables(made)) == render_tables(all_tables(made))


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (Decision("B", "", "Rådgivningen", ON), "begrundelse"),
        (Decision("C", "kort", "Rådgivningen", ON), "begrundelse"),
        (Decision("", "", "Rådgivningen", ON), "begrundelse"),
        (Decision("X", "En god og lang begrundelse.", "Rådgivningen", ON), "X"),
        (Decision("A", "Gælder 010180-1234, som ønsker det.", "Rådgivningen", ON), "CPR"),
        (Decision("A", "Anne\nPetersen ønsker det.", "Rådgivningen", ON), "personnavn"),
        (Decision("A", "", "Anne Petersen", ON), "personnavn"),
        (Decision("A", "x" * 4001, "Rådgivningen", ON), "4000"),
    ],
)
def test_decisions_that_are_refused(decision: Decision, words: str) -> None:
    with pytest.raises(ChoiceError, match=words) as caught:
        decide(small_choice(), decision)
    assert "Petersen" not in str(caught.value)
    assert "010180" not in str(caught.value)


def test_the_log_is_a_chain() -> None:
    decided = decide(small_choice(), Decision("A", "", "Rådgivningen", ON))
    first = make_log_line(decided, b"note")
    assert json.loads(first)["deviates"] is False
    assert json.loads(make_log_line(decided, b"note", first))["before_sha256"] not in ("", json.loads(first)["before_sha256"])


def call(*words: object) -> int:
    try:
        return cli.main([str(word) for word in words])
    except SystemExit as left:
        return int(left.code or 0)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("koeb")
    assert call("purchasing", "generate", "--seed", 3, "--suppliers", 40, "--placements", 200, "--out", folder, "--format", "csv") == 0
    (folder / "truth.json").unlink()
    return folder


NEED = 'paragraph = "SEL § 107"\ntarget_groups = ["autism", ]\nsupport_level = 2\nage = 30\nstart = 2026-03-01\nlatest = 2026-06-01\n'


def test_the_command_ranks_writes_and_logs_once(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "need.toml").write_text(NEED, encoding="utf-8")
    (tmp_path / "grounds.txt").write_text("Ingen af dem passer til borgerens ønsker.", encoding="utf-8")
    words = ["purchasing", "choose", "--need", tmp_path / "need.toml", "--data", data, "--out", tmp_path / "ud", "--draws", 100]
    note = ["--chosen", "ingen", "--unit", "Rådgivningen", "--on", "2026-02-01", "--grounds", tmp_path / "grounds.txt"]
    code = call(*words, *note, "--json")
    answer = json.loads(capsys.readouterr().out)
    assert code == (0 if answer["ranked"] else 3)
    files = {path.name: path.read_bytes() for path in (tmp_path / "ud").iterdir()}
    assert set(files) == {"choice.xlsx", "decision.docx", "decisions.jsonl"}
    assert call(*words, *note) == code
    assert {path.name: path.read_bytes() for path in (tmp_path / "ud").iterdir()} == files
    assert "Et menneske beslutter" in capsys.readouterr().out
    assert call(*words, *note[:4], "--on", "2026-02-02", *note[6:]) == code
    assert len((tmp_path / "ud" / "decisions.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_the_command_refuses_clearly(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    need, weights, grounds = (tmp_path / name for name in ("need.toml", "w.toml", "g.txt"))
    words = ["purchasing", "choose", "--need", need, "--data", data, "--out", tmp_path / "ud"]
    assert call(*words) == 1
    need.write_text(NEED + "# Anne Petersen\n", encoding="utf-8")
    assert call(*words) == 1
    need.write_bytes(b"\xff\xfe")
    assert call(*words) == 1
    need.write_text(NEED, encoding="utf-8")
    weights.write_text("[weights]\nprice_day = 0\n", encoding="utf-8")
    assert call(*words, "--weights", weights) == 1
    assert call(*words, "--chosen", "ingen") == 1
    assert call(*words, "--draws", 0) == 1
    grounds.write_text("Gælder 010180-1234, en god og lang begrundelse.", encoding="utf-8")
    assert call(*words, "--chosen", "ingen", "--unit", "Rådgivningen", "--on", "2026-02-01", "--grounds", grounds) == 1
    said = capsys.readouterr()
    assert not (tmp_path / "ud").exists()
    assert "Petersen" not in said.out + said.err
    assert "010180" not in said.out + said.err
    assert "Traceback" not in said.err
