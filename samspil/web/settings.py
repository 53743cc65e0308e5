"""How the workbench is served."""

import threading
from dataclasses import dataclass, field

from samspil.workbench.people import Rules

LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")


@dataclass(slots=True)
class OneTime:
    """A token that opens once: kept only in the server's memory. `hash` is '' when there is none or it was used."""

    hash: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True)
class Settings:
    """`several`: people log in; else one local person comes in by the start token. `hosts`: names the server answers to.

    `tls`: it is reached by https (a proxy in front). `start`: opens the local person's session; `setup`: makes the first admin.
    `port`: part of the cookie's name, so that two desks on one machine do not log each other out. `slow`: whether failed logins are answered with growing delay.
    """

    several: bool = False
    hosts: tuple[str, ...] = LOCAL_HOSTS
    tls: bool = False
    rules: Rules = field(default_factory=Rules)
    start: OneTime = field(default_factory=OneTime)
    setup: OneTime = field(default_factory=OneTime)
    port: int = 0
    slow: bool = True

    @property
    def cookie(self) -> str:
        """The session cookie's name. Under https the browser itself holds it to this host and to https."""
        return "__Host-samspil" if self.tls else f"samspil-{self.port}" if self.port else "samspil"
