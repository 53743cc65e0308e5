"""A review read by a language model: two small agreements and a real local HTTP server that answers well, lies, or goes away."""

import json
import os
import re
import signal
import socket
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from agreements import PLANS, ROOT, JobSpy, read_outputs, review, run_samspil, write_agreement

sys.path.insert(0, str(ROOT / "tests" / "initiatives" / "llm"))

from llm_server import QUICK, FakeServer, Request, answer, claim, envelope, serving

from samspil import llm_reading
from samspil.cli import llm_options
from samspil.cli import main as cli
from samspil.errors import StoreError, UsageError
from samspil.initiatives.llm import Budget, Limits, LlmUnavailableError
from samspil.llm_reading import LlmWish
from samspil.pipeline import Outcome
from samspil.version import read_model_name

CANARY = "sk-canary-7f3a91-do-not-tell"
THEMES = ("tendering", "technology", "friplejehjem", "green_procurement", "insourcing", "technology", "technology", "tendering")
INVENTED = "Der bygges 40 friplejeboliger i Ullerup inden udgangen af 2027."
Line = tuple[str, str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("aftaler")
    write_agreement(made / "Budgetaftale 2026 Herning.pdf", "Herning", 1)
    write_agreement(made / "Budgetaftale 2026 Greve.txt", "Greve", 2)
    return made


@pytest.fixture(scope="module")
def undisturbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[FakeServer, Outcome, dict[str, bytes]]:
    """The server after a run in which all went well, what came of it and the files it left."""
    out = tmp_path_factory.mktemp("ud")
    with serving(honest) as server:
        outcome = ask(folder, out, server.url)
    return server, outcome, outputs_of(out)


def ask(folder: Path, out: Path, url: str, **more: Any) -> Outcome:
    """A review in this process, read by the model at `url`."""
    return review(folder, out, workers=2, report=False, llm=LlmWish(url, "test-model", **{"limits": QUICK, **more}))


def lines_of(request: Request) -> list[Line]:
    """Id and text of each passage in a question."""
    return [(short, json.loads(text)) for short, text in re.findall(r'^(p\d+) \w+ ("(?:[^"\\]|\\.)*")', request.text, re.M)]


def find_true(lines: list[Line]) -> list[dict[str, Any]]:
    """What a good model would say."""
    return [claim((short, text), themes=[THEMES[PLANS.index(text)]]) for short, text in lines if text in PLANS]


def honest(request: Request, _handler: Any) -> bytes:
    return answer(find_true(lines_of(request)))


def read_json(content: bytes) -> Any:
    return json.loads(content.decode())


def call(*arguments: object) -> int:
    try:
        return cli.main([str(word) for word in arguments])
    except SystemExit as left:
        return int(left.code or 0)


def outputs_of(out: Path) -> dict[str, bytes]:
    """Every file of the results, without the model's raw answers."""
    return {name: content for name, content in read_outputs(out).items() if name != "samspil-llm.sqlite"}


def test_rows_come_from_the_model_and_quotes_from_the_documents(undisturbed: tuple[FakeServer, Outcome, dict[str, bytes]]) -> None:
    _server, outcome, outputs = undisturbed
    rows = read_json(outputs["initiatives.json"])["initiatives"]
    assert outcome.complete
    assert Counter(row["municipality"] for row in rows) == {"Herning": 4, "Greve": 4}
    for row in rows:
        quote = " ".join(part["quote"] for part in row["evidence"])
        assert row["themes"] == [THEMES[PLANS.index(quote)]]
        assert re.fullmatch(r"model llm-test-model-\w+", row["reader"])
    assert any(amount["dkk"] for row in rows for amount in row["amounts"])
    headline = read_json(outputs["initiatives.json"])["headlines"]["technology"]
    assert headline["interval"] is None, "nobody has measured this model"


def test_the_record_says_what_was_sent_where(undisturbed: tuple[FakeServer, Outcome, dict[str, bytes]]) -> None:
    server, outcome, outputs = undisturbed
    run = read_json(outputs["run.json"])
    assert (run["settings"]["reader"], run["settings"]["model"], run["settings"]["server"]) == ("llm", "test-model", server.url)
    sent = run["sent"]
    assert sent["servers"] == [server.url]
    assert [file["sha256"] for file in sent["files"]] == sorted(file["sha256"] for file in run["files"])
    assert sent["totals"]["answered"] == sent["totals"]["windows"] == len(server.requests)
    assert sent["totals"]["characters"] == sum(len(request.text) for request in server.requests)
    assert outcome.sent is not None
    assert (outcome.sent["record"], outcome.sent["activity"]["requests"]) == (sent, len(server.requests))
    assert run["versions"]["model"] == sent["reader"]


def test_lies_are_dropped_and_counted(folder: Path, undisturbed: tuple[FakeServer, Outcome, dict[str, bytes]], tmp_path: Path) -> None:
    def lying(request: Request, _handler: Any) -> bytes:
        lines = lines_of(request)
        lies = [claim((lines[0][0], INVENTED), themes=["friplejehjem"]), claim(("p99", INVENTED), themes=["friplejehjem"])]
        return answer([*lies, *find_true(lines)])

    with serving(lying) as server:
        ask(folder, tmp_path, server.url)
    outputs = outputs_of(tmp_path)
    true_rows = read_json(undisturbed[2]["initiatives.json"])["initiatives"]
    assert read_json(outputs["initiatives.json"])["initiatives"] == true_rows
    dropped, asked = read_json(outputs["run.json"])["sent"]["dropped"], len(server.requests)
    assert (dropped["quote_not_found"], dropped["unknown_passage"]) == (asked, asked)
    assert not any(INVENTED.encode() in content for content in outputs.values())


def test_a_run_goes_on_where_the_server_went_away(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that was read or answered is lost, and the outputs are those of a run that nothing disturbed."""
    up = [True]

    def fading(request: Request, handler: Any) -> Any:
        if not up[0]:
            return 503, b"{}"
        up[0] = False
        return honest(request, handler)

    broken, whole = tmp_path / "afbrudt", tmp_path / "hel"
    with serving(fading) as server:
        with pytest.raises(LlmUnavailableError) as caught:
            ask(folder, broken, server.url, limits=Limits(1, 1, 10, 0.01, 0.1, 1))
        assert caught.value.place == server.url
        assert "kør samme kommando igen" in caught.value.remedy
        assert not (broken / "run.json").exists()
        server.script, before = honest, len(server.requests)
        spy = JobSpy()
        with monkeypatch.context() as patched:
            patched.setattr("samspil.reading.run_all", spy)
            ask(folder, broken, server.url)
        resumed = len(server.requests)
        ask(folder, whole, server.url)
    assert spy.jobs == [], "what was read is kept"
    asked = [request.text for request in server.requests]
    assert asked[0] not in asked[before:resumed], "what was answered is not asked again"
    assert sorted([asked[0], *asked[before:resumed]]) == sorted(asked[resumed:])
    assert outputs_of(broken) == outputs_of(whole)


def test_a_second_run_needs_no_server_and_no_child(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(honest) as server:
        ask(folder, tmp_path, server.url)
    before = outputs_of(tmp_path)
    spy = JobSpy()
    monkeypatch.setattr(llm_reading, "run_all", spy)
    outcome = ask(folder, tmp_path, server.url)  # which is closed by now
    assert (spy.jobs, outputs_of(tmp_path)) == ([], before)
    assert outcome.sent is not None
    assert outcome.sent["activity"]["requests"] == 0


def half(request: Request, handler: Any) -> bytes:
    """A model that has no answer about Herning."""
    return envelope("no idea") if "Herning" in request.text else honest(request, handler)


def test_what_the_model_left_unread_is_unknown(folder: Path, tmp_path: Path) -> None:
    """Not stored, said in the coverage, not counted as read when nothing was; the next run asks again."""
    with serving(half) as server:
        outcome = ask(folder, tmp_path, server.url, limits=Limits(1, 1, 10, 0.01, 0.1, 9))
        (herning,) = (record for record in outcome.review.coverage.documents if record.municipality == "Herning")
        assert not outcome.complete
        assert "Sprogmodellen har ikke læst" in herning.reason
        failed = read_json((tmp_path / "run.json").read_bytes())["sent"]["failed"]
        assert failed == {"not_json": 2}  # the windows of the agreement: its title, which names Herning, stands above both
        server.script = honest
        outcome = ask(folder, tmp_path, server.url)
    assert outcome.complete
    assert {record.reason for record in outcome.review.coverage.documents} == {""}


def test_the_reader_that_ships_may_read_the_rest(folder: Path, tmp_path: Path) -> None:
    with serving(lambda request, handler: envelope("no idea")) as server:
        outcome = ask(folder, tmp_path, server.url, fallback=True, limits=Limits(1, 1, 10, 0.01, 0.1, 99))
    assert outcome.complete
    assert outcome.review.initiatives
    assert outcome.review.initiatives[0].reader.endswith(read_model_name())
    assert {record.verdict for record in outcome.review.coverage.documents} == {"warn"}


def test_no_budget_sends_nothing(folder: Path, tmp_path: Path) -> None:
    with serving(honest) as server:
        outcome = ask(folder, tmp_path, server.url, budget=Budget(max_tokens=0))
    assert (server.requests, outcome.review.coverage.read, outcome.complete) == ([], 0, False)
    assert {record.verdict for record in outcome.review.coverage.documents} == {"failed"}


def test_nothing_is_sent_without_the_option(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No socket of the internet is opened, nor is the client or this module loaded."""
    opened = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        assert self.family == socket.AF_UNIX, f"connected to {address}"
        opened(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(llm_reading, "open_model", lambda *_: pytest.fail("a model was opened"))
    review(folder, tmp_path, report=False)
    run = read_json((tmp_path / "run.json").read_bytes())
    assert run["sent"] == []
    assert "reader" not in run["settings"]
    assert not (tmp_path / "samspil-llm.sqlite").exists()


def test_the_key_is_told_to_the_server_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In no output, store, cache, message or log, also when the server repeats it."""

    def telling(request: Request, handler: Any) -> Any:
        if len(server.requests) == 1:
            return 500, json.dumps({"error": {"message": f"bad key {CANARY}"}}).encode()
        return honest(request, handler)

    with serving(telling) as server:
        named = ("--reader", "llm", "--base-url", server.url, "--model", "test-model", "--api-key-env", "MY_KEY")
        done = run_samspil("review", folder, "--year", 2026, "--out", tmp_path, "--json", *named, MY_KEY=CANARY)
        assert done.returncode == 0, done.stderr
        server.script = lambda request, handler: (401, json.dumps({"error": {"message": f"no such key: {CANARY}"}}).encode())
        fresh = ("--llm-cache", tmp_path / "frisk.sqlite", "--no-report")
        monkeypatch.setenv("MY_KEY", CANARY)
        assert call("review", folder, "--year", 2026, "--out", tmp_path, *named, *fresh) == 1
    refused = capsys.readouterr()
    assert {request.headers["authorization"] for request in server.requests} == {f"Bearer {CANARY}"}
    result = json.loads(done.stdout)
    assert result["sent"]["record"]["totals"]["answered"] == result["sent"]["activity"]["answered"] > 0
    assert result["sent"]["activity"]["retries"] == 1
    assert "Spørger sprogmodellen" in done.stderr
    assert server.url in refused.err
    assert "nøglen" in refused.err
    assert not any(CANARY in text for text in (done.stdout, done.stderr, refused.out, refused.err))
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"samspil.sqlite", "samspil-llm.sqlite", "run.json", "initiatives.json"} <= {path.name for path in written}
    assert not [path for path in written if CANARY.encode() in path.read_bytes()]
    with sqlite3.connect(tmp_path / "samspil.sqlite") as connection:
        assert CANARY not in "".join(connection.iterdump())
    connection.close()


def test_the_terminal_tells_what_it_took(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(honest) as server:
        named = ("--reader", "llm", "--base-url", server.url, "--model", "test-model", "--llm-price-in", "2", "--llm-price-out", "10,0")
        assert call("review", folder, "--year", 2026, "--out", tmp_path, "--no-report", *named) == 0
    shown, asked = capsys.readouterr(), len(server.requests)
    assert f"Spørger sprogmodellen {asked}/{asked}" in shown.err
    line = f"{asked} af {asked} udsnit læst, {asked} forespørgsler i denne kørsel, {1000 * asked} tokens ind og {100 * asked} ud"
    assert line in shown.out
    assert f"pris {0.003 * asked:.4f}".replace(".", ",") in shown.out
    assert "0 citater kasseret" in shown.out


def nobody() -> str:
    """An address of this machine where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}/v1"


def test_nobody_listens(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samspil.initiatives.llm.asking.Asker._wait", lambda *_: False)
    url = nobody()
    command = ("review", folder, "--year", 2026, "--out", tmp_path, "--no-report", "--reader", "llm", "--base-url", url, "--model", "m")
    assert call(*command) == 1
    shown = capsys.readouterr().err
    assert f"{url}: Der er ingen forbindelse" in shown
    assert "kør samme kommando igen" in shown
    assert "Traceback" not in shown


WRONG = [
    (("--reader", "llm"), "der sendes intet, medmindre du angiver den"),
    (("--reader", "llm", "--base-url", " "), "der sendes intet, medmindre du angiver den"),
    (("--reader", "llm", "--base-url", "http://localhost:1/v1"), "ikke angivet en model"),
    (("--reader", "llm", "--base-url", "localhost", "--model", "m"), "ikke en http- eller https-adresse"),
    (("--reader", "llm", "--base-url", f"http://me:{CANARY}@localhost/v1", "--model", "m"), "må ikke indeholde brugernavn"),
    (("--reader", "llm", "--base-url", "http://localhost:1/v1", "--model", "m", "--api-key-env", CANARY), "nøglen selv må ikke angives"),
    (("--reader", "llm", "--base-url", "http://localhost:1/v1", "--model", "m", "--llm-max-cost", "5"), "kræver, at priserne"),
    (("--base-url", "http://localhost:1/v1"), "--base-url gælder kun med --reader llm"),
    (("--llm-fallback",), "--llm-fallback gælder kun med --reader llm"),
    (("--llm-max-tokens", "1.5"), "'1.5' er ikke et tal"),
    (("--llm-timeout", "0"), "'0' er ikke et tal på mindst 1"),
    (("--llm-price-in", "nan"), "'nan' er ikke et tal"),
    (("--reader", "rules"), "rules"),
]


@pytest.mark.parametrize(("options", "message"), WRONG, ids=[message for _options, message in WRONG])
def test_wrong_use(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], message: str) -> None:
    """Said before anything is read, and never with the key in it."""
    assert call("review", folder, "--year", 2026, "--out", tmp_path, *options) == 1
    shown = capsys.readouterr()
    assert message in shown.err
    assert "Læser filer" not in shown.err
    assert CANARY not in shown.err + shown.out
    for path in tmp_path.rglob("*"):
        assert CANARY.encode() not in path.read_bytes()


def test_a_foreign_cache_file_is_refused(folder: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "andet.sqlite"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE other (a)")
    connection.close()
    with pytest.raises(StoreError):
        ask(folder, tmp_path / "ud", "http://127.0.0.1:1/v1", cache=foreign)


def test_defaults_of_the_help_are_those_of_the_reader() -> None:
    assert (Limits().at_a_time, Limits().timeout) == (llm_options.AT_A_TIME, llm_options.TIMEOUT)


def garble(change: Callable[[dict[str, Any]], Any]) -> Any:
    """A `run_all` whose children answer nonsense."""
    from samspil.engines.pool import run_all

    def garbled(jobs: Any, workers: int) -> Any:
        for key, told in run_all(jobs, workers):
            assert told.answer is not None
            change(told.answer)
            yield key, told

    return garbled


@pytest.mark.parametrize(
    "change", [lambda told: told.update(text="andet"), lambda told: told.update(drafts=[7]), lambda told: told.pop("drafts"), dict.clear]
)
def test_nonsense_of_a_child_fails_the_file_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[dict[str, Any]], Any]
) -> None:
    monkeypatch.setattr(llm_reading, "run_all", garble(change))
    with serving(honest) as server:
        outcome = ask(folder, tmp_path, server.url)
        assert {record.verdict for record in outcome.review.coverage.documents} == {"failed"}
        monkeypatch.undo()
        assert ask(folder, tmp_path, server.url).complete


def test_the_wish_is_looked_at_before_anything_is_read(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        ask(folder, tmp_path, "ftp://localhost")


def test_interrupted_while_the_server_thinks(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends the run at once, however long the server takes."""
    released = threading.Event()

    def slow(request: Request, handler: Any) -> bytes:
        os.kill(os.getpid(), signal.SIGINT)
        released.wait(20)
        return honest(request, handler)

    with serving(slow) as server:
        named = ("--reader", "llm", "--base-url", server.url, "--model", "test-model")
        begun = time.monotonic()
        assert call("review", folder, "--year", 2026, "--out", tmp_path, "--no-report", *named) == 130
        assert time.monotonic() - begun < 10
        released.set()
    assert "kør samme kommando igen" in capsys.readouterr().err
