"""What the fork server loads before its first child: all that saves each of many children some work, and nothing of it for a few."""

from pathlib import Path

import pytest

from samspil.engines.child import run_in_child
from samspil.engines.limits import Limits
from samspil.engines.server import find_server

_TASK = """
import sys

def list_loaded(payload, settings, progress):
    return {"loaded": [name for name in settings["names"] if name in sys.modules]}
"""


@pytest.mark.parametrize(("few", "loaded"), [(False, ["second"]), (True, [])])
def test_a_few_children_are_not_kept_waiting(few: bool, loaded: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {role: f"preload_{role}_{'few' if few else 'many'}" for role in ("first", "second", "third")}
    for role, name in names.items():
        slow = "\nimport time\ntime.sleep(0.5)\n" if role == "first" else ""  # the requests are there before it is loaded
        (tmp_path / f"{name}.py").write_text(_TASK + slow, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    preload = tuple(names.values())
    server = find_server(preload)
    if few:
        server.expect_few()
    task = f"{names['first']}:list_loaded"
    answer = run_in_child(task, b"", {"names": [*names.values()]}, Limits(), allowed=[task], preload=preload).answer
    assert answer == {"loaded": [names["first"], *(names[role] for role in loaded)]}
    server.stop()
