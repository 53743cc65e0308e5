"""Whether the addresses of a library answer: asked of the network only when somebody wants it, politely and with an end to waiting."""

import http.client
import ipaddress
import socket
import ssl
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from samspil import __version__
from samspil.cases.reading import is_web_address
from samspil.values.case import Case
from samspil.vocabulary.texts import say

SECONDS = 10.0
MOST_STEPS = 5
_AT_A_TIME = 8
_MOST_ANSWER = 1024
_NO_HEAD = {403, 404, 405, 406, 410, 500, 501, 503}  # servers that will not answer HEAD are asked once more with GET
_MOVED = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What an address answered. `status`: 0 when nothing came; `detail`: why it counts as dead, in the user's language."""

    address: str
    cases: tuple[str, ...]
    alive: bool
    status: int
    detail: str = ""


def check_links(cases: Iterable[Case], *, seconds: float = SECONDS, local: bool = False) -> tuple[LinkAnswer, ...]:
    """Ask every address of the cases' sources once, by address. `local`: also addresses of the machine's own network (for tests)."""
    users: dict[str, list[str]] = defaultdict(list)
    for case in cases:
        for source in case.sources:
            if source.address:
                users[source.address].append(case.id)
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        answers = pool.map(lambda address: _ask(address, seconds, local), sorted(users))
        return tuple(
            LinkAnswer(address, tuple(dict.fromkeys(users[address])), *answer)
            for address, answer in zip(sorted(users), answers, strict=True)
        )


def _ask(address: str, seconds: float, local: bool) -> tuple[bool, int, str]:
    try:
        status = _follow(address, seconds, local)
    except _Refused as refused:
        return False, 0, str(refused)
    except TimeoutError:
        return False, 0, say("cases.link_timeout", seconds=f"{seconds:g}")
    except (OSError, http.client.HTTPException, ValueError):
        return False, 0, say("cases.link_trouble")
    alive = 200 <= status < 300
    return alive, status, "" if alive else say("cases.link_status", status=status)


class _Refused(Exception):  # noqa: N818 - becomes the detail of an answer
    pass


def _follow(address: str, seconds: float, local: bool) -> int:
    for _step in range(MOST_STEPS):
        status, moved = _request(address, "HEAD", seconds, local)
        if status in _NO_HEAD:
            status, moved = _request(address, "GET", seconds, local)
        if status not in _MOVED or not moved:
            return status
        address = urljoin(address, moved)
        if not is_web_address(address):
            raise _Refused(say("cases.link_trouble"))
    raise _Refused(say("cases.link_moved"))


def _request(address: str, method: str, seconds: float, local: bool) -> tuple[int, str]:
    """Status and where it points on. The host is looked up once and the connection goes to the address that was checked."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    reached = _look_up(host, port, local)
    connection = _connect(parts, host, port, reached, seconds)
    try:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
            f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
        )
        connection.request(
            method, path, headers={"User-Agent": f"samspil/{__version__} (link check)", "Accept": "*/*", "Connection": "close"}
        )
        answer = connection.getresponse()
        if method == "GET":
            answer.read(_MOST_ANSWER)
        return answer.status, answer.getheader("Location") or ""
    finally:
        connection.close()


def _connect(parts: SplitResult, host: str, port: int, reached: Sequence[str], seconds: float) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    channel = socket.create_connection((reached[0], port), timeout=seconds)
    if parts.scheme == "https":
        channel = ssl.create_default_context().wrap_socket(channel, server_hostname=host)
    connection.sock = channel
    return connection


def _look_up(host: str, port: int, local: bool) -> list[str]:
    """The addresses of a host. Raises _Refused when one of them lies in a local network: a case file must not make us knock there."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not local and any(not ipaddress.ip_address(each.partition("%")[0]).is_global for each in found):
        raise _Refused(say("cases.link_private"))
    return found
