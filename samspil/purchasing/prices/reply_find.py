"""Which sheet an answer belongs to, by the keys in it. Runs in a killable child."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from samspil.purchasing.intake.grid import UnreadableError


def find_sheet_of_file(payload: bytes, settings: Mapping[str, Any], _progress: Any) -> dict[str, Any]:
    """The child's task. `settings`: find (ids of known sheets), name. Gives `sheet`: the id most cells begin with, '' for none; or `unreadable`."""
    from samspil.purchasing.intake.xlsx import read_xlsx

    try:
        grids = read_xlsx(payload, settings["name"])
    except UnreadableError as error:
        return {"unreadable": error.key, "detail": error.detail}
    known = set(settings["find"])
    cells = (cell for grid in grids for row in grid.rows for cell in row if isinstance(cell, str))
    counts = Counter(head for cell in cells if (head := cell.strip().partition("-")[0]) in known)
    best = counts.most_common(1)
    return {"sheet": best[0][0] if best else ""}
