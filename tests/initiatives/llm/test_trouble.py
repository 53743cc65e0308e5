"""A server that misbehaves: slow, silent, broken, refusing, far too talkative, or away. Nothing is lost, nothing hangs, the key stays ours."""

import gzip
import json
import logging
import socket
import time
import traceback
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from llm_server import GOOD, HASTY, PASSAGES, QUICK, Request, Told, answer, claim, envelope, make_reader, sentence, serving

from samspil.errors import UsageError
from samspil.initiatives.llm import AnswerCache, Budget, Limits, LlmUnavailableError
from samspil.initiatives.llm.client import read_wait
from samspil.initiatives.llm.prompt import read_prompt
from samspil.values.passage import Passage
from samspil.vocabulary.texts import read_catalogue, say, use_language


def stall(request: Request, handler: Any) -> None:
    time.sleep(HASTY.timeout * 2)


def drip(request: Request, handler: Any) -> None:
    """One blank at a time, for ever: each in time, the whole never."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def flood(request: Request, handler: Any) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(160):
        handler.wfile.write(b'{"initiatives": []}     ' * 2800)


def hang_up(request: Request, handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(answer(GOOD)[:300])


def packed(request: Request, handler: Any) -> Any:
    return 200, gzip.compress(b" " * 5_000_000 + answer(GOOD), 1), {"Content-Encoding": "gzip"}


BROKEN = [
    ("stalls", stall, "timeout", 3),
    ("drips", drip, "timeout", 3),
    ("10 MB", flood, "too_long", 1),
    ("10 MB at once", lambda request, handler: envelope("x" * 10_000_000), "too_long", 1),
    ("packed", packed, "too_long", 1),
    ("hangs up", hang_up, "server_error", 3),
    ("500", lambda request, handler: (500, b"oops"), "server_error", 3),
    ("500 with deep JSON", lambda request, handler: (500, b"[" * 200_000), "server_error", 3),
    ("no content", lambda request, handler: (204, b""), "not_json", 1),
    ("500 with 10 MB", lambda request, handler: (500, b"x" * 10_000_000), "too_long", 1),
    ("not JSON", lambda request, handler: b"<html>Welcome</html>", "not_json", 1),
    ("half JSON", lambda request, handler: answer(GOOD)[:200], "not_json", 1),
    ("nothing", lambda request, handler: b"", "not_json", 1),
    ("deep JSON", lambda request, handler: b"[" * 200_000, "not_json", 1),
    ("other JSON", lambda request, handler: b'{"choices": []}', "wrong_shape", 1),
    ("a list", lambda request, handler: b"[1, 2]", "wrong_shape", 1),
    ("no words", lambda request, handler: envelope(None), "empty", 1),
    ("blank words", lambda request, handler: envelope("  \n"), "empty", 1),
    ("words in parts", lambda request, handler: envelope([{"text": "{}"}]), "empty", 1),
    ("chatter", lambda request, handler: envelope("I found nothing."), "not_json", 1),
    ("half an answer", lambda request, handler: envelope('{"initiatives": [{"evidence": [{"pass'), "not_json", 1),
    ("wrong schema", lambda request, handler: envelope('{"results": []}'), "wrong_shape", 1),
    ("too long a question", lambda request, handler: (400, b'{"error": {"message": "exceeds context size"}}'), "refused", 1),
]


@pytest.mark.parametrize(("why", "script", "reason", "requests"), BROKEN, ids=[case[0] for case in BROKEN])
def test_a_window_without_a_usable_answer(cache: AnswerCache, why: str, script: Any, reason: str, requests: int) -> None:
    """No proposals, counted by reason, told to the user; asked again next time."""
    told = Told()
    limits = HASTY if reason == "timeout" else QUICK
    with serving(script) as server, make_reader(server.url, cache, tell=told, limits=limits) as reader:
        reading = reader.read(PASSAGES)
        assert (reading.proposals, reading.failed, reading.complete) == ((), {reason: 1}, False)
        assert len(server.requests) == requests
        assert reader.record()["failed"] == {reason: 1}
    assert told.calls[-1] == (1, 1, say("llm.window_failed", number=1, reason=say(f"llm.reason_{reason}")))
    with serving(lambda request, handler: answer(GOOD)) as server, make_reader(server.url, cache) as reader:
        assert reader.read(PASSAGES).complete


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_trouble_that_passes(cache: AnswerCache, status: int) -> None:
    """Asked again, as late as the server wants it."""
    times: list[float] = []

    def recovering(request: Request, handler: Any) -> Any:
        times.append(time.monotonic())
        return answer(GOOD) if len(times) == 3 else (status, b"{}", {"Retry-After": "0.1"})

    with serving(recovering) as server, make_reader(server.url, cache) as reader:
        assert len(reader.propose(PASSAGES)) == 2
        assert reader.activity()["retries"] == 2
    assert min(times[1] - times[0], times[2] - times[1]) >= 0.1


def expect_unavailable(url: str, cache: AnswerCache) -> LlmUnavailableError:
    """The error that reading at this server ends with."""
    with make_reader(url, cache) as reader, pytest.raises(LlmUnavailableError) as caught:
        reader.propose(PASSAGES)
    return caught.value


@pytest.mark.parametrize("status", [401, 403, 404, 307])
def test_denied_at_once(cache: AnswerCache, status: int) -> None:
    """A wrong key, model or address is not tried again, and a redirect to elsewhere is not followed."""
    with serving(lambda request, handler: answer([])) as elsewhere:
        headers = {"Location": f"{elsewhere.url}/chat/completions"}
        body = b'{"error": {"message": "no"}}'
        with serving(lambda request, handler: (status, body, headers)) as server:
            caught = expect_unavailable(server.url, cache)
        assert len(server.requests) == 1
        assert elsewhere.requests == []
    assert caught.place == server.url
    assert caught.remedy == say("llm.denied_remedy")


def test_429_for_ever(cache: AnswerCache) -> None:
    with serving(lambda request, handler: (429, b"{}")) as server:
        expect_unavailable(server.url, cache)
    assert len(server.requests) == QUICK.attempts


def test_asked_to_wait_longer_than_we_can(cache: AnswerCache) -> None:
    """Not worth sitting there: the run is to be taken up later."""
    with serving(lambda request, handler: (429, b"{}", {"Retry-After": "3600"})) as server:
        expect_unavailable(server.url, cache)
    assert len(server.requests) == 1


def test_retry_after_in_all_its_forms() -> None:
    assert read_wait({"retry-after": "7"}) == 7.0
    assert read_wait({"retry-after": "-7"}) == 0.0
    assert 50 < (read_wait({"retry-after": formatdate(time.time() + 60, usegmt=True)}) or 0) <= 61
    assert [read_wait({"retry-after": value}) for value in ("", "soon", "99 Foo 9999999999")] == [None] * 3


def test_nobody_there(cache: AnswerCache) -> None:
    """Connection refused: an error that says where and what to do."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{held.getsockname()[1]}/v1"
    caught = expect_unavailable(url, cache)
    assert caught.place == url
    assert caught.remedy == say("llm.resume_remedy")


