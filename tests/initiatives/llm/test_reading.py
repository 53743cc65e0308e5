"""A server that behaves: what is sent, what comes back, what is kept and recorded."""

import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from llm_server import AIM, GOOD, PASSAGES, QUICK, ROBOT, TENDER, Request, Told, answer, claim, envelope, make_reader, sentence, serving

from samspil.errors import StoreError
from samspil.initiatives.llm import AnswerCache, Budget, Limits
from samspil.initiatives.llm.prompt import answer_schema, read_prompt
from samspil.initiatives.llm.windows import cut_windows
from samspil.initiatives.reader import Proposal, Reader
from samspil.values.codes import STAGES, THEMES, TOPICS
from samspil.values.passage import Passage


def good(request: Request, handler: Any) -> bytes:
    return answer(GOOD)


def many_passages(windows: int) -> list[Passage]:
    """So many windows of 20 sentences each."""
    return [sentence(f"Sætning nummer {n} handler om vejene i kommunen og om intet andet.", 0) for n in range(20 * windows)]


def test_initiatives_with_their_passages_and_rows(cache: AnswerCache) -> None:
    """Ids become passage indexes; rows stand apart; headings count as places, not as passages."""
    with serving(good) as server, make_reader(server.url, cache) as reader:
        asked: Reader = reader
        proposals = asked.propose(PASSAGES)
    assert proposals == [
        Proposal(("technology",), ("welfare_technology",), "decided", 0.8, (1, 2), (5,)),
        Proposal(("tendering",), (), "decided", 0.8, (3,), ()),
    ]


def test_what_is_sent(cache: AnswerCache) -> None:
    """One request: the passages with ids, headings and figures, the schema, temperature 0 and a seed; no streaming, no facts about the machine."""
    with serving(good) as server, make_reader(server.url, cache) as reader:
        reader.propose(PASSAGES)
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert not request.body.get("stream")
    assert request.body["temperature"] == 0
    assert request.body["seed"] == 1
    assert request.body["model"] == "test-model"
    assert request.body["response_format"]["json_schema"]["schema"] == answer_schema()
    assert 'heading "Budgetaftale 2026 > Ældre"' in request.text
    assert f'p1 sentence "{ROBOT}"' in request.text
    assert 'p5 row "Robotstøvsugere, Ullerup" figures "2026: 1.200; 2027: 0" notes "1.000 kr."' in request.text
    names = set(request.headers)
    assert "authorization" not in names
    assert {name for name in names if name.startswith(("x-", "openai"))} <= {"x-stainless-raw-response"}


def test_environment_of_another_provider_is_not_used(cache: AnswerCache, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's own variables change nothing: no key, address or organisation the user did not name to us."""
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_BASE_URL", "OPENAI_CUSTOM_HEADERS"):
        monkeypatch.setenv(name, "X-Leak: http://127.0.0.1:9/canary-elsewhere")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with serving(good) as server, make_reader(server.url, cache) as reader:
        assert len(reader.propose(PASSAGES)) == 2
    assert "canary-elsewhere" not in str(server.requests)


def test_nothing_is_sent_for_an_empty_document(cache: AnswerCache) -> None:
    with serving(good) as server, make_reader(server.url, cache) as reader:
        assert reader.propose([]) == []
        assert reader.propose([PASSAGES[0]]) == []
    assert server.requests == []


def test_kept_answers_are_not_asked_again(cache: AnswerCache) -> None:
    """The second reading asks nothing and finds the same, even when the server is gone."""
    with serving(good) as server:
        with make_reader(server.url, cache) as reader:
            first = reader.propose(PASSAGES)
            record = reader.record()
        with make_reader(server.url, cache) as again:
            assert again.propose(PASSAGES) == first
            assert again.record() == record
            assert again.activity()["requests"] == 0
    assert len(server.requests) == 1
    with make_reader(server.url, cache) as gone:
        assert gone.propose(PASSAGES) == first


def test_another_model_or_text_is_asked_anew() -> None:
    prompt = read_prompt()
    keys = {prompt.key("a", "x"), prompt.key("b", "x"), prompt.key("a", "y")}
    assert len(keys) == 3


def test_a_damaged_kept_answer_is_asked_again(cache: AnswerCache) -> None:
    with serving(good) as server, make_reader(server.url, cache) as reader:
        key = reader.prompt.key("test-model", cut_windows(PASSAGES)[0].text)
        for damage in (
            "",
            "{",
            "[1]",
            '{"content": 5}',
            json.dumps({"content": "no", "tokens_in": 1, "tokens_out": 1, "estimated": False, "server": ""}),
        ):
            cache.put(key, damage)
            assert len(reader.propose(PASSAGES)) == 2
    assert len(server.requests) == 5


def test_cache_refuses_other_files(tmp_path: Path) -> None:
    """A file that is no cache is left as it is."""
    import sqlite3

    (tmp_path / "text").write_text("no database, no database, no database")
    other = sqlite3.connect(tmp_path / "other")
    other.execute("CREATE TABLE t (x)")
    other.close()
    for name in ("text", "other"):
        before = (tmp_path / name).read_bytes()
        with pytest.raises(StoreError):
            AnswerCache(tmp_path / name)
        assert (tmp_path / name).read_bytes() == before


def test_cache_opened_by_two_runs_at_once(tmp_path: Path) -> None:
    """Both make the same file, neither loses."""
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda n: AnswerCache(tmp_path / "shared.sqlite"), range(4)))
    opened[0].put("key", "answer")
    assert [one.get("key") for one in opened] == ["answer"] * 4
    for one in opened:
        one.close()


