"""Kroner coded by two people, blind: when sums are the same, how far two agree, what becomes of them on the desk, and what is published of it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from samspil.desk.coded_amounts import add_up, join_amounts, keep_known, lay_side_by_side, same_amounts
from samspil.desk.coding import Action, Coding, CodingError, Marked, act, dump_coding, parse_coding, seal_coding
from samspil.desk.doubles import Coded, compare_amounts, list_choices, pair_up
from samspil.desk.fields import FieldError, check_amounts
from samspil.publish.article.build import build_article
from samspil.publish.article.model import list_pieces, plain
from samspil.publish.report import load_templates
from samspil.publish.site.write import write_site
from samspil.review.agreement import nominal_alpha, ratio_alpha
from samspil.review.double_coded import FACT, DoubleCoding, list_double_coded, tell_double_coding
from samspil.review.kept import parse_review
from samspil.store.desk import coding as kept
from samspil.store.desk.desk import Desk, list_rows, read_head
from samspil.values.desk import CORRECT, Json, Person
from samspil.workbench.curation import Own, settle, view_document
from samspil.workbench.decide import Wish, decide
from samspil.workbench.drawing import Ask, make_sample
from samspil.workbench.export import build_desk_review, build_published, write_export
from samspil.workbench.measuring import measure, tell
from samspil.workbench.samples import code, finish, open_coding, read_codings
from tests.desk.coded import YEAR, add, fill
from tests.publish.fictional_review import build_review

PLAIN: dict[str, Any] = {"total": None, "ambiguous": False, "assumed": False, "part_of": False, "price_level": None, "quote": ""}


def sum_of(dkk: int, kind: str = "allocation", years: dict[int, int] | None = None, **more: Any) -> Json:
    """A sum; in the budget year if nothing else is said."""
    profile = {"2026": dkk} if years is None else {str(year): kroner for year, kroner in years.items()}
    return {**PLAIN, "dkk": dkk, "kind": kind, "profile": profile, **more}


# Krippendorff, 'Computing Krippendorff's Alpha-Reliability' (2011), data of section C: four observers, twelve units, some values missing.
OBSERVERS = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")
UNITS = [[None if value == "." else float(value) for value in unit] for unit in zip(*(line.split() for line in OBSERVERS), strict=True)]


def test_reference_values_of_alpha() -> None:
    assert nominal_alpha(UNITS) == pytest.approx(0.743, abs=0.0005)
    assert ratio_alpha(UNITS) == pytest.approx(0.797, abs=0.0005)


@pytest.mark.parametrize(
    ("units", "alpha"),
    [
        ([(100, 100), (300, 300)], 1.0),
        ([(100, 100), (100, 300)], 0.0),  # observed 2 * 0.25, expected 2 * 0.25 * 3 * 1 over 3
        ([(0, 500), (500, 0)], -0.5),  # kroner against none differ whole: observed 4, expected 8 over 3
        ([(7, 7), (7, 7)], None),
        ([], None),
    ],
)
def test_alpha_of_kroner_by_hand(units: list[tuple[float, float]], alpha: float | None) -> None:
    assert ratio_alpha(units) == (None if alpha is None else pytest.approx(alpha))
    thousands = [(one / 1000, other / 1000) for one, other in units]
    assert ratio_alpha(thousands) == (None if alpha is None else pytest.approx(alpha))  # the unit of money makes no difference


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (sum_of(1_200_000), sum_of(1_200_000), True),
        (sum_of(1_200_000), sum_of(1_200_000, quote="1,2 mio. kr.", price_level="2026", assumed=True), True),
        (sum_of(300_000, years={2026: 300_000, 2027: 300_000}), sum_of(600_000, years={2027: 300_000, 2026: 300_000}), True),
        (sum_of(4, years={}, total=5), sum_of(5, years={}), True),
        (sum_of(1_200_000), sum_of(1_200_000, "saving"), False),
        (sum_of(1_200_000), sum_of(1_200_000, years={2027: 1_200_000}), False),
        (sum_of(1_200_000), sum_of(1_200_000, years={}), False),
        (sum_of(1_200_000), sum_of(1_200_000, part_of=True), False),
        (sum_of(5, years={}), sum_of(5, years={}, ambiguous=True), False),
    ],
)
def test_what_makes_two_sums_the_same(one: Json, other: Json, same: bool) -> None:
    assert same_amounts([one], [other]) is same
    assert len(join_amounts([[one], [other]])) == (1 if same else 2)
    rest = sum_of(77, "other")
    assert same_amounts([rest, one], [other, rest]) is same
    assert keep_known([one], [other]) == [other if same else one]


def test_kroner_side_by_side() -> None:
    """What the review never adds is left out; a year that only one has is 0 with the other."""
    first = [sum_of(100, years={2026: 100, 2027: 50}), sum_of(40, part_of=True), sum_of(9, "other"), sum_of(7, "saving", years={})]
    assert add_up(first) == {("allocation", "2026"): 100, ("allocation", "2027"): 50, ("saving", ""): 7}
    assert lay_side_by_side(first, [sum_of(100), sum_of(3, years={}, ambiguous=True)]) == [(100, 100), (50, 0), (7, 0)]


def test_agreement_on_amounts_by_hand() -> None:
    """Three initiatives both found: the same sums, another year, none at all; one that only one found does not count."""
    passages = tuple((10 * n, 10 * n + 9) for n in range(8))
    tender = ("tendering",)
    first = [
        Marked(1, (1,), tender, (), "decided", (sum_of(100),)),
        Marked(2, (2,), tender, (), "decided", (sum_of(100),)),
        Marked(3, (3,), tender, (), "decided"),
        Marked(4, (4,), tender, (), "decided", (sum_of(900),)),
    ]
    second = [
        Marked(1, (1,), tender, (), "decided", (sum_of(100),)),
        Marked(2, (2,), tender, (), "decided", (sum_of(300),)),
        Marked(3, (3,), tender, (), "decided"),
    ]
    coded = Coded("d", passages, tuple(range(8)), tuple(first), tuple(second))
    found = compare_amounts([coded])
    assert (found.same.right, found.same.of) == (1, 2)
    assert found.alpha == pytest.approx(0.0)
    differs = [(pair.differs, "agreed" in list_choices(pair)) for pair in pair_up(coded)]
    assert differs == [((), True), (("amounts",), False), ((), True), (("found",), False)]


def test_sums_are_set_undone_and_joined() -> None:
    coding = act(Coding(), Action("mark", 1, value="tendering"), {1, 2})
    coding = act(coding, Action("amounts", unit=1, amounts=(sum_of(5),)), {1, 2})
    coding = act(coding, Action("mark", 2, value="tendering"), {1, 2})
    coding = act(coding, Action("amounts", unit=2, amounts=(sum_of(5), sum_of(6))), {1, 2})
    assert parse_coding(json.loads(json.dumps(dump_coding(coding)))) == coding
    joined = act(coding, Action("merge", unit=2, value="1"), {1, 2})
    assert [one["dkk"] for one in joined.units[0].amounts] == [5, 6]
    assert act(coding, Action("undo"), {1, 2}).units[1].amounts == ()


def test_the_seal_of_a_coding_without_sums_is_as_it_was() -> None:
    """Codings that were closed before sums were coded must still fit the seals in the trail."""
    sealed = seal_coding(Coding(units=(Marked(1, (1,), ("tendering",), (), "decided"),)), "salt")
    content = '["salt",[{"id":1,"passages":[1],"stage":"decided","themes":["tendering"],"topics":[]}]]'
    assert sealed == hashlib.sha256(content.encode()).hexdigest()
    assert sealed != seal_coding(Coding(units=(Marked(1, (1,), ("tendering",), (), "decided", (sum_of(5),)),)), "salt")


class Pair:
    """Two coders and a curator over two agreements; the machine gives the tender of each 1,2 mio. kr. in 2026."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.documents = desk, fill(desk)
        self.anna, self.bo, self.curator = add(desk, "anna"), add(desk, "bo"), add(desk, "kim", "curator")
        for document in self.documents:
            row = f"{document[:4]}-{YEAR}-1"
            amounts = check_amounts([sum_of(1_200_000, "saving", quote="1,2 mio. kr. årligt", price_level="2026")], YEAR)
            decide(desk, self.curator, Wish(CORRECT, (row,), (1,), {"amounts": amounts}))
        self.sample = make_sample(desk, self.curator, Ask(YEAR, "Prøve", 2, (self.anna.id, self.bo.id), 7))

    def find(self, who: Person, document: str, amounts: list[Json]) -> None:
        """The tender, with sums."""
        for action in (
            Action("mark", 1, value="tendering"),
            Action("take", 2, 1),
            Action("stage", unit=1, value="decided"),
            Action("amounts", unit=1, amounts=tuple(amounts)),
        ):
            version = open_coding(self.desk, who, self.sample.id, document).coding.version
            code(self.desk, who, self.sample.id, document, action, version)

    def close(self) -> None:
        for who in (self.anna, self.bo):
            for document in self.documents:
                finish(self.desk, who, self.sample.id, document, open_coding(self.desk, who, self.sample.id, document).coding.version)

    def code_all(self) -> None:
        """In the first agreement both have the machine's sum, in the second Bo has another."""
        first, second = self.documents
        for who, document, dkk in ((self.anna, first, 1_200_000), (self.bo, first, 1_200_000), (self.anna, second, 1_200_000)):
            self.find(who, document, [sum_of(dkk, "saving")])
        self.find(self.bo, second, [sum_of(2_400_000, "saving")])
        self.close()


