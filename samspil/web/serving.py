"""The server itself: where it listens, the tokens it prints, what runs beside it, and how it ends."""

import contextlib
import ipaddress
import logging
import os
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn

from samspil.errors import UsageError
from samspil.store.desk.desk import Desk
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import say
from samspil.web.app import make_app
from samspil.web.settings import LOCAL_HOSTS, OneTime, Settings
from samspil.workbench.alerts import index_and_alert
from samspil.workbench.arriving import Arrival, keep_agreements
from samspil.workbench.competition.bringing import clear_left
from samspil.workbench.competition.bringing import stop as stop_reading
from samspil.workbench.jobs import Runner
from samspil.workbench.people import DAY, Rules, has_accounts, make_secret
from samspil.workbench.year_run import find_folder

PORT = 8437
_SECONDS_TO_END = 5
_LOCAL_RULES = Rules(idle=7 * DAY, whole=7 * DAY)  # the one person at their own machine
_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")


@dataclass(frozen=True, slots=True)
class Wish:
    """`host` and `port` to listen on (port None: the usual one, or any that is free); `tls_name`: the name under which a proxy with https in front is reached."""

    host: str = "127.0.0.1"
    port: int | None = None
    several: bool = False
    tls_name: str = ""
    browser: bool = True


def check_wish(wish: Wish) -> None:
    """Raises UsageError for what would open the desk to others without a login or without https."""
    if not is_loopback(wish.host) and not (wish.several and wish.tls_name):
        raise UsageError(say("serve.open_host", host=wish.host), remedy=say("serve.open_host_remedy"))
    if wish.tls_name and not wish.several:
        raise UsageError(say("serve.tls_without_users"), remedy=say("serve.open_host_remedy"))
    if wish.tls_name and not set(wish.tls_name.lower()) <= _NAME_CHARACTERS:
        raise UsageError(say("serve.bad_name", name=wish.tls_name), remedy=say("serve.bad_name_remedy"))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach it."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def listen(wish: Wish) -> socket.socket:
    """A socket that takes calls from now on. Raises UsageError when the port is taken or the address is not this machine's."""
    try:
        return _bind(wish.host, PORT if wish.port is None else wish.port)
    except OSError as error:
        if wish.port is None:
            with contextlib.suppress(OSError):
                return _bind(wish.host, 0)
        place = f"{wish.host}:{PORT if wish.port is None else wish.port}"
        raise UsageError(say("serve.no_port", detail=explain(error)), place=place, remedy=say("serve.no_port_remedy")) from error


def _bind(host: str, port: int) -> socket.socket:
    """The protocol's number is given: only where a socket says it is TCP's does asyncio send small packets at once, and else each answer waits some 40 ms."""
    family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    opened = socket.socket(family, kind, number)
    try:
        if os.name == "posix":
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(address)
        opened.listen(128)
    except OSError:
        opened.close()
        raise
    return opened


def make_settings(desk: Desk, wish: Wish, port: int) -> tuple[Settings, str]:
    """The settings, and the token to print: for the start address, for the first admin, or '' when people can log in already."""
    several = wish.several or has_accounts(desk)
    hosts = (*LOCAL_HOSTS, wish.tls_name.lower()) if wish.tls_name else LOCAL_HOSTS
    secret = make_secret()
    if not several:
        return Settings(hosts=hosts, port=port, rules=_LOCAL_RULES, start=OneTime(secret.hash)), secret.text
    settings = Settings(several=True, hosts=hosts, port=port, tls=bool(wish.tls_name))
    if has_accounts(desk):
        return settings, ""
    return replace(settings, setup=OneTime(secret.hash)), secret.text


def run(desk: Desk, wish: Wish, arrival: Arrival, folders: Sequence[Path] = (), tell: Callable[[str], None] = print) -> None:
    """Serve until Ctrl-C or SIGTERM. `tell` gets the lines for the person who started it. Raises UsageError."""
    check_wish(wish)
    with contextlib.closing(listen(wish)) as opened:
        port = opened.getsockname()[1]
        settings, token = make_settings(desk, wish, port)
        app = make_app(desk, settings)
        address = make_address(wish, port)
        keeper = _Keeper(desk, arrival, folders, tell)
        runner = app.state.runner = Runner(desk, find_folder(desk))
        app.state.begin = [
            keeper.start,
            runner.start,
            lambda: clear_left(desk),
            lambda: _open_browser(start_address(address, token, settings), wish),
        ]
        app.state.end = [lambda: stop_reading(desk), runner.stop, keeper.stop]
        with contextlib.suppress(KeyboardInterrupt):  # also one that comes right after the first line
            for line in describe(address, token, settings):
                tell(line)
            uvicorn.Server(configure(app, settings)).run(sockets=[opened])
        keeper.stop()
    tell(say("serve.stopped"))


def configure(app: object, settings: Settings) -> uvicorn.Config:
    """How uvicorn runs. No access log: addresses may hold what people search for. Forwarded addresses are believed only from a proxy on this machine (or FORWARDED_ALLOW_IPS)."""
    logging.basicConfig(level=logging.WARNING, format="samspil: %(message)s", stream=sys.stderr)
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.tls,
        timeout_graceful_shutdown=_SECONDS_TO_END,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=65_536,
        http="h11",
        ws="none",
    )


def make_address(wish: Wish, port: int) -> str:
    """Where people find the desk."""
    if wish.tls_name:
        return f"https://{wish.tls_name.lower()}"
    host = f"[{wish.host}]" if ":" in wish.host else wish.host
    return f"http://{host}:{port}"


def start_address(address: str, token: str, settings: Settings) -> str:
    """What the browser opens: with the start token for one person, with the first admin's behind the '#', where no log sees it."""
    if not token:
        return address + "/"
    return f"{address}/setup#{token}" if settings.several else f"{address}/start?token={token}"


def describe(address: str, token: str, settings: Settings) -> list[str]:
    """The lines for the person who started it."""
    key = "users" if settings.several and not token else "setup" if settings.several else "local"
    return [say(f"serve.ready_{key}"), f"  {start_address(address, token, settings)}", say("serve.how_to_stop")]


def _open_browser(address: str, wish: Wish) -> None:
    """In a thread, since some browsers hold the caller. Not where only a text browser could open, which would take the terminal."""
    has_screen = not sys.platform.startswith("linux") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if wish.browser and not wish.tls_name and has_screen:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


class _Keeper:
    """Fetches the agreements' bytes beside the requests, so that the first page need not wait for them."""

    def __init__(self, desk: Desk, arrival: Arrival, folders: Sequence[Path], tell: Callable[[str], None]) -> None:
        self._stopped, self._tell = threading.Event(), tell
        self._given = (desk, arrival.paths, folders, self._stopped.is_set)
        self._thread = threading.Thread(target=self._work, name="agreements")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends after the file at hand."""
        self._stopped.set()
        if self._thread.ident:
            self._thread.join()

    def _work(self) -> None:
        try:
            kept, missing = keep_agreements(*self._given)
        except Exception as error:  # the desk works without the files, and their pages say that they are missing
            logging.getLogger("samspil.web").warning("%s", say("serve.agreements_failed", detail=type(error).__name__))
            return
        if (kept or missing) and not self._stopped.is_set():
            self._tell(say("serve.agreements", kept=kept, missing=missing))
        try:
            index_and_alert(self._given[0], stopped=self._stopped.is_set)
        except Exception as error:  # search says how many agreements wait; the next start goes on
            logging.getLogger("samspil.web").warning("%s", say("web_search.index_failed", detail=type(error).__name__))
