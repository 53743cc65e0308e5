"""A real HTTP server on this machine that speaks the chat-completions protocol, well or badly, as a test tells it to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from samspil.initiatives.llm import AnswerCache, Budget, Limits, LlmReader
from samspil.values.passage import Passage

HEADINGS = ("Budgetaftale 2026", "Ældre")
ROBOT = "Der afsættes 1,2 mio. kr. i 2026 til nye robotstøvsugere på plejecentrene i Ullerup."
AIM = "Det skal give medarbejderne mere tid til borgerne og færre tunge løft i hverdagen."
TENDER = "Parterne er enige om at sende rengøringen på alle skoler i udbud i løbet af foråret 2026."
CINEMA = "Kulturudbuddet i midtbyen skal styrkes med flere åbne arrangementer for børn og unge."


def sentence(text: str, paragraph: int = 0, kind: str = "sentence", headings: tuple[str, ...] = HEADINGS) -> Passage:
    return Passage(text, 0, len(text), 1, kind, paragraph, headings)


def row(label: str, cells: tuple[str, ...]) -> Passage:
    return Passage(label, 0, len(label), 1, "row", 9, HEADINGS, cells, ("2026", "2027"), ("1.000 kr.",))


PASSAGES = [
    sentence("Ældre", kind="heading"),
    sentence(ROBOT),
    sentence(AIM),
    sentence(TENDER, 1),
    sentence(CINEMA, 2),
    row("Robotstøvsugere, Ullerup", ("1.200", "0")),
]


def claim(*evidence: tuple[str, str], themes: Any = ("technology",), stage: Any = "decided", **more: Any) -> dict[str, Any]:
    listed = [{"passage": short, "quote": quote} for short, quote in evidence]
    return {"evidence": listed, "themes": list(themes), "topics": [], "stage": stage, "confidence": 0.8, **more}


GOOD = [
    claim(("p1", ROBOT), ("p2", AIM), ("p5", "Robotstøvsugere, Ullerup"), topics=["welfare_technology"]),
    claim(("p3", TENDER), themes=["tendering"]),
]


def envelope(content: Any, usage: Any = (1000, 100)) -> bytes:
    body: dict[str, Any] = {"id": "1", "object": "chat.completion", "choices": [{"message": {"role": "assistant", "content": content}}]}
    if usage:
        body["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
    return json.dumps(body).encode()


def answer(claims: list[Any], usage: Any = (1000, 100)) -> bytes:
    return envelope(json.dumps({"initiatives": claims}), usage)


@dataclass
class Request:
    """What reached the server."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def text(self) -> str:
        return str(self.body["messages"][-1]["content"])


Script = Callable[[Request, BaseHTTPRequestHandler], bytes | tuple[int, bytes] | tuple[int, bytes, dict[str, str]] | None]


@dataclass
class FakeServer:
    """Answers by `script`; `requests` are all that came."""

    script: Script
    url: str = ""
    requests: list[Request] = field(default_factory=list)


@contextmanager
def serving(script: Script) -> Iterator[FakeServer]:
    fake = FakeServer(script)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            request = Request(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            fake.requests.append(request)
            try:
                _reply(self, fake.script(request, self))
            except OSError:  # the client has hung up
                self.close_connection = True

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    fake.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()


def _reply(handler: BaseHTTPRequestHandler, told: Any) -> None:
    if told is None:  # the script has written by itself
        handler.close_connection = True
        return
    status, body, headers = (*told, {})[:3] if isinstance(told, tuple) else (200, told, {})
    handler.send_response(status)
    for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


QUICK = Limits(attempts=3, timeout=10, first_wait=0.01, longest_wait=0.2, failures_in_row=3)
HASTY = replace(QUICK, timeout=0.25)  # for servers that are meant to be too slow


class Told:
    """A progress callback that remembers."""

    def __init__(self) -> None:
        self.calls: list[tuple[int, int, str]] = []

    def __call__(self, done: int, total: int, remark: str) -> None:
        self.calls.append((done, total, remark))


def make_reader(url: str, cache: AnswerCache, **more: Any) -> LlmReader:
    more = {"limits": QUICK, "budget": Budget(), "key_env": "", "tell": Told(), **more}
    return LlmReader(url, "test-model", more.pop("key_env"), cache, more.pop("budget"), more.pop("tell"), **more)
