"""Imported by the fork server before it forks its first child: what reading a file needs in any case. The rest waits for a pause (`warm.py`)."""

import contextlib
import gc

from samspil.tasks import find_reader

# Objects made before young ones are looked through for rings: a child lives a tenth of a second and makes hardly any rings.
_GC_THRESHOLDS = (50_000, 20, 50)

gc.set_threshold(*_GC_THRESHOLDS)
with contextlib.suppress(Exception):  # whatever is wrong is said once, by the parent
    find_reader()
