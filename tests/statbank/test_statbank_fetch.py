"""Fetching from a bank on this machine: what is asked, what is written, and that nothing is left when something goes wrong."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from samspil.cli import main as cli
from samspil.statbank.errors import FetchError
from samspil.statbank.fetch import Fetched, Question, fetch
from samspil.statbank.http import Line, check_address
from samspil.statbank.read import read_table
from tests.statbank.server import BULK, INFO, Bank, serve_bank

ALL = {"OMRÅDE": ("*",), "KØN": ("TOT",), "Tid": ("2025K1",)}


@pytest.fixture
def bank() -> Iterator[Bank]:
    with serve_bank() as running:
        yield running


def ask(bank: Bank, out: Path, question: Question | None = None, waits: list[float] | None = None, most: int = 1_000_000) -> Fetched:
    kept = waits if waits is not None else []
    return fetch(question or Question("folk1a", ALL), out, Line(bank.address, timeout=0.5, pause=kept.append), most=most)


def test_file_and_provenance(bank: Bank, tmp_path: Path) -> None:
    got = ask(bank, tmp_path / "FOLK1A.csv")
    assert got.file.read_bytes() == BULK
    assert got.sha256 == hashlib.sha256(BULK).hexdigest()
    told = json.loads(got.provenance.read_text(encoding="utf-8"))
    assert (told["table"], told["unit"], told["licence"], told["sha256"]) == ("FOLK1A", "Antal", "CC BY 4.0", got.sha256)
    assert "Danmarks Statistik" in told["reference"]
    assert told["query"] == bank.asked[-1][1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["FOLK1A.csv", "FOLK1A.csv.provenance.json"]


def test_the_question_is_the_banks(bank: Bank, tmp_path: Path) -> None:
    ask(bank, tmp_path / "a.csv", Question("FOLK1A", {"område": ("101", "751"), "KØN": ("TOT",), "TID": (">=2024",)}))
    assert [name for name, _body in bank.asked] == ["tableinfo", "data"]
    assert bank.asked[1][1] == {
        "table": "FOLK1A",
        "format": "BULK",
        "lang": "da",
        "delimiter": "Semicolon",
        "valuePresentation": "Code",
        "variables": [
            {"code": "OMRÅDE", "values": ["101", "751"]},
            {"code": "KØN", "values": ["TOT"]},
            {"code": "Tid", "values": [">=2024"]},
        ],
    }


def test_what_was_fetched_is_read_with_its_origin(bank: Bank, tmp_path: Path) -> None:
    table = read_table(ask(bank, tmp_path / "hentet.csv").file)
    assert (table.origin.id, table.origin.title, table.origin.unit) == ("FOLK1A", INFO["text"], "Antal")
    assert table.origin.read_on is not None
    assert not table.origin.example
    assert not table.findings


def test_a_fetched_file_changed_afterwards_is_told(bank: Bank, tmp_path: Path) -> None:
    file = ask(bank, tmp_path / "hentet.csv").file
    file.write_bytes(BULK.replace(b"1000", b"1001"))
    assert [finding.kind for finding in read_table(file).findings] == ["changed"]


AGAIN = [
    (["500"], 1, [2.0 + 5.0]),
    (["429"], 1, [7.0]),
    (["503", "429"], 2, [7.0, 8.0]),
    (["cut"], 1, [2.0]),
    (["slow"], 1, [2.0]),
    (["empty"], 1, [2.0]),
]


@pytest.mark.parametrize(
    ("faults", "tries", "waits"),
    AGAIN,
    ids=lambda value: "+".join(value) if isinstance(value, list) and value and isinstance(value[0], str) else "",
)
def test_tried_again_after_a_pause(bank: Bank, tmp_path: Path, faults: list[str], tries: int, waits: list[float]) -> None:
    """The server's Retry-After (7) counts where it is longer than our own pause."""
    bank.faults = list(faults)
    waited: list[float] = []
    assert ask(bank, tmp_path / "a.csv", waits=waited).file.read_bytes() == BULK
    assert waited == waits
    assert len(waited) == tries


BAD = [
    (["500"] * 3, "server_trouble", "HTTP 500"),
    (["429"] * 3, "server_trouble", "HTTP 429"),
    (["cut"] * 3, "cut_answer", "40/"),
    (["slow"] * 3, "too_slow", "i tide"),
    (["cut unseen"], "strange_answer", "ikke hel"),
    (["html"], "answer_is_page", "webside"),
    (["html as csv"], "strange_answer", "webside"),
    (["error as data"], "server_error", "blev ikke fundet"),
    (["400"], "server_error", "EXTRACT-NOTFOUND"),
    (["limit"], "too_much_asked", "1.000.000"),
    (["moved"], "moved", "elsewhere"),
    (["endless"], "answer_too_large", "1 MB"),
]


