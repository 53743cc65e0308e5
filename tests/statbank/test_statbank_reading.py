"""Saved files of the bank in the shapes it gives them; faults planted in them, each named; what is written is read back the same."""

import json
from array import array
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samspil.statbank.bulk import open_bulk
from samspil.statbank.errors import StatbankError
from samspil.statbank.read import read_table
from samspil.statbank.writing import format_csv, format_jsonstat
from samspil.values.statistics import CODES, CODES_AND_TEXTS, MISSING, SCALE, TEXTS, Category, Dimension, Origin, Table, read_number
from samspil.vocabulary.texts import use_language

BOM = "\ufeff"


def save(folder: Path, content: str | bytes, name: str = "fil.csv") -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return file


def lines(*rows: str, end: str = "\r\n", mark: str = BOM) -> str:
    return mark + end.join(rows) + end


PEOPLE = lines("OMRÅDE;KØN;TID;INDHOLD", "101 København;TOT I alt;2025K1 2025K1;1000", "751 Aarhus;TOT I alt;2025K1 2025K1;..")
SHAPES = [
    ("code and text", PEOPLE, CODES_AND_TEXTS, "da"),
    ("time as code alone", PEOPLE.replace("2025K1 2025K1", "2025K1"), CODES_AND_TEXTS, "da"),
    ("codes", lines("OMRÅDE;KØN;TID;INDHOLD", "101;TOT;2025K1;1000", "751;TOT;2025K1;.."), CODES, "da"),
    ("texts", lines("OMRÅDE;KØN;TID;INDHOLD", "København;I alt;2025K1;1000", "Aarhus;I alt;2025K1;.."), TEXTS, "da"),
    ("no mark, LF, no quotes", PEOPLE.removeprefix(BOM).replace("\r\n", "\n"), CODES_AND_TEXTS, "da"),
    ("quoted", PEOPLE.replace("101 København", '"101 København"'), CODES_AND_TEXTS, "da"),
    ("tabs", PEOPLE.replace(";", "\t"), CODES_AND_TEXTS, "da"),
    ("English codes", lines("OMRÅDE;KØN;TID;CONTENTS", "101;TOT;2025K1;1000", "751;TOT;2025K1;.."), CODES, "en"),
    (
        "English names",
        lines("REGION;SEX;TIME;CONTENTS", "101 Copenhagen;TOT Total;2025K1;1000", "751 Aarhus;TOT Total;2025K1;.."),
        CODES_AND_TEXTS,
        "en",
    ),
    ("English texts", lines("REGION;SEX;TIME;CONTENTS", "Copenhagen;Total;2025K1;1000", "Aarhus;Total;2025K1;.."), TEXTS, "en"),
]


@pytest.mark.parametrize(("content", "presentation", "language"), [one[1:] for one in SHAPES], ids=[one[0] for one in SHAPES])
def test_shapes_of_csv(tmp_path: Path, content: str, presentation: str, language: str) -> None:
    table = read_table(save(tmp_path, content))
    assert [dimension.code for dimension in table.dimensions] == ["OMRÅDE", "KØN", "TID"]
    assert list(table.rows()) == [(("101", "TOT", "2025K1"), Decimal(1000)), (("751", "TOT", "2025K1"), None)]
    assert (table.origin.presentation, table.origin.language) == (presentation, language)
    told = {finding.kind for finding in table.findings}
    assert told == {*(["read_english"] if language == "en" else []), *(["read_texts"] if presentation == TEXTS else [])}


def test_windows_1252_is_read_and_told(tmp_path: Path) -> None:
    table = read_table(save(tmp_path, PEOPLE.removeprefix(BOM).encode("cp1252")))
    assert table.dimensions[0].label_of("101") == "København"
    assert [finding.kind for finding in table.findings] == ["read_cp1252"]


NUMBERS = [
    ("12,5", "12.5"),
    ("-3,25", "-3.25"),
    ("12.5", "12.5"),
    ("0", "0"),
    ("-", "0"),
    ("700000000", "700000000"),
    ("1,234567", "1.234567"),
    ("1,234", "1.234"),
]


