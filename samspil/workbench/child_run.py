"""A run in a process of its own: `python -m samspil.workbench.child_run WISH`, where WISH is JSON. It tells on standard output, a JSON object a line.

The server stays quick, the run can be ended at any time, and it ends by itself when the server is gone (its standard input closes).
"""

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

from samspil.errors import SamspilError
from samspil.folder import show_path
from samspil.vocabulary.texts import use_language
from samspil.workbench.side_run import end_with_parent, tell, tell_error


def main(wish: dict[str, Any]) -> int:
    """Carry out a run. `wish`: folder, year, out, manifest (a path or ''), fictional, language."""
    use_language(str(wish["language"]))
    end_with_parent()
    with contextlib.suppress(AttributeError, OSError):
        os.nice(10)  # people at their desks go first
    try:
        _run(wish)
    except SamspilError as error:
        tell_error(error)
        return 1
    return 0


def _run(wish: dict[str, Any]) -> None:
    from samspil.jobs import prepare

    prepare()
    from samspil.pipeline import Settings, review_folder

    out, manifest = Path(wish["out"]), Path(wish["manifest"]) if wish["manifest"] else None
    settings = Settings(Path(wish["folder"]), int(wish["year"]), out, manifest=manifest, fictional=bool(wish["fictional"]))
    review_folder(settings, lambda step, done, total, name: tell(step=step, done=done, total=total, name=name))
    tell(end=show_path(out))


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