@pytest.fixture
def desk(store_place: str) -> Iterator[Desk]:
    with Desk(store_place) as opened:
        yield opened


@pytest.fixture
def pair(desk: Desk) -> Pair:
    return Pair(desk)


def amounts_of(desk: Desk, row: str) -> list[Json]:
    with desk.reading() as connection:
        (state,) = [one for one in list_rows(connection) if one.id == row]
    return list(state.fields["amounts"].value)


@pytest.mark.parametrize(
    "wrong",
    [{"dkk": "1,2"}, {"kind": "gift"}, {"profile": {"1812": 5}}, {"ambiguous": True}, {"part_of": True}, {"dkk": 10**20}],
    ids=str,
)
def test_what_is_no_sum_is_refused_and_named(pair: Pair, wrong: dict[str, Any]) -> None:
    pair.find(pair.anna, pair.documents[0], [])
    coding = open_coding(pair.desk, pair.anna, pair.sample.id, pair.documents[0]).coding
    action = Action("amounts", unit=1, amounts=({**sum_of(5), **wrong},))
    with pytest.raises(FieldError) as caught:
        code(pair.desk, pair.anna, pair.sample.id, pair.documents[0], action, coding.version)
    assert "Beløb" in caught.value.place
    assert open_coding(pair.desk, pair.anna, pair.sample.id, pair.documents[0]).coding == coding


