"""Progress on the terminal: a bar that names what is done, or plain lines where nobody watches."""

import contextlib
import sys
from collections.abc import Callable, Iterator

from samspil.vocabulary.texts import say

Tell = Callable[[str, int, int, str], None]
_LINES = 10  # without a terminal: at most so many lines for a step
_BAR = 20
_LONGEST_NAME = 60


@contextlib.contextmanager
def show_progress() -> Iterator[Tell]:
    """Gives `tell(step, done, total, name)`; steps are named in the catalogue as cli.step_NAME."""
    if not sys.stderr.isatty():
        yield _tell_plainly
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.table import Column

    columns = (
        TextColumn("{task.description}", table_column=Column(no_wrap=True)),
        BarColumn(_BAR),
        TextColumn("{task.completed}/{task.total}", table_column=Column(no_wrap=True, justify="right")),
        TimeElapsedColumn(),
        TextColumn("{task.fields[name]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, expand=True) as bar:
        tasks: dict[str, int] = {}

        def tell(step: str, done: int, total: int, name: str) -> None:
            if step not in tasks:
                tasks[step] = int(bar.add_task(say(f"cli.step_{step}"), total=total, name=""))
            bar.update(tasks[step], completed=done, total=total, name=name)  # type: ignore[arg-type]

        yield tell


def _tell_plainly(step: str, done: int, total: int, name: str) -> None:
    """A line at the beginning, at the end and some between: 'Læser filer 12/98  herning.pdf'."""
    every = max(1, total // _LINES)
    if done in (0, total) or done % every == 0:
        count = f" {done}/{total}" if total != 1 or name else ""
        shown = name if len(name) <= _LONGEST_NAME else f"…{name[1 - _LONGEST_NAME :]}"
        print(f"{say(f'cli.step_{step}')}{count}  {shown}".rstrip(), file=sys.stderr, flush=True)
