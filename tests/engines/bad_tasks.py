"""Tasks that behave, and the nine ways in which a child can fail (as a parser does that met the wrong file)."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

Progress = Callable[[object], None]


def echo(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    return {"size": len(payload), "settings": settings}


def surroundings(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """What a child can see of the world."""
    try:
        socket.create_connection(("127.0.0.1", settings["port"]), timeout=1)
        network = True
    except OSError:
        network = False
    descriptors = [int(name) for name in os.listdir("/proc/self/fd")] if os.path.isdir("/proc/self/fd") else []
    with open("left behind", "w", encoding="ascii") as file:
        file.write("x")
    return {
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "files": os.listdir(),
        "network": network,
        "descriptors": len(descriptors),
        "own_group": os.getpgid(0) == os.getpid(),
    }


def work_slowly(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    for step in range(settings["steps"]):
        time.sleep(0.3)
        progress(step)
    return {"done": True}


def fail(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    raise ValueError("børn og ældre")


def hang(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    time.sleep(1000)
    return {}


def spin(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    while True:
        pass


def eat_memory(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    kept = []
    while True:
        kept.append(bytearray(64 << 20))
        progress(len(kept))  # slow is not stuck: a busy machine takes its time to fill memory


def segfault(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    os.kill(os.getpid(), signal.SIGSEGV)
    return {}


def leave_silently(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    os._exit(0)


def through_channel(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Writes past the rules, to every socket it has: one of them is the channel for answers."""
    words = {"flood": b"P\x00\x00\x00\x00" * 10_000, "half_json": b'A\x00\x00\x00\x14{"document": ', "no_frame": b"Traceback (most recent"}
    channels = [int(name) for name in os.listdir("/proc/self/fd") if _is_socket(int(name))]
    for _ in range(1_000 if settings["mode"] == "flood" else 1):
        for channel in channels:
            os.write(channel, words[settings["mode"]])
    if settings["mode"] == "half_json":
        os._exit(0)
    time.sleep(1000)
    return {}


def _is_socket(descriptor: int) -> bool:
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:
        return False


def answer_then(payload: bytes, settings: dict[str, Any], progress: Progress) -> Iterator[Any]:
    """An answer, some pieces, and then one of the ways to fail."""
    yield {"read": True}
    for number in range(settings["pieces"]):
        yield {"page": number}, b"\x00{}\n\xff" + payload
    if settings["then"]:
        globals()[settings["then"]](payload, settings, progress)


def fail_then_answer(payload: bytes, settings: dict[str, Any], progress: Progress) -> Iterator[Any]:
    raise ValueError("first")
    yield {}


def piece_first(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Writes a piece to every socket it has, and no answer before."""
    for name in os.listdir("/proc/self/fd"):
        if _is_socket(int(name)):
            os.write(int(name), b"B\x00\x00\x00\x03{}\n")
    return {}


def not_json(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    return {"amount": float("inf")}


def fork_and_hang(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Leaves a grandchild in its group and one that has run away into a session of its own."""
    for own_session in (False, True):
        if os.fork() == 0:
            if own_session:
                os.setsid()
            with open(settings["pids"], "a", encoding="ascii") as file:
                file.write(f"{os.getpid()}\n")
            time.sleep(1000)
            os._exit(0)
        time.sleep(0.2)  # so that they sign in order
    if settings.get("answer"):
        return {"forked": True}
    time.sleep(1000)
    return {}


def ignore_sigterm(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(1000)
    return {}


def start_program(payload: bytes, settings: dict[str, Any], progress: Progress) -> dict[str, Any]:
    return {"out": subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True, check=True).stdout.decode()}