def test_the_client_library_is_loaded_only_when_something_is_asked() -> None:
    """It takes most of a second; and the killable children must never have it."""
    code = "import sys, samspil.initiatives.llm; sys.exit(bool({'openai', 'httpx2'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own interpreter


def test_windows_in_order_however_they_come_in(cache: AnswerCache) -> None:
    """Several windows at a time, the first alone; proposals in reading order although later windows answer first."""
    lock, running, most = threading.Lock(), [0], [0]
    passages = many_passages(6)

    def slow_first(request: Request, handler: Any) -> bytes:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        time.sleep(0.12 if "nummer 20 " in request.text else 0.02)
        with lock:
            running[0] -= 1
        number = int(request.text.split("Sætning nummer ")[1].split()[0])
        return answer([claim(("p1", passages[number].text))])

    told = Told()
    with serving(slow_first) as server, make_reader(server.url, cache, tell=told, limits=Limits(at_a_time=3)) as reader:
        proposals = reader.propose(passages)
    assert [proposal.passages for proposal in proposals] == [(n,) for n in range(0, 120, 20)]
    assert 2 <= most[0] <= 3
    assert "nummer 0 " in server.requests[0].text
    assert [call[:2] for call in told.calls] == [(n, 6) for n in range(7)]


def test_record_says_what_was_sent_where(cache: AnswerCache) -> None:
    with serving(good) as server, make_reader(server.url, cache, budget=Budget(price_in=2.0, price_out=10.0)) as reader:
        reader.for_file("abc").propose(PASSAGES)
        record, activity = reader.record(), reader.activity()
    assert record["reader"] == reader.name == f"llm-test-model-{read_prompt().version}"
    assert record["servers"] == [server.url]
    (file,) = record["files"]
    assert file["sha256"] == "abc"
    assert (file["windows"], file["answered"], file["failed"], file["unsent"]) == (1, 1, 0, 0)
    assert file["characters"] == len(server.requests[0].text)
    assert (record["totals"]["tokens_in"], record["totals"]["tokens_out"], record["totals"]["estimated"]) == (1000, 100, 0)
    assert (activity["requests"], activity["retries"], activity["cost"], activity["form"]) == (1, 0, 0.003, "json_schema")
    assert ROBOT not in json.dumps(record, ensure_ascii=False)


def test_tokens_are_estimated_when_the_server_does_not_count(cache: AnswerCache) -> None:
    with serving(lambda request, handler: answer(GOOD, None)) as server, make_reader(server.url, cache) as reader:
        reader.propose(PASSAGES)
        totals = reader.record()["totals"]
        assert reader.activity()["cost"] is None
    assert totals["estimated"] == 1
    assert totals["tokens_in"] > 1000


@pytest.mark.parametrize(
    "usage", [{"prompt_tokens": "many"}, [], {"prompt_tokens": -5, "completion_tokens": True}, {"prompt_tokens": 0}, 7]
)
def test_nonsense_usage_is_estimated(cache: AnswerCache, usage: Any) -> None:
    body = json.loads(answer(GOOD))
    body["usage"] = usage
    with serving(lambda request, handler: json.dumps(body).encode()) as server, make_reader(server.url, cache) as reader:
        assert len(reader.propose(PASSAGES)) == 2
        assert reader.record()["totals"]["estimated"] == 1


@pytest.mark.parametrize(("understood", "requests"), [("json_object", 2), ("text", 3)])
def test_server_without_schemas(cache: AnswerCache, understood: str, requests: int) -> None:
    """What the server refuses is left out, once for the whole run; JSON is found between the words."""

    def old(request: Request, handler: Any) -> Any:
        form = request.body.get("response_format", {}).get("type", "text")
        if form != understood:
            return 400, b'{"error": {"message": "response_format is not supported"}}'
        return envelope(f"<think>Perhaps {{this}}?</think> Here you are:\n```json\n{json.dumps({'initiatives': GOOD})}\n``` Bye {{}}")

    with serving(old) as server, make_reader(server.url, cache) as reader:
        assert len(reader.propose(PASSAGES)) == 2
        assert len(server.requests) == requests
        reader.propose([sentence(TENDER)])
        assert len(server.requests) == requests + 1
        assert reader.activity()["form"] == understood


