"""The fork server: one process with the libraries loaded, that does nothing but fork children, watch them and tidy up after them.

It talks with its parent over a socket. A request is a length and a JSON object; a request to fork carries three descriptors: the job, the
channel for the answer, and a channel on which this server tells the child's process id and, later, how it ended.
"""

import ctypes
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
from typing import Any

from samspil.engines.frames import LENGTH
from samspil.engines.inside import become_child

DESCRIPTORS = 3
_NEW_NETWORK = 0x40000000  # CLONE_NEWNET
_NEW_USER = 0x10000000  # CLONE_NEWUSER
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def serve(control: socket.socket, preload: list[str]) -> None:
    """Load the first module of `preload`, then fork on request until the parent goes away; of the others all but the last are loaded before the
    first child, unless few children are to come, and the last in a pause. Does not return.
    """
    leave_network()
    for name in preload[:1]:
        load(name)
    server = _Server(control, preload[1:])
    try:
        server.loop()
    finally:
        server.kill_everyone()
        os._exit(0)


def load(name: str) -> None:
    """Import a module for all children to come."""
    gc.disable()
    importlib.import_module(name)
    gc.enable()
    gc.freeze()  # what is loaded now is never looked at again by the collector, so its memory stays shared


def leave_network() -> None:
    """Move to a network namespace without a way out, where the system allows it; everything forked later inherits it."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_SUBREAPER, 1, 0, 0, 0)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_NEW_NETWORK) == 0 or libc.unshare(_NEW_USER | _NEW_NETWORK) != 0:
        return
    # In a user namespace of its own a process must say who it is, or it can create no files.
    for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        try:
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
        except OSError:
            return


class _Server:
    """`running`: process id -> descriptor on which its end is reported; `folders`: process id -> its temp folder; `later`: modules to load."""

    def __init__(self, control: socket.socket, later: list[str]) -> None:
        self.control = control
        self.later = later
        self.running: dict[int, int] = {}
        self.folders: dict[int, str] = {}
        self.wake_read, self.wake_write = os.pipe()
        os.set_blocking(self.wake_write, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        signal.set_wakeup_fd(self.wake_write, warn_on_full_buffer=False)

    def loop(self) -> None:
        """Until the parent closes its end."""
        while True:
            watched: list[Any] = [self.control, self.wake_read]
            ready, _, _ = select.select(watched, [], [], 0 if self.later else None)
            if not ready:
                load(self.later.pop(0))
            if self.wake_read in ready:
                os.read(self.wake_read, 512)
                self.reap()
            if self.control in ready and not self.answer_request():
                return

    def answer_request(self) -> bool:
        """One request; False when the parent is gone."""
        head, descriptors, _, _ = socket.recv_fds(self.control, LENGTH.size, DESCRIPTORS)
        if len(head) < LENGTH.size:
            return False
        request = json.loads(receive(self.control, LENGTH.unpack(head)[0]))
        if "kill" in request:
            self.kill(int(request["kill"]), int(request["signal"]))
        elif "few" in request:
            self.later.clear()
        else:
            while len(self.later) > 1:
                load(self.later.pop(0))
            self.fork(request, descriptors)
        return True

    def fork(self, request: dict[str, Any], descriptors: list[int]) -> None:
        """A new child; its process id goes to the parent at once."""
        payload, answer, status = descriptors
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            signal.set_wakeup_fd(-1)
            die_with_parent(parent)
            become_child(payload, answer, request["folder"], request["path"])
        os.close(payload)
        os.close(answer)
        self.running[child] = status
        self.folders[child] = request["folder"]
        tell(status, {"pid": child})

    def kill(self, child: int, number: int) -> None:
        """A signal to a child's whole group, if the child is still ours: a process id may have a new owner."""
        if child in self.running:
            kill_group(child, number)

    def reap(self) -> None:
        """Report every child that ended, and end what it left running."""
        while True:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None:
                return
            if ended.si_pid in self.running:
                kill_group(ended.si_pid, signal.SIGKILL)  # before the id is free for others
            _, wait_status, usage = os.wait4(ended.si_pid, 0)
            status = self.running.pop(ended.si_pid, None)
            self.folders.pop(ended.si_pid, None)
            if status is not None:
                tell(status, {"exit": os.waitstatus_to_exitcode(wait_status), "peak_kib": usage.ru_maxrss})
                os.close(status)
                self.kill_strays()

    def kill_strays(self) -> None:
        """Grandchildren that left their group become our children when their parent ends; they are not wanted."""
        try:
            with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
                children = {int(word) for word in file.read().split()}
        except (OSError, ValueError):
            return
        for stray in children - set(self.running):
            kill_group(stray, signal.SIGKILL)

    def kill_everyone(self) -> None:
        """The end: no child outlives the server."""
        for child in self.running:
            kill_group(child, signal.SIGKILL)
        self.kill_strays()
        for folder in self.folders.values():  # the parent would have, were it still there
            shutil.rmtree(folder, ignore_errors=True)


def kill_group(child: int, number: int) -> None:
    """To the group if the child has made its own already, and to the child itself."""
    for kill in (os.killpg, os.kill):
        try:
            kill(child, number)
        except (ProcessLookupError, PermissionError):
            continue


def die_with_parent(parent: int) -> None:
    """Linux ends this child when the server ends, even when the server is killed."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


def tell(descriptor: int, fact: dict[str, int]) -> None:
    """One line to the parent, which may have lost interest."""
    try:
        os.write(descriptor, json.dumps(fact).encode("ascii") + b"\n")
    except OSError:
        return


def receive(source: socket.socket, size: int) -> bytes:
    """Exactly `size` bytes. Raises EOFError when the other side is gone."""
    parts = bytearray()
    while len(parts) < size:
        part = source.recv(size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def main(descriptor: int, preload: list[str]) -> None:
    """Start from the command line of `server.py`."""
    serve(socket.socket(fileno=descriptor), preload)