def numbered(windows: int) -> list[Passage]:
    return [sentence(f"Der afsættes penge til velfærdsteknologi nummer {n} i Ullerup.", 0) for n in range(20 * windows)]


def first_of(request: Request) -> int:
    return int(request.text.split("nummer ")[1].split()[0])


def echo(request: Request, handler: Any) -> bytes:
    n = first_of(request)
    return answer([claim(("p1", f"Der afsættes penge til velfærdsteknologi nummer {n} i Ullerup."))])


def test_a_run_that_was_broken_off_goes_on_where_it_stopped(cache: AnswerCache) -> None:
    """The server goes away half-way: answers so far are kept, only the rest is asked, and result and record equal an undisturbed run's."""
    passages = numbered(6)

    away = [True]

    def leaving(request: Request, handler: Any) -> Any:
        return (429, b"{}") if away[0] and first_of(request) >= 60 else echo(request, handler)

    with serving(leaving) as outer:
        with make_reader(outer.url, cache) as reader, pytest.raises(LlmUnavailableError):
            reader.propose(passages)
        asked = len(outer.requests)
        away[0] = False
        with make_reader(outer.url, cache) as reader:
            resumed, record = reader.propose(passages), reader.record()
        assert len(outer.requests) - asked == 3
        with AnswerCache(cache.path.with_name("other.sqlite")) as fresh, make_reader(outer.url, fresh) as reader:
            assert (reader.propose(passages), reader.record()) == (resumed, record)
    assert len(resumed) == 6


def test_interrupted_by_the_user(cache: AnswerCache) -> None:
    """Ctrl-C in the middle: what has come is kept."""

    def interrupt(done: int, total: int, remark: str) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with serving(echo) as server:
        with make_reader(server.url, cache, tell=interrupt) as reader, pytest.raises(KeyboardInterrupt):
            reader.propose(numbered(6))
        asked = len(server.requests)
        with make_reader(server.url, cache) as reader:
            assert len(reader.propose(numbered(6))) == 6
            assert reader.activity()["kept_before"] >= 3
        assert asked < 6


def test_gives_up_after_failures_in_a_row(cache: AnswerCache) -> None:
    """Three bad windows in a row end it; good ones between them do not."""
    with serving(lambda request, handler: envelope("no")) as server, make_reader(server.url, cache) as reader:
        with pytest.raises(LlmUnavailableError):
            reader.propose(numbered(8))
        assert len(server.requests) < 6

    def every_other(request: Request, handler: Any) -> bytes:
        return echo(request, handler) if first_of(request) % 40 else envelope("no")

    limits = Limits(at_a_time=1)
    with serving(every_other) as server, make_reader(server.url, cache, limits=limits) as reader:
        reading = reader.read(numbered(8))
    assert reading.failed == {"not_json": 4}
    assert len(reading.proposals) == 4