@pytest.mark.parametrize(("written", "value"), NUMBERS)
def test_numbers(tmp_path: Path, written: str, value: str) -> None:
    file = save(tmp_path, lines("OMRÅDE;TID;INDHOLD", f"101;2024;{written}", "147;2024;7"))
    assert next(read_table(file).rows())[1] == Decimal(value)
    with open_bulk(file) as bulk:
        assert bulk.connection.execute("SELECT value FROM cells WHERE \"OMRÅDE\" = '101'").fetchone() == (Decimal(value),)


def test_ages_alone_are_texts_and_no_codes(tmp_path: Path) -> None:
    """'0 år' is no code 0 with the text 'år'."""
    table = read_table(
        save(tmp_path, lines("OMRÅDE;ALDER;TID;INDHOLD", "Køge;0 år;2025K1;5", "Køge;80 år;2025K1;6", "Køge;I alt;2025K1;11"))
    )
    assert [codes for codes, _value in table.rows()] == [("259", "0", "2025K1"), ("259", "80", "2025K1"), ("259", "IALT", "2025K1")]


HEAD = "OMRÅDE;KØN;TID;INDHOLD"
ROW = "101;TOT;2025K1;1000"
FAULTS: list[tuple[str, str | bytes, str, str]] = [  # name, content, kind of error, place behind the file
    ("empty", b"", "empty", ""),
    ("blank", b"\xef\xbb\xbf\r\n", "empty", ""),
    ("only a header", lines(HEAD), "no_rows", ""),
    ("a workbook", b"PK\x03\x04xxxx", "is_workbook", ""),
    ("a web page", b"<!DOCTYPE html>", "is_page", ""),
    ("packed", b"\x1f\x8b\x08xxx", "is_packed", ""),
    ("PX", b'CHARSET="ANSI";', "is_px", ""),
    ("UTF-16", PEOPLE.encode("utf-16"), "wrong_encoding", ":1"),
    ("another table", "navn;antal\nKøge;3\n", "not_statbank", ":1"),
    ("comma between cells", PEOPLE.replace(";", ","), "not_statbank", ":1"),
    ("no dimension", "INDHOLD\n3\n", "not_statbank", ":1"),
    ("10,000 columns", ";".join(f"K{n}" for n in range(2000)) + ";INDHOLD\n", "too_many_dimensions", ":1"),
    ("a header of 1 MB", "K" * 1_000_000 + ";INDHOLD\n", "line_too_long", ":1"),
    ("a column twice", lines("OMRÅDE;OMRÅDE;INDHOLD", "101;101;1"), "doubled_column", ":1"),
    ("a column in two languages", lines("OMRÅDE;REGION;INDHOLD", "101;101;1"), "doubled_column", ":1"),
    ("a column without a name", lines("OMRÅDE;;INDHOLD", "101;1;1"), "doubled_column", ":1"),
    ("NUL in a line", lines(HEAD, ROW, "751;T\x00T;2025K1;1"), "nul", ":3"),
    ("NUL in the header", lines("OMR\x00DE;INDHOLD", "1;1"), "nul", ":1"),
    ("a quote never closed", lines(HEAD, ROW, '"751;TOT;2025K1;1', ROW), "open_quote", ":3"),
    ("a line of 1 MB", lines(HEAD, ROW, "7" * 1_000_000), "line_too_long", ":3"),
    ("cut in a line", lines(HEAD, ROW)[:-12], "cut_line", ":2"),
    ("cut in a number", lines(HEAD, ROW, ROW.replace("101", "751"))[:-4], "cut_line", ":3"),
    ("too few cells", lines(HEAD, ROW, "751;TOT;1"), "wrong_width", ":3"),
    ("too many cells", lines(HEAD, "751;TOT;2025K1;1;2"), "wrong_width", ":2"),
    ("a word for a number", lines(HEAD, ROW, "751;TOT;2025K1;mange"), "not_a_number", ":3:INDHOLD"),
    ("another sign for missing", lines(HEAD, ROW, "751;TOT;2025K1;x"), "not_a_number", ":3:INDHOLD"),
    ("an exponent", lines(HEAD, ROW, "751;TOT;2025K1;1e3"), "not_a_number", ":3:INDHOLD"),
    ("a plus", lines(HEAD, ROW, "751;TOT;2025K1;+5"), "not_a_number", ":3:INDHOLD"),
    ("a minus inside", lines(HEAD, ROW, "751;TOT;2025K1;1-5"), "not_a_number", ":3:INDHOLD"),
    ("a date for a number", lines(HEAD, ROW, "751;TOT;2025K1;1.5.25"), "not_a_number", ":3:INDHOLD"),
    ("no number", lines(HEAD, "751;TOT;2025K1;"), "not_a_number", ":2:INDHOLD"),
    ("infinity", lines(HEAD, "751;TOT;2025K1;1e999"), "not_a_number", ":2:INDHOLD"),
    ("a number too large", lines(HEAD, f"751;TOT;2025K1;{'9' * 30}"), "not_a_number", ":2:INDHOLD"),
    ("other figures", lines(HEAD, "751;TOT;2025K1;१२"), "not_a_number", ":2:INDHOLD"),
    ("point and comma", lines(HEAD, "101;TOT;2025K1;1,5", "751;TOT;2025K1;2.5"), "mixed_decimals", ":3:INDHOLD"),
    ("thousands, perhaps", lines(HEAD, "101;TOT;2025K1;1.500", "751;TOT;2025K1;2.000"), "thousands", ":2:INDHOLD"),
    ("thousands for sure", lines(HEAD, "101;TOT;2025K1;1.500.000"), "not_a_number", ":2:INDHOLD"),
    ("an empty category", lines(HEAD, ROW, "751;;2025K1;1"), "empty_category", ":3:KØN"),
    ("codes and texts mixed", lines(HEAD, ROW, "751 Aarhus;TOT I alt;2025K1;1"), "texts_alone", ":OMRÅDE"),
    ("a text nobody knows", lines(HEAD, "Lillerup;I alt;2025K1;1"), "texts_alone", ":OMRÅDE"),
    ("a kind that is not known by text", lines("OMRÅDE;ART;INDHOLD", "Køge;Lønninger;1"), "texts_alone", ":ART"),
    ("one code, two texts", lines(HEAD, "101 København;TOT I alt;2025K1;1", "101 Copenhagen;TOT I alt;2025K1;1"), "code_twice", ":OMRÅDE"),
    (
        "bytes that are no UTF-8 late in the file",
        (lines(HEAD, *[ROW] * 9000)).encode() + b"\xe5;TOT;2025K1;1\r\n",
        "wrong_encoding",
        ":9002",
    ),
]