def test_settled_sums_come_to_the_row_and_known_ones_keep_their_words(pair: Pair) -> None:
    pair.code_all()
    first, second = pair.documents
    settle(pair.desk, pair.curator, pair.sample.id, first, "1+1", "agreed")
    kept_one = amounts_of(pair.desk, f"{first[:4]}-{YEAR}-1")
    assert [(one["dkk"], one["quote"], one["price_level"]) for one in kept_one] == [(1_200_000, "1,2 mio. kr. årligt", 2026)]
    (view,) = view_document(pair.desk, pair.curator, pair.sample.id, second).pairs
    assert view.pair.differs == ("amounts",)
    assert [one["dkk"] for one in view.own.amounts] == [1_200_000, 2_400_000]
    with pytest.raises(FieldError):
        settle(pair.desk, pair.curator, pair.sample.id, second, "1+1", "own", Own(("tendering",), (), "decided", amounts=({"dkk": 1},)))
    settle(pair.desk, pair.curator, pair.sample.id, second, "1+1", "second")
    assert [one["profile"] for one in amounts_of(pair.desk, f"{second[:4]}-{YEAR}-1")] == [{"2026": 2_400_000}]


def test_a_sample_of_before_leaves_sums_alone(pair: Pair) -> None:
    """Its coders were not asked for sums: none may be coded, and what a row has stays."""
    with pair.desk.writing() as connection:
        found = kept.find_sample(connection, pair.sample.id)
        assert found
        kept.set_record(connection, pair.sample.id, {name: value for name, value in found.record.items() if name != "amounts"})
    for who in (pair.anna, pair.bo):
        for document in pair.documents:
            with pytest.raises(CodingError):
                pair.find(who, document, [sum_of(5)])
    pair.close()
    sample, codings = read_codings(pair.desk, pair.curator, pair.sample.id)
    assert not sample.amounts
    assert all(not unit.amounts for coding in codings.values() for unit in coding.units)
    settle(pair.desk, pair.curator, pair.sample.id, pair.documents[0], "1+1", "agreed")
    assert amounts_of(pair.desk, f"{pair.documents[0][:4]}-{YEAR}-1")[0]["dkk"] == 1_200_000
    assert measure(pair.desk, pair.curator, pair.sample.id).amounts is None


