"""Tell another server of an alert: POST JSON to an address that a user gave, and reach nothing with it that lies inside the house.

The name is resolved once and the connection goes to the very address that was looked at; the same for each redirect. Private, loopback, link-local and
other special addresses are refused unless whoever runs the server has listed their network in SAMSPIL_WEBHOOK_NETWORKS ('10.1.0.0/16 …').
"""

import contextlib
import http.client
import ipaddress
import json
import os
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from samspil.errors import SamspilError
from samspil.vocabulary.texts import say

LONGEST, MOST_REDIRECTS, MOST_ANSWER = 1000, 3, 65_536
SECONDS = 20.0
_SETTING = "SAMSPIL_WEBHOOK_NETWORKS"
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = (301, 302, 307, 308)
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?\.?|\[[0-9a-f:.]+\]")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*\.?")  # an IP address written as no resolver's name: 2130706433, 0x7f.1
_TUNNELS = [
    ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
]  # lead to IPv4 addresses hidden in them
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]


class WebhookError(SamspilError):
    """The address may not be called, or did not answer as it should."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes: `ip` is the one address that was looked at."""

    url: SplitResult
    host: str
    port: int
    ip: str


def resolve_name(host: str, port: int) -> list[str]:
    """All addresses of a host. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def read_networks(words: str | None = None) -> tuple[Network, ...]:
    """The networks inside that may be called, from the setting; what is no network counts for nothing."""
    networks = []
    for word in (os.environ.get(_SETTING, "") if words is None else words).replace(",", " ").split():
        with contextlib.suppress(ValueError):
            networks.append(ipaddress.ip_network(word, strict=False))
    return tuple(networks)


def find_target(url: str, networks: Sequence[Network] = (), resolve: Resolve = resolve_name) -> Target:
    """Look at an address and resolve it once. Raises WebhookError."""
    if len(url) > LONGEST or not url.isprintable() or " " in url:
        raise _refused("long" if len(url) > LONGEST else "host")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        raise _refused("host") from error
    if parts.scheme not in _PORTS:
        raise _refused("scheme")
    if parts.username is not None or parts.password is not None:
        raise _refused("user")
    host = _as_ascii(host)
    port = port or _PORTS[parts.scheme]
    try:
        found = [ipaddress.ip_address(address.split("%")[0]) for address in resolve(host, port)]
    except (OSError, ValueError, UnicodeError) as error:
        raise _refused("unknown") from error
    if not found:
        raise _refused("unknown")
    for ip in found:
        _check_address(ip, port, networks)
    return Target(parts, host, port, str(found[0]))


def _as_ascii(host: str) -> str:
    """The host as it is asked for. Raises WebhookError for numbers that some resolvers take for addresses."""
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_address(host))
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise _refused("host") from error
    if not _HOST.fullmatch(host) or _NUMBER.fullmatch(host):
        raise _refused("host")
    return host


def _check_address(ip: Address, port: int, networks: Sequence[Network]) -> None:
    plain = getattr(ip, "ipv4_mapped", None) or ip
    if any(plain.version == network.version and plain in network for network in networks):
        return
    hidden = plain.version == 6 and any(plain in network for network in _TUNNELS)
    if hidden or not plain.is_global or plain.is_multicast or plain.is_reserved:
        raise _refused("private")
    if port not in _PORTS.values():
        raise _refused("port")


def post_json(url: str, content: Mapping[str, Any], networks: Sequence[Network] = (), resolve: Resolve = resolve_name) -> int:
    """POST and give the status, a success. At most three redirects, each looked at anew; never from https to http. Raises WebhookError."""
    body, end = json.dumps(content, ensure_ascii=True).encode(), time.monotonic() + SECONDS
    for _ in range(MOST_REDIRECTS + 1):
        target = find_target(url, networks, resolve)
        try:
            status, location = _post(target, body, end)
        except (OSError, http.client.HTTPException) as error:
            raise WebhookError(type(error).__name__, place=target.host) from error
        if status in _REDIRECTS and location:
            if target.url.scheme == "https" and not urljoin(url, location).startswith("https:"):
                raise _refused("scheme")
            url = urljoin(url, location)
        elif 200 <= status < 300:
            return status
        else:
            raise WebhookError(f"HTTP {status}", place=target.host)
    raise WebhookError("redirects", place=target.host)


def _post(target: Target, body: bytes, end: float) -> tuple[int, str]:
    connection = _Connection(target, end)
    clock = threading.Timer(
        max(0.0, end - time.monotonic()), connection.drop
    )  # a server that sends a byte now and then would go on for ever
    clock.daemon = True
    clock.start()
    try:
        path = (target.url.path or "/") + (f"?{target.url.query}" if target.url.query else "")
        connection.request("POST", path, body, {"Content-Type": "application/json", "User-Agent": "Samspil", "Connection": "close"})
        response = connection.getresponse()
        response.read(MOST_ANSWER)
        return response.status, response.headers.get("Location", "")
    finally:
        clock.cancel()
        connection.close()


class _Connection(http.client.HTTPConnection):
    """Speaks with the address that was looked at, under the name that was asked for."""

    def __init__(self, target: Target, end: float) -> None:
        super().__init__(target.host, target.port)
        self.default_port = _PORTS[target.url.scheme]  # the one that the Host header leaves out
        self._target, self._end = target, end

    def connect(self) -> None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        plain = socket.create_connection((self._target.ip, self._target.port), timeout=left)
        if self._target.url.scheme == "https":
            try:
                plain = ssl.create_default_context().wrap_socket(plain, server_hostname=self._target.host)
            except BaseException:
                plain.close()
                raise
        self.sock = plain

    def drop(self) -> None:
        """Break off, from another thread."""
        with contextlib.suppress(OSError):
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)


def _refused(why: str) -> WebhookError:
    return WebhookError(say("search.bad_webhook", detail=say(f"search.webhook_{why}")), remedy=say("search.bad_webhook_remedy"))
