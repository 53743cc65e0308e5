"""A document's windows asked a few at a time; every answer is kept the moment it comes, whatever happens to the others."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from threading import Thread

from samspil.initiatives.llm import errors
from samspil.initiatives.llm.asking import Asker, Outcome
from samspil.initiatives.llm.errors import LlmUnavailableError, TroubleError
from samspil.initiatives.llm.settings import Limits
from samspil.initiatives.llm.windows import Window
from samspil.vocabulary.texts import say

Receive = Callable[[int, Outcome], None]


@dataclass(slots=True)
class Patience:
    """Counts failures in a row and says when to give up."""

    most: int
    in_row: int = 0
    last: TroubleError | None = None
    over: bool = False

    def note(self, outcome: Outcome) -> None:
        """Take an outcome into account."""
        self.in_row = 0 if outcome.answer else self.in_row + (outcome.trouble is not None)
        if outcome.trouble:
            self.last = outcome.trouble
            self.over = self.over or outcome.trouble.reason in errors.FATAL or self.in_row >= self.most


@dataclass(slots=True)
class Round:
    """The windows of one document on their way. `receive` gets each outcome in this thread."""

    asker: Asker
    limits: Limits
    patience: Patience
    receive: Receive
    running: dict[Future[Outcome], int] = field(default_factory=dict)
    spent: bool = False

    def ask_all(self, waiting: Sequence[tuple[int, Window]], server: str) -> None:
        """Ask all windows; those the budget has no room for come back without answer or trouble. Raises LlmUnavailableError."""
        queue = list(waiting)
        try:
            while (queue and not self.patience.over) or self.running:
                self._fill(queue)
                self._collect()
        except BaseException:
            self.asker.stop.set()
            raise
        if self.patience.over:
            raise unavailable(server, self.patience.last)

    def _fill(self, queue: list[tuple[int, Window]]) -> None:
        room = self.limits.at_a_time if self.asker.knows_dialect else 1  # the first one finds out how to ask
        while queue and len(self.running) < room and not self.patience.over:
            n, window = queue.pop(0)
            if self.spent:
                self.receive(n, Outcome())
            else:
                self.running[self._start(window.text)] = n

    def _start(self, text: str) -> Future[Outcome]:
        """One question in a thread that nobody waits for when the user interrupts: a slow server may take minutes."""
        future: Future[Outcome] = Future()

        def run() -> None:
            try:
                future.set_result(self.asker.ask(text))
            except BaseException as error:  # told to the thread that waits
                future.set_exception(error)

        Thread(target=run, name="samspil-llm", daemon=True).start()
        return future

    def _collect(self) -> None:
        done = wait(self.running, return_when=FIRST_COMPLETED).done if self.running else set()
        for future in sorted(done, key=self.running.__getitem__):
            n, outcome = self.running.pop(future), future.result()
            self.spent = self.spent or (outcome.answer is None and outcome.trouble is None)
            self.patience.note(outcome)
            if self.patience.over:
                self.asker.stop.set()
            self.receive(n, outcome)


def unavailable(server: str, trouble: TroubleError | None) -> LlmUnavailableError:
    """The error for the user: what happened, where, what to do."""
    reason = trouble.reason if trouble else errors.CONNECTION
    detail = f" ({trouble.detail})" if trouble and trouble.detail else ""
    remedy = say("llm.denied_remedy") if reason == errors.DENIED else say("llm.resume_remedy")
    return LlmUnavailableError(say(f"llm.stopped_{reason}", detail=detail), place=server, remedy=remedy)
