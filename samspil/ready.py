"""Imported by the fork server before it forks the first of many children: what reading a file needs in any case. The rest waits for a pause (`warm.py`)."""

import contextlib
import gc

import samspil.documents.drawing
import samspil.initiatives.rules  # noqa: F401 - the one and the other: what `tasks` loads only when it needs it
from samspil.tasks import find_reader, know_words

# Objects made before young ones are looked through for rings: a child lives a tenth of a second and makes hardly any rings.
_GC_THRESHOLDS = (50_000, 20, 50)

gc.set_threshold(*_GC_THRESHOLDS)
with contextlib.suppress(Exception):  # whatever is wrong is said once, by the parent
    know_words()
    find_reader()