def test_what_the_sums_show(pair: Pair) -> None:
    """Half of the initiatives with sums are alike; the machine proposed none, so its sums are wrong in both rows it found."""
    pair.code_all()
    for document in pair.documents:
        settle(pair.desk, pair.curator, pair.sample.id, document, "1+1", "own", Own(("tendering",), (), "decided", amounts=(sum_of(7),)))
    result = measure(pair.desk, pair.anna, pair.sample.id)
    assert result.amounts is not None
    assert (result.amounts.same.right, result.amounts.same.of) == (1, 2)
    assert result.amounts.alpha == ratio_alpha([(1_200_000, 1_200_000), (1_200_000, 2_400_000)])
    assert result.machine is not None
    assert (result.machine.amounts.right, result.machine.amounts.of) == (0, 2)
    assert any("havde 1 af 2 de samme beløb i de samme år" in sentence for sentence in tell(result))


def words_of(review: Any) -> str:
    return plain(tuple(list_pieces(build_article({YEAR: review}, YEAR))))


def test_what_is_published(pair: Pair) -> None:
    """Nothing before both are done; then the facts, read back from the file, and the article's method, with numbers bound to them."""
    assert FACT not in build_published(pair.desk, YEAR).facts
    assert "To personer kodede" not in words_of(build_published(pair.desk, YEAR))
    with pair.desk.reading() as connection:
        before = read_head(connection)[0]
    pair.code_all()
    review = parse_review(json.loads(write_export(build_published(pair.desk, YEAR), "json")))
    (one,) = list_double_coded(review.facts)
    assert (one.documents, one.initiatives, one.same, one.amounts, one.same_amounts, one.alpha) == (2, 2, 1, 2, 1, 1.0)
    assert "To personer kodede to aftaler uafhængigt af hinanden og fandt tilsammen to initiativer. De var helt enige om 1." in words_of(
        review
    )
    assert "Krippendorffs alfa for afsnittenes temaer er 1,00." in words_of(review)
    assert "havde 1 af 2 de samme beløb" in words_of(review)
    assert FACT not in build_published(pair.desk, YEAR, before).facts
    with pair.desk.reading() as connection:
        opened = read_head(connection)[0]
    settle(pair.desk, pair.curator, pair.sample.id, pair.documents[0], "1+1", "agreed")
    then, now = (list_double_coded(build_published(pair.desk, YEAR, until).facts)[0] for until in (opened, None))
    assert (then.precision, now.settled) == (None, 1)
    assert "Anna" not in json.dumps(build_published(pair.desk, YEAR).facts)
    assert FACT not in build_desk_review(pair.desk, YEAR).facts  # what every page asks for is not measured anew


def test_site_and_report_tell_it_too(tmp_path: Path) -> None:
    """In the site's page about the method, and at the report's second reading; without a sample there is no such section."""
    review = build_review()
    coded = replace(review, facts={**review.facts, FACT: [DoubleCoding(2, 6, 2, 0.81, 0.75, 3, 2, 0.9).to_json()]})
    told = "To personer kodede 2 aftaler uafhængigt af hinanden og fandt tilsammen 6 initiativer. De var helt enige om 2 af 6."
    for one, there in ((review, False), (coded, True)):
        site = write_site({int(str(one.facts["budget_year"])): one}, [], tmp_path / f"site-{there}").parent
        report = load_templates().get_template("second.html").render(review=replace(one, second=None))
        for text in (" ".join(page.read_text(encoding="utf-8") for page in site.rglob("*.html")), report):
            assert (told in text) is there
            assert ("To personers kodning" in text) is there


@pytest.mark.parametrize(
    "facts",
    [{FACT: "x"}, {FACT: [{}]}, {FACT: [None]}, {FACT: [{**DoubleCoding(1, 2, 3, None, None).to_json()}]}],
    ids=["text", "empty", "none", "more alike than found"],
)
def test_damaged_facts_are_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=FACT):
        list_double_coded(facts)


def test_sentences_where_little_can_be_said() -> None:
    assert tell_double_coding(DoubleCoding(1, 0, 0, None, None)) == [
        "To personer kodede én aftale uafhængigt af hinanden og fandt ingen initiativer."
    ]
    assert tell_double_coding(DoubleCoding(3, 1, 1, None, None))[0].endswith("ét initiativ. De var helt enige om 1 af 1.")