def test_server_that_refuses_seed_temperature_and_max_tokens(cache: AnswerCache) -> None:
    def picky(request: Request, handler: Any) -> Any:
        for field, word in (("max_tokens", "use max_completion_tokens"), ("seed", "seed"), ("temperature", "temperature")):
            if field in request.body:
                return 400, json.dumps({"error": {"message": f"Unsupported: {word}"}}).encode()
        return answer(GOOD)

    with serving(picky) as server, make_reader(server.url, cache) as reader:
        assert len(reader.propose(PASSAGES)) == 2
    assert server.requests[-1].body["response_format"]["type"] == "json_schema"
    assert server.requests[-1].body["max_completion_tokens"] == QUICK.answer_tokens


def test_budget_in_tokens_stops_sending(cache: AnswerCache) -> None:
    """The cap holds before it is passed; what was not sent is counted, not read as 'nothing there'."""
    told = Told()
    more = {"budget": Budget(max_tokens=18_000), "tell": told, "limits": Limits()}
    with serving(lambda request, handler: answer([], (3000, 500))) as server, make_reader(server.url, cache, **more) as reader:
        reading = reader.read(many_passages(8))
        activity = reader.activity()
    assert 0 < reading.unsent < 8
    assert not reading.complete
    assert activity["tokens_in"] + activity["tokens_out"] <= 18_000
    assert activity["requests"] == len(server.requests) == 8 - reading.unsent
    assert len(told.calls) == 9
    assert sum("budgettet" in remark for _done, _total, remark in told.calls) == reading.unsent


def test_budget_in_money_stops_sending(cache: AnswerCache) -> None:
    budget = Budget(max_cost=0.1, price_in=5.0, price_out=10.0)
    with serving(lambda request, handler: answer([], (3000, 500))) as server, make_reader(server.url, cache, budget=budget) as reader:
        reading = reader.read(many_passages(8))
        cost = reader.activity()["cost"]
    assert 0 < reading.unsent < 8
    assert cost == len(server.requests) * 0.02 <= 0.1


def test_no_budget_left_sends_nothing_and_uses_what_is_kept(cache: AnswerCache) -> None:
    with serving(good) as server:
        with make_reader(server.url, cache, budget=Budget(max_tokens=0)) as reader:
            assert reader.read(PASSAGES).unsent == 1
        assert server.requests == []
        with make_reader(server.url, cache) as reader:
            reader.propose(PASSAGES)
        with make_reader(server.url, cache, budget=Budget(max_tokens=0)) as reader:
            assert len(reader.propose(PASSAGES)) == 2


def test_another_reader_reads_what_the_model_did_not(cache: AnswerCache) -> None:
    """The fallback's proposals count only where the model gave no answer, and are counted apart."""

    class Rules:
        name = "rules"

        def propose(self, passages: Any) -> list[Proposal]:
            return [Proposal(("technology",), ("ai",), "planned", 0.6, (n,)) for n in (0, 25)]

    passages = many_passages(2)

    def half(request: Request, handler: Any) -> Any:
        return answer([claim(("p2", passages[1].text))]) if "nummer 0 " in request.text else envelope("no idea")

    with serving(half) as server, make_reader(server.url, cache, fallback=Rules()) as reader:
        reading = reader.read(passages)
    assert [proposal.passages for proposal in reading.proposals] == [(1,), (25,)]
    assert (reading.failed, reading.from_fallback) == ({"not_json": 1}, 1)


def test_prompt_covers_the_codebook() -> None:
    """Every theme, topic and stage is explained; the schema knows no others."""
    prompt = read_prompt()
    for code in (*THEMES, *TOPICS, *STAGES):
        assert f"- {code}: " in prompt.messages[0]["content"]
    assert AIM not in str(prompt.messages)


def test_windows_follow_sections_and_paragraphs() -> None:
    """A section ends a window after 12 passages, a paragraph after 16, and 20 end it anywhere; every passage stands in one window."""
    passages = [sentence(f"Første afsnit, punkt {n}.", headings=("A",)) for n in range(13)]
    passages += [sentence("B", kind="heading"), *(sentence(f"Andet afsnit, punkt {n}.", n // 17, headings=("B",)) for n in range(45))]
    windows = cut_windows(passages)
    assert [len(window.members) for window in windows] == [13, 17, 17, 11]
    together = [n for window in windows for n in window.members.values()]
    assert together == [n for n, passage in enumerate(passages) if passage.kind != "heading"]


def test_long_passages_are_shortened_and_windows_stay_small() -> None:
    passages = [sentence("Langt " * 10_000), *(sentence("Ord og atter ord. " * 100) for _ in range(9))]
    windows = cut_windows(passages)
    assert max(len(window.text) for window in windows) < 7000
    assert sum(window.shortened for window in windows) == 1