@pytest.mark.parametrize(("content", "kind", "place"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_faults_are_named(tmp_path: Path, content: str | bytes, kind: str, place: str) -> None:
    file = save(tmp_path, content)
    with pytest.raises(StatbankError) as raised:
        read_table(file)
    assert (raised.value.kind, raised.value.place) == (kind, f"{file}{place}")
    assert raised.value.remedy


# DuckDB meets the same faults; these it cannot place as well, or it names them otherwise.
_BULK_KINDS = {
    "cut in a line": "cut_line",
    "too few cells": "uneven_line",
    "too many cells": "uneven_line",
    "codes and texts mixed": "bulk_texts",
}
_BULK_KINDS |= {"a text nobody knows": "bulk_texts", "a kind that is not known by text": "bulk_texts"}


@pytest.mark.parametrize(("name", "content", "kind"), [one[:3] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_large_files_have_their_faults_named_too(tmp_path: Path, name: str, content: str | bytes, kind: str) -> None:
    file = save(tmp_path, content)
    with pytest.raises(StatbankError) as raised:
        open_bulk(file)
    assert raised.value.kind == _BULK_KINDS.get(name, kind), str(raised.value)
    assert raised.value.place.startswith(str(file))
    assert raised.value.remedy


def test_no_file(tmp_path: Path) -> None:
    for opened in (read_table, open_bulk):
        with pytest.raises(StatbankError) as raised:
            opened(tmp_path / "intet.csv")
        assert raised.value.kind == "cannot_open"


def cube(**changes: object) -> dict[str, object]:
    """A whole JSON-stat 2.0 file; `changes` replace its parts."""
    dimension = {
        "OMRÅDE": {"label": "område", "category": {"index": {"751": 1, "101": 0}, "label": {"101": "København", "751": "Aarhus"}}},
        "ContentsCode": {"label": "Indhold", "category": {"index": ["BEF"], "unit": {"BEF": {"base": "Antal", "decimals": 0}}}},
        "Tid": {"label": "tid", "category": {"label": {"2025K1": "2025K1"}}},
    }
    whole = {
        "version": "2.0",
        "class": "dataset",
        "label": "Folketal",
        "source": "Danmarks Statistik",
        "id": list(dimension),
        "size": [2, 1, 1],
    }
    return {**whole, "dimension": dimension, "value": [1000, None], **changes}


def older(whole: dict[str, object]) -> dict[str, object]:
    """The same as JSON-stat 1.x: under `dataset`, sizes inside `dimension`."""
    body = {key: value for key, value in whole.items() if key not in {"version", "class", "id", "size", "dimension"}}
    assert isinstance(whole["dimension"], dict)
    return {"dataset": {**body, "dimension": {**whole["dimension"], "id": whole["id"], "size": whole["size"]}}}


JSON_SHAPES = [cube(), older(cube()), cube(value={"0": 1000}), older(cube(value={"0": 1000, "1": None}))]


@pytest.mark.parametrize("content", JSON_SHAPES, ids=["2.0", "1.x", "2.0 sparse", "1.x sparse"])
def test_shapes_of_jsonstat(tmp_path: Path, content: object) -> None:
    table = read_table(save(tmp_path, BOM + json.dumps(content), "FOLK1A.json"))
    assert list(table.rows()) == [(("101", "2025K1"), Decimal(1000)), (("751", "2025K1"), None)]
    assert (table.origin.unit, table.origin.title, table.origin.source) == ("Antal", "Folketal", "Danmarks Statistik")
    assert table.origin.id == "FOLK1A"
    assert not table.findings


JSON_FAULTS = [
    ("cut in the middle", json.dumps(cube())[:-9], "cut_json"),
    ("no JSON", '{"a": b}', "not_json"),
    ("other JSON", '{"a": 1}', "json_shape"),
    ("a list", "[1, 2]", "json_shape"),
    ("deep", '{"a":' * 100_000, "json_shape"),
    ("an error of the bank", '{"errorTypeCode": "REQUEST-LIMIT", "message": "for mange"}', "server_error"),
    ("two datasets", json.dumps({"a": cube(), "b": cube()}), "several_datasets"),
    ("fewer figures than the sizes say", json.dumps(cube(value=[1])), "cut_values"),
    ("more figures", json.dumps(cube(value=[1, 2, 3])), "too_many_values"),
    ("sizes that lie", json.dumps(cube(size=[3, 1, 1])), "wrong_size"),
    ("sizes beyond all bounds", json.dumps(cube(size=[10**12, 1, 1])), "wrong_size"),
    ("fewer sizes than dimensions", json.dumps(cube(size=[2, 1])), "json_shape"),
    ("a dimension not described", json.dumps(cube(id=["OMRÅDE", "KØN", "Tid"])), "json_shape"),
    ("a place twice", json.dumps(cube()).replace('"751": 1', '"751": 0'), "wrong_index"),
    ("a figure that is a word", json.dumps(cube(value=["1000", 2])), "not_a_number"),
    ("a figure that is true", json.dumps(cube(value=[True, 2])), "not_a_number"),
    ("not a number", json.dumps(cube(value=[float("nan"), 2])), "not_a_number"),
    ("too large", json.dumps(cube(value=[1000, 2])).replace("1000", "1e400"), "not_a_number"),
    ("a place outside", json.dumps(cube(value={"7": 1})), "wrong_index"),
    ("one dimension under two names", json.dumps(cube(id=["OMRÅDE", "OMRÅDE", "Tid"])), "wrong_size"),
]


@pytest.mark.parametrize(("content", "kind"), [one[1:] for one in JSON_FAULTS], ids=[one[0] for one in JSON_FAULTS])
def test_faults_of_jsonstat_are_named(tmp_path: Path, content: str, kind: str) -> None:
    file = save(tmp_path, content, "fil.json")
    with pytest.raises(StatbankError) as raised:
        read_table(file)
    assert raised.value.kind == kind
    assert raised.value.place.startswith(str(file))
    assert raised.value.remedy


def test_messages_are_there_in_english(tmp_path: Path) -> None:
    use_language("en")
    with pytest.raises(StatbankError, match="never closed"):
        read_table(save(tmp_path, lines(HEAD, '"1;2;3;4')))


CODES_OF = st.from_regex(r"[A-ZÆØÅ0-9][A-ZÆØÅ0-9_]{0,5}", fullmatch=True)
LABELS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8).map(str.strip).filter(bool)
AREAS = ("000", "084", "101", "147", "751", "851", "910")


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A full cube of up to four dimensions with areas first, exact numbers and gaps."""
    codes = [draw(st.lists(st.sampled_from(AREAS), min_size=1, max_size=4, unique=True))]
    codes += draw(st.lists(st.lists(CODES_OF, min_size=1, max_size=4, unique=True), min_size=1, max_size=3))
    names = ["OMRÅDE", *(f"DIM{number}" for number in range(1, len(codes)))]
    labels = [draw(st.lists(LABELS, min_size=len(each), max_size=len(each))) for each in codes]
    dimensions = tuple(
        Dimension(name, tuple(Category(code, label) for code, label in zip(each, texts, strict=True)), name.lower())
        for name, each, texts in zip(names, codes, labels, strict=True)
    )
    cells = list(product(*(range(len(each)) for each in codes)))
    places = tuple(array("I", [cell[number] for cell in cells]) for number in range(len(codes)))
    value = st.one_of(st.just(MISSING), st.integers(-(10**15), 10**15), st.integers(-(10**6), 10**6).map(lambda number: number * 10**SCALE))
    numbers = array("q", [draw(value) for _cell in cells])
    return Table(Origin("f", "", "", title="t", unit="kr."), dimensions, places, numbers)


def content_of(table: Table) -> tuple[object, ...]:
    return tuple(dimension.codes for dimension in table.dimensions), list(table.rows())


@settings(max_examples=60, deadline=None)
@given(table=tables(), presentation=st.sampled_from((CODES, CODES_AND_TEXTS)), marked=st.booleans())
def test_csv_written_is_csv_read(tmp_path_factory: pytest.TempPathFactory, table: Table, presentation: str, marked: bool) -> None:
    folder = tmp_path_factory.mktemp("csv")
    read = read_table(save(folder, format_csv(table, presentation=presentation, marked=marked)))
    assert content_of(read) == content_of(table)
    assert read.origin.presentation == presentation
    if presentation == CODES_AND_TEXTS:
        assert [one.categories for one in read.dimensions] == [one.categories for one in table.dimensions]


@settings(max_examples=60, deadline=None)
@given(table=tables(), version=st.sampled_from(("1.2", "2.0")))
def test_jsonstat_written_is_jsonstat_read(tmp_path_factory: pytest.TempPathFactory, table: Table, version: str) -> None:
    read = read_table(save(tmp_path_factory.mktemp("json"), format_jsonstat(table, version)))
    assert content_of(read) == content_of(table)
    assert (read.origin.format, read.origin.unit, read.origin.title) == (f"JSON-stat {version}", "kr.", "t")


@settings(max_examples=12, deadline=None)
@given(table=tables(), presentation=st.sampled_from((CODES, CODES_AND_TEXTS)))
def test_bulk_reads_what_the_small_reader_reads(tmp_path_factory: pytest.TempPathFactory, table: Table, presentation: str) -> None:
    file = save(tmp_path_factory.mktemp("bulk"), format_csv(table, presentation=presentation))
    small = dict(read_table(file).rows())
    with open_bulk(file) as bulk:
        names = ", ".join(f'"{dimension.code}"' for dimension in bulk.dimensions)
        rows = bulk.connection.execute(f"SELECT {names}, value FROM cells").fetchall()  # noqa: S608
        assert {row[:-1]: row[-1] for row in rows} == small
        assert bulk.missing == sum(value is None for value in small.values())


@settings(max_examples=150, deadline=None)
@given(
    data=st.binary(max_size=300), start=st.sampled_from((b"", PEOPLE.encode(), json.dumps(cube()).encode(), b"OMR\xc3\x85DE;INDHOLD\r\n"))
)
def test_any_bytes_give_a_table_or_a_named_fault(tmp_path_factory: pytest.TempPathFactory, data: bytes, start: bytes) -> None:
    """No other exception whatever stands in the file."""
    file = save(tmp_path_factory.mktemp("any"), start + data)
    try:
        remedy = read_table(file).origin.sha256
    except StatbankError as error:
        remedy = error.remedy
    assert remedy


def test_numbers_stay_exact() -> None:
    assert read_number(123_456_789_012_345_678) == Decimal("123456789012.345678")
    assert str(read_number(1000 * 10**SCALE)) in {"1E+3", "1000"}
