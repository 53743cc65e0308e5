"""A run in a process of its own: `python -m samspil.workbench.child_run WISH`, where WISH is JSON. It tells on standard output, a JSON object a line.

The server stays quick, the run can be ended at any time, and it ends by itself when the server is gone (its standard input closes).
"""

import contextlib
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from samspil.errors import SamspilError
from samspil.folder import show_path
from samspil.vocabulary.texts import use_language


def main(wish: dict[str, Any]) -> int:
    """Carry out a run. `wish`: folder, year, out, manifest (a path or ''), fictional, language."""
    use_language(str(wish["language"]))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(AttributeError, OSError):
        os.nice(10)  # people at their desks go first
    try:
        _run(wish)
    except SamspilError as error:
        _tell(error=error.message, place=error.place, remedy=error.remedy)
        return 1
    return 0


def _run(wish: dict[str, Any]) -> None:
    from samspil.jobs import prepare

    prepare()
    from samspil.pipeline import Settings, review_folder

    out, manifest = Path(wish["out"]), Path(wish["manifest"]) if wish["manifest"] else None
    settings = Settings(Path(wish["folder"]), int(wish["year"]), out, manifest=manifest, fictional=bool(wish["fictional"]))
    review_folder(settings, lambda step, done, total, name: _tell(step=step, done=done, total=total, name=name))
    _tell(end=show_path(out))


def _tell(**values: object) -> None:
    print(json.dumps(values), flush=True)


def _end_with_parent() -> None:
    """Nothing is ever written to our standard input: when reading it ends, the server has ended."""
    with contextlib.suppress(OSError):
        while os.read(0, 1):  # not through sys.stdin, whose lock an ending interpreter would wait for
            pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
