"""Files of accounts on their way in: laid in a folder of their own, read by a process that can be ended, kept when they may be used. One at a time for a desk."""

import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from samspil.documents.limits import MEGABYTE
from samspil.errors import SamspilError
from samspil.store.desk.desk import Desk
from samspil.values.desk import Person
from samspil.vocabulary.texts import language
from samspil.workbench.competition import accounts, papers
from samspil.workbench.competition.papers import ACCOUNTS, blame
from samspil.workbench.side_run import StoppedError, carry_out
from samspil.workbench.uploads import find_free, make_safe

MOST_FILES, MOST_MEGABYTES = 20, 300
SECONDS = 900.0
WAIT = 4.0  # so long a page waits for what goes fast
_CHUNK = 1 << 20
_CHILD = "samspil.workbench.competition.child"
READING, DONE, FAILED, STOPPED = "reading", "done", "failed", "stopped"


@dataclass(slots=True)
class Arrival:
    """Files being read. `step`: what the process does ('read', 'check'); `paper`: what they became; `trouble`: why they did not."""

    person: Person
    names: tuple[str, ...]
    kind: str = ACCOUNTS
    state: str = READING
    step: str = ""
    paper: int = 0
    trouble: SamspilError | None = None
    begun: float = field(default_factory=time.monotonic)
    record: dict[str, Any] = field(default_factory=dict)
    ending: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def tell(self, values: dict[str, Any]) -> None:
        """A line of the process."""
        self.step = str(values.get("step", self.step))
        self.record = values.get("record", self.record)

    def beat(self) -> bool:
        """Whether it may go on."""
        return not self.ending.is_set() and time.monotonic() - self.begun < SECONDS

    @property
    def seconds(self) -> int:
        """Since it began."""
        return int(time.monotonic() - self.begun)


_ARRIVALS: "weakref.WeakKeyDictionary[Desk, Arrival]" = weakref.WeakKeyDictionary()
_LOCK = threading.Lock()


def find_arrival(desk: Desk) -> Arrival | None:
    """The files that are being read, or were last."""
    with _LOCK:
        return _ARRIVALS.get(desk)


def bring(
    desk: Desk, person: Person, files: Sequence[tuple[str, BinaryIO]], key: str = "", kind: str = ACCOUNTS, wait: float | None = None
) -> Arrival:
    """Begin to read files of accounts, or of what stands beside them (`kind`), and wait a little for what goes fast. Raises ExposureError (none, too many, too big, others are being read), StoreError."""
    if not 1 <= len(files) <= MOST_FILES:
        raise blame("file_count", most=MOST_FILES)
    arrival = Arrival(person, tuple(name[:200] for name, _stream in files), kind)
    with _LOCK:
        known = _ARRIVALS.get(desk)
        if known and known.state == READING:
            raise blame("busy")
        _ARRIVALS[desk] = arrival
    try:
        folder = Path(tempfile.mkdtemp(prefix=".arriving-", dir=accounts.make_folder(desk)))
        try:
            paths = _lay_out(files, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    except BaseException:
        arrival.state = FAILED
        raise
    threading.Thread(target=_work, args=(desk, arrival, paths, folder, key), name="accounts", daemon=True).start()
    arrival.ended.wait(WAIT if wait is None else wait)
    return arrival


def _lay_out(files: Sequence[tuple[str, BinaryIO]], folder: Path) -> list[str]:
    """The files under safe names. Raises ExposureError when they are too much."""
    paths: list[str] = []
    left = MOST_MEGABYTES * MEGABYTE
    for name, stream in files:
        inside = find_free(make_safe(name.replace("\\", "/").rpartition("/")[2]), [Path(path).name.casefold() for path in paths])
        with (folder / inside).open("xb") as out:
            while part := stream.read(_CHUNK):
                left -= len(part)
                if left < 0:
                    raise blame("too_big", most=MOST_MEGABYTES)
                out.write(part)
        paths.append(str(folder / inside))
    return paths


def _work(desk: Desk, arrival: Arrival, paths: list[str], folder: Path, key: str) -> None:
    out = folder / ".out.parquet"
    try:
        carry_out(_CHILD, {"kind": arrival.kind, "files": paths, "out": str(out), "language": language()}, arrival)
        arrival.paper = _keep(desk, arrival, out, key)
        arrival.state = DONE
    except StoppedError:
        late = not arrival.ending.is_set()
        arrival.trouble, arrival.state = (blame("too_slow"), FAILED) if late else (None, STOPPED)
    except SamspilError as error:
        arrival.trouble, arrival.state = error, FAILED
    except Exception as error:
        arrival.trouble, arrival.state = blame("own_fault", detail=type(error).__name__), FAILED
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        arrival.ended.set()


def _keep(desk: Desk, arrival: Arrival, out: Path, key: str) -> int:
    record = {**arrival.record, "names": list(arrival.names)}
    if arrival.kind != ACCOUNTS:
        values = record.pop("values")
        return papers.keep_values(desk, arrival.person, arrival.kind, record, values, key)
    return accounts.keep_file(desk, arrival.person, out, record, key)


def bring_example(desk: Desk, person: Person) -> int:
    """The made-up accounts that ship, as if they had been brought; marked wherever they are shown. Raises StoreError."""
    from dataclasses import asdict

    from samspil.competition.accounts.keeping import count_accounts, example_accounts, read_about
    from samspil.competition.coverage.checks import check_accounts

    file = example_accounts()
    rows, places, years = count_accounts(file)
    odd = sum(one.weight == "odd" for one in check_accounts(file))
    facts = {"rows": rows, "municipalities": places, "years": list(years), "odd": odd, "noted": [], "names": [file.name]}
    return accounts.keep_file(desk, person, file, {"about": asdict(read_about(file)), **facts})


def stop(desk: Desk) -> None:
    """End the reading that goes on."""
    arrival = find_arrival(desk)
    if arrival and arrival.state == READING:
        arrival.ending.set()
        arrival.ended.wait(WAIT)


def clear_left(desk: Desk) -> None:
    """Take away what a server that was killed has left behind."""
    for folder in accounts.find_folder(desk).glob(".arriving-*"):
        shutil.rmtree(folder, ignore_errors=True)