@pytest.mark.parametrize(("faults", "kind", "words"), BAD, ids=[one[0][0] for one in BAD])
def test_nothing_is_left_of_a_failed_fetch(bank: Bank, tmp_path: Path, faults: list[str], kind: str, words: str) -> None:
    """Neither half a file nor a temporary one; an earlier file stays as it was."""
    (tmp_path / "a.csv").write_bytes(b"old")
    bank.faults = list(faults)
    with pytest.raises(FetchError) as raised:
        ask(bank, tmp_path / "a.csv")
    assert raised.value.kind == kind
    assert words in str(raised.value)
    assert raised.value.remedy
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"old"


WRONG = [
    (Question("FOLK9", ALL), "server_error", "Tabellen blev ikke fundet"),
    (Question("FOLK1A", {**ALL, "ALDER": ("*",)}), "no_variable", "ALDER"),
    (Question("FOLK1A", {**ALL, "OMRÅDE": ("102",)}), "no_value", "101"),
    (Question("FOLK1A", {"OMRÅDE": ("*",), "Tid": ("*",)}), "variable_needed", "KØN"),
    (Question("FOLK1A", {"OMRÅDE": ("*",)}, "CSV"), "variable_needed", "Tid"),
    (Question("FOLK1A", ALL, "XLSX"), "bad_format", "BULK"),
]


@pytest.mark.parametrize(("question", "kind", "words"), WRONG, ids=[one[1] for one in WRONG])
def test_a_question_the_table_cannot_answer_is_not_sent(bank: Bank, tmp_path: Path, question: Question, kind: str, words: str) -> None:
    with pytest.raises(FetchError) as raised:
        ask(bank, tmp_path / "a.csv", question)
    assert (raised.value.kind, words in str(raised.value)) == (kind, True)
    assert "data" not in [name for name, _body in bank.asked]


def test_variables_may_be_left_out_where_the_bank_sums_them(bank: Bank, tmp_path: Path) -> None:
    bank.data = "\ufeffOMRÅDE;TID;INDHOLD\r\n101 København;2025K1 2025K1;5\r\n".encode()
    ask(bank, tmp_path / "a.csv", Question("FOLK1A", {"OMRÅDE": ("*",), "Tid": ("*",)}, "CSV"))
    assert [one["code"] for one in bank.asked[-1][1]["variables"]] == ["OMRÅDE", "Tid"]


def test_strange_tableinfo(bank: Bank, tmp_path: Path) -> None:
    bank.info_faults = ["error as data"]
    with pytest.raises(FetchError) as raised:
        ask(bank, tmp_path / "a.csv")
    assert raised.value.kind == "strange_answer"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x", "https://user:secret@x", "https://", "https://a b"])
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(FetchError) as raised:
        check_address(address)
    assert raised.value.kind == "bad_address"


def test_nobody_there(tmp_path: Path) -> None:
    waited: list[float] = []
    with pytest.raises(FetchError) as raised:
        fetch(Question("FOLK1A", ALL), tmp_path / "a.csv", Line("http://127.0.0.1:9/v1", timeout=0.5, pause=waited.append))
    assert (raised.value.kind, waited) == ("no_contact", [2.0, 8.0])


def test_no_folder(bank: Bank, tmp_path: Path) -> None:
    with pytest.raises(FetchError) as raised:
        ask(bank, tmp_path / "intet" / "a.csv")
    assert (raised.value.kind, bank.asked) == ("no_folder", [])


def test_command(bank: Bank, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["statbank", "fetch", "FOLK1A", "--where", "OMRÅDE=101,751", "--where", "KØN=TOT", "--where", "Tid=*", "--json"]
    assert cli.main([*words, "--out", str(tmp_path / "a.csv"), "--address", bank.address]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["bytes"] == len(BULK)
    assert bank.address in shown.err
    assert cli.main([*words[:3], "--where", "ALDER=1", "--out", str(tmp_path / "b.csv"), "--address", bank.address]) == 1
    assert "ALDER" in capsys.readouterr().err


def test_reading_reaches_no_network(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Only `fetch` opens connections: reading works where sockets do not."""

    def refuse(*_given: object, **_named: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.socket", refuse)
    example = Path(__file__).resolve().parents[2] / "samspil/statbank/examples/eksempel-FOLK1A.csv"
    assert cli.main(["statbank", "read", str(example)]) == 3
    assert "EKSEMPELTAL" in capsys.readouterr().out
