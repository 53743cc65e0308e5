"""A server on this machine that speaks the StatBank's protocol (POST /v1/tableinfo and /v1/data), and can misbehave in the ways servers do."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

INFO = {
    "id": "FOLK1A",
    "text": "Folketal den 1. i kvartalet",
    "unit": "Antal",
    "updated": "2026-02-11T08:00:00",
    "active": True,
    "variables": [
        {
            "id": "OMRÅDE",
            "text": "område",
            "elimination": True,
            "time": False,
            "values": [{"id": "000", "text": "Hele landet"}, {"id": "101", "text": "København"}, {"id": "751", "text": "Aarhus"}],
        },
        {
            "id": "KØN",
            "text": "køn",
            "elimination": True,
            "time": False,
            "values": [{"id": "TOT", "text": "I alt"}, {"id": "1", "text": "Mænd"}],
        },
        {"id": "Tid", "text": "tid", "elimination": False, "time": True, "values": [{"id": "2025K1", "text": "2025K1"}]},
    ],
}
BULK = "\ufeffOMRÅDE;KØN;TID;INDHOLD\r\n000;TOT;2025K1;6000000\r\n101;TOT;2025K1;1000\r\n751;TOT;2025K1;2000\r\n".encode()
JSON_ERROR = {"errorTypeCode": "EXTRACT-NOTFOUND", "message": "Værdien blev ikke fundet"}
LIMIT = {"errorTypeCode": "REQUEST-LIMIT", "message": "Forespørgslen er over begrænsningen på 1.000.000 celler"}


@dataclass
class Bank:
    """What the server does. `faults`: names of misbehaviours for the next answers of /data, first first; `asked`: the bodies received."""

    address: str = ""
    faults: list[str] = field(default_factory=list)
    info_faults: list[str] = field(default_factory=list)
    asked: list[tuple[str, Any]] = field(default_factory=list)
    data: bytes = BULK
    kind: str = "text/csv; charset=utf-8"


def make_handler(bank: Bank) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_given: Any) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            name = self.path.rpartition("/")[2]
            bank.asked.append((name, body))
            faults = bank.faults if name == "data" else bank.info_faults
            fault = faults.pop(0) if faults else ""
            if name == "tableinfo" and not fault:
                if body["table"].upper() != INFO["id"]:
                    return self.answer(
                        400,
                        json.dumps({"errorTypeCode": "EXTRACT-NOTFOUND", "message": "Tabellen blev ikke fundet"}).encode(),
                        "application/json",
                    )
                return self.answer(200, json.dumps(INFO, ensure_ascii=False).encode(), "application/json")
            return self.misbehave(fault) if fault else self.answer(200, bank.data, bank.kind)

        def answer(self, code: int, body: bytes, kind: str, length: int | None = None, **headers: str) -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            if length != -1:
                self.send_header("Content-Length", str(len(body) if length is None else length))
            for key, value in headers.items():
                self.send_header(key.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

        def misbehave(self, fault: str) -> None:
            page = b"<!DOCTYPE html><html><body>Log ind</body></html>"
            error, limit = json.dumps(JSON_ERROR).encode(), json.dumps(LIMIT).encode()
            ways: dict[str, Callable[[], None]] = {
                **{code: partial(self.answer, int(code), b"", "text/plain", Retry_After="7") for code in ("429", "500", "503")},
                "400": lambda: self.answer(400, error, "application/json"),
                "limit": lambda: self.answer(400, limit, "application/json"),
                "cut": lambda: self.answer(200, bank.data[:40], bank.kind, length=len(bank.data)),  # promises more than it sends
                "cut unseen": lambda: self.answer(
                    200, bank.data[:-5], bank.kind, length=-1
                ),  # no length told: only the last line gives it away
                "html": lambda: self.answer(200, page, "text/html"),
                "html as csv": lambda: self.answer(200, page, "text/csv"),
                "error as data": lambda: self.answer(200, error, "application/json"),
                "empty": lambda: self.answer(200, b"", bank.kind),
                "moved": lambda: self.answer(302, b"", "text/plain", Location="http://127.0.0.1:1/elsewhere"),
                "slow": lambda: time.sleep(1.5),
                "endless": self.endless,
            }
            ways[fault]()

        def endless(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", bank.kind)
            self.end_headers()
            try:
                for _block in range(2000):
                    self.wfile.write(b"101;TOT;2025K1;5\r\n" * 500)
            except OSError:
                pass

    return Handler


@contextmanager
def serve_bank() -> Iterator[Bank]:
    """A running server; its address stands in `address`."""
    bank = Bank()
    server = ThreadingHTTPServer(("127.0.0.1", 0), make_handler(bank))
    server.daemon_threads = True
    bank.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield bank
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
