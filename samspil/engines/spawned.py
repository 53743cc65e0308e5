"""Children without fork, for Windows: a new interpreter for each job. Slower, and with no limits but the supervisor's clock."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO

_START = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from samspil.engines.inside import main; main()"
_KEPT = ("SYSTEMROOT", "WINDIR")  # Python does not start on Windows without them
_CHUNK = 1 << 16


def start_spawned(job: IO[bytes], folder: str, path: str, answers: socket.socket, fate: socket.socket) -> Callable[[], None]:
    """Start a child; its output and its end are copied to the two sockets, which are closed then. Gives the function that ends it."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | {"TMPDIR": folder, "TEMP": folder, "PYTHONUTF8": "1"}
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
        [sys.executable, "-I", "-c", _START, json.dumps([os.path.abspath(each) for each in sys.path])],
        stdin=job,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment | ({"PATH": path} if path else {}),
        cwd=folder,
    )
    threading.Thread(target=_copy, args=(process, answers, fate), daemon=True).start()
    return process.kill


def _copy(process: "subprocess.Popen[bytes]", answers: socket.socket, fate: socket.socket) -> None:
    """Pass on what the child writes, then how it ended."""
    try:
        fate.sendall(json.dumps({"pid": process.pid}).encode() + b"\n")
        assert process.stdout is not None  # noqa: S101 - asked for above
        while data := process.stdout.read1(_CHUNK):  # type: ignore[attr-defined]
            answers.sendall(data)
        fate.sendall(json.dumps({"exit": process.wait()}).encode() + b"\n")
    except OSError:
        process.kill()
    finally:
        answers.close()
        fate.close()
