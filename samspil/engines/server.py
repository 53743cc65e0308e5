"""The parent's hold on its fork servers: started when first needed, one for each set of libraries, gone when the parent is gone."""

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading

from samspil.engines.frames import LENGTH

# One thread for linear algebra: the children are the parallelism.
_ENVIRONMENT = {
    "PYTHONUTF8": "1",
    **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")},
}
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[2]); "
    "from samspil.engines.zygote import main; main(int(sys.argv[1]), json.loads(sys.argv[3]))"
)
_SECONDS_TO_LEAVE = 2.0


class ForkServer:
    """A running fork server; safe to use from many threads."""

    def __init__(self, preload: tuple[str, ...]) -> None:
        self._lock = threading.Lock()
        self._idle = True
        self._socket, far_end = socket.socketpair()
        with far_end:
            arguments = [str(far_end.fileno()), json.dumps([os.path.abspath(each) for each in sys.path]), json.dumps(preload)]
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
                [sys.executable, "-I", "-S", "-B", "-c", _START, *arguments],
                pass_fds=[far_end.fileno()],
                env=_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C on the terminal is for the parent alone
            )

    @property
    def is_running(self) -> bool:
        """False when the server has ended, whatever the reason."""
        return self._process.poll() is None

    def fork(self, folder: str, path: str, descriptors: tuple[int, int, int]) -> None:
        """Ask for a child; `descriptors`: the job, the channel for the answer, that for its fate. Raises OSError without a server."""
        self._idle = False
        self._send({"folder": folder, "path": path}, list(descriptors))

    def kill(self, child: int, number: int) -> None:
        """A signal for a child and all it has started."""
        with contextlib.suppress(OSError):
            self._send({"kill": child, "signal": number}, [])

    def expect_few(self) -> None:
        """Few children are to come: what would make many of them cheaper is not loaded any more."""
        with contextlib.suppress(OSError):
            self._send({"few": True}, [])

    def stop(self) -> None:
        """End the server and with it all its children."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        if self._idle:  # it may still be loading, and has no children to end
            self._process.kill()
        try:
            self._process.wait(_SECONDS_TO_LEAVE)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def abandon(self) -> None:
        """Let go of a server that belongs to another process."""
        self._socket.close()

    def _send(self, request: dict[str, object], descriptors: list[int]) -> None:
        body = json.dumps(request).encode("ascii")
        with self._lock:
            if descriptors:
                socket.send_fds(self._socket, [LENGTH.pack(len(body))], descriptors)
            else:
                self._socket.sendall(LENGTH.pack(len(body)))
            self._socket.sendall(body)


_servers: dict[tuple[str, ...], ForkServer] = {}
_servers_lock = threading.Lock()


def find_server(preload: tuple[str, ...]) -> ForkServer:
    """The running server with these libraries, started anew if need be."""
    with _servers_lock:
        server = _servers.get(preload)
        if server is None or not server.is_running:
            server = _servers[preload] = ForkServer(preload)
        return server


def stop_all() -> None:
    """End every server and child of this process; they start again when next needed."""
    with _servers_lock:
        for server in _servers.values():
            server.stop()
        _servers.clear()


def can_fork() -> bool:
    """Fork servers need Unix sockets that carry descriptors."""
    return hasattr(os, "fork") and hasattr(socket, "send_fds")


def forget_servers() -> None:
    """In a process forked from this one: the servers belong to the parent, so do not speak to them."""
    _servers_lock._at_fork_reinit()  # type: ignore[attr-defined]  # it may have been held at the moment of the fork
    for server in _servers.values():
        server.abandon()
    _servers.clear()


atexit.register(stop_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=forget_servers)
