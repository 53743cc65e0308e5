"""A webhook reaches what a user may reach and nothing inside the house: a canary on loopback must never be called."""

import ipaddress
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from samspil.workbench import webhook
from samspil.workbench.webhook import WebhookError, find_target, post_json, read_networks

LOOPBACK = read_networks("127.0.0.0/8")
PUBLIC = "93.184.215.14"


class Canary(HTTPServer):
    """Notes every request; answers as told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: list[tuple[str, bytes, dict[str, str]]] = []
        self.answers: list[tuple[int, str]] = []


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Any = self.server
        server.seen.append((self.path, self.rfile.read(int(self.headers["Content-Length"])), dict(self.headers)))
        status, location = server.answers.pop(0) if server.answers else (204, "")
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def canary() -> Iterator[Canary]:
    server = Canary()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


INSIDE = (
    "127.0.0.1", "127.255.0.9", "0.0.0.0",  # noqa: S104 - it is refused
    "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fc00::1", "fe80::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1",
)  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_are_refused_by_name_and_by_number(address: str) -> None:
    with pytest.raises(WebhookError):
        find_target("https://example.dk/", (), lambda _host, _port: [address])
    with pytest.raises(WebhookError):
        find_target(f"https://{f'[{address}]' if ':' in address else address}/", (), lambda host, _port: [host])


def test_one_address_inside_among_several_is_enough() -> None:
    with pytest.raises(WebhookError):
        find_target("https://example.dk/", (), lambda _host, _port: [PUBLIC, "127.0.0.1"])


STRANGE = (
    "", "example.dk", "ftp://example.dk/", "file:///etc/passwd", "gopher://example.dk/", "javascript:alert(1)", "https://", "https:///x", "https://user@example.dk/", "https://a:b@example.dk/",
    "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://127.1/", "https://exa mple.dk/", "https://example.dk:8080/", "https://example.dk:22/", "https://example.dk:x/",
    "https://example.dk/\r\nX: y", "https://[::1/", "https://" + "a" * 2000 + ".dk/", "https://-x.dk/", "https://exam_ple.dk/",
)  # fmt: skip


@pytest.mark.parametrize("url", STRANGE)
def test_strange_addresses_are_refused(url: str) -> None:
    with pytest.raises(WebhookError) as caught:
        find_target(url, (), lambda _host, _port: [PUBLIC])
    assert caught.value.message


def test_a_public_address_is_taken_and_resolved_once() -> None:
    asked: list[str] = []
    target = find_target("https://Blåbær.dk/x?y=1", (), lambda host, _port: asked.append(host) or [PUBLIC])  # type: ignore[func-returns-value]
    assert (target.ip, target.port, target.host) == (PUBLIC, 443, "xn--blbr-roah.dk")
    assert asked == ["xn--blbr-roah.dk"]
    with pytest.raises(WebhookError):
        find_target("https://borte.example/", (), lambda _host, _port: [])


def test_a_message_arrives_where_the_network_is_allowed(canary: Canary) -> None:
    url = f"http://example.dk:{canary.server_port}/hook?a=1"
    assert post_json(url, {"text": "æøå"}, LOOPBACK, lambda _host, _port: ["127.0.0.1"]) == 204
    ((path, body, headers),) = canary.seen
    assert path == "/hook?a=1"
    assert json.loads(body) == {"text": "æøå"}
    assert headers["Host"] == f"example.dk:{canary.server_port}"
    assert headers["Content-Type"] == "application/json"


def test_a_name_that_changes_its_mind_does_not_get_in(canary: Canary) -> None:
    """DNS rebinding: looked at and connected to is one and the same address; at the next redirect it is looked at anew."""
    answers = iter(["127.0.0.9", "10.0.0.1"])
    canary.answers.append((307, "/again"))
    own = read_networks("127.0.0.0/8")
    url = f"http://example.dk:{canary.server_port}/"
    with pytest.raises(WebhookError):
        post_json(url, {}, own, lambda _host, _port: [next(answers)])
    assert len(canary.seen) <= 1
    with pytest.raises(WebhookError):
        post_json(url, {}, (), lambda _host, _port: ["127.0.0.1"])
    assert len(canary.seen) <= 1


def test_redirects_are_looked_at_and_few(canary: Canary) -> None:
    url = f"http://example.dk:{canary.server_port}/"
    canary.answers += [(302, "http://inside.dk/secret")]
    with pytest.raises(WebhookError):
        post_json(url, {}, LOOPBACK, lambda host, _port: ["127.0.0.1" if host == "example.dk" else "192.168.0.1"])
    canary.answers += [(307, "/1"), (308, "/2"), (302, "/3")]
    assert post_json(url, {}, LOOPBACK, lambda _host, _port: ["127.0.0.1"]) == 204
    canary.answers[:] = [(307, "/")] * 4
    with pytest.raises(WebhookError):
        post_json(url, {}, LOOPBACK, lambda _host, _port: ["127.0.0.1"])
    canary.answers[:] = [(500, "")]
    with pytest.raises(WebhookError):
        post_json(url, {}, LOOPBACK, lambda _host, _port: ["127.0.0.1"])


def test_a_server_that_never_ends_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that accepts and says nothing is given up when the time is over."""
    import socket
    import time

    monkeypatch.setattr(webhook, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        with pytest.raises(WebhookError):
            post_json(f"http://example.dk:{silent.getsockname()[1]}/", {}, LOOPBACK, lambda _host, _port: ["127.0.0.1"])
        assert time.monotonic() - begun < 5


def test_networks_come_from_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_networks("") == ()
    assert read_networks("10.1.0.0/16, nonsense fd00::/8") == (ipaddress.ip_network("10.1.0.0/16"), ipaddress.ip_network("fd00::/8"))
    monkeypatch.setenv("SAMSPIL_WEBHOOK_NETWORKS", "10.1.0.0/16")
    assert len(read_networks()) == 1
    assert find_target("http://10.1.2.3:8080/", read_networks(), lambda host, _port: [host]).port == 8080