def test_failed_requests_count_against_the_budget(cache: AnswerCache) -> None:
    """A server that works and never answers well may still send a bill: the cap holds on the safe side."""
    budget = Budget(max_tokens=20_000)
    with serving(stall) as server, make_reader(server.url, cache, budget=budget, limits=HASTY) as reader:
        reading = reader.read(PASSAGES)
        activity = reader.activity()
    assert reading.unsent == 1
    assert activity["tokens_in"] + activity["tokens_out"] <= 20_000
    assert len(server.requests) == 2


CANARY = "sk-canary-8d1f2a77b0"


def tell_secrets(request: Request, handler: Any) -> Any:
    """A server that repeats the key wherever it can."""
    key = request.headers["authorization"]
    n = first_of(request)
    if n == 0:
        return envelope(json.dumps({"initiatives": [], "note": key}))
    if n == 20:
        return echo(request, handler)
    return 401, json.dumps({"error": {"message": f"bad key {key}\u001b[31m"}}).encode(), {"X-Echo": key}


def test_the_key_never_leaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: Any) -> None:
    """Sent in one header and found nowhere else: no log, error, traceback, record, remark, name or file."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("TOWN_KEY", CANARY)
    monkeypatch.setenv("OPENAI_LOG", "debug")
    told = Told()
    with AnswerCache(tmp_path / "c.sqlite") as cache, serving(tell_secrets) as server:
        with make_reader(server.url, cache, key_env="TOWN_KEY", tell=told) as reader, pytest.raises(LlmUnavailableError) as caught:
            reader.propose(numbered(4))
        seen = [str(caught.value), repr(caught.value), repr(vars(caught.value)), "".join(traceback.format_exception(caught.value))]
        seen += [
            repr(reader),
            reader.name,
            repr(reader.server),
            repr(vars(reader)),
            str(reader.record()),
            str(reader.activity()),
            str(told.calls),
        ]
    assert server.requests[0].headers["authorization"] == f"Bearer {CANARY}"
    seen += [caplog.text, *capfd.readouterr(), *(record.getMessage() + str(record.args) for record in caplog.records)]
    assert not any(CANARY in text for text in seen)
    assert not any(CANARY.encode() in file.read_bytes() for file in tmp_path.iterdir())
    assert "\u001b" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("variable", ["sk-canary-8d1f2a77b0", "sk_canary", "lower", "A B", "NOT_SET_ANYWHERE", "EMPTY", "SPACED"])
def test_keys_that_cannot_be_used(cache: AnswerCache, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """Refused before anything is sent, without repeating what may be a key."""
    monkeypatch.setenv("EMPTY", " ")
    monkeypatch.setenv("SPACED", "sk canary\nnøgle")
    with pytest.raises(UsageError) as caught:
        make_reader("http://127.0.0.1:9/v1", cache, key_env=variable)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:11434",
        "ftp://x/v1",
        "http://",
        "http://[",
        "http://x:99999/v1",
        "http://u:canary@x/v1",
        "http://x/v1?key=canary",
        "file:///etc/passwd",
    ],
)
def test_addresses_that_cannot_be_used(cache: AnswerCache, url: str) -> None:
    with pytest.raises(UsageError) as caught:
        make_reader(url, cache)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("budget", [Budget(max_cost=1.0), Budget(max_tokens=-1), Budget(price_in=float("nan"), price_out=1.0)])
def test_budgets_that_cannot_be_used(cache: AnswerCache, budget: Budget) -> None:
    with pytest.raises(UsageError):
        make_reader("http://127.0.0.1:9/v1", cache, budget=budget)


def test_limits_and_models_that_cannot_be_used(cache: AnswerCache) -> None:
    from samspil.initiatives.llm import LlmReader

    with pytest.raises(UsageError):
        make_reader("http://127.0.0.1:9/v1", cache, limits=Limits(at_a_time=0))
    with pytest.raises(UsageError):
        LlmReader("http://127.0.0.1:9/v1", " ", "", cache, Budget(), Told())


def test_the_library_is_an_extra(cache: AnswerCache, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it: a sentence with the command that installs it."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError) as caught:
        make_reader("http://127.0.0.1:9/v1", cache)
    assert "samspil[llm]" in str(caught.value)


def test_every_reason_has_its_words() -> None:
    from samspil.initiatives.llm import errors

    for reason in errors.AGAIN | errors.BILLED | errors.FATAL | {errors.REFUSED}:
        assert {f"stopped_{reason}", f"reason_{reason}"} <= set(read_catalogue("da", "llm"))


def test_prompt_is_the_same_in_every_language() -> None:
    """The user's language decides words, not answers: kept answers stay good."""
    before = read_prompt().version
    use_language("en")
    read_prompt.cache_clear()
    assert read_prompt().version == before
