"""What is written of a case is read back as the same case."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import yaml
from case_files import GOOD, change
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samspil.cases.body import even_out, even_out_paragraphs
from samspil.cases.casebook import check_new, make_case, parse_case, read_library
from samspil.cases.describe import as_json, describe_case
from samspil.cases.reading import _HIDDEN
from samspil.cases.schema import FIELDS, PARAGRAPHS, SECTIONS, Field
from samspil.cases.writing import as_fields, write_case
from samspil.values.case import Case, Change, Effect, Source

import unicodedata  # isort: skip

WORDS = st.text(max_size=60).map(lambda text: even_out(_HIDDEN.sub("", unicodedata.normalize("NFC", text)))).filter(bool)
TRAPS = st.sampled_from(
    [
        "null",
        "~",
        "yes",
        "0751",
        "- a",
        "# b",
        "## Problem",
        "---",
        "\\# x",
        "\\\\",
        "a: b",
        "'",
        '"',
        "[x]",
        "{y}",
        "&z",
        "*w",
        "!v",
        "1e5",
        "%",
        "\u2028 x",
    ]
)
LINES = st.one_of(WORDS, TRAPS.map(even_out))
PARAGRAPH = st.lists(LINES, min_size=1, max_size=30).map(" ".join)
IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
NUMBERS = st.decimals(min_value=0, max_value=10**12, places=3, allow_nan=False, allow_infinity=False)
DAYS = st.dates(date(1990, 1, 1), date(2024, 1, 1))


def value_of(each: Field) -> st.SearchStrategy[Any]:
    if each.codes:
        return st.sampled_from(each.codes)
    plain: dict[str, st.SearchStrategy[Any]] = {
        "line": LINES,
        "year": st.integers(1900, 2024),
        "number": NUMBERS,
        "yes_no": st.booleans(),
        "date": DAYS,
        "address": st.just("https://example.org/a?b=c&d=%20#e"),
        "lines": st.lists(LINES, max_size=3).map(tuple),
        "municipalities": st.lists(st.sampled_from(["0101", "0751", "0825"]), max_size=2).map(tuple),
    }
    return plain[each.kind]


def some(table: str, **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Fields of one table: the needed ones and some of the others."""
    free = {
        each.name: value_of(each)
        for each in FIELDS[table]
        if each.name not in fixed and each.kind not in FIELDS and each.kind not in ("id", "integer")
    }
    needed = {each.name: free.pop(each.name) for each in FIELDS[table] if each.needed and each.name in free}
    return st.fixed_dictionaries({**needed, **fixed}, optional=free)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    sources = [Source(**row) for row in draw(st.lists(some("source", id=IDS), min_size=1, max_size=3, unique_by=lambda row: row["id"]))]
    known = st.sampled_from([source.id for source in sources])
    loose = ("low", "high", "base_value", "base_unit", "driver_value", "driver", "gain")
    rows = draw(st.lists(some("effect", id=IDS, source=known, base=LINES), max_size=3, unique_by=lambda row: row["id"]))
    effects = []
    for row in rows:
        kept = {name: value for name, value in row.items() if name not in loose}
        kept |= {"grade": "supplier_claim"} if kept["calculated_by"] in ("supplier", "unknown") else {}
        kept |= draw(
            st.sampled_from(
                [{}, {"gain": False}, {"driver": "users", "driver_value": Decimal("0.5")}, {"base_value": Decimal(7), "base_unit": "kwh"}]
            )
        )
        if "value" not in kept:
            kept |= draw(st.sampled_from([{}, {"low": Decimal("-2.5"), "high": Decimal(4)}]))
        effects.append(Effect(**kept))
    days = sorted(draw(st.lists(DAYS, min_size=1, max_size=3)))
    history = tuple(Change(number, day, draw(LINES)) for number, day in enumerate(days, start=1))
    fields = draw(some("case", id=IDS, version=st.just(len(days)), as_of=st.just(days[-1])))
    if fields.get("started") and fields.get("ended"):
        fields["started"], fields["ended"] = sorted((fields["started"], fields["ended"]))
    sections: dict[str, Any] = {name: draw(st.lists(PARAGRAPH, min_size=1, max_size=3).map("\n\n".join)) for name in PARAGRAPHS}
    sections |= {name: draw(st.lists(PARAGRAPH, max_size=3).map(tuple)) for name in SECTIONS if name not in PARAGRAPHS}
    return Case(**{**fields, **sections, "sources": tuple(sources), "effects": tuple(effects), "history": history})


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(cases())
def test_a_case_that_is_written_is_read_back(case: Case) -> None:
    text = write_case(case)
    again, findings = parse_case(text)
    assert findings == ()
    assert again == case
    assert yaml.safe_load(text.split("\n---\n", 1)[0].removeprefix("---\n"))["version"] == case.version
    made, wrong = make_case(as_fields(case))
    assert wrong == ()
    assert made == case


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_any_text_gives_a_case_or_findings_and_never_a_fault(text: str) -> None:
    for whole in (text, f"---\n{text}\n---\n{text}", change("Et vaskeri tager det.", text), change('"Lavere udgift"', text)):
        case, findings = parse_case(whole)
        assert (case is None) == bool(findings)
        if case is not None:
            assert describe_case(case)


@settings(deadline=None, max_examples=60)
@given(
    st.recursive(
        st.text(max_size=5) | st.none() | st.integers(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=8,
    )
)
def test_any_fields_of_a_form_give_findings_and_never_a_fault(value: Any) -> None:
    good = as_fields(parse_case(GOOD)[0] or read_library()[0])
    for name in good:
        for finding in check_new({**good, name: value}):
            assert finding.field
            assert finding.remedy


def test_paragraphs_are_evened_out_once_and_for_all() -> None:
    text = even_out_paragraphs(" a\tb \r\n\r\n\r\n c\n d \n")
    assert text == "a b\n\nc d"
    assert even_out_paragraphs(text) == text


def test_json_holds_numbers_and_days() -> None:
    case, _ = parse_case(GOOD)
    told = json.loads(as_json(case))
    assert told["effects"][0]["value"] == 250000.5
    assert told["effects"][0]["driver_value"] == 120
    assert told["as_of"] == "2024-05-02"
